package demo

import (
	"context"
	"testing"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/clock"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/secret"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

var ctx = context.Background()

// open wires a city on an empty database whose clock stands at begin.
func open(t testing.TB, options storage.Options, begin time.Time) Services {
	t.Helper()
	clk := clock.At(begin)
	options.Clock, options.Hurried = clk, true
	db, _ := storagetest.Open(t, options)
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	vault, err := secret.Open(secret.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	s, err := Wire(ctx, db, clk, vault)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, calendar.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

// expected are the refusals that belong to the life of a city.
var expected = map[string]bool{
	"hotline.confidential":    true, // a handler asks who wants to stay unknown
	"hotline.extension.late":  true, // TIME-15
	"hotline.return.late":     true, // HOT-38
	"hotline.return.again":    true, // HOT-38
	"hotline.notice.early":    true, // HOT-54
	"hotline.urge.often":      true,
	"hotline.extension.again": true, // GAP-06
}

// A city of some weeks: nobody is refused what his duty is, every chain holds, every deadline is what its record says, and
// at the end there is work on the desks.
func TestCityLives(t *testing.T) {
	until := at("2026-03-26 10:40")
	s := open(t, storage.Options{Dir: t.TempDir()}, Begin(until, 30))
	r, err := Seed(ctx, s, Options{Days: 30, Seed: 7, Until: until})
	if err != nil {
		t.Fatal(err)
	}
	for code, n := range r.Refused {
		if !expected[code] {
			t.Errorf("%d times refused: %s", n, code)
		}
	}
	if r.Orders < 1500 || r.Verbs < 8*r.Orders/2 {
		t.Errorf("%d orders and %d verbs are too few", r.Orders, r.Verbs)
	}
	checkRecord(t, s)
	checkDesks(t, s, r)
}

func checkRecord(t *testing.T, s Services) {
	t.Helper()
	found := func(d audit.Difference) { t.Errorf("%s: %s", d.Where, d.What) }
	cases := 0
	_, err := audit.Chains(ctx, s.DB, found, func(stream string, events []audit.Event) error {
		return s.DB.View(ctx, func(tx *storage.Tx) error {
			isCase, err := s.Kernel.Recompute(tx, stream, events, found)
			if isCase {
				cases++
			}
			return err
		})
	})
	if err != nil || cases < 1500 {
		t.Errorf("%d cases recomputed: %v", cases, err)
	}
}

func checkDesks(t *testing.T, s Services, r Report) {
	t.Helper()
	boxes, err := s.Hotline.Counts(ctx, org.System())
	if err != nil {
		t.Fatal(err)
	}
	rare := map[string]bool{"decide": true, "notice": true, "sign_off": true, "review": true} // not in every month
	for _, b := range boxes {
		if b.Count == 0 && !rare[b.Key] {
			t.Errorf("nothing waits in %q", b.Label)
		}
	}
	var onDuty bool
	err = s.DB.View(ctx, func(tx *storage.Tx) (err error) {
		_, onDuty, err = org.OnDuty(tx, hallID, tx.Now)
		return err
	})
	if err != nil || !onDuty {
		t.Errorf("nobody is on duty: %v", err)
	}
	if len(r.Logins) < 13 {
		t.Errorf("%d accounts to try are fewer than the roles", len(r.Logins))
	}
}

// A month in which a long holiday falls is lived as well: people on duty sign, the offices rest.
func TestCityLivesThroughTheSpringFestival(t *testing.T) {
	until := at("2026-02-27 23:10")
	s := open(t, storage.Options{Dir: t.TempDir()}, Begin(until, 18))
	r, err := Seed(ctx, s, Options{Days: 18, Seed: 1, Until: until})
	if err != nil {
		t.Fatal(err)
	}
	for code, n := range r.Refused {
		if !expected[code] {
			t.Errorf("%d times refused: %s", n, code)
		}
	}
}

func TestAnotherCityIsRefused(t *testing.T) {
	until := at("2026-03-03 10:00")
	s := open(t, storage.Options{Dir: t.TempDir()}, Begin(until, 1))
	if _, err := Seed(ctx, s, Options{Days: 1, Seed: 1, Until: until}); err != nil {
		t.Fatal(err)
	}
	if _, err := Seed(ctx, s, Options{Days: 1, Seed: 1, Until: until}); err == nil {
		t.Fatal("the city was built twice in one database")
	}
}

// Every matter names offices that exist and words that are in its own texts, and every text is filled completely.
func TestMattersAreSound(t *testing.T) {
	offices := map[string]bool{"": true}
	for _, d := range bureaus {
		offices[d.ID] = true
	}
	kinds, categories := map[string]int{}, map[string]bool{}
	for _, m := range matters {
		kinds[m.kind]++
		categories[m.category] = true
		if !offices[m.dept] || !offices[m.wrong] || !offices[m.assist] || m.keys == "" || len(m.said) < 2 || len(m.answer) == 0 {
			t.Errorf("%s is not sound", m.title)
		}
		if m.wrong == m.dept || (m.assist != "" && m.assist == m.dept) {
			t.Errorf("%s names its own office twice", m.title)
		}
	}
	if len(matters) < 60 || len(categories) < 12 {
		t.Errorf("%d matters in %d categories", len(matters), len(categories))
	}
	for _, k := range hotline.Kinds {
		if kinds[k.Key] == 0 {
			t.Errorf("no matter of kind %s", k.Label)
		}
	}
}
