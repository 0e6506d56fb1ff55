package policy_test

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"huying/internal/audit"
	"huying/internal/clock"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/policy"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

var table = []policy.Def{
	{Key: "t.days", Label: "天数", Kind: policy.Int, Default: "3", Min: 1, Max: 30, Unit: "日", Rule: "HOT-01"},
	{Key: "t.share", Label: "比例", Kind: policy.Percent, Default: "90"},
	{Key: "t.on", Label: "开关", Kind: policy.Bool, Default: "false"},
	{Key: "t.words", Label: "说明", Kind: policy.Text, Default: "", Max: 5},
	{Key: "t.choice", Label: "方式", Kind: policy.Enum, Default: "a", Options: []policy.Option{{Value: "a"}, {Value: "b"}}},
	{Key: "t.list", Label: "类型", Kind: policy.List, Default: "a,c", Min: 1, Max: 3, Options: []policy.Option{{Value: "a"}, {Value: "b"}, {Value: "c"}}},
	{Key: "t.term", Label: "期限", Kind: policy.Term, Default: "5 workday", Min: 1, Max: 60, Rule: "HOT-58"},
	{Key: "t.time", Label: "时刻", Kind: policy.Daytime, Default: "22:00"},
}

// author may change the settings of the regions under its path.
type author string

func (a author) PolicyAuthority(region string) (string, string, bool) {
	return "p1", "p2", strings.HasPrefix(region, string(a))
}

const everywhere = author("")

func anyRegion(_ *storage.Tx, path string) (bool, error) { return path != "/nowhere/", nil }

func open(t testing.TB, db *storage.DB) *policy.Book {
	t.Helper()
	b, err := policy.Open(context.Background(), db, anyRegion, table)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func set(db *storage.DB, b *policy.Book, by author, key, region, value string) error {
	return db.Update(context.Background(), func(tx *storage.Tx) error {
		_, err := b.Set(tx, by, key, region, value, "测试")
		return err
	})
}

func TestDefaultsAreReadByKind(t *testing.T) {
	s, err := policy.Defaults(table)
	if err != nil {
		t.Fatal(err)
	}
	if s.Int("t.days", "/a/") != 3 || s.Int("t.share", "") != 90 || s.Bool("t.on", "") || s.Text("t.choice", "") != "a" {
		t.Fatal("a default is not what the table says")
	}
	want := deadline.Term{Amount: 5, Unit: deadline.Workday, Rule: "HOT-58"}
	if got := s.Term("t.term", "/a/"); got != want {
		t.Fatalf("got %+v, want %+v", got, want)
	}
	if s.Daytime("t.time", "") != 22*time.Hour {
		t.Fatalf("got %v", s.Daytime("t.time", ""))
	}
}

// A list is kept in one form, whatever the order in which it was chosen.
func TestAListIsReadInTheOrderOfItsOptions(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		b := open(t, db)
		if got := b.Now().List("t.list", ""); !slices.Equal(got, []string{"a", "c"}) {
			t.Errorf("default %q", got)
		}
		if err := set(db, b, everywhere, "t.list", "", "c, b,b"); err != nil {
			t.Fatal(err)
		}
		if got := b.Now().List("t.list", "/1/"); !slices.Equal(got, []string{"b", "c"}) || b.History("t.list")[0].Value != "b,c" {
			t.Errorf("%q, kept as %q", got, b.History("t.list")[0].Value)
		}
	})
}

// What already holds in a place is not set there again, however it is written and whatever the reason; nor is withdrawn
// what was never set there.
func TestAChangeThatChangesNothingIsRefused(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		b := open(t, db)
		clear := func(region string) error {
			return db.Update(context.Background(), func(tx *storage.Tx) error {
				_, err := b.Clear(tx, everywhere, "t.days", region, "随上级")
				return err
			})
		}
		if err := set(db, b, everywhere, "t.days", "/1/", "5"); err != nil {
			t.Fatal(err)
		}
		for what, err := range map[string]error{
			"the default": set(db, b, everywhere, "t.days", "", "3"), "as it stands": set(db, b, everywhere, "t.days", "/1/", "5"),
			"written otherwise": set(db, b, everywhere, "t.days", "/1/", "05"), "held from above": set(db, b, everywhere, "t.days", "/1/11/", "5"),
			"a list in another order": set(db, b, everywhere, "t.list", "", "c,a"), "withdrawn, never set": clear("/2/"),
		} {
			if fault.Code(err) != "policy.same" {
				t.Errorf("%s: %v", what, err)
			}
		}
		if n := len(b.History("t.days")); n != 1 {
			t.Errorf("%d versions of what was changed once", n)
		}
		if err := clear("/1/"); err != nil {
			t.Error(err)
		}
		if err := clear("/1/"); fault.Code(err) != "policy.same" {
			t.Errorf("withdrawn twice: %v", err)
		}
		if err := set(db, b, everywhere, "t.days", "/1/", "5"); err != nil {
			t.Errorf("set again after it was withdrawn: %v", err)
		}
	})
}

// The hours of the office, once set twice, are set in one place; a place's own hours are not lost by that.
func TestOfficeHoursMoveToOnePlace(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		err := db.Update(context.Background(), func(tx *storage.Tx) error {
			for _, row := range [][]any{{"hotline.hours.open", "/1/", "08:30"}, {"hotline.hours.open", "/2/", "08:00"}, {"org.duty.office.start", "/2/", "10:00"}, {"hotline.hours.close", "", "18:00"}} {
				if _, err := tx.Exec(`INSERT INTO policy_value (key, region_path, version, value, cleared, reason, by_id, at) VALUES ($1, $2, 1, $3, 0, '', '', 0)`, row...); err != nil {
					return err
				}
			}
			_, err := tx.Exec(`DELETE FROM goose_db_version WHERE version_id = 41`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Migrate(context.Background()); err != nil {
			t.Fatal(err)
		}
		b, err := policy.Open(context.Background(), db, anyRegion, []policy.Def{
			{Key: "org.duty.office.start", Label: "上班", Kind: policy.Daytime, Default: "09:00"}, {Key: "org.duty.office.end", Label: "下班", Kind: policy.Daytime, Default: "17:30"}})
		if err != nil {
			t.Fatal(err)
		}
		now := b.Now()
		if now.Daytime("org.duty.office.start", "/1/") != 8*time.Hour+30*time.Minute || now.Daytime("org.duty.office.start", "/2/") != 10*time.Hour || now.Daytime("org.duty.office.end", "/1/") != 18*time.Hour {
			t.Errorf("%+v", now.Standings("/1/"))
		}
	})
}

func TestATableThatContradictsItselfIsRefused(t *testing.T) {
	for name, d := range map[string]policy.Def{
		"no label":      {Key: "x", Kind: policy.Int, Default: "1"},
		"bad default":   {Key: "x", Label: "x", Kind: policy.Int, Default: "9", Min: 1, Max: 3},
		"unknown kind":  {Key: "x", Label: "x", Kind: "float", Default: "1"},
		"declared":      table[0],
		"unknown choce": {Key: "x", Label: "x", Kind: policy.Enum, Default: "z"},
	} {
		if _, err := policy.Defaults(table, []policy.Def{d}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestReadingTheWrongKindOrAnUndeclaredKeyPanics(t *testing.T) {
	s, _ := policy.Defaults(table)
	for name, read := range map[string]func(){
		"kind": func() { s.Bool("t.days", "") },
		"key":  func() { s.Int("t.none", "") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			read()
		}()
	}
}

func TestBadValuesAreRefusedWithASentence(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		b := open(t, db)
		for _, c := range []struct{ key, value, says string }{
			{"t.days", "三", "应填写整数"},
			{"t.days", "31", "应在1到30日之间"},
			{"t.share", "101", "应在0到100之间"},
			{"t.on", "yes", "是或者否"},
			{"t.words", "一二三四五六", "应在0到5字之间"},
			{"t.choice", "c", "从给出的选项中选择"},
			{"t.list", "a,d", "只能从给出的选项中选择"},
			{"t.list", "", "应在1到3项之间"},
			{"t.term", "5", "数量和单位"},
			{"t.term", "0 day", "至少为1"},
			{"t.term", "61 day", "应在1到60之间"},
			{"t.term", "1 sameday", "数量应为0"},
			{"t.time", "24:30", "时刻"},
			{"t.time", "9:00", "时刻"},
		} {
			err := set(db, b, everywhere, c.key, "", c.value)
			if !fault.Is(err, fault.Invalid) || !strings.Contains(fault.From(err).Message, c.says) {
				t.Errorf("%s=%s: got %v", c.key, c.value, err)
			}
		}
		for _, row := range b.Now().Standings("") {
			if row.Version != 0 {
				t.Errorf("%s changed", row.Def.Key)
			}
		}
	})
}

func TestTheNearestRegionDecides(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		b := open(t, db)
		before := b.Now()
		for _, c := range []struct{ region, value string }{{"", "4"}, {"/1/", "5"}, {"/1/12/", "6"}, {"/1/", "7"}} {
			if err := set(db, b, everywhere, "t.days", c.region, c.value); err != nil {
				t.Fatal(err)
			}
		}
		for region, want := range map[string]int{"": 4, "/2/": 4, "/1/": 7, "/1/11/": 7, "/1/12/": 6, "/1/12/121/": 6, "/1/120/": 7} {
			if got := b.Now().Int("t.days", region); got != want {
				t.Errorf("%q: got %d, want %d", region, got, want)
			}
		}
		if n, from := b.Now().Version("t.days", "/1/11/"); n != 2 || from != "/1/" {
			t.Errorf("version %d from %q", n, from)
		}
		if before.Int("t.days", "") != 3 {
			t.Error("a snapshot changed under its reader")
		}
		err := db.Update(context.Background(), func(tx *storage.Tx) error {
			_, err := b.Clear(tx, everywhere, "t.days", "/1/12/", "随上级")
			return err
		})
		if err != nil || b.Now().Int("t.days", "/1/12/") != 7 {
			t.Errorf("cleared: %v, %d", err, b.Now().Int("t.days", "/1/12/"))
		}
	})
}

func TestAChangeIsRefusedWithoutRightReasonOrRegion(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		b := open(t, db)
		if err := set(db, b, "/1/", "t.days", "", "4"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another's region: %v", err)
		}
		if err := set(db, b, everywhere, "t.days", "/nowhere/", "4"); !fault.Is(err, fault.NotFound) {
			t.Errorf("no such region: %v", err)
		}
		if err := set(db, b, everywhere, "t.none", "", "4"); !fault.Is(err, fault.NotFound) {
			t.Errorf("no such setting: %v", err)
		}
		err := db.Update(context.Background(), func(tx *storage.Tx) error {
			_, err := b.Set(tx, everywhere, "t.days", "", "4", " ")
			return err
		})
		if fault.Code(err) != "policy.reason" {
			t.Errorf("no reason: %v", err)
		}
	})
}

func TestEveryChangeIsAVersionAndAnEvent(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
		b := open(t, db)
		start := clk.Now()
		for _, v := range []string{"4", "5"} {
			clk.Advance(time.Hour)
			if err := set(db, b, everywhere, "t.days", "", v); err != nil {
				t.Fatal(err)
			}
		}
		history := b.History("t.days")
		if len(history) != 2 || history[0].Value != "5" || history[0].Number != 2 || history[1].Value != "4" || history[1].By != "p1" {
			t.Fatalf("history: %+v", history)
		}
		for hours, want := range map[time.Duration]int{0: 3, 1: 4, 2: 5, 3: 5} {
			if got := b.At(start.Add(hours*time.Hour)).Int("t.days", "/x/"); got != want {
				t.Errorf("after %d h: got %d, want %d", hours, got, want)
			}
		}
		var events []audit.Event
		err := db.View(context.Background(), func(tx *storage.Tx) (err error) {
			events, err = audit.Events(tx, "policy")
			return err
		})
		if err != nil || len(events) != 2 || events[1].Actor != "p1" || events[1].OnBehalf != "p2" || events[1].Authority != "HOT-01" {
			t.Fatalf("events: %v %+v", err, events)
		}
	})
}

func TestARefusedTransactionLeavesTheBookAsItWas(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		b := open(t, db)
		stop := fault.New(fault.Refused, "stop", "停")
		err := db.Update(context.Background(), func(tx *storage.Tx) error {
			if _, err := b.Set(tx, everywhere, "t.days", "", "9", "测试"); err != nil {
				return err
			}
			return stop
		})
		if fault.Code(err) != "stop" || b.Now().Int("t.days", "") != 3 || len(b.History("t.days")) != 0 {
			t.Fatalf("%v, %d", err, b.Now().Int("t.days", ""))
		}
	})
}

func TestAnotherNodeLearnsByRefreshing(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		here, there := open(t, db), open(t, db)
		if err := set(db, here, everywhere, "t.days", "/1/", "8"); err != nil {
			t.Fatal(err)
		}
		// The other node writes before it has seen the first change.
		if err := set(db, there, everywhere, "t.share", "", "80"); err != nil {
			t.Fatal(err)
		}
		for _, b := range []*policy.Book{here, there} {
			if err := b.Refresh(context.Background()); err != nil {
				t.Fatal(err)
			}
			if b.Now().Int("t.days", "/1/") != 8 || b.Now().Int("t.share", "") != 80 {
				t.Error("a node did not learn of a change")
			}
		}
		if diff := cmp.Diff(here.Now().Standings("/1/"), there.Now().Standings("/1/")); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWritersOfOneSettingGetVersionsWithoutGaps(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		b := open(t, db)
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() { errs[i] = set(db, b, everywhere, "t.days", "", strconv.Itoa(10+i)) })
		}
		wg.Wait()
		for _, err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		seen := map[int64]bool{}
		for _, v := range b.History("t.days") {
			seen[v.Number] = true
		}
		if len(seen) != len(errs) || !seen[1] || !seen[int64(len(errs))] {
			t.Fatalf("versions %v", seen)
		}
	})
}

// TestTheMemoryEqualsTheDatabase: however values are set and cleared, the snapshot in memory is the one that a node
// starting now would read, and equals the plain definition of "the nearest on the way up".
func TestTheMemoryEqualsTheDatabase(t *testing.T) {
	paths := []string{"", "/1/", "/1/11/", "/1/11/111/", "/2/"}
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		rapid.Check(t, func(r *rapid.T) {
			b := open(t, db)
			model := map[string]string{}
			for _, p := range paths { // other runs of the property left values behind
				if err := db.Update(context.Background(), func(tx *storage.Tx) error {
					_, err := b.Clear(tx, everywhere, "t.days", p, "重来")
					return err
				}); err != nil && fault.Code(err) != "policy.same" {
					r.Fatal(err)
				}
			}
			for range rapid.IntRange(0, 6).Draw(r, "steps") {
				p := rapid.SampledFrom(paths).Draw(r, "path")
				v := rapid.SampledFrom([]string{"1", "2", "15", "30"}).Draw(r, "value")
				held := nearest(model, p, "3")
				if err := set(db, b, everywhere, "t.days", p, v); (fault.Code(err) == "policy.same") != (v == held) || err != nil && v != held {
					r.Fatalf("%q: %s over %s: %v", p, v, held, err)
				} else if err == nil {
					model[p] = v
				}
			}
			fresh := open(t, db)
			for _, p := range paths {
				want := nearest(model, p, "3")
				for _, book := range []*policy.Book{b, fresh} {
					got := value(book.Now().Standings(p), "t.days")
					if got != want {
						r.Fatalf("%q: got %s, want %s", p, got, want)
					}
				}
			}
		})
	})
}

func nearest(model map[string]string, path, otherwise string) string {
	best, found := -1, otherwise
	for up, v := range model {
		if strings.HasPrefix(path, up) && len(up) > best {
			best, found = len(up), v
		}
	}
	return found
}

func value(rows []policy.Standing, key string) string {
	for _, row := range rows {
		if row.Def.Key == key {
			return row.Value
		}
	}
	return ""
}
