package approval

import (
	"context"
	"time"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Urgency is that an application is specially urgent: it is handled on arrival, and the head of the department supervises it
// in person (TIME-07).
type Urgency struct {
	Why  string    `json:"why"`
	Head string    `json:"head"` // id of the head
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// MarkUrgent marks an application that waits for acceptance as specially urgent: it is due the day its materials are
// complete, and the head of its department is recorded as its supervisor and told (TIME-07).
func (s *Service) MarkUrgent(ctx context.Context, actor org.Actor, id string, version int64, why string) (Ref, error) {
	why, err := s.text(why, "why", "请写明特别紧急的理由。", "TIME-07")
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "mark_urgent", func(a *casework.Act, o *Application) (done, error) {
		if o.Urgent != nil {
			return done{}, fault.New(fault.Conflict, "approval.urgent.twice", "此件已列为特急件。").Under("TIME-07")
		}
		head, err := headOf(a.Tx(), o.DeptPath, a.Case.Region)
		if err != nil {
			return done{}, err
		}
		o.Urgent = &Urgency{Why: why, Head: head, By: actor.ID, At: now(a)}
		alertAt(a.Tx(), a.Case.ID, "urgent", org.ApplicationDecide, o.DeptPath, a.Case.Region)
		return done{facts: map[string]string{"why": digest(why), "head": head}}, nil
	})
}

// headOf is the id of the head of a department, who answers for it in the end (TIME-41). A department without one is refused.
func headOf(tx *storage.Tx, dept, region string) (string, error) {
	heads, err := org.Holders(tx, org.Head, dept, region)
	if err == nil && len(heads) == 0 {
		err = fault.New(fault.Refused, "approval.head", "承办部门尚未设置主要负责人，请联系管理员。").Under("TIME-41")
	}
	if err != nil {
		return "", err
	}
	return heads[0].ID, nil
}

// Assign names who of the department whose step it is handles the application: its time is his to answer for (TIME-41).
func (s *Service) Assign(ctx context.Context, actor org.Actor, id string, version int64, person string) (Ref, error) {
	return s.act(ctx, actor, id, version, "assign", func(a *casework.Act, o *Application) (done, error) {
		if err := s.ofStep(a, person, "person"); err != nil {
			return done{}, err
		}
		if a.Case.Assignee == person {
			return done{}, fault.New(fault.Conflict, "approval.assign.twice", "已由此人承办。").Under("TIME-41")
		}
		a.Case.Assignee = person
		return done{facts: map[string]string{"step": o.Step}}, nil
	})
}
