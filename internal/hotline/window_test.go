package hotline

import (
	"testing"

	"huying/internal/storage"
)

// The window in which a department may return an order is no duty: when it passes, the order is not late on any list.
func TestHOT38ThePassedReturnWindowMakesNothingLate(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		ref := w.signed("complain")
		w.to("2026-03-06 10:00")
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			c, err := w.kernel.Get(tx, ref.ID)
			if err == nil && c.Due.Before(tx.Now) {
				t.Errorf("due %s, though only the window of return has passed", c.Due)
			}
			return err
		}))
	})
}
