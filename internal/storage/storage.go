// Package storage is the only part of Huying that talks to a database. It opens SQLite (inside the program, the default)
// or PostgreSQL (when one machine is no longer enough), brings the schema up to date, and runs verbs in transactions.
// One SQL text with $1, $2 serves both engines.
//
// The two engines are made to behave alike where it matters: a failed statement ends the transaction, a text with a NUL
// byte is refused, a View sees one moment and cannot write, a verb that has begun runs to its end.
package storage

import (
	"context"
	"crypto/rand"
	"database/sql"
	"io"
	"sync"
	"sync/atomic"

	"huying/internal/clock"
)

// Engine names the database behind a DB. Code forks on it only where the two cannot share one text.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// Options say where the data is. Clock is required; it gives every transaction its Now.
type Options struct {
	URL     string      // postgres://… ; "" means SQLite
	Dir     string      // the data folder; SQLite keeps huying.db in it
	Clock   clock.Clock // the only source of time
	Entropy io.Reader   // what ids are made of; nil means crypto/rand, a seeded reader makes a run repeatable
	Hurried bool        // commits do not wait, for the disk nor on SQLite for each other: only for data that can be made again (a demonstration, a simulation)
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	engine  Engine
	clock   clock.Clock
	entropy io.Reader
	store   store

	migrating sync.Mutex
	bells     bells
	work      work
}

// store is what an engine does for DB. Both functions run their argument inside one transaction and end the transaction
// when it returns an error, panics or leaves by Goexit.
type store interface {
	update(ctx context.Context, verb func(context.Context, wire) error) error // verb hears in whose turn it runs
	view(ctx context.Context, read func(wire) error) error
	migrator(ctx context.Context) (*sql.DB, func(), error) // a pool to migrate with, under a lock until released
	backup(ctx context.Context, dest string, progress func(done, total int64)) error
	close() error
}

// Open connects to the database that o names and checks that it answers. It does not migrate. With SQLite it makes the
// data folder and the file when they are missing.
func Open(ctx context.Context, o Options) (*DB, error) {
	db := &DB{engine: SQLite, clock: o.Clock, entropy: o.Entropy}
	if db.entropy == nil {
		db.entropy = rand.Reader
	}
	db.entropy = &lockedReader{r: db.entropy}
	var err error
	if o.URL != "" {
		db.engine = Postgres
		db.store, err = openPostgres(ctx, o.URL, o.Hurried, &db.work.trips)
	} else {
		db.store, err = openSQLite(ctx, o.Dir, o.Hurried)
	}
	if err != nil {
		return nil, err
	}
	return db, nil
}

// work counts what this process asked of the database.
type work struct{ transactions, statements, trips atomic.Int64 }

// Work is what this process has asked of the database since it opened it. A trip is one exchange with a server, which
// carries all statements that wait; SQLite, which is inside the process, makes none.
type Work struct{ Transactions, Statements, Trips int64 }

// Work tells how much this process has asked of the database so far.
func (db *DB) Work() Work {
	return Work{db.work.transactions.Load(), db.work.statements.Load(), db.work.trips.Load()}
}

// Engine tells which database this is.
func (db *DB) Engine() Engine { return db.engine }

// Close ends all connections. Transactions that are still running fail.
func (db *DB) Close() error { return db.store.close() }

// Update runs verb in a transaction and commits what it wrote; when verb returns an error or panics, nothing of it
// remains. A nil result means that the commit is on disk.
//
// On PostgreSQL (READ COMMITTED) a verb that lost a deadlock or a serialisation race is run again, up to three times, so
// verb must be re-runnable: it may change nothing outside the transaction but through OnCommit. On SQLite verbs run one
// after another, and those that wait for each other share one commit. A verb that reads by a View of its own passes on
// tx.Context().
//
// A ctx that ends before the verb began drops it; a verb that has begun runs to its end.
func (db *DB) Update(ctx context.Context, verb func(tx *Tx) error) error {
	var tx *Tx
	err := db.store.update(ctx, func(ctx context.Context, w wire) error {
		tx = db.begin(ctx, w)
		defer tx.end()
		err := verb(tx)
		if err == nil {
			err = tx.Gather() // before the commit: an answer that cannot be read must still be able to stop it
		}
		if tx.broken != nil && (err == nil || isRetryable(tx.broken)) {
			return tx.broken
		}
		return err
	})
	if err != nil {
		return explain(err)
	}
	for _, f := range tx.afterCommit {
		f()
	}
	return nil
}

// View runs read in a read-only transaction that sees the database as it was at its first statement. Writes are refused.
// It may run beside any Update; a ctx that ends interrupts it.
func (db *DB) View(ctx context.Context, read func(tx *Tx) error) error {
	err := db.store.view(ctx, func(w wire) error {
		tx := db.begin(ctx, w)
		defer tx.end()
		if err := read(tx); err != nil {
			return err
		}
		return tx.Gather()
	})
	return explain(err)
}

// Backup writes a complete, consistent copy of the database to the file dest, which must not exist yet, while the system
// goes on working. progress, when not nil, hears how many of how many pages are copied. On PostgreSQL it refuses and names
// pg_dump.
func (db *DB) Backup(ctx context.Context, dest string, progress func(done, total int64)) error {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	return db.store.backup(ctx, dest, progress)
}

func (db *DB) begin(ctx context.Context, w wire) *Tx {
	db.work.transactions.Add(1)
	return &Tx{Now: db.Now(), Engine: db.engine, db: db, ctx: ctx, wire: w}
}
