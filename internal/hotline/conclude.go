package hotline

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/storage"
)

// The two upper bodies that each get a copy of a concluded order (HOT-65).
var filingBodies = []Word{{"centre", "12345中心", "HOT-65"}, {"supervision", "督查中心", "HOT-65"}}

// FilingBody is the name of an upper body by its key.
func FilingBody(key string) string { return label(filingBodies, key) }

// FilingTopic is the outbox topic under which a concluded order goes to an upper body.
const FilingTopic = "hotline.filing"

// FilingMessage is what an upper body gets of a concluded order.
type FilingMessage struct {
	Order  string `json:"order"`
	Number string `json:"number"`
	Round  int64  `json:"round"`
	Body   string `json:"body"` // "centre" or "supervision"
	Title  string `json:"title"`
	Kind   string `json:"kind"`
	Dept   string `json:"dept"`
	Result string `json:"result"`
	Grade  string `json:"grade"`
}

// GiveBack returns an answered order, complete, to the service hall, on the day of the answer (HOT-64). The revisit
// desk's own time begins (HOT-67). An emergency must have its three closing records by now (HOT-77).
func (s *Service) GiveBack(ctx context.Context, actor org.Actor, id string, version int64) (Ref, error) {
	return s.act(ctx, actor, id, version, "give_back", func(a *casework.Act, o *Order) (any, error) {
		if o.Kind == "emergency" {
			if err := closingSteps(a.Tx(), o.ID); err != nil {
				return nil, err
			}
		}
		now := a.Tx().Now
		if err := a.Stop(MeterGiveBack, now); err != nil {
			return nil, err
		}
		late := casework.Alarm{Kind: "late", Workdays: 0}
		return map[string]string{"dept": o.Lead}, a.Start(MeterRevisit, s.policy.Now().Term("hotline.limit.revisit", a.Case.Region), now, late)
	})
}

// Conclude registers the result and the first satisfaction at the service hall and sends both upper bodies their copy;
// the supervision office is told (HOT-65, HOT-66). The order may be called back at once, but is not archived before
// both bodies have confirmed (GAP-52).
func (s *Service) Conclude(ctx context.Context, actor org.Actor, id string, version int64) (Ref, error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "conclude", func(a *casework.Act, o *Order) (any, error) {
		if o.First == "" {
			return nil, fault.New(fault.Refused, "hotline.first_grade", "工单没有记录诉求人是否满意，不能登记办结。").Under("HOT-63")
		}
		tx, round := a.Tx(), o.Redos+1
		if o.Channel == "upper" {
			s.alert(a, "assigned.done", org.OrderDecide)
		}
		_, result, err := lastAnswer(tx, o.ID)
		if err != nil {
			return nil, err
		}
		for _, body := range filingBodies {
			tx.Queue(`INSERT INTO order_filings (order_id, round, body, sent_at) VALUES ($1, $2, $3, $4)`, o.ID, round, body.Key, storage.Millis(tx.Now))
			outbox.Put(tx, outbox.Message{Topic: FilingTopic, Key: fmt.Sprintf("%s/%d/%s", o.ID, round, body.Key),
				Body: FilingMessage{Order: o.ID, Number: a.Case.Number, Round: round, Body: body.Key, Title: a.Case.Title, Kind: o.Kind,
					Dept: o.Lead, Result: result, Grade: string(o.First)}})
		}
		return map[string]any{"result": result, "grade": o.First, "round": round}, s.copyTo(tx, dir, o.ID, a.Case.Region, "concluded")
	})
}

// Filed takes an upper body's receipt. Asked twice, it changes nothing.
func (s *Service) Filed(ctx context.Context, orderID string, round int64, body, receipt string) error {
	return s.FiledBy(ctx, Confirmation{orderID, round, body, func(*storage.Tx) (string, error) { return receipt, nil }})
}

// Confirmation says that an upper body has filed an order. Enter makes its number in the same transaction: a
// body whose register is our own enters the order and confirms it in one step. It is not asked when there is one already.
type Confirmation struct {
	Order string
	Round int64
	Body  string
	Enter func(tx *storage.Tx) (string, error)
}

// FiledBy is Filed for receipts that are made in the same transaction, all of them or none.
func (s *Service) FiledBy(ctx context.Context, receipts ...Confirmation) error {
	inOrder := slices.SortedStableFunc(slices.Values(receipts), func(a, b Confirmation) int { return cmp.Compare(a.Order, b.Order) }) // as they are locked
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		for rest := inOrder; len(rest) > 0; {
			n := slices.IndexFunc(rest, func(r Confirmation) bool { return r.Order != rest[0].Order })
			if n < 0 {
				n = len(rest)
			}
			if err := s.file(tx, rest[:n]); err != nil {
				return err
			}
			rest = rest[n:]
		}
		return nil
	})
}

// file takes receipts for one order in one act; those of filings that have theirs already are passed over.
func (s *Service) file(tx *storage.Tx, receipts []Confirmation) error {
	order := receipts[0].Order
	type filing struct {
		Round   int64  `json:"round"`
		Body    string `json:"body"`
		Receipt string `json:"receipt"`
	}
	waiting := map[filing]bool{}
	err := tx.All(`SELECT round, body FROM order_filings WHERE order_id = $1 AND filed_at IS NULL`+tx.Fork("", " FOR UPDATE"), []any{order}, func(scan func(...any) error) error {
		var f filing
		err := scan(&f.Round, &f.Body)
		waiting[f] = true
		return err
	})
	receipts = slices.DeleteFunc(slices.Clone(receipts), func(r Confirmation) bool { return !waiting[filing{Round: r.Round, Body: r.Body}] })
	if err != nil || len(receipts) == 0 {
		return err
	}
	return s.system(tx, order, "file", func(a *casework.Act, o *Order) (any, error) {
		filed := make([]filing, len(receipts))
		for i, r := range receipts {
			// Its number comes last: from then until the commit nobody else gets one of that register.
			receipt, err := r.Enter(tx)
			if err != nil {
				return nil, err
			}
			filed[i] = filing{r.Round, r.Body, receipt}
			tx.Queue(`UPDATE order_filings SET receipt = $1, filed_at = $2 WHERE order_id = $3 AND round = $4 AND body = $5`, receipt, storage.Millis(tx.Now), order, r.Round, r.Body)
		}
		return map[string]any{"filings": filed}, nil
	})
}

// Archive ends an order: satisfied at the revisit, or explained with the supervision centre's consent, and with both
// filings confirmed. From then on it is read-only (HOT-70, GAP-10, GAP-52, AUD-02).
func (s *Service) Archive(ctx context.Context, actor org.Actor, id string, version int64) (Ref, error) {
	return s.act(ctx, actor, id, version, "archive", func(a *casework.Act, o *Order) (any, error) {
		if o.ClosingMark == "" {
			return nil, fault.New(fault.Refused, "hotline.archive.mark", "只有回访满意或经督查中心同意解释办结的工单才能归档。").Under("HOT-70")
		}
		waiting := 0
		if _, err := a.Tx().One(`SELECT COUNT(*) FROM order_filings WHERE order_id = $1 AND filed_at IS NULL`, []any{o.ID}, &waiting); err != nil {
			return nil, err
		}
		if waiting > 0 {
			return nil, fault.New(fault.Refused, "hotline.archive.filing", "尚有备案回执未收到，暂不能归档。").Under("GAP-52")
		}
		return map[string]string{"mark": o.ClosingMark}, nil
	})
}
