package httpapi

import (
	"context"
	"errors"
	"testing"
	"time"

	"huying/internal/casework"
	"huying/internal/exchange"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/page"
	"huying/internal/policy"
)

func TestSettingsAreChangedWithAReason(t *testing.T) {
	eachTown(t, func(w *town) {
		set := m{"key": "hotline.limit.help", "region": "", "value": "3 workday", "reason": "提速"}
		v := read[policy.Version](t, w.ask(org.Admin, post, "/api/policy/set", set))
		if v.Number != 1 {
			t.Errorf("%+v", v)
		}
		w.ask(org.Admin, post, "/api/policy/set", with(set, m{"value": "400 workday"})).want(t, 422, "policy.value")
		h := read[PolicyHistory](t, w.ask(org.Admin, get, "/api/policy/history?key=hotline.limit.help", nil))
		if len(h.Versions) != 1 || h.Names[h.Versions[0].By] != "测试系统管理员" {
			t.Errorf("%+v", h)
		}
		for _, s := range read[[]policy.Standing](t, w.ask(org.Admin, get, "/api/policy?region=/99/", nil)) {
			if s.Def.Key == "hotline.limit.help" && s.Value != "3 workday" {
				t.Errorf("%+v", s)
			}
		}
		ref := w.dispatched()
		for _, m := range read[hotline.View](t, w.ask(org.Handler, get, "/api/orders/"+ref.ID, nil)).Meters {
			if m.Name == hotline.MeterHandling && m.Standing.RemainingWorkdays != 3 {
				t.Errorf("%+v", m.Standing)
			}
		}
	})
}

// A year is proposed by one administrator and approved by another; then open limits move.
func TestCalendarIsApprovedByAnother(t *testing.T) {
	eachTown(t, func(w *town) {
		ref := w.dispatched()
		year := m{"year": 2026, "notice": m{"title": "测试安排", "published": "2026-02-01"}, "off": []m{{"from": "2026-03-04", "to": "2026-03-05", "name": "测试假"}}, "work": []m{}}
		v := read[ProposedVersion](t, w.ask(org.Admin, post, "/api/calendar/versions", m{"region": "", "year": year, "reason": "测试"}))
		moves := read[[]casework.Move](t, w.ask(org.Admin, get, "/api/calendar/versions/1/moves", nil))
		if v.Version != 1 || len(moves) == 0 || moves[0].Number != ref.Number {
			t.Fatalf("%+v %+v", v, moves)
		}
		job := read[Job](t, w.ask(org.Admin, post, "/api/calendar/versions/1/approve", nil).want(t, 202, ""))
		if done := w.finished(org.Admin, job.ID); done.Error == "" {
			t.Errorf("approved by the proposer: %+v", done)
		}
		w.must(w.db.Update(w.ctx, w.grantAdmin))
		job = read[Job](t, w.ask(org.Legal, post, "/api/calendar/versions/1/approve", nil))
		if done := w.finished(org.Legal, job.ID); done.Error != "" || done.Done != len(moves) || done.Total != len(moves) {
			t.Errorf("%+v", done)
		}
		w.ask(org.Admin, get, "/api/jobs/"+job.ID, nil).want(t, 404, "job.none")
		if got := read[CalendarVersions](t, w.ask(org.Admin, get, "/api/calendar/versions", nil)); got.Names[got.Versions[0].ApprovedBy] != "测试政策法规审查员" {
			t.Errorf("%+v", got)
		}
	})
}

func TestRecordIsReadAndVerified(t *testing.T) {
	w := aTown(t)
	ref := w.dispatched()
	r := read[Record](t, w.ask(org.Auditor, get, "/api/audit?of=case&name="+ref.Number, nil))
	if len(r.Events) != 2 || r.Names[r.Events[0].Actor] != "测试派单员" {
		t.Errorf("%+v", r)
	}
	job := read[Job](t, w.ask(org.Auditor, post, "/api/audit/verify", nil))
	if done := w.finished(org.Auditor, job.ID); done.Result != "verified" {
		t.Errorf("%+v", done)
	}
}

func TestMessagesTellWhomTheyGoToAndTheOrder(t *testing.T) {
	w := aTown(t)
	ref := w.dispatched()
	w.ask(org.Inspector, post, "/api/orders/"+ref.ID+"/urge", m{"version": ref.Version, "how": "phone"}).want(t, 200, "")
	open := read[page.Page[OutboxItem]](t, w.ask(org.Admin, get, "/api/outbox?state=open", nil))
	if len(open.Items) != 1 || open.Items[0].To != "负责“答复群众”的人员" || open.Items[0].Number != ref.Number || open.Items[0].Case != ref.ID {
		t.Errorf("%+v", open.Items)
	}
}

func TestDeadMessagesAreSentAgain(t *testing.T) {
	eachTown(t, func(w *town) {
		worker := outbox.NewWorker(w.db, outbox.Options{Attempts: 1})
		fail := errors.New("down")
		worker.Handle("test", func(context.Context, outbox.Delivery) error { return fail })
		w.must(w.db.Update(w.ctx, w.putMessage))
		w.must(worker.Drain(w.ctx))
		dead := read[page.Page[outbox.Item]](t, w.ask(org.Admin, get, "/api/outbox?state=dead", nil))
		if len(dead.Items) != 1 {
			t.Fatalf("%+v", dead)
		}
		url := "/api/outbox/" + dead.Items[0].ID + "/retry"
		w.ask(org.Admin, post, url, nil).want(t, 204, "")
		w.ask(org.Admin, post, url, nil).want(t, 409, "outbox.retry")
		fail = nil
		w.must(worker.Drain(w.ctx))
		if again := read[page.Page[outbox.Item]](t, w.ask(org.Admin, get, "/api/outbox?state=done", nil)); len(again.Items) != 1 {
			t.Errorf("%+v", again)
		}
	})
}

func TestRosterNamesEverybody(t *testing.T) {
	eachTown(t, func(w *town) {
		shift := m{"department": "centre", "kind": "day", "from": w.clk.Now(), "to": w.later(8 * time.Hour), "person": w.ids[org.Duty], "leader": w.ids[org.DutyLeader], "standby": []string{w.ids[org.Inspector]}}
		w.ask(org.Leader, post, "/api/duty/shifts", shift).want(t, 201, "")
		w.ask(org.Leader, post, "/api/duty/shifts", shift).want(t, 409, "duty.overlap")
		days := "from=" + w.today().String() + "&to=" + w.today().String()
		r := read[Roster](t, w.ask(org.Operator, get, "/api/duty/shifts?dept=centre&"+days, nil))
		if len(r.Shifts) != 1 || r.Names[w.ids[org.Inspector]] != "测试监察室人员" {
			t.Errorf("%+v", r)
		}
		if now := read[OnDuty](t, w.ask(org.Operator, get, "/api/duty/now?dept=centre", nil)); now.Shift == nil || now.Names[now.Shift.Person] != "测试值班员" {
			t.Errorf("%+v", now)
		}
		if me := read[Me](t, w.ask(org.Duty, get, "/api/me", nil)); me.Duty == nil || me.Duty.Name != "日班" {
			t.Errorf("%+v", me.Duty)
		}
		o := read[hotline.Ref](t, w.ask(org.Operator, post, "/api/orders", appeal()))
		h := read[org.Handover](t, w.ask(org.Duty, post, "/api/duty/handovers", m{"department": "centre", "orders": []string{"x", o.ID}, "note": "一件未结"}))
		w.ask(org.Revisitor, post, "/api/duty/handovers/"+h.ID+"/take", nil).want(t, 200, "")
		if all := read[Handovers](t, w.ask(org.Operator, get, "/api/duty/handovers?dept=centre", nil)); all.Names[all.Items[0].TakenBy] != "测试服务大厅专员" || all.Numbers[o.ID] == "" {
			t.Errorf("%+v", all)
		}
	})
}

func TestDeputyIsShown(t *testing.T) {
	w := aTown(t)
	period := m{"deputy": w.ids[org.Legal], "from": w.clk.Now(), "to": w.later(time.Hour), "reason": "出差"}
	d := read[org.Deputy](t, w.ask(org.Operator, post, "/api/people/"+w.ids[org.Operator]+"/deputies", period))
	me := read[Me](t, w.ask(org.Legal, get, "/api/me", nil))
	if me.ActingFor == nil || me.ActingFor.Name != "测试话务员" || len(me.Roles) != 2 {
		t.Errorf("%+v", me)
	}
	w.ask(org.Legal, post, "/api/orders", appeal()).want(t, 201, "")
	w.ask(org.Operator, post, "/api/deputies/"+d.ID+"/end", nil).want(t, 204, "")
	w.ask(org.Legal, post, "/api/orders", appeal()).want(t, 403, "")
}

func TestNoticesReachTheirReader(t *testing.T) {
	w := aTown(t)
	worker := outbox.NewWorker(w.db, outbox.Options{})
	worker.Handle(hotline.AlertTopic, w.s.Notices.Alert)
	ref := w.dispatched()
	w.ask(org.Revisitor, post, "/api/orders/"+ref.ID+"/urge", m{"version": ref.Version, "how": "phone"}).want(t, 200, "")
	w.must(worker.Drain(w.ctx))
	if n := read[Count](t, w.ask(org.Handler, get, "/api/notices/count", nil)); n.Count != 1 {
		t.Errorf("%+v", n)
	}
	got := read[page.Page[exchange.Notice]](t, w.ask(org.Handler, get, "/api/notices?unread=true", nil))
	w.ask(org.Handler, post, "/api/notices/read", m{"ids": []string{got.Items[0].ID}}).want(t, 204, "")
	if n := read[Count](t, w.ask(org.Handler, get, "/api/notices/count", nil)); n.Count != 0 {
		t.Errorf("%+v", n)
	}
}
