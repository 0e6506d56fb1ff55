package app

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/secret"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// Sealed data without its keys must not be covered over by new ones: the program refuses to start until they are back.
func TestSealedDataWithoutItsKeysRefusesToStart(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	open := func() (*App, error) {
		return Open(ctx, Config{Dir: dir}, clock.At(storagetest.Start), slog.New(slog.DiscardHandler))
	}
	a, err := open()
	if err != nil {
		t.Fatal(err)
	}
	err = a.DB.Update(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(`INSERT INTO order_callers (order_id, name, phone, phone_index) VALUES ('x', 'sealed', 'sealed', 'y')`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	keys := filepath.Join(dir, secret.KeyFile)
	if err := os.Rename(keys, keys+".away"); err != nil {
		t.Fatal(err)
	}
	if _, err := open(); fault.Code(err) != "app.keys" {
		t.Fatalf("got %v", err)
	}
	if _, err := os.Stat(keys); err == nil {
		t.Error("new keys were made all the same")
	}
	if err := os.Rename(keys+".away", keys); err != nil {
		t.Fatal(err)
	}
	a, err = open()
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
}
