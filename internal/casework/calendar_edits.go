package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

const calendarStream = "calendar"

// CalendarVersion is one edit of the calendar, as the administrator sees it.
type CalendarVersion struct {
	Version    int64         `json:"version"`
	Region     string        `json:"region"`
	Year       calendar.Year `json:"year"`
	Reason     string        `json:"reason"`
	ProposedBy string        `json:"proposedBy"`
	ProposedAt time.Time     `json:"proposedAt"`
	ApprovedBy string        `json:"approvedBy,omitempty"`
	ApprovedAt time.Time     `json:"approvedAt,omitzero"`
}

// Versions lists all edits, latest first.
func (cs *Calendars) Versions(tx *storage.Tx) ([]CalendarVersion, error) {
	out := []CalendarVersion{}
	err := tx.All(`SELECT version, region, body, reason, proposed_by, proposed_at, approved_by, approved_at FROM calendar_versions ORDER BY version DESC`, nil,
		func(scan func(...any) error) error {
			var v CalendarVersion
			var body string
			var proposed int64
			var approved *int64
			if err := scan(&v.Version, &v.Region, &body, &v.Reason, &v.ProposedBy, &proposed, &v.ApprovedBy, &approved); err != nil {
				return err
			}
			v.ProposedAt, v.ApprovedAt = storage.Time(proposed), instant(approved)
			err := json.Unmarshal([]byte(body), &v.Year)
			out = append(out, v)
			return err
		})
	return out, err
}

// ProposeCalendar files an edit of one year as a new version that does not count yet. Administrators of the calendar
// may; the region, "" or a path, must be one of ours and the year sound (see calendar.With).
func (k *Kernel) ProposeCalendar(tx *storage.Tx, actor org.Actor, region string, year calendar.Year, reason string) (version int64, err error) {
	if !actor.May(org.AdminCalendar, "", region) {
		return 0, noCalendarRight()
	}
	if strings.TrimSpace(reason) == "" {
		return 0, fault.New(fault.Invalid, "calendar.reason", "请写明调整日历的依据。").On("reason", "不能为空")
	}
	if _, err := calendar.Official().With(year); err != nil {
		return 0, fault.New(fault.Invalid, "calendar.year", err.Error())
	}
	body, err := json.Marshal(year)
	if err != nil {
		return 0, err
	}
	if known, err := org.RegionExists(tx, region); err != nil {
		return 0, err
	} else if !known && region != "" {
		return 0, fault.New(fault.Invalid, "calendar.region", "没有这个区域。").On("region", "没有这个区域")
	}
	if err := lockVersions(tx); err != nil {
		return 0, err
	}
	if _, err := tx.One(`SELECT COALESCE(MAX(version), 0) + 1 FROM calendar_versions`, nil, &version); err != nil {
		return 0, err
	}
	if _, err := tx.Exec(`INSERT INTO calendar_versions (version, region, year, body, reason, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		version, region, year.Year, string(body), reason, actor.ID, storage.Millis(tx.Now)); err != nil {
		return 0, err
	}
	return version, audit.Record(tx, calendarStream, audit.Entry{Action: "calendar.propose", Actor: actor.ID,
		Data: map[string]any{"version": version, "region": region, "year": year, "reason": reason}})
}

// Move is a running meter whose end a calendar version would move.
type Move struct {
	CaseID string    `json:"caseId"`
	Number string    `json:"number"`
	Title  string    `json:"title"`
	Meter  string    `json:"meter"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
}

// PreviewCalendar lists the open deadlines that a version would move, nearest first, for administrators of the calendar of
// its region.
func (k *Kernel) PreviewCalendar(ctx context.Context, actor org.Actor, version int64) (moves []Move, err error) {
	if !actor.MayAnywhere(org.AdminCalendar) {
		return nil, noCalendarRight()
	}
	moves = []Move{}
	err = k.db.View(ctx, func(tx *storage.Tx) error {
		found := false
		var region string
		if found, err = tx.One(`SELECT region FROM calendar_versions WHERE version = $1`, []any{version}, &region); err != nil {
			return err
		} else if !found {
			return noVersion()
		}
		if !actor.May(org.AdminCalendar, "", region) {
			return noCalendarRight()
		}
		moves, err = k.moves(tx, version, region)
		return err
	})
	return moves, err
}

func noCalendarRight() error {
	return fault.New(fault.Forbidden, "calendar.forbidden", "您没有维护工作日历的权限。")
}

func noVersion() error {
	return fault.New(fault.NotFound, "calendar.missing", "没有这个日历版本。")
}

func (k *Kernel) moves(tx *storage.Tx, version int64, region string) ([]Move, error) {
	type running struct {
		Move
		m *Meter
	}
	var all []running
	special := map[string]bool{}
	err := tx.All(`SELECT m.case_id, c.number, c.title, m.name, m.round, m.unit, m.amount, m.rule, m.calendar, m.region, m.alarms, m.started_at, m.due_at, m.stopped_at, m.paused, m.extended
		FROM meters m JOIN cases c ON c.id = m.case_id WHERE m.stopped_at IS NULL ORDER BY m.due_at, m.case_id, m.name`, nil,
		func(scan func(...any) error) error {
			r := running{}
			m, complex, err := scanMeter(func(dest ...any) error {
				return scan(append([]any{&r.CaseID, &r.Number, &r.Title}, dest...)...)
			})
			if err != nil || !strings.HasPrefix(m.Region, region) || m.Calendar >= version {
				return err
			}
			r.m, r.Meter = m, m.Name
			special[r.CaseID] = special[r.CaseID] || complex
			all = append(all, r)
			return nil
		})
	if err != nil {
		return nil, err
	}
	out := []Move{}
	for _, r := range all {
		if special[r.CaseID] {
			meters, err := k.loadMeters(tx, r.CaseID)
			if err != nil {
				return nil, err
			}
			r.m = meters[r.Meter]
		}
		r.From = r.m.Due
		r.m.Calendar = version
		if err := k.derive(tx, r.m); err != nil {
			return nil, err
		}
		if r.To = r.m.Due; !r.To.Equal(r.From) {
			out = append(out, r.Move)
		}
	}
	return out, nil
}

// recalendar is the one action that every flow has: an approved calendar moves a running meter, in any state.
var recalendar = &Action{Name: "recalendar", Label: "按新日历重算期限", By: System, Rule: "GAP-01"}

// ApproveCalendar makes a proposed version count and re-derives the open deadlines it moves, one case a transaction,
// each with its event. The proposer may not approve his own edit, and a version older than the one in force is approved no
// more. progress, if given, is told how far it is; a run that
// was cut short goes on when it is asked again.
func (k *Kernel) ApproveCalendar(ctx context.Context, actor org.Actor, version int64, progress func(done, total int)) (moved int, err error) {
	err = k.db.Update(ctx, func(tx *storage.Tx) error { return k.approve(tx, actor, version) })
	if err != nil {
		return 0, err
	}
	moves, err := k.PreviewCalendar(ctx, actor, version)
	if err != nil {
		return 0, err
	}
	for i, m := range moves {
		err = k.db.Update(ctx, func(tx *storage.Tx) error {
			act, err := k.Begin(tx, org.System(), m.CaseID, 0, recalendar.Name)
			if err != nil {
				return err
			}
			if meter := act.Meter(m.Meter); meter == nil || !meter.Running() {
				return nil
			}
			if err := act.Recalendar(m.Meter, version); err != nil {
				return err
			}
			return act.Finish(fmt.Sprintf("第%d版工作日历", version), nil)
		})
		if err != nil {
			return moved, err
		}
		moved++
		if progress != nil {
			progress(i+1, len(moves))
		}
	}
	return moved, nil
}

func (k *Kernel) approve(tx *storage.Tx, actor org.Actor, version int64) error {
	if err := lockVersions(tx); err != nil {
		return err
	}
	var region, proposer string
	var approved *int64
	found, err := tx.One(`SELECT region, proposed_by, approved_at FROM calendar_versions WHERE version = $1`, []any{version}, &region, &proposer, &approved)
	switch {
	case err != nil:
		return err
	case !found:
		return noVersion()
	case !actor.May(org.AdminCalendar, "", region):
		return noCalendarRight()
	case approved != nil:
		return nil
	case proposer == actor.ID:
		return fault.New(fault.Forbidden, "calendar.self", "不能批准自己提出的日历调整，请由另一位管理员批准。")
	}
	later := int64(0)
	if _, err := tx.One(`SELECT COALESCE(MAX(version), 0) FROM calendar_versions WHERE approved_at IS NOT NULL`, nil, &later); err != nil {
		return err
	}
	if later > version { // it would change what the later version says, and with it every deadline that rests on that
		return fault.New(fault.Refused, "calendar.older", "已有更新的日历版本生效，请按现行日历重新提出调整。").Under("GAP-01")
	}
	if _, err := tx.Exec(`UPDATE calendar_versions SET approved_by = $1, approved_at = $2 WHERE version = $3`, actor.ID, storage.Millis(tx.Now), version); err != nil {
		return err
	}
	tx.OnCommit(func() { k.Calendars.forget(k.db.Now()) })
	return audit.Record(tx, calendarStream, audit.Entry{Action: "calendar.approve", Actor: actor.ID, Data: map[string]any{"version": version}})
}

// lockVersions makes proposals and approvals wait for one another: versions are numbered and come into force in order.
func lockVersions(tx *storage.Tx) error {
	_, err := takeSerials(tx, "calendar", 1)
	return err
}
