package hotline

import (
	"slices"
	"testing"

	"huying/internal/page"
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

// What waits to be signed for is sorted, counted and shown by the time for signing, though an emergency must be answered
// sooner than another order must be signed for.
func TestHOT48TheSigningListGoesByTheSigningMeter(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		early := w.dispatched("help")
		w.to("2026-03-03 09:00")
		emergency := w.dispatched("emergency")
		for _, at := range []struct {
			now  string
			late []string
		}{
			{"2026-03-03 23:59", []string{}},
			{"2026-03-04 00:01", []string{early.ID}},
			{"2026-03-05 00:01", []string{early.ID, emergency.ID}},
		} {
			w.to(at.now)
			for late, want := range map[bool][]string{false: {early.ID, emergency.ID}, true: at.late} {
				rows, err := w.List(w.ctx, w.people["water"], Filter{Box: "sign", Late: late}, page.Request{})
				w.must(err)
				got := []string{}
				for _, r := range rows.Items {
					got = append(got, r.ID)
					if r.Meter != MeterSign || r.Standing.Late != slices.Contains(at.late, r.ID) {
						t.Errorf("%s: %s shows %s, late %v", at.now, r.Number, r.Meter, r.Standing.Late)
					}
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s: late only %v: %v instead of %v", at.now, late, got, want)
				}
			}
			counts, err := w.Counts(w.ctx, w.people["water"])
			w.must(err)
			if n := counts[slices.IndexFunc(counts, func(c BoxCount) bool { return c.Key == "sign" })]; n.Count != 2 || n.Late != len(at.late) {
				t.Errorf("%s: counted %d, late %d instead of %d", at.now, n.Count, n.Late, len(at.late))
			}
		}
	})
}
