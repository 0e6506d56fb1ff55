// Package textindex finds Chinese text by any part of it, in the same way on both engines. One tokenizer, made in Go, cuts
// a text into overlapping pairs of characters and whole words; SQLite keeps them in an FTS5 table, PostgreSQL in a tsvector
// under a GIN index.
//
// A query is cut at spaces and punctuation; a text is found when it contains every piece. Upper and lower case, full and
// half width are the same. Characters are found anywhere, one is enough; words of letters and digits are found whole, so
// "3号" does not find "13号".
package textindex

import (
	"strconv"
	"strings"

	"huying/internal/fault"
	"huying/internal/storage"
)

const (
	maxQuery = 200 // runes of a query
	// recent is how many of the newest texts are read through before PostgreSQL's index is asked. The index gives all hits
	// before the newest can be known; a term that is common enough to make that slow fills its page from these.
	recent = 6000
)

// Put makes the text of the thing findable, instead of what was put for it before. It is queued.
func Put(tx *storage.Tx, kind, id, text string) {
	groups := parse(text)
	if tx.Engine == storage.Postgres {
		tx.Queue(`INSERT INTO search_doc (kind, id, body, grams) VALUES ($1, $2, $3, $4::text::tsvector)
			ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body, grams = excluded.grams`,
			kind, id, body(groups), vector(groups))
		return
	}
	tx.Queue(`INSERT INTO search_doc (kind, id) VALUES ($1, $2) ON CONFLICT (kind, id) DO NOTHING`, kind, id)
	tx.Queue(`INSERT OR REPLACE INTO search_text (rowid, grams) SELECT n, $3 FROM search_doc WHERE kind = $1 AND id = $2`,
		kind, id, sequence(groups))
}

// Search asks for the newest things of a kind whose text matches, among those that the caller's own table lets through.
type Search struct {
	Kind  string
	Text  string
	From  string   // the caller's table and its joins: "cases c JOIN orders o ON o.id = c.id"; "" when there is none
	ID    string   // the column of From that holds the thing's id: "c.id"
	Where []string // conditions on From; their arguments are numbered from $1
	Args  []any    // the arguments of Where
	After int64    // the N of the last hit that was seen; 0 for the first page
	Limit int      // how many hits at most
}

// Hit is a thing that was found. N orders things by when they were first put; it is the key of the next page.
type Hit struct {
	N  int64
	ID string
}

// Find gives the hits, the one that was put first last. A text without a letter or digit finds nothing; one that is too
// long is refused.
func Find(tx *storage.Tx, s Search) ([]Hit, error) {
	if len([]rune(s.Text)) > maxQuery {
		return nil, fault.Newf(fault.Invalid, "search.long", "查找内容过长，请缩短到%d字以内。", maxQuery)
	}
	groups := parse(s.Text)
	if len(groups) == 0 {
		return nil, nil
	}
	if tx.Engine == storage.SQLite {
		return s.sqlite(tx, groups)
	}
	return s.postgres(tx, groups)
}

// sqlite walks the index from the newest entry down and stops when the page is full. CROSS JOIN keeps that order of work.
func (s Search) sqlite(tx *storage.Tx, groups []group) ([]Hit, error) {
	q := s.begin()
	where := []string{"f.search_text MATCH " + q.arg(expression(groups)), "s.n = f.rowid", "s.kind = " + q.arg(s.Kind)}
	if s.After > 0 {
		where = append(where, "f.rowid < "+q.arg(s.After))
	}
	from := "search_text f CROSS JOIN search_doc s"
	if s.From != "" {
		from += " CROSS JOIN " + s.From
		where = append(where, q.mine())
	}
	return q.hits(tx, from, where, "f.rowid")
}

// postgres reads through the newest texts first; only when they do not fill the page is the index asked.
func (s Search) postgres(tx *storage.Tx, groups []group) ([]Hit, error) {
	before := s.After
	if before == 0 {
		if _, err := tx.One(`SELECT COALESCE(MAX(n), 0) + 1 FROM search_doc`, nil, &before); err != nil {
			return nil, err
		}
	}
	// The kind is left to the outer query: asked for in here, it would draw a planner without statistics to another index.
	q := s.begin()
	near := `(SELECT n, kind, id, body FROM search_doc WHERE n < ` + q.arg(before) + ` ORDER BY n DESC LIMIT ` + strconv.Itoa(recent) + `) s`
	hits, err := q.narrowed(tx, near, groups)
	if err != nil || len(hits) == s.Limit {
		return hits, err
	}
	// OFFSET 0 keeps the planner from walking all texts in the hope of an early end.
	q = s.begin()
	all := `(SELECT n, kind, id, body FROM search_doc WHERE grams @@ ` + q.arg(conjunction(groups)) + `::text::tsquery AND n < ` +
		q.arg(before) + ` ORDER BY n DESC OFFSET 0) s`
	return q.narrowed(tx, all, groups)
}

// statement gathers the arguments of one statement behind those of the caller.
type statement struct {
	search Search
	args   []any
}

func (s Search) begin() *statement {
	return &statement{s, append([]any(nil), s.Args...)}
}

func (q *statement) arg(value any) string {
	q.args = append(q.args, value)
	return "$" + strconv.Itoa(len(q.args))
}

// narrowed reads PostgreSQL's hits among texts, which come with the newest first. The caller's table is looked into text by
// text, so that the first full page ends the work.
func (q *statement) narrowed(tx *storage.Tx, texts string, groups []group) ([]Hit, error) {
	from := texts
	if q.search.From != "" {
		from += " CROSS JOIN LATERAL (SELECT 1 FROM " + q.search.From + " WHERE " + q.mine() + " OFFSET 0) mine"
	}
	where := []string{"s.kind = " + q.arg(q.search.Kind)}
	for _, g := range groups {
		where = append(where, "strpos(s.body, "+q.arg(g.plain())+") > 0")
	}
	return q.hits(tx, from, where, "s.n")
}

// mine is the condition that the caller's table has the thing and lets it through.
func (q *statement) mine() string {
	return strings.Join(append([]string{q.search.ID + " = s.id"}, q.search.Where...), " AND ")
}

func (q *statement) hits(tx *storage.Tx, from string, where []string, order string) ([]Hit, error) {
	var hits []Hit
	err := tx.All("SELECT s.n, s.id FROM "+from+" WHERE "+strings.Join(where, " AND ")+
		" ORDER BY "+order+" DESC LIMIT "+strconv.Itoa(q.search.Limit), q.args,
		func(scan func(...any) error) error {
			hits = append(hits, Hit{})
			last := &hits[len(hits)-1]
			return scan(&last.N, &last.ID)
		})
	return hits, err
}
