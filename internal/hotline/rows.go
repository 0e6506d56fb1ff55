package hotline

import (
	"context"

	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// Rows gives the list rows of the named orders, in the order of ids, for figures that open the list they count. Orders
// that the person may not see, and ids of nothing, are left out; so is what exceeds page.MaxSize. meter names the limit that
// the figure is about, which each row then shows as it was missed worst; "" shows the one that counts in the row's state.
func (s *Service) Rows(ctx context.Context, actor org.Actor, ids []string, meter string) ([]Row, error) {
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
		rows, err = s.rows(tx, dir, inOrder(ids, found.Items), meter)
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
