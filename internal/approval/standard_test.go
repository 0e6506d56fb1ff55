package approval

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"huying/internal/catalog"
	"huying/internal/gbt39046"
	"huying/internal/org"
	"huying/internal/storage"
)

// left reads an export as whoever receives it does: it holds every document to the standard by himself, and gathers the rows
// by their sets.
func (w *world) left(who org.Actor, in StandardForm) (map[int][]gbt39046.Row, StandardResult) {
	w.t.Helper()
	var out bytes.Buffer
	shown := 0
	res, err := w.Standard(w.ctx, who, in, &out, func(done, total int) { shown = total })
	w.must(err)
	var documents []json.RawMessage
	w.must(json.Unmarshal(out.Bytes(), &documents))
	sets := map[int][]gbt39046.Row{}
	for _, text := range documents {
		d, err := gbt39046.Parse(text)
		w.must(err)
		for _, p := range d.Validate(catalog.Lengths(w.policy.Now(), "")) {
			w.t.Errorf("table %d, %s: %s: %s", d.Set, d.Rows[p.Row-1].Text(gbt39046.CaseCode), p.Element, p.Message)
		}
		sets[d.Set] = append(sets[d.Set], d.Rows...)
	}
	if shown != res.Applications || len(sets[5]) != res.Applications || len(res.Problems) > 0 {
		w.t.Errorf("%d shown, %d written, %d in table 5: %+v", shown, res.Applications, len(sets[5]), res.Problems)
	}
	return sets, res
}

func rowsOf(rows []gbt39046.Row, number string) (out []gbt39046.Row) {
	for _, r := range rows {
		if r.Text(gbt39046.CaseCode) == number {
			out = append(out, r)
		}
	}
	return out
}

// CAT-01, APP-42: applications of every kind and in every state leave as tables 5 to 8 of the standard have them, and nothing
// of them fails its validator.
func TestGBT39046EveryApplicationLeavesAsTheStandardHasIt(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.crowd()
		in := w.submission("food")
		in.Party = firm
		in.Party.Contact, in.Channel = "王联系", "mobile"
		in.Party.Agent = &Agent{Kind: "entrusted", Name: "赵代办", IDNumber: person.IDNumber, Phone: "13700003333"}
		in.Materials = in.Materials[:1]
		r, err := w.Submit(w.ctx, in)
		w.must(err)
		ref, err := w.Correct(w.ctx, w.people["clerk"], r.ID, 0, nil)
		w.must(err)
		w.to("2024-05-14 09:00")
		ref, err = w.TakeSupplement(w.ctx, w.people["clerk"], ref.ID, 0, []Handing{onPaper("lease")})
		w.must(err)
		ref, err = w.Accept(w.ctx, w.people["clerk"], ref.ID, 0, Acceptance{})
		w.must(err)
		w.to("2024-05-16 09:00")
		_, err = w.StartSpecial(w.ctx, w.people["reviewer"], ref.ID, 0, SpecialForm{Kind: "experts", From: day2024(5, 16), Expected: 3, Basis: "《食品安全法》", Told: "written"})
		w.must(err)
		w.to("2024-05-18 09:00")
		_, report, err := w.AttachAs(ref.ID)
		w.must(err)
		_, err = w.EndSpecial(w.ctx, w.people["reviewer"], ref.ID, 0, day2024(5, 17), "通过评审", []string{report})
		w.must(err)
		_, err = w.AskExtension(w.ctx, w.people["reviewer"], ref.ID, 0, ExtensionForm{Amount: 5, Reason: "情况复杂"})
		w.must(err)
		_, err = w.RuleExtension(w.ctx, w.people["head"], ref.ID, 0, true, "同意")
		w.must(err)
		w.pass("verifier", w.pass("reviewer", ref, "review"), "verify")
		ref, err = w.Decide(w.ctx, w.people["head"], ref.ID, 0, grant)
		w.must(err)
		_, err = w.Deliver(w.ctx, w.people["issuer"], ref.ID, 0, DeliveryForm{Way: "posted", Slip: "EMS1"})
		w.must(err)
		gone := w.submitted("food")
		_, err = w.Withdraw(w.ctx, gone.Number, w.QueryCode(gone.ID), "不办了")
		w.must(err)
		year := StandardForm{Span: Span{From: day2024(5, 1), To: day2024(5, 31)}, Purpose: "报送省政务服务平台"}

		sets, _ := w.left(org.System(), year)
		whole := 0
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT COUNT(*) FROM applications`, nil, &whole)
			return err
		}))
		if len(sets[5]) != whole || whole < 12 {
			t.Errorf("%d of %d left", len(sets[5]), whole)
		}
		applied := rowsOf(sets[5], ref.Number)[0]
		for name, want := range map[string]string{"申请者名称": firm.Name, "申请者证件号码": firm.IDNumber, "联系人/代理人姓名": "赵代办", "联系人/代理人证件类型代码": "111", "申报来源代码": "3", "办件类型代码": "2", "申请时间": "20240513T100000", "行政区划": "990081", "法定代表人": firm.Legal} {
			if applied.Text(name) != want {
				t.Errorf("%s is %q, want %q", name, applied.Text(name), want)
			}
		}
		lease := rowsOf(applied.Group(gbt39046.Materials), ref.Number)[1]
		if lease.Text("收取时间") != "20240514T090000" || lease.Text("收取方式") != "纸质材料" || lease.Text("是否收取") != "1" {
			t.Errorf("%v", lease)
		}
		taken := rowsOf(sets[6], ref.Number)[0]
		if taken.Text("受理人员") != "测试clerk" || taken.Text("受理文书编号") == "" || taken.Text("承诺办结时间") == "" || len(taken.Text("受理单位统一社会信用代码")) != 18 {
			t.Errorf("%v", taken)
		}
		var kinds []string
		for _, row := range rowsOf(sets[7], ref.Number) {
			kinds = append(kinds, row.Text("业务动作")+row.Text("环节名称")+row.Text("特别程序种类代码"))
		}
		if want := []string{"通过环节审查", "通过环节核准", "通过环节决定", "其他特别程序2", "其他特别程序1"}; !slices.Equal(kinds, want) {
			t.Errorf("%v, want %v", kinds, want)
		}
		ended := rowsOf(sets[8], ref.Number)[0]
		if ended.Text("办件结果描述") != "准予" || ended.Text("结果证照编号") == "" || ended.Text("是否快递寄送结果") != "1" || ended.Text("办理人姓名") != "测试head" {
			t.Errorf("%v", ended)
		}
		if got := rowsOf(sets[8], gone.Number); len(got) != 1 || got[0].Text("办件结果描述") != "已撤回" || len(rowsOf(sets[6], gone.Number)) != 0 {
			t.Errorf("%v", got)
		}
		if n := len(slices.DeleteFunc(slices.Clone(sets[5]), func(r gbt39046.Row) bool { return !strings.HasPrefix(r.Text("投资项目编号"), projectMark) })); n != 2 {
			t.Errorf("%d applications are of the project", n)
		}
		if sets[9] != nil {
			t.Errorf("something was rated: %v", sets[9])
		}
	})
}

// AUD-07: who applied is masked unless a purpose is given and the person may see it; what he may not see at all does not
// leave; and every export is on record before it is given.
func TestAUD07AnExportIsMaskedScopedAndOnRecord(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		w.crowd()
		day := StandardForm{Span: Span{From: day2024(5, 13), To: day2024(5, 13)}}
		wanted := day
		wanted.Purpose = "报送省政务服务平台"
		shown := func(who string, in StandardForm) (names map[string]bool, n int) {
			sets, _ := w.left(w.people[who], in)
			names = map[string]bool{}
			for _, row := range sets[5] {
				names[row.Text("申请者名称")+row.Text("联系人手机号码")] = true
			}
			return names, len(sets[5])
		}
		open := person.Name + person.Phone
		if names, n := shown("head", day); names[open] || n == 0 {
			t.Errorf("without a purpose: %v", names)
		}
		all, n := shown("head", wanted)
		if !all[open] {
			t.Errorf("with one: %v", all)
		}
		if names, of := shown("inspector", wanted); names[open] || of <= n {
			t.Errorf("who may not unmask, and sees other departments' too: %d, %v", of, names)
		}
		if _, n := shown("fire", wanted); n != 0 {
			t.Errorf("%d left of a department that has no items", n)
		}
		_, err := w.Standard(w.ctx, w.people["inspector"], StandardForm{Span: Span{From: day2024(5, 2), To: day2024(5, 1)}}, &bytes.Buffer{}, nil)
		w.refused(err, "approval.period", "")
		_, err = w.Standard(w.ctx, org.Actor{ID: "nobody"}, day, &bytes.Buffer{}, nil)
		w.refused(err, "org.forbidden", "")
		n = 0
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT COUNT(*) FROM audit_event WHERE action = 'export' AND data LIKE '%报送省政务服务平台%'`, nil, &n)
			return err
		}))
		if n != 3 {
			t.Errorf("%d exports with a purpose are on record", n)
		}
	})
}

// However long the period, no more than one page of applications is in hand, and each of them leaves once.
func TestStandardPagesMeetWithoutGapOrOverlap(t *testing.T) {
	eachWorld(t, "2024-05-13 10:00", func(w *world) {
		for range standardPage + 3 {
			w.submitted("spot")
		}
		sets, _ := w.left(org.System(), StandardForm{Span: Span{From: day2024(5, 13), To: day2024(5, 13)}})
		numbers := map[string]bool{}
		for _, row := range sets[5] {
			numbers[row.Text(gbt39046.CaseCode)] = true
		}
		if len(numbers) != standardPage+3 || len(sets[5]) != len(numbers) {
			t.Errorf("%d rows of %d applications", len(sets[5]), len(numbers))
		}
	})
}
