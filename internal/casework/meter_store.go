package casework

import (
	"encoding/json"
	"fmt"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/deadline"
	"huying/internal/storage"
)

// meterRows are the latest rounds of a case's meters as their rows tell. special says that one of them was paused or
// extended: of that the row remembers only the end.
type meterRows struct {
	meters  map[string]*Meter
	special bool
}

// askMeters reads the rows, answered with whatever else was asked for.
func askMeters(tx *storage.Tx, caseID string) *meterRows {
	s := &meterRows{meters: map[string]*Meter{}}
	tx.Ask(`SELECT name, round, unit, amount, rule, calendar, region, alarms, started_at, due_at, stopped_at, paused, extended
		FROM meters WHERE case_id = $1 ORDER BY name, round`, []any{caseID}, func(scan func(...any) error) error {
		m, special, err := scanMeter(scan)
		s.meters[m.Name] = m
		s.special = s.special || special
		return err
	})
	return s
}

// whole gives the meters with all that happened to them. Those that were paused or extended are read from the events; most
// were not, and then the rows say all.
func (k *Kernel) whole(tx *storage.Tx, caseID string, s *meterRows) (map[string]*Meter, error) {
	if !s.special {
		return s.meters, nil
	}
	events, err := audit.Events(tx, caseID)
	if err != nil {
		return nil, err
	}
	history, err := k.History(tx, events)
	if err != nil {
		return nil, err
	}
	for _, m := range history {
		s.meters[m.Name] = m
	}
	return s.meters, nil
}

func (k *Kernel) loadMeters(tx *storage.Tx, caseID string) (map[string]*Meter, error) {
	rows := askMeters(tx, caseID)
	if err := tx.Gather(); err != nil {
		return nil, err
	}
	return k.whole(tx, caseID, rows)
}

func scanMeter(scan func(...any) error) (*Meter, bool, error) {
	var m Meter
	var unit, alarms string
	var started, due, paused, extended int64
	var stopped *int64
	err := scan(&m.Name, &m.Round, &unit, &m.Term.Amount, &m.Term.Rule, &m.Calendar, &m.Region, &alarms, &started, &due, &stopped, &paused, &extended)
	m.Term.Unit, m.Alarms = deadline.Unit(unit), readAlarms(alarms)
	m.Start, m.Due, m.Stop = storage.Time(started), storage.Time(due), instant(stopped)
	return &m, paused != 0 || extended != 0, err
}

// Glance is what a list shows of a meter: enough for its light, without its history.
type Glance struct {
	CaseID  string
	Name    string
	Due     time.Time
	Started time.Time
	Stopped time.Time
	Unit    deadline.Unit
	Since   calendar.Date // first day of the pause that holds it, 0 when none does
	Amber   int
	Region  string
	Version int64
}

// Glances reads the latest round of a meter for many cases at once.
func (k *Kernel) Glances(tx *storage.Tx, name string, ids []string) (map[string]Glance, error) {
	out := make(map[string]Glance, len(ids))
	k.AskGlances(tx, name, ids, out)
	return out, tx.Gather()
}

// AskGlances is Glances, answered with whatever else was asked for.
func (k *Kernel) AskGlances(tx *storage.Tx, name string, ids []string, into map[string]Glance) {
	askGlances(tx, name, ids, into, func(_, _ Glance) bool { return true })
}

// AskWorst is AskGlances for the round of a meter that missed its end by most, or the latest if none did.
func (k *Kernel) AskWorst(tx *storage.Tx, name string, ids []string, into map[string]Glance) {
	askGlances(tx, name, ids, into, func(before, round Glance) bool { return round.missedBy(tx.Now) >= before.missedBy(tx.Now) })
}

// missedBy is how long after its end the meter was or is still running, 0 if it is in time.
func (g Glance) missedBy(now time.Time) time.Duration {
	end := g.Stopped
	if end.IsZero() {
		end = now
	}
	return max(0, end.Sub(g.Due))
}

func askGlances(tx *storage.Tx, name string, ids []string, into map[string]Glance, better func(before, round Glance) bool) {
	if len(ids) == 0 {
		return
	}
	args := make([]any, 0, len(ids)+1)
	args = append(args, name)
	for _, id := range ids {
		args = append(args, id)
	}
	tx.Ask(`SELECT case_id, name, unit, alarms, started_at, due_at, stopped_at, paused, region, calendar FROM meters
		WHERE name = $1 AND case_id IN (`+storage.Placeholders(2, len(ids))+`) ORDER BY case_id, round`, args, func(scan func(...any) error) error {
		var g Glance
		var alarms string
		var started, due, paused int64
		var stopped *int64
		err := scan(&g.CaseID, &g.Name, &g.Unit, &alarms, &started, &due, &stopped, &paused, &g.Region, &g.Version)
		g.Started, g.Due, g.Stopped = storage.Time(started), storage.Time(due), instant(stopped)
		if paused > pausedOnce {
			g.Since = calendar.Date(paused)
		}
		g.Amber = (&Meter{Alarms: readAlarms(alarms)}).Amber()
		if before, ok := into[g.CaseID]; !ok || better(before, g) {
			into[g.CaseID] = g
		}
		return err
	})
}

// Standing is the light of a glance at an instant.
func (k *Kernel) Standing(tx *storage.Tx, g Glance, at time.Time) (deadline.Standing, error) {
	cal, err := k.Calendars.At(tx, g.Version, g.Region)
	if err != nil {
		return deadline.Standing{}, err
	}
	r := deadline.Result{Unit: g.Unit, Due: g.Due, Last: calendar.DateOf(g.Due.Add(-time.Millisecond)), Paused: g.Since != 0, PausedSince: g.Since, Stop: g.Stopped, Calendar: cal}
	r.Provisional = g.Unit != deadline.SameDay && cal.Provisional(calendar.DateOf(g.Started)+1, r.Last)
	return r.Standing(at, g.Amber), nil
}

// writeMeters queues the rows of the meters that changed and sets their alarms anew.
func (a *Act) writeMeters() error {
	const columns = 14
	rows := make([]any, 0, len(a.moved)*columns)
	for _, m := range a.moved {
		rows = append(rows, a.Case.ID, m.Name, m.Round, string(m.Term.Unit), m.Term.Amount, m.Term.Rule, m.Calendar, m.Region, writeAlarms(m.Alarms),
			storage.Millis(m.Start), storage.Millis(m.Due), nullable(m.Stop), m.pausedMark(), len(m.Extensions))
	}
	a.tx.QueueRows(`INSERT INTO meters (case_id, name, round, unit, amount, rule, calendar, region, alarms, started_at, due_at, stopped_at, paused, extended) VALUES `, columns, `
		ON CONFLICT (case_id, name, round) DO UPDATE SET calendar = excluded.calendar, due_at = excluded.due_at,
		stopped_at = excluded.stopped_at, paused = excluded.paused, extended = excluded.extended`, rows...)
	return a.setAlarms()
}

// The mark that a row keeps of pauses: neverPaused, pausedOnce when all have ended, else the first day of the open one.
const (
	neverPaused = 0
	pausedOnce  = 1
)

func (m *Meter) pausedMark() int64 {
	switch {
	case len(m.Pauses) == 0:
		return neverPaused
	case m.Paused():
		return int64(m.Pauses[len(m.Pauses)-1].From)
	}
	return pausedOnce
}

// Events reads the record of a case, each event with its body.
func (k *Kernel) Events(tx *storage.Tx, caseID string) ([]audit.Event, []Body, error) {
	events, err := audit.Events(tx, caseID)
	if err != nil {
		return nil, nil, err
	}
	bodies, err := Bodies(events)
	return events, bodies, err
}

// Bodies reads what events say of their cases.
func Bodies(events []audit.Event) ([]Body, error) {
	bodies := make([]Body, len(events))
	for i, e := range events {
		if err := json.Unmarshal(e.Data, &bodies[i]); err != nil {
			return nil, fmt.Errorf("casework: event %d of %s: %w", e.Seq, e.Stream, err)
		}
	}
	return bodies, nil
}
