package approval

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/secret"
	"huying/internal/storage"
)

// Bundles is what applications read of the catalogue's themes and projects.
type Bundles interface {
	// CompileBundle makes the one application of a bundle as it stands, for an applicant with these answers.
	CompileBundle(tx *storage.Tx, id string, answers catalog.Answers) (catalog.Bundle, *catalog.Compiled, error)
}

// Bundle is what holds several applications together: a theme that was applied for at once, or a project.
type Bundle struct {
	ID        string          `json:"id"`
	Kind      string          `json:"kind"` // catalog.KindTheme or KindProject
	Bundle    string          `json:"bundle"`
	N         int64           `json:"n"`
	Name      string          `json:"name"`
	Channel   string          `json:"channel"`
	Collect   string          `json:"collect"`
	Choices   catalog.Answers `json:"choices,omitempty"`
	Guide     string          `json:"guide,omitempty"` // who leads the applicant, or the project's agent
	Lead      string          `json:"lead,omitempty"`  // id of the lead department, as the catalogue named it then (APP-20)
	Parts     []Part          `json:"parts"`
	Materials []Material      `json:"materials,omitempty"`
	Received  time.Time       `json:"received"`
	Overdue   bool            `json:"overdue,omitempty"`
	Issues    []Issue         `json:"issues,omitempty"` // what has to be coordinated
	Project   *Project        `json:"project,omitempty"`
}

// Part is one item of a bundle or one permit of a project, and how far it has come.
type Part struct {
	Item        string    `json:"item"`
	ItemVersion int64     `json:"itemVersion"` // that it is applied for under, whatever becomes of the item meanwhile
	Name        string    `json:"name"`
	Dept        string    `json:"dept,omitempty"` // id of the department that handles it
	Days        int       `json:"days,omitempty"` // working days it is promised to take
	Stage       string    `json:"stage,omitempty"`
	After       []string  `json:"after,omitempty"`
	State       string    `json:"state"` // one of PartStates
	Application string    `json:"application,omitempty"`
	Number      string    `json:"number,omitempty"`
	Simulated   bool      `json:"simulated,omitempty"` // reviewed before the formal conditions are there (模拟审批)
	Certificate string    `json:"certificate,omitempty"`
	Urges       []Text    `json:"urges,omitempty"` // by the lead department
	Held        []Holding `json:"held,omitempty"`
	Stays       []Stay    `json:"stays,omitempty"` // on which the whole stood still with it
}

// PartStates are how far a part has come.
var PartStates = []Word{{"waiting", "待申报", "PRJ-09"}, {"open", "办理中", "PRJ-09"}, {"granted", "已准予", "PRJ-09"}, {"refused", "未准予", "PRJ-09"}, {"stopped", "前置事项未准予", "PRJ-09"}, {"cancelled", "事项已取消", "CAT-08"}}

// BundleSubmission is a theme as it is applied for: one form, one set of materials (CAT-30).
type BundleSubmission struct {
	Key       string          `json:"-"`
	Bundle    string          `json:"bundle"`
	Channel   string          `json:"channel"`
	Party     Party           `json:"party"`
	Choices   catalog.Answers `json:"choices,omitempty"`
	Form      map[string]any  `json:"form"`
	Materials []Handing       `json:"materials"`
	Collect   string          `json:"collect,omitempty"`
	Admit     Admission       `json:"-"`
}

// bundleMark and projectMark tell their numbers from those of other cases.
const (
	bundleMark  = "YJ"
	projectMark = "XM"
)

// SubmitBundle takes a theme from the public page. TakeBundle takes it at a window, whose clerk guides the applicant
// (APP-23).
func (s *Service) SubmitBundle(ctx context.Context, in BundleSubmission) (Receipt, error) {
	return s.openBundle(ctx, citizen(), "submit_bundle", in)
}

// TakeBundle takes a theme at a comprehensive window.
func (s *Service) TakeBundle(ctx context.Context, actor org.Actor, in BundleSubmission) (Receipt, error) {
	return s.openBundle(ctx, actor, "take_bundle", in)
}

func (s *Service) openBundle(ctx context.Context, actor org.Actor, action string, in BundleSubmission) (Receipt, error) {
	bad := fault.New(fault.Invalid, "approval.application", "请检查填写内容。")
	in.Party.check(bad)
	in.Collect = cmp.Or(in.Collect, "handed")
	checkWays(bad, in.Party, in.Channel, in.Collect, action == "submit_bundle")
	if len(bad.Fields) > 0 {
		return Receipt{}, bad
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return Receipt{}, err
	}
	number, err := s.kernel.Number(ctx, "bundle", calendar.DateOf(s.db.Now()))
	if err != nil {
		return Receipt{}, err
	}
	content, err := json.Marshal(in)
	if err != nil {
		return Receipt{}, fault.New(fault.Invalid, "approval.form", "填写内容无法保存，请检查后重试。").Because(err)
	}
	c, err := s.kernel.Once(ctx, actor, in.Key, string(content), func(tx *storage.Tx) (*casework.Case, error) {
		in.Admit.ask(tx)
		return s.openBundleIn(tx, dir, actor, action, bundleMark+number, in)
	})
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{Ref: refOf(c), Code: s.QueryCode(c.ID), Lacking: []Lack{}}, nil
}

func (s *Service) openBundleIn(tx *storage.Tx, dir *org.Directory, actor org.Actor, action, number string, in BundleSubmission) (*casework.Case, error) {
	theme, compiled, err := s.bundles.CompileBundle(tx, in.Bundle, in.Choices)
	if err != nil {
		return nil, err
	}
	bad := fault.New(fault.Invalid, "approval.application", "请检查填写内容。")
	if checkChoices(bad, compiled.Questions, in.Choices); len(bad.Fields) > 0 {
		return nil, bad
	}
	if err := served(compiled.Online, compiled.Mail, in.Collect, action == "submit_bundle"); err != nil {
		return nil, err
	}
	lead, err := department(dir, theme.Lead, "lead")
	if err != nil {
		return nil, err
	}
	if _, err := s.answers(compiled.Form(), in.Form, lead.RegionPath); err != nil {
		return nil, err
	}
	where := lead.Path
	if h, ok := hall(dir, lead.RegionPath); ok {
		where = h.Path
	}
	a, err := s.kernel.Open(tx, actor, casework.Opening{Flow: BundleFlowName, Action: action, Number: number, Title: theme.Name, Region: lead.RegionPath, Dept: where})
	if err != nil {
		return nil, err
	}
	b := &Bundle{ID: a.Case.ID, Kind: theme.Kind, Bundle: theme.ID, N: theme.N, Name: theme.Name, Lead: lead.ID, Channel: in.Channel, Collect: in.Collect, Choices: in.Choices, Received: tx.Now}
	if action == "take_bundle" {
		b.Guide = actor.ID
	}
	b.plan(compiled)
	wanted := b.expect(compiled)
	hashes, err := s.receive(a, b.Materials, wanted, in.Materials, s.vault.Index(secret.Identity, in.Party.IDNumber))
	if err != nil {
		return nil, err
	}
	if err := s.seal(tx, b.ID, in.Party, in.Form); err != nil {
		return nil, err
	}
	limit := s.policy.Now().Term("approval.limit.joint", a.Case.Region)
	term := deadline.Term{Amount: min(max(1, compiled.Length), limit.Amount), Unit: limit.Unit, Rule: limit.Rule}
	if err := a.Start(MeterHandling, term, tx.Now, s.alarms(term, a.Case.Region)...); err != nil {
		return nil, err
	}
	opened, err := s.openReady(a, b, in.Party, in.Form)
	if err != nil {
		return nil, err
	}
	if err := insertBundle(tx, b); err != nil {
		return nil, err
	}
	s.join(a, dir, b)
	casework.Index(tx, a.Case, theme.Name)
	return a.Case, a.Finish("", map[string]any{"bundle": b.Bundle, "n": b.N, "lead": b.Lead, "parts": len(b.Parts), "opened": opened, "days": compiled.Length, "alone": compiled.Alone}, hashes...)
}

// openReady opens the applications of the parts that wait for nothing any more.
func (s *Service) openReady(a *casework.Act, b *Bundle, party Party, form map[string]any) (opened []string, err error) {
	dir, err := s.org.Directory(a.Tx().Context())
	if err != nil {
		return nil, err
	}
	for i := range b.Parts {
		p := &b.Parts[i]
		if p.State != "waiting" || !b.reached(p) {
			continue
		}
		item, err := s.items.Version(a.Tx(), p.Item, p.ItemVersion)
		if err != nil {
			return nil, err
		}
		r := catalog.Narrow(item.Record, b.Choices) // what one item does not ask of this applicant another may
		in := Submission{Parent: b.ID, Item: p.Item, version: p.ItemVersion, Channel: b.Channel, Party: party, Choices: b.Choices, Collect: b.Collect, Form: b.answersFor(r, form), given: b.given(r)}
		c, _, err := s.openIn(a.Tx(), dir, org.System(), "take", fmt.Sprintf("%s-%d", a.Case.Number, i+1), in)
		if err != nil {
			return nil, err
		}
		p.State, p.Application, p.Number = "open", c.ID, c.Number
		opened = append(opened, c.ID)
	}
	return opened, nil
}

// answersFor picks from the one form what an item asks.
func (b *Bundle) answersFor(r catalog.Record, form map[string]any) map[string]any {
	out := map[string]any{}
	for _, g := range r.Form.Groups {
		for _, f := range g.Fields {
			if v, ok := form[f.Code]; ok {
				out[f.Code] = v
			}
		}
	}
	return out
}

// given are the theme's materials that an item wants, and the results of the items before it.
func (b *Bundle) given(r catalog.Record) (out []Material) {
	for _, want := range r.Materials {
		for _, m := range b.Materials {
			if m.Code == want.Code && m.Present() {
				out = append(out, m)
			}
		}
		for _, p := range b.Parts {
			if p.State == "granted" && p.Certificate != "" && p.Name != "" && want.Name == p.Certificate {
				out = append(out, Material{Code: want.Code, Name: want.Name, State: "shared", Grade: "A", Reused: p.Number})
			}
		}
	}
	return out
}

// follow tells the bundle or project an application belongs to how it went, opens what waited for it, and ends the whole
// with its last part.
func (s *Service) follow(child *casework.Act, o *Application) error {
	if child.Case.Parent == "" {
		return nil
	}
	tx := child.Tx()
	c, err := s.kernel.Get(tx, child.Case.Parent)
	if err != nil || !c.Open() { // of a project that was stopped the permits under way go on alone
		return err
	}
	b, err := loadBundle(tx, c.ID)
	if err != nil || b == nil {
		return err
	}
	p := b.part(o.Item)
	if p == nil || p.Application != o.ID {
		return nil
	}
	if err := s.stand(child, b, p, o); err != nil {
		return err
	}
	state := ""
	switch {
	case child.Case.State == Decided && o.Decision.Outcome == "grant":
		state = "granted"
	case child.Case.State == Decided, child.Case.State == Declined, child.Case.State == Withdrawn, child.Case.State == Lapsed:
		state = "refused"
	}
	if was := child.Was().State; state == "" || was == Decided || was == child.Case.State {
		return nil
	}
	p.State = state
	if state == "granted" {
		r, err := s.record(tx, o)
		if err != nil {
			return err
		}
		p.Certificate = r.Result.Name
	}
	if state == "refused" { // also those whose parts it stops
		if err := s.informMembers(tx, b, "joint.refused"); err != nil {
			return err
		}
	}
	cancelled, err := s.drop(tx, b)
	if err != nil {
		return err
	}
	action := "advance"
	if b.over() {
		action = "finish"
	}
	a, err := s.kernel.Begin(tx, org.System(), b.ID, 0, action)
	if err != nil {
		return err
	}
	return s.step(a, b, map[string]any{"item": p.Item, "application": o.ID, "state": state, "cancelled": cancelled})
}

// step writes a bundle's progress: what can be opened now is opened, and the last part ends it.
func (s *Service) step(a *casework.Act, b *Bundle, facts map[string]any) error {
	if b.over() && b.broken() {
		a.To(Broken)
	}
	if !b.over() && b.Kind == catalog.KindTheme {
		party, form, err := s.party(a.Tx(), b.ID)
		if err != nil {
			return err
		}
		opened, err := s.openReady(a, b, party, form)
		if err != nil {
			return err
		}
		facts["opened"] = opened
	}
	if err := saveBundle(a.Tx(), b); err != nil {
		return err
	}
	s.announce(a.Tx(), a.Case.ID, placeOf(a.Case))
	return a.Finish("", facts)
}

func loadBundle(tx *storage.Tx, id string) (*Bundle, error) {
	var text string
	found, err := tx.One(`SELECT record FROM application_bundles WHERE id = $1`, []any{id}, &text)
	if err != nil || !found {
		return nil, err
	}
	b := new(Bundle)
	return b, json.Unmarshal([]byte(text), b)
}

// bundlesTo takes bundles by their ids.
func bundlesTo(into map[string]*Bundle) func(scan func(...any) error) error {
	return func(scan func(...any) error) error {
		var text string
		if err := scan(&text); err != nil {
			return err
		}
		b := new(Bundle)
		err := json.Unmarshal([]byte(text), b)
		into[b.ID] = b
		return err
	}
}

func insertBundle(tx *storage.Tx, b *Bundle) error {
	text, err := json.Marshal(b)
	tx.Queue(`INSERT INTO application_bundles (id, bundle, n, kind, record) VALUES ($1, $2, $3, $4, $5)`, b.ID, b.Bundle, b.N, b.Kind, string(text))
	return err
}

func saveBundle(tx *storage.Tx, b *Bundle) error {
	text, err := json.Marshal(b)
	tx.Queue(`UPDATE application_bundles SET record = $1 WHERE id = $2`, string(text), b.ID)
	return err
}
