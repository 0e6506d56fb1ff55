package hotline

import (
	"context"
	"strings"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// ReturnForm is a department's plea that an order is not its own (HOT-38, HOT-39).
type ReturnForm struct {
	Ground   string `json:"ground"`
	Reason   string `json:"reason"`
	Basis    string `json:"basis"`
	Proposed string `json:"proposed,omitempty"` // id of the department that should have it
}

// Return sends an order back to the supervision centre, on one of two grounds, with reason and basis, within the window
// that runs from the dispatch, and not more often than policy allows for one department (HOT-38, HOT-39, GAP-01).
func (s *Service) Return(ctx context.Context, actor org.Actor, id string, version int64, in ReturnForm) (Ref, error) {
	if err := in.check(); err != nil {
		return Ref{}, err
	}
	if err := s.fits("reason", in.Reason, "basis", in.Basis); err != nil {
		return Ref{}, err
	}
	if in.Proposed != "" {
		dir, err := s.org.Directory(ctx)
		if err != nil {
			return Ref{}, err
		}
		if _, err := department(dir, in.Proposed, "proposed"); err != nil {
			return Ref{}, err
		}
	}
	return s.act(ctx, actor, id, version, "return", func(a *casework.Act, o *Order) (any, error) {
		window := a.Meter(MeterReturn)
		if window == nil || window.Late(a.Tx().Now) {
			return nil, fault.New(fault.Refused, "hotline.return.late", "已超过退单时限，不能退单，请按时办理。").Under("HOT-38")
		}
		if in.Proposed == o.Lead {
			return nil, fault.New(fault.Invalid, "hotline.return.proposed", "建议的承办部门不能是本部门。").On("proposed", "请选择其他部门").Under("HOT-39")
		}
		before := 0
		if _, err := a.Tx().One(`SELECT COUNT(*) FROM order_returns WHERE order_id = $1 AND dept = $2`, []any{o.ID, o.Lead}, &before); err != nil {
			return nil, err
		}
		if before >= s.policy.Now().Int("hotline.return.times", a.Case.Region) {
			return nil, fault.New(fault.Refused, "hotline.return.again", "本部门已就此件退单一次，裁定后不得再退。").Under("HOT-38")
		}
		o.Returns++
		a.Tx().Queue(`INSERT INTO order_returns (id, order_id, dept, ground, reason, basis, proposed, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			a.Tx().NewID(), o.ID, o.Lead, in.Ground, in.Reason, in.Basis, in.Proposed, actor.ID, storage.Millis(a.Tx().Now))
		return map[string]any{"dept": o.Lead, "ground": in.Ground, "reason": digest(in.Reason), "basis": digest(in.Basis), "proposed": in.Proposed}, nil
	})
}

func (in *ReturnForm) check() error {
	in.Reason, in.Basis = strings.TrimSpace(in.Reason), strings.TrimSpace(in.Basis)
	if err := oneOf(Grounds, in.Ground, "ground", "退单只限两种情形：不属于本部门管辖，或应由其他部门主办。"); err != nil {
		return fault.From(err).Under("HOT-39")
	}
	bad := fault.New(fault.Invalid, "hotline.return", "退单须写明理由和依据。").Under("HOT-38")
	if in.Reason == "" {
		bad.On("reason", "请填写退单理由")
	}
	if in.Basis == "" {
		bad.On("basis", "请填写退单依据")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// Ruling is the supervision centre's answer to a return. It binds: the department it names keeps the order.
type Ruling struct {
	Uphold bool   `json:"uphold"`         // the department was right
	Lead   string `json:"lead,omitempty"` // who gets it then
	Why    string `json:"why"`
	Rule   string `json:"rule,omitempty"` // keywords by which later orders of the kind are offered to this department
}

// RuleReturn decides on a return. If upheld, the new lead gets the order with new meters; if not, the same department
// goes on and its handling time has not stopped meanwhile. With Rule, the ruling becomes a routing rule (HOT-38).
func (s *Service) RuleReturn(ctx context.Context, actor org.Actor, id string, version int64, in Ruling) (Ref, error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return Ref{}, err
	}
	if err := s.given(&in.Why, fault.New(fault.Invalid, "hotline.ruling", "请写明裁定理由。").Under("HOT-38")); err != nil {
		return Ref{}, err
	}
	if err := s.fits("rule", in.Rule); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "rule_return", func(a *casework.Act, o *Order) (any, error) {
		lead, err := in.lead(dir, o)
		if err != nil {
			return nil, err
		}
		ruling := "rejected"
		if in.Uphold {
			ruling = "upheld"
			for _, meter := range []string{MeterHandling, MeterSign, MeterReturn} {
				if err := a.Stop(meter, a.Tx().Now); err != nil {
					return nil, err
				}
			}
			if err := s.dropTask(a, lead.Path); err != nil {
				return nil, err
			}
			if err := s.sendTo(a, o, lead, ""); err != nil {
				return nil, err
			}
			assist, err := s.assistants(a, dir)
			if err != nil {
				return nil, err
			}
			if err := s.toDistrict(a, o, dir, lead, assist); err != nil {
				return nil, err
			}
		} else if m := a.Meter(MeterSign); m != nil && !m.Running() {
			a.To(Handling)
		}
		if in.Rule != "" {
			s.addRoutingRule(a.Tx(), actor, RoutingRule{Keywords: in.Rule, Category: o.Category, Region: a.Case.Region, Dept: lead.ID, Origin: o.ID})
		}
		a.Tx().Queue(`UPDATE order_returns SET ruling = $1, ruled_to = $2, ruled_why = $3, ruled_by = $4, ruled_at = $5 WHERE order_id = $6 AND ruling = ''`,
			ruling, lead.ID, in.Why, actor.ID, storage.Millis(a.Tx().Now), o.ID)
		return map[string]any{"ruling": ruling, "lead": lead.ID, "why": digest(in.Why)}, nil
	})
}

// dropTask ends the assisting task of a department that has become the lead.
func (s *Service) dropTask(a *casework.Act, deptPath string) error {
	tasks, err := s.kernel.Children(a.Tx(), a.Case.ID)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if t.Dept != deptPath || !t.Open() {
			continue
		}
		task, err := s.kernel.Begin(a.Tx(), a.Actor(), t.ID, 0, "drop")
		if err != nil {
			return err
		}
		if err := task.Finish("", nil); err != nil {
			return err
		}
	}
	return nil
}

func (in Ruling) lead(dir *org.Directory, o *Order) (org.Department, error) {
	if !in.Uphold {
		return department(dir, o.Lead, "lead")
	}
	if in.Lead == "" || in.Lead == o.Lead {
		return org.Department{}, fault.New(fault.Invalid, "hotline.ruling", "支持退单时，请指定另一个承办部门。").On("lead", "不能为空").Under("HOT-38")
	}
	return department(dir, in.Lead, "lead")
}
