package demo

import (
	"context"
	"testing"

	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/demo/catalogue"
	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/storage/storagetest"
)

// The model catalogue is whole: every item may be published, every theme is of items that are there, and it goes out and
// comes back in each format without a change.
func TestTheModelCatalogueIsSound(t *testing.T) {
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
	c := catalog.New(db, kernel, people, settings)
	folder, err := catalog.ReadFolder(catalogue.Files)
	must(err)
	res, err := c.Import(ctx, org.System(), folder, nil)
	must(err)
	for _, r := range res.Refused {
		t.Errorf("%s %s: %+v", r.Key, r.Name, r.Findings)
	}
	for _, r := range res.Noted {
		t.Logf("%s: %+v", r.Key, r.Findings)
	}
	if res.Created < 200 || res.Bundles < 37 || len(folder.Items) != res.Created {
		t.Errorf("%d items and %d bundles of %d", res.Created, res.Bundles, len(folder.Items))
	}
	for _, format := range []catalog.Format{catalog.AsJSON, catalog.AsXLSX, catalog.AsTable4} {
		out, err := c.Export(ctx, org.System(), format)
		must(err)
		for _, problem := range out.Problems {
			t.Errorf("%s: %+v", format, problem)
		}
		again, err := c.ReadFile(ctx, out.Data)
		must(err)
		res, err := c.Import(ctx, org.System(), again, nil)
		must(err)
		if res.Unchanged != len(folder.Items) {
			t.Errorf("%s: %d of %d come back unchanged, refused %+v", format, res.Unchanged, len(folder.Items), res.Refused)
		}
	}
}
