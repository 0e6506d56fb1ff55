package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/clock"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// errand is a flow that has nothing to do with any area: the kernel must not need to know one.
var errand = &Flow{
	Name: "errand", Label: "差事",
	States: []State{{Name: "open", Label: "在办"}, {Name: "done", Label: "办结", Final: true}},
	Actions: []Action{
		{Name: "start", Label: "开始", To: []string{"open"}, By: "errand.do"},
		{Name: "touch", Label: "处理", From: []string{"open"}, By: "errand.do"},
		{Name: "finish", Label: "办结", From: []string{"open"}, To: []string{"done"}, By: "errand.do"},
	},
}

type bench struct {
	t   testing.TB
	ctx context.Context
	db  *storage.DB
	clk *clock.Virtual
	*Kernel
}

func each(t *testing.T, test func(b *bench)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
		k, err := New(db, errand)
		if err != nil {
			t.Fatal(err)
		}
		test(&bench{t, context.Background(), db, clk, k})
	})
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) propose(actor org.Actor, region string, year calendar.Year, reason string) (version int64, err error) {
	err = b.db.Update(b.ctx, func(tx *storage.Tx) (err error) {
		version, err = b.ProposeCalendar(tx, actor, region, year, reason)
		return err
	})
	return version, err
}

func (b *bench) open(title string, do func(a *Act) error) *Case {
	b.t.Helper()
	number, err := b.Number(b.ctx, "errand", calendar.DateOf(b.clk.Now()))
	b.must(err)
	var c *Case
	b.must(b.db.Update(b.ctx, func(tx *storage.Tx) error {
		a, err := b.Open(tx, org.System(), Opening{Flow: "errand", Action: "start", Number: number, Title: title, Region: "/99/", Dept: "/a/"})
		if err != nil {
			return err
		}
		if err := do(a); err != nil {
			return err
		}
		c = a.Case
		return a.Finish("", nil)
	}))
	return c
}

func (b *bench) act(id, action string, do func(a *Act) error) error {
	return b.db.Update(b.ctx, func(tx *storage.Tx) error {
		a, err := b.Begin(tx, org.System(), id, 0, action)
		if err != nil {
			return err
		}
		if err := do(a); err != nil {
			return err
		}
		return a.Finish("", nil)
	})
}

func (b *bench) meter(id string) *Meter {
	b.t.Helper()
	var m *Meter
	b.must(b.db.View(b.ctx, func(tx *storage.Tx) error {
		meters, err := b.loadMeters(tx, id)
		m = meters["work"]
		return err
	}))
	return m
}

func (b *bench) sound() {
	b.t.Helper()
	found := func(d audit.Difference) { b.t.Errorf("%s: %s", d.Where, d.What) }
	_, err := audit.Chains(b.ctx, b.db, found, func(stream string, events []audit.Event) error {
		return b.db.View(b.ctx, func(tx *storage.Tx) error { _, err := b.Recompute(tx, stream, events, found); return err })
	})
	b.must(err)
}

func lastDay(m *Meter) string { return calendar.DateOf(m.Due.Add(-time.Millisecond)).String() }

func start(amount int, alarms ...Alarm) func(a *Act) error {
	return func(a *Act) error {
		return a.Start("work", deadline.Term{Amount: amount, Unit: deadline.Workday, Rule: "TIME-02"}, a.Tx().Now, alarms...)
	}
}

// TIME-10, GAP-04: paused days do not count, and what the row remembers is what the record derives.
func TestTIME10PausedDaysMoveTheEnd(t *testing.T) {
	each(t, func(b *bench) {
		c := b.open("甲", start(10)) // Monday 2026-03-02, day 10 is Monday 03-16
		day := func(s string) calendar.Date { d, err := calendar.ParseDate(s); b.must(err); return d }
		b.must(b.act(c.ID, "touch", func(a *Act) error { return a.Pause("work", day("2026-03-05"), "专家评审", "TIME-10") }))
		if m := b.meter(c.ID); !m.Paused() || m.Late(m.Due.AddDate(1, 0, 0)) {
			t.Error("a paused meter is late")
		}
		b.must(b.act(c.ID, "touch", func(a *Act) error { return a.Resume("work", day("2026-03-09")) }))
		if got := lastDay(b.meter(c.ID)); got != "2026-03-19" {
			t.Errorf("3 working days paused, ends %s", got)
		}
		b.must(b.act(c.ID, "touch", func(a *Act) error { return a.Extend("work", 2, "x", "复杂", "TIME-08") }))
		if got := lastDay(b.meter(c.ID)); got != "2026-03-23" {
			t.Errorf("2 more, ends %s", got)
		}
		b.sound()
	})
}

// A record with a "to" of its own, such as the turns of a duty roster, is not the record of a case that is gone.
func TestARosterIsNoCase(t *testing.T) {
	each(t, func(b *bench) {
		b.must(b.db.Update(b.ctx, func(tx *storage.Tx) error {
			return audit.Record(tx, "duty:x", audit.Entry{Action: "duty.shift.add", Data: map[string]string{"from": "2026-03-02", "to": "2026-03-03"}})
		}))
		b.sound()
	})
}

// Whatever happens to meters in whatever order, the stored end is the end the record derives.
func TestAnyHistoryRecomputesToWhatIsStored(t *testing.T) {
	each(t, func(b *bench) {
		rapid.Check(t, func(r *rapid.T) {
			c := b.open("随机", start(rapid.IntRange(1, 20).Draw(r, "amount")))
			for range rapid.IntRange(0, 6).Draw(r, "steps") {
				b.clk.Advance(time.Duration(rapid.IntRange(1, 72).Draw(r, "hours")) * time.Hour)
				today := calendar.DateOf(b.clk.Now())
				var err error
				switch rapid.IntRange(0, 4).Draw(r, "op") {
				case 0:
					err = b.act(c.ID, "touch", func(a *Act) error { return a.Pause("work", today, "检测", "TIME-10") })
				case 1:
					err = b.act(c.ID, "touch", func(a *Act) error { return a.Resume("work", today) })
				case 2:
					err = b.act(c.ID, "touch", func(a *Act) error { return a.Extend("work", 3, "x", "复杂", "TIME-08") })
				case 3:
					err = b.act(c.ID, "touch", func(a *Act) error { return a.Stop("work", a.Tx().Now) })
				case 4:
					err = b.act(c.ID, "touch", func(a *Act) error {
						if m := a.Meter("work"); m.Running() {
							return nil
						}
						return start(5)(a)
					})
				}
				var refusal *fault.Error
				if err != nil && !errors.As(err, &refusal) {
					r.Fatal(err)
				}
			}
		})
		b.sound()
	})
}

// A closed case has no running meter and takes no more verbs.
func TestFinalStateStopsEveryMeter(t *testing.T) {
	each(t, func(b *bench) {
		c := b.open("甲", start(10, Alarm{"late", 0}))
		b.must(b.act(c.ID, "finish", func(*Act) error { return nil }))
		if m := b.meter(c.ID); m.Running() {
			t.Error("the meter runs on")
		}
		if err := b.act(c.ID, "touch", func(*Act) error { return nil }); !fault.Is(err, fault.Conflict) {
			t.Errorf("got %v", err)
		}
		b.clk.Advance(90 * 24 * time.Hour)
		if n, err := b.RingDue(b.ctx); n != 0 || err != nil {
			t.Errorf("%d alarms of a closed case rang, %v", n, err)
		}
	})
}

// Alarms ring once, in order of time, also after a stop of the program; one that fails rings again.
func TestAlarmsRingOnceAndSurviveFailure(t *testing.T) {
	each(t, func(b *bench) {
		var rung []string
		failing := true
		b.OnRing("errand", func(tx *storage.Tx, r Ringing) error {
			if failing && r.Kind == "late" {
				return errors.New("no paper in the printer")
			}
			rung = append(rung, r.Kind)
			return nil
		})
		c := b.open("甲", start(5, Alarm{"late", 0}, Alarm{"soon", -1}, Alarm{"notice", 11}))
		b.must(b.act(c.ID, "touch", func(a *Act) error { return a.Extend("work", 2, "x", "y", "z") }))
		b.clk.Advance(60 * 24 * time.Hour)
		if _, err := b.RingDue(b.ctx); err == nil {
			t.Error("the failure was swallowed")
		}
		failing = false
		if _, err := b.RingDue(b.ctx); err != nil {
			t.Error(err)
		}
		if n, _ := b.RingDue(b.ctx); n != 0 {
			t.Errorf("%d rang twice", n)
		}
		if want := []string{"soon", "notice", "late"}; !slices.Equal(rung, want) {
			t.Errorf("rang %v, want %v", rung, want)
		}
	})
}

// A new calendar year counts once it is approved, by another person, and moves exactly the deadlines that the preview named.
func TestGAP01CalendarEditsMoveOpenDeadlinesWhenApproved(t *testing.T) {
	each(t, func(b *bench) {
		moved := b.open("甲", start(5)) // 03-02 to 03-09
		paused := b.open("乙", start(5))
		done := b.open("丙", start(5))
		b.must(b.act(done.ID, "finish", func(*Act) error { return nil }))
		b.must(b.act(paused.ID, "touch", func(a *Act) error { return a.Extend("work", 1, "x", "y", "z") }))
		year := yearOf(2026)
		day := calendar.Of(2026, 3, 4)
		year.Off = append(year.Off, calendar.Span{From: day, To: day, Name: "抗洪停工"})
		first, second := org.System(), org.System()
		first.ID, second.ID = "first", "second"
		version, err := b.propose(first, "", year, "市政府紧急通知")
		b.must(err)
		if got := lastDay(b.meter(moved.ID)); got != "2026-03-09" {
			t.Fatalf("a proposal moved a deadline to %s", got)
		}
		moves, err := b.PreviewCalendar(b.ctx, first, version)
		b.must(err)
		if len(moves) != 2 {
			t.Fatalf("the preview names %d deadlines", len(moves))
		}
		if _, err := b.ApproveCalendar(b.ctx, first, version, nil); fault.Code(err) != "calendar.self" {
			t.Errorf("the proposer approved himself: %v", err)
		}
		n, err := b.ApproveCalendar(b.ctx, second, version, nil)
		b.must(err)
		if n != 2 || lastDay(b.meter(moved.ID)) != "2026-03-10" || lastDay(b.meter(paused.ID)) != "2026-03-11" {
			t.Errorf("%d moved, to %s and %s", n, lastDay(b.meter(moved.ID)), lastDay(b.meter(paused.ID)))
		}
		if again, err := b.ApproveCalendar(b.ctx, second, version, nil); err != nil || again != 0 {
			t.Errorf("a second approval moved %d, %v", again, err)
		}
		fresh := b.open("丁", start(5))
		if got := lastDay(b.meter(fresh.ID)); got != "2026-03-10" {
			t.Errorf("a new meter ends %s", got)
		}
		older, err := b.propose(first, "", year, "先提出")
		b.must(err)
		newer, err := b.propose(first, "", year, "后提出")
		b.must(err)
		_, err = b.ApproveCalendar(b.ctx, second, newer, nil)
		b.must(err)
		if _, err := b.ApproveCalendar(b.ctx, second, older, nil); fault.Code(err) != "calendar.older" {
			t.Errorf("an older version was approved under the one in force: %v", err)
		}
		local := org.Actor{ID: "third", Grants: []org.Grant{{Role: org.Admin, RegionPath: "/1/"}}}
		if _, err := b.PreviewCalendar(b.ctx, local, newer); fault.Code(err) != "calendar.forbidden" {
			t.Errorf("the whole country's deadlines were shown to one place's administrator: %v", err)
		}
		b.sound()
	})
}

func yearOf(n int) calendar.Year {
	for _, y := range calendar.Official().Years() {
		if y.Year == n {
			return y
		}
	}
	panic("no such year")
}

// Pages of any size, read one after another, give every case once and in order.
func TestPagesGiveEveryCaseOnce(t *testing.T) {
	each(t, func(b *bench) {
		for i := range 23 {
			b.clk.Advance(time.Duration(i%3) * time.Hour)
			b.open(fmt.Sprint("件", i), func(a *Act) error {
				if i%4 == 0 {
					return nil
				}
				return start(i % 7)(a)
			})
		}
		for _, sort := range []Sort{ByDue, ByOpened, ByChanged} { // all are open, so ByDue leaves none out
			for size := 1; size <= 9; size += 4 {
				seen := map[string]bool{}
				req := page.Request{Size: size}
				for {
					var p page.Page[*Case]
					b.must(b.db.View(b.ctx, func(tx *storage.Tx) (err error) {
						p, err = b.List(tx, Query{Flow: "errand", Scope: org.Everything(), Sort: sort}, req)
						return err
					}))
					for _, c := range p.Items {
						if seen[c.ID] {
							t.Errorf("%s by %d: %s twice", sort, size, c.Number)
						}
						seen[c.ID] = true
					}
					if req.After = p.Next; p.Next == "" {
						break
					}
				}
				if len(seen) != 23 {
					t.Errorf("%s by %d: %d of 23", sort, size, len(seen))
				}
			}
		}
	})
}

// Numbers are never given twice; those of documents have no gap even when a transaction fails.
func TestNumbersAreUniqueAndDocumentsHaveNoGap(t *testing.T) {
	each(t, func(b *bench) {
		seen := map[string]bool{}
		for range 3 * blockSize {
			n, err := b.Number(b.ctx, "errand", calendar.Of(2026, 3, 2))
			b.must(err)
			if seen[n] || !strings.HasPrefix(n, "20260302-") {
				t.Fatalf("number %s", n)
			}
			seen[n] = true
		}
		next := func(fail error) (n int64) {
			_ = b.db.Update(b.ctx, func(tx *storage.Tx) (err error) {
				if n, err = NextSerial(tx, "notice:2026"); err == nil {
					err = fail
				}
				return err
			})
			return n
		}
		if one, lost, two := next(nil), next(errors.New("jam")), next(nil); one != 1 || lost != 2 || two != 2 {
			t.Errorf("got %d, %d (rolled back), %d", one, lost, two)
		}
	})
}

// A key serves for the days in which a form may be sent again, and is then forgotten.
func TestKeysAreForgotten(t *testing.T) {
	each(t, func(b *bench) {
		open := func() string {
			c, err := b.Once(b.ctx, org.System(), "k", "same", func(tx *storage.Tx) (*Case, error) {
				a, err := b.Open(tx, org.System(), Opening{Flow: "errand", Action: "start", Number: tx.NewID(), Title: "件", Region: "/99/", Dept: "/a/"})
				if err != nil {
					return nil, err
				}
				return a.Case, a.Finish("", nil)
			})
			b.must(err)
			return c.ID
		}
		first := open()
		b.clk.Advance(time.Hour)
		if open() != first {
			t.Error("the same key opened another case")
		}
		b.must(b.db.Update(b.ctx, func(tx *storage.Tx) error { _, err := ForgetKeys(tx, tx.Now); return err }))
		if open() == first {
			t.Error("a forgotten key still stands")
		}
	})
}

func TestUnsoundFlowsAreRefused(t *testing.T) {
	for name, f := range map[string]*Flow{
		"dead end":        {Name: "f", States: []State{{Name: "a", Label: "a"}, {Name: "z", Label: "z", Final: true}}, Actions: []Action{{Name: "o", Label: "o", To: []string{"a", "z"}, By: "p"}}},
		"unreachable":     {Name: "f", States: []State{{Name: "a", Label: "a", Final: true}, {Name: "b", Label: "b", Final: true}}, Actions: []Action{{Name: "o", Label: "o", To: []string{"a"}, By: "p"}}},
		"nobody may":      {Name: "f", States: []State{{Name: "a", Label: "a", Final: true}}, Actions: []Action{{Name: "o", Label: "o", To: []string{"a"}}}},
		"unknown state":   {Name: "f", States: []State{{Name: "a", Label: "a", Final: true}}, Actions: []Action{{Name: "o", Label: "o", To: []string{"b"}, By: "p"}}},
		"leaves the end":  {Name: "f", States: []State{{Name: "a", Label: "a", Final: true}}, Actions: []Action{{Name: "o", Label: "o", To: []string{"a"}, By: "p"}, {Name: "x", Label: "x", From: []string{"a"}, To: []string{"a"}, By: "p"}}},
		"two of one name": {Name: "f", States: []State{{Name: "a", Label: "a", Final: true}, {Name: "a", Label: "a", Final: true}}},
	} {
		if f.Check() == nil {
			t.Errorf("%s: taken for sound", name)
		}
	}
	if drawn := errand.Mermaid(); !strings.Contains(drawn, "open --> done : 办结") || strings.Contains(drawn, "处理") {
		t.Errorf("drawn wrong:\n%s", errand.Mermaid())
	}
}
