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
	"huying/internal/policy"
	"huying/internal/storage"
)

// Acceptance is what a clerk sees to when he accepts. Tolerate lists materials that may follow by Due (容缺受理): the item
// allows it, each is tolerable, and the applicant has promised in writing. Guide leads the applicant of a matter of
// several departments through the windows; without one it is the clerk (APP-23).
type Acceptance struct {
	Tolerate []string      `json:"tolerate,omitempty"`
	Due      calendar.Date `json:"due,omitzero"`
	Promise  string        `json:"promise,omitempty"` // id of the applicant's signed promise, an attachment
	Guide    string        `json:"guide,omitempty"`
}

// Accept accepts an application whose materials are complete and issues the 受理通知书 (APP-02). The promise runs from the day
// after its materials were complete, whenever it is accepted (TIME-02, TIME-03).
func (s *Service) Accept(ctx context.Context, actor org.Actor, id string, version int64, in Acceptance) (Ref, error) {
	return s.act(ctx, actor, id, version, "accept", func(a *casework.Act, o *Application) (done, error) {
		r, err := s.record(a.Tx(), o)
		if err != nil {
			return done{}, err
		}
		promised, err := s.tolerate(a, o, r, in)
		if err != nil {
			return done{}, err
		}
		if !o.complete() {
			return done{}, fault.Newf(fault.Refused, "approval.incomplete", "材料不齐全，不能受理：%s。", list(missingNames(o.lacking(catalog.Required)))).Under("APP-03")
		}
		o.Registrar = actor.ID
		if in.Guide != "" {
			if err := inPeople(a.Tx(), in.Guide, "guide"); err != nil {
				return done{}, err
			}
			o.Guide = in.Guide
		} else if o.Class == catalog.Joint {
			o.Guide = actor.ID
		}
		number, err := s.enter(a, o, r)
		return done{facts: map[string]any{"document": number, "complete": storage.Millis(o.Complete), "tolerated": in.Tolerate, "guide": o.Guide}, evidence: promised}, err
	})
}

// enter takes an application into review: it starts the promise, goes to the first step and issues the notice. It gives
// the notice's number.
func (s *Service) enter(a *casework.Act, o *Application, r catalog.Record) (string, error) {
	o.Accepted = now(a)
	if err := a.Stop(MeterAccept, now(a)); err != nil {
		return "", err
	}
	if err := s.startHandling(a, o, r); err != nil {
		return "", err
	}
	if step, ok := firstStep(r.Plan, o.Choices); ok {
		if err := s.arrive(a, o, step); err != nil {
			return "", err
		}
	} else {
		a.Case.Dept = o.DeptPath
	}
	return s.issue(a, o, "accept", nil)
}

// startHandling starts the promise at the instant at which the materials were complete; what is to be done the same day, with
// the working time in which it can be.
func (s *Service) startHandling(a *casework.Act, o *Application, r catalog.Record) error {
	term, start := s.promise(o, r, a.Case.Region), o.Complete
	if term.Unit == deadline.SameDay {
		cal, err := s.calendar(a)
		if err != nil {
			return err
		}
		open, closed := org.OfficeHours(s.policy.Now(), a.Case.Region)
		start = workingTime(cal, open, closed, start)
	}
	if err := a.Start(MeterHandling, term, start, s.alarms(term, a.Case.Region)...); err != nil {
		return err
	}
	if m := a.Meter(MeterHandling); m.Late(now(a)) { // it was accepted later than it should have been finished: its alarm lies in the past
		o.late(m.Due, now(a))
	}
	return nil
}

// workingTime is the instant itself before the offices close on a working day, else the opening of the next working day: an
// application that comes at night or on a rest day is not late before anybody is at work (HALL-18, GAP-02, GAP-03).
func workingTime(cal *calendar.Calendar, open, closed time.Duration, at time.Time) time.Time {
	day := calendar.DateOf(at)
	if cal.Working(day) && at.Before(day.Start().Add(closed)) {
		return at
	}
	return cal.Add(day, 1).Start().Add(open)
}

// promise is the limit that binds: the promised one, not the statutory (TIME-20), shortened on the green
// channel (TIME-39), and to the same day where it is specially urgent (TIME-07).
func (s *Service) promise(o *Application, r catalog.Record, region string) deadline.Term {
	if o.Urgent != nil {
		return deadline.Term{Unit: deadline.SameDay, Rule: "TIME-07"}
	}
	limit := r.Promised
	if limit.Amount <= 0 || limit.Unit == deadline.SameDay {
		return deadline.Term{Unit: deadline.SameDay, Rule: "TIME-20"}
	}
	term := deadline.Term{Amount: limit.Amount, Unit: limit.Unit, Rule: "TIME-20"}
	if o.Green {
		term.Amount = max(1, (limit.Amount*s.policy.Now().Int("approval.green.percent", region)+99)/100)
		term.Rule = "TIME-39"
	}
	return term
}

// alarms ring before the end of a promise (GAP-07) and at it.
func (s *Service) alarms(term deadline.Term, region string) []casework.Alarm {
	return promptAlarms(s.policy.Now(), term, region)
}

func promptAlarms(p *policy.Snapshot, term deadline.Term, region string) []casework.Alarm {
	alarms := []casework.Alarm{{Kind: "overdue", Workdays: 0}}
	before := p.Int("approval.urge.long", region)
	if term.Amount <= p.Int("approval.urge.boundary", region) {
		before = p.Int("approval.urge.short", region)
	}
	if term.Amount > before && before > 0 {
		alarms = append(alarms, casework.Alarm{Kind: "soon", Workdays: -before})
	}
	return alarms
}

// Correct tells the applicant once, and of everything, what must be added or changed: the 补正材料通知书 lists what is missing
// and what the clerk names (APP-03, APP-04). A second notice is refused here.
func (s *Service) Correct(ctx context.Context, actor org.Actor, id string, version int64, wrong []Lack) (Ref, error) {
	return s.act(ctx, actor, id, version, "correct", func(a *casework.Act, o *Application) (done, error) {
		if len(o.Notices) >= s.policy.Now().Int("approval.correct.times", a.Case.Region) {
			return done{}, fault.New(fault.Refused, "approval.correct.again", "已一次性告知补正，不能再次要求补正；确有必要的，报监督人员批准。").Under("APP-03")
		}
		return s.correct(a, o, wrong, "")
	})
}

// CorrectAgain lets a supervisor order a second notice. His reason is kept, and the application bears it as a finding
// (APP-03).
func (s *Service) CorrectAgain(ctx context.Context, actor org.Actor, id string, version int64, wrong []Lack, why string) (Ref, error) {
	why, err := required(why, "why", "请写明再次告知补正的理由。", "APP-03")
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "correct_again", func(a *casework.Act, o *Application) (done, error) {
		if len(o.Notices) == 0 {
			return done{}, fault.New(fault.Refused, "approval.correct.first", "此件尚未告知补正，由受理人员一次性告知。").Under("APP-03")
		}
		o.mark("APP-03", now(a))
		return s.correct(a, o, wrong, why)
	})
}

func (s *Service) correct(a *casework.Act, o *Application, wrong []Lack, why string) (done, error) {
	for i := range wrong {
		m := o.material(wrong[i].Code)
		if m == nil {
			return done{}, noMaterial(wrong[i].Code)
		}
		what, err := required(wrong[i].What, "what", "请写明“"+m.Name+"”需要怎样补正。", "APP-04")
		if err != nil {
			return done{}, err
		}
		wrong[i].Name, wrong[i].What = m.Name, what
		if m.State != "missing" {
			m.State, m.Fault = "wrong", what
		}
	}
	all := slices.Clone(wrong)
	for _, lack := range lacks(o) {
		if !slices.ContainsFunc(all, func(l Lack) bool { return l.Code == lack.Code }) && o.material(lack.Code).Necessity == catalog.Required {
			all = append(all, lack)
		}
	}
	if len(all) == 0 {
		return done{}, fault.New(fault.Refused, "approval.correct.nothing", "材料齐全，没有需要补正的内容，请受理。").Under("APP-41")
	}
	number, err := s.issue(a, o, "correct", func(p *paper) { p.Lacks = all })
	if err != nil {
		return done{}, err
	}
	o.Notices = append(o.Notices, Correction{Number: number, Items: all, Why: why, By: a.Actor().ID, At: now(a)})
	if err := a.Stop(MeterAccept, now(a)); err != nil {
		return done{}, err
	}
	codes := make([]string, len(all))
	for i, l := range all {
		codes[i] = l.Code
	}
	facts := map[string]any{"document": number, "materials": codes, "why": digest(why), "finding": why != ""}
	return done{facts: facts}, a.Start(MeterCorrect, s.policy.Now().Term("approval.limit.correct", a.Case.Region), now(a), casework.Alarm{Kind: "lapse", Workdays: 0})
}

// Supplement takes on the public page what the notice asked for, all of it: the materials are then complete, and the promise
// will run from the day after (TIME-03).
func (s *Service) Supplement(ctx context.Context, number, code string, materials []Handing) (Ref, error) {
	return s.asCitizen(ctx, number, code, "supplement", func(a *casework.Act, o *Application) (done, error) { return s.supplement(a, o, materials) })
}

// TakeSupplement takes at a window what the applicant adds. The trip is counted, with its cause (APP-45).
func (s *Service) TakeSupplement(ctx context.Context, actor org.Actor, id string, version int64, materials []Handing) (Ref, error) {
	return s.act(ctx, actor, id, version, "take_supplement", func(a *casework.Act, o *Application) (done, error) {
		o.Trips = append(o.Trips, Trip{At: now(a), Why: "supplement"})
		return s.supplement(a, o, materials)
	})
}

func (s *Service) supplement(a *casework.Act, o *Application, materials []Handing) (done, error) {
	if len(materials) == 0 {
		return done{}, fault.New(fault.Invalid, "approval.supplement", "请提交补正的材料。").On("materials", "不能为空")
	}
	hashes, err := s.handInLater(a, o, materials)
	if err != nil {
		return done{}, err
	}
	notice := &o.Notices[len(o.Notices)-1]
	for _, lack := range notice.Items {
		if m := o.material(lack.Code); !m.Present() {
			return done{}, fault.Newf(fault.Refused, "approval.supplement.part", "通知书所列材料尚未补齐：%s。请一次补齐后提交。", m.Name).Under("TIME-03")
		}
	}
	notice.Done, o.Complete = now(a), now(a)
	if err := a.Stop(MeterCorrect, now(a)); err != nil {
		return done{}, err
	}
	return done{facts: map[string]any{"presents": o.present()}, evidence: hashes}, s.startAccept(a)
}

// Denial is why an application is not accepted.
type Denial struct {
	Ground   string `json:"ground"` // one of Grounds
	Reason   string `json:"reason"`
	Basis    string `json:"basis"`              // the legal ground; without one the refusal has no justified reason (TIME-13)
	Redirect string `json:"redirect,omitempty"` // the competent body, of a matter outside the office's competence
}

// Decline refuses to accept an application, with the reason and, outside the office's competence, the body that is
// competent. The written receipt must be delivered within the limit; that day is the day of completion (TIME-05, TIME-06).
// A refusal on no legal ground is deemed overdue at once (TIME-13, GAP-44).
func (s *Service) Decline(ctx context.Context, actor org.Actor, id string, version int64, in Denial) (Ref, error) {
	if err := oneOf(Grounds, in.Ground, "ground", "请选择不予受理的情形。"); err != nil {
		return Ref{}, err
	}
	var err error
	if in.Reason, err = required(in.Reason, "reason", "请写明不予受理的理由。", "APP-38"); err != nil {
		return Ref{}, err
	}
	if in.Ground == "outside" {
		if in.Redirect, err = required(in.Redirect, "redirect", "不属于本机关职权范围的，请告知应向哪个机关申请。", "TIME-05"); err != nil {
			return Ref{}, err
		}
	}
	return s.act(ctx, actor, id, version, "decline", func(a *casework.Act, o *Application) (done, error) {
		if in.Ground == "other" || in.Basis == "" {
			o.mark("TIME-13", now(a))
		}
		o.Refusal = &Refusal{Ground: in.Ground, Reason: in.Reason, Basis: in.Basis, Redirect: in.Redirect, By: actor.ID, At: now(a)}
		number, err := s.issue(a, o, "decline", nil)
		o.Refusal.Number = number
		return done{facts: map[string]any{"ground": in.Ground, "basis": in.Basis != "", "reason": digest(in.Reason), "document": number, "deemedOverdue": o.Overdue()}}, err
	})
}

// Hurry puts an application on the green channel: a key project or a matter of vital interest, one-stop and within a
// shortened limit (APP-24, TIME-39).
func (s *Service) Hurry(ctx context.Context, actor org.Actor, id string, version int64, why string) (Ref, error) {
	why, err := required(why, "why", "请写明列入绿色通道的理由。", "APP-24")
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "hurry", func(a *casework.Act, o *Application) (done, error) {
		o.Green = true
		o.Notes = append(o.Notes, Text{Text: why, By: actor.ID, At: now(a)})
		return done{facts: map[string]any{"why": digest(why)}}, nil
	})
}

// NameGuide names who leads the applicant of a parallel case through the windows (APP-23).
func (s *Service) NameGuide(ctx context.Context, actor org.Actor, id string, version int64, person string) (Ref, error) {
	return s.act(ctx, actor, id, version, "name_guide", func(a *casework.Act, o *Application) (done, error) {
		o.Guide = person
		return done{facts: map[string]string{"guide": person}}, inPeople(a.Tx(), person, "guide")
	})
}

// inPeople refuses who is nobody in office.
func inPeople(tx *storage.Tx, person, field string) error {
	p, err := org.PersonByID(tx, person)
	if err != nil {
		return err
	}
	if !p.Active {
		return fault.New(fault.Invalid, "approval.person", "请选择在岗的人员。").On(field, "账号已停用")
	}
	return nil
}

// asCitizen runs one of the applicant's verbs on his own application.
func (s *Service) asCitizen(ctx context.Context, number, code, action string, do func(a *casework.Act, o *Application) (done, error)) (ref Ref, err error) {
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		ref, err = s.citizenWithin(tx, number, code, action, do)
		return err
	})
	return ref, err
}

// citizenWithin is asCitizen inside a transaction that is already under way.
func (s *Service) citizenWithin(tx *storage.Tx, number, code, action string, do func(a *casework.Act, o *Application) (done, error)) (Ref, error) {
	c, err := s.own(tx, number, code)
	if err != nil {
		return Ref{}, err
	}
	a, err := s.kernel.Begin(tx, citizen(), c.ID, 0, action)
	if err != nil {
		return Ref{}, err
	}
	return s.finish(a, do)
}
