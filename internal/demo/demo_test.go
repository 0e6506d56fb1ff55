package demo

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"huying/internal/approval"
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

// A city of some weeks, with a long holiday among them: nobody is refused what his duty is, every chain holds, every case,
// item and application is what its record says, and what is seldom has happened lately, so that no page of it is empty.
func TestCityLives(t *testing.T) {
	t.Parallel()
	s, city := theCity(t)
	for code, n := range city.report.Refused {
		if !expected[code] {
			t.Errorf("%d times refused: %s", n, code)
		}
	}
	if r := city.report; r.Orders < 900 || r.Applications < 150 || r.Verbs < 4*(r.Orders+r.Applications) {
		t.Errorf("%d orders, %d applications and %d verbs are too few", r.Orders, r.Applications, r.Verbs)
	}
	if city.read.Before(livedUntil.Add(-8 * time.Hour)) {
		t.Errorf("nobody has read his notices since %s", city.read)
	}
	lately := checkRecord(t, s)
	for _, action := range []string{"return", "rule_return", "ask_extension", "rule_extension", "redo", "to_head", "account", "supervise", "issue_urge", "explain", "group", "supplement", "citizen_urge", "rate", "duty.handover", "deputy.appoint",
		"correct", "decline", "grant_on_commitment", "start_special", "approve_centre", "log_issue", "calendar.propose"} {
		if lately[action] == 0 {
			t.Errorf("nobody did %q in the last days", action)
		}
	}
	checkDuty(t, s)
	checkTickets(t, s, city.report.Tickets)
	checkNames(t, s)
}

// checkRecord recomputes everything from the record and counts what was done in the last days.
func checkRecord(t *testing.T, s Services) map[string]int {
	t.Helper()
	found := func(d audit.Difference) { t.Errorf("%s: %s", d.Where, d.What) }
	cases, lately := 0, map[string]int{}
	_, err := audit.Chains(ctx, s.DB, found, func(stream string, events []audit.Event) error {
		for _, e := range events {
			if livedUntil.Sub(e.At) < 7*24*time.Hour {
				lately[e.Action]++
			}
		}
		return s.DB.View(ctx, func(tx *storage.Tx) error {
			isCase, err := s.Kernel.Recompute(tx, stream, events, found)
			if err != nil || !isCase {
				return err
			}
			cases++
			return errors.Join(s.Hotline.Recompute(tx, stream, events, found), s.Catalog.Recompute(tx, stream, events, found), s.Approval.Recompute(tx, stream, events, found))
		})
	})
	if err != nil || cases < 1200 {
		t.Errorf("%d cases recomputed: %v", cases, err)
	}
	if err := s.DB.View(ctx, func(tx *storage.Tx) error { return approval.Unrecorded(tx, found) }); err != nil {
		t.Error(err)
	}
	span := approval.Span{From: calendar.DateOf(livedUntil) - 300, To: calendar.DateOf(livedUntil)}
	left, err := s.Approval.Standard(ctx, org.System(), approval.StandardForm{Span: span}, io.Discard, nil)
	if err != nil || left.Applications < 100 || len(left.Problems) > 0 {
		t.Errorf("%d applications left as GB/T 39046 has them, with %+v: %v", left.Applications, left.Problems, err)
	}
	return lately
}

// checkNames: everybody who works in the city is called after his post, so that nobody is taken for a real person.
func checkNames(t *testing.T, s Services) {
	t.Helper()
	given := map[string]bool{"负责": true, "承办": true}
	for _, p := range posts {
		given[p.given] = true
	}
	for _, p := range counters {
		given[p.given] = true
	}
	for _, p := range sections {
		given[p.given] = true
	}
	for _, p := range peopleOf(t, s) {
		if name := []rune(p.Name); !given[string(name[1:])] {
			t.Errorf("%s could be somebody", p.Name)
		}
	}
}

// peopleOf lists who works in the city, by log-in.
func peopleOf(t *testing.T, s Services) map[string]org.Person {
	t.Helper()
	out, req := map[string]org.Person{}, page.Request{Size: page.MaxSize}
	for {
		var people page.Page[org.Person]
		err := s.DB.View(ctx, func(tx *storage.Tx) (err error) {
			people, err = s.Org.People(tx, org.System(), org.PeopleQuery{}, req)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range people.Items {
			out[p.Login] = p
		}
		if req.After = people.Next; people.Next == "" {
			return out
		}
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

// A consultation that is written on the web is a consultation from the first moment, and common words find an office.
func TestWhatIsWrittenOnTheWebIsOfItsKind(t *testing.T) {
	t.Parallel()
	s, _ := theCity(t)
	rows, err := s.Hotline.List(ctx, org.System(), hotline.Filter{Channels: []string{"web", "wechat", "app"}}, page.Request{Size: page.MaxSize})
	if err != nil || len(rows.Items) < 50 {
		t.Fatal(len(rows.Items), err)
	}
	for _, row := range rows.Items {
		if strings.HasPrefix(row.Title, "咨询") != (row.Kind == "consult") {
			t.Errorf("%s: %s", row.Title, row.KindLabel)
		}
	}
}

// A history of one day is lived without a refusal as well, and nobody builds a second city over it.
func TestACityOfOneDay(t *testing.T) {
	t.Parallel()
	until := at("2026-03-04 16:50")
	s := open(t, storage.Options{Dir: t.TempDir()}, Begin(until, 1))
	o := Options{Days: 1, Seed: 4, Until: until, Calls: 10, Applications: 4}
	r, err := Seed(ctx, s, o)
	if err != nil {
		t.Fatal(err)
	}
	if r.Applications < 50 || r.Orders == 0 || len(r.Refused) > 0 {
		t.Errorf("%d applications, %d orders, refused %v", r.Applications, r.Orders, r.Refused)
	}
	if _, err := Seed(ctx, s, o); err == nil {
		t.Error("the city was built twice in one database")
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
