package demo

import (
	"fmt"
	"time"

	"huying/internal/calendar"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// What is in this file follows from the day alone: it draws nothing, so the rest of the city stays as it is.

// besides is what goes on beside the orders: rounds of leaders, turns of duty in which nobody signs, drills, the register of
// equipment, circulars, and what citizens say of the service. Now and then somebody forgets.
func (p *play) besides(day calendar.Date, n int) {
	if n == 0 {
		p.at(day.Start().Add(10*time.Hour), p.equip)
		for d := range rosterAhead {
			p.turnsBeside(day.Add(d))
		}
	}
	p.turnsBeside(day.Add(rosterAhead))
	switch ahead := int(calendar.DateOf(p.until) - day); ahead {
	case 4, 27:
		p.drill(day)
	case 7:
		p.circular(day)
	case 6, 5, 3, 2:
		p.opinion(day, map[int]int{6: 0, 5: 1, 3: 2, 2: 3}[ahead])
	}
	if p.cal.Working(day) {
		p.rounds(day)
	}
}

// turnsBeside writes who leads at the centre on a working day and who cleans (DUTY-12, DUTY-18).
func (p *play) turnsBeside(day calendar.Date) {
	if !p.cal.Working(day) {
		return
	}
	open, shut := p.hours()
	clerk, cleaners := p.city.byRole[org.Revisitor][0], p.city.byRole[org.Revisitor]
	for _, sh := range []org.Shift{{Kind: org.LeadShift, Person: p.leads(day).id}, {Kind: org.CleaningShift, Person: cleaners[int(day)%len(cleaners)].id}} {
		sh.Department, sh.From, sh.To = hallID, day.Start().Add(open), day.Start().Add(shut)
		p.tx(clerk, func(tx *storage.Tx, a org.Actor) error {
			_, err := p.Org.AddShift(tx, a, sh, p.cal)
			return err
		})
	}
}

// leads is the head of an office whose turn at the centre it is.
func (p *play) leads(day calendar.Date) *person {
	offices := p.handlingOffices()
	return p.city.heads[offices[int(day)%len(offices)]]
}

// noticed is what a round found and what became of it; without the latter it is still open.
var noticed = []struct{ place, found, outcome string }{
	{"一楼综合窗口", "各窗口人员在岗，排队不超过5人。", "无需处理。"}, {"二楼社保专区", "2号窗口上午离岗12分钟，未摆放暂停服务牌。", "已提醒当班人员，并告知其首席代表。"},
	{"自助服务区", "一台自助终端缺纸。", "已补纸，恢复使用。"}, {"咨询导办台", "导办人员在岗，一次性告知单齐全。", "无需处理。"}, {"一楼等候区", "空调温度偏低，老人反映较冷。", ""},
	{"三楼工程建设专区", "公示栏收费目录未更新。", "已通知相关单位当日更换。"},
}

// rounds are those of one working day (DUTY-09 to DUTY-13, DUTY-18).
func (p *play) rounds(day calendar.Date) {
	n := int(day)
	at := func(hour, minute int) time.Time {
		return day.Start().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
	}
	_, leader := p.onDuty(at(12, 0))
	p.round(leader, "patrol", at(9, 40), n)
	if n%9 != 0 {
		p.round(leader, "patrol", at(15, 10), n+2)
	}
	if week := n / 7; day.Weekday() == time.Wednesday && week%5 != 0 {
		p.round(p.city.byRole[org.Leader][week%2], "sitting", at(9, 30), week)
	}
	if p.cal.Roll(calendar.Of(day.Year(), day.Month(), 10)) == day {
		p.round(p.city.byRole[org.Inspector][int(day.Month())%2], "inspection", at(14, 30), n)
	}
	if n%8 != 0 {
		p.round(p.leads(day), "lead", at(9, 20), n)
	}
	if cleaners := p.city.byRole[org.Revisitor]; n%11 != 0 {
		p.round(cleaners[n%len(cleaners)], "cleaning", at(9, 15), 0)
	}
	for i, id := range p.handlingOffices() {
		if (n+i)%29 == 0 {
			p.round(p.city.heads[id], "onsite", at(10, 5+i), n+i)
		}
	}
}

// round lets somebody write down his own round, half an hour after it.
func (p *play) round(who *person, kind string, at time.Time, n int) {
	p.at(at.Add(25*time.Minute), func() {
		f := noticed[n%len(noticed)]
		if kind == "cleaning" {
			f.place, f.found, f.outcome = "一楼大厅", "地面、台面已清扫，垃圾已清运。", "无需处理。"
		}
		p.tx(who, func(tx *storage.Tx, a org.Actor) error {
			_, err := p.Org.RecordRound(tx, a, org.RoundForm{Department: hallID, Kind: kind, At: at, Place: f.place, Found: f.found, Outcome: f.outcome})
			return err
		})
	})
}

// drill calls some stations out in the evening; one of them comes late, and in the last drill one has not been entered (DUTY-15).
func (p *play) drill(day calendar.Date) {
	leader := p.city.byRole[org.DutyLeader][0]
	stations := []string{"gaj", "gdgs", "scj", "nyj", "gsgs"}
	at := day.Start().Add(19*time.Hour + 30*time.Minute)
	p.at(at, func() {
		var d org.Drill
		p.tx(leader, func(tx *storage.Tx, a org.Actor) (err error) {
			d = org.Drill{Department: hallID, Title: day.Chinese() + "夜间停电应急拉练", Place: p.city.places[int(day)%len(p.city.places)].name}
			for _, id := range stations {
				d.Stations = append(d.Stations, org.Station{Department: id})
			}
			d, err = p.Org.CallDrill(tx, a, d)
			return err
		})
		for i, id := range stations {
			if i == len(stations)-1 && p.nearEnd() {
				continue
			}
			there := at.Add(time.Duration(6+(int(day)*7+i*5)%19) * time.Minute)
			p.at(there.Add(time.Minute), func() {
				p.tx(leader, func(tx *storage.Tx, a org.Actor) error { return p.Org.Arrive(tx, a, d.ID, id, there) })
			})
		}
	})
}

// equip lets the heads of the offices enter what they have for the hotline (HOT-25).
func (p *play) equip() {
	for i, id := range p.handlingOffices() {
		for j, e := range []org.Equipment{
			{Kind: "phone", Number: deviceNumber("8801", i), Place: "值班室"}, {Kind: "computer", Number: deviceNumber("PC", i), Place: "热线承办岗"},
			{Kind: "printer", Number: deviceNumber("PR", i), Place: "热线承办岗"}, {Kind: "emergency", Number: deviceNumber("YJ", i), Place: "应急物资柜"},
		} {
			if e.Department, e.State = id, "used"; (i+j)%13 == 0 {
				e.State, e.Note = "repair", "已报修"
			}
			p.tx(p.city.heads[id], func(tx *storage.Tx, a org.Actor) error {
				_, err := p.Org.SaveEquipment(tx, a, e)
				return err
			})
		}
	}
}

func deviceNumber(series string, i int) string { return fmt.Sprintf("%s-%02d", series, i+1) }

// opinions are what citizens say of the service itself; those with an answer have been answered (HOT-96).
var opinions = []struct{ text, answer string }{
	{"语音导航层级太多，老人听不明白，希望能直接转人工。", "已精简为两级导航，开头按0直接转人工。"}, {"上次来电十秒就接通了，话务员很有耐心，谢谢。", "谢谢您的肯定，我们会转告当班话务员。"},
	{"回访电话总在上班时间打来，能不能让人选时间？", ""}, {"网上提交后能收到编号很好，建议办理进度有变化时也提醒一下。", ""},
}

// opinion lets one of them be said, in the morning by telephone or on the web, and answered in the afternoon.
func (p *play) opinion(day calendar.Date, i int) {
	p.at(day.Start().Add(10*time.Hour+20*time.Minute), func() {
		if i%2 == 0 {
			err := p.DB.Update(p.ctx, func(tx *storage.Tx) error {
				_, err := p.Hotline.GiveFeedback(tx, opinions[i].text)
				return err
			})
			p.fail(err)
		} else {
			p.tx(p.city.byRole[org.Operator][i], func(tx *storage.Tx, a org.Actor) error {
				_, err := p.Hotline.TakeFeedback(tx, a, opinions[i].text)
				return err
			})
		}
	})
	if opinions[i].answer == "" {
		return
	}
	p.at(day.Start().Add(15*time.Hour), func() {
		p.as(p.city.byRole[org.Arbiter][0], func(a org.Actor) error {
			open, err := p.Hotline.Feedback(p.ctx, a, true, page.Request{})
			if err == nil && len(open.Items) > 0 {
				err = p.Hotline.AnswerFeedback(p.ctx, a, open.Items[0].ID, opinions[i].answer)
			}
			return err
		})
	})
}

// circular lets the inspection enter what a circular names, and the head of each office finish his first task (HOT-08).
func (p *play) circular(day calendar.Date) {
	inspector := p.city.byRole[org.Inspector][0]
	for i, id := range []string{"scj", "cgj", "slj"} {
		head := p.city.heads[id]
		p.at(day.Start().Add(9*time.Hour+time.Duration(40+i)*time.Minute), func() {
			p.tx(inspector, func(tx *storage.Tx, a org.Actor) error {
				_, err := p.Hotline.EnterIssue(tx, a, hotline.IssueForm{Circular: "热线办理情况通报（" + calendar.DateOf(p.now()).ChineseFull() + "）", Text: "部分工单到期前才签收，群众多次催办。", Dept: id, Tasks: []hotline.IssueTaskForm{
					{Text: "梳理未签收工单，逐件明确承办人。", Person: head.id, Due: day.Add(3)}, {Text: "建立每日签收登记，负责人每天查看。", Person: p.city.handlers[id][0].id, Due: day.Add(9 + i)}}})
				return err
			})
		})
		p.at(day.Start().Add(time.Duration(2*24+14+i)*time.Hour), func() {
			p.as(head, func(a org.Actor) error {
				issues, err := p.Hotline.Issues(p.ctx, a, hotline.IssueFilter{Open: true, Dept: id}, page.Request{})
				if err == nil && len(issues.Items) > 0 && !issues.Items[0].Tasks[0].Standing.Stopped {
					err = p.Hotline.FinishTask(p.ctx, a, issues.Items[0].Tasks[0].ID, "已逐件明确承办人，当日全部签收。")
				}
				return err
			})
		})
	}
}
