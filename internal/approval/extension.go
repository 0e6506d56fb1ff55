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

// Plea is an application for more time and what became of it.
type Plea struct {
	Amount   int       `json:"amount"` // in the unit of the promise
	Reason   string    `json:"reason"`
	Basis    string    `json:"basis"`
	Document string    `json:"document,omitempty"` // of the government that approved it
	By       string    `json:"by"`
	At       time.Time `json:"at"`
	Ruling   string    `json:"ruling,omitempty"` // granted or denied
	Why      string    `json:"why,omitempty"`
	RuledBy  string    `json:"ruledBy,omitempty"`
	RuledAt  time.Time `json:"ruledAt,omitzero"`
	Told     string    `json:"told,omitempty"` // one of TellWays
	ToldAt   time.Time `json:"toldAt,omitzero"`
	ToldBy   string    `json:"toldBy,omitempty"`
	Number   string    `json:"number,omitempty"` // of the written notice
}

// extended is why what passed its limit before an extension that was asked for in time is not overdue.
const extended = "在时限内申请延期，经批准"

// pleaState tells a list what has to be done: "asked" waits for a ruling, "granted" for the applicant to be told.
func (o *Application) pleaState() string {
	if len(o.Pleas) == 0 {
		return ""
	}
	switch p := o.Pleas[len(o.Pleas)-1]; {
	case p.Ruling == "":
		return "asked"
	case p.Ruling == "granted" && p.ToldAt.IsZero():
		return "granted"
	}
	return ""
}

// ExtensionForm asks for more time.
type ExtensionForm struct {
	Amount   int    `json:"amount"`
	Reason   string `json:"reason"`
	Basis    string `json:"basis"`
	Document string `json:"document,omitempty"` // number of the government's approval, of a joint item that takes longer than any other may
}

// AskExtension asks the head for more time, once, before the limit has passed (TIME-08, GAP-06). Asked after it, the plea is
// refused and the application is marked deemed overdue (TIME-15): that mark is kept although the plea is not.
func (s *Service) AskExtension(ctx context.Context, actor org.Actor, id string, version int64, in ExtensionForm) (Ref, error) {
	var err error
	if in.Reason, err = s.text(in.Reason, "reason", "请写明延期的理由。", "TIME-08"); err != nil {
		return Ref{}, err
	}
	if in.Amount <= 0 {
		return Ref{}, fault.New(fault.Invalid, "approval.extension.amount", "请填写延长的天数。").On("amount", "不能为空").Under("TIME-08")
	}
	in.Document = strings.TrimSpace(in.Document)
	var refusal error
	ref, err := s.act(ctx, actor, id, version, "ask_extension", func(a *casework.Act, o *Application) (done, error) {
		m := a.Meter(MeterHandling)
		if m.Late(now(a)) {
			o.mark("TIME-15", now(a))
			refusal = fault.New(fault.Refused, "approval.extension.late", "办理时限已过才提出延期，不予受理，此件视为超时。").Under("TIME-15")
			return done{facts: map[string]any{"refused": "late", "deemedOverdue": "TIME-15"}}, nil
		}
		if err := s.extendable(a, o, in); err != nil {
			return done{}, err
		}
		o.Pleas = append(o.Pleas, Plea{Amount: in.Amount, Reason: in.Reason, Basis: in.Basis, Document: in.Document, By: actor.ID, At: now(a)})
		return done{facts: map[string]any{"amount": in.Amount, "reason": digest(in.Reason), "document": in.Document}}, nil
	})
	if err == nil {
		err = refusal
	}
	return ref, err
}

// extendable checks how often and how long: once, at most the days of the law, and no more than the promise itself. A joint
// item may have more of them, which the government of the level and not the department approves (licensing law article 42).
func (s *Service) extendable(a *casework.Act, o *Application, in ExtensionForm) error {
	m, p := a.Meter(MeterHandling), s.policy.Now()
	alone, most := p.Int("approval.extension.days", a.Case.Region), 0
	if most = alone; o.Class == catalog.Joint {
		most = max(alone, p.Int("approval.extension.joint", a.Case.Region))
	}
	switch most = min(most, m.Term.Amount); {
	case most == 0:
		return fault.New(fault.Refused, "approval.extension.spot", "当场办结的事项不能延期。").Under("GAP-02")
	case o.pleaState() == "asked":
		return fault.New(fault.Conflict, "approval.extension.waiting", "已有一份延期申请待审批。").Under("TIME-08")
	case len(m.Extensions) >= p.Int("approval.extension.times", a.Case.Region):
		return fault.New(fault.Refused, "approval.extension.again", "此件已延期，不能再次延期。").Under("GAP-06")
	case in.Amount > most:
		return fault.Newf(fault.Refused, "approval.extension.long", "延长的时限不能超过%d%s。", most, m.Term.Unit.Chinese()).On("amount", "过长").Under("GAP-06")
	case in.Amount > alone && in.Document == "":
		return fault.Newf(fault.Refused, "approval.extension.document", "联合办理的事项延长超过%d%s的，须经本级人民政府负责人批准，请填写批准文号。", alone, m.Term.Unit.Chinese()).On("document", "不能为空").Under("TIME-08")
	}
	return nil
}

// RuleExtension grants or denies the waiting plea. Who asked may not grant it himself. A plea made in time may be granted
// after the limit has passed: the time the head took is not held against the handler.
func (s *Service) RuleExtension(ctx context.Context, actor org.Actor, id string, version int64, grant bool, why string) (Ref, error) {
	why, err := s.text(why, "why", "请写明审批意见。", "TIME-08")
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "rule_extension", func(a *casework.Act, o *Application) (done, error) {
		if o.pleaState() != "asked" {
			return done{}, fault.New(fault.Conflict, "approval.extension.none", "没有待审批的延期申请。").Under("TIME-08")
		}
		p := &o.Pleas[len(o.Pleas)-1]
		if p.By == actor.ID {
			return done{}, fault.New(fault.Refused, "approval.extension.self", "不能审批自己提出的延期申请。").Under("TIME-08")
		}
		p.Ruling, p.Why, p.RuledBy, p.RuledAt = "denied", why, actor.ID, now(a)
		if grant {
			p.Ruling = "granted"
			if err := a.Extend(MeterHandling, p.Amount, actor.ID, "经负责人批准延期", "TIME-08"); err != nil {
				return done{}, err
			}
			if c := o.candidate(); c != nil && !a.Meter(MeterHandling).Late(now(a)) {
				c.Ruling, c.Why, c.By, c.Ruled = "justified", extended, actor.ID, now(a)
			}
		}
		return done{facts: map[string]any{"ruling": p.Ruling, "amount": p.Amount, "why": digest(why)}}, nil
	})
}

// TellExtension records that the applicant was told of the new limit and the reason, in writing (TIME-09).
func (s *Service) TellExtension(ctx context.Context, actor org.Actor, id string, version int64, how string) (Ref, error) {
	if err := oneOf(TellWays, how, "how", "请选择告知方式。"); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "tell_extension", func(a *casework.Act, o *Application) (done, error) {
		if o.pleaState() != "granted" {
			return done{}, fault.New(fault.Conflict, "approval.extension.told", "没有需要告知的延期。").Under("TIME-09")
		}
		number, err := s.issue(a, o, "extension", nil)
		p := &o.Pleas[len(o.Pleas)-1]
		p.Told, p.ToldAt, p.ToldBy, p.Number = how, now(a), actor.ID, number
		return done{facts: map[string]string{"how": how, "document": number}}, err
	})
}
