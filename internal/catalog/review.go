package catalog

import (
	"context"
	"slices"
	"strings"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Ruling is how a change is examined. Outcome is one of Rulings.
type Ruling struct {
	Outcome string `json:"outcome"`
	Opinion string `json:"opinion,omitempty"`
}

func (r *Ruling) check() error {
	r.Opinion = strings.TrimSpace(r.Opinion)
	bad := fault.New(fault.Invalid, "catalog.ruling", "请写明审核意见。").Under("CAT-09")
	if !known(Rulings, r.Outcome) {
		bad.On("outcome", "请选择审核结论")
	}
	if r.Outcome != "pass" && r.Opinion == "" {
		bad.On("opinion", "退回或者不予变更须写明理由")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// Review rules on a change; nobody reviews what he wrote himself. One that touches fees goes on to three offices (ORG-24),
// any other takes effect.
func (s *Service) Review(ctx context.Context, actor org.Actor, id string, version int64, in Ruling) (Ref, error) {
	return s.rule(ctx, actor, id, version, "review", "review", in, func(a *casework.Act, c *change) (any, error) {
		if err := s.sound(a.Tx(), c, a.Case.Region); err != nil {
			return nil, err
		}
		touches, err := s.touchesFees(a.Tx(), c)
		if err != nil {
			return nil, err
		}
		if touches {
			a.To(ChangeApproving)
			return nil, nil
		}
		a.To(ChangeEffected)
		return s.effect(a, c)
	})
}

// Countersign is the examination of a change of fees by one of the three offices (ORG-24): body is centre, finance or
// price. The last one to pass it makes it take effect; three different people must.
func (s *Service) Countersign(ctx context.Context, actor org.Actor, id string, version int64, body string, in Ruling) (Ref, error) {
	if body == "review" || !known(Bodies, body) {
		return Ref{}, fault.New(fault.Invalid, "catalog.body", "会审单位应为政务服务中心、财政部门、价格主管部门之一。").Under("ORG-24")
	}
	return s.rule(ctx, actor, id, version, "approve_"+body, body, in, func(a *casework.Act, c *change) (any, error) {
		passed, err := countersigned(a.Tx(), c, body, actor.ID)
		if err != nil {
			return nil, err
		}
		if passed < len(Bodies)-2 { // the others of the three
			a.To(ChangeApproving)
			return nil, nil
		}
		if err := s.sound(a.Tx(), c, a.Case.Region); err != nil {
			return nil, err
		}
		a.To(ChangeEffected)
		return s.effect(a, c)
	})
}

// countersigned counts which other offices have passed the change in this round.
func countersigned(tx *storage.Tx, c *change, body, person string) (passed int, err error) {
	var refusal error
	err = tx.All(`SELECT body, by_person FROM catalog_opinions WHERE change_id = $1 AND round = $2 AND body <> 'review'`, []any{c.id, c.round}, func(scan func(...any) error) error {
		var other, who string
		if err := scan(&other, &who); err != nil {
			return err
		}
		switch {
		case other == body:
			refusal = fault.Newf(fault.Conflict, "catalog.countersigned", "%s已经会审。", label(Bodies, body)).Under("ORG-24")
		case who == person:
			refusal = fault.New(fault.Refused, "catalog.same", "收费变更须由三个单位的不同人员分别会审。").Under("ORG-24")
		}
		passed++
		return nil
	})
	if err == nil {
		err = refusal
	}
	return passed, err
}

// rule writes an opinion down and lets pass decide what follows from a pass. A return goes back to the author; what the
// others said of this round counts no more.
func (s *Service) rule(ctx context.Context, actor org.Actor, id string, version int64, action, body string, in Ruling, pass func(a *casework.Act, c *change) (any, error)) (Ref, error) {
	if err := in.check(); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, action, func(a *casework.Act, c *change) (facts any, err error) {
		if c.author == actor.ID {
			return nil, fault.New(fault.Refused, "catalog.own", "不能审核自己编制的变更。").Under("CAT-09")
		}
		var effect any
		switch in.Outcome {
		case "return":
			a.To(ChangeDrafting)
		case "reject":
			a.To(ChangeRejected)
			release(a.Tx(), c)
		default:
			if effect, err = pass(a, c); err != nil {
				return nil, err
			}
		}
		a.Tx().Queue(`INSERT INTO catalog_opinions (id, change_id, round, body, outcome, text, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			a.Tx().NewID(), c.id, c.round, body, in.Outcome, in.Opinion, actor.ID, storage.Millis(a.Tx().Now))
		return map[string]any{"item": c.item, "outcome": in.Outcome, "opinion": audit.Digest(in.Opinion), "effect": effect}, nil
	})
}

// touchesFees reports whether the change adds, removes or alters a fee.
func (s *Service) touchesFees(tx *storage.Tx, c *change) (bool, error) {
	if c.record == nil {
		return false, nil
	}
	var before []Fee
	if c.base > 0 {
		i, err := s.Version(tx, c.item, c.base)
		if err != nil {
			return false, err
		}
		before = i.Record.Fees
	}
	return !slices.Equal(before, c.record.Fees), nil
}
