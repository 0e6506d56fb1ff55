package hotline

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"huying/internal/casework"
	"huying/internal/clock"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/policy"
	"huying/internal/secret"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// The child process of TestKilledWhileWriting gets its database through these.
const (
	killDir = "HUYING_TEST_KILL_DIR"
	killURL = "HUYING_TEST_KILL_URL"
)

// TestKillChild is not a test: it is the process that TestKilledWhileWriting kills. It registers and concludes orders
// without end and prints each number with the state that was acknowledged last.
func TestKillChild(t *testing.T) {
	dir := os.Getenv(killDir)
	if dir == "" {
		t.Skip("only runs as the child of TestKilledWhileWriting")
	}
	w := openKillTown(t, dir, os.Getenv(killURL))
	w.must(w.db.Update(w.ctx, w.settle))
	for login := range posts {
		w.people[login] = w.actor(login)
	}
	for i := 0; ; i++ {
		ref := w.register("help")
		if i%3 == 0 {
			ref, _ = w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, ref.Version, Assignment{Lead: "water"})
			ref, _ = w.Sign(w.ctx, w.people["water"], ref.ID, ref.Version)
			ref = w.conclude(ref)
		}
		fmt.Println("acknowledged", ref.Number, ref.State)
	}
}

func openKillTown(t *testing.T, dir, url string) *world {
	t.Helper()
	w := &world{t: t, ctx: context.Background(), clk: clock.At(chinaTime(t, "2026-03-02 09:00")), people: map[string]org.Actor{}}
	o := storage.Options{URL: url, Clock: w.clk}
	if url == "" {
		o.Dir = dir
	}
	var err error
	w.db, err = storage.Open(w.ctx, o)
	w.must(err)
	t.Cleanup(func() { w.must(w.db.Close()) })
	w.must(w.db.Migrate(w.ctx))
	w.policy, err = policy.Open(w.ctx, w.db, org.RegionExists, org.Settings, Policies)
	w.must(err)
	w.org = org.New(w.db, w.clk, w.policy, nil)
	w.kernel, err = casework.New(w.db, Flow, AssistFlow)
	w.must(err)
	vault, err := secret.Open(secret.Options{Dir: dir})
	w.must(err)
	w.Service = New(w.db, w.kernel, w.org, w.policy, vault, nil)
	return w
}

// kill -9 while orders are being written loses no acknowledged order and leaves no half one, on either engine; what the
// outbox owed is delivered after the restart.
func TestKilledWhileWriting(t *testing.T) {
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			dir, url := t.TempDir(), ""
			if engine == "postgres" {
				url = storagetest.PostgresURL(t)
			}
			acknowledged := killMidway(t, dir, url)
			w := openKillTown(t, dir, url)
			concluded := 0
			for number, state := range acknowledged {
				w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
					c, err := w.kernel.ByNumber(tx, number)
					if err == nil && c.State != state {
						t.Errorf("%s was acknowledged as %s and is %s", number, state, c.State)
					}
					return err
				}))
				if state == Concluded {
					concluded++
				}
			}
			if concluded == 0 {
				t.Error("no conclusion was acknowledged")
			}
			w.whole()
			w.sound()
			w.delivers()
		})
	}
}

// killMidway starts the child, waits until it has acknowledged a number of orders, kills it, and gives their states by their numbers.
func killMidway(t *testing.T, dir, url string) map[string]string {
	t.Helper()
	acknowledged := map[string]string{}
	child := exec.Command(os.Args[0], "-test.run", "^TestKillChild$")
	child.Env = append(os.Environ(), killDir+"="+dir, killURL+"="+url)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	hear := func() {
		if words := strings.Fields(lines.Text()); len(words) == 3 && words[0] == "acknowledged" {
			acknowledged[words[1]] = words[2]
		}
	}
	for len(acknowledged) < 60 && lines.Scan() {
		hear()
	}
	_ = child.Process.Kill() // SIGKILL, in the middle of whatever it is writing
	for lines.Scan() {       // what it managed to say before it died counts as well
		hear()
	}
	_ = child.Wait()
	if len(acknowledged) < 60 {
		t.Fatalf("the child acknowledged only %d orders", len(acknowledged))
	}
	return acknowledged
}

// whole checks that every case has its order, caller and place in the index, and that nothing stands without its case.
func (w *world) whole() {
	w.t.Helper()
	for name, sql := range map[string]string{
		"cases without an order":   `SELECT COUNT(*) FROM cases c WHERE c.flow = 'hotline.order' AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = c.id)`,
		"cases without a caller":   `SELECT COUNT(*) FROM cases c WHERE c.flow = 'hotline.order' AND NOT EXISTS (SELECT 1 FROM order_callers o WHERE o.order_id = c.id)`,
		"orders without a case":    `SELECT COUNT(*) FROM orders o WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = o.id)`,
		"cases not to be found":    `SELECT COUNT(*) FROM cases c WHERE c.flow = 'hotline.order' AND NOT EXISTS (SELECT 1 FROM search_doc s WHERE s.id = c.id)`,
		"meters without a case":    `SELECT COUNT(*) FROM meters m WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = m.case_id)`,
		"filings without a letter": `SELECT COUNT(*) FROM order_filings f WHERE NOT EXISTS (SELECT 1 FROM outbox b WHERE b.topic = 'hotline.filing' AND b.key = f.order_id || '/' || f.round || '/' || f.body)`,
	} {
		n := -1
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error { _, err := tx.One(sql, nil, &n); return err }))
		if n != 0 {
			w.t.Errorf("%d %s", n, name)
		}
	}
}

// delivers runs the outbox as after a restart: every concluded order is filed with both bodies in the end.
func (w *world) delivers() {
	w.t.Helper()
	w.clk.Advance(time.Hour)
	worker := outbox.NewWorker(w.db, outbox.Options{})
	worker.Handle(AlertTopic, func(context.Context, outbox.Delivery) error { return nil })
	worker.Handle(FilingTopic, func(ctx context.Context, d outbox.Delivery) error {
		var m FilingMessage
		if err := d.Decode(&m); err != nil {
			return err
		}
		return w.Filed(ctx, m.Order, m.Round, m.Body, "回执")
	})
	w.must(worker.Drain(w.ctx))
	owed, filed := -1, 0
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		if _, err := tx.One(`SELECT COUNT(*) FROM order_filings WHERE filed_at IS NULL`, nil, &owed); err != nil {
			return err
		}
		_, err := tx.One(`SELECT COUNT(*) FROM order_filings WHERE filed_at IS NOT NULL`, nil, &filed)
		return err
	}))
	if owed != 0 || filed == 0 {
		w.t.Errorf("%d filings still owed, %d delivered", owed, filed)
	}
}
