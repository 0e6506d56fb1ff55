package org_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/calendar"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// crew is the people of a roster: two who take turns, their leader, an inspector on standby, who edits the roster, and
// someone of the service hall.
type crew struct {
	first, second, leader, inspector, editor, hall org.Actor
}

func (w *world) crew() crew {
	w.Helper()
	duty := org.Grant{Role: org.Duty, DeptPath: water}
	return crew{
		first: w.person("first", "water", duty), second: w.person("second", "water", duty),
		leader:    w.person("leader", "water", org.Grant{Role: org.DutyLeader, DeptPath: water}),
		inspector: w.person("inspector", "water", org.Grant{Role: org.Inspector, DeptPath: water}),
		editor:    w.person("editor", "water", org.Grant{Role: org.Head, DeptPath: water}),
		hall:      w.person("hall", "water", org.Grant{Role: org.Revisitor, DeptPath: water}),
	}
}

func (w *world) shift(by org.Actor, sh org.Shift) (got org.Shift, err error) {
	sh.Department = "water"
	err = w.do(func(tx *storage.Tx) (err error) {
		got, err = w.org.AddShift(tx, by, sh, calendar.Official())
		return err
	})
	return got, err
}

// night is the duty of a working day's evening until the next morning.
func (c crew) night(day string, person org.Actor) org.Shift {
	return org.Shift{Kind: org.NightShift, From: china(day, 17, 30), To: china(day, 33, 0), Person: person.ID, Leader: c.leader.ID}
}

func (c crew) holiday(day string, person org.Actor) org.Shift {
	return org.Shift{Kind: org.HolidayShift, From: china(day, 9, 0), To: china(day, 33, 0), Person: person.ID, Leader: c.leader.ID, Standby: []string{c.inspector.ID}}
}

func TestTheRosterNamesReachablePeople_DUTY05(t *testing.T) {
	each(t, func(w *world) {
		c := w.crew()
		none := ""
		w.must(func(tx *storage.Tx) error {
			return w.org.ChangePerson(tx, w.admin, c.inspector.ID, org.PersonForm{Name: "待命人员", Department: "water", Phone: &none})
		})
		_, err := w.shift(c.editor, c.holiday("2026-04-04", c.first))
		w.refused(err, "duty.phone")
		sh := c.night("2026-03-02", c.first)
		got, err := w.shift(c.editor, sh)
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.shift(c.editor, org.Shift{Kind: org.NightShift, From: china("2026-03-02", 22, 0), To: china("2026-03-02", 23, 0), Person: c.second.ID, Leader: c.leader.ID})
		w.refused(err, "duty.overlap")
		_, err = w.shift(c.first, c.night("2026-03-03", c.first))
		w.refused(err, "org.forbidden")
		_, err = w.shift(c.editor, c.night("2026-02-26", c.first))
		w.refused(err, "duty.past")
		long := c.night("2027-03-02", c.first)
		long.To = long.From.AddDate(100, 0, 0)
		_, err = w.shift(c.editor, long)
		w.refused(err, "duty.period")
		sh.Leader = ""
		_, err = w.shift(c.editor, sh)
		w.refused(err, "duty.leader")

		got.Person = c.second.ID
		w.must(func(tx *storage.Tx) error { return w.org.ChangeShift(tx, c.editor, got, calendar.Official()) })
		on := func(at time.Time) string {
			var who string
			w.see(func(tx *storage.Tx) error {
				sh, found, err := org.OnDuty(tx, "water", at)
				if found {
					who = sh.Person
				}
				return err
			})
			return who
		}
		if on(got.From) != c.second.ID || on(got.To.Add(-time.Millisecond)) != c.second.ID || on(got.To) != "" || on(got.From.Add(-time.Millisecond)) != "" {
			t.Error("who is on duty at the edges of the turn")
		}
		w.must(func(tx *storage.Tx) error { return w.org.CancelShift(tx, c.editor, got.ID, "改为专班") })
		if on(got.From) != "" {
			t.Error("a cancelled turn is still on")
		}
		want := []string{"duty.shift.add", "duty.shift.change", "duty.shift.cancel"}
		if got := w.actions("duty:water"); !slices.Equal(got, want) {
			t.Errorf("recorded: %v", got)
		}
	})
}

func TestOrdersAreHandedFromTurnToTurnAndToTheHall_DUTY02_DUTY04(t *testing.T) {
	each(t, func(w *world) {
		c := w.crew()
		for _, sh := range []org.Shift{c.holiday("2026-04-04", c.first), c.holiday("2026-04-05", c.second)} {
			if _, err := w.shift(c.editor, sh); err != nil {
				t.Fatal(err)
			}
		}
		hand := func(by org.Actor, to string, orders ...string) (h org.Handover, err error) {
			err = w.do(func(tx *storage.Tx) (err error) {
				h, err = w.org.HandOver(tx, by, org.Handover{Department: "water", To: to, Orders: orders, Note: "一件待核实"})
				return err
			})
			return h, err
		}
		take := func(by org.Actor, id string) error {
			return w.do(func(tx *storage.Tx) error {
				_, err := w.org.TakeOver(tx, by, id)
				return err
			})
		}
		_, err := hand(c.first, c.second.ID, "o1")
		w.refused(err, "duty.handover.turn") // his turn has not begun
		w.clk.Set(china("2026-04-05", 9, 0))
		_, err = hand(c.first, c.first.ID, "o1")
		w.refused(err, "duty.handover.self")
		_, err = hand(c.inspector, c.second.ID, "o1")
		w.refused(err, "org.forbidden")
		h, err := hand(c.first, c.second.ID, "o1", "o2", " o1", "")
		if err != nil || !slices.Equal(h.Orders, []string{"o1", "o2"}) {
			t.Fatalf("%v %+v", err, h)
		}
		_, err = hand(c.first, c.second.ID, "o3")
		w.refused(err, "duty.handover.turn") // the turn is another's now, and what his left is handed over
		if _, err = hand(c.leader, c.hall.ID); err != nil {
			t.Fatal(err) // the leader of the turn that runs
		}
		w.refused(take(c.hall, h.ID), "duty.handover.other")
		if err := take(c.second, h.ID); err != nil {
			t.Fatal(err)
		}
		w.refused(take(c.second, h.ID), "duty.handover.taken")

		w.clk.Set(china("2026-04-07", 9, 5)) // the first working day after the festival
		last, err := hand(c.second, "", "o2")
		if err != nil {
			t.Fatal(err)
		}
		w.refused(take(c.second, last.ID), "duty.handover.self")
		w.see(func(tx *storage.Tx) error {
			list, err := w.org.Handovers(tx, c.hall, "water", page.Request{}) // DUTY-02: the newest first, so that what waits is seen first
			if len(list.Items) != 3 || list.Items[0].ID != last.ID || list.Items[0].TakenBy != "" || !slices.Equal(list.Items[0].Orders, []string{"o2"}) {
				t.Errorf("waiting: %+v", list.Items)
			}
			return err
		})
		if err := take(c.hall, last.ID); err != nil {
			t.Fatal(err)
		}
		w.see(func(tx *storage.Tx) error {
			list, err := w.org.Handovers(tx, c.hall, "water", page.Request{})
			if len(list.Items) != 3 || list.Items[0].TakenBy != c.hall.ID || !list.Items[2].TakenAt.Equal(china("2026-04-05", 9, 0)) {
				t.Errorf("%+v", list.Items)
			}
			return err
		})
		want := []string{"duty.shift.add", "duty.shift.add", "duty.handover", "duty.handover", "duty.takeover", "duty.handover", "duty.takeover"}
		if got := w.actions("duty:water"); !slices.Equal(got, want) {
			t.Errorf("recorded: %v", got)
		}
	})
}

func TestTheNightIsWatchedUntilTen_DUTY03(t *testing.T) {
	each(t, func(w *world) {
		c := w.crew()
		sh, err := w.shift(c.editor, c.night("2026-03-02", c.first))
		if err != nil {
			t.Fatal(err)
		}
		look := func(by org.Actor) error {
			return w.do(func(tx *storage.Tx) error {
				_, err := w.org.LookIn(tx, by, "water", 2, "")
				return err
			})
		}
		w.refused(look(c.first), "duty.check.turn") // 09:00: his turn begins at 17:30
		for _, at := range []time.Time{china("2026-03-02", 18, 0), china("2026-03-02", 19, 0), china("2026-03-02", 21, 30), china("2026-03-02", 23, 0)} {
			w.clk.Set(at)
			w.refused(look(c.second), "duty.check.turn")
			if err := look(c.first); err != nil {
				t.Fatal(err)
			}
		}
		w.see(func(tx *storage.Tx) error {
			checks, missed, err := w.org.Checks(tx, c.editor, sh.ID, calendar.Official())
			if len(checks) != 4 || checks[0].Waiting != 2 {
				t.Errorf("%+v", checks)
			}
			want := []org.Span{{From: china("2026-03-02", 19, 0), To: china("2026-03-02", 21, 30)}}
			if len(missed) != 1 || !missed[0].From.Equal(want[0].From) || !missed[0].To.Equal(want[0].To) {
				t.Errorf("missed: %+v", missed)
			}
			return err
		})
	})
}

func TestTheRosterTellsItsGaps_DUTY01_DUTY03_DUTY05_DUTY06(t *testing.T) {
	each(t, func(w *world) {
		c := w.crew()
		w.clk.Set(china("2026-04-01", 9, 0))
		alone := c.holiday("2026-04-05", c.second) // nobody on standby, and only until six
		alone.Standby, alone.To = nil, china("2026-04-05", 18, 0)
		for _, sh := range []org.Shift{c.night("2026-04-02", c.first), c.holiday("2026-04-04", c.first), alone, c.night("2026-04-07", c.second)} {
			if _, err := w.shift(c.editor, sh); err != nil {
				t.Fatal(err)
			}
		}
		none := ""
		w.must(func(tx *storage.Tx) error {
			if err := w.org.Deactivate(tx, w.admin, c.second.ID, "调离"); err != nil {
				return err
			}
			return w.org.ChangePerson(tx, w.admin, c.inspector.ID, org.PersonForm{Name: "待命人员", Department: "water", Phone: &none})
		})
		var sentences []string
		w.see(func(tx *storage.Tx) error {
			gaps, err := w.org.Gaps(tx, c.editor, "water", calendar.Of(2026, 4, 2), calendar.Of(2026, 4, 7), calendar.Official())
			for _, g := range gaps {
				sentences = append(sentences, g.Rule+" "+g.Sentence)
			}
			return err
		})
		want := []string{
			"DUTY-03 4月3日夜间17:30至22:00没有值班人员。",
			"DUTY-05 4月4日节假日班的待命人员没有登记电话。",
			"DUTY-06 4月5日非工作日没有待命检查人员。",
			"DUTY-01 4月5日节假日班的人员second账号已停用，请调整班次。",
			"DUTY-01 4月5日非工作日18:00至22:00没有值班人员。",
			"DUTY-01 4月6日非工作日09:00至22:00没有值班人员。",
			"DUTY-06 4月6日非工作日没有待命检查人员。",
			"DUTY-01 4月7日夜班的人员second账号已停用，请调整班次。",
		}
		if !slices.Equal(sentences, want) {
			t.Errorf("got:\n%s", strings.Join(sentences, "\n"))
		}
		err := w.do(func(tx *storage.Tx) error {
			_, err := w.org.Gaps(tx, c.editor, "water", calendar.Of(2026, 4, 2), calendar.Of(2226, 4, 2), calendar.Official())
			return err
		})
		w.refused(err, "duty.gaps.period")
		err = w.do(func(tx *storage.Tx) error {
			_, err := w.org.Roster(tx, c.editor, "roads", china("2026-04-01", 0, 0), china("2026-05-01", 0, 0))
			return err
		})
		w.refused(err, "org.forbidden")
	})
}
