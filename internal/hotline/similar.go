package hotline

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
	"huying/internal/textindex"
)

// Similar is what an operator sees while typing: the caller's earlier appeals, open ones that may be about the same
// thing in the same place, and the departments that rules and earlier rulings offer.
type Similar struct {
	Earlier   []Row    `json:"earlier"`
	Alike     []Alike  `json:"alike"`
	Suggested []Advice `json:"suggested"`
}

// Alike is an order that may be about the same matter. Share is how much of the two texts they have in common, 0 to 1.
type Alike struct {
	Row
	Share float64 `json:"share"`
}

// Advice is a department that a routing rule offers, or another level where the citizen should ask (HOT-74).
type Advice struct {
	Dept   string `json:"dept,omitempty"`
	DeptID string `json:"deptId,omitempty"`
	Level  string `json:"level,omitempty"`  // the label of another level; "" is our own
	Tell   string `json:"tell,omitempty"`   // what the citizen is told
	Advice string `json:"advice,omitempty"` // a word for who dispatches
	Why    string `json:"why"`
}

// alikeWithin is how many of the latest orders of the place are compared: one page, whoever asks.
const alikeWithin = page.MaxSize

// FindSimilar compares what is being typed with what is there. It reads a bounded number of orders.
func (s *Service) FindSimilar(ctx context.Context, actor org.Actor, phone, regionID, title, body string) (out Similar, err error) {
	if !actor.MayAnywhere(org.OrderRegister) {
		return out, fault.New(fault.Forbidden, "hotline.similar", "您没有登记诉求的权限。")
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return out, err
	}
	out = Similar{Earlier: []Row{}, Alike: []Alike{}, Suggested: []Advice{}}
	if phone = bareNumber(phone); soundPhone(phone) {
		earlier, err := s.List(ctx, actor, Filter{Phone: phone}, page.Request{Size: 5})
		if err != nil {
			return out, err
		}
		out.Earlier = earlier.Items
	}
	region, ok := dir.Region(regionID)
	text := title + "。" + body
	if !ok || len([]rune(text)) < 6 {
		return out, nil
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		if out.Alike, err = s.alike(tx, dir, actor, region.Path, text); err != nil {
			return err
		}
		out.Suggested, err = s.suggest(tx, dir, region.Path, text)
		return err
	})
	return out, err
}

func (s *Service) alike(tx *storage.Tx, dir *org.Directory, actor org.Actor, regionPath, text string) ([]Alike, error) {
	recent, err := s.recentNear(tx, actor, regionPath)
	if err != nil {
		return nil, err
	}
	orders, err := byIDs(tx, recent)
	if err != nil {
		return nil, err
	}
	mine, enough := textindex.GramsOf(text), float64(s.policy.Now().Int("hotline.alike.share", regionPath))/100
	var close []*casework.Case
	shares := map[string]float64{}
	for _, c := range recent {
		if share := mine.Share(textindex.GramsOf(c.Title + "。" + orders[c.ID].Body)); share >= enough {
			close, shares[c.ID] = append(close, c), share
		}
	}
	slices.SortStableFunc(close, func(a, b *casework.Case) int { return cmp.Compare(shares[b.ID], shares[a.ID]) })
	rows, err := s.rows(tx, dir, close[:min(len(close), 5)], About{})
	out := []Alike{}
	for _, r := range rows {
		out = append(out, Alike{r, shares[r.ID]})
	}
	return out, err
}

// recentNear lists the latest open orders of a place: those under it, and those of the places that contain it, because one
// caller names the village and the next the town.
func (s *Service) recentNear(tx *storage.Tx, actor org.Actor, regionPath string) ([]*casework.Case, error) {
	open := true
	q := casework.Query{Flow: FlowName, Open: &open, Scope: actor.Scope(org.OrderView), Sort: casework.ByOpened}
	under, above := q, q
	under.RegionPath = regionPath
	out, err := s.kernel.List(tx, under, page.Request{Size: alikeWithin})
	around := containing(regionPath)
	if err != nil || len(around) == 0 {
		return out.Items, err
	}
	above.Where("c.region IN ("+marks(len(around))+")", anyOf(around)...)
	more, err := s.kernel.List(tx, above, page.Request{Size: alikeWithin})
	return append(out.Items, more.Items...), err
}

// containing gives the paths of the nodes above that of the path.
func containing(path string) (above []string) {
	for i, c := range path[:max(len(path)-1, 0)] {
		if c == '/' && i > 0 {
			above = append(above, path[:i+1])
		}
	}
	return above
}

// Suggest gives the departments that routing rules offer for orders which wait to be dispatched, the one for most of them
// first. Orders that the person may not dispatch do not count.
func (s *Service) Suggest(ctx context.Context, actor org.Actor, ids []string) (out []Advice, err error) {
	if !actor.MayAnywhere(org.OrderDispatch) {
		return nil, fault.New(fault.Forbidden, "hotline.suggest", "您没有派单的权限。")
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		q := casework.Query{Flow: FlowName, States: []string{Registered}, IDs: ids, Scope: actor.Scope(org.OrderDispatch)}
		cases, err := s.kernel.List(tx, q, page.Request{Size: len(ids)})
		if err != nil {
			return err
		}
		orders, err := byIDs(tx, cases.Items)
		if err != nil {
			return err
		}
		out, err = s.mostSuggested(tx, dir, cases.Items, orders)
		return err
	})
	return out, err
}

func (s *Service) mostSuggested(tx *storage.Tx, dir *org.Directory, cases []*casework.Case, orders map[string]*Order) ([]Advice, error) {
	out, times := []Advice{}, map[string]int{}
	for _, c := range cases {
		offers, err := s.suggest(tx, dir, c.Region, c.Title+"。"+orders[c.ID].Body)
		if err != nil {
			return nil, err
		}
		for _, a := range offers {
			if a.DeptID == "" {
				continue
			}
			if times[a.DeptID]++; times[a.DeptID] == 1 {
				out = append(out, a)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Advice) int { return cmp.Compare(times[b.DeptID], times[a.DeptID]) })
	return out[:min(len(out), 5)], nil
}

// suggest gives what routing rules offer for a text of a place, each department once, by the latest rule that names it.
func (s *Service) suggest(tx *storage.Tx, dir *org.Directory, regionPath, text string) ([]Advice, error) {
	rules, err := s.routingRules(tx)
	if err != nil {
		return nil, err
	}
	out := []Advice{}
	for _, r := range rules {
		if !r.Active || !strings.HasPrefix(regionPath, r.Region) || !containsAll(text, strings.Fields(r.Keywords)) {
			continue
		}
		a := Advice{Level: label(Levels, r.Level), Tell: r.tell(), Why: "派单规则：" + r.Keywords}
		if a.Tell == "" {
			a.Advice = r.Advice
		}
		if r.Origin != "" {
			a.Why = "曾有退单裁定：" + r.Keywords
		}
		if d, ok := dir.Department(r.Dept); ok {
			a.Dept, a.DeptID = d.Name, d.ID
		}
		same := func(b Advice) bool { return a.DeptID == b.DeptID && (a.DeptID != "" || a.Tell == b.Tell) }
		if !slices.ContainsFunc(out, same) {
			out = append(out, a)
		}
	}
	return out[:min(len(out), 5)], nil
}

func containsAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return len(words) > 0
}

// GroupWith puts orders about the same matter together: they are handled once, every caller is answered and called back
// for himself. An empty other takes the order out again. When enough people brought the matter it goes to the head (HOT-09).
func (s *Service) GroupWith(ctx context.Context, actor org.Actor, id string, version int64, other string) (Ref, error) {
	return s.act(ctx, actor, id, version, "group", func(a *casework.Act, o *Order) (any, error) {
		if other == "" {
			o.Group = ""
			return map[string]string{"group": ""}, nil
		}
		if other == o.ID {
			return nil, fault.New(fault.Invalid, "hotline.group.self", "不能与自身并案。")
		}
		var err error
		if o.Group, err = s.groupOf(a.Tx(), actor, other); err != nil {
			return nil, err
		}
		return map[string]string{"group": o.Group}, s.weigh(a, o)
	})
}

// groupOf is the group of an order that the person may see. One that is in none begins a group of its own, by an act with
// its own event: whoever begins it must have the right to group that order too.
func (s *Service) groupOf(tx *storage.Tx, actor org.Actor, id string) (string, error) {
	c, _, err := s.visible(tx, actor, id)
	if err != nil {
		return "", err
	}
	o, err := load(tx, c.ID)
	if err != nil || o.Group != "" {
		return o.Group, err
	}
	a, err := s.kernel.Begin(tx, actor, c.ID, 0, "group")
	if err != nil {
		return "", err
	}
	_, err = s.finish(a, func(_ *casework.Act, lead *Order) (any, error) {
		lead.Group = lead.ID
		return map[string]string{"group": lead.ID}, nil
	})
	return c.ID, err
}
