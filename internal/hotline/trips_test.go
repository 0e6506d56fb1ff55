package hotline

import (
	"fmt"
	"testing"

	"huying/internal/storage"
)

// trips tells how often a server was asked for something.
func (w *world) trips(do func()) int64 {
	before := w.db.Work().Trips
	do()
	return w.db.Work().Trips - before
}

// A page is the case with its tasks, what hangs on them, the names, and the end of the reading; a verb the lock, the order,
// what the verb itself wants to know, and the commit. SQLite needs none.
func TestReadsTravelTogether(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		fresh := w.register("help")
		if n := w.trips(func() { _, err := w.QueryCode(w.ctx, fresh); w.must(err) }); n > 0 {
			t.Errorf("the code of a new order took %d trips", n)
		}
		ref := w.signed("help")
		_, err := w.Involve(w.ctx, w.people["dispatcher"], ref.ID, 0, []string{"roads"})
		w.must(err)
		_, err = w.Note(w.ctx, w.people["dispatcher"], ref.ID, 0, "已电话催办")
		w.must(err)
		w.get(ref.ID) // fills the caches of the organisation
		if n := w.trips(func() { w.get(ref.ID) }); n > 4 {
			t.Errorf("the page took %d trips", n)
		}
		if n := w.trips(func() { _, err = w.Note(w.ctx, w.people["dispatcher"], ref.ID, 0, "再次催办") }); n > 3 || err != nil {
			t.Errorf("a note took %d trips, %v", n, err)
		}
	})
}

// A number with thousands of orders costs a page no more than one with a hundred.
func TestEarlierOrdersAreCountedUpToACeiling(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.register("help")
		if v := w.get(ref.ID); v.Caller.Earlier != 0 {
			t.Errorf("the first one has %d before it", v.Caller.Earlier)
		}
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			for i := range mostEarlier + 20 {
				other := fmt.Sprint("other", i)
				tx.Queue(`INSERT INTO order_callers (order_id, name, phone, phone_index) SELECT $1, name, phone, phone_index FROM order_callers WHERE order_id = $2`, other, ref.ID)
				tx.Queue(`INSERT INTO cases (id, number, flow, state, version, head, title, region, dept, opened_at, changed_at, due_at)
					SELECT $1, $1, flow, state, version, head, title, region, dept, opened_at, changed_at, due_at FROM cases WHERE id = $2`, other, ref.ID)
			}
			return nil
		}))
		if v := w.get(ref.ID); v.Caller.Earlier != mostEarlier || !v.Caller.EarlierMore {
			t.Errorf("%d others are told of, more: %v", v.Caller.Earlier, v.Caller.EarlierMore)
		}
	})
}
