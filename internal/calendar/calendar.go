// Package calendar knows which days are worked in China: weekends, public holidays and the weekend days that are worked
// in exchange (调休上班), as each year's notice of the State Council fixes them. It is pure: no clock, no database.
package calendar

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
)

// DayKind says why a day is worked or not.
type DayKind string

// The kinds of days.
const (
	Workday DayKind = "workday" // an ordinary Monday to Friday
	Weekend DayKind = "weekend" // an ordinary Saturday or Sunday
	Holiday DayKind = "holiday" // off by notice, whatever day of the week
	MakeUp  DayKind = "makeup"  // a Saturday or Sunday worked by notice (调休上班)
)

// Working reports whether such a day is worked.
func (k DayKind) Working() bool { return k == Workday || k == MakeUp }

// Day is a date and what the calendar says of it. Name is the holiday, or the holiday made up for; else empty.
type Day struct {
	Date Date    `json:"date"`
	Kind DayKind `json:"kind"`
	Name string  `json:"name,omitempty"`
}

// Calendar says of every date whether it is worked. It never changes, so it may be shared freely.
// A year without an announced arrangement is worked Monday to Friday; ask Announced before relying on it.
type Calendar struct {
	version string
	years   []Year  // ascending
	first   Date    // of days[0]
	days    []Day   // every day from the first announced year to the last
	working []bool  // of the same days: small, because every Add walks over it
	shifts  []int32 // of the same days: see shift
}

//go:embed data/official.json
var officialJSON []byte

// OfficialVersion is the version of the calendar that comes with the program.
const OfficialVersion = "国务院办公厅2007年至2026年放假安排"

// Official is the calendar that comes with the program: 2007 to 2026, each year after its State Council notice,
// corrected by the later ones. A span lists the days its notice names; a weekend that merely adjoins them (与周末连休) stays
// a weekend.
var Official = sync.OnceValue(func() *Calendar {
	var years []Year
	if err := json.Unmarshal(officialJSON, &years); err != nil {
		panic(err)
	}
	c, err := New(OfficialVersion, years...)
	if err != nil {
		panic(err)
	}
	return c
})

// New makes a calendar of announced years. version is what documents call it. It fails with a *YearError.
// Of two arrangements for the same year the later one holds.
func New(version string, years ...Year) (*Calendar, error) {
	c := &Calendar{version: version}
	for _, y := range years {
		if err := y.Validate(); err != nil {
			return nil, err
		}
		i, found := c.find(y.Year)
		if found {
			c.years[i] = y.clone()
		} else {
			c.years = slices.Insert(c.years, i, y.clone())
		}
	}
	c.index()
	return c, nil
}

// With is a new calendar in which y takes the place of its year; c stays as it is. It fails with a *YearError.
// The version's name tells of the change, so that an edited calendar never passes for the one it came from; Named gives
// it a name of its own.
func (c *Calendar) With(y Year) (*Calendar, error) {
	return New(fmt.Sprintf("%s（%d年另有安排）", c.version, y.Year), append(c.Years(), y)...)
}

// Named is the same calendar under another version name.
func (c *Calendar) Named(version string) *Calendar {
	named := *c
	named.version = version
	return &named
}

// Version is what documents call this calendar ("历法版本").
func (c *Calendar) Version() string { return c.version }

// Years are the announced years, ascending. The caller may change what he gets.
func (c *Calendar) Years() []Year {
	years := make([]Year, len(c.years))
	for i, y := range c.years {
		years[i] = y.clone()
	}
	return years
}

// Year is the arrangement of one year, if it was announced.
func (c *Calendar) Year(year int) (Year, bool) {
	i, found := c.find(year)
	if !found {
		return Year{}, false
	}
	return c.years[i].clone(), true
}

// Announced reports whether the year's arrangement is known.
func (c *Calendar) Announced(year int) bool {
	_, found := c.find(year)
	return found
}

// Provisional reports whether a day between the two, both included, lies in a year whose arrangement is not known.
func (c *Calendar) Provisional(from, to Date) bool {
	for year := from.Year(); year <= to.Year(); year++ {
		if !c.Announced(year) {
			return true
		}
	}
	return false
}

// Notice is the document the year rests on; empty if the year was not announced.
func (c *Calendar) Notice(year int) Notice {
	if i, found := c.find(year); found {
		return c.years[i].Notice
	}
	return Notice{}
}

func (c *Calendar) find(year int) (int, bool) {
	return slices.BinarySearchFunc(c.years, year, func(y Year, year int) int { return y.Year - year })
}

// index lays every day of the announced years out, so that a look-up is one subtraction.
func (c *Calendar) index() {
	if len(c.years) == 0 {
		return
	}
	c.first = Of(c.years[0].Year, 1, 1)
	c.days = make([]Day, Of(c.years[len(c.years)-1].Year+1, 1, 1)-c.first)
	for i := range c.days {
		c.days[i] = plain(c.first.Add(i))
	}
	for _, y := range c.years {
		for _, s := range y.Off {
			for d := s.From; d <= s.To; d++ {
				c.days[d-c.first] = Day{Date: d, Kind: Holiday, Name: s.Name}
			}
		}
		for _, w := range y.Work {
			c.days[w.Date-c.first] = Day{Date: w.Date, Kind: MakeUp, Name: w.Name}
		}
	}
	c.working, c.shifts = make([]bool, len(c.days)), make([]int32, len(c.days))
	var shift int32
	for i, day := range c.days {
		switch c.working[i] = day.Kind.Working(); {
		case day.Kind == MakeUp:
			shift++
		case day.Kind == Holiday && !weekend(day.Date):
			shift--
		}
		c.shifts[i] = shift
	}
}

// plain is a day of which nothing was announced.
func plain(d Date) Day {
	if weekend(d) {
		return Day{Date: d, Kind: Weekend}
	}
	return Day{Date: d, Kind: Workday}
}
