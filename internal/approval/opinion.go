package approval

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Opinion is what one department was asked about an application and what it said: its own case under the application, with
// its own meter (APP-17). It is internal; the applicant never hears of consent by silence as of a decision (GAP-21).
type Opinion struct {
	ID        string    `json:"id"`
	Step      string    `json:"step"`
	Dept      string    `json:"dept"` // id
	AskedBy   string    `json:"askedBy"`
	AskedAt   time.Time `json:"askedAt"`
	SignedBy  string    `json:"signedBy,omitempty"`
	SignedAt  time.Time `json:"signedAt,omitzero"`
	Stance    string    `json:"stance,omitempty"` // one of Stances; "agree" of a deemed one
	Text      string    `json:"text,omitempty"`
	By        string    `json:"by,omitempty"`
	At        time.Time `json:"at,omitzero"`
	Reports   []Text    `json:"reports,omitempty"` // reported delays: each blocks consent by silence (TIME-29)
	Absent    bool      `json:"absent,omitempty"`  // was invited to a meeting and did not come
	Missed    string    `json:"missed,omitempty"`  // TIME-28 absent, TIME-29 late: may be deemed to consent
	Deemed    bool      `json:"deemed,omitempty"`
	ConfirmBy string    `json:"confirmBy,omitempty"`
	Why       string    `json:"why,omitempty"`
}

// ask opens a case for every department that a step asks.
func (s *Service) ask(a *casework.Act, o *Application, step catalog.Step) error {
	for _, id := range step.Asks {
		if err := s.askOne(a, o, Opinion{Step: step.Code, Dept: id}); err != nil {
			return err
		}
	}
	return nil
}

// askOne opens the case of one department's opinion.
func (s *Service) askOne(a *casework.Act, o *Application, asked Opinion) error {
	dept, err := org.DepartmentByID(a.Tx(), asked.Dept)
	if err != nil {
		return err
	}
	n, err := casework.NextSerial(a.Tx(), "opinion:"+a.Case.ID)
	if err != nil {
		return err
	}
	op, err := s.kernel.Open(a.Tx(), org.System(), casework.Opening{Flow: OpinionFlowName, Action: "ask", Number: fmt.Sprintf("%s-Y%d", a.Case.Number, n),
		Parent: a.Case.ID, Title: o.ItemName, Region: a.Case.Region, Dept: dept.Path})
	if err != nil {
		return err
	}
	term := s.policy.Now().Term("approval.limit.sign", a.Case.Region)
	if err := op.Start(MeterSign, term, now(a), casework.Alarm{Kind: "absent", Workdays: 0}); err != nil {
		return err
	}
	asked.ID, asked.AskedBy, asked.AskedAt = op.Case.ID, a.Actor().ID, now(a)
	text, err := json.Marshal(asked)
	if err != nil {
		return err
	}
	a.Tx().Queue(`INSERT INTO application_opinions (id, application_id, step, dept, missed, record) VALUES ($1, $2, $3, $4, $5, $6)`, asked.ID, o.ID, asked.Step, asked.Dept, asked.Missed, string(text))
	alert(op, "opinion.asked", org.ApplicationOpinion)
	if asked.Missed != "" {
		alert(op, "opinion.missed", org.ApplicationSupervise)
	}
	return op.Finish("", map[string]any{"application": o.ID, "step": asked.Step, "dept": asked.Dept, "absent": asked.Absent, "rule": asked.Missed})
}

// askAbsent asks every department that was invited to a meeting and did not come for its opinion in writing: absence alone is
// no consent, and the application cannot be granted before each has answered. Only where the item allows it, and the
// department had not reported before that it could not come, may a supervisor confirm at once that it is deemed to consent
// (缺席默认, TIME-28, GAP-21). The department that decides is not asked about its own matter, and who has spoken on this
// application already not again.
func (s *Service) askAbsent(a *casework.Act, o *Application, r catalog.Record, step catalog.Step, in StepForm) error {
	if step.Kind != catalog.Meeting {
		return nil
	}
	spoken, err := opinions(a.Tx(), `WHERE application_id = $1`, o.ID)
	if err != nil {
		return err
	}
	asked := map[string]bool{lastNode(o.DeptPath): true}
	for _, op := range spoken {
		asked[op.Dept] = asked[op.Dept] || op.Stance != "" && !op.AskedAt.Before(o.resumed())
	}
	for _, id := range in.Invited {
		if asked[id] || slices.Contains(in.Attended, id) {
			continue
		}
		asked[id] = true
		op := Opinion{Step: step.Code, Dept: id, Absent: true}
		if slices.Contains(in.Excused, id) {
			op.Reports = []Text{{Text: "事先报告不能到会", By: a.Actor().ID, At: now(a)}}
		}
		if r.Flags.Default && len(op.Reports) == 0 {
			op.Missed = "TIME-28"
		}
		if err := s.askOne(a, o, op); err != nil {
			return err
		}
	}
	return nil
}

// resumed is when the application was last sent back, zero if it never was: what departments said before was of a matter
// that has changed since.
func (o *Application) resumed() (at time.Time) {
	for _, v := range o.Visits {
		if v.Finding == "back" {
			at = v.At
		}
	}
	return at
}

// answered refuses to grant while a department that was asked has not answered.
func (s *Service) answered(a *casework.Act) error {
	children, err := s.kernel.Children(a.Tx(), a.Case.ID)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(children, func(c *casework.Case) bool { return c.Flow == OpinionFlowName && c.Open() }) {
		return fault.New(fault.Refused, "approval.opinions", "尚有部门没有出具意见，不能准予。").Under("APP-16")
	}
	return nil
}

func saveOpinion(tx *storage.Tx, op *Opinion) error {
	text, err := json.Marshal(op)
	tx.Queue(`UPDATE application_opinions SET missed = $1, record = $2 WHERE id = $3`, op.Missed, string(text), op.ID)
	return err
}

// opinionAct runs one verb on an opinion.
func (s *Service) opinionAct(ctx context.Context, actor org.Actor, id string, version int64, action string, do func(a *casework.Act, op *Opinion) (any, error)) (ref Ref, err error) {
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		a, err := s.kernel.Begin(tx, actor, id, version, action)
		if err != nil {
			return err
		}
		ref, err = s.opinionIn(a, do)
		return err
	})
	return ref, err
}

func (s *Service) opinionIn(a *casework.Act, do func(a *casework.Act, op *Opinion) (any, error)) (Ref, error) {
	found, err := opinions(a.Tx(), `WHERE id = $1`, a.Case.ID)
	if err != nil {
		return Ref{}, err
	}
	if len(found) == 0 {
		return Ref{}, casework.NoSuchCase()
	}
	facts, err := do(a, &found[0])
	if err != nil {
		return Ref{}, err
	}
	if err := saveOpinion(a.Tx(), &found[0]); err != nil {
		return Ref{}, err
	}
	if err := s.announceParent(a); err != nil {
		return Ref{}, err
	}
	err = a.Finish("", facts)
	return refOf(a.Case), err
}

// announceParent tells the pages of the application that something under it changed: those of the office itself, of whose
// turn it is, of the department and of the windows.
func (s *Service) announceParent(a *casework.Act) error {
	if s.live == nil {
		return nil
	}
	c, err := s.kernel.Get(a.Tx(), a.Case.Parent)
	if err != nil {
		return err
	}
	o, err := load(a.Tx(), c.ID)
	if err != nil {
		return err
	}
	s.announce(a.Tx(), c.ID, placeOf(a.Case), placeOf(c), org.Place{Dept: o.DeptPath, Region: c.Region}, org.Place{Dept: o.WindowPath, Region: c.Region})
	return nil
}

// SignForOpinion registers the hand-over: the department's own time begins the day after (TIME-04).
func (s *Service) SignForOpinion(ctx context.Context, actor org.Actor, id string, version int64) (Ref, error) {
	return s.opinionAct(ctx, actor, id, version, "sign_for", func(a *casework.Act, op *Opinion) (any, error) {
		term, err := s.opinionTerm(a, op)
		if err != nil {
			return nil, err
		}
		op.SignedBy, op.SignedAt, op.Missed = actor.ID, now(a), ""
		a.Case.Assignee = actor.ID
		if err := a.Stop(MeterSign, now(a)); err != nil {
			return nil, err
		}
		return map[string]string{"dept": op.Dept}, a.Start(MeterOpinion, term, now(a), casework.Alarm{Kind: "late", Workdays: 0})
	})
}

// opinionTerm is the step's own limit, or the general one.
func (s *Service) opinionTerm(a *casework.Act, op *Opinion) (deadline.Term, error) {
	o, err := load(a.Tx(), a.Case.Parent)
	if err != nil {
		return deadline.Term{}, err
	}
	r, err := s.record(a.Tx(), o)
	if err != nil {
		return deadline.Term{}, err
	}
	if step, ok := stepOf(r.Plan, op.Step); ok && step.Limit.Amount > 0 {
		return deadline.Term{Amount: step.Limit.Amount, Unit: step.Limit.Unit, Rule: "TIME-04"}, nil
	}
	return s.policy.Now().Term("approval.limit.opinion", a.Case.Region), nil
}

// GiveOpinion gives the department's opinion.
func (s *Service) GiveOpinion(ctx context.Context, actor org.Actor, id string, version int64, stance, text string) (Ref, error) {
	if err := oneOf(Stances, stance, "stance", "请选择意见。"); err != nil {
		return Ref{}, err
	}
	text, err := s.text(text, "text", "请写明意见和依据。", "APP-17")
	if err != nil {
		return Ref{}, err
	}
	return s.opinionAct(ctx, actor, id, version, "give", func(a *casework.Act, op *Opinion) (any, error) {
		op.Stance, op.Text, op.By, op.At, op.Missed = stance, text, actor.ID, now(a), ""
		return map[string]string{"dept": op.Dept, "stance": stance, "text": digest(text)}, nil
	})
}

// ReportDelay reports why the opinion will be late. A department that reported is not deemed to consent (TIME-29, VEC-23).
func (s *Service) ReportDelay(ctx context.Context, actor org.Actor, id string, version int64, why string) (Ref, error) {
	why, err := s.text(why, "why", "请写明延误的原因和预计时间。", "TIME-29")
	if err != nil {
		return Ref{}, err
	}
	return s.opinionAct(ctx, actor, id, version, "report_delay", func(a *casework.Act, op *Opinion) (any, error) {
		op.Reports, op.Missed = append(op.Reports, Text{Text: why, By: actor.ID, At: now(a)}), ""
		return map[string]string{"dept": op.Dept, "why": digest(why)}, nil
	})
}

// ringOpinion notes that a department may be deemed to consent: it did not take part in time (TIME-28), or it took the
// matter over, let the limit pass and reported nothing (TIME-29). A supervisor confirms it (GAP-21).
func (s *Service) ringOpinion(tx *storage.Tx, r casework.Ringing) error {
	c, err := s.kernel.Get(tx, r.CaseID)
	if err != nil || OpinionFlow.State(c.State).Final {
		return err
	}
	a, err := s.kernel.Begin(tx, org.System(), r.CaseID, 0, "miss")
	if err != nil {
		return err
	}
	_, err = s.opinionIn(a, func(a *casework.Act, op *Opinion) (any, error) {
		rule, err := s.missing(a, op)
		if err != nil {
			return nil, err
		}
		op.Missed = rule
		alert(a, "opinion.late", org.ApplicationOpinion)
		if rule != "" {
			alert(a, "opinion.missed", org.ApplicationSupervise)
		}
		return map[string]string{"dept": op.Dept, "rule": rule}, nil
	})
	return err
}

// missing names the rule under which a department may be deemed to consent now, "" when a condition fails: the item must
// allow it, nothing may have been reported, and either the department was absent from a meeting or did not take the matter
// over in time, or it took it over and the limit has passed.
func (s *Service) missing(a *casework.Act, op *Opinion) (string, error) {
	o, err := load(a.Tx(), a.Case.Parent)
	if err != nil {
		return "", err
	}
	r, err := s.record(a.Tx(), o)
	if err != nil {
		return "", err
	}
	if !r.Flags.Default || len(op.Reports) > 0 {
		return "", nil
	}
	if m := a.Meter(MeterOpinion); m != nil {
		if m.Late(now(a)) {
			return "TIME-29", nil
		}
		return "", nil
	}
	if m := a.Meter(MeterSign); op.Absent || m != nil && m.Late(now(a)) {
		return "TIME-28", nil
	}
	return "", nil
}

// DeemConsent confirms that a department is deemed to consent because it was absent or silent (缺席默认, 超时默认). It is refused
// unless every condition holds now; the result bears the mark, and the consequences are the department's (GAP-21).
func (s *Service) DeemConsent(ctx context.Context, actor org.Actor, id string, version int64, why string) (Ref, error) {
	why, err := s.text(why, "why", "请写明确认的理由。", "GAP-21")
	if err != nil {
		return Ref{}, err
	}
	return s.opinionAct(ctx, actor, id, version, "deem", func(a *casework.Act, op *Opinion) (any, error) {
		rule, err := s.missing(a, op)
		if err != nil {
			return nil, err
		}
		if rule == "" {
			return nil, fault.New(fault.Refused, "approval.deem", "不具备视为同意的条件：须为允许默认的事项，部门未按要求参与，或者已受理而逾期未办结，且未报告延误。").Under("GAP-21")
		}
		op.Stance, op.Deemed, op.Missed, op.At, op.ConfirmBy, op.Why = "agree", true, rule, now(a), actor.ID, why
		return map[string]string{"dept": op.Dept, "rule": rule, "why": digest(why)}, nil
	})
}

// allGiven refuses to close the step of opinions while one is outstanding.
func (s *Service) allGiven(tx *storage.Tx, o *Application, step catalog.Step) error {
	asked, err := opinions(tx, `WHERE application_id = $1 AND step = $2`, o.ID, step.Code)
	if err != nil {
		return err
	}
	for _, op := range asked {
		if op.Stance == "" && !op.AskedAt.Before(o.Arrived) {
			return fault.New(fault.Refused, "approval.opinions", "尚有部门没有出具意见，不能汇总。").Under("APP-16")
		}
	}
	return nil
}

// dropOpinions takes back what was asked and is not answered, when the application goes elsewhere.
func (s *Service) dropOpinions(a *casework.Act) error {
	children, err := s.kernel.Children(a.Tx(), a.Case.ID)
	if err != nil {
		return err
	}
	for _, c := range children {
		if c.Flow != OpinionFlowName || !c.Open() {
			continue
		}
		op, err := s.kernel.Begin(a.Tx(), org.System(), c.ID, 0, "drop")
		if err != nil {
			return err
		}
		if err := op.Finish("", map[string]string{"application": a.Case.ID}); err != nil {
			return err
		}
	}
	return nil
}

// minutes checks the record of a joint meeting (会商, APP-18): who was invited and who came. What a chief representative
// convenes rests on his power to coordinate (ORG-05). An invited department that did not come is absent (TIME-28).
func (s *Service) minutes(a *casework.Act, o *Application, in StepForm) (string, error) {
	if len(in.Invited) < 2 {
		return "", fault.New(fault.Invalid, "approval.meeting", "会商须有两个以上部门参加，请填写受邀部门。").On("invited", "不能少于两个").Under("APP-18")
	}
	for _, id := range append(slices.Clone(in.Invited), in.Attended...) {
		if _, err := org.DepartmentByID(a.Tx(), id); err != nil {
			return "", err
		}
	}
	for _, id := range in.Attended {
		if !slices.Contains(in.Invited, id) {
			return "", fault.New(fault.Invalid, "approval.meeting.attended", "到会部门应在受邀部门之中。").On("attended", "不在受邀部门中")
		}
	}
	for _, id := range in.Excused {
		if !slices.Contains(in.Invited, id) || slices.Contains(in.Attended, id) {
			return "", fault.New(fault.Invalid, "approval.meeting.excused", "事先报告不能到会的部门，应是受邀而没有到会的部门。").On("excused", "不是没有到会的受邀部门")
		}
	}
	if o.Class == catalog.Joint {
		return s.asChief(a, o, org.PowerCoordinate)
	}
	return "", nil
}
