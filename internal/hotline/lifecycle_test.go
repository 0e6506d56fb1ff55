package hotline

import (
	"strings"
	"testing"

	"huying/internal/audit"
	"huying/internal/fault"
	"huying/internal/page"
	"huying/internal/storage"
)

// The whole loop, HOT-01: received, dispatched, signed for, answered, given back, concluded, called back, archived.
func TestHOT01FromTheCallToTheArchive(t *testing.T) {
	eachWorld(t, "2026-04-30 16:20", func(w *world) {
		ref := w.concluded("consult")
		w.must(w.outbox.Drain(w.ctx))
		ref, err := w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, RevisitForm{How: "phone", Reached: true, Grade: "very_satisfied", Timely: true})
		w.must(err)
		ref, err = w.Archive(w.ctx, w.people["caller"], ref.ID, ref.Version)
		w.must(err)
		v := w.get(ref.ID)
		if v.State != Archived || v.First != "满意" || v.Second != "非常满意" || len(v.Filings) != 2 {
			t.Fatalf("got %+v", v)
		}
		_, err = w.Note(w.ctx, w.people["caller"], ref.ID, 0, "再记一笔")
		w.refused(err, "case.state", "")
		w.sound()
	})
}

// sound walks the chains and recomputes every case: nothing may differ.
func (w *world) sound() {
	w.t.Helper()
	found := func(d audit.Difference) { w.t.Errorf("%s: %s", d.Where, d.What) }
	cases := 0
	_, err := audit.Chains(w.ctx, w.db, found, func(stream string, events []audit.Event) error {
		return w.db.View(w.ctx, func(tx *storage.Tx) error {
			is, err := w.kernel.Recompute(tx, stream, events, found)
			if err != nil || !is {
				return err
			}
			cases++
			return w.Service.Recompute(tx, stream, events, found)
		})
	})
	w.must(err)
	if cases == 0 {
		w.t.Error("no case was recomputed")
	}
}

// HOT-57 to HOT-60, GAP-01, GAP-02: the limit of each type, on the calendar of the 2024 May holiday (vectors 1 and 2).
func TestHOT58LimitsByTypeRunFromDispatch(t *testing.T) {
	for kind, want := range map[string]string{"consult": "2024-05-07", "help": "2024-05-07", "complain": "2024-05-20", "suggest": "2024-05-20", "emergency": "2024-04-26"} {
		eachWorld(t, "2024-04-26 10:00", func(w *world) {
			ref := w.dispatched(kind)
			if got := w.due(ref.ID, MeterHandling); got != want {
				t.Errorf("%s dispatched 2024-04-26 is due %s, want %s", kind, got, want)
			}
		})
	}
}

// The clock does not wait for a signature: it runs from the dispatch.
func TestHandlingRunsThoughNobodySigns(t *testing.T) {
	eachWorld(t, "2024-04-26 10:00", func(w *world) {
		ref := w.dispatched("consult")
		w.to("2024-05-07 09:00")
		signed, err := w.Sign(w.ctx, w.people["water"], ref.ID, 0)
		w.must(err)
		if got := w.due(signed.ID, MeterHandling); got != "2024-05-07" {
			t.Errorf("signing late moved the end to %s", got)
		}
	})
}

// HOT-49: signing copies the supervision office.
func TestHOT49SigningCopiesTheSupervisionOffice(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		n := 0
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT COUNT(*) FROM order_copies WHERE order_id = $1 AND to_dept = '/inspection/' AND reason = 'signed'`, []any{ref.ID}, &n)
			return err
		}))
		if n != 1 {
			t.Errorf("%d copies", n)
		}
	})
}

// Two dispatchers race on one order: one wins, the other is told who.
func TestTwoDispatchersOneWins(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.register("help")
		results := make(chan error, 2)
		for _, lead := range []string{"water", "roads"} {
			go func() {
				_, err := w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, ref.Version, Assignment{Lead: lead})
				results <- err
			}()
		}
		won, lost := <-results, <-results
		if won != nil {
			won, lost = lost, won
		}
		w.must(won)
		w.refused(lost, "case.stale", "")
		w.sound()
	})
}

// An idempotency key makes one order however often it is sent, and refuses another content.
func TestOneKeyOneOrder(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		in := appeal("help")
		in.Key = "k-1"
		first, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		again, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		if first.ID != again.ID {
			t.Errorf("the same key made %s and %s", first.Number, again.Number)
		}
		in.Body = "另一件事。"
		_, err = w.Register(w.ctx, w.people["operator"], in)
		w.refused(err, "case.key.used", "")
		rows, err := w.List(w.ctx, w.people["dispatcher"], Filter{Box: "dispatch"}, page.Request{})
		w.must(err)
		if len(rows.Items) != 1 {
			t.Errorf("%d orders stand in the box", len(rows.Items))
		}
	})
}

// A department sees its own orders and those it assists, and no other: not in a list, not by id.
func TestADepartmentSeesOnlyItsOwn(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.dispatched("help", "roads")
		if _, err := w.Get(w.ctx, w.people["roads"], ref.ID); err != nil {
			t.Errorf("an assisting department cannot see the order: %v", err)
		}
		_, err := w.Get(w.ctx, w.people["parks"], ref.ID)
		w.refused(err, "case.missing", "")
		for login, want := range map[string]int{"water": 1, "parks": 0} {
			rows, err := w.List(w.ctx, w.people[login], Filter{}, page.Request{})
			w.must(err)
			if len(rows.Items) != want {
				t.Errorf("%s lists %d orders, want %d", login, len(rows.Items), want)
			}
		}
		_, err = w.Sign(w.ctx, w.people["parks"], ref.ID, 0)
		w.refused(err, "case.missing", "")
	})
}

// Verify names a changed byte, a removed event and a due date that does not follow from the record.
func TestAUD01TamperingShows(t *testing.T) {
	for name, tamper := range map[string]string{
		"a changed byte":   `UPDATE audit_event SET data = REPLACE(data, 'phone', 'radio') WHERE action = 'register'`,
		"a removed event":  `DELETE FROM audit_event WHERE action = 'dispatch'`,
		"a moved due date": `UPDATE meters SET due_at = due_at + 86400000 WHERE name = 'handling'`,
		"a changed state":  `UPDATE cases SET state = 'archived'`,
		"a removed case":   `DELETE FROM cases`,
		"another title":    `UPDATE cases SET title = '改过的标题'`,
		"another appeal":   `UPDATE orders SET body = '改过的内容'`,
		"another place":    `UPDATE orders SET place = '别处'`,
		"no place":         `UPDATE orders SET place = ''`,
		"another category": `UPDATE orders SET category = '供电'`,
		"another type":     `UPDATE orders SET kind = 'complain'`,
		"another channel":  `UPDATE orders SET channel = 'web'`,
		"another answer":   `UPDATE order_replies SET text = '改过的答复'`,
		"a note of nobody": `INSERT INTO order_notes (id, order_id, public, text, by_person, at) SELECT 'x', id, 0, '补记', 'x', 0 FROM orders`,
	} {
		eachWorld(t, "2026-03-02 09:00", func(w *world) {
			w.concluded("help")
			w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error { _, err := tx.Exec(tamper); return err }))
			var differences []audit.Difference
			found := func(d audit.Difference) { differences = append(differences, d) }
			_, err := audit.Chains(w.ctx, w.db, found, func(stream string, events []audit.Event) error {
				return w.db.View(w.ctx, func(tx *storage.Tx) error {
					is, err := w.kernel.Recompute(tx, stream, events, found)
					if err != nil || !is {
						return err
					}
					return w.Service.Recompute(tx, stream, events, found)
				})
			})
			w.must(err)
			if len(differences) == 0 {
				t.Errorf("%s does not show", name)
			}
		})
	}
}

// AUD-01: what was corrected may not be put back behind the record's back, and a record from before places were in it is
// no tampering.
func TestAUD01CorrectedFieldsAreAsTheyWereToldLast(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.register("help")
		_, err := w.Classify(w.ctx, w.people["dispatcher"], ref.ID, 0, "complain", "供水", "西山镇河滨路", "停水投诉")
		w.must(err)
		message := appeal("")
		message.Channel, message.Intake = "web", Intake{}
		r, err := w.Submit(w.ctx, message)
		w.must(err)
		_, err = w.Accept(w.ctx, w.people["operator"], r.ID, 0, "consult", "供水", Intake{Disposition: "order"})
		w.must(err)
		emergency := w.register("emergency")
		_, err = w.StandDown(w.ctx, w.people["dispatcher"], emergency.ID, 0, "help", "无危险")
		w.must(err)
		w.sound()
		for _, back := range []string{`kind = 'help'`, `category = ''`, `place = '河滨小区3栋'`} {
			if got := w.tampered(ref.ID, `UPDATE orders SET `+back+` WHERE id = $1`); len(got) != 1 {
				t.Errorf("put back %s: %v", back, got)
			}
		}
		var events []audit.Event
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) (err error) { events, err = audit.Events(tx, r.ID); return err }))
		for i := range events {
			events[i].Data = []byte(strings.Replace(string(events[i].Data), `"place":"`, `"was_not_told":"`, 1))
		}
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			return w.Recompute(tx, r.ID, events, func(d audit.Difference) { t.Errorf("an older record: %s", d.What) })
		}))
	})
}

// tampered is what Recompute finds in an order after a statement that is not kept.
func (w *world) tampered(id, statement string) (found []string) {
	w.t.Helper()
	undo := fault.New(fault.Refused, "test.undo", "")
	err := w.db.Update(w.ctx, func(tx *storage.Tx) error {
		if _, err := tx.Exec(statement, id); err != nil {
			return err
		}
		events, err := audit.Events(tx, id)
		if err != nil {
			return err
		}
		if err := w.Recompute(tx, id, events, func(d audit.Difference) { found = append(found, d.What) }); err != nil {
			return err
		}
		return undo
	})
	if fault.Code(err) != "test.undo" {
		w.t.Fatal(err)
	}
	return found
}
