// Package storagetest gives tests a migrated, empty database of their own on SQLite and on PostgreSQL. PostgreSQL is a
// private cluster that is started once per test binary on a unix socket and goes away with it, however it ends.
package storagetest

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"huying/internal/clock"
	"huying/internal/storage"
)

// Start is where the clock of a test stands: Monday 2026-03-02, 09:00 in China.
var Start = time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)

// Each runs test once on either engine, as subtests "sqlite" and "postgres". Without PostgreSQL on the machine the latter
// is skipped, or fails when CI=true. Ids are the same in every run as long as the test is sequential.
func Each(t *testing.T, test func(t *testing.T, db *storage.DB, clk *clock.Virtual)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		db, clk := SQLite(t)
		test(t, db, clk)
	})
	t.Run("postgres", func(t *testing.T) {
		db, clk := Postgres(t)
		test(t, db, clk)
	})
}

// SQLite gives a migrated, empty SQLite database and the clock it lives under.
func SQLite(t testing.TB) (*storage.DB, *clock.Virtual) {
	t.Helper()
	template, err := sqliteTemplate()
	if err != nil {
		t.Fatalf("storagetest: %v", err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "huying.db"), template, 0o600); err != nil {
		t.Fatalf("storagetest: %v", err)
	}
	return Open(t, storage.Options{Dir: dir})
}

// Postgres gives a migrated, empty PostgreSQL database and the clock it lives under.
func Postgres(t testing.TB) (*storage.DB, *clock.Virtual) {
	t.Helper()
	return Open(t, storage.Options{URL: PostgresURL(t)})
}

// Open opens a database for one test with a virtual clock and seeded entropy where o names none, and closes it after.
func Open(t testing.TB, o storage.Options) (*storage.DB, *clock.Virtual) {
	t.Helper()
	clk := clock.At(Start)
	if o.Clock == nil {
		o.Clock = clk
	}
	if o.Entropy == nil {
		o.Entropy = rand.NewChaCha8([32]byte{'h', 'u', 'y', 'i', 'n', 'g'})
	}
	db, err := storage.Open(context.Background(), o)
	if err != nil {
		t.Fatalf("storagetest: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("storagetest: close: %v", err)
		}
	})
	return db, clk
}

// sqliteTemplate migrates one file and keeps its bytes.
var sqliteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "huying-sqlite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := migrate(storage.Options{Dir: dir}); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, "huying.db"))
})

func migrate(o storage.Options) error {
	ctx := context.Background()
	o.Clock = clock.At(Start)
	db, err := storage.Open(ctx, o)
	if err != nil {
		return err
	}
	err = db.Migrate(ctx)
	if closing := db.Close(); err == nil {
		err = closing
	}
	return err
}
