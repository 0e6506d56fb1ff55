package hotline

import (
	"strings"
	"testing"

	"huying/internal/attachment"
	"huying/internal/storage"
)

// HOT-51: a citizen urges once on a day, is shown that he has, and may again the next morning.
func TestHOT51ACitizenUrgesOnceADay(t *testing.T) {
	eachWorld(t, "2026-03-02 16:00", func(w *world) {
		ref := w.dispatched("help")
		code := w.codeOfOrder(ref.ID)
		stands := func(may, urged bool) {
			t.Helper()
			v, err := w.Query(w.ctx, ref.Number, code)
			w.must(err)
			if v.MayUrge != may || v.UrgedToday != urged {
				t.Errorf("may urge %v, has urged %v", v.MayUrge, v.UrgedToday)
			}
		}
		stands(true, false)
		w.must(w.CitizenUrge(w.ctx, ref.Number, code))
		stands(false, true)
		w.to("2026-03-02 23:59")
		w.refused(w.CitizenUrge(w.ctx, ref.Number, code), "hotline.urge.often", "HOT-51")
		w.to("2026-03-03 08:00")
		stands(true, false)
		w.must(w.CitizenUrge(w.ctx, ref.Number, code))
		_, err := w.Sign(w.ctx, w.people["water"], ref.ID, 0)
		w.must(err)
		_, err = w.Reply(w.ctx, w.people["water"], ref.ID, 0, ReplyForm{Text: "已恢复供水。", Result: "solved", Contact: "phone", Grade: "satisfied"})
		w.must(err)
		stands(false, false) // nothing is left to wait for
	})
}

// HOT-91: until his appeal is taken up, a citizen sees the day by which it will be, and how that day was counted.
func TestHOT91ACitizenSeesHowTheDayWasCounted(t *testing.T) {
	eachWorld(t, "2024-05-02 02:30", func(w *world) {
		in := appeal("")
		in.Channel, in.Intake = "web", Intake{}
		ref, err := w.Submit(w.ctx, in)
		w.must(err)
		v, err := w.Query(w.ctx, ref.Number, ref.Code)
		w.must(err)
		if n := len(v.Strip); n == 0 || v.Strip[n-1].Date != v.AcceptBy || v.Why == "" {
			t.Errorf("%s: %q %+v", v.AcceptBy, v.Why, v.Strip)
		}
	})
}

// HOT-40: a citizen whose appeal is not taken reads on which of the listed grounds.
func TestHOT40ACitizenReadsWhyHeIsRefused(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		in := appeal("help")
		in.Intake = Intake{Disposition: "refuse", Refusal: "in_procedure"}
		ref, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		v, err := w.Query(w.ctx, ref.Number, w.codeOfOrder(ref.ID))
		w.must(err)
		if want := "不予受理：已进入诉讼、仲裁、行政审批或行政复议程序。"; v.Answer != want {
			t.Errorf("%q", v.Answer)
		}
	})
}

// AUD-10: a citizen reads again what he added, each text at its own step.
func TestAUD10ACitizenReadsWhatHeAdded(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.dispatched("help")
		code := w.codeOfOrder(ref.ID)
		for _, text := range []string{"晚上也没有水", "楼上也一样"} {
			w.must(w.supplement(ref.Number, code, text))
			w.to("2026-03-02 10:00")
		}
		_, err := w.Note(w.ctx, w.people["water"], ref.ID, 0, "内部核对")
		w.must(err)
		v, err := w.Query(w.ctx, ref.Number, code)
		w.must(err)
		var said []string
		for _, s := range v.Steps {
			if s.Said != "" {
				said = append(said, s.Said)
			}
		}
		if strings.Join(said, "|") != "晚上也没有水|楼上也一样" {
			t.Errorf("%+v", v.Steps)
		}
	})
	eachWorld(t, "2026-03-02 09:00", func(w *world) { // a file is no text
		ref := w.dispatched("help")
		code := w.codeOfOrder(ref.ID)
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			return w.AttachByCitizen(tx, ref.Number, code, attachment.Blob{Hash: "ab", Name: "现场.jpg", Type: "image/jpeg", Size: 1})
		}))
		w.to("2026-03-02 10:00")
		w.must(w.supplement(ref.Number, code, "晚上也没有水"))
		v, err := w.Query(w.ctx, ref.Number, code)
		w.must(err)
		added := v.Steps[len(v.Steps)-2:]
		if added[0].Said != "" || added[1].Said != "晚上也没有水" || !added[1].At.Equal(w.clk.Now()) {
			t.Errorf("%+v", added)
		}
	})
}

// codeOfOrder is the code that a citizen was told.
func (w *world) codeOfOrder(id string) string {
	w.t.Helper()
	code, err := w.QueryCode(w.ctx, Ref{ID: id})
	w.must(err)
	return code
}

// AUD-07: a citizen who lost his code gets another one on the telephone of his order, for a purpose that is on record; the
// old one ends. Nobody else is given it, and nobody else's telephone will do.
func TestAUD07ALostQueryCodeIsRenewedOnTheOrdersTelephone(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.dispatched("help")
		old := w.codeOfOrder(ref.ID)
		renew := func(who, phone, purpose string) (string, error) {
			_, code, err := w.RenewCode(w.ctx, w.people[who], ref.ID, 0, phone, purpose)
			return code, err
		}
		_, err := renew("operator", "13800002222", "来电遗失")
		w.refused(err, "hotline.code.caller", "AUD-07")
		_, err = renew("operator", "13800001111", " ")
		w.refused(err, "hotline.purpose", "AUD-07")
		for _, who := range []string{"water", "dispatcher", "inspector"} {
			_, err = renew(who, "13800001111", "来电遗失")
			w.refused(err, "case.forbidden", "")
		}
		if w.codeOfOrder(ref.ID) != old {
			t.Fatal("a refused renewal changed the code")
		}
		first, err := renew("operator", "138 0000 1111", "来电遗失")
		w.must(err)
		second, err := renew("arbiter", "13800001111", "再次遗失")
		w.must(err)
		for _, ended := range []string{old, first} {
			_, err := w.Query(w.ctx, ref.Number, ended)
			w.refused(err, "hotline.query", "")
		}
		v, err := w.Query(w.ctx, ref.Number, second)
		w.must(err)
		if step := v.Steps[len(v.Steps)-1].Text; step != "已为您换发查询码" || len(second) != 6 {
			t.Errorf("%q: %q", second, step)
		}
		var said struct{ Purpose string }
		if e := w.facts(ref.ID, "renew_code", &said); said.Purpose != "再次遗失" || e.Actor != w.people["arbiter"].ID || e.Authority != "AUD-07" {
			t.Errorf("%+v %+v", said, e)
		}
		w.sound()
		if got := w.tampered(ref.ID, `UPDATE orders SET code_renewals = 0 WHERE id = $1`); len(got) != 1 {
			t.Errorf("a code that has ended, put in force again: %v", got)
		}
		in := appeal("help")
		in.Caller.Phone = ""
		unknown, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		_, _, err = w.RenewCode(w.ctx, w.people["operator"], unknown.ID, 0, "", "来电遗失")
		w.refused(err, "hotline.code.phone", "AUD-07")
	})
}
