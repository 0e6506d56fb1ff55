package hotline

import (
	"fmt"
	"slices"
	"testing"

	"huying/internal/org"
	"huying/internal/satisfaction"
	"huying/internal/storage"
)

// grouped registers an order of another caller about the same matter and groups it with the first.
func (w *world) grouped(first Ref, phone string) Ref {
	w.t.Helper()
	in := appeal("help")
	in.Caller.Phone = phone
	ref, err := w.Register(w.ctx, w.people["operator"], in)
	w.must(err)
	_, err = w.GroupWith(w.ctx, w.people["dispatcher"], ref.ID, 0, first.ID)
	w.must(err)
	return ref
}

// HOT-09: what five people bring is hard to settle: the head of the department handles it, under tracking to the end. One
// who calls five times is one.
func TestHOT09ManyCallersPutItBeforeTheHead(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		first := w.signed("help")
		for range 5 {
			w.grouped(first, "13800001111")
		}
		for i := range 3 {
			w.grouped(first, fmt.Sprintf("1380000222%d", i))
		}
		if v := w.get(first.ID); v.Tracked != "" {
			t.Fatalf("four callers make it %q", v.Tracked)
		}
		fifth := w.grouped(first, "13800003333")
		v := w.get(first.ID)
		if v.Tracked != "hard" || v.AssigneeID != w.people["waterhead"].ID || !slices.Contains(v.Modes, "主动办") {
			t.Fatalf("five callers: tracked %q, assigned to %s, %v", v.Tracked, v.AssigneeID, v.Modes)
		}
		_, err := w.Supervise(w.ctx, w.people["inspector"], first.ID, 0, false, "撤销督办")
		w.refused(err, "hotline.supervise.hard", "HOT-09")
		fifth, err = w.Dispatch(w.ctx, w.people["dispatcher"], fifth.ID, 0, Assignment{Lead: "water"})
		w.must(err)
		if v := w.get(fifth.ID); v.Tracked != "hard" || v.AssigneeID != w.people["waterhead"].ID {
			t.Errorf("dispatched as one of many: tracked %q, assigned to %s", v.Tracked, v.AssigneeID)
		}
		w.sound()
	})
}

// HOT-09: an order that leads a group is weighed when somebody new joins, by the number in force then; grouped with its own
// member it brings nobody new.
func TestHOT09TheLeadingOrderIsWeighedAsOthersJoin(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		first := w.register("help")
		var last Ref
		for i := range 4 {
			last = w.grouped(first, fmt.Sprintf("1380000222%d", i))
		}
		_, err := w.GroupWith(w.ctx, w.people["dispatcher"], first.ID, 0, last.ID)
		w.must(err)
		if v := w.get(first.ID); v.Tracked != "" || v.Group != first.ID {
			t.Fatalf("before the dispatch: tracked %q in group %q", v.Tracked, v.Group)
		}
		setting := func(callers string) {
			w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
				_, err := w.policy.Set(tx, org.System(), "hotline.hard.callers", "", callers, "试行")
				return err
			}))
		}
		setting("6")
		_, err = w.Dispatch(w.ctx, w.people["dispatcher"], first.ID, 0, Assignment{Lead: "water", Handler: w.people["water"].ID})
		w.must(err)
		setting("5")
		_, err = w.GroupWith(w.ctx, w.people["dispatcher"], first.ID, 0, last.ID)
		w.must(err)
		if v := w.get(first.ID); v.Tracked != "" {
			t.Fatalf("nobody new came, and it is %q", v.Tracked)
		}
		w.grouped(first, "13800003333")
		if v := w.get(first.ID); v.Tracked != "hard" || v.AssigneeID != w.people["waterhead"].ID {
			t.Errorf("tracked %q, assigned to %s", v.Tracked, v.AssigneeID)
		}
		w.sound()
	})
}

// HOT-09: what is still not answered when the supervision notice could be due is long unresolved.
func TestHOT09LongUnresolvedGoesToTheHead(t *testing.T) {
	eachWorld(t, "2024-04-26 10:00", func(w *world) {
		ref := w.signed("consult")
		w.to("2024-05-20 23:59")
		if v := w.get(ref.ID); v.Tracked != "overdue" {
			t.Fatalf("tracked %q", v.Tracked)
		}
		w.to("2024-05-21 00:00")
		if v := w.get(ref.ID); v.Tracked != "hard" || v.AssigneeID != w.people["waterhead"].ID || w.alerted("hard") == 0 {
			t.Errorf("tracked %q, assigned to %s, %d told", v.Tracked, v.AssigneeID, w.alerted("hard"))
		}
		w.sound()
	})
}

// HOT-10: an order can be put before the head of its department; a department without a head is named.
func TestHOT10PutBeforeTheHead(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("complain")
		_, err := w.ToHead(w.ctx, w.people["inspector"], ref.ID, 0, " ")
		w.refused(err, "hotline.head.why", "HOT-09")
		_, err = w.ToHead(w.ctx, w.people["water"], ref.ID, 0, "长期未解决")
		w.refused(err, "case.forbidden", "")
		_, err = w.ToHead(w.ctx, w.people["inspector"], ref.ID, 0, "长期未解决")
		w.must(err)
		if v := w.get(ref.ID); v.AssigneeID != w.people["waterhead"].ID || v.Tracked != "hard" {
			t.Errorf("assigned to %s, tracked %q", v.AssigneeID, v.Tracked)
		}
		headless := w.register("help")
		_, err = w.Dispatch(w.ctx, w.people["dispatcher"], headless.ID, 0, Assignment{Lead: "parks"})
		w.must(err)
		_, err = w.ToHead(w.ctx, w.people["inspector"], headless.ID, 0, "长期未解决")
		w.refused(err, "hotline.head", "HOT-85")
	})
}

// HOT-09, HOT-69: a weaker reason never replaces a stronger one, and the strong ones last.
func TestHOT69TheStrongerReasonStands(t *testing.T) {
	for i, strong := range trackReasons {
		for _, weak := range trackReasons[:i] {
			o := Order{Tracked: strong}
			o.track(weak)
			up := Order{Tracked: weak}
			up.track(strong)
			if o.Tracked != strong || up.Tracked != strong {
				t.Errorf("%q and %q: %q, %q", strong, weak, o.Tracked, up.Tracked)
			}
		}
	}
	for reason, lasts := range map[string]bool{"manual": false, "deferred": false, "overdue": false, "notice": false, "redo": true, "escalated": true, "hard": true} {
		o := Order{Tracked: reason}
		if err := o.untrack(); (err != nil) != lasts || (o.Tracked == reason) != lasts {
			t.Errorf("%s: %v, then %q", reason, err, o.Tracked)
		}
	}
}

// HOT-100: five ways to dispose of a problem by its kind; what cannot be done yet is followed.
func TestHOT100ModesFollowFromTheOrder(t *testing.T) {
	for _, c := range []struct {
		o      Order
		result string
		want   []string
	}{
		{Order{}, "solved", []string{}},
		{Order{Kind: "emergency"}, "", []string{"立即办"}},
		{Order{Tracked: "hard", Group: "g"}, "", []string{"主动办", "上门办"}},
		{Order{}, "planned", []string{"跟踪办"}},
		{Order{Important: 1, First: satisfaction.Fair}, "impossible", []string{"跟踪办", "公开办"}},
	} {
		if got := c.o.modes(c.result); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.o, got, c.want)
		}
	}
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		later := answer
		later.Result = "planned"
		_, err := w.Reply(w.ctx, w.people["water"], ref.ID, 0, later)
		w.must(err)
		if v := w.get(ref.ID); v.Tracked != "deferred" || !slices.Equal(v.Modes, []string{"跟踪办"}) {
			t.Errorf("tracked %q, %v", v.Tracked, v.Modes)
		}
	})
}
