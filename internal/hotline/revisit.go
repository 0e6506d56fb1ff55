package hotline

import (
	"context"
	"strings"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/satisfaction"
	"huying/internal/storage"
)

// RevisitForm is one attempt to call the citizen back (HOT-67).
type RevisitForm struct {
	How     string `json:"how"`
	Reached bool   `json:"reached"`
	Grade   string `json:"grade,omitempty"`  // second reading of satisfaction
	Timely  bool   `json:"timely,omitempty"` // was the answer in time, in the citizen's own view
	Cause   string `json:"cause,omitempty"`  // why not satisfied
	Note    string `json:"note,omitempty"`
}

// Revisit records a call back. It must be made by somebody who had no hand in the handling. A satisfied citizen lets the
// order be archived; a dissatisfied one, or one who could not be reached after as many attempts as policy asks, brings
// it before the supervision centre (HOT-67, HOT-68, GAP-10).
func (s *Service) Revisit(ctx context.Context, actor org.Actor, id string, version int64, in RevisitForm) (Ref, error) {
	if err := oneOf(RevisitWays, in.How, "how", "请选择回访方式。"); err != nil {
		return Ref{}, err
	}
	var grade satisfaction.Grade
	if in.Reached {
		var err error
		if grade, err = satisfaction.Parse(in.Grade); err != nil {
			return Ref{}, fault.New(fault.Invalid, "hotline.second_grade", "回访须再次征求满意度。").On("grade", "请选择").Under("HOT-67")
		}
		if !grade.Good() {
			if err := oneOf(Causes[:2], in.Cause, "cause", "不满意的，请判明原因：承办单位主观原因，或客观条件政策所限。"); err != nil {
				return Ref{}, fault.From(err).Under("HOT-68")
			}
		}
	}
	in.Cause, in.Note = in.cause(grade), strings.TrimSpace(in.Note)
	if err := s.fits("note", in.Note); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "revisit", func(a *casework.Act, o *Order) (any, error) {
		if err := s.apart(a, o); err != nil {
			return nil, err
		}
		attempt, err := s.addRevisit(a, o, in, grade)
		if err != nil {
			return nil, err
		}
		facts := map[string]any{"how": in.How, "reached": in.Reached, "grade": grade, "timely": in.Timely, "cause": in.Cause, "attempt": attempt, "note": digest(in.Note)}
		switch {
		case in.Reached:
			return facts, s.settle(a, o, grade)
		case attempt >= s.policy.Now().Int("hotline.revisit.attempts", a.Case.Region):
			a.To(Disputed)
			return facts, a.Stop(MeterRevisit, a.Tx().Now)
		}
		a.To(Concluded)
		return facts, nil
	})
}

// cause is why the attempt left the citizen unsatisfied, "" if it did not.
func (in RevisitForm) cause(grade satisfaction.Grade) string {
	switch {
	case !in.Reached:
		return "unreached"
	case grade.Good():
		return ""
	}
	return in.Cause
}

// settle takes a second reading: good lets the order be archived, bad brings it before the supervision centre.
func (s *Service) settle(a *casework.Act, o *Order, grade satisfaction.Grade) error {
	o.Second = grade
	if grade.Good() {
		o.ClosingMark = "satisfied"
		a.To(Closable)
	} else {
		a.To(Disputed)
	}
	return a.Stop(MeterRevisit, a.Tx().Now)
}

// apart refuses a revisit by anyone who signed, handled or answered, or who sits in the lead department.
func (s *Service) apart(a *casework.Act, o *Order) error {
	actor := a.Actor()
	if actor.Is(o.SignedBy) || actor.Is(o.RepliedBy) || actor.Is(a.Case.Assignee) || strings.HasPrefix(actor.DeptPath, a.Case.Dept) {
		return fault.New(fault.Forbidden, "hotline.revisit.self", "回访须由未参与办理的人员进行。").Under("HOT-67")
	}
	return nil
}

func (s *Service) addRevisit(a *casework.Act, o *Order, in RevisitForm, grade satisfaction.Grade) (attempt int, err error) {
	tx := a.Tx()
	if _, err = tx.One(`SELECT COUNT(*) FROM order_revisits WHERE order_id = $1 AND round = $2`, []any{o.ID, o.Redos + 1}, &attempt); err != nil {
		return 0, err
	}
	tx.Queue(`INSERT INTO order_revisits (id, order_id, round, how, reached, grade, timely, cause, note, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		tx.NewID(), o.ID, o.Redos+1, in.How, in.Reached, grade, in.Timely, in.Cause, in.Note, a.Actor().ID, storage.Millis(tx.Now))
	return attempt + 1, nil
}

// Redo sends a disputed order back to be handled again, for a subjective cause, under tracking supervision; the same
// limit starts anew the day after. After as many redos as policy allows it must go to the leading group (HOT-68, HOT-69, GAP-10).
func (s *Service) Redo(ctx context.Context, actor org.Actor, id string, version int64, why string) (Ref, error) {
	return s.again(ctx, actor, id, version, "redo", why, func(a *casework.Act, o *Order) (cause string, err error) {
		if o.Redos >= int64(s.policy.Now().Int("hotline.redo.times", a.Case.Region)) {
			return "", fault.New(fault.Refused, "hotline.redo.again", "重办次数已满，请提请领导小组研究。").Under("GAP-10")
		}
		if cause, err = causeOf(a, o, "subjective"); err == nil && cause != "subjective" {
			err = fault.New(fault.Refused, "hotline.redo.cause", "发回重办限于因承办单位主观原因造成的不满意。").Under("HOT-68")
		}
		return cause, err
	})
}

// causeOf tells why the citizen is not satisfied in this round, as the revisit desk found it. Of a citizen who rated by
// himself nobody has found it yet: then the supervision centre does, by what it does now (HOT-68, GAP-10).
func causeOf(a *casework.Act, o *Order, found string) (cause string, err error) {
	var id string
	_, err = a.Tx().One(`SELECT id, cause FROM order_revisits WHERE order_id = $1 AND round = $2 ORDER BY at DESC, id DESC LIMIT 1`, []any{o.ID, o.Redos + 1}, &id, &cause)
	if err != nil || cause != "" {
		return cause, err
	}
	if !a.Actor().May(org.OrderRule, a.Case.Dept, a.Case.Region) {
		return "", fault.New(fault.Forbidden, "hotline.cause", "诉求人自行评价为不满意的，原因须由督查中心核定。").Under("HOT-68")
	}
	a.Tx().Queue(`UPDATE order_revisits SET cause = $1 WHERE id = $2`, found, id)
	return found, nil
}

// again starts another round of handling by the same department.
func (s *Service) again(ctx context.Context, actor org.Actor, id string, version int64, action, why string, ground func(a *casework.Act, o *Order) (cause string, err error)) (Ref, error) {
	if err := s.given(&why, fault.New(fault.Invalid, "hotline.redo.why", "请写明发回重办的理由和要求。").Under("HOT-68")); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, action, func(a *casework.Act, o *Order) (any, error) {
		cause, err := ground(a, o)
		if err != nil {
			return nil, err
		}
		a.To(Handling)
		o.Redos++
		o.First, o.Second, o.ClosingMark = "", "", ""
		o.track("redo")
		s.addNote(a, why, false)
		p := s.policy.Now()
		term := p.Term("hotline.limit."+o.Kind, a.Case.Region)
		return map[string]any{"redo": o.Redos, "why": digest(why), "cause": cause}, a.Start(MeterHandling, term, a.Tx().Now, handlingAlarms(p, a.Case.Region, term.Amount)...)
	})
}

// Escalate puts a disputed order before the leading group (GAP-10, HOT-22).
func (s *Service) Escalate(ctx context.Context, actor org.Actor, id string, version int64, why string) (Ref, error) {
	why = strings.TrimSpace(why)
	if err := s.fits("why", why); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "escalate", func(a *casework.Act, o *Order) (any, error) {
		if why != "" {
			s.addNote(a, why, false)
		}
		o.track("escalated")
		return map[string]string{"why": digest(why)}, nil
	})
}

// Decide is the leading group's decision on an escalated order: handled once more, or closed as explained (HOT-22).
func (s *Service) Decide(ctx context.Context, actor org.Actor, id string, version int64, redo bool, why string) (Ref, error) {
	if redo {
		return s.again(ctx, actor, id, version, "decide", why, anyCause)
	}
	return s.explained(ctx, actor, id, version, "decide", why, anyCause)
}

// anyCause is the ground of the leading group, which is not bound to one.
func anyCause(*casework.Act, *Order) (string, error) { return "", nil }

// CloseExplained lets a dissatisfied or unreached order be archived as explained, with the supervision centre's consent;
// it does not count as satisfied (GAP-10). A subjective cause must be redone instead.
func (s *Service) CloseExplained(ctx context.Context, actor org.Actor, id string, version int64, why string) (Ref, error) {
	return s.explained(ctx, actor, id, version, "close_explained", why, func(a *casework.Act, o *Order) (cause string, err error) {
		if cause, err = causeOf(a, o, "objective"); err == nil && cause == "subjective" {
			err = fault.New(fault.Refused, "hotline.explained.cause", "因承办单位主观原因造成的不满意，应发回重办，不能解释办结。").Under("GAP-10")
		}
		return cause, err
	})
}

func (s *Service) explained(ctx context.Context, actor org.Actor, id string, version int64, action, why string, ground func(a *casework.Act, o *Order) (cause string, err error)) (Ref, error) {
	if err := s.given(&why, fault.New(fault.Invalid, "hotline.explained.why", "请写明同意解释办结的理由。").Under("GAP-10")); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, action, func(a *casework.Act, o *Order) (any, error) {
		cause, err := ground(a, o)
		if err != nil {
			return nil, err
		}
		a.To(Closable)
		o.ClosingMark = "explained"
		s.addNote(a, why, false)
		return map[string]string{"why": digest(why), "cause": cause}, nil
	})
}
