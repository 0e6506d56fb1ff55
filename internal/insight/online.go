package insight

import (
	"context"
	"slices"
	"strings"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// office is one line of a ranking of departments: a department and what lies under it.
type office struct {
	org.Department
	mine bool // the person may see the office itself, and not only some orders of it
}

// offices are the handling departments one step below the plan's department, in the person's scope; more names the paths
// of departments that have orders, whatever their kind.
func (p *plan) offices(more []string) []office {
	seen := map[string]bool{}
	var out []office
	add := func(path string) {
		d := p.officeOf(path)
		if d.ID == "" || seen[d.Path] {
			return
		}
		seen[d.Path] = true
		out = append(out, office{d, p.scope.Covers(d.Path, d.RegionPath)})
	}
	for _, d := range p.dir.Departments(p.scope) {
		handles := d.Kind == org.Bureau || d.Kind == org.TownshipOffice
		if handles && d.Active && strings.HasPrefix(d.Path, p.dept) && strings.HasPrefix(d.RegionPath, p.region) {
			add(d.Path)
		}
	}
	for _, path := range more {
		add(path)
	}
	slices.SortFunc(out, func(a, b office) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// officeOf is the line on which a department counts: the plan's department itself, or the node one step below it that
// the person may see.
func (p *plan) officeOf(path string) org.Department {
	if path == p.dept {
		return p.node(path)
	}
	for end := len(p.dept) + 1; end < len(path); end++ {
		if path[end] != '/' {
			continue
		}
		if d := p.node(path[:end+1]); p.scope.Covers(d.Path, d.RegionPath) {
			return d
		}
	}
	return p.node(path)
}

// node finds a department by its path, which ends in its id.
func (p *plan) node(path string) org.Department {
	d, _ := p.dir.Department(lastNode(path))
	return d
}

func lastNode(path string) string {
	path = strings.TrimSuffix(path, "/")
	return path[strings.LastIndex(path, "/")+1:]
}

// attendance is on which days each department was signed in and had something unsigned beyond its limit.
type attendance struct {
	present  map[string]map[string]int64 // path to day to how many people
	unsigned []unsignedSpan
	since    map[string]string // path to the day it was set up
}

type unsignedSpan struct{ order, dept, from, to string }

func (a *attendance) unsignedOn(under, day string) []string {
	out := []string{}
	for _, u := range a.unsigned {
		if strings.HasPrefix(u.dept, under) && u.from <= day && (u.to == "" || day < u.to) && !slices.Contains(out, u.order) {
			out = append(out, u.order)
		}
	}
	return out
}

// attendance reads the plan's days.
func (p *plan) attendance(tx *storage.Tx) (*attendance, error) {
	a := &attendance{present: map[string]map[string]int64{}, since: map[string]string{}}
	paths := map[string]string{}
	err := tx.All(`SELECT id, path, since FROM insight_unit`, nil, func(scan func(...any) error) error {
		var id, path, since string
		err := scan(&id, &path, &since)
		paths[id], a.since[path] = path, since
		return err
	})
	if err != nil {
		return nil, err
	}
	days := []any{p.from.String(), p.to.String()}
	err = tx.All(`SELECT unit, day, COUNT(*) FROM insight_presence WHERE day >= $1 AND day <= $2 GROUP BY unit, day`, days, func(scan func(...any) error) error {
		var unit, day string
		var n int64
		err := scan(&unit, &day, &n)
		path := paths[unit]
		if a.present[path] == nil {
			a.present[path] = map[string]int64{}
		}
		a.present[path][day] = n
		return err
	})
	if err != nil {
		return nil, err
	}
	w := &where{args: []any{p.from.String(), p.to.String()}}
	w.add(org.Under(tx.Engine, "dept", p.dept, &w.args))
	return a, tx.All(`SELECT order_id, dept, from_day, COALESCE(to_day, '') FROM insight_unsigned WHERE from_day <= $2 AND (to_day IS NULL OR to_day > $1) AND `+
		w.String()+` ORDER BY from_day, case_id, n`, w.args, func(scan func(...any) error) error {
		var u unsignedSpan
		err := scan(&u.order, &u.dept, &u.from, &u.to)
		a.unsigned = append(a.unsigned, u)
		return err
	})
}

// UnitDay is one working day of a department: who was there, and what stood unsigned beyond its limit at its end.
type UnitDay struct {
	Day      calendar.Date `json:"day"`
	People   int64         `json:"people"` // how many of its people signed in
	Unsigned []string      `json:"unsigned"`
	Online   bool          `json:"online"`
}

// days are the finished working days of a department in the period, since it was set up (HOT-48).
func (s *Service) days(tx *storage.Tx, p *plan, a *attendance, d org.Department) ([]UnitDay, error) {
	cal, err := s.kernel.Calendars.At(tx, p.calendarNumber, d.RegionPath)
	if err != nil {
		return nil, err
	}
	people := map[string]int64{}
	for path, days := range a.present {
		if strings.HasPrefix(path, d.Path) {
			for day, n := range days {
				people[day] += n
			}
		}
	}
	unsigned := slices.DeleteFunc(slices.Clone(a.unsigned), func(u unsignedSpan) bool { return !strings.HasPrefix(u.dept, d.Path) })
	mine := attendance{unsigned: unsigned}
	out := []UnitDay{}
	for day, today := p.from, calendar.DateOf(tx.Now); day <= p.to && day < today; day++ {
		if text := day.String(); cal.Working(day) && text >= a.since[d.Path] {
			u := UnitDay{Day: day, People: people[text], Unsigned: mine.unsignedOn(d.Path, text)}
			u.Online = u.People > 0 && len(u.Unsigned) == 0
			out = append(out, u)
		}
	}
	return out, nil
}

// online gives the two numbers of a department's online rate.
func (s *Service) online(tx *storage.Tx, p *plan, a *attendance, d org.Department) (good, all int64, err error) {
	days, err := s.days(tx, p, a, d)
	for _, u := range days {
		good += flag(u.Online)
	}
	return good, int64(len(days)), err
}

// Days opens the online rate of a department: its working days of the period, each with what lowered it (HOT-48).
func (s *Service) Days(ctx context.Context, actor org.Actor, q Query) ([]UnitDay, error) {
	return s.unitDays(ctx, actor, org.StatsView, q)
}

// unitDays is Days in the part of the trees where the person has the permission.
func (s *Service) unitDays(ctx context.Context, actor org.Actor, permission org.Permission, q Query) (days []UnitDay, err error) {
	p, err := s.plan(ctx, actor, permission, q)
	if err != nil {
		return nil, err
	}
	d, ok := p.dir.Department(q.Dept)
	if !ok || !p.scope.Covers(d.Path, d.RegionPath) {
		return nil, fault.New(fault.NotFound, "insight.department", "没有这个部门，或者您无权查看。")
	}
	err = s.see(ctx, &p, func(tx *storage.Tx) error {
		a, err := p.attendance(tx)
		if err != nil {
			return err
		}
		days, err = s.days(tx, &p, a, d)
		return err
	})
	return days, err
}
