package hotline

import (
	"context"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/satisfaction"
	"huying/internal/secret"
	"huying/internal/storage"
)

var meterLabels = map[string]string{MeterAccept: "受理", MeterDispatch: "派单", MeterSign: "签收", MeterReturn: "退单", MeterHandling: "办理", MeterGiveBack: "交还", MeterRevisit: "回访"}

// Get shows an order to an official who may see it: by right over its department or region, or because his department
// assists. Anyone else is told that there is no such order.
func (s *Service) Get(ctx context.Context, actor org.Actor, id string) (v View, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return v, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, tasks, err := s.visible(tx, actor, id)
		if err != nil {
			return err
		}
		v, err = s.view(tx, dir, actor, c, tasks)
		return err
	})
	return v, err
}

// visible reads a case with its tasks if the person may see it.
func (s *Service) visible(tx *storage.Tx, actor org.Actor, id string) (*casework.Case, []*casework.Case, error) {
	c, tasks, err := s.kernel.Family(tx, id)
	if err == nil && c.Flow == AssistFlowName {
		c, tasks, err = s.kernel.Family(tx, c.Parent)
	}
	if err != nil {
		return nil, nil, err
	}
	if c.Flow != FlowName {
		return nil, nil, casework.NoSuchCase()
	}
	sees, err := s.kernel.Sees(tx, actor, c)
	if err == nil && !sees {
		err = casework.NoSuchCase()
	}
	return c, tasks, err
}

// view reads everything that a page shows of an order: in one trip what hangs on its id, in another the names.
func (s *Service) view(tx *storage.Tx, dir *org.Directory, actor org.Actor, c *casework.Case, tasks []*casework.Case) (View, error) {
	v := View{Row: Row{ID: c.ID}, RegionCode: lastNode(c.Region), AssigneeID: c.Assignee}
	parts := s.askRows(tx, []*casework.Case{c}, About{})
	caller := askCaller(tx, c.ID)
	askEarlier(tx, actor, c.ID, &v.Caller)
	var events []audit.Event
	audit.AskEvents(tx, c.ID, &events)
	work := s.askTasks(tx, tasks)
	askRecords(tx, dir, &v)
	err := tx.Gather()
	if err != nil {
		return v, err
	}
	if v.Row, err = s.row(tx, dir, c, parts); err != nil {
		return v, err
	}
	o := parts.orders[c.ID]
	v.describe(o)
	if err := s.mask(&v.Caller, caller, c.ID); err != nil {
		return v, err
	}
	bodies, err := casework.Bodies(events)
	if err != nil {
		return v, err
	}
	if v.Meters, err = s.meterViews(tx, bodies); err != nil {
		return v, err
	}
	v.ExtensionMax = longestPlea(v.Meters)
	v.UrgedToday = s.urgedToday(tx.Now, c.Region, v.Urging)
	if v.Suggested, err = s.offered(tx, dir, actor, c, o); err != nil {
		return v, err
	}
	if v.Actions, err = s.actions(tx, actor, Flow, c); err != nil {
		return v, err
	}
	if v.Tasks, err = s.taskViews(tx, dir, actor, tasks, work); err != nil {
		return v, err
	}
	v.Timeline = timeline(dir, Flow, events, bodies)
	s.timeEmergency(&v, c.Region)
	return v, v.name(tx)
}

// describe fills in what the order says of itself.
func (v *View) describe(o *Order) {
	v.Body, v.ChannelKey, v.Category, v.LeadID, v.Outcome, v.NoticeDue = o.Body, o.Channel, o.Category, o.Lead, o.Outcome, o.NoticeDue
	v.Refusal, v.ClosingMark, v.First, v.Second = label(Refusals, o.Refusal), o.ClosingMark, gradeLabel(o.First), gradeLabel(o.Second)
	answer := ""
	for _, r := range v.Replies {
		if !r.Draft {
			answer = r.key
		}
	}
	v.Modes = o.modes(answer)
}

// longestPlea is by how much the handling that runs may be extended: by its own limit (GAP-06).
func longestPlea(meters []MeterView) (most int) {
	for _, m := range meters {
		if m.Name == MeterHandling && m.Stop.IsZero() {
			most = m.amount
		}
	}
	return most
}

// offered gives the departments that routing rules offer to who may dispatch the order as it stands.
func (s *Service) offered(tx *storage.Tx, dir *org.Directory, actor org.Actor, c *casework.Case, o *Order) ([]Advice, error) {
	if c.State != Registered || !actor.May(org.OrderDispatch, c.Dept, c.Region) {
		return nil, nil
	}
	return s.mostSuggested(tx, dir, []*casework.Case{c}, map[string]*Order{c.ID: o})
}

// timeEmergency tells how many minutes after the department had it as an emergency help left and arrived, and whether that
// was too late (DUTY-14).
func (s *Service) timeEmergency(v *View, region string) {
	limits := map[string]string{"team_sent": "hotline.emergency.leave", "on_site": "hotline.emergency.arrive"}
	for i := range v.Emergency {
		e := &v.Emergency[i]
		limit := limits[e.Key]
		var had time.Time
		for _, m := range v.Meters {
			if m.Name == MeterHandling && !m.Start.After(e.Happened) {
				had = m.Start
			}
		}
		if limit == "" || had.IsZero() {
			continue
		}
		took := e.Happened.Sub(had)
		e.Minutes, e.Late = int(took/time.Minute), took > s.policy.Now().Minutes(limit, region)
		e.After = v.begunBy(had)
	}
}

// begunBy says what gave the department its order at an instant: the dispatch, unless handling was begun anew.
func (v *View) begunBy(at time.Time) string {
	anew := map[string]string{"classify": "转为应急件", "redo": "发回重办", "decide": "再次办理", "rule_return": "改派"}
	for _, h := range v.Timeline {
		if what := anew[h.Action]; what != "" && h.At.Equal(at) {
			return what
		}
	}
	return "派单"
}

// actions lists what the person may do to the case as it stands. It decides what the page offers, never what a verb allows.
func (s *Service) actions(tx *storage.Tx, actor org.Actor, flow *casework.Flow, c *casework.Case) ([]ActionView, error) {
	out := []ActionView{}
	for _, a := range flow.Actions {
		if !a.Allowed(c.State) || a.By == casework.Public || a.By == casework.System || !actor.May(a.By, c.Dept, c.Region) {
			continue
		}
		if actor.StandsIn(a.By, c.Dept, c.Region) {
			off, err := s.offHours(tx, c.Region)
			if err != nil {
				return nil, err
			}
			if !off {
				continue
			}
		}
		out = append(out, ActionView{a.Name, a.Label, a.Rule})
	}
	return out, nil
}

// mask shows a caller as far as anybody may. Of one who asked to stay unknown it says nothing, nor that he called before:
// neither on his own order nor on another of his telephone.
func (s *Service) mask(m *MaskedCaller, sealed *sealedCaller, order string) error {
	c, err := s.unseal(sealed, order)
	if err != nil {
		return err
	}
	if c.Confidential {
		*m = MaskedCaller{Name: "诉求人要求保密", Confidential: true}
		return nil
	}
	m.Name, m.Phone, m.IDNumber = secret.MaskName(c.Name), secret.MaskPhone(c.Phone), secret.MaskID(c.IDNumber)
	return nil
}

// Counting a telephone's orders ends at mostEarlier, and looks no further than so many back: there are numbers with many
// thousands of them.
const (
	mostEarlier = 99
	lookedBack  = 1000
)

// askEarlier counts the other orders of an order's telephone that the reader may see, among the latest of them.
func askEarlier(tx *storage.Tx, actor org.Actor, order string, into *MaskedCaller) {
	args := []any{order, lookedBack, mostEarlier + 1}
	scope := actor.Scope(org.OrderView).SQL(tx.Engine, "c.dept", "c.region", &args)
	tx.Ask(`SELECT COUNT(*) FROM (SELECT 1 AS one FROM (SELECT order_id, confidential FROM order_callers
			WHERE phone_index = (SELECT phone_index FROM order_callers WHERE order_id = $1) AND phone_index <> '' ORDER BY order_id DESC LIMIT $2) p
		JOIN cases c ON c.id = p.order_id WHERE p.order_id <> $1 AND p.confidential = 0 AND `+scope+` LIMIT $3) t`, args,
		func(scan func(...any) error) error {
			var n int
			err := scan(&n)
			into.Earlier, into.EarlierMore = min(n, mostEarlier), n > mostEarlier
			return err
		})
}

func (s *Service) meterViews(tx *storage.Tx, bodies []casework.Body) ([]MeterView, error) {
	meters, err := s.kernel.HistoryOf(tx, bodies)
	if err != nil {
		return nil, err
	}
	out := []MeterView{}
	for _, m := range meters {
		r, err := s.kernel.Explain(tx, m)
		if err != nil {
			return nil, err
		}
		until := r.Last
		if m.Running() && calendar.DateOf(tx.Now) > until {
			until = calendar.DateOf(tx.Now)
		}
		out = append(out, MeterView{Name: m.Name, Label: meterLabels[m.Name], Round: m.Round, Start: m.Start, Due: r.Due, Stop: m.Stop,
			Standing: r.Standing(tx.Now, m.Amber()), Why: r.Explain(), Steps: r.Steps, amount: m.Term.Amount, Strip: r.Strip(min(until, r.Last+62))})
	}
	return out, nil
}

// timeline tells the events; who acted stands in it by id.
func timeline(dir *org.Directory, flow *casework.Flow, events []audit.Event, bodies []casework.Body) []Happening {
	out := make([]Happening, 0, len(events))
	for i, e := range events {
		b := bodies[i]
		h := Happening{Seq: e.Seq, At: e.At, Action: e.Action, Label: "按新日历重算期限", Who: e.Actor, OnBehalf: e.OnBehalf, Authority: e.Authority,
			To: flow.State(b.To).Label, Evidence: e.Evidence, Facts: b.Facts, Hash: e.Hash}
		if a := flow.Action(e.Action); a != nil {
			h.Label = a.Label
		}
		if b.From != "" && b.From != b.To {
			h.From = flow.State(b.From).Label
		}
		if b.Dept != "" {
			h.Dept = deptName(dir, b.Dept)
		}
		out = append(out, h)
	}
	return out
}

// taskParts is what the tasks of an order show beside their cases.
type taskParts struct {
	glances map[string]casework.Glance
	replies map[string]string
}

func (s *Service) askTasks(tx *storage.Tx, tasks []*casework.Case) taskParts {
	p := taskParts{map[string]casework.Glance{}, map[string]string{}}
	if len(tasks) == 0 {
		return p
	}
	ids, args := make([]string, len(tasks)), make([]any, len(tasks))
	for i, t := range tasks {
		ids[i], args[i] = t.ID, t.ID
	}
	s.kernel.AskGlances(tx, MeterHandling, ids, p.glances)
	tx.Ask(`SELECT order_id, text FROM order_replies WHERE order_id IN (`+storage.Placeholders(1, len(args))+`) ORDER BY at, id`, args, func(scan func(...any) error) error {
		var id, text string
		err := scan(&id, &text)
		p.replies[id] = text
		return err
	})
	return p
}

func (s *Service) taskViews(tx *storage.Tx, dir *org.Directory, actor org.Actor, tasks []*casework.Case, p taskParts) ([]Task, error) {
	out := []Task{}
	for _, t := range tasks {
		g := p.glances[t.ID]
		standing, err := s.kernel.Standing(tx, g, tx.Now)
		if err != nil {
			return nil, err
		}
		actions, err := s.actions(tx, actor, AssistFlow, t)
		if err != nil {
			return nil, err
		}
		out = append(out, Task{ID: t.ID, Number: t.Number, Version: t.Version, Dept: deptName(dir, t.Dept), State: t.State, StateLabel: AssistFlow.State(t.State).Label,
			Due: g.Due, Standing: standing, Reply: p.replies[t.ID], Actions: actions})
	}
	return out, nil
}

func gradeLabel(g satisfaction.Grade) string {
	if g == "" {
		return ""
	}
	return g.Label()
}
