package insight

import (
	"encoding/json"
	"fmt"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/hotline"
	"huying/internal/satisfaction"
	"huying/internal/storage"
)

// What a mark counts.
const (
	markRegister    = "register"
	markAccept      = "accept"
	markRevisit     = "revisit"
	markReturn      = "return"
	markRedo        = "redo"
	markUrge        = "urge"
	markUrgeNotice  = "urge_notice"
	markCitizenUrge = "citizen_urge"
	markNotice      = "notice"
	markCircular    = "circular"
	markAccount     = "account"
)

// mark is a single act that is counted by the day and the department at which it happened.
type mark struct {
	n                  int64
	what, day          string
	hour               int64
	dept, region, kind string
	who                string
}

// span is a stretch of days at whose end an order stood unsigned beyond its limit; to is "" while it still does.
type span struct {
	n            int64
	dept, region string
	from, to     string
	late         bool // false: it was signed for in time, and there is nothing to keep
	seq          int64
}

// story is what the events of one case say, as far as figures want to know. It is a pure function of them.
type story struct {
	order *order // nil for an assisting task
	marks []mark
	spans []span
	of    string // id of the order: the case itself, or the one it assists
}

// facts are what this package reads of the hotline's own part of an event.
type facts struct {
	Kind        string             `json:"kind"`
	Channel     string             `json:"channel"`
	Category    string             `json:"category"`
	Disposition string             `json:"disposition"`
	Grade       satisfaction.Grade `json:"grade"`
	Received    int64              `json:"received"`
	Reached     bool               `json:"reached"`
	Ruling      string             `json:"ruling"`
	Document    string             `json:"document"`
	Circular    string             `json:"circular"`
	Deemed      string             `json:"deemedOverdue"`
	Order       string             `json:"order"`
}

// teller reads a case's events one after another.
type teller struct {
	story
	order  order
	dept   string
	region string
	round  int64 // the first handling round of the present department
	waits  []wait
}

// wait is one stretch of time in which an order waited to be signed for. While a return is being ruled on, it does not.
type wait struct {
	dept, region string
	round        int64
	from, to     time.Time
	seq          int64
}

// tell folds a case's events, from the first one on. It gives nil for a case that is none of the hotline's. meters is the
// case's history of the same events.
func tell(events []audit.Event, meters []*casework.Meter) (*story, error) {
	var t teller
	flow := ""
	for i, e := range events {
		var b casework.Body
		if err := json.Unmarshal(e.Data, &b); err != nil {
			return nil, fmt.Errorf("insight: event %d of %s: %w", e.Seq, e.Stream, err)
		}
		if i == 0 {
			if flow = b.Flow; flow != hotline.FlowName && flow != hotline.AssistFlowName {
				return nil, nil
			}
			t.of = e.Stream
		}
		var f facts
		if len(b.Facts) > 0 {
			if err := json.Unmarshal(b.Facts, &f); err != nil {
				return nil, fmt.Errorf("insight: facts of event %d of %s: %w", e.Seq, e.Stream, err)
			}
		}
		t.hear(e, b, f)
	}
	if flow == hotline.FlowName {
		t.finish(events, meters)
	}
	t.stretch(meters)
	return &t.story, nil
}

// hear takes one event in.
func (t *teller) hear(e audit.Event, b casework.Body, f facts) {
	if b.Dept != "" {
		t.dept = b.Dept
	}
	if b.Region != "" {
		t.region = b.Region
	}
	t.order.State = b.To
	if f.Order != "" {
		t.of = f.Order
	}
	t.intake(e, f)
	t.handling(e, b, f)
	t.after(e, b, f)
	t.supervision(e, f)
	t.waiting(e, b)
}

func (t *teller) intake(e audit.Event, f facts) {
	o := &t.order
	switch e.Action {
	case "register", "submit", "import":
		received := e.At
		if f.Received != 0 {
			received = storage.Time(f.Received)
		}
		o.Day = day(received)
		o.Kind, o.Channel, o.Category, o.Disposition, o.First = f.Kind, f.Channel, f.Category, f.Disposition, f.Grade
		if e.Action == "register" {
			t.mark(e, markRegister)
		}
	case "accept":
		o.Kind, o.Category, o.Disposition, o.First = f.Kind, f.Category, f.Disposition, f.Grade
		t.mark(e, markAccept)
	case "classify":
		o.Kind, o.Category = f.Kind, f.Category
	}
}

func (t *teller) handling(e audit.Event, b casework.Body, f facts) {
	o := &t.order
	switch e.Action {
	case "dispatch":
		t.sent(e, b)
	case "rule_return":
		if f.Ruling == "upheld" {
			t.sent(e, b)
		}
	case "return":
		o.Returns++
		t.mark(e, markReturn)
	case "sign":
		o.Signed = storage.Millis(e.At)
	case "ask_extension":
		if f.Deemed != "" {
			o.Overdue = 1
		}
	case "reply":
		o.First = f.Grade
	case "conclude":
		o.Concluded = storage.Millis(e.At)
	}
}

// sent begins the time of another department: what the one before did or left undone is not held against it.
func (t *teller) sent(e audit.Event, b casework.Body) {
	t.order.Dispatched, t.order.Signed, t.order.Overdue = storage.Millis(e.At), 0, 0
	for _, ch := range b.Meters {
		if ch.Op == "start" && ch.Meter == hotline.MeterHandling {
			t.round = ch.Round
		}
	}
}

func (t *teller) after(e audit.Event, b casework.Body, f facts) {
	o := &t.order
	switch e.Action {
	case "revisit", "rate":
		o.Revisits++
		if e.Action == "revisit" {
			t.mark(e, markRevisit)
		}
		if f.Reached || e.Action == "rate" {
			o.Second = f.Grade
		}
		if b.To == hotline.Closable {
			o.Mark = "satisfied"
		}
	case "redo", "decide", "close_explained":
		if b.To == hotline.Closable {
			o.Mark = "explained"
			return
		}
		o.Redos++
		o.First, o.Second, o.Mark, o.Concluded, o.Revisits = "", "", "", 0, 0
		t.mark(e, markRedo)
	case "archive":
		o.Archived = storage.Millis(e.At)
	}
}

func (t *teller) supervision(e audit.Event, f facts) {
	o := &t.order
	switch e.Action {
	case "urge":
		o.Urges++
		t.mark(e, markUrge)
	case "citizen_urge":
		o.Urges++
		t.mark(e, markCitizenUrge)
	case "issue_urge", "rule_extension":
		if f.Document != "" {
			o.Urges++
			t.mark(e, markUrgeNotice)
		}
	case "issue_notice":
		o.Notices++
		t.mark(e, markNotice)
		if f.Circular != "" {
			t.mark(e, markCircular)
		}
	case "account":
		t.mark(e, markAccount)
	}
}

// waiting keeps the stretches in which the case waited to be signed for.
func (t *teller) waiting(e audit.Event, b casework.Body) {
	for _, ch := range b.Meters {
		if ch.Meter != hotline.MeterSign {
			continue
		}
		switch ch.Op {
		case "start":
			t.waits = append(t.waits, wait{dept: t.dept, region: t.region, round: ch.Round, from: storage.Time(ch.At), seq: e.Seq})
		case "stop":
			t.endWait(storage.Time(ch.At), e.Seq)
		}
	}
	switch last := len(t.waits) - 1; {
	case last < 0:
	case e.Action == "return":
		t.endWait(e.At, e.Seq)
	case e.Action == "rule_return" && b.To == hotline.Dispatched && !t.waits[last].to.IsZero():
		again := t.waits[last]
		again.from, again.to, again.seq = e.At, time.Time{}, e.Seq
		t.waits = append(t.waits, again)
	}
}

func (t *teller) endWait(at time.Time, seq int64) {
	if last := len(t.waits) - 1; last >= 0 && t.waits[last].to.IsZero() {
		t.waits[last].to, t.waits[last].seq = at, seq
	}
}

func (t *teller) mark(e audit.Event, what string) {
	n := e.Seq * 10 // an event makes fewer than ten
	if last := len(t.marks) - 1; last >= 0 && t.marks[last].n >= n {
		n = t.marks[last].n + 1
	}
	at := e.At.In(calendar.Zone)
	t.marks = append(t.marks, mark{n: n, what: what, day: day(at), hour: int64(at.Hour()), dept: t.dept, region: t.region, kind: t.order.Kind, who: e.Actor})
}

// finish completes the order with what its meters say and answers the measures.
func (t *teller) finish(events []audit.Event, meters []*casework.Meter) {
	o := &t.order
	end := events[len(events)-1]
	o.ID, o.Seq, o.Dept, o.Region = end.Stream, end.Seq, t.dept, t.region
	o.Working = flag(!hotline.Flow.State(o.State).Final)
	for _, m := range meters {
		switch {
		case m.Name == hotline.MeterSign:
			o.SignDue = dueOf(m)
		case m.Name == hotline.MeterRevisit:
			o.RevisitDue = dueOf(m)
		case m.Name == hotline.MeterHandling && m.Round >= t.round:
			o.HandlingDue, o.Handled = dueOf(m), 0
			if !m.Running() {
				o.Handled = storage.Millis(m.Stop)
				o.Overdue = max(o.Overdue, flag(m.Late(m.Stop)))
			}
		}
	}
	if o.Concluded != 0 {
		o.ConcludedDay = day(storage.Time(o.Concluded))
	}
	o.Counts = o.answer()
	t.story.order = o
}

// stretch makes spans of the waits that lasted beyond the limit. The day on which the limit ended is the first one: at
// its end the order still stood unsigned.
func (t *teller) stretch(meters []*casework.Meter) {
	due := map[int64]time.Time{}
	for _, m := range meters {
		if m.Name == hotline.MeterSign {
			due[m.Round] = m.Due
		}
	}
	for i, w := range t.waits {
		from := max(calendar.DateOf(due[w.round].Add(-time.Millisecond)), calendar.DateOf(w.from))
		s := span{n: int64(i + 1), dept: w.dept, region: w.region, from: from.String(), late: true, seq: w.seq}
		if !w.to.IsZero() {
			s.to, s.late = day(w.to), from < calendar.DateOf(w.to)
		}
		t.spans = append(t.spans, s)
	}
}

// never is later than every limit: a meter that stands still is not late.
const never = 253_402_214_400_000

func dueOf(m *casework.Meter) int64 {
	if m.Running() && m.Paused() {
		return never
	}
	return storage.Millis(m.Due)
}

func day(at time.Time) string { return calendar.DateOf(at).String() }

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
