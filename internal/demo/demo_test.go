package demo

import (
	"context"
	"strings"
	"testing"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/clock"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
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
			if err != nil || !isCase {
				return err
			}
			cases++
			return s.Hotline.Recompute(tx, stream, events, found)
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
	checkDuty(t, s)
	admins := 0
	for _, l := range r.Logins {
		if l.Post == org.Admin.Info().Name {
			admins++
		}
	}
	if len(r.Logins) < 14 || admins != 2 {
		t.Errorf("%d accounts to try, %d administrators", len(r.Logins), admins)
	}
}

// checkDuty looks for somebody on duty in every office that has people, now and in ten days (DUTY-01).
func checkDuty(t *testing.T, s Services) {
	t.Helper()
	err := s.DB.View(ctx, func(tx *storage.Tx) error {
		dir, err := s.Org.Directory(ctx)
		if err != nil {
			return err
		}
		for _, d := range dir.Departments(org.System().Scope(org.DutyView)) {
			for _, ahead := range []int{0, 10} {
				_, on, err := org.OnDuty(tx, d.ID, tx.Now.AddDate(0, 0, ahead))
				if err != nil || !on {
					t.Errorf("nobody is on duty in %s in %d days: %v", d.Name, ahead, err)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// In the last days everything that is seldom has happened too, so that no page of it is empty.
func TestTheLastDaysShowEverything(t *testing.T) {
	until := at("2026-03-26 16:40")
	s := open(t, storage.Options{Dir: t.TempDir()}, Begin(until, 12))
	told := &reader{clock: s.Clock}
	s.Notices = told
	if _, err := Seed(ctx, s, Options{Days: 12, Seed: 12345, Until: until}); err != nil {
		t.Fatal(err)
	}
	if told.last.Before(until.Add(-8 * time.Hour)) {
		t.Errorf("nobody has read his notices since %s", told.last)
	}
	seen := map[string]int{}
	_, err := audit.Chains(ctx, s.DB, func(audit.Difference) {}, func(_ string, events []audit.Event) error {
		for _, e := range events {
			if until.Sub(e.At) < 7*24*time.Hour {
				seen[e.Action]++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, action := range []string{"return", "rule_return", "ask_extension", "rule_extension", "redo", "to_head", "account", "supervise", "issue_urge", "explain", "group", "supplement", "citizen_urge", "rate", "duty.handover", "deputy.appoint"} {
		if seen[action] == 0 {
			t.Errorf("nobody did %q in the last days", action)
		}
	}
}

// reader remembers when somebody last read what he was told.
type reader struct {
	clock clock.Clock
	last  time.Time
}

func (r *reader) Read(context.Context, org.Actor, []string) error {
	r.last = r.clock.Now()
	return nil
}

// A consultation that is written on the web is a consultation from the first moment, and common words find an office.
func TestWhatIsWrittenOnTheWebIsOfItsKind(t *testing.T) {
	until := at("2026-03-04 18:00")
	s := open(t, storage.Options{Dir: t.TempDir()}, Begin(until, 2))
	if _, err := Seed(ctx, s, Options{Days: 2, Seed: 3, Until: until}); err != nil {
		t.Fatal(err)
	}
	rows, err := s.Hotline.List(ctx, org.System(), hotline.Filter{States: []string{hotline.Submitted}}, page.Request{})
	if err != nil || len(rows.Items) == 0 {
		t.Fatal(err)
	}
	for _, row := range rows.Items {
		if strings.HasPrefix(row.Title, "咨询") != (row.Kind == "consult") {
			t.Errorf("%s: %s", row.Title, row.KindLabel)
		}
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
