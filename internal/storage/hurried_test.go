package storage_test

import (
	"context"
	"testing"

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
