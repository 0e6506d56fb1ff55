package storage

import (
	"io"
	"sync"
)

// crockford is the alphabet of ids: no I, L, O, U, and in the order of its bytes, so ids sort as texts.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// idSource makes the ids of one transaction: 48 bits of time, then 80 bits that are drawn once and counted up.
type idSource struct {
	drawn bool
	tail  [10]byte
}

// NewID makes an identifier of 26 characters that sorts by time (a ULID). Within a transaction each is greater than the
// one before; with seeded Entropy a run gives the same ids again.
func (tx *Tx) NewID() string {
	if tx.ids.drawn {
		tx.ids.count()
	} else if err := tx.ids.draw(tx.db.entropy); err != nil {
		tx.Fail(err)
	}
	return formatID(uint64(tx.Now.UnixMilli()), tx.ids.tail)
}

// draw leaves the highest bit free, so that counting never runs over.
func (s *idSource) draw(entropy io.Reader) error {
	_, err := io.ReadFull(entropy, s.tail[:])
	s.tail[0] &= 0x7f
	s.drawn = true
	return err
}

func (s *idSource) count() {
	for i := len(s.tail) - 1; i >= 0; i-- {
		s.tail[i]++
		if s.tail[i] != 0 {
			return
		}
	}
}

// formatID writes 128 bits as 26 digits of 5 bits, the first holding only 3.
func formatID(ms uint64, tail [10]byte) string {
	high := ms<<16 | uint64(tail[0])<<8 | uint64(tail[1])
	var low uint64
	for _, b := range tail[2:] {
		low = low<<8 | uint64(b)
	}
	var id [26]byte
	for i := len(id) - 1; i >= 0; i-- {
		id[i] = crockford[low&31]
		low = low>>5 | high<<59
		high >>= 5
	}
	return string(id[:])
}

// lockedReader lets concurrent transactions draw from one source.
type lockedReader struct {
	mu sync.Mutex
	r  io.Reader
}

// Read reads under the lock.
func (l *lockedReader) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return io.ReadFull(l.r, p)
}
