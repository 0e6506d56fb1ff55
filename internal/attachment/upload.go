package attachment

import (
	"context"
	"time"

	"huying/internal/storage"
)

// fresh is how lately a content may have been sent and still be on its way to what will hold it.
const fresh = 24 * time.Hour

// Sent writes down that a store has taken a content that nothing holds yet, from whom, and until when it is waited for. The
// insertion is queued.
func Sent(tx *storage.Tx, blob Blob, by string, until time.Time) {
	tx.Queue(`INSERT INTO upload (id, hash, size, sent_by, sent_at, until_at) VALUES ($1, $2, $3, $4, $5, $6)`, tx.NewID(), blob.Hash, blob.Size, by, tx.Now, until)
}

// Sweep removes the contents that were waited for in vain, and tells how many: those whose time is over, that no attachment
// holds and nobody has sent again. What is held stays, whoever sent it.
func Sweep(ctx context.Context, db *storage.DB, store Store) (removed int, err error) {
	for {
		over, err := overdue(ctx, db)
		if err != nil || len(over) == 0 {
			return removed, err
		}
		for _, u := range over {
			gone, err := u.settle(ctx, db, store)
			if err != nil {
				return removed, err
			}
			if gone {
				removed++
			}
		}
	}
}

// sent is a row whose time is over.
type sent struct{ id, hash string }

func overdue(ctx context.Context, db *storage.DB) (over []sent, err error) {
	err = db.View(ctx, func(tx *storage.Tx) error {
		over = nil
		return tx.All(`SELECT id, hash FROM upload WHERE until_at <= $1 ORDER BY until_at, id LIMIT 200`, []any{tx.Now}, func(scan func(...any) error) error {
			var u sent
			err := scan(&u.id, &u.hash)
			over = append(over, u)
			return err
		})
	})
	return over, err
}

// settle forgets the row, and removes its content unless something holds it or it was sent again.
func (u sent) settle(ctx context.Context, db *storage.DB, store Store) (gone bool, err error) {
	err = db.Update(ctx, func(tx *storage.Tx) error {
		gone = false
		one := 0
		held, err := tx.One(`SELECT 1 FROM attachment WHERE hash = $1 UNION ALL SELECT 1 FROM upload WHERE hash = $1 AND id <> $2 LIMIT 1`, []any{u.hash, u.id}, &one)
		if err != nil {
			return err
		}
		if !held {
			if gone, err = store.Remove(ctx, u.hash, tx.Now.Add(-fresh)); err != nil {
				return err
			}
		}
		if held || gone {
			_, err = tx.Exec(`DELETE FROM upload WHERE id = $1`, u.id)
			return err
		}
		_, err = tx.Exec(`UPDATE upload SET until_at = $1 WHERE id = $2`, tx.Now.Add(fresh), u.id) // somebody is sending it: look again
		return err
	})
	return gone, err
}
