package hotline

import (
	"testing"

	"huying/internal/calendar"
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
		p, err := w.Accounts(w.ctx, w.people["inspector"], today, today, page.Request{})
		w.must(err)
		if len(p.Items) != 1 {
			t.Fatalf("%d entries", len(p.Items))
		}
		got := p.Items[0]
		if got.Number != "呼应问〔2026〕1号" || got.Ground != "推诿扯皮" || got.Measure != "通报约谈" || got.Dept != "供水局" || got.Handler != "测试water" || got.Head != "测试waterhead" || got.By != "测试inspector" {
			t.Errorf("got %+v", got)
		}
		if p, err = w.Accounts(w.ctx, w.people["inspector"], today+1, today+1, page.Request{}); err != nil || len(p.Items) != 0 {
			t.Errorf("another day shows %d, %v", len(p.Items), err)
		}
		_, err = w.Accounts(w.ctx, w.people["water"], today, today, page.Request{})
		w.refused(err, "hotline.accounts", "")
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
		p, err := w.Accounts(w.ctx, w.people["arbiter"], today, today, page.Request{})
		w.must(err)
		if len(p.Items) != 1 || p.Items[0].Link != form.Link || p.Items[0].Order != ref.ID {
			t.Errorf("got %+v", p.Items)
		}
	})
}
