package outbox

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"huying/internal/storage"
)

// claim takes up to limit due messages of these topics, earliest first, under a lease: nobody else takes them before it
// ends. The attempt is counted now, so that a message that kills its worker is not tried for ever.
func claim(ctx context.Context, db *storage.DB, topics []string, limit int, lease time.Duration) ([]Delivery, error) {
	var taken []Delivery
	err := db.Update(ctx, func(tx *storage.Tx) error {
		until := tx.Now.Add(lease)
		args := []any{until, tx.Now, limit}
		for _, topic := range topics {
			args = append(args, topic)
		}
		taken = nil
		return tx.All(`UPDATE outbox SET claimed_until = $1, attempts = attempts + 1 WHERE id IN (
				SELECT id FROM outbox
				WHERE topic IN (`+storage.Placeholders(4, len(topics))+`) AND done_at IS NULL AND dead_at IS NULL
					AND next_at <= $2 AND claimed_until <= $2
				ORDER BY next_at, id LIMIT $3`+tx.Fork("", " FOR UPDATE SKIP LOCKED")+`)
			RETURNING id, topic, key, body, created_at, next_at, attempts`, args,
			func(scan func(...any) error) error {
				d := Delivery{lease: until}
				var body string
				err := scan(&d.ID, &d.Topic, &d.Key, &body, &d.CreatedAt, &d.due, &d.Attempt)
				d.Body = []byte(body)
				taken = append(taken, d)
				return err
			})
	})
	slices.SortFunc(taken, func(a, b Delivery) int {
		return cmp.Or(a.due.Compare(b.due), cmp.Compare(a.ID, b.ID))
	})
	return taken, err
}

// settle writes down how deliveries ended. A success counts however late it comes. A failure counts only while the
// worker's lease holds: afterwards the message is in the hands of another one.
func (w *Worker) settle(tx *storage.Tx, batch []Delivery, failures []error) {
	const mine = ` WHERE id = $1 AND claimed_until = $2 AND done_at IS NULL`
	done := []any{tx.Now}
	for i, d := range batch {
		switch failure := failures[i]; {
		case failure == nil:
			done = append(done, d.ID)
		case errors.Is(failure, context.Canceled): // the worker was told to stop: no fault of the message
			tx.Queue(`UPDATE outbox SET claimed_until = 0, attempts = attempts - 1`+mine, d.ID, d.lease)
		case d.Attempt >= w.options.Attempts:
			tx.Queue(`UPDATE outbox SET dead_at = $3, last_error = $4`+mine, d.ID, d.lease, tx.Now, brief(failure))
		default:
			tx.Queue(`UPDATE outbox SET next_at = $3, claimed_until = 0, last_error = $4`+mine,
				d.ID, d.lease, tx.Now.Add(w.backoff(d.Attempt)), brief(failure))
		}
	}
	if n := len(done) - 1; n > 0 {
		tx.Queue(`UPDATE outbox SET done_at = $1, dead_at = NULL, last_error = '' WHERE id IN (`+storage.Placeholders(2, n)+`) AND done_at IS NULL`, done...)
	}
}
