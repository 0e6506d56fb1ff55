package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/outbox"
	"huying/internal/page"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

var quiet = slog.New(slog.NewTextHandler(io.Discard, nil))

// receiver takes deliveries and remembers them; refuse says what it answers.
type receiver struct {
	mu     sync.Mutex
	got    []string
	refuse func(outbox.Delivery) error
}

func (r *receiver) take(_ context.Context, d outbox.Delivery) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = append(r.got, d.Key)
	if r.refuse != nil {
		return r.refuse(d)
	}
	return nil
}

func (r *receiver) keys() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.got, " ")
}

func worker(db *storage.DB, r *receiver, o outbox.Options) *outbox.Worker {
	o.Log = quiet
	w := outbox.NewWorker(db, o)
	w.Handle("sms", r.take)
	return w
}

func put(t testing.TB, db *storage.DB, messages ...outbox.Message) {
	t.Helper()
	err := db.Update(context.Background(), func(tx *storage.Tx) error {
		for _, m := range messages {
			outbox.Put(tx, m)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func drain(t testing.TB, w *outbox.Worker) {
	t.Helper()
	if err := w.Drain(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func list(t testing.TB, db *storage.DB, s outbox.State) (items []outbox.Item) {
	t.Helper()
	err := db.View(context.Background(), func(tx *storage.Tx) error {
		p, err := outbox.List(tx, s, page.Request{})
		items = p.Items
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func TestDeliveredOnceWhenAllIsWell(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
		type text struct{ Words string }
		r := &receiver{refuse: func(d outbox.Delivery) error {
			var b text
			if err := d.Decode(&b); err != nil || b.Words != "您的诉求已受理" || d.Attempt != 1 || !d.CreatedAt.Equal(storagetest.Start) {
				t.Errorf("delivered %+v, body %q, %v", d, d.Body, err)
			}
			return nil
		}}
		w := worker(db, r, outbox.Options{})
		put(t, db, outbox.Message{Topic: "sms", Key: "k1", Body: text{"您的诉求已受理"}})
		put(t, db, outbox.Message{Topic: "sms", Key: "k1", Body: text{"同一件事又说一遍"}})
		put(t, db, outbox.Message{Topic: "nobody", Key: "k1"})
		clk.Advance(time.Second)
		drain(t, w)
		clk.Advance(time.Hour)
		drain(t, w)
		if r.keys() != "k1" {
			t.Errorf("delivered %q", r.keys())
		}
		if open, done := list(t, db, outbox.Open), list(t, db, outbox.Done); len(done) != 1 || len(open) != 1 || open[0].Topic != "nobody" {
			t.Errorf("done %v, open %v", done, open)
		}
	})
}

func TestNothingIsDeliveredOfATransactionThatFailed(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		r := &receiver{}
		refused := errors.New("refused")
		err := db.Update(context.Background(), func(tx *storage.Tx) error {
			outbox.Put(tx, outbox.Message{Topic: "sms"})
			return refused
		})
		if err != refused {
			t.Error(err)
		}
		err = db.Update(context.Background(), func(tx *storage.Tx) error {
			outbox.Put(tx, outbox.Message{Topic: "sms"})
			outbox.Put(tx, outbox.Message{Topic: "sms", Body: func() {}})
			return nil
		})
		if err == nil {
			t.Error("a body that cannot be written was taken")
		}
		if drain(t, worker(db, r, outbox.Options{})); r.keys() != "" {
			t.Errorf("delivered %q", r.keys())
		}
	})
}

func TestOrderIsThatOfTime(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
		r := &receiver{}
		w := worker(db, r, outbox.Options{})
		put(t, db, outbox.Message{Topic: "sms", Key: "late", NotBefore: clk.Now().Add(time.Minute)},
			outbox.Message{Topic: "sms", Key: "a"}, outbox.Message{Topic: "sms", Key: "b"})
		clk.Advance(time.Second)
		put(t, db, outbox.Message{Topic: "sms", Key: "c", NotBefore: clk.Now().Add(-time.Hour)})
		drain(t, w)
		if r.keys() != "a b c" {
			t.Errorf("delivered %q", r.keys())
		}
		clk.Advance(time.Minute)
		if drain(t, w); r.keys() != "a b c late" {
			t.Errorf("then %q", r.keys())
		}
	})
}

func TestDrainDeliversWhatHandlersPut(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		r := &receiver{refuse: func(d outbox.Delivery) error {
			if len(d.Key) < 4 {
				put(t, db, outbox.Message{Topic: "sms", Key: d.Key + "x"})
			}
			return nil
		}}
		put(t, db, outbox.Message{Topic: "sms", Key: "x"})
		if drain(t, worker(db, r, outbox.Options{})); r.keys() != "x xx xxx xxxx" {
			t.Errorf("delivered %q", r.keys())
		}
	})
}

func TestFailureIsTriedAgainEverLater(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
		var waits []time.Duration
		last := clk.Now()
		r := &receiver{refuse: func(d outbox.Delivery) error {
			waits, last = append(waits, clk.Now().Sub(last)), clk.Now()
			switch d.Attempt {
			case 2:
				panic("the handler broke")
			case 6:
				return nil
			}
			return errors.New("the line is busy")
		}}
		w := worker(db, r, outbox.Options{First: 5 * time.Second, Longest: 20 * time.Second})
		put(t, db, outbox.Message{Topic: "sms", Key: "k"})
		for range 120 {
			drain(t, w)
			clk.Advance(time.Second)
			if open := list(t, db, outbox.Open); len(waits) == 2 && !strings.Contains(open[0].LastError, "the handler broke") {
				t.Fatalf("kept %q", open[0].LastError)
			}
		}
		expected := []time.Duration{0, 5 * time.Second, 10 * time.Second, 20 * time.Second, 20 * time.Second, 20 * time.Second}
		if !slices.Equal(waits, expected) {
			t.Errorf("waited %v, want %v", waits, expected)
		}
		if done := list(t, db, outbox.Done); len(done) != 1 || done[0].LastError != "" || done[0].Attempts != 6 {
			t.Errorf("done: %+v", done)
		}
	})
}

func TestKilledWorkerLosesNothing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
		put(t, db, outbox.Message{Topic: "sms", Key: "k"})
		kill(t, db)
		r := &receiver{}
		w := worker(db, r, outbox.Options{Timeout: time.Minute})
		clk.Advance(119 * time.Second)
		if drain(t, w); r.keys() != "" {
			t.Error("delivered while the lease of another worker ran")
		}
		clk.Advance(time.Second)
		if drain(t, w); r.keys() != "k" {
			t.Errorf("after the lease: %q", r.keys())
		}
	})
}

// kill lets a worker of one minute per delivery end between claiming and writing down.
func kill(t *testing.T, db *storage.DB) {
	t.Helper()
	w := outbox.NewWorker(db, outbox.Options{Timeout: time.Minute, Log: quiet})
	w.Handle("sms", func(context.Context, outbox.Delivery) error { panic("unused") })
	if n, err := outbox.Claim(w, "sms"); err != nil || n != 1 {
		t.Fatalf("claimed %d, %v", n, err)
	}
}

func TestMessageThatKillsItsWorkersDies(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
		put(t, db, outbox.Message{Topic: "sms", Key: "k"})
		for range 3 {
			kill(t, db)
			clk.Advance(3 * time.Minute)
		}
		r := &receiver{}
		drain(t, worker(db, r, outbox.Options{Attempts: 3}))
		if dead := list(t, db, outbox.Dead); r.keys() != "" || len(dead) != 1 {
			t.Errorf("delivered %q, dead %v", r.keys(), dead)
		}
	})
}

func TestLateWorker(t *testing.T) {
	cases := []struct {
		name   string
		answer error
		done   int
	}{
		{"a failure does not take the message from the one that took over", errors.New("it fails"), 0},
		{"a success counts", nil, 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
				put(t, db, outbox.Message{Topic: "sms", Key: "k"})
				late := &receiver{refuse: func(outbox.Delivery) error {
					clk.Advance(time.Hour) // it hangs until its lease is over
					kill(t, db)            // another one takes over
					return c.answer
				}}
				w := worker(db, late, outbox.Options{})
				drain(t, w)
				clk.Advance(time.Minute) // the other one's lease still runs
				drain(t, w)
				if done := list(t, db, outbox.Done); late.keys() != "k" || len(done) != c.done {
					t.Errorf("delivered %q, done %v", late.keys(), done)
				}
			})
		})
	}
}

func TestDeadLettersStayAndCanBeRetried(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
		broken := true
		r := &receiver{refuse: func(outbox.Delivery) error {
			if broken {
				return fault.New(fault.Internal, "sms.down", "短信平台不通。").Because(errors.New("line\nbreak\x00\xff"))
			}
			return nil
		}}
		w := worker(db, r, outbox.Options{Attempts: 4})
		put(t, db, outbox.Message{Topic: "sms", Key: "k"})
		for range 50 {
			drain(t, w)
			clk.Advance(time.Hour)
		}
		dead := list(t, db, outbox.Dead)
		if len(dead) != 1 || dead[0].Attempts != 4 || !strings.Contains(dead[0].LastError, "sms.down") || len(r.got) != 4 {
			t.Fatalf("dead: %+v after %d deliveries", dead, len(r.got))
		}
		retry := func() error {
			return db.Update(context.Background(), func(tx *storage.Tx) error { return outbox.Retry(tx, dead[0].ID) })
		}
		if err := retry(); err != nil {
			t.Fatal(err)
		}
		if err := retry(); fault.Code(err) != "outbox.retry" {
			t.Errorf("retried what is not dead: %v", err)
		}
		broken = false
		if drain(t, w); len(list(t, db, outbox.Done)) != 1 || len(list(t, db, outbox.Dead)) != 0 {
			t.Error("not delivered after the retry")
		}
	})
}

func TestPruneRemovesOldDoneRowsOnly(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
		w := worker(db, &receiver{}, outbox.Options{})
		put(t, db, outbox.Message{Topic: "sms", Key: "old"}, outbox.Message{Topic: "nobody", Key: "open"})
		drain(t, w)
		limit := clk.Advance(time.Hour)
		put(t, db, outbox.Message{Topic: "sms", Key: "new"})
		drain(t, w)
		var n int64
		err := db.Update(context.Background(), func(tx *storage.Tx) (err error) { n, err = outbox.Prune(tx, limit); return err })
		if err != nil || n != 1 {
			t.Errorf("pruned %d, %v", n, err)
		}
		if done := list(t, db, outbox.Done); len(done) != 1 || done[0].Key != "new" || len(list(t, db, outbox.Open)) != 1 {
			t.Errorf("left %v", done)
		}
	})
}

func TestListPagesByKey(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		for n := range 7 {
			put(t, db, outbox.Message{Topic: "sms", Key: fmt.Sprint(n)})
		}
		seen := map[string]bool{}
		request := page.Request{Size: 3}
		for pages := 1; ; pages++ {
			var p page.Page[outbox.Item]
			err := db.View(context.Background(), func(tx *storage.Tx) (err error) {
				p, err = outbox.List(tx, outbox.Open, request)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, i := range p.Items {
				seen[i.Key] = true
			}
			if request.After = p.Next; p.Next == "" {
				if pages != 3 || len(seen) != 7 {
					t.Errorf("%d pages, %d messages", pages, len(seen))
				}
				return
			}
		}
	})
}

func TestWorkersNeverDeliverTheSameMessageAtTheSameTime(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		const messages, workers = 150, 3
		for n := range messages {
			put(t, db, outbox.Message{Topic: "sms", Key: fmt.Sprint(n)})
		}
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		times := map[string]int{}
		var mu sync.Mutex
		all := make(chan struct{})
		var wg sync.WaitGroup
		for range workers {
			w := outbox.NewWorker(db, outbox.Options{Log: quiet, Batch: 5})
			w.Handle("sms", func(_ context.Context, d outbox.Delivery) error {
				mu.Lock()
				defer mu.Unlock()
				times[d.Key]++
				if len(times) == messages && times[d.Key] == 1 {
					close(all)
				}
				return nil
			})
			wg.Go(func() { w.Run(ctx) })
		}
		<-all
		cancel()
		wg.Wait()
		for key, n := range times {
			if n != 1 {
				t.Errorf("message %s was delivered %d times", key, n)
			}
		}
		if open := list(t, db, outbox.Open); len(open) != 0 {
			t.Errorf("%d deliveries were not written down at the end", len(open))
		}
	})
}

func TestRunIsWokenByThePutAndStops(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		ctx, cancel := context.WithCancel(context.Background())
		got := make(chan string)
		held := make(chan struct{})
		w := outbox.NewWorker(db, outbox.Options{Poll: time.Hour, Log: quiet}) // only the bell can wake it in time
		w.Handle("sms", func(_ context.Context, d outbox.Delivery) error { got <- d.Key; return nil })
		w.Handle("slow", func(ctx context.Context, d outbox.Delivery) error {
			close(held)
			<-ctx.Done()
			return ctx.Err()
		})
		ended := make(chan error)
		go func() { ended <- w.Run(ctx) }()
		put(t, db, outbox.Message{Topic: "slow", Key: "s"})
		<-held
		for _, key := range []string{"a", "b"} { // a slow topic does not hold up another
			put(t, db, outbox.Message{Topic: "sms", Key: key})
			if k := <-got; k != key {
				t.Errorf("got %q, want %q", k, key)
			}
		}
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Run ended with %v", err)
		}
		open := list(t, db, outbox.Open)
		if len(open) != 1 || open[0].Key != "s" || open[0].Attempts != 0 {
			t.Errorf("what was interrupted waits for the next start with all its attempts: %+v", open)
		}
	})
}

// What is of one lane goes together. One that is refused takes nobody with it: then each goes by itself.
func TestLanesGoTogether(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		for _, key := range []string{"a1", "b1", "a2", "bad", "a3", "c1"} {
			put(t, db, outbox.Message{Topic: "sms", Key: key})
		}
		var mu sync.Mutex
		var got []string
		took := func(how string, ds ...outbox.Delivery) {
			mu.Lock()
			defer mu.Unlock()
			var keys []string
			for _, d := range ds {
				keys = append(keys, d.Key)
			}
			slices.Sort(keys)
			got = append(got, how+" "+strings.Join(keys, " "))
		}
		w := outbox.NewWorker(db, outbox.Options{Poll: time.Hour, Log: quiet})
		ctx, stop := context.WithCancel(context.Background())
		w.Handle("sms", func(_ context.Context, d outbox.Delivery) error {
			if d.Key == "bad" {
				return errors.New("bad")
			}
			took("one:", d)
			return nil
		})
		w.Together("sms", func(d outbox.Delivery) string { return d.Key[:1] }, func(_ context.Context, ds []outbox.Delivery) error {
			for _, d := range ds {
				if d.Key == "bad" {
					panic("bad")
				}
			}
			took("all:", ds...)
			return nil
		})
		ended := make(chan error)
		go func() { ended <- w.Run(ctx) }()
		for len(list(t, db, outbox.Done)) < 5 {
			runtime.Gosched()
		}
		stop()
		<-ended
		slices.Sort(got)
		if diff := cmp.Diff([]string{"all: a1 a2 a3", "one: b1", "one: c1"}, got); diff != "" {
			t.Error(diff)
		}
		if open := list(t, db, outbox.Open); len(open) != 1 || open[0].Key != "bad" || open[0].Attempts != 1 {
			t.Errorf("left: %+v", open)
		}
	})
}

// Whatever receivers do, every message ends delivered or dead, and none is delivered again after it was taken.
func TestEveryMessageComesToAnEnd(t *testing.T) {
	db, clk := storagetest.SQLite(t)
	round := 0
	rapid.Check(t, func(r *rapid.T) {
		round++
		failures := rapid.SliceOfN(rapid.IntRange(0, 5), 1, 6).Draw(r, "failures before each success")
		taken := map[string]int{}
		rec := &receiver{refuse: func(d outbox.Delivery) error {
			var n int
			if err := d.Decode(&n); err != nil {
				r.Error(err)
			}
			if d.Attempt <= n {
				return errors.New("not yet")
			}
			taken[d.Key]++
			return nil
		}}
		w := worker(db, rec, outbox.Options{Attempts: 4})
		for i, n := range failures {
			put(t, db, outbox.Message{Topic: "sms", Key: fmt.Sprintf("%d-%d", round, i), Body: n})
		}
		for range 5 {
			drain(t, w)
			clk.Advance(time.Hour)
		}
		for i, n := range failures {
			want := 1
			if n >= 4 {
				want = 0
			}
			if got := taken[fmt.Sprintf("%d-%d", round, i)]; got != want {
				r.Errorf("message with %d failures was taken %d times", n, got)
			}
		}
		if open := list(t, db, outbox.Open); len(open) != 0 {
			r.Errorf("still open: %v", open)
		}
	})
}
