package calendar_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/calendar"
)

func date(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(s)
	}
	return d
}

func TestDateOfIsTheDayInChina(t *testing.T) {
	newYork := time.FixedZone("EDT", -4*3600)
	for _, c := range []struct {
		at   time.Time
		want string
	}{
		{time.Date(2026, 4, 30, 15, 59, 59, 999_999_999, time.UTC), "2026-04-30"}, // one instant before midnight in China
		{time.Date(2026, 4, 30, 16, 0, 0, 0, time.UTC), "2026-05-01"},
		{time.Date(2026, 5, 1, 0, 0, 0, 0, calendar.Zone), "2026-05-01"},
		{time.Date(2026, 4, 30, 12, 0, 0, 0, newYork), "2026-05-01"},
		{time.Date(1969, 12, 31, 15, 59, 59, 0, time.UTC), "1969-12-31"},
		{time.Date(1949, 10, 1, 15, 0, 0, 0, calendar.Zone), "1949-10-01"},
	} {
		if got := calendar.DateOf(c.at).String(); got != c.want {
			t.Errorf("DateOf(%v) = %s, want %s", c.at, got, c.want)
		}
	}
}

func TestDateAgreesWithTimePackage(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := calendar.Date(rapid.Int32Range(-25_000, 80_000).Draw(t, "d"))
		civil := d.Start()
		if calendar.DateOf(civil) != d || calendar.DateOf(d.End().Add(-1)) != d || calendar.DateOf(d.End()) != d+1 {
			t.Fatalf("%s does not contain its own hours", d)
		}
		if d.Weekday() != civil.Weekday() || d.Year() != civil.Year() || d.Month() != civil.Month() || d.Day() != civil.Day() {
			t.Fatalf("%s is not %v", d, civil)
		}
		if calendar.Of(d.Year(), d.Month(), d.Day()) != d || date(d.String()) != d || d.Add(1)-d != 1 {
			t.Fatalf("%s does not survive being written and read", d)
		}
	})
}

func TestDateInChinese(t *testing.T) {
	d := date("2026-04-30")
	if d.Chinese() != "4月30日" || d.ChineseFull() != "2026年4月30日" || d.ChineseWeekday() != "周四" {
		t.Errorf("%s %s %s", d.Chinese(), d.ChineseFull(), d.ChineseWeekday())
	}
}

func TestParseDateRefuses(t *testing.T) {
	for _, s := range []string{"", "2026-02-29", "2026-13-01", "2026-1-1", "20260101", "2026/01/01", "1899-12-31", "2200-01-01", "2026-01-01 ", "二〇二六"} {
		_, err := calendar.ParseDate(s)
		var bad calendar.DateError
		if !errors.As(err, &bad) || bad.Error() != "日期应写成“2026-10-01”的形式，日期必须真实存在，年份在1900年至2199年之间。" {
			t.Errorf("ParseDate(%q) = %v", s, err)
		}
	}
}

func TestDateJSON(t *testing.T) {
	var got map[calendar.Date]calendar.Date
	if err := json.Unmarshal([]byte(`{"2026-10-01":"2026-10-07"}`), &got); err != nil || got[date("2026-10-01")] != date("2026-10-07") {
		t.Fatal(got, err)
	}
	text, err := json.Marshal(got)
	if err != nil || string(text) != `{"2026-10-01":"2026-10-07"}` {
		t.Fatal(string(text), err)
	}
	var d calendar.Date
	if json.Unmarshal([]byte(`"2026-10-32"`), &d) == nil {
		t.Error("read a day that does not exist")
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-10-01", "2024-02-29", "1900-01-01", "2199-12-31", "0000-00-00", "9999-12-31", "2026-10-01..", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := calendar.ParseDate(s)
		if err == nil && (d.String() != s || d.Year() < 1900 || d.Year() > 2199) {
			t.Errorf("ParseDate(%q) = %s", s, d)
		}
	})
}
