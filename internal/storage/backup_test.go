package storage_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

func TestBackupIsAWholeCopyWhileWorkGoesOn(t *testing.T) {
	db, _ := storagetest.SQLite(t)
	create(t, db, thing)
	big := strings.Repeat("呼应", 2000)
	for n := range 500 {
		if err := update(db, func(tx *storage.Tx) error {
			tx.Queue("INSERT INTO thing (id, n, body) VALUES ($1, $2, $3)", tx.NewID(), n, big)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	dest := filepath.Join(dir, "copy", "huying.db")
	if err := os.Mkdir(filepath.Dir(dest), 0o700); err != nil {
		t.Fatal(err)
	}
	var steps []int64
	var total int64
	err := db.Backup(context.Background(), dest, func(done, all int64) {
		steps, total = append(steps, done), all
		// A commit between two steps must neither enter the copy nor start it anew.
		if err := update(db, func(tx *storage.Tx) error { add(tx, tx.NewID(), 1); return nil }); err != nil {
			t.Error(err)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, done := range steps {
		if i > 0 && done <= steps[i-1] {
			t.Errorf("progress went %v", steps)
		}
	}
	if len(steps) < 2 || steps[len(steps)-1] != total {
		t.Errorf("progress %v of %d", steps, total)
	}
	restored, _ := storagetest.Open(t, storage.Options{Dir: filepath.Dir(dest)})
	if err := restored.Migrate(context.Background()); err != nil {
		t.Error(err)
	}
	if n := len(strings.Fields(ids(t, restored))); n != 500 {
		t.Errorf("the copy holds %d rows, want the 500 from before", n)
	}
	if err := db.Backup(context.Background(), dest, nil); fault.Code(err) != "storage.backup.exists" {
		t.Errorf("over an existing file: %v", err)
	}
}

func TestBackupThatIsInterruptedLeavesNothing(t *testing.T) {
	db, _ := storagetest.SQLite(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := t.TempDir()
	if err := db.Backup(ctx, filepath.Join(dir, "b.db"), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := db.Backup(context.Background(), filepath.Join(dir, "no", "b.db"), nil); fault.Code(err) != "storage.backup" {
		t.Errorf("got %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	for range 6 { // more often than there are readers: none was lost to the failures
		if err := db.View(context.Background(), func(*storage.Tx) error { return nil }); err != nil {
			t.Error(err)
		}
	}
}

func TestBackupOfPostgresNamesPgDump(t *testing.T) {
	db, _ := storagetest.Postgres(t)
	err := db.Backup(context.Background(), filepath.Join(t.TempDir(), "b"), nil)
	if !fault.Is(err, fault.Unsupported) || !strings.Contains(fault.From(err).Message, "pg_dump") {
		t.Errorf("got %v", err)
	}
}

// After a clean stop one file is the whole database: an administrator who copies huying.db copies everything.
func TestCloseBringsTheLogIntoTheFile(t *testing.T) {
	dir := t.TempDir()
	db, err := storage.Open(context.Background(), storage.Options{Dir: dir, Clock: clock.At(storagetest.Start)})
	if err != nil {
		t.Fatal(err)
	}
	create(t, db, thing)
	if err := update(db, func(tx *storage.Tx) error { add(tx, tx.NewID(), 1); return nil }); err != nil {
		t.Fatal(err)
	}
	ids(t, db) // the reading connections have held statements as well
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "huying.db-wal")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the log stayed beside the file: %v", err)
	}
}
