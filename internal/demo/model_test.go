package demo

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/clock"
	"huying/internal/demo/catalogue"
	"huying/internal/document"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/policy"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
	"huying/web"
)

// The slip of every item of the model catalogue is one page (CAT-22). The longest are printed; the others say less.
func TestEverySlipIsOnePage_CAT22(t *testing.T) {
	t.Parallel()
	printer, err := document.New(web.Files())
	if err != nil {
		t.Skip("the pages are not built: ", err)
	}
	c, _ := modelCatalogue(t)
	var slips []document.Notice
	eachItem(t, c, func(row catalog.ItemRow) {
		slip, err := c.Slip(ctx, row.ID, "https://hall.example.invalid/matters/"+row.ID, nil)
		if err != nil {
			t.Fatal(err)
		}
		slips = append(slips, slip)
	})
	slices.SortStableFunc(slips, func(a, b document.Notice) int { return linesOf(b) - linesOf(a) })
	for _, slip := range slips[:25] {
		pdf, err := printer.Notice(slip)
		if n := bytes.Count(pdf, []byte("/Type /Page\n")); err != nil || n != 1 {
			t.Errorf("%s: %d pages, %v", slip.Fields[0].Value, n, err)
		}
	}
}

// linesOf is about how many lines a notice takes.
func linesOf(n document.Notice) (lines int) {
	const onALine = 34
	for _, f := range n.Fields {
		for _, p := range strings.Split(f.Value, "\n") {
			lines += 1 + utf8.RuneCountInString(p)/onALine
		}
	}
	return lines
}

func eachItem(t *testing.T, c *catalog.Service, do func(row catalog.ItemRow)) {
	t.Helper()
	req := page.Request{Size: page.MaxSize}
	for {
		p, err := c.Search(ctx, catalog.Find{Each: true}, req)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range p.Items {
			do(row)
		}
		if req.After = p.Next; p.Next == "" {
			return
		}
	}
}

// The model catalogue is whole: every item may be published, every theme is of items that are there, and it goes out and
// comes back in each format without a change.
func TestTheModelCatalogueIsSound(t *testing.T) {
	t.Parallel()
	c, res := modelCatalogue(t)
	for _, r := range res.Refused {
		t.Errorf("%s %s: %+v", r.Key, r.Name, r.Findings)
	}
	if res.Created < 200 || res.Bundles < 37 || res.Unchanged+res.Changed != 0 {
		t.Errorf("%d items and %d bundles", res.Created, res.Bundles)
	}
	for _, format := range []catalog.Format{catalog.AsJSON, catalog.AsXLSX, catalog.AsTable4} {
		out, err := c.Export(ctx, org.System(), format)
		if err != nil {
			t.Fatal(err)
		}
		for _, problem := range out.Problems {
			t.Errorf("%s: %+v", format, problem)
		}
		again, err := c.ReadFile(ctx, out.Data)
		if err != nil {
			t.Fatal(err)
		}
		res, err := c.Import(ctx, org.System(), again, nil)
		if err != nil {
			t.Fatal(err)
		}
		if res.Unchanged != out.Items {
			t.Errorf("%s: %d of %d come back unchanged, refused %+v", format, res.Unchanged, out.Items, res.Refused)
		}
	}
}

// What the model catalogue says of the law is sure of the text or says that it is not; no limit is promised beyond the law's;
// every type of item is there, every township offers its matters; and no guide, slip or board has an empty line (CAT-02,
// CAT-18, CAT-20, CAT-24, TIME-21).
func TestCAT18TheModelCatalogueIsHonest(t *testing.T) {
	t.Parallel()
	const mark = "由实施部门核对"
	cites := regexp.MustCompile(`》第[一二三四五六七八九十百]+条$`)
	folder, err := catalog.ReadFolder(catalogue.Files)
	if err != nil {
		t.Fatal(err)
	}
	types, towns := map[catalog.Type]int{}, map[string]int{}
	for _, e := range folder.Items {
		r := e.Record
		types[r.Type]++
		if r.Level == catalog.Township {
			towns[r.Department]++
		}
		for _, b := range r.Basis {
			if b.Article == "" && b.For != "fee" && b.Note != mark || b.Article != "" && b.Note != "" {
				t.Errorf("%s rests on %s", e.Key, b)
			}
		}
		if sure := cites.MatchString(r.Statutory.Basis) && !strings.HasPrefix(r.Statutory.Basis, "比照"); !sure && !strings.Contains(r.Statutory.Note, mark) {
			t.Errorf("%s: the limit of %s is not said to be the model's", e.Key, r.Statutory.Basis)
		}
		if law, _, _ := strings.Cut(strings.TrimPrefix(r.Statutory.Basis, "比照"), "》"); !slices.ContainsFunc(r.Basis, func(b catalog.Basis) bool { return strings.HasPrefix(b.Law, law) }) {
			t.Errorf("%s: the limit rests on %s, which is none of its grounds", e.Key, r.Statutory.Basis)
		}
	}
	for _, w := range catalog.Types {
		if types[catalog.Type(w.Key)] == 0 {
			t.Errorf("nothing is a matter of %s", w.Label)
		}
	}
	for _, here := range places() {
		if towns[here.id] < 7 {
			t.Errorf("%s offers %d matters", here.name, towns[here.id])
		}
	}
	c, _ := modelCatalogue(t)
	eachItem(t, c, func(row catalog.ItemRow) {
		for _, template := range catalog.Templates {
			_, shown, err := c.Shown(ctx, row.ID, template.Key)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range shown {
				if e.Text == "" {
					t.Errorf("%s: %s has no %s", row.Name, template.Label, e.Label)
				}
			}
		}
	})
}

var (
	importing sync.Once
	model     []byte // the database with the catalogue in it
	imported  *catalog.ImportResult
)

// modelCatalogue gives the catalogue in the city's offices, imported once, in a copy of its own. Of what every township offers
// one will do.
func modelCatalogue(t *testing.T) (*catalog.Service, *catalog.ImportResult) {
	t.Helper()
	importing.Do(func() {
		db, clk := storagetest.SQLite(t)
		c, people := offering(t, db, clk)
		p := &play{Services: Services{DB: db, Clock: clk, Org: people}, ctx: ctx}
		p.city.offices = map[string]org.Department{}
		if err := db.Update(ctx, p.buildPlaces); err != nil {
			t.Fatal(err)
		}
		folder, err := catalog.ReadFolder(catalogue.Files)
		if err != nil {
			t.Fatal(err)
		}
		folder.Items = slices.DeleteFunc(folder.Items, func(e catalog.Entry) bool { return strings.Contains(e.Key, "@") })
		if imported, err = c.Import(ctx, org.System(), folder, nil); err != nil {
			t.Fatal(err)
		}
		model = bytesOf(t, db)
	})
	if model == nil {
		t.Fatal("the catalogue could not be imported")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "huying.db"), model, 0o600); err != nil {
		t.Fatal(err)
	}
	db, clk := storagetest.Open(t, storage.Options{Dir: dir})
	c, _ := offering(t, db, clk)
	return c, imported
}

func offering(t *testing.T, db *storage.DB, clk *clock.Virtual) (*catalog.Service, *org.Service) {
	t.Helper()
	settings, err := policy.Open(ctx, db, org.RegionExists, org.Settings, catalog.Policies)
	if err != nil {
		t.Fatal(err)
	}
	kernel, err := casework.New(db, catalog.Flow)
	if err != nil {
		t.Fatal(err)
	}
	people := org.New(db, clk, settings, nil)
	return catalog.New(db, kernel, people, settings, nil), people
}

// What people call opening a shop finds what a shop needs (CAT-21).
func TestCAT21AShopIsFoundByWhatPeopleCallIt(t *testing.T) {
	t.Parallel()
	c, _ := modelCatalogue(t)
	for _, text := range []string{"开个小店", "小店", "我想开店", "小卖部", "便利店"} {
		found, err := c.Search(ctx, catalog.Find{Text: text}, page.Request{Size: 20})
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"食品经营许可", "个体工商户设立"} {
			if !slices.ContainsFunc(found.Items, func(r catalog.ItemRow) bool { return strings.HasPrefix(r.Name, want) }) {
				t.Errorf("%s does not find %s", text, want)
			}
		}
	}
}
