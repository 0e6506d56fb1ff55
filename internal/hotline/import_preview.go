package hotline

import (
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/sheet"
)

// ImportPreview is what a person checks before a file is imported.
type ImportPreview struct {
	sheet.Table
	Columns map[string]string `json:"columns"` // field to column, as guessed or mapped
	Rows    []PreviewRow      `json:"rows"`
	Total   int               `json:"total"`
	Missing []fault.Field     `json:"missing"` // fields without a column
}

// PreviewRow is one row as it would be read.
type PreviewRow struct {
	Row    int               `json:"row"`
	Cells  map[string]string `json:"cells"`
	Kind   string            `json:"kind,omitempty"`
	Reason string            `json:"reason,omitempty"` // why it would be refused
}

// previewed is how many rows a preview shows.
const previewed = 5

// PreviewImport shows the first rows of a table as they would be imported.
func (s *Service) PreviewImport(actor org.Actor, t sheet.Table, in ImportOptions) (ImportPreview, error) {
	if err := mayImport(actor); err != nil {
		return ImportPreview{}, err
	}
	p := ImportPreview{Table: t, Columns: map[string]string{}, Rows: []PreviewRow{}, Total: len(t.Rows), Missing: []fault.Field{}}
	at, err := t.Columns(Fields, in.Mapping)
	if err != nil {
		p.Missing = fault.From(err).Fields
		return p, nil
	}
	for key, i := range at {
		p.Columns[key] = t.Header[i]
	}
	for n, row := range t.Rows[:min(previewed, len(t.Rows))] {
		o, reason := in.parse(at, n+2, row, s.db.Now())
		shown := PreviewRow{Row: o.row, Cells: map[string]string{}, Kind: label(Kinds, o.kind), Reason: label(Reasons, reason)}
		for key, i := range at {
			if i < len(row) {
				shown.Cells[key] = row[i]
			}
		}
		p.Rows = append(p.Rows, shown)
	}
	return p, nil
}
