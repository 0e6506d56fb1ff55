package casework

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"huying/internal/calendar"
	"huying/internal/storage"
)

// serials hands out numbers in blocks, so that writers do not queue behind one counter row. A number is never given
// twice; numbers of a block that was not used up when the program stopped are lost.
type serials struct {
	mu     sync.Mutex
	blocks map[string]*block
}

type block struct{ next, last int64 }

const blockSize = 64

// Number gives the next number of a series on a day, such as "20261121-00042". Numbers grow, but may have gaps. It must
// be called outside a transaction.
func (k *Kernel) Number(ctx context.Context, series string, day calendar.Date) (string, error) {
	n, err := k.serial(ctx, dated(series, day))
	return numbered(day, n), err
}

// NumberIn is Number inside the caller's transaction, for days that are long past: it takes one number, not a block.
func NumberIn(tx *storage.Tx, series string, day calendar.Date) (string, error) {
	n, err := takeSerials(tx, dated(series, day), 1)
	return numbered(day, n), err
}

// NumbersIn is NumberIn for as many as each day wants. They are taken in the days' order, so that two who do so at the
// same time do not wait for each other crosswise.
func NumbersIn(tx *storage.Tx, series string, wanted map[calendar.Date]int) (map[calendar.Date][]string, error) {
	out := make(map[calendar.Date][]string, len(wanted))
	for _, day := range slices.Sorted(maps.Keys(wanted)) {
		n := int64(wanted[day])
		last, err := takeSerials(tx, dated(series, day), n)
		if err != nil {
			return nil, err
		}
		for i := last - n + 1; i <= last; i++ {
			out[day] = append(out[day], numbered(day, i))
		}
	}
	return out, nil
}

func dated(series string, day calendar.Date) string { return series + ":" + compact(day) }

func numbered(day calendar.Date, n int64) string { return fmt.Sprintf("%s-%05d", compact(day), n) }

func compact(day calendar.Date) string { return strings.ReplaceAll(day.String(), "-", "") }

func (k *Kernel) serial(ctx context.Context, series string) (int64, error) {
	k.serials.mu.Lock()
	defer k.serials.mu.Unlock()
	if k.serials.blocks == nil {
		k.serials.blocks = map[string]*block{}
	}
	b := k.serials.blocks[series]
	if b == nil || b.next > b.last {
		var last int64
		err := k.db.Update(ctx, func(tx *storage.Tx) (err error) {
			last, err = takeSerials(tx, series, blockSize)
			return err
		})
		if err != nil {
			return 0, err
		}
		if len(k.serials.blocks) > 1000 {
			clear(k.serials.blocks)
		}
		b = &block{next: last - blockSize + 1, last: last}
		k.serials.blocks[series] = b
	}
	b.next++
	return b.next - 1, nil
}

// NextSerial gives the next number of a series without gaps: it is taken in the caller's transaction and given back if
// that fails. Official documents are numbered so. Writers of one series wait for one another.
func NextSerial(tx *storage.Tx, series string) (int64, error) { return takeSerials(tx, series, 1) }

func takeSerials(tx *storage.Tx, series string, n int64) (last int64, err error) {
	_, err = tx.One(`INSERT INTO serials (series, last) VALUES ($1, $2) ON CONFLICT (series) DO UPDATE SET last = serials.last + excluded.last RETURNING last`,
		[]any{series, n}, &last)
	return last, err
}

// Numbers gives the numbers of cases by their ids.
func Numbers(tx *storage.Tx, ids []string) (map[string]string, error) {
	numbers := map[string]string{}
	if len(ids) == 0 {
		return numbers, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	return numbers, tx.All(`SELECT id, number FROM cases WHERE id IN (`+storage.Placeholders(1, len(ids))+`)`, args, func(scan func(...any) error) error {
		var id, number string
		err := scan(&id, &number)
		numbers[id] = number
		return err
	})
}
