package casework

import (
	"context"
	"time"

	"huying/internal/audit"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Once runs an opening in a transaction of its own, once for each idempotency key of an actor: asked again with the same
// key, it gives the case that the first time opened, also where that very case forbids another. An empty key always opens.
// Keys of citizens stand apart from those of officials, and the longest accepted is 100 characters. content is what was
// asked: the same key with another content is refused, because one of the two would be lost.
func (k *Kernel) Once(ctx context.Context, actor org.Actor, key, content string, open func(tx *storage.Tx) (*Case, error)) (*Case, error) {
	if len(key) > 100 {
		return nil, fault.New(fault.Invalid, "case.key", "提交标识过长。")
	}
	var c *Case
	err := k.db.Update(ctx, func(tx *storage.Tx) (err error) {
		if c, err = open(tx); err != nil || key == "" {
			return err
		}
		tx.Queue(`INSERT INTO case_keys (actor, key, content, case_id, at) VALUES ($1, $2, $3, $4, $5)`, actor.ID, key, audit.Digest(content), c.ID, storage.Millis(tx.Now))
		return nil
	})
	if err == nil || key == "" {
		return c, err
	}
	var first *Case
	again := k.db.View(ctx, func(tx *storage.Tx) error {
		var id, was string
		found, err := tx.One(`SELECT case_id, content FROM case_keys WHERE actor = $1 AND key = $2`, []any{actor.ID, key}, &id, &was)
		if err != nil || !found {
			return err
		}
		if was != audit.Digest(content) {
			return fault.New(fault.Conflict, "case.key.used", "这个提交标识已用于另一件，请刷新页面后重新提交。")
		}
		first, err = k.Get(tx, id)
		return err
	})
	if again != nil {
		return nil, again
	}
	if first == nil {
		return nil, err
	}
	return first, nil
}

// ForgetKeys drops idempotency keys from before an instant, and tells how many. A form that is sent again days later is
// meant anew.
func ForgetKeys(tx *storage.Tx, before time.Time) (int64, error) {
	return tx.Exec(`DELETE FROM case_keys WHERE at < $1`, storage.Millis(before))
}
