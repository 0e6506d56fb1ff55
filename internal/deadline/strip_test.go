package deadline_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/calendar"
	. "huying/internal/deadline"
)

// draw writes a strip as one letter a day with its number: s start, c counted, e extended, . free, p paused, D due, ! overdue.
func draw(strip []StripDay) string {
	letters := map[Mark]string{MarkStart: "s", MarkCounted: "c", MarkExtended: "e", MarkFree: ".", MarkPaused: "p", MarkDue: "D", MarkOverdue: "!"}
	var b strings.Builder
	for _, d := range strip {
		b.WriteString(letters[d.Mark])
		if d.N > 0 {
			fmt.Fprint(&b, d.N)
		}
	}
	return b.String()
}

func TestStrip(t *testing.T) {
	with := func(m Meter, days string, extensions ...int) Meter {
		m.Pauses = pauses(days)
		for _, n := range extensions {
			m.Extensions = append(m.Extensions, Extension{Amount: n})
		}
		return m
	}
	stopped := func(m Meter, s string) Meter { m.Stop = at(s); return m }
	for _, v := range []struct {
		name  string
		m     Meter
		until string
		want  string
	}{
		{"holiday and make-up", meter("2026-04-30", 5, Workday), "", "s.....c1c2c3c4.D5"},
		{"overdue counts working days", meter("2026-04-30", 5, Workday), "2026-05-18", "s.....c1c2c3c4.D5!1!2!3!4!!!5"},
		{"until before the end", meter("2026-04-30", 5, Workday), "2026-05-06", "s.....c1c2c3c4.D5"},
		{"overdue ends with the stop", stopped(meter("2026-05-06", 1, Workday), "2026-05-09T08:00"), "2026-05-18", "sD1!1!2"},
		{"stopped early still shows the limit", stopped(meter("2026-05-06", 3, Workday), "2026-05-07T08:00"), "2026-05-18", "sc1c2D3"},
		{"same day", meter("2026-05-01", 0, SameDay), "", "D"},
		{"same day, overdue", meter("2026-05-07", 0, SameDay), "2026-05-10", "D!1!2!"},
		{"GAP-01 waits for a working day", meter("2024-06-06", 2, Day), "", "sc1c2..D"},
		{"calendar days", meter("2024-04-26", 2, Day), "", "sc1D2"},
		{"pause and extension", with(meter("2024-05-13", 3, Workday), "2024-05-15..2024-05-16", 2), "", "sc1ppc2..c3e4D5"},
		{"extension of rolled days", with(meter("2024-05-17", 2, Day), "", 2), "", "sc1c2.e3D4"},
		{"open pause", with(meter("2024-05-13", 10, Workday), "2024-05-16.."), "", "sc1c2p"},
		{"open pause until today", with(meter("2024-05-13", 10, Workday), "2024-05-16.."), "2024-05-20", "sc1c2ppppp"},
		{"open pause from the first day", with(meter("2024-05-13", 10, Workday), "2024-05-13.."), "2024-05-15", "spp"},
		{"a pause nobody ended ends with the meter", stopped(with(meter("2024-05-13", 2, Workday), "2024-05-15.."), "2024-05-17T09:00"), "", "sc1ppp..D2"},
		{"a pause after the limit does not hold it", with(meter("2024-05-13", 2, Workday), "2024-05-16.."), "2024-05-17", "sc1D2!1!2"},
	} {
		until := calendar.Date(0)
		if v.until != "" {
			until = date(v.until)
		}
		if got := draw(Compute(v.m, official).Strip(until)); got != v.want {
			t.Errorf("%s: %s, want %s", v.name, got, v.want)
		}
	}
}

func TestStripNamesItsDays(t *testing.T) {
	strip := Compute(meter("2026-04-30", 5, Workday), official).Strip(0)
	if d := strip[1]; d.Name != "劳动节" || d.Kind != calendar.Holiday {
		t.Errorf("%+v", d)
	}
	if d := strip[9]; d.Name != "劳动节" || d.Kind != calendar.MakeUp || d.Date != date("2026-05-09") {
		t.Errorf("%+v", d)
	}
}

// What was taken by a day is what the strip numbers until then.
func TestTakenIsTheNumberedDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Due(drawMeter(t, Workday, Day, SameDay), official)
		until, n := r.First.Add(rapid.IntRange(-2, 60).Draw(t, "until")), 0
		for _, d := range r.Strip(until) {
			if d.Date <= until && d.N > 0 {
				n++
			}
		}
		if got := r.Taken(until); got != n {
			t.Fatalf("%d taken, not %d", got, n)
		}
	})
}

// The numbers on the strip are 1, 2, 3 ... to the amount with its extensions, and the last day is the one Due gives.
func TestStripCountsTheWholeTerm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawMeter(t, Workday, Day)
		r, total := Due(m, official), m.Term.Amount
		for _, e := range m.Extensions {
			total += e.Amount
		}
		strip, n := r.Strip(0), 0
		for i, d := range strip {
			if d.N > 0 {
				n++
			}
			if d.N > 0 && d.N != n || (d.Mark == MarkDue) != (i == len(strip)-1) || d.Date != strip[0].Date.Add(i) {
				t.Fatalf("%s", draw(strip))
			}
		}
		if n != total || strip[len(strip)-1].Date != r.Last {
			t.Fatalf("%d days counted of %d: %s", n, total, draw(strip))
		}
	})
}
