package insight

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/calendar"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// GAP-26: half up to two decimals; 31524 of 68849 is 45.79 and not 45.78.
func TestGAP26PercentRoundsHalfUp(t *testing.T) {
	for _, c := range []struct{ n, d, want int64 }{{31524, 68849, 4579}, {1, 3, 3333}, {2, 3, 6667}, {1, 8, 1250}, {1, 20000, 1}, {1, 20001, 0}, {0, 5, 0}, {7, 7, 10000}} {
		if got, ok := Percent(c.n, c.d); !ok || got != c.want {
			t.Errorf("%d of %d is %d, want %d", c.n, c.d, got, c.want)
		}
	}
	if _, ok := Percent(1, 0); ok {
		t.Error("nothing can be divided by nothing")
	}
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.Int64Range(1, 1<<40).Draw(t, "d")
		n := rapid.Int64Range(0, d).Draw(t, "n")
		h, _ := Percent(n, d)
		// h is the nearest: h-½ <= 10000n/d < h+½
		if 2*10000*n < (2*h-1)*d || 2*10000*n >= (2*h+1)*d {
			t.Fatalf("%d of %d gives %d", n, d, h)
		}
	})
}

// HOT-05: the rates of a unit, worked out by hand.
func TestHOT05RatesOfAUnit(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		good, bad, open, late := w.dispatched("water"), w.dispatched("water"), w.dispatched("water"), w.dispatched("water")
		for _, ref := range []hotline.Ref{good, bad, open, late} {
			w.sign(ref, "water")
		}
		w.conclude(good, "water", "satisfied")
		w.conclude(bad, "water", "dissatisfied")
		w.to("2026-03-10 09:30") // the five working days ended on the 9th
		w.conclude(late, "water", "fair")
		w.dispatched("water") // fresh
		w.dispatched("roads")
		w.follow()

		r := w.rates(ByDept).row("water")
		w.wants(r, "closing", 3, 4)      // fresh is not due
		w.wants(r, "on_time", 2, 4)      // late was answered after its limit
		w.wants(r, "satisfaction", 2, 3) // open and fresh have no reading
		w.wants(r, "signing", 4, 4)
		w.wants(w.rates(ByDept).row("roads"), "closing", 0, 0)
		w.wants(w.rates(ByDept).Total, "closing", 3, 4)

		for part, want := range map[string][]string{Numerator: {late.ID, bad.ID, good.ID}, Denominator: {late.ID, open.ID, bad.ID, good.ID}, Rest: {open.ID}} {
			q := march
			q.Dept = "water"
			got, err := w.Drill(w.ctx, w.people["leader"], q, Opened{Figure: "closing", Part: part}, page.Request{})
			w.must(err)
			w.same(part, got.Items, want)
		}
		w.to("2026-03-18 09:30") // now the fresh one is due as well
		w.wants(w.rates(ByDept).row("water"), "closing", 3, 5)
		w.sound()
	})
}

// same compares two lists whatever their order.
func (w *world) same(what string, got, want []string) {
	w.Helper()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		w.Errorf("%s: %v, want %v", what, got, want)
	}
}

// GAP-10: an explained closing is not satisfied, whatever was said before; a redo wipes the first reading.
func TestGAP10ExplainedClosingsAreNotSatisfied(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		a, b := w.dispatched("water"), w.dispatched("water")
		for _, ref := range []hotline.Ref{a, b} {
			w.sign(ref, "water")
			w.conclude(ref, "water", "satisfied")
		}
		w.follow()
		w.wants(w.rates(ByDept).row("water"), "satisfaction", 2, 2)
		w.revisit(a, "dissatisfied", "objective")
		w.revisit(b, "dissatisfied", "subjective")
		w.follow()
		w.wants(w.rates(ByDept).row("water"), "satisfaction", 0, 2)
		w.wants(w.rates(ByDept).row("water"), "revisit", 2, 2)
		_, err := w.hotline.CloseExplained(w.ctx, w.people["arbiter"], a.ID, 0, "政策所限，已当面解释。")
		w.must(err)
		_, err = w.hotline.Redo(w.ctx, w.people["arbiter"], b.ID, 0, "请重新处理。")
		w.must(err)
		w.follow()
		r := w.rates(ByDept).row("water")
		w.wants(r, "satisfaction", 0, 1)
		w.wants(r, "closing", 1, 1) // b is being handled again and not due
		if r.Counts["explained"] != 1 || r.Counts["redone"] != 1 {
			t.Errorf("counts %v", r.Counts)
		}
		w.conclude(b, "water", "very_satisfied")
		w.revisit(b, "satisfied", "")
		w.follow()
		w.wants(w.rates(ByDept).row("water"), "satisfaction", 1, 2)
		w.sound()
	})
}

// HOT-38: an upheld return moves the order, with its time, to the other department; acts stay where they happened.
func TestHOT38AnUpheldReturnMovesTheOrder(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		ref := w.dispatched("water")
		_, err := w.hotline.Return(w.ctx, w.people["water"], ref.ID, 0, hotline.ReturnForm{Ground: "other_lead", Reason: "道路施工所致", Basis: "职责清单", Proposed: "roads"})
		w.must(err)
		_, err = w.hotline.RuleReturn(w.ctx, w.people["arbiter"], ref.ID, 0, hotline.Ruling{Uphold: true, Lead: "roads", Why: "属实"})
		w.must(err)
		w.follow()
		if n := w.rates(ByDept).row("water").Counts["dispatched"]; n != 0 {
			t.Errorf("water still has %d", n)
		}
		w.to("2026-03-20 09:30")
		w.wants(w.rates(ByDept).row("roads"), "closing", 0, 1)
		conducts, err := w.Conducts(w.ctx, w.people["leader"], march)
		w.must(err)
		for _, c := range conducts {
			if c.Returns != flag(c.Dept == "water") || c.UrgeNotices != flag(c.Dept == "roads") {
				t.Errorf("%+v", c)
			}
		}
		w.sound()
	})
}

// HOT-48, HOT-05: a working day counts if somebody signed in and nothing stood unsigned beyond its limit at its end.
func TestHOT48OnlineRate(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) { // a Monday
		w.attend("water")
		ref := w.dispatched("water") // to be signed by the end of the 3rd
		w.to("2026-03-03 09:00")
		w.attend("water")
		w.to("2026-03-04 09:00")
		w.attend("pipes") // somebody of an office below
		w.to("2026-03-05 09:00")
		w.attend("water")
		w.sign(ref, "water") // late: the 3rd and the 4th are marred, the 5th is not
		w.to("2026-03-07 09:00")
		r := w.rates(ByDept).row("water")
		w.wants(r, "online", 2, 5) // the 2nd and the 5th; on the 6th nobody came
		w.wants(w.rates(ByDept).row("roads"), "online", 0, 5)
		w.wants(r, "signing", 0, 1)
		q := march
		q.Dept = "water"
		days, err := w.Days(w.ctx, w.people["waterhead"], q)
		w.must(err)
		if len(days) != 5 || days[1].Online || len(days[1].Unsigned) != 1 || days[1].Unsigned[0] != ref.ID || !days[3].Online || days[4].People != 0 {
			t.Errorf("%+v", days)
		}
		_, err = w.Days(w.ctx, w.people["waterhead"], Query{From: march.From, To: march.To, Dept: "roads"})
		w.refused(err, "insight.department")
		w.sound()
	})
}

// HOT-48: while a return is being ruled on, the department does not leave the order unsigned; an assisting task wants a
// signature as well.
func TestHOT48WhatWaitsForASignature(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		returned := w.dispatched("water")
		_, err := w.hotline.Return(w.ctx, w.people["water"], returned.ID, 0, hotline.ReturnForm{Ground: "other_lead", Reason: "非本部门", Basis: "职责清单"})
		w.must(err)
		assisted := w.dispatch(w.register("help", "9901"), "roads", "parks")
		w.sign(assisted, "roads")
		for _, day := range []string{"2026-03-02", "2026-03-03", "2026-03-04"} {
			w.to(day + " 10:00")
			w.attend("water", "roads", "parks")
		}
		w.to("2026-03-05 09:00")
		table := w.rates(ByDept)
		w.wants(table.row("water"), "online", 3, 3)
		w.wants(table.row("roads"), "online", 3, 3)
		w.wants(table.row("parks"), "online", 1, 3) // the task was to be signed by the 3rd
		_, err = w.hotline.RuleReturn(w.ctx, w.people["arbiter"], returned.ID, 0, hotline.Ruling{Why: "应由本部门办理"})
		w.must(err)
		w.attend("water")
		w.to("2026-03-06 09:00")
		w.wants(w.rates(ByDept).row("water"), "online", 3, 4) // back since the 5th and still unsigned at its end
		w.sound()
	})
}

// What a person may not see is not counted for them; who may see no figures is told so.
func TestFiguresAreOfWhatOneMaySee(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		w.dispatched("water")
		w.dispatch(w.register("help", "9902"), "water")
		w.dispatch(w.register("consult", "990101"), "roads")
		w.follow()
		see := func(login string, q Query) Table {
			table, err := w.Rates(w.ctx, w.people[login], q, ByDept, "")
			w.must(err)
			return table
		}
		all := see("leader", march)
		if all.Total.Counts["orders"] != 3 || len(all.Rows) != 3 {
			t.Errorf("the leader sees %+v", all)
		}
		head := see("waterhead", march)
		if head.Total.Counts["orders"] != 2 || len(head.Rows) != 1 || head.Rows[0].Key != "water" {
			t.Errorf("the head of water sees %+v", head)
		}
		east := see("east", march)
		if east.Total.Counts["orders"] != 2 || east.row("water").Counts["orders"] != 1 || east.row("water").Figure(KeyOnline).Denominator != 0 {
			t.Errorf("the county's leader sees %+v", east)
		}
		q := march
		q.Region, q.Kind = "9901", "consult"
		if n := see("leader", q).Total.Counts["orders"]; n != 1 {
			t.Errorf("a region and a kind give %d", n)
		}
		_, err := w.Rates(w.ctx, w.people["water"], march, ByDept, "")
		w.refused(err, "insight.forbidden")
		_, err = w.Rates(w.ctx, w.people["leader"], Query{From: march.To, To: march.From}, ByDept, "")
		w.refused(err, "insight.period")
	})
}

// HOT-05: each county in the city is measured and ranked.
func TestHOT05CountiesAreRanked(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		for _, region := range []string{"9901", "990101", "9902"} {
			ref := w.dispatch(w.register("help", region), "water")
			w.sign(ref, "water")
			if region != "9901" {
				w.conclude(ref, "water", "satisfied")
			}
		}
		w.to("2026-03-20 09:30")
		table := w.rates(ByRegion)
		w.wants(table.row("9901"), "closing", 1, 2)
		w.wants(table.row("9902"), "closing", 1, 1)
		if a, b := table.row("9902").Figure("closing").Rank, table.row("9901").Figure("closing").Rank; a != 0 || b != 0 || table.Rows[0].Key != "9902" {
			t.Errorf("ranks %d and %d of so few orders, %s first", a, b, table.Rows[0].Key)
		}
		w.wants(table.row("9901"), "online", 0, 14) // the parks sit there
	})
}

// HOT-05: what no department was given stands in a line of its own that opens its list, so that the ranking adds up.
func TestHOT05TheRankingAddsUp(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		w.dispatched("water")
		w.register("help", "9901")
		w.register("consult", "9902")
		w.follow()
		table := w.rates(ByDept)
		sum := table.Undispatched.Counts["orders"]
		if sum != 2 {
			t.Errorf("%d were not sent", sum)
		}
		for _, r := range table.Rows {
			sum += r.Counts["orders"]
		}
		if sum != table.Total.Counts["orders"] {
			t.Errorf("the lines add up to %d of %d", sum, table.Total.Counts["orders"])
		}
		ids, err := w.Drill(w.ctx, w.people["leader"], march, Opened{Figure: Undispatched}, page.Request{})
		if w.must(err); len(ids.Items) != 2 {
			t.Errorf("its list holds %d", len(ids.Items))
		}
	})
}

// Ties share a rank; rows without a rate have none, nor have those with a small denominator, which come after the others
// (HOT-05, GAP-26).
func TestHOT05TiesShareARank(t *testing.T) {
	row := func(key string, n, d int64) Row {
		r := Row{Key: key, path: key}
		r.fill(&group{counts: Counts{mConcluded: n, mDispatched: d}, waiting: map[string]int64{}}, 0, 0, 10)
		return r
	}
	rows := []Row{row("d", 0, 0), row("f", 2, 2), row("a", 10, 20), row("b", 10, 10), row("c", 50, 100), row("e", 1, 4)}
	rank(rows, "closing")
	want := []struct {
		key   string
		rank  int
		small bool
	}{{"b", 1, false}, {"a", 2, false}, {"c", 2, false}, {"f", 0, true}, {"e", 0, true}, {"d", 0, false}}
	for i, x := range want {
		if f := rows[i].Figure("closing"); rows[i].Key != x.key || f.Rank != x.rank || f.Small != x.small {
			t.Errorf("%d: %s %+v, want %+v", i, rows[i].Key, f, x)
		}
	}
}

// Every published formula says all that is needed to recompute it (PEERS 7).
func TestFormulasExplainThemselves(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Formulas {
		if seen[f.Key] || f.Name == "" || f.Sentence == "" || f.Numerator == "" || f.Denominator == "" || f.Rule == "" || f.Version < 1 {
			t.Errorf("%+v", f)
		}
		seen[f.Key] = true
		if f.wait != nil && AboutOf(f.Key).Meter+"_due" != f.wait.due {
			t.Errorf("%s waits for %s, and its list shows %q", f.Key, f.wait.due, AboutOf(f.Key).Meter)
		}
		if slices.Contains(columns[:], f.Key) || warnings[f.Key] != nil {
			t.Errorf("%s names a measure, too", f.Key)
		}
	}
}

func TestStepsOfATrend(t *testing.T) {
	for _, c := range []struct{ step, from, end string }{{Daily, "2026-03-04", "2026-03-04"}, {Weekly, "2026-03-04", "2026-03-08"}, {Weekly, "2026-03-08", "2026-03-08"},
		{Monthly, "2026-02-10", "2026-02-28"}, {Monthly, "2026-12-31", "2026-12-31"}} {
		from, _ := calendar.ParseDate(c.from)
		if got := stepEnd(from, c.step).String(); got != c.end {
			t.Errorf("the %s of %s ends %s, want %s", c.step, c.from, got, c.end)
		}
	}
}

// TIME-36: what is overdue in townships is counted and shown township by township.
func TestTIME36OverdueIsShownPerTownship(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			_, err := w.org.AddRegion(tx, org.System(), org.Region{ID: "990102", Name: "柳林乡", Level: org.Township, Parent: "9901"})
			return err
		}))
		answered, late, lateToo := w.dispatch(w.register("help", "990101"), "water"), w.dispatch(w.register("help", "990101"), "water"), w.dispatch(w.register("help", "990102"), "water")
		for _, ref := range []hotline.Ref{answered, late, lateToo} {
			w.sign(ref, "water")
		}
		w.conclude(answered, "water", "satisfied")
		w.to("2026-03-10 09:30") // the five working days ended on the 9th
		w.conclude(late, "water", "satisfied")
		w.follow()
		county := march
		county.Region = "9901"
		table, err := w.Rates(w.ctx, w.people["leader"], county, ByRegion, "")
		w.must(err)
		w.wants(table.row("990101"), "on_time", 1, 2)
		w.wants(table.row("990102"), "on_time", 0, 1)
		for town, want := range map[string][]string{"990101": {late.ID}, "990102": {lateToo.ID}} {
			q := march
			q.Region = town
			got, err := w.Drill(w.ctx, w.people["leader"], q, Opened{Figure: "on_time", Part: Rest}, page.Request{})
			w.must(err)
			w.same(town, got.Items, want)
		}
	})
}
