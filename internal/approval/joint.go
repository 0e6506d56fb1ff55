package approval

import (
	"context"
	"slices"
	"strings"
	"time"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// bundleAct runs one verb on a bundle or project.
func (s *Service) bundleAct(ctx context.Context, actor org.Actor, id string, version int64, action string, do func(a *casework.Act, b *Bundle) (any, error)) (ref Ref, err error) {
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		lead, err := leadAt(tx, id, action)
		if err != nil {
			return err
		}
		a, err := s.kernel.BeginAt(tx, actor, id, version, action, lead)
		if err != nil {
			return err
		}
		b, err := loadBundle(tx, id)
		if err != nil {
			return err
		}
		if b == nil {
			return casework.NoSuchCase()
		}
		facts, err := do(a, b)
		if err != nil {
			return err
		}
		if err := saveBundle(tx, b); err != nil {
			return err
		}
		s.announce(tx, id, placeOf(a.Case))
		err = a.Finish("", facts)
		ref = refOf(a.Case)
		return err
	})
	return ref, err
}

// ExtendJoint lengthens the limit of a bundle or project once, by at most the days of the law, with the approval of the
// government of the level, whose document is named (article 42).
func (s *Service) ExtendJoint(ctx context.Context, actor org.Actor, id string, version int64, amount int, document, why string) (Ref, error) {
	why, err := s.text(why, "why", "请写明延期的理由。", "TIME-08")
	if err != nil {
		return Ref{}, err
	}
	if document, err = required(document, "document", "请填写本级人民政府的批准文号。", "TIME-08"); err != nil {
		return Ref{}, err
	}
	return s.bundleAct(ctx, actor, id, version, "extend_joint", func(a *casework.Act, b *Bundle) (any, error) {
		m := a.Meter(MeterHandling)
		most := s.policy.Now().Int("approval.extension.joint", a.Case.Region)
		switch {
		case m.Late(now(a)):
			return nil, fault.New(fault.Refused, "approval.extension.late", "办理时限已过才提出延期，不予受理，此件视为超时。").Under("TIME-15")
		case len(m.Extensions) >= s.policy.Now().Int("approval.extension.times", a.Case.Region):
			return nil, fault.New(fault.Refused, "approval.extension.again", "此件已延期，不能再次延期。").Under("GAP-06")
		case amount < 1 || amount > most:
			return nil, fault.Newf(fault.Refused, "approval.extension.long", "延长的时限不能超过%d%s。", most, m.Term.Unit.Chinese()).On("amount", "过长").Under("GAP-06")
		}
		return map[string]any{"amount": amount, "document": document, "why": digest(why)}, a.Extend(MeterHandling, amount, actor.ID, "经本级人民政府批准延期", "TIME-08")
	})
}

// GuideJoint names who leads the applicant of a bundle through the windows (APP-23).
func (s *Service) GuideJoint(ctx context.Context, actor org.Actor, id string, version int64, person string) (Ref, error) {
	return s.bundleAct(ctx, actor, id, version, "guide_joint", func(a *casework.Act, b *Bundle) (any, error) {
		b.Guide = person
		return map[string]string{"guide": person}, inPeople(a.Tx(), person, "guide")
	})
}

// ringJoint tells the guide, the lead and the departments with unfinished parts that a bundle or project nears its limit, and
// marks it when it has passed.
func (s *Service) ringJoint(tx *storage.Tx, r casework.Ringing) error {
	c, err := s.kernel.Get(tx, r.CaseID)
	if err != nil || !c.Open() {
		return err
	}
	a, err := s.kernel.Begin(tx, org.System(), r.CaseID, 0, "overdue_joint")
	if err != nil {
		return err
	}
	b, err := loadBundle(tx, r.CaseID)
	if err != nil {
		return err
	}
	b.Overdue = b.Overdue || r.Kind == "overdue"
	alert(a, "joint."+r.Kind, org.ProjectGuide)
	if err := s.informMembers(tx, b, "joint."+r.Kind); err != nil {
		return err
	}
	if err := saveBundle(tx, b); err != nil {
		return err
	}
	return a.Finish("", map[string]string{"meter": r.Meter, "kind": r.Kind})
}

// BundleView is a bundle or project as officials see it: its parts, its time and what happened. Party is masked.
type BundleView struct {
	Ref
	Flow      string       `json:"flow"`
	Title     string       `json:"title"`
	Record    Bundle       `json:"record"`
	Party     Party        `json:"party"`
	LeadName  string       `json:"leadName,omitempty"`
	Members   []Member     `json:"members"` // of each part, in their order
	GuideName string       `json:"guideName,omitempty"`
	Opened    time.Time    `json:"opened"`
	Closed    time.Time    `json:"closed,omitzero"`
	Meters    []MeterView  `json:"meters"`
	Timeline  []Happening  `json:"timeline"`
	Actions   []ActionView `json:"actions"`
}

// Joint shows a bundle or project to an official who may see it, or any of its applications.
func (s *Service) Joint(ctx context.Context, actor org.Actor, id string) (v BundleView, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return v, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, err := s.kernel.Get(tx, id)
		if err != nil {
			return err
		}
		b, err := loadBundle(tx, id)
		if err != nil {
			return err
		}
		sees, err := s.kernel.Sees(tx, actor, c)
		if err != nil {
			return err
		}
		if b == nil || !sees {
			return casework.NoSuchCase()
		}
		party, _, err := s.party(tx, id)
		if err != nil {
			return err
		}
		names, err := org.NamesOf(tx, []string{b.Guide})
		if err != nil {
			return err
		}
		flow := s.kernel.Flow(c.Flow)
		v = BundleView{Ref: refOf(c), Flow: c.Flow, Title: c.Title, Record: *b, Party: party.masked(), GuideName: names[b.Guide], Opened: c.Opened, Closed: c.Closed, Actions: allowed(actor, flow, c)}
		lead, _ := dir.Department(b.Lead)
		v.LeadName = lead.Name
		for _, a := range allowed(actor, flow, &casework.Case{State: c.State, Dept: lead.Path, Region: c.Region}) {
			if leads[a.Name] && !slices.Contains(v.Actions, a) {
				v.Actions = append(v.Actions, a)
			}
		}
		if v.Members, err = s.members(tx, dir, b); err != nil {
			return err
		}
		events, bodies, err := s.kernel.Events(tx, id)
		if err != nil {
			return err
		}
		if v.Meters, err = s.meterViews(tx, bodies, ""); err != nil {
			return err
		}
		v.Timeline, err = timeline(tx, dir, flow, events, bodies)
		return err
	})
	return v, err
}

// JointProgress is what an applicant sees of a bundle: each part with its own number and query code, and the time of the
// whole (APP-07).
type JointProgress struct {
	Number string         `json:"number"`
	Title  string         `json:"title"`
	State  string         `json:"state"`
	Guide  string         `json:"guide,omitempty"`
	Meters []MeterView    `json:"meters"`
	Parts  []PartProgress `json:"parts"`
}

// PartProgress is one part of a bundle as its applicant sees it.
type PartProgress struct {
	Name   string `json:"name"`
	State  string `json:"state"`
	Number string `json:"number,omitempty"`
	Code   string `json:"code,omitempty"`
}

// QueryJoint shows an applicant his bundle or project by its number and query code.
func (s *Service) QueryJoint(ctx context.Context, number, code string) (v JointProgress, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		wrong := fault.New(fault.NotFound, "approval.query", "编号或查询码不正确，请核对后再试。")
		c, err := s.kernel.ByNumber(tx, strings.TrimSpace(number))
		if err != nil {
			return wrong
		}
		b, err := loadBundle(tx, c.ID)
		if err != nil {
			return err
		}
		if b == nil || !same(code, s.QueryCode(c.ID)) {
			return wrong
		}
		names, err := org.NamesOf(tx, []string{b.Guide})
		if err != nil {
			return err
		}
		v = JointProgress{Number: c.Number, Title: c.Title, State: s.kernel.Flow(c.Flow).State(c.State).Label, Guide: names[b.Guide], Parts: []PartProgress{}}
		for _, p := range b.Parts {
			v.Parts = append(v.Parts, PartProgress{Name: p.Name, State: label(PartStates, p.State), Number: p.Number, Code: s.QueryCode(p.Application)})
		}
		_, bodies, err := s.kernel.Events(tx, c.ID)
		if err != nil {
			return err
		}
		v.Meters, err = s.meterViews(tx, bodies, "")
		return err
	})
	return v, err
}
