package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/calendar"
)

// Weekdays of the year, less the weekdays off, plus the weekend days worked: reckoned from the texts of the notices.
func TestOfficialWorkingDaysPerYear(t *testing.T) {
	c := calendar.Official()
	want := map[int]int{
		2007: 249, 2008: 251, 2009: 250, 2010: 250, 2011: 250, 2012: 249, 2013: 250,
		2014: 250, 2015: 249, 2016: 250, 2017: 249, 2018: 250, 2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248,
	}
	for year, n := range want {
		got := c.Between(calendar.Of(year-1, time.December, 31), calendar.Of(year, time.December, 31))
		if got != n {
			t.Errorf("%d has %d working days, want %d", year, got, n)
		}
	}
}

func TestOfficialNamesItsNotices(t *testing.T) {
	c := calendar.Official()
	want := map[int]string{
		2007: "国办发明电〔2006〕49号", 2008: "国办发明电〔2007〕52号", 2009: "国办发明电〔2008〕42号", 2010: "国办发明电〔2009〕27号",
		2011: "国办发明电〔2010〕40号", 2012: "国办发明电〔2011〕45号", 2013: "国办发明电〔2012〕33号", 2014: "国办发明电〔2013〕28号",
		2015: "国办发明电〔2014〕28号", 2016: "国办发明电〔2015〕18号", 2017: "国办发明电〔2016〕17号", 2018: "国办发明电〔2017〕12号",
		2019: "国办发明电〔2018〕15号",
		2020: "国办发明电〔2019〕16号", 2021: "国办发明电〔2020〕27号", 2022: "国办发明电〔2021〕11号", 2023: "国办发明电〔2022〕16号",
		2024: "国办发明电〔2023〕7号", 2025: "国办发明电〔2024〕12号", 2026: "国办发明电〔2025〕7号",
	}
	if len(c.Years()) != len(want) {
		t.Fatalf("%d years", len(c.Years()))
	}
	for _, y := range c.Years() {
		if y.Notice.Cite() != want[y.Year] || c.Notice(y.Year) != y.Notice || y.Notice.Published.Year() != y.Year-1 {
			t.Errorf("%d: %+v", y.Year, y.Notice)
		}
	}
	later := map[int]string{
		2007: "国办发明电〔2007〕52号", 2011: "国办发明电〔2011〕45号", 2015: "国发明电〔2015〕1号", 2018: "国办发明电〔2018〕15号",
		2019: "国办发明电〔2019〕3号", 2020: "国办发明电〔2020〕1号", 2022: "国办发明电〔2022〕16号",
	}
	for _, y := range c.Years() {
		switch also := y.Notices()[1:]; {
		case later[y.Year] == "" && len(also) == 0:
		case len(also) != 1 || also[0].Cite() != later[y.Year] || also[0].Published.Year() != y.Year:
			t.Errorf("%d rests also on %+v, want %s", y.Year, also, later[y.Year])
		}
	}
	if (calendar.Notice{}).Cite() != "" {
		t.Error("no notice has no name")
	}
}

func TestDayTellsKindAndName(t *testing.T) {
	c := calendar.Official()
	for _, want := range []calendar.Day{
		{date("2026-04-30"), calendar.Workday, ""},
		{date("2026-05-02"), calendar.Holiday, "劳动节"}, // a Saturday within the holiday
		{date("2026-05-09"), calendar.MakeUp, "劳动节"},
		{date("2026-05-10"), calendar.Weekend, ""},
		{date("2020-02-01"), calendar.Holiday, "春节"}, // to be worked, until the holiday was lengthened
		{date("2022-12-31"), calendar.Holiday, "元旦"}, // fixed by the notice of the next year
		{date("2027-10-01"), calendar.Workday, ""},   // not announced
		{date("2027-10-02"), calendar.Weekend, ""},
		{date("2015-09-03"), calendar.Holiday, "抗战胜利70周年纪念日"}, // once only
		{date("2015-09-06"), calendar.MakeUp, "抗战胜利70周年纪念日"},
		{date("2016-09-02"), calendar.Workday, ""},
		{date("2019-05-03"), calendar.Holiday, "劳动节"}, // a working day, until the holiday was lengthened
		{date("2019-05-05"), calendar.MakeUp, "劳动节"},
		{date("2019-04-06"), calendar.Weekend, ""},    // adjoins the holiday
		{date("2014-04-06"), calendar.Holiday, "清明节"}, // between the holiday and the day given for it
		{date("2018-12-31"), calendar.Holiday, "元旦"},  // fixed by the notice of the next year
		{date("2011-12-31"), calendar.MakeUp, "元旦"},
		{date("2006-12-30"), calendar.Weekend, ""}, // not announced: worked, but 2006 is not recorded
	} {
		if got := c.Day(want.Date); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}

func TestUnannouncedYears(t *testing.T) {
	c := calendar.Official()
	if c.Announced(2006) || !c.Announced(2007) || !c.Announced(2026) || c.Announced(2027) || len(c.Years()) != 20 {
		t.Error("announced are exactly 2007 to 2026")
	}
	if _, found := c.Year(2027); found || c.Notice(2027) != (calendar.Notice{}) {
		t.Error("2027 has an arrangement")
	}
	plain, err := calendar.New("")
	if err != nil || !plain.Working(date("2026-10-01")) || plain.Working(date("2026-10-10")) || plain.Announced(2026) {
		t.Error("a calendar of no years is Monday to Friday")
	}
}

func TestAddRollBetween(t *testing.T) {
	c := calendar.Official()
	for _, v := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-04-30", 1, "2026-05-06"}, {"2026-05-08", 1, "2026-05-09"}, {"2026-05-09", 1, "2026-05-11"},
		{"2026-05-06", -1, "2026-04-30"}, {"2026-05-02", 0, "2026-05-02"}, {"2026-12-31", 1, "2027-01-01"},
	} {
		if got := c.Add(date(v.from), v.n); got != date(v.want) {
			t.Errorf("%s + %d = %s, want %s", v.from, v.n, got, v.want)
		}
	}
	for from, want := range map[string]string{"2026-05-01": "2026-05-06", "2026-05-09": "2026-05-09", "2026-05-10": "2026-05-11"} {
		if got := c.Roll(date(from)); got != date(want) {
			t.Errorf("GAP-01: %s rolls to %s, want %s", from, got, want)
		}
	}
	if n := c.Between(date("2026-04-30"), date("2026-05-11")); n != 5 {
		t.Errorf("between: %d", n)
	}
	if n := c.Between(date("2026-05-11"), date("2026-04-30")); n != 0 {
		t.Errorf("between backwards: %d", n)
	}
}

func TestCountingLaws(t *testing.T) {
	c := calendar.Official()
	rapid.Check(t, func(t *rapid.T) {
		d := calendar.Date(rapid.Int32Range(int32(date("2006-01-01")), int32(date("2028-01-01"))).Draw(t, "d"))
		n := rapid.IntRange(1, 300).Draw(t, "n")
		end := c.Add(d, n)
		if !c.Working(end) || c.Between(d, end) != n || c.Between(d, end-1) != n-1 {
			t.Fatalf("%s + %d = %s", d, n, end)
		}
		if back := c.Add(end, -n); c.Add(back, n) != end || back > d || c.Between(back, d) != 0 {
			t.Fatalf("%s + %d - %d = %s", d, n, n, back)
		}
		if r := c.Roll(d); !c.Working(r) || r < d || c.Between(d, r) > 1 || c.Roll(r) != r {
			t.Fatalf("%s rolls to %s", d, r)
		}
		if c.Working(d) != c.Day(d).Kind.Working() || c.Day(d).Date != d {
			t.Fatalf("Working and Day disagree on %s", d)
		}
	})
}

func TestBetweenCountsEveryDay(t *testing.T) {
	plain, err := calendar.New("")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom([]*calendar.Calendar{calendar.Official(), plain}).Draw(t, "calendar")
		a := calendar.Date(rapid.Int32Range(int32(date("1900-01-01")), int32(date("2199-12-31"))).Draw(t, "a"))
		if rapid.Bool().Draw(t, "announced") {
			a = calendar.Date(rapid.Int32Range(int32(date("2006-12-01")), int32(date("2027-02-01"))).Draw(t, "a"))
		}
		b := a.Add(rapid.IntRange(-10, 9000).Draw(t, "days"))
		n := 0
		for d := a + 1; d <= b; d++ {
			if c.Working(d) {
				n++
			}
		}
		if got := c.Between(a, b); got != n {
			t.Fatalf("between %s and %s: %d, counted %d", a, b, got, n)
		}
	})
	if n := plain.Between(calendar.DateOf(time.Time{}), calendar.DateOf(time.Time{}).Add(7)); n != 5 {
		t.Errorf("the first week of the year 1 has %d working days", n)
	}
}

func BenchmarkBetween16Years(b *testing.B) {
	c, from, to := calendar.Official(), date("2010-03-01"), date("2026-04-28")
	b.ReportAllocs()
	for b.Loop() {
		c.Between(from, to)
	}
}

func BenchmarkAdd15(b *testing.B) {
	c, d := calendar.Official(), date("2026-04-28")
	b.ReportAllocs()
	for b.Loop() {
		c.Add(d, 15)
	}
}
