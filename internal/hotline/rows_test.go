package hotline

import (
	"cmp"
	"testing"

	cmpdiff "github.com/google/go-cmp/cmp"
)

// A figure opens the list it counts: rows come in the order asked, and only those the person may see (PEERS 7).
func TestRowsComeAsAskedAndOnlyIfSeen(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		a, b := w.dispatched("help"), w.dispatched("consult")
		rows, err := w.Rows(w.ctx, w.people["inspector"], []string{b.ID, "nothing", a.ID, b.ID}, About{})
		w.must(err)
		if len(rows) != 2 || rows[0].ID != b.ID || rows[1].ID != a.ID {
			t.Errorf("got %+v", rows)
		}
		if rows, err = w.Rows(w.ctx, w.people["parks"], []string{a.ID, b.ID}, About{}); err != nil || len(rows) != 0 {
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
			rows, err := w.Rows(w.ctx, w.people["inspector"], []string{ref.ID}, About{Meter: meter})
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

// A list about satisfaction tells the grade that counts and why the citizen was not satisfied (HOT-101, PEERS 7).
func TestHOT101RowsTellTheGradeThatCounts(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		open, answered, bad, rated, explained := w.register("help"), w.concluded("help"), w.concluded("help"), w.concluded("help"), w.concluded("help")
		for _, ref := range []Ref{bad, explained} {
			_, err := w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, RevisitForm{How: "phone", Reached: true, Grade: "dissatisfied", Cause: "objective", Note: "管网老化"})
			w.must(err)
		}
		_, err := w.CloseExplained(w.ctx, w.people["arbiter"], explained.ID, 0, "已解释")
		w.must(err)
		w.must(w.Rate(w.ctx, rated.Number, w.codeOfOrder(rated.ID), "very_dissatisfied", "水压仍然不足"))
		rows, err := w.Rows(w.ctx, w.people["inspector"], []string{open.ID, answered.ID, bad.ID, rated.ID, explained.ID}, About{Satisfaction: true})
		w.must(err)
		for i, want := range []*Reading{nil, {Grade: "满意", Good: true}, {Grade: "不满意", Revisited: true, Why: "客观条件或政策所限：管网老化"},
			{Grade: "非常不满意", Revisited: true, Why: "原因待核定：水压仍然不足"}, {Grade: "不满意", Revisited: true, Explained: true, Why: "客观条件或政策所限：管网老化"}} {
			if diff := cmpdiff.Diff(want, rows[i].Reading); diff != "" {
				t.Errorf("%d: %s", i, diff)
			}
		}
		rows, err = w.Rows(w.ctx, w.people["inspector"], []string{bad.ID}, About{})
		w.must(err)
		if rows[0].Reading != nil {
			t.Error("a list about something else tells it too")
		}
	})
}
