package hotline

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/satisfaction"
	"huying/internal/storage"
)

// CitizenView is what a citizen sees of his own order: where it stands, who has it, by when and why, and the answer.
type CitizenView struct {
	Number     string              `json:"number"`
	Version    int64               `json:"version"`
	Title      string              `json:"title"`
	Body       string              `json:"body"`
	KindLabel  string              `json:"kindLabel"`
	State      string              `json:"state"`
	StateLabel string              `json:"stateLabel"`
	Dept       string              `json:"dept,omitempty"`
	Opened     time.Time           `json:"opened"`
	AcceptBy   calendar.Date       `json:"acceptBy,omitzero"` // until it is taken up: the last day on which it should be
	Due        time.Time           `json:"due,omitzero"`
	Standing   deadline.Standing   `json:"standing"`
	Why        string              `json:"why,omitempty"`
	Strip      []deadline.StripDay `json:"strip"`
	Answer     string              `json:"answer,omitempty"`
	AnsweredAt time.Time           `json:"answeredAt,omitzero"`
	Extension  string              `json:"extension,omitempty"` // reason of a granted extension
	Steps      []CitizenStep       `json:"steps"`
	MayRate    bool                `json:"mayRate"`
	MayUrge    bool                `json:"mayUrge"`
	UrgedToday bool                `json:"urgedToday"` // so that he may not again before tomorrow
	MayAdd     bool                `json:"mayAdd"`
	Grade      string              `json:"grade,omitempty"`
}

// CitizenStep is one thing that happened, in words for the public.
type CitizenStep struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
	Said string    `json:"said,omitempty"` // what he himself added then
}

// awaited are the states in which a citizen waits for what a department or those above it do.
var awaited = append([]string{Disputed, Escalated}, withDepartment...)

var citizenSteps = map[string]string{
	"submit": "您的诉求已提交", "register": "您的诉求已登记", "accept": "您的诉求已受理", "dispatch": "已交承办单位办理", "sign": "承办单位已签收",
	"rule_return": "已重新确定承办单位", "rule_extension": "办理期限有调整", "reply": "承办单位已答复", "conclude": "已办结，等待回访", "revisit": "已回访",
	"rate": "您已评价", "redo": "已要求承办单位重新办理", "decide": "已由领导小组研究决定", "archive": "已归档", "supplement": "您补充了材料", "citizen_urge": "您催办了一次", "renew_code": "已为您换发查询码",
	"recalendar": "因放假安排调整，期限已重新计算",
}

// Query shows a citizen his order by its number and query code. A wrong code and a wrong number sound the same; both
// count towards the ceiling on guesses that httpapi keeps (AUD-07).
func (s *Service) Query(ctx context.Context, number, code string) (v CitizenView, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return v, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		c, err := s.own(tx, number, code)
		if err != nil {
			return err
		}
		v, err = s.citizenView(tx, dir, c)
		return err
	})
	return v, err
}

func (s *Service) citizenView(tx *storage.Tx, dir *org.Directory, c *casework.Case) (CitizenView, error) {
	o, err := load(tx, c.ID)
	if err != nil {
		return CitizenView{}, err
	}
	v := CitizenView{Number: c.Number, Version: c.Version, Title: c.Title, Body: o.Body, KindLabel: label(Kinds, o.Kind), State: c.State, StateLabel: Flow.State(c.State).Label,
		Opened: c.Opened, MayRate: c.State == Concluded, MayAdd: c.Open(), MayUrge: o.Lead != "" && slices.Contains(awaited, c.State), Strip: []deadline.StripDay{}, Steps: []CitizenStep{}}
	if o.Lead != "" {
		v.Dept = deptName(dir, c.Dept)
	}
	if o.Second != "" {
		v.Grade = o.Second.Label()
	}
	v.Answer, v.AnsweredAt = o.Outcome, o.Replied
	if o.Disposition == "order" { // what an operator advised at intake is not the department's answer
		if v.Answer, _, err = lastAnswer(tx, c.ID); err != nil {
			return v, err
		}
	}
	if v.Answer == "" && o.Refusal != "" {
		v.Answer = "不予受理：" + label(Refusals, o.Refusal) + "。"
	}
	if _, err := tx.One(`SELECT reason FROM order_extensions WHERE order_id = $1 AND ruling = 'granted' ORDER BY at DESC LIMIT 1`, []any{c.ID}, &v.Extension); err != nil {
		return v, err
	}
	return v, s.citizenTime(tx, &v, c)
}

func (s *Service) citizenTime(tx *storage.Tx, v *CitizenView, c *casework.Case) error {
	events, bodies, err := s.kernel.Events(tx, c.ID)
	if err != nil {
		return err
	}
	said, err := ownWords(tx, c.ID)
	if err != nil {
		return err
	}
	urges := 0
	for i, e := range events {
		if text := citizenSteps[e.Action]; text != "" {
			step := CitizenStep{At: e.At, Text: text}
			if e.Action == "supplement" {
				var added supplementFacts // of a file it has none of them
				if err := json.Unmarshal(bodies[i].Facts, &added); err != nil {
					return fmt.Errorf("hotline: supplement of %s: %w", c.ID, err)
				}
				step.Said = said[added.Text]
			}
			v.Steps = append(v.Steps, step)
		}
		if e.Action == "citizen_urge" && !e.At.Before(dayBegan(tx.Now)) {
			urges++
		}
	}
	urged := s.enoughUrges(urges, c.Region)
	v.MayUrge, v.UrgedToday = v.MayUrge && !urged, v.MayUrge && urged
	meters, err := s.meterViews(tx, bodies)
	if err != nil {
		return err
	}
	for _, m := range meters {
		switch {
		case m.Name == MeterAccept && m.Stop.IsZero():
			v.AcceptBy, v.Standing, v.Why, v.Strip = lastDay(m.Due), m.Standing, m.Why, m.Strip
		case m.Name == MeterHandling:
			v.Due, v.Standing, v.Why, v.Strip = m.Due, m.Standing, m.Why, m.Strip
		}
	}
	return nil
}

// supplementFacts are of a text that a citizen added.
type supplementFacts struct {
	Text string `json:"text"` // its digest
}

// ownWords are the texts that a citizen added to his order, by their digests.
func ownWords(tx *storage.Tx, id string) (said map[string]string, err error) {
	said = map[string]string{}
	return said, tx.All(`SELECT text FROM order_notes WHERE order_id = $1 AND by_person = $2 AND public = 1`, []any{id, casework.Citizen}, func(scan func(...any) error) error {
		var text string
		err := scan(&text)
		said[digest(text)] = text
		return err
	})
}

// asCitizen runs one of the citizen's verbs on his own order.
func (s *Service) asCitizen(ctx context.Context, number, code, action string, do func(a *casework.Act, o *Order) (any, error)) error {
	return s.db.Update(ctx, func(tx *storage.Tx) error { return s.citizenWithin(tx, number, code, action, do) })
}

// citizenWithin is asCitizen inside a transaction that is already under way.
func (s *Service) citizenWithin(tx *storage.Tx, number, code, action string, do func(a *casework.Act, o *Order) (any, error)) error {
	c, err := s.own(tx, number, code)
	if err != nil {
		return err
	}
	_, err = s.within(tx, org.Actor{ID: casework.Citizen, Name: "诉求人"}, c.ID, 0, action, do)
	return err
}

// Supplement adds what a citizen writes to his open order.
func (s *Service) Supplement(tx *storage.Tx, number, code, text string) error {
	if text = strings.TrimSpace(text); text == "" {
		return fault.New(fault.Invalid, "hotline.supplement", "请填写补充内容。").On("text", "不能为空")
	}
	if said := tooLong(text, s.policy.Now().Int(aRemark, "")); said != "" {
		return fault.New(fault.Invalid, "hotline.supplement", "补充内容过长，请精简或以附件提交。").On("text", said)
	}
	return s.citizenWithin(tx, number, code, "supplement", func(a *casework.Act, o *Order) (any, error) {
		s.addNote(a, text, true)
		return supplementFacts{Text: digest(text)}, nil
	})
}

// Rate takes the citizen's own second reading on the public page: a revisit by network (HOT-67). A bad grade wants a
// reason; its cause stays open until the supervision centre finds it (HOT-68).
func (s *Service) Rate(ctx context.Context, number, code, grade, reason string) error {
	g, err := satisfaction.Parse(grade)
	if err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	if !g.Good() && reason == "" {
		return fault.New(fault.Invalid, "hotline.rate.reason", "请告诉我们哪里不满意，便于重新核查。").On("reason", "不能为空")
	}
	if err := s.fits("reason", reason); err != nil {
		return err
	}
	return s.asCitizen(ctx, number, code, "rate", func(a *casework.Act, o *Order) (any, error) {
		if _, err := s.addRevisit(a, o, RevisitForm{How: "web", Reached: true, Note: reason}, g); err != nil {
			return nil, err
		}
		return map[string]any{"grade": g, "reason": digest(reason)}, s.settle(a, o, g)
	})
}
