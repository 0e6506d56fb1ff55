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

// Changes lists changes that the person may see, the latest first.
func (s *Service) Changes(ctx context.Context, actor org.Actor, states []string, item string, req page.Request) (out page.Page[ChangeRow], err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		q := casework.Query{Flow: FlowName, States: states, Scope: actor.Scope(org.CatalogView), Sort: casework.ByOpened}
		if item != "" {
			q.Join("JOIN catalog_changes h ON h.id = c.id")
			q.Where("h.item_id = ?", item)
		}
		cases, err := s.kernel.List(tx, q, req)
		if err != nil {
			return err
		}
		out = page.Page[ChangeRow]{Items: make([]ChangeRow, len(cases.Items)), Next: cases.Next}
		for n, c := range cases.Items {
			h, err := loadChange(tx, c.ID)
			if err != nil {
				return err
			}
			out.Items[n] = ChangeRow{ID: c.ID, Number: c.Number, Version: c.Version, State: c.State, StateName: Flow.State(c.State).Label, Title: c.Title, Item: h.item, Kind: h.kind,
				KindName: label(ChangeKinds, h.kind), Dept: deptID(c.Dept), Opened: c.Opened, Closed: c.Closed}
		}
		return nil
	})
	return out, err
}

// ChangeRow is a change in a list.
type ChangeRow struct {
	ID        string    `json:"id"`
	Number    string    `json:"number"`
	Version   int64     `json:"version"`
	State     string    `json:"state"`
	StateName string    `json:"stateName"`
	Title     string    `json:"title"`
	Item      string    `json:"item"`
	Kind      string    `json:"kind"`
	KindName  string    `json:"kindName"`
	Dept      string    `json:"dept"` // id
	Opened    time.Time `json:"opened"`
	Closed    time.Time `json:"closed,omitzero"`
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
