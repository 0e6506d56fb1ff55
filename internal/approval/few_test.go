package approval

import (
	"testing"

	"huying/internal/casework"
	"huying/internal/page"
	"huying/internal/storage"
)

// many lays so many finished applications in that were opened later than every other, all alike, of one item of the health
// office, taken at the hall.
func (w *world) many(n int) {
	w.t.Helper()
	w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
		const each = `WITH RECURSIVE each(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM each WHERE i < $1) `
		at := storage.Millis(tx.Now.AddDate(0, 0, 1))
		tx.Queue(each+`INSERT INTO cases (id, number, flow, state, version, head, title, region, dept, opened_at, changed_at, closed_at, due_at)
			SELECT 'x' || i, 'x' || i, $2, $3, 1, '', '停水', '/990081/', '/hall/', CAST($4 AS BIGINT) + i, CAST($4 AS BIGINT) + i, CAST($4 AS BIGINT) + i, 253402214400000 FROM each`, n, FlowName, Delivered, at)
		tx.Queue(each+`INSERT INTO applications (id, item, item_version, dept_path, window_path, region_path, class, model, channel, received_at, record)
			SELECT 'x' || i, 'none', 1, '/wjj/', '/hall/', '/990081/', '', '', 'window', CAST($2 AS BIGINT) + i, '{}' FROM each`, n, at)
		_, err := tx.Exec(`ANALYZE`)
		return err
	}))
}

// An application that lies behind many newer ones is found by what only it has, and no list of few reads through the many.
func TestFewApplicationsAreFoundBehindMany(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		in := w.submission("food")
		in.Channel = "mobile"
		r, err := w.Submit(w.ctx, in)
		w.must(err)
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			tx.Queue(`UPDATE cases SET assignee = $1 WHERE id = $2`, w.people["inspector"].ID, r.ID)
			tx.Queue(`UPDATE applications SET overdue = 1, unexplained = 1, candidate = 1 WHERE id = $1`, r.ID)
			return nil
		}))
		w.many(40_000)
		dir, err := w.org.Directory(w.ctx)
		w.must(err)
		for name, c := range map[string]struct {
			who string
			f   Filter
		}{
			"items": {"reviewer", Filter{Of: "items", Sort: casework.ByOpened}}, "items changed": {"reviewer", Filter{Of: "items", Sort: casework.ByChanged}}, "department": {"inspector", Filter{Of: "items", Dept: "scj"}},
			"item": {"inspector", Filter{Items: []string{w.items["food"]}}}, "channel": {"inspector", Filter{Channels: []string{in.Channel}}}, "overdue": {"inspector", Filter{Overdue: true}},
			"untold": {"inspector", Filter{Untold: true}}, "ruling": {"inspector", Filter{Box: "rule_overdue"}}, "mine": {"inspector", Filter{Mine: true}}, "state": {"inspector", Filter{States: []string{Submitted}}},
			"window state": {"clerk", Filter{Of: "window", States: []string{Submitted}}}, "window channel": {"clerk", Filter{Of: "window", Channels: []string{in.Channel}}},
			"phone": {"inspector", Filter{Phone: in.Party.Phone}}, "number": {"inspector", Filter{IDNumber: in.Party.IDNumber}},
		} {
			var before, after int
			w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
				q, err := w.query(tx, dir, w.people[c.who], c.f)
				if err != nil {
					return err
				}
				rowsRead(tx, &before)
				got, err := w.kernel.List(tx, q, page.Request{})
				rowsRead(tx, &after)
				if err == nil && (len(got.Items) != 1 || got.Items[0].ID != r.ID) {
					t.Errorf("%s: %d found", name, len(got.Items))
				}
				return err
			}))
			if visited := after - before; visited > 13_000 {
				t.Errorf("%s: %d rows were read", name, visited)
			}
		}
		first, err := w.List(w.ctx, w.people["clerk"], Filter{Of: "window"}, page.Request{})
		w.must(err)
		next, err := w.List(w.ctx, w.people["clerk"], Filter{Of: "window"}, page.Request{After: first.Next})
		w.must(err)
		if first.Items[0].ID != "x40000" || next.Items[0].ID != "x39950" {
			t.Errorf("the second page begins with %s", next.Items[0].ID)
		}
	})
}

// rowsRead asks how many rows this connection has read so far; only PostgreSQL tells.
func rowsRead(tx *storage.Tx, into *int) {
	if tx.Engine == storage.Postgres {
		tx.Ask(`SELECT CAST(SUM(seq_tup_read + COALESCE(idx_tup_fetch, 0)) AS BIGINT) FROM pg_stat_xact_user_tables WHERE relname IN ('cases', 'applications', 'application_parties')`, nil,
			func(scan func(...any) error) error { return scan(into) })
	}
}

// The counts of a person's work lists cost a server two questions: for his letters, and for all counts together.
func TestWorkListsAreCountedTogether(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		w.submitted("food")
		_, err := w.Counts(w.ctx, w.people["inspector"])
		w.must(err)
		if n := w.trips(func() { _, err = w.Counts(w.ctx, w.people["inspector"]) }); n > 3 || err != nil {
			t.Errorf("%d trips, %v", n, err)
		}
	})
}
