package catalog

import (
	"fmt"
	"slices"
	"strings"

	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/storage"
)

// Finding is one thing that is wrong with a record. One that Blocks keeps it from being published; the others are shown to
// whoever drafts and reviews it.
type Finding struct {
	Rule    string `json:"rule"`
	Field   string `json:"field"`
	Message string `json:"message"`
	Blocks  bool   `json:"blocks"`
}

// checker looks at one record. fees are those of the governing documents, by document and code.
type checker struct {
	record   *Record
	policy   *policy.Snapshot
	dir      *org.Directory
	fees     map[feeKey]Fee
	region   string // path
	findings []Finding
}

type feeKey struct{ document, code string }

func (c *checker) block(rule, field, format string, args ...any) {
	c.findings = append(c.findings, Finding{rule, field, fmt.Sprintf(format, args...), true})
}

func (c *checker) warn(rule, field, format string, args ...any) {
	c.findings = append(c.findings, Finding{rule, field, fmt.Sprintf(format, args...), false})
}

// Check looks at a record as it would be published in the region of its department: whether it is complete for each
// template, lawful, and can be walked from the first step to the last.
func (s *Service) Check(tx *storage.Tx, tier Tier, r *Record, region string) ([]Finding, error) {
	dir, err := s.org.Directory(tx.Context())
	if err != nil {
		return nil, err
	}
	c := &checker{record: r, policy: s.policy.Now(), dir: dir, region: region, findings: []Finding{}}
	if strings.TrimSpace(r.Name) == "" {
		c.block("CAT-20", "name", "请填写事项名称。")
	}
	if tier != Handling {
		return c.findings, nil
	}
	if c.fees, err = governingFees(tx, r); err != nil {
		return nil, err
	}
	for _, look := range []func(){c.checkCodes, c.checkWords, c.checkBasis, c.checkLimits, c.checkFees, c.checkPlace, c.checkFlags, c.checkMaterials, c.checkForm, c.checkScenario, c.checkPlan, c.checkTemplates} {
		look()
	}
	return c.findings, nil
}

// sound refuses a change whose record has findings that block.
func (s *Service) sound(tx *storage.Tx, c *change, region string) error {
	if c.record == nil {
		return nil
	}
	found, err := items(tx, `WHERE i.id = $1`, c.item)
	if err != nil || len(found) == 0 {
		return err
	}
	findings, err := s.Check(tx, found[0].Tier, c.record, region)
	if err != nil {
		return err
	}
	return refusal(findings)
}

// refusal is what the findings that block amount to, nil if none does.
func refusal(findings []Finding) error {
	var bad *fault.Error
	for _, f := range findings {
		if !f.Blocks {
			continue
		}
		if bad == nil {
			bad = fault.New(fault.Refused, "catalog.unsound", "事项内容不完整或者不合规，不能发布："+f.Message).Under(f.Rule)
		}
		bad.On(f.Field, f.Message)
	}
	if bad == nil {
		return nil
	}
	return bad
}

// checkWords holds the record to the closed lists.
func (c *checker) checkWords() {
	r := c.record
	for _, w := range []struct {
		field, rule string
		ok          bool
	}{
		{"type", "CAT-02", known(Types, r.Type)},
		{"class", "GAP-18", known(Classes, r.Class) && slices.Contains(c.policy.List(setClasses, c.region), string(r.Class))},
		{"level", "CAT-20", known(Levels, r.Level)},
		{"audience", "CAT-21", len(r.Audience) > 0 && all(r.Audience, func(a Audience) bool { return known(Audiences, a) })},
		{"specials", "TIME-10", all(r.Specials, func(s string) bool { return known(Specials, s) })},
		{"way", "CAT-24", r.Way == "" && r.Level != Township || known(Ways, r.Way)},
		{"kind", "CAT-42", r.Kind == "" && r.Level != Township || known(ServiceKinds, r.Kind)},
	} {
		if !w.ok {
			c.block(w.rule, w.field, "“%s”应从给出的选项中选择。", fieldLabels[w.field])
		}
	}
	for _, id := range append([]string{r.Department}, r.Partners...) {
		if _, ok := c.dir.Department(id); !ok {
			c.block("CAT-20", "department", "没有部门“%s”。", id)
		}
	}
}

var fieldLabels = map[string]string{
	"type": "事项类型", "class": "办件类型", "level": "行使层级", "audience": "服务对象", "specials": "特别程序", "way": "乡镇办理方式", "kind": "服务种类",
}

func all[T any](list []T, ok func(T) bool) bool {
	return !slices.ContainsFunc(list, func(v T) bool { return !ok(v) })
}

// checkBasis: the item rests on national law or a superior rule, its procedure, limit and fee too (CAT-18, APP-51).
func (c *checker) checkBasis() {
	r := c.record
	grounds := func(what string) bool {
		return slices.ContainsFunc(r.Basis, func(b Basis) bool { return b.For == what && b.Rank != Local && b.Law != "" })
	}
	for n, b := range r.Basis {
		if b.Law == "" || !known(Ranks, b.Rank) || !known(Grounds, b.For) {
			c.block("CAT-18", at("basis", n), "依据应写明名称、效力层级和用途。")
		}
	}
	if !grounds("") {
		c.block("CAT-18", "basis", "设定依据应为国家法律或者上级规定，只有本地自定依据的事项不得发布。")
	}
	if !grounds("procedure") && !slices.ContainsFunc(r.Basis, func(b Basis) bool { return b.For == "" && b.Rank != Local && b.Article != "" }) {
		c.block("APP-51", "basis", "办理程序应有依据：写明设定依据的条款，或者另列办理程序的依据。")
	}
	if r.Statutory.Basis == "" && r.Promised.Basis == "" && !grounds("limit") {
		c.block("APP-51", "statutory", "办理时限应有依据。")
	}
}

// checkLimits: both limits are there, the promised one is no longer than the statutory one, and cuts reach what is asked
// (TIME-18, TIME-21 to TIME-24).
func (c *checker) checkLimits() {
	r := c.record
	if !validLimit(r.Promised) {
		c.block("TIME-18", "promised", "请填写承诺时限。")
		return
	}
	if r.Statutory.Unit == "" && r.Statutory.Note == "" || r.Statutory.Unit != "" && !validLimit(r.Statutory) {
		c.block("TIME-22", "statutory", "请填写法定时限；法律法规没有规定的，在说明中写明。")
		return
	}
	if r.Statutory.Unit != "" && longer(r.Promised, r.Statutory) {
		c.block("TIME-21", "promised", "承诺时限（%s）不能长于法定时限（%s）。", Spell(r.Promised), Spell(r.Statutory))
	}
	cut := CutOf(r, c.policy, c.region)
	if cut.Rule == "TIME-24" && !cut.Reached {
		c.block("TIME-24", "promised", "项目类事项的承诺时限应不超过%d%s。", cut.Most, cut.Unit.Chinese())
	}
	if cut.Rule == "TIME-23" && !cut.Reached {
		c.warn("TIME-23", "promised", "承诺时限压缩不足，应不超过%d%s。", cut.Most, cut.Unit.Chinese())
	}
}

func validLimit(l Limit) bool {
	return l.Unit == deadline.SameDay || (l.Unit == deadline.Workday || l.Unit == deadline.Day) && l.Amount >= 0
}

// longer reports whether a promise may outlast a limit. Five working days are seven days.
func longer(promised, limit Limit) bool {
	p, l := days(promised)*7, days(limit)*7
	switch {
	case promised.Unit == deadline.Workday && limit.Unit == deadline.Day:
		p = days(promised) * 7 * 7 / 5
	case promised.Unit == deadline.Day && limit.Unit == deadline.Workday:
		l = days(limit) * 7 * 7 / 5
	}
	return p > l
}

// days is the amount of a limit; on the spot is none.
func days(l Limit) int {
	if l.Unit == deadline.SameDay {
		return 0
	}
	return l.Amount
}

// Spell writes a limit as people do.
func Spell(l Limit) string {
	if days(l) == 0 {
		return "当场办结"
	}
	return fmt.Sprintf("%d%s", l.Amount, l.Unit.Chinese())
}

// checkFees: every fee equals that of its governing document, and has a basis (CAT-08, APP-51).
func (c *checker) checkFees() {
	seen := map[string]bool{}
	for n, f := range c.record.Fees {
		set, known := c.fees[feeKey{f.Document, f.Code}]
		switch {
		case f.Name == "" || f.Basis == "":
			c.block("APP-51", at("fees", n), "收费项目应有名称和依据。")
		case seen[f.Code]:
			c.block("ORG-25", at("fees", n), "收费项目“%s”重复。", f.Name)
		case !known:
			c.block("CAT-08", at("fees", n), "收费文件“%s”中没有“%s”这一收费项目。", f.Document, f.Name)
		case set.Amount != f.Amount:
			c.block("CAT-08", at("fees", n), "“%s”的收费标准应按文件为%s元。", f.Name, Yuan(set.Amount))
		}
		seen[f.Code] = true
	}
}

// Yuan is an amount in fen as people write it.
func Yuan(fen int64) string {
	if fen%100 == 0 {
		return fmt.Sprint(fen / 100)
	}
	return fmt.Sprintf("%d.%02d", fen/100, fen%100)
}

// checkPlace: an item is bound to a window; licences and forwarded ones always, others unless it is said why not (CAT-03,
// CAT-07, CAT-38, CAT-39).
func (c *checker) checkPlace() {
	r := c.record
	switch {
	case r.Window != "":
	case r.Type == Licence || r.Type == Forwarding:
		c.block("CAT-38", "window", "行政许可和审核转报事项须全部进驻，请填写办理窗口。")
	case r.Exempt == "":
		c.block("CAT-03", "window", "事项应进必进，请填写办理窗口；确不进驻的写明理由。")
	default:
		c.warn("CAT-40", "window", "事项尚未进驻。")
	}
	if r.Visits < 0 {
		c.block("APP-39", "visits", "到现场次数不能为负数。")
	} else if r.Visits > 1 {
		c.warn("APP-39", "visits", "到现场次数超过一次。")
	}
}

// checkFlags: what is said of an item must agree with how it is handled.
func (c *checker) checkFlags() {
	r, f := c.record, c.record.Flags
	for _, must := range []struct {
		when, ok    bool
		rule, field string
		message     string
	}{
		{f.FormalOnly, r.Class == Instant && r.Plan.Model == OnTheSpot, "CAT-35", "flags.formalOnly", "只作形式要件审查的事项应为即办件，由窗口当场办结。"},
		{r.Class == Instant, days(r.Promised) == 0, "CAT-36", "promised", "即办件的承诺时限应为当场办结。"},
		{r.Class == Upward, hasStep(r.Plan, Superior), "CAT-36", "plan", "上报件的流程应有报上级审批的步骤。"},
		{r.Class == Joint, len(r.Partners) > 0, "APP-17", "partners", "联办件应写明联办部门。"},
		{r.Class == Joint, days(r.Promised) <= c.policy.Int(setJointLimit, c.region), "APP-16", "promised", "联合办理的时限超过行政许可法第四十二条规定的日数。"},
		{f.Instantly || f.NoMeeting, f.Online, "CAT-26", "flags.online", "秒批、不见面的事项应可网上办理。"},
		{f.NoMeeting, r.Visits == 0, "CAT-26", "visits", "不见面的事项到现场次数应为零。"},
		{f.Commitment, r.Supervising != "", "APP-14", "supervising", "告知承诺的事项应写明事中事后监管办法。"},
		{f.Default, hasStep(r.Plan, Opinions) || hasStep(r.Plan, Meeting), "GAP-21", "flags.default", "默认同意只适用于征求部门意见和会商的步骤。"},
	} {
		if must.when && !must.ok {
			c.block(must.rule, must.field, "%s", must.message)
		}
	}
}

func hasStep(p Plan, kind StepKind) bool {
	return slices.ContainsFunc(p.Steps, func(s Step) bool { return s.Kind == kind })
}

// at names an element of a list in a finding, such as materials[3].
func at(list string, n int) string { return fmt.Sprintf("%s[%d]", list, n) }
