package audit

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"huying/internal/storage"
)

// Signer signs checkpoints, and checks signatures. The program's own signs with SM2.
type Signer interface {
	Sign(digest []byte) (string, error)
	Verify(digest []byte, signature string) bool
}

// Checkpoint seals the events with positions in (From, To] under one Merkle root and is chained to the one before.
type Checkpoint struct {
	N         int64
	From, To  int64
	Events    int64
	Root      string
	Hash      string
	Signature string
	At        time.Time
}

const sealBatch = 4096

// Seal gathers what was recorded since the last checkpoint into new ones, a batch at a time, and tells how many events
// it sealed. Only one process should seal; a second one fails on the checkpoint's number and changes nothing.
func Seal(ctx context.Context, db *storage.DB, signer Signer) (sealed int64, err error) {
	horizon, err := db.Horizon(ctx, "audit_event", "pos")
	if err != nil {
		return 0, fmt.Errorf("audit: seal: %w", err)
	}
	for {
		var n int64
		err = db.Update(ctx, func(tx *storage.Tx) (err error) {
			n, err = sealOne(tx, signer, horizon)
			return err
		})
		if err != nil || n == 0 {
			return sealed, err
		}
		sealed += n
	}
}

func sealOne(tx *storage.Tx, signer Signer, horizon int64) (int64, error) {
	last, err := lastCheckpoint(tx)
	if err != nil {
		return 0, err
	}
	hashes, to, err := leaves(tx, last.To, horizon, sealBatch)
	if err != nil || len(hashes) == 0 {
		return 0, err
	}
	c := Checkpoint{N: last.N + 1, From: last.To, To: to, Events: int64(len(hashes)), Root: rootOf(hashes), At: tx.Now}
	digest := c.digest(last.Hash)
	c.Hash = hex.EncodeToString(digest)
	if c.Signature, err = signer.Sign(digest); err != nil {
		return 0, fmt.Errorf("audit: sign checkpoint %d: %w", c.N, err)
	}
	_, err = tx.Exec(`INSERT INTO audit_checkpoint (n, from_pos, to_pos, events, root, hash, signature, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.N, c.From, c.To, c.Events, c.Root, c.Hash, c.Signature, storage.Millis(c.At))
	return c.Events, err
}

// leaves gives what a checkpoint seals: as Feed, but of each event only the hash, and the position of the last.
func leaves(tx *storage.Tx, after, upTo int64, limit int) (hashes []string, last int64, err error) {
	err = tx.All(`SELECT pos, hash FROM audit_event WHERE pos > $1 AND pos <= $2 ORDER BY pos LIMIT $3`, []any{after, upTo, limit}, func(scan func(...any) error) error {
		var hash string
		err := scan(&last, &hash)
		hashes = append(hashes, hash)
		return err
	})
	return hashes, last, err
}

func lastCheckpoint(tx *storage.Tx) (c Checkpoint, err error) {
	_, err = tx.One(`SELECT n, to_pos, hash FROM audit_checkpoint ORDER BY n DESC LIMIT 1`, nil, &c.N, &c.To, &c.Hash)
	return c, err
}

func (c Checkpoint) digest(prev string) []byte {
	sum := sm3.Sum([]byte(fmt.Sprintf("%s %d %d %d %d %s %d", prev, c.N, c.From, c.To, c.Events, c.Root, storage.Millis(c.At))))
	return sum[:]
}

// rootOf is the Merkle root over the events' hashes. A lone node at the end of a level moves up as it is. Leaves and
// nodes are hashed under different first bytes, so that a node can never pass for a leaf.
func rootOf(hashes []string) string {
	level := make([][]byte, len(hashes))
	for i, hash := range hashes {
		sum := sm3.Sum(append([]byte{0}, hash...))
		level[i] = sum[:]
	}
	for len(level) > 1 {
		next := level[:0]
		for i := 0; i+1 < len(level); i += 2 {
			sum := sm3.Sum(append(append([]byte{1}, level[i]...), level[i+1]...))
			next = append(next, sum[:])
		}
		if len(level)%2 == 1 {
			next = append(next, level[len(level)-1])
		}
		level = next
	}
	return hex.EncodeToString(level[0])
}
