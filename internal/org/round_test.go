package org_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/calendar"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// lobby is a hall with those who do rounds in it: its duty leader, a leader in charge, an inspector, the head and the chief
// representative of an office, a clerk, and who writes the roster.
type lobby struct {
	*world
	leader, county, inspector, head, chief, clerk, editor org.Actor
}

func (w *world) lobby() lobby {
	w.Helper()
	w.must(func(tx *storage.Tx) error {
		_, err := w.org.AddDepartment(tx, org.System(), org.Department{ID: "lobby", Name: "市政务大厅", Kind: org.ServiceHall, Region: "33"})
		return err
	})
	in := org.Grant{DeptPath: "/lobby/"}
	as := func(g org.Grant, r org.Role) org.Grant { g.Role = r; return g }
	return lobby{world: w,
		leader: w.person("hleader", "lobby", as(in, org.DutyLeader)), county: w.person("county", "centre", org.Grant{Role: org.Leader}),
		inspector: w.person("hinspector", "centre", org.Grant{Role: org.Inspector}), head: w.person("whead", "water", org.Grant{Role: org.Head, DeptPath: water}),
		chief: w.person("wchief", "water", org.Grant{Role: org.Chief, DeptPath: water}), clerk: w.person("hclerk", "lobby", as(in, org.Clerk)),
		editor: w.person("heditor", "lobby", as(in, org.Revisitor))}
}

func (l lobby) round(by org.Actor, kind string, at time.Time) (r org.Round, err error) {
	err = l.do(func(tx *storage.Tx) (err error) {
		r, err = l.org.RecordRound(tx, by, org.RoundForm{Department: "lobby", Kind: kind, At: at, Place: "一楼大厅", Found: "3号窗口无人"})
		return err
	})
	return r, err
}

func (l lobby) made(by org.Actor, kind string, at time.Time) org.Round {
	l.Helper()
	r, err := l.round(by, kind, at)
	if err != nil {
		l.Fatal(err)
	}
	return r
}

// due is how the hall stands for a kind, and what the days lack of it.
func (l lobby) due(kind string, from, to calendar.Date) (now string, gaps []string) {
	l.Helper()
	l.see(func(tx *storage.Tx) error {
		due, err := l.org.RoundsDue(tx, l.leader, "lobby", from, to, calendar.Official())
		for _, d := range due.Now {
			if d.Kind == kind {
				now = fmt.Sprintf("%d/%d %s", d.Recorded, d.Required, d.Light)
			}
		}
		for _, d := range due.Gaps {
			if d.Kind == kind {
				gaps = append(gaps, d.Rule+" "+d.Sentence)
			}
		}
		return err
	})
	return now, gaps
}

func (l lobby) wants(kind, now string, from, to calendar.Date, gaps ...string) {
	l.Helper()
	gotNow, got := l.due(kind, from, to)
	if gotNow != now || !slices.Equal(got, gaps) {
		l.Errorf("%s: %s, gaps:\n%s", kind, gotNow, strings.Join(got, "\n"))
	}
}

// offered compares the rounds that somebody may write down now.
func (l lobby) offered(by org.Actor, want ...string) {
	l.Helper()
	l.see(func(tx *storage.Tx) error {
		due, err := l.org.RoundsDue(tx, by, "lobby", calendar.DateOf(tx.Now), calendar.DateOf(tx.Now), calendar.Official())
		var got []string
		for _, r := range due.Mine {
			got = append(got, r.Kind)
		}
		if !slices.Equal(got, want) {
			l.Errorf("%s may write down %v, want %v", by.Name, got, want)
		}
		return err
	})
}

func TestDUTY09TwoPatrolsEachWorkingDay(t *testing.T) {
	each(t, func(w *world) {
		l := w.lobby()
		from, to := calendar.Of(2026, 9, 18), calendar.Of(2026, 9, 28)
		l.clk.Set(china("2026-09-18", 10, 0)) // Friday; Sunday the 20th is worked in exchange, the 25th to 27th are off
		l.made(l.leader, "patrol", china("2026-09-18", 9, 0))
		l.wants("patrol", "1/2 amber", from, to)
		_, err := l.round(l.leader, "patrol", china("2026-09-18", 9, 20))
		l.refused(err, "duty.round.apart")
		l.made(l.leader, "patrol", china("2026-09-18", 9, 45))
		l.wants("patrol", "2/2 green", from, to)
		l.clk.Set(china("2026-09-20", 16, 0))
		l.made(l.leader, "patrol", china("2026-09-20", 9, 0))
		l.clk.Set(china("2026-09-26", 10, 0)) // a day off asks for none
		l.wants("patrol", "0/0 grey", from, to,
			"DUTY-09 9月24日大厅巡查应有2次，只记录0次。", "DUTY-09 9月23日大厅巡查应有2次，只记录0次。", "DUTY-09 9月22日大厅巡查应有2次，只记录0次。",
			"DUTY-09 9月21日大厅巡查应有2次，只记录0次。", "DUTY-09 9月20日大厅巡查应有2次，只记录1次。")
		l.must(func(tx *storage.Tx) error {
			_, err := l.book.Set(tx, org.System(), "org.round.patrols", "", "1", "试行期间")
			return err
		})
		l.wants("patrol", "0/0 grey", calendar.Of(2026, 9, 18), calendar.Of(2026, 9, 20))
	})
}

func TestDUTY10SittingOnceAWeek(t *testing.T) {
	each(t, func(w *world) {
		l := w.lobby()
		from, to := calendar.Of(2026, 9, 21), calendar.Of(2026, 10, 18)
		l.clk.Set(china("2026-09-22", 10, 0))
		l.made(l.county, "sitting", china("2026-09-22", 9, 0))
		l.clk.Set(china("2026-10-19", 10, 0)) // National Day: the 1st to the 7th
		l.wants("sitting", "0/1 amber", from, to,
			"DUTY-10 10月12日至10月16日领导坐班应有1次，只记录0次。", "DUTY-10 10月5日至10月10日领导坐班应有1次，只记录0次。", "DUTY-10 9月28日至9月30日领导坐班应有1次，只记录0次。")
	})
}

func TestDUTY11InspectionOnceAMonth(t *testing.T) {
	each(t, func(w *world) {
		l := w.lobby()
		l.clk.Set(china("2026-10-20", 10, 0))
		l.made(l.inspector, "inspection", china("2026-10-19", 15, 0))
		l.wants("inspection", "1/1 green", calendar.Of(2026, 9, 1), calendar.Of(2026, 10, 31), "DUTY-11 2026年9月作风督查应有1次，只记录0次。")
	})
}

func TestDUTY12LeadersOnTheRosterAttend(t *testing.T) {
	each(t, func(w *world) {
		l := w.lobby()
		l.clk.Set(china("2026-11-02", 8, 0))
		turn := func(day string) error {
			return l.do(func(tx *storage.Tx) error {
				_, err := l.org.AddShift(tx, l.editor, org.Shift{Department: "lobby", Kind: org.LeadShift, From: china(day, 9, 0), To: china(day, 17, 30), Person: l.head.ID}, calendar.Official())
				return err
			})
		}
		for _, day := range []string{"2026-11-02", "2026-11-03"} {
			if err := turn(day); err != nil {
				t.Fatal(err)
			}
		}
		l.refused(turn("2026-11-03"), "duty.overlap")
		l.must(func(tx *storage.Tx) error { // who signs for orders has a turn beside it
			_, err := l.org.AddShift(tx, l.editor, org.Shift{Department: "lobby", Kind: org.DayShift, From: china("2026-11-02", 9, 0), To: china("2026-11-02", 17, 30), Person: l.clerk.ID, Leader: l.leader.ID}, calendar.Official())
			return err
		})
		l.see(func(tx *storage.Tx) error {
			sh, on, err := org.OnDuty(tx, "lobby", china("2026-11-02", 10, 0))
			if !on || sh.Person != l.clerk.ID {
				t.Errorf("on duty: %+v", sh)
			}
			return err
		})
		l.clk.Set(china("2026-11-02", 11, 0))
		l.wants("lead", "0/1 amber", calendar.Of(2026, 11, 1), calendar.Of(2026, 11, 30))
		_, err := l.round(l.county, "lead", china("2026-11-02", 10, 0))
		l.refused(err, "duty.round.turn") // not his turn
		l.offered(l.head, "lead", "onsite")
		l.offered(l.clerk) // signs in the turn beside it
		l.offered(l.leader, "patrol")
		if r := l.made(l.head, "lead", china("2026-11-02", 9, 5)); r.Unit != "市水务局" {
			t.Errorf("%+v", r)
		}
		_, err = l.round(l.head, "lead", china("2026-11-02", 10, 30))
		l.refused(err, "duty.round.twice")
		l.offered(l.head, "onsite") // tomorrow's turn has not begun
		l.wants("lead", "1/1 green", calendar.Of(2026, 11, 1), calendar.Of(2026, 11, 30))
		l.clk.Set(china("2026-11-04", 11, 0))
		l.wants("lead", "0/0 grey", calendar.Of(2026, 11, 1), calendar.Of(2026, 11, 30), "DUTY-12 11月3日人员whead带班，没有到岗记录。")
	})
}

func TestDUTY13LeadersAtTheWindowAndChiefsStationed(t *testing.T) {
	each(t, func(w *world) {
		l := w.lobby()
		l.clk.Set(china("2026-10-30", 10, 0))
		if err := l.org.Attend(ctx, l.chief); err != nil {
			t.Fatal(err)
		}
		l.wants("stationed", "1/1 green", calendar.Of(2026, 10, 30), calendar.Of(2026, 11, 2))
		l.clk.Set(china("2026-11-02", 18, 0))
		l.wants("stationed", "0/1 amber", calendar.Of(2026, 10, 28), calendar.Of(2026, 11, 3),
			"DUTY-13 10月29日没有首席代表在岗：市水务局。", "DUTY-13 10月28日没有首席代表在岗：市水务局。")
		l.wants("onsite", "0/1 amber", calendar.Of(2026, 10, 1), calendar.Of(2026, 11, 30), "DUTY-13 2026年10月没有窗口现场办公记录：市水务局。")
		l.made(l.head, "onsite", china("2026-11-02", 15, 0))
		l.wants("onsite", "1/1 green", calendar.Of(2026, 11, 1), calendar.Of(2026, 11, 30))
	})
}

func TestDUTY13ManyUnitsAreOneNumberThatOpens(t *testing.T) {
	each(t, func(w *world) {
		l := w.lobby()
		l.clk.Set(china("2026-10-30", 10, 0))
		units := []string{"市第一局", "市第二局", "市第三局"}
		for i, name := range units {
			id := fmt.Sprintf("unit%d", i)
			l.must(func(tx *storage.Tx) error {
				_, err := l.org.AddDepartment(tx, org.System(), org.Department{ID: id, Name: name, Kind: org.Bureau, Region: "33"})
				return err
			})
			l.person("chief"+id, id, org.Grant{Role: org.Chief, DeptPath: "/" + id + "/"})
		}
		l.clk.Set(china("2026-11-03", 18, 0))
		day := calendar.Of(2026, 11, 2)
		l.see(func(tx *storage.Tx) error {
			due, err := l.org.RoundsDue(tx, l.leader, "lobby", day, day, calendar.Official())
			for _, g := range due.Gaps {
				if g.Kind == "stationed" && (g.Sentence != "11月2日有4个单位没有首席代表在岗。" || len(g.Units) != 4 || !slices.Contains(g.Units, units[0])) {
					t.Errorf("%s %v", g.Sentence, g.Units)
				}
			}
			if !slices.ContainsFunc(due.Gaps, func(g org.RoundDue) bool { return g.Kind == "stationed" }) {
				t.Error("nothing was missed")
			}
			return err
		})
	})
}

func TestDUTY18CleaningRoster(t *testing.T) {
	each(t, func(w *world) {
		l := w.lobby()
		l.clk.Set(china("2026-11-02", 8, 0))
		l.must(func(tx *storage.Tx) error {
			_, err := l.org.AddShift(tx, l.editor, org.Shift{Department: "lobby", Kind: org.CleaningShift, From: china("2026-11-02", 8, 0), To: china("2026-11-02", 18, 0), Person: l.clerk.ID, Standby: []string{l.editor.ID}}, calendar.Official())
			return err
		})
		l.clk.Set(china("2026-11-02", 9, 0))
		l.made(l.editor, "cleaning", china("2026-11-02", 8, 30))
		l.wants("cleaning", "1/1 green", calendar.Of(2026, 11, 1), calendar.Of(2026, 11, 30))
	})
}

func TestARoundIsOnesOwnAndNotToCome_DUTY09_DUTY11(t *testing.T) {
	each(t, func(w *world) {
		l := w.lobby()
		l.clk.Set(china("2026-11-06", 10, 0))
		_, err := l.round(l.leader, "patrol", china("2026-11-06", 10, 1))
		l.refused(err, "duty.round.future")
		_, err = l.round(l.leader, "patrol", china("2026-11-02", 10, 0))
		l.refused(err, "duty.round.late")
		_, err = l.round(l.county, "patrol", china("2026-11-06", 9, 0)) // a leader's patrol is not the duty leader's
		l.refused(err, "duty.round.role")
		_, err = l.round(l.chief, "stationed", china("2026-11-06", 9, 0))
		l.refused(err, "duty.round.kind")
		stranger := w.person("wleader", "water", org.Grant{Role: org.DutyLeader, DeptPath: water})
		_, err = l.round(stranger, "patrol", china("2026-11-06", 9, 0))
		l.refused(err, "org.forbidden")
		r := l.made(l.leader, "patrol", china("2026-11-06", 9, 0))
		settle := func(by org.Actor, text string) error {
			return l.do(func(tx *storage.Tx) error { return l.org.SettleRound(tx, by, r.ID, text) })
		}
		l.refused(settle(l.county, "已补人"), "duty.round.role")
		l.refused(settle(l.leader, " "), "duty.round.outcome")
		if err := settle(l.leader, "已补人"); err != nil {
			t.Fatal(err)
		}
		l.refused(settle(l.leader, "再补"), "duty.round.settled")
		l.made(l.inspector, "inspection", china("2026-11-06", 8, 0))
		read := func(by org.Actor, size int, after string) (got page.Page[org.Round], err error) {
			err = l.db.View(ctx, func(tx *storage.Tx) error {
				got, err = l.org.Rounds(tx, by, org.RoundQuery{Department: "lobby"}, page.Request{Size: size, After: after})
				return err
			})
			return got, err
		}
		first, err := read(l.head, 1, "")
		if err != nil || len(first.Items) != 1 || first.Items[0].Person != "人员hleader" || first.Items[0].Outcome != "已补人" || first.Next == "" {
			t.Fatalf("%v %+v", err, first)
		}
		second, err := read(l.head, 1, first.Next)
		if err != nil || len(second.Items) != 1 || second.Items[0].Kind != "inspection" || second.Next != "" {
			t.Fatalf("%v %+v", err, second)
		}
		_, err = read(stranger, 1, "") // who works for the city may look at the hall that serves it
		if err != nil {
			t.Error(err)
		}
		_, err = read(w.person("nothing", "water"), 1, "")
		l.refused(err, "org.forbidden")
	})
}

// TestDUTY07TheLeaderAssignsInspectorsInLongHolidays: in National Day week only the turn's leader puts inspectors on standby,
// on a mere weekend and on a short festival whoever writes the roster does.
func TestDUTY07TheLeaderAssignsInspectorsInLongHolidays(t *testing.T) {
	each(t, func(w *world) {
		c := w.crew()
		w.clk.Set(china("2026-09-20", 9, 0))
		for _, day := range []string{"2026-09-25", "2026-10-11"} {
			if _, err := w.shift(c.editor, c.holiday(day, c.first)); err != nil {
				t.Errorf("%s: %v", day, err)
			}
		}
		turn := c.holiday("2026-10-01", c.first)
		_, err := w.shift(c.editor, turn)
		w.refused(err, "duty.standby.leader")
		turn.Standby = nil
		turn, err = w.shift(c.editor, turn)
		if err != nil {
			t.Fatal(err)
		}
		turn.Standby = []string{c.inspector.ID}
		change := func(by org.Actor) error {
			return w.do(func(tx *storage.Tx) error { return w.org.ChangeShift(tx, by, turn, calendar.Official()) })
		}
		w.refused(change(c.editor), "duty.standby.leader")
		if err := change(c.leader); err != nil {
			t.Fatal(err)
		}
		turn.Person = c.second.ID // who signs is still the editor's to change
		if err := change(c.editor); err != nil {
			t.Error(err)
		}
	})
}

func TestDUTY15DrillRanksByResponse(t *testing.T) {
	each(t, func(w *world) {
		l := w.lobby()
		w.clk.Set(china("2026-11-06", 20, 30))
		call := func(by org.Actor, stations ...org.Station) (d org.Drill, err error) {
			err = w.do(func(tx *storage.Tx) (err error) {
				d, err = w.org.CallDrill(tx, by, org.Drill{Department: "lobby", Title: "夜间停电", Place: "望江街道", Stations: stations})
				return err
			})
			return d, err
		}
		at := func(minute int) time.Time { return china("2026-11-06", 20, minute) }
		_, err := call(l.head, org.Station{Department: "water"})
		w.refused(err, "org.forbidden")
		_, err = call(l.leader, org.Station{Department: "water", Called: at(31)}) // announced: it could be read before it happens
		w.refused(err, "duty.drill.future")
		_, err = call(l.leader)
		w.refused(err, "duty.drill.stations")
		d, err := call(l.leader, org.Station{Department: "water", Called: at(0)}, org.Station{Department: "roads", Called: at(4)}, org.Station{Department: "pipe", Called: at(2)}, org.Station{Department: "centre", Called: at(0)})
		if err != nil {
			t.Fatal(err)
		}
		arrive := func(station string, when time.Time) error {
			return w.do(func(tx *storage.Tx) error { return w.org.Arrive(tx, l.leader, d.ID, station, when) })
		}
		w.refused(arrive("roads", at(3)), "duty.drill.arrived")
		w.refused(arrive("roads", at(40)), "duty.drill.arrived")
		for station, minute := range map[string]int{"water": 9, "roads": 10, "pipe": 11} { // 9, 6 and 9 minutes
			if err := arrive(station, at(minute)); err != nil {
				t.Fatal(err)
			}
		}
		w.refused(arrive("roads", at(12)), "duty.drill.there")
		w.see(func(tx *storage.Tx) error {
			drills, err := w.org.Drills(tx, l.leader, "lobby", page.Request{})
			var got []string
			for _, st := range drills.Items[0].Stations {
				got = append(got, fmt.Sprintf("%d %s %d", st.Rank, st.Department, st.Seconds/60))
			}
			if want := []string{"1 roads 6", "2 pipe 9", "2 water 9", "0 centre 0"}; !slices.Equal(got, want) {
				t.Errorf("%v", got)
			}
			return err
		})
	})
}

func TestHOT25EquipmentIsKeptByTheUnitItself(t *testing.T) {
	each(t, func(w *world) {
		head := w.person("whead", "water", org.Grant{Role: org.Head, DeptPath: water})
		save := func(by org.Actor, e org.Equipment) (got org.Equipment, err error) {
			err = w.do(func(tx *storage.Tx) (err error) {
				got, err = w.org.SaveEquipment(tx, by, e)
				return err
			})
			return got, err
		}
		phone := org.Equipment{Department: "water", Kind: "phone", Number: "0571-88880001", Place: "值班室", State: "used"}
		elsewhere := phone
		elsewhere.Department = "roads"
		_, err := save(head, elsewhere)
		w.refused(err, "org.forbidden")
		bad := phone
		bad.Kind = "car"
		_, err = save(head, bad)
		w.refused(err, "equipment.kind")
		kept, err := save(head, phone)
		if err != nil {
			t.Fatal(err)
		}
		_, err = save(head, phone)
		w.refused(err, "equipment.taken")
		w.clk.Advance(time.Minute)
		kept.State, kept.Department = "retired", "roads" // a piece stays with its unit
		if _, err := save(head, kept); err != nil {
			t.Fatal(err)
		}
		if _, err := save(w.admin, elsewhere); err != nil {
			t.Fatal(err)
		}
		register := func(by org.Actor) (units []string) {
			w.see(func(tx *storage.Tx) error {
				got, err := w.org.EquipmentRegister(tx, by, org.EquipmentQuery{}, page.Request{})
				for _, e := range got.Items {
					units = append(units, e.Unit+e.StateLabel)
				}
				return err
			})
			return units
		}
		if got := register(head); !slices.Equal(got, []string{"市水务局已停用"}) {
			t.Errorf("%v", got)
		}
		if got := register(w.admin); len(got) != 2 {
			t.Errorf("%v", got)
		}
	})
}
