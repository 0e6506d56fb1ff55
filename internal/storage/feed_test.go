package storage_test

import (
	"context"
	"sync"
	"testing"

	"huying/internal/storage"
)

// feedTable gives rows positions in the order in which they are asked for, which on PostgreSQL is not that of commits.
func feedTable(t *testing.T, db *storage.DB) {
	t.Helper()
	serial := "INTEGER PRIMARY KEY AUTOINCREMENT"
	if db.Engine() == storage.Postgres {
		serial = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
	}
	create(t, db, "CREATE TABLE feed (pos "+serial+", writer BIGINT NOT NULL)")
}

func TestHorizonNeverMissesARow(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		feedTable(t, db)
		ctx := context.Background()
		const writers, verbs = 8, 60
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for v := range verbs {
					err := update(db, func(tx *storage.Tx) error {
						tx.LockFeed()
						tx.LockFeed()
						tx.Queue("INSERT INTO feed (writer) VALUES ($1)", w)
						if v%7 == 0 { // dawdle between the position and the commit
							_, err := tx.One("SELECT 1", nil, new(int))
							return err
						}
						return nil
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		over := make(chan struct{})
		go func() { wg.Wait(); close(over) }()
		read, last := 0, int64(0)
		follow := func() {
			horizon, err := db.Horizon(ctx, "feed", "pos")
			if err != nil {
				t.Error(err)
			}
			if horizon < last {
				t.Errorf("the horizon went back from %d to %d", last, horizon)
			}
			var n int
			err = db.View(ctx, func(tx *storage.Tx) error {
				_, err := tx.One("SELECT count(*) FROM feed WHERE pos > $1 AND pos <= $2", []any{last, horizon}, &n)
				return err
			})
			if err != nil {
				t.Error(err)
			}
			read, last = read+n, horizon
		}
		for running := true; running; {
			select {
			case <-over:
				running = false
			default:
			}
			follow()
		}
		if read != writers*verbs {
			t.Errorf("the reader saw %d of %d rows", read, writers*verbs)
		}
	})
}

func TestHorizonOfNothing(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		feedTable(t, db)
		if h, err := db.Horizon(context.Background(), "feed", "pos"); err != nil || h != 0 {
			t.Errorf("got %d, %v", h, err)
		}
		if _, err := db.Horizon(context.Background(), "feed; DROP TABLE feed", "pos"); err == nil {
			t.Error("took SQL for a name")
		}
	})
}

func TestHorizonWaitsForWriters(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		feedTable(t, db)
		ctx, cancel := context.WithCancel(context.Background())
		err := update(db, func(tx *storage.Tx) error {
			tx.LockFeed()
			_, err := tx.Exec("INSERT INTO feed (writer) VALUES (1)")
			if err != nil {
				return err
			}
			if db.Engine() == storage.Postgres {
				cancel() // it would wait for this transaction
			}
			h, err := db.Horizon(ctx, "feed", "pos")
			if h != 0 {
				t.Errorf("saw position %d of a transaction that has not committed", h)
			}
			if db.Engine() == storage.Postgres && err == nil {
				t.Error("did not wait for a writer")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if h, err := db.Horizon(context.Background(), "feed", "pos"); err != nil || h != 1 {
			t.Errorf("afterwards: %d, %v", h, err)
		}
		cancel()
	})
}

func TestBellRingsAfterTheCommit(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		bell := db.Bell("news")
		ring := func(result error) {
			update(db, func(tx *storage.Tx) error {
				add(tx, tx.NewID(), 1)
				tx.Ring("news")
				return result
			})
		}
		heard := func() bool {
			select {
			case <-bell:
				return true
			default:
				return false
			}
		}
		if ring(context.Canceled); heard() {
			t.Error("rang for a transaction that failed")
		}
		ring(nil)
		ring(nil)
		if !heard() || heard() {
			t.Error("two rings that nobody has heard count as one")
		}
	})
}
