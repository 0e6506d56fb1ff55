package demo

import (
	"maps"
	"slices"
	"time"

	"huying/internal/calendar"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/storage"
)

// absence is a leave during which somebody stands in.
type absence struct {
	deputy *person
	until  time.Time
}

// tx runs a verb of the organisation in a transaction of its own.
func (p *play) tx(who *person, verb func(tx *storage.Tx, a org.Actor) error) bool {
	return p.as(who, func(a org.Actor) error {
		return p.DB.Update(p.ctx, func(tx *storage.Tx) error { return verb(tx, a) })
	})
}

// buildRouting writes the rules by which departments are offered (HOT-80 to HOT-82).
func (p *play) buildRouting() error {
	dispatcher := p.city.byRole[org.Dispatcher][0]
	rules := append([]hotline.RoutingRule{}, common()...)
	for i, m := range matters {
		if m.dept != "" && m.kind != "emergency" && i%12 != 0 { // some are left for rulings to make
			rules = append(rules, routingRule(m))
		}
	}
	for _, r := range rules {
		p.tx(dispatcher, func(tx *storage.Tx, a org.Actor) error { return p.Hotline.SaveRoutingRule(tx, a, r) })
	}
	return p.broken
}

// turn is one shift of the service hall's roster.
type turn struct {
	from, to time.Time
	kind     org.ShiftKind
}

// turns are the shifts that begin on a day: working days have a day shift and a night shift, days off one of each
// half, so that at any moment somebody is on duty (DUTY-01, DUTY-03).
func (p *play) turns(day calendar.Date) []turn {
	open, shut := p.hours()
	morning, evening, next := day.Start().Add(open), day.Start().Add(shut), day.Add(1).Start().Add(open)
	if p.cal.Working(day) {
		return []turn{{morning, evening, org.DayShift}, {evening, next, org.NightShift}}
	}
	return []turn{{morning, evening, org.HolidayShift}, {evening, next, org.HolidayShift}}
}

// roster writes the turns of one day; who is on follows from the day alone.
func (p *play) roster(day calendar.Date) {
	duty, leaders, standby := p.city.byRole[org.Duty], p.city.byRole[org.DutyLeader], p.city.byRole[org.Inspector]
	leader := leaders[int(day)%len(leaders)]
	for i, t := range p.turns(day) {
		if !t.to.After(p.now()) {
			continue
		}
		p.tx(leader, func(tx *storage.Tx, a org.Actor) error { // who leads a turn says who stands by (DUTY-07)
			n := int(day)*2 + i
			_, err := p.Org.AddShift(tx, a, org.Shift{Department: hallID, Kind: t.kind, From: t.from, To: t.to,
				Person: duty[n%len(duty)].id, Leader: leader.id, Standby: []string{standby[int(day)%len(standby)].id}}, p.cal)
			return err
		})
	}
}

// officesAhead writes the roster of every other office from a day on: one signs, another stands by.
func (p *play) officesAhead(from calendar.Date) {
	leaders := p.city.byRole[org.DutyLeader]
	for _, id := range slices.Sorted(maps.Keys(p.city.offices)) {
		staff := p.colleagues(id)
		if id == hallID || len(staff) == 0 {
			continue
		}
		for d := range rosterAhead {
			day := from.Add(d)
			leader := leaders[int(day)%len(leaders)]
			if head := p.city.heads[id]; head != nil {
				leader = head
			}
			for i, t := range p.turns(day) {
				n := int(day)*2 + i
				p.tx(leader, func(tx *storage.Tx, a org.Actor) error {
					_, err := p.Org.AddShift(tx, a, org.Shift{Department: id, Kind: t.kind, From: t.from, To: t.to,
						Person: staff[n%len(staff)].id, Leader: leader.id, Standby: []string{staff[(n+1)%len(staff)].id}}, p.cal)
					return err
				})
			}
		}
	}
}

// colleagues are those who take turns in an office.
func (p *play) colleagues(dept string) []*person {
	if dept == centreID {
		return p.city.byRole[org.Operator]
	}
	if handlers := p.city.handlers[dept]; len(handlers) > 0 {
		return handlers
	}
	var out []*person
	for _, who := range p.city.staff {
		if who.dept == dept {
			out = append(out, who)
		}
	}
	return out
}

// onDuty is who signs at t, and who decides.
func (p *play) onDuty(t time.Time) (duty, leader *person) {
	open, shut := p.hours()
	day := calendar.DateOf(t)
	into := t.Sub(day.Start())
	half := 0
	if into < open {
		day, into = day-1, shut
	}
	if into >= shut {
		half = 1
	}
	all, leaders := p.city.byRole[org.Duty], p.city.byRole[org.DutyLeader]
	return all[(int(day)*2+half)%len(all)], leaders[int(day)%len(leaders)]
}

// watch plays the evening of a day: looks at the network every hour or so, now and then one is forgotten (DUTY-03).
func (p *play) watch(day calendar.Date) {
	_, shut := p.hours()
	for i := range 5 {
		at := day.Start().Add(shut + time.Duration(i)*50*time.Minute + p.minutes(1, 20))
		if p.chance(6) {
			continue
		}
		p.at(at, func() {
			who, _ := p.onDuty(p.now())
			p.tx(who, func(tx *storage.Tx, a org.Actor) error {
				_, err := p.Org.LookIn(tx, a, hallID, p.waiting, "")
				return err
			})
		})
	}
}

// handOver plays the end of a night or of a day off: what came in goes to the next duty person, or to the service hall
// when the offices open (DUTY-02, DUTY-04).
func (p *play) handOver(day calendar.Date) {
	open, _ := p.hours()
	p.at(day.Start().Add(open-8*time.Minute), func() {
		who, _ := p.onDuty(p.now())
		next, _ := p.onDuty(day.Start().Add(open))
		taker, to := next, next.id
		if p.cal.Working(day) || next == who {
			taker, to = pick(p, p.city.byRole[org.Revisitor]), ""
		}
		var id string
		orders := p.night
		p.night = nil
		given := p.tx(who, func(tx *storage.Tx, a org.Actor) error {
			h, err := p.Org.HandOver(tx, a, org.Handover{Department: hallID, To: to, Orders: orders, Note: handNote(len(orders))})
			id = h.ID
			return err
		})
		if !given {
			return
		}
		p.at(p.now().Add(p.minutes(3, 25)), func() {
			p.tx(taker, func(tx *storage.Tx, a org.Actor) error {
				_, err := p.Org.TakeOver(tx, a, id)
				return err
			})
		})
	})
}

func handNote(n int) string {
	if n == 0 {
		return "无未办结事项。"
	}
	return "以上工单尚未办结，请继续跟进。"
}

// leave sends a few people on leave for some days and names who stands in for them.
func (p *play) leave(day calendar.Date) {
	offices := p.handlingOffices()
	for range 2 {
		id := pick(p, offices)
		who, deputy := p.city.heads[id], p.city.handlers[id][0]
		if p.chance(50) {
			who, deputy = p.city.handlers[id][0], p.city.handlers[id][1]
		}
		if p.away(who) || p.away(deputy) || p.standsIn(who) {
			continue
		}
		until := day.Add(p.between(2, 6)).Start()
		if p.tx(who, func(tx *storage.Tx, a org.Actor) error {
			_, err := p.Org.Appoint(tx, a, org.Deputy{Absent: who.id, Deputy: deputy.id, From: p.now(), To: until, Reason: pick(p, []string{"公务外出", "年休假", "参加培训", "病假"})})
			return err
		}) {
			p.city.away[who] = absence{deputy, until}
		}
	}
}

func (p *play) away(who *person) bool {
	a, ok := p.city.away[who]
	return ok && p.now().Before(a.until)
}

func (p *play) standsIn(who *person) bool {
	for _, a := range p.city.away {
		if a.deputy == who && p.now().Before(a.until) {
			return true
		}
	}
	return false
}

// there gives who does a person's work today: the person, or who stands in.
func (p *play) there(who *person) *person {
	for p.away(who) {
		who = p.city.away[who].deputy
	}
	return who
}

// attend lets the people of the offices log on in the morning; not all do, and the rate shows it (HOT-48).
func (p *play) attend(day calendar.Date) {
	open, _ := p.hours()
	for i, who := range p.city.staff {
		if p.away(who) || p.chance(7) {
			continue
		}
		came := day.Start().Add(open - 20*time.Minute + time.Duration(i*7)*time.Second + p.minutes(0, 15))
		p.at(came, func() {
			p.as(who, func(a org.Actor) error { return p.Org.Attend(p.ctx, a) })
		})
		if p.Notices != nil && p.nearEnd() && p.chance(70) { // what was told before is read with it; not everybody does every day
			p.at(came.Add(p.minutes(2, 40)), func() {
				p.as(who, func(a org.Actor) error { return p.Notices.Read(p.ctx, a, nil) })
			})
		}
	}
}
