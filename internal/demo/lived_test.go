package demo

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"huying/internal/approval"
	"huying/internal/clock"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/secret"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// lived is a city with some weeks behind it, through a long holiday, as somebody finds it who begins the demonstration. It is
// built once; each test that looks at it gets a copy of its own.
type lived struct {
	report Report
	read   time.Time      // when somebody last took note of what he was told
	told   map[string]int // what the offices were told of applications, by kind
	db     []byte
	keys   string
}

const livedDays = 35

var livedUntil = at("2026-03-19 10:40")

var (
	living  sync.Once
	oneCity *lived
)

// theCity gives the city, in a copy that the test may change.
func theCity(t *testing.T) (Services, *lived) {
	t.Helper()
	living.Do(func() { oneCity = live(t) })
	if oneCity == nil {
		t.Fatal("the city could not be built")
	}
	dir := t.TempDir()
	for name, content := range map[string][]byte{"huying.db": oneCity.db, secret.KeyFile: []byte(oneCity.keys)} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	clk := clock.At(livedUntil)
	db, _ := storagetest.Open(t, storage.Options{Dir: dir, Clock: clk})
	vault, err := secret.Open(secret.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	s, err := Wire(ctx, db, clk, vault)
	if err != nil {
		t.Fatal(err)
	}
	return s, oneCity
}

func live(t *testing.T) *lived {
	t.Helper()
	c := &lived{told: map[string]int{}}
	dir := t.TempDir()
	clk := clock.At(Begin(livedUntil, livedDays))
	db, _ := storagetest.Open(t, storage.Options{Dir: dir, Clock: clk, Hurried: true})
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	vault, err := secret.Open(secret.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	s, err := Wire(ctx, db, clk, vault)
	if err != nil {
		t.Fatal(err)
	}
	s.Notices = &reader{clk, &c.read}
	s.Outbox.Handle(approval.AlertTopic, func(_ context.Context, d outbox.Delivery) error {
		var a approval.Alert
		err := d.Decode(&a)
		c.told[a.Kind]++
		return err
	})
	if c.report, err = Seed(ctx, s, Options{Days: livedDays, Seed: 12345, Until: livedUntil, Calls: 48, Applications: 24}); err != nil {
		t.Fatal(err)
	}
	c.db = bytesOf(t, db)
	keys, err := os.ReadFile(filepath.Join(dir, secret.KeyFile))
	if err != nil {
		t.Fatal(err)
	}
	c.keys = string(keys)
	return c
}

// bytesOf copies a database.
func bytesOf(t *testing.T, db *storage.DB) []byte {
	t.Helper()
	copied := filepath.Join(t.TempDir(), "huying.db")
	if err := db.Backup(ctx, copied, nil); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// reader remembers when somebody last took note of what he was told.
type reader struct {
	clock clock.Clock
	last  *time.Time
}

func (r *reader) Read(context.Context, org.Actor, []string) error {
	*r.last = r.clock.Now()
	return nil
}
