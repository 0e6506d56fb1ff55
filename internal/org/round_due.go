package org

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/policy"
	"huying/internal/storage"
)

// RoundDue is what one kind of round asks for in one period and what was recorded of it: green when that is enough, amber
// while there is time, red when the period is over, grey when nothing is asked for.
type RoundDue struct {
	Kind     string         `json:"kind"`
	Label    string         `json:"label"`
	Who      string         `json:"who"`
	Rule     string         `json:"rule"`
	From     calendar.Date  `json:"from"`
	To       calendar.Date  `json:"to"` // the last working day of the period
	Required int            `json:"required"`
	Recorded int            `json:"recorded"` // no more than required of one unit
	Light    deadline.Light `json:"light"`
	Sentence string         `json:"sentence"`
	Units    []string       `json:"units,omitempty"` // that lack something, where the sentence only tells how many
	missing  []string       // units that lack something, or who is on the turn
	until    calendar.Date  // the last day of the period
	end      time.Time      // when it is too late
}

// RoundsDue is how a hall stands: each kind in its running period, what was missed in the span that was asked for, and what
// the person who asks may write down now.
type RoundsDue struct {
	Now  []RoundDue  `json:"now"`
	Gaps []RoundDue  `json:"gaps"`
	Mine []RoundOpen `json:"mine"`
}

// RoundsDue compares what the rounds in a hall should be with what was recorded: of today's periods, and of those that ended on
// the days from..to. Days are those of the calendar: none is asked for on a day off, and a week without a working day asks
// for nothing (DUTY-09 to DUTY-13, DUTY-18).
func (s *Service) RoundsDue(tx *storage.Tx, by Actor, deptID string, from, to calendar.Date, cal *calendar.Calendar) (out RoundsDue, err error) {
	hall, err := watchedHall(tx, by, deptID)
	if err != nil {
		return out, err
	}
	if to < from || to > from.Add(maxGapDays) {
		return out, fault.Newf(fault.Invalid, "duty.gaps.period", "请选择不超过%d日的时段。", maxGapDays)
	}
	out = RoundsDue{Now: []RoundDue{}, Gaps: []RoundDue{}}
	today := calendar.DateOf(tx.Now)
	running, err := s.reckon(tx, hall, today, today, cal)
	if err != nil {
		return out, err
	}
	span, err := s.reckon(tx, hall, from, to, cal)
	if err != nil {
		return out, err
	}
	for _, k := range RoundKinds {
		now := RoundDue{Kind: k.Key, Label: k.Label, Who: k.Who, Rule: k.Rule, From: today, To: today, Light: deadline.Grey}
		for _, due := range running.due(k) {
			if due.From <= today && today <= due.until {
				now = now.with(due)
			}
		}
		now.Sentence = now.asked(k)
		out.Now = append(out.Now, now)
		for _, due := range span.due(k) {
			if from <= due.To && due.To <= to && due.Light == deadline.Red {
				due.Sentence = due.missed(k)
				if due.many(k) {
					due.Units = due.missing
				}
				out.Gaps = append(out.Gaps, due)
			}
		}
	}
	slices.SortStableFunc(out.Gaps, func(a, b RoundDue) int { return int(b.To - a.To) })
	out.Mine, err = s.roundsOpen(tx, by, hall)
	return out, err
}

// roundReckoner holds what was read of a hall to reckon with.
type roundReckoner struct {
	settings *policy.Snapshot
	tx       *storage.Tx
	hall     Department
	cal      *calendar.Calendar
	days     dayspan

	done     []doneRound
	turns    []Shift
	names    map[string]string // of those on the turns
	units    []roundUnit
	presence map[string]map[calendar.Date]int // of chief representatives, by unit
}

type doneRound struct {
	kind, unit, shift string
	day               calendar.Date
}

// roundUnit is an office with a chief representative since some day.
type roundUnit struct {
	id, name string
	since    calendar.Date
}

// reckon reads what the periods need that a span touches: a month of it is counted whole.
func (s *Service) reckon(tx *storage.Tx, hall Department, from, to calendar.Date, cal *calendar.Calendar) (*roundReckoner, error) {
	r := &roundReckoner{settings: s.settings.Now(), tx: tx, hall: hall, cal: cal, days: dayspan{from: from - 31, to: to + 31}}
	return r, r.read(r.days.from, r.days.to)
}

func (r *roundReckoner) read(from, to calendar.Date) (err error) {
	if r.turns, err = shifts(r.tx, ` AND kind IN ('lead', 'cleaning') AND department_id = $1 AND from_at < $2 AND to_at > $3`, r.hall.ID,
		storage.Millis(to.End()), storage.Millis(from.Start())); err != nil {
		return err
	}
	var people []string
	for _, sh := range r.turns {
		people = append(people, sh.Person)
	}
	r.names = AskNames(r.tx, people)
	r.tx.Ask(`SELECT kind, unit_id, COALESCE(shift_id, ''), at FROM org_round WHERE department_id = $1 AND at >= $2 AND at < $3`,
		[]any{r.hall.ID, storage.Millis(from.Start()), storage.Millis(to.End())}, func(scan func(...any) error) error {
			var d doneRound
			var at time.Time
			err := scan(&d.kind, &d.unit, &d.shift, &at)
			d.day = calendar.DateOf(at)
			r.done = append(r.done, d)
			return err
		})
	args := []any{string(Chief)}
	r.tx.Ask(`SELECT d.id, d.name, MIN(g.granted_at) FROM org_grant g JOIN org_person p ON p.id = g.person_id JOIN org_department d ON d.id = p.department_id
		WHERE g.role = $1 AND p.active = 1 AND d.active = 1 AND `+Under(r.tx.Engine, "d.region_path", r.hall.RegionPath, &args)+`
		GROUP BY d.id, d.name ORDER BY d.id`, args, func(scan func(...any) error) error {
		var u roundUnit
		var since time.Time
		err := scan(&u.id, &u.name, &since)
		u.since = calendar.DateOf(since)
		r.units = append(r.units, u)
		return err
	})
	r.presence = map[string]map[calendar.Date]int{}
	r.tx.Ask(`SELECT p.department_id, x.day, COUNT(DISTINCT p.id) FROM org_presence x JOIN org_person p ON p.id = x.person_id
		JOIN org_grant g ON g.person_id = p.id WHERE g.role = $1 AND x.day >= $2 AND x.day <= $3 GROUP BY p.department_id, x.day`,
		[]any{string(Chief), from.String(), to.String()}, func(scan func(...any) error) error {
			var unit, text string
			var n int
			if err := scan(&unit, &text, &n); err != nil {
				return err
			}
			day, err := calendar.ParseDate(text)
			if r.presence[unit] == nil {
				r.presence[unit] = map[calendar.Date]int{}
			}
			r.presence[unit][day] = n
			return err
		})
	return r.tx.Gather()
}

// due reckons the periods of a kind.
func (r *roundReckoner) due(k RoundKind) []RoundDue {
	if k.Per == EachTurn {
		return r.dueTurns(k)
	}
	n := r.settings.Int(k.Setting, r.hall.RegionPath)
	if n == 0 {
		return nil
	}
	var out []RoundDue
	for _, days := range periods(k.Per, r.days.from, r.days.to, r.cal) {
		due := RoundDue{Kind: k.Key, Label: k.Label, Who: k.Who, Rule: k.Rule, From: days.from, To: days.to, until: days.until, end: days.to.End()}
		if !k.EachUnit {
			due.Required, due.Recorded = n, min(n, r.count(k, "", days))
		}
		for _, u := range r.units {
			if !k.EachUnit || u.since >= days.from { // asked from the first whole period on
				continue
			}
			got := min(n, r.count(k, u.id, days))
			due.Required, due.Recorded = due.Required+n, due.Recorded+got
			if got < n {
				due.missing = append(due.missing, u.name)
			}
		}
		out = append(out, due.lit(r.tx.Now))
	}
	return out
}

// dueTurns asks for one record of each turn of the roster.
func (r *roundReckoner) dueTurns(k RoundKind) (out []RoundDue) {
	for _, sh := range r.turns {
		if sh.Kind != k.Shift {
			continue
		}
		day := calendar.DateOf(sh.From)
		due := RoundDue{Kind: k.Key, Label: k.Label, Who: k.Who, Rule: k.Rule, From: day, To: day, until: day, Required: 1, end: sh.To, missing: []string{r.names[sh.Person]}}
		if slices.ContainsFunc(r.done, func(d doneRound) bool { return d.shift == sh.ID }) {
			due.Recorded = 1
		}
		out = append(out, due.lit(r.tx.Now))
	}
	return out
}

func (r *roundReckoner) count(k RoundKind, unit string, days dayspan) (n int) {
	if k.Permission == "" {
		return r.presence[unit][days.from]
	}
	for _, d := range r.done {
		if d.kind == k.Key && (unit == "" || d.unit == unit) && days.from <= d.day && d.day <= days.until {
			n++
		}
	}
	return n
}

// dayspan is a period: its first day, its last working day and its last day.
type dayspan struct{ from, to, until calendar.Date }

// periods are those of which a working day lies in from..to; each ends with its last working day.
func periods(per Period, from, to calendar.Date, cal *calendar.Calendar) (out []dayspan) {
	same := func(a, b calendar.Date) bool { return a == b }
	switch per {
	case EachWeek:
		same = func(a, b calendar.Date) bool { return monday(a) == monday(b) }
	case EachMonth:
		same = func(a, b calendar.Date) bool { return a.Year() == b.Year() && a.Month() == b.Month() }
	}
	for d := from; d <= to; d++ {
		if !cal.Working(d) {
			continue
		}
		if n := len(out); n > 0 && same(out[n-1].from, d) {
			out[n-1].to = d
			continue
		}
		out = append(out, dayspan{from: d, to: d})
	}
	for i := range out { // what was done on days off counts as well
		p := &out[i]
		for ; same(p.from-1, p.to); p.from-- {
		}
		for p.until = p.to; same(p.until+1, p.to); p.until++ {
		}
	}
	return out
}

func monday(d calendar.Date) calendar.Date { return d - calendar.Date((int(d.Weekday())+6)%7) }

func (d RoundDue) lit(now time.Time) RoundDue {
	switch {
	case d.Required == 0:
		d.Light = deadline.Grey
	case d.Recorded >= d.Required:
		d.Light = deadline.Green
	case d.end.After(now):
		d.Light = deadline.Amber
	default:
		d.Light = deadline.Red
	}
	return d
}

// with adds another period of the same kind that runs today: the turns of one day.
func (d RoundDue) with(other RoundDue) RoundDue {
	worse := map[deadline.Light]int{deadline.Grey: 0, deadline.Green: 1, deadline.Amber: 2, deadline.Red: 3}
	if worse[d.Light] > worse[other.Light] {
		other.Light = d.Light
	}
	other.Required, other.Recorded = other.Required+d.Required, other.Recorded+d.Recorded
	return other
}

var periodNames = map[Period]string{EachDay: "今天", EachWeek: "本周", EachMonth: "本月", EachTurn: "今天"}

// asked says how the running period stands.
func (d RoundDue) asked(k RoundKind) string {
	if d.Required == 0 {
		return periodNames[k.Per] + "没有要求。"
	}
	if k.Permission == "" {
		return fmt.Sprintf("%s应有%d人，在岗%d人。", periodNames[k.Per], d.Required, d.Recorded)
	}
	return fmt.Sprintf("%s应有%d次，已记录%d次。", periodNames[k.Per], d.Required, d.Recorded)
}

// namedUnits is how many units a sentence names; of more it tells the number.
const namedUnits = 3

func (d RoundDue) many(k RoundKind) bool { return k.EachUnit && len(d.missing) > namedUnits }

// missed says what a period that is over lacks.
func (d RoundDue) missed(k RoundKind) string {
	when := d.To.Chinese()
	switch k.Per {
	case EachWeek:
		when = d.From.Chinese() + "至" + d.To.Chinese()
	case EachMonth:
		when = fmt.Sprintf("%d年%d月", d.To.Year(), int(d.To.Month()))
	}
	switch {
	case d.many(k) && k.Key == "stationed":
		return fmt.Sprintf("%s有%d个单位没有首席代表在岗。", when, len(d.missing))
	case d.many(k):
		return fmt.Sprintf("%s有%d个单位没有%s记录。", when, len(d.missing), k.Label)
	case k.Key == "stationed":
		return fmt.Sprintf("%s没有首席代表在岗：%s。", when, strings.Join(d.missing, "、"))
	case k.EachUnit:
		return fmt.Sprintf("%s没有%s记录：%s。", when, k.Label, strings.Join(d.missing, "、"))
	case k.Per == EachTurn:
		return fmt.Sprintf("%s%s%s，没有到岗记录。", when, strings.Join(d.missing, "、"), k.Shift.Chinese())
	}
	return fmt.Sprintf("%s%s应有%d次，只记录%d次。", when, k.Label, d.Required, d.Recorded)
}
