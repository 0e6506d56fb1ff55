package hotline

import (
	"testing"

	"huying/internal/org"
)

func (w *world) pleads(id string) {
	w.t.Helper()
	_, err := w.AskExtension(w.ctx, w.people["water"], id, 0, more)
	w.must(err)
}

// HOT-52, HOT-61: a plea for more time that was made in time and waits for its ruling is a report: no notice, no tracking. The
// ruling decides: what is granted has a new limit, what is denied is late without an excuse.
func TestHOT52AWaitingPleaIsAReport(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		granted, denied := w.signed("help"), w.signed("help")
		w.to("2026-03-09 10:00")
		w.pleads(granted.ID)
		w.pleads(denied.ID)
		w.to("2026-03-10 00:00")
		for _, ref := range []Ref{granted, denied} {
			if v := w.get(ref.ID); len(v.Documents) != 0 || v.Tracked != "" || v.Urges != 0 {
				t.Errorf("%d papers, tracked %q", len(v.Documents), v.Tracked)
			}
		}
		rule := func(id string, grant bool) View {
			t.Helper()
			_, err := w.RuleExtension(w.ctx, w.people["arbiter"], id, 0, grant, "已核实")
			w.must(err)
			return w.get(id)
		}
		if v := rule(granted.ID, true); len(v.Documents) != 0 || v.Tracked != "" {
			t.Errorf("granted: %d papers, tracked %q", len(v.Documents), v.Tracked)
		}
		if v := rule(denied.ID, false); len(v.Documents) != 1 || v.Documents[0].Label != "催办通知书" || v.Tracked != "overdue" || v.Urges != 1 {
			t.Errorf("denied: %d papers, tracked %q", len(v.Documents), v.Tracked)
		}
		w.must(w.outbox.Drain(w.ctx))
		if w.told(denied.ID, "handling.overdue", org.OrderSignoff, "/water/") != 1 {
			t.Error("the leader was not told")
		}
		w.to("2026-03-17 00:00")
		if v := w.get(granted.ID); len(v.Documents) != 1 {
			t.Errorf("past the longer limit: %d papers", len(v.Documents))
		}
		w.sound()
	})
}

// HOT-54, HOT-61: nor is a supervision notice due while the plea waits, however often the department was urged.
func TestHOT54NoNoticeWhileAPleaWaits(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		w.pleads(ref.ID)
		for _, at := range []string{"2026-03-11 10:00", "2026-03-12 10:00"} {
			w.to(at)
			_, err := w.Urge(w.ctx, w.people["caller"], ref.ID, 0, "phone", "")
			w.must(err)
		}
		w.to("2026-03-24 10:00")
		if w.box("inspector", "notice") != 0 {
			t.Error("it stands among the notices that are due")
		}
		_, err := w.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0)
		w.refused(err, "hotline.notice.early", "HOT-54")
		_, err = w.RuleExtension(w.ctx, w.people["arbiter"], ref.ID, 0, false, "理由不充分")
		w.must(err)
		_, err = w.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0)
		w.must(err)
	})
}

// HOT-61: one plea at a time; one that was made before the time began anew can only be denied.
func TestHOT61OnePleaAtATime(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		w.pleads(ref.ID)
		_, err := w.AskExtension(w.ctx, w.people["water"], ref.ID, 0, more)
		w.refused(err, "hotline.extension.waiting", "HOT-61")
		w.raised(ref.ID)
		_, err = w.RuleExtension(w.ctx, w.people["arbiter"], ref.ID, 0, true, "同意")
		w.refused(err, "hotline.extension.round", "HOT-62")
		_, err = w.RuleExtension(w.ctx, w.people["arbiter"], ref.ID, 0, false, "已改为应急件")
		w.must(err)
	})
}

// overdueTwiceUrged takes a consultation of 2024-04-26 to the day on which a supervision notice is due.
func (w *world) overdueTwiceUrged() Ref {
	w.t.Helper()
	ref := w.signed("consult")
	w.to("2024-05-14 10:00")
	_, err := w.Urge(w.ctx, w.people["caller"], ref.ID, 0, "phone", "")
	w.must(err)
	w.to("2024-05-21 10:00")
	return ref
}

func (w *world) redone(ref Ref) {
	w.t.Helper()
	w.conclude(ref)
	_, err := w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, RevisitForm{How: "phone", Reached: true, Grade: "dissatisfied", Cause: "subjective"})
	w.must(err)
	_, err = w.Redo(w.ctx, w.people["arbiter"], ref.ID, 0, "承办人未到现场，请重新办理")
	w.must(err)
}

// HOT-54: a notice that was due and never issued is not due of the round after; and each round knows one.
func TestHOT54ANoticeIsDueOfItsOwnRound(t *testing.T) {
	eachWorld(t, "2024-04-26 10:00", func(w *world) {
		ref := w.overdueTwiceUrged()
		if w.box("inspector", "notice") != 1 {
			t.Fatal("no notice is due")
		}
		w.redone(ref)
		if w.box("inspector", "notice") != 0 {
			t.Error("the answered round's notice is due of the new one")
		}
		w.to("2024-05-29 10:00") // the new limit ended on 05-28
		_, err := w.Urge(w.ctx, w.people["caller"], ref.ID, 0, "phone", "")
		w.must(err)
		w.to("2024-06-13 10:00")
		_, err = w.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0)
		w.must(err)
		_, err = w.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0)
		w.refused(err, "hotline.notice.again", "HOT-54")
	})
}

// HOT-54: a citizen's urge is none by the service hall.
func TestHOT54ACitizensUrgeDoesNotCount(t *testing.T) {
	eachWorld(t, "2024-04-26 10:00", func(w *world) {
		ref := w.signed("consult")
		for _, at := range []string{"2024-05-14 10:00", "2024-05-15 10:00"} {
			w.to(at)
			w.must(w.CitizenUrge(w.ctx, ref.Number, w.codeOfOrder(ref.ID)))
		}
		w.to("2024-05-21 10:00")
		if w.box("inspector", "notice") != 0 {
			t.Error("it stands among the notices that are due")
		}
		_, err := w.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0)
		w.refused(err, "hotline.notice.early", "HOT-54")
	})
}

// HOT-34, HOT-52, HOT-54: what was explained of an earlier round does not excuse the present one; the supervisors are told of
// an explanation.
func TestHOT34AnExplanationExcusesItsOwnRound(t *testing.T) {
	eachWorld(t, "2024-04-26 10:00", func(w *world) {
		ref := w.signed("consult")
		_, err := w.Explain(w.ctx, w.people["water"], ref.ID, 0, "配件未到，预计5月10日办结")
		w.must(err)
		w.must(w.outbox.Drain(w.ctx))
		if w.told(ref.ID, "explained", org.OrderSupervise, "/water/") != 1 {
			t.Errorf("no supervisor was told: %+v", w.alerts)
		}
		w.redone(ref)
		w.to("2024-05-14 10:00")
		if v := w.get(ref.ID); len(v.Documents) != 1 {
			t.Errorf("%d papers: the old explanation excuses the new delay", len(v.Documents))
		}
		_, err = w.Urge(w.ctx, w.people["caller"], ref.ID, 0, "phone", "")
		w.must(err)
		w.to("2024-05-28 10:00")
		_, err = w.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0)
		w.must(err)
	})
}

// HOT-51, HOT-52: before the limit the service hall is prompted to urge and the department to hurry; after it the leader in
// charge, the supervisors and the department are told.
func TestHOT52WhoIsToldOfALimit(t *testing.T) {
	eachWorld(t, "2024-04-26 10:00", func(w *world) {
		ref := w.signed("consult")
		w.to("2024-05-08 00:00")
		for kind, permissions := range map[string][]org.Permission{"handling.soon": {org.OrderUrge, org.OrderReply}, "handling.overdue": {org.OrderSignoff, org.OrderSupervise, org.OrderReply}} {
			for _, p := range permissions {
				if n := w.told(ref.ID, kind, p, "/water/"); n != 1 {
					t.Errorf("%s: those who may %q were told %d times", kind, p.Label(), n)
				}
			}
			if n := w.alerted(kind); n != len(permissions) {
				t.Errorf("%s: told %d times", kind, n)
			}
		}
	})
}
