package org_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/clock"
	"huying/internal/org"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

func TestAGrantEndsAtItsNode(t *testing.T) {
	a := org.Actor{ID: "p", Grants: []org.Grant{{Role: org.Handler, DeptPath: "/a/b/", RegionPath: "/33/"}}}
	for _, c := range []struct {
		dept, region string
		want         bool
	}{
		{"/a/b/", "/33/", true},
		{"/a/b/c/", "/33/3301/", true},
		{"/a/", "/33/", false},
		{"/a/bc/", "/33/", false},
		{"/a/b/", "/331/", false},
		{"", "/33/", false},
		{"/a/b/", "", false},
	} {
		if got := a.May(org.OrderSign, c.dept, c.region); got != c.want {
			t.Errorf("%q %q: got %v", c.dept, c.region, got)
		}
	}
	if a.May(org.OrderRule, "/a/b/", "/33/") {
		t.Error("a handler ruled on a return")
	}
}

// HOT-20, HOT-63: whoever oversees the whole tree answers for his own department only; a post in a department answers for
// that department, and a deputy for that of the absent person.
func TestHOT63OnlyTheDepartmentInChargeAnswers(t *testing.T) {
	over := org.Actor{ID: "p", Grants: []org.Grant{{Role: org.Operator, Home: "/centre/"}, {Role: org.Revisitor, Home: "/centre/"},
		{Role: org.Head, For: "absent", Home: "/roads/"}, {Role: org.Head, DeptPath: "/parks/", Home: "/centre/"}}}
	for _, p := range []org.Permission{org.OrderReply, org.OrderReturn, org.OrderExtendAsk, org.OrderSign, org.OrderReassign} {
		for dept, want := range map[string]bool{"/centre/": true, "/centre/desk/": true, "/roads/": true, "/parks/": true, "/water/": false, "": false} {
			if got := over.May(p, dept, "/33/"); got != want {
				t.Errorf("%s for %q: %v", p, dept, got)
			}
		}
	}
	if !over.May(org.OrderView, "/water/", "/33/") || !over.May(org.OrderUrge, "/water/", "/33/") {
		t.Error("who oversees neither sees nor urges")
	}
}

// DUTY-01: the person on duty for the whole tree signs in the place of a closed office; for his own, and by a post of a
// department, in its own name.
func TestDUTY01WhoIsOnDutyStandsIn(t *testing.T) {
	all := org.Grant{Role: org.Duty, Home: "/hall/"}
	for name, c := range map[string]struct {
		grants  []org.Grant
		dept    string
		p       org.Permission
		standIn bool
	}{
		"another office":       {[]org.Grant{all}, "/water/", org.OrderSign, true},
		"his own":              {[]org.Grant{all}, "/hall/desk/", org.OrderSign, false},
		"the office's own":     {[]org.Grant{{Role: org.Duty, DeptPath: "/water/", Home: "/water/"}}, "/water/", org.OrderSign, false},
		"also its handler":     {[]org.Grant{all, {Role: org.Handler, DeptPath: "/water/", Home: "/hall/"}}, "/water/", org.OrderSign, false},
		"another right":        {[]org.Grant{all}, "/water/", org.OrderView, false},
		"one that he has not":  {[]org.Grant{all}, "/water/", org.OrderReply, false},
		"the hall's other men": {[]org.Grant{{Role: org.Revisitor, Home: "/hall/"}}, "/water/", org.OrderSign, false},
	} {
		a := org.Actor{ID: "p", Grants: c.grants}
		if got := a.StandsIn(c.p, c.dept, "/33/"); got != c.standIn {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestTheNobodyMayDoNothing(t *testing.T) {
	var nobody org.Actor
	if nobody.May(org.OrderView, "", "") || nobody.MayAnywhere(org.OrderView) || !nobody.Scope(org.OrderView).Empty() || nobody.Is("") {
		t.Error("the zero actor may do something")
	}
	var args []any
	if got := nobody.Scope(org.OrderView).SQL(storage.SQLite, "d", "r", &args); got != "1=0" || len(args) != 0 {
		t.Errorf("got %q", got)
	}
	args = nil
	if got := org.System().Scope(org.OrderView).SQL(storage.Postgres, "d", "r", &args); got != "1=1" || len(args) != 0 {
		t.Errorf("got %q", got)
	}
}

func TestAnOwnRightComesBeforeADeputys(t *testing.T) {
	lent := org.Grant{Role: org.Arbiter, For: "p2"}
	a := org.Actor{ID: "p1", ActingFor: []org.Absent{{ID: "p2"}}, Grants: []org.Grant{lent, {Role: org.Handler, DeptPath: "/a/"}}}
	for _, c := range []struct {
		p          org.Permission
		dept, from string
		ok         bool
	}{
		{org.OrderView, "/a/", "", true},    // both hold it there: his own
		{org.OrderView, "/b/", "p2", true},  // only the absent person's reaches there
		{org.OrderRule, "/a/", "p2", true},  // only an arbiter may
		{org.OrderNotice, "/a/", "", false}, // neither may
	} {
		if from, ok := a.Authority(c.p, c.dept, "/33/"); from != c.from || ok != c.ok {
			t.Errorf("%s %s: got %q %v", c.p, c.dept, from, ok)
		}
	}
	if !a.Is("p1") || !a.Is("p2") || a.Is("p3") || !slices.Equal(a.IDs(), []string{"p1", "p2"}) {
		t.Error("whose work is on the desk")
	}
}

func TestAColumnThatIsMissingHidesWhatItWouldHaveNarrowed(t *testing.T) {
	a := org.Actor{ID: "p", Grants: []org.Grant{{Role: org.Handler, DeptPath: "/a/", RegionPath: "/33/"}, {Role: org.Head, RegionPath: "/44/"}}}
	var args []any
	if got := a.Scope(org.OrderSign).SQL(storage.SQLite, "d", "", &args); got != "1=0" {
		t.Errorf("without regions: %q", got)
	}
	args = []any{"first"}
	got := a.Scope(org.OrderSign).SQL(storage.SQLite, "", "r", &args)
	if got != "(r >= $2 AND r < $3)" || args[1] != "/44/" || args[2] != "/440" {
		t.Errorf("without departments: %q %v", got, args)
	}
}

// TestListsShowWhatVerbsAllow: for random trees and grants, the SQL filter, Scope.Covers and May agree on every thing,
// on both engines.
func TestListsShowWhatVerbsAllow(t *testing.T) {
	permissions := []org.Permission{org.OrderView, org.OrderRule, org.OrderReply, org.OrderSign, org.StatsExport, org.AdminPeople}
	storagetest.Each(t, func(t *testing.T, db *storage.DB, _ *clock.Virtual) {
		rapid.Check(t, func(r *rapid.T) {
			depts, regions := drawTree(r, "dept"), drawTree(r, "region")
			a := org.Actor{ID: "p"}
			for range rapid.IntRange(0, 4).Draw(r, "grants") {
				a.Grants = append(a.Grants, org.Grant{
					Role:       rapid.SampledFrom([]org.Role{org.Handler, org.Arbiter, org.Head, org.Admin, org.Auditor}).Draw(r, "role"),
					DeptPath:   rapid.SampledFrom(depts).Draw(r, "dept"),
					RegionPath: rapid.SampledFrom(regions).Draw(r, "region"),
					For:        rapid.SampledFrom([]string{"", "p2"}).Draw(r, "for"),
					Home:       rapid.SampledFrom(depts[1:]).Draw(r, "home"),
				})
			}
			p := rapid.SampledFrom(permissions).Draw(r, "permission")
			scope := a.Scope(p)
			want := []string{}
			for _, d := range depts {
				for _, g := range regions {
					if a.May(p, d, g) != scope.Covers(d, g) {
						r.Fatalf("%q %q: May %v, Covers %v", d, g, a.May(p, d, g), scope.Covers(d, g))
					}
					if a.May(p, d, g) {
						want = append(want, d+" "+g)
					}
				}
			}
			got, err := shown(db, scope, depts, regions)
			if err != nil {
				r.Fatal(err)
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				r.Fatalf("the list shows %q, verbs allow %q", got, want)
			}
		})
	})
}

// drawTree draws the paths of a tree, the whole of it ("") included, with ids that tempt a careless comparison: one the
// beginning of another, letters of both cases, a hyphen.
func drawTree(r *rapid.T, name string) []string {
	ids := []string{"a", "A", "a-", "ab", "1", "12", "B0"}
	paths := []string{""}
	for range rapid.IntRange(1, 6).Draw(r, name+"s") {
		parent := rapid.SampledFrom(paths).Draw(r, name+" under")
		if parent == "" {
			parent = "/"
		}
		path := parent + rapid.SampledFrom(ids).Draw(r, name+" id") + "/"
		if !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// shown lists what the scope lets through of every department in every region.
func shown(db *storage.DB, scope org.Scope, depts, regions []string) ([]string, error) {
	var things []string
	var args []any
	for _, d := range depts {
		for _, g := range regions {
			args = append(args, d, g)
			things = append(things, fmt.Sprintf("SELECT CAST($%d AS TEXT) AS dept, CAST($%d AS TEXT) AS region", len(args)-1, len(args)))
		}
	}
	found := []string{}
	err := db.View(context.Background(), func(tx *storage.Tx) error {
		sql := "SELECT t.dept, t.region FROM (" + strings.Join(things, " UNION ALL ") + ") t WHERE " +
			scope.SQL(tx.Engine, "t.dept", "t.region", &args)
		return tx.All(sql, args, func(scan func(...any) error) error {
			var d, g string
			err := scan(&d, &g)
			found = append(found, d+" "+g)
			return err
		})
	})
	return found, err
}
