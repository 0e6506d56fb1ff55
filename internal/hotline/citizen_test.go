package hotline

import "testing"

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
	})
}

// HOT-84: until his appeal is taken up, a citizen sees the day by which it will be, and how that day was counted.
func TestHOT84ACitizenSeesHowTheDayWasCounted(t *testing.T) {
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
