package storage_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

func TestLostDeadlockIsRunAgain(t *testing.T) {
	db, _ := storagetest.Postgres(t)
	create(t, db, thing)
	if err := update(db, func(tx *storage.Tx) error { add(tx, "a", 0); add(tx, "b", 0); return nil }); err != nil {
		t.Fatal(err)
	}
	var runs, heard atomic.Int64
	var both, wg sync.WaitGroup
	both.Add(2)
	for _, order := range [][2]string{{"a", "b"}, {"b", "a"}} {
		first := true
		wg.Go(func() {
			err := update(db, func(tx *storage.Tx) error {
				runs.Add(1)
				tx.OnCommit(func() { heard.Add(1) })
				if _, err := tx.Exec("UPDATE thing SET n = n + 1 WHERE id = $1", order[0]); err != nil {
					return err
				}
				if first { // both hold one row before either asks for the other's
					first = false
					both.Done()
					both.Wait()
				}
				_, err := tx.Exec("UPDATE thing SET n = n + 1 WHERE id = $1", order[1])
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	sum := 0
	err := update(db, func(tx *storage.Tx) error {
		_, err := tx.One("SELECT sum(n) FROM thing", nil, &sum)
		return err
	})
	if err != nil || sum != 4 {
		t.Errorf("sum %d, want 4: each verb counts once; %v", sum, err)
	}
	if runs.Load() < 3 {
		t.Errorf("%d runs: the test made no deadlock", runs.Load())
	}
	if heard.Load() != 2 {
		t.Errorf("OnCommit ran %d times, want once for each verb", heard.Load())
	}
}

func TestOpenRefusesAnEncodingThatLosesCharacters(t *testing.T) {
	url, ctx := storagetest.EmptyPostgresURL(t), context.Background()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "CREATE DATABASE ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0"); err != nil {
		t.Fatal(err)
	}
	defer conn.Exec(ctx, "DROP DATABASE ascii")
	o := storage.Options{URL: strings.Replace(url, "@/"+conn.Config().Database, "@/ascii", 1), Clock: clock.At(storagetest.Start)}
	if _, err := storage.Open(ctx, o); fault.Code(err) != "storage.encoding" {
		t.Errorf("got %v", err)
	}
}

func TestSchemaChangeUnderPreparedStatements(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		for _, change := range []string{"", "ALTER TABLE thing ADD COLUMN extra TEXT"} {
			if change != "" {
				create(t, db, change)
			}
			err := update(db, func(tx *storage.Tx) error {
				tx.Queue("DELETE FROM thing")
				add(tx, "a", 1)
				_, err := tx.One("SELECT n FROM thing WHERE id = $1", []any{"a"}, new(int))
				return err
			})
			if err != nil {
				t.Errorf("after %q: %v", change, err)
			}
		}
	})
}
