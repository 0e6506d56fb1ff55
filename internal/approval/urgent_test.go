package approval

import (
	"slices"
	"testing"
)

// TIME-07: what is specially urgent is due the day it is complete, and the head of its department supervises it in person and
// hears of it.
func TestTIME07SpeciallyUrgentIsDueAtOnceUnderTheHead(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.submitted("food")
		_, err := w.MarkUrgent(w.ctx, w.people["clerk"], ref.ID, 0, " ")
		w.refused(err, "approval.why", "TIME-07")
		_, err = w.MarkUrgent(w.ctx, w.people["health"], ref.ID, 0, "救灾急需")
		if err == nil {
			t.Error("another department marks it")
		}
		_, err = w.MarkUrgent(w.ctx, w.people["clerk"], ref.ID, 0, "救灾急需")
		w.must(err)
		_, err = w.MarkUrgent(w.ctx, w.people["clerk"], ref.ID, 0, "救灾急需")
		w.refused(err, "approval.urgent.twice", "TIME-07")
		_, err = w.Accept(w.ctx, w.people["clerk"], ref.ID, 0, Acceptance{})
		w.must(err)
		v := w.get(ref.ID)
		if u := v.Application.Urgent; u == nil || u.Head != w.people["head"].ID || v.Names[u.Head] == "" {
			t.Errorf("%+v", u)
		}
		if got := w.due(ref.ID, MeterHandling); got != "2024-05-13" {
			t.Errorf("due %s", got)
		}
		w.to("2024-05-14 00:00")
		for _, kind := range []string{"urgent", "handling.late"} {
			if !slices.ContainsFunc(w.alerts, func(a Alert) bool { return a.Kind == kind && a.Permission == "application.decide" && a.Dept == "/scj/" }) {
				t.Errorf("the head is not told: %s", kind)
			}
		}
		w.sound()
	})
}

// TIME-41: an application in a department's hands has a person who handles it, of that department.
func TestTIME41ResponsibilityReachesAPerson(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		_, err := w.Assign(w.ctx, w.people["head"], ref.ID, 0, w.people["health"].ID)
		w.refused(err, "approval.person", "")
		_, err = w.Assign(w.ctx, w.people["head"], ref.ID, 0, w.people["verifier"].ID)
		w.must(err)
		_, err = w.Assign(w.ctx, w.people["head"], ref.ID, 0, w.people["verifier"].ID)
		w.refused(err, "approval.assign.twice", "TIME-41")
		if v := w.get(ref.ID); v.Assignee != "测试verifier" {
			t.Errorf("%q handles it", v.Assignee)
		}
		w.sound()
	})
}

// TIME-42: who handled an application past its limit and who heads the department are held to account, once it is found to be
// the office's own fault; the register holds it for those who supervise.
func TestTIME42ABreachOfTheLimitIsBroughtHomeToPersons(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.accepted("food")
		_, err := w.Assign(w.ctx, w.people["head"], ref.ID, 0, w.people["reviewer"].ID)
		w.must(err)
		hold := func(who string, in AccountForm) error {
			_, err := w.HoldToAccount(w.ctx, w.people[who], ref.ID, 0, in)
			return err
		}
		in := AccountForm{Measure: "liability", Finding: "无故拖延三日"}
		w.refused(hold("inspector", in), "approval.account.timely", "TIME-12")
		w.to("2024-05-30 10:00")
		w.refused(hold("inspector", in), "approval.account.timely", "TIME-12")
		_, err = w.RuleOverdue(w.ctx, w.people["inspector"], ref.ID, 0, "own", "无正当理由")
		w.must(err)
		w.refused(hold("reviewer", in), "case.forbidden", "")
		w.refused(hold("inspector", AccountForm{Measure: "talk", Finding: " "}), "approval.finding", "TIME-42")
		w.refused(hold("inspector", AccountForm{Measure: "exile", Finding: "拖延"}), "approval.measure", "")
		w.refused(hold("inspector", AccountForm{Measure: "talk", Finding: "拖延", Handler: w.people["health"].ID}), "approval.person", "")
		w.refused(hold("inspector", AccountForm{Measure: "talk", Finding: "拖延", Head: w.people["reviewer"].ID}), "approval.account.head", "TIME-41")
		w.must(hold("inspector", in))
		v := w.get(ref.ID)
		if len(v.Accounts) != 1 || v.Accounts[0].Handler != w.people["reviewer"].ID || v.Accounts[0].Head != w.people["head"].ID || v.Accounts[0].Number != "呼应审问〔2024〕1号" {
			t.Errorf("%+v", v.Accounts)
		}
		p, err := w.Accounts(w.ctx, w.people["inspector"], RegisterFilter{Dept: "scj"}, pageOf(5))
		w.must(err)
		if len(p.Items) != 1 || p.Items[0].Handler != "测试reviewer" || p.Items[0].Dept != "市场监督管理局" || p.Items[0].MeasureLabel != "追究责任" {
			t.Errorf("%+v", p.Items)
		}
		if _, err := w.Accounts(w.ctx, w.people["reviewer"], RegisterFilter{}, pageOf(5)); err == nil {
			t.Error("a reviewer reads the register")
		}
		for who, want := range map[string]int{"head": 1, "reviewer": 1, "verifier": 0, "clerk": 0} { // those whom it names, and no colleague
			if v, err := w.Get(w.ctx, w.people[who], ref.ID); err != nil || len(v.Accounts) != want {
				t.Errorf("%s reads %+v, %v", who, v.Accounts, err)
			}
		}
		w.sound()
	})
}
