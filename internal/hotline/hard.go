package hotline

import (
	"context"
	"slices"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
)

// Why an order is under tracking supervision, the weakest reason first. From "redo" on, tracking lasts until the order is
// closed (HOT-09, HOT-69).
var trackReasons = []string{"", "manual", "assigned", "deferred", "overdue", "notice", "redo", "escalated", "hard"}

// track puts the order under tracking supervision for a reason. A stronger reason that stands already stays.
func (o *Order) track(reason string) {
	if slices.Index(trackReasons, reason) > slices.Index(trackReasons, o.Tracked) {
		o.Tracked = reason
	}
}

// untrack ends tracking supervision, unless its reason lasts until the order is closed.
func (o *Order) untrack() error {
	switch {
	case o.Tracked == "hard":
		return fault.New(fault.Refused, "hotline.supervise.hard", "老大难件须跟踪督办到办结。").Under("HOT-09")
	case slices.Index(trackReasons, o.Tracked) >= slices.Index(trackReasons, "redo"):
		return fault.New(fault.Refused, "hotline.supervise.redo", "重办件须跟踪督办到办结。").Under("HOT-69")
	}
	o.Tracked = ""
	return nil
}

// ToHead puts an order that is hard to settle before the head of its department, who handles it in person from now on;
// it stays under tracking supervision until it is closed (HOT-09, HOT-10, TIME-07).
func (s *Service) ToHead(ctx context.Context, actor org.Actor, id string, version int64, why string) (Ref, error) {
	if err := s.given(&why, fault.New(fault.Invalid, "hotline.head.why", "请写明交主要负责人包案的理由。").Under("HOT-09")); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "to_head", func(a *casework.Act, o *Order) (any, error) {
		facts, err := s.toHead(a, o, why)
		if err == nil && facts["head"] == "" {
			err = fault.New(fault.Refused, "hotline.head", "承办部门尚未设置主要负责人，请联系管理员。").Under("HOT-85")
		}
		s.addNote(a, why, false)
		return facts, err
	})
}

func (s *Service) toHead(a *casework.Act, o *Order, why string) (map[string]string, error) {
	head, err := headOf(a)
	if err != nil {
		return nil, err
	}
	if head != "" {
		a.Case.Assignee = head
	}
	o.track("hard")
	s.alert(a, "hard", org.OrderSignoff)
	return map[string]string{"head": head, "why": digest(why)}, nil
}

// headOf is the id of the head of the department that has the case, its directly responsible person (HOT-85); "" when
// there is none.
func headOf(a *casework.Act) (string, error) {
	heads, err := org.Holders(a.Tx(), org.Head, a.Case.Dept, a.Case.Region)
	if err != nil || len(heads) == 0 {
		return "", err
	}
	return heads[0].ID, nil
}

// crowded reports whether as many people as policy asks brought the matter, so that it counts as hard to settle
// (HOT-09). One telephone is one person however often it called.
func (s *Service) crowded(a *casework.Act, o *Order) (bool, error) {
	if o.Group == "" {
		return false, nil
	}
	people := 0
	_, err := a.Tx().One(`SELECT COUNT(DISTINCT CASE WHEN p.phone_index = '' THEN p.order_id ELSE p.phone_index END) FROM order_callers p
		JOIN orders o ON o.id = p.order_id WHERE (o.group_id = $1 AND o.group_id <> '') OR o.id = $2`, []any{o.Group, o.ID}, &people)
	return people >= s.policy.Now().Int("hotline.hard.callers", a.Case.Region), err
}

// weigh puts the leading order of a group before the head of its department once enough people brought the matter. An
// order that is not with a department yet is weighed again at its dispatch.
func (s *Service) weigh(a *casework.Act, o *Order) error {
	many, err := s.crowded(a, o)
	if err != nil || !many || o.Group == o.ID { // the leading order has brought nobody new
		return err
	}
	c, err := s.kernel.Get(a.Tx(), o.Group)
	if err != nil || !Flow.Action("to_head").Allowed(c.State) {
		return err
	}
	if lead, err := load(a.Tx(), o.Group); err != nil || lead.Tracked == "hard" {
		return err
	}
	return s.system(a.Tx(), o.Group, "to_head", func(a *casework.Act, o *Order) (any, error) { return s.toHead(a, o, "") })
}

// modes names how an order is to be disposed of, by the kind of its problem (HOT-100). result is that of the last answer.
func (o *Order) modes(result string) []string {
	out := []string{}
	for _, m := range []struct {
		key string
		is  bool
	}{{"at_once", o.Kind == "emergency"}, {"on_own", o.Tracked == "hard"}, {"on_site", o.Group != ""}, {"followed", deferred(result)}, {"open", o.Important > 0}} {
		if m.is {
			out = append(out, label(Modes, m.key))
		}
	}
	return out
}

// deferred reports whether an answer says that the matter cannot be settled yet: then it is followed (HOT-100).
func deferred(result string) bool { return result == "planned" || result == "impossible" }
