package insight

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Row is one line of a ranking. Key is the id of a department or the code of a region.
type Row struct {
	Key     string           `json:"key"`
	Name    string           `json:"name"`
	Counts  map[string]int64 `json:"counts"` // by measure: orders, dispatched, concluded ...
	Figures []Figure         `json:"figures"`

	path string
}

// Figure finds one of the row's figures.
func (r Row) Figure(key string) Figure {
	for _, f := range r.Figures {
		if f.Key == key {
			return f
		}
	}
	return Figure{Key: key}
}

// Table is a ranking with everything that is needed to check it: the formulas, and how far the numbers are.
type Table struct {
	Formulas []Formula `json:"formulas"`
	Rows     []Row     `json:"rows"`
	// Undispatched are the orders that lie with no department of the ranking, as they were answered at once, refused, or are
	// yet to be sent: the rows add up to the total with it. Absent when there are none, and in a ranking of regions.
	Undispatched *Row      `json:"undispatched,omitempty"`
	Total        Row       `json:"total"`
	Standing     Standing  `json:"standing"`
	AsOf         time.Time `json:"asOf"` // limits after this instant have not come yet
}

// The lines of a ranking.
const (
	ByDept   = "dept"
	ByRegion = "region"
)

// Rates ranks departments, or regions, by their rates (HOT-05, HOT-107). by is ByDept or ByRegion; sort is the key of the
// formula that orders the rows, "closing" if empty. Departments are taken one step below the query's department, each
// with what lies under it.
func (s *Service) Rates(ctx context.Context, actor org.Actor, q Query, by, sort string) (Table, error) {
	return s.rates(ctx, actor, org.StatsView, q, by, sort)
}

// rates is Rates in the part of the trees where the person has the permission.
func (s *Service) rates(ctx context.Context, actor org.Actor, permission org.Permission, q Query, by, sort string) (t Table, err error) {
	p, err := s.plan(ctx, actor, permission, q)
	if err != nil {
		return t, err
	}
	if sort == "" {
		sort = "closing"
	}
	if _, ok := formula(sort); !ok {
		return t, fault.New(fault.Invalid, "insight.sort", "没有这项指标。").On("sort", "没有这项指标")
	}
	err = s.see(ctx, &p, func(tx *storage.Tx) error {
		t.Formulas, t.Standing, t.AsOf = Formulas, p.state.standing(), storage.Time(p.asOf)
		if by == ByRegion {
			return s.byRegion(tx, &p, &t)
		}
		return s.byDept(tx, &p, &t)
	})
	rank(t.Rows, sort)
	return t, err
}

func (s *Service) byDept(tx *storage.Tx, p *plan, t *Table) error {
	raw, err := p.by(tx, axisDept, "place")
	if err != nil {
		return err
	}
	total, unsent := &group{waiting: map[string]int64{}}, &group{waiting: map[string]int64{}}
	lines := groups{}
	var handling []string
	for path, g := range raw {
		total.plus(g)
		if g.counts[mDispatched] > 0 {
			lines.at(p.officeOf(path).Path).plus(g)
			handling = append(handling, path)
		} else {
			unsent.plus(g)
		}
	}
	a, err := p.attendance(tx)
	if err != nil {
		return err
	}
	var good, all int64
	for _, o := range p.offices(handling) {
		row := Row{Key: o.ID, Name: o.Name, path: o.Path}
		var n, of int64
		if o.mine {
			if n, of, err = s.online(tx, p, a, o.Department); err != nil {
				return err
			}
		}
		row.fill(lines.at(o.Path), n, of, p.small)
		t.Rows = append(t.Rows, row)
		good, all = good+n, all+of
	}
	if unsent.counts[mOrders] > 0 {
		t.Undispatched = &Row{Key: Undispatched, Name: "未派出"}
		t.Undispatched.fill(unsent, 0, 0, p.small)
	}
	t.Total = Row{Name: "合计"}
	t.Total.fill(total, good, all, p.small)
	return nil
}

// narrowUndispatched leaves the orders of the departments to which none of the period was sent.
func (p *plan) narrowUndispatched(tx *storage.Tx, w *where) error {
	raw, err := p.by(tx, axisDept, "place")
	var at []string
	for path, g := range raw {
		if g.counts[mDispatched] == 0 {
			at = append(at, w.bind(path))
		}
	}
	if len(at) == 0 {
		w.add("1 = 0")
	} else {
		w.add("dept IN (" + strings.Join(at, ", ") + ")")
	}
	return err
}

// byRegion sums the orders by the place they come from, and the days of the departments by the place they sit in.
func (s *Service) byRegion(tx *storage.Tx, p *plan, t *Table) error {
	raw, err := p.by(tx, axisRegion, "place")
	if err != nil {
		return err
	}
	a, err := p.attendance(tx)
	if err != nil {
		return err
	}
	lines, good, all := groups{}, map[string]int64{}, map[string]int64{}
	total := &group{waiting: map[string]int64{}}
	for path, g := range raw {
		lines.at(p.regionOf(path)).plus(g)
		total.plus(g)
	}
	var n, of int64
	for _, o := range p.offices(nil) {
		good1, all1, err := s.online(tx, p, a, o.Department)
		if err != nil {
			return err
		}
		line := p.regionOf(o.RegionPath)
		lines.at(line)
		good[line], all[line] = good[line]+good1, all[line]+all1
		n, of = n+good1, of+all1
	}
	for _, line := range lines.keys() {
		r, _ := p.dir.Region(lastNode(line))
		row := Row{Key: r.ID, Name: r.Name, path: r.Path}
		row.fill(lines[line], good[line], all[line], p.small)
		t.Rows = append(t.Rows, row)
	}
	t.Total = Row{Name: "合计"}
	t.Total.fill(total, n, of, p.small)
	return nil
}

// regionOf is the line on which a region counts: one step below the plan's region, or below the root of the tree.
func (p *plan) regionOf(path string) string {
	base := p.region
	if _, rest, ok := strings.Cut(strings.TrimPrefix(path, "/"), "/"); base == "" && ok {
		base = strings.TrimSuffix(path, rest)
	}
	if !strings.HasPrefix(path, base) {
		return path
	}
	if rest := strings.Index(path[len(base):], "/"); rest >= 0 {
		return path[:len(base)+rest+1]
	}
	return path
}

func (r *Row) fill(g *group, online, days int64, small int) {
	r.Counts = g.counts.ByName()
	r.Figures = append([]Figure{newFigure(KeyOnline, online, days, 0)}, g.figures(small)...)
}

// rank gives every figure its place among the rows and sorts them by one of them: the best first, then those whose sample is
// too small to rank, those without a rate last. Rows whose rates read the same share the place.
func rank(rows []Row, sort string) {
	for i := range Formulas {
		at := make([]int, len(rows))
		for j := range at {
			at[j] = j
		}
		figure := func(j int) *Figure { return &rows[j].Figures[i] }
		slices.SortStableFunc(at, func(a, b int) int { return figure(b).compare(*figure(a)) })
		for place, j := range at {
			switch {
			case figure(j).weight() < ranked:
			case place > 0 && figure(at[place-1]).compare(*figure(j)) == 0:
				figure(j).Rank = figure(at[place-1]).Rank
			default:
				figure(j).Rank = place + 1
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(b.Figure(sort).compare(a.Figure(sort)), strings.Compare(a.path, b.path))
	})
}

// How much a figure weighs in a ranking.
const (
	noRate = iota
	smallSample
	ranked
)

func (f Figure) weight() int {
	switch {
	case f.hundredths() < 0:
		return noRate
	case f.Small:
		return smallSample
	}
	return ranked
}

func (f Figure) compare(other Figure) int {
	return cmp.Or(cmp.Compare(f.weight(), other.weight()), cmp.Compare(f.hundredths(), other.hundredths()))
}
