package audit

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"

	"huying/internal/storage"
)

// Difference is one thing in the record that is not as it must be.
type Difference struct {
	Where string `json:"where"` // the stream and event, checkpoint, case or figure
	What  string `json:"what"`  // in Chinese, for the auditor
}

// Chains walks every stream from its first event, recomputes each hash, and hands each whole stream to each (which may
// be nil) so that derived values can be recomputed in the same walk. It reports broken links to found, and tells how
// many events it walked. Memory does not grow with the record.
func Chains(ctx context.Context, db *storage.DB, found func(Difference), each func(stream string, events []Event) error) (walked int64, err error) {
	const batch = 2000
	var stream string
	var seq int64
	var whole []Event
	for {
		var events []Event
		err = db.View(ctx, func(tx *storage.Tx) (err error) {
			events, err = read(tx, `WHERE (stream, seq) > ($1, $2) ORDER BY stream, seq LIMIT $3`, stream, seq, batch)
			return err
		})
		if err != nil {
			return walked, err
		}
		for _, e := range events {
			if len(whole) > 0 && whole[0].Stream != e.Stream {
				if err := finish(whole, each); err != nil {
					return walked, err
				}
				whole = whole[:0]
			}
			checkLink(whole, e, found)
			whole = append(whole, e)
			walked++
		}
		if len(events) < batch {
			return walked, finish(whole, each)
		}
		stream, seq = events[len(events)-1].Stream, events[len(events)-1].Seq
	}
}

func finish(whole []Event, each func(string, []Event) error) error {
	if len(whole) == 0 || each == nil {
		return nil
	}
	return each(whole[0].Stream, whole)
}

func checkLink(before []Event, e Event, found func(Difference)) {
	var prev string
	want := int64(1)
	if n := len(before); n > 0 {
		prev, want = before[n-1].Hash, before[n-1].Seq+1
	}
	where := e.Stream + " #" + strconv.FormatInt(e.Seq, 10)
	switch {
	case e.Seq != want:
		found(Difference{where, fmt.Sprintf("记录缺失：应为第%d条，实为第%d条", want, e.Seq)})
	case e.digest(prev) != e.Hash:
		found(Difference{where, "记录内容与其校验值不符，曾被改动"})
	}
}

// Checkpoints recomputes every checkpoint from the events it sealed, its link and its signature.
func Checkpoints(ctx context.Context, db *storage.DB, signer Signer, found func(Difference)) (count int64, err error) {
	var last Checkpoint
	for {
		var c Checkpoint
		var ok bool
		var sealed []string
		err = db.View(ctx, func(tx *storage.Tx) (err error) {
			var at int64
			ok, err = tx.One(`SELECT n, from_pos, to_pos, events, root, hash, signature, at FROM audit_checkpoint WHERE n > $1 ORDER BY n LIMIT 1`,
				[]any{last.N}, &c.N, &c.From, &c.To, &c.Events, &c.Root, &c.Hash, &c.Signature, &at)
			if err != nil || !ok {
				return err
			}
			c.At = storage.Time(at)
			sealed, _, err = leaves(tx, c.From, c.To, sealBatch+1)
			return err
		})
		if err != nil || !ok {
			return count, err
		}
		if what := c.wrong(last, sealed, signer); what != "" {
			found(Difference{"checkpoint " + strconv.FormatInt(c.N, 10), what})
		}
		count++
		last = c
	}
}

func (c Checkpoint) wrong(last Checkpoint, sealed []string, signer Signer) string {
	digest := c.digest(last.Hash)
	switch {
	case c.N != last.N+1 || c.From != last.To:
		return "封存记录不连续，有封存点被删除"
	case int64(len(sealed)) != c.Events:
		return fmt.Sprintf("封存%d条记录，现存%d条", c.Events, len(sealed))
	case rootOf(sealed) != c.Root:
		return "封存后的记录被改动"
	case hex.EncodeToString(digest) != c.Hash || !signer.Verify(digest, c.Signature):
		return "封存点的校验值或签名不符"
	}
	return ""
}
