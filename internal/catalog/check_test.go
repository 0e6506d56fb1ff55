package catalog

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/deadline"
	"huying/internal/policy"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// found checks a record and gives the rules of what blocks it.
func (w *world) found(r Record) (blocks, warns []string) {
	w.t.Helper()
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		if r.BasicCode == "" {
			r.BasicCode = "000000000001"
			r.Code = PlaceholderCredit("990081", "scj") + "4" + r.BasicCode
		}
		findings, err := w.Check(tx, Handling, &r, "/990081/")
		for _, f := range findings {
			if f.Message == "" || f.Field == "" {
				w.t.Errorf("%+v says nothing", f)
			}
			if f.Blocks {
				blocks = append(blocks, f.Rule)
			} else {
				warns = append(warns, f.Rule)
			}
		}
		return err
	}))
	return blocks, warns
}

var (
	workdays = func(n int) Limit { return Limit{Amount: n, Unit: deadline.Workday, Basis: "法"} }
	onSpot   = Limit{Unit: deadline.SameDay, Basis: "法"}
)

// Each mistake in a sound record is found, under its rule.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	db, clk := storagetest.SQLite(t)
	w := newWorld(t, db, clk)
	if blocks, _ := w.found(food()); len(blocks) > 0 {
		t.Fatalf("a sound record: %v", blocks)
	}
	fee := Fee{Code: "cost", Name: "工本费", Amount: 1000, Document: "示范价〔2020〕8号", Basis: "法"}
	for name, c := range map[string]struct {
		rule string
		harm func(r *Record)
	}{
		"no type":                          {"CAT-02", func(r *Record) { r.Type = "magic" }},
		"only the county's own ground":     {"CAT-18", func(r *Record) { r.Basis = []Basis{{Law: "县政府办通知", Article: "一", Rank: Local}} }},
		"no ground for the procedure":      {"APP-51", func(r *Record) { r.Basis[0].Article = "" }},
		"no ground for the limit":          {"APP-51", func(r *Record) { r.Statutory.Basis = "" }},
		"no promise":                       {"TIME-18", func(r *Record) { r.Promised.Unit = "" }},
		"no plan":                          {"TIME-18", func(r *Record) { r.Plan.Steps = nil }},
		"no statutory limit, no reason":    {"TIME-22", func(r *Record) { r.Statutory = Limit{} }},
		"promised beyond the law":          {"TIME-21", func(r *Record) { r.Promised.Amount = 21 }},
		"working days beyond days":         {"TIME-21", func(r *Record) { r.Statutory = Limit{Amount: 13, Unit: deadline.Day, Basis: "法"} }},
		"a project cut too little":         {"TIME-24", func(r *Record) { r.Flags.Project = true }},
		"no fee in the document":           {"CAT-08", func(r *Record) { f := fee; f.Code = "other"; r.Fees = []Fee{f} }},
		"another fee than the document's":  {"CAT-08", func(r *Record) { f := fee; f.Amount = 1001; r.Fees = []Fee{f} }},
		"a fee without a ground":           {"APP-51", func(r *Record) { f := fee; f.Basis = ""; r.Fees = []Fee{f} }},
		"a fee twice":                      {"ORG-25", func(r *Record) { r.Fees = []Fee{fee, fee} }},
		"a licence without a window":       {"CAT-38", func(r *Record) { r.Window, r.Exempt = "", "距离远" }},
		"a service without window, reason": {"CAT-03", func(r *Record) { r.Window, r.Type = "", PublicService }},
		"formal review, not on the spot":   {"CAT-35", func(r *Record) { r.Flags.FormalOnly = true }},
		"instant, with a limit":            {"CAT-36", func(r *Record) { r.Class = Instant }},
		"upward, without the superior":     {"CAT-36", func(r *Record) { r.Class = Upward }},
		"joint, without partners":          {"APP-17", func(r *Record) { r.Class = Joint }},
		"joint, beyond forty-five days": {"APP-16", func(r *Record) {
			r.Class, r.Partners, r.Promised.Amount, r.Statutory.Amount = Joint, []string{"wjj"}, 46, 60
		}},
		"no meeting, one visit":          {"CAT-26", func(r *Record) { r.Flags.NoMeeting = true }},
		"commitment, nobody checks":      {"APP-14", func(r *Record) { r.Flags.Commitment = true }},
		"default without opinions":       {"GAP-21", func(r *Record) { r.Flags.Default = true }},
		"a class that is not offered":    {"GAP-18", func(r *Record) { r.Class = "supplementary" }},
		"a township without a way":       {"CAT-24", func(r *Record) { r.Level = Township }},
		"a township without a kind":      {"CAT-42", func(r *Record) { r.Level, r.Way = Township, "代理" }},
		"a material twice":               {"CAT-14", func(r *Record) { r.Materials = append(r.Materials, r.Materials[0]) }},
		"a field twice":                  {"CAT-31", func(r *Record) { g := &r.Form.Groups[0]; g.Fields = append(g.Fields, g.Fields[0]) }},
		"a choice of one":                {"CAT-31", func(r *Record) { r.Form.Groups[0].Fields[0].Kind = Choice }},
		"a case nobody is asked about":   {"CAT-31", func(r *Record) { r.Scenario = nil }},
		"no conditions":                  {"CAT-37", func(r *Record) { r.Conditions = nil }},
		"no ground at all":               {"CAT-22", func(r *Record) { r.Basis = nil }},
		"a wrong code":                   {"CAT-20", func(r *Record) { r.BasicCode, r.Code = "1", "2" }},
		"one reviewer too many":          {"APP-13", func(r *Record) { r.Plan.Steps[1].Kind = Review }},
		"a sole reviewer and another":    {"APP-11", func(r *Record) { r.Plan.Model = SoleReview }},
		"steps longer than the promise":  {"TIME-18", func(r *Record) { r.Plan.Steps[0].Limit.Amount = 6 }},
		"no decision":                    {"TIME-18", func(r *Record) { r.Plan.Steps = r.Plan.Steps[:2] }},
		"opinions of nobody":             {"APP-16", func(r *Record) { r.Plan.Model = Extended; r.Plan.Steps[0].Kind = Opinions }},
		"a check by one person":          {"", func(r *Record) { r.Plan.Model = Extended; r.Plan.Steps[0].Kind, r.Plan.Steps[0].People = Check, 1 }},
		"a branch to nowhere":            {"TIME-18", func(r *Record) { r.Plan.Steps[0].Then = []Branch{{"pass", "nowhere"}} }},
		"a step that leads in a circle":  {"TIME-18", func(r *Record) { r.Plan.Steps[1].Then = []Branch{{"pass", "review"}} }},
		"a step nobody comes to":         {"TIME-18", func(r *Record) { r.Plan.Steps[0].Then = []Branch{{"pass", "decide"}} }},
		"a department that is not there": {"TIME-18", func(r *Record) { r.Plan.Steps[0].Dept = "nowhere" }},
	} {
		r := food()
		c.harm(&r)
		if blocks, _ := w.found(r); !slices.Contains(blocks, c.rule) {
			t.Errorf("%s: found %v, want %s", name, blocks, c.rule)
		}
	}
}

// What is unusual but lawful is said and does not block.
func TestCheckSaysWhatIsUnusual(t *testing.T) {
	db, clk := storagetest.SQLite(t)
	w := newWorld(t, db, clk)
	for rule, change := range map[string]func(r *Record){
		"APP-39":  func(r *Record) { r.Visits = 2 },
		"CAT-40":  func(r *Record) { r.Type, r.Window, r.Exempt = PublicService, "", "设在学校" },
		"TIME-23": func(r *Record) { r.Previous = 14 },
		"DIS-29":  func(r *Record) { r.Content = "" },
		"CAT-23":  func(r *Record) { r.Standard = "" },
	} {
		r := food()
		change(&r)
		if blocks, warns := w.found(r); len(blocks) > 0 || !slices.Contains(warns, rule) {
			t.Errorf("%s: blocks %v, says %v", rule, blocks, warns)
		}
	}
	free := food()
	free.Statutory = Limit{Note: "法律法规未规定"}
	free.Basis = append(free.Basis, Basis{Law: "《办法》", Rank: Ministry, For: "limit"})
	if blocks, _ := w.found(free); len(blocks) > 0 {
		t.Errorf("the law sets no limit: %v", blocks)
	}
	spot := food()
	spot.Class, spot.Promised, spot.Plan, spot.Flags.FormalOnly = Instant, onSpot, Plan{Model: OnTheSpot}, true
	if blocks, _ := w.found(spot); len(blocks) > 0 {
		t.Errorf("on the spot: %v", blocks)
	}
}

// VEC-19, VEC-20: a project item with 30 days by law promises at most 10; an ordinary one that promised 15 promises at most
// 10 (GAP-57: one is measured by the law, the other by the promise before).
func TestTIME24CompressionOfLimits(t *testing.T) {
	set, err := policy.Defaults(Policies)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		r    Record
		want Cut
	}{
		"VEC-19 reached":   {Record{Statutory: workdays(30), Promised: workdays(10), Flags: Flags{Project: true}}, Cut{"TIME-24", 30, 10, 10, true, deadline.Workday}},
		"VEC-19 missed":    {Record{Statutory: workdays(30), Promised: workdays(11), Flags: Flags{Project: true}}, Cut{"TIME-24", 30, 11, 10, false, deadline.Workday}},
		"VEC-20 reached":   {Record{Statutory: workdays(20), Previous: 15, Promised: workdays(10)}, Cut{"TIME-23", 15, 10, 10, true, deadline.Workday}},
		"VEC-20 missed":    {Record{Statutory: workdays(20), Previous: 15, Promised: workdays(11)}, Cut{"TIME-23", 15, 11, 10, false, deadline.Workday}},
		"nothing before":   {Record{Statutory: workdays(20), Promised: workdays(20)}, Cut{"", 0, 20, 0, false, deadline.Workday}},
		"on the spot":      {Record{Statutory: workdays(20), Previous: 3, Promised: onSpot}, Cut{"TIME-23", 3, 0, 2, true, deadline.SameDay}},
		"days by law":      {Record{Statutory: Limit{Amount: 42, Unit: deadline.Day}, Promised: workdays(10), Flags: Flags{Project: true}}, Cut{"TIME-24", 30, 10, 10, true, deadline.Workday}},
		"no limit by law":  {Record{Promised: workdays(5), Flags: Flags{Project: true}}, Cut{"", 0, 5, 0, false, deadline.Workday}},
		"thirds that halt": {Record{Statutory: workdays(20), Promised: workdays(6), Flags: Flags{Project: true}}, Cut{"TIME-24", 20, 6, 6, true, deadline.Workday}},
	} {
		if got := CutOf(&c.r, set, ""); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

// A plan whose every step leads on to a later one always reaches its decision; one step that leads nowhere is always found.
func TestTIME18EveryWayLeadsToADecision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 8).Draw(t, "steps")
		p := Plan{Model: Extended}
		places := map[string]int{}
		for i := range n {
			code := string(rune('a' + i))
			s := Step{Code: code, Name: code, Kind: Review, Limit: Limit{Amount: rapid.IntRange(0, 5).Draw(t, "days")}}
			if i < n-1 && rapid.Bool().Draw(t, "branches") {
				s.Then = []Branch{{"fail", string(rune('a' + rapid.IntRange(0, n-1).Draw(t, "fails to")))}}
			}
			places[code] = i
			p.Steps = append(p.Steps, s)
		}
		for i, leads := range deadEnds(p, places) {
			if !leads {
				t.Fatalf("step %d of %+v is taken for a dead end", i, p.Steps)
			}
		}
		sum := 0
		for _, s := range p.Steps {
			sum += s.Limit.Amount
		}
		if got := longestWay(p, places); got != sum { // the way through every step is the longest: a failure only skips
			t.Fatalf("longest way %d of %d", got, sum)
		}
		stuck := rapid.IntRange(0, n-2).Draw(t, "stuck")
		p.Steps[stuck].Then = []Branch{{"pass", p.Steps[stuck].Code}}
		if ends := deadEnds(p, places); ends[stuck] {
			t.Fatal("a step that leads only to itself is not found")
		}
	})
}

func TestCodesHaveTheirCheckCharacters(t *testing.T) {
	for code, want := range map[string]bool{"11440232MB2D06811W": true, "11440232MB2D06811X": false, "91350100M000100Y43": true, "9135010OM000100Y43": false, "": false} {
		if ValidCredit(code) != want {
			t.Errorf("%s: %v", code, !want)
		}
	}
	for number, want := range map[string]bool{"11010519491231002X": true, "110105194912310021": false, "11010519491331002X": false, "440524188001010014": true, "44052418800101001": false, "４40524188001010014": false} {
		if ValidIdentity(number) != want {
			t.Errorf("%s: %v", number, !want)
		}
	}
	seen := map[string]bool{}
	for _, dept := range []string{"scj", "wjj", "990081101", ""} {
		code := PlaceholderCredit("990081", dept)
		if !ValidCredit(code) || seen[code] || code != PlaceholderCredit("990081", dept) {
			t.Errorf("%q: %s", dept, code)
		}
		seen[code] = true
	}
}
