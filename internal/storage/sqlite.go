package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"huying/internal/fault"
)

const (
	sqliteFile    = "huying.db"
	sqliteReaders = 4
	// heldStatements bounds the prepared statements of one connection; lists build their text, so it is not closed.
	heldStatements = 512
	// hurriedCache keeps what a hurried transaction changes in memory, in KiB: it is written once, at the commit.
	hurriedCache = 131072
)

// sqliteStore has one connection that writes and a few that only read. WAL lets them work side by side.
type sqliteStore struct {
	dir     string
	pools   []*sql.DB
	conns   []*sqliteConn
	writer  *writer
	readers chan *sqliteConn
}

// sqliteDSN sets on every connection what SQLite would otherwise forget: sync each commit to disk, wait for a lock, hold
// foreign keys, refuse a misspelt column in double quotes.
func sqliteDSN(path string, extra ...string) string {
	q := url.Values{"_pragma": append([]string{
		"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(10000)", "foreign_keys(1)", "temp_store(MEMORY)", "wal_autocheckpoint(4000)", "cache_size(-8192)",
	}, extra...)}
	q.Set("_txlock", "immediate")
	q.Set("_time_format", "sqlite")
	q.Set("_dqs", "0")
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func openSQLite(ctx context.Context, dir string, hurried bool) (_ store, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, noDatabase(err)
	}
	s := &sqliteStore{dir: dir, readers: make(chan *sqliteConn, sqliteReaders)}
	defer func() {
		if err != nil {
			err = errors.Join(noDatabase(err), s.close())
		}
	}()
	var pragmas []string
	if hurried { // the last one counts
		pragmas = append(pragmas, "synchronous(OFF)", fmt.Sprintf("cache_size(-%d)", hurriedCache))
	}
	w, err := s.connect(ctx, 1, pragmas...)
	if err != nil {
		return nil, err
	}
	s.writer = &writer{conn: w[0], hurried: hurried}
	readers, err := s.connect(ctx, sqliteReaders, "query_only(1)", "cache_size(-4096)") // what they read is in the cache of the operating system too
	for _, r := range readers {
		s.readers <- r
	}
	return s, err
}

func (s *sqliteStore) path() string { return filepath.Join(s.dir, sqliteFile) }

func (s *sqliteStore) connect(ctx context.Context, n int, pragmas ...string) ([]*sqliteConn, error) {
	pool, err := sql.Open("sqlite", sqliteDSN(s.path(), pragmas...))
	if err != nil {
		return nil, err
	}
	s.pools = append(s.pools, pool)
	var conns []*sqliteConn
	for range n {
		c, err := pool.Conn(ctx)
		if err != nil {
			return conns, err
		}
		conns = append(conns, &sqliteConn{conn: c, held: map[string]*sql.Stmt{}})
		s.conns = append(s.conns, conns[len(conns)-1])
	}
	return conns, nil
}

func (s *sqliteStore) update(ctx context.Context, verb func(context.Context, wire) error) error {
	return s.writer.update(ctx, verb)
}

func (s *sqliteStore) view(ctx context.Context, read func(wire) error) error {
	if s.writer.hurried {
		return s.writer.view(ctx, read)
	}
	return s.reading(ctx, func(c *sqliteConn) error {
		defer c.run("ROLLBACK")
		if err := c.run("BEGIN"); err != nil {
			return err
		}
		return read(sqliteWire{ctx, c})
	})
}

// reading lends one of the reading connections to f.
func (s *sqliteStore) reading(ctx context.Context, f func(*sqliteConn) error) error {
	if err := errors.Join(ctx.Err(), s.writer.settle(ctx)); err != nil {
		return err
	}
	select {
	case c := <-s.readers:
		defer func() { s.readers <- c }()
		return f(c)
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *sqliteStore) close() error {
	var errs []error
	if s.writer != nil {
		errs = append(errs, s.writer.settle(context.Background()))
	}
	for _, c := range slices.Backward(s.conns) { // the writer last: it brings the log into the file
		errs = append(errs, c.close())
	}
	for _, p := range slices.Backward(s.pools) {
		errs = append(errs, p.Close())
	}
	return errors.Join(errs...)
}

// sqliteConn is one connection with its prepared statements. It serves one goroutine at a time.
type sqliteConn struct {
	conn    *sql.Conn
	held    map[string]*sql.Stmt
	written int // statements, ever
}

func (c *sqliteConn) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := c.held[query]; s != nil {
		return s, nil
	}
	if len(c.held) >= heldStatements {
		c.letGo()
	}
	s, err := c.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	c.held[query] = s
	return s, nil
}

func (c *sqliteConn) letGo() {
	for _, s := range c.held {
		s.Close()
	}
	clear(c.held)
}

// close lets the statements go first: SQLite keeps a connection open behind the scenes while one is left, and then the log
// is not brought into the file.
func (c *sqliteConn) close() error {
	c.letGo()
	return c.conn.Close()
}

// run executes a statement that steers the transaction.
func (c *sqliteConn) run(query string) error {
	_, err := sqliteWire{context.Background(), c}.exec(query, nil)
	return err
}

// sqliteWire speaks to SQLite for one transaction. There is nothing to gain by waiting, so queue, ask and
// learn execute.
type sqliteWire struct {
	ctx  context.Context
	conn *sqliteConn
}

func (w sqliteWire) exec(query string, args []any) (int64, error) {
	stmt, err := w.conn.prepare(w.ctx, query)
	if err != nil {
		return 0, at(query, err)
	}
	w.conn.written++
	result, err := stmt.ExecContext(w.ctx, args...)
	if err != nil {
		return 0, at(query, err)
	}
	return result.RowsAffected()
}

func (w sqliteWire) queue(query string, args []any) error {
	_, err := w.exec(query, args)
	return err
}

func (w sqliteWire) ask(query string, args []any, row rowReader) error {
	return w.query(query, args, row)
}

func (w sqliteWire) learn(query string, args []any, row rowReader) error {
	return w.query(query, args, row)
}

func (w sqliteWire) gather() error { return nil }

func (w sqliteWire) query(query string, args []any, row rowReader) (err error) {
	stmt, err := w.conn.prepare(w.ctx, query)
	if err != nil {
		return at(query, err)
	}
	rows, err := stmt.QueryContext(w.ctx, args...)
	if err != nil {
		return at(query, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); errors.Is(err, errEnough) {
			return nil
		} else if err != nil {
			return at(query, err)
		}
	}
	return at(query, rows.Err())
}

func (w sqliteWire) lockFeed() error { return nil } // writers stand in line as it is

func (w sqliteWire) bulk() {} // a statement costs next to nothing beside its row

// sqliteLook reads inside the transaction of a writer in a hurry.
type sqliteLook struct{ sqliteWire }

var errLook = errors.New("storage: a View cannot write")

func (sqliteLook) exec(string, []any) (int64, error) { return 0, errLook }

func (sqliteLook) queue(string, []any) error { return errLook }

func noDatabase(err error) error {
	return fault.New(fault.Internal, "storage.open", "无法打开数据库，请检查数据目录或数据库地址是否正确、服务是否正常。").Because(err)
}

// at says which statement failed, by its first words; arguments are never shown.
func at(query string, err error) error {
	if err == nil {
		return nil
	}
	const shown = 80
	if r := []rune(query); len(r) > shown {
		query = string(r[:shown]) + "…"
	}
	return fmt.Errorf("storage: %q: %w", query, err)
}
