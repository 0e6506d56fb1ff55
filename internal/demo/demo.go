// Package demo is a city that does not exist. Its months of history are made only by calling the verbs of the areas,
// in the order in which things happen, under a virtual clock: people log on, sign, answer, forget, are urged, hand
// over, go on leave. The same seed makes the same city, event for event. Places, people and appeals are invented.
package demo

import (
	"context"
	"time"

	"huying/internal/approval"
	"huying/internal/attachment"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/clock"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/policy"
	"huying/internal/storage"
)

// Services are what the city lives by. All of them must stand on a database whose clock is Clock.
type Services struct {
	DB       *storage.DB
	Clock    *clock.Virtual
	Org      *org.Service
	Policy   *policy.Book
	Kernel   *casework.Kernel
	Hotline  *hotline.Service
	Catalog  *catalog.Service
	Approval *approval.Service
	Files    attachment.Store // nil where only the hashes of files are kept
	Outbox   *outbox.Worker   // must hand hotline.FilingTopic on, or nothing is ever archived
	Notices  Reader           // nil where nobody is told anything
}

// Reader marks what a person was told as read; no ids means all of it.
type Reader interface {
	Read(ctx context.Context, who org.Actor, ids []string) error
}

// Options say how much history to make. Days calendar days are lived, the last of them up to Until. Calls is how many appeals
// come on a working day, about; 0 means CallsADay. Applications is how many are handed in on each of the last working days,
// before these a fraction of it, unless Full asks for as many on every working day; with 0 there is no catalogue and nobody
// applies.
type Options struct {
	Days         int
	Seed         uint64
	Until        time.Time
	Calls        int
	Applications int
	Full         bool
	Password     string                                  // of the accounts in Report.Logins; "" leaves them without one
	Progress     func(day calendar.Date, done, days int) // called as each day begins; may be nil
}

// ADay is how many applications a county has on a working day (appendix C), CallsADay how many appeals come to its hotline.
const (
	ADay      = 280
	CallsADay = 72
)

// Login is an account that somebody who tries the system out may use: one of each role, and two administrators, because
// what one of them changes in the calendar another must approve.
type Login struct {
	Login string `json:"login"`
	Name  string `json:"name"`
	Post  string `json:"post"`
	Dept  string `json:"dept"`
}

// Report is what came of it.
type Report struct {
	Logins       []Login        `json:"logins"`
	Tickets      []Ticket       `json:"tickets"` // of applications and orders to look at from outside
	Orders       int            `json:"orders"`
	Applications int            `json:"applications"`
	Verbs        int            `json:"verbs"`   // calls that were accepted
	Refused      map[string]int `json:"refused"` // calls that the rules refused, by code
	Called       int            `json:"called"`  // citizens who told their satisfaction when called back
	Content      int            `json:"content"` // of these, at least fairly satisfied
}

func newReport() Report { return Report{Refused: map[string]int{}} }

// Begin is the instant at which the clock must stand before Seed: midnight in China, days-1 days before the day of until.
func Begin(until time.Time, days int) time.Time {
	return calendar.DateOf(until).Add(1 - days).Start()
}

// Seed builds the city in an empty, migrated database and lets it live from Begin to Until. What is not finished then
// stays on the desks. It fails when the database does, and when the city was built before.
func Seed(ctx context.Context, s Services, o Options) (Report, error) {
	p := newPlay(ctx, s, o)
	if err := p.build(); err != nil {
		return Report{}, err
	}
	first := calendar.DateOf(Begin(o.Until, o.Days))
	p.live(first, o.Days)
	p.administer()
	if o.Applications > 0 {
		h, err := p.openHall(first, o)
		if err != nil {
			return Report{}, err
		}
		h.drawing(func() { h.live(o.Days) })
	}
	if err := p.setPasswords(o.Password); err != nil {
		return Report{}, err
	}
	if err := p.run(o.Until); err != nil {
		return Report{}, err
	}
	return p.report, p.tickets()
}
