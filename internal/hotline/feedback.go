package hotline

import (
	"context"
	"crypto/subtle"
	"fmt"
	"strings"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// Feedback is what a citizen says of the hotline's own service (HOT-96). It is no appeal: it is no order, has no limit, and
// no rate counts it.
type Feedback struct {
	ID         string    `json:"id"`
	Number     string    `json:"number"`
	Channel    string    `json:"channel"`
	Text       string    `json:"text"`
	By         string    `json:"by,omitempty"` // who took it down; "" when the citizen wrote it
	At         time.Time `json:"at"`
	Answer     string    `json:"answer,omitempty"`
	AnsweredBy string    `json:"answeredBy,omitempty"`
	AnsweredAt time.Time `json:"answeredAt,omitzero"`
}

// FeedbackTicket is what a citizen keeps to read the answer.
type FeedbackTicket struct {
	Number string `json:"number"`
	Code   string `json:"code"`
}

// GiveFeedback takes what a citizen writes about the service. He need not say who he is (HOT-96).
func (s *Service) GiveFeedback(tx *storage.Tx, text string) (FeedbackTicket, error) {
	return s.keepFeedback(tx, "web", text, audit.Entry{Actor: casework.Citizen})
}

// TakeFeedback takes down what a citizen says about the service on the telephone, apart from his appeal (HOT-96).
func (s *Service) TakeFeedback(tx *storage.Tx, actor org.Actor, text string) (FeedbackTicket, error) {
	onBehalf, err := org.Require(actor, org.FeedbackTake, actor.DeptPath, actor.RegionPath)
	if err != nil {
		return FeedbackTicket{}, err
	}
	return s.keepFeedback(tx, "phone", text, audit.Entry{Actor: actor.ID, OnBehalf: onBehalf})
}

func (s *Service) keepFeedback(tx *storage.Tx, channel, text string, e audit.Entry) (FeedbackTicket, error) {
	if text = strings.TrimSpace(text); text == "" {
		return FeedbackTicket{}, fault.New(fault.Invalid, "hotline.feedback", "请写下您的意见。").On("text", "不能为空")
	}
	if err := s.fits("feedback", text); err != nil {
		return FeedbackTicket{}, err
	}
	year := calendar.DateOf(tx.Now).Year()
	n, err := casework.NextSerial(tx, fmt.Sprintf("feedback:%d", year))
	if err != nil {
		return FeedbackTicket{}, err
	}
	id, number, by := tx.NewID(), fmt.Sprintf("FW%d%04d", year, n), e.Actor
	if by == casework.Citizen {
		by = ""
	}
	tx.Queue(`INSERT INTO feedback (id, number, channel, text, by_person, at) VALUES ($1, $2, $3, $4, $5, $6)`, id, number, channel, text, by, storage.Millis(tx.Now))
	e.Action, e.Authority, e.Data = "feedback", "HOT-96", map[string]string{"number": number, "channel": channel, "text": digest(text)}
	return FeedbackTicket{number, s.code(id, 0)}, audit.Record(tx, feedbackStream(id), e)
}

func feedbackStream(id string) string { return "feedback:" + id }

// AnswerFeedback answers one, once, by the supervision centre (HOT-96).
func (s *Service) AnswerFeedback(ctx context.Context, actor org.Actor, id, answer string) error {
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		onBehalf, err := org.Require(actor, org.FeedbackAnswer, actor.DeptPath, actor.RegionPath)
		if err != nil {
			return err
		}
		if answer = strings.TrimSpace(answer); answer == "" {
			return fault.New(fault.Invalid, "hotline.feedback.answer", "请填写答复。").On("answer", "不能为空")
		}
		if err := s.fits("answer", answer); err != nil {
			return err
		}
		var before string
		found, err := tx.One(`SELECT answer FROM feedback WHERE id = $1`, []any{id}, &before)
		if err != nil {
			return err
		}
		if !found {
			return fault.New(fault.NotFound, "hotline.feedback.unknown", "没有这条意见。")
		}
		n, err := tx.Exec(`UPDATE feedback SET answer = $1, answered_by = $2, answered_at = $3 WHERE id = $4 AND answer = ''`, answer, actor.ID, storage.Millis(tx.Now), id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "hotline.feedback.answered", "这条意见已经答复。").Under("HOT-96")
		}
		return audit.Record(tx, feedbackStream(id), audit.Entry{Action: "feedback.answer", Actor: actor.ID, OnBehalf: onBehalf, Authority: "HOT-96", Data: map[string]string{"answer": digest(answer)}})
	})
}

// Feedback lists what citizens said of the service, the latest first, or only what nobody has answered. It is for the
// supervision centre and the leaders (HOT-96).
func (s *Service) Feedback(ctx context.Context, actor org.Actor, open bool, req page.Request) (out page.Page[Feedback], err error) {
	if _, err := org.Require(actor, org.FeedbackRead, actor.DeptPath, actor.RegionPath); err != nil {
		return out, err
	}
	var key latest
	if _, err := page.Decode(req.After, &key); err != nil {
		return out, err
	}
	limit, rows := req.Limit(), []Feedback{}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		var args []any
		where := ` WHERE 1 = 1`
		if open {
			where = ` WHERE s.answer = ''`
		}
		if rows, err = feedback(tx, where+key.sql("s", limit, &args), args...); err != nil {
			return err
		}
		var people []string
		for _, r := range rows {
			people = append(people, r.By, r.AnsweredBy)
		}
		names, err := org.NamesOf(tx, people)
		for i := range rows {
			rows[i].By, rows[i].AnsweredBy = names[rows[i].By], names[rows[i].AnsweredBy]
		}
		return err
	})
	return page.Of(rows, limit, func(r Feedback) latest { return latest{storage.Millis(r.At), r.ID} }), err
}

// OwnFeedback shows a citizen his feedback and its answer. A wrong number and a wrong code sound the same (AUD-07).
func (s *Service) OwnFeedback(ctx context.Context, number, code string) (r Feedback, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		found, err := feedback(tx, ` WHERE s.number = $1`, strings.ToUpper(strings.TrimSpace(number)))
		if err != nil {
			return err
		}
		if len(found) == 0 || subtle.ConstantTimeCompare([]byte(strings.TrimSpace(code)), []byte(s.code(found[0].ID, 0))) != 1 {
			return fault.New(fault.NotFound, "hotline.query", "编号或查询码不正确，请核对后再试。")
		}
		r = found[0]
		r.ID, r.By, r.AnsweredBy = "", "", ""
		return nil
	})
	return r, err
}

func feedback(tx *storage.Tx, where string, args ...any) ([]Feedback, error) {
	rows := []Feedback{}
	err := tx.All(`SELECT s.id, s.number, s.channel, s.text, s.by_person, s.at, s.answer, s.answered_by, s.answered_at FROM feedback s`+where, args, func(scan func(...any) error) error {
		var r Feedback
		err := scan(&r.ID, &r.Number, &r.Channel, &r.Text, &r.By, &r.At, &r.Answer, &r.AnsweredBy, &r.AnsweredAt)
		r.Channel = label(Channels, r.Channel)
		rows = append(rows, r)
		return err
	})
	return rows, err
}
