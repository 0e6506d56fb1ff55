package approval

import (
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/org"
)

// Stay is a run of days on which a part stood still and the whole with it, since the longest chain of the plan leads through
// the part: what is not counted for the one is not counted for the other (TIME-03, TIME-10).
type Stay struct {
	Why  string        `json:"why"` // 补正材料, or one of the special procedures
	Rule string        `json:"rule"`
	From calendar.Date `json:"from"`        // first day
	To   calendar.Date `json:"to,omitzero"` // last day; 0 while it stands still
}

// critical reports whether the longest chain of the plan leads through a part, or one as long. A pause of any other part
// takes of its own slack: the whole ends no later. The plan is that of the beginning, whatever becomes of its parts, so that
// who reads it can tell what moves the date.
func (b *Bundle) critical(p *Part) bool {
	longest := 0
	for i := range b.Parts {
		longest = max(longest, b.before(&b.Parts[i]))
	}
	return b.before(p)+b.behind(p)-p.Days == longest
}

// before is how many days the longest chain takes that ends with a part, behind the one that begins with it.
func (b *Bundle) before(p *Part) int {
	days := 0
	for _, id := range p.After {
		if q := b.part(id); q != nil {
			days = max(days, b.before(q))
		}
	}
	return days + p.Days
}

func (b *Bundle) behind(p *Part) int {
	days := 0
	for i := range b.Parts {
		for _, id := range b.Parts[i].After {
			if id == p.Item {
				days = max(days, b.behind(&b.Parts[i]))
			}
		}
	}
	return days + p.Days
}

// still tells why an application in a state stands still, and from which day on its time is not counted: that of a special
// procedure from its first day (TIME-10), that of materials which must be completed from the beginning (TIME-03).
func (o *Application) still(state string) (stay Stay, stands bool) {
	if sp := o.special(); sp != nil && state == Reviewing {
		return Stay{Why: label(specialWords, sp.Kind), Rule: "TIME-10", From: sp.From}, true
	}
	return Stay{Why: "补正材料", Rule: "TIME-03", From: calendar.DateOf(o.Complete) + 1}, state == Correcting
}

// moved is the last day on which an application stood still that does so no more: the day its materials were complete, the
// last one of the procedure, or today when it ended instead.
func (o *Application) moved(state string, stay Stay, today calendar.Date) calendar.Date {
	switch {
	case Flow.State(state).Final || state == Declining:
		return max(stay.From-1, today)
	case stay.Rule == "TIME-03":
		return max(stay.From-1, calendar.DateOf(o.Complete))
	}
	return o.Specials[len(o.Specials)-1].To
}

// stand lets the time of the whole stand still, or run again, with a part that its longest chain leads through.
func (s *Service) stand(child *casework.Act, b *Bundle, p *Part, o *Application) error {
	stay, stands := o.still(child.Case.State)
	held := p.held()
	switch {
	case stands == (held != nil), stands && !b.critical(p):
		return nil
	case stands:
		return s.halt(child, b, p, stay)
	}
	a, err := s.kernel.Begin(child.Tx(), org.System(), b.ID, 0, "resume_joint")
	if err != nil {
		return err
	}
	held.To = o.moved(child.Case.State, *held, calendar.DateOf(now(a)))
	if err := b.resume(a, *held); err != nil {
		return err
	}
	if err := saveBundle(a.Tx(), b); err != nil {
		return err
	}
	return a.Finish("", map[string]any{"item": p.Item, "application": o.ID, "why": held.Why, "to": held.To})
}

func (s *Service) halt(child *casework.Act, b *Bundle, p *Part, stay Stay) error {
	a, err := s.kernel.Begin(child.Tx(), org.System(), b.ID, 0, "pause_joint")
	if err != nil {
		return err
	}
	p.Stays = append(p.Stays, stay)
	if err := pause(a, stay); err != nil {
		return err
	}
	if err := saveBundle(a.Tx(), b); err != nil {
		return err
	}
	return a.Finish("", map[string]any{"item": p.Item, "application": p.Application, "why": stay.Why, "rule": stay.Rule, "from": stay.From})
}

// pause makes the meter of the whole stand still, unless it does already or its limit has passed, which no pause mends.
func pause(a *casework.Act, stay Stay) error {
	m := a.Meter(MeterHandling)
	if m.Paused() || m.Late(now(a)) || stay.From.Start().After(m.Due) {
		return nil
	}
	return a.Pause(MeterHandling, stay.From, stay.Why, stay.Rule)
}

// resume lets the meter of the whole run again after a stay that has ended, and stand still again for another that has not.
// What stood still beside it, over other days, is not counted either.
func (b *Bundle) resume(a *casework.Act, ended Stay) error {
	m := a.Meter(MeterHandling)
	if !m.Paused() || m.Pauses[len(m.Pauses)-1].From != ended.From || b.standing(ended.From) {
		return nil // another holds it: this one's days are added when that has ended
	}
	if err := a.Resume(MeterHandling, ended.To); err != nil {
		return err
	}
	for _, stay := range b.stays() {
		if stay.To == 0 || stay.within(m.Pauses) {
			continue
		}
		if err := pause(a, stay); err != nil {
			return err
		}
		if m.Paused() {
			if err := a.Resume(MeterHandling, stay.To); err != nil {
				return err
			}
		}
	}
	for _, stay := range b.stays() {
		if stay.To == 0 {
			return pause(a, stay)
		}
	}
	return nil
}

// stays are those of all parts.
func (b *Bundle) stays() (all []Stay) {
	for _, p := range b.Parts {
		all = append(all, p.Stays...)
	}
	return all
}

// standing reports whether a part stands still since a day.
func (b *Bundle) standing(since calendar.Date) bool {
	for _, stay := range b.stays() {
		if stay.To == 0 && stay.From == since {
			return true
		}
	}
	return false
}

// held is the stay of a part that stands still.
func (p *Part) held() *Stay {
	if n := len(p.Stays); n > 0 && p.Stays[n-1].To == 0 {
		return &p.Stays[n-1]
	}
	return nil
}

// within reports whether every day of a stay that has ended is paused.
func (s Stay) within(pauses []deadline.Pause) bool {
	for d := s.From; d <= s.To; d++ {
		if !paused(pauses, d) {
			return false
		}
	}
	return true
}

func paused(pauses []deadline.Pause, d calendar.Date) bool {
	for _, p := range pauses {
		if p.From <= d && (p.Open || d <= p.To) {
			return true
		}
	}
	return false
}
