package calendar_test

import (
	"strings"
	"testing"
	"time"

	"huying/internal/calendar"
)

// festival is a holiday of one year. One that begins in December belongs to the year that begins with it.
type festival struct {
	year int
	name string
}

func festivalOf(d calendar.Date, name string) festival {
	if d.Month() == time.December {
		return festival{d.Year() + 1, name}
	}
	return festival{d.Year(), name}
}

// statutory is how many days the 全国年节及纪念日放假办法 in force in the year gives to its festivals.
func statutory(year int) map[string]int {
	switch {
	case year < 2008:
		return map[string]int{"元旦": 1, "春节": 3, "劳动节": 3, "国庆节": 3}
	case year < 2025:
		return map[string]int{"元旦": 1, "春节": 3, "清明节": 1, "劳动节": 1, "端午节": 1, "中秋节": 1, "国庆节": 3}
	}
	return map[string]int{"元旦": 1, "春节": 4, "清明节": 1, "劳动节": 2, "端午节": 1, "中秋节": 1, "国庆节": 3}
}

// Where the law gives more or fewer days than the notices, and why.
var beyondStatute = map[festival]int{
	{2007, "元旦"}:          2,  // made up for in December 2006, which is not recorded
	{2015, "中秋节"}:         -1, // a Sunday; its day off in lieu lengthens 国庆节
	{2015, "国庆节"}:         1,
	{2015, "抗战胜利70周年纪念日"}: 1, // once only
	{2020, "春节"}:          2, // lengthened against the epidemic
}

// A day off from Monday to Friday is either a festival's own (or in lieu of one on a weekend) or exchanged for a weekend
// day worked. So of every festival the Mondays to Fridays off, less the weekend days worked, are its statutory days.
func TestEveryDayOffIsStatutoryOrExchanged(t *testing.T) {
	years := calendar.Official().Years()
	net, holidays := map[festival]int{}, map[festival]bool{}
	for _, y := range years {
		for _, s := range y.Off {
			f := festivalOf(s.From, s.Name)
			holidays[f] = true
			net[f] += mondaysToFridays(s)
		}
		for _, w := range y.Work {
			net[festivalOf(w.Date, w.Name)]--
		}
	}
	found := map[int]map[string]bool{}
	for f, n := range net {
		days := statutory(f.year)
		want := beyondStatute[f]
		for _, name := range strings.Split(f.name, "、") {
			want += days[name]
			if found[f.year] == nil {
				found[f.year] = map[string]bool{}
			}
			found[f.year][name] = true
		}
		if !holidays[f] {
			t.Errorf("%d: work in exchange for %s, of which no day is off", f.year, f.name)
		}
		if n != want {
			t.Errorf("%d: %s has %d days off that were not exchanged, want %d", f.year, f.name, n, want)
		}
	}
	for _, y := range years {
		for name := range statutory(y.Year) {
			if !found[y.Year][name] {
				t.Errorf("%d has no %s", y.Year, name)
			}
		}
	}
}

func TestOfficialSpansAndMakeUpDaysArePlausible(t *testing.T) {
	years := calendar.Official().Years()
	c := calendar.Official()
	for _, y := range years {
		for _, s := range y.Off {
			if days := int(s.To-s.From) + 1; days > 10 {
				t.Errorf("%s from %s lasts %d days", s.Name, s.From, days)
			}
			for c.Day(s.To+1).Kind == calendar.Holiday { // 元旦 may go on in the next year
				s.To++
			}
			if mondaysToFridays(s) == 0 && beyondStatute[festivalOf(s.From, s.Name)] >= 0 {
				t.Errorf("%s from %s frees nobody: it covers a weekend only", s.Name, s.From)
			}
		}
		for _, w := range y.Work {
			if d := w.Date.Weekday(); d != time.Saturday && d != time.Sunday {
				t.Errorf("%s is a %s and worked anyway", w.Date, d)
			}
		}
	}
}

func mondaysToFridays(s calendar.Span) int {
	n := 0
	for d := s.From; d <= s.To; d++ {
		if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
			n++
		}
	}
	return n
}
