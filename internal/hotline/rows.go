package hotline

import (
	"cmp"
	"context"
	"strings"

	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// About says what a list of orders is about: the limit of a meter, which each row then shows as it was missed worst, or the
// satisfaction of the citizens. The zero value is about the orders themselves; a row shows the limit that counts in its state.
type About struct {
	Meter        string `json:"meter,omitempty"`
	Satisfaction bool   `json:"satisfaction,omitempty"`
}

// Reading is how satisfied a citizen was, as the figures count it: at the revisit, or as long as there was none at the
// answer (HOT-63, HOT-67, HOT-101).
type Reading struct {
	Grade     string `json:"grade"`
	Good      bool   `json:"good"` // counts as satisfied: an order closed as explained does not
	Explained bool   `json:"explained,omitempty"`
	Revisited bool   `json:"revisited,omitempty"`
	Why       string `json:"why,omitempty"` // the cause of dissatisfaction and what was said of it
}

// heard is what the last revisit that reached the citizen says of his dissatisfaction.
type heard struct{ cause, note string }

func askHeard(tx *storage.Tx, cases []*casework.Case) map[string]heard {
	out := map[string]heard{}
	if len(cases) == 0 {
		return out
	}
	ids := make([]any, len(cases))
	for i, c := range cases {
		ids[i] = c.ID
	}
	tx.Ask(`SELECT order_id, cause, note FROM order_revisits WHERE reached = 1 AND order_id IN (`+storage.Placeholders(1, len(ids))+`) ORDER BY at, id`, ids, func(scan func(...any) error) error {
		var id string
		var h heard
		err := scan(&id, &h.cause, &h.note)
		out[id] = h
		return err
	})
	return out
}

func (o *Order) reading(last heard) *Reading {
	grade := cmp.Or(o.Second, o.First)
	if grade == "" {
		return nil
	}
	r := &Reading{Grade: grade.Label(), Explained: o.ClosingMark == "explained", Revisited: o.Second != ""}
	r.Good = grade.Good() && !r.Explained
	if !grade.Good() && r.Revisited {
		r.Why = strings.Trim(cmp.Or(label(Causes, last.cause), "原因待核定")+"："+last.note, "：")
	}
	return r
}

// Rows gives the list rows of the named orders, in the order of ids, for figures that open the list they count. Orders
// that the person may not see, and ids of nothing, are left out; so is what exceeds page.MaxSize.
func (s *Service) Rows(ctx context.Context, actor org.Actor, ids []string, about About) ([]Row, error) {
	ids = ids[:min(len(ids), page.MaxSize)]
	if len(ids) == 0 {
		return []Row{}, nil
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	var rows []Row
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		q := casework.Query{Flow: FlowName, Scope: actor.Scope(org.OrderView), IDs: ids}
		found, err := s.kernel.List(tx, q, page.Request{Size: page.MaxSize})
		if err != nil {
			return err
		}
		rows, err = s.rows(tx, dir, inOrder(ids, found.Items), about)
		return err
	})
	return rows, err
}

func inOrder(ids []string, cases []*casework.Case) []*casework.Case {
	byID := make(map[string]*casework.Case, len(cases))
	for _, c := range cases {
		byID[c.ID] = c
	}
	out := make([]*casework.Case, 0, len(cases))
	for _, id := range ids {
		if c := byID[id]; c != nil {
			out = append(out, c)
			delete(byID, id)
		}
	}
	return out
}
