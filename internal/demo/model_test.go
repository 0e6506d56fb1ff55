package demo

import (
	"bytes"
	"context"
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
