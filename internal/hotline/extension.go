package hotline

import (
	"context"
	"strings"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// ExtensionForm is the application for more time (延长时限申请表): all four statements are required (HOT-61). Amount is in
// the unit of the order's own limit.
type ExtensionForm struct {
	Amount    int    `json:"amount"`
	Promised  string `json:"promised"`  // the limit promised
	Statutory string `json:"statutory"` // the limit that laws and regulations set
	Basis     string `json:"basis"`
	Reason    string `json:"reason"`
}

// AskExtension asks the supervision centre for more time, before the limit has passed (HOT-61). Asked after it, the plea
// is refused and the order is marked deemed overdue (TIME-15): that mark is kept although the plea is not.
func (s *Service) AskExtension(ctx context.Context, actor org.Actor, id string, version int64, in ExtensionForm) (Ref, error) {
	if err := in.check(); err != nil {
		return Ref{}, err
	}
	if err := s.fits("promised", in.Promised, "statutory", in.Statutory, "basis", in.Basis, "reason", in.Reason); err != nil {
		return Ref{}, err
	}
	var refusal error
	ref, err := s.act(ctx, actor, id, version, "ask_extension", func(a *casework.Act, o *Order) (any, error) {
		m := a.Meter(MeterHandling)
		if m.Late(a.Tx().Now) {
			o.OverdueMark = "TIME-15"
			refusal = fault.New(fault.Refused, "hotline.extension.late", "办理时限已过才提出延期，不予受理，此件视为超时。").Under("TIME-15")
			return map[string]any{"refused": "late", "deemedOverdue": "TIME-15"}, nil
		}
		if in.Amount > m.Term.Amount {
			return nil, fault.Newf(fault.Refused, "hotline.extension.long", "延长的时限不能超过原时限（%d日）。", m.Term.Amount).On("amount", "过长").Under("GAP-06")
		}
		if len(m.Extensions) >= s.policy.Now().Int("hotline.extension.times", a.Case.Region) {
			return nil, fault.New(fault.Refused, "hotline.extension.again", "此件已延期，不能再次延期。").Under("GAP-06")
		}
		waiting, err := pleaWaits(a, o)
		if err != nil {
			return nil, err
		}
		if waiting {
			return nil, fault.New(fault.Conflict, "hotline.extension.waiting", "已有一份延期申请待审批。").Under("HOT-61")
		}
		a.Tx().Queue(`INSERT INTO order_extensions (id, order_id, round, amount, promised, statutory, basis, reason, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			a.Tx().NewID(), o.ID, m.Round, in.Amount, in.Promised, in.Statutory, in.Basis, in.Reason, actor.ID, storage.Millis(a.Tx().Now))
		return map[string]any{"amount": in.Amount, "form": digest(in.Promised + in.Statutory + in.Basis + in.Reason)}, nil
	})
	if err == nil {
		err = refusal
	}
	return ref, err
}

func (in *ExtensionForm) check() error {
	bad := fault.New(fault.Invalid, "hotline.extension", "延期申请表须填写完整。").Under("HOT-61")
	if in.Amount <= 0 {
		bad.On("amount", "请填写延长天数")
	}
	for _, f := range []struct {
		name, sentence string
		text           *string
	}{{"promised", "请填写承诺的工作时限", &in.Promised}, {"statutory", "请填写法律法规规定的时限", &in.Statutory},
		{"basis", "请填写延长依据", &in.Basis}, {"reason", "请填写延长理由", &in.Reason}} {
		if *f.text = strings.TrimSpace(*f.text); *f.text == "" {
			bad.On(f.name, f.sentence)
		}
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// RuleExtension grants or denies the waiting plea; the meter is longer only from a grant on (HOT-62). A plea made in
// time may be granted after the limit has passed: the time the centre took is not held against the department. One that is
// denied then excuses it no longer, and the 催办通知书 goes out (HOT-52).
func (s *Service) RuleExtension(ctx context.Context, actor org.Actor, id string, version int64, grant bool, why string) (Ref, error) {
	if err := s.given(&why, fault.New(fault.Invalid, "hotline.extension.why", "请写明审批意见。").Under("HOT-62")); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "rule_extension", func(a *casework.Act, o *Order) (any, error) {
		var plea, reason string
		var amount int
		var round int64
		found, err := a.Tx().One(`SELECT id, amount, reason, round FROM order_extensions WHERE order_id = $1 AND ruling = '' ORDER BY at DESC LIMIT 1`, []any{o.ID}, &plea, &amount, &reason, &round)
		if err != nil {
			return nil, err
		}
		if !found {
			return nil, fault.New(fault.Conflict, "hotline.extension.none", "没有待审批的延期申请。").Under("HOT-62")
		}
		ruling := "denied"
		if grant {
			if ruling = "granted"; round != roundOf(a) {
				return nil, fault.New(fault.Refused, "hotline.extension.round", "提出申请后办理时限已重新计算，这份申请不能再同意。").Under("HOT-62")
			}
			if err := a.Extend(MeterHandling, amount, actor.ID, "经督查中心同意延期", "HOT-62"); err != nil {
				return nil, err
			}
		}
		document := ""
		if lateNow(a) { // what the plea held up
			if document, err = s.urgeOverdue(a, o); err != nil {
				return nil, err
			}
		}
		a.Tx().Queue(`UPDATE order_extensions SET ruling = $1, ruled_why = $2, ruled_by = $3, ruled_at = $4 WHERE id = $5`, ruling, why, actor.ID, storage.Millis(a.Tx().Now), plea)
		return map[string]any{"plea": plea, "ruling": ruling, "amount": amount, "why": digest(why), "document": document}, nil
	})
}

// TellExtension records that the citizen was told of the new limit and the reason (HOT-62, TIME-09).
func (s *Service) TellExtension(ctx context.Context, actor org.Actor, id string, version int64, how string) (Ref, error) {
	if err := oneOf(RevisitWays, how, "how", "请选择告知方式。"); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "tell_extension", func(a *casework.Act, o *Order) (any, error) {
		told, err := a.Tx().Exec(`UPDATE order_extensions SET told_at = $1, told_how = $2, told_by = $3 WHERE order_id = $4 AND ruling = 'granted' AND told_at IS NULL`,
			storage.Millis(a.Tx().Now), how, actor.ID, o.ID)
		if err == nil && told == 0 {
			err = fault.New(fault.Conflict, "hotline.extension.told", "没有需要告知的延期。").Under("HOT-62")
		}
		return map[string]string{"how": how}, err
	})
}
