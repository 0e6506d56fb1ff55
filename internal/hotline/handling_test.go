package hotline

import (
	"context"
	"fmt"
	"testing"
	"time"

	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/storage"
)

var plea = ReturnForm{Ground: "outside_competence", Reason: "此处路灯不归本局", Basis: "市政府职责分工第三条", Proposed: "roads"}

// HOT-38, HOT-39, GAP-01: within two days of dispatch, on one of two grounds, with reason and basis (vector 3).
func TestHOT38ReturnInTimeWithReasonAndBasis(t *testing.T) {
	eachWorld(t, "2024-04-26 10:00", func(w *world) {
		ref := w.signed("help")
		for name, spoil := range map[string]func(f *ReturnForm){
			"HOT-39": func(f *ReturnForm) { f.Ground = "too_busy" }, "HOT-38": func(f *ReturnForm) { f.Reason = "" }, "HOT-38 basis": func(f *ReturnForm) { f.Basis = " " },
		} {
			f := plea
			spoil(&f)
			if _, err := w.Return(w.ctx, w.people["water"], ref.ID, 0, f); err == nil {
				t.Errorf("%s: a bad plea was taken", name)
			}
		}
		w.to("2024-04-28 23:59")
		ref, err := w.Return(w.ctx, w.people["water"], ref.ID, 0, plea)
		w.must(err)
		if ref.State != Returning {
			t.Errorf("state %s", ref.State)
		}
	})
	eachWorld(t, "2024-04-26 10:00", func(w *world) {
		ref := w.signed("help")
		w.to("2024-04-29 00:00")
		_, err := w.Return(w.ctx, w.people["water"], ref.ID, 0, plea)
		w.refused(err, "hotline.return.late", "HOT-38")
	})
}

// HOT-39: the department that should have the order is one that is in use, and another one.
func TestHOT39TheProposedDepartmentCanTakeIt(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			former := org.Department{ID: "former", Name: "原水务局", Short: "原水务", Kind: org.Bureau, Region: "99"}
			if _, err := w.org.AddDepartment(tx, org.System(), former); err != nil {
				return err
			}
			return w.org.ChangeDepartment(tx, org.System(), former)
		}))
		ref := w.signed("help")
		for proposed, code := range map[string]string{"nowhere": "hotline.department", "former": "hotline.department", "water": "hotline.return.proposed"} {
			f := plea
			f.Proposed = proposed
			_, err := w.Return(w.ctx, w.people["water"], ref.ID, 0, f)
			w.refused(err, code, "")
			if e := fault.From(err); len(e.Fields) != 1 || e.Fields[0].Name != "proposed" {
				t.Errorf("%s: %+v", proposed, e.Fields)
			}
		}
		f := plea
		f.Proposed = "roads"
		_, err := w.Return(w.ctx, w.people["water"], ref.ID, 0, f)
		w.must(err)
	})
}

// HOT-38: one return a department; the ruling binds, the new department has its own time, and the ruling is offered next time.
func TestHOT38TheRulingBindsAndIsRemembered(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		ref, err := w.Return(w.ctx, w.people["water"], ref.ID, 0, plea)
		w.must(err)
		_, err = w.RuleReturn(w.ctx, w.people["dispatcher"], ref.ID, 0, Ruling{Why: "不成立"})
		w.refused(err, "case.forbidden", "")
		ref, err = w.RuleReturn(w.ctx, w.people["arbiter"], ref.ID, 0, Ruling{Why: "职责明确，理由不成立"})
		w.must(err)
		if ref.State != Handling || w.due(ref.ID, MeterHandling) != "2026-03-09" {
			t.Errorf("a rejected return stopped the clock: %s, due %s", ref.State, w.due(ref.ID, MeterHandling))
		}
		_, err = w.Return(w.ctx, w.people["water"], ref.ID, 0, plea)
		w.refused(err, "hotline.return.again", "HOT-38")
	})
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		_, err := w.Return(w.ctx, w.people["water"], ref.ID, 0, plea)
		w.must(err)
		w.to("2026-03-03 09:00")
		ref, err = w.RuleReturn(w.ctx, w.people["arbiter"], ref.ID, 0, Ruling{Uphold: true, Lead: "roads", Why: "属道路局职责", Rule: "停水 河滨"})
		w.must(err)
		if ref.State != Dispatched || w.due(ref.ID, MeterHandling) != "2026-03-10" {
			t.Errorf("state %s, due %s", ref.State, w.due(ref.ID, MeterHandling))
		}
		got, err := w.FindSimilar(w.ctx, w.people["operator"], "", "9901", "又停水了", "河滨小区又停水，请尽快处理")
		w.must(err)
		if len(got.Suggested) != 1 || got.Suggested[0].DeptID != "roads" {
			t.Errorf("the ruling is not offered: %+v", got.Suggested)
		}
		w.sound()
	})
}

var more = ExtensionForm{Amount: 5, Promised: "5个工作日", Statutory: "法律未作规定", Basis: "需更换管网阀门", Reason: "配件需外地调运"}

// HOT-61, HOT-62, GAP-06: four fields, before expiry, approved by the supervision centre, the citizen told; once.
func TestHOT61ExtensionNeedsFourFieldsAndConsent(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		for _, spoil := range []func(f *ExtensionForm){func(f *ExtensionForm) { f.Promised = "" }, func(f *ExtensionForm) { f.Statutory = " " },
			func(f *ExtensionForm) { f.Basis = "" }, func(f *ExtensionForm) { f.Reason = "" }, func(f *ExtensionForm) { f.Amount = 0 }} {
			f := more
			spoil(&f)
			_, err := w.AskExtension(w.ctx, w.people["water"], ref.ID, 0, f)
			w.refused(err, "hotline.extension", "HOT-61")
		}
		long := more
		long.Amount = 6
		_, err := w.AskExtension(w.ctx, w.people["water"], ref.ID, 0, long)
		w.refused(err, "hotline.extension.long", "GAP-06")
		_, err = w.AskExtension(w.ctx, w.people["water"], ref.ID, 0, more)
		w.must(err)
		if got := w.due(ref.ID, MeterHandling); got != "2026-03-09" {
			t.Errorf("HOT-62: asking alone moved the end to %s", got)
		}
		_, err = w.RuleExtension(w.ctx, w.people["water"], ref.ID, 0, true, "同意")
		w.refused(err, "case.forbidden", "")
		_, err = w.RuleExtension(w.ctx, w.people["arbiter"], ref.ID, 0, true, "同意延期")
		w.must(err)
		if got := w.due(ref.ID, MeterHandling); got != "2026-03-16" {
			t.Errorf("granted 5 working days more, due %s", got)
		}
		rows := w.box("water", "tell_extension")
		if rows != 1 {
			t.Errorf("HOT-62: %d orders wait for the citizen to be told", rows)
		}
		_, err = w.TellExtension(w.ctx, w.people["water"], ref.ID, 0, "phone")
		w.must(err)
		_, err = w.AskExtension(w.ctx, w.people["water"], ref.ID, 0, more)
		w.refused(err, "hotline.extension.again", "GAP-06")
		w.sound()
	})
}

func (w *world) box(login, box string) int {
	w.t.Helper()
	counts, err := w.Counts(w.ctx, w.people[login])
	w.must(err)
	for _, c := range counts {
		if c.Key == box {
			return c.Count
		}
	}
	return -1
}

// TIME-15, vector 12: five minutes after the limit the plea is refused, and the mark stays.
func TestTIME15AskedTooLateIsRefusedAndMarked(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		w.to("2026-03-10 00:05")
		_, err := w.AskExtension(w.ctx, w.people["water"], ref.ID, 0, more)
		w.refused(err, "hotline.extension.late", "TIME-15")
		if v := w.get(ref.ID); v.OverdueMark != "TIME-15" || len(v.Extensions) != 0 {
			t.Errorf("mark %q, %d pleas", v.OverdueMark, len(v.Extensions))
		}
	})
}

// HOT-63: no answer without the citizen's own word on it.
func TestHOT63ReplyTakesTheFirstReading(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		f := answer
		f.Grade = ""
		_, err := w.Reply(w.ctx, w.people["water"], ref.ID, 0, f)
		w.refused(err, "hotline.first_grade", "HOT-63")
	})
}

// HOT-30, HOT-75: an important answer goes out only as reviewed and signed off, and not by its author.
func TestHOT75ImportantAnswersAreReviewedAndSigned(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		in := appeal("consult")
		in.Important = true
		ref, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		_, err = w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, 0, Assignment{Lead: "water"})
		w.must(err)
		_, err = w.Sign(w.ctx, w.people["water"], ref.ID, 0)
		w.must(err)
		_, err = w.Reply(w.ctx, w.people["water"], ref.ID, 0, answer)
		w.refused(err, "hotline.reply.unsigned", "HOT-75")
		_, err = w.ProposeReply(w.ctx, w.people["water"], ref.ID, 0, answer)
		w.must(err)
		_, err = w.SignOff(w.ctx, w.people["leader"], ref.ID, 0, true, "")
		w.refused(err, "case.state", "HOT-75")
		_, err = w.Review(w.ctx, w.people["lawyer"], ref.ID, 0, true, "合法")
		w.must(err)
		_, err = w.SignOff(w.ctx, w.people["leader"], ref.ID, 0, true, "同意")
		w.must(err)
		changed := answer
		changed.Text = "改过的答复。"
		_, err = w.Reply(w.ctx, w.people["water"], ref.ID, 0, changed)
		w.refused(err, "hotline.reply.unsigned", "HOT-75")
		changed = answer
		changed.Result = "impossible" // the same words under another result are another answer
		_, err = w.Reply(w.ctx, w.people["water"], ref.ID, 0, changed)
		w.refused(err, "hotline.reply.unsigned", "HOT-75")
		w.clk.Advance(time.Minute)
		_, err = w.ProposeReply(w.ctx, w.people["water"], ref.ID, 0, changed)
		w.must(err)
		_, err = w.Review(w.ctx, w.people["lawyer"], ref.ID, 0, false, "缺少依据")
		w.must(err)
		_, err = w.Reply(w.ctx, w.people["water"], ref.ID, 0, answer) // what was put forward after it has been refused
		w.refused(err, "hotline.reply.unsigned", "HOT-75")
		w.clk.Advance(time.Minute)
		_, err = w.ProposeReply(w.ctx, w.people["water"], ref.ID, 0, answer)
		w.must(err)
		_, err = w.Review(w.ctx, w.people["lawyer"], ref.ID, 0, true, "合法")
		w.must(err)
		_, err = w.SignOff(w.ctx, w.people["leader"], ref.ID, 0, true, "同意")
		w.must(err)
		_, err = w.Reply(w.ctx, w.people["water"], ref.ID, 0, answer)
		w.must(err)
		w.sound()
	})
}

// HOT-64: the order is given back on the day of the answer; after that it is late.
func TestHOT64GivenBackTheSameDay(t *testing.T) {
	eachWorld(t, "2026-03-02 16:00", func(w *world) {
		ref := w.signed("help")
		_, err := w.Reply(w.ctx, w.people["water"], ref.ID, 0, answer)
		w.must(err)
		if got := w.due(ref.ID, MeterGiveBack); got != "2026-03-02" {
			t.Errorf("due %s", got)
		}
		w.to("2026-03-03 00:01")
		found := false
		for _, a := range w.alerts {
			found = found || a.Kind == "give_back.late"
		}
		if !found {
			t.Error("nobody was told that the order was not given back")
		}
	})
}

// HOT-65, GAP-52: both upper bodies get a copy with a receipt of its own; without both, no archive.
func TestHOT65FiledTwiceBeforeTheArchive(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.concluded("help")
		_, err := w.Revisit(w.ctx, w.people["caller"], ref.ID, 0, RevisitForm{How: "phone", Reached: true, Grade: "satisfied"})
		w.must(err)
		_, err = w.Archive(w.ctx, w.people["caller"], ref.ID, 0)
		w.refused(err, "hotline.archive.filing", "GAP-52")
		w.must(w.Filed(w.ctx, ref.ID, 1, "centre", "A-1"))
		w.must(w.Filed(w.ctx, ref.ID, 1, "centre", "A-1"))
		_, err = w.Archive(w.ctx, w.people["caller"], ref.ID, 0)
		w.refused(err, "hotline.archive.filing", "GAP-52")
		w.must(w.Filed(w.ctx, ref.ID, 1, "supervision", "B-1"))
		_, err = w.Archive(w.ctx, w.people["caller"], ref.ID, 0)
		w.must(err)
		receipts := 0
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT COUNT(*) FROM audit_event WHERE action = 'file'`, nil, &receipts)
			return err
		}))
		if receipts != 2 {
			t.Errorf("%d receipts recorded, want one for each body", receipts)
		}
	})
}

// HOT-65: each upper body reads in its copy what came of the order and what the citizen said.
func TestHOT65BothBodiesReadResultAndGrade(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.concluded("help")
		sent := map[string]FilingMessage{}
		worker := outbox.NewWorker(w.db, outbox.Options{})
		worker.Handle(AlertTopic, func(context.Context, outbox.Delivery) error { return nil })
		worker.Handle(FilingTopic, func(_ context.Context, d outbox.Delivery) error {
			var m FilingMessage
			err := d.Decode(&m)
			sent[m.Body] = m
			return err
		})
		w.must(worker.Drain(w.ctx))
		for _, body := range []string{"centre", "supervision"} {
			want := FilingMessage{Order: ref.ID, Number: ref.Number, Round: 1, Body: body, Title: "小区停水两天", Kind: "help", Dept: "water", Result: "solved", Grade: "satisfied"}
			if sent[body] != want {
				t.Errorf("%s got %+v", body, sent[body])
			}
		}
		if len(sent) != 2 {
			t.Errorf("%d bodies", len(sent))
		}
	})
}

// HOT-65: receipts that come together are one act of the order, and come once.
func TestHOT65ReceiptsThatComeTogetherAreOneAct(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		first, second := w.concluded("help"), w.concluded("help")
		entered := 0
		receipt := func(order, body string) Confirmation {
			return Confirmation{order, 1, body, func(*storage.Tx) (string, error) { entered++; return fmt.Sprint(body, entered), nil }}
		}
		all := []Confirmation{receipt(first.ID, "centre"), receipt(second.ID, "centre"), receipt(first.ID, "supervision")}
		w.must(w.FiledBy(w.ctx, all...))
		w.must(w.FiledBy(w.ctx, all...))
		events := map[string]int{}
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			return tx.All(`SELECT stream FROM audit_event WHERE action = 'file'`, nil, func(scan func(...any) error) error {
				var stream string
				err := scan(&stream)
				events[stream]++
				return err
			})
		}))
		if len(events) != 2 || events[first.ID] != 1 || events[second.ID] != 1 || entered != 3 {
			t.Errorf("receipts recorded: %v, entered %d", events, entered)
		}
		for _, f := range w.get(first.ID).Filings {
			if f.Receipt == "" {
				t.Errorf("%s has no receipt", f.Body)
			}
		}
	})
}

// HOT-47: of several orders dispatched together the one that changed meanwhile is refused and left as it is; the rest go out.
func TestHOT47ABulkDispatchLeavesOutWhatChanged(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		seen := []Seen{}
		for range 3 {
			ref := w.register("help")
			seen = append(seen, Seen{ref.ID, ref.Version})
		}
		_, err := w.Note(w.ctx, w.people["operator"], seen[1].ID, 0, "来电补充")
		w.must(err)
		for i, b := range w.DispatchMany(w.ctx, w.people["dispatcher"], seen, Assignment{Lead: "water"}) {
			stale, state := i == 1, w.get(seen[i].ID).State
			if b.ID != seen[i].ID || stale != (b.Error != "") || stale != (b.Ref == nil) || stale != (state == Registered) {
				t.Errorf("order %d: %+v, %s", i, b, state)
			}
		}
	})
}

// DUTY-01: an emergency at night wants the duty leader's consent before the duty officer signs.
func TestDUTY01EmergencyAtNightWantsConsent(t *testing.T) {
	eachWorld(t, "2026-03-01 21:00", func(w *world) {
		ref := w.dispatched("emergency")
		_, err := w.Sign(w.ctx, w.people["waterduty"], ref.ID, 0)
		w.refused(err, "hotline.consent", "DUTY-01")
		_, err = w.Consent(w.ctx, w.people["waterduty"], ref.ID, 0, "")
		w.refused(err, "case.forbidden", "")
		_, err = w.Consent(w.ctx, w.people["dutyleader"], ref.ID, 0, "同意，立即处置")
		w.must(err)
		_, err = w.Sign(w.ctx, w.people["waterduty"], ref.ID, 0)
		w.must(err)
	})
	eachWorld(t, "2026-03-02 10:00", func(w *world) {
		ref := w.dispatched("emergency")
		if _, err := w.Sign(w.ctx, w.people["water"], ref.ID, 0); err != nil {
			t.Errorf("in office hours no consent is wanted: %v", err)
		}
	})
}

// DUTY-01: the office hours of the roster are those of the orders; there is one setting of them.
func TestDUTY01OneSettingOfOfficeHours(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			_, err := w.policy.Set(tx, org.System(), "org.duty.office.start", "", "10:00", "夏季作息")
			return err
		}))
		ref := w.dispatched("emergency")
		_, err := w.Sign(w.ctx, w.people["water"], ref.ID, 0)
		w.refused(err, "hotline.consent", "DUTY-01")
	})
}

// HOT-77: an emergency is not given back before its three closing actions are on record.
func TestHOT77ThreeClosingActions(t *testing.T) {
	eachWorld(t, "2026-03-02 10:00", func(w *world) {
		ref := w.signed("emergency")
		_, err := w.Reply(w.ctx, w.people["water"], ref.ID, 0, answer)
		w.must(err)
		_, err = w.GiveBack(w.ctx, w.people["water"], ref.ID, 0)
		w.refused(err, "hotline.emergency.closing", "HOT-77")
	})
	eachWorld(t, "2026-03-02 10:00", func(w *world) {
		ref := w.signed("emergency")
		for _, step := range EmergencySteps {
			_, err := w.LogEmergency(w.ctx, w.people["water"], ref.ID, 0, step.Key, w.clk.Now(), "")
			w.must(err)
		}
		w.conclude(ref)
	})
}
