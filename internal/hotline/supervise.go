package hotline

import (
	"context"
	"strings"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/storage"
)

// AlertTopic is the outbox topic of what people should be told: that an order nears its end, is late, wants a notice.
const AlertTopic = "hotline.alert"

// Alert is a message to those who hold a permission over an order.
type Alert struct {
	Order      string         `json:"order"`
	Kind       string         `json:"kind"`
	Permission org.Permission `json:"permission"`
	Dept       string         `json:"dept"`
	Region     string         `json:"region"`
}

// ring is what the hotline does when a meter nears its end or passes it (HOT-51 to HOT-54). An order that is still not
// answered when the supervision notice could be due is long unresolved and goes to the head of its department (HOT-09).
func (s *Service) ring(tx *storage.Tx, r casework.Ringing) error {
	c, err := s.kernel.Get(tx, r.CaseID)
	if err != nil {
		return err
	}
	if Flow.State(c.State).Final {
		return nil
	}
	if r.Meter != MeterHandling {
		return s.remind(tx, r)
	}
	switch r.Kind {
	case "soon":
		return s.promptUrge(tx, r)
	case "overdue":
		return s.issueUrge(tx, r)
	case "notice":
		return s.system(tx, r.CaseID, "notice_due", func(a *casework.Act, o *Order) (any, error) {
			due, err := s.noticeDue(a, o)
			if err != nil {
				return nil, err
			}
			o.NoticeDue = due
			head, err := s.toHead(a, o, "")
			return map[string]any{"due": due, "head": head["head"]}, err
		})
	}
	return nil
}

// remind records that a step other than handling is late, and tells those whose step it is.
func (s *Service) remind(tx *storage.Tx, r casework.Ringing) error {
	return s.system(tx, r.CaseID, "remind", func(a *casework.Act, o *Order) (any, error) {
		s.alert(a, r.Meter+".late", meterDuty[r.Meter])
		return map[string]string{"meter": r.Meter}, nil
	})
}

var meterDuty = map[string]org.Permission{MeterAccept: org.OrderRegister, MeterDispatch: org.OrderDispatch, MeterSign: org.OrderSign, MeterGiveBack: org.OrderReply, MeterRevisit: org.OrderRevisit}

// promptUrge asks the service hall to telephone the department before the limit (HOT-51).
func (s *Service) promptUrge(tx *storage.Tx, r casework.Ringing) error {
	return s.system(tx, r.CaseID, "prompt_urge", func(a *casework.Act, o *Order) (any, error) {
		s.alert(a, "handling.soon", org.OrderUrge)
		s.alert(a, "handling.soon", org.OrderReply)
		return nil, nil
	})
}

// issueUrge acts on a limit that has passed (HOT-52). While the department's plea for more time, which was made before, waits
// for its ruling, nothing is held against it: the ruling does.
func (s *Service) issueUrge(tx *storage.Tx, r casework.Ringing) error {
	return s.system(tx, r.CaseID, "issue_urge", func(a *casework.Act, o *Order) (any, error) {
		waiting, err := pleaWaits(a, o)
		if err != nil || waiting {
			return map[string]bool{"plea": true}, err
		}
		number, err := s.urgeOverdue(a, o)
		return map[string]any{"document": number, "explained": number == ""}, err
	})
}

// urgeOverdue puts an order whose limit has passed under tracking supervision. To a department that has reported nothing it
// sends the 催办通知书, and tells the leader in charge (HOT-52, HOT-53); number is "" for one that has.
func (s *Service) urgeOverdue(a *casework.Act, o *Order) (number string, err error) {
	o.track("overdue")
	explained, err := s.isExplained(a, o)
	if err != nil || explained {
		return "", err
	}
	if number, err = s.issue(a, o, "urge"); err != nil {
		return "", err
	}
	s.addUrge(a, o, "document", "")
	s.alert(a, "handling.overdue", org.OrderSignoff)
	s.alert(a, "handling.overdue", org.OrderSupervise)
	s.alert(a, "handling.overdue", org.OrderReply)
	return number, nil
}

// roundOf is the round of the handling meter: urges and explanations count for the round in which they were made.
func roundOf(a *casework.Act) int64 {
	if m := a.Meter(MeterHandling); m != nil {
		return m.Round
	}
	return 1
}

func lateNow(a *casework.Act) bool {
	m := a.Meter(MeterHandling)
	return m != nil && m.Late(a.Tx().Now)
}

// Explain is the department's report on a delay. It stops the supervision notice (HOT-34, HOT-52, HOT-54).
func (s *Service) Explain(ctx context.Context, actor org.Actor, id string, version int64, text string) (Ref, error) {
	if text = strings.TrimSpace(text); text == "" {
		return Ref{}, fault.New(fault.Invalid, "hotline.explain", "请写明未能按期办结的原因和预计办结时间。").On("text", "不能为空").Under("HOT-34")
	}
	if err := s.fits("text", text); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "explain", func(a *casework.Act, o *Order) (any, error) {
		o.NoticeDue = false
		a.Tx().Queue(`INSERT INTO order_explanations (id, order_id, round, dept, text, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			a.Tx().NewID(), o.ID, roundOf(a), o.Lead, text, actor.ID, storage.Millis(a.Tx().Now))
		s.alert(a, "explained", org.OrderSupervise)
		return map[string]string{"text": digest(text)}, nil
	})
}

func (s *Service) isExplained(a *casework.Act, o *Order) (bool, error) {
	n := 0
	_, err := a.Tx().One(`SELECT COUNT(*) FROM order_explanations WHERE order_id = $1 AND round = $2`, []any{o.ID, roundOf(a)}, &n)
	return n > 0, err
}

// pleaWaits reports whether a plea for more time waits for its ruling in this round. None that came too late is on file
// (TIME-15): so it says in time why the limit cannot be kept, which is a report (HOT-52, HOT-61).
func pleaWaits(a *casework.Act, o *Order) (bool, error) {
	n := 0
	_, err := a.Tx().One(`SELECT COUNT(*) FROM order_extensions WHERE order_id = $1 AND round = $2 AND ruling = ''`, []any{o.ID, roundOf(a)}, &n)
	return n > 0, err
}

// noticeDue reports whether the 行政监察通知书 is due: the department was urged as often as policy asks after the limit, the
// overdue working day after the threshold has begun, and nothing was explained. All three are needed (HOT-54, GAP-08).
func (s *Service) noticeDue(a *casework.Act, o *Order) (bool, error) {
	missing, err := s.noticeMissing(a, o)
	return missing == "", err
}

// noticeMissing names the first of the three conditions that does not hold, "" when all do.
func (s *Service) noticeMissing(a *casework.Act, o *Order) (string, error) {
	m := a.Meter(MeterHandling)
	p := s.policy.Now()
	if m == nil || !m.Running() {
		return "此件已答复，不需下达。", nil
	}
	result, err := s.kernel.Explain(a.Tx(), m)
	if err != nil {
		return "", err
	}
	threshold := p.Int("hotline.notice.overdue", a.Case.Region)
	if a.Tx().Now.Before(result.OverdueBegins(threshold + 1).Start()) {
		return "超过办理时限未满规定的工作日数。", nil
	}
	urges := int64(0)
	cond := " AND late = 1"
	if p.Bool("hotline.notice.reminders", a.Case.Region) {
		cond = ""
	}
	if _, err := a.Tx().One(`SELECT COUNT(*) FROM order_urges WHERE order_id = $1 AND round = $2 AND how <> 'citizen'`+cond, []any{o.ID, m.Round}, &urges); err != nil {
		return "", err
	}
	if urges < int64(p.Int("hotline.notice.urges", a.Case.Region)) {
		return "到期后的催办次数不足。", nil
	}
	explained, err := s.isExplained(a, o)
	if err != nil || explained {
		return "承办单位已报告说明原因。", err
	}
	waiting, err := pleaWaits(a, o)
	if err != nil || waiting {
		return "承办单位在时限内提出的延期申请尚未审批。", err
	}
	return "", nil
}

// IssueNotice issues the 行政监察通知书, ordering correction, with a written circular. It is refused unless all three
// conditions hold (HOT-54).
func (s *Service) IssueNotice(ctx context.Context, actor org.Actor, id string, version int64) (Ref, error) {
	return s.act(ctx, actor, id, version, "issue_notice", func(a *casework.Act, o *Order) (any, error) {
		again := 0
		if _, err := a.Tx().One(`SELECT COUNT(*) FROM order_documents WHERE order_id = $1 AND kind = 'notice' AND issued_at >= $2`, []any{o.ID, millis(a.Meter(MeterHandling).Start)}, &again); err != nil {
			return nil, err
		}
		if again > 0 {
			return nil, fault.New(fault.Conflict, "hotline.notice.again", "此件本次办理的行政监察通知书已经下达，不能重复下达；重新办理后又超期的，可再次下达。").Under("HOT-54")
		}
		missing, err := s.noticeMissing(a, o)
		if err != nil {
			return nil, err
		}
		if missing != "" {
			return nil, fault.New(fault.Refused, "hotline.notice.early", "不具备下达行政监察通知书的条件："+missing).Under("HOT-54")
		}
		o.NoticeDue = false
		o.track("notice")
		number, err := s.issue(a, o, "notice")
		if err != nil {
			return nil, err
		}
		circular, err := s.issue(a, o, "circular")
		if err != nil {
			return nil, err
		}
		s.alert(a, "notice", org.OrderReply)
		s.alert(a, "notice", org.OrderSignoff)
		return map[string]string{"document": number, "circular": circular}, nil
	})
}

// Supervise opens tracking supervision by hand (HOT-15, HOT-53), or ends it. What was redone, put before the
// leading group or is hard to settle stays tracked until it is closed (HOT-09, HOT-69).
func (s *Service) Supervise(ctx context.Context, actor org.Actor, id string, version int64, on bool, why string) (Ref, error) {
	if err := s.given(&why, fault.New(fault.Invalid, "hotline.supervise.why", "请写明督办理由。")); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "supervise", func(a *casework.Act, o *Order) (any, error) {
		if on {
			o.track("manual")
		} else if err := o.untrack(); err != nil {
			return nil, err
		}
		s.addNote(a, why, false)
		return map[string]any{"on": on, "why": digest(why)}, nil
	})
}

// alert queues a message to those who hold a permission over the order.
func (s *Service) alert(a *casework.Act, kind string, p org.Permission) {
	alertOn(a.Tx(), a.Case, kind, p)
}

func alertOn(tx *storage.Tx, c *casework.Case, kind string, p org.Permission) {
	outbox.Put(tx, outbox.Message{Topic: AlertTopic, Key: tx.NewID(), Body: Alert{Order: c.ID, Kind: kind, Permission: p, Dept: c.Dept, Region: c.Region}})
}

// ringAssist tells an assisting department that its task is late or nearly so, and the lead, who may not answer without it
// (HOT-72); of a task that is not signed for only those who sign.
func (s *Service) ringAssist(tx *storage.Tx, r casework.Ringing) error {
	c, err := s.kernel.Get(tx, r.CaseID)
	if err != nil || AssistFlow.State(c.State).Final {
		return err
	}
	a, err := s.kernel.Begin(tx, org.System(), r.CaseID, 0, "remind")
	if err != nil {
		return err
	}
	if r.Meter == MeterSign {
		s.alert(a, "sign.late", org.OrderSign)
	} else {
		order, err := s.kernel.Get(tx, c.Parent)
		if err != nil {
			return err
		}
		s.alert(a, "assist."+r.Kind, org.OrderReply)
		alertOn(tx, order, "assisted."+r.Kind, org.OrderReply)
	}
	return a.Finish("", map[string]string{"meter": r.Meter, "kind": r.Kind})
}
