package deadline_test

import (
	"testing"
	"time"

	"huying/internal/calendar"
	. "huying/internal/deadline"
)

var official = calendar.Official()

func date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(s)
	}
	return d
}

func at(s string) time.Time {
	t, err := ParseStart(s)
	if err != nil {
		panic(s)
	}
	return t
}

func pauses(s string) []Pause {
	p, err := ParsePauses(s)
	if err != nil {
		panic(s)
	}
	return p
}

func meter(start string, n int, u Unit) Meter {
	return Meter{Term: Term{Amount: n, Unit: u}, Start: at(start)}
}

// The worked dates of the rule catalogue: all those that are about limits.
func TestVectorsOfTheRules(t *testing.T) {
	for _, v := range []struct {
		rule   string
		start  string
		amount int
		unit   Unit
		pauses string
		first  string // "" where the vector does not say
		last   string
	}{
		{"VEC-01 HOT-58 consultation", "2024-04-26T11:00", 5, Workday, "", "2024-04-28", "2024-05-07"},
		{"VEC-02 HOT-60 complaint", "2024-04-26T11:00", 15, Workday, "", "2024-04-28", "2024-05-20"},
		{"VEC-03 HOT-38 return, calendar days", "2024-04-26T11:00", 2, Day, "", "2024-04-27", "2024-04-28"},
		{"VEC-03 HOT-38 return, working days", "2024-04-26T11:00", 2, Workday, "", "2024-04-28", "2024-04-29"},
		{"VEC-05 HOT-67 revisit", "2024-05-07T09:00", 2, Day, "", "2024-05-08", "2024-05-09"},
		{"VEC-06 TIME-02 complete application", "2024-05-13T09:00", 10, Workday, "", "2024-05-14", "2024-05-27"},
		{"VEC-07 TIME-10 expert review", "2024-05-13T09:00", 10, Workday, "2024-05-16..2024-05-22", "2024-05-14", "2024-06-03"},
		{"VEC-08 TIME-03 materials completed", "2024-05-20T09:00", 10, Workday, "", "2024-05-21", "2024-06-03"},
		{"VEC-09 TIME-04 hand-over, working days", "2024-05-15T09:00", 3, Workday, "", "2024-05-16", "2024-05-20"},
		{"VEC-09 TIME-04 hand-over, calendar days", "2024-05-15T09:00", 3, Day, "", "2024-05-16", "2024-05-20"},
		{"VEC-10 HALL-18 GAP-03 accepted on Saturday", "2024-05-18T10:00", 5, Workday, "", "2024-05-20", "2024-05-24"},
		{"VEC-11 REV-16 GAP-02 filed the same day", "2024-05-10T18:30", 0, SameDay, "", "", "2024-05-10"},
		{"VEC-11 REV-19 contact", "2024-05-10T18:30", 2, Workday, "", "2024-05-11", "2024-05-13"},
		{"VEC-11 REV-19 simple", "2024-05-10T18:30", 5, Workday, "", "", "2024-05-16"},
		{"VEC-11 REV-19 complex", "2024-05-10T18:30", 15, Workday, "", "", "2024-05-30"},
		{"VEC-11 TIME-35 revisit", "2024-05-16T10:00", 5, Workday, "", "", "2024-05-23"},
		{"HOT-57 GAP-02 emergency on a holiday", "2024-05-01T23:59", 0, SameDay, "", "2024-05-01", "2024-05-01"},
		{"GAP-16 TIME-31 promise complaint, 3 days ending on a holiday", "2024-04-29T09:00", 3, Day, "", "2024-04-30", "2024-05-06"},
		{"GAP-01 last day on a Saturday", "2024-05-23T09:00", 2, Day, "", "2024-05-24", "2024-05-27"},
		{"GAP-01 rolls onto a Sunday that is worked", "2026-01-01T09:00", 2, Day, "", "2026-01-02", "2026-01-04"},
		{"jmix#790 one working day is not 24 working hours", "2026-05-06T09:00", 1, Workday, "", "2026-05-07", "2026-05-07"},
		{"4.9", "2026-02-10", 5, Workday, "", "2026-02-11", "2026-02-24"},
		{"4.9", "2026-02-10", 20, Workday, "", "", "2026-03-16"},
		{"4.9", "2026-09-16", 5, Workday, "", "", "2026-09-22"},
		{"4.9", "2026-09-16", 20, Workday, "", "", "2026-10-20"},
		{"4.9", "2026-04-28", 45, Workday, "", "", "2026-07-03"},
		{"4.9", "2025-12-30", 3, Workday, "", "", "2026-01-05"},
		{"4.9", "2026-09-30", 1, Workday, "", "2026-10-08", "2026-10-08"},
	} {
		m := meter(v.start, v.amount, v.unit)
		m.Pauses = pauses(v.pauses)
		r := Due(m, official)
		if r.Last != date(v.last) || !r.Due.Equal(date(v.last).End()) || v.first != "" && r.First != date(v.first) {
			t.Errorf("%s: day 1 %s, last %s, want %s, %s", v.rule, r.First, r.Last, v.first, v.last)
		}
		if r.Provisional || r.Paused {
			t.Errorf("%s: provisional %v, paused %v", v.rule, r.Provisional, r.Paused)
		}
	}
}

// The limits of the Administrative Licensing Law, all working days (article 82), and of the disclosure regulations, with
// their extensions. Expected dates come from an independent calendar.
func TestStatutoryLimits(t *testing.T) {
	for _, v := range []struct {
		article     string
		amount      int
		extension   int
		last, until string // until: with the extension
	}{
		{"行政许可法第三十二条", 5, 0, "2026-01-22", ""},
		{"行政许可法第四十二条", 20, 10, "2026-02-12", "2026-03-04"},
		{"行政许可法第四十二条第二款", 45, 15, "2026-03-25", "2026-04-16"},
		{"行政许可法第四十三条", 20, 0, "2026-02-12", ""},
		{"行政许可法第四十四条", 10, 0, "2026-01-29", ""},
		{"行政许可法第四十七条", 5, 0, "2026-01-22", ""},
		{"政府信息公开条例第三十条", 7, 0, "2026-01-26", ""},
		{"政府信息公开条例第三十二条", 15, 0, "2026-02-05", ""},
		{"政府信息公开条例第三十三条", 20, 20, "2026-02-12", "2026-03-18"},
	} {
		m := meter("2026-01-15T10:00", v.amount, Workday)
		if got := Due(m, official).Last; got != date(v.last) {
			t.Errorf("%s: %s, want %s", v.article, got, v.last)
		}
		if v.extension > 0 {
			m.Extensions = []Extension{{Amount: v.extension}}
			if got := Due(m, official).Last; got != date(v.until) {
				t.Errorf("%s extended: %s, want %s", v.article, got, v.until)
			}
		}
	}
}

func TestVEC03ReturnRefusedTheDayAfter(t *testing.T) {
	r := Due(meter("2024-04-26T11:00", 2, Day), official)
	if r.Late(at("2024-04-28T23:59:59")) || !r.Late(at("2024-04-29T00:00")) {
		t.Error("HOT-38: returnable to 24:00 of 04-28 and not after")
	}
}

func TestVEC04OverdueWorkdaysBegin(t *testing.T) {
	r := Due(meter("2024-04-26T11:00", 5, Workday), official)
	if got := r.OverdueBegins(10); got != date("2024-05-20") {
		t.Errorf("HOT-54: 10th overdue working day begins on %s", got)
	}
	if got := r.OverdueBegins(11); got != date("2024-05-21") {
		t.Errorf("HOT-54 GAP-08: the notice becomes due on %s", got)
	}
	for day, want := range map[string]int{"2024-05-07": 0, "2024-05-08": 1, "2024-05-20": 10, "2024-05-21": 11} {
		if s := r.Standing(at(day+"T08:00"), 1); s.OverdueWorkdays != want || s.Late != (want > 0) {
			t.Errorf("on %s: %+v, want %d overdue", day, s, want)
		}
	}
}

func TestVEC12ExtensionFiledAfterTheLimit(t *testing.T) {
	r := Due(meter("2024-04-26T11:00", 5, Workday), official)
	if !r.Late(at("2024-05-08T00:05")) || r.Late(at("2024-05-07T23:55")) {
		t.Error("TIME-15: 00:05 on the day after the limit is late")
	}
}

func TestVEC23ReportTheDayBeforeExpiry(t *testing.T) {
	r := Due(meter("2024-05-13T09:00", 10, Workday), official)
	if s := r.Standing(at("2024-05-26T10:00"), 1); s.Late || s.RemainingDays != 1 || s.RemainingWorkdays != 1 {
		t.Errorf("TIME-29: %+v", s)
	}
}

// A day is a day in China, whatever zone the instant carries, to the last instant before midnight.
func TestZoneOfTheInputDoesNotMatter(t *testing.T) {
	start := time.Date(2026, 4, 30, 23, 59, 59, 999_999_999, calendar.Zone)
	want := Due(Meter{Term: Term{5, Workday, ""}, Start: start}, official)
	for _, zone := range []*time.Location{time.UTC, time.FixedZone("EDT", -4*3600), time.FixedZone("NZDT", 13*3600)} {
		got := Due(Meter{Term: Term{5, Workday, ""}, Start: start.In(zone)}, official)
		if got.First != want.First || got.Last != want.Last || !got.Due.Equal(want.Due) {
			t.Errorf("%v: %s, want %s", zone, got.Last, want.Last)
		}
	}
	if want.Last != date("2026-05-11") {
		t.Errorf("last %s", want.Last)
	}
	next := Due(Meter{Term: Term{5, Workday, ""}, Start: start.Add(1)}, official)
	if next.Last != date("2026-05-11") || next.First != date("2026-05-06") { // May 1 is a holiday: nothing gained, nothing lost
		t.Errorf("from midnight: %s", next.Last)
	}
	if got := Due(Meter{Term: Term{0, SameDay, ""}, Start: start.In(time.UTC)}, official); !got.Due.Equal(start.Add(1)) {
		t.Errorf("same day: %v", got.Due)
	}
}
