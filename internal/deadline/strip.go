package deadline

import (
	"huying/internal/calendar"
)

// Mark says what a day is to a meter.
type Mark string

// The marks.
const (
	MarkStart    Mark = "start"    // not counted (TIME-01)
	MarkCounted  Mark = "counted"  // counted under the term
	MarkExtended Mark = "extended" // counted under an extension
	MarkFree     Mark = "free"     // not counted: off, or waiting for the working day on which the limit ends
	MarkPaused   Mark = "paused"   // not counted: paused (GAP-04)
	MarkDue      Mark = "due"      // the last day
	MarkOverdue  Mark = "overdue"  // after it
)

// StripDay is one day of a deadline drawn as a strip of days. N numbers the counted days from 1, the overdue working days
// from 1 again, and is 0 for a day that does not count.
type StripDay struct {
	Date calendar.Date    `json:"date"`
	Kind calendar.DayKind `json:"kind"`
	Name string           `json:"name,omitempty"`
	Mark Mark             `json:"mark"`
	N    int              `json:"n,omitempty"`
	// Provisional: the year's arrangement is not announced; the day is taken by its weekday.
	Provisional bool `json:"provisional,omitempty"`
}

// Strip lists every day from the start to the last, or to until if that is later; overdue days end with the day the meter
// stopped. While a pause is open no last day is known: the strip then ends with the pause, drawn to until.
func (r Result) Strip(until calendar.Date) []StripDay {
	start, end := r.start(), r.stripEnd(until)
	stages := r.stages()
	strip := make([]StripDay, 0, max(0, end-start)+1)
	n := 0
	for d := start; d <= end; d++ {
		if d == r.Last+1 {
			n = 0
		}
		mark, counted := r.mark(d, stages)
		day := r.Calendar.Day(d)
		s := StripDay{Date: d, Kind: day.Kind, Name: day.Name, Mark: mark, Provisional: r.Provisional && !r.Calendar.Announced(d.Year())}
		if counted {
			n++
			s.N = n
		}
		strip = append(strip, s)
	}
	return strip
}

// Taken is how many days had counted by the end of a day, those past the limit among them: the numbered days of Strip.
func (r Result) Taken(until calendar.Date) (n int) {
	stages := r.stages()
	for d := r.start(); d <= min(r.stripEnd(until), until); d++ {
		if _, counted := r.mark(d, stages); counted {
			n++
		}
	}
	return n
}

func (r *Result) stripEnd(until calendar.Date) calendar.Date {
	if !r.Stop.IsZero() {
		until = min(until, calendar.DateOf(r.Stop))
	}
	if r.Paused {
		return max(r.start(), r.PausedSince, until)
	}
	return max(r.Last, until)
}

// mark tells what d, not before the start, is to the meter, and whether it has a number.
func (r *Result) mark(d calendar.Date, stages []stage) (m Mark, counted bool) {
	switch {
	case r.Paused && d >= r.PausedSince && d > r.start():
		return MarkPaused, false
	case d > r.Last:
		return MarkOverdue, r.Calendar.Working(d)
	case d == r.start() && d < r.Last:
		return MarkStart, false
	}
	i := 0
	for i < len(stages)-1 && d > stages[i].last {
		i++
	}
	counted = len(stages) > 0 && d <= stages[i].counted && r.counts(d)
	switch {
	case d == r.Last:
		return MarkDue, counted
	case counted && i > 0:
		return MarkExtended, true
	case counted:
		return MarkCounted, true
	case r.pausedOn(d):
		return MarkPaused, false
	}
	return MarkFree, false
}

// stages are the term and each extension; none for SameDay, which counts nothing.
func (r *Result) stages() []stage {
	if r.meter.Term.Unit == SameDay {
		return nil
	}
	stages := []stage{r.runOut(r.start(), r.meter.Term.Amount)}
	for _, e := range r.meter.Extensions {
		stages = append(stages, r.runOut(stages[len(stages)-1].last, e.Amount))
	}
	return stages
}
