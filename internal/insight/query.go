package insight

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Query says which orders a figure counts: those received on the days From to To, both included, of a department and
// what lies under it, of a region and what lies under it, of a kind. Zero fields but the days do not narrow.
type Query struct {
	From, To calendar.Date
	Dept     string // id of a department
	Region   string // division code
	Kind     string // type of appeal
}

// longest is how many days a query may span: ten years.
const longest = 3660

// plan is a query that has been checked for a person: paths instead of ids, and what they may see.
type plan struct {
	from, to       calendar.Date
	dept, region   string // paths
	kind           string
	scope          org.Scope
	dir            *org.Directory
	asOf           int64 // limits after this instant have not come yet
	state          state
	calendarNumber int64
	small          int
}

// plan checks a query and the person's right to figures.
func (s *Service) plan(ctx context.Context, actor org.Actor, permission org.Permission, q Query) (plan, error) {
	p := plan{from: q.From, to: q.To, kind: q.Kind, scope: actor.Scope(permission)}
	if p.scope.Empty() {
		return p, fault.New(fault.Forbidden, "insight.forbidden", "您没有查看统计的权限。")
	}
	if q.From == 0 || q.To < q.From || q.To-q.From > longest {
		return p, fault.New(fault.Invalid, "insight.period", "请选择统计期，起始日不能晚于截止日，且不超过十年。").On("from", "日期不正确")
	}
	var err error
	if p.dir, err = s.org.Directory(ctx); err != nil {
		return p, err
	}
	if q.Dept != "" {
		d, ok := p.dir.Department(q.Dept)
		if !ok {
			return p, fault.New(fault.Invalid, "insight.department", "没有这个部门。").On("dept", "没有这个部门")
		}
		p.dept = d.Path
	}
	if q.Region != "" {
		r, ok := p.dir.Region(q.Region)
		if !ok {
			return p, fault.New(fault.Invalid, "insight.region", "没有这个区域。").On("region", "没有这个区域")
		}
		p.region = r.Path
	}
	p.small = s.policy.Now().Int(setSmall, p.region)
	return p, nil
}

// see runs a plan's reading in one View, so that all its numbers are of one moment.
func (s *Service) see(ctx context.Context, p *plan, read func(tx *storage.Tx) error) error {
	return s.db.View(ctx, func(tx *storage.Tx) (err error) {
		if p.state, err = readState(tx, ""); err != nil {
			return err
		}
		if p.calendarNumber, err = s.kernel.Calendars.Current(tx); err != nil {
			return err
		}
		p.asOf = storage.Millis(earlier(tx.Now, p.to.End()))
		return read(tx)
	})
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// where collects the conditions of a statement with their arguments.
type where struct {
	conds []string
	args  []any
}

func (w *where) bind(value any) string {
	w.args = append(w.args, value)
	return "$" + strconv.Itoa(len(w.args))
}

func (w *where) add(cond string) { w.conds = append(w.conds, cond) }

func (w *where) String() string { return strings.Join(w.conds, " AND ") }

// orders are the conditions on the orders' own rows; dayColumn is the day that must lie in the period.
func (p *plan) orders(tx *storage.Tx, dayColumn string) *where {
	w := &where{}
	w.add(dayColumn + " >= " + w.bind(p.from.String()))
	w.add(dayColumn + " <= " + w.bind(p.to.String()))
	if p.kind != "" {
		w.add("kind = " + w.bind(p.kind))
	}
	p.confine(tx, w)
	return w
}

// confine narrows to the plan's part of the trees. A subtree is written out as the list of its nodes where that is
// possible: then the index finds each node's days, however long the table is.
func (p *plan) confine(tx *storage.Tx, w *where) {
	w.add(p.scope.SQL(tx.Engine, "dept", "region", &w.args))
	var places, offices []string
	byRegion, byDept := p.region != "" || p.scopeIsOf(tx, "", "region"), p.dept != "" || p.scopeIsOf(tx, "dept", "")
	if byRegion {
		for _, r := range p.dir.Regions(p.region) {
			if p.region != "" || p.scope.Covers("", r.Path) {
				places = append(places, r.Path)
			}
		}
		w.among(tx, "region", p.region, places)
	}
	if byDept {
		for _, d := range p.dir.Departments(org.Everything()) {
			if strings.HasPrefix(d.Path, p.dept) && (p.dept != "" || p.scope.Covers(d.Path, "")) {
				offices = append(offices, d.Path)
			}
		}
		w.among(tx, "dept", p.dept, offices)
	}
}

// scopeIsOf tells whether the person's scope is narrowed by nothing but the named column.
func (p *plan) scopeIsOf(tx *storage.Tx, dept, region string) bool {
	var a, b []any
	return !p.scope.Whole() && p.scope.SQL(tx.Engine, "dept", "region", &a) == p.scope.SQL(tx.Engine, dept, region, &b)
}

// listed is how many nodes of a tree a condition names at most.
const listed = 400

// among narrows a column to a subtree, by its nodes when they are few.
func (w *where) among(tx *storage.Tx, column, root string, paths []string) {
	if len(paths) == 0 || len(paths) > listed {
		w.add(org.Under(tx.Engine, column, root, &w.args))
		return
	}
	marks := make([]string, len(paths))
	for i, path := range paths {
		marks[i] = w.bind(path)
	}
	w.add(column + " IN (" + strings.Join(marks, ", ") + ")")
}

// source gives where sums along an axis come from: the sums by day when they say enough, else the orders themselves.
// column is the axis's column there.
func (p *plan) source(tx *storage.Tx, axis string) (from, column string, w *where) {
	narrowed := map[string]bool{axisDept: p.region != "", axisDone: p.region != "", axisRegion: p.dept != "", axisChannel: p.dept != "" || p.region != ""}
	if !p.scope.Whole() || narrowed[axis] {
		switch axis {
		case axisDone:
			w = p.orders(tx, "concluded_day")
			w.add("concluded = 1")
			return "insight_order", "dept", w
		case axisDept, axisRegion, axisChannel:
			return "insight_order", axis, p.orders(tx, "day")
		}
	}
	w = &where{}
	w.add("axis = " + w.bind(axis))
	w.add("day >= " + w.bind(p.from.String()))
	w.add("day <= " + w.bind(p.to.String()))
	if p.kind != "" {
		w.add("kind = " + w.bind(p.kind))
	}
	if axis == axisRegion {
		w.add(org.Under(tx.Engine, "place", p.region, &w.args))
	} else if axis != axisChannel {
		w.add(org.Under(tx.Engine, "place", p.dept, &w.args))
	}
	return "insight_day", "place", w
}

// group is one line of sums: how many orders answer each measure, and how many of them are left out of each formula's
// denominator because their time has not come.
type group struct {
	counts  Counts
	waiting map[string]int64
}

func (g *group) plus(other *group) {
	g.counts = g.counts.plus(other.counts)
	for key, n := range other.waiting {
		g.waiting[key] += n
	}
}

// ratio gives a formula's two numbers.
func (g *group) ratio(f Formula) (numerator, denominator int64) {
	return g.counts[f.num], g.counts[f.den] - g.waiting[f.Key]
}

// figures gives the rates of orders.
func (g *group) figures(small int) []Figure {
	out := make([]Figure, 0, len(Formulas))
	for _, f := range Formulas {
		if f.Key != KeyOnline {
			num, den := g.ratio(f)
			out = append(out, newFigure(f.Key, num, den, small))
		}
	}
	return out
}

type groups map[string]*group

func (g groups) at(key string) *group {
	if g[key] == nil {
		g[key] = &group{waiting: map[string]int64{}}
	}
	return g[key]
}

func (g groups) keys() []string {
	out := make([]string, 0, len(g))
	for key := range g {
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}

// by sums the plan's orders along an axis: by place, by "day" or by "kind".
func (p *plan) by(tx *storage.Tx, axis, what string) (groups, error) {
	from, column, w := p.source(tx, axis)
	if what != "place" {
		column = what
	}
	out := groups{}
	err := tx.All(`SELECT `+column+`, `+measureSums+` FROM `+from+` WHERE `+w.String()+` GROUP BY `+column, w.args, func(scan func(...any) error) error {
		var key string
		var n Counts
		err := scan(append([]any{&key}, n.dest()...)...)
		out.at(key).counts = n
		return err
	})
	if err != nil {
		return nil, err
	}
	if what == "place" {
		column = axis
	}
	return out, p.addWaiting(tx, column, out)
}

// addWaiting counts the orders whose time has not come. They all still want work, so this reads few rows.
func (p *plan) addWaiting(tx *storage.Tx, column string, into groups) error {
	w := p.orders(tx, "day")
	w.add("working = 1")
	var sums, keys []string
	asOf := w.bind(p.asOf)
	for _, f := range Formulas {
		if f.wait != nil {
			sums = append(sums, "CAST(SUM(CASE WHEN "+f.waitingCond(asOf)+" THEN 1 ELSE 0 END) AS BIGINT)")
			keys = append(keys, f.Key)
		}
	}
	return tx.All(`SELECT `+column+`, `+strings.Join(sums, ", ")+` FROM insight_order WHERE `+w.String()+` GROUP BY `+column, w.args, func(scan func(...any) error) error {
		var key string
		n := make([]int64, len(keys))
		dest := []any{&key}
		for i := range n {
			dest = append(dest, &n[i])
		}
		err := scan(dest...)
		for i, k := range keys {
			into.at(key).waiting[k] = n[i]
		}
		return err
	})
}

// waitingCond is the condition for an order of the denominator that is not counted yet.
func (f Formula) waitingCond(asOf string) string {
	return f.den.column() + " = 1 AND " + f.wait.done.column() + " = 0 AND " + f.wait.due + " > " + asOf
}
