package hotline

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/org"
	"huying/internal/satisfaction"
	"huying/internal/secret"
	"huying/internal/storage"
)

// View is everything an official sees of an order: who asked what, where it stands, whose turn it is, when it is due and
// why, and what happened. Personal data in it is masked.
type View struct {
	Row
	Body         string         `json:"body"`
	ChannelKey   string         `json:"channelKey"`
	RegionCode   string         `json:"regionCode"`
	Category     string         `json:"category"`
	LeadID       string         `json:"leadId,omitempty"`
	AssigneeID   string         `json:"assigneeId,omitempty"`
	Caller       MaskedCaller   `json:"caller"`
	Outcome      string         `json:"outcome,omitempty"`
	Refusal      string         `json:"refusal,omitempty"`
	ClosingMark  string         `json:"closingMark,omitempty"`
	First        string         `json:"firstGrade,omitempty"`
	Second       string         `json:"secondGrade,omitempty"`
	Meters       []MeterView    `json:"meters"`
	Timeline     []Happening    `json:"timeline"`
	Replies      []Reply        `json:"replies"`
	Tasks        []Task         `json:"tasks"`
	Returns      []ReturnView   `json:"returns"`
	Extensions   []Plea         `json:"extensions"`
	Urging       []Urge         `json:"urging"`
	Explanations []Text         `json:"explanations"`
	Documents    []Document     `json:"documents"`
	Revisits     []Revisit      `json:"revisits"`
	Filings      []Filing       `json:"filings"`
	Emergency    []EmergencyLog `json:"emergency"`
	Notes        []Text         `json:"notes"`
	Modes        []string       `json:"modes"`   // how it is to be disposed of (HOT-100)
	Actions      []ActionView   `json:"actions"` // what the reader may do now
}

// MaskedCaller shows enough of a caller to recognise, not to know.
type MaskedCaller struct {
	Name         string `json:"name"`
	Phone        string `json:"phone"`
	IDNumber     string `json:"idNumber,omitempty"`
	Confidential bool   `json:"confidential,omitempty"`
	Earlier      int    `json:"earlier"` // how many other orders of this telephone the reader may see, up to mostEarlier
}

// mostEarlier is where counting a telephone's orders ends: there are numbers with many thousands of them.
const mostEarlier = 99

// MeterView is one meter with the derivation of its end.
type MeterView struct {
	Name     string              `json:"name"`
	Label    string              `json:"label"`
	Round    int64               `json:"round"`
	Start    time.Time           `json:"start"`
	Due      time.Time           `json:"due"`
	Stop     time.Time           `json:"stop,omitzero"`
	Standing deadline.Standing   `json:"standing"`
	Why      string              `json:"why"` // the derivation in one paragraph
	Steps    []deadline.Step     `json:"steps"`
	Strip    []deadline.StripDay `json:"strip"`
}

// Happening is one event of the timeline.
type Happening struct {
	Seq       int64           `json:"seq"`
	At        time.Time       `json:"at"`
	Action    string          `json:"action"`
	Label     string          `json:"label"`
	Who       string          `json:"who"`
	OnBehalf  string          `json:"onBehalf,omitempty"`
	Authority string          `json:"authority,omitempty"`
	From      string          `json:"from,omitempty"`
	To        string          `json:"to"`
	Dept      string          `json:"dept,omitempty"`
	Evidence  []string        `json:"evidence,omitempty"`
	Facts     json.RawMessage `json:"facts,omitempty"`
	Hash      string          `json:"hash"`
}

// Reply is an answer given or proposed.
type Reply struct {
	ID      string    `json:"id"`
	Round   int64     `json:"round"`
	Dept    string    `json:"dept"`
	Text    string    `json:"text"`
	Result  string    `json:"result"`
	Grade   string    `json:"grade,omitempty"`
	Contact string    `json:"contact,omitempty"`
	Draft   bool      `json:"draft,omitempty"`
	Legal   string    `json:"legal,omitempty"`
	Signed  string    `json:"signed,omitempty"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// Task is an assisting department's part.
type Task struct {
	ID         string            `json:"id"`
	Number     string            `json:"number"`
	Version    int64             `json:"version"`
	Dept       string            `json:"dept"`
	State      string            `json:"state"`
	StateLabel string            `json:"stateLabel"`
	Due        time.Time         `json:"due"`
	Standing   deadline.Standing `json:"standing"`
	Reply      string            `json:"reply,omitempty"`
	Actions    []ActionView      `json:"actions"`
}

// ReturnView is a return and the ruling on it.
type ReturnView struct {
	Dept     string    `json:"dept"`
	Ground   string    `json:"ground"`
	Reason   string    `json:"reason"`
	Basis    string    `json:"basis"`
	Proposed string    `json:"proposed,omitempty"`
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Ruling   string    `json:"ruling,omitempty"`
	RuledTo  string    `json:"ruledTo,omitempty"`
	Why      string    `json:"why,omitempty"`
	RuledBy  string    `json:"ruledBy,omitempty"`
	RuledAt  time.Time `json:"ruledAt,omitzero"`
}

// Plea is an application for more time and what became of it.
type Plea struct {
	Amount    int       `json:"amount"`
	Promised  string    `json:"promised"`
	Statutory string    `json:"statutory"`
	Basis     string    `json:"basis"`
	Reason    string    `json:"reason"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Ruling    string    `json:"ruling,omitempty"`
	Why       string    `json:"why,omitempty"`
	RuledBy   string    `json:"ruledBy,omitempty"`
	ToldAt    time.Time `json:"toldAt,omitzero"`
	ToldHow   string    `json:"toldHow,omitempty"`
}

// Text is a remark or an explanation.
type Text struct {
	Text   string    `json:"text"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Public bool      `json:"public,omitempty"`
}

// ActionView is a verb the reader may do to the case as it stands.
type ActionView struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Rule  string `json:"rule,omitempty"`
}

var meterLabels = map[string]string{MeterAccept: "受理", MeterSign: "签收", MeterReturn: "退单", MeterHandling: "办理", MeterGiveBack: "交还", MeterRevisit: "回访"}

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
	c, err := s.kernel.Get(tx, id)
	if err != nil {
		return nil, nil, err
	}
	if c.Flow == AssistFlowName {
		if c, err = s.kernel.Get(tx, c.Parent); err != nil {
			return nil, nil, err
		}
	}
	tasks, err := s.kernel.Children(tx, c.ID)
	if err != nil {
		return nil, nil, err
	}
	if c.Flow != FlowName || !s.kernel.Sees(actor, append(tasks, c)...) {
		return nil, nil, casework.NoSuchCase()
	}
	return c, tasks, nil
}

func (s *Service) view(tx *storage.Tx, dir *org.Directory, actor org.Actor, c *casework.Case, tasks []*casework.Case) (View, error) {
	rows, err := s.rows(tx, dir, []*casework.Case{c}, "")
	if err != nil {
		return View{}, err
	}
	o, err := load(tx, c.ID)
	if err != nil {
		return View{}, err
	}
	v := View{Row: rows[0], Body: o.Body, ChannelKey: o.Channel, RegionCode: lastNode(c.Region), Category: o.Category, LeadID: o.Lead, AssigneeID: c.Assignee,
		Outcome: o.Outcome, Refusal: label(Refusals, o.Refusal), ClosingMark: o.ClosingMark, Actions: s.actions(actor, Flow, c)}
	if o.First != "" {
		v.First = o.First.Label()
	}
	if o.Second != "" {
		v.Second = o.Second.Label()
	}
	if v.Caller, err = s.masked(tx, actor, c.ID); err != nil {
		return v, err
	}
	events, bodies, err := s.kernel.Events(tx, c.ID)
	if err != nil {
		return v, err
	}
	if v.Meters, err = s.meterViews(tx, events); err != nil {
		return v, err
	}
	if v.Timeline, err = timeline(tx, dir, Flow, events, bodies); err != nil {
		return v, err
	}
	if v.Tasks, err = s.taskViews(tx, dir, actor, tasks); err != nil {
		return v, err
	}
	if err := s.records(tx, dir, &v); err != nil {
		return v, err
	}
	s.timeEmergency(&v, o, c.Region)
	var result string
	_, err = tx.One(`SELECT result FROM order_replies WHERE order_id = $1 AND draft = 0 ORDER BY at DESC, id DESC LIMIT 1`, []any{o.ID}, &result)
	v.Modes = o.modes(result)
	return v, err
}

// timeEmergency tells how many minutes after the dispatch help left and arrived, and whether that was too late (DUTY-14).
func (s *Service) timeEmergency(v *View, o *Order, region string) {
	limits := map[string]string{"team_sent": "hotline.emergency.leave", "on_site": "hotline.emergency.arrive"}
	for i := range v.Emergency {
		e := &v.Emergency[i]
		limit := limits[e.Key]
		if limit == "" || e.Happened.Before(o.Dispatched) {
			continue
		}
		took := e.Happened.Sub(o.Dispatched)
		e.Minutes, e.Late = int(took/time.Minute), took > s.policy.Now().Minutes(limit, region)
	}
}

// actions lists what the person may do to the case as it stands. It decides what the page offers, never what a verb allows.
func (s *Service) actions(actor org.Actor, flow *casework.Flow, c *casework.Case) []ActionView {
	out := []ActionView{}
	for _, a := range flow.Actions {
		if a.Allowed(c.State) && a.By != casework.Public && a.By != casework.System && actor.May(a.By, c.Dept, c.Region) {
			out = append(out, ActionView{a.Name, a.Label, a.Rule})
		}
	}
	return out
}

// masked shows a caller as far as anybody may. Of one who asked to stay unknown it says nothing, nor that he called
// before: neither on his own order nor on another of his telephone.
func (s *Service) masked(tx *storage.Tx, actor org.Actor, id string) (MaskedCaller, error) {
	c, err := s.caller(tx, id)
	if err != nil {
		return MaskedCaller{}, err
	}
	if c.Confidential {
		return MaskedCaller{Name: "诉求人要求保密", Confidential: true}, nil
	}
	m := MaskedCaller{Name: secret.MaskName(c.Name), Phone: secret.MaskPhone(c.Phone), IDNumber: secret.MaskID(c.IDNumber)}
	if c.Phone != "" {
		args := []any{s.vault.Index(secret.Phone, c.Phone), id}
		scope := actor.Scope(org.OrderView).SQL(tx.Engine, "c.dept", "c.region", &args)
		_, err = tx.One(fmt.Sprintf(`SELECT COUNT(*) FROM (SELECT 1 AS one FROM order_callers p JOIN cases c ON c.id = p.order_id
			WHERE p.phone_index = $1 AND p.phone_index <> '' AND p.order_id <> $2 AND p.confidential = 0 AND %s LIMIT %d) t`, scope, mostEarlier), args, &m.Earlier)
	}
	return m, err
}

func (s *Service) meterViews(tx *storage.Tx, events []audit.Event) ([]MeterView, error) {
	meters, err := s.kernel.History(tx, events)
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
			Standing: r.Standing(tx.Now, m.Amber()), Why: r.Explain(), Steps: r.Steps, Strip: r.Strip(min(until, r.Last+62))})
	}
	return out, nil
}

func timeline(tx *storage.Tx, dir *org.Directory, flow *casework.Flow, events []audit.Event, bodies []casework.Body) ([]Happening, error) {
	ids := make([]string, 0, len(events)*2)
	for _, e := range events {
		ids = append(ids, e.Actor, e.OnBehalf)
	}
	names, err := org.NamesOf(tx, ids)
	if err != nil {
		return nil, err
	}
	names[casework.Citizen] = "诉求人"
	out := make([]Happening, 0, len(events))
	for i, e := range events {
		b := bodies[i]
		h := Happening{Seq: e.Seq, At: e.At, Action: e.Action, Label: "按新日历重算期限", Who: names[e.Actor], OnBehalf: names[e.OnBehalf], Authority: e.Authority,
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
	return out, nil
}

func (s *Service) taskViews(tx *storage.Tx, dir *org.Directory, actor org.Actor, tasks []*casework.Case) ([]Task, error) {
	out := []Task{}
	ids := make([]string, len(tasks))
	for i, t := range tasks {
		ids[i] = t.ID
	}
	glances, err := s.kernel.Glances(tx, MeterHandling, ids)
	if err != nil {
		return nil, err
	}
	for _, t := range tasks {
		g := glances[t.ID]
		standing, err := s.kernel.Standing(tx, g, tx.Now)
		if err != nil {
			return nil, err
		}
		task := Task{ID: t.ID, Number: t.Number, Version: t.Version, Dept: deptName(dir, t.Dept), State: t.State, StateLabel: AssistFlow.State(t.State).Label,
			Due: g.Due, Standing: standing, Actions: s.actions(actor, AssistFlow, t)}
		if _, err := tx.One(`SELECT text FROM order_replies WHERE order_id = $1 ORDER BY at DESC, id DESC LIMIT 1`, []any{t.ID}, &task.Reply); err != nil {
			return nil, err
		}
		out = append(out, task)
	}
	return out, nil
}

func gradeLabel(g satisfaction.Grade) string {
	if g == "" {
		return ""
	}
	return g.Label()
}
