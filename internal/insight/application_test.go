package insight

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/approval"
	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// filed records what happened to applications: of each, one event after another, each with what it tells figures.
func (w *world) filed(streams map[string][]map[string]any) {
	w.Helper()
	w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
		for id, told := range streams {
			head := audit.Head{Stream: id}
			for n, counted := range told {
				facts, err := json.Marshal(map[string]any{"counted": counted})
				if err != nil {
					return err
				}
				body := casework.Body{To: approval.Submitted, Facts: facts}
				if n == 0 {
					body.Flow, body.Region = approval.FlowName, "/99/9901/"
				}
				if _, err := audit.Append(tx, &head, audit.Entry{Action: "submit", Actor: audit.System, Data: body}); err != nil {
					return err
				}
			}
		}
		return nil
	}))
}

func at(day string) int64 {
	d, err := calendar.ParseDate(day)
	if err != nil {
		panic(err)
	}
	return storage.Millis(d.Start().Add(10 * time.Hour))
}

// month has four applications under three items of the water office: one decided on the spot, one in time, one granted on a
// commitment, one late and not explained.
func (w *world) month() {
	w.filed(map[string][]map[string]any{
		"a1": {{"item": "spot", "dept": "/water/", "window": "/parks/", "channel": "window", "model": "spot", "formal": true, "statutory": 30, "visits": "2026-03-02", "received": at("2026-03-02")},
			{"accepted": at("2026-03-02"), "outcome": "grant", "onSpot": true}, {"visits": "2026-03-02 2026-03-02", "ended": at("2026-03-02")}},
		"a2": {{"item": "food", "dept": "/water/", "channel": "web", "model": "review_verify", "statutory": 30, "received": at("2026-03-02")}, {"accepted": at("2026-03-03")}, {"steps": 2}, {"steps": 3, "outcome": "grant"},
			{"taken": 4, "ended": at("2026-03-17")}},
		"a3": {{"item": "trust", "dept": "/water/", "channel": "web", "model": "sole", "statutory": 30, "received": at("2026-03-02")},
			{"accepted": at("2026-03-02"), "committed": true, "outcome": "grant", "ended": at("2026-03-03")}},
		"a4": {{"item": "food", "dept": "/water/", "channel": "mobile", "model": "sole", "statutory": 30, "received": at("2026-03-04")}, {"accepted": at("2026-03-04"), "candidate": true, "untold": true}, {"steps": 3, "outcome": "refuse"},
			{"candidate": false, "overdue": true, "taken": 11, "ended": at("2026-03-27")}},
	})
	w.follow()
}

// TIME-37, APP-31, APP-36, APP-37, APP-39, TIME-38, GAP-50: each figure has its formula, opens the list that it counts, and
// shows nothing of what the person may not see.
func TestTIME37FiguresOfApplications(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		w.month()
		report, err := w.ApplicationFigures(w.ctx, w.people["leader"], march)
		w.must(err)
		// taken 4 and 11 days of 4 times 30
		want := map[string]string{"visits": "1", "received": "4", "accepted": "4", "completed": "4", "online": "75.00", "sole": "66.67", "commitment": "1", "steps": "1.50", "trips": "0.50",
			"once": "75.00", "on_time": "75.00", "candidates": "0", "unexplained": "1", "faster": "87.50", "spot": "100.00", "spot_all": "25.00"}
		for _, f := range report.Figures {
			if f.Value != want[f.Key] {
				t.Errorf("%s is %s, want %s: %+v", f.Label, f.Value, want[f.Key], f)
			}
			rows := w.behind("leader", OpenedApplications{Figure: f.Key})
			if f.Key != "faster" && int64(len(rows)) != f.Denominator {
				t.Errorf("%s: %d behind %d", f.Label, len(rows), f.Denominator)
			}
		}
		if d := report.Daily; d.Days != 22 || d.Received != "0.18" || d.Visits != "0.05" {
			t.Errorf("APP-36: %+v", d)
		}
		steps := []ItemSteps{{Item: "food", Completed: 2, Mean: "3.00"}, {Item: "spot", Completed: 1, Mean: "0.00"}, {Item: "trust", Completed: 1, Mean: "0.00"}}
		if diff := cmp.Diff(steps, report.Steps); diff != "" {
			t.Error("APP-37: " + diff)
		}
		if p := report.Points[1]; p.From != calendar.Of(2026, 3, 2) || p.Received != 3 || p.Accepted != 2 || p.Completed != 1 || p.Visits != 1 || len(report.Points) != 31 {
			t.Errorf("%+v", p)
		}
		if got := w.behind("leader", OpenedApplications{Figure: "spot", Hits: true}); !cmp.Equal(got, []string{"a1"}) {
			t.Errorf("%v", got)
		}
		if got := w.behind("leader", OpenedApplications{Figure: "steps", Item: "food"}); !cmp.Equal(got, []string{"a4", "a2"}) {
			t.Errorf("%v", got)
		}
		w.people["reviewer"] = org.Actor{ID: "r", Grants: []org.Grant{{Role: org.Reviewer, DeptPath: "/roads/"}}}
		hidden, err := w.ApplicationFigures(w.ctx, w.people["reviewer"], march)
		w.must(err)
		if hidden.Figures[1].Value != "0" || len(w.behind("reviewer", OpenedApplications{Figure: "received"})) != 0 {
			t.Error("another department's applications are counted")
		}
		w.people["reviewer"] = org.Actor{ID: "c", Grants: []org.Grant{{Role: org.Clerk, DeptPath: "/parks/"}}}
		if got := w.behind("reviewer", OpenedApplications{Figure: "received"}); !cmp.Equal(got, []string{"a1"}) {
			t.Errorf("the windows count %v of what they took", got)
		}
		_, err = w.ApplicationFigures(w.ctx, w.people["leader"], Query{From: march.To, To: march.From})
		w.refused(err, "insight.period")
		w.sound()
	})
}

func (w *world) behind(who string, of OpenedApplications) []string {
	w.Helper()
	rows, err := w.DrillApplications(w.ctx, w.people[who], march, of, page.Request{Size: 200})
	w.must(err)
	return rows.Items
}

// APP-12: the share of sole review is one of items, however many applications each has; the one accepted last decides.
func TestAPP12ItemsAreCountedNotTheirApplications(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		w.month()
		first := Query{From: march.From, To: calendar.Of(2026, 3, 3)} // before the second application under food was accepted
		report, err := w.ApplicationFigures(w.ctx, w.people["leader"], first)
		w.must(err)
		if f := report.Figures[5]; f.Key != "sole" || f.Numerator != 1 || f.Denominator != 3 {
			t.Errorf("%+v", f)
		}
		if got := w.behind("leader", OpenedApplications{Figure: "sole", Hits: true}); !cmp.Equal(got, []string{"a4", "a3"}) {
			t.Errorf("%v", got)
		}
	})
}

// Whatever happens to applications, in whatever order, the sums are those of the applications as they stand, a period of
// whole months is the sum of its days, a rebuild gives the same, and a changed number shows (APP-15).
func TestFiguresOfApplicationsAddUp(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		days := []string{"2025-12-31", "2026-01-01", "2026-01-15", "2026-02-28", "2026-03-01", "2026-03-20"}
		seen := 0
		rapid.Check(t, func(r *rapid.T) {
			if seen++; seen > 12 {
				return
			}
			streams := map[string][]map[string]any{}
			for i := range 8 {
				pick := func(name string) int64 { return at(rapid.SampledFrom(days).Draw(r, name)) }
				streams[fmt.Sprintf("r%d-%d-%s", seen, i, rapid.StringMatching(`[a-z]{6}`).Draw(r, "id"))] = []map[string]any{
					{"item": rapid.SampledFrom([]string{"x", "y"}).Draw(r, "item"), "dept": rapid.SampledFrom([]string{"/water/", "/roads/"}).Draw(r, "dept"), "channel": "web", "model": string(catalog.SoleReview), "received": pick("received"), "visits": "2026-01-15"},
					{"accepted": pick("accepted"), "visits": "2026-01-15 2026-03-01", "committed": rapid.Bool().Draw(r, "committed")},
					{"outcome": "grant", "ended": pick("ended"), "steps": rapid.IntRange(0, 5).Draw(r, "steps"), "statutory": 20, "taken": 7},
				}
			}
			w.filed(streams)
			w.follow()
		})
		w.sound()
		whole, err := w.ApplicationFigures(w.ctx, w.people["leader"], Query{From: calendar.Of(2025, 12, 31), To: calendar.Of(2026, 3, 20)})
		w.must(err)
		parts := map[string]int64{}
		for from := calendar.Of(2025, 12, 31); from <= calendar.Of(2026, 3, 20); from += 20 {
			part, err := w.ApplicationFigures(w.ctx, w.people["leader"], Query{From: from, To: from + 19})
			w.must(err)
			for _, f := range part.Figures {
				parts[f.Key] += f.Numerator
			}
		}
		for _, f := range whole.Figures {
			if f.Key != "sole" && f.Numerator != parts[f.Key] {
				t.Errorf("%s is %d, its parts are %d", f.Key, f.Numerator, parts[f.Key])
			}
			sum := int64(0)
			for _, p := range f.Items {
				sum += p.N
			}
			if sum != f.Numerator {
				t.Errorf("APP-15: %s: the items add up to %d of %d", f.Key, sum, f.Numerator)
			}
		}
		w.must(w.Rebuild(w.ctx, nil))
		again, err := w.ApplicationFigures(w.ctx, w.people["leader"], Query{From: calendar.Of(2025, 12, 31), To: calendar.Of(2026, 3, 20)})
		w.must(err)
		again.Standing = whole.Standing
		if diff := cmp.Diff(whole, again); diff != "" {
			t.Error("rebuilt: " + diff)
		}
		for what, sql := range map[string]string{"a row": `UPDATE insight_application SET steps = steps + 1 WHERE id = (SELECT MIN(id) FROM insight_application)`,
			"a sum": `UPDATE insight_application_sum SET completed = completed + 1 WHERE step = 'month'`, "a visit": `DELETE FROM insight_visit WHERE id = (SELECT MAX(id) FROM insight_visit)`,
			"a ghost": `UPDATE insight_application SET id = 'ghost' WHERE id = (SELECT MAX(id) FROM insight_application)`} {
			w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error { _, err := tx.Exec(sql); return err }))
			n := 0
			w.must(w.Verify(w.ctx, func(audit.Difference) { n++ }))
			if n == 0 {
				t.Errorf("%s that was changed does not show", what)
			}
			w.must(w.Rebuild(w.ctx, nil))
		}
	})
}
