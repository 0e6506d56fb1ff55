package calendar

import (
	"fmt"
	"time"
)

// Zone is China time. China keeps one offset all year, so every day has 24 hours; a fixed zone also needs no zone files.
var Zone = time.FixedZone("UTC+8", 8*3600)

// Date is a day in China, counted from 1970-01-01. Days compare and subtract as numbers.
type Date int32

// The first and the last year a date may be written in. They keep a slip of the pen from counting through millennia.
const (
	firstYear = 1900
	lastYear  = 2199
)

const (
	daySeconds  = 24 * 3600
	zoneSeconds = 8 * 3600
)

// DateError says that a text is not a date.
type DateError struct{}

// Error is the sentence for the person who wrote the date.
func (DateError) Error() string {
	return fmt.Sprintf("日期应写成“2026-10-01”的形式，日期必须真实存在，年份在%d年至%d年之间。", firstYear, lastYear)
}

// DateOf is the day in China on which the instant lies, whatever zone t carries.
func DateOf(t time.Time) Date {
	s := t.Unix() + zoneSeconds
	d := s / daySeconds
	if s%daySeconds < 0 {
		d--
	}
	return Date(d)
}

// Of is the day with this year, month and day of the month. Values out of range carry over, as in time.Date.
func Of(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / daySeconds)
}

// ParseDate reads "2026-10-01". It fails with a DateError.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		return 0, DateError{}
	}
	return Date(t.Unix() / daySeconds), nil
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*daySeconds, 0).UTC() }

// String is "2026-10-01".
func (d Date) String() string { return d.utc().Format(time.DateOnly) }

// Start is 00:00 of the day, China time.
func (d Date) Start() time.Time { return time.Unix(int64(d)*daySeconds-zoneSeconds, 0).In(Zone) }

// End is 24:00 of the day, which is 00:00 of the next: the first instant that no longer belongs to it.
func (d Date) End() time.Time { return (d + 1).Start() }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday {
	w := (int(d) + int(time.Thursday)) % 7 // 1970-01-01 was a Thursday
	if w < 0 {
		w += 7
	}
	return time.Weekday(w)
}

// Year is the calendar year.
func (d Date) Year() int { return d.utc().Year() }

// Month is the calendar month.
func (d Date) Month() time.Month { return d.utc().Month() }

// Day is the day of the month.
func (d Date) Day() int { return d.utc().Day() }

// Add is the date so many calendar days later.
func (d Date) Add(days int) Date { return d + Date(days) }

// Chinese is "10月1日".
func (d Date) Chinese() string {
	_, m, day := d.utc().Date()
	return fmt.Sprintf("%d月%d日", m, day)
}

// ChineseFull is "2026年10月1日".
func (d Date) ChineseFull() string { return fmt.Sprintf("%d年%s", d.Year(), d.Chinese()) }

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// ChineseWeekday is "周四".
func (d Date) ChineseWeekday() string { return weekdays[d.Weekday()] }

// MarshalText writes "2026-10-01".
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads "2026-10-01". It fails with a DateError.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
