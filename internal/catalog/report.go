package catalog

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Report is what the catalogue looks like today: how many items of what kind, and what is wrong with how they are offered.
type Report struct {
	Types        []Count          `json:"types"`    // powers and public services apart (CAT-02, GAP-28)
	Statuses     []Count          `json:"statuses"` //
	Flags        []Count          `json:"flags"`    // 一窗通办, 秒批, 不见面, 自助 ... (CAT-25 to CAT-27)
	Models       []Count          `json:"models"`   // ways of approval; the share of 独任审核 is APP-12's
	Departments  []DepartmentSum  `json:"departments"`
	NotEntered   []Lacking        `json:"notEntered"`   // CAT-04, CAT-40
	Unauthorised []Lacking        `json:"unauthorised"` // ORG-10
	Alike        [][]ItemRow      `json:"alike"`        // CAT-14
	Cuts         []CutRow         `json:"cuts"`         // TIME-23, TIME-24
	Reached      int              `json:"reached"`      // of the cuts
	Findings     []ItemFinding    `json:"findings"`     // what the checks find in items in use
	Transfers    []TransferRow    `json:"transfers"`    // CAT-15, CAT-17
	Moved        TransferProgress `json:"moved"`
}

// DepartmentSum measures both 到位 of a department: how many of its items are entered and how many authorised (GAP-23).
type DepartmentSum struct {
	Dept       string `json:"dept"` // id
	Name       string `json:"name"`
	Items      int    `json:"items"`
	Entered    int    `json:"entered"`
	Authorised int    `json:"authorised"`
	Offices    int    `json:"offices"` // internal offices that handle items; one is the aim (CAT-05)
	Steps      int    `json:"steps"`   // of all items together
}

// Lacking is an item that lacks something, and why as far as that is known.
type Lacking struct {
	ItemRow
	Why string `json:"why"`
}

// CutRow is how far an item's limit was compressed.
type CutRow struct {
	Item ItemRow `json:"item"`
	Cut
}

// ItemFinding is a finding on an item in use.
type ItemFinding struct {
	Item string `json:"item"`
	Name string `json:"name"`
	Finding
}

// TransferRow is an item that is handed down or taken over, and how far that has come.
type TransferRow struct {
	Kind      string    `json:"kind"` // devolve 下放, takeover 承接
	Item      string    `json:"item"`
	Name      string    `json:"name"`
	From      string    `json:"from"` // name of the department, or of the upper body
	To        string    `json:"to"`   // name
	Granted   time.Time `json:"granted"`
	Contacted time.Time `json:"contacted,omitzero"`
	Done      time.Time `json:"done,omitzero"`
}

// TransferProgress counts what was granted, what has been taken up, and what has been taken over (CAT-17).
type TransferProgress struct {
	Granted   int `json:"granted"`
	Contacted int `json:"contacted"`
	Done      int `json:"done"`
}

// Report draws up the report over the items that the person may see.
func (s *Service) Report(ctx context.Context, actor org.Actor) (r Report, err error) {
	if !actor.MayAnywhere(org.CatalogView) {
		return r, org.Forbidden()
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return r, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		var args []any
		scope := actor.Scope(org.CatalogView)
		all, err := items(tx, `WHERE i.tier = 'handling' AND `+scope.SQL(tx.Engine, "i.dept", "i.region", &args)+` ORDER BY i.dept, i.name, i.id`, args...)
		if err != nil {
			return err
		}
		if err := s.withRecords(tx, all); err != nil {
			return err
		}
		authorised, err := authorisedItems(tx, all)
		if err != nil {
			return err
		}
		r = s.summed(all, authorised, dir)
		if r.Findings, err = s.findings(tx, all); err != nil {
			return err
		}
		if r.Transfers, err = transfers(tx, scope, dir); err != nil {
			return err
		}
		r.Moved = progress(r.Transfers)
		return nil
	})
	return r, err
}

// authorisedItems tells which items somebody at the window may decide under a letter of authorisation (ORG-10).
func authorisedItems(tx *storage.Tx, all []Item) (map[string]bool, error) {
	classes := each(all, func(i Item) org.ItemClass { return org.ItemClass{Item: i.ID, Class: string(i.Record.Class)} })
	coverage, err := org.CoverageOf(tx, classes, tx.Now)
	out := map[string]bool{}
	for _, c := range coverage {
		out[c.Item] = c.Covered
	}
	return out, err
}

func (s *Service) summed(all []Item, authorised map[string]bool, dir *org.Directory) Report {
	r := Report{NotEntered: []Lacking{}, Unauthorised: []Lacking{}, Cuts: []CutRow{}, Departments: []DepartmentSum{}}
	types, statuses, flags, models := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	offices := map[string]map[string]bool{}
	set := s.policy.Now()
	for n := range all {
		i := &all[n]
		row := rowOf(i, dir)
		statuses[row.StatusName]++
		if i.Status == Cancelled {
			continue
		}
		if why := notEntered(i); why != "" {
			r.NotEntered = append(r.NotEntered, Lacking{row, why})
		}
		if i.Status != Published {
			continue
		}
		types[row.TypeName]++
		models[label(Models, i.Record.Plan.Model)]++
		for _, name := range services(i.Record.Flags) {
			flags[name]++
		}
		d := r.department(row, offices)
		d.Items, d.Steps = d.Items+1, d.Steps+len(i.Record.Plan.Steps)
		if i.Record.Window != "" {
			d.Entered++
		}
		offices[row.Dept][i.Record.Office] = true
		if authorised[i.ID] {
			d.Authorised++
		} else {
			r.Unauthorised = append(r.Unauthorised, Lacking{row, "没有授权窗口人员的委托书"})
		}
		if cut := CutOf(&i.Record, set, i.Region); cut.Rule != "" {
			r.Cuts = append(r.Cuts, CutRow{row, cut})
			if cut.Reached {
				r.Reached++
			}
		}
	}
	for n := range r.Departments {
		r.Departments[n].Offices = len(offices[r.Departments[n].Dept])
	}
	r.Types, r.Statuses, r.Flags, r.Models, r.Alike = counted(types), counted(statuses), counted(flags), counted(models), alike(all, dir)
	return r
}

// department is the line of a department, which comes once for all of its items.
func (r *Report) department(row ItemRow, offices map[string]map[string]bool) *DepartmentSum {
	if offices[row.Dept] == nil {
		offices[row.Dept] = map[string]bool{}
		r.Departments = append(r.Departments, DepartmentSum{Dept: row.Dept, Name: row.DeptName})
	}
	n := slices.IndexFunc(r.Departments, func(d DepartmentSum) bool { return d.Dept == row.Dept })
	return &r.Departments[n]
}

// notEntered tells why an item has not entered the centre, "" if it has (CAT-04, CAT-40).
func notEntered(i *Item) string {
	switch {
	case i.Version == 0:
		return "编制中，尚未录入发布"
	case i.Record.Window == "":
		return cmp.Or(i.Record.Exempt, "没有绑定办理窗口")
	}
	return ""
}

// alike finds items of one department that have the same basic code or the same name (CAT-14).
func alike(all []Item, dir *org.Directory) [][]ItemRow {
	groups, keys := map[string][]ItemRow{}, []string{}
	for n := range all {
		i := &all[n]
		if i.Status == Cancelled {
			continue
		}
		key := i.Dept + " " + strings.Join(strings.Fields(i.Record.Name), "")
		if groups[key] == nil {
			keys = append(keys, key)
		}
		groups[key] = append(groups[key], rowOf(i, dir))
	}
	out := [][]ItemRow{}
	for _, key := range keys {
		if len(groups[key]) > 1 {
			out = append(out, groups[key])
		}
	}
	return out
}

// findings checks the items in use as if they were published today: a fee document may have changed since (CAT-08).
func (s *Service) findings(tx *storage.Tx, all []Item) ([]ItemFinding, error) {
	out := []ItemFinding{}
	for n := range all {
		i := &all[n]
		if i.Status != Published {
			continue
		}
		found, err := s.Check(tx, i.Tier, &i.Record, i.Region)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			out = append(out, ItemFinding{i.ID, i.Record.Name, f})
		}
	}
	return out, nil
}

func transfers(tx *storage.Tx, scope org.Scope, dir *org.Directory) ([]TransferRow, error) {
	out := []TransferRow{}
	var args []any
	err := tx.All(`SELECT t.kind, t.item_id, i.name, t.origin, t.dept, t.granted_at, t.contacted_at, t.done_at FROM catalog_transfers t JOIN catalog_items i ON i.id = t.item_id
		WHERE `+scope.SQL(tx.Engine, "t.dept", "t.region", &args)+` ORDER BY t.granted_at DESC, t.id`, args, func(scan func(...any) error) error {
		var t TransferRow
		var granted int64
		err := scan(&t.Kind, &t.Item, &t.Name, &t.From, &t.To, &granted, &t.Contacted, &t.Done)
		t.Granted = storage.Time(granted)
		t.From, t.To = nameOf(dir, t.From), nameOf(dir, t.To)
		out = append(out, t)
		return err
	})
	return out, err
}

// nameOf names the department of a path; an upper body is named already.
func nameOf(dir *org.Directory, path string) string {
	if d, ok := dir.Department(deptID(path)); ok {
		return d.Name
	}
	return path
}

func progress(all []TransferRow) (p TransferProgress) {
	for _, t := range all {
		p.Granted++
		if !t.Contacted.IsZero() {
			p.Contacted++
		}
		if !t.Done.IsZero() {
			p.Done++
		}
	}
	return p
}

// Moves counts the changes that took effect in a span of days, both included, by their kind (CAT-13, CAT-15).
func (s *Service) Moves(ctx context.Context, actor org.Actor, from, to calendar.Date) (out []Count, err error) {
	if !actor.MayAnywhere(org.CatalogView) {
		return nil, org.Forbidden()
	}
	if from == 0 || to < from {
		return nil, fault.New(fault.Invalid, "catalog.span", "请选择起止日期。").On("from", "起始日期应不晚于截止日期")
	}
	numbers := map[string]int{}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		var args []any
		where := actor.Scope(org.CatalogView).SQL(tx.Engine, "c.dept", "c.region", &args)
		q := narrow{[]string{where}, args}
		q.where(`c.flow = ? AND c.state = ? AND c.closed_at >= ? AND c.closed_at < ?`, FlowName, ChangeEffected, storage.Millis(from.Start()), storage.Millis(to.Add(1).Start()))
		return tx.All(`SELECT h.kind, COUNT(*) FROM cases c JOIN catalog_changes h ON h.id = c.id WHERE `+strings.Join(q.conds, " AND ")+` GROUP BY h.kind`, q.args, func(scan func(...any) error) error {
			var kind string
			var n int
			err := scan(&kind, &n)
			numbers[kind] = n
			return err
		})
	})
	out = counted(numbers)
	for n := range out {
		out[n].Label = label(ChangeKinds, out[n].Key)
	}
	return out, err
}
