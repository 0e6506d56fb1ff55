package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"huying/internal/fault"
)

// retries is how often a verb that lost a deadlock or a serialisation race is run again.
const retries = 3

// retryPause lets the winner of a race go on before the loser comes again, and is doubled each time: at once, the loser
// would take the row back from under him and both would stand where they stood.
const retryPause = 10 * time.Millisecond

type postgresStore struct {
	pool  *pgxpool.Pool
	trips *atomic.Int64
}

func openPostgres(ctx context.Context, url string, hurried bool, trips *atomic.Int64) (store, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, noDatabase(err)
	}
	config.MaxConns = int32(2*runtime.NumCPU() + 8)
	config.MaxConnIdleTime = 5 * time.Minute
	settings := config.ConnConfig.RuntimeParams
	// Compiling a plan takes longer than any of our statements runs.
	for name, value := range map[string]string{"application_name": "huying", "timezone": "UTC", "lock_timeout": "10s", "jit": "off"} {
		if settings[name] == "" {
			settings[name] = value
		}
	}
	if hurried {
		settings["synchronous_commit"] = "off"
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, noDatabase(err)
	}
	if err := checkEncoding(ctx, pool); err != nil {
		pool.Close()
		return nil, err
	}
	return &postgresStore{pool, trips}, nil
}

// checkEncoding asks the server for the first time. In another encoding than UTF8 rare characters of names would be lost.
func checkEncoding(ctx context.Context, pool *pgxpool.Pool) error {
	var encoding string
	if err := pool.QueryRow(ctx, "show server_encoding").Scan(&encoding); err != nil {
		return noDatabase(err)
	}
	if encoding != "UTF8" {
		return fault.Newf(fault.Refused, "storage.encoding",
			"数据库的字符编码是 %s，会丢失生僻字，请以 UTF8 编码（建议区域设置 C.UTF-8）重新建库。", encoding)
	}
	return nil
}

func (s *postgresStore) update(ctx context.Context, verb func(context.Context, wire) error) error {
	run := func(w wire) error { return verb(ctx, w) }
	err := s.transact(ctx, "begin isolation level read committed", context.WithoutCancel(ctx), run)
	for n := range retries {
		if !isRetryable(err) || pause(ctx, retryPause<<n) != nil {
			break
		}
		err = s.transact(ctx, "begin isolation level read committed", context.WithoutCancel(ctx), run)
	}
	return err
}

func (s *postgresStore) view(ctx context.Context, read func(wire) error) error {
	return s.transact(ctx, "begin isolation level repeatable read read only", ctx, read)
}

// transact runs f in a transaction. ctx bounds the wait for a connection, running the statements themselves.
func (s *postgresStore) transact(ctx context.Context, begin string, running context.Context, f func(wire) error) error {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release() // drops a connection that is not idle
	w := &postgresWire{ctx: running, conn: conn.Conn(), trips: s.trips, begin: begin}
	committed := false
	defer func() {
		if !committed {
			w.rollback()
		}
	}()
	if err := f(w); err != nil {
		return err
	}
	if err := w.commit(); err != nil {
		return err
	}
	committed = true
	return nil
}

func (s *postgresStore) migrator(ctx context.Context) (*sql.DB, func(), error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, nil, err
	}
	if _, err = conn.Exec(ctx, "set lock_timeout = 0"); err == nil {
		_, err = conn.Exec(ctx, "select pg_advisory_lock($1)", migrationLock)
	}
	pool := stdlib.OpenDBFromPool(s.pool)
	release := func() {
		pool.Close()
		conn.Conn().Close(context.WithoutCancel(ctx)) // ends the lock and the changed setting with it
		conn.Release()
	}
	if err != nil {
		release()
		return nil, nil, err
	}
	return pool, release, nil
}

func (s *postgresStore) backup(context.Context, string, func(done, total int64)) error {
	return fault.New(fault.Unsupported, "storage.backup",
		"当前使用 PostgreSQL 数据库，请用 pg_dump 备份（步骤见《运维手册》）。")
}

func (s *postgresStore) close() error {
	s.pool.Close()
	return nil
}

// postgresWire sends statements in as few round trips as it can: BEGIN waits for the first statement, queued writes and
// reads that were asked for wait for the next one that is answered at once, COMMIT goes with what is still waiting. A verb
// that only queues is one round trip.
type postgresWire struct {
	ctx     context.Context
	conn    *pgx.Conn
	trips   *atomic.Int64
	begin   string // what opens the transaction; "" once sent
	waiting []statement
	bulky   bool
}

// statement is one of a round trip. take reads its answer; nil: that it succeeded is all one wants to know. late says that
// nobody waits for the answer before the commit.
type statement struct {
	query string
	args  []any
	take  func(pgx.BatchResults) error
	late  bool
}

func (w *postgresWire) exec(query string, args []any) (n int64, err error) {
	err = w.send(statement{query: query, args: args, take: func(answer pgx.BatchResults) error {
		tag, err := answer.Exec()
		n = tag.RowsAffected()
		return err
	}})
	return n, err
}

func (w *postgresWire) queue(query string, args []any) error {
	w.waiting = append(w.waiting, statement{query: query, args: args})
	return nil
}

func (w *postgresWire) ask(query string, args []any, row rowReader) error {
	w.waiting = append(w.waiting, statement{query: query, args: args, take: rowsTo(row)})
	return nil
}

func (w *postgresWire) learn(query string, args []any, row rowReader) error {
	w.waiting = append(w.waiting, statement{query: query, args: args, take: rowsTo(row), late: true})
	return nil
}

func (w *postgresWire) query(query string, args []any, row rowReader) error {
	return w.send(statement{query: query, args: args, take: rowsTo(row)})
}

func rowsTo(row rowReader) func(pgx.BatchResults) error {
	return func(answer pgx.BatchResults) error {
		rows, err := answer.Query()
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := row(rows.Scan); errors.Is(err, errEnough) {
				break
			} else if err != nil {
				return err
			}
		}
		rows.Close()
		return rows.Err()
	}
}

// lockFeed goes to the head of what waits, so that the lock is taken before any row is.
func (w *postgresWire) lockFeed() error {
	w.waiting = slices.Insert(w.waiting, 0, statement{query: "select pg_advisory_xact_lock_shared($1)", args: []any{feedLock}})
	return nil
}

// send sends all that waits and then last, and reads the answers.
func (w *postgresWire) send(last statement) error {
	w.waiting = append(w.waiting, last)
	return w.flush()
}

// gather sends what waits if an answer is among it that somebody wants to read now; what else waits may go on waiting.
func (w *postgresWire) gather() error {
	if slices.ContainsFunc(w.waiting, func(s statement) bool { return s.take != nil && !s.late }) {
		return w.flush()
	}
	return nil
}

// flush sends all that waits and reads the answers. The first failure ends it: the server passes over what comes after.
func (w *postgresWire) flush() error {
	all := w.waiting
	if w.bulky {
		all = together(all)
	}
	if w.begin != "" {
		all = slices.Insert(all, 0, statement{query: w.begin})
	}
	w.begin, w.waiting = "", nil
	w.trips.Add(1)
	batch := &pgx.Batch{}
	for _, s := range all {
		batch.Queue(s.query, s.args...)
	}
	answers := w.conn.SendBatch(w.ctx, batch)
	for _, s := range all {
		if err := s.answered(answers); err != nil {
			answers.Close()
			return at(s.query, err)
		}
	}
	return at(all[len(all)-1].query, answers.Close())
}

func (s statement) answered(answers pgx.BatchResults) error {
	if s.take != nil {
		return s.take(answers)
	}
	_, err := answers.Exec()
	return err
}

func (w *postgresWire) commit() error {
	if w.begin != "" && len(w.waiting) == 0 {
		return nil // nothing was asked for
	}
	return w.send(statement{query: "commit", take: func(answer pgx.BatchResults) error {
		tag, err := answer.Exec()
		if err == nil && tag.String() != "COMMIT" {
			err = fmt.Errorf("the server answered %s", tag)
		}
		return err
	}})
}

func (w *postgresWire) bulk() { w.bulky = true }

// rollback gives up. When the server cannot be told in time, the connection is dropped and the server finds out by itself.
func (w *postgresWire) rollback() {
	if w.begin != "" || w.conn.IsClosed() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(w.ctx), 5*time.Second)
	defer cancel()
	if _, err := w.conn.Exec(ctx, "rollback"); err != nil {
		w.conn.Close(ctx)
	}
}

// isRetryable finds a lost deadlock (40P01) or serialisation race (40001).
func isRetryable(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01")
}
