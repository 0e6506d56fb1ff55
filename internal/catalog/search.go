package catalog

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// Find selects items for who looks for one: by words, by department, by whom it serves, by theme (CAT-21). The zero value of
// a field does not narrow.
type Find struct {
	Text     string
	Dept     string   // id; it and what lies under it
	Audience Audience // Individual, or anything else for firms and other bodies
	Theme    string
	Online   bool
	Each     bool // the item of every office, where several offer the same matter; without it such a matter comes once
}

// ItemRow is an item in a list, as a page shows it.
type ItemRow struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Code       string   `json:"code"`
	Tier       Tier     `json:"tier"`
	Parent     string   `json:"parent,omitempty"`
	Status     Status   `json:"status"`
	StatusName string   `json:"statusName"`
	Version    int64    `json:"version"`
	Change     string   `json:"change,omitempty"`
	Dept       string   `json:"dept"` // id
	DeptName   string   `json:"deptName"`
	TypeName   string   `json:"typeName"`
	Class      Class    `json:"class"`
	ClassName  string   `json:"className"`
	Promised   string   `json:"promised"`
	Free       bool     `json:"free"`
	Online     bool     `json:"online"`
	Visits     int      `json:"visits"`
	Themes     []string `json:"themes"`
	Window     string   `json:"window"`
	Offices    int      `json:"offices,omitempty"` // in a search: how many offices offer this matter, if several do
}

func rowOf(i *Item, dir *org.Directory) ItemRow { return bareRow(i).in(dir) }

// bareRow is a row without the name of the department.
func bareRow(i *Item) ItemRow {
	r := &i.Record
	return ItemRow{ID: i.ID, Name: r.Name, Code: r.Code, Tier: i.Tier, Parent: i.Parent, Status: i.Status, StatusName: label(Statuses, i.Status), Version: i.Version, Change: i.Change, Dept: deptID(i.Dept),
		TypeName: label(Types, r.Type), Class: r.Class, ClassName: label(Classes, r.Class), Promised: spelled(r.Promised), Free: len(r.Fees) == 0, Online: r.Flags.Online, Visits: r.Visits, Themes: listOf(r.Themes), Window: r.Window}
}

// in puts the name of the department in.
func (row ItemRow) in(dir *org.Directory) ItemRow {
	if d, ok := dir.Department(row.Dept); ok {
		row.DeptName = d.Name
	}
	return row
}

// deptID is the id that a department's path ends with.
func deptID(path string) string {
	path = strings.TrimSuffix(path, "/")
	return path[strings.LastIndexByte(path, '/')+1:]
}

// Search lists the handling items that are in use or suspended, for everybody. With words the best come first, without them
// they come by name.
func (s *Service) Search(ctx context.Context, f Find, req page.Request) (out page.Page[ItemRow], err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return out, err
	}
	var after ranked
	more, err := page.Decode(req.After, &after)
	if err != nil {
		return out, err
	}
	var all []ranked
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		shelf, err := s.shelf(tx)
		if err != nil {
			return err
		}
		candidates := shelf.narrow(f, dir)
		if text := fold(strings.TrimSpace(f.Text)); text != "" {
			groups, err := synonyms(tx)
			if err != nil {
				return err
			}
			all = best(candidates, text, groups)
			return nil
		}
		all = each(candidates, func(v *shelved) ranked { return ranked{Name: v.Name, ID: v.ID, item: v} })
		return nil
	})
	if err != nil {
		return out, err
	}
	if !f.Each {
		all = once(all)
	}
	if more {
		all = slices.DeleteFunc(all, func(r ranked) bool { return before(r, after) <= 0 })
	}
	p := page.Of(all, req.Limit(), func(r ranked) ranked { return r })
	return page.Page[ItemRow]{Items: each(p.Items, func(r ranked) ItemRow {
		row := r.item.in(dir)
		row.Offices = r.offices
		return row
	}), Next: p.Next}, nil
}

// once keeps the first of the items that are one matter: offices that offer the same matter, such as the townships, share
// its basic code.
func once(all []ranked) []ranked {
	var out []ranked
	first := map[string]int{}
	for _, r := range all {
		n, again := first[r.item.basicCode]
		if !again {
			first[r.item.basicCode] = len(out)
			out = append(out, r)
			continue
		}
		out[n].offices = max(out[n].offices, 1) + 1
	}
	return out
}

// narrow gives what f asks for beside its words.
func (sh *shelf) narrow(f Find, dir *org.Directory) []*shelved {
	dept, _ := dir.Department(f.Dept)
	var out []*shelved
	for n := range sh.items {
		v := &sh.items[n]
		switch {
		case f.Dept != "" && (dept.Path == "" || !strings.HasPrefix(v.path, dept.Path)):
		case f.Audience == Individual && !slices.Contains(v.audience, Individual):
		case f.Audience != "" && f.Audience != Individual && !serves(v.audience):
		case f.Theme != "" && !slices.Contains(v.Themes, f.Theme):
		case f.Online && !v.Online:
		default:
			out = append(out, v)
		}
	}
	return out
}

// serves reports whether an item is for firms or other bodies.
func serves(audience []Audience) bool {
	return slices.ContainsFunc(audience, func(a Audience) bool { return a != Individual })
}

// ranked is an item that was found, and how well it fits. Without words all fit alike and come by name.
type ranked struct {
	Score int    `json:"s"`
	Size  int    `json:"z"` // of the name, where words were given: the shorter one is the plainer matter
	Name  string `json:"n"`
	ID    string `json:"i"`
	item  *shelved

	offices int
}

func before(a, b ranked) int {
	return cmp.Or(b.Score-a.Score, a.Size-b.Size, strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
}

// maxReadings bounds how many ways to read a query are tried.
const maxReadings = 8

// best gives what contains the words, with synonyms in their place. If nothing does, it is what contains a synonym of a part
// of them, and if nothing does that, what shares at least half of their pairs of characters.
func best(candidates []*shelved, text string, groups []Synonyms) []ranked {
	whole, loose := readings(text, groups, maxReadings)
	found := matching(candidates, func(v *shelved) int { return score(v, whole) })
	if len(found) == 0 {
		found = matching(candidates, func(v *shelved) int { return score(v, loose) })
	}
	if pairs := pairsOf(whole[0]); len(found) == 0 && len(pairs) > 0 {
		found = matching(candidates, func(v *shelved) int {
			shared := 0
			for _, pair := range pairs {
				if v.says(pair) {
					shared++
				}
			}
			if 2*shared < len(pairs) {
				return 0
			}
			return shared
		})
	}
	slices.SortFunc(found, before)
	return found
}

func matching(candidates []*shelved, fit func(v *shelved) int) []ranked {
	var found []ranked
	for _, v := range candidates {
		if score := fit(v); score > 0 {
			found = append(found, ranked{Score: score, Size: len(v.name), Name: v.Name, ID: v.ID, item: v})
		}
	}
	return found
}

// score tells how well an item fits: its name says it, or one of the words that people have for it, or something else; 0 if
// nothing does. What was asked for, which comes first, counts more than its synonyms.
func score(v *shelved, texts []string) int {
	most := 0
	for n, text := range texts {
		if !v.says(text) {
			continue
		}
		fit := 20
		switch {
		case v.name == text:
			fit = 100
		case slices.Contains(v.aliases, text):
			fit = 90
		case strings.Contains(v.name, text):
			fit = 80
		case slices.ContainsFunc(v.aliases, func(a string) bool { return strings.Contains(a, text) }):
			fit = 60
		}
		if n > 0 {
			fit -= 5
		}
		most = max(most, fit)
	}
	return most
}

// maxPairs bounds how many pairs of characters are compared.
const maxPairs = 30

// pairsOf cuts a text into pairs of neighbouring Chinese characters, each once.
func pairsOf(text string) []string {
	var out []string
	runes := []rune(text)
	for n := 0; n+1 < len(runes) && len(out) < maxPairs; n++ {
		if unicode.Is(unicode.Han, runes[n]) && unicode.Is(unicode.Han, runes[n+1]) {
			out = append(out, string(runes[n:n+2]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
