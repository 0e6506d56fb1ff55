package approval

import (
	"slices"
	"testing"

	"huying/internal/catalog"
)

// met takes an application of an item with a joint meeting through it: who was invited, who came, who had reported before.
func (w *world) met(byDefault bool, form StepForm) Ref {
	w.t.Helper()
	w.load(catalog.Entry{Key: "meet", Record: item("旅馆业特种行业许可", func(r *catalog.Record) {
		r.Class, r.Partners, r.Flags.Default = catalog.Joint, []string{"wjj", "xfj"}, byDefault
		r.Plan = plan(catalog.Extended, catalog.Review, catalog.Meeting, catalog.Decide)
	})})
	ref := w.pass("reviewer", w.accepted("meet"), "review")
	return w.pass("reviewer", ref, "meeting", func(f *StepForm) {
		f.Invited, f.Attended, f.Excused, f.Opinion = form.Invited, form.Attended, form.Excused, "会商纪要：原则同意"
	})
}

// deems has a supervisor confirm that the fire brigade is deemed to consent.
func (w *world) deems(ref Ref) error {
	_, err := w.DeemConsent(w.ctx, w.people["inspector"], w.opinion(ref.ID, "xfj").ID, 0, "受邀未到会，未报告")
	return err
}

var oneMissing = StepForm{Invited: []string{"scj", "wjj", "xfj"}, Attended: []string{"wjj"}}

// TIME-28: absence from a joint meeting is consent only when every condition holds. With all of them: a supervisor confirms
// at once, and the mark, the rule and the department stand in the record.
func TestTIME28AbsentFromAMeetingIsDeemedToConsent(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.met(true, oneMissing)
		v := w.get(ref.ID)
		if len(v.Opinions) != 1 || v.Opinions[0].Opinion.Dept != "xfj" || !v.Opinions[0].Opinion.Absent {
			t.Fatalf("who came, and who decides, is not asked: %+v", v.Opinions)
		}
		rows, err := w.List(w.ctx, w.people["inspector"], Filter{Box: "deem"}, pageOf(10))
		w.must(err)
		if len(rows.Items) != 1 {
			t.Errorf("%d wait for a supervisor", len(rows.Items))
		}
		_, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, grant)
		w.refused(err, "approval.opinions", "APP-16")
		w.must(w.deems(ref))
		if op := w.opinion(ref.ID, "xfj"); op.State != Deemed || !op.Opinion.Deemed || op.Opinion.Missed != "TIME-28" || op.Opinion.ConfirmBy != w.people["inspector"].ID {
			t.Errorf("%+v", op)
		}
		_, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, grant)
		w.must(err)
		w.sound()
	})
}

// Each condition by itself: without it nothing is deemed, and the application is granted only when the department has
// answered.
func TestTIME28GAP21EachConditionOfAbsence(t *testing.T) {
	for name, c := range map[string]struct {
		byDefault bool
		form      StepForm
		then      func(w *world, ref Ref) error
	}{
		"the item does not allow it": {false, oneMissing, nil},
		"it had reported before":     {true, StepForm{Invited: oneMissing.Invited, Attended: oneMissing.Attended, Excused: []string{"xfj"}}, nil},
		"it reported before the confirm": {true, oneMissing, func(w *world, ref Ref) error {
			_, err := w.ReportDelay(w.ctx, w.people["fire"], w.opinion(ref.ID, "xfj").ID, 0, "当日有火情")
			return err
		}},
		"it took part after all": {true, oneMissing, func(w *world, ref Ref) error {
			_, err := w.SignForOpinion(w.ctx, w.people["fire"], w.opinion(ref.ID, "xfj").ID, 0)
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			eachWorld(t, "2024-05-13 10:00", func(w *world) {
				ref := w.met(c.byDefault, c.form)
				if c.then != nil {
					w.must(c.then(w, ref))
				}
				w.refused(w.deems(ref), "approval.deem", "GAP-21")
				_, err := w.Decide(w.ctx, w.people["head"], ref.ID, 0, grant)
				w.refused(err, "approval.opinions", "APP-16")
				op := w.opinion(ref.ID, "xfj")
				if op.State == Asked {
					_, err = w.SignForOpinion(w.ctx, w.people["fire"], op.ID, 0)
					w.must(err)
				}
				_, err = w.GiveOpinion(w.ctx, w.people["fire"], op.ID, 0, "agree", "符合")
				w.must(err)
				_, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, grant)
				w.must(err)
				w.sound()
			})
		})
	}
}

// GAP-21: only a supervisor confirms; who was not invited, who came and who has spoken already is not asked; a refusal needs
// nobody's consent; and nothing of it is said to the applicant.
func TestTIME28NobodyElseAndNothingElse(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.met(true, oneMissing)
		for _, who := range []string{"reviewer", "head", "fire"} {
			_, err := w.DeemConsent(w.ctx, w.people[who], w.opinion(ref.ID, "xfj").ID, 0, "未到会")
			w.refused(err, "case.forbidden", "")
		}
		p, err := w.Query(w.ctx, ref.Number, w.QueryCode(ref.ID))
		w.must(err)
		if slices.ContainsFunc(p.Steps, func(s ProgressStep) bool { return s.Text == "视为同意" }) {
			t.Errorf("%+v", p.Steps)
		}
		_, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, DecisionForm{Outcome: "refuse", Reasons: "不符合条件", Basis: "《消防法》"})
		w.must(err)
		if op := w.opinion(ref.ID, "xfj"); op.State != Dropped {
			t.Errorf("%s", op.State)
		}
		full := w.met(true, StepForm{Invited: []string{"wjj", "xfj"}, Attended: []string{"wjj", "xfj"}})
		if n := len(w.get(full.ID).Opinions); n != 0 {
			t.Errorf("%d asked although all came", n)
		}
		again := w.pass("reviewer", w.accepted("meet"), "review")
		_, err = w.FinishStep(w.ctx, w.people["reviewer"], again.ID, 0, StepForm{Step: "meeting", Finding: "pass", Opinion: "纪要", Invited: []string{"wjj", "xfj"}, Attended: []string{"wjj"}, Excused: []string{"wjj"}})
		w.refused(err, "approval.meeting.excused", "")
	})
}
