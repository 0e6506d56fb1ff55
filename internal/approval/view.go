package approval

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/deadline"
	"huying/internal/org"
	"huying/internal/storage"
)

// View is everything an official sees of an application: who asked for what, where it stands, whose turn it is, when it is
// due and why, and what happened. Personal data in it is masked; Names gives the names of the people whose ids stand in it.
type View struct {
	Row
	Application Application       `json:"record"`
	Party       Party             `json:"party"`
	Plan        catalog.Plan      `json:"plan"`
	Current     *catalog.Step     `json:"current,omitempty"`
	Before      []string          `json:"before"` // codes of the steps it may be sent back to
	Meters      []MeterView       `json:"meters"`
	Timeline    []Happening       `json:"timeline"`
	Opinions    []OpinionView     `json:"opinions"`
	Checks      []CheckView       `json:"checks"`
	Documents   []Document        `json:"documents"`
	Accounts    []Account         `json:"accounts"`
	Fees        []Fee             `json:"fees"`
	FeesDue     []catalog.Fee     `json:"feesDue"` // of the item, not yet paid
	Pledge      []string          `json:"pledge"`  // what the applicant commits himself to, none where there is no licence by commitment
	Broken      []BrokenPromise   `json:"broken"`  // promises that the applicant did not keep, while it can still be tolerated
	Certificate *Certificate      `json:"certificate,omitempty"`
	Names       map[string]string `json:"names"`
	Actions     []ActionView      `json:"actions"` // what the reader may do now
}

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

// Child is a case that hangs on an application.
type Child struct {
	ID         string       `json:"id"`
	Number     string       `json:"number"`
	Version    int64        `json:"version"`
	Dept       string       `json:"dept"`
	State      string       `json:"state"`
	StateLabel string       `json:"stateLabel"`
	Due        time.Time    `json:"due,omitzero"`
	Actions    []ActionView `json:"actions"`
}

// OpinionView is a department's opinion with its case.
type OpinionView struct {
	Child
	Opinion Opinion `json:"opinion"`
}

// CheckView is a later check with what each visit found.
type CheckView struct {
	Child
	Inspections []Inspection `json:"inspections"`
}

// ActionView is a verb the reader may do to the case as it stands.
type ActionView struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Rule  string `json:"rule,omitempty"`
}

var meterLabels = map[string]string{MeterAccept: "受理", MeterCorrect: "补正", MeterHandling: "办理", MeterStep: "环节", MeterTolerance: "容缺补齐",
	MeterDeliver: "送达", MeterOpinion: "部门意见", MeterSign: "签收", MeterCheck: "批后核查"}

// Get shows an application to an official who may see it. Anyone else is told that there is no such case.
func (s *Service) Get(ctx context.Context, actor org.Actor, id string) (v View, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return v, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, err := s.seen(tx, actor, id)
		if err != nil {
			return err
		}
		v, err = s.view(tx, dir, actor, c)
		return err
	})
	return v, err
}

// visible reads an application that the person may see.
func (s *Service) visible(tx *storage.Tx, actor org.Actor, id string) (*casework.Case, *Application, error) {
	c, err := s.seen(tx, actor, id)
	if err != nil {
		return nil, nil, err
	}
	o, err := load(tx, c.ID)
	return c, o, err
}

// seen reads the case of an application if the person may see it, as the kernel says: by right over whose turn it is, over the
// department that implements the item, over the windows that took it, because his department is asked or checks, or because
// he sees another of the same bundle or project. The id may be that of an opinion or a check.
func (s *Service) seen(tx *storage.Tx, actor org.Actor, id string) (*casework.Case, error) {
	c, err := s.kernel.Get(tx, id)
	if err != nil {
		return nil, err
	}
	if c.Flow == OpinionFlowName || c.Flow == CheckFlowName {
		if c, err = s.kernel.Get(tx, c.Parent); err != nil {
			return nil, err
		}
	}
	if c.Flow != FlowName {
		return nil, casework.NoSuchCase()
	}
	sees, err := s.kernel.Sees(tx, actor, c)
	if err == nil && !sees {
		err = casework.NoSuchCase()
	}
	return c, err
}

func (s *Service) caseOf(ctx context.Context, id string) (c *casework.Case, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, err = s.kernel.Get(tx, id)
		return err
	})
	return c, err
}

func (s *Service) view(tx *storage.Tx, dir *org.Directory, actor org.Actor, c *casework.Case) (View, error) {
	row := s.askRows(tx, dir, []*casework.Case{c})
	sealed := askParty(tx, c.ID)
	parts := s.askParts(tx, c.ID)
	broken := []BrokenPromise{}
	if c.State == Submitted {
		s.askBroken(tx, actor, c.ID, &broken)
	}
	d, err := s.dossier(tx, c)
	if err != nil {
		return View{}, err
	}
	rows, err := row()
	if err != nil {
		return View{}, err
	}
	o := d.application
	r, err := s.record(tx, o)
	if err != nil {
		return View{}, err
	}
	party, _, err := s.opened(sealed)
	if err != nil {
		return View{}, err
	}
	pledged := catalog.Narrow(r, o.Choices)
	v := View{Row: rows[0], Application: *o, Party: party.masked(), Plan: r.Plan, Before: o.before(), Actions: s.offered(actor, c, o, r, d.fees), Pledge: pledged.Terms(),
		Documents: d.documents, Accounts: o.accountsFor(actor, c, d.accounts), Fees: d.fees, FeesDue: o.unpaid(r.Fees, d.fees), Certificate: d.certificate(), Broken: broken}
	if step, ok := stepOf(r.Plan, o.Step); ok {
		v.Current = &step
	}
	if v.Before == nil {
		v.Before = []string{}
	}
	parts.show(dir, actor, &v, d.inspections)
	if v.Meters, err = s.meterViews(tx, d.bodies, ""); err != nil {
		return v, err
	}
	return v, v.name(tx, dir, d)
}

// certificate is the certificate as an official sees it: masked, and without its code.
func (d *dossier) certificate() *Certificate {
	if len(d.certificates) == 0 {
		return nil
	}
	c := d.certificates[0].open()
	return &c
}

// name fills in who did what: on the timeline, and the names of everybody who stands in the record.
func (v *View) name(tx *storage.Tx, dir *org.Directory, d *dossier) error {
	ids := v.Application.people(v.Documents, v.Fees)
	for _, op := range v.Opinions {
		ids = append(ids, op.Opinion.SignedBy, op.Opinion.By, op.Opinion.ConfirmBy)
	}
	for _, c := range v.Checks {
		for _, i := range c.Inspections {
			ids = append(append(ids, i.By), i.People...)
		}
	}
	for _, e := range v.Accounts {
		ids = append(ids, e.Handler, e.Head, e.By)
	}
	v.Names = org.AskNames(tx, ids)
	var err error
	v.Timeline, err = timeline(tx, dir, Flow, d.events, d.bodies) // which waits for both
	v.Names[casework.Citizen], v.Names[audit.System] = "申请人", "系统自动"
	return err
}

// people lists the ids of everybody who stands in an application's record.
func (o *Application) people(docs []Document, fees []Fee) []string {
	ids := []string{o.Registrar, o.Guide}
	for _, v := range o.Visits {
		ids = append(append(ids, v.By), v.People...)
	}
	for _, x := range o.Signers {
		ids = append(ids, x.Person)
	}
	for _, x := range o.Specials {
		ids = append(ids, x.By, x.EndedBy)
	}
	for _, x := range o.Pleas {
		ids = append(ids, x.By, x.RuledBy, x.ToldBy)
	}
	for _, x := range o.Marks {
		ids = append(ids, x.By)
	}
	for _, x := range append(append([]Text{}, o.Notes...), o.Delays...) {
		ids = append(ids, x.By)
	}
	for _, x := range o.Urges {
		ids = append(ids, x.By)
	}
	for _, x := range o.Notices {
		ids = append(ids, x.By)
	}
	if o.Decision != nil {
		ids = append(ids, o.Decision.By)
	}
	if o.Delivery != nil {
		ids = append(ids, o.Delivery.By)
	}
	if o.Urgent != nil {
		ids = append(ids, o.Urgent.Head, o.Urgent.By)
	}
	if o.Revocation != nil {
		ids = append(ids, o.Revocation.By)
	}
	if o.Withdrawal != nil {
		ids = append(ids, o.Withdrawal.By)
	}
	for _, d := range docs {
		ids = append(ids, d.IssuedBy)
	}
	for _, f := range fees {
		ids = append(ids, f.By, f.CheckedBy)
	}
	return ids
}

// offered lists what the person may do to the application as it stands: of the steps' verbs only that of the present one.
// It decides what the page offers, never what a verb allows.
func (s *Service) offered(actor org.Actor, c *casework.Case, o *Application, r catalog.Record, paid []Fee) []ActionView {
	out := []ActionView{}
	verbs := allowed(actor, Flow, c)
	for _, a := range allowed(actor, Flow, &casework.Case{State: c.State, Dept: o.WindowPath, Region: c.Region}) {
		if atWindows[a.Name] && !slices.Contains(verbs, a) {
			verbs = append(verbs, a)
		}
	}
	for _, a := range verbs {
		stepVerb := label(catalogSteps, a.Name) != ""
		switch {
		case stepVerb && (a.Name != string(o.StepKind) || o.Arrived.IsZero()),
			a.Name == "hand_over" && (o.Step == "" || !o.Arrived.IsZero()),
			(a.Name == "decide" || a.Name == "sign") && o.StepKind != catalog.Decide && o.Step != "",
			a.Name == "end_special" && o.special() == nil, a.Name == "start_special" && o.special() != nil,
			a.Name == "rule_extension" && o.pleaState() != "asked", a.Name == "tell_extension" && o.pleaState() != "granted",
			a.Name == "rule_overdue" && o.candidate() == nil, a.Name == "account" && !o.Overdue(), a.Name == "mark_urgent" && o.Urgent != nil, a.Name == "correct_again" && len(o.Notices) == 0,
			a.Name == "fill_tolerated" && len(o.tolerated()) == 0, (a.Name == "confirm_fee" || a.Name == "refuse_fee") && !slices.ContainsFunc(paid, func(f Fee) bool { return f.State == feeDeclared }), a.Name == "notify_ready" && !o.Ready.IsZero(), a.Name == "grant_on_commitment" && !r.Flags.Commitment:
			continue
		}
		out = append(out, a)
	}
	return out
}

var catalogSteps = words(catalog.StepKinds)

func allowed(actor org.Actor, flow *casework.Flow, c *casework.Case) []ActionView {
	out := []ActionView{}
	for _, a := range flow.Actions {
		if a.Allowed(c.State) && a.By != casework.Public && a.By != casework.System && actor.May(a.By, c.Dept, c.Region) {
			out = append(out, ActionView{a.Name, a.Label, a.Rule})
		}
	}
	return out
}

// parts are the opinions and checks under an application.
type parts struct {
	cases    []*casework.Case
	opinions []Opinion
}

// askParts asks for them, answered with whatever else was asked for.
func (s *Service) askParts(tx *storage.Tx, id string) *parts {
	p := &parts{}
	s.kernel.AskChildren(tx, id, &p.cases)
	tx.Ask(opinionColumns+`WHERE application_id = $1 ORDER BY id`, []any{id}, opinionsTo(&p.opinions))
	return p
}

func (p *parts) show(dir *org.Directory, actor org.Actor, v *View, found map[string][]Inspection) {
	v.Opinions, v.Checks = []OpinionView{}, []CheckView{}
	for _, c := range p.cases {
		child := Child{ID: c.ID, Number: c.Number, Version: c.Version, Dept: deptName(dir, c.Dept), State: c.State, StateLabel: flowOf(c).State(c.State).Label,
			Due: c.Due, Actions: allowed(actor, flowOf(c), c)}
		if c.Flow == CheckFlowName {
			v.Checks = append(v.Checks, CheckView{child, append([]Inspection{}, found[c.ID]...)})
		}
		for _, op := range p.opinions {
			if op.ID == c.ID {
				v.Opinions = append(v.Opinions, OpinionView{child, op})
			}
		}
	}
}

// meterViews derives the ends of the meters, or of one of them only, in each of its rounds.
func (s *Service) meterViews(tx *storage.Tx, bodies []casework.Body, only string) ([]MeterView, error) {
	meters, err := s.kernel.HistoryOf(tx, bodies)
	if err != nil {
		return nil, err
	}
	out := []MeterView{}
	for _, m := range meters {
		if only != "" && m.Name != only {
			continue
		}
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
	names[casework.Citizen] = "申请人"
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
