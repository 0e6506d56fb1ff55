package demo

import (
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/satisfaction"
)

// life is one order on its way.
type life struct {
	*play
	id, code, number string
	state            string
	kind             string
	m                matter
	words            *strings.Replacer
	township         string
	lead             string // id of the department that has it
	handler          *person
	due              calendar.Date
	tasks            int
	important        bool
	web              bool // the citizen follows it on the public page
	redos            int
	attempts         int
	sure             bool // what it asks for is granted, so that the last step of it waits at the end
	stubborn         bool // nothing satisfies the citizen
	neglected        bool // nobody answers
	tardy            bool // the department is late and says why
}

// take notes where a verb left the order.
func (l *life) take(ref hotline.Ref) {
	if l.state == hotline.Dispatched {
		l.waiting--
	}
	if ref.State == hotline.Dispatched {
		l.waiting++
	}
	l.id, l.number, l.state = ref.ID, ref.Number, ref.State
}

// do lets somebody act on the order and tells whether it was accepted.
func (l *life) do(who *person, verb func(a org.Actor) (hotline.Ref, error)) bool {
	ref, ok := l.ref(l.there(who), verb)
	if ok {
		l.take(ref)
	}
	return ok
}

// in reports whether the order is in one of the states: what was planned for it may have been overtaken.
func (l *life) in(states ...string) bool {
	for _, s := range states {
		if l.state == s {
			return true
		}
	}
	return false
}

// one of the people of a role, the same for one order.
func (l *life) desk(r org.Role) *person {
	all := l.city.byRole[r]
	return all[l.rng.IntN(len(all))]
}

// competent is the department whose matter it is.
func (l *life) competent() string {
	if l.m.dept == "" {
		return l.township
	}
	return l.m.dept
}

// awaitDispatch lets the dispatchers take the order up in office time.
func (l *life) awaitDispatch() {
	l.at(l.office(l.now(), l.minutes(4, 55)), func() {
		if l.keepFresh("dispatch", "") {
			return
		}
		lead := l.competent()
		if l.m.wrong != "" && l.chance(5) {
			lead = l.m.wrong
		}
		l.dispatch(l.desk(org.Dispatcher), lead, l.chance(60))
	})
}

func (l *life) dispatch(who *person, lead string, phoned bool) {
	in := hotline.Assignment{Lead: lead, Phoned: phoned}
	if l.m.assist != "" && l.m.assist != lead && (l.chance(35) || triedOffices[l.m.assist] && l.showingWithin("assist "+l.m.assist, keptMost, 9, 2)) {
		in.Assist = []string{l.m.assist}
	}
	if l.chance(20) {
		in.Advice = pick(l.play, advices)
	}
	if !l.do(who, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Dispatch(l.ctx, a, l.id, 0, in) }) {
		return
	}
	l.tasks = len(in.Assist)
	l.arrive(lead)
	if l.tasks > 0 {
		l.followTasks()
	}
	l.sideEvents()
}

// limit is how many working days the order may take.
func (l *life) limit() int { return l.Policy.Now().Term("hotline.limit."+l.kind, cityPath).Amount }

// arrive puts the order on a department's desk: its people sign, now or by the next morning.
func (l *life) arrive(lead string) {
	l.lead, l.handler = lead, pick(l.play, l.city.handlers[lead])
	l.due = l.cal.Add(calendar.DateOf(l.now()), l.limit())
	if l.kind == "emergency" {
		return
	}
	if l.chance(1) { // nobody looks until reminded
		l.at(l.days(l.now(), 2), l.sign)
		return
	}
	l.at(l.office(l.now(), l.minutes(5, 240)), l.sign)
}

func (l *life) sign() {
	if !l.in(hotline.Dispatched) || l.keepFresh("sign", l.lead) {
		return
	}
	if l.chance(12) {
		l.do(l.city.heads[l.lead], func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Assign(l.ctx, a, l.id, 0, l.handler.id) })
	}
	if l.do(l.handler, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Sign(l.ctx, a, l.id, 0) }) {
		l.afterSigning()
	}
}

// afterSigning decides how the department goes about it.
func (l *life) afterSigning() {
	if l.chance(15) {
		l.as(l.there(l.handler), func(a org.Actor) error {
			_, err := l.Hotline.Unmask(l.ctx, a, l.id, "联系诉求人核实情况")
			return err
		})
	}
	switch {
	case l.neglected:
		l.planLateness(l.now(), l.limit())
	case l.lead != l.competent():
		l.at(l.office(l.now(), l.minutes(10, 120)), l.sendBack)
	case l.chance(2) && l.m.wrong != "":
		l.at(l.office(l.now(), l.minutes(30, 300)), l.sendBack)
	default:
		l.planReply(l.now())
	}
}

// planReply sets when the answer comes: mostly in time, sometimes late, now and then very late.
func (l *life) planReply(from time.Time) {
	amount := l.limit()
	n := l.between(0, max(amount-1, 0))
	if l.important {
		l.at(l.days(from, min(n, 2)), l.propose)
		return
	}
	if amount >= 3 && triedOffices[l.lead] && l.showingWithin("extension "+l.lead, keptMost, 9, 3) {
		l.sure = true
		l.planExtension(from, 1, amount)
		return
	}
	if at, last := l.lastReply(from, amount); last {
		l.at(at, l.reply)
		return
	}
	switch {
	case !l.stubborn && amount >= 3 && l.showingAt("tardy", keptMost, l.days(from, amount+2)):
		l.tardy = true
		l.planLateness(from, amount)
		l.at(l.days(from, amount+4), l.reply)
		return
	case l.stubborn || l.chance(35):
		n = 0
	case l.chance(4) && l.chance(70): // late
		n = amount + l.between(1, 4)
		l.planLateness(from, amount)
	case l.chance(1) && l.chance(70): // forgotten
		n = amount + l.between(12, 18)
		l.planLateness(from, amount)
	}
	if (n >= 3 && n < amount && l.chance(18)) || (n == amount+1 && l.chance(40)) {
		l.planExtension(from, min(n, amount), amount)
		return
	}
	l.at(l.days(from, n), l.reply)
}

func (l *life) reply() {
	if !l.in(hotline.Handling) {
		return
	}
	if l.tasks > 0 { // the assisting departments have not all answered: later
		l.at(l.days(l.now(), 1), l.reply)
		return
	}
	grade, result := l.firstGrade(), pick(l.play, []string{"solved", "solved", "explained", "explained", "planned"})
	if grade == "dissatisfied" {
		result = "impossible"
	}
	l.sendReply(hotline.ReplyForm{Text: l.answer(), Result: result, Contact: pick(l.play, []string{"phone", "phone", "phone", "sms", "visit"}), Grade: grade})
}

func (l *life) sendReply(form hotline.ReplyForm) {
	if !l.do(l.handler, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Reply(l.ctx, a, l.id, 0, form) }) {
		return
	}
	back := l.now().Add(l.minutes(2, 40))
	if l.chance(3) { // given back the next day, which is late (HOT-64)
		back = l.days(l.now(), 1)
	}
	l.at(back, l.giveBack)
}

func (l *life) answer() string {
	return pick(l.play, openings) + l.words.Replace(pick(l.play, l.m.answer)) + pick(l.play, endings)
}

func (l *life) giveBack() {
	if l.keepFresh("give_back", l.lead) {
		return
	}
	if l.do(l.handler, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.GiveBack(l.ctx, a, l.id, 0) }) {
		l.at(l.office(l.now(), l.minutes(5, 150)), l.conclude)
	}
}

func (l *life) conclude() {
	if l.keepFresh("conclude", "") {
		return
	}
	if !l.do(l.desk(org.Revisitor), func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Conclude(l.ctx, a, l.id, 0) }) {
		return
	}
	if l.web && l.chance(45) {
		l.at(l.now().Add(l.minutes(30, 600)), l.rate)
	}
	l.at(l.office(l.now(), l.minutes(20, 420)), l.revisit)
}

// rate is the citizen's own verdict on the public page.
func (l *life) rate() {
	if !l.in(hotline.Concluded) {
		return
	}
	grade, reason := l.secondGrade(), ""
	if !satisfaction.Grade(grade).Good() {
		reason = pick(l.play, grumbles)
	}
	if l.fail(l.Hotline.Rate(l.ctx, l.number, l.code, grade, reason)) {
		return
	}
	l.heard(grade)
	l.state = hotline.Closable
	if reason != "" {
		l.state = hotline.Disputed
	}
	l.afterRevisit("subjective")
}

func (l *life) revisit() {
	if !l.in(hotline.Concluded) || l.keepFresh("revisit", "") {
		return
	}
	l.attempts++
	form := hotline.RevisitForm{How: "phone", Timely: l.chance(90)}
	form.Reached = l.chance(88)
	if form.Reached {
		form.Grade = l.secondGrade()
		if l.stubborn {
			form.Grade = "dissatisfied"
		}
		if !satisfaction.Grade(form.Grade).Good() {
			form.Cause, form.Note = pick(l.play, []string{"subjective", "subjective", "objective"}), pick(l.play, grumbles)
		}
		if l.stubborn {
			form.Cause = "subjective"
		}
	} else {
		form.Note = pick(l.play, []string{"无人接听", "电话关机", "诉求人称不便，另约时间"})
	}
	if !l.do(l.desk(org.Revisitor), func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Revisit(l.ctx, a, l.id, 0, form) }) {
		return
	}
	if !form.Reached && l.in(hotline.Concluded) {
		l.at(l.office(l.now(), l.minutes(60, 300)), l.revisit)
		return
	}
	l.heard(form.Grade)
	l.afterRevisit(form.Cause)
}

// afterRevisit archives the order of a satisfied citizen and brings that of another before the supervision centre.
func (l *life) afterRevisit(cause string) {
	if l.in(hotline.Closable) {
		l.at(l.office(l.now(), l.minutes(30, 600)), l.archive)
		return
	}
	l.at(l.office(l.now(), l.minutes(60, 500)), func() { l.judge(cause) })
}

func (l *life) archive() {
	if l.keepFor("archive", "") {
		return
	}
	l.do(l.desk(org.Revisitor), func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Archive(l.ctx, a, l.id, 0) })
}

// judge is the supervision centre's answer to a dissatisfied citizen (HOT-68, GAP-10).
func (l *life) judge(cause string) {
	if l.keepFor("dispute", "") {
		return
	}
	arbiter := l.desk(org.Arbiter)
	switch {
	case cause != "subjective":
		l.do(arbiter, func(a org.Actor) (hotline.Ref, error) {
			return l.Hotline.CloseExplained(l.ctx, a, l.id, 0, pick(l.play, explainedWhy))
		})
		if l.in(hotline.Closable) {
			l.at(l.office(l.now(), l.minutes(30, 300)), l.archive)
		}
	case l.redos >= l.Policy.Now().Int("hotline.redo.times", cityPath):
		if l.do(arbiter, func(a org.Actor) (hotline.Ref, error) {
			return l.Hotline.Escalate(l.ctx, a, l.id, 0, "已两次重办，诉求人仍不满意，提请研究。")
		}) {
			l.at(l.days(l.now(), l.between(1, 4)), l.decide)
		}
	default:
		if l.do(arbiter, func(a org.Actor) (hotline.Ref, error) {
			return l.Hotline.Redo(l.ctx, a, l.id, 0, pick(l.play, redoWhy))
		}) {
			l.redos, l.attempts = l.redos+1, 0
			l.pursue()
			l.planRedo()
		}
	}
}

// planRedo is handled with more care than the first time.
func (l *life) planRedo() {
	amount := l.limit()
	l.due = l.cal.Add(calendar.DateOf(l.now()), amount)
	if l.stubborn {
		amount = 2
	}
	l.at(l.days(l.now(), l.between(1, max(amount-1, 1))), func() {
		if l.important {
			l.propose()
		} else if l.in(hotline.Handling) {
			l.sendReply(hotline.ReplyForm{Text: "经重新核查：" + l.answer(), Result: "solved", Contact: "visit", Grade: l.firstGrade()})
		}
	})
}

func (l *life) decide() {
	if l.keepFor("decide", "") {
		return
	}
	redo := l.chance(25)
	if !l.do(l.desk(org.Leader), func(a org.Actor) (hotline.Ref, error) {
		return l.Hotline.Decide(l.ctx, a, l.id, 0, redo, pick(l.play, explainedWhy))
	}) {
		return
	}
	if redo {
		l.redos++
		l.planRedo()
		return
	}
	l.at(l.office(l.now(), l.minutes(30, 300)), l.archive)
}

// heard counts what citizens say when called back.
func (l *life) heard(grade string) {
	if grade == "" {
		return
	}
	l.report.Called++
	if satisfaction.Grade(grade).Good() {
		l.report.Content++
	}
}

func (l *life) firstGrade() string { return l.grade(38, 48, 11) }

// secondGrade is what the citizen says when called back. Who had to be dissatisfied once is harder to please.
func (l *life) secondGrade() string {
	if l.redos > 0 {
		return l.grade(12, 30, 18)
	}
	return l.grade(35, 47, 12)
}

// grade draws a citizen's word; what is left over is dissatisfied.
func (l *life) grade(very, satisfied, fair int) string {
	switch n := l.rng.IntN(100); {
	case n < very:
		return "very_satisfied"
	case n < very+satisfied:
		return "satisfied"
	case n < very+satisfied+fair:
		return "fair"
	case n%4 == 3:
		return "very_dissatisfied"
	}
	return "dissatisfied"
}
