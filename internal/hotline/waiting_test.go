package hotline

import (
	"slices"
	"strings"
	"testing"

	"huying/internal/deadline"
	"huying/internal/page"
)

// listed gives a work list as somebody sees it, by the numbers of its orders.
func (w *world) listed(who, box string) (rows []Row, numbers []string) {
	w.t.Helper()
	got, err := w.List(w.ctx, w.people[who], Filter{Box: box}, page.Request{})
	w.must(err)
	for _, r := range got.Items {
		numbers = append(numbers, r.Number)
	}
	return got.Items, numbers
}

// HOT-11: an order waits for its department by a limit of its own: whose came first stands first, an emergency before it, and
// who dispatches is told when it has passed.
func TestHOT11WaitingForDispatchHasALimit(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		first, err := w.Submit(w.ctx, appeal("help"))
		w.must(err)
		w.to("2026-03-02 10:00")
		called := w.register("help")
		w.to("2026-03-02 11:00")
		_, err = w.Accept(w.ctx, w.people["operator"], first.ID, 0, "help", "", Intake{Disposition: "order"})
		w.must(err)
		urgent := w.register("emergency")
		rows, numbers := w.listed("dispatcher", "dispatch")
		if want := []string{urgent.Number, first.Number, called.Number}; !slices.Equal(numbers, want) {
			t.Errorf("the list is %v, want %v", numbers, want)
		}
		for i, at := range []string{"2026-03-02 11:00", "2026-03-02 11:00", "2026-03-02 10:00"} {
			if !rows[i].Since.Equal(chinaTime(t, at)) || rows[i].Meter != MeterDispatch {
				t.Errorf("%s waits since %v by %s, want %s", numbers[i], rows[i].Since, rows[i].Meter, at)
			}
		}
		if light := rows[2].Standing.Light; light != "green" {
			t.Errorf("on the first day the light is %s", light)
		}
		w.to("2026-03-03 09:00")
		if rows, _ = w.listed("dispatcher", "dispatch"); rows[2].Standing.Light != "amber" || !rows[0].Standing.Late {
			t.Errorf("on the last day: %+v, the emergency %+v", rows[2].Standing, rows[0].Standing)
		}
		w.to("2026-03-04 00:00")
		if n := w.alerted("dispatch.late"); n != 3 {
			t.Errorf("%d are late to be dispatched", n)
		}
		_, err = w.Dispatch(w.ctx, w.people["dispatcher"], called.ID, 0, Assignment{Lead: "water"})
		w.must(err)
		for _, m := range w.get(called.ID).Meters {
			if m.Name == MeterDispatch && (m.Stop.IsZero() || !m.Standing.Late) {
				t.Errorf("dispatched: %+v", m)
			}
		}
	})
}

// HOT-62, HOT-68: who rules on a plea or a dissatisfaction sees since when that waits and what is asked, not the light of the
// department's limit.
func TestHOT62WhatWaitsForARulingHasItsOwnClock(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		w.to("2026-03-03 15:00")
		_, err := w.AskExtension(w.ctx, w.people["water"], ref.ID, 0, ExtensionForm{Amount: 3, Promised: "五日", Statutory: "无", Basis: "规定", Reason: "雨天"})
		w.must(err)
		sees := func(who, box, since, awaits string, light bool) {
			t.Helper()
			rows, _ := w.listed(who, box)
			if len(rows) != 1 || !rows[0].Since.Equal(chinaTime(t, since)) || rows[0].Awaits != awaits || (rows[0].Standing.Light != "") != light {
				t.Errorf("%s: %+v", box, rows)
			}
		}
		w.to("2026-03-31 09:00")
		sees("arbiter", "rule_extension", "2026-03-03 15:00", "延长3个工作日", false)
		_, err = w.RuleExtension(w.ctx, w.people["arbiter"], ref.ID, 0, true, "同意")
		w.must(err)
		sees("water", "tell_extension", "2026-03-31 09:00", "延长3个工作日", true)

		back := w.dispatched("help")
		_, err = w.Return(w.ctx, w.people["water"], back.ID, 0, ReturnForm{Ground: "other_lead", Reason: "路面破损", Basis: "职责清单"})
		w.must(err)
		sees("arbiter", "rule_return", "2026-03-31 09:00", label(Grounds, "other_lead"), true)

		sad := w.concluded("help")
		w.to("2026-04-01 10:00")
		_, err = w.Revisit(w.ctx, w.people["caller"], sad.ID, 0, RevisitForm{How: "phone", Reached: true, Grade: "dissatisfied", Cause: "subjective"})
		w.must(err)
		w.to("2026-04-02 10:00")
		sees("arbiter", "dispute", "2026-04-01 10:00", "不满意", false)
	})
}

// HOT-62: that an order is past its limit does not make the centre late with the plea for more time; the list says since when
// the plea waits.
func TestHOT62APleaIsNotLateByTheOrdersLimit(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		asked := w.clk.Now()
		_, err := w.AskExtension(w.ctx, w.people["water"], ref.ID, 0, ExtensionForm{Amount: 1, Promised: "五日", Statutory: "无", Basis: "规定", Reason: "雨天"})
		w.must(err)
		w.to("2026-03-31 09:00")
		counts, err := w.Counts(w.ctx, w.people["arbiter"])
		w.must(err)
		for _, n := range counts {
			if n.Key == "rule_extension" {
				if n.Count != 1 || n.Late != 0 || !n.Since.Equal(asked) {
					t.Errorf("%+v", n)
				}
				return
			}
		}
		t.Error("the arbiter does not have the list")
	})
}

// HOT-72: an assisting department finds its parts in a work list of its own, each with its own light and state, until it has
// replied; nobody else does.
func TestHOT72AnAssistingDepartmentFindsItsTasks(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		roads := w.people["roads"]
		ref := w.dispatched("help", "roads", "parks")
		w.dispatched("help", "parks")
		tasks := func(n, late int, state string) {
			t.Helper()
			rows, numbers := w.listed("roads", assistBox)
			if len(rows) != n || n > 0 && (numbers[0] != ref.Number || rows[0].Awaits != state || rows[0].Standing.Late != (late > 0) || rows[0].Meter != MeterHandling) {
				t.Errorf("%+v", rows)
			}
			counts, err := w.Counts(w.ctx, roads)
			w.must(err)
			for _, c := range counts {
				if c.Key == assistBox && (c.Count != n || c.Late != late) {
					t.Errorf("%+v", c)
				}
			}
		}
		tasks(1, 0, "待签收")
		if rows, _ := w.listed("water", assistBox); len(rows) != 0 {
			t.Errorf("the lead assists %+v", rows)
		}
		task := w.task(ref.ID, "道路局")
		_, err := w.Sign(w.ctx, roads, task, 0)
		w.must(err)
		w.to("2026-03-20 09:00")
		tasks(1, 1, "协办中")
		_, err = w.ReplyTask(w.ctx, roads, task, 0, "已修补路面。")
		w.must(err)
		tasks(0, 0, "")
	})
	eachWorld(t, "2026-03-02 20:00", func(w *world) { // at night it waits for the officer on duty until he has signed
		ref, err := w.Register(w.ctx, w.people["operator"], appeal("help"))
		w.must(err)
		_, err = w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, ref.Version, Assignment{Lead: "roads", Assist: []string{"water"}})
		w.must(err)
		if rows, _ := w.listed("waterduty", assistBox); len(rows) != 1 || rows[0].Awaits != "待签收" {
			t.Fatalf("%+v", rows)
		}
		_, err = w.Sign(w.ctx, w.people["waterduty"], w.task(ref.ID, "供水局"), 0)
		w.must(err)
		if rows, _ := w.listed("waterduty", assistBox); len(rows) != 0 {
			t.Errorf("it waits for who answers: %+v", rows)
		}
		if rows, _ := w.listed("water", assistBox); len(rows) != 1 || rows[0].Awaits != "协办中" {
			t.Errorf("%+v", rows)
		}
	})
}

// Wherever a date runs into a year whose holidays are not announced it says that it may move: in a list, to the citizen, on
// paper; as long as it can move.
func TestAProvisionalDateSaysSo(t *testing.T) {
	eachWorld(t, "2026-12-31 09:00", func(w *world) {
		r, err := w.Submit(w.ctx, appeal("help"))
		w.must(err)
		v, err := w.Query(w.ctx, r.Number, r.Code)
		w.must(err)
		if !r.Provisional || !v.Standing.Provisional || v.AcceptBy != r.AcceptBy || !v.Strip[len(v.Strip)-1].Provisional {
			t.Errorf("%+v %+v", r, v)
		}
		ref := w.signed("help")
		if rows, _ := w.listed("water", "handle"); len(rows) != 1 || !rows[0].Standing.Provisional {
			t.Errorf("%+v", rows)
		}
		if v, err = w.Query(w.ctx, ref.Number, w.codeOfOrder(ref.ID)); err != nil || !v.Standing.Provisional {
			t.Errorf("%+v %v", v, err)
		}
		w.to("2027-01-12 09:00")
		paper, err := w.Print(w.ctx, w.people["inspector"], w.get(ref.ID).Documents[0].ID)
		w.must(err)
		if last := paper.Fields[len(paper.Fields)-1].Value; !strings.HasSuffix(last, deadline.ProvisionalNote+"）") {
			t.Error(last)
		}
		_, err = w.Reply(w.ctx, w.people["water"], ref.ID, 0, answer)
		w.must(err)
		if w.get(ref.ID).Standing.Provisional {
			t.Error("what has stopped does not move")
		}
	})
	eachWorld(t, "2026-12-01 09:00", func(w *world) {
		if w.get(w.signed("help").ID).Standing.Provisional {
			t.Error("2026 is announced")
		}
	})
}

// task is the id of a department's part in an order.
func (w *world) task(order, dept string) string {
	w.t.Helper()
	for _, t := range w.get(order).Tasks {
		if t.Dept == dept {
			return t.ID
		}
	}
	w.t.Fatal(dept + " does not assist")
	return ""
}
