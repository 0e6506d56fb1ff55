package approval

import (
	"slices"
	"testing"

	"huying/internal/catalog"
	"huying/internal/org"
)

// sanitary is a theme that the health office leads, though the market office handles its parts.
func (w *world) sanitary() Receipt {
	w.t.Helper()
	b, err := w.catalog.SaveBundle(w.ctx, org.System(), catalog.Bundle{Key: "led", Kind: catalog.KindTheme, Name: "我要开食堂", Audience: catalog.Individual, Lead: "wjj",
		Items: []catalog.Part{{Item: w.items["food"]}, {Item: w.items["sole"], After: []string{w.items["food"]}}}})
	w.must(err)
	r, err := w.TakeBundle(w.ctx, w.people["clerk"], BundleSubmission{Bundle: b.ID, Channel: "window", Party: person, Form: map[string]any{"firm_name": "示范食堂"},
		Materials: []Handing{onPaper("application"), onPaper("lease")}})
	w.must(err)
	return r
}

func (w *world) told(kind string) (depts []string) {
	for _, a := range w.alerts {
		if a.Kind == kind {
			depts = append(depts, a.Dept)
		}
	}
	slices.Sort(depts)
	return depts
}

func TestAPP20TheLeadDepartmentHasItsJointCasesInAWorkList(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		r := w.sanitary()
		health := w.people["health"]
		v, err := w.Joint(w.ctx, health, r.ID)
		w.must(err)
		if v.Record.Lead != "wjj" || v.LeadName != "卫生健康局" || !slices.ContainsFunc(v.Actions, func(a ActionView) bool { return a.Name == "urge_member" }) {
			t.Errorf("%+v %s %+v", v.Record, v.LeadName, v.Actions)
		}
		box, err := w.List(w.ctx, health, Filter{Box: "lead_bundle"}, pageOf(10))
		w.must(err)
		counts, err := w.Counts(w.ctx, health)
		w.must(err)
		n := slices.IndexFunc(counts, func(b BoxCount) bool { return b.Key == "lead_bundle" })
		if len(box.Items) != 1 || box.Items[0].Application != r.ID || box.Items[0].ItemName != "我要开食堂" || n < 0 || counts[n].Count != 1 {
			t.Errorf("%+v %+v", box.Items, counts)
		}
		led, err := w.Joints(w.ctx, health, JointFilter{Kind: catalog.KindTheme, Of: "lead", Open: true}, pageOf(10))
		w.must(err)
		if len(led.Items) != 1 || led.Items[0].Lead != "卫生健康局" || led.Items[0].Parts != 2 {
			t.Errorf("%+v", led)
		}
		for login, want := range map[string]int{"reviewer": 1, "health": 0, "fire": 0} { // the market office takes part, the fire office does not
			found, err := w.Joints(w.ctx, w.people[login], JointFilter{Kind: catalog.KindTheme, Of: "member", Open: true}, pageOf(10))
			w.must(err)
			if len(found.Items) != want {
				t.Errorf("%s takes part in %d", login, len(found.Items))
			}
		}
		if box, err = w.List(w.ctx, w.people["reviewer"], Filter{Box: "lead_bundle"}, pageOf(10)); err != nil || len(box.Items) != 0 {
			t.Errorf("who takes part does not lead: %+v %v", box.Items, err)
		}
		_, err = w.Joint(w.ctx, w.people["fire"], r.ID)
		w.refused(err, "case.missing", "")
		w.sound()
	})
}

func TestPRJ11AProjectKeepsItsLeadDepartment(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		r, err := w.OpenProject(w.ctx, w.people["clerk"], ProjectForm{Bundle: w.theme(catalog.KindProject), Name: "示范仓库", Party: firm, Class: "park", Body: "hall", Guide: w.people["clerk"].ID})
		w.must(err)
		_, err = w.LogIssue(w.ctx, w.people["head"], r.ID, 0, "land", "两户未签协议")
		w.must(err)
		_, err = w.StopProject(w.ctx, w.people["head"], r.ID, 0, "越权")
		w.refused(err, "case.forbidden", "")
		box, err := w.List(w.ctx, w.people["head"], Filter{Box: "lead_project"}, pageOf(10))
		w.must(err)
		if len(box.Items) != 1 || box.Items[0].ItemName != "示范仓库" {
			t.Errorf("%+v", box.Items)
		}
		w.sound()
	})
}

func TestAPP21MembersAreToldUrgedAndHeldToAccount(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		r := w.sanitary()
		w.to("2024-05-13 10:01")
		if lead, members := w.told("joint.lead"), w.told("joint.member"); !slices.Equal(lead, []string{"/wjj/"}) || !slices.Equal(members, []string{"/scj/"}) {
			t.Fatalf("told of it: %v %v", lead, members)
		}
		food, sole := w.items["food"], w.items["sole"]
		_, err := w.UrgeMember(w.ctx, w.people["health"], r.ID, 0, sole, "请抓紧")
		w.refused(err, "approval.member.idle", "APP-21")
		_, err = w.UrgeMember(w.ctx, w.people["fire"], r.ID, 0, food, "请抓紧")
		w.refused(err, "case.missing", "")
		whole := w.joint(r.ID)
		ref, err := w.Accept(w.ctx, w.people["clerk"], whole.Record.part(food).Application, 0, Acceptance{})
		w.must(err)
		_, err = w.UrgeMember(w.ctx, w.people["health"], r.ID, 0, food, "请抓紧")
		w.must(err)
		_, err = w.LogIssue(w.ctx, w.people["health"], r.ID, 0, "other", "两部门要求的平面图不一致")
		w.must(err)
		_, err = w.HoldMember(w.ctx, w.people["inspector"], r.ID, 0, food, "talk", "超时未办")
		w.refused(err, "approval.member.timely", "APP-21")
		w.to("2024-07-15 09:00")
		v := w.joint(r.ID)
		if urged := w.told("member.urged"); !slices.Equal(urged, []string{"/scj/"}) || !v.Members[0].Late || v.Members[1].Late || v.Members[0].Dept != "市场监督管理局" || len(v.Record.Issues) != 1 {
			t.Fatalf("%v %+v", urged, v.Members)
		}
		if late := w.told("joint.overdue"); !slices.Equal(late, []string{"/hall/", "/scj/", "/wjj/"}) {
			t.Errorf("told that the whole is late: %v", late)
		}
		led, err := w.Joints(w.ctx, w.people["health"], JointFilter{Kind: catalog.KindTheme, Of: "lead", Open: true}, pageOf(10))
		w.must(err)
		if led.Items[0].Late != 1 {
			t.Errorf("the list counts %d late parts", led.Items[0].Late)
		}
		_, err = w.HoldMember(w.ctx, w.people["health"], r.ID, 0, food, "talk", "超时未办")
		w.refused(err, "case.forbidden", "")
		_, err = w.HoldMember(w.ctx, w.people["inspector"], r.ID, 0, food, "shout", "超时未办")
		w.refused(err, "approval.measure", "")
		_, err = w.HoldMember(w.ctx, w.people["inspector"], r.ID, 0, food, "talk", "超时未办")
		w.must(err)
		ref = w.pass("reviewer", ref, "review")
		ref = w.pass("verifier", ref, "verify")
		_, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, DecisionForm{Outcome: "refuse", Reasons: "不符合条件", Basis: "《食品安全法》"})
		w.must(err)
		w.to("2024-07-15 10:00")
		if held, refused := w.told("member.held"), w.told("joint.refused"); !slices.Equal(held, []string{"/scj/"}) || !slices.Contains(refused, "/wjj/") {
			t.Errorf("%v %v", held, refused)
		}
		w.sound()
	})
}
