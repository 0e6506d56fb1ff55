package demo

import (
	"slices"
	"strings"
	"testing"

	"huying/internal/approval"
	"huying/internal/catalog"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// desks are the work lists on the first page of whoever may try the city, those that are his by his post: orders, and
// applications. What else he could do is mostly another's.
var desks = map[string]struct{ orders, applications string }{
	"jiexian1": {"accept revisit", ""}, "paidan1": {"dispatch", ""}, "dating1": {"conclude revisit archive", ""}, "ducha1": {"rule_return rule_extension dispute", "rule_overdue deem"},
	"jiancha1": {"notice tracked", "rule_overdue deem"}, "fagui": {"review", ""}, "fenguan1": {"decide sign_off", "decide rule_extension"}, "zhiban1": {"sign", ""}, "daiban1": {"", ""},
	"scj1": {"sign handle give_back tell_extension assist", ""}, "cgj1": {"sign handle give_back tell_extension assist", ""}, "scj.head": {"sign_off sign handle give_back", "decide rule_extension"},
	"chuangkou1": {"", "accept correct sign deliver"}, "fazheng1": {"", "deliver"}, "shoufei1": {"", "deliver"}, "shencha1": {"", "review opinion check tell_extension"}, "shencha2": {"", "review verify opinion check"},
	"kezhang1": {"", "sign review"}, "shouquan1": {"", "sign review"}, "shencha3": {"", "review"}, "bangban1": {"", "review"}, "zhengfu1": {"", "hand_over"},
	"admin": {"", ""}, "admin2": {"", ""}, "shenji": {"", ""}, "mulu1": {"", ""}, "mulu2": {"", ""}, "caizheng1": {"", ""}, "jiage1": {"", ""},
}

// Whoever tries the city out finds something to do on each list that is his.
func TestNoDeskIsEmpty(t *testing.T) {
	t.Parallel()
	s, city := theCity(t)
	people := peopleOf(t, s)
	for _, l := range city.report.Logins {
		desk, known := desks[l.Login]
		if !known {
			t.Errorf("nobody has said what %s %s has on his desk", l.Login, l.Post)
		}
		checkBoxes(t, s, people[l.Login], desk.orders, desk.applications)
	}
	if len(city.report.Logins) != len(desks) {
		t.Errorf("%d may be tried, %d desks", len(city.report.Logins), len(desks))
	}
	checkCatalogueDesks(t, s, people)
	checkShelves(t, s, city, people)
	checkSilence(t, s)
}

// A city that is begun in the night of a day off has the same on the desks of its hotline.
func TestNoDeskIsEmptyOnASundayNight(t *testing.T) {
	t.Parallel()
	until := at("2026-03-08 23:30")
	s := open(t, storage.Options{Dir: t.TempDir()}, Begin(until, 17))
	r, err := Seed(ctx, s, Options{Days: 17, Seed: 5, Until: until, Calls: 48})
	if err != nil {
		t.Fatal(err)
	}
	for code, n := range r.Refused {
		if !expected[code] {
			t.Errorf("%d times refused: %s", n, code)
		}
	}
	people := peopleOf(t, s)
	for _, login := range []string{"jiexian1", "paidan1", "dating1", "ducha1", "fagui", "zhiban1", "scj1", "cgj1"} {
		checkBoxes(t, s, people[login], desks[login].orders, "")
	}
}

func checkBoxes(t *testing.T, s Services, p org.Person, orders, applications string) {
	t.Helper()
	who, err := s.Org.Actor(ctx, p.ID)
	if err != nil {
		t.Fatal(p.Login, err)
	}
	n := map[string]int{}
	boxes, err := s.Hotline.Counts(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range boxes {
		n["order "+b.Key] = b.Count
	}
	counts, err := s.Approval.Counts(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range counts {
		n["application "+b.Key] = b.Count
	}
	for what, keys := range map[string]string{"order ": orders, "application ": applications} {
		for _, key := range strings.Fields(keys) {
			if n[what+key] == 0 {
				t.Errorf("%s %s has an empty list: %s%s", p.Login, p.Name, what, key)
			}
		}
	}
}

// checkCatalogueDesks: a change of the catalogue waits before each who has a part in it (CAT-09, ORG-24).
func checkCatalogueDesks(t *testing.T, s Services, people map[string]org.Person) {
	t.Helper()
	for login, state := range map[string]string{"mulu1": catalog.ChangeDrafting, "mulu2": catalog.ChangeReviewing, "caizheng1": catalog.ChangeApproving, "jiage1": catalog.ChangeApproving} {
		who, err := s.Org.Actor(ctx, people[login].ID)
		if err != nil {
			t.Fatal(err)
		}
		changes, err := s.Catalog.Changes(ctx, who, catalog.ChangeFilter{States: []string{state}}, page.Request{})
		if err != nil || len(changes.Items) == 0 {
			t.Errorf("no change of the catalogue that is %s lies before %s: %v", state, login, err)
		}
	}
	if people["caizheng1"].Department != "czj" || people["jiage1"].Department != "fgj" || people["mulu2"].Department != hallID {
		t.Error("the three offices that examine fees are not three")
	}
}

// checkShelves: what the other pages list is there, one that is past its time among them.
func checkShelves(t *testing.T, s Services, city *lived, people map[string]org.Person) {
	t.Helper()
	sys, size := org.System(), page.Request{Size: page.MaxSize}
	inspector, err := s.Org.Actor(ctx, people["jiancha1"].ID)
	if err != nil {
		t.Fatal(err)
	}
	copies, err := s.Hotline.Copies(ctx, inspector, page.Request{})
	if err != nil || len(copies.Items) == 0 {
		t.Errorf("nobody has sent the inspectors a copy: %v", err)
	}
	handling, err := s.Hotline.List(ctx, sys, hotline.Filter{States: []string{hotline.Dispatched, hotline.Handling}}, size)
	if err != nil || !slices.ContainsFunc(handling.Items, func(r hotline.Row) bool {
		v, err := s.Hotline.Get(ctx, sys, r.ID)
		return err == nil && len(v.Tasks) > 0
	}) {
		t.Errorf("no department assists another: %v", err)
	}
	for _, kind := range []string{catalog.KindTheme, catalog.KindProject} {
		joints, err := s.Approval.Joints(ctx, sys, approval.JointFilter{Kind: kind, Open: true}, page.Request{})
		if err != nil || len(joints.Items) == 0 {
			t.Errorf("no %s is under way: %v", kind, err)
		}
	}
	open, err := s.Approval.List(ctx, sys, approval.Filter{States: []string{approval.Reviewing}}, size)
	if err != nil {
		t.Fatal(err)
	}
	unpaid, tolerated := 0, 0
	for _, row := range open.Items {
		v, err := s.Approval.Get(ctx, sys, row.ID)
		if err != nil {
			t.Fatal(err)
		}
		unpaid += len(v.FeesDue)
		for _, m := range v.Application.Materials {
			if m.State == "tolerated" {
				tolerated++
			}
		}
	}
	fees, err := s.Approval.Fees(ctx, sys, approval.RegisterFilter{}, page.Request{})
	if !slices.ContainsFunc(fees.Items, func(f approval.Fee) bool { return f.State == "declared" }) {
		t.Error("no payment waits to be confirmed")
	}
	if err != nil || unpaid == 0 || tolerated == 0 || len(fees.Items) == 0 {
		t.Errorf("%d fees are due, %d papers may follow, %d fees are paid: %v", unpaid, tolerated, len(fees.Items), err)
	}
	if city.told["renewal"] == 0 {
		t.Error("nobody was told that a certificate runs out")
	}
	checkLetters(t, s)
}

// checkLetters: letters of authorisation are in force, and one has run out (ORG-05).
func checkLetters(t *testing.T, s Services) {
	t.Helper()
	inForce, lapsed := 0, 0
	err := s.DB.View(ctx, func(tx *storage.Tx) error {
		letters, err := s.Org.Authorisations(tx, org.System(), "", page.Request{Size: page.MaxSize})
		for _, a := range letters.Items {
			if a.InForce(tx.Now) {
				inForce++
			} else {
				lapsed++
			}
		}
		return err
	})
	if err != nil || inForce < 40 || lapsed == 0 {
		t.Errorf("%d letters are in force, %d have run out: %v", inForce, lapsed, err)
	}
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
