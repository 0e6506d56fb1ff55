package insight

import (
	"context"
	"slices"

	"huying/internal/calendar"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// warnings are the conditions of the early warning at an instant.
var warnings = map[string]func(now string) string{
	"unsigned":      func(string) string { return "working = 1 AND dispatched = 1 AND signed = 0" },
	"unsigned_late": func(now string) string { return "working = 1 AND dispatched = 1 AND signed = 0 AND sign_due <= " + now },
	"late": func(now string) string {
		return "working = 1 AND dispatched = 1 AND handled_at = 0 AND handling_due <= " + now
	},
}

// Warning is one department that neglects orders: how many wait for its signature, how many of those and of the others are
// past their limit, and for how many working days nobody of it has signed in (HOT-88, HOT-12).
type Warning struct {
	Dept         string        `json:"dept"`
	Name         string        `json:"name"`
	Unsigned     int64         `json:"unsigned"`
	UnsignedLate int64         `json:"unsignedLate"`
	Late         int64         `json:"late"`
	LastSeen     calendar.Date `json:"lastSeen,omitzero"` // the last day on which somebody signed in, within the last ninety
	IdleDays     int           `json:"idleDays"`
	Idle         bool          `json:"idle"`
}

// idleWindow is how many days back a sign-in is looked for.
const idleWindow = 90

// Warnings lists the departments that have something unsigned or late, or that nobody has signed in for, the worst first.
// The counts are of this moment and of orders of any age.
func (s *Service) Warnings(ctx context.Context, actor org.Actor) ([]Warning, error) {
	return s.warned(ctx, actor, org.StatsView)
}

// warned is Warnings in the part of the trees where the person has the permission.
func (s *Service) warned(ctx context.Context, actor org.Actor, permission org.Permission) (out []Warning, err error) {
	today := calendar.DateOf(s.db.Now())
	p, err := s.plan(ctx, actor, permission, Query{From: today - idleWindow, To: today})
	if err != nil {
		return nil, err
	}
	err = s.see(ctx, &p, func(tx *storage.Tx) error {
		out, err = s.warnings(tx, &p)
		return err
	})
	return out, err
}

func (s *Service) warnings(tx *storage.Tx, p *plan) ([]Warning, error) {
	counts, err := p.neglected(tx)
	if err != nil {
		return nil, err
	}
	a, err := p.attendance(tx)
	if err != nil {
		return nil, err
	}
	var paths []string
	for path := range counts {
		paths = append(paths, path)
	}
	out := []Warning{}
	for _, o := range p.offices(paths) {
		w := Warning{Dept: o.ID, Name: o.Name}
		for path, n := range counts {
			if p.officeOf(path).Path == o.Path {
				w.Unsigned, w.UnsignedLate, w.Late = w.Unsigned+n[0], w.UnsignedLate+n[1], w.Late+n[2]
			}
		}
		if o.mine {
			if err := s.idle(tx, p, a, o.Department, &w); err != nil {
				return nil, err
			}
		}
		if w.Unsigned+w.Late > 0 || w.Idle {
			out = append(out, w)
		}
	}
	slices.SortStableFunc(out, func(a, b Warning) int {
		return int(b.Late+b.UnsignedLate-a.Late-a.UnsignedLate)*1000 + b.IdleDays - a.IdleDays
	})
	return out, nil
}

// neglected counts unsigned, unsigned late and late orders by department.
func (p *plan) neglected(tx *storage.Tx) (map[string][3]int64, error) {
	w := &where{}
	now := w.bind(storage.Millis(tx.Now))
	sum := func(key string) string {
		return "CAST(SUM(CASE WHEN " + warnings[key](now) + " THEN 1 ELSE 0 END) AS BIGINT)"
	}
	w.add("working = 1 AND dispatched = 1")
	p.confine(tx, w)
	out := map[string][3]int64{}
	return out, tx.All(`SELECT dept, `+sum("unsigned")+`, `+sum("unsigned_late")+`, `+sum("late")+` FROM insight_order WHERE `+w.String()+` GROUP BY dept`, w.args,
		func(scan func(...any) error) error {
			var path string
			var n [3]int64
			err := scan(&path, &n[0], &n[1], &n[2])
			out[path] = n
			return err
		})
}

// idle counts the working days since somebody of the department signed in. Today counts for nothing before it is over.
func (s *Service) idle(tx *storage.Tx, p *plan, a *attendance, d org.Department, w *Warning) error {
	days, err := s.days(tx, p, a, d)
	if err != nil {
		return err
	}
	for path, present := range a.present {
		for text := range present {
			if day, err := calendar.ParseDate(text); err == nil && len(path) >= len(d.Path) && path[:len(d.Path)] == d.Path {
				w.LastSeen = max(w.LastSeen, day)
			}
		}
	}
	for _, u := range days {
		if u.Day > w.LastSeen {
			w.IdleDays++
		}
	}
	w.Idle = w.IdleDays >= s.policy.Now().Int(setIdleDays, d.RegionPath)
	return nil
}

// Conduct is how often a department was urged, named in a circular and held to account in a period: a basis of the
// year-end assessment and of merit selection (HOT-35, HOT-55).
type Conduct struct {
	Dept         string `json:"dept"`
	Name         string `json:"name"`
	Urges        int64  `json:"urges"`        // by telephone or online
	UrgeNotices  int64  `json:"urgeNotices"`  // 催办通知书
	CitizenUrges int64  `json:"citizenUrges"` // by the citizens themselves
	Notices      int64  `json:"notices"`      // 行政监察通知书
	Circulars    int64  `json:"circulars"`    // 通报
	Accounts     int64  `json:"accounts"`     // entries of the accountability register
	Redos        int64  `json:"redos"`
	Returns      int64  `json:"returns"`
}

func (c *Conduct) field(what string) *int64 {
	return map[string]*int64{markUrge: &c.Urges, markUrgeNotice: &c.UrgeNotices, markCitizenUrge: &c.CitizenUrges, markNotice: &c.Notices,
		markCircular: &c.Circulars, markAccount: &c.Accounts, markRedo: &c.Redos, markReturn: &c.Returns}[what]
}

// none reports that nothing happened to the department.
func (c Conduct) none() bool {
	return c.Urges+c.UrgeNotices+c.CitizenUrges+c.Notices+c.Circulars+c.Accounts+c.Redos+c.Returns == 0
}

// conductMarks are what Conduct counts, by the names that Drill takes.
var conductMarks = []string{markUrge, markUrgeNotice, markCitizenUrge, markNotice, markCircular, markAccount, markRedo, markReturn}

// Conducts counts what happened to each department on the days of the period, whenever the orders were received. An act
// counts for the department that had the order then.
func (s *Service) Conducts(ctx context.Context, actor org.Actor, q Query) ([]Conduct, error) {
	return s.conducts(ctx, actor, org.StatsView, q)
}

// conducts is Conducts in the part of the trees where the person has the permission.
func (s *Service) conducts(ctx context.Context, actor org.Actor, permission org.Permission, q Query) (out []Conduct, err error) {
	p, err := s.plan(ctx, actor, permission, q)
	if err != nil {
		return nil, err
	}
	err = s.see(ctx, &p, func(tx *storage.Tx) error {
		w := p.orders(tx, "day")
		lines := map[string]*Conduct{}
		var paths []string
		err := tx.All(`SELECT dept, what, COUNT(*) FROM insight_mark WHERE what IN (`+quoted(conductMarks)+`) AND `+w.String()+` GROUP BY dept, what ORDER BY dept, what`, w.args,
			func(scan func(...any) error) error {
				var path, what string
				var n int64
				err := scan(&path, &what, &n)
				d := p.officeOf(path)
				if lines[d.Path] == nil {
					lines[d.Path] = &Conduct{Dept: d.ID, Name: d.Name}
				}
				*lines[d.Path].field(what) += n
				paths = append(paths, path)
				return err
			})
		out = []Conduct{}
		for _, o := range p.offices(paths) {
			if c := lines[o.Path]; c != nil {
				out = append(out, *c)
			} else {
				out = append(out, Conduct{Dept: o.ID, Name: o.Name})
			}
		}
		return err
	})
	return out, err
}

type markKey struct {
	Day string `json:"day"`
	ID  string `json:"id"`
	N   int64  `json:"n"`
}

// drillMarks opens a number of Conducts.
func (p *plan) drillMarks(tx *storage.Tx, what string, req page.Request) (out page.Page[string], err error) {
	w := p.orders(tx, "day")
	w.add("what = " + w.bind(what))
	var after markKey
	more, err := page.Decode(req.After, &after)
	if err != nil {
		return out, err
	}
	if more {
		w.add("(day, order_id, n) < (" + w.bind(after.Day) + ", " + w.bind(after.ID) + ", " + w.bind(after.N) + ")")
	}
	limit := req.Limit()
	var rows []markKey
	err = tx.All(`SELECT day, order_id, n FROM insight_mark WHERE `+w.String()+` ORDER BY day DESC, order_id DESC, n DESC LIMIT `+w.bind(limit+1), w.args, func(scan func(...any) error) error {
		var k markKey
		err := scan(&k.Day, &k.ID, &k.N)
		rows = append(rows, k)
		return err
	})
	keys := page.Of(rows, limit, func(k markKey) markKey { return k })
	out = page.Page[string]{Items: []string{}, Next: keys.Next}
	for _, k := range keys.Items {
		out.Items = append(out.Items, k.ID)
	}
	return out, err
}

// quoted writes the program's own words as a list for IN.
func quoted(words []string) string {
	out := ""
	for i, w := range words {
		if i > 0 {
			out += ", "
		}
		out += "'" + w + "'"
	}
	return out
}
