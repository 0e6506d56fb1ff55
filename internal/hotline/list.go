package hotline

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/secret"
	"huying/internal/storage"
)

// Filter selects orders for a list. The zero value of a field does not narrow.
type Filter struct {
	Box      string        // one of Boxes: a work list by what has to be done
	States   []string      // states of the flow
	Kinds    []string      // types of appeal
	Channels []string      // ways in which they came
	Dept     string        // id of a department; it and what lies under it
	Region   string        // division code; it and what lies under it
	Text     string        // words of number, title, place or body
	Mine     bool          // assigned to the person or to whom they stand in for
	From, To calendar.Date // days on which they were opened, both included; 0 = open end
	Tracked  bool          // under tracking supervision
	Late     bool          // past their limit, or answered past it; in a work list: past the limit of what waits there
	Major    bool
	Phone    string // orders of this telephone number
	Group    string
	Sort     casework.Sort
}

// Row is one order in a list.
type Row struct {
	ID          string            `json:"id"`
	Number      string            `json:"number"`
	Version     int64             `json:"version"`
	Title       string            `json:"title"`
	Kind        string            `json:"kind"`
	KindLabel   string            `json:"kindLabel"`
	State       string            `json:"state"`
	StateLabel  string            `json:"stateLabel"`
	Channel     string            `json:"channel"`
	Region      string            `json:"region"`
	Place       string            `json:"place"`
	Dept        string            `json:"dept"`
	Assignee    string            `json:"assignee,omitempty"`
	Opened      time.Time         `json:"opened"`
	Changed     time.Time         `json:"changed"`
	Closed      time.Time         `json:"closed,omitzero"`
	Due         time.Time         `json:"due,omitzero"` // end of the meter that counts now
	Met         time.Time         `json:"met,omitzero"` // when that meter stopped
	Meter       string            `json:"meter,omitempty"`
	Standing    deadline.Standing `json:"standing,omitzero"`
	Important   bool              `json:"important,omitempty"`
	Major       bool              `json:"major,omitempty"`
	Tracked     string            `json:"tracked,omitempty"`
	Urges       int64             `json:"urges,omitempty"`
	Redos       int64             `json:"redos,omitempty"`
	Group       string            `json:"group,omitempty"`
	Reading     *Reading          `json:"reading,omitempty"`     // in a list about satisfaction
	OverdueMark string            `json:"overdueMark,omitempty"` // the rule under which it counts as late whatever its meter says
	Since       time.Time         `json:"since,omitzero"`        // since when it waits for the step that it stands before
	Awaits      string            `json:"awaits,omitempty"`      // in a work list: for what, where the list does not say it
}

// List reads one page of the orders the person may see.
func (s *Service) List(ctx context.Context, actor org.Actor, f Filter, req page.Request) (out page.Page[Row], err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return out, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		q, err := s.query(tx, dir, actor, f)
		if err != nil {
			return err
		}
		cases, err := s.kernel.List(tx, q, req)
		if err != nil {
			return err
		}
		out.Next = cases.Next
		waits := askWaits(tx, f.Box, cases.Items)
		out.Items, err = s.rows(tx, dir, cases.Items, About{})
		for i := range out.Items {
			out.Items[i].awaiting(f.Box, waits[out.Items[i].ID])
		}
		if err == nil && f.Box == assistBox {
			out.Items, err = s.assisting(tx, actor, out.Items)
		}
		return err
	})
	return out, err
}

// query turns a filter into the kernel's query. What the person may not see is not in it.
func (s *Service) query(tx *storage.Tx, dir *org.Directory, actor org.Actor, f Filter) (casework.Query, error) {
	q := casework.Query{Flow: FlowName, States: f.States, Sort: f.Sort, Scope: actor.Scope(org.OrderView)}
	if f.Box != "" {
		if err := s.inBox(&q, actor, f.Box); err != nil {
			return q, err
		}
	}
	q.Scope = dir.Sharpen(q.Scope)
	if err := f.places(&q, dir); err != nil {
		return q, err
	}
	if f.Mine {
		ids := anyOf(actor.IDs())
		mine := ".assignee IN (" + marks(len(ids)) + ")"
		q.Where("c"+mine, ids...)
		q.Through("SELECT f.id FROM cases f WHERE f"+mine+" AND f.assignee <> ''", ids...)
	}
	if f.From != 0 {
		q.OpenedFrom = f.From.Start()
	}
	if f.To != 0 {
		q.OpenedBefore = f.To.End()
	}
	s.facts(tx, &q, f, ofCentre(dir, actor))
	q.Text = strings.TrimSpace(f.Text)
	return q, nil
}

func (f Filter) places(q *casework.Query, dir *org.Directory) error {
	if f.Dept != "" {
		dept, ok := dir.Department(f.Dept)
		if !ok {
			return fault.New(fault.Invalid, "hotline.department", "没有这个部门。")
		}
		if q.DeptPath = dept.Path; dir.Leaf(dept.Path) {
			q.Dept, q.DeptPath = dept.Path, ""
		}
	}
	if f.Region != "" {
		region, ok := dir.Region(f.Region)
		if !ok {
			return fault.New(fault.Invalid, "hotline.region", "没有这个区域。")
		}
		q.RegionPath = region.Path
	}
	return nil
}

// facts narrows by the order's own row, which is joined only if asked for. That a column is not empty, said beside an
// equality, names a partial index: without it neither engine can tell that the index holds every row that is asked for.
// Only the hotline's own people find the orders of a telephone whose caller asked to stay unknown.
func (s *Service) facts(tx *storage.Tx, q *casework.Query, f Filter, trusted bool) {
	joined := false
	where := func(cond string, args ...any) {
		if !joined {
			q.Join("JOIN orders o ON o.id = c.id")
			joined = true
		}
		q.Where(cond, args...)
	}
	few := func(cond string, args ...any) {
		where(cond, args...)
		q.Through("SELECT o.id FROM orders o WHERE "+cond, args...)
	}
	for _, list := range []struct {
		column string
		keys   []string
	}{{"o.kind", f.Kinds}, {"o.channel", f.Channels}} {
		if len(list.keys) > 0 {
			few(list.column+" IN ("+marks(len(list.keys))+")", anyOf(list.keys)...)
		}
	}
	if f.Tracked {
		few("o.tracked <> ''")
	}
	if f.Major {
		few("o.major = 1")
	}
	if f.Group != "" {
		few("o.group_id = ? AND o.group_id <> ''", f.Group)
	}
	if f.Late && f.Box == assistBox {
		q.Where("t.due_at < ?", storage.Millis(tx.Now))
	} else if f.Late && f.Box != "" {
		q.DueBefore = tx.Now
	} else if f.Late {
		now := storage.Millis(tx.Now)
		q.Where(`EXISTS (SELECT 1 FROM meters m WHERE m.case_id = c.id AND m.name = 'handling' AND ((`+runsLate+`) OR m.stopped_at >= m.due_at))`, now)
		q.Through(`SELECT m.case_id AS id FROM meters m WHERE m.name = 'handling' AND `+runsLate+` UNION ALL SELECT m.case_id FROM meters m WHERE m.name = 'handling' AND m.stopped_at >= m.due_at`, now)
	}
	if f.Phone != "" {
		known := " AND p.confidential = 0"
		if trusted {
			known = ""
		}
		callers := ` FROM order_callers p WHERE p.phone_index = ? AND p.phone_index <> ''` + known
		index := s.vault.Index(secret.Phone, f.Phone)
		q.Where(`EXISTS (SELECT 1`+callers+` AND p.order_id = c.id)`, index)
		q.Through(`SELECT p.order_id AS id`+callers, index)
	}
}

const runsLate = `m.stopped_at IS NULL AND m.paused <= 1 AND m.due_at <= ?`

// marks are the question marks of an IN list.
func marks(n int) string { return "?" + strings.Repeat(", ?", n-1) }

func anyOf(keys []string) []any {
	out := make([]any, len(keys))
	for i, k := range keys {
		out[i] = k
	}
	return out
}

// rows completes the cases of one page: their orders, lights (see askGlances) and names, in one trip.
func (s *Service) rows(tx *storage.Tx, dir *org.Directory, cases []*casework.Case, about About) ([]Row, error) {
	p := s.askRows(tx, cases, about)
	if err := tx.Gather(); err != nil {
		return nil, err
	}
	rows := make([]Row, 0, len(cases))
	for _, c := range cases {
		r, err := s.row(tx, dir, c, p)
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// rowParts is what rows of a list show beside their cases.
type rowParts struct {
	orders  map[string]*Order
	glances map[string]casework.Glance
	names   map[string]string
	heard   map[string]heard // only for a list about satisfaction
}

func (s *Service) askRows(tx *storage.Tx, cases []*casework.Case, about About) *rowParts {
	assignees := make([]string, len(cases))
	for i, c := range cases {
		assignees[i] = c.Assignee
	}
	p := &rowParts{orders: askOrders(tx, cases), glances: s.askGlances(tx, cases, about.Meter), names: org.AskNames(tx, assignees)}
	if about.Satisfaction {
		p.heard = askHeard(tx, cases)
	}
	return p
}

func (s *Service) row(tx *storage.Tx, dir *org.Directory, c *casework.Case, p *rowParts) (r Row, err error) {
	o := p.orders[c.ID]
	r = Row{ID: c.ID, Number: c.Number, Version: c.Version, Title: c.Title, Kind: o.Kind, KindLabel: label(Kinds, o.Kind), State: c.State,
		StateLabel: Flow.State(c.State).Label, Channel: label(Channels, o.Channel), Region: regionName(dir, c.Region), Place: o.Place,
		Dept: deptName(dir, c.Dept), Assignee: p.names[c.Assignee], Opened: c.Opened, Changed: c.Changed, Closed: c.Closed,
		Important: o.Important > 0, Major: o.Major, Tracked: o.Tracked, Urges: o.Urges, Redos: o.Redos, Group: o.Group, OverdueMark: o.OverdueMark}
	if p.heard != nil {
		r.Reading = o.reading(p.heard[c.ID])
	}
	if g, ok := p.glances[c.ID]; ok {
		r.Meter, r.Due, r.Met = g.Name, g.Due, g.Stopped
		if g.Name != MeterHandling && g.Stopped.IsZero() {
			r.Since = g.Started
		}
		r.Standing, err = s.kernel.Standing(tx, g, tx.Now)
	}
	return r, err
}

// askGlances asks for each case for the meter a list should show: the named one in its worst round, or else the one that
// counts in its state.
func (s *Service) askGlances(tx *storage.Tx, cases []*casework.Case, meter string) map[string]casework.Glance {
	byMeter, ask := map[string][]string{}, s.kernel.AskGlances
	if meter != "" {
		ask = s.kernel.AskWorst
	}
	for _, c := range cases {
		m := cmp.Or(meter, Flow.State(c.State).Meter, MeterHandling)
		byMeter[m] = append(byMeter[m], c.ID)
	}
	out := make(map[string]casework.Glance, len(cases))
	for _, m := range slices.Sorted(maps.Keys(byMeter)) {
		ask(tx, m, byMeter[m], out)
	}
	return out
}

// lastNode is the id of the node a tree path ends at: paths are made of ids.
func lastNode(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	return parts[len(parts)-1]
}

func deptName(dir *org.Directory, path string) string {
	dept, _ := dir.Department(lastNode(path))
	return dept.Name
}

func regionName(dir *org.Directory, path string) string { return dir.RegionName(lastNode(path)) }
