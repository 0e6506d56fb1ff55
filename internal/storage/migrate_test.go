package storage_test

import (
	"context"
	"sync"
	"testing"
	"testing/fstest"

	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

func file(up string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("-- +goose Up\n" + up + "\n-- +goose Down\nSELECT 1;\n")}
}

// fresh runs test on an empty database that nobody has migrated. open opens it again, as another process would.
func fresh(t *testing.T, test func(t *testing.T, open func() *storage.DB)) {
	t.Run("sqlite", func(t *testing.T) {
		dir := t.TempDir()
		test(t, func() *storage.DB { db, _ := storagetest.Open(t, storage.Options{Dir: dir}); return db })
	})
	t.Run("postgres", func(t *testing.T) {
		url := storagetest.EmptyPostgresURL(t)
		test(t, func() *storage.DB { db, _ := storagetest.Open(t, storage.Options{URL: url}); return db })
	})
}

func TestMigrateTwice(t *testing.T) {
	fresh(t, func(t *testing.T, open func() *storage.DB) {
		db := open()
		for range 2 {
			if err := db.Migrate(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		if err := update(db, func(tx *storage.Tx) error {
			_, err := tx.One("SELECT count(*) FROM outbox", nil, new(int))
			return err
		}); err != nil {
			t.Error(err)
		}
	})
}

func TestMigrateRacing(t *testing.T) {
	fresh(t, func(t *testing.T, open func() *storage.DB) {
		var wg sync.WaitGroup
		for range 3 {
			db := open()
			wg.Go(func() {
				if err := db.Migrate(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
	})
}

func TestMigrateTakesTheFilesOfItsEngine(t *testing.T) {
	fresh(t, func(t *testing.T, open func() *storage.DB) {
		db := open()
		err := db.MigrateFiles(context.Background(), fstest.MapFS{
			"00001_both.sql":          file("CREATE TABLE both_ (id TEXT);"),
			"00002_own.sqlite.sql":    file("CREATE TABLE own (id TEXT); CREATE VIRTUAL TABLE words USING fts5 (w);"),
			"00002_own.postgres.sql":  file("CREATE TABLE own (id TEXT, w TSVECTOR);"),
			"00003_only.postgres.sql": file("CREATE TABLE lonely (w TSVECTOR);"),
		})
		if err != nil {
			t.Fatal(err)
		}
		err = update(db, func(tx *storage.Tx) error {
			for _, table := range []string{"both_", "own", tx.Fork("words", "lonely")} {
				if _, err := tx.One("SELECT count(*) FROM "+table, nil, new(int)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestMigrateAppliesALowerNumberThatComesLater(t *testing.T) {
	fresh(t, func(t *testing.T, open func() *storage.DB) {
		db, ctx := open(), context.Background()
		files := fstest.MapFS{"00050_b.sql": file("CREATE TABLE b (id TEXT);")}
		if err := db.MigrateFiles(ctx, files); err != nil {
			t.Fatal(err)
		}
		files["00031_a.sql"] = file("CREATE TABLE a (id TEXT);")
		if err := db.MigrateFiles(ctx, files); err != nil {
			t.Fatal(err)
		}
		create(t, db, "DROP TABLE a")
	})
}

func TestMigrateRefusesWhatANewerProgramHasChanged(t *testing.T) {
	fresh(t, func(t *testing.T, open func() *storage.DB) {
		db, ctx := open(), context.Background()
		old := fstest.MapFS{"00001_a.sql": file("CREATE TABLE a (id TEXT);")}
		newer := fstest.MapFS{"00001_a.sql": old["00001_a.sql"], "00002_b.sql": file("CREATE TABLE b (id TEXT);")}
		if err := db.MigrateFiles(ctx, newer); err != nil {
			t.Fatal(err)
		}
		old["00003_c.sql"] = file("CREATE TABLE c (id TEXT);")
		err := db.MigrateFiles(ctx, old)
		if fault.Code(err) != "storage.newer" || !fault.Is(err, fault.Refused) {
			t.Errorf("got %v", err)
		}
		err = update(db, func(tx *storage.Tx) error { _, err := tx.Exec("INSERT INTO c (id) VALUES ('x')"); return err })
		if err == nil {
			t.Error("it migrated all the same")
		}
	})
}

func TestFailedMigrationLeavesNothing(t *testing.T) {
	fresh(t, func(t *testing.T, open func() *storage.DB) {
		db, ctx := open(), context.Background()
		files := fstest.MapFS{"00001_a.sql": file("CREATE TABLE a (id TEXT);\nCREATE TABLE b (id NONSENSE REFERENCES);")}
		if err := db.MigrateFiles(ctx, files); fault.Code(err) != "storage.migrate" {
			t.Errorf("got %v", err)
		}
		files["00001_a.sql"] = file("CREATE TABLE a (id TEXT);")
		if err := db.MigrateFiles(ctx, files); err != nil {
			t.Errorf("after the repair: %v", err)
		}
	})
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	for _, o := range []storage.Options{
		{URL: "postgres://nobody@/none?host=/nonexistent"}, {URL: "postgres://%"}, {Dir: "/dev/null/x"},
	} {
		o.Clock = clock.At(storagetest.Start)
		if _, err := storage.Open(context.Background(), o); fault.Code(err) != "storage.open" {
			t.Errorf("%+v: got %v", o, err)
		}
	}
}
