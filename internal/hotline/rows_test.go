package hotline

import (
	"cmp"
	"testing"
)

// A figure opens the list it counts: rows come in the order asked, and only those the person may see (PEERS 7).
func TestRowsComeAsAskedAndOnlyIfSeen(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		a, b := w.dispatched("help"), w.dispatched("consult")
		rows, err := w.Rows(w.ctx, w.people["inspector"], []string{b.ID, "nothing", a.ID, b.ID}, "")
		w.must(err)
		if len(rows) != 2 || rows[0].ID != b.ID || rows[1].ID != a.ID {
			t.Errorf("got %+v", rows)
		}
		if rows, err = w.Rows(w.ctx, w.people["parks"], []string{a.ID, b.ID}, ""); err != nil || len(rows) != 0 {
			t.Errorf("another department sees %d, %v", len(rows), err)
		}
	})
}

// A list behind a rate shows the limit that the rate is about, in the round that missed it, though the order was done again
// in time and is at a later step by now (HOT-58, PEERS 7).
func TestRowsShowTheLimitThatWasMissed(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("consult")
		w.to("2026-03-11 10:00") // five working days end on the 9th
		ref = w.conclude(ref)
		_, err := w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, RevisitForm{How: "phone", Reached: true, Grade: "dissatisfied", Cause: "subjective"})
		w.must(err)
		_, err = w.Redo(w.ctx, w.people["arbiter"], ref.ID, 0, "承办人未到现场，请重新办理")
		w.must(err)
		w.conclude(ref)
		for meter, late := range map[string]bool{"": false, MeterHandling: true, MeterSign: false} {
			rows, err := w.Rows(w.ctx, w.people["inspector"], []string{ref.ID}, meter)
			w.must(err)
			r := rows[0]
			if want := cmp.Or(meter, MeterRevisit); r.Meter != want || r.Standing.Late != late {
				t.Errorf("%q: shows %s, late %v", meter, r.Meter, r.Standing.Late)
			}
			if meter == MeterHandling && (r.Standing.OverdueWorkdays != 2 || !r.Met.Equal(chinaTime(t, "2026-03-11 10:00")) || !r.Due.Equal(chinaTime(t, "2026-03-10 00:00"))) {
				t.Errorf("answered %s, due %s, %d working days late", r.Met, r.Due, r.Standing.OverdueWorkdays)
			}
		}
	})
}
