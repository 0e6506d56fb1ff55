package demo

import (
	"cmp"
	"slices"

	"huying/internal/approval"
	"huying/internal/calendar"
	"huying/internal/catalog"
	"huying/internal/org"
)

// enter brings the application to a step of its plan. A step of another department begins when that department registers
// the hand-over (TIME-04).
func (f *filing) enter(i int) {
	step := f.steps[i]
	dept := cmp.Or(step.Dept, f.dept)
	moved := i > 0 && dept != f.with || dept != f.dept
	f.with = dept
	if !moved {
		f.work(i)
		return
	}
	if f.fate.stop == "hand_over" {
		return
	}
	f.soon(20, 240, func() {
		if f.in(approval.Reviewing) && f.do(f.staff.reviewers[dept], func(a org.Actor) (approval.Ref, error) { return f.Approval.HandOver(f.ctx, a, f.id, 0) }) {
			f.work(i)
		}
	})
}

// pace is how many working days somebody takes for a step: less than its share, and less on the green channel.
func (f *filing) pace(limit catalog.Limit) int {
	most := limit.Amount / 2
	if f.hurried() {
		most = limit.Amount / 5
	}
	return f.between(0, most)
}

// hurried reports whether it goes through the green channel, where the promise is shorter (TIME-39).
func (f *filing) hurried() bool { return f.record.Flags.Green || f.fate.hurry }

// work does what the step is for.
func (f *filing) work(i int) {
	step := f.steps[i]
	if f.fate.stop == string(step.Kind) {
		return
	}
	if f.fate.special && !f.paused && f.record.Class != catalog.Instant {
		f.paused = true
		f.later(1, func() { f.pause(i) })
		return
	}
	switch step.Kind {
	case catalog.Decide:
		f.toDecision(step)
	case catalog.Opinions:
		f.opinions(i)
	case catalog.Publish:
		from := calendar.DateOf(f.now()).Add(1)
		to := from.Add(max(0, step.Limit.Amount*2/5))
		f.at(f.days(to.Start(), 1), func() { f.finish(i, approval.StepForm{From: from, To: to}) })
	default:
		f.at(f.days(f.now(), f.pace(step.Limit)), func() { f.finish(i, approval.StepForm{}) })
	}
}

// finish ends a step with a pass and goes on along the plan.
func (f *filing) finish(i int, form approval.StepForm) {
	if !f.in(approval.Reviewing) {
		return
	}
	step := f.steps[i]
	form.Step, form.Finding, form.Opinion = step.Code, "pass", pick(f.play, passed[step.Kind])
	who := f.staff.reviewers[f.with]
	switch step.Kind {
	case catalog.Verify:
		who = f.staff.sections[f.with]
	case catalog.Check, catalog.Survey:
		form.People = f.two(f.with)
	case catalog.Meeting:
		form.Invited = f.invited()
		form.Attended = form.Invited[:len(form.Invited)-f.rng.IntN(2)]
	}
	if f.do(who, func(a org.Actor) (approval.Ref, error) { return f.Approval.FinishStep(f.ctx, a, f.id, 0, form) }) {
		f.absentees(func() { f.enter(f.next(i)) })
	}
}

// absentees lets the departments that did not come to a meeting answer in writing before it goes on.
func (f *filing) absentees(then func()) {
	v, ok := f.view()
	if !ok {
		return
	}
	for _, op := range v.Opinions {
		if !op.Opinion.Absent || op.Opinion.Stance != "" || op.State != approval.Asked {
			continue
		}
		id, who := op.ID, f.staff.reviewers[op.Opinion.Dept]
		f.later(1, func() {
			if f.in(approval.Reviewing) && f.do(who, func(a org.Actor) (approval.Ref, error) { return f.Approval.SignForOpinion(f.ctx, a, id, 0) }) &&
				f.do(who, func(a org.Actor) (approval.Ref, error) {
					return f.Approval.GiveOpinion(f.ctx, a, id, 0, "agree", pick(f.play, stances["agree"]))
				}) {
				then()
			}
		})
		return // one at most is missing
	}
	then()
}

// next is where the plan goes on after a pass.
func (f *filing) next(i int) int {
	for _, b := range f.steps[i].Then {
		if b.Finding == "pass" {
			return slices.IndexFunc(f.steps, func(s catalog.Step) bool { return s.Code == b.To })
		}
	}
	return i + 1
}

// invited are those who meet on the matter: who was asked before, or whom such a matter concerns.
func (f *filing) invited() []string {
	for _, s := range f.steps {
		if len(s.Asks) > 1 {
			return s.Asks
		}
	}
	return []string{"zrj", "zjj", "sthj"}
}

// opinions lets the asked departments answer, each in its own time; one may stay silent (APP-17, TIME-28, GAP-21).
func (f *filing) opinions(i int) {
	v, ok := f.view()
	if !ok {
		return
	}
	open := 0
	given := func() {
		if open--; open == 0 {
			f.soon(20, 120, func() { f.finish(i, approval.StepForm{}) })
		}
	}
	for n, op := range v.Opinions {
		if op.Opinion.Step != f.steps[i].Code || op.Opinion.Stance != "" {
			continue
		}
		open++
		id, who := op.ID, f.staff.reviewers[op.Opinion.Dept]
		if f.fate.parallel {
			f.takeOver(id, who, n == 1)
			continue
		}
		if f.fate.mute && n == 0 {
			f.unanswered(id, given)
			continue
		}
		if f.fate.stop == "opinion" && (op.Opinion.Dept == "scj" || op.Opinion.Dept == "cgj") {
			continue
		}
		f.soon(20, 200, func() {
			if !f.in(approval.Reviewing) || !f.do(who, func(a org.Actor) (approval.Ref, error) { return f.Approval.SignForOpinion(f.ctx, a, id, 0) }) {
				return
			}
			f.at(f.days(f.now(), f.pace(f.steps[i].Limit)), func() {
				stance := pick(f.play, []string{"agree", "agree", "agree", "conditional"})
				if f.in(approval.Reviewing) && f.do(who, func(a org.Actor) (approval.Ref, error) {
					return f.Approval.GiveOpinion(f.ctx, a, id, 0, stance, pick(f.play, stances[stance]))
				}) {
					given()
				}
			})
		})
	}
}

// takeOver lets an asked department register the hand-over and no more: one at once, the others on their last day for it.
// Two working days after they were asked the limit of the one has passed in silence (TIME-29), and the others have the day.
func (f *filing) takeOver(id string, who *person, atOnce bool) {
	at := f.office(f.now(), f.minutes(20, 60))
	if !atOnce {
		at = f.days(f.now(), 1)
	}
	f.at(at, func() {
		if f.in(approval.Reviewing) {
			f.do(who, func(a org.Actor) (approval.Ref, error) { return f.Approval.SignForOpinion(f.ctx, a, id, 0) })
		}
	})
}

// unanswered is a department that does not take part: when its day has passed, the supervisors confirm that it is deemed to
// consent.
func (f *filing) unanswered(id string, given func()) {
	if f.fate.stop == "deem" {
		return
	}
	f.later(2, func() {
		who := f.desk(org.Inspector)
		if f.in(approval.Reviewing) && f.do(who, func(a org.Actor) (approval.Ref, error) {
			return f.Approval.DeemConsent(f.ctx, a, id, 0, "该部门未按要求签收，亦未报告延误，符合缺席默认条件。")
		}) {
			given()
		}
	})
}

// desk is one of those of a role in the city.
func (h *hall) desk(r org.Role) *person { return pick(h.play, h.city.byRole[r]) }
