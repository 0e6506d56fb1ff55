package approval

import (
	"testing"

	"huying/internal/casework"
)

func TestAPP01FromTheWebToTheHand(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.submitted("food")
		if ref.State != Submitted {
			w.t.Fatalf("received is not accepted: %+v", ref)
		}
		ref, err := w.Accept(w.ctx, w.people["clerk"], ref.ID, ref.Version, Acceptance{})
		w.must(err)
		ref = w.pass("reviewer", ref, "review")
		ref = w.pass("verifier", ref, "verify")
		ref, err = w.Decide(w.ctx, w.people["head"], ref.ID, ref.Version, grant)
		w.must(err)
		ref, err = w.Deliver(w.ctx, w.people["issuer"], ref.ID, ref.Version, DeliveryForm{Way: "handed", Taker: "self"})
		w.must(err)
		v := w.get(ref.ID)
		if ref.State != Delivered || v.Certificate == nil || v.Certificate.Standing != "valid" || v.Closed.IsZero() {
			w.t.Fatalf("%+v", v)
		}
		for _, h := range v.Timeline {
			if h.Who == "" || h.At.IsZero() || h.Authority == "" {
				w.t.Errorf("%+v", h)
			}
		}
		w.sound()
	})
}

func TestAPP10AnyComprehensiveWindow(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		in := w.submission("food")
		in.Channel = "window"
		r, err := w.Take(w.ctx, w.people["clerk2"], in)
		w.must(err)
		_, err = w.Accept(w.ctx, w.people["clerk"], r.ID, r.Version, Acceptance{})
		w.must(err)
		own := w.submission("own")
		own.Channel = "window"
		_, err = w.Take(w.ctx, w.people["clerk"], own)
		w.refused(err, "case.forbidden", "")
		r, err = w.Take(w.ctx, w.people["deptclerk"], own)
		w.must(err)
		if v := w.get(r.ID); v.Dept != "市场监督管理局" || len(v.Application.Trips) != 1 {
			w.t.Errorf("%s %+v", v.Dept, v.Application.Trips)
		}
		own.Channel = "web"
		_, err = w.Submit(w.ctx, own)
		w.refused(err, "approval.online", "")
	})
}

func TestAPP49AgentIsRecordedAndSealed(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		in := w.submission("food")
		in.Channel, in.Party.Agent = "agent", &Agent{Kind: "village", Name: "王代办", IDNumber: person.IDNumber, Phone: "13700003333"}
		r, err := w.Take(w.ctx, w.people["clerk"], in)
		w.must(err)
		v := w.get(r.ID)
		if v.Application.Agent != "village" || v.Party.Agent == nil || v.Party.Agent.Name != "王**" || v.Party.Name != "李**" || v.Party.Phone != "139****2222" {
			w.t.Fatalf("%+v", v.Party)
		}
		in.Party.Agent.IDNumber = "123"
		_, err = w.Take(w.ctx, w.people["clerk"], in)
		w.refused(err, "approval.application", "")
		_, err = w.Unmask(w.ctx, w.people["clerk"], r.ID, " ")
		w.refused(err, "approval.purpose", "AUD-07")
		whole, err := w.Unmask(w.ctx, w.people["clerk"], r.ID, "核对材料")
		w.must(err)
		if whole.Party.Name != person.Name || whole.Form["firm_name"] != "示范小吃店" {
			w.t.Errorf("%+v", whole)
		}
	})
}

func TestAPP03EverythingIsToldOnce(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		in := w.submission("food")
		in.Materials = in.Materials[:1]
		r, err := w.Submit(w.ctx, in)
		w.must(err)
		if len(r.Lacking) != 1 || r.Lacking[0].Code != "lease" {
			w.t.Fatalf("APP-04: %+v", r.Lacking)
		}
		_, err = w.Accept(w.ctx, w.people["clerk"], r.ID, 0, Acceptance{})
		w.refused(err, "approval.incomplete", "APP-03")
		ref, err := w.Correct(w.ctx, w.people["clerk"], r.ID, 0, []Lack{{Code: "application", What: "请加盖公章"}})
		w.must(err)
		v := w.get(ref.ID)
		if ref.State != Correcting || len(v.Application.Notices[0].Items) != 2 || v.Documents[0].Label != "补正材料通知书" {
			w.t.Fatalf("%+v", v.Application.Notices)
		}
		_, err = w.Supplement(w.ctx, ref.Number, w.QueryCode(ref.ID), []Handing{onPaper("lease")})
		w.refused(err, "approval.supplement.part", "TIME-03")
		ref, err = w.Supplement(w.ctx, ref.Number, w.QueryCode(ref.ID), []Handing{onPaper("lease"), onPaper("application")})
		w.must(err)
		_, err = w.Correct(w.ctx, w.people["clerk"], ref.ID, 0, []Lack{{Code: "lease", What: "请提供原件"}})
		w.refused(err, "approval.correct.again", "APP-03")
		_, err = w.CorrectAgain(w.ctx, w.people["inspector"], ref.ID, 0, []Lack{{Code: "lease", What: "请提供原件"}}, "")
		w.refused(err, "approval.why", "APP-03")
		ref, err = w.CorrectAgain(w.ctx, w.people["inspector"], ref.ID, 0, []Lack{{Code: "lease", What: "请提供原件"}}, "原件与复印件不符")
		w.must(err)
		if v := w.get(ref.ID); !w.marked(ref.ID, "APP-03") || v.Overdue {
			w.t.Errorf("a second notice is a finding, not overdue: %+v", v.Application.Marks)
		}
		w.sound()
	})
}

func TestAPP03WhoDoesNotCorrectLapses(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.submitted("food")
		ref, err := w.Correct(w.ctx, w.people["clerk"], ref.ID, 0, []Lack{{Code: "application", What: "请加盖公章"}})
		w.must(err)
		w.to("2024-06-25 23:59")
		if v := w.get(ref.ID); v.State != Correcting {
			w.t.Fatalf("%s on the last day", v.State)
		}
		w.to("2024-06-26 00:00")
		if v := w.get(ref.ID); v.State != Lapsed {
			w.t.Errorf("%s, due %s", v.State, w.due(ref.ID, MeterCorrect))
		}
		w.sound()
	})
}

func TestTIME05TIME06RefusalEndsWithItsDelivery(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.submitted("food")
		outside := Denial{Ground: "outside", Reason: "此事项由市级部门办理。", Basis: "《食品经营许可和备案管理办法》"}
		_, err := w.Decline(w.ctx, w.people["clerk"], ref.ID, 0, outside)
		w.refused(err, "approval.redirect", "TIME-05")
		outside.Redirect = "市市场监督管理局"
		ref, err = w.Decline(w.ctx, w.people["clerk"], ref.ID, 0, outside)
		w.must(err)
		v := w.get(ref.ID)
		if ref.State != Declining || !v.Closed.IsZero() || v.Overdue || v.Documents[0].Label != "不予受理通知书" {
			w.t.Fatalf("%+v", v)
		}
		w.to("2024-05-15 09:00")
		ref, err = w.Deliver(w.ctx, w.people["issuer"], ref.ID, 0, DeliveryForm{Way: "electronic"})
		w.must(err)
		if v := w.get(ref.ID); ref.State != Declined || !v.Closed.Equal(w.clk.Now()) {
			w.t.Errorf("completed on %v", v.Closed)
		}
		w.sound()
	})
}

func TestTIME13GAP44RefusedWithoutGroundIsOverdueAtOnce(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.submitted("food")
		_, err := w.Decline(w.ctx, w.people["clerk"], ref.ID, 0, Denial{Ground: "other"})
		w.refused(err, "approval.reason", "APP-38")
		ref, err = w.Decline(w.ctx, w.people["clerk"], ref.ID, 0, Denial{Ground: "other", Reason: "今日业务已满。"})
		w.must(err)
		if !w.marked(ref.ID, "TIME-13") || !w.get(ref.ID).Overdue {
			w.t.Error("a refusal without a legal ground is not marked")
		}
	})
}

func TestTIME14SilenceOfFiveWorkdaysAcceptsAndMarks(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		in := w.submission("food")
		in.Materials = nil
		r, err := w.Submit(w.ctx, in)
		w.must(err)
		w.to("2024-05-20 23:59")
		if v := w.get(r.ID); v.State != Submitted {
			w.t.Fatalf("%s on the fifth day", v.State)
		}
		w.to("2024-05-21 00:00")
		v := w.get(r.ID)
		if v.State != Reviewing || !v.Application.Deemed || !w.marked(r.ID, "TIME-14") || w.due(r.ID, MeterHandling) != "2024-05-27" {
			w.t.Errorf("%s %+v due %s", v.State, v.Application.Marks, w.due(r.ID, MeterHandling))
		}
		w.sound()
	})
}

func TestTIME14RefusalNotDeliveredInTime(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.submitted("food")
		ref, err := w.Decline(w.ctx, w.people["clerk"], ref.ID, 0, Denial{Ground: "needless", Reason: "无需许可。", Basis: "目录"})
		w.must(err)
		w.to("2024-05-21 00:00")
		if !w.marked(ref.ID, "TIME-14") {
			w.t.Error("an applicant who was not answered is not marked")
		}
	})
}

func TestAPP49MaterialsAreReusedWhileValid(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		in := w.submission("food")
		in.Materials[1] = Handing{Code: "lease", Files: blobs("lease"), Issued: day2024(5, 1)}
		first, err := w.Submit(w.ctx, in)
		w.must(err)
		again := w.submission("food")
		again.Materials[1] = Handing{Code: "lease", Reuse: first.Number}
		_, err = w.Submit(w.ctx, again) // online, a number alone proves nothing
		w.refused(err, "approval.query", "")
		again.Materials[1].Proof = first.Code
		second, err := w.Submit(w.ctx, again)
		w.must(err)
		m := w.get(second.ID).Application.Materials[1]
		if m.Reused != first.Number || len(m.Files) != 1 || m.Until.String() != "2025-04-30" {
			w.t.Fatalf("%+v", m)
		}
		if _, err := w.File(w.ctx, w.people["clerk"], second.ID, m.Files[0]); err != nil {
			w.t.Error(err)
		}
		stranger := again
		stranger.Party = firm
		_, err = w.Submit(w.ctx, stranger)
		w.refused(err, "approval.material.reuse", "")
		offered, err := w.Reusable(w.ctx, w.people["clerk"], w.items["food"], person.IDNumber)
		w.must(err)
		if len(offered) != 1 || offered[0].Code != "lease" {
			w.t.Errorf("%+v", offered)
		}
		if own, err := w.OwnReusable(w.ctx, first.Number, first.Code, w.items["food"]); err != nil || len(own) != 1 || own[0] != offered[0] && own[0].Number != first.Number {
			w.t.Errorf("%+v %v", own, err)
		}
		w.to("2025-05-06 10:00")
		_, err = w.Submit(w.ctx, again)
		w.refused(err, "approval.material.reuse", "")
	})
}

func TestSameKeyOpensOneApplication(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		in := w.submission("food")
		in.Key = "k1"
		a, err := w.Submit(w.ctx, in)
		w.must(err)
		b, err := w.Submit(w.ctx, in)
		w.must(err)
		in.Form = map[string]any{"firm_name": "另一家"}
		_, err = w.Submit(w.ctx, in)
		if a.ID != b.ID || casework.Citizen == "" {
			w.t.Errorf("%s %s", a.ID, b.ID)
		}
		w.refused(err, "case.key.used", "")
	})
}

func TestAnswersAreHeldToTheForm(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		for name, form := range map[string]map[string]any{"nothing": nil, "of another kind": {"firm_name": 7}, "not asked": {"firm_name": "示范", "secret": "x"}} {
			in := w.submission("food")
			in.Form = form
			_, err := w.Submit(w.ctx, in)
			if err == nil {
				w.t.Errorf("%s was taken", name)
			}
			w.refused(err, "catalog.form", "CAT-31")
		}
		in := w.submission("food")
		in.Item = "none"
		_, err := w.Submit(w.ctx, in)
		w.refused(err, "catalog.missing", "")
		in = w.submission("food")
		in.Materials = append(in.Materials, onPaper("photo"))
		_, err = w.Submit(w.ctx, in)
		w.refused(err, "approval.material", "")
		in = w.submission("food")
		in.Materials[1].Issued = day2024(1, 2) - 700
		_, err = w.Submit(w.ctx, in)
		w.refused(err, "approval.material.expired", "")
	})
}
