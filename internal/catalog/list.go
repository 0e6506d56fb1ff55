package catalog

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
	"huying/internal/textindex"
)

// Filter selects items for those who keep the catalogue. The zero value of a field does not narrow.
type Filter struct {
	Text     string
	Statuses []string
	Types    []string
	Classes  []string
	Tier     Tier
	Parent   string
	Dept     string   // id; it and what lies under it
	Changing bool     // with a change under way
	Flags    []string // of FlagWords: each must be set
}

// narrow gathers conditions on catalog_items i.
type narrow struct {
	conds []string
	args  []any
}

// where adds a condition; each ? stands for one argument.
func (q *narrow) where(cond string, args ...any) {
	for _, a := range args {
		q.args = append(q.args, a)
		cond = strings.Replace(cond, "?", "$"+strconv.Itoa(len(q.args)), 1)
	}
	q.conds = append(q.conds, cond)
}

func (q *narrow) oneOf(column string, values []string) {
	if len(values) > 0 {
		q.where(column+` IN (?`+strings.Repeat(", ?", len(values)-1)+`)`, each(values, func(v string) any { return v })...)
	}
}

func (f Filter) narrow(tx *storage.Tx, dir *org.Directory, scope org.Scope) *narrow {
	q := &narrow{}
	q.conds = append(q.conds, scope.SQL(tx.Engine, "i.dept", "i.region", &q.args))
	q.oneOf("i.status", f.Statuses)
	q.oneOf("i.type", f.Types)
	q.oneOf("i.class", f.Classes)
	if f.Tier != "" {
		q.where(`i.tier = ?`, f.Tier)
	}
	if f.Parent != "" {
		q.where(`i.parent = ?`, f.Parent)
	}
	if f.Dept != "" {
		d, ok := dir.Department(f.Dept)
		if !ok {
			d.Path = "/none/"
		}
		q.conds = append(q.conds, org.Under(tx.Engine, "i.dept", d.Path, &q.args))
	}
	if f.Changing {
		q.where(`i.change_id <> ''`)
	}
	for _, flag := range f.Flags {
		q.where(`EXISTS (SELECT 1 FROM catalog_flags f WHERE f.item_id = i.id AND f.flag = ?)`, flag)
	}
	return q
}

type nameKey struct {
	Name string `json:"n"`
	ID   string `json:"i"`
}

// List reads one page of the items that the person may see, by name; with words, what was entered last comes first.
func (s *Service) List(ctx context.Context, actor org.Actor, f Filter, req page.Request) (out page.Page[ItemRow], err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return out, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		q := f.narrow(tx, dir, actor.Scope(org.CatalogView))
		var p page.Page[Item]
		if strings.TrimSpace(f.Text) == "" {
			p, err = listByName(tx, q, req)
		} else {
			p, err = listByWords(tx, q, f.Text, req)
		}
		if err != nil {
			return err
		}
		out = page.Page[ItemRow]{Items: make([]ItemRow, len(p.Items)), Next: p.Next}
		err = s.withRecords(tx, p.Items)
		for n := range p.Items {
			out.Items[n] = rowOf(&p.Items[n], dir)
		}
		return err
	})
	return out, err
}

func listByName(tx *storage.Tx, q *narrow, req page.Request) (page.Page[Item], error) {
	var after nameKey
	more, err := page.Decode(req.After, &after)
	if err != nil {
		return page.Page[Item]{}, err
	}
	if more {
		q.where(`(i.name, i.id) > (?, ?)`, after.Name, after.ID)
	}
	found, err := items(tx, `WHERE `+strings.Join(q.conds, " AND ")+` ORDER BY i.name, i.id LIMIT `+strconv.Itoa(req.Limit()+1), q.args...)
	return page.Of(found, req.Limit(), func(i Item) nameKey { return nameKey{i.Record.Name, i.ID} }), err
}

func listByWords(tx *storage.Tx, q *narrow, text string, req page.Request) (page.Page[Item], error) {
	var after int64
	if _, err := page.Decode(req.After, &after); err != nil {
		return page.Page[Item]{}, err
	}
	hits, err := textindex.Find(tx, textindex.Search{Kind: indexKind, Text: text, From: "catalog_items i", ID: "i.id", Where: q.conds, Args: q.args, After: after, Limit: req.Limit() + 1})
	if err != nil || len(hits) == 0 {
		return page.Page[Item]{}, err
	}
	p := page.Of(hits, req.Limit(), func(h textindex.Hit) int64 { return h.N })
	found, err := items(tx, `WHERE i.id IN (`+storage.Placeholders(1, len(p.Items))+`)`, each(p.Items, func(h textindex.Hit) any { return h.ID })...)
	place := map[string]int{}
	for n, h := range p.Items {
		place[h.ID] = n
	}
	slices.SortFunc(found, func(a, b Item) int { return place[a.ID] - place[b.ID] })
	return page.Page[Item]{Items: found, Next: p.Next}, err
}

// visible reads an item that the person may see.
func (s *Service) visible(tx *storage.Tx, actor org.Actor, id string) (Item, error) {
	i, err := s.item(tx, `WHERE i.id = $1`, id)
	if err == nil && !actor.May(org.CatalogView, i.Dept, i.Region) {
		err = noSuchItem()
	}
	return i, err
}

// View is an item as those who keep the catalogue see it.
type View struct {
	Item
	Row      ItemRow       `json:"row"`
	Above    []ItemRow     `json:"above"` // main item, sub-item
	Versions []VersionInfo `json:"versions"`
	Findings []Finding     `json:"findings"`
	Drawing  string        `json:"drawing"`
	Under    *ChangeView   `json:"under,omitempty"` // the change under way
}

// Get reads an item with its history, what the checks say of it today, and the change under way.
func (s *Service) Get(ctx context.Context, actor org.Actor, id string) (v View, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return v, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		if v.Item, err = s.visible(tx, actor, id); err != nil {
			return err
		}
		v.Record.tidy()
		v.Row, v.Drawing, v.Above = rowOf(&v.Item, dir), Draw(v.Record.Plan), []ItemRow{}
		for up := v.Parent; up != ""; {
			above, err := s.item(tx, `WHERE i.id = $1`, up)
			if err != nil {
				return err
			}
			v.Above, up = append([]ItemRow{rowOf(&above, dir)}, v.Above...), above.Parent
		}
		if v.Versions, err = versions(tx, id); err != nil {
			return err
		}
		if v.Findings, err = s.Check(tx, v.Tier, &v.Record, v.Region); err != nil || v.Change == "" {
			return err
		}
		under, err := s.changeView(tx, actor, v.Change)
		v.Under = &under
		return err
	})
	return v, err
}

// At reads a version of an item, for those who keep the catalogue.
func (s *Service) At(ctx context.Context, actor org.Actor, id string, n int64) (i Item, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		if _, err := s.visible(tx, actor, id); err != nil {
			return err
		}
		i, err = s.Version(tx, id, n)
		return err
	})
	return i, err
}

// CheckDraft tells what the checks say of a record that somebody is writing.
func (s *Service) CheckDraft(ctx context.Context, actor org.Actor, tier Tier, r Record) (out []Finding, err error) {
	if !actor.MayAnywhere(org.CatalogEdit) {
		return nil, org.Forbidden()
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	dept, ok := dir.Department(r.Department)
	if !ok {
		return nil, fault.New(fault.Invalid, "catalog.department", "请选择有效的部门。").On("department", "没有这个部门")
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		if r.Code == "" { // they are given when it is proposed
			r.BasicCode = strings.Repeat("0", s.policy.Now().Int(setBasicCode, dept.RegionPath))
			body, err := s.BodyOf(tx, dept)
			if err != nil {
				return err
			}
			r.Code = body.Credit + "7" + r.BasicCode
		}
		out, err = s.Check(tx, tier, &r, dept.RegionPath)
		return err
	})
	return out, err
}
