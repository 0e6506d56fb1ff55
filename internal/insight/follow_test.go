package insight

import (
	"context"
	"sync"
	"testing"
	"time"

	"huying/internal/audit"
	"huying/internal/storage"
)

// Exactly once: a batch that was worked out but not committed leaves nothing, and one that another follower took first is
// not counted again.
func TestABatchCountsOnceThoughFollowersDie(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		w.follow()
		for range 5 {
			w.sign(w.dispatched("water"), "water")
		}
		horizon, err := w.db.Horizon(w.ctx, "audit_event", "pos")
		w.must(err)
		_, err = w.step(w.ctx, horizon) // the first of several batches; then the program dies
		w.must(err)
		dying, cancel := context.WithCancel(w.ctx)
		cancel()
		if _, err := w.step(dying, horizon); err == nil {
			t.Fatal("a dead follower counted")
		}
		var group sync.WaitGroup
		for range 4 { // and several come up at once
			group.Go(func() {
				if err := w.CatchUp(w.ctx); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := w.rates(ByDept).row("water").Counts["signed"]; n != 5 {
			t.Errorf("%d orders were signed, want 5", n)
		}
		w.sound()
	})
}

// A projection of another version, and a rebuild that was cut short, are rebuilt before anything else is counted; while
// another process rebuilds, nobody interferes.
func TestAnUnfinishedRebuildBeginsAnew(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		w.sign(w.dispatched("water"), "water")
		w.follow()
		want := w.dump()
		set := func(sql string) {
			w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error { _, err := tx.Exec(sql); return err }))
		}
		set(`UPDATE insight_offset SET version = 0`)
		w.must(w.CatchUp(w.ctx))
		if got := w.dump(); got != want {
			t.Errorf("after another version:\n%s\nwant\n%s", got, want)
		}
		b := builder{s: w.Service, ctx: w.ctx, total: 3}
		w.must(w.db.Update(w.ctx, b.begin)) // and then the program dies
		if !w.rates(ByDept).Standing.Building {
			t.Error("figures do not say that they are being rebuilt")
		}
		w.refused(w.CatchUp(w.ctx), "insight.building")
		w.clk.Advance(lease)
		var heard int64
		w.must(w.Rebuild(w.ctx, func(done, total int64) { heard = done }))
		if got := w.dump(); got != want || heard == 0 {
			t.Errorf("after a cut rebuild:\n%s\nwant\n%s", got, want)
		}
		if err := b.mine(func(*storage.Tx) {}); err == nil {
			t.Error("the old rebuild may still write")
		}
	})
}

// AUD-01: whatever is changed in the projection shows.
func TestAUD01ChangedFiguresShow(t *testing.T) {
	for name, tamper := range map[string]string{
		"a measure":      `UPDATE insight_order SET satisfied = 0`,
		"a fact":         `UPDATE insight_order SET dept = '/roads/'`,
		"a removed row":  `DELETE FROM insight_order`,
		"a sum":          `UPDATE insight_day SET concluded = concluded + 1 WHERE axis = 'dept'`,
		"a removed sum":  `DELETE FROM insight_day WHERE axis = 'region'`,
		"a mark":         `UPDATE insight_mark SET who = 'x' WHERE what = 'register'`,
		"a removed mark": `DELETE FROM insight_mark`,
		"a span":         `DELETE FROM insight_unsigned`,
		"a presence":     `DELETE FROM insight_presence`,
		"an invention":   `INSERT INTO insight_mark (order_id, n, what, day, hour, dept, region, kind, who) VALUES ('x', 1, 'urge', '2026-03-02', 9, '/water/', '/99/', 'help', 'x')`,
	} {
		eachWorld(t, "2026-03-02 09:30", func(w *world) {
			ref := w.dispatched("water")
			w.attend("water")
			w.to("2026-03-06 09:30")
			w.sign(ref, "water")
			w.conclude(ref, "water", "satisfied")
			w.follow()
			w.sound()
			w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error { _, err := tx.Exec(tamper); return err }))
			shown := 0
			w.must(w.Verify(w.ctx, func(audit.Difference) { shown++ }))
			if shown == 0 {
				t.Errorf("%s does not show", name)
			}
		})
	}
}

// Run follows until it is told to stop.
func TestRunFollowsUntilItIsStopped(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		w.Service.options.Poll = time.Millisecond
		ctx, stop := context.WithCancel(w.ctx)
		ended := make(chan error, 1)
		go func() { ended <- w.Run(ctx) }()
		w.dispatched("water")
		for tries := 0; w.rates(ByDept).row("water").Counts["dispatched"] != 1; tries++ {
			if tries > 5000 {
				t.Fatal("the figures do not follow")
			}
			<-time.After(time.Millisecond)
		}
		stop()
		if err := <-ended; err != context.Canceled {
			t.Errorf("it ended with %v", err)
		}
	})
}
