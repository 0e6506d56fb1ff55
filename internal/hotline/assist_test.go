package hotline

import (
	"strings"
	"testing"

	"huying/internal/org"
)

// told counts the alerts of a kind about a case to the holders of a permission at an office.
func (w *world) told(id, kind string, p org.Permission, dept string) int {
	n := 0
	for _, a := range w.alerts {
		if a.Order == id && a.Kind == kind && a.Permission == p && a.Dept == dept {
			n++
		}
	}
	return n
}

// HOT-72: a department that is to assist is told, at the dispatch or later.
func TestHOT72AnAssistantIsTold(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help", "roads")
		_, err := w.Involve(w.ctx, w.people["dispatcher"], ref.ID, 0, []string{"parks"})
		w.must(err)
		w.must(w.outbox.Drain(w.ctx))
		for name, dept := range map[string]string{"道路局": "/roads/", "园林局": "/parks/"} {
			if n := w.told(w.task(ref.ID, name), "assist", org.OrderSign, dept); n != 1 {
				t.Errorf("%s was told %d times", name, n)
			}
		}
	})
}

// HOT-72, HOT-88: an assistant that does not sign, or comes near its limit or over it, is told, and so is its lead.
func TestHOT72ATaskRings(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help", "roads")
		task := w.get(ref.ID).Tasks[0].ID
		rings := func(at, kind, lead string, p org.Permission) {
			t.Helper()
			before := w.told(task, kind, p, "/roads/")
			w.to(at)
			if before != 0 || w.told(task, kind, p, "/roads/") != 1 {
				t.Errorf("by %s the assistant was told %q %d times", at, kind, w.told(task, kind, p, "/roads/"))
			}
			if lead != "" && w.told(ref.ID, lead, org.OrderReply, "/water/") != 1 {
				t.Errorf("by %s the lead was not told %q", at, lead)
			}
		}
		rings("2026-03-04 00:00", "sign.late", "", org.OrderSign)
		rings("2026-03-06 00:00", "assist.soon", "assisted.soon", org.OrderReply)
		rings("2026-03-10 00:00", "assist.late", "assisted.late", org.OrderReply)
		w.sound()
	})
	eachWorld(t, "2026-03-02 09:00", func(w *world) { // an answered part rings no more
		ref := w.signed("help", "roads")
		task := w.get(ref.ID).Tasks[0].ID
		_, err := w.Sign(w.ctx, w.people["roads"], task, 0)
		w.must(err)
		_, err = w.ReplyTask(w.ctx, w.people["roads"], task, 0, "路面已修复")
		w.must(err)
		w.to("2026-03-11 09:00")
		for _, a := range w.alerts {
			if a.Order == task && a.Kind != "assist" || strings.HasPrefix(a.Kind, "assisted.") {
				t.Errorf("told %q of an answered part", a.Kind)
			}
		}
	})
}

// HOT-38, HOT-72: the part of an assistant that becomes the lead is dropped; that of another stays.
func TestHOT38AnAssistantThatBecomesTheLeadHasNoPart(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help", "roads", "parks")
		_, err := w.Return(w.ctx, w.people["water"], ref.ID, 0, plea)
		w.must(err)
		_, err = w.RuleReturn(w.ctx, w.people["arbiter"], ref.ID, 0, Ruling{Uphold: true, Lead: "roads", Why: "属道路局职责"})
		w.must(err)
		parts := map[string]Task{}
		for _, x := range w.get(ref.ID).Tasks {
			parts[x.Dept] = x
		}
		if parts["道路局"].State != AssistDropped || parts["园林局"].State != AssistAssigned {
			t.Errorf("%+v", parts)
		}
		_, err = w.Sign(w.ctx, w.people["roads"], ref.ID, 0)
		w.must(err)
		_, err = w.Reply(w.ctx, w.people["roads"], ref.ID, 0, answer)
		w.refused(err, "hotline.assist.open", "HOT-72")
		_, err = w.Sign(w.ctx, w.people["parks"], parts["园林局"].ID, 0)
		w.must(err)
		_, err = w.ReplyTask(w.ctx, w.people["parks"], parts["园林局"].ID, 0, "树枝已清理")
		w.must(err)
		_, err = w.Reply(w.ctx, w.people["roads"], ref.ID, 0, answer)
		w.must(err)
		w.sound()
	})
}
