// Package casework is the kernel: everything that counts time is a case (件). A case has a number, a flow, a state, an
// owning department, meters that count down, and an append-only record of who did what on whose authority. The kernel
// knows nothing of calls, materials, fees or ratings: an area of public work hands it a Flow and keeps its own facts.
//
// A verb of an area is one transaction: Begin locks the case and checks version, state and permission; the area changes
// its own rows and the meters; Finish writes the case and one event. All of it commits together or not at all.
package casework

import (
	"fmt"
	"time"

	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Case is one matter under way. Region and Dept are tree paths; Dept is the department whose turn it is. Due is the
// nearest end among the running meters that have alarms, zero when none runs. Version is the number of events on the case.
type Case struct {
	ID       string    `json:"id"`
	Number   string    `json:"number"`
	Parent   string    `json:"parent,omitempty"`
	Flow     string    `json:"flow"`
	State    string    `json:"state"`
	Version  int64     `json:"version"`
	Title    string    `json:"title"`
	Region   string    `json:"region"`
	Dept     string    `json:"dept"`
	Assignee string    `json:"assignee,omitempty"`
	Opened   time.Time `json:"opened"`
	Changed  time.Time `json:"changed"`
	Closed   time.Time `json:"closed,omitzero"`
	Due      time.Time `json:"due,omitzero"`
	head     string
}

// Open reports whether the case still wants work.
func (c *Case) Open() bool { return c.Closed.IsZero() }

// Kernel holds the flows of all areas, the calendars and the alarm handlers. It is safe for concurrent use once built.
type Kernel struct {
	db        *storage.DB
	flows     map[string]*Flow
	Calendars *Calendars
	serials   serials
	rings     map[string]Ring
}

// New makes a kernel of the areas' flows. It refuses a flow that is not sound (see Flow.Check).
func New(db *storage.DB, flows ...*Flow) (*Kernel, error) {
	k := &Kernel{db: db, flows: map[string]*Flow{}, Calendars: newCalendars(db), rings: map[string]Ring{}}
	for _, f := range flows {
		if err := f.Check(); err != nil {
			return nil, err
		}
		if k.flows[f.Name] != nil {
			return nil, fmt.Errorf("casework: two flows named %q", f.Name)
		}
		k.flows[f.Name] = f
	}
	return k, nil
}

// Flow gives a flow by its name, or nil.
func (k *Kernel) Flow(name string) *Flow { return k.flows[name] }

const caseColumns = `c.id, c.number, c.parent, c.flow, c.state, c.version, c.head, c.title, c.region, c.dept, c.assignee, c.opened_at, c.changed_at, c.closed_at, c.due_at`

// dest gives where one row of caseColumns is scanned to, and a function that completes the case afterwards.
func (c *Case) dest() ([]any, func()) {
	var opened, changed, due int64
	var closed *int64
	return []any{&c.ID, &c.Number, &c.Parent, &c.Flow, &c.State, &c.Version, &c.head, &c.Title, &c.Region, &c.Dept, &c.Assignee, &opened, &changed, &closed, &due},
		func() {
			c.Opened, c.Changed, c.Closed, c.Due = storage.Time(opened), storage.Time(changed), instant(closed), dueTime(due)
		}
}

// noDue stands in the database for a case without a running meter: it sorts after every due date.
const noDue = 253_402_214_400_000

func dueMillis(t time.Time) int64 {
	if t.IsZero() {
		return noDue
	}
	return storage.Millis(t)
}

func dueTime(ms int64) time.Time {
	if ms == noDue {
		return time.Time{}
	}
	return storage.Time(ms)
}

func instant(ms *int64) time.Time {
	if ms == nil {
		return time.Time{}
	}
	return storage.Time(*ms)
}

func nullable(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return storage.Millis(t)
}

// Get reads a case without locking it. Whether the reader may see it is for the area to check.
func (k *Kernel) Get(tx *storage.Tx, id string) (*Case, error) {
	return k.one(tx, `WHERE c.id = $1`, id)
}

// ByNumber reads a case by its number, without locking it.
func (k *Kernel) ByNumber(tx *storage.Tx, number string) (*Case, error) {
	return k.one(tx, `WHERE c.number = $1`, number)
}

// Children reads the cases under a parent, in the order they were opened.
func (k *Kernel) Children(tx *storage.Tx, parent string) ([]*Case, error) {
	return k.all(tx, ofParent, parent)
}

// Family reads a case and those under it, in one trip.
func (k *Kernel) Family(tx *storage.Tx, id string) (c *Case, children []*Case, err error) {
	k.AskChildren(tx, id, &children)
	c, err = k.Get(tx, id)
	return c, children, err
}

// AskChildren is Children, answered with whatever else was asked for.
func (k *Kernel) AskChildren(tx *storage.Tx, parent string, into *[]*Case) {
	tx.Ask(`SELECT `+caseColumns+` FROM cases c `+ofParent, []any{parent}, casesTo(into))
}

const ofParent = `WHERE c.parent = $1 AND c.parent <> '' ORDER BY c.opened_at, c.id`

func (k *Kernel) one(tx *storage.Tx, where string, args ...any) (*Case, error) {
	var c Case
	dest, done := c.dest()
	found, err := tx.One(`SELECT `+caseColumns+` FROM cases c `+where, args, dest...)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, NoSuchCase()
	}
	done()
	return &c, nil
}

func (k *Kernel) all(tx *storage.Tx, where string, args ...any) ([]*Case, error) {
	var out []*Case
	err := tx.All(`SELECT `+caseColumns+` FROM cases c `+where, args, casesTo(&out))
	return out, err
}

// casesTo takes rows of caseColumns.
func casesTo(into *[]*Case) func(scan func(...any) error) error {
	return func(scan func(...any) error) error {
		var c Case
		dest, done := c.dest()
		if err := scan(dest...); err != nil {
			return err
		}
		done()
		*into = append(*into, &c)
		return nil
	}
}

// NoSuchCase is the refusal for a case that does not exist or that the person may not know of. Both sound the same.
func NoSuchCase() error {
	return fault.New(fault.NotFound, "case.missing", "没有找到这个件，或者您无权查看。")
}

// stale tells the loser of a race who was first.
func (k *Kernel) stale(tx *storage.Tx, c *Case) error {
	var who, action string
	var at int64
	if _, err := tx.One(`SELECT e.actor, e.action, e.at FROM audit_event e WHERE e.stream = $1 ORDER BY e.seq DESC LIMIT 1`, []any{c.ID}, &who, &action, &at); err != nil {
		return err
	}
	name, err := org.NameOf(tx, who)
	if err != nil {
		return err
	}
	if a := k.flows[c.Flow].Action(action); a != nil {
		action = a.Label
	}
	return fault.Newf(fault.Conflict, "case.stale", "%s已于%s先行“%s”，此件已变化，请刷新后再处理。", name, chinaTime(storage.Time(at)), action)
}

func chinaTime(t time.Time) string { return t.In(zone).Format("1月2日15:04") }
