package storage

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"huying/internal/fault"
)

//go:embed migrations/*.sql
var embedded embed.FS

// Migrate brings the schema up to what this program knows. It may be called by several processes at once: one works, the
// others wait. It never goes backwards, and it refuses a database that a newer program has already changed.
func (db *DB) Migrate(ctx context.Context) error {
	files, err := fs.Sub(embedded, "migrations")
	if err != nil {
		return err
	}
	return db.migrate(ctx, files)
}

func (db *DB) migrate(ctx context.Context, files fs.FS) error {
	db.migrating.Lock()
	defer db.migrating.Unlock()
	pool, release, err := db.store.migrator(ctx)
	if err != nil {
		return explain(err)
	}
	defer release()
	dialect := goose.DialectSQLite3
	if db.engine == Postgres {
		dialect = goose.DialectPostgres
	}
	// Numbers are handed out by area, so a lower one may come after a higher one was applied.
	up, err := goose.NewProvider(dialect, pool, engineFiles{files, db.engine},
		goose.WithAllowOutofOrder(true), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("storage: migrations: %w", err)
	}
	if err := refuseNewer(ctx, up, dialect, pool); err != nil {
		return err
	}
	if _, err := up.Up(ctx); err != nil {
		return fault.New(fault.Internal, "storage.migrate", "数据库升级失败，数据保持升级前的状态。").Because(err)
	}
	return nil
}

// refuseNewer looks for a migration that was applied to the database and is unknown to this program.
func refuseNewer(ctx context.Context, up *goose.Provider, dialect goose.Dialect, pool *sql.DB) error {
	if _, err := up.GetDBVersion(ctx); err != nil { // makes the table of versions when there is none
		return fmt.Errorf("storage: migrations: %w", err)
	}
	versions, err := database.NewStore(dialect, goose.DefaultTablename)
	if err != nil {
		return err
	}
	applied, err := versions.ListMigrations(ctx, pool)
	if err != nil {
		return fmt.Errorf("storage: migrations: %w", err)
	}
	known := map[int64]bool{0: true}
	for _, s := range up.ListSources() {
		known[s.Version] = true
	}
	for _, a := range applied {
		if a.IsApplied && !known[a.Version] {
			return fault.Newf(fault.Refused, "storage.newer",
				"数据库已由更新版本的程序升级（第%d号变更），本程序版本较旧，不能使用。请改用新版程序。", a.Version)
		}
	}
	return nil
}

// engineFiles shows the files of one engine: 00020_x.sql and 00020_x.sqlite.sql, the latter under the plain name.
type engineFiles struct {
	files  fs.FS
	engine Engine
}

func (e engineFiles) suffix() string { return "." + string(e.engine) + ".sql" }

// Glob lists the files under their plain names.
func (e engineFiles) Glob(pattern string) ([]string, error) {
	all, err := fs.Glob(e.files, pattern)
	var mine []string
	for _, f := range all {
		plain := strings.TrimSuffix(f, e.suffix())
		if plain != f {
			f = plain + ".sql"
		} else if path.Ext(strings.TrimSuffix(f, ".sql")) != "" {
			continue // another engine's
		}
		mine = append(mine, f)
	}
	return mine, err
}

// Open prefers the engine's own file.
func (e engineFiles) Open(name string) (fs.File, error) {
	if f, err := e.files.Open(strings.TrimSuffix(name, ".sql") + e.suffix()); err == nil {
		return f, nil
	}
	return e.files.Open(name)
}

// migrator opens a pool of its own. The lock is an exclusive transaction on a second, empty file: it holds between
// processes and ends with them.
func (s *sqliteStore) migrator(ctx context.Context) (*sql.DB, func(), error) {
	gate, err := sql.Open("sqlite", "file:"+filepath.ToSlash(filepath.Join(s.dir, "migrate.lock"))+"?_pragma=busy_timeout(300000)")
	if err != nil {
		return nil, nil, err
	}
	gate.SetMaxOpenConns(1)
	if _, err := gate.ExecContext(ctx, "BEGIN EXCLUSIVE"); err != nil {
		gate.Close()
		return nil, nil, err
	}
	pool, err := sql.Open("sqlite", sqliteDSN(s.path()))
	if err != nil {
		gate.Close()
		return nil, nil, err
	}
	pool.SetMaxOpenConns(1)
	return pool, func() { pool.Close(); gate.Close() }, nil
}
