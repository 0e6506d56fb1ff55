package catalog

import (
	"context"
	"strings"
	"time"

	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// ChangeView is a change with what was said of it.
type ChangeView struct {
	Ref
	Kind       string    `json:"kind"`
	KindName   string    `json:"kindName"`
	StateName  string    `json:"stateName"`
	Title      string    `json:"title"`
	Reason     string    `json:"reason"`
	Finding    string    `json:"finding,omitempty"`
	Cites      string    `json:"cites,omitempty"`
	Base       int64     `json:"base"`
	To         []string  `json:"to"`
	Keep       bool      `json:"keep,omitempty"`
	Origin     string    `json:"origin,omitempty"`
	Author     string    `json:"author"`
	AuthorName string    `json:"authorName"`
	Opened     time.Time `json:"opened"`
	Closed     time.Time `json:"closed,omitzero"`
	Record     *Record   `json:"record,omitempty"`
	Findings   []Finding `json:"findings"`
	Opinions   []Opinion `json:"opinions"`
	Actions    []string  `json:"actions"` // what the reader may do now
}

// Opinion is what one body said of a change.
type Opinion struct {
	Body     string    `json:"body"`
	BodyName string    `json:"bodyName"`
	Round    int64     `json:"round"`
	Outcome  string    `json:"outcome"`
	Ruling   string    `json:"ruling"`
	Text     string    `json:"text"`
	By       string    `json:"by"`
	ByName   string    `json:"byName"`
	At       time.Time `json:"at"`
}

// ChangeFilter selects changes for a list. The zero value of a field does not narrow.
type ChangeFilter struct {
	States []string
	Item   string // id
	Mine   bool   // written by the person, or by whom he stands in for
}

// Changes lists changes that the person may see, the latest first.
func (s *Service) Changes(ctx context.Context, actor org.Actor, f ChangeFilter, req page.Request) (out page.Page[ChangeRow], err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		q := casework.Query{Flow: FlowName, States: f.States, Scope: actor.Scope(org.CatalogView), Sort: casework.ByOpened}
		if f.Item != "" || f.Mine {
			q.Join("JOIN catalog_changes h ON h.id = c.id")
		}
		if f.Item != "" {
			q.Where("h.item_id = ?", f.Item)
		}
		if f.Mine {
			who := actor.IDs()
			q.Where("h.author IN (?"+strings.Repeat(", ?", len(who)-1)+")", each(who, func(id string) any { return id })...)
		}
		cases, err := s.kernel.List(tx, q, req)
		if err != nil {
			return err
		}
		out.Next = cases.Next
		out.Items, err = changeRows(tx, cases.Items)
		return err
	})
	return out, err
}

// changeRows completes the cases of one page.
func changeRows(tx *storage.Tx, cases []*casework.Case) ([]ChangeRow, error) {
	rows, place := make([]ChangeRow, len(cases)), map[string]*ChangeRow{}
	for n, c := range cases {
		rows[n] = ChangeRow{ID: c.ID, Number: c.Number, Version: c.Version, State: c.State, StateName: Flow.State(c.State).Label, Title: c.Title, Dept: deptID(c.Dept), Opened: c.Opened, Closed: c.Closed}
		place[c.ID] = &rows[n]
	}
	if len(rows) == 0 {
		return rows, nil
	}
	authors := make([]string, 0, len(rows))
	err := tx.All(`SELECT id, item_id, kind, author FROM catalog_changes WHERE id IN (`+storage.Placeholders(1, len(rows))+`)`, each(cases, func(c *casework.Case) any { return c.ID }), func(scan func(...any) error) error {
		var id, item, kind, author string
		err := scan(&id, &item, &kind, &author)
		r := place[id]
		r.Item, r.Kind, r.KindName, r.AuthorName = item, kind, label(ChangeKinds, kind), author
		authors = append(authors, author)
		return err
	})
	if err != nil {
		return nil, err
	}
	names, err := org.NamesOf(tx, authors)
	for n := range rows {
		rows[n].AuthorName = names[rows[n].AuthorName]
	}
	return rows, err
}

// ChangeRow is a change in a list.
type ChangeRow struct {
	ID         string    `json:"id"`
	Number     string    `json:"number"`
	Version    int64     `json:"version"`
	State      string    `json:"state"`
	StateName  string    `json:"stateName"`
	Title      string    `json:"title"`
	Item       string    `json:"item"`
	Kind       string    `json:"kind"`
	KindName   string    `json:"kindName"`
	AuthorName string    `json:"authorName"`
	Dept       string    `json:"dept"` // id
	Opened     time.Time `json:"opened"`
	Closed     time.Time `json:"closed,omitzero"`
}

// GetChange reads one change.
func (s *Service) GetChange(ctx context.Context, actor org.Actor, id string) (v ChangeView, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) (err error) {
		v, err = s.changeView(tx, actor, id)
		return err
	})
	return v, err
}

func (s *Service) changeView(tx *storage.Tx, actor org.Actor, id string) (v ChangeView, err error) {
	c, err := s.kernel.Get(tx, id)
	if err != nil {
		return v, err
	}
	if c.Flow != FlowName || !actor.May(org.CatalogView, c.Dept, c.Region) {
		return v, casework.NoSuchCase()
	}
	h, err := loadChange(tx, id)
	if err != nil {
		return v, err
	}
	v = ChangeView{Ref: Ref{c.ID, c.Number, c.State, c.Version, h.item}, Kind: h.kind, KindName: label(ChangeKinds, h.kind), StateName: Flow.State(c.State).Label, Title: c.Title, Reason: h.reason,
		Finding: h.finding, Cites: h.cites, Base: h.base, To: strings.Fields(h.targets), Keep: h.keep, Origin: h.origin, Author: h.author, Opened: c.Opened, Closed: c.Closed, Record: h.record, Findings: []Finding{}}
	v.Actions = available(actor, c)
	if h.record != nil && c.Open() {
		found, err := items(tx, `WHERE i.id = $1`, h.item)
		if err != nil || len(found) == 0 {
			return v, err
		}
		if v.Findings, err = s.Check(tx, found[0].Tier, h.record, c.Region); err != nil {
			return v, err
		}
	}
	if v.Opinions, err = opinions(tx, id); err != nil {
		return v, err
	}
	return v, withNames(tx, &v)
}

// available lists the actions of the flow that the person may do now.
func available(actor org.Actor, c *casework.Case) []string {
	out := []string{}
	for _, a := range Flow.Actions {
		if a.Allowed(c.State) && actor.May(a.By, c.Dept, c.Region) {
			out = append(out, a.Name)
		}
	}
	return out
}

func opinions(tx *storage.Tx, change string) ([]Opinion, error) {
	out := []Opinion{}
	err := tx.All(`SELECT body, round, outcome, text, by_person, at FROM catalog_opinions WHERE change_id = $1 ORDER BY at, id`, []any{change}, func(scan func(...any) error) error {
		var o Opinion
		var at int64
		err := scan(&o.Body, &o.Round, &o.Outcome, &o.Text, &o.By, &at)
		o.BodyName, o.Ruling, o.At = label(Bodies, o.Body), label(Rulings, o.Outcome), storage.Time(at)
		out = append(out, o)
		return err
	})
	return out, err
}

// withNames puts the names of the people into a change.
func withNames(tx *storage.Tx, v *ChangeView) error {
	ids := []string{v.Author}
	for _, o := range v.Opinions {
		ids = append(ids, o.By)
	}
	names, err := org.NamesOf(tx, ids)
	v.AuthorName = names[v.Author]
	for n := range v.Opinions {
		v.Opinions[n].ByName = names[v.Opinions[n].By]
	}
	return err
}
