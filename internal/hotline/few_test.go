package hotline

import (
	"testing"

	"huying/internal/calendar"
	"huying/internal/page"
	"huying/internal/storage"
)

// crowd lays so many orders in that were opened later than every other, all alike.
func (w *world) crowd(n int) {
	w.t.Helper()
	w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
		const each = `WITH RECURSIVE each(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM each WHERE i < $1) `
		tx.Queue(each+`INSERT INTO cases (id, number, flow, state, version, head, title, region, dept, opened_at, changed_at, closed_at, due_at)
			SELECT 'x' || i, 'x' || i, $2, $3, 1, '', '停水', $4, '/centre/', CAST($5 AS BIGINT) + i, CAST($5 AS BIGINT) + i, CAST($5 AS BIGINT) + i, 253402214400000 FROM each`,
			n, FlowName, Archived, w.region("9901"), storage.Millis(tx.Now.AddDate(0, 0, 1)))
		tx.Queue(each+`INSERT INTO orders (id, kind, channel, body) SELECT 'x' || i, 'help', 'phone', '' FROM each`, n)
		tx.Queue(each+`INSERT INTO meters (case_id, name, round, unit, amount, rule, calendar, region, alarms, started_at, due_at, stopped_at, paused, extended)
			SELECT 'x' || i, 'handling', 1, 'workday', 5, '', 0, '', '', CAST($2 AS BIGINT), CAST($2 AS BIGINT) + 1000, CAST($2 AS BIGINT) + 1, 0, 0 FROM each`, n, storage.Millis(tx.Now))
		_, err := tx.Exec(`ANALYZE`)
		return err
	}))
}

// lone makes an order that is the only one of everything.
func (w *world) lone() string {
	w.t.Helper()
	in := appeal("suggest")
	in.Channel, in.Region, in.Caller.Phone, in.Major = "letter", "9902", "13712345678", true
	ref, err := w.Register(w.ctx, w.people["operator"], in)
	w.must(err)
	w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
		tx.Queue(`UPDATE orders SET tracked = 'hard', group_id = id WHERE id = $1`, ref.ID)
		tx.Queue(`UPDATE cases SET assignee = $1 WHERE id = $2`, w.people["operator"].ID, ref.ID)
		tx.Queue(`INSERT INTO meters (case_id, name, round, unit, amount, rule, calendar, region, alarms, started_at, due_at, stopped_at, paused, extended)
			VALUES ($1, 'handling', 1, 'workday', 5, '', 0, '', '', CAST($2 AS BIGINT), CAST($2 AS BIGINT) + 1, CAST($2 AS BIGINT) + 1000, 0, 0)`, ref.ID, storage.Millis(tx.Now))
		return nil
	}))
	return ref.ID
}

// fewFilters are those that hardly any order may pass.
func fewFilters(id string) map[string]Filter {
	return map[string]Filter{"tracked": {Tracked: true}, "major": {Major: true}, "late": {Late: true}, "group": {Group: id}, "phone": {Phone: "13712345678"}, "mine": {Mine: true},
		"region": {Region: "9902"}, "channel": {Channels: []string{"letter"}}, "kind": {Kinds: []string{"suggest", "emergency"}}, "state": {States: []string{Registered, Refused}},
		"several": {Tracked: true, Kinds: []string{"suggest"}, Region: "9902"}, "none": {Major: true, Kinds: []string{"help"}},
		"days": {Tracked: true, From: calendar.Of(2026, 3, 2), To: calendar.Of(2026, 3, 2)}, "other days": {Tracked: true, From: calendar.Of(2026, 3, 3), To: calendar.Of(2026, 3, 3)}}
}

// An order that lies behind many newer ones is found by what only it has.
func TestFewAreFoundBehindMany(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		id := w.lone()
		w.crowd(4000)
		for name, f := range fewFilters(id) {
			got, err := w.List(w.ctx, w.people["operator"], f, page.Request{})
			w.must(err)
			want := 1
			if name == "none" || name == "other days" {
				want = 0
			}
			if len(got.Items) != want || want == 1 && got.Items[0].ID != id {
				t.Errorf("%s: %d found", name, len(got.Items))
			}
		}
		many, err := w.List(w.ctx, w.people["operator"], Filter{Kinds: []string{"help", "suggest"}}, page.Request{})
		w.must(err)
		if len(many.Items) != 50 || many.Next == "" || many.Items[0].ID != "x4000" {
			t.Errorf("the newest of many: %d", len(many.Items))
		}
	})
}

// However many orders there are, a list of few reads through a stretch of them and then the few.
func TestListsOfFewReadFew(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		if w.db.Engine() != storage.Postgres {
			return // only PostgreSQL tells how many rows it read
		}
		id := w.lone()
		w.crowd(40_000)
		dir, err := w.org.Directory(w.ctx)
		w.must(err)
		for name, f := range fewFilters(id) {
			var before, after int
			w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
				q, err := w.query(tx, dir, w.people["operator"], f)
				if err != nil {
					return err
				}
				rowsRead(tx, &before)
				_, err = w.kernel.List(tx, q, page.Request{})
				rowsRead(tx, &after)
				return err
			}))
			if visited := after - before; visited == 0 || visited > 7_000 {
				t.Errorf("%s: %d rows were read", name, visited)
			}
		}
	})
}

// rowsRead asks how many rows this connection has read so far.
func rowsRead(tx *storage.Tx, into *int) {
	tx.Ask(`SELECT CAST(SUM(seq_tup_read + COALESCE(idx_tup_fetch, 0)) AS BIGINT) FROM pg_stat_xact_user_tables WHERE relname IN ('cases', 'orders', 'meters', 'order_callers')`, nil,
		func(scan func(...any) error) error { return scan(into) })
}
