package deadline

import (
	"time"

	"huying/internal/calendar"
)

// Light is the colour a meter shows.
type Light string

// The lights.
const (
	Green Light = "green"
	Amber Light = "amber" // near the end
	Red   Light = "red"   // late, or stopped late
	Grey  Light = "grey"  // stands still: paused, or stopped in time
)

// Standing is how a meter stands at an instant. Remaining figures are whole days after today: 0 means it ends today.
type Standing struct {
	Light             Light `json:"light"`
	RemainingWorkdays int   `json:"remainingWorkdays"`
	RemainingDays     int   `json:"remainingDays"`
	OverdueWorkdays   int   `json:"overdueWorkdays"` // overdue working days begun; 0 on a weekend right after the limit
	Stopped           bool  `json:"stopped"`
	Late              bool  `json:"late"`
	Paused            bool  `json:"paused"`                // a pause holds it
	Unit              Unit  `json:"unit"`                  // what the limit counts, so that a page can say "3个工作日" or "3日"
	Provisional       bool  `json:"provisional,omitempty"` // it runs into a year whose arrangement is not announced, and may move
}

// Late reports whether the limit has passed at the instant, or had passed when the meter stopped. 24:00 of the last day
// is late. A meter that a pause holds is not.
func (r Result) Late(at time.Time) bool {
	if !r.Stop.IsZero() {
		return !r.Stop.Before(r.Due)
	}
	return !r.Paused && !at.Before(r.Due)
}

// Standing tells how the meter stands. amber is how many working days before the last one the light turns amber, at the
// beginning of that day: 0 is the last day itself, less than 0 never (HOT-51, GAP-07, GAP-11: policy).
func (r Result) Standing(at time.Time, amber int) Standing {
	s := Standing{Stopped: !r.Stop.IsZero(), Late: r.Late(at), Unit: r.Unit}
	s.Paused, s.Provisional = r.Paused && !s.Stopped, r.Provisional && !s.Stopped
	today := calendar.DateOf(at)
	if s.Stopped {
		today = calendar.DateOf(r.Stop)
	}
	if s.Paused && r.PausedSince != 0 {
		today = min(today, r.PausedSince)
	}
	if s.Late {
		s.OverdueWorkdays = r.Calendar.Between(r.Last, today)
	} else {
		s.RemainingWorkdays = r.Calendar.Between(today, r.Last)
		s.RemainingDays = max(0, int(r.Last-today))
	}
	s.Light = r.light(s, today, amber)
	return s
}

func (r Result) light(s Standing, today calendar.Date, amber int) Light {
	switch {
	case s.Late:
		return Red
	case s.Stopped || r.Paused:
		return Grey
	case amber >= 0 && today >= r.Calendar.Add(r.Last, -amber):
		return Amber
	}
	return Green
}

// OverdueBegins is the day on which the n-th overdue working day begins (n from 1). "More than ten working days past the
// limit" is true from OverdueBegins(11) on (HOT-54, GAP-08).
func (r Result) OverdueBegins(n int) calendar.Date { return r.Calendar.Add(r.Last, n) }
