package approval

import (
	"context"
	"slices"
	"strings"
	"time"

	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Fee is a payment as it was registered: it went to the central account, not to the department's (ORG-23, GAP-48). Amount
// is in fen; Relief says why less than the item's fee was paid.
type Fee struct {
	Application string    `json:"application"`
	Number      string    `json:"number,omitempty"` // of the application
	Code        string    `json:"code"`
	Name        string    `json:"name"`
	Amount      int64     `json:"amount"`
	Slip        string    `json:"slip"` // number of the payment slip
	Relief      string    `json:"relief,omitempty"`
	Account     string    `json:"account"`
	By          string    `json:"by"`
	At          time.Time `json:"at"`
}

// Payment is what is registered: which fee of the item, on which slip. Amount is what was paid; less than the fee wants the
// ground of relief.
type Payment struct {
	Fee    string `json:"fee"`
	Amount int64  `json:"amount"`
	Slip   string `json:"slip"`
	Relief string `json:"relief,omitempty"`
}

// centralAccount is where all fees go.
const centralAccount = "财政专户"

// RegisterFee registers at the window that a fee was paid. The same fee of the same application is refused a second time
// (ORG-25), and so is a slip that was used before.
func (s *Service) RegisterFee(ctx context.Context, actor org.Actor, id string, version int64, in Payment) (Ref, error) {
	return onePayment(s.act(ctx, actor, id, version, "register_fee", func(a *casework.Act, o *Application) (done, error) { return s.pay(a, o, in) }))
}

// Pay registers a payment that the applicant made online.
func (s *Service) Pay(ctx context.Context, number, code string, in Payment) (Ref, error) {
	in.Relief = ""
	return onePayment(s.asCitizen(ctx, number, code, "pay", func(a *casework.Act, o *Application) (done, error) { return s.pay(a, o, in) }))
}

// onePayment turns the loser of two payments at once into the refusal he would have had a moment later.
func onePayment(ref Ref, err error) (Ref, error) {
	if storage.IsUnique(err) {
		err = paidAlready()
	}
	return ref, err
}

func paidAlready() error {
	return fault.New(fault.Conflict, "approval.fee.twice", "此项收费已登记，不得重复收费。").Under("ORG-25")
}

func (s *Service) pay(a *casework.Act, o *Application, in Payment) (done, error) {
	r, err := s.record(a.Tx(), o)
	if err != nil {
		return done{}, err
	}
	i := slices.IndexFunc(r.Fees, func(f catalog.Fee) bool { return f.Code == in.Fee })
	if i < 0 {
		return done{}, fault.New(fault.Refused, "approval.fee.none", "此事项没有这项收费，不得收取。").Under("ORG-24")
	}
	fee, paid := r.Fees[i], 0
	in.Slip, in.Relief = strings.TrimSpace(in.Slip), strings.TrimSpace(in.Relief)
	switch {
	case in.Amount < 0 || in.Amount > fee.Amount:
		return done{}, fault.New(fault.Refused, "approval.fee.amount", "收费金额不能超过规定的标准。").On("amount", "超过标准").Under("ORG-24")
	case in.Amount < fee.Amount && (in.Relief == "" || fee.Relief == ""):
		return done{}, fault.New(fault.Refused, "approval.fee.relief", "少于收费标准的，须有减免规定，并写明理由。").On("relief", "不能为空")
	case in.Slip == "" && in.Amount > 0:
		return done{}, fault.New(fault.Invalid, "approval.fee.slip", "请填写缴款单号。").On("slip", "不能为空").Under("ORG-23")
	}
	if _, err := a.Tx().One(`SELECT COUNT(*) FROM application_fees WHERE (application_id = $1 AND fee = $2) OR (slip = $3 AND slip <> '')`, []any{o.ID, in.Fee, in.Slip}, &paid); err != nil {
		return done{}, err
	}
	if paid > 0 {
		return done{}, paidAlready()
	}
	a.Tx().Queue(`INSERT INTO application_fees (application_id, fee, name, amount, slip, relief, dept, account, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		o.ID, fee.Code, fee.Name, in.Amount, in.Slip, in.Relief, o.DeptPath, centralAccount, a.Actor().ID, now(a))
	return done{facts: map[string]any{"fee": fee.Code, "amount": in.Amount, "slip": in.Slip, "relief": in.Relief != "", "account": centralAccount}}, nil
}

const feeColumns = `SELECT f.application_id, c.number, f.fee, f.name, f.amount, f.slip, f.relief, f.account, f.by_person, f.at FROM application_fees f JOIN cases c ON c.id = f.application_id `

func fees(tx *storage.Tx, where string, args ...any) ([]Fee, error) {
	out := []Fee{}
	err := tx.All(feeColumns+where, args, feesTo(&out))
	return out, err
}

// feesTo takes rows of feeColumns.
func feesTo(into *[]Fee) func(scan func(...any) error) error {
	return func(scan func(...any) error) error {
		var f Fee
		err := scan(&f.Application, &f.Number, &f.Code, &f.Name, &f.Amount, &f.Slip, &f.Relief, &f.Account, &f.By, &f.At)
		*into = append(*into, f)
		return err
	}
}

// unpaid lists the fees of an item that are not registered yet.
func unpaid(all []catalog.Fee, paid []Fee) []catalog.Fee {
	out := []catalog.Fee{}
	for _, due := range all {
		if !slices.ContainsFunc(paid, func(f Fee) bool { return f.Code == due.Code }) {
			out = append(out, due)
		}
	}
	return out
}

// owing lists the fees that hold back the result: of a granted application, where policy says that they fall due before it is
// delivered. The sources do not say when a fee falls due (GAP-48).
func (s *Service) owing(a *casework.Act, o *Application) ([]catalog.Fee, error) {
	if o.Decision == nil || o.Decision.Outcome != "grant" || !s.policy.Now().Bool("approval.fee.first", a.Case.Region) {
		return nil, nil
	}
	r, err := s.record(a.Tx(), o)
	if err != nil || len(r.Fees) == 0 {
		return nil, err
	}
	paid, err := fees(a.Tx(), `WHERE f.application_id = $1`, o.ID)
	return unpaid(r.Fees, paid), err
}

// settled refuses to hand out a result before its fees.
func (s *Service) settled(a *casework.Act, o *Application) error {
	owing, err := s.owing(a, o)
	if err != nil || len(owing) == 0 {
		return err
	}
	var sum int64
	names := make([]string, len(owing))
	for i, f := range owing {
		names[i], sum = f.Name, sum+f.Amount
	}
	return fault.Newf(fault.Refused, "approval.deliver.fee", "尚有收费没有缴清：%s，共%s元。请先登记缴费，依规定减免的登记减免，再送达结果。", list(names), catalog.Yuan(sum)).Under("GAP-48")
}
