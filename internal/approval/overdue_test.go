package approval

import (
	"testing"
)

func TestTIME12WhatIsDeliveredLateStillWaitsForARuling(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		late := w.readyToDecide()
		w.to("2024-05-28 09:00") // a day past the limit, and not decided
		if !w.marked(late.ID, "TIME-12") {
			w.t.Fatal("no candidate")
		}
		_, err := w.Decide(w.ctx, w.people["head"], late.ID, 0, grant)
		w.must(err)
		late, err = w.Deliver(w.ctx, w.people["issuer"], late.ID, 0, DeliveryForm{Way: "posted", Slip: "EMS1"})
		w.must(err)
		ended := w.get(late.ID).Application.Ended
		box := func() []Row {
			rows, err := w.List(w.ctx, w.people["inspector"], Filter{Box: "rule_overdue"}, pageOf(10))
			w.must(err)
			return rows.Items
		}
		if rows := box(); len(rows) != 1 || !rows[0].Candidate || rows[0].State != Delivered {
			w.t.Fatalf("a delivered candidate left the box: %+v", rows)
		}
		counts, err := w.Counts(w.ctx, w.people["inspector"])
		w.must(err)
		for _, c := range counts {
			if c.Key == "rule_overdue" && c.Count != 1 {
				w.t.Errorf("%+v", c)
			}
		}
		if c := w.toldOf(late.ID); !c.Candidate || c.Overdue {
			t.Errorf("TIME-37: %+v", c)
		}
		_, err = w.RuleOverdue(w.ctx, w.people["reviewer"], late.ID, 0, "own", "拖延")
		w.refused(err, "case.forbidden", "")
		_, err = w.RuleOverdue(w.ctx, w.people["inspector"], late.ID, 0, "own", "拖延")
		w.must(err)
		v := w.get(late.ID)
		if len(box()) != 0 || !v.Overdue || v.State != Delivered || !v.Application.Ended.Equal(ended) {
			w.t.Errorf("%+v", v.Row)
		}
		if c := w.toldOf(late.ID); c.Candidate || !c.Overdue {
			t.Errorf("TIME-37: %+v", c)
		}
		_, err = w.RuleOverdue(w.ctx, w.people["inspector"], late.ID, 0, "own", "拖延")
		w.refused(err, "approval.overdue.none", "TIME-12")
		w.sound()
	})
}

// The alarm that marks a late application may ring after somebody has delivered it.
func TestTIME16DeliveryNotesItselfThatItIsLate(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		undelivered, undecided := w.decided(), w.readyToDecide()
		w.clk.Set(chinaTime(t, "2024-05-28 10:00"))
		_, err := w.Decide(w.ctx, w.people["head"], undecided.ID, 0, grant)
		w.must(err)
		for _, ref := range []Ref{undelivered, undecided} {
			_, err = w.NotifyReady(w.ctx, w.people["issuer"], ref.ID, 0, "phone")
			w.must(err)
		}
		if v := w.get(undelivered.ID); !w.marked(v.ID, "TIME-16") || !v.Overdue {
			w.t.Errorf("%+v", v.Application.Marks)
		}
		if v := w.get(undecided.ID); !v.Candidate || v.Overdue {
			w.t.Errorf("%+v", v.Application.Marks)
		}
		w.sound()
	})
}

// What was extended once and is late again is a candidate again: the extension excuses the first limit only.
func TestTIME12AnExtensionExcusesTheFirstLimitOnly(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.readyToDecide()
		_, err := w.AskExtension(w.ctx, w.people["reviewer"], ref.ID, 0, ExtensionForm{Amount: 5, Reason: "情况复杂", Basis: "第四十二条"})
		w.must(err)
		w.to("2024-05-28 09:00")
		_, err = w.RuleExtension(w.ctx, w.people["head"], ref.ID, 0, true, "同意")
		w.must(err)
		if v := w.get(ref.ID); v.Candidate || v.Untold {
			w.t.Fatalf("%+v", v.Application.Marks)
		}
		w.to("2024-06-04 09:00")
		if v := w.get(ref.ID); !v.Candidate {
			w.t.Errorf("%+v", v.Application.Marks)
		}
		w.sound()
	})
}

func TestTIME43AnUnexplainedDelayIsAFinding(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		told, untold, good := w.accepted("food"), w.accepted("food"), w.decided()
		_, err := w.Deliver(w.ctx, w.people["issuer"], good.ID, 0, DeliveryForm{Way: "electronic"})
		w.must(err)
		w.to("2024-05-28 09:00")
		_, err = w.ExplainDelay(w.ctx, w.people["reviewer"], told.ID, 0, "系统迁移")
		w.must(err)
		rows, err := w.List(w.ctx, w.people["inspector"], Filter{Untold: true}, pageOf(10))
		w.must(err)
		if len(rows.Items) != 1 || rows.Items[0].ID != untold.ID || !rows.Items[0].Untold {
			w.t.Errorf("%+v", rows.Items)
		}
	})
}
