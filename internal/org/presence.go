package org

import (
	"context"

	"huying/internal/calendar"
	"huying/internal/storage"
)

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
