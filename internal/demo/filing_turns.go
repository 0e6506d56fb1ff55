package demo

import (
	"huying/internal/approval"
	"huying/internal/calendar"
	"huying/internal/org"
)

// pause takes the application through one of the procedures whose time is not counted (TIME-10, TIME-11).
func (f *filing) pause(i int) {
	if !f.in(approval.Reviewing) {
		return
	}
	kind, who := pick(f.play, f.record.Specials), f.staff.reviewers[f.with]
	form := approval.SpecialForm{Kind: kind, From: calendar.DateOf(f.now()), Expected: f.between(3, 10), Basis: "《中华人民共和国行政许可法》第四十五条", Told: pick(f.play, []string{"written", "online", "sms"})}
	if !f.do(who, func(a org.Actor) (approval.Ref, error) { return f.Approval.StartSpecial(f.ctx, a, f.id, 0, form) }) {
		f.work(i)
		return
	}
	if f.fate.stop == "special" {
		return
	}
	f.later(f.between(2, 6), func() {
		if !f.in(approval.Reviewing) {
			return
		}
		report := f.signed(who, "特别程序结论")
		if f.do(who, func(a org.Actor) (approval.Ref, error) {
			return f.Approval.EndSpecial(f.ctx, a, f.id, 0, calendar.DateOf(f.now()), pick(f.play, outcomes), []string{report})
		}) {
			f.work(i)
		}
	})
}

// extend asks the head for more time, once, and tells the applicant of it (TIME-08, TIME-09).
func (f *filing) extend(then func()) {
	who, head := f.staff.reviewers[f.with], f.city.heads[f.with]
	amount := min(3, f.record.Promised.Amount)
	if f.hurried() {
		amount = 1
	}
	form := approval.ExtensionForm{Amount: amount, Reason: pick(f.play, extensionReasons), Basis: pick(f.play, extensionBases)}
	if !f.do(who, func(a org.Actor) (approval.Ref, error) { return f.Approval.AskExtension(f.ctx, a, f.id, 0, form) }) {
		then()
		return
	}
	if f.fate.stop == "rule_extension" {
		return
	}
	f.soon(30, 300, func() {
		if !f.in(approval.Reviewing) {
			return
		}
		grant := f.fate.extend == "granted"
		why := map[bool]string{true: "情况属实，同意延期，请书面告知申请人。", false: "理由不充分，请按承诺时限办结。"}[grant]
		if !f.do(head, func(a org.Actor) (approval.Ref, error) {
			return f.Approval.RuleExtension(f.ctx, a, f.id, 0, grant, why)
		}) || f.fate.stop == "tell_extension" {
			return
		}
		if !grant {
			then()
			return
		}
		f.soon(10, 90, func() {
			if f.in(approval.Reviewing) {
				f.do(who, func(a org.Actor) (approval.Ref, error) { return f.Approval.TellExtension(f.ctx, a, f.id, 0, "written") })
				f.later(f.between(0, 2), then)
			}
		})
	})
}

// overrun lets the promise pass: the delay is explained, a supervisor finds whose fault it is (TIME-12, TIME-43).
func (f *filing) overrun(then func()) {
	n := f.record.Promised.Amount
	f.later(n, func() {
		if f.in(approval.Reviewing) {
			f.do(f.staff.reviewers[f.with], func(a org.Actor) (approval.Ref, error) {
				return f.Approval.ExplainDelay(f.ctx, a, f.id, 0, pick(f.play, delays))
			})
		}
	})
	if f.fate.stop == "rule_overdue" {
		return
	}
	f.later(n+2, func() {
		v, ok := f.view()
		if !ok || !f.in(approval.Reviewing) {
			return
		}
		for _, m := range v.Application.Marks {
			if m.Rule == "TIME-12" && m.Ruling == "" {
				ruling := pick(f.play, []string{"own", "own", "justified"})
				f.do(f.desk(org.Inspector), func(a org.Actor) (approval.Ref, error) {
					return f.Approval.RuleOverdue(f.ctx, a, f.id, 0, ruling, pick(f.play, rulings[ruling]))
				})
				if ruling == "own" {
					in := approval.AccountForm{Measure: pick(f.play, []string{"circular", "talk"}), Finding: "超过承诺时限，没有正当理由，也没有提前申请延期。"}
					f.do(f.desk(org.Inspector), func(a org.Actor) (approval.Ref, error) { return f.Approval.HoldToAccount(f.ctx, a, f.id, 0, in) })
				}
			}
		}
		then()
	})
}
