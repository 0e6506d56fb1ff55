package insight

import (
	"context"
	"testing"

	"huying/internal/calendar"
	"huying/internal/clock"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// benchmarked is how many orders a year's figures are measured on.
const benchmarked = 1_000_000

// crowd fills the projection with orders of one year, 2026: sixty departments, forty regions, five kinds.
func crowd(b *testing.B, db *storage.DB, n int) {
	b.Helper()
	day := `'2026-' || substr('0' || (1 + i % 12), -2) || '-' || substr('0' || (1 + (i / 12) % 28), -2)`
	from := `(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) SELECT i FROM n) s`
	if db.Engine() == storage.Postgres {
		day = `'2026-' || lpad((1 + i % 12)::text, 2, '0') || '-' || lpad((1 + (i / 12) % 28)::text, 2, '0')`
		from = `generate_series(1, $1::bigint) AS s(i)`
	}
	facts := `'o' || i, 9, ` + day + `, '/d' || (i * 7 % 60) || '/', '/99/' || (9901 + i * 11 % 40) || '/', 'k' || (i % 5), 'phone', '供水', 'x', 'order',
		CASE WHEN i % 20 = 0 THEN 1 ELSE 0 END, 1, 1, 1, 1, 1, CASE WHEN i % 20 = 0 THEN 0 ELSE 1 END, CASE WHEN i % 20 = 0 THEN '' ELSE ` + day + ` END, 1, 0, 'satisfied', '', '', 0, 0, 0, 0, 0, 0`
	measured := `1, 0, 0, 0, 1, 1, 1, CASE WHEN i % 20 = 0 THEN 0 ELSE 1 END, 1, 1, 1, 1, 0, 0, 0, 0`
	err := db.Update(context.Background(), func(tx *storage.Tx) error {
		if _, err := tx.Exec(`INSERT INTO insight_order (`+orderFacts+`, `+measureColumns+`) SELECT `+facts+`, `+measured+` FROM `+from, n); err != nil {
			return err
		}
		for axis, column := range map[string]string{axisDept: "dept", axisRegion: "region", axisChannel: "channel"} {
			if _, err := tx.Exec(`INSERT INTO insight_day (axis, day, place, kind, ` + measureColumns + `) SELECT '` + axis + `', day, ` + column + `, kind, ` + measureSums + ` FROM insight_order GROUP BY day, ` + column + `, kind`); err != nil {
				return err
			}
		}
		_, err := tx.Exec(`UPDATE insight_offset SET version = $1`, projectionVersion)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkFigures measures the pages on a million orders: the ranking of a month and of the year, a trend, the orders of
// one region, and the first page behind a figure.
func BenchmarkFigures(b *testing.B) {
	for engine, open := range map[string]func(b *testing.B) (*storage.DB, *clock.Virtual){
		"sqlite":   func(b *testing.B) (*storage.DB, *clock.Virtual) { return storagetest.SQLite(b) },
		"postgres": func(b *testing.B) (*storage.DB, *clock.Virtual) { return storagetest.Postgres(b) },
	} {
		b.Run(engine, func(b *testing.B) {
			db, clk := open(b)
			w := &world{TB: b, ctx: context.Background(), clk: clk, db: db, people: map[string]org.Actor{}}
			w.build()
			clk.Set(china(b, "2027-01-10 09:00"))
			crowd(b, db, benchmarked)
			leader := w.people["leader"]
			may := Query{From: calendar.Of(2026, 5, 1), To: calendar.Of(2026, 5, 31)}
			east := year
			east.Region = "9901"
			for name, look := range map[string]func() error{
				"ranking/month":  func() error { _, err := w.Rates(w.ctx, leader, may, ByDept, ""); return err },
				"ranking/year":   func() error { _, err := w.Rates(w.ctx, leader, year, ByDept, ""); return err },
				"ranking/region": func() error { _, err := w.Rates(w.ctx, leader, east, ByDept, ""); return err },
				"trend/year":     func() error { _, err := w.Trend(w.ctx, leader, year, Monthly); return err },
				"drill": func() error {
					_, err := w.Drill(w.ctx, leader, may, Opened{Figure: "closing", Part: Rest}, page.Request{})
					return err
				},
			} {
				b.Run(name, func(b *testing.B) {
					for b.Loop() {
						w.must(look())
					}
				})
			}
		})
	}
}
