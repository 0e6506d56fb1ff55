package audit

import (
	"context"
	"fmt"
	"testing"

	"huying/internal/clock"
	"huying/internal/secret"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// ledger is a record of three streams, sealed in two checkpoints.
type ledger struct {
	t      *testing.T
	ctx    context.Context
	db     *storage.DB
	signer *secret.Keeper
}

func eachLedger(t *testing.T, test func(l *ledger)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		signer, err := secret.Open(secret.Options{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		l := &ledger{t, context.Background(), db, signer}
		for round := range 2 {
			for i := range 6 {
				l.record(fmt.Sprint("stream-", i%3), fmt.Sprintf("act %d of round %d", i, round))
			}
			if n, err := Seal(l.ctx, db, signer); n != 6 || err != nil {
				t.Fatalf("sealed %d events, %v", n, err)
			}
		}
		test(l)
	})
}

func (l *ledger) update(do func(tx *storage.Tx) error) {
	l.t.Helper()
	if err := l.db.Update(l.ctx, do); err != nil {
		l.t.Fatal(err)
	}
}

func (l *ledger) record(stream, what string) {
	l.t.Helper()
	l.update(func(tx *storage.Tx) error {
		return Record(tx, stream, Entry{Action: "test", Actor: System, Data: map[string]string{"what": what}, Evidence: []string{"e1", "e2"}})
	})
}

// verify walks everything and gives what it found.
func (l *ledger) verify() (found []Difference) {
	l.t.Helper()
	keep := func(d Difference) { found = append(found, d) }
	if _, err := Chains(l.ctx, l.db, keep, nil); err != nil {
		l.t.Fatal(err)
	}
	if _, err := Checkpoints(l.ctx, l.db, l.signer, keep); err != nil {
		l.t.Fatal(err)
	}
	return found
}

// AUD-01, AUD-10: an untouched record verifies, stream by stream and checkpoint by checkpoint, and comes back as written.
func TestAUD10AnUntouchedRecordVerifies(t *testing.T) {
	eachLedger(t, func(l *ledger) {
		if found := l.verify(); len(found) != 0 {
			t.Errorf("differences in an untouched record: %v", found)
		}
		streams := map[string]int{}
		walked, err := Chains(l.ctx, l.db, func(Difference) {}, func(stream string, events []Event) error {
			streams[stream] = len(events)
			if events[0].Seq != 1 || events[0].Evidence[1] != "e2" {
				t.Errorf("%s begins with %+v", stream, events[0])
			}
			return nil
		})
		if err != nil || walked != 12 || len(streams) != 3 || streams["stream-1"] != 4 {
			t.Errorf("walked %d events of %v, %v", walked, streams, err)
		}
		if n, err := Seal(l.ctx, l.db, l.signer); n != 0 || err != nil {
			t.Errorf("sealing again sealed %d, %v", n, err)
		}
	})
}

// Every way to falsify what was recorded shows: AUD-01, AUD-03, AUD-12.
func TestAUD01EveryFalsificationShows(t *testing.T) {
	for name, sql := range map[string]string{
		"a changed word":           `UPDATE audit_event SET data = REPLACE(data, 'act 1', 'act 9')`,
		"another actor":            `UPDATE audit_event SET actor = 'somebody' WHERE pos = 3`,
		"another time":             `UPDATE audit_event SET at = at + 1 WHERE pos = 3`,
		"evidence taken away":      `UPDATE audit_event SET evidence = 'e1' WHERE pos = 3`,
		"an event removed":         `DELETE FROM audit_event WHERE pos = 3`,
		"the last event removed":   `DELETE FROM audit_event WHERE pos = (SELECT MAX(pos) FROM audit_event)`,
		"a whole stream removed":   `DELETE FROM audit_event WHERE stream = 'stream-2'`,
		"two streams changed over": `UPDATE audit_event SET stream = CASE stream WHEN 'stream-1' THEN 'stream-7' ELSE stream END`,
		"a checkpoint removed":     `DELETE FROM audit_checkpoint WHERE n = 1`,
		"a root rewritten":         `UPDATE audit_checkpoint SET root = REPLACE(root, '0', '1') WHERE n = 2`,
		"a checkpoint's time":      `UPDATE audit_checkpoint SET at = at + 1 WHERE n = 2`,
	} {
		eachLedger(t, func(l *ledger) {
			l.update(func(tx *storage.Tx) error { _, err := tx.Exec(sql); return err })
			if len(l.verify()) == 0 {
				t.Errorf("%s does not show", name)
			}
		})
	}
}

// Who rewrites the chain and the checkpoints to match still lacks the key that signed them.
func TestARewrittenRecordLacksTheSignature(t *testing.T) {
	eachLedger(t, func(l *ledger) {
		l.update(func(tx *storage.Tx) error { _, err := tx.Exec(`DELETE FROM audit_checkpoint`); return err })
		forger, err := secret.Open(secret.Options{Dir: t.TempDir()})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Seal(l.ctx, l.db, forger); err != nil {
			t.Fatal(err)
		}
		if len(l.verify()) == 0 {
			t.Error("checkpoints signed with another key pass")
		}
	})
}

// Two writers of one stream do not both become its next event.
func TestOneStreamGrowsByOneAtATime(t *testing.T) {
	eachLedger(t, func(l *ledger) {
		done := make(chan error, 8)
		for i := range cap(done) {
			go func() {
				done <- l.db.Update(l.ctx, func(tx *storage.Tx) error {
					return Record(tx, "shared", Entry{Action: "test", Actor: System, Data: i})
				})
			}()
		}
		for range cap(done) {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		var events []Event
		err := l.db.View(l.ctx, func(tx *storage.Tx) (err error) { events, err = Events(tx, "shared"); return err })
		if err != nil || len(events) != cap(done) || len(l.verify()) != 0 {
			t.Errorf("%d events, %v", len(events), err)
		}
	})
}

func TestMerkleRootDependsOnEveryLeafAndOnTheOrder(t *testing.T) {
	leaves := make([]string, 7)
	for i := range leaves {
		leaves[i] = fmt.Sprintf("%064d", i)
	}
	seen := map[string]bool{rootOf(leaves): true}
	for n := 1; n < len(leaves); n++ {
		seen[rootOf(leaves[:n])] = true
	}
	for i := range leaves {
		changed := append([]string{}, leaves...)
		changed[i] = fmt.Sprintf("%064d", 99)
		seen[rootOf(changed)] = true
	}
	leaves[0], leaves[1] = leaves[1], leaves[0]
	seen[rootOf(leaves)] = true
	if len(seen) != 7+7+1 {
		t.Errorf("%d different roots of 15 different records", len(seen))
	}
}
