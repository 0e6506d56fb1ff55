package approval

import (
	"testing"

	"huying/internal/page"
)

// trips tells how often a server was asked for something.
func (w *world) trips(do func()) int64 {
	before := w.db.Work().Trips
	do()
	return w.db.Work().Trips - before
}

// What one does to the database costs a server trips, and each trip time; SQLite needs none. A submission is the item and the
// commit with all that was written, however many papers come with it. A progress is the case, all that is kept of it, and the
// end of the reading; a list its page, what completes the rows, and the end; an application for officials has the names too.
func TestReadingsAndWritingsTravelTogether(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		for range 3 {
			w.submitted("food")
		}
		ref := w.accepted("food")
		in := w.submission("food")
		in.Materials[0] = Handing{Code: "application", Files: blobs("form")}
		w.get(ref.ID) // fills the caches of the organisation
		var err error
		for what, c := range map[string]struct {
			most int64
			do   func()
		}{
			"a submission": {2, func() { _, err = w.Submit(w.ctx, in) }},
			"a progress":   {3, func() { _, err = w.Query(w.ctx, ref.Number, w.QueryCode(ref.ID)) }},
			"a work list":  {3, func() { _, err = w.List(w.ctx, w.people["clerk"], Filter{Box: "accept"}, page.Request{}) }},
			"a page":       {4, func() { w.get(ref.ID) }},
		} {
			if n := w.trips(c.do); n > c.most || err != nil {
				t.Errorf("%s took %d trips, %v", what, n, err)
			}
		}
	})
}

// A page of a list asks the database for as much with four rows as with one.
func TestAListAsksNothingForEachRow(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		w.accepted("food")
		statements := func(size int) int64 {
			before := w.db.Work().Statements
			_, err := w.List(w.ctx, w.people["inspector"], Filter{}, page.Request{Size: size})
			w.must(err)
			return w.db.Work().Statements - before
		}
		for range 3 {
			w.accepted("food")
		}
		statements(4) // fills the caches
		if one, four := statements(1), statements(4); one != four {
			t.Errorf("%d statements for one row, %d for four", one, four)
		}
	})
}
