package casework

import (
	"slices"
	"sync"
	"testing"
	"time"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// off is a year with one more day off.
func off(day calendar.Date) calendar.Year {
	year := yearOf(day.Year())
	year.Off = append(slices.Clone(year.Off), calendar.Span{From: day, To: day, Name: "抗洪停工"})
	return year
}

func administrators() (first, second org.Actor) {
	first, second = org.System(), org.System()
	first.ID, second.ID = "first", "second"
	return first, second
}

func (b *bench) works(k *Kernel, version int64, day calendar.Date) (working bool) {
	b.t.Helper()
	b.must(b.db.View(b.ctx, func(tx *storage.Tx) error {
		c, err := k.Calendars.At(tx, version, "/99/")
		if err == nil {
			working = c.Working(day)
		}
		return err
	}))
	return working
}

// GAP-01: proposals that are made at once are numbered one after another, and none is lost.
func TestGAP01ProposalsAtOnceAreNumberedInTurn(t *testing.T) {
	each(t, func(b *bench) {
		first, _ := administrators()
		const n = 8
		versions, errs := make([]int64, n), make([]error, n)
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() {
				versions[i], errs[i] = b.propose(first, "", off(calendar.Of(2026, 3, 4)), "紧急通知")
			})
		}
		all.Wait()
		slices.Sort(versions)
		for i, v := range versions {
			b.must(errs[i])
			if v != int64(i+1) {
				t.Fatalf("versions %v", versions)
			}
		}
	})
}

// A calendar is proposed for a region that there is.
func TestGAP01ProposalsNameOneOfOurRegions(t *testing.T) {
	each(t, func(b *bench) {
		first, _ := administrators()
		if _, err := b.propose(first, "/99/", off(calendar.Of(2026, 3, 4)), "紧急通知"); fault.Code(err) != "calendar.region" {
			t.Errorf("proposed for a region that does not exist: %v", err)
		}
		people := org.New(b.db, b.clk, nil, nil)
		b.must(b.db.Update(b.ctx, func(tx *storage.Tx) error {
			_, err := people.AddRegion(tx, org.System(), org.Region{ID: "99", Name: "呼应市", Level: org.City})
			return err
		}))
		_, err := b.propose(first, "/99/", off(calendar.Of(2026, 3, 4)), "紧急通知")
		b.must(err)
	})
}

// What another node has looked at as a proposal is not what it counts with once it is approved: an older proposal may
// have come into force before it.
func TestGAP01AProposalIsReadAnewWhenItCounts(t *testing.T) {
	each(t, func(b *bench) {
		other, err := New(b.db, errand)
		b.must(err)
		first, second := administrators()
		day := calendar.Of(2026, 3, 4)
		older, err := b.propose(first, "", off(day), "紧急通知")
		b.must(err)
		newer, err := b.propose(first, "", off(calendar.Of(2025, 3, 5)), "补登")
		b.must(err)
		if !b.works(other, newer, day) {
			t.Fatal("a proposal counts that nobody approved")
		}
		for _, version := range []int64{older, newer} {
			_, err = b.ApproveCalendar(b.ctx, second, version, nil)
			b.must(err)
		}
		if b.works(other, newer, day) {
			t.Error("the other node still counts with the proposal")
		}
	})
}

// While one reads a calendar from a database that is slow, others get those that are known.
func TestKnownCalendarsDoNotWaitForTheDatabase(t *testing.T) {
	each(t, func(b *bench) {
		if b.db.Engine() != storage.Postgres {
			return // a reader of SQLite never waits for a writer
		}
		first, second := administrators()
		version, err := b.propose(first, "", off(calendar.Of(2026, 3, 4)), "紧急通知")
		b.must(err)
		_, err = b.ApproveCalendar(b.ctx, second, version, nil)
		b.must(err)
		b.works(b.Kernel, version, calendar.Of(2026, 3, 4))
		slow := make(chan error)
		b.must(b.db.Update(b.ctx, func(tx *storage.Tx) error {
			if _, err := tx.Exec(`LOCK TABLE calendar_versions IN ACCESS EXCLUSIVE MODE`); err != nil {
				return err
			}
			go func() {
				slow <- b.db.View(b.ctx, func(tx *storage.Tx) error {
					_, err := b.Calendars.At(tx, version, "/elsewhere/")
					return err
				})
			}()
			for waiting := 0; waiting == 0; {
				if _, err := tx.One(`SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND relation = 'calendar_versions'::regclass`, nil, &waiting); err != nil {
					return err
				}
			}
			known := make(chan struct{})
			go func() {
				b.Calendars.At(nil, version, "/99/")
				close(known)
			}()
			select {
			case <-known:
			case <-time.After(10 * time.Second):
				t.Error("a calendar that is known waits for one that is being read")
			}
			return nil
		}))
		b.must(<-slow)
	})
}
