package hotline

import (
	"fmt"
	"testing"

	"huying/internal/calendar"
	"huying/internal/org"
	"huying/internal/page"
)

// HOT-13, HOT-14, HOT-35: the register names unit, person concerned and person in charge; entries are numbered and complete.
func TestHOT35AccountabilityRegister(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("complain")
		form := AccountForm{Ground: "evasion", Measure: "circular", Finding: "两次推给其他部门"}
		for field, spoil := range map[string]func(f *AccountForm){"ground": func(f *AccountForm) { f.Ground = "rude" }, "measure": func(f *AccountForm) { f.Measure = "" }, "finding": func(f *AccountForm) { f.Finding = " " }} {
			f := form
			spoil(&f)
			if _, err := w.HoldToAccount(w.ctx, w.people["inspector"], ref.ID, 0, f); err == nil {
				t.Errorf("taken without %s", field)
			}
		}
		_, err := w.HoldToAccount(w.ctx, w.people["waterhead"], ref.ID, 0, form)
		w.refused(err, "case.forbidden", "")
		_, err = w.HoldToAccount(w.ctx, w.people["inspector"], ref.ID, 0, form)
		w.must(err)
		today := calendar.DateOf(w.clk.Now())
		p, err := w.Accounts(w.ctx, w.people["inspector"], Span{From: today, To: today}, page.Request{})
		w.must(err)
		if len(p.Items) != 1 {
			t.Fatalf("%d entries", len(p.Items))
		}
		got := p.Items[0]
		if got.Number != "呼应问〔2026〕1号" || got.Ground != "推诿扯皮" || got.Measure != "通报约谈" || got.Dept != "供水局" || got.Handler != "测试water" || got.Head != "测试waterhead" || got.By != "测试inspector" {
			t.Errorf("got %+v", got)
		}
		if p, err = w.Accounts(w.ctx, w.people["inspector"], Span{From: today + 1, To: today + 1}, page.Request{}); err != nil || len(p.Items) != 0 {
			t.Errorf("another day shows %d, %v", len(p.Items), err)
		}
		_, err = w.Accounts(w.ctx, w.people["water"], Span{From: today, To: today}, page.Request{})
		w.refused(err, "hotline.register", "")
		w.sound()
	})
}

// HOT-14: never only one of the two persons; nobody of another department.
func TestHOT14BothPersonsOfTheDepartment(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.register("help")
		ref, err := w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, 0, Assignment{Lead: "parks"}) // it has no head
		w.must(err)
		form := AccountForm{Ground: "inaction", Measure: "liability", Finding: "逾期无人签收", Handler: w.people["parks"].ID}
		_, err = w.HoldToAccount(w.ctx, w.people["inspector"], ref.ID, 0, form)
		w.refused(err, "hotline.account", "HOT-14")
		form.Head = w.people["waterhead"].ID
		_, err = w.HoldToAccount(w.ctx, w.people["inspector"], ref.ID, 0, form)
		w.refused(err, "hotline.assignee", "HOT-86")
	})
}

// HOT-56: an unlawful act goes to the discipline procedure and nowhere else, and the register names the case there.
func TestHOT56UnlawfulActsGoToDiscipline(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("complain")
		form := AccountForm{Ground: "unlawful", Measure: "circular", Finding: "收受诉求人财物"}
		_, err := w.HoldToAccount(w.ctx, w.people["inspector"], ref.ID, 0, form)
		w.refused(err, "hotline.account", "HOT-56")
		form.Measure = "discipline"
		_, err = w.HoldToAccount(w.ctx, w.people["inspector"], ref.ID, 0, form)
		w.refused(err, "hotline.account", "HOT-56")
		form.Link = "示纪移〔2026〕3号"
		_, err = w.HoldToAccount(w.ctx, w.people["inspector"], ref.ID, 0, form)
		w.must(err)
		today := calendar.DateOf(w.clk.Now())
		p, err := w.Accounts(w.ctx, w.people["arbiter"], Span{From: today, To: today}, page.Request{})
		w.must(err)
		if len(p.Items) != 1 || p.Items[0].Link != form.Link || p.Items[0].Order != ref.ID {
			t.Errorf("got %+v", p.Items)
		}
	})
}

// HOT-35: an entry stays with the department that it was made about when the order goes to another; the register is read
// by pages, for a department, and for no longer than policy says.
func TestHOT35EntriesStayWithTheDepartment(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.dispatched("complain")
		form := AccountForm{Ground: "evasion", Measure: "circular", Finding: "推给其他部门", Handler: w.people["water"].ID}
		for range 12 {
			_, err := w.HoldToAccount(w.ctx, w.people["inspector"], ref.ID, 0, form)
			w.must(err)
		}
		_, err := w.Return(w.ctx, w.people["water"], ref.ID, 0, ReturnForm{Ground: "other_lead", Reason: "应由道路局主办", Basis: "三定方案"})
		w.must(err)
		_, err = w.RuleReturn(w.ctx, w.people["arbiter"], ref.ID, 0, Ruling{Uphold: true, Lead: "roads", Why: "属实"})
		w.must(err)
		today := calendar.DateOf(w.clk.Now())
		for dept, sees := range map[string]int{"water": 12, "roads": 0} {
			head := w.within("leader", org.Leader, "/"+dept+"/", "")
			p, err := w.Accounts(w.ctx, head, Span{From: today, To: today}, page.Request{})
			w.must(err)
			q, err := w.Accounts(w.ctx, w.people["inspector"], Span{From: today, To: today, Dept: dept}, page.Request{})
			w.must(err)
			if len(p.Items) != sees || len(q.Items) != sees {
				t.Errorf("%s: %d and %d entries, want %d", dept, len(p.Items), len(q.Items), sees)
			}
		}
		next, n := "", 12
		for range 5 {
			p, err := w.Accounts(w.ctx, w.people["inspector"], Span{From: today, To: today}, page.Request{Size: 5, After: next})
			w.must(err)
			for _, a := range p.Items {
				if want := fmt.Sprintf("呼应问〔2026〕%d号", n); a.Number != want || a.OrderNumber != ref.Number || a.Title == "" || a.DeptID != "water" {
					t.Errorf("got %+v, want %s", a, want)
				}
				n--
			}
			if next = p.Next; next == "" {
				break
			}
		}
		if n != 0 {
			t.Errorf("%d entries are missing", n)
		}
		_, err = w.Accounts(w.ctx, w.people["inspector"], Span{From: today - 366, To: today}, page.Request{})
		w.refused(err, "hotline.period", "HOT-55")
	})
}
