package approval

import (
	"slices"
	"strings"
	"testing"

	"huying/internal/audit"
	"huying/internal/catalog"
	"huying/internal/storage"
)

// named lists what verification says of a case.
func (w *world) named(id string) (whats []string) {
	w.t.Helper()
	found := func(d audit.Difference) {
		if d.Where == id {
			whats = append(whats, d.What)
		}
	}
	_, err := audit.Chains(w.ctx, w.db, found, func(stream string, events []audit.Event) error {
		return w.db.View(w.ctx, func(tx *storage.Tx) error { return w.Recompute(tx, stream, events, found) })
	})
	w.must(err)
	return whats
}

// spoilt changes rows past every verb and asks verification of the case; then the change is taken back.
func (w *world) spoilt(id, sql string, args ...any) []string {
	w.t.Helper()
	table := strings.Fields(sql)[1]
	row := func() (text string) {
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT record FROM `+table+` WHERE id = $1`, []any{id}, &text)
			return err
		}))
		return text
	}
	was := row()
	run := func(sql string, args ...any) {
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			n, err := tx.Exec(sql, args...)
			if err == nil && n != 1 {
				w.t.Errorf("%s: %d rows", sql, n)
			}
			return err
		}))
	}
	run(sql, append([]any{id}, args...)...)
	found := w.named(id)
	run(`UPDATE `+table+` SET record = $2 WHERE id = $1`, id, was)
	return found
}

func (w *world) says(found []string, want string) {
	w.t.Helper()
	if !slices.ContainsFunc(found, func(what string) bool { return strings.Contains(what, want) }) {
		w.t.Errorf("%q is not among %q", want, found)
	}
}

// AUD-12: the findings on an application, and the columns that lists and figures read of it, follow from its record: one that
// is wiped out, made up, ruled on by nobody or counted otherwise is named.
func TestAUD12OverdueMarksFollowFromTheRecord(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		late, good := w.accepted("food"), w.accepted("food")
		w.to("2024-05-28 00:00")
		for _, ref := range []Ref{late, good} {
			_, err := w.RuleOverdue(w.ctx, w.people["inspector"], ref.ID, 0, map[string]string{late.ID: "own", good.ID: "justified"}[ref.ID], "查明")
			w.must(err)
		}
		w.sound()
		const replace = `UPDATE applications SET record = replace(record, $2, $3) WHERE id = $1`
		w.says(w.spoilt(late.ID, replace, `"ruling":"own"`, `"ruling":"justified"`), "TIME-12")
		w.says(w.spoilt(late.ID, replace, `"rule":"TIME-12"`, `"rule":"APP-03"`), "TIME-12）有记录而未保存")
		w.says(w.spoilt(good.ID, replace, `"rule":"TIME-12"`, `"rule":"TIME-14"`), "TIME-14）没有记录依据")
		for column, value := range map[string]any{"overdue": false, "steps": 9, "channel": "window", "accepted_at": nil, "dept_path": "/wjj/"} {
			w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
				_, err := tx.Exec(`UPDATE applications SET `+column+` = $2 WHERE id = $1`, late.ID, value)
				return err
			}))
			w.says(w.named(late.ID), column+"列与办理内容不符")
		}
	})
}

// AUD-12: how far the parts of a bundle and a project are, its stages, its limit and its guide follow from the record.
func TestAUD12BundlesAndProjectsFollowFromTheRecord(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		r := w.bundle()
		v := w.joint(r.ID)
		w.settlePart(v.Record.part(w.items["food"]).Application, grant)
		_, err := w.GuideJoint(w.ctx, w.people["clerk"], r.ID, 0, w.people["clerk2"].ID)
		w.must(err)
		_, err = w.Correct(w.ctx, w.people["clerk"], w.partOf(r, "sole"), 0, []Lack{{Code: "application", What: "请加盖公章"}})
		w.must(err)
		_, err = w.UrgeMember(w.ctx, w.people["head"], r.ID, 0, w.items["sole"], "请抓紧")
		w.must(err)
		chief := w.people["chief"]
		p, err := w.OpenProject(w.ctx, chief, ProjectForm{Bundle: w.theme(catalog.KindProject), Name: "示范仓库", Party: firm, Class: "park", Body: "scj", Guide: chief.ID})
		w.must(err)
		_, err = w.SetStage(w.ctx, chief, p.ID, 0, "design", "running")
		w.must(err)
		_, err = w.LogIssue(w.ctx, chief, p.ID, 0, "land", "两户未签协议")
		w.must(err)
		early, err := w.ApplyPermit(w.ctx, chief, p.ID, 0, PermitForm{Item: w.items["sole"], Form: map[string]any{"firm_name": "示范"}, Materials: []Handing{onPaper("application"), onPaper("lease")}, Simulated: true})
		w.must(err)
		w.to("2024-08-07 00:00")
		w.sound()
		const replace = `UPDATE application_bundles SET record = replace(record, $2, $3) WHERE id = $1`
		for _, c := range []struct{ id, from, to, says string }{
			{r.ID, `"state":"granted"`, `"state":"refused"`, "按记录应为\"已准予\""}, {r.ID, `"guide":"` + w.people["clerk2"].ID, `"guide":"` + w.people["clerk"].ID, "引导人员"},
			{p.ID, `"overdue":true`, `"overdue":false`, "超时标记"}, {p.ID, `"design":"running"`, `"design":"done"`, "阶段"}, {p.ID, `"kind":"land"`, `"kind":"other"`, "协调事项"},
			{r.ID, `"lead":"scj"`, `"lead":"wjj"`, "牵头部门"}, {r.ID, `"why":"补正材料"`, `"why":"听证"`, "停算日期"}, {r.ID, "请抓紧", "不着急", "催办"},
			{p.ID, early.ID, r.ID, "小餐饮登记"}, {p.ID, `"class":"park"`, `"class":"major"`, "阶段"},
		} {
			w.says(w.spoilt(c.id, replace, c.from, c.to), c.says)
		}
		var lost []audit.Difference
		w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
			if _, err := tx.Exec(`INSERT INTO application_bundles (id, bundle, n, kind, record) VALUES ('F-1', 'b', 1, 'theme', '{}')`); err != nil {
				return err
			}
			return Unrecorded(tx, func(d audit.Difference) { lost = append(lost, d) })
		}))
		if len(lost) != 1 || lost[0].Where != "F-1" {
			t.Errorf("%+v", lost)
		}
	})
}

// AUD-12: what a department said, and that it is deemed to have said it, follows from the record.
func TestAUD12OpinionsFollowFromTheRecord(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		ref := w.asked()
		health, fire := w.opinion(ref.ID, "wjj"), w.opinion(ref.ID, "xfj")
		_, err := w.SignForOpinion(w.ctx, w.people["health"], health.ID, 0)
		w.must(err)
		_, err = w.GiveOpinion(w.ctx, w.people["health"], health.ID, 0, "oppose", "通风不足")
		w.must(err)
		w.to("2024-05-15 00:00")
		_, err = w.DeemConsent(w.ctx, w.people["inspector"], fire.ID, 0, "未按要求参与")
		w.must(err)
		w.sound()
		const replace = `UPDATE application_opinions SET record = replace(record, $2, $3) WHERE id = $1`
		w.says(w.spoilt(health.ID, replace, `"stance":"oppose"`, `"stance":"agree"`), "部门的意见与记录不符")
		w.says(w.spoilt(health.ID, replace, "通风不足", "通风良好"), "部门的意见与记录不符")
		w.says(w.spoilt(fire.ID, replace, `"deemed":true`, `"deemed":false`), "默认标记")
	})
}
