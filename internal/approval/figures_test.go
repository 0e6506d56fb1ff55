package approval

import (
	"testing"

	"pgregory.net/rapid"

	"huying/internal/audit"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

func TestVEC22APP31ShareIsRoundedHalfUp(t *testing.T) {
	if got := percent(31_524, 68_849); got != "45.79" {
		t.Errorf("%s", got)
	}
	for _, c := range []struct {
		n, of int64
		want  string
	}{{1, 3, "33.33"}, {2, 3, "66.67"}, {1, 1, "100.00"}, {0, 5, "0.00"}, {1, 0, ""}, {1, 800, "0.13"}} {
		if got := percent(c.n, c.of); got != c.want {
			t.Errorf("%d of %d: %s", c.n, c.of, got)
		}
	}
}

// A figure does not depend on the order of the facts, and the figures of two halves add up to that of the whole.
func TestFiguresAreFoldsOverFacts(t *testing.T) {
	fact := rapid.Custom(func(t *rapid.T) Fact {
		return Fact{ID: rapid.StringMatching(`[a-z]{12}`).Draw(t, "id"), Item: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "item"), Channel: rapid.SampledFrom([]string{"web", "window"}).Draw(t, "channel"),
			Model: rapid.SampledFrom([]catalog.Model{catalog.SoleReview, catalog.ReviewVerify}).Draw(t, "model"), Outcome: "grant", Steps: rapid.IntRange(0, 9).Draw(t, "steps"),
			Trips: rapid.IntRange(0, 3).Draw(t, "trips"), Taken: rapid.IntRange(0, 20).Draw(t, "taken"), Statutory: 20, Overdue: rapid.Bool().Draw(t, "overdue"),
			Received: rapid.Bool().Draw(t, "received"), Accepted: rapid.Bool().Draw(t, "accepted"), Ended: rapid.Bool().Draw(t, "ended"), Committed: rapid.Bool().Draw(t, "committed")}
	})
	rapid.Check(t, func(t *rapid.T) {
		facts := rapid.SliceOfN(fact, 0, 30).Draw(t, "facts")
		cut := rapid.IntRange(0, len(facts)).Draw(t, "cut")
		for _, m := range formulas {
			whole, left, right := m.fold(facts), m.fold(facts[:cut]), m.fold(facts[cut:])
			if !m.items && (whole.Numerator != left.Numerator+right.Numerator || whole.Denominator != left.Denominator+right.Denominator) {
				t.Fatalf("%s: %+v is not %+v and %+v", m.key, whole, left, right)
			}
			turned := append(append([]Fact{}, facts[cut:]...), facts[:cut]...)
			if m.fold(turned).Value != whole.Value {
				t.Fatalf("%s depends on the order", m.key)
			}
			sum := int64(0)
			for _, p := range whole.Items {
				sum += p.N
			}
			if sum != whole.Numerator {
				t.Fatalf("APP-15: %s: the items add up to %d of %d", m.key, sum, whole.Numerator)
			}
		}
	})
}

// month has four applications: one decided on the spot, one in time, one commitment, one late.
func (w *world) month() {
	w.letter("clerk", "system", "spot", org.AsWindow, org.PowerApprove)
	w.letter("clerk", "system", "trust", org.AsWindow, org.PowerApprove)
	in := w.submission("spot")
	in.Channel = "window"
	r, err := w.Take(w.ctx, w.people["clerk"], in)
	w.must(err)
	ref, err := w.DecideOnSpot(w.ctx, w.people["clerk"], r.ID, 0, grant)
	w.must(err)
	_, err = w.Deliver(w.ctx, w.people["clerk"], ref.ID, 0, DeliveryForm{Way: "handed", Taker: "self"})
	w.must(err)
	trust := w.submitted("trust")
	_, file, err := w.AttachAs(trust.ID)
	w.must(err)
	_, err = w.GrantOnCommitment(w.ctx, w.people["clerk"], trust.ID, 0, CommitmentForm{Terms: []string{"符合"}, Signed: file})
	w.must(err)
	_, err = w.Deliver(w.ctx, w.people["clerk"], trust.ID, 0, DeliveryForm{Way: "electronic"})
	w.must(err)
	good, late := w.decided(), w.decided()
	w.to("2024-05-17 10:00")
	_, err = w.Deliver(w.ctx, w.people["issuer"], good.ID, 0, DeliveryForm{Way: "handed", Taker: "self"})
	w.must(err)
	w.to("2024-05-28 10:00")
	_, err = w.Deliver(w.ctx, w.people["issuer"], late.ID, 0, DeliveryForm{Way: "posted", Slip: "EMS1"})
	w.must(err)
}

func TestTIME37FiguresAndTheListsBehindThem(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.month()
		span := Span{From: day2024(5, 1), To: day2024(5, 31)}
		report, err := w.Figures(w.ctx, w.people["inspector"], span, "scj")
		w.must(err)
		// good took 4 days (14 to 17), late 11 (to 28), the others none; of 4 times 30
		want := map[string]string{"received": "4", "accepted": "4", "completed": "4", "online": "75.00", "sole": "0.00", "commitment": "1", "steps": "1.50", "trips": "0.50",
			"once": "100.00", "on_time": "75.00", "candidates": "0", "unexplained": "1", "faster": "87.50", "spot": "100.00", "spot_all": "50.00"}
		for _, f := range report.Figures {
			if f.Value != want[f.Key] {
				w.t.Errorf("%s is %s, want %s: %+v", f.Label, f.Value, want[f.Key], f)
			}
			rows, err := w.Behind(w.ctx, w.people["inspector"], span, "scj", f.Key, false, page.Request{Size: 200})
			w.must(err)
			if f.Key != "faster" && int64(len(rows.Items)) != f.Denominator {
				w.t.Errorf("%s: %d rows behind %d", f.Label, len(rows.Items), f.Denominator)
			}
		}
		if report.Daily.Days != 21 || report.Daily.Received != "0.19" {
			w.t.Errorf("APP-36: %+v", report.Daily)
		}
		hits, err := w.Behind(w.ctx, w.people["inspector"], span, "", "spot", true, page.Request{Size: 1})
		w.must(err)
		if len(hits.Items) != 1 || hits.Items[0].ItemName != "营业执照换发" {
			w.t.Errorf("%+v", hits)
		}
		taken, err := w.Figures(w.ctx, w.people["clerk"], span, "")
		w.must(err)
		if taken.Figures[0].Numerator != report.Figures[0].Numerator {
			w.t.Errorf("the windows that took them all count %d of %d", taken.Figures[0].Numerator, report.Figures[0].Numerator)
		}
		hidden, err := w.Figures(w.ctx, w.people["health"], span, "")
		w.must(err)
		if hidden.Figures[0].Value != "0" {
			w.t.Error("another department's applications are counted")
		}
		_, err = w.Figures(w.ctx, w.people["inspector"], Span{From: day2024(5, 2), To: day2024(5, 1)}, "")
		w.refused(err, "approval.period", "")
	})
}

// APP-12: the share of sole review is one of items, however many applications each has; APP-36: every item of a theme is an
// application of its own and counts as one. The lists behind the figures hold what these count.
func TestAPP12ItemsAreCountedNotTheirApplications(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		for range 3 {
			w.accepted("food")
		}
		w.accepted("sole")
		b := w.joint(w.bundle().ID)
		w.settlePart(b.Record.part(w.items["food"]).Application, grant)
		w.settlePart(b.Record.part(w.items["trust"]).Application, grant)
		b = w.joint(b.ID)
		w.settlePart(b.Record.part(w.items["sole"]).Application, grant)
		span := Span{From: day2024(5, 13), To: day2024(5, 13)}
		report, err := w.Figures(w.ctx, w.people["inspector"], span, "")
		w.must(err)
		for _, f := range report.Figures {
			want, known := map[string][2]int64{"sole": {1, 3}, "received": {7, 7}, "accepted": {7, 7}}[f.Key]
			if !known {
				continue
			}
			if f.Numerator != want[0] || f.Denominator != want[1] {
				t.Errorf("%s: %d of %d, want %v", f.Key, f.Numerator, f.Denominator, want)
			}
			for i, hits := range []bool{true, false} {
				rows, err := w.Behind(w.ctx, w.people["inspector"], span, "", f.Key, hits, page.Request{Size: 200})
				w.must(err)
				if int64(len(rows.Items)) != want[i] {
					t.Errorf("%s: %d rows, want %d", f.Key, len(rows.Items), want[i])
				}
			}
		}
	})
}

func TestVerifyCoversApplications(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.month()
		open := w.pass("reviewer", w.accepted("food"), "review")
		w.sound()
		done := w.decided()
		for name, spoil := range map[string]struct {
			sql  string
			args []any
		}{
			"step":        {`UPDATE applications SET record = replace(record, '"step":"verify"', '"step":"decide"') WHERE id = $1`, []any{open.ID}},
			"decision":    {`UPDATE applications SET record = replace(record, '"outcome":"grant"', '"outcome":"refuse"') WHERE id = $1`, []any{done.ID}},
			"certificate": {`DELETE FROM certificates WHERE application_id = $1`, []any{done.ID}},
			"paper":       {`UPDATE application_documents SET number = 'X' WHERE application_id = $1 AND kind = 'decision'`, []any{done.ID}},
		} {
			before := w.differences()
			w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
				n, err := tx.Exec(spoil.sql, spoil.args...)
				if n != 1 {
					w.t.Errorf("%s: %d rows", name, n)
				}
				return err
			}))
			if w.differences() <= before {
				w.t.Errorf("%s: a changed row does not show", name)
			}
		}
		var lost []audit.Difference
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			if _, err := tx.Exec(`INSERT INTO certificates (number, application_id, item, name, holder, firm, text, issuer, dept_path, region_path, issued_at) VALUES ('F-1', 'none', '', '', '', 0, '', '', '', '', 1)`); err != nil {
				return err
			}
			return Unrecorded(tx, func(d audit.Difference) { lost = append(lost, d) })
		}))
		if len(lost) != 1 || lost[0].Where != "F-1" {
			w.t.Errorf("%+v", lost)
		}
	})
}

func TestDraftIsKeptSealedAndForgotten(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		d := Draft{Item: w.items["food"], Party: Party{Name: "未填完"}, Form: map[string]any{"firm_name": "示范"}}
		save := func(id, code string) (saved SavedDraft, err error) {
			err = w.db.Update(w.ctx, func(tx *storage.Tx) (err error) {
				saved, err = w.SaveDraft(tx, id, code, d)
				return err
			})
			return saved, err
		}
		saved, err := save("", "")
		w.must(err)
		d.Note = "第二页"
		_, err = save(saved.ID, "wrong")
		w.refused(err, "approval.draft.missing", "")
		_, err = save(saved.ID, saved.Code)
		w.must(err)
		again, err := w.OpenDraft(w.ctx, saved.ID, saved.Code)
		w.must(err)
		if again.Draft.Note != "第二页" || again.Draft.Party.Name != "未填完" {
			w.t.Errorf("%+v", again.Draft)
		}
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			n := 0
			_, err := tx.One(`SELECT COUNT(*) FROM application_drafts WHERE body LIKE '%未填完%'`, nil, &n)
			if n != 0 {
				w.t.Error("a draft lies open in the database")
			}
			return err
		}))
		w.to("2024-06-12 10:00")
		_, err = w.OpenDraft(w.ctx, saved.ID, saved.Code)
		w.refused(err, "approval.draft.missing", "")
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			n, err := ForgetDrafts(tx)
			if n != 1 {
				w.t.Errorf("%d forgotten", n)
			}
			return err
		}))
	})
}

func TestListsPageByKeysAndShowNothingElse(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		for range 3 {
			w.submitted("food")
		}
		w.accepted("food")
		first, err := w.List(w.ctx, w.people["clerk"], Filter{Box: "accept"}, pageOf(2))
		w.must(err)
		rest, err := w.List(w.ctx, w.people["clerk"], Filter{Box: "accept"}, page.Request{Size: 2, After: first.Next})
		w.must(err)
		if len(first.Items) != 2 || len(rest.Items) != 1 || first.Items[0].Meter != MeterAccept {
			w.t.Fatalf("%d %d", len(first.Items), len(rest.Items))
		}
		for _, c := range []struct {
			who  string
			f    Filter
			want int
		}{
			{"clerk", Filter{Of: "window"}, 4}, {"clerk", Filter{}, 3}, {"reviewer", Filter{Of: "items"}, 4}, {"reviewer", Filter{}, 1}, {"reviewer", Filter{Box: "review"}, 1},
			{"health", Filter{Of: "items"}, 0}, {"inspector", Filter{Text: "食品经营"}, 4}, {"inspector", Filter{IDNumber: person.IDNumber}, 4}, {"inspector", Filter{Phone: "13911112222"}, 0},
			{"inspector", Filter{Items: []string{w.items["spot"]}}, 0}, {"inspector", Filter{Channels: []string{"web"}}, 4}, {"inspector", Filter{Overdue: true}, 0},
		} {
			rows, err := w.List(w.ctx, w.people[c.who], c.f, pageOf(10))
			w.must(err)
			if len(rows.Items) != c.want {
				w.t.Errorf("%s %+v: %d rows", c.who, c.f, len(rows.Items))
			}
		}
		counts, err := w.Counts(w.ctx, w.people["clerk"])
		w.must(err)
		if counts[0].Key != "accept" || counts[0].Count != 3 || counts[0].Late != 0 {
			w.t.Errorf("%+v", counts)
		}
	})
}

// ORG-05: a clerk's list of what he signs is there with his letter, and holds what he can decide at once under it; that of
// the sole reviewer what has come to the decision; and that of hand-overs what another office has sent over (TIME-04).
func TestORG05ListsOfWhatIsSignedFollowTheLetter(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		spot, food := w.submitted("spot"), w.submitted("food")
		sole := w.pass("reviewer", w.accepted("sole"), "review")
		boxes := func(who string) map[string]int {
			out := map[string]int{}
			counts, err := w.Counts(w.ctx, w.people[who])
			w.must(err)
			for _, c := range counts {
				out[c.Key] = c.Count
				rows, err := w.List(w.ctx, w.people[who], Filter{Box: c.Key}, pageOf(10))
				w.must(err)
				if len(rows.Items) != c.Count {
					t.Errorf("%s: %s counts %d and lists %d", who, c.Key, c.Count, len(rows.Items))
				}
			}
			return out
		}
		if _, there := boxes("clerk")["sign"]; there {
			t.Error("a list of what may be signed without a letter")
		}
		w.letter("clerk", "system", "spot", org.AsWindow, org.PowerApprove)
		w.letter("verifier", "head", "sole", org.AsSole, org.PowerApprove)
		if got := boxes("clerk")["sign"]; got != 1 {
			t.Errorf("the clerk may sign %d", got)
		}
		if got := boxes("verifier")["sign"]; got != 1 {
			t.Errorf("the sole reviewer may sign %d", got)
		}
		_, err := w.DecideOnSpot(w.ctx, w.people["clerk"], spot.ID, 0, grant)
		w.must(err)
		_, err = w.Decide(w.ctx, w.people["verifier"], sole.ID, 0, grant)
		w.must(err)
		if a, b := boxes("clerk")["sign"], boxes("verifier")["sign"]; a+b != 0 {
			t.Errorf("%d and %d after signing; %s is no spot item", a, b, food.Number)
		}
		w.pass("reviewer", w.accepted("upward"), "review")
		if got := boxes("city")["hand_over"]; got != 1 {
			t.Errorf("%d to be handed over", got)
		}
	})
}
