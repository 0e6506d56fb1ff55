package catalog

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/deadline"
	"huying/internal/fault"
)

// drawBundle draws up to ten items over few codes, so that they share, in an order without circles.
func drawBundle(t *rapid.T) (Bundle, map[string]Item) {
	b, items := Bundle{Key: "b", Kind: KindTheme, Name: "开饭店", Audience: Enterprise}, map[string]Item{}
	n := rapid.IntRange(2, 10).Draw(t, "items")
	for i := range n {
		id := fmt.Sprintf("item%d", i)
		p := Part{Item: id}
		for j := range i {
			if rapid.IntRange(0, 3).Draw(t, "after") == 0 {
				p.After = append(p.After, fmt.Sprintf("item%d", j))
			}
		}
		b.Items = append(b.Items, p)
		r := Record{Name: id, Promised: Limit{Amount: rapid.IntRange(0, 20).Draw(t, "days"), Unit: deadline.Workday}, Result: Result{Name: "证" + id}}
		g := Group{Title: rapid.SampledFrom([]string{"基本信息", "场所"}).Draw(t, "title")}
		for _, c := range rapid.SliceOfNDistinct(rapid.IntRange(0, 12), 0, 6, rapid.ID[int]).Draw(t, "fields") {
			g.Fields = append(g.Fields, Field{Code: fmt.Sprintf("f%d", c), Label: "项", Kind: Text, Required: rapid.Bool().Draw(t, "required")})
		}
		r.Form.Groups = []Group{g}
		for _, c := range rapid.SliceOfNDistinct(rapid.IntRange(0, 8), 0, 5, rapid.ID[int]).Draw(t, "materials") {
			r.Materials = append(r.Materials, Material{Code: fmt.Sprintf("m%d", c), Name: fmt.Sprintf("材料%d", c), Necessity: rapid.SampledFrom([]Necessity{Required, Tolerable, Optional}).Draw(t, "necessity"), Copies: rapid.IntRange(0, 3).Draw(t, "copies")})
		}
		items[id] = Item{ID: id, Record: r}
	}
	if rapid.Bool().Draw(t, "reversed") { // the order in which a bundle is written down says nothing
		slices.Reverse(b.Items)
	}
	return b, items
}

// CAT-30: whatever the items want, the one form asks each thing once and leaves none out, and so do the materials.
func TestCAT30AsksEachThingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, items := drawBundle(t)
		c, err := Compile(b, items, nil)
		if err != nil {
			t.Fatal(err)
		}
		fields, materials := map[string]SharedField{}, map[string]SharedMaterial{}
		for _, g := range c.Groups {
			for _, f := range g.Fields {
				if _, twice := fields[f.Code]; twice {
					t.Fatalf("%s is asked twice", f.Code)
				}
				fields[f.Code] = f
			}
		}
		for _, m := range c.Materials {
			if _, twice := materials[m.Code]; twice {
				t.Fatalf("%s is asked for twice", m.Code)
			}
			materials[m.Code] = m
		}
		given := 0
		for id, i := range items {
			for _, f := range i.Record.Form.Groups[0].Fields {
				given++
				if got := fields[f.Code]; !slices.Contains(got.For, id) || f.Required && !got.Required {
					t.Fatalf("%s of %s is not asked as it wants: %+v", f.Code, id, got)
				}
			}
			for _, m := range i.Record.Materials {
				given++
				if got := materials[m.Code]; !slices.Contains(got.For, id) || got.Copies < m.Copies || m.Necessity == Required && got.Necessity != Required {
					t.Fatalf("%s of %s is not asked for as it wants: %+v", m.Code, id, got)
				}
			}
		}
		if len(fields)+len(materials)+c.Spared != given {
			t.Fatalf("%d asked, %d spared, %d wanted", len(fields)+len(materials), c.Spared, given)
		}
	})
}

// The plan respects who waits for whom, and is as long as its longest chain, found here by walking every chain.
func TestCAT30LengthIsTheLongestChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b, items := drawBundle(t)
		c, err := Compile(b, items, nil)
		if err != nil {
			t.Fatal(err)
		}
		after := map[string][]string{}
		for _, p := range b.Items {
			after[p.Item] = p.After
		}
		var chain func(id string) int
		chain = func(id string) int {
			longest := 0
			for _, before := range after[id] {
				longest = max(longest, chain(before))
			}
			return longest + items[id].Record.Promised.Amount
		}
		want, sum, ends := 0, 0, map[string]int{}
		for id := range items {
			want, sum = max(want, chain(id)), sum+items[id].Record.Promised.Amount
		}
		for _, s := range c.Plan {
			for _, before := range s.After {
				if end, planned := ends[before]; !planned || s.Start < end {
					t.Fatalf("%s starts on day %d, %s ends on %d", s.Item, s.Start, before, end)
				}
			}
			ends[s.Item] = s.End
		}
		if c.Length != want || c.Alone != sum || len(c.Plan) != len(items) {
			t.Fatalf("%d days for a chain of %d, %d alone for %d", c.Length, want, c.Alone, sum)
		}
	})
}

func TestCompileRefusesCirclesAndMixedMeanings(t *testing.T) {
	field := func(k FieldKind) Record {
		return Record{Form: Form{Groups: []Group{{Fields: []Field{{Code: "x", Kind: k}}}}}}
	}
	for code, c := range map[string]struct {
		parts []Part
		b     Record
	}{
		"catalog.bundle.circle": {[]Part{{Item: "a", After: []string{"b"}}, {Item: "b", After: []string{"a"}}}, field(Text)},
		"catalog.bundle.field":  {[]Part{{Item: "a"}, {Item: "b"}}, field(Day)},
		"catalog.bundle.twice":  {[]Part{{Item: "a"}, {Item: "a"}}, field(Text)},
		"catalog.bundle.item":   {[]Part{{Item: "a", After: []string{"nowhere"}}}, field(Text)},
	} {
		_, err := Compile(Bundle{Items: c.parts}, map[string]Item{"a": {ID: "a", Record: field(Text)}, "b": {ID: "b", Record: c.b}}, nil)
		if fault.Code(err) != code {
			t.Errorf("want %s, got %v", code, err)
		}
	}
}

// What an applicant's answers leave out is not planned; who waited for it waits for what it waited for. A paper that another
// item of the bundle issues first is not asked of the applicant.
func TestCompileForOneApplicant(t *testing.T) {
	limit := Limit{Amount: 5, Unit: deadline.Workday}
	items := map[string]Item{
		"licence": {ID: "licence", Record: Record{Name: "营业执照", Promised: limit, Result: Result{Name: "营业执照"}}},
		"sign":    {ID: "sign", Record: Record{Name: "招牌", Promised: limit}},
		"food":    {ID: "food", Record: Record{Name: "食品", Promised: limit, Materials: []Material{{Code: "bl", Name: "营业执照"}}}},
	}
	b := Bundle{Items: []Part{{Item: "licence"}, {Item: "sign", After: []string{"licence"}, When: When{{"outdoor", []string{"yes"}}}}, {Item: "food", After: []string{"sign"}}}}
	with, err := Compile(b, items, Answers{"outdoor": "yes"})
	if err != nil || with.Length != 15 || len(with.Plan) != 3 {
		t.Fatalf("%v %+v", err, with)
	}
	without, err := Compile(b, items, Answers{"outdoor": "no"})
	if err != nil || without.Length != 10 || !slices.Equal(without.Plan[1].After, []string{"licence"}) {
		t.Fatalf("%v %+v", err, without)
	}
	if m := without.Materials[0]; m.Within != "licence" {
		t.Errorf("the licence is asked of the applicant: %+v", m)
	}
}

// A bundle of ten whole items is compiled in under 5 ms.
func BenchmarkCompile(b *testing.B) {
	bundle, items := Bundle{}, map[string]Item{}
	for n := range 10 {
		id := fmt.Sprint("item", n)
		p := Part{Item: id}
		if n > 1 {
			p.After = []string{fmt.Sprint("item", n-2)}
		}
		bundle.Items, items[id] = append(bundle.Items, p), Item{ID: id, Record: food()}
	}
	for b.Loop() {
		if _, err := Compile(bundle, items, nil); err != nil {
			b.Fatal(err)
		}
	}
	if each := b.Elapsed() / time.Duration(b.N); each > 5*time.Millisecond {
		b.Errorf("%v", each)
	}
}
