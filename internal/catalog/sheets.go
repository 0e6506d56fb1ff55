package catalog

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"

	"github.com/xuri/excelize/v2"

	"huying/internal/fault"
)

// table is a sheet of the workbook that a catalogue travels in: one row for each item, or one for each element of one of its
// lists.
type table struct {
	name    string
	columns []column
	rows    func(e *Entry) []reflect.Value // for a list, its elements
	add     func(e *Entry) reflect.Value   // appends one
}

// flatField is a field of a form with the title of its group, as one row shows it.
type flatField struct {
	Group string `json:"group"`
	Field Field  `json:"field"`
}

func list[T any](of func(r *Record) *[]T) (func(e *Entry) []reflect.Value, func(e *Entry) reflect.Value) {
	rows := func(e *Entry) []reflect.Value {
		all := reflect.ValueOf(of(&e.Record)).Elem()
		out := make([]reflect.Value, all.Len())
		for n := range out {
			out[n] = all.Index(n)
		}
		return out
	}
	add := func(e *Entry) reflect.Value {
		all := of(&e.Record)
		*all = append(*all, *new(T))
		return reflect.ValueOf(all).Elem().Index(len(*all) - 1)
	}
	return rows, add
}

func listed[T any](name string, of func(r *Record) *[]T, columns ...column) table {
	rows, add := list(of)
	return table{name, columns, rows, add}
}

// keyTitle heads the column that says which item a row belongs to.
const keyTitle = "事项标识"

var tables = []table{
	{"事项", append([]column{
		{"主项", "main", nil}, {"子项", "sub", nil}, {"事项名称", "record.name", nil}, {"基本编码", "record.basicCode", nil}, {"实施编码", "record.code", nil}, {"别名", "record.aliases", nil},
		{"事项类型", "record.type", Types}, {"办件类型", "record.class", Classes}, {"行使层级", "record.level", Levels}, {"权限划分", "record.authority", nil}, {"行使内容", "record.content", nil},
		{"实施主体", "record.department", nil}, {"承办机构", "record.office", nil}, {"联办部门", "record.partners", nil},
		{"法定时限", "record.statutory.amount", nil}, {"法定时限单位", "record.statutory.unit", Units}, {"法定时限依据", "record.statutory.basis", nil}, {"法定时限说明", "record.statutory.note", nil},
		{"承诺时限", "record.promised.amount", nil}, {"承诺时限单位", "record.promised.unit", Units}, {"承诺时限依据", "record.promised.basis", nil}, {"承诺时限说明", "record.promised.note", nil}, {"压缩前承诺时限", "record.previous", nil},
		{"特别程序", "record.specials", Specials}, {"审批模式", "record.plan.model", Models}, {"结果种类", "record.result.kind", nil}, {"结果名称", "record.result.name", nil}, {"结果有效月数", "record.result.months", nil}, {"结果内容", "record.result.text", nil},
		{"服务对象", "record.audience", Audiences}, {"服务主题", "record.themes", nil}, {"乡镇办理方式", "record.way", Ways}, {"服务种类", "record.kind", ServiceKinds}, {"数量限制", "record.quantity", nil}, {"中介服务", "record.agents", nil},
		{"办理窗口", "record.window", nil}, {"不进驻理由", "record.exempt", nil}, {"办理地点", "record.place", nil}, {"办理时间", "record.hours", nil}, {"承办人员", "record.handler", nil}, {"咨询电话", "record.phone", nil}, {"监督电话", "record.supervision", nil},
		{"服务标准", "record.standard", nil}, {"到现场次数", "record.visits", nil}, {"救济途径", "record.remedies", nil}, {"事中事后监管", "record.supervising", nil},
	}, flagColumns()...), func(e *Entry) []reflect.Value { return []reflect.Value{reflect.ValueOf(e).Elem()} }, nil},
	listed("依据", func(r *Record) *[]Basis { return &r.Basis }, column{"名称", "law", nil}, column{"条款", "article", nil}, column{"效力层级", "rank", Ranks}, column{"用途", "for", Grounds[1:]}, column{"说明", "note", nil}),
	listed("条件", func(r *Record) *[]Condition { return &r.Conditions }, column{"条件", "text", nil}, column{"适用情形", "when", nil}),
	listed("材料", func(r *Record) *[]Material { return &r.Materials }, column{"代码", "code", nil}, column{"名称", "name", nil}, column{"种类", "kind", nil}, column{"必要性", "necessity", Necessities},
		column{"来源", "source", Sources}, column{"出具机构", "issuer", nil}, column{"原件份数", "originals", nil}, column{"复印件份数", "copies", nil}, column{"可用电子件", "paperless", nil}, column{"部门共享", "shared", nil},
		column{"有效月数", "valid", nil}, column{"依据", "basis", nil}, column{"说明", "note", nil}, column{"示范文本", "sample", nil}, column{"适用情形", "when", nil}),
	{"表单", []column{{"分组", "group", nil}, {"代码", "field.code", nil}, {"名称", "field.label", nil}, {"种类", "field.kind", FieldKinds}, {"必填", "field.required", nil}, {"选项", "field.options", nil}, {"说明", "field.help", nil},
		{"示例", "field.example", nil}, {"下限", "field.min", nil}, {"上限", "field.max", nil}, {"单位", "field.unit", nil}, {"适用情形", "field.when", nil}}, flatFields, nil},
	listed("流程", func(r *Record) *[]Step { return &r.Plan.Steps }, column{"代码", "code", nil}, column{"名称", "name", nil}, column{"种类", "kind", StepKinds}, column{"部门", "dept", nil}, column{"征求意见部门", "asks", nil}, column{"人数", "people", nil},
		column{"时限", "limit.amount", nil}, column{"时限单位", "limit.unit", Units}, column{"时限依据", "limit.basis", nil}, column{"时限说明", "limit.note", nil}, column{"去向", "then", nil}, column{"适用情形", "when", nil}),
	listed("收费", func(r *Record) *[]Fee { return &r.Fees }, column{"代码", "code", nil}, column{"名称", "name", nil}, column{"标准（元）", "amount", nil}, column{"单位", "unit", nil}, column{"文件", "document", nil}, column{"依据", "basis", nil}, column{"减免", "relief", nil}),
	listed("情形问题", func(r *Record) *[]Question { return &r.Scenario }, column{"代码", "code", nil}, column{"问题", "ask", nil}, column{"选项", "options", nil}),
	listed("常见问题", func(r *Record) *[]Answer { return &r.FAQ }, column{"问题", "question", nil}, column{"回答", "answer", nil}),
}

// flagColumns are a column for each yes-or-no fact.
func flagColumns() []column {
	return each(FlagWords, func(w Word) column { return column{w.Label, "record.flags." + w.Key, nil} })
}

func flatFields(e *Entry) []reflect.Value {
	var out []reflect.Value
	for _, g := range e.Record.Form.Groups {
		for _, f := range g.Fields {
			out = append(out, reflect.ValueOf(&flatField{g.Title, f}).Elem())
		}
	}
	return out
}

// unflatten puts a field where its group's title says: into the last group if it has that title, else into a new one.
func unflatten(e *Entry, f flatField) {
	groups := &e.Record.Form.Groups
	if n := len(*groups); n == 0 || (*groups)[n-1].Title != f.Group {
		*groups = append(*groups, Group{Title: f.Group})
	}
	last := &(*groups)[len(*groups)-1]
	last.Fields = append(last.Fields, f.Field)
}

// Workbook writes entries as an Excel workbook.
func Workbook(entries []Entry) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	for n, t := range tables {
		if n == 0 {
			if err := book.SetSheetName("Sheet1", t.name); err != nil {
				return nil, err
			}
		} else if _, err := book.NewSheet(t.name); err != nil {
			return nil, err
		}
		if err := t.write(book, entries); err != nil {
			return nil, err
		}
	}
	var out bytes.Buffer
	_, err := book.WriteTo(&out)
	return out.Bytes(), err
}

func (t table) write(book *excelize.File, entries []Entry) error {
	w, err := book.NewStreamWriter(t.name)
	if err != nil {
		return err
	}
	head := []any{keyTitle}
	for _, c := range t.columns {
		head = append(head, c.title)
	}
	line := 1
	put := func(cells []any) error {
		at, err := excelize.CoordinatesToCellName(1, line)
		if err != nil {
			return err
		}
		line++
		return w.SetRow(at, cells)
	}
	if err := put(head); err != nil {
		return err
	}
	for n := range entries {
		for _, v := range t.rows(&entries[n]) {
			cells := []any{entries[n].Key}
			for _, c := range t.columns {
				cells = append(cells, c.written(part(v, c.path)))
			}
			if err := put(cells); err != nil {
				return err
			}
		}
	}
	return w.Flush()
}

// ReadWorkbook reads what Workbook writes. Columns are found by their titles, in any order; a sheet or a column may be missing.
func ReadWorkbook(text []byte) ([]Entry, error) {
	book, err := excelize.OpenReader(bytes.NewReader(text))
	if err != nil {
		return nil, fault.New(fault.Unsupported, "catalog.workbook", "文件不是有效的Excel工作簿。").Because(err)
	}
	defer book.Close()
	var entries []Entry
	places := map[string]int{}
	for _, t := range tables {
		if !slices.Contains(book.GetSheetList(), t.name) {
			continue
		}
		rows, err := book.GetRows(t.name)
		if err != nil {
			return nil, fault.Newf(fault.Invalid, "catalog.workbook", "无法读取工作表“%s”。", t.name).Because(err)
		}
		for n, cells := range rows[min(1, len(rows)):] {
			if err := t.read(rows[0], cells, &entries, places); err != nil {
				return nil, fault.Newf(fault.Invalid, "catalog.workbook", "工作表“%s”第%d行有误：%s。", t.name, n+2, err.Error())
			}
		}
	}
	if len(entries) == 0 {
		return nil, fault.New(fault.Invalid, "catalog.workbook", "工作簿中没有事项。")
	}
	return entries, nil
}

// read takes one row. The first table makes the items, the others add to them.
func (t table) read(head, cells []string, entries *[]Entry, places map[string]int) error {
	cell := func(title string) string {
		if n := slices.Index(head, title); n >= 0 && n < len(cells) {
			return cells[n]
		}
		return ""
	}
	key := cell(keyTitle)
	at, known := places[key]
	switch first := t.name == tables[0].name; {
	case key == "" && len(cells) == 0:
		return nil
	case key == "" || first && known:
		return fmt.Errorf("%s为空或者重复", keyTitle)
	case first:
		at, places[key] = len(*entries), len(*entries)
		*entries = append(*entries, Entry{Key: key})
	case !known:
		return fmt.Errorf("没有标识为“%s”的事项", key)
	}
	e := &(*entries)[at]
	var field flatField
	var into reflect.Value
	switch {
	case t.add != nil:
		into = t.add(e)
	case t.name == tables[0].name:
		into = reflect.ValueOf(e).Elem()
	default:
		into = reflect.ValueOf(&field).Elem()
	}
	for _, c := range t.columns {
		if err := c.read(part(into, c.path), cell(c.title)); err != nil {
			return err
		}
	}
	if field.Field.Code != "" {
		unflatten(e, field)
	}
	return nil
}
