package storage_test

import (
	"context"
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// The suite runs on both engines: what a caller may rely on is what both do.

const thing = "CREATE TABLE thing (id TEXT NOT NULL PRIMARY KEY, n BIGINT, body TEXT, version BIGINT NOT NULL DEFAULT 1)"

func each(t *testing.T, test func(t *testing.T, db *storage.DB)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		create(t, db, thing)
		test(t, db)
	})
}

func update(db *storage.DB, verb func(tx *storage.Tx) error) error {
	return db.Update(context.Background(), verb)
}

func add(tx *storage.Tx, id string, n int) {
	tx.Queue("INSERT INTO thing (id, n) VALUES ($1, $2)", id, n)
}

func ids(t *testing.T, db *storage.DB) string {
	t.Helper()
	var all []string
	err := db.View(context.Background(), func(tx *storage.Tx) error {
		return tx.All("SELECT id FROM thing ORDER BY id", nil, func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			all = append(all, id)
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(all, " ")
}

func want(t *testing.T, db *storage.DB, ids_ string) {
	t.Helper()
	if got := ids(t, db); got != ids_ {
		t.Errorf("the table holds %q, want %q", got, ids_)
	}
}

func TestUpdateKeepsAllOrNothing(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		refused := fault.New(fault.Refused, "test.refused", "不可以。")
		heard := 0
		verb := func(id string, result error) error {
			return update(db, func(tx *storage.Tx) error {
				tx.OnCommit(func() { heard++ })
				add(tx, id, 1)
				if _, err := tx.Exec("UPDATE thing SET n = 2 WHERE id = $1", id); err != nil {
					return err
				}
				return result
			})
		}
		if err := verb("a", nil); err != nil {
			t.Fatal(err)
		}
		if err := verb("b", refused); err != refused {
			t.Errorf("got %v, want the refusal itself", err)
		}
		want(t, db, "a")
		if heard != 1 {
			t.Errorf("OnCommit ran %d times, want once, for the one that was kept", heard)
		}
	})
}

func TestUpdateThatAsksNothing(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		heard := false
		err := update(db, func(tx *storage.Tx) error { tx.OnCommit(func() { heard = true }); return nil })
		if err != nil || !heard {
			t.Errorf("err %v, heard %v", err, heard)
		}
	})
}

func TestQueueKeepsItsOrder(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		err := update(db, func(tx *storage.Tx) error {
			add(tx, "a", 1)
			tx.Queue("UPDATE thing SET n = n * 10 + 2 WHERE id = $1", "a")
			var n int
			found, err := tx.One("SELECT n FROM thing WHERE id = $1", []any{"a"}, &n)
			if err != nil || !found || n != 12 {
				t.Errorf("found %v, n = %d, err %v; a read sees what was queued before it", found, n, err)
			}
			tx.Queue("UPDATE thing SET n = n * 10 + 3 WHERE id = $1", "a")
			tx.Queue("UPDATE thing SET n = n * 10 + 4 WHERE id = $1", "a")
			touched, err := tx.Exec("UPDATE thing SET n = n * 10 + 5 WHERE n = $1", 1234)
			if err != nil || touched != 1 {
				t.Errorf("touched %d, err %v", touched, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestFailedStatementEndsTheTransaction(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		if err := update(db, func(tx *storage.Tx) error { add(tx, "a", 1); return nil }); err != nil {
			t.Fatal(err)
		}
		cases := map[string]func(tx *storage.Tx) error{
			"queued, found at the commit": func(tx *storage.Tx) error { add(tx, "b", 1); add(tx, "a", 1); return nil },
			"queued, found at a read": func(tx *storage.Tx) error {
				add(tx, "b", 1)
				add(tx, "a", 1)
				_, err := tx.One("SELECT 1", nil, new(int))
				if err == nil {
					t.Error("the read went through")
				}
				return nil
			},
			"executed, and the verb makes light of it": func(tx *storage.Tx) error {
				add(tx, "b", 1)
				if _, err := tx.Exec("INSERT INTO thing (id) VALUES ($1)", "a"); !storage.IsUnique(err) {
					t.Errorf("got %v", err)
				}
				if _, err := tx.Exec("INSERT INTO thing (id) VALUES ($1)", "c"); err == nil {
					t.Error("a statement went through after a failed one")
				}
				return nil
			},
		}
		for name, verb := range cases {
			if err := update(db, verb); !storage.IsUnique(err) {
				t.Errorf("%s: got %v, want the unique key's error", name, err)
			}
		}
		want(t, db, "a")
		for _, bad := range []string{"SELEC", "SELECT nothing FROM thing", "INSERT INTO nowhere VALUES (1)"} {
			err := update(db, func(tx *storage.Tx) error { tx.Queue(bad); return nil })
			if err == nil || storage.IsUnique(err) {
				t.Errorf("%s: got %v", bad, err)
			}
		}
	})
}

func TestFailDoomsTheTransaction(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		doom := errors.New("doom")
		err := update(db, func(tx *storage.Tx) error { add(tx, "a", 1); tx.Fail(doom); return nil })
		if !errors.Is(err, doom) {
			t.Errorf("got %v", err)
		}
		want(t, db, "")
	})
}

func TestPanicTakesOnlyItsOwnVerb(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		got := func() (p any) {
			defer func() { p = recover() }()
			update(db, func(tx *storage.Tx) error {
				add(tx, "a", 1)
				if _, err := tx.Exec("UPDATE thing SET n = 2"); err != nil {
					t.Error(err)
				}
				panic("boom")
			})
			return nil
		}()
		if got != "boom" {
			t.Errorf("the caller got panic %v, want boom", got)
		}
		left := make(chan struct{})
		go func() { // what t.FailNow does within a verb
			defer close(left)
			update(db, func(tx *storage.Tx) error { add(tx, "b", 1); runtime.Goexit(); return nil })
		}()
		<-left
		if err := update(db, func(tx *storage.Tx) error { add(tx, "c", 1); return nil }); err != nil {
			t.Errorf("after the panic: %v", err)
		}
		want(t, db, "c")
	})
}

func TestVersionCheckLetsOneWin(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		if err := update(db, func(tx *storage.Tx) error { add(tx, "a", 0); return nil }); err != nil {
			t.Fatal(err)
		}
		lost := fault.New(fault.Conflict, "test.lost", "已被他人处理。")
		results := make(chan error)
		const officers = 8
		for range officers {
			go func() {
				results <- update(db, func(tx *storage.Tx) error {
					n, err := tx.Exec("UPDATE thing SET version = version + 1 WHERE id = $1 AND version = $2", "a", 1)
					if err == nil && n == 0 {
						return lost
					}
					return err
				})
			}()
		}
		won := 0
		for range officers {
			switch err := <-results; {
			case err == nil:
				won++
			case err != lost:
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d officers won", won)
		}
	})
}

func TestViewSeesOneMomentAndWritesNothing(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		err := db.View(context.Background(), func(tx *storage.Tx) error {
			var before, after int
			if _, err := tx.One("SELECT count(*) FROM thing", nil, &before); err != nil {
				return err
			}
			if err := update(db, func(tx *storage.Tx) error { add(tx, "a", 1); return nil }); err != nil {
				return err
			}
			if _, err := tx.One("SELECT count(*) FROM thing", nil, &after); err != nil {
				return err
			}
			if before != 0 || after != 0 {
				t.Errorf("saw %d, then %d", before, after)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want(t, db, "a")
		writes := map[string]func(tx *storage.Tx) error{
			"queued":   func(tx *storage.Tx) error { add(tx, "b", 1); return nil },
			"executed": func(tx *storage.Tx) error { _, err := tx.Exec("DELETE FROM thing"); return err },
		}
		for name, write := range writes {
			if err := db.View(context.Background(), write); err == nil {
				t.Errorf("a View wrote, %s", name)
			}
		}
		want(t, db, "a")
	})
}

func TestOneAndAll(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		err := update(db, func(tx *storage.Tx) error {
			for n, id := range []string{"a", "b", "c"} {
				add(tx, id, n)
			}
			var id string
			found, err := tx.One("SELECT id FROM thing ORDER BY id DESC", nil, &id)
			if err != nil || !found || id != "c" {
				t.Errorf("One of many: %v %q %v", found, id, err)
			}
			found, err = tx.One("SELECT id FROM thing WHERE id = $1", []any{"z"}, &id)
			if err != nil || found || id != "c" {
				t.Errorf("One of none: %v %q %v", found, id, err)
			}
			found, err = tx.One("INSERT INTO thing (id, n) VALUES ($1, $2) RETURNING n", []any{"d", 7}, new(int))
			if err != nil || !found {
				t.Errorf("RETURNING: %v %v", found, err)
			}
			enough := errors.New("enough of it")
			rows := 0
			err = tx.All("SELECT id FROM thing ORDER BY id", nil, func(scan func(...any) error) error {
				rows++
				if rows == 2 {
					return enough
				}
				return nil
			})
			if err != enough || rows != 2 {
				t.Errorf("All stopped with %v after %d rows", err, rows)
			}
			if _, err := tx.Exec("UPDATE thing SET n = 0"); err != nil {
				t.Errorf("after a reading that was stopped: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		want(t, db, "a b c d")
	})
}

func TestStatementsAreRefusedWhileRowsAreRead(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		err := update(db, func(tx *storage.Tx) error {
			add(tx, "a", 1)
			return tx.All("SELECT id FROM thing", nil, func(func(...any) error) error {
				_, err := tx.Exec("UPDATE thing SET n = 2")
				return err
			})
		})
		if err == nil {
			t.Error("SQLite would allow it and PostgreSQL would break: it must be refused on both")
		}
		want(t, db, "")
	})
}

func TestTxDiesWithItsVerb(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		var kept *storage.Tx
		if err := update(db, func(tx *storage.Tx) error { kept = tx; return nil }); err != nil {
			t.Fatal(err)
		}
		if _, err := kept.Exec("INSERT INTO thing (id) VALUES ($1)", "a"); err == nil {
			t.Error("a transaction that has ended took a statement")
		}
	})
}

// day writes itself as text, like a calendar day.
type day struct{ y, m, d int }

func (d day) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "%04d-%02d-%02d", d.y, d.m, d.d), nil
}
func (d *day) UnmarshalText(b []byte) error {
	_, err := fmt.Sscanf(string(b), "%d-%d-%d", &d.y, &d.m, &d.d)
	return err
}

var _ encoding.TextMarshaler = day{}

type grade string

func TestValuesComeBackAsTheyWent(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
		create(t, db, "CREATE TABLE v (id BIGINT PRIMARY KEY, t TEXT, n BIGINT, small INTEGER)")
		at := time.Date(2026, 10, 1, 23, 59, 59, 999_999_999, time.FixedZone("UTC+8", 8*3600))
		long := strings.Repeat("呼应😀𠮷", 200_000)
		some := "有"
		cases := []struct {
			column   string
			in       any
			into     any
			expected any
		}{
			{"t", "道路积水，𠮷野家门口，😀", new(string), "道路积水，𠮷野家门口，😀"},
			{"t", "", new(string), ""},
			{"t", `'; DROP TABLE v; -- "\`, new(string), `'; DROP TABLE v; -- "\`},
			{"t", long, new(string), long},
			{"t", grade("satisfied"), new(grade), grade("satisfied")},
			{"t", day{2026, 10, 1}, new(day), day{2026, 10, 1}},
			{"t", &some, new(*string), &some},
			{"t", (*string)(nil), new(*string), (*string)(nil)},
			{"n", int64(-1 << 63), new(int64), int64(-1 << 63)},
			{"n", 42, new(int), 42},
			{"n", at, new(time.Time), time.Date(2026, 10, 1, 15, 59, 59, 999_000_000, time.UTC)},
			{"n", time.Time{}, new(time.Time), time.Time{}},
			{"n", time.Minute, new(time.Duration), time.Minute},
			{"n", nil, new(*int64), (*int64)(nil)},
			{"small", true, new(bool), true},
			{"small", false, new(bool), false},
			{"small", true, new(int), 1},
		}
		for i, c := range cases {
			err := update(db, func(tx *storage.Tx) error {
				tx.Queue("INSERT INTO v (id, "+c.column+") VALUES ($1, $2)", i, c.in)
				_, err := tx.One("SELECT "+c.column+" FROM v WHERE id = $1", []any{i}, c.into)
				return err
			})
			if err != nil {
				t.Errorf("%T into %T: %v", c.in, c.into, err)
			} else if got := reflect.ValueOf(c.into).Elem().Interface(); !reflect.DeepEqual(got, c.expected) {
				t.Errorf("%T came back as %.80v, want %.80v", c.in, got, c.expected)
			}
		}
		err := update(db, func(tx *storage.Tx) error {
			if tx.Now != clk.Now() || tx.Now.Location() != time.UTC {
				t.Errorf("Now is %v, the clock says %v", tx.Now, clk.Now())
			}
			clk.Advance(time.Hour)
			if tx.Now == clk.Now() {
				t.Error("Now moved within a transaction")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestMillis(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 123_000_000, time.FixedZone("UTC+8", 8*3600))
	if got := storage.Time(storage.Millis(at)); !got.Equal(at) || got.Location() != time.UTC {
		t.Errorf("got %v", got)
	}
	if storage.Millis(time.Time{}) != 0 || !storage.Time(0).IsZero() {
		t.Error("the zero time and 0 are the same")
	}
}

func TestTextThatOneEngineCannotKeepIsRefusedByBoth(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		for _, bad := range []any{"a\x00b", "\xff\xfe", grade("x\x00")} {
			err := update(db, func(tx *storage.Tx) error {
				_, err := tx.Exec("INSERT INTO thing (id, body) VALUES ($1, $2)", "a", bad)
				return err
			})
			if fault.Code(err) != "storage.text" || !fault.Is(err, fault.Invalid) {
				t.Errorf("%q: got %v", bad, err)
			}
		}
		err := update(db, func(tx *storage.Tx) error { tx.Queue("INSERT INTO thing (id) VALUES ($1)", []string{"a"}); return nil })
		if err == nil {
			t.Error("a slice was taken as a value")
		}
		want(t, db, "")
	})
}

func TestConcurrentVerbsAllArrive(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		const people, verbs = 16, 25
		var wg sync.WaitGroup
		for p := range people {
			wg.Go(func() {
				for v := range verbs {
					if err := update(db, func(tx *storage.Tx) error {
						add(tx, fmt.Sprintf("%02d-%02d", p, v), v)
						return nil
					}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if got := len(strings.Fields(ids(t, db))); got != people*verbs {
			t.Errorf("%d rows, want %d", got, people*verbs)
		}
	})
}

func TestContext(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		ctx, cancel := context.WithCancel(context.Background())
		err := db.Update(ctx, func(tx *storage.Tx) error {
			cancel()
			add(tx, "a", 1)
			_, err := tx.Exec("UPDATE thing SET n = 2")
			return err
		})
		if err != nil {
			t.Errorf("a verb that has begun runs to its end, got %v", err)
		}
		err = db.Update(ctx, func(tx *storage.Tx) error { t.Error("a verb began after its context had ended"); return nil })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		if err := db.View(ctx, func(tx *storage.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("View: got %v", err)
		}
		want(t, db, "a")
	})
}
