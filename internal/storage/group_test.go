package storage_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// crowd holds SQLite's only turn while verbs line up behind it, so that they share one commit.
func crowd(t *testing.T, db *storage.DB, verbs ...func()) {
	t.Helper()
	var started, wg sync.WaitGroup
	err := update(db, func(*storage.Tx) error {
		for _, verb := range verbs {
			started.Add(1)
			wg.Go(func() { started.Done(); verb() })
		}
		started.Wait()
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	wg.Wait()
}

func TestVerbsOfOneGroupDoNotHurtEachOther(t *testing.T) {
	db, _ := storagetest.SQLite(t)
	create(t, db, thing)
	rapid.Check(t, func(r *rapid.T) {
		if err := update(db, func(tx *storage.Tx) error { _, err := tx.Exec("DELETE FROM thing"); return err }); err != nil {
			r.Fatal(err)
		}
		fates := rapid.SliceOfN(rapid.SampledFrom([]string{"keeps", "refuses", "panics", "breaks"}), 1, 20).Draw(r, "fates")
		refused := errors.New("refused")
		errs := make([]error, len(fates))
		panics := make([]any, len(fates))
		var verbs []func()
		expected := ""
		for i, fate := range fates {
			id := fmt.Sprintf("%02d", i)
			if fate == "keeps" {
				expected += " " + id
			}
			verbs = append(verbs, func() {
				defer func() { panics[i] = recover() }()
				errs[i] = update(db, func(tx *storage.Tx) error {
					add(tx, id, i)
					switch fate {
					case "refuses":
						return refused
					case "panics":
						panic(id)
					case "breaks":
						add(tx, id, i)
					}
					return nil
				})
			})
		}
		crowd(t, db, verbs...)
		for i, fate := range fates {
			ok := map[string]bool{
				"keeps":   errs[i] == nil && panics[i] == nil,
				"refuses": errs[i] == refused,
				"panics":  panics[i] == fmt.Sprintf("%02d", i),
				"breaks":  storage.IsUnique(errs[i]),
			}[fate]
			if !ok {
				r.Errorf("verb %d %s: error %v, panic %v", i, fate, errs[i], panics[i])
			}
		}
		if got := ids(t, db); " "+got != expected && got != expected {
			r.Errorf("kept %q, want %q", got, expected)
		}
	})
}

func TestFailedCommitFailsTheWholeGroup(t *testing.T) {
	db, _ := storagetest.SQLite(t)
	create(t, db, "CREATE TABLE parent (id TEXT PRIMARY KEY)",
		"CREATE TABLE child (id TEXT PRIMARY KEY, parent TEXT REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)")
	heard := 0
	orphan := func(tx *storage.Tx) error {
		tx.OnCommit(func() { heard++ })
		tx.Queue("INSERT INTO child (id, parent) VALUES ($1, $2)", tx.NewID(), "nobody") // found at COMMIT only
		return nil
	}
	if err := update(db, orphan); err == nil {
		t.Error("a commit that failed was reported as kept")
	}
	if heard != 0 {
		t.Error("OnCommit ran although the commit failed")
	}
	err := update(db, func(tx *storage.Tx) error { tx.Queue("INSERT INTO parent (id) VALUES ($1)", "a"); return nil })
	if err != nil {
		t.Errorf("the next group: %v", err)
	}
}

func TestVerbsThatGiveUpWaitingAreDropped(t *testing.T) {
	db, _ := storagetest.SQLite(t)
	create(t, db, thing)
	expected := ""
	for round := range 30 {
		ctx, cancel := context.WithCancel(context.Background())
		var verbs []func()
		outcome := make([]error, 12)
		for i := range outcome {
			mine := ctx
			if i%4 == 0 {
				mine = context.Background()
			}
			verbs = append(verbs, func() {
				outcome[i] = db.Update(mine, func(tx *storage.Tx) error {
					add(tx, fmt.Sprintf("%02d-%02d", round, i), i)
					if i%4 == 0 {
						cancel() // those who wait now are told to give up while the turn comes to them
					}
					return nil
				})
			})
		}
		crowd(t, db, verbs...)
		cancel()
		for i, err := range outcome {
			switch {
			case err == nil:
				expected += fmt.Sprintf(" %02d-%02d", round, i)
			case i%4 == 0 || !errors.Is(err, context.Canceled):
				t.Errorf("verb %d: %v", i, err)
			}
		}
	}
	if got := ids(t, db); " "+got != expected {
		t.Errorf("kept %q, reported %q", got, expected)
	}
}
