package approval

import (
	"context"
	"slices"
	"time"

	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/storage"
)

// Measures are what who is late is held to account by: a member department in joint handling (督办问责, APP-21), the persons
// responsible for an application (TIME-42).
var Measures = []Word{{"circular", "通报批评", "APP-21"}, {"talk", "约谈", "APP-21"}, {"liability", "追究责任", "TIME-42"}}

// Holding is that a member department was held to account for a late part.
type Holding struct {
	Measure string `json:"measure"` // one of Measures
	Text
}

// Member is a department of a bundle or project with its part: how far it is, and whether it is late.
type Member struct {
	Item     string            `json:"item"`
	Dept     string            `json:"dept"` // name
	Leads    bool              `json:"leads,omitempty"`
	State    string            `json:"state,omitempty"` // of its application, in words
	Due      time.Time         `json:"due,omitzero"`
	Standing deadline.Standing `json:"standing,omitzero"`
	Late     bool              `json:"late,omitempty"`
}

// leads are the verbs that the lead department does on a bundle or project although it is not its turn: it drives it
// (APP-20).
var leads = map[string]bool{"urge_member": true, "log_issue": true, "settle_issue": true}

// leadAt is the path of the department that leads a bundle or project, if the action is one that it does.
func leadAt(tx *storage.Tx, id, action string) (path string, err error) {
	if leads[action] {
		_, err = tx.One(`SELECT dept_path FROM application_members WHERE id = $1 AND leads = 1`, []any{id}, &path)
	}
	return path, err
}

// join writes down the departments of a bundle or project and tells each that it takes part (信息通报, APP-21).
func (s *Service) join(a *casework.Act, dir *org.Directory, b *Bundle) {
	enter := func(id string, leads bool, kind string, p org.Permission) {
		dept, ok := dir.Department(id)
		if !ok {
			return
		}
		a.Tx().Queue(`INSERT INTO application_members (id, dept_path, leads) VALUES ($1, $2, $3)`, b.ID, dept.Path, leads)
		alertAt(a.Tx(), a.Case.ID, kind, p, dept.Path, dept.RegionPath)
	}
	enter(b.Lead, true, "joint.lead", org.JointCoordinate)
	for _, id := range b.departments() {
		enter(id, false, "joint.member", org.ApplicationReview)
	}
}

// departments are the ids of those that handle a part.
func (b *Bundle) departments() (ids []string) {
	for _, p := range b.Parts {
		if !slices.Contains(ids, p.Dept) {
			ids = append(ids, p.Dept)
		}
	}
	return ids
}

// informMembers tells the lead and every department with an unfinished part what happened to the whole (信息通报, APP-21).
func (s *Service) informMembers(tx *storage.Tx, b *Bundle, kind string) error {
	dir, err := s.org.Directory(tx.Context())
	if err != nil {
		return err
	}
	if lead, ok := dir.Department(b.Lead); ok {
		alertAt(tx, b.ID, kind, org.JointCoordinate, lead.Path, lead.RegionPath)
	}
	var told []string
	for _, p := range b.Parts {
		dept, ok := dir.Department(p.Dept)
		if ok && (p.State == "waiting" || p.State == "open") && !slices.Contains(told, p.Dept) {
			told = append(told, p.Dept)
			alertAt(tx, b.ID, kind, org.ApplicationReview, dept.Path, dept.RegionPath)
		}
	}
	return nil
}

func alertAt(tx *storage.Tx, id, kind string, p org.Permission, dept, region string) {
	outbox.Put(tx, outbox.Message{Topic: AlertTopic, Key: tx.NewID(), Body: Alert{Case: id, Kind: kind, Permission: p, Dept: dept, Region: region}})
}

// UrgeMember lets the lead department urge the department of a part that is under way (协调办理, APP-20, APP-21): whose turn it
// is hears of it.
func (s *Service) UrgeMember(ctx context.Context, actor org.Actor, id string, version int64, item, text string) (Ref, error) {
	text, err := s.text(text, "text", "请写明催办的要求。", "APP-21")
	if err != nil {
		return Ref{}, err
	}
	return s.bundleAct(ctx, actor, id, version, "urge_member", func(a *casework.Act, b *Bundle) (any, error) {
		p, o, err := s.openPart(a.Tx(), b, item)
		if err != nil {
			return nil, err
		}
		p.Urges = append(p.Urges, Text{Text: text, By: actor.ID, At: now(a)})
		alertAt(a.Tx(), o.ID, "member.urged", duty(o.State), o.Dept, o.Region)
		return map[string]string{"item": item, "application": o.ID, "text": digest(text)}, nil
	})
}

// HoldMember lets a supervisor hold the department of a late part to account (督办问责, APP-21). Who heads it hears of it.
func (s *Service) HoldMember(ctx context.Context, actor org.Actor, id string, version int64, item, measure, text string) (Ref, error) {
	if err := oneOf(Measures, measure, "measure", "请选择问责措施。"); err != nil {
		return Ref{}, err
	}
	text, err := s.text(text, "text", "请写明超时的事实和问责意见。", "APP-21")
	if err != nil {
		return Ref{}, err
	}
	return s.bundleAct(ctx, actor, id, version, "hold_member", func(a *casework.Act, b *Bundle) (any, error) {
		p, c, err := s.openPart(a.Tx(), b, item)
		if err != nil {
			return nil, err
		}
		o, err := load(a.Tx(), c.ID)
		if err != nil {
			return nil, err
		}
		if !o.Overdue() && o.candidate() == nil && (c.Due.IsZero() || now(a).Before(c.Due)) {
			return nil, fault.Newf(fault.Refused, "approval.member.timely", "“%s”没有超时，不能问责。", p.Name).Under("APP-21")
		}
		p.Held = append(p.Held, Holding{measure, Text{Text: text, By: actor.ID, At: now(a)}})
		alertAt(a.Tx(), c.ID, "member.held", org.ApplicationDecide, o.DeptPath, c.Region)
		return map[string]string{"item": item, "application": c.ID, "measure": measure, "text": digest(text)}, nil
	})
}

// openPart gives a part that is under way with the case of its application.
func (s *Service) openPart(tx *storage.Tx, b *Bundle, item string) (*Part, *casework.Case, error) {
	p := b.part(item)
	if p == nil || p.State != "open" {
		return nil, nil, fault.New(fault.Conflict, "approval.member.idle", "这个事项没有在办。").Under("APP-21")
	}
	c, err := s.kernel.Get(tx, p.Application)
	return p, c, err
}

// members shows each part with its department and how it stands.
func (s *Service) members(tx *storage.Tx, dir *org.Directory, b *Bundle) ([]Member, error) {
	var cases []*casework.Case
	s.kernel.AskChildren(tx, b.ID, &cases)
	if err := tx.Gather(); err != nil {
		return nil, err
	}
	ids, lines := make([]any, len(cases)), map[string]*line{}
	for i, c := range cases {
		ids[i] = c.ID
	}
	askLines(tx, ids, lines)
	glances := s.askGlances(tx, cases)
	if err := tx.Gather(); err != nil {
		return nil, err
	}
	out := make([]Member, len(b.Parts))
	for i, p := range b.Parts {
		dept, _ := dir.Department(p.Dept)
		m := &out[i]
		*m = Member{Item: p.Item, Dept: dept.Name, Leads: p.Dept == b.Lead}
		n := slices.IndexFunc(cases, func(c *casework.Case) bool { return c.ID == p.Application })
		if n < 0 {
			continue
		}
		c, l := cases[n], lines[p.Application]
		m.State = Flow.State(c.State).Label
		if g, counts := glances[c.ID]; counts && c.Open() {
			var err error
			if m.Standing, err = s.kernel.Standing(tx, g, tx.Now); err != nil {
				return nil, err
			}
			m.Due = g.Due
		}
		m.Late = m.Standing.Late || l != nil && (l.overdue || l.candidate)
	}
	return out, nil
}
