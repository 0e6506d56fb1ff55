package demo

import (
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/hotline"
	"huying/internal/org"
)

func splitWords(s string) []string { return strings.Fields(s) }

func routingRule(m matter) hotline.RoutingRule {
	return hotline.RoutingRule{Keywords: m.keys, Category: m.category, Dept: m.dept, Active: true}
}

// letters are channels that the service hall opens and writes down; the letter came the day before.
var letters = []string{"letter", "mailbox_mayor", "mailbox_secretary", "mailbox_bureau", "email", "fax", "media", "upper", "application"}

// register takes an appeal at the operator's desk, or a letter at the hall's. Most consultations are answered at once.
func (l *life) register(in hotline.Appeal, joined *hot) {
	who := pick(l.play, l.city.byRole[org.Operator])
	in.Channel, in.Disposition = pick(l.play, []string{"phone", "phone", "phone", "phone", "phone", "phone", "phone", "price", "sms", "walkin"}), "order"
	if l.working(l.now()) && l.chance(7) {
		who, in.Channel = l.desk(org.Revisitor), pick(l.play, letters)
		in.Received = l.now().Add(-l.minutes(600, 1800))
	}
	if l.kind == "consult" && in.Channel == "phone" && l.chance(56) {
		in.Intake = hotline.Intake{Disposition: "answer", Outcome: l.words.Replace(pick(l.play, l.m.answer))}
		if l.chance(70) {
			in.Grade = l.grade(45, 45, 8)
		}
	}
	if in.Disposition == "order" {
		l.single(&in)
	}
	ref, ok := l.ref(who, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Register(l.ctx, a, in) })
	if !ok {
		return
	}
	l.report.Orders++
	l.take(ref)
	l.learn()
	if l.state == hotline.Registered {
		l.atNight()
		l.join(joined)
		l.correct(in)
		l.awaitDispatch()
	}
}

// learn is the caller who is told his query code.
func (l *life) learn() {
	var err error
	if l.code, err = l.Hotline.QueryCode(l.ctx, hotline.Ref{ID: l.id}); err != nil {
		l.fail(err)
	}
}

// single makes something out of the ordinary of an order, towards the end so that each kind of it is there.
func (l *life) single(in *hotline.Appeal) {
	in.Important = l.chance(2)
	switch dept := l.competent(); {
	case in.Important || l.limit() < 5:
	case triedOffices[dept] && l.showingWithin("important "+dept, keptMost, 12, 4):
		in.Important, l.sure = true, true
	case l.showingWithin("important", keptMost, 10, 4):
		in.Important = true
	case l.kind == "help" && l.showingWithin("stubborn", keptMost, 28, 20):
		l.stubborn = true
	case l.kind == "help" && l.showingWithin("neglected", keptMost, 36, 29):
		l.neglected = true
	}
	l.important = in.Important
}

// atNight remembers what came while the offices were closed.
func (l *life) atNight() {
	if !l.working(l.now()) {
		l.night = append(l.night, l.id)
	}
}

// join puts the order together with the others about the same matter.
func (l *life) join(h *hot) {
	switch {
	case h == nil:
	case h.first == nil:
		h.first = l
	default:
		l.at(l.office(l.now(), time.Minute), func() {
			if l.in(hotline.Registered) && !h.first.in(hotline.Archived) {
				l.do(l.desk(org.Dispatcher), func(a org.Actor) (hotline.Ref, error) { return l.Hotline.GroupWith(l.ctx, a, l.id, 0, h.first.id) })
			}
		})
	}
}

// correct lets a dispatcher improve the category now and then.
func (l *life) correct(in hotline.Appeal) {
	if !l.chance(3) {
		return
	}
	l.at(l.office(l.now(), 2*time.Minute), func() {
		if l.in(hotline.Registered) {
			l.do(l.desk(org.Dispatcher), func(a org.Actor) (hotline.Ref, error) {
				return l.Hotline.Classify(l.ctx, a, l.id, 0, l.kind, l.m.category, in.Place, in.Title)
			})
		}
	})
}

// submit is a citizen writing on the public page; an operator takes it up, within a working day if all goes well.
func (l *life) submit(in hotline.Appeal) {
	in.Channel, in.Kind, l.web = pick(l.play, []string{"web", "web", "wechat", "app"}), l.kind, true
	in.Caller.Confidential = false
	receipt, err := l.Hotline.Submit(l.ctx, in)
	if l.fail(err) {
		return
	}
	l.report.Orders++
	l.take(receipt.Ref)
	l.code = receipt.Code
	l.atNight()
	wait := l.minutes(5, 150)
	if l.chance(3) {
		wait = l.minutes(700, 1100)
	}
	l.at(l.office(l.now(), wait), func() {
		if l.keepFresh("accept", "") {
			return
		}
		intake := hotline.Intake{Disposition: "order"}
		if l.kind == "consult" && l.chance(40) {
			intake = hotline.Intake{Disposition: "answer", Outcome: l.words.Replace(pick(l.play, l.m.answer))}
		}
		l.do(l.desk(org.Operator), func(a org.Actor) (hotline.Ref, error) {
			return l.Hotline.Accept(l.ctx, a, l.id, 0, l.kind, l.m.category, intake)
		})
		if l.in(hotline.Registered) {
			l.awaitDispatch()
		}
	})
}

// emergency goes out at once. While the offices are closed the duty leader consents and the duty person signs (DUTY-01).
func (l *life) emergency(in hotline.Appeal) {
	operator := pick(l.play, l.city.byRole[org.Operator])
	in.Channel, in.Disposition, in.Major = "phone", "order", l.chance(15)
	ref, ok := l.ref(operator, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Register(l.ctx, a, in) })
	if !ok {
		return
	}
	l.report.Orders++
	l.take(ref)
	l.learn()
	l.at(l.now().Add(l.minutes(1, 6)), func() {
		l.dispatch(operator, l.competent(), true)
		if !l.in(hotline.Dispatched) {
			return
		}
		if l.working(l.now()) {
			l.at(l.now().Add(l.minutes(2, 10)), func() { l.signEmergency(false) })
			return
		}
		l.at(l.now().Add(l.minutes(2, 8)), func() {
			_, leader := l.onDuty(l.now())
			l.do(leader, func(a org.Actor) (hotline.Ref, error) {
				return l.Hotline.Consent(l.ctx, a, l.id, 0, "同意立即处置，人员到场后报告。")
			})
			l.at(l.now().Add(l.minutes(1, 6)), func() { l.signEmergency(true) })
		})
	})
}

// signEmergency is done by the department, and by who is on duty while it is closed.
func (l *life) signEmergency(consented bool) {
	who := l.handler
	if !l.working(l.now()) {
		duty, leader := l.onDuty(l.now())
		if !consented {
			l.do(leader, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Consent(l.ctx, a, l.id, 0, "同意。") })
		}
		who = duty
	}
	if !l.do(who, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Sign(l.ctx, a, l.id, 0) }) {
		return
	}
	at := l.now()
	for _, step := range []string{"told_leader", "team_sent", "on_site", "told_centre", "told_reporter", "registered"} {
		at = at.Add(l.minutes(3, 22))
		if step == "told_centre" {
			at = at.Add(l.minutes(20, 100))
		}
		l.at(at, func() { l.log(step) })
	}
	l.at(at.Add(l.minutes(2, 10)), l.reply)
}

func (l *life) log(step string) {
	happened := l.now().Add(-time.Minute)
	l.do(l.handler, func(a org.Actor) (hotline.Ref, error) {
		return l.Hotline.LogEmergency(l.ctx, a, l.id, 0, step, happened, stepNote(step, happened))
	})
}

func stepNote(step string, at time.Time) string {
	if step == "on_site" {
		return "人员" + at.In(calendar.Zone).Format("15:04") + "到达现场，设置警戒。"
	}
	return ""
}
