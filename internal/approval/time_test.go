package approval

import (
	"strings"
	"testing"

	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/storage"
)

func TestVEC06CompleteApplication(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.submitted("food")
		w.to("2024-05-15 10:00") // accepted later: the promise runs from the receipt all the same (TIME-02)
		ref, err := w.Accept(w.ctx, w.people["clerk"], ref.ID, 0, Acceptance{})
		w.must(err)
		if got := w.due(ref.ID, MeterHandling); got != "2024-05-27" {
			w.t.Errorf("due %s", got)
		}
		v := w.get(ref.ID)
		n, err := w.Paper(w.ctx, w.people["clerk"], v.Documents[0].ID)
		w.must(err)
		all := n.Body
		for _, f := range n.Fields {
			all += f.Label + f.Value
		}
		for _, want := range []string{"受理通知书", "2024年5月27日", "0990-1234567", "0990-12345", "10个工作日", "TIME-20"} {
			if !strings.Contains(n.Title+all, want) {
				w.t.Errorf("APP-02: the notice does not say %s", want)
			}
		}
	})
}

func TestVEC07ExpertReviewIsNotCounted(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		w.to("2024-05-16 10:00")
		form := SpecialForm{Kind: "experts", From: day2024(5, 16), Expected: 7, Basis: "《食品安全法》", Told: "written"}
		wrong := form
		wrong.Kind = "hearing"
		_, err := w.StartSpecial(w.ctx, w.people["reviewer"], ref.ID, 0, wrong)
		w.refused(err, "approval.special.item", "TIME-10")
		wrong = form
		wrong.Expected = 0
		_, err = w.StartSpecial(w.ctx, w.people["reviewer"], ref.ID, 0, wrong)
		w.refused(err, "approval.special", "TIME-11")
		ref, err = w.StartSpecial(w.ctx, w.people["reviewer"], ref.ID, 0, form)
		w.must(err)
		if v := w.get(ref.ID); v.Documents[len(v.Documents)-1].Label != "特别程序告知书" {
			w.t.Error("TIME-11: no notice")
		}
		w.to("2024-05-28 10:00") // it stands still, so nothing is late
		if v := w.get(ref.ID); len(v.Application.Marks) > 0 {
			w.t.Errorf("%+v", v.Application.Marks)
		}
		_, err = w.EndSpecial(w.ctx, w.people["reviewer"], ref.ID, 0, day2024(5, 15), "通过", []string{w.proof(ref.ID)})
		w.refused(err, "approval.special.to", "")
		ref, err = w.EndSpecial(w.ctx, w.people["reviewer"], ref.ID, 0, day2024(5, 22), "通过评审", []string{w.proof(ref.ID)})
		w.must(err)
		if got := w.due(ref.ID, MeterHandling); got != "2024-06-03" {
			w.t.Errorf("due %s", got)
		}
		p, err := w.Query(w.ctx, ref.Number, w.QueryCode(ref.ID))
		w.must(err)
		if !strings.Contains(p.Why, "专家评审") || len(p.Strip) == 0 || p.Due.IsZero() {
			w.t.Errorf("the applicant reads %q", p.Why)
		}
		w.sound()
	})
}

func TestVEC08SupplementedApplication(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		in := w.submission("food")
		in.Materials = in.Materials[:1]
		r, err := w.Submit(w.ctx, in)
		w.must(err)
		w.to("2024-05-14 10:00")
		ref, err := w.Correct(w.ctx, w.people["clerk"], r.ID, 0, nil)
		w.must(err)
		w.to("2024-05-20 10:00")
		ref, err = w.TakeSupplement(w.ctx, w.people["clerk"], ref.ID, 0, []Handing{onPaper("lease")})
		w.must(err)
		w.to("2024-05-21 09:00")
		ref, err = w.Accept(w.ctx, w.people["clerk"], ref.ID, 0, Acceptance{})
		w.must(err)
		if got := w.due(ref.ID, MeterHandling); got != "2024-06-03" {
			w.t.Errorf("due %s", got)
		}
		if trips := w.get(ref.ID).Application.Trips; len(trips) != 1 || trips[0].Why != "supplement" {
			w.t.Errorf("APP-45: %+v", trips)
		}
	})
}

func TestVEC09OpinionRunsFromTheHandOver(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.pass("reviewer", w.accepted("joint"), "review")
		op := w.opinion(ref.ID, "wjj")
		w.to("2024-05-15 10:00")
		got, err := w.SignForOpinion(w.ctx, w.people["health"], op.ID, 0)
		w.must(err)
		w.must(w.checkDue(got.ID, MeterOpinion, "2024-05-20"))
	})
}

func TestVEC10AcceptedOnASaturday(t *testing.T) {
	eachWorld(t, "2024-05-18 10:00", func(w *world) {
		w.load(fiveDays())
		ref := w.accepted("five")
		if got := w.due(ref.ID, MeterHandling); got != "2024-05-24" {
			w.t.Errorf("due %s", got)
		}
	})
}

func TestVEC12TIME15ExtensionAskedTooLate(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		w.to("2024-05-28 00:05")
		_, err := w.AskExtension(w.ctx, w.people["reviewer"], ref.ID, 0, ExtensionForm{Amount: 5, Reason: "情况复杂"})
		w.refused(err, "approval.extension.late", "TIME-15")
		if !w.marked(ref.ID, "TIME-15") || !w.get(ref.ID).Overdue {
			w.t.Error("the application is not marked")
		}
		w.sound()
	})
}

func TestTIME08AJointItemIsExtendedFurtherByTheGovernmentOnly(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		wide := func(r *catalog.Record) { r.Promised = workdays(20) }
		w.load(catalog.Entry{Key: "wide", Record: item("大型活动许可", func(r *catalog.Record) {
			wide(r)
			r.Class, r.Partners = catalog.Joint, []string{"wjj"}
		})}, catalog.Entry{Key: "single", Record: item("人力资源许可", wide)})
		ask := func(id string, amount int, document string) error {
			_, err := w.AskExtension(w.ctx, w.people["reviewer"], id, 0, ExtensionForm{Amount: amount, Reason: "情况复杂", Document: document})
			return err
		}
		joint, single := w.accepted("wide"), w.accepted("single")
		w.refused(ask(joint.ID, 16, "示范府函〔2024〕1号"), "approval.extension.long", "GAP-06")
		w.refused(ask(joint.ID, 15, " "), "approval.extension.document", "TIME-08")
		w.must(ask(joint.ID, 15, "示范府函〔2024〕1号"))
		w.refused(ask(single.ID, 11, "示范府函〔2024〕1号"), "approval.extension.long", "GAP-06")
		w.must(ask(single.ID, 10, ""))
	})
}

func TestTIME08ExtensionOnceByTheHeadAndTold(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		w.to("2024-05-27 10:00")
		_, err := w.AskExtension(w.ctx, w.people["reviewer"], ref.ID, 0, ExtensionForm{Amount: 11, Reason: "情况复杂"})
		w.refused(err, "approval.extension.long", "GAP-06")
		ref, err = w.AskExtension(w.ctx, w.people["reviewer"], ref.ID, 0, ExtensionForm{Amount: 5, Reason: "情况复杂"})
		w.must(err)
		if got := w.due(ref.ID, MeterHandling); got != "2024-05-27" {
			w.t.Errorf("without consent: %s", got)
		}
		_, err = w.AskExtension(w.ctx, w.people["reviewer"], ref.ID, 0, ExtensionForm{Amount: 5, Reason: "情况复杂"})
		w.refused(err, "approval.extension.waiting", "TIME-08")
		w.to("2024-05-28 09:00") // the head's time is not held against the handler
		if v := w.get(ref.ID); v.Application.candidate() == nil {
			w.t.Fatal("no candidate")
		}
		ref, err = w.RuleExtension(w.ctx, w.people["head"], ref.ID, 0, true, "同意")
		w.must(err)
		if v := w.get(ref.ID); w.due(ref.ID, MeterHandling) != "2024-06-03" || v.Overdue || v.Application.candidate() != nil {
			w.t.Errorf("%s %+v", w.due(ref.ID, MeterHandling), v.Application.Marks)
		}
		rows, err := w.List(w.ctx, w.people["reviewer"], Filter{Box: "tell_extension"}, pageOf(10))
		w.must(err)
		if len(rows.Items) != 1 {
			w.t.Error("TIME-09: nobody is asked to tell the applicant")
		}
		ref, err = w.TellExtension(w.ctx, w.people["reviewer"], ref.ID, 0, "written")
		w.must(err)
		_, err = w.TellExtension(w.ctx, w.people["reviewer"], ref.ID, 0, "written")
		w.refused(err, "approval.extension.told", "TIME-09")
		_, err = w.AskExtension(w.ctx, w.people["reviewer"], ref.ID, 0, ExtensionForm{Amount: 5, Reason: "情况复杂"})
		w.refused(err, "approval.extension.again", "GAP-06")
		w.sound()
	})
}

func TestTIME12ASupervisorConfirmsTheCandidate(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		own, excused := w.accepted("food"), w.accepted("food")
		w.to("2024-05-28 00:00")
		rows, err := w.List(w.ctx, w.people["inspector"], Filter{Box: "rule_overdue"}, pageOf(10))
		w.must(err)
		if len(rows.Items) != 2 || w.get(own.ID).Overdue {
			w.t.Fatalf("%d candidates", len(rows.Items))
		}
		_, err = w.RuleOverdue(w.ctx, w.people["reviewer"], own.ID, 0, "justified", "系统故障")
		w.refused(err, "case.forbidden", "")
		_, err = w.RuleOverdue(w.ctx, w.people["inspector"], own.ID, 0, "own", "无正当理由")
		w.must(err)
		_, err = w.RuleOverdue(w.ctx, w.people["inspector"], excused.ID, 0, "justified", "停电三日")
		w.must(err)
		if !w.get(own.ID).Overdue || w.get(excused.ID).Overdue {
			w.t.Error("the ruling does not count")
		}
		_, err = w.RuleOverdue(w.ctx, w.people["inspector"], own.ID, 0, "own", "再次")
		w.refused(err, "approval.overdue.none", "TIME-12")
	})
}

func TestTIME16TheClockStopsAtDeliveryNotAtDecision(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		late, ready := w.decided(), w.decided()
		w.to("2024-05-27 10:00")
		_, err := w.NotifyReady(w.ctx, w.people["issuer"], ready.ID, 0, "sms")
		w.must(err)
		w.to("2024-05-28 00:00")
		if !w.marked(late.ID, "TIME-16") || !w.get(late.ID).Overdue {
			w.t.Error("decided and not delivered: not deemed overdue")
		}
		if w.marked(ready.ID, "TIME-16") {
			w.t.Error("GAP-45: the ready notice in time did not stop the clock")
		}
		ref, err := w.Deliver(w.ctx, w.people["issuer"], ready.ID, 0, DeliveryForm{Way: "handed", Taker: "agent"})
		w.must(err)
		if w.get(ref.ID).Overdue {
			w.t.Error("collected late by the applicant's choice")
		}
		w.sound()
	})
}

func TestTIME17TheSuperiorsTimeCounts(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.pass("reviewer", w.accepted("upward"), "review")
		w.to("2024-05-20 10:00")
		ref, err := w.HandOver(w.ctx, w.people["city"], ref.ID, 0)
		w.must(err)
		if got := w.due(ref.ID, MeterHandling); got != "2024-05-27" {
			w.t.Errorf("due %s", got)
		}
		w.to("2024-05-28 00:00")
		if !w.marked(ref.ID, "TIME-12") {
			w.t.Error("the time with the superior did not count")
		}
	})
}

func TestTIME39GreenChannelIsShorter(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.submitted("food")
		ref, err := w.Hurry(w.ctx, w.people["clerk"], ref.ID, 0, "县重点项目")
		w.must(err)
		ref, err = w.Accept(w.ctx, w.people["clerk"], ref.ID, 0, Acceptance{})
		w.must(err)
		if got := w.due(ref.ID, MeterHandling); got != "2024-05-20" {
			w.t.Errorf("due %s", got)
		}
	})
}

func TestTIME43APromiseThatCannotBeKeptIsExplained(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		ref, err := w.ExplainDelay(w.ctx, w.people["reviewer"], ref.ID, 0, "检测机构设备检修")
		w.must(err)
		p, err := w.Query(w.ctx, ref.Number, w.QueryCode(ref.ID))
		w.must(err)
		if len(p.Delays) != 1 || p.Delays[0].By != "" {
			w.t.Errorf("%+v", p.Delays)
		}
	})
}

func TestGAP07PromptedAndUrged(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		w.to("2024-05-22 00:00") // three working days before 27 May
		if len(w.alerts) == 0 || w.alerts[len(w.alerts)-1].Kind != "handling.soon" {
			w.t.Fatalf("%+v", w.alerts)
		}
		_, err := w.CitizenUrge(w.ctx, ref.Number, w.QueryCode(ref.ID))
		w.must(err)
		_, err = w.CitizenUrge(w.ctx, ref.Number, w.QueryCode(ref.ID))
		w.refused(err, "approval.urge.often", "APP-08")
		w.to("2024-05-23 00:10") // it is a day that counts, not its hours
		_, err = w.CitizenUrge(w.ctx, ref.Number, w.QueryCode(ref.ID))
		w.must(err)
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			_, err := w.policy.Set(tx, org.System(), "approval.urge.daily", "", "2", "多催一次")
			return err
		}))
		_, err = w.CitizenUrge(w.ctx, ref.Number, w.QueryCode(ref.ID))
		w.must(err)
		_, err = w.Urge(w.ctx, w.people["chief"], ref.ID, 0, "请尽快")
		w.refused(err, "org.authorisation.outside", "ORG-05")
		w.letter("chief", "head", "food", "chief", "urge")
		_, err = w.Urge(w.ctx, w.people["chief"], ref.ID, 0, "请尽快")
		w.must(err)
		_, err = w.Urge(w.ctx, w.people["inspector"], ref.ID, 0, "请尽快")
		w.must(err)
	})
}

func TestAPP08TheApplicantFollowsAndAnswers(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		code := w.QueryCode(ref.ID)
		_, err := w.Query(w.ctx, ref.Number, "000000")
		w.refused(err, "approval.query", "")
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			_, err := w.Feedback(tx, ref.Number, code, "门牌号已变更")
			return err
		}))
		_, err = w.Withdraw(w.ctx, ref.Number, code, "不办了")
		w.must(err)
		v := w.get(ref.ID)
		if v.State != Withdrawn || len(v.Application.Notes) != 1 {
			w.t.Errorf("%+v", v)
		}
		_, err = w.Withdraw(w.ctx, ref.Number, code, "不办了")
		w.refused(err, "case.state", "")
	})
}

// HALL-18: an item to be done the same day that comes in working time ends with that day; one that comes at night or on a
// rest day ends with the next working day. Labour Day 2024 is off from 1 to 5 May; Sunday 28 April is worked for it.
func TestHALL18GAP02SameDayItemsBeginWithWorkingTime(t *testing.T) {
	eachWorld(t, "2024-04-26 17:29", func(w *world) {
		for _, c := range [][2]string{
			{"2024-04-26 17:29", "2024-04-26"}, {"2024-04-26 17:30", "2024-04-28"}, {"2024-04-27 10:00", "2024-04-28"}, {"2024-04-28 10:00", "2024-04-28"}, {"2024-04-30 18:00", "2024-05-06"},
			{"2024-05-03 09:00", "2024-05-06"}, {"2024-05-13 00:00", "2024-05-13"}, {"2024-05-13 10:00", "2024-05-13"}, {"2024-05-13 23:59", "2024-05-14"}, {"2024-05-17 20:00", "2024-05-20"}, {"2024-05-18 10:00", "2024-05-20"},
		} {
			w.to(c[0])
			ref := w.accepted("spot")
			if got := w.due(ref.ID, MeterHandling); got != c[1] || w.marked(ref.ID, "TIME-12") {
				w.t.Errorf("filed %s: due %s, want %s; late at once: %v", c[0], got, c[1], w.marked(ref.ID, "TIME-12"))
			}
		}
		w.sound()
	})
}

// What a window does at once on a Saturday is done before its time begins, and in time.
func TestHALL18DoneOnARestDay(t *testing.T) {
	eachWorld(t, "2024-05-18 10:00", func(w *world) {
		in := w.submission("spot")
		in.Channel = "window"
		r, err := w.Take(w.ctx, w.people["clerk"], in)
		w.must(err)
		w.letter("clerk", "system", "spot", "window", "approve")
		ref, err := w.DecideOnSpot(w.ctx, w.people["clerk"], r.ID, 0, grant)
		w.must(err)
		_, err = w.Deliver(w.ctx, w.people["clerk"], ref.ID, 0, DeliveryForm{Way: "handed", Taker: "self"})
		w.must(err)
		v := w.get(ref.ID)
		for _, m := range v.Meters {
			if m.Name == MeterHandling && (m.Standing.Late || m.Why == "") {
				w.t.Errorf("%+v", m)
			}
		}
		if v.Overdue || v.Application.Taken != 0 {
			w.t.Errorf("overdue %v, %d days", v.Overdue, v.Application.Taken)
		}
		w.sound()
	})
}
