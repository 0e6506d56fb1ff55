package catalog

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"huying/internal/audit"
	"huying/internal/fault"
	"huying/internal/gbt39046"
	"huying/internal/org"
	"huying/internal/storage"
)

// Format is how a catalogue leaves the house.
type Format string

// The formats: our own JSON with everything, an Excel workbook with every record, and table 4 of GB/T 39046.
const (
	AsJSON   Format = "json"
	AsXLSX   Format = "xlsx"
	AsTable4 Format = "gbt39046"
)

// Exported is a catalogue as a file. Problems are what the standard's validator finds in it; they do not keep it from being
// written, whoever receives it must know them.
type Exported struct {
	Name     string // of the file
	Type     string // its media type
	Data     []byte
	Items    int
	Problems []gbt39046.Problem
}

// jsonFile is the media type of the files in JSON.
const jsonFile = "application/json; charset=utf-8"

// Export writes the items in use, and those suspended, that the person may see.
func (s *Service) Export(ctx context.Context, actor org.Actor, format Format) (*Exported, error) {
	if !actor.MayAnywhere(org.CatalogView) {
		return nil, org.Forbidden()
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	var out *Exported
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		found, err := s.inForce(tx, actor.Scope(org.CatalogView))
		if err != nil {
			return err
		}
		switch format {
		case AsJSON:
			out, err = s.asJSON(tx, found)
		case AsXLSX:
			out, err = s.asWorkbook(tx, found)
		case AsTable4:
			out, err = s.asTable4(tx, dir, found)
		default:
			err = fault.New(fault.Invalid, "catalog.format", "格式应为json、xlsx或者gbt39046。")
		}
		if out != nil {
			out.Items, out.Problems = len(found), listOf(out.Problems)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, s.db.Update(ctx, func(tx *storage.Tx) error {
		return audit.Record(tx, "export", audit.Entry{Action: "export", Actor: actor.ID, Authority: "CAT-01", Data: map[string]any{"what": "catalog", "format": format, "items": out.Items}})
	})
}

// inForce reads the handling items that are in use or suspended, with their records, by code.
func (s *Service) inForce(tx *storage.Tx, scope org.Scope) ([]Item, error) {
	var args []any
	where := `WHERE i.tier = 'handling' AND i.version > 0 AND i.status <> 'cancelled' AND ` + scope.SQL(tx.Engine, "i.dept", "i.region", &args) + ` ORDER BY i.code, i.id`
	found, err := items(tx, where, args...)
	if err != nil {
		return nil, err
	}
	return found, s.withRecords(tx, found)
}

// entries are items as a file holds them: with a key, and the names of what they hang under.
func (s *Service) entries(tx *storage.Tx, found []Item) ([]Entry, error) {
	groups, err := items(tx, `WHERE i.tier <> 'handling'`)
	if err != nil {
		return nil, err
	}
	above := map[string]Item{}
	for _, g := range groups {
		above[g.ID] = g
	}
	out := make([]Entry, len(found))
	for n, i := range found {
		e := Entry{Key: keyed(i), Record: i.Record}
		up := above[i.Parent]
		if up.Tier == Sub {
			e.Sub, up = up.Record.Name, above[up.Parent]
		}
		e.Main = up.Record.Name
		out[n] = e
	}
	return out, nil
}

// keyed names an item in a file: by its key, or by its code where it has none.
func keyed(i Item) string {
	if i.Key == "" {
		return i.Record.Code
	}
	return i.Key
}

func (s *Service) asJSON(tx *storage.Tx, found []Item) (*Exported, error) {
	f := Folder{}
	var err error
	if f.Items, err = s.entries(tx, found); err != nil {
		return nil, err
	}
	if f.FeeDocuments, err = feeDocuments(tx, `ORDER BY number`); err != nil {
		return nil, err
	}
	if f.Bundles, err = bundles(tx, `WHERE current = 1 ORDER BY key, id`); err != nil {
		return nil, err
	}
	groups, err := synonyms(tx)
	if err != nil {
		return nil, err
	}
	f.Synonyms = each(groups, func(g Synonyms) []string { return g.Words })
	keys := map[string]string{}
	for _, i := range found {
		keys[i.ID] = keyed(i)
	}
	f.Bundles = slices.DeleteFunc(f.Bundles, func(b Bundle) bool { return !b.name(keys) })
	text, err := json.MarshalIndent(f, "", " ")
	return &Exported{Name: "事项库.json", Type: jsonFile, Data: text}, err
}

// name puts keys in the place of the ids of a bundle's items, false if one has none.
func (b *Bundle) name(keys map[string]string) bool {
	b.ID, b.N = "", 0
	for n := range b.Items {
		p := &b.Items[n]
		p.Item, p.After = keys[p.Item], each(p.After, func(id string) string { return keys[id] })
		if p.Item == "" || slices.Contains(p.After, "") {
			return false
		}
	}
	return true
}

func (s *Service) asWorkbook(tx *storage.Tx, found []Item) (*Exported, error) {
	entries, err := s.entries(tx, found)
	if err != nil {
		return nil, err
	}
	data, err := Workbook(entries)
	return &Exported{Name: "事项库.xlsx", Type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Data: data}, err
}

func (s *Service) asTable4(tx *storage.Tx, dir *org.Directory, found []Item) (*Exported, error) {
	bodies := map[string]Body{}
	rows := make([]gbt39046.Row, len(found))
	for n := range found {
		dept, _ := dir.Department(found[n].Record.Department)
		body, known := bodies[dept.ID]
		if !known {
			var err error
			if body, err = s.BodyOf(tx, dept); err != nil {
				return nil, err
			}
			bodies[dept.ID] = body
		}
		rows[n] = table4(&found[n], body, dir)
	}
	d := gbt39046.New(4, rows)
	text, err := json.MarshalIndent(d, "", " ")
	return &Exported{Name: "GBT39046事项管理.json", Type: jsonFile, Data: text, Problems: d.Validate(Lengths(s.policy.Now(), ""))}, err
}

// ReadFile reads a catalogue from one file: what Export wrote, in any format, by what is in it. A document of GB/T 39046 is
// held to the standard first.
func (s *Service) ReadFile(ctx context.Context, text []byte) (*Folder, error) {
	if bytes.HasPrefix(text, []byte("PK")) {
		entries, err := ReadWorkbook(text)
		return &Folder{Items: entries}, err
	}
	var kind struct {
		Standard string `json:"standard"`
	}
	if err := json.Unmarshal(text, &kind); err != nil {
		return nil, fault.New(fault.Unsupported, "catalog.file", "文件应为Excel工作簿或者JSON。").Because(err)
	}
	if kind.Standard != "" {
		return s.readTable4(ctx, text)
	}
	f := new(Folder)
	if err := decode("", text, f); err != nil {
		return nil, err
	}
	return f, f.distinct()
}

// readTable4 lays the rows of table 4 over the items that are there, by their codes. An item that the catalogue does not know
// has only what the table says, and is refused by the checks unless it is drafted to the end.
func (s *Service) readTable4(ctx context.Context, text []byte) (*Folder, error) {
	d, err := gbt39046.Parse(text)
	if err != nil || d.Set != 4 {
		return nil, fault.New(fault.Invalid, "catalog.file", "文件不是GB/T 39046的事项管理数据集。").Because(err)
	}
	if problems := d.Validate(Lengths(s.policy.Now(), "")); len(problems) > 0 {
		bad := fault.Newf(fault.Invalid, "catalog.standard", "文件有%d处不符合GB/T 39046。", len(problems))
		for _, p := range problems[:min(50, len(problems))] {
			bad.On(at("rows", p.Row)+"."+p.Element, p.Message)
		}
		return nil, bad
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	f := &Folder{}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		found, err := s.inForce(tx, org.Everything())
		if err != nil {
			return err
		}
		known, err := s.entries(tx, found)
		if err != nil {
			return err
		}
		byCode := map[string]Entry{}
		for _, e := range known {
			byCode[e.Record.Code] = e
		}
		for _, row := range d.Rows {
			e, there := byCode[row.Text(gbt39046.ItemCode)]
			if !there {
				e.Key = row.Text(gbt39046.ItemCode)
			}
			e.Record = read4(row, e.Record, dir)
			f.Items = append(f.Items, e)
		}
		return nil
	})
	return f, err
}
