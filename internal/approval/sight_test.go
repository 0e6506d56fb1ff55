package approval

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// crowd is a world with cases of every kind in many places: what is with the windows, with a department, with a superior
// and back again, with departments that were asked, waiting for a check, and three that belong to a bundle or project.
func (w *world) crowd() {
	w.t.Helper()
	in := w.submission("own")
	in.Channel = "window"
	_, err := w.Take(w.ctx, w.people["deptclerk"], in)
	w.must(err)
	w.accepted("food")
	upward := w.pass("reviewer", w.accepted("upward"), "review")
	_, err = w.HandOver(w.ctx, w.people["city"], upward.ID, 0)
	w.must(err)
	w.pass("reviewer", w.accepted("joint"), "review")
	w.decided()
	w.letter("clerk", "system", "trust", org.AsWindow, org.PowerApprove)
	trusted := w.submitted("trust")
	_, pledge, err := w.AttachAs(trusted.ID)
	w.must(err)
	_, err = w.GrantOnCommitment(w.ctx, w.people["clerk"], trusted.ID, 0, CommitmentForm{Terms: []string{"属实"}, Signed: pledge})
	w.must(err)
	b := w.joint(w.bundle().ID)
	w.settlePart(b.Record.part(w.items["food"]).Application, grant)
	w.load(catalog.Entry{Key: "abroad", Record: item("卫生许可", func(r *catalog.Record) { r.Department, r.Flags.AnyWindow = "wjj", false })},
		catalog.Entry{Key: "asking", Record: item("联合许可", func(r *catalog.Record) {
			r.Class, r.Partners, r.Plan = catalog.Joint, []string{"wjj", "xfj"}, plan(catalog.Extended, catalog.Opinions, catalog.Decide)
		})})
	list, err := w.catalog.SaveBundle(w.ctx, org.System(), catalog.Bundle{Key: "works", Kind: catalog.KindProject, Name: "建厂", Audience: catalog.Enterprise, Lead: "scj",
		Items: []catalog.Part{{Item: w.items["abroad"], Stage: "design"}, {Item: w.items["asking"], Stage: "design"}}})
	w.must(err)
	p, err := w.OpenProject(w.ctx, w.people["chief"], ProjectForm{Bundle: list.ID, Name: "示范饮品厂", Party: firm, Class: "major", Body: "scj", Guide: w.people["chief"].ID})
	w.must(err)
	for _, key := range []string{"abroad", "asking"} {
		ref, err := w.ApplyPermit(w.ctx, w.people["chief"], p.ID, 0, PermitForm{Item: w.items[key], Form: map[string]any{"firm_name": "示范饮品厂"}, Materials: []Handing{onPaper("application"), onPaper("lease")}})
		w.must(err)
		if key == "asking" {
			_, err = w.Accept(w.ctx, w.people["clerk"], ref.ID, 0, Acceptance{})
			w.must(err)
		}
	}
}

// kept is a case as a plain reading of sight needs it: where it stands, and who else has a part in it.
type kept struct {
	id, parent, flow, region string
	depts                    []string
}

func (w *world) cases() (all []kept) {
	w.t.Helper()
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		return tx.All(`SELECT c.id, c.parent, c.flow, c.region, c.dept, COALESCE(a.dept_path, ''), COALESCE(a.window_path, '') FROM cases c LEFT JOIN applications a ON a.id = c.id ORDER BY c.id`, nil,
			func(scan func(...any) error) error {
				k := kept{depts: make([]string, 3)}
				err := scan(&k.id, &k.parent, &k.flow, &k.region, &k.depts[0], &k.depts[1], &k.depts[2])
				all = append(all, k)
				return err
			})
	}))
	return all
}

// mayKnow is what the rule says, read plainly: whoever has a part in one case of a matter knows of all of them.
func mayKnow(all []kept, of func(kept) org.Permission, who org.Actor) map[string]bool {
	byID := map[string]kept{}
	for _, k := range all {
		byID[k.id] = k
	}
	root := func(k kept) string {
		for k.parent != "" {
			k = byID[k.parent]
		}
		return k.id
	}
	matters := map[string]bool{}
	for _, k := range all {
		for i, dept := range k.depts {
			if (i == 0 || dept != "") && who.May(of(k), dept, k.region) {
				matters[root(k)] = true
			}
		}
	}
	out := map[string]bool{}
	for _, k := range all {
		out[k.id] = matters[root(k)]
	}
	return out
}

// AUD-07: who may open a case, who finds it in a list, and who hears that he may not instead of that there is none, are the
// same people.
func TestAUD07SightIsOneThing(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.crowd()
		all := w.cases()
		view := func(k kept) org.Permission { return w.kernel.Flow(k.flow).View }
		roles, scopes := []org.Role{org.Clerk, org.Reviewer, org.Issuer, org.Inspector, org.Cataloguer, org.Admin}, []string{"", "/hall/", "/scj/", "/wjj/", "/xfj/", "/shij/", "/inspection/"}
		rapid.Check(t, func(rt *rapid.T) {
			who := org.Actor{ID: "someone"}
			for range rapid.IntRange(0, 2).Draw(rt, "grants") {
				who.Grants = append(who.Grants, org.Grant{Role: rapid.SampledFrom(roles).Draw(rt, "role"), DeptPath: rapid.SampledFrom(scopes).Draw(rt, "scope"),
					RegionPath: rapid.SampledFrom([]string{"", "/990081/", "/990082/"}).Draw(rt, "region")})
			}
			want := mayKnow(all, view, who)
			err := w.db.View(w.ctx, func(tx *storage.Tx) error {
				var args []any
				var listed []string
				sight := w.kernel.SightSQL(tx, who, &args)
				if err := tx.All(`SELECT c.id FROM cases c WHERE `+sight, args, func(scan func(...any) error) error {
					var id string
					err := scan(&id)
					listed = append(listed, id)
					return err
				}); err != nil {
					return err
				}
				for _, k := range all {
					if slices.Contains(listed, k.id) != want[k.id] {
						rt.Errorf("%s %s at %v: listed %v, want %v", k.flow, k.id, k.depts, !want[k.id], want[k.id])
					}
					c, err := w.kernel.Get(tx, k.id)
					if err != nil {
						return err
					}
					if sees, err := w.kernel.Sees(tx, who, c); err != nil || sees != want[k.id] {
						rt.Errorf("%s %s at %v: seen %v, want %v, %v", k.flow, k.id, k.depts, sees, want[k.id], err)
					}
				}
				return nil
			})
			if err != nil {
				rt.Fatal(err)
			}
			for _, k := range all {
				var err error
				switch k.flow {
				case BundleFlowName, ProjectFlowName:
					_, err = w.Joint(w.ctx, who, k.id)
				case FlowName, OpinionFlowName, CheckFlowName:
					_, err = w.Get(w.ctx, who, k.id)
				default:
					continue
				}
				if (err == nil) != want[k.id] {
					rt.Errorf("%s %s: opened %v, want %v", k.flow, k.id, err, want[k.id])
				}
			}
		})
	})
}

// AUD-07: an application that has gone on is not lost to the windows that took it and to its department: what they may not
// do they hear by its name, as somebody who knows of it.
func TestAUD07WhatHasGoneOnIsForbiddenNotMissing(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.pass("reviewer", w.accepted("upward"), "review")
		for _, who := range []string{"clerk", "reviewer"} {
			if _, err := w.HandOver(w.ctx, w.people[who], ref.ID, 0); !fault.Is(err, fault.Forbidden) {
				t.Errorf("%s: %v", who, err)
			}
		}
		if _, err := w.Unmask(w.ctx, w.people["clerk"], ref.ID, "联系申请人"); !fault.Is(err, fault.Forbidden) {
			t.Errorf("unmask: %v", err)
		}
		_, err := w.HandOver(w.ctx, w.people["health"], ref.ID, 0)
		w.refused(err, "case.missing", "")
	})
}
