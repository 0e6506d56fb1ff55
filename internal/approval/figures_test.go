package approval

import (
	"testing"

	"huying/internal/audit"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

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

// toldOf is what figures know of an application by its record.
func (w *world) toldOf(id string) (t Told) {
	w.t.Helper()
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		events, err := audit.Events(tx, id)
		if err == nil {
			t, _, err = CountedIn(events)
		}
		return err
	}))
	return t
}

// The record of an application tells all that figures count: the steps it took, when the applicant came, the days it took
// (TIME-37), that it was decided on the spot (TIME-38), granted on a commitment (APP-15), or late and why not told (TIME-43).
func TestTIME37TheRecordTellsWhatIsCounted(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.month()
		rows, err := w.List(w.ctx, w.people["inspector"], Filter{}, pageOf(10))
		w.must(err)
		for _, r := range rows.Items {
			got := w.toldOf(r.ID)
			got.Item, got.Received, got.Accepted, got.Ended = "", 0, 0, 0
			want := map[string]Counted{
				"营业执照换发":   {Dept: "/scj/", Window: "/hall/", Channel: "window", Model: catalog.OnTheSpot, Outcome: "grant", Formal: true, OnSpot: true, Visits: "2024-05-13", Statutory: 30},
				"公共场所卫生许可": {Dept: "/scj/", Window: "/hall/", Channel: "web", Model: catalog.ReviewVerify, Outcome: "grant", Committed: true, OnSpot: true, Statutory: 30},
				"食品经营许可":   {Dept: "/scj/", Window: "/hall/", Channel: "web", Model: catalog.ReviewVerify, Outcome: "grant", Steps: 3, Taken: 4, Statutory: 30, Visits: "2024-05-17"},
			}[r.ItemName]
			if r.Overdue {
				want.Overdue, want.Untold, want.Taken, want.Visits = true, true, 11, ""
			}
			if got.Counted != want || got.Region != "/990081/" {
				t.Errorf("%s: %+v, not %+v", r.ItemName, got, want)
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
