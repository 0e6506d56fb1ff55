package hotline

import (
	"strings"
	"testing"
)

// HOT-51: a citizen urges once on a day, is shown that he has, and may again the next morning.
func TestHOT51ACitizenUrgesOnceADay(t *testing.T) {
	eachWorld(t, "2026-03-02 16:00", func(w *world) {
		ref := w.dispatched("help")
		code := w.QueryCode(ref.ID)
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
		v, err := w.Query(w.ctx, ref.Number, w.QueryCode(ref.ID))
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
		code := w.QueryCode(ref.ID)
		for _, text := range []string{"晚上也没有水", "楼上也一样"} {
			w.must(w.Supplement(w.ctx, ref.Number, code, text))
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
}
