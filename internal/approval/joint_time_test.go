package approval

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/calendar"
	"huying/internal/catalog"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// A part lies on the longest chain exactly if the plan would end later were the part to take a day more.
func TestTIME10OnlyWhatLiesOnTheLongestChainMovesTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := &Bundle{}
		for i := range rapid.IntRange(1, 9).Draw(t, "parts") {
			p := Part{Item: fmt.Sprint(i), Days: rapid.IntRange(1, 20).Draw(t, "days")}
			for j := range i {
				if rapid.IntRange(0, 3).Draw(t, "waits") == 0 {
					p.After = append(p.After, fmt.Sprint(j))
				}
			}
			b.Parts = append(b.Parts, p)
		}
		length := func() (longest int) { // as the catalogue schedules a plan
			ends := map[string]int{}
			for _, p := range b.Parts {
				start := 0
				for _, id := range p.After {
					start = max(start, ends[id])
				}
				ends[p.Item] = start + p.Days
				longest = max(longest, ends[p.Item])
			}
			return longest
		}
		for i := range b.Parts {
			p := &b.Parts[i]
			critical, was := b.critical(p), length()
			p.Days++
			if moves := length() > was; moves != critical {
				t.Fatalf("part %s of %+v: critical %v, moves %v", p.Item, b.Parts, critical, moves)
			}
			p.Days--
		}
	})
}

// sideBySide is a theme of three matters of ten days and one of three, all at once: the short one has a week to spare.
func (w *world) sideBySide() Receipt {
	w.t.Helper()
	w.load(catalog.Entry{Key: "short", Record: item("招牌备案", func(r *catalog.Record) { r.Promised = workdays(3) })})
	b, err := w.catalog.SaveBundle(w.ctx, org.System(), catalog.Bundle{Key: "side" + w.clk.Now().String(), Kind: catalog.KindTheme, Name: "同时办理", Audience: catalog.Individual, Lead: "scj",
		Items: []catalog.Part{{Item: w.items["food"]}, {Item: w.items["sole"]}, {Item: w.items["trust"]}, {Item: w.items["short"]}}})
	w.must(err)
	r, err := w.TakeBundle(w.ctx, w.people["clerk"], BundleSubmission{Bundle: b.ID, Channel: "window", Party: person, Form: map[string]any{"firm_name": "示范小吃店"},
		Materials: []Handing{onPaper("application"), onPaper("lease")}})
	w.must(err)
	return r
}

func (w *world) partOf(r Receipt, key string) string {
	v := w.joint(r.ID)
	return v.Record.part(w.items[key]).Application
}

func TestTIME03ACorrectionMovesTheWholeByWhatItTook(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		r := w.sideBySide()
		w.must(w.checkDue(r.ID, MeterHandling, "2024-05-27"))
		for _, key := range []string{"short", "food"} {
			_, err := w.Correct(w.ctx, w.people["clerk"], w.partOf(r, key), 0, []Lack{{Code: "application", What: "请加盖公章"}})
			w.must(err)
		}
		w.to("2024-05-16 10:00") // the short one is three days late with its papers, which it has to spare
		_, err := w.TakeSupplement(w.ctx, w.people["clerk"], w.partOf(r, "short"), 0, []Handing{onPaper("application")})
		w.must(err)
		v := w.joint(r.ID)
		if m := v.Meters[0]; !m.Standing.Paused || !slices.ContainsFunc(m.Strip, func(d deadline.StripDay) bool { return d.Mark == deadline.MarkPaused }) {
			t.Errorf("%+v", m)
		}
		p, err := w.QueryJoint(w.ctx, r.Number, r.Code)
		w.must(err)
		if !p.Meters[0].Standing.Paused {
			t.Error("the applicant does not see that the time stands still")
		}
		_, err = w.TakeSupplement(w.ctx, w.people["clerk"], w.partOf(r, "food"), 0, []Handing{onPaper("application")})
		w.must(err)
		w.must(w.checkDue(r.ID, MeterHandling, "2024-05-30")) // 14, 15 and 16 May are not counted
		w.sound()
	})
}

func TestTIME03WhatIsCompletedTheSameDayMovesNothing(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		r := w.sideBySide()
		_, err := w.Correct(w.ctx, w.people["clerk"], w.partOf(r, "food"), 0, []Lack{{Code: "application", What: "请加盖公章"}})
		w.must(err)
		_, err = w.TakeSupplement(w.ctx, w.people["clerk"], w.partOf(r, "food"), 0, []Handing{onPaper("application")})
		w.must(err)
		w.must(w.checkDue(r.ID, MeterHandling, "2024-05-27"))
		w.sound()
	})
}

func TestAPermitOfAStoppedProjectGoesOn(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		r, err := w.OpenProject(w.ctx, w.people["chief"], ProjectForm{Bundle: w.theme(catalog.KindProject), Name: "示范仓库", Party: firm, Class: "park", Body: "scj", Guide: w.people["chief"].ID})
		w.must(err)
		p, err := w.ApplyPermit(w.ctx, w.people["chief"], r.ID, 0, PermitForm{Item: w.items["food"], Form: map[string]any{"firm_name": "示范饮品厂"}, Materials: []Handing{onPaper("application"), onPaper("lease")}})
		w.must(err)
		_, err = w.StopProject(w.ctx, w.people["chief"], r.ID, 0, "投资方撤资")
		w.must(err)
		w.settlePart(p.ID, grant)
		w.sound()
	})
}

// Whatever happens to the parts, the whole ends as if exactly the days had not been counted that the records of those on the
// longest chain do not count.
func TestTIME10TheWholeCountsWhatItsLongestChainCounts(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		for seed := range uint64(4) {
			w.walkParts(rand.New(rand.NewPCG(seed, 7)))
		}
		w.sound()
	})
}

func (w *world) walkParts(dice *rand.Rand) {
	w.clk.Set(chinaTime(w.t, "2024-05-13 10:00").AddDate(0, 0, 60*dice.IntN(6)))
	r := w.sideBySide()
	keys := []string{"food", "sole", "trust", "short"}
	moves := 0
	for range 9 {
		for _, key := range keys {
			id := w.partOf(r, key)
			err := w.move(dice, id)
			if e := fault.From(err); err != nil && e.Kind == fault.Internal {
				w.t.Fatal(err)
			}
			if err == nil {
				moves++
			}
		}
		w.clk.Advance(24 * time.Hour)
	}
	for _, key := range keys { // an open stay has no last day yet to be compared
		w.end(w.partOf(r, key))
	}
	if moves < 8 {
		w.t.Fatalf("only %d moves", moves)
	}
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		c, err := w.kernel.Get(tx, r.ID)
		if err != nil {
			return err
		}
		_, bodies, err := w.kernel.Events(tx, r.ID)
		if err != nil {
			return err
		}
		meters, err := w.kernel.HistoryOf(tx, bodies)
		if err != nil {
			return err
		}
		cal, err := w.kernel.Calendars.At(tx, meters[0].Calendar, c.Region)
		if err != nil {
			return err
		}
		want := deadline.Meter{Term: meters[0].Term, Start: meters[0].Start}
		for _, key := range keys[:3] {
			v := w.get(w.partOf(r, key))
			want.Pauses = append(want.Pauses, uncounted(&v.Application)...)
		}
		if due := deadline.Due(want, cal).Due; !due.Equal(meters[0].Due) {
			w.t.Errorf("the whole ends %v, its longest chain says %v: %+v, not %+v", meters[0].Due, due, meters[0].Pauses, want.Pauses)
		}
		return nil
	}))
}

// move lets something happen to an application that can happen to it.
func (w *world) move(dice *rand.Rand, id string) error {
	v := w.get(id)
	today := calendar.DateOf(w.clk.Now())
	switch chance := dice.IntN(3); {
	case chance == 0:
	case v.State == Submitted && chance == 1:
		_, err := w.Correct(w.ctx, w.people["clerk"], id, 0, []Lack{{Code: "application", What: "请加盖公章"}})
		return err
	case v.State == Submitted:
		_, err := w.Accept(w.ctx, w.people["clerk"], id, 0, Acceptance{})
		return err
	case v.State == Correcting:
		_, err := w.TakeSupplement(w.ctx, w.people["clerk"], id, 0, []Handing{onPaper("application")})
		return err
	case v.Application.special() == nil:
		_, err := w.StartSpecial(w.ctx, w.people["reviewer"], id, 0, SpecialForm{Kind: "experts", From: today - calendar.Date(dice.IntN(3)), Expected: 2, Basis: "《食品安全法》", Told: "written"})
		return err
	default:
		_, err := w.EndSpecial(w.ctx, w.people["reviewer"], id, 0, today-calendar.Date(dice.IntN(3)), "通过评审", []string{w.proof(id)})
		return err
	}
	return nil
}

// end lets an application that stands still go on.
func (w *world) end(id string) {
	v := w.get(id)
	var err error
	switch {
	case v.State == Correcting:
		_, err = w.TakeSupplement(w.ctx, w.people["clerk"], id, 0, []Handing{onPaper("application")})
	case v.Application.special() != nil:
		_, err = w.EndSpecial(w.ctx, w.people["reviewer"], id, 0, calendar.DateOf(w.clk.Now()), "通过评审", []string{w.proof(id)})
	}
	w.must(err)
}

// uncounted are the days that an application's own record does not count.
func uncounted(o *Application) (out []deadline.Pause) {
	complete := calendar.DateOf(o.Received)
	for _, n := range o.Notices {
		if done := calendar.DateOf(n.Done); done > complete {
			out = append(out, deadline.Pause{From: complete + 1, To: done})
			complete = done
		}
	}
	for _, sp := range o.Specials {
		out = append(out, deadline.Pause{From: sp.From, To: sp.To})
	}
	return out
}
