package httpapi

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"huying/internal/fault"
	"huying/internal/storage"
)

// window is the time over which attempts are counted, from the first of them.
const window = time.Hour

// attempt counts one attempt under each key before it is made, so that a hundred at once are a hundred, and refuses when
// one of the keys has had its number within the hour. Under several keys a refused attempt is not counted: who is refused for
// one of them may not use up the others. A key is kept as a digest.
func (a *api) attempt(ctx context.Context, most int, sentence string, keys ...string) error {
	counts := make([]int64, len(keys))
	err := a.DB.Update(ctx, func(tx *storage.Tx) error {
		if len(keys) == 1 {
			tx.Learn(countAttempt, attempted(tx, keys[0]), &counts[0])
			return nil
		}
		for i, key := range keys {
			tx.Ask(countAttempt, attempted(tx, key), func(scan func(...any) error) error { return scan(&counts[i]) })
		}
		if err := tx.Gather(); err != nil {
			return err
		}
		return tooOften(slices.Max(counts), most, sentence)
	})
	if err == nil {
		err = tooOften(slices.Max(counts), most, sentence)
	}
	return err
}

// within counts what is done under a key in the transaction in which it is done, and ends that when the key has had its number
// within the hour. What is refused for another reason is not counted.
func within(most int, sentence, key string) func(tx *storage.Tx) {
	return func(tx *storage.Tx) {
		tx.Ask(countAttempt, attempted(tx, key), func(scan func(...any) error) error {
			var n int64
			if err := scan(&n); err != nil {
				return err
			}
			return tooOften(n, most, sentence)
		})
	}
}

const countAttempt = `INSERT INTO web_attempt (id, n, since_at) VALUES ($1, 1, $2)
	ON CONFLICT (id) DO UPDATE SET
		n = CASE WHEN web_attempt.since_at <= $3 THEN 1 ELSE web_attempt.n + 1 END,
		since_at = CASE WHEN web_attempt.since_at <= $3 THEN $2 ELSE web_attempt.since_at END
	RETURNING n`

func attempted(tx *storage.Tx, key string) []any {
	return []any{attemptID(key), tx.Now, tx.Now.Add(-window)}
}

func tooOften(n int64, most int, sentence string) error {
	if n > int64(most) {
		return fault.New(fault.TooMany, "public.often", sentence)
	}
	return nil
}

// unattempt takes attempts back that turned out to be no guesses.
func (a *api) unattempt(ctx context.Context, keys ...string) error {
	return a.DB.Update(ctx, func(tx *storage.Tx) error {
		for _, key := range keys {
			tx.Queue(`UPDATE web_attempt SET n = n - 1 WHERE id = $1 AND n > 0`, attemptID(key))
		}
		return nil
	})
}

func attemptID(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

func sweepAttempts(tx *storage.Tx) {
	tx.Queue(`DELETE FROM web_attempt WHERE since_at <= $1`, tx.Now.Add(-window))
}
