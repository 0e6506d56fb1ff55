package casework

import (
	"context"
	"fmt"
	"time"

	"huying/internal/calendar"
	"huying/internal/storage"
)

// Ring is what an area does when an alarm of its flow rings. It runs in a transaction of its own, in which the alarm is
// taken; if it fails, the alarm stays and rings again.
type Ring func(tx *storage.Tx, r Ringing) error

// Ringing is an alarm that has come due. At is when it was due, which may be earlier than now if the program was down.
type Ringing struct {
	CaseID string
	Meter  string
	Kind   string
	At     time.Time
}

// OnRing says what an area does when alarms of its flow ring.
func (k *Kernel) OnRing(flow string, ring Ring) { k.rings[flow] = ring }

// alarmAt is when an alarm rings for a meter that ends at m.Due.
func (k *Kernel) alarmAt(tx *storage.Tx, m *Meter, a Alarm) (time.Time, error) {
	if a.Workdays == 0 {
		return m.Due, nil
	}
	cal, err := k.Calendars.At(tx, m.Calendar, m.Region)
	if err != nil {
		return time.Time{}, err
	}
	last := calendar.DateOf(m.Due.Add(-time.Millisecond))
	return cal.Add(last, a.Workdays).Start(), nil
}

// setAlarms replaces the alarms of the meters that changed. A stopped or paused meter has none. An alarm whose time lay
// before the meter began is set all the same and rings at once, so that a short limit still warns.
func (a *Act) setAlarms() error {
	old := []any{a.Case.ID}
	var rows []any
	for _, m := range a.moved {
		if len(m.Alarms) == 0 {
			continue
		}
		old = append(old, m.Name)
		if !m.Running() || m.Paused() {
			continue
		}
		for _, alarm := range m.Alarms {
			at, err := a.k.alarmAt(a.tx, m, alarm)
			if err != nil {
				return err
			}
			if !a.passed(m, at) {
				rows = append(rows, a.Case.ID, m.Name, alarm.Kind, storage.Millis(at))
			}
		}
	}
	if n := len(old) - 1; n > 0 && !a.isNew {
		a.tx.Queue(`DELETE FROM alarms WHERE case_id = $1 AND meter IN (`+storage.Placeholders(2, n)+`)`, old...)
	}
	a.tx.QueueRows(`INSERT INTO alarms (case_id, meter, kind, at) VALUES `, 4, "", rows...)
	return nil
}

// passed reports whether an alarm rang before this change: it lies before now and the meter did not just start.
func (a *Act) passed(m *Meter, at time.Time) bool {
	return at.Before(a.tx.Now) && m.Start.Before(a.tx.Now)
}

// RingDue rings every alarm that is due, oldest first, and tells how many rang. An area's failure is returned after the
// others have rung.
func (k *Kernel) RingDue(ctx context.Context) (rung int, err error) {
	var failed error
	skip := map[Ringing]bool{}
	for {
		due, err := k.dueAlarms(ctx, len(skip)+100)
		if err != nil {
			return rung, err
		}
		progress := false
		for _, r := range due {
			if skip[r] {
				continue
			}
			progress = true
			if err := k.ringOne(ctx, r); err != nil {
				skip[r], failed = true, err
				continue
			}
			rung++
		}
		if !progress {
			return rung, failed
		}
	}
}

func (k *Kernel) dueAlarms(ctx context.Context, limit int) (due []Ringing, err error) {
	err = k.db.View(ctx, func(tx *storage.Tx) error {
		return tx.All(`SELECT case_id, meter, kind, at FROM alarms WHERE at <= $1 ORDER BY at, case_id, meter, kind LIMIT $2`,
			[]any{storage.Millis(tx.Now), limit}, func(scan func(...any) error) error {
				var r Ringing
				var at int64
				err := scan(&r.CaseID, &r.Meter, &r.Kind, &at)
				r.At = storage.Time(at)
				due = append(due, r)
				return err
			})
	})
	return due, err
}

func (k *Kernel) ringOne(ctx context.Context, r Ringing) error {
	return k.db.Update(ctx, func(tx *storage.Tx) error {
		c, err := k.one(tx, `WHERE c.id = $1`+tx.Fork("", " FOR UPDATE"), r.CaseID)
		if err != nil {
			return err
		}
		taken, err := tx.Exec(`DELETE FROM alarms WHERE case_id = $1 AND meter = $2 AND kind = $3 AND at = $4`, r.CaseID, r.Meter, r.Kind, storage.Millis(r.At))
		if err != nil || taken == 0 {
			return err
		}
		ring := k.rings[c.Flow]
		if ring == nil {
			return fmt.Errorf("casework: nobody listens to the alarms of %s", c.Flow)
		}
		return ring(tx, r)
	})
}
