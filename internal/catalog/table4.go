package catalog

import (
	"fmt"
	"strconv"
	"strings"

	"huying/internal/deadline"
	"huying/internal/gbt39046"
	"huying/internal/org"
	"huying/internal/policy"
)

// typeCodes are the codes of GB/T 39046 A.1 for our types; from 11 and 21 on they are ours to add.
var typeCodes = map[Type]string{Licence: "01", Levy: "04", Benefit: "05", Confirmation: "07", OtherPower: "10", Forwarding: "11", Entrusted: "12", PublicService: "20"}

// audienceCodes are those of A.4.
var audienceCodes = map[Audience]string{Individual: "1", Enterprise: "2", Public: "3", Society: "4", Agency: "5", OtherBody: "6"}

// unitNames are how table 4 writes what a limit counts.
var unitNames = map[deadline.Unit]string{deadline.Workday: "工作日", deadline.Day: "日", deadline.SameDay: "当场"}

// Lengths are those that a place sets for the identifiers, in the place of what the standard prints.
func Lengths(set *policy.Snapshot, region string) gbt39046.Lengths {
	return gbt39046.Lengths{gbt39046.BasicCode: set.Int(setBasicCode, region), gbt39046.ItemCode: set.Int(setItemCode, region)}
}

// table4 writes an item as a row of table 4 (事项管理).
func table4(i *Item, body Body, dir *org.Directory) gbt39046.Row {
	r := &i.Record
	s := sheet{Record: r, dir: dir}
	dept, _ := dir.Department(r.Department)
	row := gbt39046.Row{}
	for name, text := range map[string]string{
		"事项名称": r.Name, "基本编码": r.BasicCode, "实施编码": r.Code, "事项类型": label(Types, r.Type), "事项类型代码": typeCodes[r.Type], "设定依据": clip(lines(r.Basis, Basis.String), 1000),
		"行使层级": label(Levels, r.Level), "行使层级代码": levelDigits[r.Level], "权限划分": r.Authority, "行使内容": r.Content, "实施主体": dept.Name, "实施主体代码": body.Credit,
		"实施主体性质": label(Natures, body.Nature), "实施主体性质代码": body.Nature,
		"法定办结时限": amount(r.Statutory), "法定办结时限单位": unitNames[r.Statutory.Unit], "法定办结时限说明": r.Statutory.Note,
		"承诺办结时限": amount(r.Promised), "承诺办结时限单位": unitNames[r.Promised.Unit], "承诺办结时限说明": r.Promised.Note,
		"受理条件": lines(r.Conditions, func(c Condition) string { return c.Text }), "办理流程": strings.Join(Stations(r.Plan), "→"),
		"共同实施部门": strings.Join(each(r.Partners, s.deptName), "、"), "共同实施部门代码": strings.Join(r.Partners, ","), "承办机构": r.Office, "中介服务": r.Agents, "数量限制": r.Quantity,
		"结果名称": r.Result.Name, "是否收费": yes(len(r.Fees) > 0), "收费依据": lines(r.Fees, func(f Fee) string { return f.Basis }),
		"服务对象": strings.Join(labels(Audiences, r.Audience), "、"), "服务对象代码": strings.Join(each(r.Audience, func(a Audience) string { return audienceCodes[a] }), ","),
		"服务主题": strings.Join(r.Themes, "、"), "办理形式": ways(r, ""), "办理形式代码": ways(r, ","), "特别程序": strings.Join(labels(Specials, r.Specials), "、"),
		"行政管辖": dir.RegionName(dept.Region), "行政管辖代码": dept.Region, "是否支持预约办理": yes(r.Flags.Appointment), "是否支持网上支付": yes(r.Flags.Pay), "是否支持物流快递": yes(r.Flags.Mail), "是否网办": yes(r.Flags.Online),
		"办理地点": r.Place, "办理时间": r.Hours, "咨询方式": phoneWay(r.Phone), "咨询电话": r.Phone, "监督电话": r.Supervision,
		"常见问题": lines(r.FAQ, func(a Answer) string { return a.Question + a.Answer }),
	} {
		if text != "" {
			row[name] = text
		}
	}
	if len(r.Materials) > 0 {
		row[gbt39046.Materials] = gbt39046.Rows(each(r.Materials, table4Material))
	}
	return row
}

func table4Material(m Material) gbt39046.Row {
	row := gbt39046.Row{"材料名称": m.Name, "原件份数": strconv.Itoa(m.Originals), "复印件份数": strconv.Itoa(m.Copies), "是否必备材料": yes(m.Necessity == Required)}
	for name, text := range map[string]string{"出具机构": m.Issuer, "材料办理说明": m.Note} {
		if text != "" {
			row[name] = text
		}
	}
	if m.Valid > 0 {
		row["出具时间要求"] = fmt.Sprintf("%d个月内", m.Valid)
	}
	return row
}

// read4 lays a row of table 4 over a record: what the table says is taken, what it cannot say stays. The table knows texts
// where we have lists; where the text is that of the list, the list stays.
func read4(row gbt39046.Row, was Record, dir *org.Directory) Record {
	r := was
	mine := table4(&Item{Record: was}, Body{}, dir)
	text := func(name string, into *string) {
		if t := row.Text(name); t != "" && t != mine.Text(name) {
			*into = t
		}
	}
	for name, into := range map[string]*string{
		"事项名称": &r.Name, "基本编码": &r.BasicCode, "实施编码": &r.Code, "权限划分": &r.Authority, "行使内容": &r.Content, "承办机构": &r.Office, "中介服务": &r.Agents, "数量限制": &r.Quantity,
		"结果名称": &r.Result.Name, "办理地点": &r.Place, "办理时间": &r.Hours, "咨询电话": &r.Phone, "监督电话": &r.Supervision,
	} {
		text(name, into)
	}
	r.Type, r.Level = Type(keyOf(typeCodes, row.Text("事项类型代码"), r.Type)), Level(keyOf(levelDigits, row.Text("行使层级代码"), r.Level))
	readLimit(&r.Statutory, row, "法定办结时限")
	readLimit(&r.Promised, row, "承诺办结时限")
	if t := row.Text("设定依据"); t != "" && t != mine.Text("设定依据") {
		r.Basis = []Basis{{Law: t, Rank: Document}}
	}
	if t := row.Text("受理条件"); t != "" && t != mine.Text("受理条件") {
		r.Conditions = []Condition{{Text: t}}
	}
	if codes := row.Text("服务对象代码"); codes != "" {
		r.Audience = each(strings.Split(codes, ","), func(c string) Audience { return keyOf(audienceCodes, c, OtherBody) })
	}
	if t := row.Text("服务主题"); t != "" {
		r.Themes = strings.Split(t, "、")
	}
	for name, flag := range map[string]*bool{"是否支持预约办理": &r.Flags.Appointment, "是否支持网上支付": &r.Flags.Pay, "是否支持物流快递": &r.Flags.Mail, "是否网办": &r.Flags.Online} {
		if t := row.Text(name); t != "" {
			*flag = t == "1"
		}
	}
	if d, ok := departmentNamed(dir, row.Text("实施主体"), row.Text("行政管辖代码")); ok {
		r.Department = d.ID
	}
	r.Materials = readMaterials(row, was.Materials)
	return r
}

// readMaterials takes the materials of a row; those that were there by the same name keep what the table cannot say.
func readMaterials(row gbt39046.Row, was []Material) []Material {
	rows := row.Group(gbt39046.Materials)
	out := make([]Material, len(rows))
	for n, line := range rows {
		m := Material{Code: fmt.Sprintf("m%d", n+1), Name: line.Text("材料名称"), Kind: "其他", Source: ByApplicant, Necessity: Optional}
		for _, old := range was {
			if old.Name == m.Name {
				m = old
				break
			}
		}
		m.Originals, _ = strconv.Atoi(line.Text("原件份数"))
		m.Copies, _ = strconv.Atoi(line.Text("复印件份数"))
		if must := line.Text("是否必备材料") == "1"; must {
			m.Necessity = Required
		} else if m.Necessity == Required {
			m.Necessity = Optional
		}
		m.Issuer, m.Note = line.Text("出具机构"), line.Text("材料办理说明")
		out[n] = m
	}
	return out
}

func readLimit(l *Limit, row gbt39046.Row, name string) {
	if unit := row.Text(name + "单位"); unit != "" {
		l.Unit = keyOf(unitNames, unit, l.Unit)
		l.Amount, _ = strconv.Atoi(row.Text(name))
	}
	if note := row.Text(name + "说明"); note != "" {
		l.Note = note
	}
}

// keyOf finds the key that a table gives a value to.
func keyOf[K ~string](table map[K]string, value string, otherwise K) K {
	for k, v := range table {
		if v == value && value != "" {
			return k
		}
	}
	return otherwise
}

func departmentNamed(dir *org.Directory, name, region string) (org.Department, bool) {
	for _, d := range dir.Departments(org.Everything()) {
		if d.Name == name && (region == "" || d.Region == region) {
			return d, true
		}
	}
	return org.Department{}, false
}

func amount(l Limit) string {
	if l.Unit == "" {
		return ""
	}
	return strconv.Itoa(days(l))
}

func yes(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

// ways are the codes of A.5 in which an item can be asked for, or their names where no divider is given.
func ways(r *Record, divider string) string {
	codes := []string{"1"}
	if r.Flags.Online {
		codes = append(codes, "2")
	}
	if divider != "" {
		return strings.Join(codes, divider)
	}
	return strings.Join(each(codes, func(c string) string { return gbt39046.Name(gbt39046.Ways, c) }), "、")
}

func phoneWay(phone string) string {
	if phone == "" {
		return ""
	}
	return "窗口咨询、电话咨询"
}

// clip cuts a text to so many characters.
func clip(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

func each[A, B any](list []A, do func(A) B) []B {
	out := make([]B, len(list))
	for n, v := range list {
		out[n] = do(v)
	}
	return out
}
