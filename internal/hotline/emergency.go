package hotline

import (
	"context"
	"strings"
	"time"

	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Consent is the duty leader's agreement that an emergency goes to its department outside working hours (DUTY-01).
func (s *Service) Consent(ctx context.Context, actor org.Actor, id string, version int64, note string) (Ref, error) {
	note = strings.TrimSpace(note)
	if err := s.fits("note", note); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "consent", func(a *casework.Act, o *Order) (any, error) {
		if o.Kind != "emergency" {
			return nil, fault.New(fault.Refused, "hotline.consent.kind", "只有应急件需要值班领导同意。").Under("DUTY-01")
		}
		addStep(a, "consent", a.Tx().Now, note)
		return map[string]string{"note": digest(note)}, nil
	})
}

// raise makes an emergency of an order that is on its way: what runs of dispatch and handling, its own and that of those who
// assist, ends when an emergency that came now would have to be answered, if that is sooner (HOT-57).
func (s *Service) raise(a *casework.Act, o *Order, facts map[string]any) (err error) {
	term := s.limit(o.Kind, a.Case.Region)
	if a.Case.State == Registered {
		s.alert(a, "raised", org.OrderDispatch)
		return s.hasten(a, MeterDispatch, term, casework.Alarm{Kind: "late"})
	}
	s.alert(a, "raised", org.OrderReply)
	if facts["head"], err = s.callOut(a); err != nil {
		return err
	}
	if err := s.hasten(a, MeterHandling, term, handlingAlarms(s.policy.Now(), a.Case.Region, term.Amount)...); err != nil {
		return err
	}
	tasks, err := s.kernel.Children(a.Tx(), o.ID)
	for _, t := range tasks {
		if err == nil && t.Open() {
			err = s.hastenTask(a.Tx(), t.ID, term)
		}
	}
	return err
}

func (s *Service) hastenTask(tx *storage.Tx, id string, term deadline.Term) error {
	task, err := s.kernel.Begin(tx, org.System(), id, 0, "hasten")
	if err != nil {
		return err
	}
	if err := s.hasten(task, MeterHandling, term, casework.Alarm{Kind: "late"}); err != nil {
		return err
	}
	s.alert(task, "assist.raised", org.OrderReply)
	return task.Finish("", nil)
}

// hasten starts a running meter anew with a shorter term, if that ends sooner: what is late stays late.
func (s *Service) hasten(a *casework.Act, name string, term deadline.Term, alarms ...casework.Alarm) error {
	m, now := a.Meter(name), a.Tx().Now
	if m == nil || !m.Running() {
		return nil
	}
	cal, err := s.kernel.Calendars.At(a.Tx(), m.Calendar, m.Region)
	if err != nil || !deadline.Due(deadline.Meter{Term: term, Start: now}, cal).Due.Before(m.Due) {
		return err
	}
	if err := a.Stop(name, now); err != nil {
		return err
	}
	return a.Start(name, term, now, alarms...)
}

// callOut tells the duty leader and the leaders in charge of an emergency that is with its department, and names the
// department's head, who supervises it in person (TIME-07).
func (s *Service) callOut(a *casework.Act) (head string, err error) {
	s.alert(a, "emergency", org.OrderEmergencyConsent)
	s.alert(a, "emergency", org.OrderSignoff)
	return headOf(a)
}

// LogEmergency records a step of an emergency: the report to the leader, the team sent, its arrival, and the three
// closing actions (HOT-76, HOT-77). happened is when, by the person's account; it may not lie in the future.
func (s *Service) LogEmergency(ctx context.Context, actor org.Actor, id string, version int64, step string, happened time.Time, note string) (Ref, error) {
	if err := oneOf(EmergencySteps, step, "step", "请选择应急处置环节。"); err != nil {
		return Ref{}, err
	}
	note = strings.TrimSpace(note)
	if err := s.fits("note", note); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "log_emergency", func(a *casework.Act, o *Order) (any, error) {
		if happened.IsZero() {
			happened = a.Tx().Now
		}
		if happened.After(a.Tx().Now) {
			return nil, fault.New(fault.Invalid, "hotline.emergency.future", "处置时间不能晚于现在。").On("happened", "晚于现在")
		}
		if o.Kind != "emergency" && !o.Major {
			return nil, fault.New(fault.Refused, "hotline.emergency.kind", "只有应急件和重大件记录应急处置。").Under("HOT-76")
		}
		addStep(a, step, happened, note)
		return map[string]any{"step": step, "happened": millis(happened), "note": digest(note)}, nil
	})
}

// Flag marks an order important or major, or takes the mark back with a reason (GAP-33). The service hall's mark confirms.
// What becomes major is reported to the leaders (HOT-89, HOT-22).
func (s *Service) Flag(ctx context.Context, actor org.Actor, id string, version int64, important, major bool, why string) (Ref, error) {
	if err := s.given(&why, fault.New(fault.Invalid, "hotline.flag.why", "请写明标记理由。").Under("GAP-33")); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "flag", func(a *casework.Act, o *Order) (any, error) {
		if major && !o.Major {
			s.alert(a, "major", org.OrderSignoff)
		}
		o.Important, o.Major = map[bool]int64{true: 2}[important], major
		s.addNote(a, why, false)
		return map[string]any{"important": important, "major": major, "why": digest(why)}, nil
	})
}

func addStep(a *casework.Act, step string, happened time.Time, note string) {
	a.Tx().Queue(`INSERT INTO order_emergencies (id, order_id, step, happened, note, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		a.Tx().NewID(), a.Case.ID, step, storage.Millis(happened), note, a.Actor().ID, storage.Millis(a.Tx().Now))
}

func hasStep(tx *storage.Tx, orderID, step string) (bool, error) {
	n := 0
	_, err := tx.One(`SELECT COUNT(*) FROM order_emergencies WHERE order_id = $1 AND step = $2`, []any{orderID, step}, &n)
	return n > 0, err
}

// closingSteps refuses while one of the three closing actions of an emergency is missing (HOT-77).
func closingSteps(tx *storage.Tx, orderID string) error {
	for _, step := range EmergencySteps[3:] {
		done, err := hasStep(tx, orderID, step.Key)
		if err != nil {
			return err
		}
		if !done {
			return fault.Newf(fault.Refused, "hotline.emergency.closing", "应急件尚未“%s”，不能交还。", step.Label).Under("HOT-77")
		}
	}
	return nil
}
