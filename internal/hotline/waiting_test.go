package hotline

import "testing"

// HOT-62: that an order is past its limit does not make the centre late with the plea for more time.
func TestHOT62APleaIsNotLateByTheOrdersLimit(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		_, err := w.AskExtension(w.ctx, w.people["water"], ref.ID, 0, ExtensionForm{Amount: 1, Promised: "五日", Statutory: "无", Basis: "规定", Reason: "雨天"})
		w.must(err)
		w.to("2026-03-31 09:00")
		counts, err := w.Counts(w.ctx, w.people["arbiter"])
		w.must(err)
		for _, n := range counts {
			if n.Key == "rule_extension" {
				if n.Count != 1 || n.Late != 0 {
					t.Errorf("%+v", n)
				}
				return
			}
		}
		t.Error("the arbiter does not have the list")
	})
}
