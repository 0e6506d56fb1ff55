package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"huying/internal/app"
	"huying/internal/approval"
	"huying/internal/catalog"
	"huying/internal/demo/catalogue"
	"huying/internal/org"
	"huying/internal/storage"
)

const (
	shelfItems = 5_000 // what citizens search
	wanted     = 400   // of which so many are applied for
	linked     = 10    // items of the one theme
)

// applied are the items that applications under way are of: of one department, one decided at once, one reviewed first.
var applied = []string{"food_licence_new", "food_production"}

// benchShelf is what may be applied for in the town: the model catalogue as often as it takes, each time of another street.
type benchShelf struct {
	keys    []string // of all items
	theme   string   // id of the theme of ten items
	answers []approval.Submission
}

var benchStreets = []string{"东街", "南街", "西街", "北街", "河滨", "望江", "城北", "湖心", "老城", "新区", "桥头", "东门"}

// stock lays the catalogue in, with the departments that it names.
func (t *benchTown) stock(ctx context.Context, a *app.App, say func(format string, args ...any)) error {
	model, err := catalog.ReadFolder(catalogue.Files)
	if err != nil {
		return err
	}
	folder := &catalog.Folder{FeeDocuments: model.FeeDocuments, Bodies: model.Bodies, Synonyms: model.Synonyms}
	for n := 0; len(folder.Items) < shelfItems; n++ {
		for _, e := range model.Items[:min(len(model.Items), shelfItems-len(folder.Items))] {
			if n > 0 {
				street := fmt.Sprintf("（%s%d号）", benchStreets[n%len(benchStreets)], n)
				e.Key, e.Main, e.Sub, e.Record.Name = fmt.Sprint(strings.ReplaceAll(e.Key, "@", "-"), "#", n), "", "", e.Record.Name+street
			}
			folder.Items = append(folder.Items, e)
			t.shelf.keys = append(t.shelf.keys, e.Key)
		}
	}
	theme := catalog.Bundle{Key: "bench", Kind: catalog.KindTheme, Name: "量测十件事", Audience: catalog.Enterprise, Lead: model.Items[0].Record.Department}
	for i := range linked {
		part := catalog.Part{Item: model.Items[i*len(model.Items)/linked].Key}
		if i > 1 {
			part.After = []string{theme.Items[i-2].Item}
		}
		theme.Items = append(theme.Items, part)
	}
	folder.Bundles = []catalog.Bundle{theme}
	if err := settleDepartments(ctx, a, model); err != nil {
		return err
	}
	res, err := a.Catalog.Import(ctx, org.System(), folder, func(done, total int) {
		if done%500 == 0 {
			say("%s：事项库 %d / %d", a.DB.Engine(), done, total)
		}
	})
	if err != nil {
		return err
	}
	if len(res.Refused) > 0 {
		return fmt.Errorf("bench: %d items are refused, such as %+v", len(res.Refused), res.Refused[0])
	}
	return t.shelf.choose(ctx, a)
}

// settleDepartments founds every office that the catalogue speaks of.
func settleDepartments(ctx context.Context, a *app.App, f *catalog.Folder) error {
	var ids []string
	for _, e := range f.Items {
		ids = append(append(ids, e.Record.Department), e.Record.Partners...)
		for _, s := range e.Record.Plan.Steps {
			ids = append(append(ids, s.Dept), s.Asks...)
		}
	}
	slices.Sort(ids)
	return a.DB.Update(ctx, func(tx *storage.Tx) error {
		for _, id := range slices.Compact(ids) {
			if id == "" {
				continue
			}
			d := org.Department{ID: id, Name: "量测局" + id, Short: id, Kind: org.Bureau, Region: "990000", Active: true}
			if _, err := a.Org.AddDepartment(tx, org.System(), d); err != nil {
				return err
			}
		}
		return nil
	})
}

// choose finds what is applied for, and how.
func (s *benchShelf) choose(ctx context.Context, a *app.App) error {
	themes, err := a.Catalog.Bundles(ctx, catalog.KindTheme, "")
	if err != nil {
		return err
	}
	s.theme = themes[0].ID
	return a.DB.View(ctx, func(tx *storage.Tx) error {
		items, err := a.Catalog.Handling(tx)
		if err != nil {
			return err
		}
		for _, key := range applied {
			item := items[slices.IndexFunc(items, func(i catalog.Item) bool { return i.Key == key })]
			if item.Record, err = a.Catalog.RecordOf(tx, item.ID, item.Version); err != nil {
				return err
			}
			s.answers = append(s.answers, answered(item))
		}
		return nil
	})
}

// answered is an application under an item with every paper it wants and its whole form, by the examples that it gives.
func answered(item catalog.Item) approval.Submission {
	in := approval.Submission{Item: item.ID, Channel: "web", Choices: catalog.Answers{}, Form: map[string]any{}}
	for _, q := range item.Record.Scenario {
		in.Choices[q.Code] = q.Options[0].Value
	}
	r := catalog.Narrow(item.Record, in.Choices)
	for _, g := range r.Form.Groups {
		for _, f := range g.Fields {
			if v := example(f); v != nil {
				in.Form[f.Code] = v
			}
		}
	}
	for _, m := range r.Materials {
		if !m.Shared {
			in.Materials = append(in.Materials, approval.Handing{Code: m.Code, Copies: 1})
		}
	}
	return in
}

func example(f catalog.Field) any {
	switch f.Kind {
	case catalog.Choice:
		return f.Options[0].Value
	case catalog.Choices:
		return []string{f.Options[0].Value}
	case catalog.Yes:
		return true
	case catalog.Number, catalog.Money:
		return 1
	case catalog.Day:
		return "2026-10-01"
	case catalog.Phone:
		return benchPhone(1)
	case catalog.Identity:
		return benchIdentity(1)
	case catalog.Credit:
		return nil
	}
	return "河滨小区3栋1号"
}

// benchIdentity is a sound identity number of nobody: the place 990000 is none.
func benchIdentity(i int) string {
	body := fmt.Sprintf("9900001990%02d%02d%03d", 1+i/28%12, 1+i%28, i/336%1000)
	for _, check := range "0123456789X" {
		if id := body + string(check); catalog.ValidIdentity(id) {
			return id
		}
	}
	return ""
}
