package casework

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/storage"
)

var zone = calendar.Zone

// Meter is one count-down on a case. Its due date is a pure function of the case's events and a calendar version; the
// row in the database only remembers it.
type Meter struct {
	Name     string
	Round    int64 // 1, and one more each time the same meter starts again (redo)
	Calendar int64 // calendar version it counts by
	Region   string
	Alarms   []Alarm
	Due      time.Time
	deadline.Meter
}

// Alarm asks the kernel to ring when a meter comes near its end or passes it. Workdays < 0: at the beginning of the
// day that lies so many working days before the last; 0: when the limit has passed; > 0: when that overdue working day
// begins. Rung, and set anew, whenever the end moves.
type Alarm struct {
	Kind     string
	Workdays int
}

// MeterChange is what an event says of a meter. At is in milliseconds; days are calendar days in China.
type MeterChange struct {
	Op       string `json:"op"` // start, pause, resume, extend, stop, recalendar
	Meter    string `json:"meter"`
	Round    int64  `json:"round"`
	At       int64  `json:"at"`
	Unit     string `json:"unit,omitempty"`
	Amount   int    `json:"amount,omitempty"`
	Rule     string `json:"rule,omitempty"`
	Calendar int64  `json:"calendar,omitempty"`
	Region   string `json:"region,omitempty"`
	Alarms   string `json:"alarms,omitempty"`
	Day      string `json:"day,omitempty"` // first day paused, or last one
	Reason   string `json:"reason,omitempty"`
	Approver string `json:"approver,omitempty"`
}

// Running reports whether the meter has not stopped. A paused meter runs.
func (m *Meter) Running() bool { return m.Stop.IsZero() }

// Paused reports whether the meter stands still.
func (m *Meter) Paused() bool { return len(m.Pauses) > 0 && m.Pauses[len(m.Pauses)-1].Open }

// Late reports whether the limit has passed at the instant, or had passed when the meter stopped.
func (m *Meter) Late(at time.Time) bool {
	if !m.Running() {
		at = m.Stop
	}
	return !at.Before(m.Due) && !(m.Running() && m.Paused())
}

// Amber is how many working days before the last one the light turns amber: that of the earliest alarm before the end.
func (m *Meter) Amber() int {
	amber := 0
	for _, a := range m.Alarms {
		amber = max(amber, -a.Workdays)
	}
	return amber
}

// Meter gives a meter of the case as it stands in this act, in its latest round, or nil.
func (a *Act) Meter(name string) *Meter { return a.meters[name] }

// Start starts a meter at the instant, counting by the calendar in force. A meter that has stopped starts a new round.
func (a *Act) Start(name string, term deadline.Term, at time.Time, alarms ...Alarm) error {
	round := int64(1)
	if old := a.meters[name]; old != nil {
		if old.Running() {
			return fmt.Errorf("casework: meter %s of %s already runs", name, a.Case.ID)
		}
		round = old.Round + 1
	}
	version, err := a.k.Calendars.Current(a.tx)
	if err != nil {
		return err
	}
	return a.move(MeterChange{Op: "start", Meter: name, Round: round, At: storage.Millis(at), Unit: string(term.Unit), Amount: term.Amount,
		Rule: term.Rule, Calendar: version, Region: a.Case.Region, Alarms: writeAlarms(alarms)})
}

// Stop stops a running meter at the instant. Stopping one that does not run does nothing.
func (a *Act) Stop(name string, at time.Time) error {
	if m := a.meters[name]; m == nil || !m.Running() {
		return nil
	}
	return a.move(MeterChange{Op: "stop", Meter: name, Round: a.meters[name].Round, At: storage.Millis(at)})
}

// Pause makes a meter stand still from a calendar day on. Both the first and the last day of a pause are not counted
// (GAP-04). reason comes from a closed list of the area; rule is what allows it. A pause cannot mend a limit that has
// passed, so it is refused then.
func (a *Act) Pause(name string, from calendar.Date, reason, rule string) error {
	m := a.meters[name]
	if m == nil || !m.Running() || m.Paused() {
		return fault.New(fault.Conflict, "case.meter.pause", "计时未在进行，不能暂停。").Under(rule)
	}
	if m.Late(a.tx.Now) || from.Start().After(m.Due) {
		return fault.New(fault.Refused, "case.meter.pause.late", "时限已过，不能再暂停计时。").Under(rule)
	}
	return a.move(MeterChange{Op: "pause", Meter: name, Round: m.Round, At: storage.Millis(a.tx.Now), Day: from.String(), Reason: reason, Rule: rule})
}

// Resume ends a pause; last is the last day that is not counted. A pause that ends on the day before its first one, because
// what it was for came to nothing, covers no day.
func (a *Act) Resume(name string, last calendar.Date) error {
	m := a.meters[name]
	if m == nil || !m.Paused() {
		return fault.New(fault.Conflict, "case.meter.resume", "计时没有暂停，不能恢复。")
	}
	if last < m.Pauses[len(m.Pauses)-1].From-1 {
		return fault.New(fault.Invalid, "case.meter.resume.early", "恢复日期不能早于暂停日期。")
	}
	return a.move(MeterChange{Op: "resume", Meter: name, Round: m.Round, At: storage.Millis(a.tx.Now), Day: last.String()})
}

// Extend lengthens a running meter by an amount in the meter's own unit. approver is the id of who approved it.
func (a *Act) Extend(name string, amount int, approver, reason, rule string) error {
	m := a.meters[name]
	if m == nil || !m.Running() {
		return fault.New(fault.Conflict, "case.meter.extend", "计时已结束，不能延长。").Under(rule)
	}
	return a.move(MeterChange{Op: "extend", Meter: name, Round: m.Round, At: storage.Millis(a.tx.Now), Amount: amount, Approver: approver, Reason: reason, Rule: rule})
}

// Recalendar makes a running meter count by another calendar version.
func (a *Act) Recalendar(name string, version int64) error {
	return a.move(MeterChange{Op: "recalendar", Meter: name, Round: a.meters[name].Round, At: storage.Millis(a.tx.Now), Calendar: version})
}

func (a *Act) stopAll() {
	for _, name := range slices.Sorted(maps.Keys(a.meters)) {
		if m := a.meters[name]; m.Running() {
			a.mustMove(MeterChange{Op: "stop", Meter: name, Round: m.Round, At: storage.Millis(a.Case.Closed)})
		}
	}
}

func (a *Act) mustMove(ch MeterChange) {
	if err := a.move(ch); err != nil {
		panic(err)
	}
}

func (a *Act) move(ch MeterChange) error {
	if err := apply(a.meters, ch); err != nil {
		return err
	}
	m := a.meters[ch.Meter]
	if !slices.Contains(a.moved, m) {
		a.moved = append(a.moved, m)
	}
	a.moves = append(a.moves, ch)
	return a.k.derive(a.tx, m)
}

// derive computes the due date from the meter's own history.
func (k *Kernel) derive(tx *storage.Tx, m *Meter) error {
	cal, err := k.Calendars.At(tx, m.Calendar, m.Region)
	if err != nil {
		return err
	}
	m.Due = deadline.Due(m.Meter, cal).Due
	return nil
}

// apply is how a change of a meter reads, both when it happens and when the record is read again.
func apply(meters map[string]*Meter, ch MeterChange) error {
	if ch.Op == "start" {
		m := &Meter{Name: ch.Meter, Round: ch.Round, Calendar: ch.Calendar, Region: ch.Region, Alarms: readAlarms(ch.Alarms)}
		m.Term = deadline.Term{Amount: ch.Amount, Unit: deadline.Unit(ch.Unit), Rule: ch.Rule}
		m.Start = storage.Time(ch.At)
		meters[ch.Meter] = m
		return nil
	}
	m := meters[ch.Meter]
	if m == nil || m.Round != ch.Round || !m.Running() {
		return fmt.Errorf("casework: %s of meter %q, round %d, which does not run", ch.Op, ch.Meter, ch.Round)
	}
	switch ch.Op {
	case "stop":
		m.Stop = storage.Time(ch.At)
		if m.Paused() {
			p := &m.Pauses[len(m.Pauses)-1]
			p.Open, p.To = false, calendar.DateOf(m.Stop)
		}
	case "pause":
		day, err := calendar.ParseDate(ch.Day)
		if err != nil {
			return err
		}
		m.Pauses = append(m.Pauses, deadline.Pause{From: day, Open: true, Reason: ch.Reason, Rule: ch.Rule})
	case "resume":
		day, err := calendar.ParseDate(ch.Day)
		if err != nil {
			return err
		}
		p := &m.Pauses[len(m.Pauses)-1]
		p.To, p.Open = day, false
	case "extend":
		m.Extensions = append(m.Extensions, deadline.Extension{Amount: ch.Amount, Approver: ch.Approver, Reason: ch.Reason, Rule: ch.Rule, At: storage.Time(ch.At)})
	case "recalendar":
		m.Calendar = ch.Calendar
	default:
		return fmt.Errorf("casework: unknown change %q of a meter", ch.Op)
	}
	return nil
}

// History reads the meters of a case from its events: every round, in the order they started, each with its due date.
func (k *Kernel) History(tx *storage.Tx, events []audit.Event) ([]*Meter, error) {
	bodies, err := Bodies(events)
	if err != nil {
		return nil, err
	}
	return k.HistoryOf(tx, bodies)
}

// HistoryOf is History for events whose bodies were read.
func (k *Kernel) HistoryOf(tx *storage.Tx, bodies []Body) ([]*Meter, error) {
	var all []*Meter
	latest := map[string]*Meter{}
	for _, b := range bodies {
		for _, ch := range b.Meters {
			if err := apply(latest, ch); err != nil {
				return nil, err
			}
			if ch.Op == "start" {
				all = append(all, latest[ch.Meter])
			}
		}
	}
	for _, m := range all {
		if err := k.derive(tx, m); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Explain derives a meter's due date step by step.
func (k *Kernel) Explain(tx *storage.Tx, m *Meter) (deadline.Result, error) {
	cal, err := k.Calendars.At(tx, m.Calendar, m.Region)
	if err != nil {
		return deadline.Result{}, err
	}
	return deadline.Compute(m.Meter, cal), nil
}

// dueIn is the end by which somebody must have acted in a state: that of the state's own meter, or else the nearest. A
// meter without alarms is a window in which something may be done: when it ends nobody is late.
func dueIn(state *State, meters map[string]*Meter) time.Time {
	if m := meters[state.Meter]; m != nil && m.Running() {
		return m.Due
	}
	var due time.Time
	for _, m := range meters {
		if m.Running() && len(m.Alarms) > 0 && (due.IsZero() || m.Due.Before(due)) {
			due = m.Due
		}
	}
	return due
}

func writeAlarms(alarms []Alarm) string {
	parts := make([]string, len(alarms))
	for i, a := range alarms {
		parts[i] = a.Kind + ":" + strconv.Itoa(a.Workdays)
	}
	return strings.Join(parts, " ")
}

func readAlarms(s string) []Alarm {
	var out []Alarm
	for _, part := range strings.Fields(s) {
		kind, n, _ := strings.Cut(part, ":")
		days, err := strconv.Atoi(n)
		if err == nil {
			out = append(out, Alarm{Kind: kind, Workdays: days})
		}
	}
	return out
}
