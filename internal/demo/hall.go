package demo

import (
	"math/rand/v2"
	"time"

	"huying/internal/attachment"
	"huying/internal/calendar"
)

// hall is the side of the city that applies and approves: the comprehensive windows of the service hall and the sections
// behind them. It draws from a chance of its own, so that what is changed here leaves the hotline's history as it was.
type hall struct {
	*play
	dice  *rand.Rand
	daily int  // applications on each of the last working days
	full  bool // on every working day
	staff approvers
	shelf shelf
	slip  int             // of payments and letters, counted
	page  attachment.Blob // what all scans show
}

// openHall hires those who take and approve, loads the catalogue and has the letters of authorisation signed.
func (p *play) openHall(first calendar.Date, o Options) (*hall, error) {
	h := &hall{play: p, dice: rand.New(rand.NewPCG(o.Seed, 39046)), daily: o.Applications, full: o.Full}
	var err error
	h.drawing(func() {
		if err = p.DB.Update(p.ctx, h.hire); err != nil {
			return
		}
		if err = h.stock(); err != nil {
			return
		}
		h.authorise(first)
		err = p.broken
	})
	return h, err
}

// drawing lets what happens draw from the hall's own chance.
func (h *hall) drawing(what func()) {
	was := h.rng
	h.rng = h.dice
	what()
	h.rng = was
}

// at places what will happen in the hall at t.
func (h *hall) at(t time.Time, what func()) { h.play.at(t, func() { h.drawing(what) }) }

// fullDays is on how many of the last working days people apply in full number; quiet is what part of it they are before:
// a history is there to be looked at, the last days to be worked in.
const (
	fullDays = 3
	quiet    = 28
)

// live places the hall's days: the stream of applications, what is shown of each kind at the end, themes, the project, and
// the changes of the catalogue.
func (h *hall) live(days int) {
	last := calendar.DateOf(h.until)
	busy := h.cal.Add(last+1, -fullDays)
	if h.full {
		busy = h.first
	}
	for i := range days {
		day := h.first.Add(i)
		if !h.cal.Working(day) {
			h.at(day.Start().Add(2*time.Second), func() { h.stream(day, h.daily/quiet/4, false) })
			continue
		}
		n := h.daily / quiet
		if day >= busy {
			n = h.daily
		}
		h.at(h.morning(day), h.remind)
		h.at(day.Start().Add(2*time.Second), func() {
			h.stream(day, n, true)
			if day >= busy {
				h.attendHall(day)
			}
		})
		if i%9 == 4 || day >= busy {
			h.at(h.morning(day), func() { h.takeTheme(pick(h.play, h.shelf.themes)) })
		}
	}
	h.at(h.morning(h.before(2)), func() { h.takeTheme(h.shelf.theme("open_restaurant")) }) // takes longer than that
	h.placeStories()
	h.placeProject()
	h.placeRevisions()
}

// remind has the holders of certificates that run out reminded, as the running program does by itself.
func (h *hall) remind() {
	if _, err := h.Approval.RemindRenewals(h.ctx); err != nil {
		h.fail(err)
	}
}

// morning is a moment of the first hours of a working day.
func (h *hall) morning(day calendar.Date) time.Time {
	open, _ := h.hours()
	return day.Start().Add(open + h.minutes(10, 170))
}

// stream spreads a day's applications. Nine in ten are done at once, at a window or online; the others take days. While
// the windows are closed, people apply online for what takes days.
func (h *hall) stream(day calendar.Date, n int, open bool) {
	from, to := h.hours()
	for range n {
		slow := h.chance(10)
		if !open {
			slow = true
		}
		at := day.Start().Add(from + h.minutes(5, int((to-from)/time.Minute)-80))
		f := h.begin(h.draw(slow))
		if f.fate.online = !open || h.chance(55); slow && f.online() && h.chance(35) {
			at = day.Start().Add(h.minutes(8*60, 22*60))
		}
		h.at(at, f.apply)
	}
}

// attendHall lets the people of the windows and sections log on.
func (h *hall) attendHall(day calendar.Date) {
	open, _ := h.hours()
	for i, who := range h.staff.all {
		if h.chance(4) {
			continue
		}
		h.at(day.Start().Add(open-20*time.Minute+time.Duration(i*7)*time.Second), func() { h.logOn(who) })
	}
}
