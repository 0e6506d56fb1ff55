package demo

import (
	"fmt"
	"time"

	"huying/internal/calendar"
	"huying/internal/org"
	"huying/internal/storage"
)

// What is in this file follows from the day alone: it draws nothing, so the rest of the city stays as it is.

// besides is what goes on in the hall beside the orders: rounds of leaders, turns of duty in which nobody signs, drills and the
// register of equipment. Now and then somebody forgets.
func (p *play) besides(day calendar.Date, n int) {
	if n == 0 {
		p.at(day.Start().Add(10*time.Hour), p.equip)
		for d := range rosterAhead {
			p.turnsBeside(day.Add(d))
		}
	}
	p.turnsBeside(day.Add(rosterAhead))
	if ahead := int(calendar.DateOf(p.until) - day); ahead == 4 || ahead == 27 {
		p.drill(day)
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
