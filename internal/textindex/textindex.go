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
	// before the newest can be known; a term that is very common fills its page from these.
	recent = 2000
	// stretch is of how many texts, one after another, the index is asked at a time, and together how many stretches in one
	// trip. Each text has its stretch as a token.
	stretch  = 16384
	together = 4
)

var stretchText = strconv.Itoa(stretch)

// Put makes the text of the thing findable, instead of what was put for it before. It is queued.
func Put(tx *storage.Tx, kind, id, text string) {
	groups := parse(text)
	if tx.Engine == storage.Postgres {
		tx.Queue(`INSERT INTO search_doc (n, kind, id, body, grams) OVERRIDING SYSTEM VALUE
			SELECT d.n, d.kind, d.id, d.body, (d.grams || ' ''#' || d.n / `+stretchText+` || '''')::tsvector
			FROM (SELECT nextval('search_doc_n_seq') AS n, v.* FROM (VALUES ($1::text, $2::text, $3::text, $4::text)) v (kind, id, body, grams)) d
			ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body,
			grams = ts_delete(excluded.grams, '#' || excluded.n / `+stretchText+`) || ('''#' || search_doc.n / `+stretchText+` || '''')::tsvector`,
			kind, id, body(groups), vector(groups))
		return
	}
	// One row each, by its values: before a statement that might write several, or that returns what it wrote, SQLite writes
	// out all that waits to be indexed.
	fresh, err := tx.Exec(`INSERT INTO search_doc (kind, id) VALUES ($1, $2) ON CONFLICT (kind, id) DO NOTHING`, kind, id)
	if err == nil && fresh > 0 {
		tx.Queue(`INSERT INTO search_text (rowid, grams) VALUES (last_insert_rowid(), $1)`, sequence(groups))
		return
	}
	var n int64
	if _, err := tx.One(`SELECT n FROM search_doc WHERE kind = $1 AND id = $2`, []any{kind, id}, &n); err != nil {
		return // the transaction is broken, and says so
	}
	tx.Queue(`INSERT OR REPLACE INTO search_text (rowid, grams) VALUES ($1, $2)`, n, sequence(groups))
}

// Search asks for the newest things of a kind whose text matches, among those that the caller's own table lets through.
type Search struct {
	Kind  string
	Text  string
	From  string                   // the caller's table and its joins: "cases c JOIN orders o ON o.id = c.id"; "" when there is none
	ID    string                   // the column of From that holds the thing's id: "c.id"
	Where []string                 // conditions on From; their arguments are numbered from $1
	Args  []any                    // the arguments of Where
	Among func(args *[]any) string // a statement that selects the ids, as id, of all that one of the conditions lets through, if they are few
	After int64                    // the N of the last hit that was seen; 0 for the first page
	Limit int                      // how many hits at most
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
	if s.Among != nil { // the plus keeps the full text table from being searched once for each of them
		where = append(where, "+f.rowid IN (SELECT d.n FROM ("+s.Among(&q.args)+") w JOIN search_doc d ON d.kind = "+q.arg(s.Kind)+" AND d.id = w.id)")
	}
	return q.hits(tx, from, where, "f.rowid")
}

// postgres takes the shortest of three ways. Of things that are few by themselves each text is looked at. Else the newest
// texts are read through; and only when they do not fill the page is the index asked, for the newest stretches first.
func (s Search) postgres(tx *storage.Tx, groups []group) ([]Hit, error) {
	before := s.After
	if before == 0 {
		before = 1<<63 - 1
	}
	if s.Among != nil {
		return s.among(tx, groups, before)
	}
	q := s.begin()
	near := `(SELECT n, kind, id, body FROM search_doc WHERE kind = ` + q.arg(s.Kind) + ` AND n < ` + q.arg(before) + ` ORDER BY n DESC LIMIT ` + strconv.Itoa(recent) + `) s`
	hits, err := q.narrowed(tx, near, groups)
	if err != nil || len(hits) == s.Limit {
		return hits, err
	}
	terms, begins := conjunction(groups)
	if begins { // the beginnings of tokens are gathered anew for each question: one has to do
		q = s.begin()
		return q.narrowed(tx, q.matching(terms, before), groups)
	}
	return s.stretches(tx, groups, terms, before)
}

// among looks at the texts of the few.
func (s Search) among(tx *storage.Tx, groups []group, before int64) ([]Hit, error) {
	q := s.begin()
	few := `(SELECT DISTINCT w.id FROM (` + s.Among(&q.args) + `) w OFFSET 0) few`
	return q.narrowed(tx, `(SELECT d.n, d.kind, d.id, d.body FROM `+few+` JOIN search_doc d ON d.kind = `+q.arg(s.Kind)+` AND d.id = few.id
		WHERE d.n < `+q.arg(before)+` OFFSET 0) s`, groups)
}

// stretches asks the index for the hits of one stretch after another, from the newest down, until the page is full. What lies
// between the kind's own texts is passed over, however many texts of others that are.
func (s Search) stretches(tx *storage.Tx, groups []group, terms string, before int64) (hits []Hit, err error) {
	newest := int64(0)
	s.askNewest(tx, before, &newest)
	if err := tx.Gather(); err != nil {
		return nil, err
	}
	for newest > 0 && len(hits) < s.Limit {
		var found [together][]Hit
		at := newest / stretch
		for i := range min(together, at+1) {
			q := s.begin()
			q.ask(tx, q.matching(terms+" & '#"+strconv.FormatInt(at-i, 10)+"'", before), groups, &found[i])
		}
		newest = 0
		s.askNewest(tx, (at-together+1)*stretch, &newest)
		if err := tx.Gather(); err != nil {
			return nil, err
		}
		for _, more := range found {
			hits = append(hits, more...)
		}
	}
	return hits[:min(len(hits), s.Limit)], nil
}

// askNewest asks for the n of the kind's newest text before another; it stays as it is when there is none.
func (s Search) askNewest(tx *storage.Tx, before int64, into *int64) {
	tx.Ask(`SELECT n FROM search_doc WHERE kind = $1 AND n < $2 ORDER BY n DESC LIMIT 1`, []any{s.Kind, before}, func(scan func(...any) error) error { return scan(into) })
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

// matching are the texts that the index finds, the newest first. OFFSET 0 keeps the planner from walking all texts in the
// hope of an early end.
func (q *statement) matching(terms string, before int64) string {
	return `(SELECT n, kind, id, body FROM search_doc WHERE grams @@ ` + q.arg(terms) + `::text::tsquery AND n < ` + q.arg(before) + ` ORDER BY n DESC OFFSET 0) s`
}

// narrowed reads PostgreSQL's hits among texts.
func (q *statement) narrowed(tx *storage.Tx, texts string, groups []group) (hits []Hit, err error) {
	q.ask(tx, texts, groups, &hits)
	return hits, tx.Gather()
}

// ask asks for PostgreSQL's hits among texts, which come with the newest first. The caller's table is looked into text by
// text, so that the first full page ends the work.
func (q *statement) ask(tx *storage.Tx, texts string, groups []group, into *[]Hit) {
	from := texts
	if q.search.From != "" {
		from += " CROSS JOIN LATERAL (SELECT 1 FROM " + q.search.From + " WHERE " + q.mine() + " OFFSET 0) mine"
	}
	where := []string{"s.kind = " + q.arg(q.search.Kind)}
	for _, g := range groups {
		where = append(where, "strpos(s.body, "+q.arg(g.plain())+") > 0")
	}
	tx.Ask(q.sql(from, where, "s.n"), q.args, hitsTo(into))
}

// mine is the condition that the caller's table has the thing and lets it through.
func (q *statement) mine() string {
	return strings.Join(append([]string{q.search.ID + " = s.id"}, q.search.Where...), " AND ")
}

func (q *statement) hits(tx *storage.Tx, from string, where []string, order string) (hits []Hit, err error) {
	err = tx.All(q.sql(from, where, order), q.args, hitsTo(&hits))
	return hits, err
}

func (q *statement) sql(from string, where []string, order string) string {
	return "SELECT s.n, s.id FROM " + from + " WHERE " + strings.Join(where, " AND ") + " ORDER BY " + order + " DESC LIMIT " + strconv.Itoa(q.search.Limit)
}

func hitsTo(into *[]Hit) func(scan func(...any) error) error {
	return func(scan func(...any) error) error {
		var h Hit
		err := scan(&h.N, &h.ID)
		*into = append(*into, h)
		return err
	}
}
