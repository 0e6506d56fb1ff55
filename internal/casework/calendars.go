package casework

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"time"

	"huying/internal/calendar"
	"huying/internal/storage"
)

// Calendars holds the versions of the working calendar. Version 0 is the official calendar that comes with the program;
// each later one replaces one year, for the whole country ("") or for a region and what lies under it. A version counts
// once it is approved; a meter keeps the version it was started under until an approval moves it.
type Calendars struct {
	db        *storage.DB
	mu        sync.Mutex // over the fields below, and never while the database is asked
	current   int64
	read      time.Time // when current was read; zero: it must be read again
	forgotten time.Time // when an approval last made it so
	built     map[builtKey]*calendar.Calendar
}

type edit struct {
	version  int64
	region   string
	year     calendar.Year
	approved bool
}

type builtKey struct {
	version int64
	region  string
}

func newCalendars(db *storage.DB) *Calendars {
	return &Calendars{db: db, built: map[builtKey]*calendar.Calendar{}}
}

// Current is the latest approved version. It is read again every few seconds, so that another node's approval is seen.
func (cs *Calendars) Current(tx *storage.Tx) (int64, error) {
	cs.mu.Lock()
	current, age := cs.current, tx.Now.Sub(cs.read)
	known := !cs.read.IsZero() && age >= 0 && age < 5*time.Second
	cs.mu.Unlock()
	if known {
		return current, nil
	}
	var version int64
	if _, err := tx.One(`SELECT COALESCE(MAX(version), 0) FROM calendar_versions WHERE approved_at IS NOT NULL`, nil, &version); err != nil {
		return 0, err
	}
	cs.mu.Lock()
	defer cs.mu.Unlock()
	if !tx.Now.Before(cs.forgotten) { // a transaction that began before the approval may not have seen it
		cs.current, cs.read = version, tx.Now
	}
	return version, nil
}

func (cs *Calendars) forget(now time.Time) {
	cs.mu.Lock()
	defer cs.mu.Unlock()
	cs.read, cs.forgotten = time.Time{}, now
}

// At gives the calendar of a region under a version: the official one with every approved edit up to the version that
// holds there, and the edit of the version itself even if it is still a proposal. An approved one stays as it is for
// ever and is kept; what a proposal says may still change with one that is approved before it.
func (cs *Calendars) At(tx *storage.Tx, version int64, region string) (*calendar.Calendar, error) {
	if version == 0 {
		return calendar.Official(), nil
	}
	key := builtKey{version, region}
	cs.mu.Lock()
	c := cs.built[key]
	cs.mu.Unlock()
	if c != nil {
		return c, nil
	}
	edits, err := readEdits(tx, version)
	if err != nil {
		return nil, err
	}
	if c, err = build(edits, version, region); err != nil {
		return nil, err
	}
	if len(edits) > 0 && edits[len(edits)-1].approved {
		cs.mu.Lock()
		defer cs.mu.Unlock()
		cs.built[key] = c
	}
	return c, nil
}

func build(edits []edit, version int64, region string) (c *calendar.Calendar, err error) {
	c = calendar.Official()
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
	return c, nil
}

func readEdits(tx *storage.Tx, upTo int64) ([]edit, error) {
	var out []edit
	err := tx.All(`SELECT version, region, body, approved_at FROM calendar_versions WHERE version = $1 OR (version < $1 AND approved_at IS NOT NULL) ORDER BY version`,
		[]any{upTo}, func(scan func(...any) error) error {
			var e edit
			var body string
			var approved *int64
			if err := scan(&e.version, &e.region, &body, &approved); err != nil {
				return err
			}
			e.approved = approved != nil
			out = append(out, e)
			return json.Unmarshal([]byte(body), &out[len(out)-1].year)
		})
	return out, err
}
