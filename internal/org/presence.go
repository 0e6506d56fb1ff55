package org

import (
	"context"
	"time"

	"huying/internal/calendar"
	"huying/internal/storage"
)

// PresenceDay is a day on which a person was signed in, and the first instant of it (HOT-48).
type PresenceDay struct {
	Person     string        `json:"person"`
	Department string        `json:"department"`
	Day        calendar.Date `json:"day"`
	FirstAt    time.Time     `json:"firstAt"`
}

// Attend notes that a signed-in person is at work today, for sessions that outlive a night: one event a day, unless they
// signed in. After the first call of a day it costs nothing.
func (s *Service) Attend(ctx context.Context, a Actor) error {
	today := calendar.DateOf(s.clock.Now())
	if s.cache.attends(a.ID, today) {
		return nil
	}
	err := s.db.Update(ctx, func(tx *storage.Tx) error {
		first, err := present(tx, a.ID)
		if err != nil || !first {
			return err
		}
		return record(tx, personStream(a.ID), a, act{action: "attend", rule: "HOT-48"})
	})
	if err == nil {
		s.cache.attend(a.ID, today)
	}
	return err
}

// attends reports whether this node remembers the person's presence on that day.
func (c *cache) attends(id string, today calendar.Date) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.today == today && c.attended[id]
}

func (c *cache) attend(id string, today calendar.Date) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.today != today {
		c.today, c.attended = today, map[string]bool{}
	}
	c.attended[id] = true
}

// present keeps the day and tells whether it is the first sign of the person on it.
func present(tx *storage.Tx, id string) (first bool, err error) {
	n, err := tx.Exec(`INSERT INTO org_presence (person_id, day, first_at) VALUES ($1, $2, $3)
		ON CONFLICT (person_id, day) DO NOTHING`, id, calendar.DateOf(tx.Now).String(), storage.Millis(tx.Now))
	return n > 0, err
}

// Presence lists who of the departments under deptPath was signed in on the days from..to, both included. The online
// rate (HOT-05) is computed from it.
func Presence(tx *storage.Tx, deptPath string, from, to calendar.Date) ([]PresenceDay, error) {
	args := []any{from.String(), to.String()}
	days := []PresenceDay{}
	err := tx.All(`SELECT r.person_id, p.department_id, r.day, r.first_at FROM org_presence r
		JOIN org_person p ON p.id = r.person_id JOIN org_department d ON d.id = p.department_id
		WHERE r.day >= $1 AND r.day <= $2 AND `+Under(tx.Engine, "d.path", deptPath, &args)+`
		ORDER BY r.day, r.person_id`, args, func(scan func(...any) error) error {
		var row PresenceDay
		var day string
		var at int64
		if err := scan(&row.Person, &row.Department, &day, &at); err != nil {
			return err
		}
		var err error
		row.Day, err = calendar.ParseDate(day)
		row.FirstAt = storage.Time(at)
		days = append(days, row)
		return err
	})
	return days, err
}
