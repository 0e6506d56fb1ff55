// Package hotline is the 12345 hotline: what citizens bring (诉求) becomes an order (工单) that is dispatched, signed for,
// handled, answered, called back, redone if need be, and archived. The package holds the hotline's words, rules and
// SQL; counting time, ownership and the record are the kernel's (casework).
package hotline

import (
	"context"
	"strings"
	"time"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/satisfaction"
	"huying/internal/secret"
	"huying/internal/storage"
)

// The meters of an order.
const (
	MeterAccept   = "accept"    // a citizen's message until an operator takes it up
	MeterDispatch = "dispatch"  // from intake until it is sent to a department (HOT-11)
	MeterSign     = "sign"      // from dispatch until signed for (HOT-48)
	MeterReturn   = "return"    // the window in which the department may return it (HOT-38)
	MeterHandling = "handling"  // from dispatch until the citizen is answered (HOT-57 to HOT-60)
	MeterGiveBack = "give_back" // from the answer until the order is given back (HOT-64)
	MeterRevisit  = "revisit"   // from giving back until the citizen is called (HOT-67)
)

// Order is an appeal's own facts, beside what the kernel knows of its case.
type Order struct {
	ID          string
	Kind        string
	Channel     string
	Body        string
	Place       string
	Category    string
	Disposition string
	Outcome     string // what an operator answered or advised on the spot
	Refusal     string
	Important   int64 // 0 no, 1 marked, 2 confirmed by the service hall (GAP-33)
	Major       bool
	Tracked     string // why it is under tracking supervision, one of trackReasons, "" if it is not (HOT-53, HOT-69)
	NoticeDue   bool   // the supervision notice is due and waits for the inspector (HOT-54)
	OverdueMark string // why it is deemed overdue, "" if it is not (TIME-13 to TIME-16)
	Lead        string // id of the lead department
	Dispatched  time.Time
	Signed      time.Time
	SignedBy    string
	Replied     time.Time
	RepliedBy   string
	First       satisfaction.Grade
	Second      satisfaction.Grade
	Returns     int64
	Redos       int64
	Urges       int64
	ClosingMark string // how it may be closed: "satisfied" or "explained" (GAP-10)
	Group       string
	Registrar   string
	Source      string
	SourceID    string

	CodeRenewals int64 // how often the citizen was given another query code
}

// Live is told after the commit what changed, by which permission it is seen, and every place that it belongs to, so that
// the open pages of those who may see it refresh.
type Live interface {
	Changed(topic, id string, by org.Permission, places []org.Place)
}

// Service holds the hotline's verbs. Each verb checks its actor's permission, runs in one transaction, and refuses with
// a fault whose sentence may be shown.
type Service struct {
	db     *storage.DB
	kernel *casework.Kernel
	org    *org.Service
	policy *policy.Book
	vault  *secret.Keeper
	live   Live
}

// New makes the service and listens to the alarms of the hotline's flows.
func New(db *storage.DB, kernel *casework.Kernel, people *org.Service, settings *policy.Book, vault *secret.Keeper, live Live) *Service {
	s := &Service{db: db, kernel: kernel, org: people, policy: settings, vault: vault, live: live}
	kernel.OnRing(FlowName, s.ring)
	kernel.OnRing(AssistFlowName, s.ringAssist)
	return s
}

// Ref tells where a verb left its order.
type Ref struct {
	ID      string `json:"id"`
	Number  string `json:"number"`
	State   string `json:"state"`
	Version int64  `json:"version"`
}

func refOf(c *casework.Case) Ref {
	return Ref{ID: c.ID, Number: c.Number, State: c.State, Version: c.Version}
}

// act runs one verb on an order: it locks and checks the case, lets do change the order's own rows, and writes both with
// their event. What do returns are the event's facts.
func (s *Service) act(ctx context.Context, actor org.Actor, id string, version int64, action string, do func(a *casework.Act, o *Order) (any, error)) (ref Ref, err error) {
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		ref, err = s.within(tx, actor, id, version, action, do)
		return err
	})
	return ref, err
}

// within is act inside a transaction that is already under way.
func (s *Service) within(tx *storage.Tx, actor org.Actor, id string, version int64, action string, do func(a *casework.Act, o *Order) (any, error)) (Ref, error) {
	a, err := s.kernel.Begin(tx, actor, id, version, action)
	if err != nil {
		return Ref{}, err
	}
	return s.finish(a, do)
}

// system runs a verb of the program itself inside a transaction that is already under way.
func (s *Service) system(tx *storage.Tx, id, action string, do func(a *casework.Act, o *Order) (any, error)) error {
	_, err := s.within(tx, org.System(), id, 0, action, do)
	return err
}

func (s *Service) finish(a *casework.Act, do func(a *casework.Act, o *Order) (any, error)) (Ref, error) {
	o, places, err := s.loadWithPlaces(a.Tx(), a.Case)
	if err != nil {
		return Ref{}, err
	}
	before := *o
	facts, err := do(a, o)
	if err != nil {
		return Ref{}, err
	}
	if *o != before {
		update(a.Tx(), o)
	}
	if err := a.Finish("", facts); err != nil {
		return Ref{}, err
	}
	was := a.Was()
	s.announce(a.Tx(), a.Case.ID, append(places, placeOf(a.Case), placeOf(&was))...) // who just gave it away has a list to refresh, too
	return refOf(a.Case), nil
}

func (s *Service) announce(tx *storage.Tx, order string, places ...org.Place) {
	if s.live != nil {
		tx.OnCommit(func() { s.live.Changed("order", order, org.OrderView, places) })
	}
}

func placeOf(c *casework.Case) org.Place { return org.Place{Dept: c.Dept, Region: c.Region} }

// loadWithPlaces reads an order, and the places of those who see it because they assist.
func (s *Service) loadWithPlaces(tx *storage.Tx, c *casework.Case) (*Order, []org.Place, error) {
	orders := askOrders(tx, []*casework.Case{c})
	var tasks []*casework.Case
	if s.live != nil {
		s.kernel.AskChildren(tx, c.ID, &tasks)
	}
	if err := tx.Gather(); err != nil {
		return nil, nil, err
	}
	o := orders[c.ID]
	if o == nil {
		return nil, nil, casework.NoSuchCase()
	}
	return o, placesOf(tasks), nil
}

func placesOf(cases []*casework.Case) []org.Place {
	places := make([]org.Place, 0, len(cases)+2)
	for _, c := range cases {
		places = append(places, placeOf(c))
	}
	return places
}

// department finds an office that is in use, by its id.
func department(d *org.Directory, id, field string) (org.Department, error) {
	dept, ok := d.Department(id)
	if !ok || !dept.Active {
		return org.Department{}, fault.New(fault.Invalid, "hotline.department", "请选择有效的部门。").On(field, "没有这个部门或已停用")
	}
	return dept, nil
}

// whole is the path of the region in which all others lie.
func whole(d *org.Directory) string {
	for _, r := range d.Regions("") {
		if r.Parent == "" {
			return r.Path
		}
	}
	return ""
}

// office finds the one office of a kind that serves a region: its own, or the nearest above it.
func office(d *org.Directory, kind org.Kind, regionPath string) (org.Department, error) {
	var nearest org.Department
	for _, dept := range d.Departments(org.Everything()) {
		if dept.Kind != kind || !dept.Active || !strings.HasPrefix(regionPath, dept.RegionPath) {
			continue
		}
		if nearest.ID == "" || len(dept.RegionPath) > len(nearest.RegionPath) {
			nearest = dept
		}
	}
	if nearest.ID == "" {
		return nearest, fault.Newf(fault.Refused, "hotline.office", "本区域尚未设置%s，请联系管理员。", kind.Chinese())
	}
	return nearest, nil
}

// digest stands in an event for a text that is kept elsewhere.
func digest(text string) string {
	if text == "" {
		return ""
	}
	return audit.Digest(text)
}
