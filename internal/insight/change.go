package insight

import (
	"encoding/json"
	"slices"
	"strings"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/storage"
)

// change is what a batch of events does to the projection. It is worked out while nobody waits, and then written in one
// transaction with the new offset.
type change struct {
	sums         sums
	orders       []*order
	stories      []told
	applications applicationChange
	units        []unit
	persons      map[string]string // id of the person to id of the department
	present      []presence
}

type told struct {
	stream string
	after  int64 // what came later than this event is new
	*story
}

type unit struct{ id, path, since string }

type presence struct{ day, unit, person string }

// prepare reads what the streams say and compares it with what is there. streams are whole, as far as they are to be
// counted; people are the new events of the organisation, in order.
func (s *Service) prepare(tx *storage.Tx, streams [][]audit.Event, people []audit.Event) (*change, error) {
	c := &change{sums: sums{}, persons: map[string]string{}, applications: applicationChange{sums: applicationSums{}, gone: map[string]string{}}}
	var ids, applied []string
	var applications []*application
	for _, events := range streams {
		a, err := tellApplication(events)
		if err != nil {
			return nil, err
		}
		if a != nil {
			applications, applied = append(applications, a), append(applied, a.ID)
			continue
		}
		story, err := s.tell(tx, events)
		if err != nil {
			return nil, err
		}
		if story != nil {
			c.stories = append(c.stories, told{stream: events[0].Stream, story: story})
			ids = append(ids, events[0].Stream)
		}
	}
	before, err := ordersByID(tx, ids)
	if err != nil {
		return nil, err
	}
	for i := range c.stories {
		c.compare(&c.stories[i], before[c.stories[i].stream])
	}
	known, err := applicationsByID(tx, applied)
	if err != nil {
		return nil, err
	}
	for _, a := range applications {
		c.applications.compare(a, known[a.ID])
	}
	return c, c.hearPeople(tx, people)
}

func (c *change) compare(t *told, old *order) {
	if old != nil {
		t.after = old.Seq
	}
	if t.order == nil || old != nil && *old == *t.order {
		return
	}
	if old != nil {
		c.sums.remove(old)
	}
	c.sums.add(t.order)
	c.orders = append(c.orders, t.order)
}

// tell folds a stream into its story; nil for what is none of the hotline's.
func (s *Service) tell(tx *storage.Tx, events []audit.Event) (*story, error) {
	var first casework.Body
	if json.Unmarshal(events[0].Data, &first) != nil || (first.Flow != hotline.FlowName && first.Flow != hotline.AssistFlowName) {
		return nil, nil
	}
	meters, err := s.kernel.History(tx, events)
	if err != nil {
		return nil, err
	}
	return tell(events, meters)
}

const (
	orgStream    = "org"
	personPrefix = "person:"
)

// ofPeople tells whether a stream is one of the organisation.
func ofPeople(stream string) bool {
	return stream == orgStream || strings.HasPrefix(stream, personPrefix)
}

// hearPeople keeps which departments there are, who belongs to which, and on which days somebody was signed in.
func (c *change) hearPeople(tx *storage.Tx, events []audit.Event) error {
	for _, e := range events {
		person := strings.TrimPrefix(e.Stream, personPrefix)
		switch e.Action {
		case "department.add":
			var d org.Department
			if err := json.Unmarshal(e.Data, &d); err != nil {
				return err
			}
			c.units = append(c.units, unit{d.ID, d.Path, day(e.At)})
		case "person.add", "person.change":
			var p struct {
				Department string `json:"department"`
			}
			if err := json.Unmarshal(e.Data, &p); err != nil {
				return err
			}
			c.persons[person] = p.Department
		case "login", "attend":
			unit, err := c.unitOf(tx, person)
			if err != nil {
				return err
			}
			c.present = append(c.present, presence{day(e.At), unit, person})
		}
	}
	return nil
}

func (c *change) unitOf(tx *storage.Tx, person string) (unit string, err error) {
	if unit = c.persons[person]; unit == "" {
		_, err = tx.One(`SELECT unit FROM insight_person WHERE id = $1`, []any{person}, &unit)
	}
	return unit, err
}

// write writes the change.
func (c *change) write(tx *storage.Tx) {
	for _, o := range c.orders {
		tx.Queue(upsertOrder, o.values()...)
	}
	c.writeSums(tx)
	c.applications.write(tx)
	for _, t := range c.stories {
		t.write(tx)
	}
	for _, u := range c.units {
		tx.Queue(`INSERT INTO insight_unit (id, path, since) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`, u.id, u.path, u.since)
	}
	for id, unit := range c.persons {
		tx.Queue(`INSERT INTO insight_person (id, unit) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET unit = excluded.unit`, id, unit)
	}
	for _, p := range c.present {
		tx.Queue(`INSERT INTO insight_presence (day, unit, person) VALUES ($1, $2, $3) ON CONFLICT (day, unit, person) DO NOTHING`, p.day, p.unit, p.person)
	}
}

// writeSums adds the differences; a cell that no order counts in any more goes.
func (c *change) writeSums(tx *storage.Tx) {
	for at, n := range c.sums {
		if n == (Counts{}) {
			continue
		}
		tx.Queue(addCell, slices.Concat([]any{at.axis, at.day, at.place, at.kind}, n.values())...)
		if n[mOrders] < 0 {
			tx.Queue(`DELETE FROM insight_day WHERE axis = $1 AND day = $2 AND place = $3 AND kind = $4 AND orders = 0`, at.axis, at.day, at.place, at.kind)
		}
	}
}

// write writes the marks and spans that are new.
func (t told) write(tx *storage.Tx) {
	for _, m := range t.marks {
		if m.n/10 > t.after {
			tx.Queue(`INSERT INTO insight_mark (order_id, n, what, day, hour, dept, region, kind, who) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
				t.of, m.n, m.what, m.day, m.hour, m.dept, m.region, m.kind, m.who)
		}
	}
	for _, s := range t.spans {
		switch {
		case s.seq <= t.after:
		case !s.late:
			tx.Queue(`DELETE FROM insight_unsigned WHERE case_id = $1 AND n = $2`, t.stream, s.n)
		default:
			tx.Queue(`INSERT INTO insight_unsigned (case_id, n, order_id, dept, region, from_day, to_day) VALUES ($1, $2, $3, $4, $5, $6, $7)
				ON CONFLICT (case_id, n) DO UPDATE SET from_day = excluded.from_day, to_day = excluded.to_day`,
				t.stream, s.n, t.of, s.dept, s.region, s.from, s.toOrNull())
		}
	}
}

func (s span) toOrNull() any {
	if s.to == "" {
		return nil
	}
	return s.to
}
