package hotline

import (
	"time"

	"huying/internal/casework"
	"huying/internal/storage"
)

const orderColumns = `o.id, o.kind, o.channel, o.body, o.place, o.category, o.disposition, o.outcome, o.refusal, o.important, o.major, o.tracked, o.notice_due,
	o.overdue_mark, o.lead, o.dispatched_at, o.signed_at, o.signed_by, o.replied_at, o.replied_by, o.first_grade, o.second_grade,
	o.returns, o.redos, o.urges, o.closing_mark, o.group_id, o.registered_by, o.source, o.source_id, o.code_renewals`

func (o *Order) dest() []any {
	return []any{&o.ID, &o.Kind, &o.Channel, &o.Body, &o.Place, &o.Category, &o.Disposition, &o.Outcome, &o.Refusal, &o.Important, &o.Major, &o.Tracked, &o.NoticeDue,
		&o.OverdueMark, &o.Lead, &o.Dispatched, &o.Signed, &o.SignedBy, &o.Replied, &o.RepliedBy, &o.First, &o.Second,
		&o.Returns, &o.Redos, &o.Urges, &o.ClosingMark, &o.Group, &o.Registrar, &o.Source, &o.SourceID, &o.CodeRenewals}
}

func (o *Order) values() []any {
	return []any{o.ID, o.Kind, o.Channel, o.Body, o.Place, o.Category, o.Disposition, o.Outcome, o.Refusal, o.Important, o.Major, o.Tracked, o.NoticeDue,
		o.OverdueMark, o.Lead, o.Dispatched, o.Signed, o.SignedBy, o.Replied, o.RepliedBy, o.First, o.Second,
		o.Returns, o.Redos, o.Urges, o.ClosingMark, o.Group, o.Registrar, o.Source, o.SourceID, o.CodeRenewals}
}

func load(tx *storage.Tx, id string) (*Order, error) {
	var o Order
	found, err := tx.One(`SELECT `+orderColumns+` FROM orders o WHERE o.id = $1`, []any{id}, o.dest()...)
	if err == nil && !found {
		err = casework.NoSuchCase()
	}
	return &o, err
}

func insert(tx *storage.Tx, o *Order) {
	tx.Queue(`INSERT INTO orders (id, kind, channel, body, place, category, disposition, outcome, refusal, important, major, tracked, notice_due,
		overdue_mark, lead, dispatched_at, signed_at, signed_by, replied_at, replied_by, first_grade, second_grade,
		returns, redos, urges, closing_mark, group_id, registered_by, source, source_id, code_renewals)
		VALUES (`+storage.Placeholders(1, 31)+`)`, o.values()...)
}

// update writes what a verb may have changed. Body, channel and source never change.
func update(tx *storage.Tx, o *Order) {
	tx.Queue(`UPDATE orders SET kind = $2, place = $3, category = $4, disposition = $5, outcome = $6, refusal = $7, important = $8, major = $9, tracked = $10,
		notice_due = $11, overdue_mark = $12, lead = $13, dispatched_at = $14, signed_at = $15, signed_by = $16, replied_at = $17, replied_by = $18,
		first_grade = $19, second_grade = $20, returns = $21, redos = $22, urges = $23, closing_mark = $24, group_id = $25, registered_by = $26, code_renewals = $27 WHERE id = $1`,
		o.ID, o.Kind, o.Place, o.Category, o.Disposition, o.Outcome, o.Refusal, o.Important, o.Major, o.Tracked,
		o.NoticeDue, o.OverdueMark, o.Lead, o.Dispatched, o.Signed, o.SignedBy, o.Replied, o.RepliedBy,
		o.First, o.Second, o.Returns, o.Redos, o.Urges, o.ClosingMark, o.Group, o.Registrar, o.CodeRenewals)
}

// byIDs reads the orders of one page of a list.
func byIDs(tx *storage.Tx, cases []*casework.Case) (map[string]*Order, error) {
	orders := askOrders(tx, cases)
	return orders, tx.Gather()
}

// askOrders is byIDs, answered with whatever else was asked for.
func askOrders(tx *storage.Tx, cases []*casework.Case) map[string]*Order {
	out := make(map[string]*Order, len(cases))
	if len(cases) == 0 {
		return out
	}
	ids := make([]any, len(cases))
	for i, c := range cases {
		ids[i] = c.ID
	}
	tx.Ask(`SELECT `+orderColumns+` FROM orders o WHERE o.id IN (`+storage.Placeholders(1, len(ids))+`)`, ids, func(scan func(...any) error) error {
		var o Order
		err := scan(o.dest()...)
		out[o.ID] = &o
		return err
	})
	return out
}

// millis keeps zero times out of events.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return storage.Millis(t)
}
