package catalog

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
	"huying/internal/textindex"
)

// Item is a node of the catalogue. Dept and Region are the tree paths of the department that implements it and of that
// department's place. Version is the number of the version that Record is; 0 while none has been published, and Record
// then holds little more than the name. Change is the change under way, "" if there is none. Records are shared between
// readers and must not be changed.
type Item struct {
	ID      string    `json:"id"`
	Key     string    `json:"key,omitempty"` // in the file it was imported from
	Tier    Tier      `json:"tier"`
	Parent  string    `json:"parent,omitempty"`
	Status  Status    `json:"status"`
	Dept    string    `json:"dept"`
	Region  string    `json:"region"`
	Version int64     `json:"version"`
	Change  string    `json:"change,omitempty"`
	Changed time.Time `json:"changed"`
	Record  Record    `json:"record"`
	digest  string
}

const itemColumns = `i.id, i.key, i.tier, i.parent, i.status, i.dept, i.region, i.version, i.change_id, i.name, i.basic_code, i.code, i.type, i.class, i.level, i.changed_at, COALESCE(v.digest, '')`

const fromItems = ` FROM catalog_items i LEFT JOIN catalog_versions v ON v.item_id = i.id AND v.n = i.version `

// items reads rows without their records: what the columns say of a record is all there is of it until withRecords has
// been called.
func items(tx *storage.Tx, where string, args ...any) ([]Item, error) {
	var out []Item
	err := tx.All(`SELECT `+itemColumns+fromItems+where, args, func(scan func(...any) error) error {
		var i Item
		var changed int64
		r := &i.Record
		err := scan(&i.ID, &i.Key, &i.Tier, &i.Parent, &i.Status, &i.Dept, &i.Region, &i.Version, &i.Change,
			&r.Name, &r.BasicCode, &r.Code, &r.Type, &r.Class, &r.Level, &changed, &i.digest)
		i.Changed = storage.Time(changed)
		out = append(out, i)
		return err
	})
	return out, err
}

// item reads one item with its record.
func (s *Service) item(tx *storage.Tx, where string, args ...any) (Item, error) {
	found, err := items(tx, where, args...)
	if err != nil {
		return Item{}, err
	}
	if len(found) == 0 {
		return Item{}, noSuchItem()
	}
	return found[0], s.withRecords(tx, found)
}

func noSuchItem() error {
	return fault.New(fault.NotFound, "catalog.missing", "没有找到这个事项。")
}

func noSuchVersion() error {
	return fault.New(fault.NotFound, "catalog.version", "没有找到事项的这个版本。")
}

// Published reads an item under which something may be begun now: one that is in use. A cancelled item is refused
// (CAT-08), a suspended one too.
func (s *Service) Published(tx *storage.Tx, id string) (Item, error) {
	i, err := s.item(tx, `WHERE i.id = $1`, id)
	if err != nil {
		return i, err
	}
	return i, i.applicable()
}

// applicable refuses an item under which nothing may be begun.
func (i *Item) applicable() error {
	if i.Tier != Handling {
		return fault.New(fault.Refused, "catalog.tier", "请选择具体的办理项。").Under("CAT-28")
	}
	switch i.Status {
	case Cancelled:
		return fault.New(fault.Refused, "catalog.cancelled", "此事项已取消，不再办理。").Under("CAT-08")
	case Suspended:
		return fault.New(fault.Refused, "catalog.suspended", "此事项已暂停办理。").Under("CAT-09")
	case Drafted:
		return noSuchItem()
	}
	return nil
}

// Version reads an item as a version of it says, whatever has become of the item since. Item.Version is then n.
func (s *Service) Version(tx *storage.Tx, id string, n int64) (Item, error) {
	found, err := items(tx, `WHERE i.id = $1`, id)
	if err != nil {
		return Item{}, err
	}
	if len(found) == 0 {
		return Item{}, noSuchItem()
	}
	i := found[0]
	i.Version = n
	i.Record, err = s.RecordOf(tx, id, n)
	return i, err
}

// Handling reads every handling item that was ever published, whatever has become of it, in the order of their ids: its
// name and codes only. RecordOf gives the rest.
func (s *Service) Handling(tx *storage.Tx) ([]Item, error) {
	return items(tx, `WHERE i.tier = 'handling' AND i.version > 0 ORDER BY i.id`)
}

// insert queues a new item. It has no version yet.
func insert(tx *storage.Tx, i *Item) {
	r := &i.Record
	tx.Queue(`INSERT INTO catalog_items (id, key, tier, parent, status, dept, region, version, change_id, name, basic_code, code, type, class, level, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11, $12, $13, $14, $15)`,
		i.ID, i.Key, i.Tier, i.Parent, i.Status, i.Dept, i.Region, i.Change, r.Name, r.BasicCode, r.Code, r.Type, r.Class, r.Level, storage.Millis(tx.Now))
	index(tx, i)
}

// update queues what the columns say of an item, and makes it findable by it.
func update(tx *storage.Tx, i *Item) {
	r := &i.Record
	tx.Queue(`UPDATE catalog_items SET status = $1, dept = $2, region = $3, version = $4, change_id = $5, name = $6, basic_code = $7, code = $8, type = $9, class = $10, level = $11,
		individual = $12, enterprise = $13, online = $14, bound = $15, changed_at = $16 WHERE id = $17`,
		i.Status, i.Dept, i.Region, i.Version, i.Change, r.Name, r.BasicCode, r.Code, r.Type, r.Class, r.Level,
		slices.Contains(r.Audience, Individual), slices.ContainsFunc(r.Audience, func(a Audience) bool { return a != Individual }), r.Flags.Online, r.Window != "",
		storage.Millis(tx.Now), i.ID)
	index(tx, i)
}

// indexKind is what items are found under.
const indexKind = "catalog.item"

// index makes an item findable by its words, and tells all nodes that the shelf is no longer as they have it.
func index(tx *storage.Tx, i *Item) {
	if _, err := casework.NextSerial(tx, shelfSeries); err != nil {
		tx.Fail(err)
		return
	}
	r := &i.Record
	words := append([]string{r.Name, r.Code, r.BasicCode, r.Result.Name}, r.Aliases...)
	textindex.Put(tx, indexKind, i.ID, strings.Join(append(words, r.Themes...), "。"))
}

// publish queues the next version of an item and makes it the present one. It gives the digest of what was written, which
// belongs in the event.
func (s *Service) publish(tx *storage.Tx, i *Item, r Record, change, by string) (string, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return "", fmt.Errorf("catalog: record of %s: %w", i.ID, err)
	}
	i.Version++
	i.Record, i.Status = r, Published
	digest := audit.Digest(string(text))
	tx.Queue(`INSERT INTO catalog_versions (item_id, n, record, digest, change_id, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		i.ID, i.Version, string(text), digest, change, by, storage.Millis(tx.Now))
	tx.Queue(`DELETE FROM catalog_themes WHERE item_id = $1`, i.ID)
	tx.Queue(`DELETE FROM catalog_flags WHERE item_id = $1`, i.ID)
	for _, flag := range r.Flags.set() {
		tx.Queue(`INSERT INTO catalog_flags (item_id, flag) VALUES ($1, $2)`, i.ID, flag)
	}
	themes := slices.Clone(r.Themes)
	slices.Sort(themes)
	for _, theme := range slices.Compact(themes) {
		tx.Queue(`INSERT INTO catalog_themes (item_id, theme) VALUES ($1, $2)`, i.ID, theme)
	}
	return digest, nil
}

// VersionInfo tells of one version: its number, by which change it came, who published it and when.
type VersionInfo struct {
	N      int64     `json:"n"`
	Change string    `json:"change"`
	By     string    `json:"by"`
	ByName string    `json:"byName"`
	At     time.Time `json:"at"`
}

// versions lists the versions of an item, the newest first.
func versions(tx *storage.Tx, item string) ([]VersionInfo, error) {
	out := []VersionInfo{}
	err := tx.All(`SELECT n, change_id, by_person, at FROM catalog_versions WHERE item_id = $1 ORDER BY n DESC`, []any{item}, func(scan func(...any) error) error {
		var v VersionInfo
		var at int64
		err := scan(&v.N, &v.Change, &v.By, &at)
		v.At = storage.Time(at)
		out = append(out, v)
		return err
	})
	if err != nil {
		return nil, err
	}
	names, err := org.NamesOf(tx, each(out, func(v VersionInfo) string { return v.By }))
	for n := range out {
		out[n].ByName = names[out[n].By]
	}
	return out, err
}
