package catalog

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/width"

	"huying/internal/storage"
)

// shelf is what everybody looks for: the handling items in use or suspended, in memory, by name. A catalogue is small, is
// read all the time and changes a few times a day; a look at one row tells whether this node still has it as it is.
type shelf struct {
	stamp int64
	items []shelved
}

// shelved is an item as a list shows it, but for the name of its department, with what it is narrowed by and the words it is
// found by, folded. Of its record there is no more: whole, the records of a city are too much to carry.
type shelved struct {
	ItemRow
	path       string // of its department
	basicCode  string
	department string // id, as the record names it
	audience   []Audience
	digest     string
	name       string
	aliases    []string
	words      string // everything, divided by a character that no query holds
}

// shelfSeries counts the changes of items; a node that has seen another number reads the shelf again.
const shelfSeries = "catalog.shelf"

// shelves keeps the shelf of this node.
type shelves struct {
	mu   sync.Mutex
	kept *shelf
}

// shelf gives the shelf as the transaction sees it. The transaction must be a View: what another has not committed is not for
// everybody.
func (s *Service) shelf(tx *storage.Tx) (*shelf, error) {
	var stamp int64
	if _, err := tx.One(`SELECT last FROM serials WHERE series = $1`, []any{shelfSeries}, &stamp); err != nil {
		return nil, err
	}
	s.shelves.mu.Lock()
	kept := s.shelves.kept
	s.shelves.mu.Unlock()
	if kept != nil && kept.stamp == stamp {
		return kept, nil
	}
	found, err := items(tx, `WHERE i.tier = 'handling' AND i.status IN ('published', 'suspended') ORDER BY i.name, i.id`)
	if err != nil {
		return nil, err
	}
	fresh, err := s.restock(tx, kept, found)
	if err != nil {
		return nil, err
	}
	fresh.stamp = stamp
	s.shelves.mu.Lock()
	defer s.shelves.mu.Unlock()
	if s.shelves.kept == nil || s.shelves.kept.stamp < stamp {
		s.shelves.kept = fresh
	}
	return fresh, nil
}

// restock lays items out anew. What is unchanged since it was kept is taken over, so that only the changed records are read.
func (s *Service) restock(tx *storage.Tx, kept *shelf, found []Item) (*shelf, error) {
	same := map[string]*shelved{}
	if kept != nil {
		for n := range kept.items {
			same[kept.items[n].digest] = &kept.items[n]
		}
	}
	changed := keep(found, func(i Item) bool { return same[i.digest] == nil })
	fresh := map[string]*shelved{}
	for part := range slices.Chunk(changed, pageful) {
		part = slices.Clone(part) // whose records are let go with it
		if err := s.withRecords(tx, part); err != nil {
			return nil, err
		}
		for _, i := range part {
			v := shelve(i)
			fresh[i.digest] = &v
		}
	}
	return &shelf{items: each(found, func(i Item) shelved {
		v := *cmp.Or(same[i.digest], fresh[i.digest])
		v.stand(&i)
		return v
	})}, nil
}

func shelve(i Item) shelved {
	r := &i.Record
	v := shelved{ItemRow: bareRow(&i), basicCode: r.BasicCode, department: r.Department, audience: r.Audience, digest: i.digest, name: fold(r.Name), aliases: each(r.Aliases, fold)}
	all := append([]string{r.Name, r.Code, r.BasicCode, r.Result.Name}, r.Aliases...)
	v.words = fold(strings.Join(append(all, r.Themes...), "\n"))
	return v
}

// stand puts in what an item's columns say: its record may be as it was, or that of another item that says the same.
func (v *shelved) stand(i *Item) {
	v.ID, v.Tier, v.Parent, v.Status, v.StatusName, v.Version, v.Change = i.ID, i.Tier, i.Parent, i.Status, label(Statuses, i.Status), i.Version, i.Change
	v.path, v.Dept = i.Dept, deptID(i.Dept)
}

// fold writes a text as it is compared: full width and capitals make no difference.
func fold(text string) string { return strings.ToLower(width.Fold.String(text)) }

// says reports whether the item's words contain the text.
func (v *shelved) says(text string) bool { return strings.Contains(v.words, text) }
