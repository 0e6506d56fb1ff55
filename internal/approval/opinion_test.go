package approval

import (
	"testing"

	"huying/internal/org"
)

// asked takes an application to the step at which two departments are asked.
func (w *world) asked() Ref { return w.pass("reviewer", w.accepted("joint"), "review") }

func TestAPP16ThreeDepartmentsOneSilent(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.asked()
		health, fire := w.opinion(ref.ID, "wjj"), w.opinion(ref.ID, "xfj")
		if health.State != Asked || fire.State != Asked {
			w.t.Fatalf("APP-17: %+v %+v", health, fire)
		}
		if v := w.get(ref.ID); v.Application.Guide == "" {
			w.t.Error("APP-23: nobody guides the applicant")
		}
		for _, who := range []struct{ login, id string }{{"health", health.ID}, {"fire", fire.ID}} {
			_, err := w.SignForOpinion(w.ctx, w.people[who.login], who.id, 0)
			w.must(err)
		}
		_, err := w.GiveOpinion(w.ctx, w.people["health"], health.ID, 0, "conditional", "应设消毒间")
		w.must(err)
		_, err = w.FinishStep(w.ctx, w.people["reviewer"], ref.ID, 0, StepForm{Step: "opinions", Finding: "pass", Opinion: "汇总"})
		w.refused(err, "approval.opinions", "APP-16")
		_, err = w.DeemConsent(w.ctx, w.people["inspector"], fire.ID, 0, "逾期未办结")
		w.refused(err, "approval.deem", "GAP-21")
		w.to("2024-05-17 00:00") // three working days after the hand-over have passed
		rows, err := w.List(w.ctx, w.people["inspector"], Filter{Box: "deem"}, pageOf(10))
		w.must(err)
		if len(rows.Items) != 1 || rows.Items[0].ID != fire.ID || rows.Items[0].Application != ref.ID {
			w.t.Fatalf("%+v", rows.Items)
		}
		_, err = w.DeemConsent(w.ctx, w.people["reviewer"], fire.ID, 0, "逾期未办结")
		w.refused(err, "case.forbidden", "")
		_, err = w.DeemConsent(w.ctx, w.people["inspector"], fire.ID, 0, "逾期未办结，未报告")
		w.must(err)
		op := w.opinion(ref.ID, "xfj")
		if op.State != Deemed || !op.Opinion.Deemed || op.Opinion.Missed != "TIME-29" || op.Opinion.Stance != "agree" {
			w.t.Errorf("GAP-21: %+v", op)
		}
		if names := w.get(ref.ID).Names; names[op.Opinion.ConfirmBy] != w.people["inspector"].Name {
			w.t.Errorf("GAP-21: who confirmed is not named: %v", names)
		}
		ref = w.pass("reviewer", ref, "opinions")
		_, err = w.FinishStep(w.ctx, w.people["reviewer"], ref.ID, 0, StepForm{Step: "meeting", Finding: "pass", Opinion: "纪要"})
		w.refused(err, "approval.meeting", "APP-18")
		minutes := func(f *StepForm) {
			f.Invited, f.Attended, f.Opinion = []string{"wjj", "xfj"}, []string{"wjj"}, "会商纪要：同意"
		}
		ref = w.pass("reviewer", ref, "meeting", minutes)
		_, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, grant)
		w.must(err)
		w.sound()
	})
}

func TestVEC23AReportedDelayBlocksConsent(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.asked()
		fire := w.opinion(ref.ID, "xfj")
		_, err := w.SignForOpinion(w.ctx, w.people["fire"], fire.ID, 0)
		w.must(err)
		w.to("2024-05-15 10:00") // the day before expiry
		_, err = w.ReportDelay(w.ctx, w.people["fire"], fire.ID, 0, "需现场复核，五月二十日前答复")
		w.must(err)
		w.to("2024-05-20 10:00")
		_, err = w.DeemConsent(w.ctx, w.people["inspector"], fire.ID, 0, "逾期")
		w.refused(err, "approval.deem", "GAP-21")
		if op := w.opinion(ref.ID, "xfj"); op.Opinion.Missed != "" {
			w.t.Errorf("%+v", op.Opinion)
		}
		_, err = w.GiveOpinion(w.ctx, w.people["fire"], fire.ID, 0, "agree", "符合")
		w.must(err)
	})
}

func TestTIME28AbsentDepartment(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.asked()
		w.to("2024-05-15 00:00") // the day to take the matter over has passed
		op := w.opinion(ref.ID, "wjj")
		if op.Opinion.Missed != "TIME-28" {
			w.t.Fatalf("%+v", op.Opinion)
		}
		_, err := w.DeemConsent(w.ctx, w.people["inspector"], op.ID, 0, "未按要求参与")
		w.must(err)
		fire := w.opinion(ref.ID, "xfj")
		_, err = w.SignForOpinion(w.ctx, w.people["fire"], fire.ID, 0) // late, but there: no longer absent
		w.must(err)
		_, err = w.DeemConsent(w.ctx, w.people["inspector"], fire.ID, 0, "未按要求参与")
		w.refused(err, "approval.deem", "GAP-21")
	})
}

func TestSentBackOpinionsAreDropped(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.asked()
		op := w.opinion(ref.ID, "wjj")
		_, err := w.SendBack(w.ctx, w.people["reviewer"], ref.ID, 0, "review", "材料有误")
		w.must(err)
		_, err = w.SignForOpinion(w.ctx, w.people["health"], op.ID, 0)
		w.refused(err, "case.state", "TIME-04")
		ref = w.pass("reviewer", ref, "review")
		if v := w.get(ref.ID); len(v.Opinions) != 4 {
			w.t.Errorf("%d opinions", len(v.Opinions))
		}
	})
}

func TestORG05CoordinatingWantsThePower(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.asked()
		for dept, who := range map[string]string{"wjj": "health", "xfj": "fire"} {
			op := w.opinion(ref.ID, dept)
			_, err := w.SignForOpinion(w.ctx, w.people[who], op.ID, 0)
			w.must(err)
			_, err = w.GiveOpinion(w.ctx, w.people[who], op.ID, 0, "agree", "同意")
			w.must(err)
		}
		ref = w.pass("reviewer", ref, "opinions")
		form := StepForm{Step: "meeting", Finding: "pass", Opinion: "会商纪要", Invited: []string{"wjj", "xfj"}, Attended: []string{"wjj", "xfj"}}
		_, err := w.FinishStep(w.ctx, w.people["chief"], ref.ID, 0, form)
		w.refused(err, "org.authorisation.outside", "ORG-05")
		w.letter("chief", "head", "joint", org.AsChief, org.PowerCoordinate)
		_, err = w.FinishStep(w.ctx, w.people["chief"], ref.ID, 0, form)
		w.must(err)
	})
}
