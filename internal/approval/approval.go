// Package approval is applications (办件): what a citizen or a firm asks for under a service item is received, accepted or
// corrected, reviewed along the item's own plan, decided, delivered and certified. The package holds the words, rules and
// SQL of that; counting time, ownership and the record are the kernel's (casework), the items are the catalogue's.
package approval

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/secret"
	"huying/internal/storage"
)

// The meters of an application and of what hangs on it.
const (
	MeterAccept    = "accept"    // from receipt until it is accepted, corrected or declined (licensing law article 32)
	MeterCorrect   = "correct"   // from the notice until the materials are complete
	MeterHandling  = "handling"  // the promise: from completion until delivery (TIME-02, TIME-03, TIME-16)
	MeterStep      = "step"      // a step's own share, from the registered hand-over (TIME-04)
	MeterTolerance = "tolerance" // until what was tolerated must have followed (容缺)
	MeterDeliver   = "deliver"   // from the decision until delivery (licensing law article 44)
	MeterOpinion   = "opinion"   // a department's opinion, from the registered hand-over (TIME-04)
	MeterSign      = "sign"      // until an asked department has registered the hand-over (TIME-28)
	MeterCheck     = "check"     // the later check of a licence by commitment (APP-14)
)

// Items is what applications read of the catalogue. A version never changes: what began under it stays bound to it.
type Items interface {
	// Published gives the version of an item that is in force, or refuses with the reason why nobody can apply.
	Published(tx *storage.Tx, id string) (catalog.Item, error)
	// Version gives an item with what a version of it says; its status is what has become of it since.
	Version(tx *storage.Tx, id string, n int64) (catalog.Item, error)
	// RecordOf gives what a version of an item says, whatever has become of the item since.
	RecordOf(tx *storage.Tx, id string, n int64) (catalog.Record, error)
	// Handling gives the names and codes of every item that applications were ever made under.
	Handling(tx *storage.Tx) ([]catalog.Item, error)
	// CheckForm holds what an applicant filled in to a form; the refusal names each field that is wrong.
	CheckForm(form catalog.Form, answers json.RawMessage, region string) error
	// BodyOf tells the unified code of a department.
	BodyOf(tx *storage.Tx, dept org.Department) (catalog.Body, error)
}

// Catalogue is all that applications read of the catalogue.
type Catalogue interface {
	Items
	Bundles
}

// Live is told after the commit what changed, by which permission it is seen, and every place that it belongs to.
type Live interface {
	Changed(topic, id string, by org.Permission, places []org.Place)
}

// Service holds the verbs. Each checks its actor's permission, runs in one transaction, and refuses with a fault whose
// sentence may be shown.
type Service struct {
	db      *storage.DB
	kernel  *casework.Kernel
	org     *org.Service
	policy  *policy.Book
	vault   *secret.Keeper
	items   Items
	bundles Bundles
	live    Live
}

// New makes the service and listens to the alarms of its flows. live may be nil.
func New(db *storage.DB, kernel *casework.Kernel, people *org.Service, settings *policy.Book, vault *secret.Keeper, items Catalogue, live Live) *Service {
	s := &Service{db: db, kernel: kernel, org: people, policy: settings, vault: vault, items: items, bundles: items, live: live}
	kernel.OnRing(FlowName, s.ring)
	kernel.OnRing(OpinionFlowName, s.ringOpinion)
	kernel.OnRing(CheckFlowName, s.ringCheck)
	kernel.OnRing(BundleFlowName, s.ringJoint)
	kernel.OnRing(ProjectFlowName, s.ringJoint)
	return s
}

// Ref tells where a verb left its case.
type Ref struct {
	ID      string `json:"id"`
	Number  string `json:"number"`
	State   string `json:"state"`
	Version int64  `json:"version"`
}

func refOf(c *casework.Case) Ref {
	return Ref{ID: c.ID, Number: c.Number, State: c.State, Version: c.Version}
}

// done is what a verb did, for its event: the facts without personal data, what it rests on beyond the flow's rule, and
// the hashes of what proves it.
type done struct {
	facts     any
	authority string
	evidence  []string
}

// act runs one verb on an application: it locks and checks the case, lets do change the application, and writes both with
// their event.
func (s *Service) act(ctx context.Context, actor org.Actor, id string, version int64, action string, do func(a *casework.Act, o *Application) (done, error)) (ref Ref, err error) {
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		ref, err = s.within(tx, actor, id, version, action, do)
		return err
	})
	return ref, err
}

// within is act inside a transaction that is already under way.
func (s *Service) within(tx *storage.Tx, actor org.Actor, id string, version int64, action string, do func(a *casework.Act, o *Application) (done, error)) (Ref, error) {
	a, err := s.begin(tx, actor, id, version, action)
	if err != nil {
		return Ref{}, err
	}
	return s.finish(a, do)
}

// atWindows are the verbs that the windows which took an application may do while it is with the departments: there is one
// door, in and out (APP-29).
var atWindows = map[string]bool{"fill_tolerated": true, "take_withdrawal": true, "register_fee": true, "confirm_fee": true, "refuse_fee": true, "name_guide": true, "attach": true, "note": true, "reprint": true}

func (s *Service) begin(tx *storage.Tx, actor org.Actor, id string, version int64, action string) (*casework.Act, error) {
	if !atWindows[action] {
		return s.kernel.Begin(tx, actor, id, version, action)
	}
	o, err := load(tx, id)
	if err != nil {
		return nil, err
	}
	return s.kernel.BeginAt(tx, actor, id, version, action, o.WindowPath)
}

// system runs a verb of the program itself inside a transaction that is already under way.
func (s *Service) system(tx *storage.Tx, id, action string, do func(a *casework.Act, o *Application) (done, error)) error {
	a, err := s.kernel.Begin(tx, org.System(), id, 0, action)
	if err != nil {
		return err
	}
	_, err = s.finish(a, do)
	return err
}

func (s *Service) finish(a *casework.Act, do func(a *casework.Act, o *Application) (done, error)) (Ref, error) {
	o, err := load(a.Tx(), a.Case.ID)
	if err != nil {
		return Ref{}, err
	}
	was, before := slices.Clone(o.Marks), o.counted()
	d, err := do(a, o)
	if err != nil {
		return Ref{}, err
	}
	if d.facts, err = withMarks(d.facts, was, o.Marks); err != nil {
		return Ref{}, err
	}
	return s.conclude(a, o, d, before)
}

// marked is a finding as an event tells of it.
type marked struct {
	Rule   string `json:"rule"`
	Ruling string `json:"ruling,omitempty"`
}

// withMarks adds to the facts of an event the findings that its verb made or ruled on.
func withMarks(facts any, was, is []Mark) (any, error) {
	var changed []marked
	for i, m := range is {
		if i >= len(was) || was[i].Ruling != m.Ruling {
			changed = append(changed, marked{m.Rule, m.Ruling})
		}
	}
	if len(changed) == 0 {
		return facts, nil
	}
	return with(facts, map[string]any{"marks": changed})
}

// conclude writes an application with its event, which tells what figures did not know before, and follows it in the case it
// is part of.
func (s *Service) conclude(a *casework.Act, o *Application, d done, before Counted) (Ref, error) {
	if o.Ended.IsZero() && Flow.State(a.Case.State).Final {
		o.Ended = a.Tx().Now
		if err := s.dropOpinions(a); err != nil {
			return Ref{}, err
		}
	}
	if err := update(a.Tx(), o); err != nil {
		return Ref{}, err
	}
	facts, err := o.withCounted(d.facts, before)
	if err != nil {
		return Ref{}, err
	}
	if err := a.Finish(d.authority, facts, d.evidence...); err != nil {
		return Ref{}, err
	}
	if err := s.follow(a, o); err != nil {
		return Ref{}, err
	}
	was := a.Was()
	s.announce(a.Tx(), a.Case.ID, placeOf(a.Case), placeOf(&was), org.Place{Dept: o.DeptPath, Region: a.Case.Region}, org.Place{Dept: o.WindowPath, Region: a.Case.Region})
	return refOf(a.Case), nil
}

func (s *Service) announce(tx *storage.Tx, id string, places ...org.Place) {
	if s.live != nil {
		tx.OnCommit(func() { s.live.Changed("application", id, org.ApplicationView, places) })
	}
}

func placeOf(c *casework.Case) org.Place { return org.Place{Dept: c.Dept, Region: c.Region} }

// record gives the item's version under which an application runs.
func (s *Service) record(tx *storage.Tx, o *Application) (catalog.Record, error) {
	return s.items.RecordOf(tx, o.Item, o.ItemVersion)
}

// department finds an office that is in use, by its id.
func department(d *org.Directory, id, field string) (org.Department, error) {
	dept, ok := d.Department(id)
	if !ok || !dept.Active {
		return org.Department{}, fault.New(fault.Invalid, "approval.department", "请选择有效的部门。").On(field, "没有这个部门或已停用")
	}
	return dept, nil
}

// hall finds the comprehensive windows that serve a region: its own service hall, or the nearest above it (APP-10).
func hall(d *org.Directory, regionPath string) (org.Department, bool) {
	var nearest org.Department
	for _, dept := range d.Departments(org.Everything()) {
		if dept.Kind == org.ServiceHall && dept.Active && strings.HasPrefix(regionPath, dept.RegionPath) &&
			(nearest.ID == "" || len(dept.RegionPath) > len(nearest.RegionPath)) {
			nearest = dept
		}
	}
	return nearest, nearest.ID != ""
}

// digest stands in an event for a text that is kept elsewhere.
func digest(text string) string {
	if text == "" {
		return ""
	}
	return audit.Digest(text)
}

// citizen is who acts on his own application through the public page.
func citizen() org.Actor { return org.Actor{ID: casework.Citizen, Name: "申请人"} }

// now is the transaction's instant.
func now(a *casework.Act) time.Time { return a.Tx().Now }

// required refuses an empty text, and gives it back without the blanks around it.
func required(text, field, sentence, rule string) (string, error) {
	if text = strings.TrimSpace(text); text == "" {
		return "", fault.New(fault.Invalid, "approval."+field, sentence).On(field, "不能为空").Under(rule)
	}
	return text, nil
}
