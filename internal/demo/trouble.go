package demo

import (
	"fmt"
	"time"

	"huying/internal/calendar"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/storage"
)

// sendBack is the department's plea that the order is not its own, and the ruling on it (HOT-38).
func (l *life) sendBack() {
	mine := l.lead == l.competent()
	form := hotline.ReturnForm{Ground: "outside_competence", Reason: pick(l.play, returnReasons), Basis: "部门职责规定", Proposed: l.competent()}
	if mine {
		form.Ground, form.Proposed = "other_lead", l.m.wrong
	}
	if !l.do(l.handler, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Return(l.ctx, a, l.id, 0, form) }) {
		l.planReply(l.now()) // too late, or returned before: it must be handled
		return
	}
	l.at(l.office(l.now(), l.minutes(30, 400)), func() { l.rule(mine) })
}

func (l *life) rule(mine bool) {
	if l.keepFor("rule_return", "") {
		return
	}
	ruling := hotline.Ruling{Why: "经核，该事项属你单位职责范围，请按时限办理。"}
	if !mine {
		ruling = hotline.Ruling{Uphold: true, Lead: l.competent(), Why: "经核，退单理由成立，改派有权单位办理。"}
		if l.m.keys != "" && !l.ruled[l.m.keys] {
			ruling.Rule = l.m.keys
			l.ruled[l.m.keys] = true
		}
	}
	if !l.do(l.desk(org.Arbiter), func(a org.Actor) (hotline.Ref, error) { return l.Hotline.RuleReturn(l.ctx, a, l.id, 0, ruling) }) {
		return
	}
	if mine {
		l.planReply(l.now())
		return
	}
	l.arrive(l.competent())
}

// propose takes an important answer through legal review and the leader's signature (HOT-30, HOT-75).
func (l *life) propose() {
	if !l.in(hotline.Handling) {
		return
	}
	if l.tasks > 0 {
		l.at(l.days(l.now(), 1), l.propose)
		return
	}
	form := hotline.ReplyForm{Text: l.answer(), Result: "explained", Contact: "phone"}
	if !l.do(l.handler, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.ProposeReply(l.ctx, a, l.id, 0, form) }) {
		return
	}
	l.at(l.office(l.now(), l.minutes(60, 420)), func() {
		if !l.sure && l.keepFor("review", "") {
			return
		}
		pass := l.sure || l.chance(88)
		l.do(l.desk(org.Legal), func(a org.Actor) (hotline.Ref, error) {
			return l.Hotline.Review(l.ctx, a, l.id, 0, pass, pick(l.play, legalOpinions[pass]))
		})
		if l.in(hotline.Handling) {
			l.at(l.office(l.now(), l.minutes(60, 300)), l.propose)
			return
		}
		l.at(l.office(l.now(), l.minutes(60, 420)), func() { l.signOff(form) })
	})
}

func (l *life) signOff(form hotline.ReplyForm) {
	if l.keepFor("sign_off", l.lead) {
		return
	}
	leader := l.city.heads[l.lead]
	if v, ok := l.view(); l.away(leader) || ok && v.AssigneeID == leader.id { // nobody signs what he, or who stands in for him, wrote
		leader = l.desk(org.Leader)
	}
	if !l.do(leader, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.SignOff(l.ctx, a, l.id, 0, true, "同意") }) {
		return
	}
	form.Grade = l.firstGrade()
	l.at(l.office(l.now(), l.minutes(10, 120)), func() {
		if l.in(hotline.Handling) {
			l.sendReply(form)
		}
	})
}

// followTasks lets the assisting departments sign and answer (HOT-72).
func (l *life) followTasks() {
	view, ok := l.view()
	if !ok {
		return
	}
	for _, t := range view.Tasks {
		id, helper := t.ID, pick(l.play, l.city.handlers[l.m.assist])
		l.at(l.office(l.now(), l.minutes(10, 300)), func() {
			if l.task(helper, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Sign(l.ctx, a, id, 0) }) != hotline.AssistHandling {
				return
			}
			l.at(l.days(l.now(), l.between(0, 3)), func() {
				if l.keepFor("assist", helper.dept) {
					return
				}
				text := "经核查，涉及本单位职责的部分已处理，请牵头单位一并答复诉求人。"
				if l.task(helper, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.ReplyTask(l.ctx, a, id, 0, text) }) == hotline.AssistDone {
					l.tasks--
				}
			})
		})
	}
}

// involve asks one more department to help an order that is under way.
func (l *life) involve() {
	if !l.in(hotline.Dispatched, hotline.Handling) || l.m.assist == l.lead {
		return
	}
	if l.do(l.desk(org.Dispatcher), func(a org.Actor) (hotline.Ref, error) {
		return l.Hotline.Involve(l.ctx, a, l.id, 0, []string{l.m.assist})
	}) {
		l.tasks = 1
		l.followTasks()
	}
}

// task lets a person of an assisting department act and gives the task's state, "" when it was refused. A task whose
// department became the lead is dropped, which is no refusal worth counting.
func (l *life) task(who *person, verb func(a org.Actor) (hotline.Ref, error)) string {
	if l.lead == who.dept {
		l.tasks = 0
		return ""
	}
	ref, _ := l.ref(l.there(who), verb)
	return ref.State
}

func (l *life) view() (v hotline.View, ok bool) {
	ok = l.as(l.desk(org.Dispatcher), func(a org.Actor) (err error) {
		v, err = l.Hotline.Get(l.ctx, a, l.id)
		return err
	})
	return v, ok
}

// spelled is the limit of a kind of appeal as a form names it. That of complaints is the longest that the rules give any.
func (l *life) spelled(kind string) string {
	term := l.Policy.Now().Term("hotline.limit."+kind, cityPath)
	return fmt.Sprintf("%d%s", term.Amount, term.Unit.Chinese())
}

// planExtension asks for more time some days before the end, or a day after it, which is refused (HOT-61, TIME-15).
func (l *life) planExtension(from time.Time, n, amount int) {
	ask := l.days(from, max(n-1, 1))
	late := !l.sure && l.chance(7)
	if late {
		ask = l.cal.Add(l.due, 1).Start().Add(10 * time.Hour)
	}
	more := l.between(2, amount)
	l.at(ask, func() {
		if !l.in(hotline.Handling) {
			return
		}
		form := hotline.ExtensionForm{Amount: more, Promised: l.spelled(l.kind), Statutory: l.spelled("complain"), Basis: pick(l.play, extensionBases), Reason: pick(l.play, extensionReasons)}
		if !l.do(l.handler, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.AskExtension(l.ctx, a, l.id, 0, form) }) {
			l.at(l.days(l.now(), l.between(1, 3)), l.reply)
			return
		}
		l.at(l.office(l.now(), l.minutes(30, 420)), func() { l.ruleExtension(more) })
	})
}

func (l *life) ruleExtension(more int) {
	if !l.sure && l.keepFor("rule_extension", "") {
		return
	}
	grant := l.sure || l.chance(75)
	why := "事项复杂，同意延期，请告知诉求人。"
	if !grant {
		why = "理由不充分，请按原时限办理。"
	}
	if !l.do(l.desk(org.Arbiter), func(a org.Actor) (hotline.Ref, error) { return l.Hotline.RuleExtension(l.ctx, a, l.id, 0, grant, why) }) {
		return
	}
	if !grant {
		l.at(l.days(l.now(), l.between(0, 1)), l.reply)
		return
	}
	l.due = l.cal.Add(l.due, more)
	l.at(l.office(l.now(), l.minutes(20, 300)), func() {
		if l.in(hotline.Handling) && !l.keepFor("tell_extension", l.lead) {
			l.do(l.handler, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.TellExtension(l.ctx, a, l.id, 0, "phone") })
		}
	})
	if !l.sure {
		l.at(l.days(l.now(), l.between(1, more+1)), l.reply)
	}
}

// planLateness is what the service hall and the inspectors do about a department that lets the limit pass: they urge,
// the department explains or does not, in the end a notice is issued (HOT-51 to HOT-54).
func (l *life) planLateness(from time.Time, amount int) {
	for _, n := range []int{1, 3, 7} {
		l.at(l.days(from, amount+n), l.urge)
	}
	if !l.neglected {
		l.at(l.days(from, amount+2), func() {
			if l.in(hotline.Handling) && (l.tardy || l.chance(40)) {
				l.do(l.handler, func(a org.Actor) (hotline.Ref, error) {
					return l.Hotline.Explain(l.ctx, a, l.id, 0, pick(l.play, delays))
				})
			}
		})
	}
	l.at(l.days(from, amount+11), func() {
		v, ok := l.view()
		if !ok || !l.in(hotline.Handling) || len(v.Explanations) > 0 || v.Urges < 2 || l.keepFor("notice", "") {
			return
		}
		l.do(l.desk(org.Inspector), func(a org.Actor) (hotline.Ref, error) { return l.Hotline.IssueNotice(l.ctx, a, l.id, 0) })
	})
}

func (l *life) urge() {
	if l.in(hotline.Dispatched, hotline.Handling) {
		l.do(l.desk(org.Revisitor), func(a org.Actor) (hotline.Ref, error) {
			return l.Hotline.Urge(l.ctx, a, l.id, 0, pick(l.play, []string{"phone", "phone", "online"}), "请抓紧办理并答复诉求人。")
		})
	}
}

// pursue is what else comes of a redo: the department is held to account, its head takes the matter over, or a leader
// has it watched (HOT-09, HOT-35, HOT-53).
func (l *life) pursue() {
	at := l.office(l.now(), l.minutes(10, 60))
	switch {
	case l.chance(4) || l.showing("account", 1):
		l.at(at, l.account)
	case l.redos > 1 || l.showing("hard", 1):
		l.at(at, func() {
			if l.in(hotline.Handling) {
				l.do(l.desk(org.Inspector), func(a org.Actor) (hotline.Ref, error) {
					return l.Hotline.ToHead(l.ctx, a, l.id, 0, "诉求反复、群众意见较大，交主要负责人包案办理。")
				})
			}
		})
	case l.chance(6) || l.showing("instruction", 1):
		l.at(at, l.instruct)
	}
}

func (l *life) account() {
	if !l.in(hotline.Handling) {
		return
	}
	form := hotline.AccountForm{Ground: pick(l.play, []string{"perfunctory", "ineffective", "slow"}), Measure: "circular", Finding: pick(l.play, findings)}
	l.do(l.desk(org.Inspector), func(a org.Actor) (hotline.Ref, error) { return l.Hotline.HoldToAccount(l.ctx, a, l.id, 0, form) })
}

// instruct is a leader's word on the order, which the inspectors then watch.
func (l *life) instruct() {
	if !l.in(hotline.Handling) {
		return
	}
	l.do(l.desk(org.Leader), func(a org.Actor) (hotline.Ref, error) {
		return l.Hotline.Note(l.ctx, a, l.id, 0, pick(l.play, instructions))
	})
	l.at(l.office(l.now(), l.minutes(20, 90)), func() {
		if l.in(hotline.Handling) {
			l.do(l.desk(org.Inspector), func(a org.Actor) (hotline.Ref, error) {
				return l.Hotline.Supervise(l.ctx, a, l.id, 0, true, "按分管领导批示，列入跟踪督办。")
			})
		}
	})
}

// sideEvents are what else happens to an order on its way: the hall urges before the end, the citizen urges or adds,
// the inspectors take it under supervision, colleagues leave notes.
func (l *life) sideEvents() {
	if l.chance(50) {
		l.at(l.cal.Add(l.due, -1).Start().Add(10*time.Hour+l.minutes(0, 90)), func() {
			if calendar.DateOf(l.now()) <= l.due {
				l.urge()
			}
		})
	}
	if soon := l.showing("citizen_urge", 6); soon || l.chance(3) {
		wait := 1
		if !soon {
			wait = l.between(2, 5)
		}
		l.at(l.days(l.now(), wait), func() {
			if l.in(hotline.Dispatched, hotline.Handling) {
				l.fail(l.Hotline.CitizenUrge(l.ctx, l.number, l.code))
			}
		})
	}
	if l.web && l.chance(12) {
		l.at(l.now().Add(l.minutes(60, 1500)), func() {
			if l.in(hotline.Dispatched, hotline.Handling) {
				text := pick(l.play, supplements)
				l.fail(l.DB.Update(l.ctx, func(tx *storage.Tx) error { return l.Hotline.Supplement(tx, l.number, l.code, text) }))
			}
		})
	}
	if l.kind != "emergency" && (l.chance(2) || l.showing("supervise", keptMost)) {
		l.at(l.days(l.now(), 1), func() {
			if l.in(hotline.Handling) {
				l.do(l.desk(org.Inspector), func(a org.Actor) (hotline.Ref, error) {
					return l.Hotline.Supervise(l.ctx, a, l.id, 0, true, "群众反映集中，列入跟踪督办。")
				})
			}
		})
	}
	if l.tasks == 0 && l.m.assist != "" && l.chance(4) {
		l.at(l.office(l.now(), l.minutes(200, 500)), l.involve)
	}
	if l.kind == "complain" && l.chance(4) {
		l.at(l.office(l.now(), l.minutes(60, 300)), func() {
			if l.in(hotline.Dispatched, hotline.Handling) {
				l.do(l.desk(org.Dispatcher), func(a org.Actor) (hotline.Ref, error) {
					return l.Hotline.Flag(l.ctx, a, l.id, 0, l.important, true, "涉及群众较多，标记为重大事项。")
				})
			}
		})
	}
	if l.chance(8) {
		l.at(l.days(l.now(), 1), func() {
			if l.in(hotline.Handling) {
				l.do(l.handler, func(a org.Actor) (hotline.Ref, error) { return l.Hotline.Note(l.ctx, a, l.id, 0, pick(l.play, notes)) })
			}
		})
	}
}
