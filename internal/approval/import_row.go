package approval

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/deadline"
	"huying/internal/org"
	"huying/internal/secret"
	"huying/internal/sheet"
	"huying/internal/storage"
)

// Fields are what a file of finished applications may say of each.
var Fields = []sheet.Field{
	{Key: "id", Label: "办件编号", Names: []string{"id", "办件编号", "编号", "业务编号", "受理编号", "申报号"}, Required: true},
	{Key: "item", Label: "事项", Names: []string{"item", "事项", "事项名称", "办理事项", "事项编码", "实施编码"}, Required: true},
	{Key: "dept", Label: "办理部门", Names: []string{"dept", "办理部门", "实施主体", "部门"}},
	{Key: "name", Label: "申请人", Names: []string{"name", "申请人", "申请人名称", "申请人姓名", "申请单位"}, Required: true},
	{Key: "party", Label: "申请人类型", Names: []string{"party", "申请人类型"}},
	{Key: "id_number", Label: "证件号码", Names: []string{"id_number", "证件号码", "申请人证件号码", "身份证号", "统一社会信用代码"}},
	{Key: "phone", Label: "联系电话", Names: []string{"phone", "联系电话", "手机号码", "电话"}},
	{Key: "channel", Label: "申请方式", Names: []string{"channel", "申请方式"}},
	{Key: "received_at", Label: "收件时间", Names: []string{"received_at", "收件时间", "申请时间", "收到时间"}, Required: true},
	{Key: "completed_at", Label: "材料补齐时间", Names: []string{"completed_at", "材料补齐时间", "补正时间"}},
	{Key: "accepted_at", Label: "受理时间", Names: []string{"accepted_at", "受理时间"}, Required: true},
	{Key: "decided_at", Label: "决定时间", Names: []string{"decided_at", "决定时间", "审批时间", "办结时间"}, Required: true},
	{Key: "delivered_at", Label: "送达时间", Names: []string{"delivered_at", "送达时间", "领取时间", "出证时间"}, Required: true},
	{Key: "result", Label: "办理结果", Names: []string{"result", "办理结果", "审批结果", "结果"}, Required: true},
}

// Reasons are why a row of an imported file is refused.
var Reasons = []Word{
	{"id", "没有编号，或编号超过100字", ""}, {"item", "没有这个事项，或事项从未发布", ""}, {"item_many", "事项名称不止一个部门有，请填写办理部门或事项编码", ""},
	{"name", "没有申请人，或超过100字", ""}, {"number", "证件号码不正确", ""}, {"channel", "申请方式无法识别", ""}, {"result", "办理结果无法识别，应为准予或不予", ""},
	{"times", "缺少时间，或无法识别", ""}, {"order", "各时间先后颠倒", ""}, {"future", "送达时间晚于现在", ""},
	{"characters", "含有无法识别的字符", ""}, {"duplicate", "编号与本文件前面的行重复", ""}, {"changed", "编号已导入过，内容不同", ""},
}

// finished is one sound row of a file.
type finished struct {
	row                                              int // in the file; the header is row 1
	id, channel, outcome                             string
	matter                                           *matter
	party                                            Party
	received, complete, accepted, decided, delivered time.Time
}

// matter is an item as it stands now, with where its applications belong and what it promises: settled once a row wants it.
type matter struct {
	item           catalog.Item
	dept           org.Department
	region, window string
	promised       deadline.Term
}

// matters gives every item that was ever published, by its name, its codes and its key. A name may be of several.
func (s *Service) matters(tx *storage.Tx, dir *org.Directory) (map[string][]*matter, error) {
	items, err := s.items.Handling(tx)
	if err != nil {
		return nil, err
	}
	out := map[string][]*matter{}
	for _, item := range items {
		m := &matter{item: item}
		m.dept, _ = dir.Department(lastNode(item.Dept))
		r := item.Record
		names := []string{r.Name, r.Code, r.BasicCode, item.Key}
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			if name != "" {
				out[name] = append(out[name], m)
			}
		}
	}
	return out, nil
}

func (s *Service) settle(tx *storage.Tx, dir *org.Directory, m *matter) (err error) {
	if m.window != "" {
		return nil
	}
	if m.item.Record, err = s.items.RecordOf(tx, m.item.ID, m.item.Version); err != nil {
		return err
	}
	if m.region, m.window, err = place(dir, m.item, ""); err != nil {
		return err
	}
	m.promised = s.promise(&Application{}, m.item.Record, m.region)
	return nil
}

// sound reads the rows and sets those aside that are not.
func (in ImportOptions) sound(t sheet.Table, at map[string]int, matters map[string][]*matter, now time.Time, res *casework.History) []finished {
	var rows []finished
	seen := map[string]bool{}
	for n, row := range t.Rows {
		if sheet.Blank(row) {
			continue
		}
		res.Read++
		f, reason := in.parse(at, n+2, row, matters, now)
		if reason == "" && seen[f.id] {
			reason = "duplicate"
		}
		if reason != "" {
			res.Refuse(reason, label(Reasons, reason), f.row)
			continue
		}
		seen[f.id] = true
		rows = append(rows, f)
	}
	return rows
}

// parse reads one row. reason is "" for a sound one.
func (in ImportOptions) parse(at map[string]int, n int, row []string, matters map[string][]*matter, now time.Time) (f finished, reason string) {
	cell := func(key string) string {
		if i, ok := at[key]; ok && i < len(row) {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	f = finished{row: n, id: cell("id"), outcome: outcomeOf(cell("result")), channel: keyOf(Channels, cell("channel"), in.Channel),
		party: Party{Name: cell("name"), IDNumber: strings.ToUpper(cell("id_number")), Phone: bareNumber(cell("phone"))}}
	f.party.Kind = kindOf(cell("party"), f.party.IDNumber)
	f.matter, reason = choose(matters[cell("item")], cell("dept"))
	timed := f.times(cell)
	switch {
	case strings.Contains(strings.Join(row, ""), sheet.Unreadable):
		return f, "characters"
	case f.id == "" || utf8.RuneCountInString(f.id) > 100:
		return f, "id"
	case reason != "":
		return f, reason
	case f.party.Name == "" || utf8.RuneCountInString(f.party.Name) > 100:
		return f, "name"
	case f.party.Kind == "":
		return f, "number"
	case f.channel == "":
		return f, "channel"
	case f.outcome == "":
		return f, "result"
	case !timed:
		return f, "times"
	case f.complete.Before(f.received) || f.accepted.Before(f.complete) || f.decided.Before(f.accepted) || f.delivered.Before(f.decided):
		return f, "order"
	case f.delivered.After(now):
		return f, "future"
	}
	return f, ""
}

// times reads when what happened. Materials were complete when they came unless the row says otherwise.
func (f *finished) times(cell func(string) string) bool {
	for key, into := range map[string]*time.Time{"received_at": &f.received, "accepted_at": &f.accepted, "decided_at": &f.decided, "delivered_at": &f.delivered} {
		t, ok := sheet.Instant(cell(key))
		if !ok {
			return false
		}
		*into = t
	}
	f.complete = f.received
	text := cell("completed_at")
	if text == "" {
		return true
	}
	t, ok := sheet.Instant(text)
	f.complete = t
	return ok
}

// choose takes the one item that is meant, if need be by its department's id, name or short name.
func choose(named []*matter, dept string) (*matter, string) {
	if dept != "" {
		named = slices.DeleteFunc(slices.Clone(named), func(m *matter) bool { return dept != m.dept.ID && dept != m.dept.Name && dept != m.dept.Short })
	}
	switch len(named) {
	case 0:
		return nil, "item"
	case 1:
		return named[0], ""
	}
	return nil, "item_many"
}

// kindOf tells who applied: by the number, else as the row says. Without either it is taken for a person, whose name is
// masked. It is "" for a number that is none.
func kindOf(said, number string) string {
	switch {
	case catalog.ValidCredit(number):
		return "firm"
	case catalog.ValidIdentity(number), len(number) == 15 && strings.Trim(number, "0123456789") == "": // as it was before 1999
		return "person"
	case number != "":
		return ""
	}
	for _, word := range []string{"firm", "法人", "企业", "组织", "单位"} {
		if strings.Contains(said, word) {
			return "firm"
		}
	}
	return "person"
}

// keyOf finds a word of a closed list by its key or label; without one it is the usual.
func keyOf(words []Word, said, usual string) string {
	if said == "" {
		return usual
	}
	for _, w := range words {
		if said == w.Key || said == w.Label {
			return w.Key
		}
	}
	return ""
}

// outcomeOf reads a result as offices word it, the refusals first: each of them contains a grant.
func outcomeOf(text string) string {
	for _, w := range []struct{ outcome, words string }{{"refuse", "refuse 不予 不准 不同意 不通过 未通过 不许可 不批准 驳回"}, {"grant", "grant 准予 同意 通过 许可 批准 办结"}} {
		for _, word := range strings.Fields(w.words) {
			if text != "" && strings.Contains(text, word) {
				return w.outcome
			}
		}
	}
	return ""
}

// mark is a keyed digest of all that a row says.
func (f *finished) mark(vault *secret.Keeper) string {
	p := f.party
	parts := []string{f.matter.item.ID, p.Kind, p.Name, p.IDNumber, p.Phone, f.channel, f.outcome}
	for _, t := range []time.Time{f.received, f.complete, f.accepted, f.decided, f.delivered} {
		parts = append(parts, t.UTC().Format(time.RFC3339Nano))
	}
	return vault.Index("approval.import", strings.Join(parts, "\x00"))
}

// application is the row as an application. What the older system does not tell, such as who decided, stays empty.
func (f *finished) application(source, mark string, taken int, late bool) *Application {
	i := f.matter.item
	r := i.Record
	o := &Application{Item: i.ID, ItemVersion: i.Version, ItemName: r.Name, ItemCode: r.Code, Class: r.Class, Model: r.Plan.Model, DeptPath: i.Dept, WindowPath: f.matter.window,
		Channel: f.channel, Party: f.party.Kind, Source: source, SourceID: f.id, sourceMark: mark, Received: f.received, Complete: f.complete, Accepted: f.accepted, Ended: f.delivered,
		Materials: []Material{}, Decision: &Decision{Outcome: f.outcome, At: f.decided}, Delivery: &Delivery{At: f.delivered}, Formal: r.Flags.FormalOnly, Statutory: statutory(r), Taken: taken}
	if late {
		o.mark("TIME-16", f.delivered)
	}
	return o
}
