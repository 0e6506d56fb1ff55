package storage_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"huying/internal/clock"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// A hurried database does not wait for the disk; any other does.
func TestOnlyTheHurriedDoNotWaitForTheDisk(t *testing.T) {
	for _, engine := range []struct {
		name, setting string
		options       func(t *testing.T) storage.Options
		sound, loose  string
	}{
		{"sqlite", "PRAGMA synchronous", func(t *testing.T) storage.Options { return storage.Options{Dir: t.TempDir()} }, "2", "0"},
		{"postgres", "SHOW synchronous_commit", func(t *testing.T) storage.Options { return storage.Options{URL: storagetest.PostgresURL(t)} }, "on", "off"},
	} {
		t.Run(engine.name, func(t *testing.T) {
			for hurried, want := range map[bool]string{false: engine.sound, true: engine.loose} {
				o := engine.options(t)
				o.Hurried = hurried
				db, _ := storagetest.Open(t, o)
				var got string
				err := db.Update(context.Background(), func(tx *storage.Tx) error {
					_, err := tx.One(engine.setting, nil, &got)
					return err
				})
				if err != nil || got != want {
					t.Errorf("hurried %v: %q, not %q: %v", hurried, got, want, err)
				}
			}
		})
	}
}

// In a hurry a transaction stays open over many verbs: each still keeps all or nothing, who reads sees what was kept, a
// verb may read by a View of its own, a View writes nothing, and whoever closes the database or copies it has it all.
func TestTheHurriedShareTheirCommits(t *testing.T) {
	dir := t.TempDir()
	db, err := storage.Open(context.Background(), storage.Options{Dir: dir, Hurried: true, Clock: clock.At(storagetest.Start)})
	if err != nil {
		t.Fatal(err)
	}
	create(t, db, thing)
	for i := range 3000 {
		err := update(db, func(tx *storage.Tx) error {
			add(tx, fmt.Sprintf("%04d", i), i)
			if i%1000 == 1 {
				return errors.New("not this one")
			}
			return nil
		})
		if (err != nil) != (i%1000 == 1) {
			t.Fatal(i, err)
		}
	}
	err = update(db, func(tx *storage.Tx) error {
		return db.View(tx.Context(), func(look *storage.Tx) error {
			n := 0
			_, err := look.One("SELECT count(*) FROM thing", nil, &n)
			if n != 2997 {
				t.Errorf("a verb sees %d of 2997", n)
			}
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.View(context.Background(), func(tx *storage.Tx) error {
		add(tx, "x", 0)
		return nil
	})
	if err == nil {
		t.Error("a View has written")
	}
	var group sync.WaitGroup
	for i := range 40 {
		group.Go(func() {
			if i%2 == 0 {
				ids(t, db)
			} else if err := update(db, func(tx *storage.Tx) error { add(tx, fmt.Sprint("y", i), i); return nil }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	all := ids(t, db)
	copied := filepath.Join(t.TempDir(), "huying.db")
	if err := db.Backup(context.Background(), copied, nil); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{dir, filepath.Dir(copied)} {
		again, _ := storagetest.Open(t, storage.Options{Dir: dir})
		want(t, again, all)
	}
}
