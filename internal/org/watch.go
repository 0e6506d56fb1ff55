package org

import (
	"slices"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/storage"
)

// Check is one look at the network by the person on duty: how many orders were waiting to be signed for (DUTY-03).
type Check struct {
	ID      string    `json:"id"`
	Shift   string    `json:"shift"`
	Person  string    `json:"person"`
	At      time.Time `json:"at"`
	Waiting int       `json:"waiting"`
	Note    string    `json:"note"`
}

// LookIn records a look at the network by the person (or the leader) on duty in the department at this moment.
func (s *Service) LookIn(tx *storage.Tx, by Actor, deptID string, waiting int, note string) (Check, error) {
	dept, err := DepartmentByID(tx, deptID)
	if err != nil {
		return Check{}, err
	}
	onBehalf, err := Require(by, DutySign, dept.Path, dept.RegionPath)
	if err != nil {
		return Check{}, err
	}
	if waiting < 0 {
		return Check{}, invalid("duty.check.waiting", "waiting", "待签收件数不能小于0。")
	}
	sh, on, err := OnDuty(tx, deptID, tx.Now)
	if err != nil {
		return Check{}, err
	}
	if !on || (!by.Is(sh.Person) && !by.Is(sh.Leader)) {
		return Check{}, fault.New(fault.Refused, "duty.check.turn", "您此时不在该部门值班，不能记录查看。").Under("DUTY-03")
	}
	c := Check{ID: tx.NewID(), Shift: sh.ID, Person: by.ID, At: tx.Now, Waiting: waiting, Note: strings.TrimSpace(note)}
	tx.Queue(`INSERT INTO org_check (id, shift_id, person_id, at, waiting, note) VALUES ($1, $2, $3, $4, $5, $6)`,
		c.ID, c.Shift, c.Person, storage.Millis(c.At), c.Waiting, c.Note)
	facts := map[string]any{"shift": c.Shift, "waiting": c.Waiting}
	return c, record(tx, dutyStream(deptID), by, act{"duty.check", onBehalf, "DUTY-03", facts})
}

// Checks lists the looks of one turn, by time, and the stretches of its watch that went longer without one than the
// policy allows. A watch that is still running is judged up to now.
func (s *Service) Checks(tx *storage.Tx, by Actor, shiftID string, cal *calendar.Calendar) ([]Check, []Span, error) {
	found, err := shifts(tx, ` AND id = $1`, shiftID)
	if err != nil {
		return nil, nil, err
	}
	if len(found) == 0 {
		return nil, nil, fault.New(fault.NotFound, "duty.unknown", "没有这个班次。")
	}
	sh := found[0]
	dept, err := DepartmentByID(tx, sh.Department)
	if err != nil {
		return nil, nil, err
	}
	if _, err := Require(by, DutyView, dept.Path, dept.RegionPath); err != nil {
		return nil, nil, err
	}
	checks, err := checksOf(tx, shiftID)
	if err != nil {
		return nil, nil, err
	}
	settings := s.settings.Now()
	every := settings.Minutes(setCheckEvery, dept.RegionPath)
	var missed []Span
	for _, watch := range s.watches(sh, dept, cal) {
		if watch.To.After(tx.Now) {
			watch.To = tx.Now
		}
		missed = append(missed, missedChecks(watch, checks, every)...)
	}
	return checks, missed, nil
}

// watches are the parts of a turn in which the network must be looked at: the evenings of working days (DUTY-03).
func (s *Service) watches(sh Shift, dept Department, cal *calendar.Calendar) []Span {
	hours := s.hours(dept.RegionPath)
	var out []Span
	for d := calendar.DateOf(sh.From); d.Start().Before(sh.To); d = d.Add(1) {
		if !cal.Working(d) {
			continue
		}
		if span := hours.evening(d).within(Span{sh.From, sh.To}); !span.empty() {
			out = append(out, span)
		}
	}
	return out
}

// missedChecks gives the stretches of the watch longer than every in which nobody looked.
func missedChecks(watch Span, checks []Check, every time.Duration) []Span {
	if watch.empty() {
		return nil
	}
	looks := []time.Time{watch.From}
	for _, c := range checks {
		if c.At.After(watch.From) && c.At.Before(watch.To) {
			looks = append(looks, c.At)
		}
	}
	looks = append(looks, watch.To)
	slices.SortFunc(looks, time.Time.Compare)
	var missed []Span
	for i := 1; i < len(looks); i++ {
		if looks[i].Sub(looks[i-1]) > every {
			missed = append(missed, Span{looks[i-1], looks[i]})
		}
	}
	return missed
}

func checksOf(tx *storage.Tx, shiftID string) ([]Check, error) {
	rows := []Check{}
	err := tx.All(`SELECT id, shift_id, person_id, at, waiting, note FROM org_check WHERE shift_id = $1 ORDER BY at, id`, []any{shiftID},
		func(scan func(...any) error) error {
			var c Check
			var at int64
			err := scan(&c.ID, &c.Shift, &c.Person, &at, &c.Waiting, &c.Note)
			c.At = storage.Time(at)
			rows = append(rows, c)
			return err
		})
	return rows, err
}
