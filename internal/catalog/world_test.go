package catalog

import (
	"context"
	"testing"

	"huying/internal/casework"
	"huying/internal/clock"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// world is a small county with those who keep its catalogue, on one engine.
type world struct {
	t   testing.TB
	ctx context.Context
	db  *storage.DB
	clk *clock.Virtual
	*Service
	people map[string]org.Actor
}

// eachEngine runs a test in a fresh county on either engine.
func eachEngine(t *testing.T, test func(w *world)) {
	t.Helper()
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) { test(newWorld(t, db, clk)) })
}

func newWorld(t testing.TB, db *storage.DB, clk *clock.Virtual) *world {
	t.Helper()
	w := &world{t: t, ctx: context.Background(), db: db, clk: clk, people: map[string]org.Actor{}}
	set, err := policy.Open(w.ctx, db, org.RegionExists, org.Settings, Policies)
	w.must(err)
	people := org.New(db, clk, set, nil)
	kernel, err := casework.New(db, Flow)
	w.must(err)
	w.Service = New(db, kernel, people, set, nil)
	w.must(db.Update(w.ctx, w.settle))
	for login := range posts {
		w.people[login], err = people.Actor(w.ctx, w.people[login].ID)
		w.must(err)
	}
	w.must(w.SaveFeeDocument(w.ctx, w.people["keeper"], FeeDocument{Number: "示范价〔2020〕8号", Title: "关于工本费标准的通知", Issued: "2020-03-01",
		Fees: []SetFee{{Code: "cost", Name: "工本费", Amount: 1000, Unit: "元/证"}, {Code: "test", Name: "检测费", Amount: 12050, Unit: "元/次"}}}))
	return w
}

// posts says who sits where and what he may do there.
var posts = map[string]struct {
	dept  string
	role  org.Role
	scope string
}{
	"editor": {"scj", org.Editor, "/scj/"}, "colleague": {"scj", org.Editor, "/scj/"}, "other": {"wjj", org.Editor, "/wjj/"}, "town": {"town", org.Editor, "/town/"},
	"hill": {"hill", org.Editor, "/hill/"}, "keeper": {"hall", org.Cataloguer, ""}, "second": {"hall", org.Cataloguer, ""},
	"finance": {"czj", org.Finance, ""}, "price": {"fgj", org.Pricing, ""}, "handler": {"scj", org.Handler, "/scj/"},
}

func (w *world) settle(tx *storage.Tx) error {
	sys := org.System()
	for _, r := range []org.Region{{ID: "990081", Name: "示范县", Level: org.County}, {ID: "990081101", Name: "东河镇", Level: org.Township, Parent: "990081"}, {ID: "990081102", Name: "西山镇", Level: org.Township, Parent: "990081"}} {
		if _, err := w.org.AddRegion(tx, sys, r); err != nil {
			return err
		}
	}
	for _, d := range []org.Department{{ID: "scj", Name: "市场监督管理局", Kind: org.Bureau}, {ID: "wjj", Name: "卫生健康局", Kind: org.Bureau}, {ID: "czj", Name: "财政局", Kind: org.Bureau},
		{ID: "fgj", Name: "发展和改革局", Kind: org.Bureau}, {ID: "hall", Name: "政务服务中心", Kind: org.ServiceHall},
		{ID: "town", Name: "东河镇人民政府", Kind: org.TownshipOffice, Region: "990081101"}, {ID: "hill", Name: "西山镇人民政府", Kind: org.TownshipOffice, Region: "990081102"}} {
		d.Active = true
		if d.Region == "" {
			d.Region = "990081"
		}
		if _, err := w.org.AddDepartment(tx, sys, d); err != nil {
			return err
		}
	}
	for login, p := range posts {
		person, err := w.org.AddPerson(tx, sys, org.PersonForm{Login: login, Name: "测试" + login, Department: p.dept})
		if err != nil {
			return err
		}
		if err := w.org.Grant(tx, sys, person.ID, org.Grant{Role: p.role, DeptPath: p.scope}); err != nil {
			return err
		}
		w.people[login] = org.Actor{ID: person.ID}
	}
	return nil
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// refused checks that something was refused with this code, under this rule if one is given.
func (w *world) refused(err error, code, rule string) {
	w.t.Helper()
	if fault.Code(err) != code {
		w.t.Fatalf("want refusal %s, got %v", code, err)
	}
	if e := fault.From(err); rule != "" && e.Rule != rule {
		w.t.Fatalf("%s is refused under %q, want %s", code, e.Rule, rule)
	}
}

// food is a record that passes every check: a licence with a reviewer and a verifier, free of charge.
func food() Record {
	return Record{
		Name: "食品经营许可", Aliases: []string{"开饭店", "卫生许可证"}, Type: Licence, Class: Promised, Level: County, Content: "对食品销售和餐饮服务的许可", Department: "scj", Office: "审批股",
		Basis:     []Basis{{Law: "《中华人民共和国食品安全法》", Article: "第三十五条", Rank: Law}},
		Statutory: Limit{Amount: 20, Unit: deadline.Workday, Basis: "《食品经营许可和备案管理办法》"}, Promised: Limit{Amount: 10, Unit: deadline.Workday},
		Specials:   []string{"testing"},
		Conditions: []Condition{{Text: "有与经营品种相适应的场所"}, {Text: "有专业技术人员", When: When{{Question: "kind", Values: []string{"catering"}}}}},
		Materials: []Material{
			{Code: "application", Name: "食品经营许可申请书", Kind: "申请表", Necessity: Required, Source: ByApplicant, Originals: 1, Sample: "示例：某某小吃店……"},
			{Code: "layout", Name: "经营场所平面图", Kind: "图纸", Necessity: Required, Source: ByApplicant, Copies: 1, When: When{{Question: "kind", Values: []string{"catering"}}}},
			{Code: "id_card", Name: "负责人身份证", Kind: "证照", Necessity: Required, Source: ByGovernment, Shared: true},
		},
		Form: Form{Groups: []Group{{Title: "基本信息", Fields: []Field{{Code: "firm_name", Label: "经营者名称", Kind: Name, Required: true}, {Code: "area", Label: "场所面积", Kind: Number, Unit: "平方米", Min: new(float64)},
			{Code: "credit", Label: "统一社会信用代码", Kind: Credit, Required: true}}}}},
		Plan:   Plan{Model: ReviewVerify, Steps: []Step{{Code: "review", Name: "审查", Kind: Review, Limit: Limit{Amount: 5, Unit: deadline.Workday}}, {Code: "verify", Name: "核准", Kind: Verify, Limit: Limit{Amount: 3, Unit: deadline.Workday}}, {Code: "decide", Name: "决定", Kind: Decide, Limit: Limit{Amount: 2, Unit: deadline.Workday}}}},
		Result: Result{Kind: "证照", Name: "食品经营许可证", Months: 60}, Audience: []Audience{Enterprise, Individual}, Themes: []string{"开办企业"}, Flags: Flags{Online: true, AnyWindow: true},
		Scenario: []Question{{Code: "kind", Ask: "您从事哪类经营？", Options: []Option{{Value: "catering", Label: "餐饮服务"}, {Value: "retail", Label: "食品销售"}}}},
		Window:   "综合窗口", Place: "政务服务中心一楼", Hours: "工作日9:00—17:00", Phone: "0990-1234567", Supervision: "0990-12345", Visits: 1,
	}
}

func (w *world) propose(who string, in Proposal) Ref {
	w.t.Helper()
	if in.Reason == "" {
		in.Reason = "按法规修订"
	}
	ref, err := w.Propose(w.ctx, w.people[who], in)
	w.must(err)
	return ref
}

// submitted drafts a change and sends it to be reviewed.
func (w *world) submitted(who string, in Proposal) Ref {
	w.t.Helper()
	ref := w.propose(who, in)
	ref, err := w.Submit(w.ctx, w.people[who], ref.ID, ref.Version)
	w.must(err)
	return ref
}

// effected takes a change through its review, which must be all it needs.
func (w *world) effected(who string, in Proposal) Ref {
	w.t.Helper()
	ref := w.submitted(who, in)
	ref, err := w.Review(w.ctx, w.people["keeper"], ref.ID, ref.Version, Ruling{Outcome: "pass"})
	w.must(err)
	if ref.State != ChangeEffected {
		w.t.Fatalf("the change stands at %s", ref.State)
	}
	return ref
}

// published puts a record into the catalogue and gives its item's id.
func (w *world) published(r Record) string {
	w.t.Helper()
	return w.effected("editor", Proposal{Kind: KindPublish, Record: &r}).Item
}

// now reads an item as it stands, whatever its status.
func (w *world) now(id string) (i Item) {
	w.t.Helper()
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) (err error) {
		i, err = w.item(tx, `WHERE i.id = $1`, id)
		return err
	}))
	return i
}

func (w *world) version(id string, n int64) (i Item) {
	w.t.Helper()
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) (err error) {
		i, err = w.Version(tx, id, n)
		return err
	}))
	return i
}

// may tells whether something may be begun under the item.
func (w *world) may(id string) (err error) {
	return w.db.View(w.ctx, func(tx *storage.Tx) error {
		_, err := w.Published(tx, id)
		return err
	})
}
