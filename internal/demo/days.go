package demo

import (
	"fmt"
	"time"

	"huying/internal/calendar"
	"huying/internal/hotline"
	"huying/internal/org"
)

// hot is a matter in one place that many people bring within a few days.
type hot struct {
	m     matter
	scene scene
	first *life // to whose order the others are joined
	left  int
}

// live places the days; each plans its own hours when it begins.
func (p *play) live(first calendar.Date, days int) {
	for i := range days {
		day := first.Add(i)
		p.at(day.Start().Add(time.Second), func() {
			if p.progress != nil {
				p.progress(day, i, days)
			}
			p.day(day, i)
		})
	}
}

// rosterAhead is how far ahead the roster is written.
const rosterAhead = 14

func (p *play) day(day calendar.Date, n int) {
	p.tick()
	for h := 1; h < 24; h++ {
		p.at(day.Start().Add(time.Duration(h)*time.Hour+30*time.Second), p.tick)
	}
	if n == 0 {
		for d := range rosterAhead {
			p.roster(day.Add(d))
		}
	}
	p.roster(day.Add(rosterAhead))
	if day == calendar.DateOf(p.until).Add(-1) || (n == 0 && day == calendar.DateOf(p.until)) {
		p.officesAhead(day)
	}
	if n > 0 {
		p.handOver(day)
	}
	p.watch(day)
	p.besides(day, n)
	if p.cal.Working(day) {
		p.attend(day)
		p.at(day.Start().Add(8*time.Hour+45*time.Minute), func() { p.leave(day) })
		if len(p.hot) < 3 && p.chance(30) {
			p.hot = append(p.hot, p.newHot())
		}
	}
	p.calls(day)
}

// A hotline becomes known: in a history longer than wellKnown days it begins with a part of its calls, in percent, and has all
// of them in its last days, which are there to be worked in.
const (
	wellKnown = 30
	atFirst   = 25
)

// known tells which part of its calls the hotline has on a day, in percent.
func (p *play) known(day calendar.Date) int {
	last := calendar.DateOf(p.until)
	older := int(last-p.first) + 1 - wellKnown
	if age := int(last-day) - wellKnown; age >= 0 {
		return 100 - (100-atFirst)*(age+1)/older
	}
	return 100
}

// calls spreads the day's appeals over its hours: most come in the morning and the early afternoon.
func (p *play) calls(day calendar.Date) {
	percent := p.between(67, 133)
	if !p.cal.Working(day) {
		percent = p.between(17, 36)
	}
	for range p.callsADay * percent * p.known(day) / 100 / 100 {
		hour := []int{0, 7, 8, 8, 9, 9, 9, 10, 10, 10, 11, 11, 12, 13, 14, 14, 15, 15, 15, 16, 16, 17, 18, 19, 20, 21, 22}[p.rng.IntN(27)]
		p.at(day.Start().Add(time.Duration(hour)*time.Hour+p.minutes(1, 59)), p.call)
	}
}

func (p *play) newHot() *hot {
	return &hot{m: pick(p, append(ofKind("help"), complaints...)), scene: p.newScene(), left: p.between(4, 9)}
}

// call is one appeal: what it is about, through which channel it comes, and how it leaves the desk.
func (p *play) call() {
	switch n := p.rng.IntN(1000); {
	case n < 22:
		p.refuse()
		return
	case n < 45:
		p.redirect()
		return
	}
	l := &life{play: p, m: p.subject()}
	where := p.newScene()
	var joined *hot
	if len(p.hot) > 0 && p.chance(5) {
		joined = p.hot[0]
		l.m, where = joined.m, joined.scene
		if joined.left--; joined.left == 0 {
			p.hot = p.hot[1:]
		}
	}
	l.kind, l.township = l.m.kind, where.township.id
	in := l.appeal(where)
	switch {
	case l.kind == "emergency":
		l.emergency(in)
	case p.chance(17):
		l.submit(in)
	default:
		l.register(in, joined)
	}
}

// subject draws a matter in the mix of appendix C: mostly consultations.
func (p *play) subject() matter {
	kind := "consult"
	switch n := p.rng.IntN(1000); {
	case n < 8:
		kind = "emergency"
	case n < 60:
		kind = "suggest"
	case n < 130:
		kind = "complain"
	case n < 260:
		kind = "help"
	}
	return pick(p, ofKind(kind))
}

// caller is one of some thousand citizens, known by surname only.
func (p *play) caller() hotline.Caller {
	n := p.rng.IntN(2600)
	title := []string{"先生", "女士"}[n%2]
	return hotline.Caller{Name: string(surnames[n%len(surnames)]) + title, Phone: fmt.Sprintf("1990082%04d", n), Confidential: p.chance(3)}
}

func (p *play) refuse() {
	r, where := pick(p, refusals), pick(p, p.city.places)
	in := hotline.Appeal{Channel: "phone", Kind: "help", Title: r.title, Body: r.said, Region: where.id, Category: "其他", Caller: p.caller(), Intake: hotline.Intake{Disposition: "refuse", Refusal: r.ground}}
	p.take(in)
}

func (p *play) redirect() {
	r, where := pick(p, redirections), pick(p, p.city.places)
	in := hotline.Appeal{Channel: "phone", Kind: "consult", Title: r.title, Body: r.said, Region: where.id, Category: "其他", Caller: p.caller(), Intake: hotline.Intake{Disposition: "redirect", Outcome: r.advice}}
	p.take(in)
}

// take writes an appeal down that ends at the operator's desk.
func (p *play) take(in hotline.Appeal) {
	if _, ok := p.ref(pick(p, p.city.byRole[org.Operator]), func(a org.Actor) (hotline.Ref, error) { return p.Hotline.Register(p.ctx, a, in) }); ok {
		p.report.Orders++
	}
}
