package approval

import (
	"context"
	"strings"
	"time"

	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
)

// Decision is what was decided, why, and how it can be contested (licensing law article 38). Authority is the number of the
// letter of authorisation it was signed under, "" when the head of the department decided.
type Decision struct {
	Outcome   string    `json:"outcome"` // one of Outcomes
	Reasons   string    `json:"reasons"`
	Basis     string    `json:"basis,omitempty"`
	Remedies  string    `json:"remedies,omitempty"`
	Step      string    `json:"step,omitempty"`
	Number    string    `json:"number"` // of the written decision
	Authority string    `json:"authority,omitempty"`
	OnSpot    bool      `json:"onSpot,omitempty"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
}

// DecisionForm is what whoever decides writes. A refusal wants reasons and a legal ground; the sentence on remedies is the
// item's own or the general one unless it is given.
type DecisionForm struct {
	Outcome  string `json:"outcome"`
	Reasons  string `json:"reasons,omitempty"`
	Basis    string `json:"basis,omitempty"`
	Remedies string `json:"remedies,omitempty"`
}

func (in *DecisionForm) check(most int) error {
	if err := oneOf(Outcomes, in.Outcome, "outcome", "请选择决定。"); err != nil {
		return err
	}
	bad := fault.New(fault.Invalid, "approval.decision", "不予批准的决定须说明理由、依据和救济途径。").Under("APP-38")
	in.Reasons, in.Basis, in.Remedies = strings.TrimSpace(in.Reasons), strings.TrimSpace(in.Basis), strings.TrimSpace(in.Remedies)
	if in.Outcome == "refuse" {
		if in.Reasons == "" {
			bad.On("reasons", "请写明理由")
		}
		if in.Basis == "" {
			bad.On("basis", "请写明法律依据")
		}
	}
	if len([]rune(in.Reasons)) > most {
		bad.On("reasons", "内容过长")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// Decide decides an application at the last step of its plan. Who heads the department decides in his own right; anybody
// else only within a letter of authorisation that is in force at this moment (ORG-05, GAP-22). That it can be done is
// presumed: only a refusal wants reasons (APP-41, APP-38).
func (s *Service) Decide(ctx context.Context, actor org.Actor, id string, version int64, in DecisionForm) (Ref, error) {
	if err := in.check(s.policy.Now().Int("approval.text.length", "")); err != nil {
		return Ref{}, err
	}
	own, err := s.headOver(ctx, actor, id)
	if err != nil {
		return Ref{}, err
	}
	action := map[bool]string{true: "decide", false: "sign"}[own]
	return s.act(ctx, actor, id, version, action, func(a *casework.Act, o *Application) (done, error) {
		if err := s.ripe(a, o); err != nil {
			return done{}, err
		}
		if in.Outcome == "grant" {
			if err := s.answered(a); err != nil {
				return done{}, err
			}
		} else if err := s.dropOpinions(a); err != nil { // nobody need answer any more
			return done{}, err
		}
		r, err := s.record(a.Tx(), o)
		if err != nil {
			return done{}, err
		}
		letter := ""
		if !own {
			if letter, err = s.letter(a, o, o.Class); err != nil {
				return done{}, err
			}
		}
		return s.decided(a, o, r, in, letter)
	})
}

// headOver reports whether the person decides in his own right. Whether he may at all, the flow says.
func (s *Service) headOver(ctx context.Context, actor org.Actor, id string) (own bool, err error) {
	c, err := s.caseOf(ctx, id)
	if err != nil {
		return false, err
	}
	return actor.May(org.ApplicationDecide, c.Dept, c.Region), nil
}

// letter finds the letter of authorisation under which somebody signs an item of a class, at the moment he does.
func (s *Service) letter(a *casework.Act, o *Application, class catalog.Class) (string, error) {
	letter, _, err := org.Covering(a.Tx(), a.Actor(), o.Item, string(class), org.PowerApprove, now(a))
	return letter.Number, err
}

// ripe refuses a decision before its time: at an earlier step, before the hand-over, with signatures or tolerated materials
// outstanding, while a special procedure runs, or by who reviewed it (APP-13).
func (s *Service) ripe(a *casework.Act, o *Application) error {
	if o.Step != "" {
		_, step, err := s.shown(a.Tx(), o, o.Step)
		if err != nil {
			return err
		}
		if step.Kind != catalog.Decide {
			return fault.Newf(fault.Refused, "approval.decide.early", "此件尚在“%s”环节，不能作出决定。", step.Name)
		}
		if _, err := s.mayFinish(a, o, step, StepForm{}); err != nil {
			return err
		}
	}
	if o.Model == catalog.ReviewVerify {
		if err := o.verifiable(a); err != nil {
			return err
		}
	}
	if err := s.formal(a, o); err != nil {
		return err
	}
	if o.special() != nil {
		return fault.New(fault.Refused, "approval.decide.special", "特别程序尚未结束，不能作出决定。").Under("TIME-10")
	}
	return nil
}

// formal refuses to decide a permit that was reviewed before its time (模拟审批): it becomes a decision when the permits it
// waits for are there (PRJ-08).
func (s *Service) formal(a *casework.Act, o *Application) error {
	if a.Case.Parent == "" {
		return nil
	}
	b, err := loadBundle(a.Tx(), a.Case.Parent)
	if err != nil || b == nil {
		return err
	}
	if p := b.part(o.Item); p != nil && p.Application == o.ID && !b.reached(p) {
		return fault.New(fault.Refused, "approval.decide.simulated", "前置事项尚未完成，模拟审批不能转为正式决定。").Under("PRJ-08")
	}
	return nil
}

// decided writes the decision, and the certificate of a granted one, and brings the application to the desk that delivers.
func (s *Service) decided(a *casework.Act, o *Application, r catalog.Record, in DecisionForm, letter string) (done, error) {
	if missing := o.tolerated(); in.Outcome == "grant" && len(missing) > 0 {
		return done{}, fault.Newf(fault.Refused, "approval.decide.tolerated", "容缺材料尚未补齐：%s。", list(missingNames(missing)))
	}
	if step, ok := stepOf(r.Plan, o.Step); ok {
		o.leave(a, step, StepForm{Step: o.Step, Finding: map[string]string{"grant": "pass", "refuse": "fail"}[in.Outcome], Opinion: in.Reasons})
	}
	d := Decision{Outcome: in.Outcome, Reasons: in.Reasons, Basis: in.Basis, Remedies: in.Remedies, Step: o.Step, Authority: letter, OnSpot: a.Was().State == Submitted, By: a.Actor().ID, At: now(a)}
	if d.Outcome == "refuse" && d.Remedies == "" {
		d.Remedies = r.Remedies
		if d.Remedies == "" {
			d.Remedies = s.policy.Now().Text("catalog.remedy", a.Case.Region)
		}
	}
	o.Decision, o.Step, o.StepKind = &d, "", ""
	number, err := s.issue(a, o, "decision", nil)
	if err != nil {
		return done{}, err
	}
	d.Number = number
	facts := map[string]any{"outcome": d.Outcome, "reasons": digest(d.Reasons), "document": number, "onSpot": d.OnSpot}
	if d.Outcome == "grant" && r.Result.Name != "" {
		certificate, err := s.certify(a, o, r)
		if err != nil {
			return done{}, err
		}
		facts["certificate"] = certificate
	}
	if err := a.Stop(MeterStep, now(a)); err != nil {
		return done{}, err
	}
	a.Case.Assignee = ""
	if err := s.toIssueDesk(a, o, r); err != nil {
		return done{}, err
	}
	return done{facts: facts, authority: letter}, a.Start(MeterDeliver, s.policy.Now().Term("approval.limit.deliver", a.Case.Region), now(a), casework.Alarm{Kind: "late", Workdays: 0})
}

// toIssueDesk brings a result to where the applicant collects it: one entrance and one exit (APP-29).
func (s *Service) toIssueDesk(a *casework.Act, o *Application, r catalog.Record) error {
	a.Case.Dept = o.DeptPath
	if !r.Flags.AnyWindow {
		return nil
	}
	dir, err := s.org.Directory(a.Tx().Context())
	if err != nil {
		return err
	}
	if h, ok := hall(dir, a.Case.Region); ok {
		a.Case.Dept = h.Path
	}
	return nil
}

// DecideOnSpot accepts and decides an application at the window, at once: for items that want a formal review only, and for
// those of this class, within the clerk's letter of authorisation (CAT-35, TIME-38, ORG-05).
func (s *Service) DecideOnSpot(ctx context.Context, actor org.Actor, id string, version int64, in DecisionForm) (Ref, error) {
	if err := in.check(s.policy.Now().Int("approval.text.length", "")); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "decide_on_spot", func(a *casework.Act, o *Application) (done, error) {
		r, err := s.record(a.Tx(), o)
		if err != nil {
			return done{}, err
		}
		if !r.OnSpot() {
			return done{}, fault.New(fault.Refused, "approval.spot", "此事项不是当场办结的事项，请受理后按流程办理。").Under("TIME-38")
		}
		return s.atOnce(a, o, r, in)
	})
}

// atOnce accepts and decides in one act: everything must be here, and the letter must cover it now.
func (s *Service) atOnce(a *casework.Act, o *Application, r catalog.Record, in DecisionForm) (done, error) {
	class := catalog.Instant // what is done at once is done as an instant matter; what the superior decides never is
	if o.Class == catalog.Upward {
		class = o.Class
	}
	letter, err := s.letter(a, o, class)
	if err != nil {
		return done{}, err
	}
	if lacking := o.lacking(catalog.Required, catalog.Tolerable); len(lacking) > 0 {
		return done{}, fault.Newf(fault.Refused, "approval.incomplete", "材料不齐全，不能当场办结：%s。", list(missingNames(lacking))).Under("APP-03")
	}
	o.Registrar, o.Accepted = a.Actor().ID, now(a)
	if err := a.Stop(MeterAccept, now(a)); err != nil {
		return done{}, err
	}
	if err := s.startHandling(a, o, r); err != nil {
		return done{}, err
	}
	return s.decided(a, o, r, in, letter)
}

// list puts names into a sentence.
func list(names []string) string { return strings.Join(names, "、") }
