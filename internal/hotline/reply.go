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

// ReplyForm is a department's answer to the citizen.
type ReplyForm struct {
	Text    string `json:"text"`
	Result  string `json:"result"`            // one of Results
	Contact string `json:"contact,omitempty"` // how the citizen was told: a RevisitWay
	Grade   string `json:"grade,omitempty"`   // what the citizen said when told (HOT-63)
}

// Reply answers the citizen and takes the first reading of satisfaction (HOT-63). The handling meter stops here. It is
// refused while an assisting department has not answered (HOT-72), and for an important order until the wording has
// passed legal review and has been signed off (HOT-30, HOT-75).
func (s *Service) Reply(ctx context.Context, actor org.Actor, id string, version int64, in ReplyForm) (Ref, error) {
	grade, err := satisfaction.Parse(in.Grade)
	if err != nil {
		return Ref{}, fault.New(fault.Invalid, "hotline.first_grade", "答复时须征求诉求人是否满意并如实记录。").On("grade", "请选择").Under("HOT-63")
	}
	if err := oneOf(RevisitWays, in.Contact, "contact", "请选择答复方式。"); err != nil {
		return Ref{}, err
	}
	if err := s.checkReply(&in); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "reply", func(a *casework.Act, o *Order) (any, error) {
		if err := s.tasksDone(a); err != nil {
			return nil, err
		}
		if o.Important > 0 {
			if err := asSigned(a, o, in); err != nil {
				return nil, err
			}
		}
		now := a.Tx().Now
		o.Replied, o.RepliedBy, o.First, o.NoticeDue = now, actor.ID, grade, false
		s.addReply(a, o, in, grade, false)
		if deferred(in.Result) {
			o.track("deferred")
		}
		if err := a.Stop(MeterHandling, now); err != nil {
			return nil, err
		}
		late := casework.Alarm{Kind: "late", Workdays: 0}
		if err := a.Start(MeterGiveBack, s.policy.Now().Term("hotline.limit.give_back", a.Case.Region), now, late); err != nil {
			return nil, err
		}
		return map[string]any{"reply": digest(in.Text), "result": in.Result, "grade": grade, "dept": o.Lead}, nil
	})
}

// asSigned refuses an answer that is not, in wording and result, the one that was last put forward and signed (HOT-75).
func asSigned(a *casework.Act, o *Order, in ReplyForm) error {
	var text, result, lawyer, leader string
	_, err := a.Tx().One(`SELECT text, result, legal_by, signed_by FROM order_replies WHERE order_id = $1 AND round = $2 AND draft = 1 ORDER BY at DESC, id DESC LIMIT 1`,
		[]any{o.ID, o.Redos + 1}, &text, &result, &lawyer, &leader)
	if err == nil && (lawyer == "" || leader == "" || text != in.Text || result != in.Result) {
		err = fault.New(fault.Refused, "hotline.reply.unsigned", "重要事项的答复须经法规审查和领导签发，且不得改动签发的内容和办理结果。").Under("HOT-75")
	}
	return err
}

// ProposeReply sends the wording of an important answer to legal review (HOT-30).
func (s *Service) ProposeReply(ctx context.Context, actor org.Actor, id string, version int64, in ReplyForm) (Ref, error) {
	if err := s.checkReply(&in); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "propose_reply", func(a *casework.Act, o *Order) (any, error) {
		if err := s.tasksDone(a); err != nil {
			return nil, err
		}
		s.addReply(a, o, in, "", true)
		return map[string]any{"reply": digest(in.Text), "result": in.Result}, nil
	})
}

// Review is the legal review of a proposed answer: it goes on to be signed off, or back to the handler (HOT-30).
func (s *Service) Review(ctx context.Context, actor org.Actor, id string, version int64, pass bool, opinion string) (Ref, error) {
	return s.judge(ctx, actor, id, version, "review", pass, opinion, `UPDATE order_replies SET legal_by = $1 WHERE id = $2`)
}

// SignOff is the leader's signature under a reviewed answer; with it, or with his refusal, the order goes back to the
// handler, who sends the answer as signed (HOT-75).
func (s *Service) SignOff(ctx context.Context, actor org.Actor, id string, version int64, pass bool, opinion string) (Ref, error) {
	return s.judge(ctx, actor, id, version, "sign_off", pass, opinion, `UPDATE order_replies SET signed_by = $1 WHERE id = $2`)
}

// judge marks the latest draft as passed, or sends it back. Nobody judges what he, or whom he stands in for, has a hand in.
func (s *Service) judge(ctx context.Context, actor org.Actor, id string, version int64, action string, pass bool, opinion, mark string) (Ref, error) {
	if opinion = strings.TrimSpace(opinion); opinion == "" && !pass {
		return Ref{}, fault.New(fault.Invalid, "hotline.opinion", "退回时请写明意见。").On("opinion", "不能为空")
	}
	if err := s.fits("opinion", opinion); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, action, func(a *casework.Act, o *Order) (any, error) {
		var draft, author string
		if _, err := a.Tx().One(`SELECT id, by_person FROM order_replies WHERE order_id = $1 AND draft = 1 ORDER BY at DESC, id DESC LIMIT 1`, []any{o.ID}, &draft, &author); err != nil {
			return nil, err
		}
		if actor.Is(author) || actor.Is(o.RepliedBy) || actor.Is(a.Was().Assignee) {
			return nil, fault.New(fault.Forbidden, "hotline.self", "承办人不能审查、签发自己拟写的答复。").Under("HOT-75")
		}
		if pass {
			a.Tx().Queue(mark, actor.ID, draft)
		} else if action == "review" {
			a.To(Handling)
		}
		if opinion != "" {
			s.addNote(a, opinion, false)
		}
		return map[string]any{"pass": pass, "opinion": digest(opinion)}, nil
	})
}

// ReplyTask is an assisting department's answer to the lead (HOT-72).
func (s *Service) ReplyTask(ctx context.Context, actor org.Actor, id string, version int64, text string) (Ref, error) {
	if text = strings.TrimSpace(text); text == "" {
		return Ref{}, fault.New(fault.Invalid, "hotline.reply", "请填写协办意见。").On("text", "不能为空").Under("HOT-72")
	}
	if err := s.fits("text", text); err != nil {
		return Ref{}, err
	}
	return s.taskAct(ctx, actor, id, version, "reply_assist", func(a *casework.Act) (any, error) {
		a.Tx().Queue(`INSERT INTO order_replies (id, order_id, round, dept, text, result, by_person, at) VALUES ($1, $2, 1, $3, $4, 'assist', $5, $6)`,
			a.Tx().NewID(), a.Case.ID, a.Case.Dept, text, actor.ID, storage.Millis(a.Tx().Now))
		return map[string]string{"reply": digest(text)}, nil
	})
}

func (s *Service) tasksDone(a *casework.Act) error {
	tasks, err := s.kernel.Children(a.Tx(), a.Case.ID)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if t.Open() {
			return fault.New(fault.Refused, "hotline.assist.open", "协办部门尚未全部回复，牵头部门暂不能答复办结。").Under("HOT-72")
		}
	}
	return nil
}

func (s *Service) addReply(a *casework.Act, o *Order, in ReplyForm, grade satisfaction.Grade, draft bool) {
	a.Tx().Queue(`INSERT INTO order_replies (id, order_id, round, dept, text, result, grade, contact, draft, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		a.Tx().NewID(), o.ID, o.Redos+1, o.Lead, in.Text, in.Result, grade, in.Contact, draft, a.Actor().ID, storage.Millis(a.Tx().Now))
}

// lastAnswer gives what the citizen was answered last, and with which result; "" before the first answer.
func lastAnswer(tx *storage.Tx, orderID string) (text, result string, err error) {
	_, err = tx.One(`SELECT text, result FROM order_replies WHERE order_id = $1 AND draft = 0 ORDER BY at DESC, id DESC LIMIT 1`, []any{orderID}, &text, &result)
	return text, result, err
}

func (s *Service) checkReply(in *ReplyForm) error {
	if err := in.check(); err != nil {
		return err
	}
	return s.fits("text", in.Text)
}

func (in *ReplyForm) check() error {
	if in.Text = strings.TrimSpace(in.Text); in.Text == "" {
		return fault.New(fault.Invalid, "hotline.reply", "请填写答复内容。").On("text", "不能为空").Under("HOT-29")
	}
	return oneOf(Results, in.Result, "result", "请选择办理结果。")
}

// addNote keeps a remark beside the order; the event holds only its hash.
func (s *Service) addNote(a *casework.Act, text string, public bool) {
	a.Tx().Queue(`INSERT INTO order_notes (id, order_id, public, text, by_person, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		a.Tx().NewID(), a.Case.ID, public, text, a.Actor().ID, storage.Millis(a.Tx().Now))
}

// Note keeps an internal remark (AUD-10). Citizens never see it.
func (s *Service) Note(ctx context.Context, actor org.Actor, id string, version int64, text string) (Ref, error) {
	if text = strings.TrimSpace(text); text == "" {
		return Ref{}, fault.New(fault.Invalid, "hotline.note", "请填写备注内容。").On("text", "不能为空")
	}
	if err := s.fits("text", text); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "note", func(a *casework.Act, o *Order) (any, error) {
		s.addNote(a, text, false)
		return map[string]string{"text": digest(text)}, nil
	})
}
