package hotline

import (
	"testing"
	"time"

	"huying/internal/org"
	"huying/internal/storage"
)

// HOT-36: the first receiver is responsible until a hand-over is recorded, and who handles answers: nobody else can, before
// as after.
func TestHOT36TheFirstReceiverAnswersUntilHandedOver(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		ref := w.signed("help")
		_, err := w.Reply(w.ctx, w.people["roads"], ref.ID, 0, answer)
		w.refused(err, "case.missing", "") // what is another's it does not even see
		_, err = w.Return(w.ctx, w.people["water"], ref.ID, 0, plea)
		w.must(err)
		due := w.due(ref.ID, MeterHandling)
		w.to("2026-03-03 09:00")
		if v := w.get(ref.ID); v.Dept != "供水局" || v.Standing.Stopped || w.due(ref.ID, MeterHandling) != due {
			t.Errorf("asking to return it ended the first receiver's duty: %s, %+v", v.Dept, v.Standing)
		}
		_, err = w.Reply(w.ctx, w.people["roads"], ref.ID, 0, answer)
		w.refused(err, "case.missing", "")
		_, err = w.RuleReturn(w.ctx, w.people["arbiter"], ref.ID, 0, Ruling{Uphold: true, Lead: "roads", Why: "属道路局职责"})
		w.must(err)
		var handed struct{ Lead string }
		if e := w.facts(ref.ID, "rule_return", &handed); e.Actor != w.people["arbiter"].ID || w.get(ref.ID).Dept != "道路局" {
			t.Errorf("the hand-over is not on record: %+v", e)
		}
		_, err = w.Reply(w.ctx, w.people["water"], ref.ID, 0, answer)
		if err == nil {
			t.Error("who handed it over answers still")
		}
		_, err = w.Sign(w.ctx, w.people["roads"], ref.ID, 0)
		w.must(err)
		_, err = w.Reply(w.ctx, w.people["roads"], ref.ID, 0, answer)
		w.must(err)
		if v := w.get(ref.ID); len(v.Replies) != 1 || v.Replies[0].Dept != "道路局" {
			t.Errorf("%+v", v.Replies)
		}
	})
}

// handling is the promise to the citizen, and what became of it.
func (w *world) handling(id string) MeterView {
	w.t.Helper()
	for _, m := range w.get(id).Meters {
		if m.Name == MeterHandling {
			return m
		}
	}
	w.t.Fatal("no promise")
	return MeterView{}
}

// DUTY-17: of a repair the promise stands beside what was done: by when it was to be finished, when it was, and by how much
// it was late.
func TestDUTY17PromiseAgainstActual(t *testing.T) {
	eachWorld(t, "2026-03-02 10:00", func(w *world) {
		inTime, late := w.signed("help"), w.signed("help")
		promised := w.handling(late.ID).Due
		if promised.IsZero() || !promised.Equal(w.handling(inTime.ID).Due) {
			t.Fatalf("promised %s", promised)
		}
		w.to("2026-03-06 15:00")
		_, err := w.Reply(w.ctx, w.people["water"], inTime.ID, 0, answer)
		w.must(err)
		w.to("2026-03-11 15:00")
		_, err = w.Reply(w.ctx, w.people["water"], late.ID, 0, answer)
		w.must(err)
		if m := w.handling(inTime.ID); !m.Stop.Equal(chinaTime(t, "2026-03-06 15:00")) || m.Standing.Late || !m.Due.Equal(promised) {
			t.Errorf("in time: %+v", m)
		}
		if m := w.handling(late.ID); !m.Stop.Equal(chinaTime(t, "2026-03-11 15:00")) || !m.Standing.Late || m.Standing.OverdueWorkdays != 2 || !m.Due.Equal(promised) {
			t.Errorf("late: due %s, stopped %s, %+v", m.Due, m.Stop, m.Standing)
		}
	})
}

// TIME-14: while the citizen was not answered an order is late when its limit has passed, whatever else was done about it.
func TestTIME14NotAnsweredIsOverdue(t *testing.T) {
	eachWorld(t, "2026-03-02 10:00", func(w *world) {
		ref := w.signed("help", "roads")
		task := w.get(ref.ID).Tasks[0]
		_, err := w.Sign(w.ctx, w.people["roads"], task.ID, task.Version)
		w.must(err)
		_, err = w.ReplyTask(w.ctx, w.people["roads"], task.ID, 0, "路面已恢复。") // an answer to the lead is none to the citizen
		w.must(err)
		_, err = w.Reply(w.ctx, w.people["water"], ref.ID, 0, ReplyForm{Text: "已修好。", Result: "solved", Grade: "satisfied"}) // told to nobody
		w.refused(err, "hotline.contact", "")
		_, err = w.Note(w.ctx, w.people["water"], ref.ID, 0, "已到现场")
		w.must(err)
		w.to("2026-03-09 10:00")
		if w.get(ref.ID).Standing.Late {
			t.Fatal("late on the last day")
		}
		_, err = w.Explain(w.ctx, w.people["water"], ref.ID, 0, "配件未到")
		w.must(err)
		w.to("2026-03-10 00:00")
		if v := w.get(ref.ID); !v.Standing.Late || v.Standing.Stopped {
			t.Errorf("not answered and not late: %+v", v.Standing)
		}
		_, err = w.Reply(w.ctx, w.people["water"], ref.ID, 0, answer)
		w.must(err)
		if m := w.handling(ref.ID); !m.Standing.Late || !m.Standing.Stopped {
			t.Errorf("answered late and taken for in time: %+v", m.Standing)
		}
	})
}

// AUD-06: what a leader assigns is on record, tracked until it ends, and its result told to the leaders.
func TestAUD06WhatLeadersAssignIsTrackedAndFedBack(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		in := appeal("help")
		in.Channel = "upper"
		ref, err := w.Register(w.ctx, w.people["operator"], in)
		w.must(err)
		var facts registerFacts
		if w.facts(ref.ID, "register", &facts); facts.Channel != "upper" {
			t.Errorf("on record: %+v", facts)
		}
		if v := w.get(ref.ID); v.Tracked != "assigned" {
			t.Errorf("tracked %q", v.Tracked)
		}
		if ordinary := w.register("help"); w.get(ordinary.ID).Tracked != "" {
			t.Error("every order is tracked")
		}
		ref, err = w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, ref.Version, Assignment{Lead: "water"})
		w.must(err)
		ref, err = w.Sign(w.ctx, w.people["water"], ref.ID, ref.Version)
		w.must(err)
		if v := w.get(ref.ID); v.Tracked != "assigned" {
			t.Errorf("tracked %q once signed", v.Tracked)
		}
		w.must(w.outbox.Drain(w.ctx))
		if w.alerted("assigned.done") != 0 {
			t.Error("fed back before it ended")
		}
		w.conclude(ref)
		w.must(w.outbox.Drain(w.ctx))
		for _, a := range w.alerts {
			if a.Kind == "assigned.done" && a.Order == ref.ID && a.Permission == org.OrderDecide {
				return
			}
		}
		t.Error("no leader is told how it ended")
	})
}

// HOT-80: a provincial matter is passed on to the province, and the citizen is told so: it cannot be left without that.
func TestHOT80ProvincialMatterIsPassedOnAndTheCitizenTold(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		w.must(w.route(w.people["admin"], RoutingRule{Keywords: "电价", Level: "province", Advice: "已转省价格主管部门处理"}))
		in := appeal("complain")
		in.Channel, in.Title, in.Body, in.Intake = "web", "电价过高", "反映电价过高，请核查收费标准。", Intake{}
		r, err := w.Submit(w.ctx, in)
		w.must(err)
		found, err := w.FindSimilar(w.ctx, w.people["operator"], "", "9901", in.Title, in.Body)
		w.must(err)
		if len(found.Suggested) != 1 || found.Suggested[0].Level != "省级部门" {
			t.Fatalf("%+v", found.Suggested)
		}
		_, err = w.Accept(w.ctx, w.people["operator"], r.ID, 0, "complain", "", Intake{Disposition: "redirect"})
		w.refused(err, "hotline.outcome", "HOT-74")
		ref, err := w.Accept(w.ctx, w.people["operator"], r.ID, 0, "complain", "", Intake{Disposition: "redirect", Outcome: found.Suggested[0].Tell})
		w.must(err)
		if ref.State != Redirected {
			t.Errorf("state %s", ref.State)
		}
		seen, err := w.Query(w.ctx, r.Number, r.Code)
		w.must(err)
		if seen.Answer != "已转省价格主管部门处理" {
			t.Errorf("the citizen is told %q", seen.Answer)
		}
	})
}

// counties adds a district of the city with a price office and its head.
func (w *world) counties() (head org.Actor) {
	w.t.Helper()
	w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
		sys := org.System()
		if _, err := w.org.AddRegion(tx, sys, org.Region{ID: "9908", Name: "江北区", Level: org.County, Parent: "99"}); err != nil {
			return err
		}
		if _, err := w.org.AddDepartment(tx, sys, org.Department{ID: "north", Name: "江北区价格局", Short: "江北价格局", Kind: org.Bureau, Region: "9908"}); err != nil {
			return err
		}
		p, err := w.org.AddPerson(tx, sys, org.PersonForm{Login: "northhead", Name: "测试northhead", Department: "north"})
		if err != nil {
			return err
		}
		w.people["northhead"] = org.Actor{ID: p.ID}
		return w.org.Grant(tx, sys, p.ID, org.Grant{Role: org.Head, DeptPath: "/north/"})
	}))
	w.people["northhead"] = w.actor("northhead")
	return w.people["northhead"]
}

// price registers a price matter in the district, major or not.
func (w *world) price(major bool) Ref {
	w.t.Helper()
	in := appeal("complain")
	in.Region, in.Title, in.Body, in.Major = "9908", "停车收费未公示", "江北区停车场收费没有公示，请查处。", major
	ref, err := w.Register(w.ctx, w.people["operator"], in)
	w.must(err)
	return ref
}

func (w *world) toldOf(order, kind string) (dept string, p org.Permission) {
	w.t.Helper()
	w.must(w.outbox.Drain(w.ctx))
	for _, a := range w.alerts {
		if a.Order == order && a.Kind == kind {
			return a.Dept, a.Permission
		}
	}
	return "", ""
}

// HOT-81: what lies in a district is offered to the district's own office, there only, and its head is told.
func TestHOT81TheLocalHeadIsNotified(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		w.counties()
		w.must(w.policySet("hotline.district.joint", "/99/9908/", "false")) // a district with an authority of its own
		w.must(w.route(w.people["admin"], RoutingRule{Keywords: "停车 收费", Dept: "north", Region: "/99/9908/"}))
		offered := func(region string) int {
			got, err := w.FindSimilar(w.ctx, w.people["operator"], "", region, "停车收费", "停车收费没有公示")
			w.must(err)
			return len(got.Suggested)
		}
		if offered("9908") != 1 || offered("9901") != 0 {
			t.Errorf("offered %d there and %d elsewhere", offered("9908"), offered("9901"))
		}
		for _, major := range []bool{false, true} { // it handles what is major, too
			ref := w.price(major)
			_, err := w.Dispatch(w.ctx, w.people["dispatcher"], ref.ID, ref.Version, Assignment{Lead: "north"})
			w.must(err)
			dept, p := w.toldOf(ref.ID, "local")
			if dept != "/north/" || !w.people["northhead"].May(p, dept, "/99/9908/") {
				t.Errorf("told: %q %s", dept, p)
			}
		}
		town := w.dispatched("help")
		if dept, _ := w.toldOf(town.ID, "local"); dept != "" {
			t.Errorf("an office of the city is told as a district: %s", dept)
		}
	})
}

// HOT-82: in another district the ordinary matter goes to the local head, and the major one is handled jointly with the city,
// whose leader on duty is told.
func TestHOT82MajorMattersAreHandledJointly(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		w.counties()
		plain := w.price(false)
		_, err := w.Dispatch(w.ctx, w.people["dispatcher"], plain.ID, plain.Version, Assignment{Lead: "north"})
		w.must(err)
		if dept, _ := w.toldOf(plain.ID, "local"); dept != "/north/" {
			t.Errorf("told: %q", dept)
		}
		major := w.price(true)
		_, err = w.Dispatch(w.ctx, w.people["dispatcher"], major.ID, major.Version, Assignment{Lead: "north"})
		w.refused(err, "hotline.joint", "HOT-82")
		if v := w.get(major.ID); v.State != Registered {
			t.Errorf("refused, and %s", v.State)
		}
		_, err = w.Dispatch(w.ctx, w.people["dispatcher"], major.ID, major.Version, Assignment{Lead: "water", Assist: []string{"north"}})
		w.must(err)
		if _, p := w.toldOf(major.ID, "joint"); p != org.OrderEmergencyConsent {
			t.Errorf("the leader on duty is not told: %q", p)
		}
		elsewhere := w.price(true) // nor does a ruling send it there alone
		_, err = w.Dispatch(w.ctx, w.people["dispatcher"], elsewhere.ID, elsewhere.Version, Assignment{Lead: "water"})
		w.must(err)
		_, err = w.Sign(w.ctx, w.people["water"], elsewhere.ID, 0)
		w.must(err)
		_, err = w.Return(w.ctx, w.people["water"], elsewhere.ID, 0, plea)
		w.must(err)
		_, err = w.RuleReturn(w.ctx, w.people["arbiter"], elsewhere.ID, 0, Ruling{Uphold: true, Lead: "north", Why: "属江北区管辖"})
		w.refused(err, "hotline.joint", "HOT-82")
		if v := w.get(major.ID); len(v.Tasks) != 1 || v.Tasks[0].Dept != "江北区价格局" {
			t.Errorf("%+v", v.Tasks)
		}
	})
}

func (w *world) policySet(key, region, value string) error {
	w.clk.Advance(time.Millisecond)
	return w.db.Update(w.ctx, func(tx *storage.Tx) error {
		_, err := w.policy.Set(tx, org.System(), key, region, value, "测试")
		return err
	})
}
