package demo

import (
	"cmp"
	"container/heap"
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/hotline"
	"huying/internal/org"
)

// play is the city at work: a queue of what will happen, taken in the order of time.
type play struct {
	Services
	ctx    context.Context
	rng    *rand.Rand
	cal    *calendar.Calendar
	city   city
	queue  queue
	placed int
	first  calendar.Date // of the days that it lives
	until  time.Time
	broken error

	callsADay int
	report    Report

	hot      []*hot   // matters of which many people talk this week
	waiting  int      // orders dispatched and not signed for, as the duty person sees
	night    []string // orders received since the office closed, to be handed over
	ruled    map[string]bool
	kept     map[string]int // what is left undone at the end, by what it is
	shown    map[string]int // seldom things done towards the end, by what they are
	progress func(day calendar.Date, done, days int)
}

func newPlay(ctx context.Context, s Services, o Options) *play {
	return &play{callsADay: cmp.Or(o.Calls, CallsADay), Services: s, ctx: ctx, rng: rand.New(rand.NewPCG(o.Seed, 12345)), cal: calendar.Official(), first: calendar.DateOf(Begin(o.Until, o.Days)), until: o.Until,
		ruled: map[string]bool{}, kept: map[string]int{}, shown: map[string]int{}, progress: o.Progress, report: newReport()}
}

// event is something that happens at an instant; of two at the same instant the one placed first comes first.
type event struct {
	at   time.Time
	n    int
	what func()
}

type queue []event

// Len counts what is to come.
func (q queue) Len() int { return len(q) }

// Less orders by time, then by when it was placed.
func (q queue) Less(i, j int) bool {
	if !q[i].at.Equal(q[j].at) {
		return q[i].at.Before(q[j].at)
	}
	return q[i].n < q[j].n
}

// Swap exchanges two.
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push adds one at the end.
func (q *queue) Push(x any) { *q = append(*q, x.(event)) }

// Pop takes the last one.
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}

// at places what will happen at t. After the end of the play nothing happens.
func (p *play) at(t time.Time, what func()) {
	if t.After(p.until) {
		return
	}
	p.placed++
	heap.Push(&p.queue, event{t, p.placed, what})
}

// run plays until the end, or until the database fails.
func (p *play) run(until time.Time) error {
	for p.queue.Len() > 0 && p.broken == nil {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		e := heap.Pop(&p.queue).(event)
		p.Clock.Set(e.at)
		e.what()
	}
	p.Clock.Set(until)
	if p.broken == nil {
		p.tick()
	}
	return p.broken
}

// now is the instant at which the play stands.
func (p *play) now() time.Time { return p.Clock.Now() }

// tick is what the running program does by itself: alarms ring, messages go out.
func (p *play) tick() {
	if _, err := p.Kernel.RingDue(p.ctx); err != nil {
		p.fail(err)
		return
	}
	if err := p.Outbox.Drain(p.ctx); err != nil {
		p.fail(err)
	}
}

// fail ends the play when the database or the program is at fault. A refusal is part of life: it is counted.
func (p *play) fail(err error) bool {
	if err == nil {
		p.report.Verbs++
		return false
	}
	if f := fault.From(err); f.Kind != fault.Internal {
		p.report.Refused[f.Code]++
		return true
	}
	if p.broken == nil {
		p.broken = fmt.Errorf("demo: at %s: %w", p.now().In(calendar.Zone).Format(time.DateTime), err)
	}
	return true
}

// as lets a person act, with what he may do at this moment. It tells whether the verb was accepted.
func (p *play) as(who *person, verb func(a org.Actor) error) bool {
	if p.broken != nil {
		return false
	}
	a, err := p.Org.Actor(p.ctx, who.id)
	if err == nil {
		err = verb(a)
	}
	return !p.fail(err)
}

// ref is as for a verb that gives a reference.
func (p *play) ref(who *person, verb func(a org.Actor) (hotline.Ref, error)) (ref hotline.Ref, ok bool) {
	ok = p.as(who, func(a org.Actor) (err error) {
		ref, err = verb(a)
		return err
	})
	return ref, ok
}

// chance is true in so many of a hundred cases.
func (p *play) chance(percent int) bool { return p.rng.IntN(100) < percent }

// between draws a whole number from low to high, both included.
func (p *play) between(low, high int) int { return low + p.rng.IntN(high-low+1) }

// minutes draws a length of time.
func (p *play) minutes(low, high int) time.Duration {
	return time.Duration(p.between(low*60, high*60)) * time.Second
}

func pick[T any](p *play, all []T) T { return all[p.rng.IntN(len(all))] }

// office hours of the city; its people come to work as the settings say.
func (p *play) hours() (open, shut time.Duration) {
	return org.OfficeHours(p.Policy.Now(), "")
}

// working reports whether the offices are open at t.
func (p *play) working(t time.Time) bool {
	day := calendar.DateOf(t)
	open, shut := p.hours()
	into := t.Sub(day.Start())
	return p.cal.Working(day) && into >= open && into < shut
}

// office is t plus a length of office time: what is not done by the evening is done the next working morning.
func (p *play) office(t time.Time, d time.Duration) time.Time {
	open, shut := p.hours()
	for {
		day := calendar.DateOf(t)
		into := t.Sub(day.Start())
		switch {
		case !p.cal.Working(day) || into >= shut:
			next := day.Add(1)
			if !p.cal.Working(next) {
				next = p.cal.Roll(next)
			}
			t = next.Start().Add(open)
		case into < open:
			t = day.Start().Add(open)
		case into+d < shut:
			return t.Add(d)
		default:
			d -= shut - into
			t = day.Start().Add(shut)
		}
	}
}

// days is a moment of the office hours n working days after t.
func (p *play) days(t time.Time, n int) time.Time {
	if n == 0 {
		return p.office(t, p.minutes(20, 200))
	}
	open, _ := p.hours()
	return p.cal.Add(calendar.DateOf(t), n).Start().Add(open + p.minutes(5, 480))
}
