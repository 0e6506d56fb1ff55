package hotline

import (
	"testing"

	"huying/internal/calendar"
	"huying/internal/document"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

func (w *world) alerted(kind string) int {
	n := 0
	for _, a := range w.alerts {
		if a.Kind == kind {
			n++
		}
	}
	return n
}

// HOT-51, GAP-07: one working day before a five-day limit, three before a longer one, the hall is prompted to telephone.
func TestHOT51PromptedBeforeTheLimit(t *testing.T) {
	for _, c := range []struct{ kind, before, day string }{{"consult", "2024-05-05 23:59", "2024-05-06 00:00"}, {"complain", "2024-05-14 23:59", "2024-05-15 00:00"}} {
		eachWorld(t, "2024-04-26 10:00", func(w *world) {
			w.signed(c.kind)
			w.to(c.before)
			if w.alerted("handling.soon") != 0 {
				t.Errorf("%s: prompted too early", c.kind)
			}
			w.to(c.day)
			if w.alerted("handling.soon") == 0 {
				t.Errorf("%s: not prompted", c.kind)
			}
		})
	}
}

// HOT-52, HOT-53: when the limit passes unexplained a numbered 催办通知书 goes out, the leader is told, tracking begins.
func TestHOT52UrgeNoticeWhenTheLimitPasses(t *testing.T) {
	eachWorld(t, "2024-04-26 10:00", func(w *world) {
		ref := w.signed("consult")
		w.to("2024-05-07 23:59")
		if v := w.get(ref.ID); len(v.Documents) != 0 || v.Tracked != "" {
			t.Fatalf("urged before the limit: %+v", v.Documents)
		}
		w.to("2024-05-08 00:00")
		v := w.get(ref.ID)
		if len(v.Documents) != 1 || v.Documents[0].Label != "催办通知书" || v.Documents[0].Number != "呼应催〔2024〕1号" || v.Tracked != "overdue" {
			t.Fatalf("got %+v, tracked %q", v.Documents, v.Tracked)
		}
		if w.alerted("handling.overdue") == 0 {
			t.Error("nobody was told")
		}
		var paper document.Notice
		paper, err := w.Print(w.ctx, w.people["inspector"], v.Documents[0].ID)
		w.must(err)
		if paper.Addressee != "供水局" || len(paper.Body) == 0 {
			t.Errorf("got %+v", paper)
		}
		_, err = w.Print(w.ctx, w.people["parks"], v.Documents[0].ID)
		w.refused(err, "case.missing", "")
		w.sound()
	})
}

// HOT-52: a delay that was reported in time is not answered with a notice.
func TestHOT52ReportedDelayGetsNoNotice(t *testing.T) {
	eachWorld(t, "2024-04-26 10:00", func(w *world) {
		ref := w.signed("consult")
		w.to("2024-05-07 10:00")
		_, err := w.Explain(w.ctx, w.people["water"], ref.ID, 0, "配件未到，预计5月10日办结")
		w.must(err)
		w.to("2024-05-08 09:00")
		if v := w.get(ref.ID); len(v.Documents) != 0 {
			t.Errorf("got %+v", v.Documents)
		}
	})
}

// HOT-51: officials urge once on a day, whoever does and however; the order says so, and policy may allow more.
func TestHOT51OfficialsUrgeOnceADay(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.dispatched("help")
		urge := func(who, how string) error {
			_, err := w.Urge(w.ctx, w.people[who], ref.ID, 0, how, "")
			return err
		}
		w.must(w.CitizenUrge(w.ctx, ref.Number, w.codeOfOrder(ref.ID))) // is not counted with theirs
		if w.get(ref.ID).UrgedToday {
			t.Error("nobody has urged yet")
		}
		w.must(urge("caller", "phone"))
		if !w.get(ref.ID).UrgedToday {
			t.Error("the page would offer it again")
		}
		w.to("2026-03-02 23:59")
		w.refused(urge("operator", "online"), "hotline.urge.often", "HOT-51")
		if n := len(w.get(ref.ID).Urging); n != 2 {
			t.Errorf("%d urges are on record", n)
		}
		w.to("2026-03-03 00:00")
		w.must(urge("operator", "online"))
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			_, err := w.policy.Set(tx, org.System(), "hotline.urge.daily", "", "2", "试行")
			return err
		}))
		w.must(urge("operator", "online"))
		w.refused(urge("caller", "phone"), "hotline.urge.often", "HOT-51")
	})
}

// HOT-54, GAP-08, vector 4: two urges after the limit, more than ten working days over it, and no explanation: all three.
func TestHOT54AllThreeConditions(t *testing.T) {
	eachWorld(t, "2024-04-26 10:00", func(w *world) {
		ref := w.signed("consult")
		w.to("2024-05-08 10:00") // the notice of urging has gone out: one urge
		w.to("2024-05-14 10:00")
		_, err := w.Urge(w.ctx, w.people["caller"], ref.ID, 0, "phone", "")
		w.must(err)
		w.to("2024-05-20 23:59")
		_, err = w.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0)
		w.refused(err, "hotline.notice.early", "HOT-54")
		w.to("2024-05-21 00:00")
		if got := w.box("inspector", "notice"); got != 1 {
			t.Errorf("%d orders wait for a notice", got)
		}
		_, err = w.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0)
		w.must(err)
		_, err = w.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0)
		w.refused(err, "hotline.notice.again", "HOT-54")
		_, err = w.Explain(w.ctx, w.people["water"], ref.ID, 0, "管道老化，下周完工")
		w.must(err)
		_, err = w.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0) // that it was issued is the reason, whatever else is missing
		w.refused(err, "hotline.notice.again", "HOT-54")
		docs, err := w.Documents(w.ctx, w.people["inspector"], "notice", Span{From: calendar.DateOf(w.clk.Now()), To: calendar.DateOf(w.clk.Now())}, page.Request{})
		w.must(err)
		if len(docs.Items) != 1 || len(w.get(ref.ID).Documents) != 3 {
			t.Errorf("HOT-55: %d notices in the register, %d papers on the order", len(docs.Items), len(w.get(ref.ID).Documents))
		}
	})
	eachWorld(t, "2024-04-26 10:00", func(w *world) { // one urge only: never due
		ref := w.signed("consult")
		w.to("2024-06-20 10:00")
		_, err := w.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0)
		w.refused(err, "hotline.notice.early", "HOT-54")
	})
	eachWorld(t, "2024-04-26 10:00", func(w *world) { // explained on the last day
		ref := w.signed("consult")
		w.to("2024-05-14 10:00")
		_, err := w.Urge(w.ctx, w.people["caller"], ref.ID, 0, "phone", "")
		w.must(err)
		w.to("2024-05-20 16:00")
		_, err = w.Explain(w.ctx, w.people["water"], ref.ID, 0, "已查明原因，两日内办结")
		w.must(err)
		w.to("2024-05-22 10:00")
		_, err = w.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0)
		w.refused(err, "hotline.notice.early", "HOT-54")
	})
	eachWorld(t, "2024-04-26 10:00", func(w *world) { // reminders before the limit do not count (GAP-08)
		ref := w.signed("consult")
		for _, at := range []string{"2024-04-28 09:00", "2024-04-29 09:00"} {
			w.to(at)
			_, err := w.Urge(w.ctx, w.people["caller"], ref.ID, 0, "phone", "")
			w.must(err)
		}
		w.to("2024-05-22 10:00")
		_, err := w.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0)
		w.refused(err, "hotline.notice.early", "HOT-54")
	})
}

// HOT-67, vector 5: called back within two days of giving back, by somebody who had no hand in it.
func TestHOT67RevisitInTwoDaysByAnother(t *testing.T) {
	eachWorld(t, "2024-05-07 09:30", func(w *world) {
		ref := w.concluded("help")
		if got := w.due(ref.ID, MeterRevisit); got != "2024-05-09" {
			t.Errorf("given back 05-07, revisit due %s", got)
		}
		_, err := w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, RevisitForm{How: "phone", Reached: true})
		w.refused(err, "hotline.second_grade", "HOT-67")
		_, err = w.Revisit(w.ctx, w.people["waterhead"], ref.ID, 0, RevisitForm{How: "phone", Reached: true, Grade: "satisfied"})
		w.refused(err, "case.forbidden", "")
		w.to("2024-05-10 00:01")
		if w.alerted("revisit.late") == 0 {
			t.Error("nobody was told that the revisit is late")
		}
	})
}

// HOT-67: attempts are recorded; after three without an answer the supervision centre decides.
func TestHOT67ThreeAttemptsThenTheCentre(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		ref := w.concluded("help")
		var err error
		for i, want := range []string{Concluded, Concluded, Disputed} {
			ref, err = w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, RevisitForm{How: "phone"})
			w.must(err)
			if ref.State != want {
				t.Errorf("after attempt %d: %s, want %s", i+1, ref.State, want)
			}
		}
		_, err = w.Redo(w.ctx, w.people["arbiter"], ref.ID, 0, "重办")
		w.refused(err, "hotline.redo.cause", "HOT-68")
		_, err = w.CloseExplained(w.ctx, w.people["arbiter"], ref.ID, 0, "三次未能联系上，答复内容属实")
		w.must(err)
		if v := w.get(ref.ID); v.ClosingMark != "explained" {
			t.Errorf("mark %q", v.ClosingMark)
		}
	})
}

// HOT-68, HOT-69, GAP-10: a subjective cause is redone under tracking, with the same limit anew; after two redos the
// leading group decides.
func TestHOT68RedoTwiceThenTheLeadingGroup(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		bad := RevisitForm{How: "phone", Reached: true, Grade: "dissatisfied", Cause: "subjective"}
		ref := w.concluded("help")
		for round := range 3 {
			ref, err := w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, bad)
			w.must(err)
			if ref.State != Disputed {
				t.Fatalf("state %s", ref.State)
			}
			_, err = w.Redo(w.ctx, w.people["arbiter"], ref.ID, 0, "承办人未到现场，请重新办理")
			if round == 2 {
				w.refused(err, "hotline.redo.again", "GAP-10")
				break
			}
			w.must(err)
			if v := w.get(ref.ID); v.State != Handling || v.Tracked != "redo" || w.due(ref.ID, MeterHandling) != "2026-03-09" {
				t.Fatalf("HOT-69: %s tracked %q due %s", v.State, v.Tracked, w.due(ref.ID, MeterHandling))
			}
			_, err = w.Supervise(w.ctx, w.people["inspector"], ref.ID, 0, false, "撤销督办")
			w.refused(err, "hotline.supervise.redo", "HOT-69")
			w.conclude(ref)
		}
		_, err := w.Escalate(w.ctx, w.people["arbiter"], ref.ID, 0, "两次重办仍不满意")
		w.must(err)
		_, err = w.Decide(w.ctx, w.people["leader"], ref.ID, 0, false, "政策所限，已当面解释")
		w.must(err)
		w.must(w.outbox.Drain(w.ctx))
		_, err = w.Archive(w.ctx, w.people["caller"], ref.ID, 0)
		w.must(err)
		w.sound()
	})
}

// GAP-10, HOT-68: a subjective cause is redone and not explained away, an objective one the other way round, in the round
// that it was found in; only the leading group may do either.
func TestGAP10TheCauseDecides(t *testing.T) {
	for cause, c := range map[string]struct{ redo, explain string }{"subjective": {"", "hotline.explained.cause"}, "objective": {"hotline.redo.cause", ""}} {
		eachWorld(t, "2026-03-02 09:30", func(w *world) {
			ref := w.concluded("help")
			_, err := w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, RevisitForm{How: "phone", Reached: true, Grade: "dissatisfied", Cause: cause})
			w.must(err)
			if _, err = w.Redo(w.ctx, w.people["caller"], ref.ID, 0, "请重新办理"); !fault.Is(err, fault.Forbidden) {
				t.Errorf("HOT-68: the service hall sent it back by itself: %v", err)
			}
			if c.explain != "" {
				_, err = w.CloseExplained(w.ctx, w.people["arbiter"], ref.ID, 0, "已解释")
				w.refused(err, c.explain, "GAP-10")
				_, err = w.Redo(w.ctx, w.people["arbiter"], ref.ID, 0, "请重新办理")
				w.must(err)
				w.conclude(ref)
				for range 3 { // not reached in the second round: the first one's cause counts no more
					_, err = w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, RevisitForm{How: "phone"})
					w.must(err)
				}
			}
			_, err = w.Redo(w.ctx, w.people["arbiter"], ref.ID, 0, "请重新办理")
			w.refused(err, "hotline.redo.cause", "HOT-68")
			_, err = w.CloseExplained(w.ctx, w.people["arbiter"], ref.ID, 0, "已解释")
			w.must(err)
			w.sound()
		})
	}
}

// HOT-68: a citizen who rates by himself finds no cause; the supervision centre does, by sending back or consenting.
func TestHOT68TheCentreFindsTheCauseOfABadRating(t *testing.T) {
	for cause, act := range map[string]func(w *world, who, id string) error{
		"承办单位主观原因": func(w *world, who, id string) error {
			_, err := w.Redo(w.ctx, w.people[who], id, 0, "请重新办理")
			return err
		},
		"客观条件或政策所限": func(w *world, who, id string) error {
			_, err := w.CloseExplained(w.ctx, w.people[who], id, 0, "政策所限，已当面解释")
			return err
		},
	} {
		eachWorld(t, "2026-03-02 09:30", func(w *world) {
			ref := w.concluded("help")
			w.must(w.Rate(w.ctx, ref.Number, w.codeOfOrder(ref.ID), "dissatisfied", "水压仍然不足"))
			if v := w.get(ref.ID); v.Revisits[0].Cause != "" {
				t.Errorf("the citizen's own grade has the cause %q", v.Revisits[0].Cause)
			}
			if err := act(w, "caller", ref.ID); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s found by the service hall: %v", cause, err)
			}
			w.must(act(w, "arbiter", ref.ID))
			if v := w.get(ref.ID); v.Revisits[0].Cause != cause {
				t.Errorf("found %q, want %q", v.Revisits[0].Cause, cause)
			}
			w.sound()
		})
	}
}

// HOT-70: what is neither satisfied nor consented to is not archived. The citizen's own bad grade counts as a reading.
func TestHOT70OnlySatisfiedOrConsentedIsArchived(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		ref := w.concluded("help")
		w.must(w.outbox.Drain(w.ctx))
		_, err := w.Archive(w.ctx, w.people["caller"], ref.ID, 0)
		w.refused(err, "case.state", "HOT-70")
		err = w.Rate(w.ctx, ref.Number, w.codeOfOrder(ref.ID), "dissatisfied", "")
		w.refused(err, "hotline.rate.reason", "")
		w.must(w.Rate(w.ctx, ref.Number, w.codeOfOrder(ref.ID), "dissatisfied", "水压仍然不足"))
		if v := w.get(ref.ID); v.State != Disputed || v.Second != "不满意" {
			t.Errorf("%s %s", v.State, v.Second)
		}
		_, err = w.Archive(w.ctx, w.people["caller"], ref.ID, 0)
		w.refused(err, "case.state", "HOT-70")
	})
}

// HOT-67: whoever signed, handled or answered does not call back, wherever he sits by now; nor does the office that handled.
func TestHOT67WhoHadAHandInItDoesNotCallBack(t *testing.T) {
	reached := RevisitForm{How: "phone", Reached: true, Grade: "satisfied"}
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		ref := w.dispatched("help")
		_, err := w.Sign(w.ctx, w.people["waterhead"], ref.ID, 0)
		w.must(err)
		_, err = w.Assign(w.ctx, w.people["waterhead"], ref.ID, 0, w.people["water"].ID)
		w.must(err)
		_, err = w.Reply(w.ctx, w.within("waterduty", org.Handler, "/water/", ""), ref.ID, 0, answer)
		w.must(err)
		_, err = w.GiveBack(w.ctx, w.people["water"], ref.ID, 0)
		w.must(err)
		_, err = w.Conclude(w.ctx, w.people["caller"], ref.ID, 0)
		w.must(err)
		for part, who := range map[string]string{"signed": "waterhead", "handled": "water", "answered": "waterduty"} {
			moved := w.within(who, org.Revisitor, "", "")
			moved.DeptPath = "/hall/"
			if _, err := w.Revisit(w.ctx, moved, ref.ID, 0, reached); fault.Code(err) != "hotline.revisit.self" {
				t.Errorf("by who %s: %v", part, err)
			}
		}
		_, err = w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, reached)
		w.must(err)
	})
	eachWorld(t, "2026-03-02 09:30", func(w *world) { // the hall handled it itself
		ref := w.register("help")
		_, err := w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, 0, Assignment{Lead: "hall"})
		w.must(err)
		handler := w.within("hallduty", org.Handler, "/hall/", "")
		_, err = w.Sign(w.ctx, handler, ref.ID, 0)
		w.must(err)
		_, err = w.Reply(w.ctx, handler, ref.ID, 0, answer)
		w.must(err)
		_, err = w.GiveBack(w.ctx, handler, ref.ID, 0)
		w.must(err)
		_, err = w.Conclude(w.ctx, w.people["caller"], ref.ID, 0)
		w.must(err)
		_, err = w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, reached)
		w.refused(err, "hotline.revisit.self", "HOT-67")
		_, err = w.Revisit(w.ctx, w.within("operator", org.Revisitor, "", ""), ref.ID, 0, reached)
		w.must(err)
	})
}

// HOT-67: the record of a call says whether the citizen found the answer in time; of one who was not asked it says nothing.
func TestHOT67TheRecordSaysWhetherTheAnswerWasInTime(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		for _, timely := range []bool{true, false} {
			ref := w.concluded("help")
			_, err := w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, RevisitForm{How: "phone"})
			w.must(err)
			_, err = w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, RevisitForm{How: "phone", Reached: true, Grade: "satisfied", Timely: timely})
			w.must(err)
			var said struct{ Timely bool }
			w.facts(ref.ID, "revisit", &said)
			got := w.get(ref.ID).Revisits
			if got[0].Timely != nil || got[1].Timely == nil || *got[1].Timely != timely || said.Timely != timely {
				t.Errorf("want %v: %+v, recorded %v", timely, got, said.Timely)
			}
		}
		ref := w.concluded("help")
		w.must(w.Rate(w.ctx, ref.Number, w.codeOfOrder(ref.ID), "satisfied", ""))
		if r := w.get(ref.ID).Revisits[0]; r.Timely != nil {
			t.Error("he was not asked")
		}
	})
}
