package demo

import (
	"testing"
	"time"

	"huying/internal/approval"
	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// hallAlone lets the hall live in a city where nobody calls the hotline.
func hallAlone(t *testing.T, s Services, o Options) (Report, *hall) {
	t.Helper()
	p, first := newPlay(ctx, s, o), calendar.DateOf(Begin(o.Until, o.Days))
	if err := p.build(); err != nil {
		t.Fatal(err)
	}
	for hour := range 24 * o.Days {
		p.at(first.Start().Add(time.Duration(hour)*time.Hour+30*time.Second), p.tick)
	}
	h, err := p.openHall(first, o)
	if err != nil {
		t.Fatal(err)
	}
	h.drawing(func() { h.live(o.Days) })
	if err := p.run(o.Until); err != nil {
		t.Fatal(err)
	}
	return p.report, h
}

// A city that applies and decides: nobody is refused what his duty is, every application is what its record says, and at
// the end there is something on every desk.
func TestTheHallLives(t *testing.T) {
	until := at("2026-03-26 10:40")
	s := open(t, storage.Options{Dir: t.TempDir()}, Begin(until, 34))
	r, h := hallAlone(t, s, Options{Days: 34, Seed: 12345, Until: until, Applications: 28})
	for code, n := range r.Refused {
		t.Errorf("%d times refused: %s", n, code)
	}
	if r.Applications < 150 {
		t.Errorf("%d applications are too few", r.Applications)
	}
	checkApplications(t, s)
	checkBoxes(t, s, h)
	checkSilence(t, s)
}

// TIME-29: one asked department has let its time pass in silence while the others still have theirs.
func checkSilence(t *testing.T, s Services) {
	t.Helper()
	rows, err := s.Approval.List(ctx, org.System(), approval.Filter{Box: "deem"}, page.Request{Size: 200})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows.Items {
		v, err := s.Approval.Get(ctx, org.System(), r.Application)
		if err != nil {
			t.Fatal(err)
		}
		silent, inTime := 0, 0
		for _, op := range v.Opinions {
			switch {
			case op.Opinion.Missed == "TIME-29":
				silent++
			case op.State == approval.Giving && op.Due.After(s.Clock.Now()):
				inTime++
			}
		}
		if silent == 1 && inTime == 2 {
			return
		}
	}
	t.Error("no application waits for one silent department of three")
}

// A history of one day is lived without a refusal as well.
func TestTheHallLivesShortly(t *testing.T) {
	until := at("2026-03-04 16:50")
	s := open(t, storage.Options{Dir: t.TempDir()}, Begin(until, 1))
	r, _ := hallAlone(t, s, Options{Days: 1, Seed: 4, Until: until, Applications: 12})
	if r.Applications < 50 || len(r.Refused) > 0 {
		t.Errorf("%d applications, refused %v", r.Applications, r.Refused)
	}
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
	"chuangkou1": {"accept", "correct", "sign", "deliver"}, "shencha1": {"review", "opinion", "check", "tell_extension"}, "shencha2": {"review", "verify", "opinion", "check"},
	"kezhang1": {"sign", "review"}, "shouquan1": {"sign"}, "scj.head": {"decide", "rule_extension"}, "zhengfu1": {"hand_over"}, "fazheng1": {"deliver"}, "jiancha1": {"rule_overdue", "deem"},
}

func checkBoxes(t *testing.T, s Services, h *hall) {
	t.Helper()
	people := map[string]string{}
	for _, who := range h.city.tried {
		people[who.login] = who.id
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
		for _, box := range boxes {
			if n[box] == 0 {
				t.Errorf("nothing waits in %q of %s", box, login)
			}
		}
	}
	for _, state := range []string{catalog.ChangeDrafting, catalog.ChangeReviewing, catalog.ChangeApproving, catalog.ChangeEffected} {
		changes, err := s.Catalog.Changes(ctx, org.System(), catalog.ChangeFilter{States: []string{state}}, page.Request{})
		if err != nil || len(changes.Items) == 0 {
			t.Errorf("no change of the catalogue is %s: %v", state, err)
		}
	}
}
