package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"huying/internal/org"
	"huying/internal/policy"
)

// Template is one way to publish an item: which elements of the record it shows, under which rule (GAP-20).
type Template struct {
	Key      string
	Label    string
	Rule     string
	Elements []string          // keys of elements, in their order
	Called   map[string]string // what the source calls an element, where it has a word of its own
}

// Templates are the ways to publish an item. All draw from the same record.
var Templates = []Template{
	{"guide", "办事指南", "CAT-20", []string{"department", "name", "flow", "basis", "limit", "limitNote", "conditions", "materials", "samples"},
		map[string]string{"name": "职权名称", "flow": "流程图", "basis": "职权依据", "limit": "办理时限", "samples": "规范格式文本"}},
	{"slip", "告知单", "CAT-22", []string{"name", "basis", "flow", "materials", "limit", "fee"},
		map[string]string{"name": "项目名称", "basis": "审批依据", "flow": "审批程序", "limit": "承诺期限"}},
	{"six", "行政许可六项公开", "CAT-37", []string{"name", "basis", "conditions", "flow", "limit", "materials"}, map[string]string{"name": "事项", "basis": "依据", "conditions": "条件", "flow": "程序", "limit": "期限", "materials": "申请资料"}},
	{"touch", "触摸屏公示", "CAT-23", []string{"name", "standard", "flow", "limit", "handler"}, map[string]string{"flow": "办理程序和具体要求", "limit": "办理时限"}},
	{"seven", "七公开", "DIS-18", nil, nil}, // which seven is policy: see sevens
	{"power", "职权目录", "DIS-29", []string{"name", "content", "department", "basis", "conditions", "limit", "supervision"}, map[string]string{"name": "名称", "content": "内容", "department": "办理主体", "basis": "依据", "conditions": "条件", "limit": "期限"}},
	{"directory", "政务公开目录", "DIS-05", []string{"name", "type", "content", "openForm", "openLimit", "openScope", "openProcedure", "contact"}, map[string]string{"name": "事项名称", "content": "公开内容"}},
}

// sevens are the two lists of seven that the sources know; a hall chooses one (GAP-19).
var sevens = map[string]Template{
	"a": {"seven", "七公开", "DIS-18", []string{"name", "conditions", "flow", "materials", "limit", "feeBasis", "feeStandard"}, map[string]string{"conditions": "申办条件", "flow": "办事程序"}},
	"b": {"seven", "七公开", "DIS-19", []string{"feeItems", "name", "flow", "conditions", "feeStandard", "feeBasis", "limit"},
		map[string]string{"name": "行政审批项目", "flow": "办事程序", "conditions": "前置条件", "limit": "服务时限"}},
}

// sheet is what elements are drawn from.
type sheet struct {
	*Record
	dir    *org.Directory
	policy *policy.Snapshot
	region string
}

func (s sheet) deptName(id string) string {
	if d, ok := s.dir.Department(id); ok {
		return d.Name
	}
	return id
}

// element is one thing that is said of an item. Its text is empty when the record does not say it.
type element struct {
	label string
	text  func(s sheet) string
}

var elements = map[string]element{
	"name":          {"服务项目", func(s sheet) string { return s.Name }},
	"type":          {"事项类别", func(s sheet) string { return label(Types, s.Type) }},
	"content":       {"职权内容", func(s sheet) string { return s.Content }},
	"department":    {"实施主体", func(s sheet) string { return s.deptName(s.Department) }},
	"basis":         {"办理依据", func(s sheet) string { return lines(s.Basis, Basis.String) }},
	"conditions":    {"办理条件", func(s sheet) string { return lines(s.Conditions, func(c Condition) string { return c.Text }) }},
	"flow":          {"办理程序", func(s sheet) string { return strings.Join(Stations(s.Plan), "→") }},
	"limit":         {"承诺时限", func(s sheet) string { return spelled(s.Promised) }},
	"limitNote":     {"时限说明", limitNote},
	"materials":     {"申报材料", func(s sheet) string { return orNone(lines(s.Wanted(), Material.String), "无需提交材料") }},
	"samples":       {"示范文本", samples},
	"fee":           {"收费依据及标准", func(s sheet) string { return orNone(lines(s.Fees, Fee.String), "不收费") }},
	"feeItems":      {"收费项目", func(s sheet) string { return orNone(lines(s.Fees, func(f Fee) string { return f.Name }), "不收费") }},
	"feeBasis":      {"收费依据", func(s sheet) string { return orNone(lines(s.Fees, func(f Fee) string { return f.Basis }), "不收费") }},
	"feeStandard":   {"收费标准", func(s sheet) string { return orNone(lines(s.Fees, Fee.standard), "不收费") }},
	"standard":      {"服务标准", func(s sheet) string { return s.Standard }},
	"handler":       {"承办人员", func(s sheet) string { return s.Handler }},
	"supervision":   {"监督渠道", func(s sheet) string { return s.Supervision }},
	"contact":       {"责任部门及联系方式", func(s sheet) string { return both(s.deptName(s.Department), s.Phone) }},
	"openForm":      {"公开形式", func(s sheet) string { return s.policy.Text(setOpenForm, s.region) }},
	"openLimit":     {"公开时限", func(s sheet) string { return s.policy.Text(setOpenLimit, s.region) }},
	"openScope":     {"公开范围", func(s sheet) string { return s.policy.Text(setOpenScope, s.region) }},
	"openProcedure": {"公开程序", func(s sheet) string { return s.policy.Text(setOpenProcedure, s.region) }},
}

// Shown is an element as a page or a paper shows it.
type Shown struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Text  string `json:"text"`
}

// template gives a template by its key; that of the seven is the one that the place has chosen.
func (s sheet) template(key string) (Template, bool) {
	if key == "seven" {
		return sevens[s.policy.Text(setSevenOpen, s.region)], true
	}
	for _, t := range Templates {
		if t.Key == key {
			return t, true
		}
	}
	return Template{}, false
}

// show draws a template.
func (s sheet) show(t Template) []Shown {
	out := make([]Shown, len(t.Elements))
	for n, key := range t.Elements {
		out[n] = Shown{key, cmp.Or(t.Called[key], elements[key].label), elements[key].text(s)}
	}
	return out
}

// checkTemplates: each template must be complete; those that policy names keep an item from being published, and a
// licence always says the six things (CAT-37).
func (c *checker) checkTemplates() {
	s := sheet{c.record, c.dir, c.policy, c.region}
	must := c.policy.List(setTemplates, c.region)
	told := map[string]bool{}
	for _, t := range Templates {
		t, _ = s.template(t.Key)
		blocks := slices.Contains(must, t.Key) || t.Key == "six" && c.record.Type == Licence
		for _, e := range s.show(t) {
			if e.Text != "" || told[e.Key] && !blocks {
				continue
			}
			told[e.Key] = true
			c.findings = append(c.findings, Finding{t.Rule, e.Key, fmt.Sprintf("%s缺少“%s”。", t.Label, e.Label), blocks})
		}
	}
}

// Stations are the names of what an application passes through, from the first to the last.
func Stations(p Plan) []string {
	if p.Model == "" {
		return nil
	}
	out := []string{"申请", "受理"}
	for _, step := range p.Steps {
		out = append(out, step.Name)
	}
	if len(p.Steps) == 0 {
		out = append(out, "当场决定")
	}
	return append(out, "送达")
}

// String writes a basis as a paper cites it.
func (b Basis) String() string {
	if b.Note == "" {
		return b.Law + b.Article
	}
	return b.Law + b.Article + "（" + b.Note + "）"
}

// String writes a material with what is wanted of it.
func (m Material) String() string {
	text := m.Name
	switch {
	case m.Shared:
		text += "（部门共享，无需提交）"
	case m.Paperless:
		text += "（可提交电子件）"
	case m.Originals > 0 && m.Copies > 0:
		text += fmt.Sprintf("（原件%d份、复印件%d份）", m.Originals, m.Copies)
	case m.Originals > 0:
		text += fmt.Sprintf("（原件%d份）", m.Originals)
	case m.Copies > 0:
		text += fmt.Sprintf("（复印件%d份）", m.Copies)
	}
	if m.Necessity != Required {
		text += "〔" + label(Necessities, m.Necessity) + "〕"
	}
	return text
}

// String writes a fee with its standard and its basis.
func (f Fee) String() string { return f.standard() + "；" + f.Basis }

func (f Fee) standard() string {
	unit := strings.TrimPrefix(f.Unit, "元")
	text := f.Name + Yuan(f.Amount) + "元" + unit
	if f.Relief != "" {
		text += "（" + f.Relief + "）"
	}
	return text
}

func spelled(l Limit) string {
	if !validLimit(l) {
		return ""
	}
	return Spell(l)
}

func limitNote(s sheet) string {
	var parts []string
	if s.Statutory.Unit != "" {
		parts = append(parts, "法定时限："+Spell(s.Statutory))
	}
	for _, note := range []string{s.Statutory.Note, s.Promised.Note} {
		if note != "" {
			parts = append(parts, note)
		}
	}
	if len(s.Specials) > 0 {
		parts = append(parts, strings.Join(labels(Specials, s.Specials), "、")+"所需时间不计入承诺时限")
	}
	return strings.Join(parts, "；")
}

func samples(s sheet) string {
	var names []string
	for _, m := range s.Materials {
		if m.Sample != "" {
			names = append(names, m.Name)
		}
	}
	if len(s.Form.Groups) > 0 {
		names = append(names, "在线申请表填写示例")
	}
	return strings.Join(names, "\n")
}

// lines numbers what a list says, one a line.
func lines[T any](list []T, say func(T) string) string {
	if len(list) == 1 {
		return say(list[0])
	}
	out := make([]string, len(list))
	for n, v := range list {
		out[n] = fmt.Sprintf("%d．%s", n+1, say(v))
	}
	return strings.Join(out, "\n")
}

func orNone(text, none string) string {
	if text == "" {
		return none
	}
	return text
}

func both(a, b string) string {
	if a == "" || b == "" {
		return ""
	}
	return a + "，" + b
}
