package casework

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
	"huying/internal/textindex"
)

// Sort is the order of a list.
type Sort string

// Lists are sorted by the nearest end (of open cases only: a closed one has none), by when the case was opened (latest
// first), or by when it last changed (latest first). Each ends with the id.
const (
	ByDue     Sort = "due"
	ByOpened  Sort = "opened"
	ByChanged Sort = "changed"
)

// Query selects cases. The zero value of a field does not narrow. Scope is what the reader may see and must be given.
type Query struct {
	Flow         string
	States       []string
	Open         *bool
	Scope        org.Scope
	Stake        string    // the scope and the departments speak of the office in this column of the flow's Stake, instead of whose turn it is
	DeptColumn   string    // ... or of that in a column of what was joined
	Dept         string    // path of a department: what is under it is left out
	DeptPath     string    // the department and everything under it
	RegionPath   string    // the region and everything under it
	IDs          []string  // these only
	OpenedFrom   time.Time // inclusive
	OpenedBefore time.Time // exclusive
	DueBefore    time.Time
	Sort         Sort
	Text         string // words to be found in what was indexed under the flow's name; the latest indexed come first
	joins        []string
	conds        []string
	args         []any
	walk         []string // those of the conditions that an index in the list's order answers by itself
	ways         []way
	beside       string // when cases were opened, in the table s of one office's part in them: the list is read along its index
}

// way writes a statement that selects the ids f.id of all cases that pass one of the conditions, by an index of its own.
type way func(args *[]any) string

// Join adds a table of the area's own, "JOIN orders o ON o.id = c.id".
func (q *Query) Join(sql string) { q.joins = append(q.joins, sql) }

// Where adds a condition of the area's own; each ? stands for one argument. The case is c.
func (q *Query) Where(cond string, args ...any) {
	q.conds = append(q.conds, number(cond, args, &q.args))
}

// Through says how the cases that pass one of the conditions are found without walking through all: sql selects their
// ids, as id, by an index of that condition. Where there are several such ways, the one with the fewest is taken.
func (q *Query) Through(sql string, args ...any) {
	q.ways = append(q.ways, func(all *[]any) string { return number(sql, args, all) })
}

// number puts the arguments behind those there are and their numbers in the places of the question marks.
func number(sql string, args []any, all *[]any) string {
	for _, a := range args {
		*all = append(*all, a)
		sql = strings.Replace(sql, "?", "$"+strconv.Itoa(len(*all)), 1)
	}
	return sql
}

type listKey struct {
	At int64  `json:"at"`
	ID string `json:"id"`
}

const (
	stretch = 3000 // how many cases a list reads through in its order before it looks for the few that match by themselves
	few     = 5000 // up to so many are few
)

// List reads one page of the cases that match. Where one knows how (see Through), it costs no walk through history however
// few do: a page that is not filled by the next stretch of the list's order is looked for by an index of the conditions.
func (k *Kernel) List(tx *storage.Tx, q Query, req page.Request) (page.Page[*Case], error) {
	limit := req.Limit()
	k.narrow(tx, &q)
	if q.Text != "" {
		return k.find(tx, q, req)
	}
	if err := q.after(req.After); err != nil {
		return page.Page[*Case]{}, err
	}
	rows, err := k.passing(tx, q, limit+1)
	if err != nil {
		return page.Page[*Case]{}, err
	}
	return page.Of(rows, limit, q.key), nil
}

// passing reads up to so many cases that match, in order.
func (k *Kernel) passing(tx *storage.Tx, q Query, limit int) ([]*Case, error) {
	read := func(from, order string, args []any) (rows []*Case, err error) {
		err = tx.All(`SELECT `+caseColumns+` FROM `+from+` ORDER BY `+order+` LIMIT `+strconv.Itoa(limit), args, casesTo(&rows))
		return rows, err
	}
	where := strings.Join(q.joins, " ") + " WHERE " + strings.Join(q.conds, " AND ")
	all := func() ([]*Case, error) { return read("cases c "+where, q.bySide(), q.args) }
	if len(q.ways) == 0 || q.Sort == ByDue || len(q.IDs) > 0 {
		return all()
	}
	near := `(SELECT * FROM cases c WHERE ` + strings.Join(q.walk, " AND ") + ` ORDER BY ` + q.order() + ` LIMIT ` + strconv.Itoa(stretch) + `) c `
	rows, err := read(near+where, q.order(), q.args)
	if err != nil || len(rows) == limit {
		return rows, err
	}
	best, err := q.fewest(tx)
	switch {
	case err != nil:
		return nil, err
	case best == nil:
		return all()
	}
	// The fences keep PostgreSQL from walking in the list's order in the hope of an early end, CROSS JOIN keeps SQLite.
	args := slices.Clone(q.args)
	fence := tx.Fork("", " OFFSET 0")
	return read(`(SELECT c.* FROM (SELECT DISTINCT w.id FROM (`+best(&args)+`) w`+fence+`) f CROSS JOIN cases c `+where+` AND c.id = f.id`+fence+`) c`, q.order(), args)
}

// fewest gives the way with the fewest ids, nil when all have many: then the list's order leads to a page soon enough.
func (q *Query) fewest(tx *storage.Tx) (best way, err error) {
	counts := make([]int, len(q.ways))
	for i, w := range q.ways {
		var args []any
		tx.Ask(fmt.Sprintf(`SELECT COUNT(*) FROM (SELECT 1 AS one FROM (%s) f LIMIT %d) t`, w(&args), few), args, func(scan func(...any) error) error { return scan(&counts[i]) })
	}
	if err := tx.Gather(); err != nil {
		return nil, err
	}
	least := few
	for i, n := range counts {
		if n < least {
			best, least = q.ways[i], n
		}
	}
	return best, nil
}

// find lists by text. What is found is narrowed by the same conditions as any list.
func (k *Kernel) find(tx *storage.Tx, q Query, req page.Request) (page.Page[*Case], error) {
	limit := req.Limit()
	var after int64
	if _, err := page.Decode(req.After, &after); err != nil {
		return page.Page[*Case]{}, err
	}
	best, err := q.fewest(tx)
	if err != nil {
		return page.Page[*Case]{}, err
	}
	hits, err := textindex.Find(tx, textindex.Search{Kind: q.Flow, Text: q.Text, From: "cases c " + strings.Join(q.joins, " "), ID: "c.id",
		Where: q.conds, Args: q.args, Among: best, After: after, Limit: limit + 1})
	if err != nil || len(hits) == 0 {
		return page.Of([]*Case{}, limit, q.key), err
	}
	found := page.Of(hits, limit, func(h textindex.Hit) int64 { return h.N })
	ids := make([]any, len(found.Items))
	for i, h := range found.Items {
		ids[i] = h.ID
	}
	cases, err := k.all(tx, `WHERE c.id IN (`+storage.Placeholders(1, len(ids))+`)`, ids...)
	if err != nil {
		return page.Page[*Case]{}, err
	}
	byID := make(map[string]*Case, len(cases))
	for _, c := range cases {
		byID[c.ID] = c
	}
	out := page.Page[*Case]{Items: make([]*Case, 0, len(ids)), Next: found.Next}
	for _, h := range found.Items {
		out.Items = append(out.Items, byID[h.ID])
	}
	return out, nil
}

// Index makes a case findable by a text, instead of what it was found by before.
func Index(tx *storage.Tx, c *Case, text string) {
	textindex.Put(tx, c.Flow, c.ID, c.Number+" "+c.Title+" "+text)
}

// Count counts the cases that match, up to a ceiling, so that a badge never costs a walk over history.
func (k *Kernel) Count(tx *storage.Tx, q Query, ceiling int) (n int, err error) {
	k.AskCount(tx, q, ceiling, &n)
	return n, tx.Gather()
}

// AskCount is Count, answered with whatever else was asked for.
func (k *Kernel) AskCount(tx *storage.Tx, q Query, ceiling int, into *int) {
	k.narrow(tx, &q)
	tx.Ask(fmt.Sprintf(`SELECT COUNT(*) FROM (SELECT 1 AS one FROM cases c %s WHERE %s LIMIT %d) t`,
		strings.Join(q.joins, " "), strings.Join(q.conds, " AND "), ceiling), q.args, func(scan func(...any) error) error { return scan(into) })
}

// AskEarliest asks for the earliest instant that a column, or a scalar query about c, has among the cases found, answered with
// whatever else was asked for. It stays zero where there is none.
func (k *Kernel) AskEarliest(tx *storage.Tx, q Query, column string, into *time.Time) {
	k.narrow(tx, &q)
	tx.Ask(fmt.Sprintf(`SELECT MIN(%s) FROM cases c %s WHERE %s`, column, strings.Join(q.joins, " "), strings.Join(q.conds, " AND ")), q.args,
		func(scan func(...any) error) error { return scan(into) })
}

// narrow turns the fields into conditions.
func (k *Kernel) narrow(tx *storage.Tx, q *Query) {
	q.walk = []string{"1=1"}
	if q.Stake != "" {
		q.stakes(tx.Engine, k.flows[q.Flow].Stake)
	} else {
		q.places(tx.Engine)
	}
	if q.Flow != "" {
		q.along("c.flow = ?", q.Flow)
	}
	if n := len(q.States); n > 0 {
		states := " IN (?" + strings.Repeat(", ?", n-1) + ")"
		q.Where("c.state"+states, values(q.States)...)
		if keys := values(q.States); q.Flow != "" {
			q.Through(`SELECT f.id FROM cases f WHERE f.flow = ? AND f.closed_at IS NULL AND f.state`+states+
				` UNION ALL SELECT f.id FROM cases f WHERE f.closed_at IS NOT NULL AND f.state`+states, slices.Concat([]any{q.Flow}, keys, keys)...)
		}
	}
	if q.Open == nil && q.Sort == ByDue {
		open := true
		q.Open = &open
	}
	if q.Open != nil {
		q.Where("c.closed_at IS " + map[bool]string{true: "NULL", false: "NOT NULL"}[*q.Open])
		if *q.Open && q.Flow != "" {
			q.Through(`SELECT f.id FROM cases f WHERE f.flow = ? AND f.closed_at IS NULL`, q.Flow)
		}
	}
	if len(q.IDs) > 0 {
		q.Where("c.id IN (?"+strings.Repeat(", ?", len(q.IDs)-1)+")", values(q.IDs)...)
	}
	if !q.OpenedFrom.IsZero() {
		q.along("c.opened_at >= ?", storage.Millis(q.OpenedFrom))
	}
	if !q.OpenedBefore.IsZero() {
		q.along("c.opened_at < ?", storage.Millis(q.OpenedBefore))
	}
	if !q.DueBefore.IsZero() {
		q.Where("c.due_at < ?", storage.Millis(q.DueBefore))
	}
}

func values(texts []string) []any {
	out := make([]any, len(texts))
	for i, t := range texts {
		out[i] = t
	}
	return out
}

// along adds a condition that is cheap in the walk, too.
func (q *Query) along(cond string, args ...any) {
	q.Where(cond, args...)
	q.walk = append(q.walk, q.conds[len(q.conds)-1])
}

// places narrows by where cases belong. A single department is read along its own index in the order of opening; anything
// else that is not everything may be next to nothing.
func (q *Query) places(engine storage.Engine) {
	dept := cmp.Or(q.DeptColumn, "c.dept")
	q.conds = append(q.conds, q.Scope.SQL(engine, dept, "c.region", &q.args),
		org.Under(engine, dept, q.DeptPath, &q.args), org.Under(engine, "c.region", q.RegionPath, &q.args))
	if q.Dept != "" {
		q.Where(dept+" = ?", q.Dept)
	}
	q.region(engine)
	if q.DeptColumn != "" {
		return
	}
	byOpening := q.Text == "" && q.Sort != ByChanged
	if q.Dept != "" && !byOpening {
		q.Through(ids+"f.dept = ?", q.Dept)
	}
	if path := q.DeptPath; path != "" {
		q.ways = append(q.ways, func(args *[]any) string { return ids + org.Under(engine, "f.dept", path, args) })
	}
	if scope := q.Scope; !scope.Whole() && (!scope.Leaf() || !byOpening) {
		q.ways = append(q.ways, func(args *[]any) string { return ids + scope.SQL(engine, "f.dept", "f.region", args) })
	}
}

const ids = `SELECT f.id FROM cases f WHERE `

func (q *Query) region(engine storage.Engine) {
	if path := q.RegionPath; path != "" {
		q.ways = append(q.ways, func(args *[]any) string { return ids + org.Under(engine, "f.region", path, args) })
	}
}

// stakes narrows by which offices have a part in cases. Of a single office they are read along the area's own index, in the
// order of opening; those of others may be next to none.
func (q *Query) stakes(engine storage.Engine, of Stake) {
	column := "s." + q.Stake
	q.Join("JOIN " + of.Table + " s ON s.id = c.id")
	q.conds = append(q.conds, q.Scope.SQL(engine, column, "c.region", &q.args), org.Under(engine, column, q.DeptPath, &q.args), org.Under(engine, "c.region", q.RegionPath, &q.args))
	if q.Dept != "" {
		q.Where(column+" = ?", q.Dept)
	}
	q.region(engine)
	from := `SELECT f.id FROM ` + of.Table + ` f WHERE `
	switch one := q.Dept != "" || q.Scope.Leaf(); {
	case one && q.Text == "" && q.column() == opened:
		q.beside = "s." + of.Opened
	case q.Dept != "":
		q.Through(from+"f."+q.Stake+" = ?", q.Dept)
	case q.DeptPath != "":
		path := q.DeptPath
		q.ways = append(q.ways, func(args *[]any) string { return from + org.Under(engine, "f."+q.Stake, path, args) })
	case !q.Scope.Whole():
		scope := q.Scope.Departments()
		q.ways = append(q.ways, func(args *[]any) string { return from + scope.SQL(engine, "f."+q.Stake, "", args) })
	}
}

func (q *Query) column() string {
	switch q.Sort {
	case ByDue:
		return "c.due_at"
	case ByChanged:
		return "c.changed_at"
	}
	return opened
}

const opened = "c.opened_at"

func (q *Query) order() string {
	if q.Sort == ByDue {
		return "c.due_at, c.id"
	}
	return q.column() + " DESC, c.id DESC"
}

// bySide is the order when it is read along the area's own index.
func (q *Query) bySide() string {
	if q.beside == "" {
		return q.order()
	}
	return q.beside + " DESC, s.id DESC"
}

func (q *Query) key(c *Case) listKey {
	switch q.Sort {
	case ByDue:
		return listKey{dueMillis(c.Due), c.ID}
	case ByChanged:
		return listKey{storage.Millis(c.Changed), c.ID}
	}
	return listKey{storage.Millis(c.Opened), c.ID}
}

func (q *Query) after(cursor string) error {
	var key listKey
	more, err := page.Decode(cursor, &key)
	if err != nil || !more {
		return err
	}
	than := " < "
	if q.Sort == ByDue {
		than = " > "
	}
	q.along("("+q.column()+", c.id)"+than+"(?, ?)", key.At, key.ID)
	if q.beside != "" {
		q.Where("("+q.beside+", s.id) < (?, ?)", key.At, key.ID)
	}
	return nil
}
