package approval

import (
	"context"
	"slices"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// StepForm is what is written down when a step ends. People are those who checked or surveyed; a meeting names who was
// invited, who came, and who had reported before that he could not, a publicity its days.
type StepForm struct {
	Step     string        `json:"step"` // code of the step as it was shown
	Finding  string        `json:"finding"`
	Opinion  string        `json:"opinion"`
	People   []string      `json:"people,omitempty"`
	Invited  []string      `json:"invited,omitempty"`
	Attended []string      `json:"attended,omitempty"`
	Excused  []string      `json:"excused,omitempty"`
	From     calendar.Date `json:"from,omitzero"`
	To       calendar.Date `json:"to,omitzero"`
	Files    []string      `json:"files,omitempty"` // ids of attachments that prove it
}

// arrive takes an application to a step. A step of the department that has it begins at once; one of another department
// begins when that department registers the hand-over (TIME-04). Asked departments get their own cases.
func (s *Service) arrive(a *casework.Act, o *Application, step catalog.Step) error {
	if err := a.Stop(MeterStep, now(a)); err != nil {
		return err
	}
	dept := o.DeptPath
	if step.Dept != "" {
		path, err := deptPath(a.Tx(), step.Dept)
		if err != nil {
			return err
		}
		dept = path
	}
	was := a.Case.Dept
	if o.Step == "" { // from the windows it comes to the department by its acceptance
		was = o.DeptPath
	}
	moved := dept != was
	o.Step, o.StepKind, o.Signers, o.Arrived = step.Code, step.Kind, nil, time.Time{}
	a.Case.Dept, a.Case.Assignee = dept, ""
	if !moved {
		o.Arrived = now(a)
		if err := s.startStep(a, step); err != nil {
			return err
		}
	}
	if step.Kind == catalog.Opinions {
		return s.ask(a, o, step)
	}
	return nil
}

// startStep starts a step's own share of the promise.
func (s *Service) startStep(a *casework.Act, step catalog.Step) error {
	if step.Limit.Amount <= 0 {
		return nil
	}
	term := deadline.Term{Amount: step.Limit.Amount, Unit: step.Limit.Unit, Rule: "TIME-04"}
	return a.Start(MeterStep, term, now(a), casework.Alarm{Kind: "late", Workdays: 0})
}

func deptPath(tx *storage.Tx, id string) (string, error) {
	d, err := org.DepartmentByID(tx, id)
	return d.Path, err
}

// HandOver registers that the department whose step it is has the application now: its own time begins the day after
// (TIME-04). Until then nobody of it works on the step.
func (s *Service) HandOver(ctx context.Context, actor org.Actor, id string, version int64) (Ref, error) {
	return s.act(ctx, actor, id, version, "hand_over", func(a *casework.Act, o *Application) (done, error) {
		if !o.Arrived.IsZero() {
			return done{}, fault.New(fault.Conflict, "approval.handed_over", "此环节已登记交接。").Under("TIME-04")
		}
		_, step, err := s.at(a.Tx(), o)
		if err != nil {
			return done{}, err
		}
		o.Arrived = now(a)
		a.Case.Assignee = actor.ID
		return done{facts: map[string]string{"step": o.Step, "dept": a.Case.Dept}}, s.startStep(a, step)
	})
}

// at gives the item's version and the step at which an application stands.
func (s *Service) at(tx *storage.Tx, o *Application) (catalog.Record, catalog.Step, error) {
	r, err := s.record(tx, o)
	if err != nil {
		return r, catalog.Step{}, err
	}
	step, ok := stepOf(r.Plan, o.Step)
	if !ok {
		return r, step, fault.New(fault.Conflict, "approval.step", "此件没有在办的环节。")
	}
	return r, step, nil
}

// FinishStep ends the present step with a finding and an opinion, and goes on along the item's plan. The kind of the step
// decides who may and what it wants: a verifier who did not review (APP-13), two people for a check or a survey (article
// 34), minutes for a meeting (APP-18), every asked opinion, every signature. The last step is ended by Decide.
func (s *Service) FinishStep(ctx context.Context, actor org.Actor, id string, version int64, in StepForm) (Ref, error) {
	if err := oneOf(Findings, in.Finding, "finding", "请选择本环节的结论。"); err != nil {
		return Ref{}, err
	}
	var err error
	if in.Opinion, err = s.text(in.Opinion, "opinion", "请填写本环节的意见。", "APP-01"); err != nil {
		return Ref{}, err
	}
	kind, err := s.stepKind(ctx, actor, id, in.Step)
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, string(kind), func(a *casework.Act, o *Application) (done, error) {
		r, step, err := s.shown(a.Tx(), o, in.Step)
		if err != nil {
			return done{}, err
		}
		authority, err := s.mayFinish(a, o, step, in)
		if err != nil {
			return done{}, err
		}
		if err := s.askAbsent(a, o, r, step, in); err != nil {
			return done{}, err
		}
		hashes, err := s.filesOf(a.Tx(), o.ID, in.Files)
		if err != nil {
			return done{}, err
		}
		o.leave(a, step, in)
		next, ok := nextStep(r.Plan, step.Code, in.Finding, o.Choices)
		if !ok {
			return done{}, fault.New(fault.Conflict, "approval.step.none", "流程没有后续环节，请联系事项管理员。")
		}
		facts := map[string]any{"step": step.Code, "finding": in.Finding, "opinion": digest(in.Opinion), "people": in.People, "next": next.Code, "files": in.Files, "invited": in.Invited, "attended": in.Attended, "excused": in.Excused}
		return done{facts: facts, authority: authority, evidence: hashes}, s.arrive(a, o, next)
	})
}

// stepKind reads what kind of step it is, which is what the flow calls the action. Who ends no step learns nothing.
func (s *Service) stepKind(ctx context.Context, actor org.Actor, id, code string) (kind catalog.StepKind, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, o, err := s.visible(tx, actor, id)
		if err != nil {
			return err
		}
		if !actor.May(org.ApplicationReview, c.Dept, c.Region) && !actor.May(org.ApplicationVerify, c.Dept, c.Region) {
			return org.Forbidden()
		}
		r, err := s.record(tx, o)
		if err != nil {
			return err
		}
		step, ok := stepOf(r.Plan, code)
		if !ok || step.Kind == catalog.Decide {
			return fault.New(fault.Invalid, "approval.step", "没有这个环节。").On("step", "没有这个环节")
		}
		kind = step.Kind
		return nil
	})
	return kind, err
}

// shown gives the step at which an application stands, which must be the one that was shown and handed over.
func (s *Service) shown(tx *storage.Tx, o *Application, code string) (catalog.Record, catalog.Step, error) {
	r, step, err := s.at(tx, o)
	if err != nil {
		return r, step, err
	}
	if step.Code != code {
		return r, step, fault.Newf(fault.Conflict, "approval.step.moved", "此件已到“%s”环节，请刷新后再处理。", step.Name)
	}
	if o.Arrived.IsZero() {
		return r, step, fault.New(fault.Conflict, "approval.step.hand_over", "请先登记交接。").Under("TIME-04")
	}
	return r, step, nil
}

// mayFinish checks what the kind of a step wants, and gives the letter it rests on if it wants one.
func (s *Service) mayFinish(a *casework.Act, o *Application, step catalog.Step, in StepForm) (authority string, err error) {
	for _, signer := range o.Signers {
		if signer.At.IsZero() {
			return "", fault.New(fault.Refused, "approval.signers", "尚有人员没有会签，不能结束本环节。").Under("APP-18")
		}
	}
	switch step.Kind {
	case catalog.Review:
		if o.Class == catalog.Upward {
			return s.asChief(a, o, org.PowerReview)
		}
	case catalog.Verify:
		return "", o.verifiable(a)
	case catalog.Check, catalog.Survey:
		return "", s.twoPeople(a, step, in)
	case catalog.Publish:
		if in.From == 0 || in.To < in.From || in.To.End().After(now(a)) {
			return "", fault.New(fault.Invalid, "approval.publish", "请填写公示起止日期，公示期满后再登记。").On("to", "日期不正确").Under("APP-33")
		}
	case catalog.Meeting:
		return s.minutes(a, o, in)
	case catalog.Opinions:
		return "", s.allGiven(a.Tx(), o, step)
	}
	return "", nil
}

// verifiable refuses a verifier who reviewed the same application: they must be two people (APP-13).
func (o *Application) verifiable(a *casework.Act) error {
	for _, id := range o.reviewers() {
		if a.Actor().ID == id {
			return fault.New(fault.Refused, "approval.verify.same", "审查和核准不能是同一人。").Under("APP-13")
		}
	}
	return nil
}

// twoPeople checks who went: at least two, each of them an official of the department, the writer among them or not.
func (s *Service) twoPeople(a *casework.Act, step catalog.Step, in StepForm) error {
	least := max(step.People, s.policy.Now().Int("approval.check.people", a.Case.Region))
	people := slices.Clone(in.People)
	slices.Sort(people)
	if len(slices.Compact(people)) < least {
		return fault.Newf(fault.Invalid, "approval.check.people", "须由%d名以上工作人员进行，请逐一填写。", least).On("people", "人数不足").Under("APP-33")
	}
	for _, id := range in.People {
		if err := s.ofStep(a, id, "people"); err != nil {
			return err
		}
	}
	return nil
}

// ofStep refuses who does not belong to the department whose step it is.
func (s *Service) ofStep(a *casework.Act, person, field string) error {
	p, err := org.PersonByID(a.Tx(), person)
	if err != nil {
		return err
	}
	if !p.Active || !within(p.DeptPath, a.Case.Dept) {
		return fault.New(fault.Invalid, "approval.person", "请选择本部门在岗的人员。").On(field, "不是本部门在岗人员")
	}
	return nil
}

func within(path, top string) bool { return len(path) >= len(top) && path[:len(top)] == top }

// leave writes a step down as gone through.
func (o *Application) leave(a *casework.Act, step catalog.Step, in StepForm) {
	o.Visits = append(o.Visits, Visit{Step: step.Code, Name: step.Name, Kind: step.Kind, Dept: a.Case.Dept, Arrived: o.Arrived, At: now(a), By: a.Actor().ID, People: in.People,
		Finding: in.Finding, Opinion: in.Opinion, Signers: o.Signers, Invited: in.Invited, Attended: in.Attended, Excused: in.Excused, From: in.From, To: in.To, Files: in.Files})
}

// SendBack returns an application to a step that it went through before, with a reason. What stands in the record stays.
func (s *Service) SendBack(ctx context.Context, actor org.Actor, id string, version int64, to, why string) (Ref, error) {
	why, err := s.text(why, "why", "请写明退回的理由。", "APP-01")
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "send_back", func(a *casework.Act, o *Application) (done, error) {
		r, step, err := s.at(a.Tx(), o)
		if err != nil {
			return done{}, err
		}
		if !slices.Contains(o.before(), to) {
			return done{}, fault.New(fault.Refused, "approval.send_back", "只能退回此件经过的环节。").On("to", "没有经过这个环节")
		}
		if err := s.dropOpinions(a); err != nil {
			return done{}, err
		}
		o.leave(a, step, StepForm{Finding: "back", Opinion: why})
		target, _ := stepOf(r.Plan, to)
		return done{facts: map[string]any{"from": step.Code, "to": to, "why": digest(why)}}, s.arrive(a, o, target)
	})
}

// AddSigner asks another official of the department to sign the step, too: it does not end before everyone has (集体会签).
func (s *Service) AddSigner(ctx context.Context, actor org.Actor, id string, version int64, person string) (Ref, error) {
	return s.act(ctx, actor, id, version, "add_signer", func(a *casework.Act, o *Application) (done, error) {
		if err := s.ofStep(a, person, "person"); err != nil {
			return done{}, err
		}
		if slices.ContainsFunc(o.Signers, func(x Signer) bool { return x.Person == person }) {
			return done{}, fault.New(fault.Conflict, "approval.signer.twice", "此人已在会签名单中。")
		}
		o.Signers = append(o.Signers, Signer{Person: person})
		return done{facts: map[string]string{"step": o.Step, "signer": person}}, nil
	})
}

// Countersign is the signature of somebody who was added, with his opinion.
func (s *Service) Countersign(ctx context.Context, actor org.Actor, id string, version int64, agrees bool, opinion string) (Ref, error) {
	opinion, err := s.text(opinion, "opinion", "请填写会签意见。", "APP-18")
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "countersign", func(a *casework.Act, o *Application) (done, error) {
		for i := range o.Signers {
			if x := &o.Signers[i]; x.At.IsZero() && actor.Is(x.Person) {
				x.Opinion, x.Agrees, x.At = opinion, agrees, now(a)
				return done{facts: map[string]any{"step": o.Step, "signer": x.Person, "agrees": agrees, "opinion": digest(opinion)}}, nil
			}
		}
		return done{}, fault.New(fault.Refused, "approval.signer", "本环节没有请您会签。").Under("APP-18")
	})
}

// text checks an opinion or reason: there, and no longer than policy allows.
func (s *Service) text(text, field, sentence, rule string) (string, error) {
	text, err := required(text, field, sentence, rule)
	if err != nil {
		return "", err
	}
	return text, s.fits(text, field)
}

// fits refuses what is longer than policy allows.
func (s *Service) fits(text, field string) error {
	if most := s.policy.Now().Int("approval.text.length", ""); len([]rune(text)) > most {
		return fault.Newf(fault.Invalid, "approval."+field, "内容不超过%d字。", most).On(field, "过长")
	}
	return nil
}

// asChief asks for the chief representative's letter: what he does by his post alone rests on it, while reviewers and heads
// act in their own right (ORG-05).
func (s *Service) asChief(a *casework.Act, o *Application, p org.Power) (string, error) {
	for _, g := range a.Actor().Grants {
		if g.Role != org.Chief && g.Covers(a.Case.Dept, a.Case.Region) && slices.Contains([]org.Role{org.Reviewer, org.Head, org.Leader, org.Arbiter, org.Inspector}, g.Role) {
			return "", nil
		}
	}
	if a.Actor().ID == org.System().ID {
		return "", nil
	}
	letter, _, err := org.Covering(a.Tx(), a.Actor(), o.Item, string(o.Class), p, now(a))
	return letter.Number, err
}
