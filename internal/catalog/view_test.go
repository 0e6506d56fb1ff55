package catalog

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"huying/internal/calendar"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// TIME-38: an instant item that has steps is done the same day, not at the window.
func TestTIME38TheGuideSaysWhatIsDecidedOnTheSpot(t *testing.T) {
	eachEngine(t, func(w *world) {
		steps, spot := food(), food()
		steps.Class, steps.Promised = Instant, onSpot
		spot.Class, spot.Promised, spot.Plan, spot.Flags.FormalOnly = Instant, onSpot, Plan{Model: OnTheSpot}, true
		if steps.OnSpot() || !spot.OnSpot() {
			t.Error("what is done the same day is taken for what is done at the window")
		}
		g, err := w.GuideTo(w.ctx, w.published(spot), nil)
		w.must(err)
		if !g.OnSpot {
			t.Errorf("%+v", g)
		}
	})
}

// CAT-20, CAT-31: the guide says everything in words, and to who has answered only what concerns him.
func TestCAT20TheGuideIsDrawnFromTheRecord(t *testing.T) {
	eachEngine(t, func(w *world) {
		r := food()
		r.Flags.SelfService = true
		id := w.published(r)
		g, err := w.GuideTo(w.ctx, id, nil)
		w.must(err)
		if g.Name != "食品经营许可" || g.DeptName != "市场监督管理局" || g.TypeName != "行政许可" || g.Promised != "10个工作日" || g.Version != 1 || len(g.Conditions) != 2 || len(g.Materials) != 3 ||
			!strings.Contains(g.Drawing, "accept --> s0") || g.Materials[2].Source != "政府部门核发" || !strings.Contains(g.Remedies, "行政复议") || !slices.Equal(g.Services, []string{"可网上办理", "自助终端", "任一综合窗口受理"}) {
			t.Errorf("%+v", g)
		}
		retail, err := w.GuideTo(w.ctx, id, Answers{"kind": "retail"})
		w.must(err)
		if len(retail.Conditions) != 1 || len(retail.Materials) != 2 || len(retail.Questions) != 1 {
			t.Errorf("a shop is told of a kitchen: %+v", retail.Materials)
		}
		w.effected("editor", Proposal{Item: id, Kind: KindCancel})
		_, err = w.GuideTo(w.ctx, id, nil)
		w.refused(err, "catalog.cancelled", "CAT-08")
		draft := food()
		_, err = w.GuideTo(w.ctx, w.propose("editor", Proposal{Kind: KindPublish, Record: &draft}).Item, nil)
		w.refused(err, "catalog.missing", "")
	})
}

// CAT-22, CAT-23, DIS-18, DIS-05, DIS-29: every template shows its elements, and nothing of a whole record is empty.
func TestCAT22EveryTemplateShowsItsElements(t *testing.T) {
	eachEngine(t, func(w *world) {
		r := rich()
		r.Fees, r.Partners, r.Plan.Steps[0].Then = nil, nil, nil
		r.Plan.Steps[0].Asks = nil
		id := w.published(r)
		for key, count := range map[string]int{"guide": 9, "slip": 6, "six": 6, "touch": 5, "seven": 7, "power": 7, "directory": 8} {
			title, shown, err := w.Shown(w.ctx, id, key)
			w.must(err)
			if len(shown) != count || title == "" {
				t.Errorf("%s: %d elements", key, len(shown))
			}
			for _, e := range shown {
				if e.Text == "" || e.Label == "" {
					t.Errorf("%s: %+v", key, e)
				}
			}
		}
		_, _, err := w.Shown(w.ctx, id, "poster")
		w.refused(err, "catalog.template", "")
		n, err := w.Slip(w.ctx, id, "https://example.invalid/x", nil)
		w.must(err)
		if len(n.Fields) != 8 || n.Fields[0].Label != "项目名称" || n.Issuer != "市场监督管理局" || n.QR == "" {
			t.Errorf("%+v", n)
		}
		retail, err := w.Slip(w.ctx, id, "", Answers{"kind": "retail", "other": "x"})
		w.must(err)
		said := fmt.Sprint(retail.Fields)
		if !strings.Contains(fmt.Sprint(n.Fields), "经营场所平面图") || strings.Contains(said, "经营场所平面图") || !strings.Contains(said, "{按此情形列出 食品销售") {
			t.Errorf("a slip for who sells food: %s", said)
		}
	})
}

// GAP-19: both lists of seven are whole, and the hall shows the one it has chosen.
func TestGAP19TheHallChoosesItsSeven(t *testing.T) {
	eachEngine(t, func(w *world) {
		id := w.published(food())
		for _, seven := range [][2]string{{"b", "收费项目"}, {"a", "服务项目"}} {
			choice, first := seven[0], seven[1]
			w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
				_, err := w.policy.Set(tx, org.System(), setSevenOpen, "", choice, "测试")
				return err
			}))
			_, shown, err := w.Shown(w.ctx, id, "seven")
			w.must(err)
			if len(shown) != 7 || shown[0].Label != first {
				t.Errorf("%s: %+v", choice, shown)
			}
		}
	})
}

// A flow chart has every step, and an arrow for every way on.
func TestDraw(t *testing.T) {
	r := rich()
	r.Plan.Steps[0].Name = `审查[1]"`
	want := "flowchart TD\n  apply([申请]) --> accept[受理]\n  s0[审查 1  <br/>5个工作日]\n  s1[核准<br/>3个工作日]\n  s2{决定<br/>2个工作日}\n  accept --> s0\n  s0 -->|通过| s1\n  s0 -->|不通过| s2\n  s1 --> s2\n  s2 --> deliver([送达])\n"
	if got := Draw(r.Plan); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := Draw(Plan{Model: OnTheSpot}); !strings.Contains(got, "当场决定") {
		t.Error(got)
	}
}

// CAT-33: what differs between two versions, part by part.
func TestCAT33Differences(t *testing.T) {
	before, after := food(), food()
	after.Promised.Amount = 6
	after.Materials = append(after.Materials[1:], Material{Code: "lease", Name: "租赁合同", Kind: "合同", Necessity: Tolerable, Source: ByApplicant, Copies: 1})
	after.Materials[0].Copies = 2
	after.Flags.Mail = true
	before.Fees = []Fee{{Code: "cost", Name: "工本费", Amount: 1000, Unit: "元/证", Document: "示范价〔2020〕8号"}}
	after.Fees = []Fee{{Code: "cost", Name: "工本费", Amount: 850, Unit: "元/证", Document: "示范价〔2020〕8号"}}
	var got []string
	for _, d := range Diff(&before, &after) {
		got = append(got, d.Part+"/"+d.Label+": "+d.Before+" → "+d.After)
	}
	want := []string{
		"事项/承诺时限: 10 → 6", "事项/可邮寄:  → 是",
		"材料/食品经营许可申请书: 名称：食品经营许可申请书，种类：申请表，必要性：必要，来源：申请人自备，原件份数：1，示范文本：示例：某某小吃店…… → ",
		"材料/经营场所平面图·复印件份数: 1 → 2", "材料/租赁合同:  → 名称：租赁合同，种类：合同，必要性：可容缺，来源：申请人自备，复印件份数：1",
		"收费/工本费·标准（元）: 10 → 8.50",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if d := Diff(&before, &before); len(d) != 0 {
		t.Errorf("nothing differs: %+v", d)
	}
}

func TestListsShowWhatOneMaySee(t *testing.T) {
	eachEngine(t, func(w *world) {
		w.shelf()
		names := func(who string, f Filter) (out []string) {
			req := page.Request{Size: 2}
			for {
				p, err := w.List(w.ctx, w.people[who], f, req)
				w.must(err)
				for _, r := range p.Items {
					out = append(out, r.Name)
				}
				if req.After = p.Next; p.Next == "" {
					return out
				}
			}
		}
		for name, c := range map[string]struct {
			who  string
			f    Filter
			want int
		}{
			"all": {"keeper", Filter{}, 5}, "own": {"other", Filter{}, 2}, "words": {"keeper", Filter{Text: "许可"}, 3}, "words of the own": {"other", Filter{Text: "许可"}, 1}, "type": {"keeper", Filter{Types: []string{"licence"}}, 5},
			"status": {"keeper", Filter{Statuses: []string{"drafted", "cancelled"}}, 0}, "department": {"keeper", Filter{Dept: "wjj"}, 2}, "nobody": {"handler", Filter{}, 0}, "tier": {"keeper", Filter{Tier: Main}, 0}, "changing": {"keeper", Filter{Changing: true}, 0},
			"flag": {"keeper", Filter{Flags: []string{"online"}}, 5}, "both flags": {"keeper", Filter{Flags: []string{"online", "village"}}, 0},
		} {
			if got := names(c.who, c.f); len(got) != c.want {
				t.Errorf("%s: %v", name, got)
			}
		}
		p, err := w.List(w.ctx, w.people["keeper"], Filter{Text: "生育"}, page.Request{})
		w.must(err)
		id := p.Items[0].ID
		_, err = w.Get(w.ctx, w.people["editor"], id)
		w.refused(err, "catalog.missing", "")
		next := w.now(id).Record
		next.Hours = "全天"
		ref := w.submitted("other", Proposal{Item: id, Kind: KindRevise, Record: &next})
		v, err := w.Get(w.ctx, w.people["keeper"], id)
		w.must(err)
		if v.Under == nil || v.Under.KindName != "调整" || v.Under.AuthorName != "测试other" || !slices.Equal(v.Under.Actions, []string{"review", "withdraw"}) || len(v.Versions) != 1 || v.Versions[0].ByName != "测试keeper" {
			t.Errorf("%+v", v.Under)
		}
		d, err := w.Differences(w.ctx, w.people["keeper"], id, 1, 0)
		w.must(err)
		if len(d) != 1 || d[0].After != "全天" {
			t.Errorf("%+v", d)
		}
		_, err = w.GetChange(w.ctx, w.people["editor"], ref.ID)
		w.refused(err, "case.missing", "")
		changes, err := w.Changes(w.ctx, w.people["other"], ChangeFilter{States: []string{ChangeReviewing}, Item: id}, page.Request{})
		w.must(err)
		if len(changes.Items) != 1 || changes.Items[0].StateName != "待审核" || changes.Items[0].AuthorName != "测试other" {
			t.Errorf("%+v", changes.Items)
		}
		for who, want := range map[string]int{"other": 1, "keeper": 0} {
			own, err := w.Changes(w.ctx, w.people[who], ChangeFilter{States: []string{ChangeReviewing}, Mine: true}, page.Request{})
			w.must(err)
			if len(own.Items) != want {
				t.Errorf("%s wrote %+v", who, own.Items)
			}
		}
	})
}

// CAT-04, CAT-14, CAT-15, CAT-17, TIME-23: what the report says of a catalogue with one of everything.
func TestCAT04Report(t *testing.T) {
	eachEngine(t, func(w *world) {
		w.published(food())
		twin := food()
		twin.Previous = 12
		w.published(twin)
		outside := food()
		outside.Name, outside.Type, outside.Window, outside.Exempt = "养老咨询", PublicService, "", "在各村设点"
		id := w.published(outside)
		project := food()
		project.Name, project.Flags.Project, project.Promised, project.Plan.Steps = "施工许可", true, Limit{Amount: 6, Unit: deadline.Workday}, project.Plan.Steps[2:]
		project.Plan.Model = SoleReview
		w.published(project)
		draft := food()
		draft.Name = "新事项"
		w.propose("editor", Proposal{Kind: KindPublish, Record: &draft})
		w.effected("editor", Proposal{Item: id, Kind: KindDevolve, To: []string{"town"}})
		r, err := w.Report(w.ctx, w.people["keeper"])
		w.must(err)
		if len(r.NotEntered) != 3 || len(r.Alike) != 1 || len(r.Alike[0]) != 2 || len(r.Unauthorised) != 4 {
			t.Errorf("not entered %d, alike %d, unauthorised %d", len(r.NotEntered), len(r.Alike), len(r.Unauthorised))
		}
		if len(r.Cuts) != 2 || r.Reached != 1 {
			t.Errorf("%d cuts, %d reached: %+v", len(r.Cuts), r.Reached, r.Cuts)
		}
		if d := r.Departments[0]; d.Items != 4 || d.Entered != 3 || d.Authorised != 0 || d.Offices != 1 {
			t.Errorf("%+v", d)
		}
		if r.Moved != (TransferProgress{1, 0, 0}) || r.Transfers[0].To != "东河镇人民政府" || r.Transfers[0].From != "市场监督管理局" {
			t.Errorf("%+v %+v", r.Moved, r.Transfers)
		}
		if r.Types[0] != (Count{"行政许可", "行政许可", 3}) || r.Models[0].Key != "一审一核" {
			t.Errorf("%+v %+v", r.Types, r.Models)
		}
		today := calendar.DateOf(w.clk.Now())
		moves, err := w.Moves(w.ctx, w.people["keeper"], today, today)
		w.must(err)
		if len(moves) != 2 || moves[0] != (Count{"publish", "发布", 4}) || moves[1] != (Count{"devolve", "下放", 1}) {
			t.Errorf("%+v", moves)
		}
		if _, err := w.Report(w.ctx, w.people["handler"]); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
	})
}
