package audit

import (
	"context"
	"slices"
	"testing"
	"time"

	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

func TestAUD01AStreamIsReadBothWaysAndByPeriod(t *testing.T) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
		start := clk.Now()
		for range 10 {
			err := db.Update(context.Background(), func(tx *storage.Tx) error {
				return Record(tx, "policy", Entry{Action: "test", Actor: System})
			})
			if err != nil {
				t.Fatal(err)
			}
			clk.Advance(time.Hour)
		}
		look := func(l Look) (seqs []int64, p Part) {
			t.Helper()
			l.Stream = "policy"
			err := db.View(context.Background(), func(tx *storage.Tx) (err error) { p, err = Read(tx, l); return err })
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range p.Events {
				seqs = append(seqs, e.Seq)
			}
			return seqs, p
		}
		expect := func(got []int64, p Part, earlier, later bool, want ...int64) {
			t.Helper()
			if !slices.Equal(got, want) || (p.Earlier != "") != earlier || (p.Later != "") != later {
				t.Errorf("got %v %q %q, want %v %v %v", got, p.Earlier, p.Later, want, earlier, later)
			}
		}
		got, p := look(Look{Size: 4})
		expect(got, p, true, false, 10, 9, 8, 7)
		got, p = look(Look{Size: 4, Earlier: p.Earlier})
		expect(got, p, true, true, 6, 5, 4, 3)
		got, last := look(Look{Size: 4, Earlier: p.Earlier})
		expect(got, last, false, true, 2, 1)
		got, p = look(Look{Size: 4, Later: last.Later})
		expect(got, p, true, true, 6, 5, 4, 3)
		got, p = look(Look{Size: 4, Later: p.Later})
		expect(got, p, true, false, 10, 9, 8, 7)

		from, before := start.Add(2*time.Hour), start.Add(7*time.Hour)
		got, p = look(Look{From: from, Before: before, Size: 3})
		expect(got, p, true, false, 7, 6, 5)
		got, p = look(Look{From: from, Before: before, Size: 3, Earlier: p.Earlier})
		expect(got, p, false, true, 4, 3)
		got, p = look(Look{From: start.Add(24 * time.Hour)})
		expect(got, p, false, false)

		err := db.View(context.Background(), func(tx *storage.Tx) error { _, err := Read(tx, Look{Earlier: "?"}); return err })
		if fault.Code(err) != "page.cursor" {
			t.Error(err)
		}
	})
}
