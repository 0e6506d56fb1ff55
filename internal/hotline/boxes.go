package hotline

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/satisfaction"
	"huying/internal/storage"
)

// Box is a work list: what waits for a person of a certain duty.
type Box struct {
	Key        string
	Label      string
	States     []string
	Permission org.Permission // who has this list
	cond       string
}

// assistBox is the work list of the departments that assist: the orders of which a part waits for them (HOT-72).
const assistBox = "assist"

// Boxes are the work lists, in the order of an order's life.
var Boxes = []Box{
	{"accept", "待受理", []string{Submitted}, org.OrderRegister, ""},
	{"dispatch", "待派单", []string{Registered}, org.OrderDispatch, ""},
	{"sign", "待签收", []string{Dispatched}, org.OrderSign, ""},
	{"handle", "办理中", []string{Handling}, org.OrderReply, ""},
	{assistBox, "协办任务", underWay, org.OrderSign, ""},
	{"give_back", "待交还", []string{Replied}, org.OrderReply, ""},
	{"rule_return", "待裁定退单", []string{Returning}, org.OrderRule, ""},
	{"rule_extension", "待批延期", []string{Handling}, org.OrderExtendApprove, `EXISTS (SELECT 1 FROM order_extensions x WHERE x.order_id = c.id AND x.ruling = '')`},
	{"tell_extension", "待告知延期", []string{Handling}, org.OrderReply, `EXISTS (SELECT 1 FROM order_extensions x WHERE x.order_id = c.id AND x.ruling = 'granted' AND x.told_at IS NULL)`},
	{"review", "待法规审查", []string{Reviewing}, org.OrderReviewLegal, ""},
	{"sign_off", "待签发", []string{SigningOff}, org.OrderSignoff, ""},
	{"conclude", "待登记办结", []string{GivenBack}, org.OrderConclude, ""},
	{"revisit", "待回访", []string{Concluded}, org.OrderRevisit, ""},
	{"dispute", "未满意待核定", []string{Disputed}, org.OrderRule, ""},
	{"decide", "领导小组研究", []string{Escalated}, org.OrderDecide, ""},
	{"archive", "待归档", []string{Closable}, org.OrderArchive, ""},
	{"notice", "应发监察通知书", withDepartment, org.OrderNotice, `EXISTS (SELECT 1 FROM orders n WHERE n.id = c.id AND n.notice_due = 1)`},
	{"tracked", "跟踪督办", underWay, org.OrderSupervise, `EXISTS (SELECT 1 FROM orders n WHERE n.id = c.id AND n.tracked <> '')`},
}

// scope is where a person has this list.
func (b Box) scope(actor org.Actor) org.Scope {
	if b.Key == assistBox {
		return assistScope(actor)
	}
	return actor.Scope(b.Permission)
}

// assistScope is where the parts of assisting departments wait for a person: for who signs for them, then for who answers
// (HOT-72).
func assistScope(actor org.Actor) org.Scope {
	return actor.Scope(org.OrderSign).Or(actor.Scope(org.OrderReply))
}

// mostCounted is where counting for a badge ends.
const mostCounted = 999

// BoxCount is how many orders wait in a work list; it stops counting at mostCounted. Where a wait has no limit nothing is
// late: Since is when the first of them began to wait.
type BoxCount struct {
	Key   string    `json:"key"`
	Label string    `json:"label"`
	Count int       `json:"count"`
	Late  int       `json:"late"`
	Since time.Time `json:"since,omitzero"`
}

// limited reports whether what waits in the list has a limit of its own. A plea for more time and a dissatisfaction wait for
// the centre; the limit of the order there is the department's.
func limited(box string) bool { return waitsSince[box] == "" }

// waitsSince is since when an order waits in a list without a limit.
var waitsSince = map[string]string{
	"rule_extension": `(SELECT MIN(x.at) FROM order_extensions x WHERE x.order_id = c.id AND x.ruling = '')`,
	"dispute":        `(SELECT MAX(m.stopped_at) FROM meters m WHERE m.case_id = c.id AND m.name = 'revisit')`,
}

// Counts gives the size of each work list the person has.
func (s *Service) Counts(ctx context.Context, actor org.Actor) (out []BoxCount, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	out = []BoxCount{}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		for _, box := range Boxes {
			if box.scope(actor).Empty() {
				continue
			}
			n := BoxCount{Key: box.Key, Label: box.Label}
			q, err := s.query(tx, dir, actor, Filter{Box: box.Key})
			if err != nil {
				return err
			}
			if n.Count, err = s.kernel.Count(tx, q, mostCounted); err != nil {
				return err
			}
			if n.Count > 0 && !limited(box.Key) {
				q, _ = s.query(tx, dir, actor, Filter{Box: box.Key})
				s.kernel.AskEarliest(tx, q, waitsSince[box.Key], &n.Since)
				if err = tx.Gather(); err != nil {
					return err
				}
			} else if n.Count > 0 {
				q, _ = s.query(tx, dir, actor, Filter{Box: box.Key, Late: true})
				if n.Late, err = s.kernel.Count(tx, q, mostCounted); err != nil {
					return err
				}
			}
			out = append(out, n)
		}
		return nil
	})
	return out, err
}

func (s *Service) inBox(q *casework.Query, actor org.Actor, key string) error {
	for _, box := range Boxes {
		if box.Key != key {
			continue
		}
		open := true
		q.States, q.Open, q.Scope = box.States, &open, box.scope(actor)
		if q.Sort == "" {
			q.Sort = casework.ByDue
		}
		if box.cond != "" {
			q.Where(box.cond)
		}
		if key == assistBox { // whose turn it is with the order itself does not matter here
			q.Join("JOIN cases t ON t.parent = c.id AND t.flow = '" + AssistFlowName + "' AND t.closed_at IS NULL")
			q.DeptColumn = "t.dept"
			if states := assistStates(actor); len(states) == 1 {
				q.Where("t.state = ?", states[0])
			}
		}
		return nil
	}
	return fault.New(fault.Invalid, "hotline.box", "没有这个工作台。")
}

// assistStates are in which states a part can wait for a person: to be signed for, to be answered, or both.
func assistStates(actor org.Actor) (states []string) {
	if actor.MayAnywhere(org.OrderSign) {
		states = append(states, AssistAssigned)
	}
	if actor.MayAnywhere(org.OrderReply) {
		states = append(states, AssistHandling)
	}
	return states
}

// wait is since when an order waits for a word from above, and on what.
type wait struct {
	since  time.Time
	amount int // of a plea for more time
	key    string
}

// wordsAwaited read since when each waits that does not wait by a meter of its own: a plea to be ruled on or told of, and a
// citizen who was heard and is not satisfied.
var wordsAwaited = map[string]string{
	"rule_return":    `SELECT order_id, at, 0, ground FROM order_returns WHERE ruling = '' AND order_id IN `,
	"rule_extension": `SELECT order_id, at, amount, '' FROM order_extensions WHERE ruling = '' AND order_id IN `,
	"tell_extension": `SELECT order_id, ruled_at, amount, '' FROM order_extensions WHERE ruling = 'granted' AND told_at IS NULL AND order_id IN `,
	"dispute": `SELECT o.id, (SELECT MAX(m.stopped_at) FROM meters m WHERE m.case_id = o.id AND m.name = 'revisit'), 0, o.second_grade
		FROM orders o WHERE o.id IN `,
}

// askWaits asks what the orders on a page of a work list wait for, answered with whatever else was asked for.
func askWaits(tx *storage.Tx, box string, cases []*casework.Case) map[string]wait {
	waits := map[string]wait{}
	if sql := wordsAwaited[box]; sql != "" && len(cases) > 0 {
		ids := make([]any, len(cases))
		for i, c := range cases {
			ids[i] = c.ID
		}
		tx.Ask(sql+"("+storage.Placeholders(1, len(ids))+")", ids, func(scan func(...any) error) error {
			var id string
			var w wait
			err := scan(&id, &w.since, &w.amount, &w.key)
			waits[id] = w
			return err
		})
	}
	return waits
}

// awaiting says in a row of a work list since when it waits and for what. Where it waits for a word that has no limit, the
// light is left out: the order's own, which is the department's, would tell the wrong one to hurry.
func (r *Row) awaiting(box string, w wait) {
	if w.since.IsZero() {
		return
	}
	r.Since = w.since
	switch {
	case w.amount > 0:
		r.Awaits = fmt.Sprintf("延长%d%s", w.amount, r.Standing.Unit.Chinese())
	case box == "dispute":
		r.Awaits = cmp.Or(gradeLabel(satisfaction.Grade(w.key)), "多次未能联系上")
	default:
		r.Awaits = label(Grounds, w.key)
	}
	if !limited(box) {
		r.Standing = deadline.Standing{}
	}
}

// assisting puts the reader's own part into rows of assistBox, with its own light, in the place of the order's.
func (s *Service) assisting(tx *storage.Tx, actor org.Actor, rows []Row) ([]Row, error) {
	rows = slices.CompactFunc(rows, func(a, b Row) bool { return a.ID == b.ID }) // of two parts in one hand
	if len(rows) == 0 {
		return rows, nil
	}
	at, parents := map[string]*Row{}, make([]any, len(rows))
	for i := range rows {
		at[rows[i].ID], parents[i] = &rows[i], rows[i].ID
	}
	open := true
	q := casework.Query{Flow: AssistFlowName, Scope: assistScope(actor), States: assistStates(actor), Open: &open}
	q.Where("c.parent IN ("+marks(len(parents))+")", parents...)
	tasks, err := s.kernel.List(tx, q, page.Request{Size: page.MaxSize})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(tasks.Items))
	for i, t := range tasks.Items {
		ids[i] = t.ID
	}
	glances, err := s.kernel.Glances(tx, MeterHandling, ids)
	if err != nil {
		return nil, err
	}
	for _, t := range tasks.Items {
		r, g := at[t.Parent], glances[t.ID]
		r.Awaits, r.Meter, r.Due, r.Met, r.Since = AssistFlow.State(t.State).Label, g.Name, g.Due, g.Stopped, g.Started
		if r.Standing, err = s.kernel.Standing(tx, g, tx.Now); err != nil {
			return nil, err
		}
	}
	return rows, nil
}
