package storage

import (
	"context"
	"errors"
	"slices"
	"time"
)

// rowReader takes one row; errEnough ends the reading.
type rowReader = func(scan func(dest ...any) error) error

// wire carries the statements of one transaction to its engine. Arguments are already bound to base types. What is asked
// for is answered at the latest when gather returns, what is to be learned at the latest with the commit.
type wire interface {
	exec(query string, args []any) (int64, error)
	queue(query string, args []any) error
	query(query string, args []any, row rowReader) error
	ask(query string, args []any, row rowReader) error
	learn(query string, args []any, row rowReader) error
	gather() error
	lockFeed() error
	bulk()
}

// Tx is one transaction. It belongs to the goroutine that runs the verb and dies with it.
//
// Arguments may be strings, integers, floats, []byte, named types of these, pointers (nil is NULL), bool (kept as 0 or 1),
// time.Time (kept as milliseconds; the zero time is NULL) and anything that writes itself as text (encoding.TextMarshaler).
// Scan destinations are the same types by pointer; NULL scans into *time.Time as the zero time and into a pointer to a
// pointer as nil.
//
// After a statement has failed the transaction cannot go on: later statements give the same error, and Update returns it.
type Tx struct {
	Now    time.Time // fixed for the whole transaction: UTC, milliseconds
	Engine Engine

	db          *DB
	ctx         context.Context
	wire        wire
	broken      error
	scanning    bool
	feedLocked  bool
	afterCommit []func()
	ids         idSource
}

var (
	errEnded    = errors.New("storage: the transaction has ended")
	errScanning = errors.New("storage: a statement was run while the rows of another were being read")
)

// Context is the context that the transaction was begun with.
func (tx *Tx) Context() context.Context { return tx.ctx }

// Exec runs a statement and tells how many rows it touched. A version check reads that number: 0 means that somebody else
// was first.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	bound, err := tx.ready(args)
	if err != nil {
		return 0, tx.fail(err)
	}
	n, err := tx.wire.exec(query, bound)
	return n, tx.fail(err)
}

// Queue runs a write whose result nobody needs. On PostgreSQL queued writes travel together with the next statement or
// with the commit, in one round trip; their error comes to light there and ends the transaction.
func (tx *Tx) Queue(query string, args ...any) {
	bound, err := tx.ready(args)
	if err == nil {
		err = tx.wire.queue(query, bound)
	}
	tx.Fail(err)
}

// Bulk lets the rows that are queued from here on for the same place travel as one statement on PostgreSQL, which takes a
// fraction of the time. Rows of different places may then arrive in another order: it is for a verb that makes many new
// things and changes none of them again.
func (tx *Tx) Bulk() {
	if _, err := tx.ready(nil); err != nil {
		tx.Fail(err)
		return
	}
	tx.wire.bulk()
}

// QueueRows queues the insertion of several rows, whose values stand one after another: insert up to VALUES, the number of
// columns, and what follows the rows, if anything. To PostgreSQL they go as one statement. SQLite takes them one by one: to be
// able to undo a part of a statement it would write out, for each, what is indexed for search so far.
func (tx *Tx) QueueRows(insert string, columns int, tail string, values ...any) {
	at := len(values)
	if tx.Engine == SQLite {
		at = columns
	}
	for rows := range slices.Chunk(values, max(at, 1)) {
		tx.Queue(insert+rowsOf(len(rows)/columns, columns)+tail, rows...)
	}
}

// Ask is All for a reading that others go along with: on PostgreSQL it waits, like a queued write, and travels together
// with the next statement that is answered at once, or with Gather. each is called no later than that; what it fills may
// not be used before. An error of each ends the transaction. What changes later must not be asked for earlier: the answer is
// as of the trip.
func (tx *Tx) Ask(query string, args []any, each func(scan func(dest ...any) error) error) {
	bound, err := tx.ready(args)
	if err == nil {
		err = tx.wire.ask(query, bound, func(scan func(...any) error) error {
			was := tx.scanning
			tx.scanning = true
			defer func() { tx.scanning = was }()
			return each(func(dest ...any) error { return scan(targets(dest)...) })
		})
	}
	tx.Fail(err)
}

// Learn is One for an answer that only the caller of Update wants: on PostgreSQL the statement waits like a queued write, and
// dest is filled when Update returns without an error. What it says can no longer stop the commit.
func (tx *Tx) Learn(query string, args []any, dest ...any) {
	bound, err := tx.ready(args)
	if err == nil {
		err = tx.wire.learn(query, bound, func(scan func(...any) error) error {
			if err := scan(targets(dest)...); err != nil {
				return err
			}
			return errEnough
		})
	}
	tx.Fail(err)
}

// Gather waits for the answers to everything that was asked for.
func (tx *Tx) Gather() error {
	if tx.broken != nil {
		return tx.broken
	}
	return tx.fail(tx.wire.gather())
}

// One reads the first row into dest and tells whether there was one.
func (tx *Tx) One(query string, args []any, dest ...any) (bool, error) {
	bound, err := tx.ready(args)
	if err != nil {
		return false, tx.fail(err)
	}
	found := false
	err = tx.wire.query(query, bound, func(scan func(...any) error) error {
		found = true
		if err := scan(targets(dest)...); err != nil {
			return err
		}
		return errEnough
	})
	if err != nil {
		return false, tx.fail(err)
	}
	return found, nil
}

// All calls each for every row. The rows are still being read meanwhile, so each may not run statements; it collects. An
// error from each ends the reading and is returned as it is.
func (tx *Tx) All(query string, args []any, each func(scan func(dest ...any) error) error) error {
	bound, err := tx.ready(args)
	if err != nil {
		return tx.fail(err)
	}
	var stopped error
	tx.scanning = true
	defer func() { tx.scanning = false }()
	err = tx.wire.query(query, bound, func(scan func(...any) error) error {
		stopped = each(func(dest ...any) error { return scan(targets(dest)...) })
		return stopped
	})
	if stopped != nil {
		return stopped
	}
	return tx.fail(err)
}

// Fail dooms the transaction: whatever the verb returns, nothing of it is kept and Update returns err. For functions that
// queue and have no error of their own to return. Fail(nil) does nothing.
func (tx *Tx) Fail(err error) {
	if tx.broken == nil {
		tx.broken = err
	}
}

// OnCommit runs f after the commit is on disk, in the caller's goroutine, and not at all when the transaction fails.
func (tx *Tx) OnCommit(f func()) { tx.afterCommit = append(tx.afterCommit, f) }

// Fork gives the text for this transaction's engine, for the few places where one text cannot serve both.
func (tx *Tx) Fork(sqlite, postgres string) string {
	if tx.Engine == SQLite {
		return sqlite
	}
	return postgres
}

func (tx *Tx) ready(args []any) ([]any, error) {
	switch {
	case tx.wire == nil:
		return nil, errEnded
	case tx.broken != nil:
		return nil, tx.broken
	case tx.scanning:
		return nil, errScanning
	}
	tx.db.work.statements.Add(1)
	return bind(args)
}

func (tx *Tx) fail(err error) error {
	tx.Fail(err)
	return err
}

func (tx *Tx) end() { tx.wire = nil }

// errEnough stops the reading of rows early; it never leaves the package.
var errEnough = errors.New("enough")
