package attachment

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// eachDesk runs a test on both engines, with a store of its own and a clock that stands at noon.
func eachDesk(t *testing.T, test func(w *desk)) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
		test(&desk{t: t, db: db, clk: clk, store: NewDisk(t.TempDir())})
	})
}

type desk struct {
	t     *testing.T
	db    *storage.DB
	clk   *clock.Virtual
	store Disk
}

// send puts a text into the store as of the desk's clock, waited for a day.
func (w *desk) send(text string) Blob {
	w.t.Helper()
	blob := must[Blob](w.t)(w.store.Put(context.Background(), Upload{Name: "说明.txt", Content: bytes.NewReader([]byte(text)), Limit: limit}))
	if err := os.Chtimes(w.store.path(blob.Hash), w.clk.Now(), w.clk.Now()); err != nil {
		w.t.Fatal(err)
	}
	w.write(func(tx *storage.Tx) { Sent(tx, blob, "citizen", tx.Now.Add(24*time.Hour)) })
	return blob
}

func (w *desk) write(do func(tx *storage.Tx)) {
	w.t.Helper()
	if err := w.db.Update(context.Background(), func(tx *storage.Tx) error { do(tx); return nil }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *desk) sweep() int {
	w.t.Helper()
	return must[int](w.t)(Sweep(context.Background(), w.db, w.store))
}

func (w *desk) there(b Blob) bool {
	f, err := w.store.Open(context.Background(), b.Hash)
	if err != nil && fault.Code(err) != "attachment.none" {
		w.t.Fatal(err)
	}
	return err == nil && f.Close() == nil
}

func TestWhatWasSentAndNeverHandedInIsRemoved(t *testing.T) {
	eachDesk(t, func(w *desk) {
		lost, kept := w.send("没有提交的说明"), w.send("提交了的说明")
		w.write(func(tx *storage.Tx) { Add(tx, "case", kept, "citizen", Party) })
		if w.clk.Advance(23 * time.Hour); w.sweep() != 0 || !w.there(lost) {
			t.Fatal("removed before its time")
		}
		w.clk.Advance(26 * time.Hour)
		if n := w.sweep(); n != 1 || w.there(lost) || !w.there(kept) {
			t.Errorf("%d removed; lost there: %v, kept there: %v", n, w.there(lost), w.there(kept))
		}
		if left := files(t, w.store); len(left) != 1 {
			t.Errorf("%v", left)
		}
		again := w.send("没有提交的说明")
		if !w.there(again) || w.sweep() != 0 {
			t.Error("what was removed can be sent again")
		}
	})
}

func TestWhatIsSentAgainWhileItIsSweptStays(t *testing.T) {
	eachDesk(t, func(w *desk) {
		first := w.send("反复上传的说明")
		w.clk.Advance(48 * time.Hour)
		must[Blob](t)(w.store.Put(context.Background(), Upload{Name: "说明.txt", Content: bytes.NewReader([]byte("反复上传的说明")), Limit: limit}))
		if err := os.Chtimes(w.store.path(first.Hash), w.clk.Now(), w.clk.Now()); err != nil {
			t.Fatal(err)
		}
		if n := w.sweep(); n != 0 || !w.there(first) {
			t.Errorf("%d removed under the hand of who sends it", n)
		}
		w.clk.Advance(72 * time.Hour)
		if n := w.sweep(); n != 1 || w.there(first) {
			t.Errorf("%d removed; it came to nothing after all", n)
		}
	})
}

// Whatever is sent, attached and swept in whatever order, what a case holds can be read.
func TestNoSweepRemovesWhatACaseHolds(t *testing.T) {
	eachDesk(t, func(w *desk) {
		dice := rand.New(rand.NewPCG(3, 5))
		held := map[string]Blob{}
		for range 120 {
			blob := w.send(fmt.Sprintf("第%d份说明", dice.IntN(20)))
			if dice.IntN(3) == 0 {
				w.write(func(tx *storage.Tx) { Add(tx, "case", blob, "citizen", Party) })
				held[blob.Hash] = blob
			}
			if w.clk.Advance(time.Duration(dice.IntN(20)) * time.Hour); dice.IntN(4) == 0 {
				w.sweep()
			}
			for _, b := range held {
				if !w.there(b) {
					t.Fatalf("%s is gone", b.Name)
				}
			}
		}
		w.clk.Advance(96 * time.Hour)
		w.sweep()
		if left := files(t, w.store); len(left) != len(held) {
			t.Errorf("%d are left, %d are held", len(left), len(held))
		}
	})
}
