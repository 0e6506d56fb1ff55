package approval

import (
	"testing"

	"huying/internal/catalog"
	"huying/internal/org"
)

func TestTIME04TwoStepsOfOneDepartmentAreHandedOverOnce(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.load(catalog.Entry{Key: "twice", Record: item("药品生产许可", func(r *catalog.Record) {
			r.Class, r.Plan = catalog.Upward, plan(catalog.Extended, catalog.Review, catalog.Superior, catalog.Survey, catalog.Decide)
			r.Plan.Steps[2].Dept, r.Plan.Steps[1].Limit = "shij", workdays(2)
		})})
		ref := w.pass("reviewer", w.accepted("twice"), "review")
		w.to("2024-05-14 10:00")
		ref, err := w.HandOver(w.ctx, w.people["city"], ref.ID, 0)
		w.must(err)
		_, err = w.HandOver(w.ctx, w.people["city"], ref.ID, 0)
		w.refused(err, "approval.handed_over", "TIME-04")
		w.must(w.checkDue(ref.ID, MeterStep, "2024-05-16"))
		ref = w.pass("city", ref, "superior")
		if v := w.get(ref.ID); v.Application.Arrived.IsZero() || v.Dept != "市局审批处" {
			w.t.Errorf("the same department must register again: %+v", v.Current)
		}
	})
}

func TestALateStepIsNoticedButBreaksNoPromise(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.load(catalog.Entry{Key: "slow", Record: item("烟草专卖许可", func(r *catalog.Record) { r.Plan.Steps[0].Limit = workdays(2) })})
		ref := w.accepted("slow")
		w.to("2024-05-16 00:00")
		if last := w.alerts[len(w.alerts)-1]; last.Kind != "step.late" || last.Permission != org.ApplicationReview {
			w.t.Errorf("%+v", last)
		}
		if v := w.get(ref.ID); len(v.Application.Marks) != 0 || v.Overdue {
			w.t.Errorf("%+v", v.Application.Marks)
		}
		w.sound()
	})
}

func TestAPP14CheckedInTimeAndPassed(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.submitted("trust")
		w.letter("clerk", "system", "trust", org.AsWindow, org.PowerApprove)
		_, file, err := w.AttachAs(ref.ID)
		w.must(err)
		_, err = w.GrantOnCommitment(w.ctx, w.people["clerk"], ref.ID, 0, CommitmentForm{Terms: []string{"符合"}, Signed: file})
		w.must(err)
		w.to("2024-06-26 09:00")
		found := false
		for _, a := range w.alerts {
			found = found || a.Kind == "check.overdue"
		}
		if !found {
			w.t.Errorf("nobody is told that the check is late: %+v", w.alerts)
		}
		rows, err := w.List(w.ctx, w.people["reviewer"], Filter{Box: "check", Late: true}, pageOf(10))
		w.must(err)
		if len(rows.Items) != 1 || rows.Items[0].Application != ref.ID {
			w.t.Fatalf("%+v", rows.Items)
		}
		both := []string{w.people["reviewer"].ID, w.people["verifier"].ID}
		check, err := w.PassCheck(w.ctx, w.people["reviewer"], rows.Items[0].ID, 0, CheckForm{People: both, Finding: "与承诺相符"})
		w.must(err)
		if v := w.get(ref.ID); check.State != CheckPassed || v.Certificate.Standing != "valid" {
			w.t.Errorf("%s %+v", check.State, v.Certificate)
		}
	})
}
