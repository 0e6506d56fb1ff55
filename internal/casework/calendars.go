package casework

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Calendars holds the versions of the working calendar. Version 0 is the official calendar that comes with the program;
// each later one replaces one year, for the whole country ("") or for a region and what lies under it. A version counts
// once it is approved; a meter keeps the version it was started under until an approval moves it.
type Calendars struct {
	db      *storage.DB
	mu      sync.Mutex
	current int64
	read    time.Time
	edits   []edit
	built   map[builtKey]*calendar.Calendar
}

type edit struct {
	version int64
	region  string
	year    calendar.Year
}

type builtKey struct {
	version int64
	region  string
}

const calendarStream = "calendar"

func newCalendars(db *storage.DB) *Calendars {
	return &Calendars{db: db, built: map[builtKey]*calendar.Calendar{}}
}

// Current is the latest approved version. It is read again every few seconds, so that another node's approval is seen.
func (cs *Calendars) Current(tx *storage.Tx) (int64, error) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if !cs.read.IsZero() && tx.Now.Sub(cs.read) < 5*time.Second && !tx.Now.Before(cs.read) {
		return cs.current, nil
	}
	var version int64
	if _, err := tx.One(`SELECT COALESCE(MAX(version), 0) FROM calendar_versions WHERE approved_at IS NOT NULL`, nil, &version); err != nil {
		return 0, err
	}
	cs.current, cs.read = version, tx.Now
	return version, nil
}

// At gives the calendar of a region under a version: the official one with every approved edit up to the version that
// holds there, and the edit of the version itself even if it is still a proposal.
func (cs *Calendars) At(tx *storage.Tx, version int64, region string) (*calendar.Calendar, error) {
	if version == 0 {
		return calendar.Official(), nil
	}
	cs.mu.Lock()
	defer cs.mu.Unlock()
	key := builtKey{version, region}
	if c := cs.built[key]; c != nil {
		return c, nil
	}
	edits, err := readEdits(tx, version)
	if err != nil {
		return nil, err
	}
	c := calendar.Official()
	for _, e := range edits {
		if !strings.HasPrefix(region, e.region) {
			continue
		}
		if c, err = c.With(e.year); err != nil {
			return nil, fmt.Errorf("casework: calendar version %d: %w", e.version, err)
		}
	}
	if c != calendar.Official() {
		c = c.Named(fmt.Sprintf("第%d版", version))
	}
	cs.built[key] = c
	return c, nil
}

func readEdits(tx *storage.Tx, upTo int64) ([]edit, error) {
	var out []edit
	err := tx.All(`SELECT version, region, body FROM calendar_versions WHERE version = $1 OR (version < $1 AND approved_at IS NOT NULL) ORDER BY version`,
		[]any{upTo}, func(scan func(...any) error) error {
			var e edit
			var body string
			if err := scan(&e.version, &e.region, &body); err != nil {
				return err
			}
			out = append(out, e)
			return json.Unmarshal([]byte(body), &out[len(out)-1].year)
		})
	return out, err
}

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
// may; the year must be sound (see calendar.With).
func (k *Kernel) ProposeCalendar(ctx context.Context, actor org.Actor, region string, year calendar.Year, reason string) (version int64, err error) {
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
	err = k.db.Update(ctx, func(tx *storage.Tx) error {
		if _, err := tx.One(`SELECT COALESCE(MAX(version), 0) + 1 FROM calendar_versions`, nil, &version); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO calendar_versions (version, region, year, body, reason, proposed_by, proposed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			version, region, year.Year, string(body), reason, actor.ID, storage.Millis(tx.Now)); err != nil {
			return err
		}
		return audit.Record(tx, calendarStream, audit.Entry{Action: "calendar.propose", Actor: actor.ID,
			Data: map[string]any{"version": version, "region": region, "year": year, "reason": reason}})
	})
	return version, err
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
	tx.OnCommit(func() { k.Calendars.forget() })
	return audit.Record(tx, calendarStream, audit.Entry{Action: "calendar.approve", Actor: actor.ID, Data: map[string]any{"version": version}})
}

func (cs *Calendars) forget() {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	cs.read, cs.built = time.Time{}, map[builtKey]*calendar.Calendar{}
}
