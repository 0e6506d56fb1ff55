package approval

import (
	"context"
	"strings"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/secret"
	"huying/internal/storage"
)

// Filter selects applications for a list. The zero value of a field does not narrow.
type Filter struct {
	Box      string // one of Boxes: a work list by what has to be done
	Of       string // whose: "" those whose turn it is at the person's department, "items" those of the items it implements, "window" those that its windows took
	States   []string
	Items    []string
	Channels []string
	Dept     string        // id of the implementing department; it and what lies under it
	Region   string        // division code; it and what lies under it
	Text     string        // words of number or item
	Mine     bool          // assigned to the person or to whom they stand in for
	From, To calendar.Date // days on which they were received, both included
	Overdue  bool          // deemed or found overdue
	Untold   bool          // past its limit without a word to the applicant (TIME-43)
	Late     bool          // in a work list: past the limit of what waits there
	Phone    string
	IDNumber string
	Sort     casework.Sort
}

// List reads one page of the applications that the person may see.
func (s *Service) List(ctx context.Context, actor org.Actor, f Filter, req page.Request) (out page.Page[Row], err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return out, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		q, err := s.query(tx, dir, actor, f)
		if err != nil {
			return err
		}
		cases, err := s.kernel.List(tx, q, req)
		if err != nil {
			return err
		}
		out.Next = cases.Next
		out.Items, err = s.rows(tx, dir, cases.Items)
		return err
	})
	return out, err
}

// BoxCount is how many cases wait in a work list; it stops counting at 999.
type BoxCount struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Count int    `json:"count"`
	Late  int    `json:"late"`
}

// Counts gives the size of each work list the person has.
func (s *Service) Counts(ctx context.Context, actor org.Actor) (out []BoxCount, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	out = []BoxCount{}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		for _, box := range Boxes {
			mine, err := withLetter(tx, actor, box)
			if err != nil {
				return err
			}
			if !mine || !actor.MayAnywhere(box.Permission) {
				continue
			}
			n := BoxCount{Key: box.Key, Label: box.Label}
			for _, late := range []bool{false, true} {
				q, err := s.query(tx, dir, actor, Filter{Box: box.Key, Late: late})
				if err != nil {
					return err
				}
				into := map[bool]*int{false: &n.Count, true: &n.Late}[late]
				if *into, err = s.kernel.Count(tx, q, 999); err != nil {
					return err
				}
			}
			out = append(out, n)
		}
		return nil
	})
	return out, err
}

// query turns a filter into the kernel's query. What the person may not see is not in it.
func (s *Service) query(tx *storage.Tx, dir *org.Directory, actor org.Actor, f Filter) (casework.Query, error) {
	q := casework.Query{Flow: FlowName, States: f.States, Sort: f.Sort, Scope: actor.Scope(org.ApplicationView), Text: strings.TrimSpace(f.Text)}
	switch {
	case f.Box != "":
		if err := inBox(tx, &q, actor, f.Box); err != nil {
			return q, err
		}
	case f.Of == "items":
		q.Join("JOIN applications a ON a.id = c.id")
		q.DeptColumn = "a.dept_path"
	case f.Of == "window":
		q.Join("JOIN applications a ON a.id = c.id")
		q.DeptColumn = "a.window_path"
	}
	q.Scope = dir.Sharpen(q.Scope)
	if f.Dept != "" {
		dept, ok := dir.Department(f.Dept)
		if !ok {
			return q, fault.New(fault.Invalid, "approval.department", "没有这个部门。")
		}
		q.DeptPath = dept.Path
	}
	if f.Region != "" {
		region, ok := dir.Region(f.Region)
		if !ok {
			return q, fault.New(fault.Invalid, "approval.region", "没有这个区域。")
		}
		q.RegionPath = region.Path
	}
	if f.From != 0 {
		q.OpenedFrom = f.From.Start()
	}
	if f.To != 0 {
		q.OpenedBefore = f.To.End()
	}
	s.narrow(tx, &q, actor, f)
	return q, nil
}

// withLetter reports whether a work list can hold anything for the person: what is signed within letters of authorisation
// is for those who have one.
func withLetter(tx *storage.Tx, actor org.Actor, box Box) (bool, error) {
	if box.Permission != org.ApplicationSign {
		return true, nil
	}
	letters, err := org.Letters(tx, actor, tx.Now)
	return len(letters) > 0, err
}

// withinLetters narrows to what the person's letters let him approve: at once or as an instant matter, and what is promised
// where a letter is one of sole review (ORG-05, GAP-22).
func withinLetters(tx *storage.Tx, q *casework.Query, actor org.Actor) error {
	letters, err := org.Letters(tx, actor, tx.Now)
	if err != nil {
		return err
	}
	items := map[catalog.Class][]any{}
	for _, l := range letters {
		for _, item := range l.Items {
			for _, class := range []catalog.Class{catalog.Instant, catalog.Promised} {
				if l.Gives(org.PowerApprove, item, string(class)) == "" {
					items[class] = append(items[class], item)
				}
			}
		}
	}
	ors, args := []string{"1=0"}, []any{}
	for class, cond := range map[catalog.Class]string{catalog.Instant: "o.class = 'instant' OR c.state = 'submitted' AND o.class <> 'upward'", catalog.Promised: "o.class = 'promised' AND c.state = 'reviewing'"} {
		if n := len(items[class]); n > 0 {
			ors, args = append(ors, "o.item IN (?"+strings.Repeat(", ?", n-1)+") AND ("+cond+")"), append(args, items[class]...)
		}
	}
	q.Where("EXISTS (SELECT 1 FROM applications o WHERE o.id = c.id AND ("+strings.Join(ors, " OR ")+"))", args...)
	return nil
}

// untold are the applications past their limits whose applicants nobody told why (TIME-43).
const untold = `SELECT u.id FROM applications u WHERE u.unexplained = 1`

// narrow adds what the rest of a filter asks for.
func (s *Service) narrow(tx *storage.Tx, q *casework.Query, actor org.Actor, f Filter) {
	if f.Mine {
		in(q, "c.assignee", actor.IDs())
	}
	if len(f.Items) > 0 {
		in(q, "(SELECT i.item FROM applications i WHERE i.id = c.id)", f.Items)
	}
	if len(f.Channels) > 0 {
		in(q, "(SELECT h.channel FROM applications h WHERE h.id = c.id)", f.Channels)
	}
	if f.Overdue {
		q.Where(`EXISTS (SELECT 1 FROM applications m WHERE m.id = c.id AND m.overdue = 1)`)
	}
	if f.Untold {
		q.Where(`c.id IN (` + untold + `)`)
		q.Through(untold)
	}
	if f.Late {
		q.DueBefore = tx.Now
	}
	if f.Phone != "" {
		q.Where(`c.id IN (SELECT p.application_id FROM application_parties p WHERE p.phone_index = ? AND p.phone_index <> '')`, s.vault.Index(secret.Phone, f.Phone))
	}
	if f.IDNumber != "" {
		q.Where(`c.id IN (SELECT p.application_id FROM application_parties p WHERE p.id_index = ? AND p.id_index <> '')`, s.vault.Index(secret.Identity, f.IDNumber))
	}
}

func in(q *casework.Query, what string, keys []string) {
	args := make([]any, len(keys))
	for i, k := range keys {
		args[i] = k
	}
	q.Where(what+" IN (?"+strings.Repeat(", ?", len(keys)-1)+")", args...)
}

// lastNode is the id of the node a tree path ends at: paths are made of ids.
func lastNode(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	return parts[len(parts)-1]
}

func deptName(dir *org.Directory, path string) string {
	dept, _ := dir.Department(lastNode(path))
	return dept.Name
}

func regionName(dir *org.Directory, path string) string { return dir.RegionName(lastNode(path)) }
