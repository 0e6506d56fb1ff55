package deadline_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	. "huying/internal/deadline"
)

func TestStanding(t *testing.T) {
	five := meter("2026-04-30T16:20", 5, Workday) // May 6, 7, 8, 9, 11
	paused := five
	paused.Pauses = pauses("2026-05-08..")
	stopped := func(s string) Meter { m := five; m.Stop = at(s); return m }
	for _, v := range []struct {
		name  string
		m     Meter
		at    string
		amber int
		want  Standing
	}{
		{"at the start", five, "2026-04-30T16:20", 1, Standing{Light: Green, RemainingWorkdays: 5, RemainingDays: 11}},
		{"before amber", five, "2026-05-08T23:59:59", 1, Standing{Light: Green, RemainingWorkdays: 2, RemainingDays: 3}},
		{"GAP-07 one working day before, a Saturday worked", five, "2026-05-09T00:00", 1, Standing{Light: Amber, RemainingWorkdays: 1, RemainingDays: 2}},
		{"GAP-07 three working days before", five, "2026-05-07T00:00", 3, Standing{Light: Amber, RemainingWorkdays: 3, RemainingDays: 4}},
		{"amber 0 is the last day", five, "2026-05-10T12:00", 0, Standing{Light: Green, RemainingWorkdays: 1, RemainingDays: 1}},
		{"last day", five, "2026-05-11T00:00", 0, Standing{Light: Amber}},
		{"last instant", five, "2026-05-11T23:59:59", 1, Standing{Light: Amber}},
		{"no amber", five, "2026-05-11T23:59:59", -1, Standing{Light: Green}},
		{"24:00 is late", five, "2026-05-12T00:00", 1, Standing{Light: Red, OverdueWorkdays: 1, Late: true}},
		{"overdue over a weekend", five, "2026-05-17T12:00", 1, Standing{Light: Red, OverdueWorkdays: 4, Late: true}},
		{"stopped in time", stopped("2026-05-11T23:59:59"), "2026-06-01T08:00", 1, Standing{Light: Grey, Stopped: true}},
		{"stopped early", stopped("2026-05-08T10:00"), "2026-06-01T08:00", 1, Standing{Light: Grey, Stopped: true, RemainingWorkdays: 2, RemainingDays: 3}},
		{"stopped at the first late instant", stopped("2026-05-12T00:00"), "2026-06-01T08:00", 1, Standing{Light: Red, Stopped: true, Late: true, OverdueWorkdays: 1}},
		{"paused stands still", paused, "2026-08-01T08:00", 1, Standing{Light: Grey, RemainingWorkdays: 3, RemainingDays: 4, Paused: true}},
		{"GAP-02 same day", meter("2026-05-01T08:00", 0, SameDay), "2026-05-01T08:00", 1, Standing{Light: Amber}},
		{"late on a day off", meter("2026-05-01T08:00", 0, SameDay), "2026-05-02T08:00", 1, Standing{Light: Red, Late: true}},
	} {
		v.want.Unit = v.m.Term.Unit
		if got := Due(v.m, official).Standing(at(v.at), v.amber); got != v.want {
			t.Errorf("%s: %+v, want %+v", v.name, got, v.want)
		}
	}
}

// A limit that runs into a year whose arrangement is not announced says so as long as it can move, and so does each
// day of that year.
func TestAProvisionalLimitSaysSo(t *testing.T) {
	m := Meter{Start: at("2026-12-29T10:00"), Term: Term{Amount: 5, Unit: Workday}}
	r := Due(m, official)
	if !r.Standing(m.Start, 1).Provisional || r.Last != date("2027-01-05") {
		t.Errorf("%+v until %s", r.Standing(m.Start, 1), r.Last)
	}
	for _, d := range r.Strip(r.Last) {
		if d.Provisional != (d.Date.Year() == 2027) {
			t.Errorf("%+v", d)
		}
	}
	m.Stop = at("2026-12-30T10:00")
	if Due(m, official).Standing(m.Stop, 1).Provisional {
		t.Error("what has stopped does not move")
	}
	m.Term, m.Stop = Term{Unit: SameDay}, time.Time{}
	if Due(m, official).Standing(m.Start, 1).Provisional || official.Provisional(date("2026-12-30"), date("2026-12-31")) {
		t.Error("2026 is announced")
	}
}

// A list keeps only the end of a meter in its row; the light is the same.
func TestStandingFromAKeptRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Due(drawMeter(t, Workday, Day, SameDay), official)
		kept := Result{Unit: r.Unit, Due: r.Due, Last: r.Last, Provisional: r.Provisional, Calendar: official}
		now, amber := drawStart(t), rapid.IntRange(-1, 5).Draw(t, "amber")
		if r.Standing(now, amber) != kept.Standing(now, amber) {
			t.Fatalf("%+v, kept %+v", r.Standing(now, amber), kept.Standing(now, amber))
		}
	})
	kept := Result{Unit: Workday, Due: date("2026-05-12").Start(), Last: date("2026-05-11"), Paused: true, Calendar: official}
	if s := kept.Standing(at("2026-05-08T08:00"), 3); s != (Standing{Light: Grey, RemainingWorkdays: 2, RemainingDays: 3, Paused: true, Unit: Workday}) {
		t.Errorf("a paused row: %+v", s)
	}
	if s := kept.Standing(at("2026-06-08T08:00"), 3); s != (Standing{Light: Grey, Paused: true, Unit: Workday}) {
		t.Errorf("a row paused for long: %+v", s)
	}
}

// A light only moves on as time goes by: green, amber, red.
func TestLightNeverTurnsBack(t *testing.T) {
	rank := map[Light]int{Green: 0, Amber: 1, Red: 2}
	rapid.Check(t, func(t *rapid.T) {
		r, amber := Due(drawMeter(t, Workday, Day, SameDay), official), rapid.IntRange(0, 5).Draw(t, "amber")
		a, b := drawStart(t), drawStart(t)
		if b.Before(a) {
			a, b = b, a
		}
		if rank[r.Standing(a, amber).Light] > rank[r.Standing(b, amber).Light] {
			t.Fatalf("the light of a limit to %s turned back between %v and %v", r.Last, a, b)
		}
	})
}

func TestPauseOpenedAfterTheLimitDoesNotExcuse(t *testing.T) {
	m := meter("2024-05-13T09:00", 2, Workday) // to 05-15
	m.Pauses = pauses("2024-05-16..")
	if r := Due(m, official); r.Paused || r.PausedSince != 0 || !r.Late(at("2024-05-16T00:00")) {
		t.Errorf("%+v", r)
	}
	m.Pauses = pauses("2024-05-15..")
	if r := Due(m, official); !r.Paused || r.PausedSince != date("2024-05-15") || r.Last != date("2024-05-16") || r.Late(at("2024-07-01")) {
		t.Errorf("a pause on the last day holds the limit: %+v", r)
	}
	m.Pauses = []Pause{{From: date("2024-05-14"), Open: true}, {From: date("2024-05-15"), Open: true}}
	if r := Due(m, official); r.PausedSince != date("2024-05-14") {
		t.Errorf("of two open pauses the earlier holds: %+v", r)
	}
}
