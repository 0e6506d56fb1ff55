package demo

import (
	"time"

	"huying/internal/calendar"
)

// What is in this file leaves a city in which every desk has something on it: what is decided within minutes is left for
// the last hours, what is seldom is made to happen towards the end, whoever tries the city out and whenever that is.

// lastDays are the days whose doings fill the pages that show what happened lately.
const lastDays = 6

// leftFor is for how many days before the end a decision that is seldom made is left undone.
var leftFor = map[string]int{"decide": 30, "notice": 30, "review": 12, "sign_off": 12, "rule_extension": 10, "tell_extension": 10, "assist": 10}

// freshHours are the office hours at the end in which what takes minutes is left, of a department that may be tried fourDays; and keptMost how
// much of a kind.
const (
	freshHours = 5
	fourDays   = 32
	keptMost   = 2
)

// triedOffices are the departments whose people may be tried: each keeps something of its own.
var triedOffices = map[string]bool{"scj": true, "cgj": true}

// keepFor leaves a decision undone when the play is nearly over, two of a kind; of what lies with a department, two in each
// that may be tried and two of all others.
func (p *play) keepFor(box, dept string) bool {
	days := max(leftFor[box], lastDays)
	return p.spare(box, dept, p.until.Add(-time.Duration(days)*24*time.Hour))
}

// keepFresh leaves undone what is done soon.
func (p *play) keepFresh(box, dept string) bool {
	hours := freshHours
	if triedOffices[dept] {
		hours = fourDays
	}
	return p.spare(box, dept, p.officeBefore(p.until, time.Duration(hours)*time.Hour))
}

func (p *play) spare(box, dept string, from time.Time) bool {
	if triedOffices[dept] {
		box += " " + dept
	}
	if p.now().Before(from) || p.kept[box] >= keptMost {
		return false
	}
	p.kept[box]++
	return true
}

// officeBefore is the moment so much office time before t.
func (p *play) officeBefore(t time.Time, d time.Duration) time.Time {
	open, shut := p.hours()
	for day := calendar.DateOf(t); day >= p.first; day-- {
		from, to := day.Start().Add(open), day.Start().Add(shut)
		if t.Before(to) {
			to = t
		}
		if !p.cal.Working(day) || !from.Before(to) {
			continue
		}
		if to.Sub(from) >= d {
			return to.Add(-d)
		}
		d -= to.Sub(from)
	}
	return p.first.Start()
}

// lastReply is when a department that may be tried answers in time and so late in the play that what is to be done with the
// answer is still on its desk.
func (l *life) lastReply(from time.Time, amount int) (at time.Time, last bool) {
	what := "answered " + l.lead
	if !triedOffices[l.lead] || l.shown[what] >= keptMost {
		return at, false
	}
	for n := range amount {
		at = l.days(from, n)
		if at.After(l.officeBefore(l.until, fourDays*time.Hour)) && at.Before(l.officeBefore(l.until, time.Hour)) {
			l.shown[what]++
			return at, true
		}
	}
	return at, false
}

// nearEnd reports whether these are the last days.
func (p *play) nearEnd() bool { return p.until.Sub(p.now()) <= lastDays*24*time.Hour }

// showing is true a few times in the last days, so that what is seldom has happened lately too.
func (p *play) showing(what string, times int) bool { return p.showingWithin(what, times, lastDays, 0) }

// showingWithin is true a few times between so many days and so many days before the end.
func (p *play) showingWithin(what string, times, from, to int) bool {
	return p.shows(what, times, p.until.Sub(p.now()), from, to)
}

// showingAt is true a few times for what will happen in the last days, and for certain before the end.
func (p *play) showingAt(what string, times int, at time.Time) bool {
	return p.shows(what, times, p.until.Sub(at), lastDays, 1)
}

func (p *play) shows(what string, times int, left time.Duration, from, to int) bool {
	if left > time.Duration(from)*24*time.Hour || left < time.Duration(to)*24*time.Hour || p.shown[what] >= times {
		return false
	}
	p.shown[what]++
	return true
}
