package deadline

import (
	"slices"
	"time"

	"huying/internal/calendar"
)

// ProvisionalNote is what stands beside a date that is provisional.
const ProvisionalNote = "暂按周一至周五计算，放假安排公布后重算"

// Result is when a meter ends and how that follows. Standing and Late need only Unit, Due, Last, Provisional, Paused, PausedSince,
// Stop and Calendar, so a list may fill these from a row it kept; Strip and Explain need a Result of Due or Compute.
type Result struct {
	First calendar.Date `json:"first"` // day 1
	Last  calendar.Date `json:"last"`  // the day at whose end the limit ends
	Unit  Unit          `json:"unit"`
	Due   time.Time     `json:"due"` // the first instant that is late: 24:00 of Last
	// Provisional: a day counted lies in a year whose arrangement was not announced, and is taken Monday to Friday. Whoever
	// shows the date says so (ProvisionalNote).
	Provisional bool `json:"provisional,omitempty"`
	// Paused: an open pause holds the limit. Last and Due then count its first day as paused and no other: they are the
	// earliest the limit can end, and move when the pause ends.
	Paused      bool               `json:"paused,omitempty"`
	PausedSince calendar.Date      `json:"pausedSince,omitzero"`
	Stop        time.Time          `json:"stop,omitzero"`
	Steps       []Step             `json:"steps,omitempty"` // only from Compute
	Calendar    *calendar.Calendar `json:"-"`
	meter       Meter
}

// Compute derives the due date with every step of the derivation.
func Compute(m Meter, c *calendar.Calendar) Result {
	m.Pauses, m.Extensions = slices.Clone(m.Pauses), slices.Clone(m.Extensions)
	r := Due(m, c)
	r.Steps = r.derivation()
	return r
}

// Due derives the due date without the steps. It allocates nothing; it is what loops over many meters call.
// The result reads m's slices when asked for more, so the caller must not change them meanwhile.
func Due(m Meter, c *calendar.Calendar) Result {
	start := calendar.DateOf(m.Start)
	r := Result{First: start, Last: start, Unit: m.Term.Unit, Stop: m.Stop, Calendar: c, meter: m}
	if m.Term.Unit != SameDay {
		r.First = r.after(start, 1)
		r.Last = r.runOut(start, m.Term.Amount).last
		for _, e := range m.Extensions {
			r.Last = r.runOut(r.Last, e.Amount).last
		}
		r.hold()
		r.Provisional = c.Provisional(start+1, r.Last)
	}
	r.Due = r.Last.End()
	return r
}

// stage is the term or one extension: the last day it counts, and the working day on which it ends.
type stage struct{ counted, last calendar.Date }

// runOut counts an amount from the day after from.
func (r *Result) runOut(from calendar.Date, amount int) stage {
	counted := r.after(from, amount)
	last := counted
	for !r.Calendar.Working(last) || r.pausedOn(last) {
		last++
	}
	return stage{counted, last}
}

// after is the n-th counted day after d.
func (r *Result) after(d calendar.Date, n int) calendar.Date {
	for n > 0 {
		d++
		if r.counts(d) {
			n--
		}
	}
	return d
}

func (r *Result) counts(d calendar.Date) bool {
	return (r.meter.Term.Unit == Day || r.Calendar.Working(d)) && !r.pausedOn(d)
}

func (r *Result) pausedOn(d calendar.Date) bool {
	for i := range r.meter.Pauses {
		if p := &r.meter.Pauses[i]; p.From <= d && d <= r.pausedTo(p) {
			return true
		}
	}
	return false
}

// pausedTo is the last day a pause is known to cover. A pause that nobody ended ends with the meter.
func (r *Result) pausedTo(p *Pause) calendar.Date {
	switch {
	case !p.Open:
		return p.To
	case r.Stop.IsZero():
		return p.From
	}
	return max(p.From, calendar.DateOf(r.Stop))
}

// hold notes the open pause, the earliest if there are several, if it began before the limit had passed. A limit never
// ends on a paused day, so such a pause begins before Last.
func (r *Result) hold() {
	for i := range r.meter.Pauses {
		p := &r.meter.Pauses[i]
		if p.Open && r.Stop.IsZero() && p.From < r.Last && (!r.Paused || p.From < r.PausedSince) {
			r.Paused, r.PausedSince = true, p.From
		}
	}
}

func (r *Result) start() calendar.Date { return calendar.DateOf(r.meter.Start) }
