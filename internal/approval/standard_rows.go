package approval

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/gbt39046"
	"huying/internal/org"
	"huying/internal/storage"
)

// sourceCodes are our channels in A.5, classCodes our classes in A.6; what is in neither is 9, others.
var (
	sourceCodes = map[string]string{"window": "1", "web": "2", "mobile": "3", "post": "4"}
	classCodes  = map[catalog.Class]string{catalog.Instant: "1", catalog.Promised: "2"}
)

// identityCard is the code of an identity card among the papers of GA/T 2000.156, which has none for firms.
const identityCard = "111"

// leaver is an application with everything that its rows tell.
type leaver struct {
	c       *casework.Case
	o       *Application
	record  catalog.Record
	party   Party
	accept  string // number of the notice of acceptance
	due     time.Time
	charged bool
	project string // number of the project it is of
	paper   *Certificate
	names   map[string]string
	x       *standardWriter
}

// read gathers a page of applications with what their rows tell, in a fixed number of queries.
func (x *standardWriter) read(tx *storage.Tx, cases []*casework.Case) ([]leaver, error) {
	applications, texts, ids, people := map[string]*Application{}, make([]string, len(cases)), make([]any, len(cases)), []string{}
	for i, c := range cases {
		ids[i], texts[i] = c.ID, c.ID
	}
	askApplications(tx, texts, applications)
	if err := tx.Gather(); err != nil {
		return nil, err
	}
	for _, o := range applications {
		people = append(people, o.people(nil, nil)...)
	}
	among := ` IN (` + storage.Placeholders(1, len(ids)) + `)`
	papers, err := documents(tx, `WHERE kind = 'accept' AND application_id`+among, ids...)
	if err != nil {
		return nil, err
	}
	certificates, err := x.certificates(tx, `WHERE application_id`+among, ids...)
	if err != nil {
		return nil, err
	}
	paid, err := fees(tx, `WHERE f.application_id`+among, ids...)
	if err != nil {
		return nil, err
	}
	parties, err := x.parties(tx, among, ids)
	if err != nil {
		return nil, err
	}
	dues, err := x.kernel.Glances(tx, MeterHandling, texts)
	if err != nil {
		return nil, err
	}
	names, err := org.NamesOf(tx, people)
	if err != nil {
		return nil, err
	}
	names[org.System().ID] = ""
	out := make([]leaver, len(cases))
	for i, c := range cases {
		o := applications[c.ID]
		a := leaver{c: c, o: o, party: parties[c.ID].masked(), due: dues[c.ID].Due, names: names, x: x}
		if x.in.Purpose != "" && x.actor.May(org.ApplicationUnmask, o.DeptPath, c.Region) {
			a.party = parties[c.ID]
		}
		for _, d := range papers {
			if d.Application == c.ID {
				a.accept = d.Number
			}
		}
		a.charged = slices.ContainsFunc(paid, func(f Fee) bool { return f.Application == c.ID && f.Amount > 0 })
		if n := slices.IndexFunc(certificates, func(p Certificate) bool { return p.Application == c.ID }); n >= 0 {
			a.paper = &certificates[n]
		}
		if err := x.complete(tx, &a); err != nil {
			return nil, err
		}
		out[i] = a
	}
	return out, nil
}

// parties opens who applied for the applications of a page.
func (x *standardWriter) parties(tx *storage.Tx, among string, ids []any) (map[string]Party, error) {
	out := map[string]Party{}
	err := tx.All(`SELECT application_id, party FROM application_parties WHERE application_id`+among, ids, func(scan func(...any) error) error {
		var id, sealed string
		if err := scan(&id, &sealed); err != nil {
			return err
		}
		p, _, err := x.opened(&sealedParty{id: id, party: sealed})
		out[id] = p
		return err
	})
	return out, err
}

// complete fills in what applications have in common, and reads each such thing once.
func (x *standardWriter) complete(tx *storage.Tx, a *leaver) (err error) {
	key := a.o.Item + "/" + strconv.FormatInt(a.o.ItemVersion, 10)
	known := false
	if a.record, known = x.records[key]; !known {
		if a.record, err = x.Service.record(tx, a.o); err != nil {
			return err
		}
		x.records[key] = a.record
	}
	for _, path := range append([]string{a.o.DeptPath, a.c.Dept}, a.o.passed()...) {
		if _, known := x.bodies[path]; known {
			continue
		}
		dept, ok := x.dir.Department(lastNode(path))
		if !ok {
			continue
		}
		if x.bodies[path], err = x.items.BodyOf(tx, dept); err != nil {
			return err
		}
	}
	if a.c.Parent == "" {
		return nil
	}
	if a.project, known = x.parents[a.c.Parent]; !known {
		parent, err := x.kernel.Get(tx, a.c.Parent)
		if err != nil {
			return err
		}
		if parent.Flow == ProjectFlowName {
			a.project = parent.Number
		}
		x.parents[a.c.Parent] = a.project
	}
	return nil
}

// passed are the paths of the departments whose steps an application went through.
func (o *Application) passed() (paths []string) {
	for _, v := range o.Visits {
		paths = append(paths, v.Dept)
	}
	return paths
}

// filled is a row without what is empty.
func filled(texts map[string]string) gbt39046.Row {
	row := gbt39046.Row{}
	for name, text := range texts {
		if text != "" {
			row[name] = text
		}
	}
	return row
}

// instant writes a time as the standard does, "" for none.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Zone).Format("20060102T150405")
}

func yes(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// clip cuts a text to so many characters.
func clip(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

// region is the division code in the nine digits of the standard: of a village that of its township.
func (a *leaver) region() string {
	code := lastNode(a.c.Region)
	return code[:min(9, len(code))]
}

func (a *leaver) class() string {
	if code := classCodes[a.o.Class]; code != "" {
		return code
	}
	return "9"
}

func (a *leaver) dept(path string) string { return deptName(a.x.dir, path) }

// applied is the row of table 5: what was applied for, by whom, with what.
func (a *leaver) applied() gbt39046.Row {
	o, p := a.o, a.party
	source := sourceCodes[o.Channel]
	if source == "" {
		source = "9"
	}
	card := ""
	if p.Kind == "person" && p.IDNumber != "" {
		card = identityCard
	}
	contact := map[string]string{"联系人/代理人姓名": p.Contact, "联系人手机号码": p.Phone}
	if p.Agent != nil {
		contact = map[string]string{"联系人/代理人姓名": p.Agent.Name, "联系人/代理人证件类型代码": identityCard, "联系人/代理人证件号码": p.Agent.IDNumber, "联系人手机号码": p.Agent.Phone}
	}
	row := filled(contact)
	for name, text := range filled(map[string]string{
		gbt39046.CaseCode: a.c.Number, gbt39046.ItemCode: o.ItemCode, "事项名称": o.ItemName, "办件类型": labelOf(catalog.Classes, o.Class), "办件类型代码": a.class(),
		"申请者名称": p.Name, "申请者证件类型代码": card, "申请者证件号码": p.IDNumber, "通讯地址": p.Address, "法定代表人": p.Legal, "申报来源代码": source,
		"申请时间": instant(o.Received), "投资项目编号": a.project, "行政区划": a.region(),
	}) {
		row[name] = text
	}
	materials := gbt39046.Rows{}
	for _, m := range o.Materials {
		materials = append(materials, filled(map[string]string{gbt39046.CaseCode: a.c.Number, "材料名称": m.Name, "是否收取": yes(m.Present()), "收取方式": m.way(), "收取数量": m.amount(),
			"收取时间": instant(m.At), "附件实体": strings.Join(m.Hashes, ",")}))
	}
	if len(materials) > 0 {
		row[gbt39046.Materials] = materials
	}
	return row
}

// way is how a material came, "" while it has not.
func (m *Material) way() string {
	switch {
	case m.State == "shared":
		return "部门共享"
	case m.State != "present":
		return ""
	case m.Reused != "":
		return "沿用已提交的材料"
	case len(m.Files) > 0:
		return "电子文件"
	}
	return "纸质材料"
}

func (m *Material) amount() string {
	if !m.Present() {
		return ""
	}
	return strconv.Itoa(max(1, m.Originals+m.Copies, len(m.Files)))
}

// taken is the row of table 6 of an application that was accepted.
func (a *leaver) taken() []gbt39046.Row {
	o := a.o
	if o.Accepted.IsZero() {
		return nil
	}
	return []gbt39046.Row{filled(map[string]string{
		gbt39046.CaseCode: a.c.Number, gbt39046.BasicCode: a.record.BasicCode, gbt39046.ItemCode: o.ItemCode, "事项名称": o.ItemName, "受理单位名称": a.dept(o.DeptPath), "受理单位统一社会信用代码": a.x.bodies[o.DeptPath].Credit,
		"受理人员": a.names[o.Registrar], "受理时间": instant(o.Accepted), "受理文书编号": a.accept, "承诺办结时间": a.promised(), "办件类型": labelOf(catalog.Classes, o.Class), "办件类型代码": a.class(), "行政区划": a.region(),
	})}
}

// promised is the last second of the promise.
func (a *leaver) promised() string {
	if a.due.IsZero() {
		return ""
	}
	return instant(a.due.Add(-time.Second))
}

// moves are what a finding is among the standard's actions.
var moves = map[string]string{"pass": "通过", "back": "退回"}

// handled are the rows of table 7: each step that was gone through, the one at which it stands, each special procedure and
// each granted plea for more time.
func (a *leaver) handled() (rows []gbt39046.Row) {
	o := a.o
	last := o.Accepted
	step := func(move, name, by, opinion, dept string, from, to time.Time, standing string) gbt39046.Row {
		if move == "" {
			move = "其他"
		}
		if from.IsZero() {
			from = to
		}
		return filled(map[string]string{gbt39046.CaseCode: a.c.Number, "业务动作": move, "环节名称": name, "环节处理人": a.names[by], "环节处理意见": clip(opinion, 1000), "环节开始时间": instant(from), "环节结束时间": instant(to),
			"处理单位名称": a.dept(dept), "处理单位统一社会信用代码": a.x.bodies[dept].Credit, "环节办理状态代码": standing})
	}
	for _, v := range o.Visits {
		rows = append(rows, step(moves[v.Finding], v.Name, v.By, v.Opinion, v.Dept, v.Arrived, v.At, "2"))
		last = v.At
	}
	if d := o.Decision; d != nil && d.Step == "" {
		name := "决定"
		if d.OnSpot {
			name = "当场办结"
		}
		rows = append(rows, step(moves[map[string]string{"grant": "pass"}[d.Outcome]], name, d.By, d.Reasons, o.DeptPath, o.Accepted, d.At, "2"))
	}
	if at, ok := stepOf(a.record.Plan, o.Step); ok && a.c.Open() {
		from := o.Arrived
		if from.IsZero() {
			from = last
		}
		rows = append(rows, step("", at.Name, "", "", a.c.Dept, from, from, "1"))
	}
	return append(rows, a.specials(step)...)
}

func (a *leaver) specials(step func(move, name, by, opinion, dept string, from, to time.Time, standing string) gbt39046.Row) (rows []gbt39046.Row) {
	dept := a.o.DeptPath
	special := func(code, kind, why, by, result, opinion, ended string, from, to time.Time) {
		end, standing := to, "2"
		if to.IsZero() {
			end, standing = from, "1"
		}
		row := step("", "特别程序", by, "", dept, from, end, standing)
		for name, text := range filled(map[string]string{"特别程序种类名称": kind, "特别程序种类代码": code, "特别程序开始时间": instant(from), "特别程序启动理由或依据": why, "申请人": a.names[by], "特别程序结束时间": instant(to),
			"特别程序结果": result, "特别程序办理意见": opinion, "办理单位名称": a.dept(dept), "办理单位统一社会信用代码": a.x.bodies[dept].Credit, "办理人": a.names[ended]}) {
			row[name] = text
		}
		rows = append(rows, row)
	}
	for _, sp := range a.o.Specials {
		var to time.Time
		if sp.To != 0 {
			to = sp.To.End().Add(-time.Second)
		}
		special("2", label(specialWords, sp.Kind), sp.Basis, sp.By, sp.Result, "", sp.EndedBy, sp.From.Start(), to)
	}
	for _, p := range a.o.Pleas {
		if p.Ruling == "granted" {
			special("1", "延长审批", p.Reason, p.By, fmt.Sprintf("准予延长%d日", p.Amount), p.Why, p.RuledBy, p.At, p.RuledAt)
		}
	}
	return rows
}

// ended is the row of table 8 of an application that is over.
func (a *leaver) ended() []gbt39046.Row {
	o := a.o
	if a.c.Open() {
		return nil
	}
	result, by := a.x.kernel.Flow(a.c.Flow).State(a.c.State).Label, ""
	switch {
	case o.Decision != nil:
		result, by = label(Outcomes, o.Decision.Outcome), o.Decision.By
	case o.Refusal != nil:
		by = o.Refusal.By
	}
	row := map[string]string{gbt39046.CaseCode: a.c.Number, "办理人姓名": a.names[by], "办结时间": instant(a.c.Closed), "办件结果描述": result, "行政区划": a.region(),
		"是否快递寄送结果": yes(o.Delivery != nil && o.Delivery.Way == "posted"), "是否收费": yes(a.charged)}
	if a.paper != nil {
		row["结果证照名称"], row["结果证照编号"], row["发证/盖章单位"], row["证照有效期限"] = a.paper.Name, a.paper.Number, a.paper.Issuer, "长期"
		if a.paper.Until != 0 {
			row["证照有效期限"] = a.paper.Until.String()
		}
	}
	return []gbt39046.Row{filled(row)}
}

// labelOf gives a key's label in a list of the catalogue.
func labelOf[K ~string](list []catalog.Word, key K) string { return label(words(list), key) }
