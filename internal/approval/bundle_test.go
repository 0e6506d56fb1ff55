package approval

import (
	"strings"
	"testing"

	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/storage"
)

// theme saves three linked items: a certificate for food comes first, the spot licence waits for it, the third stands alone.
func (w *world) theme(kind string) string {
	w.t.Helper()
	b, err := w.catalog.SaveBundle(w.ctx, org.System(), catalog.Bundle{Key: kind, Kind: kind, Name: "我要开饭店", Audience: catalog.Individual, Lead: "scj",
		Items: []catalog.Part{{Item: w.items["food"], Stage: "design"}, {Item: w.items["sole"], After: []string{w.items["food"]}, Stage: "construction"}, {Item: w.items["trust"], Stage: "design"}}})
	w.must(err)
	return b.ID
}

func (w *world) bundle() Receipt {
	w.t.Helper()
	r, err := w.TakeBundle(w.ctx, w.people["clerk"], BundleSubmission{Bundle: w.theme(catalog.KindTheme), Channel: "window", Party: person, Form: map[string]any{"firm_name": "示范小吃店"},
		Materials: []Handing{{Code: "application", Files: blobs("application")}, {Code: "lease", Originals: 1}}})
	w.must(err)
	return r
}

func (w *world) joint(id string) BundleView {
	w.t.Helper()
	v, err := w.Joint(w.ctx, w.people["inspector"], id)
	w.must(err)
	return v
}

// settle takes a part's application to its decision.
func (w *world) settlePart(id string, in DecisionForm) {
	w.t.Helper()
	ref, err := w.Accept(w.ctx, w.people["clerk"], id, 0, Acceptance{})
	w.must(err)
	ref = w.pass("reviewer", ref, "review")
	if w.get(id).Current.Code == "verify" {
		ref = w.pass("verifier", ref, "verify")
	}
	_, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, in)
	w.must(err)
}

func TestAPP16OneFormOneSetOfMaterialsAndThePlanFollows(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		r := w.bundle()
		v := w.joint(r.ID)
		if !strings.HasPrefix(r.Number, "YJ") || v.GuideName != "测试clerk" || v.Record.Parts[0].State == "waiting" {
			w.t.Fatalf("%+v", v.Record)
		}
		if last := v.Meters[0]; last.Why == "" || len(v.Record.Parts) != 3 {
			w.t.Errorf("%+v", last)
		}
		food, sole, trust := v.Record.part(w.items["food"]), v.Record.part(w.items["sole"]), v.Record.part(w.items["trust"])
		if food.State != "open" || trust.State != "open" || sole.State != "waiting" {
			w.t.Fatalf("%+v", v.Record.Parts)
		}
		child := w.get(food.Application)
		if m := child.Application.material("application"); m.State != "present" || len(m.Files) != 1 || child.Party.Name != "李**" {
			w.t.Fatalf("the set of materials was not given on: %+v", m)
		}
		w.settlePart(food.Application, grant)
		v = w.joint(r.ID)
		if sole = v.Record.part(w.items["sole"]); sole.State != "open" || v.Record.part(w.items["food"]).State != "granted" {
			w.t.Fatalf("%+v", v.Record.Parts)
		}
		w.settlePart(trust.Application, grant)
		w.settlePart(sole.Application, grant)
		if v = w.joint(r.ID); v.State != Finished || v.Closed.IsZero() {
			w.t.Errorf("%s", v.State)
		}
		p, err := w.QueryJoint(w.ctx, r.Number, r.Code)
		w.must(err)
		if len(p.Parts) != 3 || p.Parts[0].Code == "" {
			w.t.Errorf("%+v", p)
		}
		_, err = w.QueryJoint(w.ctx, r.Number, "000000")
		w.refused(err, "approval.query", "")
		w.sound()
	})
}

// One item asks for a paper and an answer only of those who rent, another of everybody: who owns his place gives them once,
// to the other.
func TestCAT31AnItemOfABundleTakesOnlyWhatItAsksOfThisApplicant(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		rents := catalog.When{{Question: "place", Values: []string{"rent"}}}
		address := catalog.Field{Code: "address", Label: "地址", Kind: catalog.Address}
		asks := func(when catalog.When) func(r *catalog.Record) {
			return func(r *catalog.Record) {
				field := address
				field.When, r.Materials[1].When = when, when
				r.Form.Groups[0].Fields = append(r.Form.Groups[0].Fields, field)
				r.Scenario = []catalog.Question{{Code: "place", Ask: "场所怎么来的？", Options: []catalog.Option{{Value: "rent", Label: "租的"}, {Value: "own", Label: "自己的"}}}}
			}
		}
		w.load(catalog.Entry{Key: "some", Record: item("甲事项", asks(rents))}, catalog.Entry{Key: "all", Record: item("乙事项", asks(nil))})
		b, err := w.catalog.SaveBundle(w.ctx, org.System(), catalog.Bundle{Key: "two", Kind: catalog.KindTheme, Name: "两件", Audience: catalog.Individual, Lead: "scj",
			Items: []catalog.Part{{Item: w.items["some"]}, {Item: w.items["all"]}}})
		w.must(err)
		r, err := w.TakeBundle(w.ctx, w.people["clerk"], BundleSubmission{Bundle: b.ID, Channel: "window", Party: person, Choices: catalog.Answers{"place": "own"},
			Form: map[string]any{"firm_name": "示范小吃店", "address": "东河镇1号"}, Materials: []Handing{onPaper("application"), onPaper("lease")}})
		w.must(err)
		v := w.joint(r.ID)
		some, all := w.get(v.Record.part(w.items["some"]).Application), w.get(v.Record.part(w.items["all"]).Application)
		if some.Application.material("lease") != nil || !all.Application.material("lease").Present() {
			t.Errorf("%+v %+v", some.Application.Materials, all.Application.Materials)
		}
	})
}

func TestARefusedPartStopsWhatWaitsForIt(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		r := w.bundle()
		v := w.joint(r.ID)
		w.settlePart(v.Record.part(w.items["food"]).Application, DecisionForm{Outcome: "refuse", Reasons: "不符合条件", Basis: "《食品安全法》"})
		w.settlePart(v.Record.part(w.items["trust"]).Application, grant)
		if v = w.joint(r.ID); v.State != Broken || v.Record.part(w.items["sole"]).State != "stopped" {
			w.t.Errorf("%s %+v", v.State, v.Record.Parts)
		}
		w.sound()
	})
}

func TestTIME08AJointLimitIsExtendedByTheGovernmentOnce(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		leader := w.person("mayor", "hall", org.Leader)
		r := w.bundle()
		_, err := w.ExtendJoint(w.ctx, leader, r.ID, 0, 16, "示范府函〔2024〕1号", "情况复杂")
		w.refused(err, "approval.extension.long", "GAP-06")
		_, err = w.ExtendJoint(w.ctx, leader, r.ID, 0, 15, "", "情况复杂")
		w.refused(err, "approval.document", "TIME-08")
		_, err = w.ExtendJoint(w.ctx, leader, r.ID, 0, 15, "示范府函〔2024〕1号", "情况复杂")
		w.must(err)
		_, err = w.ExtendJoint(w.ctx, leader, r.ID, 0, 1, "示范府函〔2024〕2号", "情况复杂")
		w.refused(err, "approval.extension.again", "GAP-06")
	})
}

func (w *world) person(login, dept string, role org.Role) (a org.Actor) {
	w.t.Helper()
	w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
		p, err := w.org.AddPerson(tx, org.System(), org.PersonForm{Login: login, Name: "测试" + login, Department: dept})
		if err != nil {
			return err
		}
		w.people[login] = org.Actor{ID: p.ID}
		return w.org.Grant(tx, org.System(), p.ID, org.Grant{Role: role})
	}))
	w.people[login] = w.actor(login)
	return w.people[login]
}

func TestPRJ06AProjectGathersItsPermitsInSixtyDays(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		form := ProjectForm{Bundle: w.theme(catalog.KindProject), Name: "示范饮品厂一期", Party: firm, Class: "major", Green: true, Body: "scj", Guide: w.people["chief"].ID}
		_, err := w.OpenProject(w.ctx, w.people["reviewer"], form)
		w.refused(err, "case.forbidden", "")
		r, err := w.OpenProject(w.ctx, w.people["chief"], form)
		w.must(err)
		w.must(w.checkDue(r.ID, MeterHandling, "2024-08-06"))
		permit := PermitForm{Item: w.items["sole"], Form: map[string]any{"firm_name": "示范饮品厂"}, Materials: []Handing{onPaper("application"), onPaper("lease")}}
		_, err = w.ApplyPermit(w.ctx, w.people["chief"], r.ID, 0, permit)
		w.refused(err, "approval.permit.early", "PRJ-08")
		permit.Simulated = true
		early, err := w.ApplyPermit(w.ctx, w.people["chief"], r.ID, 0, permit)
		w.must(err)
		if v := w.get(early.ID); !v.Green {
			w.t.Error("PRJ-05: a key project is not on the green channel")
		}
		_, err = w.ApplyPermit(w.ctx, w.people["chief"], r.ID, 0, permit)
		w.refused(err, "approval.permit.open", "PRJ-09")
		ref, err := w.Accept(w.ctx, w.people["clerk"], early.ID, 0, Acceptance{})
		w.must(err)
		ref = w.pass("reviewer", ref, "review")
		_, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, grant)
		w.refused(err, "approval.decide.simulated", "PRJ-08")
		for _, key := range []string{"food", "trust"} {
			permit.Item = w.items[key]
			p, err := w.ApplyPermit(w.ctx, w.people["chief"], r.ID, 0, permit)
			w.must(err)
			w.settlePart(p.ID, grant)
		}
		_, err = w.Decide(w.ctx, w.people["head"], early.ID, 0, grant)
		w.must(err)
		if v := w.joint(r.ID); v.State != Finished {
			w.t.Errorf("PRJ-09: %s %+v", v.State, v.Record.Parts)
		}
		w.sound()
	})
}

func TestPRJ13StagesAndIssuesAreFollowed(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		r, err := w.OpenProject(w.ctx, w.people["chief"], ProjectForm{Bundle: w.theme(catalog.KindProject), Name: "示范仓库", Party: firm, Class: "park", Body: "scj", Guide: w.people["chief"].ID})
		w.must(err)
		_, err = w.SetStage(w.ctx, w.people["chief"], r.ID, 0, "environment", "done")
		w.must(err)
		_, err = w.SetStage(w.ctx, w.people["chief"], r.ID, 0, "party", "done")
		w.refused(err, "approval.stage", "")
		_, err = w.LogIssue(w.ctx, w.people["chief"], r.ID, 0, "land", "两户未签协议")
		w.must(err)
		issue := w.joint(r.ID).Record.Issues[0].ID
		_, err = w.SettleIssue(w.ctx, w.people["chief"], r.ID, 0, issue, "已签协议")
		w.must(err)
		_, err = w.SettleIssue(w.ctx, w.people["chief"], r.ID, 0, issue, "已签协议")
		w.refused(err, "approval.issue", "PRJ-13")
		_, err = w.ChangeAgent(w.ctx, w.people["chief"], r.ID, 0, w.people["head"].ID)
		w.must(err)
		rows, err := w.Joints(w.ctx, w.people["inspector"], JointFilter{Kind: catalog.KindProject, Open: true}, pageOf(10))
		w.must(err)
		v := w.joint(r.ID)
		if len(rows.Items) != 1 || v.Record.Project.Stages["environment"] != "done" || v.GuideName != "测试head" {
			w.t.Errorf("%+v %+v", rows, v.Record.Project)
		}
		_, err = w.StopProject(w.ctx, w.people["chief"], r.ID, 0, "投资方撤资")
		w.must(err)
		w.to("2024-08-07 00:00")
		if v := w.joint(r.ID); v.State != Broken || v.Record.Overdue {
			w.t.Errorf("%+v", v.Record)
		}
	})
}

// revise publishes another version of an item, which asks one thing more.
func (w *world) revise(key string, edit func(r *catalog.Record)) {
	w.t.Helper()
	for _, e := range shelf() {
		if e.Key == key {
			edit(&e.Record)
			w.load(e)
		}
	}
}

// material is what a part of a bundle has of its one set of materials.
func (w *world) material(r Receipt, code string) *Material {
	w.t.Helper()
	v := w.joint(r.ID)
	child := w.get(v.Record.part(w.items["food"]).Application)
	return child.Application.material(code)
}

func (w *world) cancel(key string) {
	w.t.Helper()
	w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(`UPDATE catalog_items SET status = $1 WHERE id = $2`, catalog.Cancelled, w.items[key])
		return err
	}))
}

func TestCAT30ABundleStaysBoundToTheVersionsItBeganUnder(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		r := w.bundle()
		v := w.joint(r.ID)
		began := v.Record.part(w.items["sole"]).ItemVersion
		w.revise("sole", func(r *catalog.Record) {
			r.Plan = plan(catalog.SoleReview, catalog.Review, catalog.Decide)
			r.Form.Groups[0].Fields = append(r.Form.Groups[0].Fields, catalog.Field{Code: "seats", Label: "餐位数", Kind: catalog.Number, Required: true})
		})
		w.settlePart(v.Record.part(w.items["food"]).Application, grant)
		v = w.joint(r.ID)
		later := v.Record.part(w.items["sole"])
		if later.State != "open" || w.get(later.Application).Application.ItemVersion != began {
			w.t.Errorf("%+v", later)
		}
		w.sound()
	})
}

func TestCAT08ACancelledPartDoesNotHoldUpWhatIsBeforeIt(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		r := w.bundle()
		w.cancel("sole")
		v := w.joint(r.ID)
		w.settlePart(v.Record.part(w.items["food"]).Application, grant)
		v = w.joint(r.ID)
		if p := v.Record.part(w.items["sole"]); p.State != "cancelled" || label(PartStates, p.State) != "事项已取消" {
			w.t.Errorf("%+v", p)
		}
		w.settlePart(v.Record.part(w.items["trust"]).Application, grant)
		if v = w.joint(r.ID); v.State != Broken {
			w.t.Errorf("%s %+v", v.State, v.Record.Parts)
		}
		w.sound()
	})
}

func TestAPP16ABundleIsHeldToWhatASingleApplicationIs(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		theme := w.theme(catalog.KindTheme)
		form := func(edit func(in *BundleSubmission)) BundleSubmission {
			in := BundleSubmission{Bundle: theme, Channel: "web", Party: person, Form: map[string]any{"firm_name": "示范小吃店"}, Materials: []Handing{onPaper("application"), onPaper("lease")}}
			edit(&in)
			return in
		}
		earlier, err := w.Submit(w.ctx, func() Submission {
			in := w.submission("food")
			in.Materials[1] = Handing{Code: "lease", Files: blobs("lease")}
			return in
		}())
		w.must(err)
		for code, in := range map[string]BundleSubmission{
			"approval.material.empty":   form(func(in *BundleSubmission) { in.Materials[1] = Handing{Code: "lease"} }),
			"approval.material.expired": form(func(in *BundleSubmission) { in.Materials[1].Issued = day2024(1, 2) - 400 }),
			"approval.application":      form(func(in *BundleSubmission) { in.Channel = "window" }),
			"approval.query": form(func(in *BundleSubmission) {
				in.Materials[1] = Handing{Code: "lease", Reuse: earlier.Number, Proof: "000000"}
			}),
			"approval.material": form(func(in *BundleSubmission) { in.Materials[1].Code = "passport" }),
			"approval.mail":     form(func(in *BundleSubmission) { in.Collect, in.Party.Address = "posted", "东河镇1号" }),
		} {
			_, err := w.SubmitBundle(w.ctx, in)
			w.refused(err, code, "")
		}
		r, err := w.SubmitBundle(w.ctx, form(func(in *BundleSubmission) {
			in.Materials[1] = Handing{Code: "lease", Reuse: earlier.Number, Proof: earlier.Code}
		}))
		w.must(err)
		lease := w.material(r, "lease")
		if lease.Reused != earlier.Number || len(lease.Files) != 1 || lease.Grade != "C" {
			w.t.Errorf("%+v", lease)
		}
		w.revise("trust", func(r *catalog.Record) { r.Flags.Online = false })
		_, err = w.SubmitBundle(w.ctx, form(func(in *BundleSubmission) {}))
		w.refused(err, "approval.online", "")
		taken, err := w.TakeBundle(w.ctx, w.people["clerk"], form(func(in *BundleSubmission) { in.Channel = "window" }))
		w.must(err)
		if m := w.material(taken, "application"); m.Grade != "B" {
			w.t.Errorf("an original that a clerk saw is of grade %s", m.Grade)
		}
	})
}
