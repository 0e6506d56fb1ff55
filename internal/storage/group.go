package storage

import (
	"context"
	"runtime"
	"slices"
	"sync"
)

// groupLimit is how many verbs may share one commit. In a hurry as many do as write hurriedLimit statements together: what
// those change still fits hurriedCache, however much each of the verbs writes.
const groupLimit, hurriedLimit = 128, 16384

// writer lets verbs write to SQLite one after another and commits those that wait for each other together: one sync to
// disk for all of them, which is several times the rate of one each. Every verb has a savepoint of its own, so one that
// fails takes nothing of the others with it.
//
// There is no goroutine behind it. Whoever has the turn runs his verb himself (so a panic is his own) and then passes the
// turn on with the transaction still open; the one behind whom nobody waits commits for all.
//
// In a hurry nobody waits for a commit: the transaction stays open over many verbs, and who reads does so inside it.
type writer struct {
	conn    *sqliteConn
	hurried bool

	mu      sync.Mutex
	taken   bool
	waiting []chan struct{}

	open *group // the transaction now open; belongs to whoever has the turn
	lost error  // why a commit failed for which nobody waited
}

// group is the verbs of one transaction. err may be read once done is closed.
type group struct {
	size  int
	began int // what the connection had written before it
	err   error
	done  chan struct{}
}

func (w *writer) update(ctx context.Context, verb func(context.Context, wire) error) error {
	if err := w.enter(ctx); err != nil {
		return err
	}
	g, err := w.perform(ctx, verb)
	if err != nil || w.hurried {
		return err
	}
	<-g.done
	return g.err
}

// inTurn marks the context of whoever has the turn of a writer in a hurry.
type inTurn struct{}

// view reads what the open transaction has written, too. A verb that reads has the turn already.
func (w *writer) view(ctx context.Context, read func(wire) error) error {
	look := sqliteLook{sqliteWire{ctx, w.conn}}
	if ctx.Value(inTurn{}) == w {
		return read(look)
	}
	if err := w.enter(ctx); err != nil {
		return err
	}
	defer w.leave()
	return read(look)
}

// settle commits what is open and tells what was lost.
func (w *writer) settle(ctx context.Context) error {
	if !w.hurried {
		return nil
	}
	if err := w.enter(ctx); err != nil {
		return err
	}
	defer w.leave()
	w.commit()
	return w.lost
}

// enter waits for the turn. A verb whose ctx ends before that is dropped.
func (w *writer) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w.mu.Lock()
	if !w.taken {
		w.taken = true
		w.mu.Unlock()
		return nil
	}
	turn := make(chan struct{})
	w.waiting = append(w.waiting, turn)
	w.mu.Unlock()
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
	}
	w.mu.Lock()
	i := slices.Index(w.waiting, turn)
	if i >= 0 {
		w.waiting = slices.Delete(w.waiting, i, i+1)
	}
	w.mu.Unlock()
	if i < 0 { // the turn came at the same moment, perhaps with an open transaction: pass it on
		<-turn
		w.leave()
	}
	return ctx.Err()
}

// perform runs one verb in its savepoint and gives the turn away, whatever happens in the verb.
func (w *writer) perform(ctx context.Context, verb func(context.Context, wire) error) (*group, error) {
	defer w.leave()
	if w.lost != nil {
		return nil, w.lost
	}
	if w.hurried {
		ctx = context.WithValue(ctx, inTurn{}, w)
	}
	if w.open == nil {
		if err := w.conn.run("BEGIN IMMEDIATE"); err != nil {
			return nil, err
		}
		w.open = &group{began: w.conn.written, done: make(chan struct{})}
	}
	g := w.open
	if err := w.conn.run("SAVEPOINT verb"); err != nil {
		return nil, err
	}
	kept := false
	defer func() {
		if !kept {
			g.undo(w.conn)
		}
	}()
	if err := verb(ctx, sqliteWire{context.WithoutCancel(ctx), w.conn}); err != nil {
		return nil, err
	}
	if err := w.conn.run("RELEASE verb"); err != nil {
		return nil, err
	}
	kept = true
	g.size++
	return g, nil
}

// undo takes back one verb. When even that fails SQLite has already dropped the whole transaction (disk full, input or
// output error), and the group fails with it.
func (g *group) undo(c *sqliteConn) {
	err := c.run("ROLLBACK TO verb")
	if err == nil {
		err = c.run("RELEASE verb")
	}
	if err != nil {
		g.err = err
	}
}

// leave gives the turn away: to the next one together with the open transaction, or after the commit.
func (w *writer) leave() {
	if w.open != nil && (w.full() || w.open.err != nil) {
		w.commit()
	}
	if w.pass(!w.hurried) || w.hurried {
		return
	}
	runtime.Gosched() // let those whom the last commit released get in line: half as many syncs again at eight writers
	if w.pass(true) {
		return
	}
	w.commit()
	w.pass(false)
}

// full reports whether the open transaction has as much in it as it may.
func (w *writer) full() bool {
	if w.hurried {
		return w.conn.written-w.open.began >= hurriedLimit
	}
	return w.open.size >= groupLimit
}

// pass hands the turn to the one who waits longest. When nobody waits the turn is kept or given back.
func (w *writer) pass(keep bool) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.waiting) == 0 {
		w.taken = keep
		return false
	}
	close(w.waiting[0])
	w.waiting = w.waiting[1:]
	return true
}

func (w *writer) commit() {
	g := w.open
	if g == nil {
		return
	}
	w.open = nil
	if g.err == nil {
		g.err = w.conn.run("COMMIT")
	}
	if g.err != nil {
		w.conn.run("ROLLBACK") // fails when SQLite has rolled back by itself, which is as good
		if w.hurried {
			w.lost = g.err
		}
	}
	close(g.done)
}
