package storage_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// BenchmarkCommit measures what one verb costs: a single row of 1 KiB, and a registering verb with its eight inserts.
// g is how many people work at the same time. Both engines sync every commit to disk; the PostgreSQL server shares the
// processors with the test.
func BenchmarkCommit(b *testing.B) {
	engines := map[string]func(testing.TB) *storage.DB{
		"sqlite": func(t testing.TB) *storage.DB { db, _ := storagetest.SQLite(t); return db },
		"postgres": func(t testing.TB) *storage.DB {
			db, _ := storagetest.Open(t, storage.Options{URL: storagetest.DurablePostgresURL(t)})
			return db
		},
	}
	for _, engine := range []string{"sqlite", "postgres"} {
		for _, inserts := range []int{1, 8} {
			for _, people := range []int{1, 8, 64} {
				b.Run(fmt.Sprintf("%s/inserts=%d/g=%d", engine, inserts, people), func(b *testing.B) {
					measureCommits(b, engines[engine](b), inserts, people)
				})
			}
		}
	}
}

func measureCommits(b *testing.B, db *storage.DB, inserts, people int) {
	ctx := context.Background()
	create(b, db, "CREATE TABLE load (id TEXT NOT NULL PRIMARY KEY, n BIGINT NOT NULL, body TEXT NOT NULL)")
	body := strings.Repeat("x", 1024/inserts)
	var left atomic.Int64
	left.Store(int64(b.N))
	done := make(chan error)
	b.ResetTimer()
	for range people {
		go func() {
			var err error
			for err == nil && left.Add(-1) >= 0 {
				err = db.Update(ctx, func(tx *storage.Tx) error {
					for n := range inserts {
						tx.Queue("INSERT INTO load (id, n, body) VALUES ($1, $2, $3)", tx.NewID(), n, body)
					}
					return nil
				})
			}
			done <- err
		}()
	}
	for range people {
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "verbs/s")
}

func create(t testing.TB, db *storage.DB, tables ...string) {
	t.Helper()
	err := db.Update(context.Background(), func(tx *storage.Tx) error {
		for _, table := range tables {
			if _, err := tx.Exec(table); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
