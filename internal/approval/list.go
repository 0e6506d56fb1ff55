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
		letters, err := org.Letters(tx, actor, tx.Now)
		if err != nil {
			return err
		}
		for _, box := range Boxes {
			if actor.MayAnywhere(box.Permission) && (box.Permission != org.ApplicationSign || len(letters) > 0) {
				out = append(out, BoxCount{Key: box.Key, Label: box.Label})
			}
		}
		for i := range out {
			for late, into := range map[bool]*int{false: &out[i].Count, true: &out[i].Late} {
				q, err := s.queryUnder(letters, tx, dir, actor, Filter{Box: out[i].Key, Late: late})
				if err != nil {
					return err
				}
				s.kernel.AskCount(tx, q, 999, into)
			}
		}
		return tx.Gather()
	})
	return out, err
}

// query turns a filter into the kernel's query. What the person may not see is not in it.
func (s *Service) query(tx *storage.Tx, dir *org.Directory, actor org.Actor, f Filter) (q casework.Query, err error) {
	var letters []org.Authorisation
	if box, _ := boxOf(f.Box); box.Permission == org.ApplicationSign {
		if letters, err = org.Letters(tx, actor, tx.Now); err != nil {
			return q, err
		}
	}
	return s.queryUnder(letters, tx, dir, actor, f)
}

// queryUnder is query for a person with these letters of authorisation.
func (s *Service) queryUnder(letters []org.Authorisation, tx *storage.Tx, dir *org.Directory, actor org.Actor, f Filter) (casework.Query, error) {
	q := casework.Query{Flow: FlowName, States: f.States, Sort: f.Sort, Scope: actor.Scope(org.ApplicationView), Text: strings.TrimSpace(f.Text)}
	switch {
	case f.Box != "":
		if err := inBox(letters, &q, actor, f.Box); err != nil {
			return q, err
		}
	case f.Of == "items":
		q.Stake = "dept_path"
	case f.Of == "window":
		q.Stake = "window_path"
	}
	q.Scope = dir.Sharpen(q.Scope)
	if f.Dept != "" {
		dept, ok := dir.Department(f.Dept)
		if !ok {
			return q, fault.New(fault.Invalid, "approval.department", "没有这个部门。")
		}
		if q.DeptPath = dept.Path; dir.Leaf(dept.Path) {
			q.Dept, q.DeptPath = dept.Path, ""
		}
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

// withinLetters narrows to what the person's letters let him approve: at once or as an instant matter, and what is promised
// where a letter is one of sole review (ORG-05, GAP-22).
func withinLetters(letters []org.Authorisation, q *casework.Query) {
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
}

// narrow adds what the rest of a filter asks for, with the index by which those that pass are found if they are few. That a
// column is not empty, said beside an equality, names a partial index.
func (s *Service) narrow(tx *storage.Tx, q *casework.Query, actor org.Actor, f Filter) {
	few := func(from, id, cond string, args ...any) {
		q.Where(`EXISTS (SELECT 1 FROM `+from+` x WHERE x.`+id+` = c.id AND `+cond+`)`, args...)
		q.Through(`SELECT x.`+id+` AS id FROM `+from+` x WHERE `+cond, args...)
	}
	if f.Mine {
		few("cases", "id", "x.assignee IN ("+marks(actor.IDs())+") AND x.assignee <> ''", values(actor.IDs())...)
	}
	if len(f.Items) > 0 {
		few("applications", "id", "x.item IN ("+marks(f.Items)+")", values(f.Items)...)
	}
	if len(f.Channels) > 0 {
		few("applications", "id", "x.channel IN ("+marks(f.Channels)+")", values(f.Channels)...)
	}
	if f.Overdue {
		few("applications", "id", "x.overdue = 1")
	}
	if f.Untold {
		few("applications", "id", "x.unexplained = 1")
	}
	if f.Late {
		q.DueBefore = tx.Now
	}
	if f.Phone != "" {
		few("application_parties", "application_id", "x.phone_index = ? AND x.phone_index <> ''", s.vault.Index(secret.Phone, f.Phone))
	}
	if f.IDNumber != "" {
		few("application_parties", "application_id", "x.id_index = ? AND x.id_index <> ''", s.vault.Index(secret.Identity, f.IDNumber))
	}
}

// marks are the question marks of an IN list.
func marks(keys []string) string { return "?" + strings.Repeat(", ?", len(keys)-1) }

func values(keys []string) []any {
	args := make([]any, len(keys))
	for i, k := range keys {
		args[i] = k
	}
	return args
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
