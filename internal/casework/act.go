package casework

import (
	"encoding/json"
	"fmt"
	"time"

	"huying/internal/audit"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Opening is what a new case begins with. Opened is the instant the matter reached us; it may lie in the past when
// older matters are imported. The zero time means now.
type Opening struct {
	Flow   string
	Action string
	Number string
	Parent string
	Title  string
	Region string
	Dept   string
	Opened time.Time
}

// Act is one verb on one case, between Begin (or Open) and Finish. The area may change the case's Title, Region, Dept
// and Assignee in between; state and meters change through the methods only.
type Act struct {
	Case   *Case
	k      *Kernel
	tx     *storage.Tx
	actor  org.Actor
	action *Action
	before Case
	meters map[string]*Meter
	moved  []*Meter // in the order they were first changed; a meter that starts a new round stands here twice
	moves  []MeterChange
	behalf string // whose deputy acts, if the right is not the actor's own
	isNew  bool
}

// Body is what the event of a verb says about the case itself. Facts is the area's own part.
type Body struct {
	Flow     string          `json:"flow,omitempty"` // of the opening event: what kind of case it is
	From     string          `json:"from,omitempty"`
	To       string          `json:"to"`
	Region   string          `json:"region,omitempty"`   // when set or changed
	Dept     string          `json:"dept,omitempty"`     // when set or changed
	Assignee *string         `json:"assignee,omitempty"` // when changed
	Title    string          `json:"title,omitempty"`    // SM3 of the title, when set or changed
	Meters   []MeterChange   `json:"meters,omitempty"`
	Facts    json.RawMessage `json:"facts,omitempty"`
}

// Open begins a new case by an opening action of its flow. It is written by Finish.
func (k *Kernel) Open(tx *storage.Tx, actor org.Actor, o Opening) (*Act, error) {
	flow := k.flows[o.Flow]
	if flow == nil {
		return nil, fmt.Errorf("casework: no flow %q", o.Flow)
	}
	action := flow.Action(o.Action)
	if action == nil || !action.Opens() {
		return nil, fmt.Errorf("casework: %s has no opening action %q", o.Flow, o.Action)
	}
	behalf, ok := may(actor, action, o.Dept, o.Region)
	if !ok {
		return nil, forbidden(action)
	}
	c := &Case{ID: tx.NewID(), Number: o.Number, Parent: o.Parent, Flow: o.Flow, State: action.To[0],
		Title: o.Title, Region: o.Region, Dept: o.Dept, Opened: o.Opened, Changed: tx.Now}
	if c.Opened.IsZero() {
		c.Opened = tx.Now
	}
	return &Act{Case: c, k: k, tx: tx, actor: actor, action: action, behalf: behalf, meters: map[string]*Meter{}, isNew: true}, nil
}

// Begin locks the case and checks that the actor may do the action in its present state. version is what the actor saw;
// 0 skips the check (the program's own alarms). It refuses with NotFound, also when the case is of a flow that does not know
// the action and when the actor may not even see it, with Forbidden, or with a Conflict that says who won.
func (k *Kernel) Begin(tx *storage.Tx, actor org.Actor, id string, version int64, action string) (*Act, error) {
	return k.BeginAt(tx, actor, id, version, action, "")
}

// BeginAt is Begin for an office that has a part in the case although it is not its turn: the right is looked for at its
// path as well. That the office has a part is for the area to know.
func (k *Kernel) BeginAt(tx *storage.Tx, actor org.Actor, id string, version int64, action, dept string) (*Act, error) {
	c, rows, err := k.lock(tx, id)
	if err != nil {
		return nil, err
	}
	flow := k.flows[c.Flow]
	a := flow.Action(action)
	if action == recalendar.Name {
		a = recalendar
	}
	if a == nil {
		return nil, fault.From(NoSuchCase()).Because(fmt.Errorf("casework: %s has no action %q", c.Flow, action))
	}
	behalf, ok := may(actor, a, c.Dept, c.Region)
	if !ok && dept != "" {
		behalf, ok = may(actor, a, dept, c.Region)
	}
	if !ok {
		return nil, k.refuse(tx, actor, c, a)
	}
	if version != 0 && version != c.Version {
		return nil, k.stale(tx, c)
	}
	if a != recalendar && !a.Allowed(c.State) {
		return nil, fault.Newf(fault.Conflict, "case.state", "此件现为“%s”，不能“%s”。", flow.State(c.State).Label, a.Label).Under(a.Rule)
	}
	meters, err := k.whole(tx, c.ID, rows)
	if err != nil {
		return nil, err
	}
	act := &Act{Case: c, k: k, tx: tx, actor: actor, action: a, behalf: behalf, before: *c, meters: meters}
	if len(a.To) > 0 {
		c.State = a.To[0]
	}
	return act, nil
}

// lock takes the case for this transaction and then reads it and its meters, in one trip.
func (k *Kernel) lock(tx *storage.Tx, id string) (*Case, *meterRows, error) {
	var found []*Case
	tx.Ask(`SELECT `+caseColumns+` FROM cases c WHERE c.id = $1`+tx.Fork("", " FOR UPDATE"), []any{id}, casesTo(&found))
	meters := askMeters(tx, id)
	if err := tx.Gather(); err != nil {
		return nil, nil, err
	}
	if len(found) == 0 {
		return nil, nil, NoSuchCase()
	}
	return found[0], meters, nil
}

// may tells whether the actor may do the action to a case of this department and region, and in whose right.
func may(actor org.Actor, a *Action, dept, region string) (behalf string, ok bool) {
	switch {
	case actor.ID == audit.System:
		return "", true
	case a.By == System:
		return "", false
	case a.By == Public:
		return "", actor.ID == Citizen
	}
	return actor.Authority(a.By, dept, region)
}

// Citizen is the actor's id of a citizen who acts on his own case through the public page.
const Citizen = "citizen"

func forbidden(a *Action) error {
	return fault.Newf(fault.Forbidden, "case.forbidden", "您没有“%s”的权限。", a.Label)
}

// To chooses the state among those the action may lead to.
func (a *Act) To(state string) {
	for _, s := range a.action.To {
		if s == state {
			a.Case.State = state
			return
		}
	}
	panic(fmt.Sprintf("casework: %s of %s does not lead to %q", a.action.Name, a.Case.Flow, state))
}

// Was gives the case as it was when the act began.
func (a *Act) Was() Case { return a.before }

// Actor gives who acts.
func (a *Act) Actor() org.Actor { return a.actor }

// Tx gives the transaction the act runs in.
func (a *Act) Tx() *storage.Tx { return a.tx }

// Finish writes the case and its event. authority names what the act rests on beyond the flow's own rule (an approval,
// a consent); "" takes the rule. facts are the area's part of the event, without personal data.
func (a *Act) Finish(authority string, facts any, evidence ...string) error {
	c := a.Case
	if a.k.flows[c.Flow].State(c.State).Final && c.Closed.IsZero() {
		c.Closed = a.tx.Now
		if c.Closed.Before(c.Opened) {
			c.Closed = c.Opened
		}
		a.stopAll()
	}
	body, err := a.body(facts)
	if err != nil {
		return err
	}
	if authority == "" {
		authority = a.action.Rule
	}
	head := audit.Head{Stream: c.ID, Seq: c.Version, Hash: c.head}
	_, err = audit.Append(a.tx, &head, audit.Entry{Action: a.action.Name, Actor: a.actor.ID, OnBehalf: a.behalf,
		Authority: authority, Data: body, Evidence: evidence})
	if err != nil {
		return err
	}
	c.Version, c.head, c.Changed = head.Seq, head.Hash, a.tx.Now
	c.Due = dueIn(a.k.flows[c.Flow].State(c.State), a.meters)
	return a.write()
}

func (a *Act) body(facts any) (Body, error) {
	c, was := a.Case, a.before
	b := Body{From: was.State, To: c.State, Meters: a.moves}
	if a.isNew {
		b.Flow = c.Flow
	}
	if c.Region != was.Region {
		b.Region = c.Region
	}
	if c.Dept != was.Dept {
		b.Dept = c.Dept
	}
	if c.Assignee != was.Assignee {
		b.Assignee = &c.Assignee
	}
	if c.Title != was.Title {
		b.Title = audit.Digest(c.Title)
	}
	if facts != nil {
		raw, err := json.Marshal(facts)
		if err != nil {
			return b, fmt.Errorf("casework: facts of %s: %w", a.action.Name, err)
		}
		b.Facts = raw
	}
	return b, nil
}

// write queues the case row. The row is locked since Begin, so the version cannot have moved; the condition is the
// second lock, and the unique (stream, seq) of the event the third.
func (a *Act) write() error {
	c := a.Case
	if a.isNew {
		a.tx.Queue(`INSERT INTO cases (id, number, parent, flow, state, version, head, title, region, dept, assignee, opened_at, changed_at, closed_at, due_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
			c.ID, c.Number, c.Parent, c.Flow, c.State, c.Version, c.head, c.Title, c.Region, c.Dept, c.Assignee,
			storage.Millis(c.Opened), storage.Millis(c.Changed), nullable(c.Closed), dueMillis(c.Due))
	} else {
		a.tx.Queue(`UPDATE cases SET state = $1, version = $2, head = $3, title = $4, region = $5, dept = $6, assignee = $7,
			changed_at = $8, closed_at = $9, due_at = $10 WHERE id = $11 AND version = $12`,
			c.State, c.Version, c.head, c.Title, c.Region, c.Dept, c.Assignee,
			storage.Millis(c.Changed), nullable(c.Closed), dueMillis(c.Due), c.ID, a.before.Version)
	}
	return a.writeMeters()
}
