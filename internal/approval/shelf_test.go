package approval

import (
	"huying/internal/catalog"
	"huying/internal/deadline"
)

func workdays(n int) catalog.Limit {
	return catalog.Limit{Amount: n, Unit: deadline.Workday, Basis: "依法"}
}

// plan makes the steps of a plan out of kinds; each step's code is its kind's name.
func plan(model catalog.Model, kinds ...catalog.StepKind) catalog.Plan {
	p := catalog.Plan{Model: model}
	for _, k := range kinds {
		s := catalog.Step{Code: string(k), Name: "环节" + label(catalogSteps, k), Kind: k}
		switch k {
		case catalog.Check:
			s.People = 2
		case catalog.Opinions:
			s.Asks, s.Limit = []string{"wjj", "xfj"}, workdays(3)
		case catalog.Superior:
			s.Dept = "shij"
		}
		p.Steps = append(p.Steps, s)
	}
	return p
}

// item is a record that passes every check: a promised licence of ten working days with a reviewer and a verifier.
func item(name string, edit func(r *catalog.Record)) catalog.Record {
	r := catalog.Record{
		Name: name, Type: catalog.Licence, Class: catalog.Promised, Level: catalog.County, Content: name, Department: "scj", Office: "审批股",
		Basis:     []catalog.Basis{{Law: "《中华人民共和国行政许可法》", Article: "第十二条", Rank: catalog.Law}},
		Statutory: workdays(30), Promised: workdays(10), Specials: []string{"experts", "testing"},
		Conditions: []catalog.Condition{{Text: "有固定的经营场所"}},
		Materials: []catalog.Material{
			{Code: "application", Name: "申请书", Kind: "申请表", Necessity: catalog.Required, Source: catalog.ByApplicant, Originals: 1, Sample: "示例"},
			{Code: "lease", Name: "场所使用证明", Kind: "证明", Necessity: catalog.Required, Source: catalog.ByApplicant, Copies: 1, Valid: 12},
			{Code: "id_card", Name: "负责人身份证", Kind: "证照", Necessity: catalog.Required, Source: catalog.ByGovernment, Shared: true},
		},
		Form:   catalog.Form{Groups: []catalog.Group{{Title: "基本信息", Fields: []catalog.Field{{Code: "firm_name", Label: "经营者名称", Kind: catalog.Name, Required: true}}}}},
		Plan:   plan(catalog.ReviewVerify, catalog.Review, catalog.Verify, catalog.Decide),
		Result: catalog.Result{Kind: "证照", Name: name + "证", Months: 60, Text: "准予{firm_name}经营。"}, Audience: []catalog.Audience{catalog.Enterprise, catalog.Individual},
		Themes: []string{"开办企业"}, Flags: catalog.Flags{Online: true, AnyWindow: true}, Window: "综合窗口", Place: "政务服务中心一楼", Hours: "工作日9:00—17:00",
		Phone: "0990-1234567", Supervision: "0990-12345", Visits: 1,
	}
	if edit != nil {
		edit(&r)
	}
	return r
}

// shelf is the county's catalogue.
func shelf() []catalog.Entry {
	entry := func(key, name string, edit func(r *catalog.Record)) catalog.Entry {
		return catalog.Entry{Key: key, Record: item(name, edit)}
	}
	return []catalog.Entry{
		entry("food", "食品经营许可", nil),
		entry("spot", "营业执照换发", func(r *catalog.Record) {
			r.Class, r.Flags.FormalOnly, r.Plan = catalog.Instant, true, plan(catalog.OnTheSpot, catalog.Decide)
			r.Promised = catalog.Limit{Unit: deadline.SameDay}
		}),
		entry("sole", "小餐饮登记", func(r *catalog.Record) { r.Plan = plan(catalog.SoleReview, catalog.Review, catalog.Decide) }),
		entry("upward", "食品生产许可", func(r *catalog.Record) {
			r.Class, r.Plan = catalog.Upward, plan(catalog.Extended, catalog.Review, catalog.Superior, catalog.Decide)
		}),
		entry("site", "娱乐场所许可", func(r *catalog.Record) {
			r.Plan = plan(catalog.Extended, catalog.Survey, catalog.Check, catalog.Publish, catalog.Verify, catalog.Decide)
		}),
		entry("joint", "宾馆开业许可", func(r *catalog.Record) {
			r.Class, r.Partners, r.Flags.Default = catalog.Joint, []string{"wjj", "xfj"}, true
			r.Plan = plan(catalog.Extended, catalog.Review, catalog.Opinions, catalog.Meeting, catalog.Decide)
		}),
		entry("trust", "公共场所卫生许可", func(r *catalog.Record) {
			r.Flags.Commitment, r.Flags.Tolerance, r.Supervising = true, true, "发证后三十个工作日内现场核查"
			r.Materials[1].Necessity = catalog.Tolerable
		}),
		entry("own", "计量器具检定", func(r *catalog.Record) { r.Flags.AnyWindow, r.Flags.Online = false, false }),
	}
}
