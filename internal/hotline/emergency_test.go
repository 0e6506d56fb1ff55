package hotline

import (
	"testing"
	"time"

	"huying/internal/calendar"
	"huying/internal/org"
)

// HOT-77: an emergency that was answered first still gets its closing records, each of which is wanted, and ends in the archive.
func TestHOT77ClosingActionsMayFollowTheAnswer(t *testing.T) {
	eachWorld(t, "2026-03-02 10:00", func(w *world) {
		for _, omitted := range EmergencySteps[3:] {
			ref := w.signed("emergency")
			_, err := w.Reply(w.ctx, w.people["water"], ref.ID, 0, answer)
			w.must(err)
			log := func(step string) {
				t.Helper()
				_, err := w.LogEmergency(w.ctx, w.people["water"], ref.ID, 0, step, w.clk.Now(), "")
				w.must(err)
			}
			for _, step := range EmergencySteps[3:] {
				if step != omitted {
					log(step.Key)
				}
			}
			_, err = w.GiveBack(w.ctx, w.people["water"], ref.ID, 0)
			w.refused(err, "hotline.emergency.closing", "HOT-77")
			log(omitted.Key)
			_, err = w.GiveBack(w.ctx, w.people["water"], ref.ID, 0)
			w.must(err)
			_, err = w.Conclude(w.ctx, w.people["caller"], ref.ID, 0)
			w.must(err)
			w.must(w.outbox.Drain(w.ctx))
			_, err = w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, RevisitForm{How: "phone", Reached: true, Grade: "satisfied"})
			w.must(err)
			ref, err = w.Archive(w.ctx, w.people["caller"], ref.ID, 0)
			w.must(err)
			if ref.State != Archived {
				t.Errorf("without %q first: %s", omitted.Label, ref.State)
			}
		}
		w.sound()
	})
}

func (w *world) raised(id string) {
	w.t.Helper()
	_, err := w.Classify(w.ctx, w.people["dispatcher"], id, 0, "emergency", "", "河滨小区", "燃气泄漏")
	w.must(err)
	w.must(w.outbox.Drain(w.ctx))
}

// HOT-57, TIME-07: what turns out to be an emergency on its way is answered on that day, by all who handle it, and they are told.
func TestHOT57RaisedToAnEmergency(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("complain", "roads")
		task := w.get(ref.ID).Tasks[0].ID
		w.to("2026-03-04 10:00")
		w.raised(ref.ID)
		v := w.get(ref.ID)
		if got := w.due(ref.ID, MeterHandling); got != "2026-03-04" {
			t.Errorf("raised on 03-04, due %s", got)
		}
		if got := calendar.DateOf(v.Tasks[0].Due.Add(-time.Millisecond)).String(); got != "2026-03-04" {
			t.Errorf("the assistant has time until %s", got)
		}
		for _, told := range []struct {
			id, kind, dept string
			p              org.Permission
		}{{ref.ID, "raised", "/water/", org.OrderReply}, {ref.ID, "emergency", "/water/", org.OrderEmergencyConsent}, {ref.ID, "emergency", "/water/", org.OrderSignoff},
			{task, "assist.raised", "/roads/", org.OrderReply}} {
			if w.told(told.id, told.kind, told.p, told.dept) != 1 {
				t.Errorf("%s was not told %q", told.dept, told.kind)
			}
		}
		var said struct{ Head string }
		if w.facts(ref.ID, "classify", &said); said.Head != w.people["waterhead"].ID {
			t.Errorf("TIME-07: the head is %q", said.Head)
		}
		w.to("2026-03-04 10:04")
		_, err := w.LogEmergency(w.ctx, w.people["water"], ref.ID, 0, "team_sent", w.clk.Now(), "")
		w.must(err)
		if e := w.get(ref.ID).Emergency[0]; e.Minutes != 4 || !e.Late || e.After != "转为应急件" {
			t.Errorf("DUTY-14: %+v", e)
		}
		w.to("2026-03-05 00:00")
		if len(w.get(ref.ID).Documents) != 1 {
			t.Error("it is late at the end of the day")
		}
		w.sound()
	})
	eachWorld(t, "2026-03-02 09:00", func(w *world) { // before it is dispatched, the dispatch has no time left
		ref := w.register("complain")
		if got := w.due(ref.ID, MeterDispatch); got != "2026-03-03" {
			t.Fatalf("due %s", got)
		}
		w.raised(ref.ID)
		if got := w.due(ref.ID, MeterDispatch); got != "2026-03-02" {
			t.Errorf("an emergency may be dispatched until %s", got)
		}
		if w.told(ref.ID, "raised", org.OrderDispatch, "/centre/") != 1 {
			t.Error("no dispatcher was told")
		}
	})
	eachWorld(t, "2026-03-02 09:00", func(w *world) { // what is late stays late
		ref := w.signed("help")
		w.to("2026-03-11 09:00")
		w.raised(ref.ID)
		if got := w.due(ref.ID, MeterHandling); got != "2026-03-09" {
			t.Errorf("given time until %s", got)
		}
		w.sound()
	})
}
