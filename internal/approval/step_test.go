package approval

import (
	"sync"
	"testing"

	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

func TestAPP13TwoDifferentPeople(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		ref = w.pass("reviewer", ref, "review")
		_, err := w.FinishStep(w.ctx, w.people["reviewer"], ref.ID, 0, StepForm{Step: "verify", Finding: "pass", Opinion: "同意"})
		w.refused(err, "approval.verify.same", "APP-13")
		_, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, grant)
		w.refused(err, "approval.decide.early", "")
		w.pass("verifier", ref, "verify")
		w.letter("reviewer", "head", "food", org.AsSole, org.PowerApprove)
		_, err = w.Decide(w.ctx, w.people["reviewer"], ref.ID, 0, grant)
		w.refused(err, "approval.verify.same", "APP-13")
	})
}

func TestAPP11GAP22SoleReviewWantsALetter(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("sole")
		ref = w.pass("reviewer", ref, "review")
		_, err := w.Decide(w.ctx, w.people["reviewer"], ref.ID, 0, grant)
		w.refused(err, "org.authorisation.outside", "ORG-05")
		a := w.letter("reviewer", "head", "sole", org.AsSole, org.PowerApprove)
		ref, err = w.Decide(w.ctx, w.people["reviewer"], ref.ID, 0, grant)
		w.must(err)
		if v := w.get(ref.ID); v.Application.Decision.Authority != a.Number || v.Timeline[len(v.Timeline)-1].Authority != a.Number {
			w.t.Errorf("signed under %+v", v.Application.Decision)
		}
	})
}

func TestVEC25ChiefApprovesNoUpwardItem(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.letter("chief", "head", "upward", org.AsChief, org.PowerApprove, org.PowerReview)
		ref := w.accepted("upward")
		ref = w.pass("chief", ref, "review")
		_, err := w.FinishStep(w.ctx, w.people["city"], ref.ID, 0, StepForm{Step: "superior", Finding: "pass", Opinion: "同意"})
		w.refused(err, "approval.step.hand_over", "TIME-04")
		ref, err = w.HandOver(w.ctx, w.people["city"], ref.ID, 0)
		w.must(err)
		ref = w.pass("city", ref, "superior")
		_, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, grant)
		w.refused(err, "approval.step.hand_over", "TIME-04") // it came back from the city and is not registered yet
		ref, err = w.HandOver(w.ctx, w.people["reviewer"], ref.ID, 0)
		w.must(err)
		_, err = w.Decide(w.ctx, w.people["chief"], ref.ID, 0, grant)
		w.refused(err, "org.authorisation.outside", "ORG-05")
		_, err = w.Decide(w.ctx, w.people["head"], ref.ID, ref.Version, grant)
		w.must(err)
		w.sound()
	})
}

func TestORG05FirstReviewWantsThePower(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.letter("chief", "head", "upward", org.AsChief, org.PowerApprove)
		ref := w.accepted("upward")
		_, err := w.FinishStep(w.ctx, w.people["chief"], ref.ID, 0, StepForm{Step: "review", Finding: "pass", Opinion: "同意上报"})
		w.refused(err, "org.authorisation.outside", "ORG-05")
		w.pass("reviewer", ref, "review")
	})
}

func TestTIME38OnTheSpotWithinTheLetter(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		in := w.submission("spot")
		in.Channel = "window"
		r, err := w.Take(w.ctx, w.people["clerk"], in)
		w.must(err)
		_, err = w.DecideOnSpot(w.ctx, w.people["clerk"], r.ID, 0, grant)
		w.refused(err, "org.authorisation.outside", "ORG-05")
		a := w.letter("clerk", "system", "spot", org.AsWindow, org.PowerApprove)
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error { return w.org.RevokeAuthorisation(tx, org.System(), a.ID, "调岗") }))
		_, err = w.DecideOnSpot(w.ctx, w.people["clerk"], r.ID, r.Version, grant)
		w.refused(err, "org.authorisation.outside", "ORG-05") // it ended between opening and signing
		w.letter("clerk", "system", "spot", org.AsWindow, org.PowerApprove)
		ref, err := w.DecideOnSpot(w.ctx, w.people["clerk"], r.ID, r.Version, grant)
		w.must(err)
		ref, err = w.Deliver(w.ctx, w.people["clerk"], ref.ID, ref.Version, DeliveryForm{Way: "handed", Taker: "self"})
		w.must(err)
		v := w.get(ref.ID)
		if v.State != Delivered || !v.Application.Decision.OnSpot || len(v.Application.Trips) != 1 {
			w.t.Errorf("APP-39: %s, %d trips", v.State, len(v.Application.Trips))
		}
		w.letter("clerk", "system", "food", org.AsWindow, org.PowerApprove)
		other := w.submitted("food")
		_, err = w.DecideOnSpot(w.ctx, w.people["clerk"], other.ID, 0, grant)
		w.refused(err, "approval.spot", "TIME-38")
	})
}

func TestAPP38RefusalStatesReasonsBasisAndRemedies(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.readyToDecide()
		_, err := w.Decide(w.ctx, w.people["head"], ref.ID, 0, DecisionForm{Outcome: "refuse", Reasons: "场所不符合条件"})
		w.refused(err, "approval.decision", "APP-38")
		ref, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, DecisionForm{Outcome: "refuse", Reasons: "场所不符合条件", Basis: "《食品安全法》第三十三条"})
		w.must(err)
		v := w.get(ref.ID)
		if v.Application.Decision.Remedies == "" || v.Certificate != nil {
			w.t.Errorf("%+v", v.Application.Decision)
		}
		n, err := w.Paper(w.ctx, w.people["head"], v.Documents[len(v.Documents)-1].ID)
		w.must(err)
		if n.Addressee != person.Name || len(n.Body) == 0 {
			w.t.Errorf("%+v", n)
		}
	})
}

func TestAPP33SurveyCheckAndPublicityAreRecorded(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("site")
		both := []string{w.people["reviewer"].ID, w.people["verifier"].ID}
		one := StepForm{Step: "survey", Finding: "pass", Opinion: "现场符合", People: both[:1]}
		_, err := w.FinishStep(w.ctx, w.people["reviewer"], ref.ID, 0, one)
		w.refused(err, "approval.check.people", "APP-33")
		one.People = []string{both[0], both[0]}
		_, err = w.FinishStep(w.ctx, w.people["reviewer"], ref.ID, 0, one)
		w.refused(err, "approval.check.people", "APP-33")
		one.People = []string{both[0], w.people["health"].ID}
		_, err = w.FinishStep(w.ctx, w.people["reviewer"], ref.ID, 0, one)
		w.refused(err, "approval.person", "")
		ref = w.pass("reviewer", ref, "survey", func(f *StepForm) { f.People = both })
		ref = w.pass("reviewer", ref, "check", func(f *StepForm) { f.People = both })
		_, err = w.FinishStep(w.ctx, w.people["reviewer"], ref.ID, 0, StepForm{Step: "publish", Finding: "pass", Opinion: "无异议", From: day2024(5, 13), To: day2024(5, 17)})
		w.refused(err, "approval.publish", "APP-33")
		w.to("2024-05-18 10:00")
		w.pass("reviewer", ref, "publish", func(f *StepForm) { f.From, f.To = day2024(5, 13), day2024(5, 17) })
		if v := w.get(ref.ID); len(v.Application.Visits) != 3 || v.Current.Code != "verify" {
			w.t.Errorf("%+v", v.Application.Visits)
		}
		w.sound()
	})
}

func TestSentBackToAnyEarlierStep(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.readyToDecide()
		_, err := w.SendBack(w.ctx, w.people["head"], ref.ID, 0, "decide", "重审")
		w.refused(err, "approval.send_back", "")
		ref, err = w.SendBack(w.ctx, w.people["head"], ref.ID, 0, "review", "请补充现场情况")
		w.must(err)
		if v := w.get(ref.ID); v.Current.Code != "review" || len(v.Before) != 2 {
			w.t.Fatalf("%+v", v.Current)
		}
		ref = w.pass("verifier", ref, "review")
		_, err = w.FinishStep(w.ctx, w.people["reviewer"], ref.ID, 0, StepForm{Step: "verify", Finding: "pass", Opinion: "同意"})
		w.refused(err, "approval.verify.same", "APP-13") // he reviewed it the first time
	})
}

func TestAPP18EverySignerSigns(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		_, err := w.AddSigner(w.ctx, w.people["reviewer"], ref.ID, 0, w.people["health"].ID)
		w.refused(err, "approval.person", "")
		ref, err = w.AddSigner(w.ctx, w.people["reviewer"], ref.ID, 0, w.people["head"].ID)
		w.must(err)
		_, err = w.FinishStep(w.ctx, w.people["reviewer"], ref.ID, 0, StepForm{Step: "review", Finding: "pass", Opinion: "同意"})
		w.refused(err, "approval.signers", "APP-18")
		_, err = w.Countersign(w.ctx, w.people["verifier"], ref.ID, 0, true, "同意")
		w.refused(err, "approval.signer", "APP-18")
		ref, err = w.Countersign(w.ctx, w.people["head"], ref.ID, 0, true, "同意")
		w.must(err)
		w.pass("reviewer", ref, "review")
	})
}

func TestTwoReviewersAtOnceOneWins(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i, who := range []string{"reviewer", "verifier"} {
			wg.Add(1)
			go func() {
				defer wg.Done()
				_, errs[i] = w.FinishStep(w.ctx, w.people[who], ref.ID, ref.Version, StepForm{Step: "review", Finding: "pass", Opinion: "同意"})
			}()
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			w.t.Fatalf("%v and %v", errs[0], errs[1])
		}
		for _, err := range errs {
			if err != nil && fault.Code(err) != "case.stale" {
				w.t.Error(err)
			}
		}
		if v := w.get(ref.ID); len(v.Application.Visits) != 1 {
			w.t.Errorf("%d visits", len(v.Application.Visits))
		}
	})
}

func TestAChangedFlowChangesNothingForARunningCase(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		old := w.accepted("food")
		w.load(catalog.Entry{Key: "food", Record: item("食品经营许可", func(r *catalog.Record) {
			r.Plan, r.Promised = plan(catalog.SoleReview, catalog.Review, catalog.Decide), workdays(5)
		})})
		young := w.accepted("food")
		old = w.pass("reviewer", old, "review")
		young = w.pass("reviewer", young, "review")
		if a, b := w.get(old.ID), w.get(young.ID); a.Current.Code != "verify" || b.Current.Code != "decide" || a.Application.ItemVersion != 1 || b.Application.ItemVersion != 2 {
			w.t.Errorf("%s of %d, %s of %d", a.Current.Code, a.Application.ItemVersion, b.Current.Code, b.Application.ItemVersion)
		}
		if w.due(old.ID, MeterHandling) != "2024-05-27" || w.due(young.ID, MeterHandling) != "2024-05-20" {
			w.t.Errorf("%s %s", w.due(old.ID, MeterHandling), w.due(young.ID, MeterHandling))
		}
	})
}

func TestScenarioPassesStepsOver(t *testing.T) {
	p := plan(catalog.Extended, catalog.Review, catalog.Survey, catalog.Decide)
	p.Steps[1].When = catalog.When{{Question: "kind", Values: []string{"catering"}}}
	p.Steps[0].Then = []catalog.Branch{{Finding: "fail", To: "decide"}}
	for _, c := range []struct{ kind, finding, want string }{{"catering", "pass", "survey"}, {"retail", "pass", "decide"}, {"catering", "fail", "decide"}} {
		if next, ok := nextStep(p, "review", c.finding, catalog.Answers{"kind": c.kind}); !ok || next.Code != c.want {
			t.Errorf("%+v: %s %v", c, next.Code, ok)
		}
	}
	if _, ok := nextStep(p, "decide", "pass", nil); ok {
		t.Error("something comes after the decision")
	}
}

func TestStepOfAnotherDepartmentIsNotSeenByStrangers(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		_, err := w.Get(w.ctx, w.people["health"], ref.ID)
		w.refused(err, "case.missing", "")
		_, err = w.FinishStep(w.ctx, w.people["health"], ref.ID, 0, StepForm{Step: "review", Finding: "pass", Opinion: "同意"})
		w.refused(err, "case.missing", "")
		if _, err = w.Get(w.ctx, w.people["clerk2"], ref.ID); err != nil {
			w.t.Errorf("APP-09: the windows keep sight of what they took: %v", err)
		}
	})
}
