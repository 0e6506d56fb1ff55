package storage

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Keys of PostgreSQL's advisory locks: "huyi" and a number.
const (
	feedLock      int64 = 0x68757969_00000001
	migrationLock int64 = 0x68757969_00000002
)

// LockFeed announces that this transaction appends to a feed: a table whose rows get increasing positions from a sequence
// and are read in that order by position. Call it before locking rows; it costs no round trip, and calling it again costs
// nothing. See Horizon.
func (tx *Tx) LockFeed() {
	if tx.feedLocked {
		return
	}
	tx.feedLocked = true
	if _, err := tx.ready(nil); err != nil {
		tx.Fail(err)
		return
	}
	tx.Fail(tx.wire.lockFeed())
}

// name is what Horizon accepts as a table or column.
var name = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)

// Horizon gives the position up to which a feed may be read without missing a row: every row at or before it is
// committed, every row that commits later has a greater one. On PostgreSQL transactions take positions and commit in
// different orders, so it waits for those that called LockFeed to end; on SQLite commits come in order. An empty table
// gives 0.
func (db *DB) Horizon(ctx context.Context, table, column string) (int64, error) {
	if !name.MatchString(table) || !name.MatchString(column) {
		return 0, fmt.Errorf("storage: %q.%q is not a plain column", table, column)
	}
	query := "SELECT coalesce(max(" + column + "), 0) FROM " + table
	var position int64
	if db.engine == SQLite {
		err := db.View(ctx, func(tx *Tx) error {
			_, err := tx.One(query, nil, &position)
			return err
		})
		return position, err
	}
	for {
		err := db.store.update(ctx, func(_ context.Context, w wire) error { return quietMax(w, query, &position) })
		if !isLockTimeout(err) {
			return position, err
		}
		if err := pause(ctx, horizonPause); err != nil {
			return 0, err
		}
	}
}

// While the exclusive lock is waited for, new writers wait behind it. So the wait is kept short and tried again.
const (
	horizonWait  = "set local lock_timeout = '200ms'"
	horizonPause = 50 * time.Millisecond
)

func quietMax(w wire, query string, position *int64) error {
	if err := w.queue(horizonWait, nil); err != nil {
		return err
	}
	if err := w.queue("select pg_advisory_xact_lock($1)", []any{feedLock}); err != nil {
		return err
	}
	return w.query(query, nil, func(scan func(...any) error) error { return scan(position) })
}

func isLockTimeout(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == "55P03"
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// bells wake those who wait for committed work, by name.
type bells struct {
	mu    sync.Mutex
	named map[string]chan struct{}
}

// Ring rings the bell of this name after the commit, so that background work starts at once instead of at its next look.
func (tx *Tx) Ring(name string) {
	tx.OnCommit(func() {
		select {
		case tx.db.bell(name) <- struct{}{}:
		default: // it is already ringing
		}
	})
}

// Bell gives the channel that receives after transactions of this process rang. Rings that nobody has heard yet count as
// one; of several listeners one hears it. Other processes are not heard: look from time to time as well.
func (db *DB) Bell(name string) <-chan struct{} { return db.bell(name) }

func (db *DB) bell(name string) chan struct{} {
	db.bells.mu.Lock()
	defer db.bells.mu.Unlock()
	if db.bells.named == nil {
		db.bells.named = map[string]chan struct{}{}
	}
	if db.bells.named[name] == nil {
		db.bells.named[name] = make(chan struct{}, 1)
	}
	return db.bells.named[name]
}
