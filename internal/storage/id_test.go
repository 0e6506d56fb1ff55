package storage_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/clock"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

func TestIdsSortByTimeAndWithinATransaction(t *testing.T) {
	db, clk := storagetest.SQLite(t)
	last := ""
	rapid.Check(t, func(r *rapid.T) {
		clk.Advance(time.Duration(rapid.Int64Range(1, 1<<40).Draw(r, "later")) * time.Millisecond)
		n := rapid.IntRange(1, 50).Draw(r, "n")
		err := update(db, func(tx *storage.Tx) error {
			for range n {
				id := tx.NewID()
				if len(id) != 26 || strings.Trim(id, "0123456789ABCDEFGHJKMNPQRSTVWXYZ") != "" {
					r.Errorf("%q is not 26 digits of Crockford's 32", id)
				}
				if id <= last {
					r.Errorf("%s came after %s", id, last)
				}
				last = id
			}
			return nil
		})
		if err != nil {
			r.Fatal(err)
		}
	})
}

func TestIdIsAULID(t *testing.T) {
	// The time part of the ULID specification's own example, 01ARYZ6S41.
	clk := clock.At(time.UnixMilli(1469918176385))
	db, _ := storagetest.Open(t, storage.Options{Dir: t.TempDir(), Clock: clk})
	err := update(db, func(tx *storage.Tx) error {
		if id := tx.NewID(); !strings.HasPrefix(id, "01ARYZ6S41") {
			t.Errorf("got %s", id)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestIdsRepeatUnderTheSameSeed(t *testing.T) {
	run := func() (ids []string) {
		db, clk := storagetest.Open(t, storage.Options{Dir: t.TempDir(), Entropy: rand.NewChaCha8([32]byte{7})})
		for range 3 {
			clk.Advance(time.Second)
			if err := update(db, func(tx *storage.Tx) error { ids = append(ids, tx.NewID(), tx.NewID()); return nil }); err != nil {
				t.Fatal(err)
			}
		}
		return ids
	}
	if a, b := run(), run(); strings.Join(a, " ") != strings.Join(b, " ") {
		t.Errorf("%v\n%v", a, b)
	}
}

func TestIdsOfTheMachineDiffer(t *testing.T) {
	seen := map[string]bool{}
	for range 2 {
		db, err := storage.Open(context.Background(), storage.Options{Dir: t.TempDir(), Clock: clock.At(storagetest.Start)})
		if err != nil {
			t.Fatal(err)
		}
		for range 100 {
			if err := update(db, func(tx *storage.Tx) error { seen[tx.NewID()] = true; return nil }); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(seen) != 200 {
		t.Errorf("%d different ids of 200", len(seen))
	}
}
