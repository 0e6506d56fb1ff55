package storage_test

import (
	"context"
	"errors"
	"testing"

	"huying/internal/storage"
)

// count asks how many things there are.
func count(tx *storage.Tx, into *int) {
	tx.Ask("SELECT COUNT(*) FROM thing", nil, func(scan func(...any) error) error { return scan(into) })
}

func TestAskedForIsAnsweredInOrder(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		var before, after, late, none int
		err := update(db, func(tx *storage.Tx) error {
			count(tx, &before)
			add(tx, "a", 1)
			count(tx, &after)
			n := 0
			if _, err := tx.One("SELECT n FROM thing WHERE id = 'a'", nil, &n); err != nil || n != 1 || before != 0 || after != 1 {
				t.Errorf("with the next statement: %d %d %d %v", before, after, n, err)
			}
			add(tx, "b", 2)
			count(tx, &late)
			if err := tx.Gather(); err != nil || late != 2 {
				t.Errorf("gathered: %d %v", late, err)
			}
			count(tx, &none) // nobody waits for it; it is answered all the same
			return nil
		})
		if err != nil || none != 2 {
			t.Errorf("at the end: %d %v", none, err)
		}
		want(t, db, "a b")
	})
}

func TestAnswerThatCannotBeReadStopsTheCommit(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		unreadable := errors.New("unreadable")
		err := update(db, func(tx *storage.Tx) error {
			add(tx, "a", 1)
			tx.Ask("SELECT 1", nil, func(func(...any) error) error { return unreadable })
			return nil
		})
		if !errors.Is(err, unreadable) {
			t.Errorf("got %v", err)
		}
		want(t, db, "")
		err = db.View(context.Background(), func(tx *storage.Tx) error {
			tx.Ask("SELECT no_such FROM thing", nil, func(func(...any) error) error { return nil })
			return nil
		})
		if err == nil {
			t.Error("a statement that fails was taken for an answer")
		}
	})
}

// What is to be learned comes with the commit: the whole transaction is one trip to a server.
func TestLearnedComesWithTheCommit(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		n, trips := 0, db.Work().Trips
		err := update(db, func(tx *storage.Tx) error {
			add(tx, "a", 1)
			tx.Learn("SELECT COUNT(*) FROM thing", nil, &n)
			add(tx, "b", 2)
			return nil
		})
		if trips = db.Work().Trips - trips; err != nil || n != 1 || trips > 1 {
			t.Errorf("%d after %d trips, %v", n, trips, err)
		}
		want(t, db, "a b")
		if err := update(db, func(tx *storage.Tx) error {
			add(tx, "c", 3)
			tx.Learn("SELECT no_such FROM thing", nil, &n)
			return nil
		}); err == nil {
			t.Error("a statement that fails was taken for an answer")
		}
		want(t, db, "a b")
	})
}

func TestStatementsAreRefusedWhileAnAnswerIsRead(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		err := update(db, func(tx *storage.Tx) error {
			tx.Ask("SELECT 1", nil, func(func(...any) error) error {
				_, err := tx.Exec("DELETE FROM thing")
				return err
			})
			return tx.Gather()
		})
		if err == nil {
			t.Error("a statement ran in between")
		}
	})
}

func TestWorkIsCounted(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		before := db.Work()
		var a, b int
		err := update(db, func(tx *storage.Tx) error {
			add(tx, "a", 1)
			count(tx, &a)
			count(tx, &b)
			return tx.Gather()
		})
		if err != nil {
			t.Fatal(err)
		}
		after, trips := db.Work(), int64(0)
		if db.Engine() == storage.Postgres {
			trips = 2 // BEGIN, the write and both questions; COMMIT
		}
		if after.Transactions-before.Transactions != 1 || after.Statements-before.Statements != 3 || after.Trips-before.Trips != trips {
			t.Errorf("from %+v to %+v", before, after)
		}
	})
}
