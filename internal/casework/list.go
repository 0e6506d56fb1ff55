package casework

import (
	"cmp"
	"fmt"
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
	DeptColumn   string // a joined column that the scope and DeptPath speak of, instead of whose turn it is
	DeptPath     string // the department and everything under it
	RegionPath   string // the region and everything under it
	Assignee     string
	OpenedFrom   time.Time // inclusive
	OpenedBefore time.Time // exclusive
	DueBefore    time.Time
	Sort         Sort
	Text         string // words to be found in what was indexed under the flow's name; the latest indexed come first
	joins        []string
	conds        []string
	args         []any
}

// Join adds a table of the area's own, "JOIN orders o ON o.id = c.id".
func (q *Query) Join(sql string) { q.joins = append(q.joins, sql) }

// Where adds a condition of the area's own; each ? stands for one argument. The case is c.
func (q *Query) Where(cond string, args ...any) {
	for _, a := range args {
		q.args = append(q.args, a)
		cond = strings.Replace(cond, "?", "$"+strconv.Itoa(len(q.args)), 1)
	}
	q.conds = append(q.conds, cond)
}

type listKey struct {
	At int64  `json:"at"`
	ID string `json:"id"`
}

// List reads one page of the cases that match.
func (k *Kernel) List(tx *storage.Tx, q Query, req page.Request) (page.Page[*Case], error) {
	limit := req.Limit()
	q.narrow(tx.Engine)
	if q.Text != "" {
		return k.find(tx, q, req)
	}
	if err := q.after(req.After); err != nil {
		return page.Page[*Case]{}, err
	}
	sql := strings.Join(q.joins, " ") + " WHERE " + strings.Join(q.conds, " AND ") + " ORDER BY " + q.order() + " LIMIT " + strconv.Itoa(limit+1)
	rows, err := k.all(tx, sql, q.args...)
	if err != nil {
		return page.Page[*Case]{}, err
	}
	return page.Of(rows, limit, q.key), nil
}

// find lists by text. What is found is narrowed by the same conditions as any list.
func (k *Kernel) find(tx *storage.Tx, q Query, req page.Request) (page.Page[*Case], error) {
	limit := req.Limit()
	var after int64
	if _, err := page.Decode(req.After, &after); err != nil {
		return page.Page[*Case]{}, err
	}
	hits, err := textindex.Find(tx, textindex.Search{Kind: q.Flow, Text: q.Text, From: "cases c " + strings.Join(q.joins, " "), ID: "c.id",
		Where: q.conds, Args: q.args, After: after, Limit: limit + 1})
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
	q.narrow(tx.Engine)
	_, err = tx.One(fmt.Sprintf(`SELECT COUNT(*) FROM (SELECT 1 AS one FROM cases c %s WHERE %s LIMIT %d) t`,
		strings.Join(q.joins, " "), strings.Join(q.conds, " AND "), ceiling), q.args, &n)
	return n, err
}

// narrow turns the fields into conditions.
func (q *Query) narrow(engine storage.Engine) {
	dept := cmp.Or(q.DeptColumn, "c.dept")
	q.conds = append(q.conds, q.Scope.SQL(engine, dept, "c.region", &q.args),
		org.Under(engine, dept, q.DeptPath, &q.args), org.Under(engine, "c.region", q.RegionPath, &q.args))
	if q.Flow != "" {
		q.Where("c.flow = ?", q.Flow)
	}
	if len(q.States) > 0 {
		args := make([]any, len(q.States))
		for i, s := range q.States {
			args[i] = s
		}
		q.Where("c.state IN (?"+strings.Repeat(", ?", len(args)-1)+")", args...)
	}
	if q.Open == nil && q.Sort == ByDue {
		open := true
		q.Open = &open
	}
	if q.Open != nil {
		q.Where("c.closed_at IS " + map[bool]string{true: "NULL", false: "NOT NULL"}[*q.Open])
	}
	if q.Assignee != "" {
		q.Where("c.assignee = ?", q.Assignee)
	}
	if !q.OpenedFrom.IsZero() {
		q.Where("c.opened_at >= ?", storage.Millis(q.OpenedFrom))
	}
	if !q.OpenedBefore.IsZero() {
		q.Where("c.opened_at < ?", storage.Millis(q.OpenedBefore))
	}
	if !q.DueBefore.IsZero() {
		q.Where("c.due_at < ?", storage.Millis(q.DueBefore))
	}
}

func (q *Query) column() string {
	switch q.Sort {
	case ByDue:
		return "c.due_at"
	case ByChanged:
		return "c.changed_at"
	}
	return "c.opened_at"
}

func (q *Query) order() string {
	if q.Sort == ByDue {
		return "c.due_at, c.id"
	}
	return q.column() + " DESC, c.id DESC"
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
	q.Where("("+q.column()+", c.id)"+than+"(?, ?)", key.At, key.ID)
	return nil
}
