package org_test

import (
	"slices"
	"testing"
	"time"

	"huying/internal/org"
	"huying/internal/storage"
)

// appoint names a deputy for the hours from..to from now on.
func (w *world) appoint(by org.Actor, absent, deputy string, from, to int) (d org.Deputy, err error) {
	now := w.clk.Now()
	err = w.do(func(tx *storage.Tx) (err error) {
		d, err = w.org.Appoint(tx, by, org.Deputy{
			Absent: absent, Deputy: deputy, Reason: "出差",
			From: now.Add(time.Duration(from) * time.Hour), To: now.Add(time.Duration(to) * time.Hour),
		})
		return err
	})
	return d, err
}

func TestADeputyActsForTheTimeOfTheAbsence(t *testing.T) {
	each(t, func(w *world) {
		head := w.person("head", "water", org.Grant{Role: org.Head, DeptPath: water})
		deputy := w.person("deputy", "water", org.Grant{Role: org.Handler, DeptPath: pipe})
		d, err := w.appoint(head, head.ID, deputy.ID, 1, 3)
		if err != nil {
			t.Fatal(err)
		}
		for hour, acting := range []bool{false, true, true, false} {
			a := w.actor(deputy.ID)
			from, ok := a.Authority(org.OrderReassign, water, city)
			if ok != acting || (ok && from != head.ID) || a.Is(head.ID) != acting {
				t.Errorf("hour %d: may %v for %q, acting for %+v", hour, ok, from, a.ActingFor)
			}
			if acting && (len(a.ActingFor) != 1 || a.ActingFor[0].Name != "人员head") {
				t.Errorf("hour %d: %+v", hour, a.ActingFor)
			}
			w.clk.Advance(time.Hour)
		}
		if !w.actor(head.ID).May(org.OrderReassign, water, city) {
			t.Error("the absent person lost a right")
		}
		w.see(func(tx *storage.Tx) error {
			list, err := w.org.Deputies(tx, head, head.ID)
			if len(list) != 0 {
				t.Errorf("%s is over: %+v", d.ID, list)
			}
			return err
		})
	})
}

func TestADeputyshipEndsEarly(t *testing.T) {
	each(t, func(w *world) {
		head := w.person("head", "water", org.Grant{Role: org.Head, DeptPath: water})
		deputy := w.person("deputy", "water")
		running, err := w.appoint(head, head.ID, deputy.ID, 0, 8)
		if err != nil {
			t.Fatal(err)
		}
		coming, err := w.appoint(head, head.ID, deputy.ID, 20, 30)
		if err != nil {
			t.Fatal(err)
		}
		w.clk.Advance(time.Hour)
		err = w.do(func(tx *storage.Tx) error { return w.org.EndDeputy(tx, deputy, running.ID) })
		w.refused(err, "org.forbidden")
		for _, d := range []org.Deputy{running, coming} {
			w.must(func(tx *storage.Tx) error { return w.org.EndDeputy(tx, head, d.ID) })
		}
		if w.actor(deputy.ID).Is(head.ID) {
			t.Error("still acting")
		}
		if _, err := w.appoint(head, head.ID, deputy.ID, 0, 40); err != nil {
			t.Errorf("an ended period is in the way: %v", err)
		}
		w.must(func(tx *storage.Tx) error { return w.org.Deactivate(tx, w.admin, head.ID, "退休") })
		if a := w.actor(deputy.ID); a.Is(head.ID) || a.May(org.OrderReassign, water, city) {
			t.Error("the rights of a closed account live on")
		}
		want := []string{"person.add", "grant.give", "deputy.appoint", "deputy.appoint", "deputy.end", "deputy.end", "deputy.appoint", "person.deactivate"}
		if got := w.actions("person:" + head.ID); !slices.Equal(got, want) {
			t.Errorf("recorded: %v", got)
		}
	})
}

func TestRightsArePassedOnThreeTimesAndNeverInACircle(t *testing.T) {
	each(t, func(w *world) {
		a := w.person("a01", "water", org.Grant{Role: org.Arbiter})
		b, c, d, e := w.person("b01", "water"), w.person("c01", "water"), w.person("d01", "water"), w.person("e01", "water")
		link := func(absent, deputy org.Actor, from, to int) error {
			_, err := w.appoint(w.admin, absent.ID, deputy.ID, from, to)
			return err
		}
		if err := link(b, c, 0, 10); err != nil {
			t.Fatal(err)
		}
		if err := link(a, b, 0, 10); err != nil {
			t.Fatal(err)
		}
		if err := link(c, d, 0, 10); err != nil {
			t.Fatal(err)
		}
		if got := w.actor(d.ID); !got.May(org.OrderRule, "", "") || len(got.ActingFor) != 3 || got.ActingFor[0].ID != c.ID {
			t.Errorf("three links: %+v", got.ActingFor)
		}
		w.refused(link(d, e, 5, 20), "org.deputy.depth")
		w.refused(link(e, a, 5, 20), "org.deputy.depth")
		w.refused(link(d, a, 5, 20), "org.deputy.circle")
		w.refused(link(a, e, 9, 20), "org.deputy.twice")
		if err := link(d, a, 10, 20); err != nil {
			t.Errorf("later, when nothing overlaps: %v", err)
		}
	})
}

func TestWhoMayAppointWhom(t *testing.T) {
	each(t, func(w *world) {
		a, b := w.person("a01", "water"), w.person("b01", "water")
		other := w.person("other", "roads")
		for _, c := range []struct {
			by             org.Actor
			absent, deputy string
			from, to       int
			code           string
		}{
			{a, a.ID, a.ID, 0, 1, "org.deputy.self"},
			{a, a.ID, b.ID, 2, 1, "org.deputy.period"},
			{a, a.ID, b.ID, -3, -1, "org.deputy.period"},
			{a, b.ID, a.ID, 0, 1, "org.forbidden"},
			{a, a.ID, other.ID, 0, 1, "org.deputy.department"},
			{w.admin, a.ID, other.ID, 0, 1, ""},
		} {
			_, err := w.appoint(c.by, c.absent, c.deputy, c.from, c.to)
			w.refused(err, c.code)
		}
	})
}

// Who runs the system does not audit it, by no way of standing in; and nobody lends himself another's rights.
func TestDeputiesKeepApartWhatIsApart(t *testing.T) {
	each(t, func(w *world) {
		auditor := w.person("auditor", "centre", org.Grant{Role: org.Auditor})
		second := w.person("second", "centre", org.Grant{Role: org.Admin})
		leader := w.person("leader", "centre", org.Grant{Role: org.Leader})
		_, err := w.appoint(auditor, auditor.ID, second.ID, 1, 3)
		w.refused(err, "org.grant.apart")
		_, err = w.appoint(w.admin, leader.ID, w.admin.ID, 1, 3)
		w.refused(err, "org.deputy.own")

		clerk := w.person("clerk", "centre")
		if _, err := w.appoint(auditor, auditor.ID, clerk.ID, 0, 9); err != nil {
			t.Fatal(err)
		}
		w.must(func(tx *storage.Tx) error { return w.org.Grant(tx, org.System(), clerk.ID, org.Grant{Role: org.Admin}) })
		if a := w.actor(clerk.ID); !a.MayAnywhere(org.AdminPeople) || a.MayAnywhere(org.AuditView) {
			t.Errorf("runs the system and audits it: %+v", a.Grants)
		}
	})
}

// An administrator of one bureau gives neither a new password nor a deputy to somebody whose rights reach beyond it.
func TestAdministratorsReachNoFurtherThanTheirGround(t *testing.T) {
	each(t, func(w *world) {
		local := w.person("local", "water", org.Grant{Role: org.Admin, DeptPath: water})
		friend := w.person("friend", "water", org.Grant{Role: org.Handler, DeptPath: water})
		wide := w.person("wide", "water", org.Grant{Role: org.Arbiter})
		_, err := w.org.ResetPassword(ctx, local, wide.ID)
		w.refused(err, "org.person.wider")
		_, err = w.appoint(local, wide.ID, friend.ID, 1, 3)
		w.refused(err, "org.person.wider")
		if _, err := w.org.ResetPassword(ctx, local, friend.ID); err != nil {
			t.Error(err)
		}
		if _, err := w.org.ResetPassword(ctx, w.admin, wide.ID); err != nil {
			t.Error(err)
		}
	})
}
