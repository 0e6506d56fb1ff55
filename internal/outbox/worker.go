package outbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"huying/internal/storage"
)

// Handler delivers one message. An error, a panic or the end of ctx means: try again later. It may be handed the same
// message twice and must then do nothing the second time; Delivery.Key tells.
type Handler func(ctx context.Context, d Delivery) error

// Options are matters of operation; the zero value is good for most. All durations but Poll and Timeout are measured by the
// clock of the database.
type Options struct {
	Poll     time.Duration // how often to look without being woken; default 2 s
	Timeout  time.Duration // how long one delivery may take; default 30 s. The lease is twice that
	Batch    int           // how many of a topic are delivered at the same time; default 16
	Attempts int           // after how many attempts a message is dead; default 20
	First    time.Duration // wait after the first failure, doubled after each further one; default 5 s
	Longest  time.Duration // the longest wait between two attempts; default 1 h
	Log      *slog.Logger  // default slog.Default()
}

// Worker delivers messages to the handlers of their topics. Several workers may share a database, in one process or many.
type Worker struct {
	db       *storage.DB
	options  Options
	handlers map[string]Handler
	lanes    map[string]lanes
}

// lanes are how deliveries of a topic are put together.
type lanes struct {
	of  func(d Delivery) string
	all func(ctx context.Context, deliveries []Delivery) error
}

// NewWorker makes a worker without handlers.
func NewWorker(db *storage.DB, o Options) *Worker {
	o.Poll = cmp.Or(o.Poll, 2*time.Second)
	o.Timeout = cmp.Or(o.Timeout, 30*time.Second)
	o.Batch = cmp.Or(o.Batch, 16)
	o.Attempts = cmp.Or(o.Attempts, 20)
	o.First = cmp.Or(o.First, 5*time.Second)
	o.Longest = cmp.Or(o.Longest, time.Hour)
	o.Log = cmp.Or(o.Log, slog.Default())
	return &Worker{db: db, options: o, handlers: map[string]Handler{}, lanes: map[string]lanes{}}
}

// Handle sets who delivers a topic. Messages of topics without a handler wait. Call it before Run and Drain.
func (w *Worker) Handle(topic string, h Handler) { w.handlers[topic] = h }

// Together hands over at once those deliveries of a topic that would only wait for one another: lane gives the same name to
// all of them, and all delivers them together or not at all. If that fails each goes to the topic's handler by itself, one
// after another. Drain delivers one by one. Call it before Run.
func (w *Worker) Together(topic string, lane func(d Delivery) string, all func(ctx context.Context, deliveries []Delivery) error) {
	w.lanes[topic] = lanes{lane, all}
}

// Run delivers until ctx ends, each topic by itself so that a slow receiver holds up no other. It returns when the last
// delivery has come to its end; a delivery is told by its context to hurry. Failures of the database are logged and
// waited out.
func (w *Worker) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	var wake []chan struct{}
	for topic := range w.handlers {
		c := make(chan struct{}, 1)
		wake = append(wake, c)
		wg.Go(func() { w.attend(ctx, topic, c) })
	}
	w.spread(ctx, wake)
	wg.Wait()
	return ctx.Err()
}

// spread passes the bell and the ticks on to all topics.
func (w *Worker) spread(ctx context.Context, wake []chan struct{}) {
	tick := time.NewTicker(w.options.Poll)
	defer tick.Stop()
	for ctx.Err() == nil {
		select {
		case <-w.db.Bell(bell):
		case <-tick.C:
		case <-ctx.Done():
		}
		for _, c := range wake {
			select {
			case c <- struct{}{}:
			default:
			}
		}
	}
}

// attend works off what is due for one topic, then sleeps until it is woken.
func (w *Worker) attend(ctx context.Context, topic string, wake <-chan struct{}) {
	for ctx.Err() == nil {
		n, err := w.round(ctx, topic)
		if err != nil && ctx.Err() == nil {
			w.options.Log.Error("outbox: the database failed", "topic", topic, "error", err)
		}
		if n > 0 && err == nil {
			continue
		}
		select {
		case <-wake:
		case <-ctx.Done():
		}
	}
}

// round claims a batch of one topic and delivers it, all lanes at once.
func (w *Worker) round(ctx context.Context, topic string) (int, error) {
	batch, err := claim(ctx, w.db, []string{topic}, w.options.Batch, w.lease())
	if err != nil || len(batch) == 0 {
		return 0, err
	}
	failures := make([]error, len(batch))
	var wg sync.WaitGroup
	for _, lane := range w.split(topic, batch) {
		wg.Go(func() { w.goThrough(ctx, topic, batch, lane, failures) })
	}
	wg.Wait()
	// What was delivered is written down even when the worker is told to stop.
	return len(batch), w.db.Update(context.WithoutCancel(ctx), func(tx *storage.Tx) error {
		w.settle(tx, batch, failures)
		return nil
	})
}

// goThrough makes the deliveries of one lane. All of them have the time of one; what is not begun by then goes back.
func (w *Worker) goThrough(ctx context.Context, topic string, batch []Delivery, lane []int, failures []error) {
	ctx, cancel := context.WithTimeout(ctx, w.options.Timeout)
	defer cancel()
	if len(lane) > 1 && w.deliverAll(ctx, topic, batch, lane) == nil {
		return
	}
	for _, i := range lane {
		if failures[i] = context.Canceled; ctx.Err() == nil {
			failures[i] = w.deliver(ctx, batch[i])
		}
	}
}

// deliverAll delivers a lane together.
func (w *Worker) deliverAll(ctx context.Context, topic string, batch []Delivery, lane []int) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p) // whose fault it is shows when each is delivered by itself
		}
	}()
	all := make([]Delivery, len(lane))
	for i, at := range lane {
		if all[i] = batch[at]; all[i].Attempt > w.options.Attempts {
			return errLost
		}
	}
	return w.lanes[topic].all(ctx, all)
}

// split gives the places of a batch's deliveries, lane by lane.
func (w *Worker) split(topic string, batch []Delivery) (lanes [][]int) {
	at := map[string]int{}
	for i, d := range batch {
		name := d.ID
		if lane := w.lanes[topic].of; lane != nil {
			name = lane(d)
		}
		n, known := at[name]
		if !known {
			n = len(lanes)
			at[name], lanes = n, append(lanes, nil)
		}
		lanes[n] = append(lanes[n], i)
	}
	return lanes
}

// Drain delivers what is due now, one after another in the order of time, until nothing is due; what handlers put is
// delivered too. It is for the demo and for tests that live under a virtual clock. A failed delivery is not an error of
// Drain: it waits for its next attempt.
func (w *Worker) Drain(ctx context.Context) error {
	if len(w.handlers) == 0 {
		return nil
	}
	topics := slices.Sorted(maps.Keys(w.handlers))
	for {
		taken, err := claim(ctx, w.db, topics, 1, w.lease())
		if err != nil || len(taken) == 0 {
			return err
		}
		failure := []error{w.deliver(ctx, taken[0])}
		if err := w.db.Update(ctx, func(tx *storage.Tx) error { w.settle(tx, taken, failure); return nil }); err != nil {
			return err
		}
	}
}

// deliver calls the handler and turns a panic into a failure: one bad message must not stop the others.
func (w *Worker) deliver(ctx context.Context, d Delivery) (err error) {
	if d.Attempt > w.options.Attempts {
		return errLost
	}
	ctx, cancel := context.WithTimeout(ctx, w.options.Timeout)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			w.options.Log.Error("outbox: a handler panicked", "topic", d.Topic, "id", d.ID, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", p)
		}
		if err != nil {
			w.options.Log.Warn("outbox: not delivered", "topic", d.Topic, "id", d.ID, "attempt", d.Attempt, "error", err)
		}
	}()
	return w.handlers[d.Topic](ctx, d)
}

// errLost is for messages whose worker died at every attempt.
var errLost = errors.New("the worker ended at every attempt")

// lease is long enough for a batch whose lanes are gone through at once and for writing down how it went.
func (w *Worker) lease() time.Duration { return 2 * w.options.Timeout }

// backoff is the wait after the n-th failed attempt.
func (w *Worker) backoff(n int) time.Duration {
	wait := w.options.First
	for ; n > 1 && wait < w.options.Longest; n-- {
		wait *= 2
	}
	return min(wait, w.options.Longest)
}

// brief is what of an error is kept for the administrator: one short line that the database can hold.
func brief(err error) string {
	text := strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, err.Error()), "?")
	const kept = 300
	if r := []rune(text); len(r) > kept {
		text = string(r[:kept]) + "…"
	}
	return text
}
