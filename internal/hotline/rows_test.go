package hotline

import (
	"testing"
)

// A figure opens the list it counts: rows come in the order asked, and only those the person may see (PEERS 7).
func TestRowsComeAsAskedAndOnlyIfSeen(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		a, b := w.dispatched("help"), w.dispatched("consult")
		rows, err := w.Rows(w.ctx, w.people["inspector"], []string{b.ID, "nothing", a.ID, b.ID})
		w.must(err)
		if len(rows) != 2 || rows[0].ID != b.ID || rows[1].ID != a.ID {
			t.Errorf("got %+v", rows)
		}
		if rows, err = w.Rows(w.ctx, w.people["parks"], []string{a.ID, b.ID}); err != nil || len(rows) != 0 {
			t.Errorf("another department sees %d, %v", len(rows), err)
		}
	})
}
