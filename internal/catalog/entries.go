package catalog

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"huying/internal/storage"
)

// Count is how many items stand behind one entry.
type Count struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Count int    `json:"count"`
}

// Entries are the three ways in: by department, for firms by theme, for citizens by theme (CAT-21).
type Entries struct {
	Departments []Count `json:"departments"`
	Enterprise  []Count `json:"enterprise"`
	Individual  []Count `json:"individual"`
}

// Entries counts what stands behind each way in.
func (s *Service) Entries(ctx context.Context) (out Entries, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return out, err
	}
	departments, firms, citizens := map[string]int{}, map[string]int{}, map[string]int{}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		shelf, err := s.shelf(tx)
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for n := range shelf.items {
			v := &shelf.items[n]
			departments[v.Dept]++
			if seen[v.basicCode] { // the same matter of another office
				continue
			}
			seen[v.basicCode] = true
			for _, theme := range v.Themes {
				if serves(v.audience) {
					firms[theme]++
				}
				if slices.Contains(v.audience, Individual) {
					citizens[theme]++
				}
			}
		}
		return nil
	})
	out = Entries{counted(departments), counted(firms), counted(citizens)}
	for n := range out.Departments {
		d := &out.Departments[n]
		dept, _ := dir.Department(d.Key)
		d.Label = dept.Name
	}
	return out, err
}

// counted lists what was counted, the most first.
func counted(numbers map[string]int) []Count {
	out := make([]Count, 0, len(numbers))
	for key, n := range numbers {
		out = append(out, Count{key, key, n})
	}
	slices.SortFunc(out, func(a, b Count) int { return cmp.Or(b.Count-a.Count, strings.Compare(a.Key, b.Key)) })
	return out
}
