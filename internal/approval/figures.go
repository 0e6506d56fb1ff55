package approval

import (
	"context"
	"fmt"
	"slices"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// Fact is what figures know of one application. Taken and Statutory are counted days: of what it took from completion to
// delivery, and of what the law allows.
type Fact struct {
	ID        string
	Item      string
	Channel   string
	Model     catalog.Model
	Outcome   string
	Committed bool
	Formal    bool
	OnSpot    bool
	Overdue   bool
	Candidate bool // past its limit, and nobody has ruled on it yet
	Untold    bool // past its limit, and the applicant was not told why
	Imported  bool // of its way an older system told nothing
	Steps     int
	Trips     int
	Taken     int
	Statutory int
	Received  bool // in the period
	Accepted  bool // in the period
	Ended     bool // delivered in the period
}

// Span is a period: both days included.
type Span struct {
	From calendar.Date `json:"from"`
	To   calendar.Date `json:"to"`
}

// formula is how one figure is folded: over which facts, and what each of them adds to the numerator.
type formula struct {
	key, label, rule, unit, says string
	of                           func(f Fact) bool
	hit                          func(f Fact) int
	mean                         bool // the numerator is a sum, not a part of the facts
	items                        bool // counts items, not applications: of each item its latest one
	saved                        bool // 1 − numerator/denominator over days (TIME-37)
}

// told reports whether an application ended here, so that all of its way is known.
func (f Fact) told() bool { return f.Ended && !f.Imported }

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// formulas are the published figures, each with its rule and in words.
var formulas = []formula{
	{key: "received", label: "收件数", rule: "APP-36", unit: "件", says: "期内收到的申请", of: func(f Fact) bool { return f.Received }, hit: func(Fact) int { return 1 }},
	{key: "accepted", label: "受理数", rule: "APP-36", unit: "件", says: "期内受理的申请", of: func(f Fact) bool { return f.Accepted }, hit: func(Fact) int { return 1 }},
	{key: "completed", label: "办结数", rule: "APP-36", unit: "件", says: "期内送达结果的办件", of: func(f Fact) bool { return f.Ended }, hit: func(Fact) int { return 1 }},
	{key: "online", label: "网上办理率", rule: "APP-31", unit: "%", says: "网上申请的件数÷收件数", of: func(f Fact) bool { return f.Received }, hit: func(f Fact) int { return one(slices.Contains(online, f.Channel)) }},
	{key: "sole", label: "独任审核事项占比", rule: "APP-12", unit: "%", says: "独任审核的事项数÷期内有受理的事项数，每个事项只计一次，按期内最后受理的一件", of: func(f Fact) bool { return f.Accepted }, hit: func(f Fact) int { return one(f.Model == catalog.SoleReview) }, items: true},
	{key: "commitment", label: "告知承诺取证数", rule: "APP-15", unit: "件", says: "期内以告知承诺取得证照的办件", of: func(f Fact) bool { return f.Accepted && f.Committed && f.Outcome == "grant" }, hit: func(Fact) int { return 1 }},
	{key: "steps", label: "平均内部环节数", rule: "APP-37", unit: "个", says: "办结件经过的内部环节数÷办结数，不含导入的历史办件", of: Fact.told, hit: func(f Fact) int { return f.Steps }, mean: true},
	{key: "trips", label: "平均到窗口次数", rule: "APP-39", unit: "次", says: "办结件到窗口的次数÷办结数，不含导入的历史办件", of: Fact.told, hit: func(f Fact) int { return f.Trips }, mean: true},
	{key: "once", label: "一次办成率", rule: "APP-39", unit: "%", says: "到窗口不超过一次的办结件÷办结数，不含导入的历史办件", of: Fact.told, hit: func(f Fact) int { return one(f.Trips <= 1) }},
	{key: "on_time", label: "按时办结率", rule: "TIME-37", unit: "%", says: "没有超时的办结件÷办结数，超时待认定的不算按时，认定有正当理由的不算超时", of: func(f Fact) bool { return f.Ended }, hit: func(f Fact) int { return one(!f.Overdue && !f.Candidate) }},
	{key: "candidates", label: "超时待认定", rule: "TIME-12", unit: "件", says: "超过承诺时限、监督人员尚未认定原因的办结件", of: func(f Fact) bool { return f.Ended }, hit: func(f Fact) int { return one(f.Candidate) }},
	{key: "unexplained", label: "超时未说明", rule: "TIME-43", unit: "件", says: "超过承诺时限、没有向申请人说明原因的办结件", of: func(f Fact) bool { return f.Ended }, hit: func(f Fact) int { return one(f.Untold) }},
	{key: "faster", label: "实际办理提速", rule: "TIME-37", unit: "%", says: "1－实际用时之和÷法定时限之和，按计入的日数", of: func(f Fact) bool { return f.Ended && f.Statutory > 0 }, hit: func(f Fact) int { return f.Taken }, saved: true},
	{key: "spot", label: "现场办结率", rule: "TIME-38", unit: "%", says: "当场办结的件数÷只需形式审查的办结件，不含导入的历史办件", of: func(f Fact) bool { return f.told() && f.Formal }, hit: func(f Fact) int { return one(f.OnSpot) }},
	{key: "spot_all", label: "现场办结率（全部事项）", rule: "GAP-50", unit: "%", says: "当场办结的件数÷办结数，不含导入的历史办件", of: Fact.told, hit: func(f Fact) int { return one(f.OnSpot) }},
}

// Figure is one figure of a period. Value is rounded half up to two decimals; "" when there is nothing to divide by. Items
// gives the numerator by item, the largest first.
type Figure struct {
	Key         string     `json:"key"`
	Label       string     `json:"label"`
	Rule        string     `json:"rule"`
	Unit        string     `json:"unit"`
	Says        string     `json:"says"` // the formula in words
	Numerator   int64      `json:"numerator"`
	Denominator int64      `json:"denominator"`
	Value       string     `json:"value"`
	Items       []ItemPart `json:"items,omitempty"`
}

// ItemPart is an item's part in a figure.
type ItemPart struct {
	Item string `json:"item"`
	Name string `json:"name"`
	N    int64  `json:"n"`
}

// counted are the facts that a figure is over.
func (m formula) counted(facts []Fact) (out []Fact) {
	latest := map[string]int{}
	for _, x := range facts {
		n, known := latest[x.Item]
		switch {
		case !m.of(x):
		case m.items && known:
			if x.ID > out[n].ID {
				out[n] = x
			}
		default:
			latest[x.Item] = len(out)
			out = append(out, x)
		}
	}
	return out
}

// fold works a figure out. It is pure: the same facts give the same figure.
func (m formula) fold(facts []Fact) Figure {
	f := Figure{Key: m.key, Label: m.label, Rule: m.rule, Unit: m.unit, Says: m.says}
	byItem := map[string]int64{}
	for _, x := range m.counted(facts) {
		n := int64(m.hit(x))
		f.Numerator += n
		byItem[x.Item] += n
		if m.saved {
			f.Denominator += int64(x.Statutory)
		} else {
			f.Denominator++
		}
	}
	for item, n := range byItem {
		if n > 0 {
			f.Items = append(f.Items, ItemPart{Item: item, N: n})
		}
	}
	slices.SortFunc(f.Items, func(a, b ItemPart) int {
		if a.N != b.N {
			return int(b.N - a.N)
		}
		if a.Item < b.Item {
			return -1
		}
		return 1
	})
	switch {
	case m.unit == "件":
		f.Value = fmt.Sprint(f.Numerator)
	case m.saved:
		f.Value = percent(max(0, f.Denominator-f.Numerator), f.Denominator)
	case m.mean:
		f.Value = ratio(f.Numerator, f.Denominator, 100)
	default:
		f.Value = percent(f.Numerator, f.Denominator)
	}
	return f
}

// percent is a share in per cent, rounded half up to two decimals (GAP-26).
func percent(n, of int64) string { return ratio(n, of, 10_000) }

func ratio(n, of, scale int64) string {
	if of == 0 {
		return ""
	}
	hundredths := (2*n*scale + of) / (2 * of)
	return fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
}

// Daily is what a day has on average: of the working days of a period (APP-36).
type Daily struct {
	Days      int    `json:"days"`
	Received  string `json:"received"`
	Accepted  string `json:"accepted"`
	Completed string `json:"completed"`
}

// Report is the figures of a period, of what the person may see.
type Report struct {
	Span    Span     `json:"span"`
	Daily   Daily    `json:"daily"`
	Figures []Figure `json:"figures"`
}

// Figures works out the figures of a period for the items of a department and what lies under it ("" is all that the person
// may see). What he may not see is not counted.
func (s *Service) Figures(ctx context.Context, actor org.Actor, span Span, dept string) (out Report, err error) {
	if !actor.MayAnywhere(org.ApplicationView) {
		return out, org.Forbidden()
	}
	path, err := s.spanned(ctx, span, dept)
	if err != nil {
		return out, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		facts, err := facts(tx, actor, span, path)
		if err != nil {
			return err
		}
		out = Report{Span: span}
		names, err := namesOf(tx, facts)
		if err != nil {
			return err
		}
		byKey := map[string]int64{}
		for _, m := range formulas {
			f := m.fold(facts)
			for i := range f.Items {
				f.Items[i].Name = names[f.Items[i].Item]
			}
			byKey[f.Key] = f.Numerator
			out.Figures = append(out.Figures, f)
		}
		version, err := s.kernel.Calendars.Current(tx)
		if err != nil {
			return err
		}
		cal, err := s.kernel.Calendars.At(tx, version, actor.RegionPath)
		if err != nil {
			return err
		}
		days := cal.Between(span.From-1, span.To)
		out.Daily = Daily{Days: days, Received: ratio(byKey["received"], int64(days), 100), Accepted: ratio(byKey["accepted"], int64(days), 100), Completed: ratio(byKey["completed"], int64(days), 100)}
		return nil
	})
	return out, err
}

// Behind lists the applications that a figure counts: those of its denominator, or only those that add to its numerator.
func (s *Service) Behind(ctx context.Context, actor org.Actor, span Span, dept, key string, hits bool, req page.Request) (out page.Page[Row], err error) {
	i := slices.IndexFunc(formulas, func(m formula) bool { return m.key == key })
	if i < 0 {
		return out, fault.New(fault.NotFound, "approval.figure", "没有这项指标。")
	}
	path, err := s.spanned(ctx, span, dept)
	if err != nil {
		return out, err
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return out, err
	}
	var after string
	if _, err := page.Decode(req.After, &after); err != nil {
		return out, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		facts, err := facts(tx, actor, span, path)
		if err != nil {
			return err
		}
		var ids []string
		for _, f := range formulas[i].counted(facts) {
			if f.ID > after && (!hits || formulas[i].hit(f) > 0) {
				ids = append(ids, f.ID)
			}
		}
		slices.Sort(ids)
		found := page.Of(ids, req.Limit(), func(id string) string { return id })
		out.Next = found.Next
		cases := make([]*casework.Case, len(found.Items))
		for i, id := range found.Items {
			if cases[i], err = s.kernel.Get(tx, id); err != nil {
				return err
			}
		}
		out.Items, err = s.rows(tx, dir, cases)
		return err
	})
	return out, err
}

// spanned checks a period and gives the path of the department.
func (s *Service) spanned(ctx context.Context, span Span, dept string) (string, error) {
	most := s.policy.Now().Int("approval.figure.days", "")
	if span.From == 0 || span.To < span.From || int(span.To-span.From) >= most {
		return "", fault.Newf(fault.Invalid, "approval.period", "请选择起止日期，起始日不能晚于截止日，且不超过%d天。", most).On("from", "日期不正确")
	}
	if dept == "" {
		return "", nil
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return "", err
	}
	d, ok := dir.Department(dept)
	if !ok {
		return "", fault.New(fault.Invalid, "approval.department", "没有这个部门。").On("dept", "没有这个部门")
	}
	return d.Path, nil
}

// namesOf gives the names of the items that facts are of.
func namesOf(tx *storage.Tx, facts []Fact) (map[string]string, error) {
	var ids []string
	for _, f := range facts {
		ids = append(ids, f.Item)
	}
	slices.Sort(ids)
	return catalog.NamesOf(tx, slices.Compact(ids))
}

// facts reads what figures are folded from: of the applications that were received, accepted or delivered in the period, at
// windows or under items that the person looks after.
func facts(tx *storage.Tx, actor org.Actor, span Span, deptPath string) ([]Fact, error) {
	from, to := storage.Millis(span.From.Start()), storage.Millis(span.To.End())
	args := []any{from, to}
	view := actor.Scope(org.ApplicationView)
	scope := `(` + view.SQL(tx.Engine, "a.dept_path", "a.region_path", &args) + ` OR ` + view.SQL(tx.Engine, "a.window_path", "a.region_path", &args) + `) AND ` +
		org.Under(tx.Engine, "a.dept_path", deptPath, &args)
	var out []Fact
	err := tx.All(`SELECT a.id, a.item, a.channel, a.model, a.outcome, a.committed, a.formal, a.on_spot, a.overdue, a.candidate, a.unexplained, a.steps, a.trips, a.taken, a.statutory, a.source <> '', a.received_at, a.accepted_at, a.ended_at
		FROM applications a WHERE ((a.received_at >= $1 AND a.received_at < $2) OR (a.accepted_at >= $1 AND a.accepted_at < $2) OR (a.ended_at >= $1 AND a.ended_at < $2)) AND `+scope+` ORDER BY a.id`,
		args, func(scan func(...any) error) error {
			var f Fact
			var received, accepted, ended time.Time
			if err := scan(&f.ID, &f.Item, &f.Channel, &f.Model, &f.Outcome, &f.Committed, &f.Formal, &f.OnSpot, &f.Overdue, &f.Candidate, &f.Untold, &f.Steps, &f.Trips, &f.Taken, &f.Statutory, &f.Imported, &received, &accepted, &ended); err != nil {
				return err
			}
			within := func(t time.Time) bool { ms := storage.Millis(t); return !t.IsZero() && ms >= from && ms < to }
			f.Received, f.Accepted, f.Ended = within(received), within(accepted), within(ended) && f.Outcome != ""
			out = append(out, f)
			return nil
		})
	return out, err
}
