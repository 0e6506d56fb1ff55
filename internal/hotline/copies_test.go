package hotline

import (
	"testing"

	"huying/internal/page"
)

// HOT-49, HOT-66: an office takes all copies that it was shown off its desk at once; what came since, and the desks of
// others, stay as they are.
func TestHOT49AllCopiesAreReadAtOnce(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		inspector := w.people["inspector"]
		unread := func() int {
			t.Helper()
			n, err := w.UnreadCopies(w.ctx, inspector)
			w.must(err)
			return n
		}
		w.signed("help")
		w.to("2026-03-02 10:00")
		w.signed("help")
		shown, err := w.Copies(w.ctx, inspector, page.Request{})
		w.must(err)
		w.to("2026-03-02 11:00")
		late := w.signed("help")
		if len(shown.Items) != 2 || unread() != 3 {
			t.Fatalf("%d shown, %d unread", len(shown.Items), unread())
		}
		w.refused(w.ReadAllCopies(w.ctx, w.people["water"], shown.Items[0].At), "hotline.copies", "")
		w.must(w.ReadAllCopies(w.ctx, w.people["leader"], shown.Items[0].At)) // supervises, too, but has a desk of his own
		if unread() != 3 {
			t.Error("another office read them")
		}
		w.must(w.ReadAllCopies(w.ctx, inspector, shown.Items[0].At))
		left, err := w.Copies(w.ctx, inspector, page.Request{})
		w.must(err)
		if len(left.Items) != 1 || left.Items[0].Order != late.ID || unread() != 1 {
			t.Errorf("left are %+v", left.Items)
		}
		w.must(w.ReadCopies(w.ctx, inspector, late.ID))
		if unread() != 0 {
			t.Error("one by one")
		}
	})
}
