package approval

import (
	"cmp"
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

// Fee is a payment in the register: it goes to the central account, not to the department's, and no window holds money
// (ORG-23, GAP-48). It is declared first, and counts once somebody else has found it in the account. Amount is in fen; Relief
// says why less than the item's fee was paid, Why why the payment was refused.
type Fee struct {
	ID          string    `json:"id"`
	Application string    `json:"application"`
	Number      string    `json:"number,omitempty"` // of the application
	Version     int64     `json:"version"`          // of the application
	Code        string    `json:"code"`
	Name        string    `json:"name"`
	Amount      int64     `json:"amount"`
	Slip        string    `json:"slip"` // number of the payment slip
	Relief      string    `json:"relief,omitempty"`
	Account     string    `json:"account"`
	By          string    `json:"by"`
	At          time.Time `json:"at"`
	State       string    `json:"state"` // one of FeeStates
	StateLabel  string    `json:"stateLabel"`
	CheckedBy   string    `json:"checkedBy,omitempty"`
	CheckedAt   time.Time `json:"checkedAt,omitzero"`
	Why         string    `json:"why,omitempty"`
}

// The states of a payment.
const (
	feeDeclared  = "declared"
	feeConfirmed = "confirmed"
	feeRefused   = "refused"
)

// Payment is what is declared: which fee of the item, on which slip. Amount is what was paid; less than the fee wants the
// ground of relief.
type Payment struct {
	Fee    string `json:"fee"`
	Amount int64  `json:"amount"`
	Slip   string `json:"slip"`
	Relief string `json:"relief,omitempty"`
}

// centralAccount is where all fees go.
const centralAccount = "财政专户"

// RegisterFee declares at the window that a fee was paid. The same fee of the same application is refused a second time
// (ORG-25), and so is a slip that was used before.
func (s *Service) RegisterFee(ctx context.Context, actor org.Actor, id string, version int64, in Payment) (Ref, error) {
	return onePayment(s.act(ctx, actor, id, version, "register_fee", func(a *casework.Act, o *Application) (done, error) { return s.pay(a, o, in) }))
}

// Pay declares a payment that the applicant made online.
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
	return fault.New(fault.Conflict, "approval.fee.twice", "此项收费或此缴款单号已登记，不得重复收费。").Under("ORG-25")
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
	case o.Decision != nil && o.Decision.Outcome == "refuse":
		return done{}, fault.New(fault.Refused, "approval.fee.over", "此件未准予，不再收费。").Under("ORG-24")
	case in.Amount < 0 || in.Amount > fee.Amount:
		return done{}, fault.New(fault.Refused, "approval.fee.amount", "收费金额不能超过规定的标准。").On("amount", "超过标准").Under("ORG-24")
	case in.Amount < fee.Amount && (in.Relief == "" || fee.Relief == ""):
		return done{}, fault.New(fault.Refused, "approval.fee.relief", "少于收费标准的，须有减免规定，并写明理由。").On("relief", "不能为空")
	case in.Slip == "" && in.Amount > 0:
		return done{}, fault.New(fault.Invalid, "approval.fee.slip", "请填写缴款单号。").On("slip", "不能为空").Under("ORG-23")
	}
	if err := cmp.Or(s.fits(in.Slip, "slip"), s.fits(in.Relief, "relief")); err != nil {
		return done{}, err
	}
	if _, err := a.Tx().One(`SELECT COUNT(*) FROM application_payments WHERE state <> 'refused' AND (application_id = $1 AND fee = $2 OR slip = $3 AND slip <> '')`, []any{o.ID, in.Fee, in.Slip}, &paid); err != nil {
		return done{}, err
	}
	if paid > 0 {
		return done{}, paidAlready()
	}
	a.Tx().Queue(`INSERT INTO application_payments (id, application_id, fee, name, amount, slip, relief, dept, account, by_person, at, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		a.Tx().NewID(), o.ID, fee.Code, fee.Name, in.Amount, in.Slip, in.Relief, o.DeptPath, centralAccount, a.Actor().ID, now(a), feeDeclared)
	return done{facts: map[string]any{"fee": fee.Code, "amount": in.Amount, "slip": in.Slip, "relief": in.Relief != "", "account": centralAccount}}, nil
}

// ConfirmFee says that a declared payment is in the central account, or that the ground of relief holds. Who declared it at a
// window does not confirm it, nor what came with the query code who accepted the application: he may know that (ORG-23).
func (s *Service) ConfirmFee(ctx context.Context, actor org.Actor, id string, version int64, fee string) (Ref, error) {
	return s.act(ctx, actor, id, version, "confirm_fee", func(a *casework.Act, o *Application) (done, error) {
		return s.check(a, o, fee, feeConfirmed, "")
	})
}

// RefuseFee says that a declared payment is not in the central account, and why; the applicant is told, and the fee is to be
// paid still.
func (s *Service) RefuseFee(ctx context.Context, actor org.Actor, id string, version int64, fee, why string) (Ref, error) {
	why, err := s.text(why, "why", "请写明退回的理由，申请人将看到。", "ORG-23")
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "refuse_fee", func(a *casework.Act, o *Application) (done, error) {
		alert(a, "fee.refused", org.ApplicationFee)
		return s.check(a, o, fee, feeRefused, why)
	})
}

// check ends a declared payment.
func (s *Service) check(a *casework.Act, o *Application, fee, state, why string) (done, error) {
	declared, err := fees(a.Tx(), `WHERE f.application_id = $1 AND f.fee = $2 AND f.state = 'declared'`, o.ID, fee)
	if err != nil {
		return done{}, err
	}
	if len(declared) == 0 {
		return done{}, fault.New(fault.Conflict, "approval.fee.checked", "没有待核对的这笔缴款。").Under("ORG-23")
	}
	f := declared[0]
	if a.Actor().Is(f.By) || f.By == casework.Citizen && a.Actor().Is(o.Registrar) {
		return done{}, fault.New(fault.Refused, "approval.fee.same", "登记缴款和核对到账不能是同一人。").Under("ORG-23")
	}
	a.Tx().Queue(`UPDATE application_payments SET state = $1, checked_by = $2, checked_at = $3, why = $4 WHERE id = $5`, state, a.Actor().ID, now(a), why, f.ID)
	return done{facts: map[string]any{"fee": f.Code, "amount": f.Amount, "slip": f.Slip, "why": digest(why)}}, nil
}

const feeColumns = `SELECT f.id, f.application_id, c.number, c.version, f.fee, f.name, f.amount, f.slip, f.relief, f.account, f.by_person, f.at, f.state, f.checked_by, f.checked_at, f.why
	FROM application_payments f JOIN cases c ON c.id = f.application_id `

func fees(tx *storage.Tx, where string, args ...any) ([]Fee, error) {
	out := []Fee{}
	err := tx.All(feeColumns+where, args, feesTo(&out))
	return out, err
}

// feesTo takes rows of feeColumns.
func feesTo(into *[]Fee) func(scan func(...any) error) error {
	return func(scan func(...any) error) error {
		var f Fee
		err := scan(&f.ID, &f.Application, &f.Number, &f.Version, &f.Code, &f.Name, &f.Amount, &f.Slip, &f.Relief, &f.Account, &f.By, &f.At, &f.State, &f.CheckedBy, &f.CheckedAt, &f.Why)
		f.StateLabel = label(FeeStates, f.State)
		*into = append(*into, f)
		return err
	}
}

// unpaid lists the fees of an item of which no payment is declared or confirmed; none once the application is refused.
func (o *Application) unpaid(all []catalog.Fee, paid []Fee) []catalog.Fee {
	out := []catalog.Fee{}
	if o.Decision != nil && o.Decision.Outcome == "refuse" {
		return out
	}
	for _, due := range all {
		if !slices.ContainsFunc(paid, func(f Fee) bool { return f.Code == due.Code && f.State != feeRefused }) {
			out = append(out, due)
		}
	}
	return out
}

// owing lists what holds back the result of a granted application, where policy says that fees fall due before it is
// delivered: what the applicant has still to pay, and the payments that nobody has confirmed yet. The sources do not say when
// a fee falls due (GAP-48).
func (s *Service) owing(a *casework.Act, o *Application) (due []catalog.Fee, unconfirmed []Fee, err error) {
	if o.Decision == nil || o.Decision.Outcome != "grant" || !s.policy.Now().Bool("approval.fee.first", a.Case.Region) {
		return nil, nil, nil
	}
	r, err := s.record(a.Tx(), o)
	if err != nil || len(r.Fees) == 0 {
		return nil, nil, err
	}
	paid, err := fees(a.Tx(), `WHERE f.application_id = $1`, o.ID)
	for _, f := range paid {
		if f.State == feeDeclared {
			unconfirmed = append(unconfirmed, f)
		}
	}
	return o.unpaid(r.Fees, paid), unconfirmed, err
}

// settled refuses to hand out a result before its fees are in the central account.
func (s *Service) settled(a *casework.Act, o *Application) error {
	due, unconfirmed, err := s.owing(a, o)
	if err != nil {
		return err
	}
	var sum int64
	var names []string
	for _, f := range due {
		names, sum = append(names, f.Name), sum+f.Amount
	}
	if len(due) > 0 {
		return fault.Newf(fault.Refused, "approval.deliver.fee", "尚有收费没有缴清：%s，共%s元。请先登记缴费，依规定减免的登记减免，再送达结果。", list(names), catalog.Yuan(sum)).Under("GAP-48")
	}
	for _, f := range unconfirmed {
		names = append(names, f.Name)
	}
	if len(unconfirmed) > 0 {
		return fault.Newf(fault.Refused, "approval.deliver.unconfirmed", "缴款尚未核对到账：%s。请核对到账后再送达结果。", list(names)).Under("GAP-48")
	}
	return nil
}
