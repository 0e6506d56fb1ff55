package storage_test

import (
	"fmt"
	"testing"

	"huying/internal/storage"
)

// Many rows arrive as one by one they would, in fewer statements on a server; what is read sees those before it, and one
// that cannot be kept takes all with it.
func TestManyRowsTravelTogether(t *testing.T) {
	each(t, func(t *testing.T, db *storage.DB) {
		seen := 0
		err := update(db, func(tx *storage.Tx) error {
			tx.Bulk()
			for i := range 250 {
				add(tx, fmt.Sprintf("%04d", i), i)
				tx.QueueRows(`INSERT INTO thing (id, n) VALUES `, 2, ` ON CONFLICT (id) DO NOTHING`, fmt.Sprintf("a%04d", i), i, fmt.Sprintf("b%04d", i), i)
			}
			_, err := tx.One(`SELECT COUNT(*) FROM thing`, nil, &seen)
			for i := range 130 {
				add(tx, fmt.Sprintf("z%04d", i), i)
			}
			return err
		})
		if err != nil || seen != 750 {
			t.Errorf("%d seen, %v", seen, err)
		}
		sum := 0
		err = db.View(t.Context(), func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT SUM(n) FROM thing`, nil, &sum)
			return err
		})
		if want := 3*250*249/2 + 130*129/2; err != nil || sum != want {
			t.Errorf("the rows add up to %d, not %d: %v", sum, want, err)
		}
		err = update(db, func(tx *storage.Tx) error {
			tx.Bulk()
			for i := range 150 {
				add(tx, fmt.Sprintf("y%04d", i%149), i)
			}
			return nil
		})
		if !storage.IsUnique(err) {
			t.Errorf("a row that is there twice: %v", err)
		}
	})
}

func TestInsertionsAreGathered(t *testing.T) {
	for query, want := range map[string]int{
		"INSERT INTO thing (id, n) VALUES ($1, $2)": 2 + 50, "INSERT INTO thing (id, n) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING": 2 + 50,
		"INSERT INTO thing (id, n) VALUES ($1, 1), ($2, 2)": 2 + 50, "INSERT INTO thing (id, n) SELECT v.* FROM (VALUES ($1::text, $2::bigint)) v (id, n)": 2 + 50,
		"UPDATE thing SET n = $2 WHERE id = $1": 250, "INSERT INTO thing (id, n) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET n = $2": 250,
	} {
		if got := storage.Together(query, 250); got != want {
			t.Errorf("%s: %d statements, not %d", query, got, want)
		}
	}
}
