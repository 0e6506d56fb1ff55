package storage_test

import (
	"context"
	"testing"

	"huying/internal/clock"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

func TestUpdateKeepsAndDrops(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		ctx := context.Background()
		err := db.Update(ctx, func(tx *storage.Tx) error {
			_, err := tx.Exec("CREATE TABLE thing (id TEXT PRIMARY KEY, n BIGINT)")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
