package approval

import (
	"context"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/storage"
)

// AlertTopic is the outbox topic of what people should be told: that an application nears its end, is late, was urged.
const AlertTopic = "approval.alert"

// Alert is a message to those who hold a permission over a case.
type Alert struct {
	Case       string         `json:"case"`
	Kind       string         `json:"kind"`
	Permission org.Permission `json:"permission"`
	Dept       string         `json:"dept"`
	Region     string         `json:"region"`
}

// alert queues a message to those who hold a permission over the case.
func alert(a *casework.Act, kind string, p org.Permission) {
	outbox.Put(a.Tx(), outbox.Message{Topic: AlertTopic, Key: a.Tx().NewID(),
		Body: Alert{Case: a.Case.ID, Kind: kind, Permission: p, Dept: a.Case.Dept, Region: a.Case.Region}})
}

// ring is what happens when a meter of an application nears its end or passes it.
func (s *Service) ring(tx *storage.Tx, r casework.Ringing) error {
	c, err := s.kernel.Get(tx, r.CaseID)
	if err != nil || Flow.State(c.State).Final {
		return err
	}
	switch {
	case r.Kind == "silent" && c.State == Submitted:
		return s.system(tx, r.CaseID, "deem_accepted", s.deemAccepted)
	case r.Kind == "lapse" && (c.State == Correcting || c.State == Reviewing):
		return s.system(tx, r.CaseID, "lapse", func(a *casework.Act, o *Application) (done, error) {
			return done{facts: map[string]any{"meter": r.Meter, "broken": o.breakPromise(r.Meter, now(a))}}, nil
		})
	case r.Kind == "soon":
		return s.system(tx, r.CaseID, "prompt", func(a *casework.Act, o *Application) (done, error) {
			alert(a, r.Meter+".soon", duty(c.State))
			return done{facts: map[string]string{"meter": r.Meter}}, nil
		})
	}
	return s.system(tx, r.CaseID, "overdue", func(a *casework.Act, o *Application) (done, error) {
		alert(a, r.Meter+".late", duty(c.State))
		if o.Urgent != nil {
			alertAt(tx, c.ID, r.Meter+".late", org.ApplicationDecide, o.DeptPath, c.Region)
		}
		rule := overdueRule(r.Meter, r.Kind, c.State, o)
		if rule != "" {
			if r.Meter == MeterHandling {
				rule = o.late(a.Meter(r.Meter).Due, now(a))
			} else {
				o.mark(rule, now(a))
			}
			alert(a, r.Meter+".late", org.ApplicationSupervise)
		}
		return done{facts: map[string]string{"meter": r.Meter, "mark": rule}}, nil
	})
}

// overdueRule tells what it means that a limit has passed: past the promise an application is a candidate while it is
// reviewed (TIME-12), and deemed overdue once decided and not delivered (TIME-16); an applicant whose refusal has not
// reached him is not answered as required (TIME-14). A late step is noticed, but the promise may still be kept.
func overdueRule(meter, kind, state string, o *Application) string {
	switch {
	case kind == "silent" && state == Declining:
		return "TIME-14"
	case meter == MeterHandling && state == Decided && o.Ready.IsZero():
		return "TIME-16"
	case meter == MeterHandling && state == Reviewing:
		return "TIME-12"
	}
	return ""
}

// duty is whose turn it is in a state.
func duty(state string) org.Permission {
	return map[string]org.Permission{Submitted: org.ApplicationAccept, Correcting: org.ApplicationAccept, Declining: org.ApplicationDeliver,
		Reviewing: org.ApplicationReview, Decided: org.ApplicationDeliver}[state]
}

// deemAccepted is what article 32 does when five working days pass in silence: the application counts as accepted since it
// was received, and the applicant was not answered as required (TIME-14). What is missing cannot be asked for any more.
func (s *Service) deemAccepted(a *casework.Act, o *Application) (done, error) {
	r, err := s.record(a.Tx(), o)
	if err != nil {
		return done{}, err
	}
	o.Deemed = true
	o.mark("TIME-14", now(a))
	alert(a, "deemed", org.ApplicationSupervise)
	number, err := s.enter(a, o, r)
	return done{facts: map[string]any{"document": number, "complete": storage.Millis(o.Complete)}}, err
}

// RuleOverdue is a supervisor's finding on a candidate: the office's own fault, or a justified reason (TIME-12).
func (s *Service) RuleOverdue(ctx context.Context, actor org.Actor, id string, version int64, ruling, why string) (Ref, error) {
	if err := oneOf(Rulings, ruling, "ruling", "请选择认定结论。"); err != nil {
		return Ref{}, err
	}
	why, err := s.text(why, "why", "请写明认定的理由。", "TIME-12")
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "rule_overdue", func(a *casework.Act, o *Application) (done, error) {
		m := o.candidate()
		if m == nil {
			return done{}, fault.New(fault.Conflict, "approval.overdue.none", "此件没有待认定的超时。").Under("TIME-12")
		}
		m.Ruling, m.Why, m.By, m.Ruled = ruling, why, actor.ID, now(a)
		return done{facts: map[string]string{"ruling": ruling, "why": digest(why)}}, nil
	})
}

// ExplainDelay tells the applicant why the promise cannot be kept; without it a late application is a finding (TIME-43).
func (s *Service) ExplainDelay(ctx context.Context, actor org.Actor, id string, version int64, why string) (Ref, error) {
	why, err := s.text(why, "why", "请写明不能按期办结的原因。", "TIME-43")
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "explain_delay", func(a *casework.Act, o *Application) (done, error) {
		o.Delays = append(o.Delays, Text{Text: why, By: actor.ID, At: now(a), Public: true})
		return done{facts: map[string]string{"why": digest(why)}}, nil
	})
}

// Urge urges those whose turn it is. A chief representative urges promised matters within his letter (ORG-05).
func (s *Service) Urge(ctx context.Context, actor org.Actor, id string, version int64, note string) (Ref, error) {
	return s.act(ctx, actor, id, version, "urge", func(a *casework.Act, o *Application) (done, error) {
		authority := ""
		if o.Class == catalog.Promised {
			var err error
			if authority, err = s.asChief(a, o, org.PowerUrge); err != nil {
				return done{}, err
			}
		}
		o.Urges = append(o.Urges, Urge{By: actor.ID, At: now(a), Note: note})
		alert(a, "urged", duty(a.Case.State))
		return done{facts: map[string]string{"note": digest(note)}, authority: authority}, nil
	})
}

// CitizenUrge urges in the applicant's name, as often on one day as policy allows.
func (s *Service) CitizenUrge(ctx context.Context, number, code string) (Ref, error) {
	return s.asCitizen(ctx, number, code, "citizen_urge", func(a *casework.Act, o *Application) (done, error) {
		today, began := 0, calendar.DateOf(now(a)).Start()
		for _, u := range o.Urges {
			if u.By == casework.Citizen && !u.At.Before(began) {
				today++
			}
		}
		if today >= s.policy.Now().Int("approval.urge.daily", a.Case.Region) {
			return done{}, fault.New(fault.Refused, "approval.urge.often", "您今天已催办过，我们会尽快办理，明天还可以再催。").Under("APP-08")
		}
		o.Urges = append(o.Urges, Urge{By: casework.Citizen, At: now(a)})
		alert(a, "urged", duty(a.Case.State))
		return done{}, nil
	})
}

// Feedback takes what the applicant says of his case while it is under way (APP-08).
func (s *Service) Feedback(tx *storage.Tx, number, code, text string) (Ref, error) {
	text, err := s.text(text, "text", "请填写反馈意见。", "APP-08")
	if err != nil {
		return Ref{}, err
	}
	return s.citizenWithin(tx, number, code, "feedback", func(a *casework.Act, o *Application) (done, error) {
		o.Notes = append(o.Notes, Text{Text: text, By: casework.Citizen, At: now(a), Public: true})
		alert(a, "feedback", duty(a.Case.State))
		return done{facts: map[string]string{"text": digest(text)}}, nil
	})
}

// Note keeps a remark that officials see only.
func (s *Service) Note(ctx context.Context, actor org.Actor, id string, version int64, text string) (Ref, error) {
	text, err := s.text(text, "text", "请填写备注。", "APP-42")
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "note", func(a *casework.Act, o *Application) (done, error) {
		o.Notes = append(o.Notes, Text{Text: text, By: actor.ID, At: now(a)})
		return done{facts: map[string]string{"text": digest(text)}}, nil
	})
}
