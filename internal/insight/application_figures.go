package insight

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"huying/internal/calendar"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/storage"
)

// ApplicationFigure is one figure of applications. Value has two decimals, "" when there is nothing to divide by. Items gives the
// numerator by item, the largest first.
type ApplicationFigure struct {
	Key         string     `json:"key"`
	Label       string     `json:"label"`
	Rule        string     `json:"rule"`
	Unit        string     `json:"unit"`
	Says        string     `json:"says"`   // the formula in words
	Counts      bool       `json:"counts"` // a number, no rate: it has no denominator
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

// ApplicationDays is what a working day of the period has on average (APP-36).
type ApplicationDays struct {
	Days      int    `json:"days"`
	Visits    string `json:"visits"`
	Received  string `json:"received"`
	Accepted  string `json:"accepted"`
	Completed string `json:"completed"`
}

// ApplicationPoint is one step of a period: a day, or a month of a longer one. Steps is the mean number of internal steps of what
// was completed in it, "" when nothing was.
type ApplicationPoint struct {
	From      calendar.Date `json:"from"`
	To        calendar.Date `json:"to"`
	Visits    int64         `json:"visits"`
	Received  int64         `json:"received"`
	Accepted  int64         `json:"accepted"`
	Completed int64         `json:"completed"`
	Steps     string        `json:"steps"`
}

// ItemSteps is through how many internal steps the completed applications under an item went on average, and through how
// many in the period of the same length before (APP-37).
type ItemSteps struct {
	Item      string `json:"item"`
	Name      string `json:"name"`
	Completed int64  `json:"completed"`
	Mean      string `json:"mean"`
	Before    string `json:"before"`
}

// ApplicationReport is the figures of applications in a period, of what the person may see.
type ApplicationReport struct {
	Daily    ApplicationDays     `json:"daily"`
	Figures  []ApplicationFigure `json:"figures"`
	Points   []ApplicationPoint  `json:"points"`
	Steps    []ItemSteps         `json:"steps"`
	Standing Standing            `json:"standing"`
}

// ApplicationFigures works out the figures of applications for the items of a department and what lies under it. Kind and Region of the
// query do not narrow.
func (s *Service) ApplicationFigures(ctx context.Context, actor org.Actor, q Query) (out ApplicationReport, err error) {
	p, err := s.plan(ctx, actor, org.ApplicationView, Query{From: q.From, To: q.To, Dept: q.Dept})
	if err != nil {
		return out, err
	}
	err = s.see(ctx, &p, func(tx *storage.Tx) error {
		out, err = s.applicationFigures(tx, &p, actor.RegionPath)
		return err
	})
	return out, err
}

func (s *Service) applicationFigures(tx *storage.Tx, p *plan, region string) (out ApplicationReport, err error) {
	byItem, before, points, sole := map[string]Shares{}, map[string]Shares{}, map[string]Shares{}, map[string]bool{}
	p.askShares(tx, p.from, p.to, "item", byItem)
	p.askShares(tx, p.from-(p.to-p.from)-1, p.from-1, "item", before)
	p.askShares(tx, p.from, p.to, p.pointOf(), points)
	p.askSole(tx, sole)
	if err := tx.Gather(); err != nil {
		return out, err
	}
	names, err := catalog.NamesOf(tx, keysOf(byItem))
	if err != nil {
		return out, err
	}
	out = ApplicationReport{Points: p.points(points), Steps: []ItemSteps{}, Standing: p.state.standing()}
	total := Shares{}
	for _, n := range byItem {
		for i := range n {
			total[i] += n[i]
		}
	}
	for _, f := range applicationFormulas {
		out.Figures = append(out.Figures, f.figure(total, byItem, sole, names))
	}
	for _, item := range keysOf(byItem) {
		if n := byItem[item]; n[sTold] > 0 {
			was := before[item]
			out.Steps = append(out.Steps, ItemSteps{item, names[item], n[sTold], decimal(n[sSteps], n[sTold], 1), decimal(was[sSteps], was[sTold], 1)})
		}
	}
	slices.SortStableFunc(out.Steps, func(a, b ItemSteps) int { return cmp.Compare(b.Completed, a.Completed) })
	cal, err := s.kernel.Calendars.At(tx, p.calendarNumber, region)
	if err != nil {
		return out, err
	}
	days := cal.Between(p.from-1, p.to)
	a := func(n share) string { return decimal(total[n], int64(days), 1) }
	out.Daily = ApplicationDays{Days: days, Visits: a(sVisits), Received: a(sReceived), Accepted: a(sAccepted), Completed: a(sCompleted)}
	return out, nil
}

// figure works one formula out.
func (f applicationFormula) figure(total Shares, byItem map[string]Shares, sole map[string]bool, names map[string]string) ApplicationFigure {
	out := ApplicationFigure{Key: f.key, Label: f.label, Rule: f.rule, Unit: f.unit, Says: f.says, Counts: f.counts(), Numerator: total[f.num], Denominator: total[f.den]}
	parts := map[string]int64{}
	for item, n := range byItem {
		parts[item] = n[f.num]
	}
	if f.items {
		parts, out.Numerator, out.Denominator = map[string]int64{}, 0, int64(len(sole))
		for item, is := range sole {
			parts[item] = flag(is)
			out.Numerator += parts[item]
		}
	}
	for item, n := range parts {
		if n > 0 {
			out.Items = append(out.Items, ItemPart{Item: item, Name: names[item], N: n})
		}
	}
	slices.SortFunc(out.Items, func(a, b ItemPart) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Item, b.Item)) })
	out.Value = f.value(out.Numerator, out.Denominator)
	return out
}

// months and days, which together are a period: whole months are read as such.
func (p *plan) spans(w *where, from, to calendar.Date) string {
	first, last := from, to // of the whole months within
	if first.Day() > 1 {
		first = stepEnd(from, Monthly) + 1
	}
	if stepEnd(to, Monthly) != to {
		last = calendar.Of(to.Year(), to.Month(), 1) - 1
	}
	days := func(from, to calendar.Date) string {
		return "step = '" + stepDay + "' AND day >= " + w.bind(from.String()) + " AND day <= " + w.bind(to.String())
	}
	if first > last {
		return "(" + days(from, to) + ")"
	}
	return "(step = '" + stepMonth + "' AND day >= " + w.bind(first.String()[:7]) + " AND day <= " + w.bind(last.String()[:7]) + " OR " + days(from, first-1) + " OR " + days(last+1, to) + ")"
}

// confineApplications narrows to what the person looks after, as a department's item or at a window, and asked for. of is the
// alias of the table, with a dot.
func (p *plan) confineApplications(tx *storage.Tx, w *where, of string) {
	w.add("(" + p.scope.SQL(tx.Engine, of+"dept", of+"region", &w.args) + " OR " + p.scope.SQL(tx.Engine, of+"hall", of+"region", &w.args) + ")")
	w.add(org.Under(tx.Engine, of+"dept", p.dept, &w.args))
}

// askShares sums the shares of a period by a column.
func (p *plan) askShares(tx *storage.Tx, from, to calendar.Date, by string, into map[string]Shares) {
	w := &where{}
	if by == stepDay {
		w.add("step = '" + stepDay + "' AND day >= " + w.bind(from.String()) + " AND day <= " + w.bind(to.String()))
	} else {
		w.add(p.spans(w, from, to))
	}
	p.confineApplications(tx, w, "")
	tx.Ask(`SELECT `+by+`, `+shareSums+` FROM insight_application_sum WHERE `+w.String()+` GROUP BY `+by, w.args, func(scan func(...any) error) error {
		var key string
		var n Shares
		err := scan(append([]any{&key}, n.dest()...)...)
		into[key] = n
		return err
	})
}

// askSole asks for each item under which something was accepted in the period: was the latest one reviewed by one person
// alone (APP-12)?
func (p *plan) askSole(tx *storage.Tx, into map[string]bool) {
	w := &where{}
	latest := p.latest(tx, w)
	w.add(p.spans(w, p.from, p.to))
	p.confineApplications(tx, w, "")
	tx.Ask(`SELECT a.item, a.model FROM insight_application a WHERE a.id IN (SELECT (`+latest+`) FROM (SELECT DISTINCT item FROM insight_application_sum WHERE `+w.String()+` AND accepted > 0) i)`, w.args,
		func(scan func(...any) error) error {
			var item string
			var model catalog.Model
			err := scan(&item, &model)
			into[item] = model == catalog.SoleReview
			return err
		})
}

// latest is the id of the application under the item i.item that was accepted last in the period.
func (p *plan) latest(tx *storage.Tx, w *where) string {
	inside := &where{args: w.args}
	inside.add("l.item = i.item AND l.accepted_day <> '' AND l.accepted_day >= " + inside.bind(p.from.String()) + " AND l.accepted_day <= " + inside.bind(p.to.String()))
	p.confineApplications(tx, inside, "l.")
	w.args = inside.args
	return `SELECT l.id FROM insight_application l WHERE ` + inside.String() + ` ORDER BY l.accepted_day DESC, l.id DESC LIMIT 1`
}

// mostDays is up to how many days are shown each.
const mostDays = 62

// pointOf is the column by which a period is cut into steps.
func (p *plan) pointOf() string {
	if p.to-p.from < mostDays {
		return stepDay
	}
	return "SUBSTR(day, 1, 7)"
}

func (p *plan) points(found map[string]Shares) []ApplicationPoint {
	out := []ApplicationPoint{}
	for from := p.from; from <= p.to; {
		point, key := ApplicationPoint{From: from, To: from}, from.String()
		if p.pointOf() != stepDay {
			point.To, key = min(stepEnd(from, Monthly), p.to), key[:7]
		}
		n := found[key]
		point.Visits, point.Received, point.Accepted, point.Completed, point.Steps = n[sVisits], n[sReceived], n[sAccepted], n[sCompleted], decimal(n[sSteps], n[sTold], 1)
		out = append(out, point)
		from = point.To + 1
	}
	return out
}

func keysOf(m map[string]Shares) []string {
	out := make([]string, 0, len(m))
	for key := range m {
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// decimal is so many times n/of with two decimals, rounded half up (GAP-26); "" when there is nothing to divide by.
func decimal(n, of, times int64) string {
	if of <= 0 {
		return ""
	}
	h := (2*n*times*100 + of) / (2 * of)
	return fmt.Sprintf("%d.%02d", h/100, h%100)
}
