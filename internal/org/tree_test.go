package org_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/storage"
)

func TestRegionsFormATreeOfAnyDepth_ORG01_ORG02_GAP40(t *testing.T) {
	each(t, func(w *world) {
		add := func(r org.Region) (got org.Region, err error) {
			err = w.do(func(tx *storage.Tx) (err error) {
				got, err = w.org.AddRegion(tx, org.System(), r)
				return err
			})
			return got, err
		}
		village, err := add(org.Region{ID: "330101001", Name: "临江社区", Level: org.Village, Parent: "330101"})
		if err != nil || village.Path != "/33/3301/330101/330101001/" {
			t.Fatalf("%v %+v", err, village)
		}
		if _, err := add(org.Region{ID: "330199", Name: "新区管委会", Level: org.County, Parent: "3301"}); err != nil {
			t.Errorf("a place within one of its own level: %v", err)
		}
		if _, err := add(org.Region{ID: "330102", Name: "社区", Level: org.Village, Parent: "33"}); err != nil {
			t.Errorf("ORG-03, a level left out: %v", err)
		}
		for code, r := range map[string]org.Region{
			"org.region.level":   {ID: "331", Name: "市", Level: org.City, Parent: "3301"},
			"org.region.code":    {ID: "33a", Name: "市", Level: org.City},
			"org.region.name":    {ID: "331", Name: " ", Level: org.City},
			"org.region.taken":   {ID: "3301", Name: "区", Level: org.County},
			"org.region.unknown": {ID: "331", Name: "区", Level: org.County, Parent: "99"},
		} {
			_, err := add(r)
			w.refused(err, code)
		}
	})
}

func TestDepartmentsKeepTheirPlace(t *testing.T) {
	each(t, func(w *world) {
		d, err := w.org.Directory(ctx)
		if err != nil {
			t.Fatal(err)
		}
		p, ok := d.Department("pipe")
		if !ok || p.Path != pipe || p.RegionPath != city || p.Short != "管网科" {
			t.Fatalf("%+v", p)
		}
		w.must(func(tx *storage.Tx) error {
			return w.org.ChangeDepartment(tx, w.admin, org.Department{ID: "pipe", Name: "供水管网科", Kind: org.Bureau, Parent: "roads", Region: "3301", Active: true})
		})
		d, _ = w.org.Directory(ctx)
		if p, _ = d.Department("pipe"); p.Name != "供水管网科" || p.Path != pipe || p.RegionPath != city {
			t.Errorf("after the change: %+v", p)
		}
		w.person("worker", "pipe")
		err = w.do(func(tx *storage.Tx) error {
			return w.org.ChangeDepartment(tx, w.admin, org.Department{ID: "pipe", Name: "供水管网科", Kind: org.Bureau})
		})
		w.refused(err, "org.department.staffed")
		err = w.do(func(tx *storage.Tx) error {
			return w.org.ChangeDepartment(tx, w.admin, org.Department{ID: "roads", Name: "公路局", Kind: "guild", Active: true})
		})
		w.refused(err, "org.department.kind")
	})
}

func TestOnlyTreeAdministratorsChangeTheTree(t *testing.T) {
	each(t, func(w *world) {
		local := w.person("local", "water", org.Grant{Role: org.Admin, DeptPath: water})
		err := w.do(func(tx *storage.Tx) error {
			_, err := w.org.AddDepartment(tx, local, org.Department{ID: "lab", Name: "水质科", Kind: org.Bureau, Region: "33", Parent: "water"})
			return err
		})
		if err != nil {
			t.Errorf("within his own: %v", err)
		}
		for name, verb := range map[string]func(tx *storage.Tx) error{
			"another's tree": func(tx *storage.Tx) error {
				_, err := w.org.AddDepartment(tx, local, org.Department{ID: "x", Name: "科", Kind: org.Bureau, Region: "33", Parent: "roads"})
				return err
			},
			"a new root": func(tx *storage.Tx) error {
				_, err := w.org.AddDepartment(tx, local, org.Department{ID: "x", Name: "局", Kind: org.Bureau, Region: "33"})
				return err
			},
			"a region": func(tx *storage.Tx) error { return w.org.ChangeRegion(tx, local, "3301", "区", true) },
		} {
			if err := w.do(verb); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if got := w.actions("org"); len(got) != 8 {
			t.Errorf("recorded: %v", got)
		}
	})
}

func TestTheDirectoryIsReadOnceAndRenewedByVerbs(t *testing.T) {
	each(t, func(w *world) {
		first, err := w.org.Directory(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := w.org.Directory(ctx); again != first {
			t.Error("an unchanged directory was read twice")
		}
		w.must(func(tx *storage.Tx) error { return w.org.ChangeRegion(tx, w.admin, "3301", "城西区", true) })
		next, _ := w.org.Directory(ctx)
		if next.RegionName("330101") != "城西区 › 望江街道" || first.RegionName("330101") != "城东区 › 望江街道" {
			t.Errorf("%q %q", next.RegionName("330101"), first.RegionName("330101"))
		}
		if rs := next.Regions(east); len(rs) != 2 || rs[0].ID != "3301" {
			t.Errorf("%+v", rs)
		}
		seen := next.Departments(org.Actor{ID: "p", Grants: []org.Grant{{Role: org.Head, DeptPath: water}}}.Scope(org.OrderView))
		if len(seen) != 2 || seen[0].ID != "water" {
			t.Errorf("a head sees %+v", seen)
		}
	})
}

func TestAnotherNodeFollowsWithinTwoSeconds(t *testing.T) {
	each(t, func(w *world) {
		p := w.person("worker", "water", org.Grant{Role: org.Handler, DeptPath: water})
		there := org.New(w.db, w.clk, w.book, nil)
		if a, err := there.Actor(ctx, p.ID); err != nil || !a.May(org.OrderSign, water, city) {
			t.Fatalf("%v %+v", err, a)
		}
		w.must(func(tx *storage.Tx) error {
			return w.org.Revoke(tx, w.admin, p.ID, org.Grant{Role: org.Handler, DeptPath: water})
		})
		if w.actor(p.ID).May(org.OrderSign, water, city) {
			t.Error("this node still grants what it revoked")
		}
		w.clk.Advance(2 * time.Second)
		if a, _ := there.Actor(ctx, p.ID); a.May(org.OrderSign, water, city) {
			t.Error("the other node still grants what was revoked")
		}
	})
}

func TestARefusedChangeLeavesTheMemoryAlone(t *testing.T) {
	each(t, func(w *world) {
		stop := fault.New(fault.Refused, "stop", "停")
		err := w.do(func(tx *storage.Tx) error {
			if err := w.org.ChangeRegion(tx, w.admin, "33", "别名市", true); err != nil {
				return err
			}
			return stop
		})
		w.refused(err, "stop")
		d, _ := w.org.Directory(ctx)
		if r, _ := d.Region("33"); r.Name != "呼应市" {
			t.Errorf("%+v", r)
		}
	})
}

func TestSettingsOfARegionNeedTheRightThere(t *testing.T) {
	each(t, func(w *world) {
		local := w.person("local", "roads", org.Grant{Role: org.Admin, RegionPath: east})
		set := func(region string) error {
			return w.do(func(tx *storage.Tx) error {
				_, err := w.book.Set(tx, local, "org.duty.night.until", region, "21:30", "本区夜间安排")
				return err
			})
		}
		if err := set(town); err != nil {
			t.Error(err)
		}
		w.refused(set(city), "policy.forbidden")
		w.refused(set(east+"99/"), "policy.region")
		if got := w.book.Now().Daytime("org.duty.night.until", town); got != 21*time.Hour+30*time.Minute {
			t.Errorf("got %v", got)
		}
	})
}

func TestTheTableOfSettingsIsSound(t *testing.T) {
	if _, err := policy.Defaults(org.Settings); err != nil {
		t.Fatal(err)
	}
	for _, d := range org.Settings {
		if !strings.HasPrefix(d.Key, "org.") || !strings.HasSuffix(d.Help, "。") {
			t.Errorf("%+v", d)
		}
	}
	if !slices.ContainsFunc(org.Settings, func(d policy.Def) bool { return d.Rule == "DUTY-03" && d.Default == "22:00" }) {
		t.Error("DUTY-03: 22:00 is not a setting")
	}
}
