package hotline

import (
	"context"
	"fmt"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/storage"
)

// Assignment says who handles an order: exactly one lead department, and those that assist it (HOT-72).
type Assignment struct {
	Lead    string   `json:"lead"`
	Assist  []string `json:"assist,omitempty"`
	Advice  string   `json:"advice,omitempty"`  // what the dispatcher wants done
	Phoned  bool     `json:"phoned"`            // told by telephone as well (HOT-47)
	Handler string   `json:"handler,omitempty"` // id of a person of the lead department, if already known
}

type dispatchFacts struct {
	Lead   string   `json:"lead"`
	Assist []string `json:"assist,omitempty"`
	Phoned bool     `json:"phoned"`
	Advice string   `json:"advice,omitempty"`
	Task   []string `json:"tasks,omitempty"`
	Head   string   `json:"head,omitempty"` // of an emergency: the head of the department, who supervises it in person (TIME-07)
}

// Dispatch sends a registered order to its lead department and opens a task for each assisting one. Handling time runs
// from here, not from the signature (HOT-58: day 1 is the day after the order is received).
func (s *Service) Dispatch(ctx context.Context, actor org.Actor, id string, version int64, in Assignment) (Ref, error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return Ref{}, err
	}
	lead, assist, err := in.offices(dir)
	if err != nil {
		return Ref{}, err
	}
	if err := s.fits("advice", in.Advice); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "dispatch", func(a *casework.Act, o *Order) (any, error) {
		facts := dispatchFacts{Lead: lead.ID, Phoned: in.Phoned, Advice: digest(in.Advice)}
		if err := a.Stop(MeterDispatch, a.Tx().Now); err != nil {
			return nil, err
		}
		if err := s.sendTo(a, o, lead, in.Handler); err != nil {
			return nil, err
		}
		if err := s.toDistrict(a, o, dir, lead, assist); err != nil {
			return nil, err
		}
		if o.Kind == "emergency" {
			if facts.Head, err = s.callOut(a); err != nil {
				return nil, err
			}
		}
		for _, dept := range assist {
			task, err := s.openTask(ctx, a, o, dept)
			if err != nil {
				return nil, err
			}
			facts.Assist, facts.Task = append(facts.Assist, dept.ID), append(facts.Task, task)
		}
		if in.Advice != "" {
			s.addNote(a, in.Advice, false)
		}
		return facts, nil
	})
}

// sendTo makes a department the owner and starts its meters: to sign, to return, to handle. A matter that many people
// brought goes to its head (HOT-09).
func (s *Service) sendTo(a *casework.Act, o *Order, lead org.Department, handler string) error {
	now, c := a.Tx().Now, a.Case
	p := s.policy.Now()
	c.Dept, c.Assignee = lead.Path, handler
	if handler != "" {
		if err := inDepartment(a, handler, "handler"); err != nil {
			return err
		}
	}
	o.Lead, o.Dispatched, o.Signed, o.SignedBy = lead.ID, now, time.Time{}, ""
	term := p.Term("hotline.limit."+o.Kind, c.Region)
	late := casework.Alarm{Kind: "late", Workdays: 0}
	if err := a.Start(MeterHandling, term, now, handlingAlarms(p, c.Region, term.Amount)...); err != nil {
		return err
	}
	if err := a.Start(MeterSign, p.Term("hotline.limit.sign", c.Region), now, late); err != nil {
		return err
	}
	if err := a.Start(MeterReturn, p.Term("hotline.limit.return", c.Region), now); err != nil {
		return err
	}
	many, err := s.crowded(a, o)
	if many && err == nil {
		_, err = s.toHead(a, o, "")
	}
	return err
}

// handlingAlarms ring before the end to prompt an urge (HOT-51, GAP-07), at the end (HOT-52), and when the overdue
// working day begins on which the supervision notice becomes due (HOT-54, GAP-08).
func handlingAlarms(p *policy.Snapshot, region string, amount int) []casework.Alarm {
	alarms := []casework.Alarm{{Kind: "overdue", Workdays: 0}, {Kind: "notice", Workdays: p.Int("hotline.notice.overdue", region) + 1}}
	before := p.Int("hotline.urge.long", region)
	if amount <= p.Int("hotline.urge.boundary", region) {
		before = p.Int("hotline.urge.short", region)
	}
	if amount > 0 && before > 0 {
		alarms = append(alarms, casework.Alarm{Kind: "soon", Workdays: -before})
	}
	return alarms
}

// openTask opens an assisting department's part: a case of its own under the order, with its own meter, and tells
// those who sign for it (HOT-72).
func (s *Service) openTask(ctx context.Context, a *casework.Act, o *Order, dept org.Department) (string, error) {
	tx := a.Tx()
	n, err := casework.NextSerial(tx, "assist:"+a.Case.ID)
	if err != nil {
		return "", err
	}
	task, err := s.kernel.Open(tx, a.Actor(), casework.Opening{Flow: AssistFlowName, Action: "assign_assist", Number: fmt.Sprintf("%s-X%d", a.Case.Number, n),
		Parent: a.Case.ID, Title: a.Case.Title, Region: a.Case.Region, Dept: dept.Path})
	if err != nil {
		return "", err
	}
	p := s.policy.Now()
	term := p.Term("hotline.limit."+o.Kind, a.Case.Region)
	before := p.Int("hotline.urge.short", a.Case.Region)
	alarms := []casework.Alarm{{Kind: "late", Workdays: 0}}
	if term.Amount > before && before > 0 {
		alarms = append(alarms, casework.Alarm{Kind: "soon", Workdays: -before})
	}
	if err := task.Start(MeterHandling, term, tx.Now, alarms...); err != nil {
		return "", err
	}
	if err := task.Start(MeterSign, p.Term("hotline.limit.sign", a.Case.Region), tx.Now, casework.Alarm{Kind: "late"}); err != nil {
		return "", err
	}
	s.alert(task, "assist", org.OrderSign)
	s.announce(tx, a.Case.ID, placeOf(task.Case))
	return task.Case.ID, task.Finish("", map[string]string{"order": a.Case.ID, "dept": dept.ID})
}

func (in Assignment) offices(dir *org.Directory) (lead org.Department, assist []org.Department, err error) {
	if in.Lead == "" {
		return lead, nil, fault.New(fault.Invalid, "hotline.lead", "请指定一个牵头部门。").On("lead", "不能为空").Under("HOT-72")
	}
	if lead, err = department(dir, in.Lead, "lead"); err != nil {
		return lead, nil, err
	}
	seen := map[string]bool{lead.ID: true}
	for _, id := range in.Assist {
		dept, err := department(dir, id, "assist")
		if err != nil {
			return lead, nil, err
		}
		if seen[dept.ID] {
			return lead, nil, fault.New(fault.Invalid, "hotline.assist", "牵头部门和协办部门不能重复。").On("assist", "重复").Under("HOT-72")
		}
		seen[dept.ID] = true
		assist = append(assist, dept)
	}
	if len(assist) > 9 {
		return lead, nil, fault.New(fault.Invalid, "hotline.assist", "协办部门不超过9个。").On("assist", "过多")
	}
	return lead, assist, nil
}

// Seen is an order as somebody saw it: its id and the version that was shown.
type Seen struct {
	ID      string `json:"id"`
	Version int64  `json:"version"`
}

// Bulk is what became of one order in a bulk dispatch.
type Bulk struct {
	ID    string `json:"id"`
	Ref   *Ref   `json:"ref,omitempty"`
	Error string `json:"error,omitempty"`
}

// DispatchMany dispatches several orders to one assignment, each in its own transaction: one that is refused does not
// hold up the others.
func (s *Service) DispatchMany(ctx context.Context, actor org.Actor, orders []Seen, in Assignment) []Bulk {
	out := make([]Bulk, 0, len(orders))
	for _, o := range orders {
		b := Bulk{ID: o.ID}
		if ref, err := s.Dispatch(ctx, actor, o.ID, o.Version, in); err != nil {
			b.Error = fault.From(err).Message
		} else {
			b.Ref = &ref
		}
		out = append(out, b)
	}
	return out
}

// Sign takes an order, or an assisting task, into a department's hands. The supervision office gets a copy (HOT-49).
// Outside working hours a duty officer signs, and an emergency needs the duty leader's consent first (DUTY-01).
func (s *Service) Sign(ctx context.Context, actor org.Actor, id string, version int64) (ref Ref, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return Ref{}, err
	}
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		a, err := s.kernel.Begin(tx, actor, id, version, "sign")
		switch {
		case err != nil:
		case a.Case.Flow == AssistFlowName:
			ref, err = s.finishTask(a, s.signTask)
		default:
			ref, err = s.finish(a, func(a *casework.Act, o *Order) (any, error) { return s.sign(a, o, dir) })
		}
		return err
	})
	return ref, err
}

func (s *Service) sign(a *casework.Act, o *Order, dir *org.Directory) (any, error) {
	off, err := s.offHours(a.Tx(), a.Case.Region)
	if err != nil {
		return nil, err
	}
	if err := s.takeInHand(a, off); err != nil {
		return nil, err
	}
	if off && o.Kind == "emergency" {
		consented, err := hasStep(a.Tx(), o.ID, "consent")
		if err != nil {
			return nil, err
		}
		if !consented {
			return nil, fault.New(fault.Refused, "hotline.consent", "非工作时间的应急件，须先请示值班领导同意后签收交办。").Under("DUTY-01")
		}
	}
	o.Signed, o.SignedBy = a.Tx().Now, a.Actor().ID
	if err := a.Stop(MeterSign, a.Tx().Now); err != nil {
		return nil, err
	}
	if err := s.copyTo(a.Tx(), dir, o.ID, a.Case.Region, "signed"); err != nil {
		return nil, err
	}
	return map[string]any{"dept": o.Lead, "offHours": off}, nil
}

func (s *Service) signTask(a *casework.Act) (any, error) {
	off, err := s.offHours(a.Tx(), a.Case.Region)
	if err != nil {
		return nil, err
	}
	if err := s.takeInHand(a, off); err != nil {
		return nil, err
	}
	return nil, a.Stop(MeterSign, a.Tx().Now)
}

// takeInHand gives a case that nobody was named for to who signs for it. The person on duty signs for departments that are
// closed, and only then (DUTY-01, DUTY-03); what he signed for is in the hands of the department's head (HOT-85), who handles
// it or names who does.
func (s *Service) takeInHand(a *casework.Act, off bool) (err error) {
	c, standsIn := a.Case, a.Actor().StandsIn(org.OrderSign, a.Case.Dept, a.Case.Region)
	switch {
	case standsIn && !off:
		return fault.New(fault.Refused, "hotline.sign.hours", "上班时间由承办单位自行签收，值班人员只在非工作时间代为签收。").Under("DUTY-01")
	case c.Assignee != "":
	case standsIn:
		c.Assignee, err = headOf(a)
	default:
		c.Assignee = a.Actor().ID
	}
	return err
}

// taskAct runs one verb on an assisting task.
func (s *Service) taskAct(ctx context.Context, actor org.Actor, id string, version int64, action string, do func(a *casework.Act) (any, error)) (ref Ref, err error) {
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		a, err := s.kernel.Begin(tx, actor, id, version, action)
		if err == nil {
			ref, err = s.finishTask(a, do)
		}
		return err
	})
	return ref, err
}

func (s *Service) finishTask(a *casework.Act, do func(a *casework.Act) (any, error)) (Ref, error) {
	facts, err := do(a)
	if err != nil {
		return Ref{}, err
	}
	if err := s.announceTask(a.Tx(), a.Case); err != nil {
		return Ref{}, err
	}
	err = a.Finish("", facts)
	return refOf(a.Case), err
}

// announceTask tells those who see the order, and every department that assists.
func (s *Service) announceTask(tx *storage.Tx, task *casework.Case) error {
	order, tasks, err := s.kernel.Family(tx, task.Parent)
	if err == nil {
		s.announce(tx, order.ID, append(placesOf(tasks), placeOf(order))...)
	}
	return err
}

// offHours reports whether it is a rest day, or before or after the office's hours (DUTY-01, DUTY-03).
func (s *Service) offHours(tx *storage.Tx, region string) (bool, error) {
	version, err := s.kernel.Calendars.Current(tx)
	if err != nil {
		return false, err
	}
	cal, err := s.kernel.Calendars.At(tx, version, region)
	if err != nil {
		return false, err
	}
	start, end := org.OfficeHours(s.policy.Now(), region)
	day := calendar.DateOf(tx.Now)
	into := tx.Now.Sub(day.Start())
	return !cal.Working(day) || into < start || into >= end, nil
}

// copyTo puts a copy on the supervision office's desk.
func (s *Service) copyTo(tx *storage.Tx, dir *org.Directory, orderID, region, reason string) error {
	inspection, err := office(dir, org.Inspection, region)
	if err != nil {
		return err
	}
	tx.Queue(`INSERT INTO order_copies (order_id, to_dept, reason, at) VALUES ($1, $2, $3, $4) ON CONFLICT (order_id, to_dept, reason) DO UPDATE SET at = excluded.at, read_at = NULL`,
		orderID, inspection.Path, reason, storage.Millis(tx.Now))
	return nil
}

// Assign names the person of the department who handles the order: its leader or one he names (HOT-86).
func (s *Service) Assign(ctx context.Context, actor org.Actor, id string, version int64, person string) (Ref, error) {
	return s.act(ctx, actor, id, version, "assign", func(a *casework.Act, o *Order) (any, error) {
		if err := inDepartment(a, person, "person"); err != nil {
			return nil, err
		}
		a.Case.Assignee = person
		return nil, nil
	})
}

// Involve adds assisting departments to an order that is already with its lead (HOT-72).
func (s *Service) Involve(ctx context.Context, actor org.Actor, id string, version int64, assist []string) (Ref, error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "involve", func(a *casework.Act, o *Order) (any, error) {
		_, depts, err := Assignment{Lead: o.Lead, Assist: assist}.offices(dir)
		if err != nil {
			return nil, err
		}
		if len(depts) == 0 {
			return nil, fault.New(fault.Invalid, "hotline.assist", "请选择协办部门。").On("assist", "不能为空").Under("HOT-72")
		}
		tasks, err := s.kernel.Children(a.Tx(), o.ID)
		if err != nil {
			return nil, err
		}
		facts := dispatchFacts{Lead: o.Lead}
		for _, dept := range depts {
			for _, t := range tasks {
				if t.Dept == dept.Path && t.Open() {
					return nil, fault.Newf(fault.Conflict, "hotline.assist", "%s已在协办此件。", dept.Name).Under("HOT-72")
				}
			}
			task, err := s.openTask(ctx, a, o, dept)
			if err != nil {
				return nil, err
			}
			facts.Assist, facts.Task = append(facts.Assist, dept.ID), append(facts.Task, task)
		}
		return facts, nil
	})
}
