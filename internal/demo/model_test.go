package demo

import (
	"bytes"
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/demo/catalogue"
	"huying/internal/document"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/policy"
	"huying/internal/storage/storagetest"
	"huying/web"
)

// The slip of every item of the model catalogue is one page (CAT-22).
func TestEverySlipIsOnePage_CAT22(t *testing.T) {
	printer, err := document.New(web.Files())
	if err != nil {
		t.Skip("the pages are not built: ", err)
	}
	ctx, c, _ := modelCatalogue(t)
	req := page.Request{Size: page.MaxSize}
	for {
		p, err := c.Search(ctx, catalog.Find{}, req)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range p.Items {
			slip, err := c.Slip(ctx, row.ID, "https://hall.example.invalid/matters/"+row.ID)
			if err != nil {
				t.Fatal(err)
			}
			pdf, err := printer.Notice(slip)
			if n := bytes.Count(pdf, []byte("/Type /Page\n")); err != nil || n != 1 {
				t.Errorf("%s: %d pages, %v", row.Name, n, err)
			}
		}
		if req.After = p.Next; p.Next == "" {
			return
		}
	}
}

// The model catalogue is whole: every item may be published, every theme is of items that are there, and it goes out and
// comes back in each format without a change.
func TestTheModelCatalogueIsSound(t *testing.T) {
	ctx, c, res := modelCatalogue(t)
	for _, r := range res.Refused {
		t.Errorf("%s %s: %+v", r.Key, r.Name, r.Findings)
	}
	for _, r := range res.Noted {
		t.Logf("%s: %+v", r.Key, r.Findings)
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
	ctx, c, _ := modelCatalogue(t)
	req := page.Request{Size: page.MaxSize}
	for {
		p, err := c.Search(ctx, catalog.Find{Each: true}, req)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range p.Items {
			for _, template := range catalog.Templates {
				_, shown, err := c.Shown(ctx, row.ID, template.Key)
				if err != nil {
					t.Fatal(err)
				}
				for _, e := range shown {
					if e.Text == "" {
						t.Errorf("%s of %s: %s has no %s", row.Name, row.DeptName, template.Label, e.Label)
					}
				}
			}
		}
		if req.After = p.Next; p.Next == "" {
			return
		}
	}
}

// modelCatalogue imports the catalogue into the city's offices.
func modelCatalogue(t *testing.T) (context.Context, *catalog.Service, *catalog.ImportResult) {
	t.Helper()
	ctx := context.Background()
	db, clk := storagetest.SQLite(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	settings, err := policy.Open(ctx, db, org.RegionExists, org.Settings, catalog.Policies)
	must(err)
	kernel, err := casework.New(db, catalog.Flow)
	must(err)
	people := org.New(db, clk, settings, nil)
	p := &play{Services: Services{DB: db, Clock: clk, Org: people, Policy: settings, Kernel: kernel}, ctx: ctx}
	p.city.offices = map[string]org.Department{}
	must(db.Update(ctx, p.buildPlaces))
	c := catalog.New(db, kernel, people, settings, nil)
	folder, err := catalog.ReadFolder(catalogue.Files)
	must(err)
	res, err := c.Import(ctx, org.System(), folder, nil)
	must(err)
	return ctx, c, res
}
