package catalog

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"huying/internal/audit"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
	"huying/internal/textindex"
)

// The kinds of bundles.
const (
	KindTheme   = "bundle"  // 一件事
	KindProject = "project" // 投资项目
)

// Bundle is a theme: linked items of several departments that an applicant gets by one form, one set of materials and one
// plan (CAT-29, CAT-30), or an investment project with its permits by stage. ID and N are given by the store, each saving is
// another version. Parts name items by id; in a folder, by key.
type Bundle struct {
	ID        string     `json:"id,omitempty"`
	N         int64      `json:"n,omitempty"`
	Key       string     `json:"key"`
	Kind      string     `json:"kind,omitempty"`
	Name      string     `json:"name"`
	Aliases   []string   `json:"aliases,omitempty"`
	Audience  Audience   `json:"audience"`
	Lead      string     `json:"lead"` // id of the lead department (APP-20)
	Window    string     `json:"window,omitempty"`
	Note      string     `json:"note,omitempty"`
	Items     []Part     `json:"items"`
	Questions []Question `json:"questions,omitempty"`
	Inactive  bool       `json:"inactive,omitempty"`
}

// Part is an item of a bundle. After are the items that must be decided before it can be; Stage groups a project's permits.
type Part struct {
	Item  string   `json:"item"`
	After []string `json:"after,omitempty"`
	When  When     `json:"when,omitempty"`
	Stage string   `json:"stage,omitempty"`
}

// SaveBundle writes a bundle down as its next version, "" as ID for a new one. Its items must be in use and its order without
// circles (CAT-30).
func (s *Service) SaveBundle(ctx context.Context, actor org.Actor, b Bundle) (Bundle, error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return b, err
	}
	lead, err := department(dir, b.Lead, "lead")
	if err != nil {
		return b, err
	}
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		onBehalf, err := org.Require(actor, org.CatalogKeep, lead.Path, lead.RegionPath)
		if err != nil {
			return err
		}
		if err := s.checkBundle(tx, &b); err != nil {
			return err
		}
		if err := saveBundle(tx, &b, lead.RegionPath, actor.ID); err != nil {
			return err
		}
		return audit.Record(tx, "catalog", audit.Entry{Action: "catalog.bundle", Actor: actor.ID, OnBehalf: onBehalf, Authority: "CAT-30", Data: b})
	})
	return b, err
}

func (s *Service) checkBundle(tx *storage.Tx, b *Bundle) error {
	b.Name, b.Key = strings.TrimSpace(b.Name), strings.TrimSpace(b.Key)
	bad := fault.New(fault.Invalid, "catalog.bundle", "请把主题填写完整。").Under("CAT-30")
	if b.Name == "" {
		bad.On("name", "请填写名称")
	}
	if b.Kind != KindTheme && b.Kind != KindProject {
		bad.On("kind", "应为一件事或者投资项目")
	}
	if !known(Audiences, b.Audience) {
		bad.On("audience", "请选择服务对象")
	}
	if len(b.Items) < 2 {
		bad.On("items", "主题应有两个以上的事项")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	all, err := s.itemsOf(tx, b)
	if err != nil {
		return err
	}
	_, err = Compile(*b, all, nil)
	return err
}

// itemsOf reads the items of a bundle as they stand. One that is not in use is refused.
func (s *Service) itemsOf(tx *storage.Tx, b *Bundle) (map[string]Item, error) {
	found, err := items(tx, `WHERE i.id IN (`+storage.Placeholders(1, len(b.Items))+`)`, each(b.Items, func(p Part) any { return p.Item })...)
	if err == nil {
		err = s.withRecords(tx, found)
	}
	if err != nil {
		return nil, err
	}
	all := map[string]Item{}
	for _, i := range found {
		all[i.ID] = i
	}
	for _, p := range b.Items {
		i, there := all[p.Item]
		if !there {
			return nil, noSuchItem()
		}
		if err := i.applicable(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// bundleIndexKind is what bundles are found under.
const bundleIndexKind = "catalog.bundle"

// saveBundle writes the next version of a bundle and makes it the present one.
func saveBundle(tx *storage.Tx, b *Bundle, region, by string) error {
	if b.ID == "" {
		b.ID = tx.NewID()
	}
	if b.Key == "" {
		b.Key = b.ID
	}
	if _, err := tx.One(`SELECT COALESCE(MAX(n), 0) FROM catalog_bundles WHERE id = $1`, []any{b.ID}, &b.N); err != nil {
		return err
	}
	b.N++
	text, err := json.Marshal(b)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE catalog_bundles SET current = 0 WHERE id = $1 AND current = 1`, b.ID); err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO catalog_bundles (id, n, current, key, kind, name, audience, lead, region, active, record, by_person, at)
		VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		b.ID, b.N, b.Key, b.Kind, b.Name, b.Audience, b.Lead, region, !b.Inactive, string(text), by, storage.Millis(tx.Now))
	if storage.IsUnique(err) {
		return fault.New(fault.Conflict, "catalog.bundle.taken", "已有相同代码的主题，或者他人刚刚保存。").On("key", "已被使用")
	}
	textindex.Put(tx, bundleIndexKind, b.ID, strings.Join(append([]string{b.Name}, b.Aliases...), "。"))
	return err
}

// Bundles lists the themes that can be applied for, or the projects, by name. Text narrows them.
func (s *Service) Bundles(ctx context.Context, kind, text string) (out []Bundle, err error) {
	out = []Bundle{}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		found, err := bundles(tx, `WHERE current = 1 AND active = 1 AND kind = $1 ORDER BY name, id`, kind)
		if err != nil {
			return err
		}
		if strings.TrimSpace(text) == "" {
			out = append(out, found...)
			return nil
		}
		hits, err := textindex.Find(tx, textindex.Search{Kind: bundleIndexKind, Text: text, Limit: len(found) + 1})
		for _, b := range found {
			if slices.ContainsFunc(hits, func(h textindex.Hit) bool { return h.ID == b.ID }) {
				out = append(out, b)
			}
		}
		return err
	})
	return out, err
}

// BundleAt reads a version of a bundle; 0 is the present one.
func (s *Service) BundleAt(tx *storage.Tx, id string, n int64) (Bundle, error) {
	where, args := `WHERE id = $1 AND current = 1`, []any{id}
	if n > 0 {
		where, args = `WHERE id = $1 AND n = $2`, []any{id, n}
	}
	found, err := bundles(tx, where, args...)
	if err == nil && len(found) == 0 {
		err = fault.New(fault.NotFound, "catalog.bundle.missing", "没有找到这个主题。")
	}
	if err != nil {
		return Bundle{}, err
	}
	return found[0], nil
}

func bundles(tx *storage.Tx, where string, args ...any) ([]Bundle, error) {
	var out []Bundle
	err := tx.All(`SELECT record FROM catalog_bundles `+where, args, func(scan func(...any) error) error {
		var text string
		var b Bundle
		if err := scan(&text); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(text), &b)
		out = append(out, b)
		return err
	})
	return out, err
}

// CompileBundle makes the one application of a bundle as it stands, for an applicant with these answers.
func (s *Service) CompileBundle(tx *storage.Tx, id string, answers Answers) (Bundle, *Compiled, error) {
	b, err := s.BundleAt(tx, id, 0)
	if err != nil {
		return b, nil, err
	}
	all, err := s.itemsOf(tx, &b)
	if err != nil {
		return b, nil, err
	}
	c, err := Compile(b, all, answers)
	return b, c, err
}

// importBundles takes the themes of a folder over, with ids in the place of keys. One whose items were refused is refused.
func (s *Service) importBundles(ctx context.Context, actor org.Actor, dir *org.Directory, f *Folder, res *ImportResult) error {
	for _, b := range f.Bundles {
		err := s.db.Update(ctx, func(tx *storage.Tx) error {
			lead, err := department(dir, b.Lead, "lead")
			if err != nil {
				return err
			}
			if err := identify(tx, &b); err != nil {
				return err
			}
			was, err := bundles(tx, `WHERE key = $1 AND current = 1`, b.Key)
			if err != nil {
				return err
			}
			if len(was) > 0 {
				b.ID, b.N = was[0].ID, was[0].N
				if sameBundle(b, was[0]) {
					return nil
				}
			}
			if err := s.checkBundle(tx, &b); err != nil {
				return err
			}
			return saveBundle(tx, &b, lead.RegionPath, actor.ID)
		})
		if f := fault.From(err); err != nil && f.Kind != fault.Internal {
			res.Refused = append(res.Refused, Imported{b.Key, b.Name, []Finding{{f.Rule, "items", f.Message, true}}})
			continue
		}
		if err != nil {
			return err
		}
		res.Bundles++
	}
	return nil
}

func sameBundle(a, b Bundle) bool {
	x, err := json.Marshal(a)
	y, other := json.Marshal(b)
	return err == nil && other == nil && string(x) == string(y)
}

// identify puts ids in the place of the keys of a bundle's items.
func identify(tx *storage.Tx, b *Bundle) error {
	ids := map[string]string{}
	for _, p := range b.Items {
		var id string
		found, err := tx.One(`SELECT id FROM catalog_items WHERE key = $1 AND version > 0`, []any{p.Item}, &id)
		if err != nil {
			return err
		}
		if !found {
			return fault.Newf(fault.Refused, "catalog.bundle.item", "主题中的事项“%s”没有发布。", p.Item).Under("CAT-30")
		}
		ids[p.Item] = id
	}
	parts := slices.Clone(b.Items)
	for n := range parts {
		p := &parts[n]
		p.Item = ids[p.Item]
		p.After = slices.Clone(p.After)
		for m, key := range p.After {
			if p.After[m] = ids[key]; p.After[m] == "" {
				return fault.Newf(fault.Invalid, "catalog.bundle.item", "主题中没有前置事项“%s”。", key).Under("CAT-30")
			}
		}
	}
	b.Items = parts
	return nil
}
