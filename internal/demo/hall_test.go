package demo

import (
	"testing"

	"huying/internal/approval"
	"huying/internal/audit"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// A city that applies and decides: nobody is refused what his duty is, every application is what its record says, and at
// the end there is something on every desk.
func TestTheHallLives(t *testing.T) {
	until := at("2026-03-26 10:40")
	s := open(t, storage.Options{Dir: t.TempDir()}, Begin(until, 34))
	r, err := Seed(ctx, s, Options{Days: 34, Seed: 12345, Until: until, Applications: 60})
	if err != nil {
		t.Fatal(err)
	}
	for code, n := range r.Refused {
		if !expected[code] {
			t.Errorf("%d times refused: %s", n, code)
		}
	}
	if r.Applications < 250 {
		t.Errorf("%d applications are too few", r.Applications)
	}
	checkApplications(t, s)
	checkBoxes(t, s)
}

func checkApplications(t *testing.T, s Services) {
	t.Helper()
	found := func(d audit.Difference) { t.Errorf("%s: %s", d.Where, d.What) }
	_, err := audit.Chains(ctx, s.DB, found, func(stream string, events []audit.Event) error {
		return s.DB.View(ctx, func(tx *storage.Tx) error {
			if isCase, err := s.Kernel.Recompute(tx, stream, events, found); err != nil || !isCase {
				return err
			}
			if err := s.Catalog.Recompute(tx, stream, events, found); err != nil {
				return err
			}
			return s.Approval.Recompute(tx, stream, events, found)
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.DB.View(ctx, func(tx *storage.Tx) error { return approval.Unrecorded(tx, found) })
	if err != nil {
		t.Fatal(err)
	}
}

// desks are the work lists that must not be empty for those who may try the city.
var desks = map[string][]string{
	"chuangkou1": {"accept", "correct", "deliver"}, "shencha1": {"review", "sign", "opinion", "check", "tell_extension"}, "shencha2": {"review", "verify", "opinion", "check"},
	"kezhang1": {"sign", "review"}, "shouquan1": {"sign"}, "scj.head": {"decide", "rule_extension"}, "zhengfu1": {"hand_over"}, "fazheng1": {"deliver"}, "jiancha1": {"rule_overdue", "deem"},
}

func checkBoxes(t *testing.T, s Services) {
	t.Helper()
	people := map[string]string{}
	err := s.DB.View(ctx, func(tx *storage.Tx) error {
		all, err := s.Org.People(tx, org.System(), org.PeopleQuery{}, page.Request{Size: page.MaxSize})
		for _, p := range all.Items {
			people[p.Login] = p.ID
		}
		if all.Next != "" {
			more, err := s.Org.People(tx, org.System(), org.PeopleQuery{}, page.Request{Size: page.MaxSize, After: all.Next})
			if err != nil {
				return err
			}
			for _, p := range more.Items {
				people[p.Login] = p.ID
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for login, boxes := range desks {
		who, err := s.Org.Actor(ctx, people[login])
		if err != nil {
			t.Fatal(login, err)
		}
		counts, err := s.Approval.Counts(ctx, who)
		if err != nil {
			t.Fatal(err)
		}
		n := map[string]int{}
		for _, c := range counts {
			n[c.Key] = c.Count
		}
		t.Log(login, n)
		for _, box := range boxes {
			if n[box] == 0 {
				t.Errorf("nothing waits in %q of %s", box, login)
			}
		}
	}
	for _, state := range []string{catalog.ChangeDrafting, catalog.ChangeReviewing, catalog.ChangeApproving, catalog.ChangeEffected} {
		changes, err := s.Catalog.Changes(ctx, org.System(), []string{state}, "", page.Request{})
		if err != nil || len(changes.Items) == 0 {
			t.Errorf("no change of the catalogue is %s: %v", state, err)
		}
	}
}
