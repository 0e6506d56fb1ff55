package approval

import (
	"context"
	"time"

	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// JointFilter selects bundles or projects for a list.
type JointFilter struct {
	Kind string // catalog.KindTheme or catalog.KindProject
	Of   string // "" those whose turn it is at the person's department, "lead" those it leads (APP-20), "member" those it takes part in
	Open bool
}

// BundleRow is one bundle or project in a list. Late counts its parts that are late.
type BundleRow struct {
	Ref
	Title   string    `json:"title"`
	Lead    string    `json:"lead,omitempty"` // name of the lead department
	Opened  time.Time `json:"opened"`
	Closed  time.Time `json:"closed,omitzero"`
	Due     time.Time `json:"due,omitzero"`
	Parts   int       `json:"parts"`
	Granted int       `json:"granted"`
	Late    int       `json:"late,omitempty"`
	Overdue bool      `json:"overdue,omitempty"`
}

// Joints lists the bundles or the projects that the person may see, those that end soonest first.
func (s *Service) Joints(ctx context.Context, actor org.Actor, f JointFilter, req page.Request) (out page.Page[BundleRow], err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return out, err
	}
	q := casework.Query{Flow: BundleFlowName, Open: &f.Open, Scope: actor.Scope(org.ApplicationView), Sort: casework.ByOpened}
	if f.Kind == catalog.KindProject {
		q.Flow = ProjectFlowName
	}
	if f.Open {
		q.Sort = casework.ByDue
	}
	switch f.Of {
	case "lead":
		q.Join("JOIN application_members l ON l.id = c.id AND l.leads = 1")
		q.DeptColumn = "l.dept_path"
	case "member":
		q.Join("JOIN application_members l ON l.id = c.id AND l.leads = 0")
		q.DeptColumn, q.Dept = "l.dept_path", actor.DeptPath
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		cases, err := s.kernel.List(tx, q, req)
		if err != nil {
			return err
		}
		out.Next = cases.Next
		out.Items, err = bundleRows(tx, dir, cases.Items)
		return err
	})
	return out, err
}

// bundleRows completes the cases of one page in one trip.
func bundleRows(tx *storage.Tx, dir *org.Directory, cases []*casework.Case) ([]BundleRow, error) {
	rows := make([]BundleRow, len(cases))
	if len(cases) == 0 {
		return rows, nil
	}
	ids := make([]any, len(cases))
	for i, c := range cases {
		ids[i] = c.ID
	}
	found, late := map[string]*Bundle{}, map[string]int{}
	in := storage.Placeholders(1, len(ids))
	tx.Ask(`SELECT record FROM application_bundles WHERE id IN (`+in+`)`, ids, bundlesTo(found))
	tx.Ask(`SELECT p.parent, COUNT(*) FROM cases p JOIN applications a ON a.id = p.id WHERE p.parent IN (`+in+`) AND p.closed_at IS NULL
		AND (a.overdue = 1 OR a.candidate = 1 OR p.due_at < `+storage.Placeholders(len(ids)+1, 1)+`) GROUP BY p.parent`, append(ids, tx.Now),
		func(scan func(...any) error) error {
			var id string
			var n int
			err := scan(&id, &n)
			late[id] = n
			return err
		})
	if err := tx.Gather(); err != nil {
		return nil, err
	}
	for i, c := range cases {
		b := found[c.ID]
		if b == nil {
			return nil, casework.NoSuchCase()
		}
		lead, _ := dir.Department(b.Lead)
		rows[i] = BundleRow{Ref: refOf(c), Title: c.Title, Lead: lead.Name, Opened: c.Opened, Closed: c.Closed, Due: c.Due, Parts: len(b.Parts), Late: late[c.ID], Overdue: b.Overdue}
		for _, p := range b.Parts {
			if p.State == "granted" {
				rows[i].Granted++
			}
		}
	}
	return rows, nil
}
