package hotline

import (
	"strings"
	"time"
	"unicode/utf8"

	"huying/internal/sheet"
)

// Reasons are why a row of an imported file is refused.
var Reasons = []Word{
	{"id", "没有编号", ""}, {"times", "缺少提交时间或答复时间，或无法识别", ""}, {"reply_first", "答复时间早于提交时间", ""}, {"future", "答复时间晚于现在", ""},
	{"title", "没有标题或标题超过100字", ""}, {"body", "没有内容", ""}, {"reply", "没有答复内容", ""}, {"kind", "诉求类型无法识别", ""},
	{"characters", "含有无法识别的字符", ""}, {"duplicate", "编号与本文件前面的行重复", ""}, {"changed", "编号已导入过，内容不同", ""},
}

// older is one sound row of a file.
type older struct {
	row                                           int // in the file; the header is row 1
	id, user, title, body, reply, place, category string
	submitted, replied                            time.Time
	kind, rule                                    string // type of appeal, and what it was inferred from
}

// kindWords infer the type of an appeal: the first line of which a word stands in the title decides, else in the body;
// what has none is a request for help. The rule that decided is recorded with each imported order.
var kindWords = []struct {
	kind  string
	words []string
}{
	{"consult", []string{"咨询"}}, {"suggest", []string{"建议"}}, {"complain", []string{"投诉", "举报", "反映"}},
}

func inferKind(title, body string) (kind, rule string) {
	for _, part := range []struct{ name, text string }{{"标题", title}, {"内容", body}} {
		for _, k := range kindWords {
			for _, w := range k.words {
				if strings.Contains(part.text, w) {
					return k.kind, part.name + "含“" + w + "”"
				}
			}
		}
	}
	return "help", "无关键词"
}

// parse reads one row. reason is "" for a sound one.
func (in ImportOptions) parse(at map[string]int, n int, row []string, now time.Time) (o older, reason string) {
	cell := func(key string) string {
		if i, ok := at[key]; ok && i < len(row) {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	o = older{row: n, id: cell("id"), user: cell("user"), title: cell("title"), body: cell("body"), reply: cell("reply"), place: cell("place"), category: cell("category")}
	var sound [2]bool
	o.submitted, sound[0] = sheet.Instant(cell("submitted_at"))
	o.replied, sound[1] = sheet.Instant(cell("replied_at"))
	switch {
	case strings.Contains(strings.Join(row, ""), sheet.Unreadable):
		return o, "characters"
	case o.id == "" || len(o.id) > 100:
		return o, "id"
	case o.title == "" || utf8.RuneCountInString(o.title) > longestTitle:
		return o, "title"
	case o.body == "":
		return o, "body"
	case o.reply == "":
		return o, "reply"
	case !sound[0] || !sound[1]:
		return o, "times"
	case o.replied.Before(o.submitted):
		return o, "reply_first"
	case o.replied.After(now):
		return o, "future"
	}
	return o, in.kindOf(&o, cell("kind"))
}

// kindOf settles the type: from the mapped column, from the option, else inferred.
func (in ImportOptions) kindOf(o *older, column string) (reason string) {
	switch {
	case column != "":
		word := strings.TrimSuffix(column, "类")
		for _, k := range Kinds {
			if column == k.Key || (word != "" && strings.Contains(k.Label, word)) {
				o.kind, o.rule = k.Key, "类型列：“"+column+"”"
				return ""
			}
		}
		return "kind"
	case in.Kind != "":
		o.kind, o.rule = in.Kind, "导入时指定"
	default:
		o.kind, o.rule = inferKind(o.title, o.body)
	}
	return ""
}

// Fields are what a file of older matters may say of each.
var Fields = []sheet.Field{
	{Key: "id", Label: "编号", Names: []string{"id", "编号", "留言编号", "工单编号", "序号"}, Required: true},
	{Key: "user", Label: "诉求人代码", Names: []string{"user", "用户", "留言用户"}},
	{Key: "title", Label: "标题", Names: []string{"title", "标题", "主题", "留言主题", "诉求标题"}, Required: true},
	{Key: "submitted_at", Label: "提交时间", Names: []string{"submitted_at", "提交时间", "留言时间", "来电时间", "受理时间"}, Required: true},
	{Key: "body", Label: "内容", Names: []string{"body", "内容", "留言详情", "诉求内容"}, Required: true},
	{Key: "reply", Label: "答复内容", Names: []string{"reply", "答复内容", "答复意见", "回复内容", "办理结果"}, Required: true},
	{Key: "replied_at", Label: "答复时间", Names: []string{"replied_at", "答复时间", "回复时间", "办结时间"}, Required: true},
	{Key: "kind", Label: "诉求类型", Names: []string{"kind", "类型", "诉求类型"}},
	{Key: "category", Label: "类别", Names: []string{"category", "类别", "一级标签"}},
	{Key: "place", Label: "地点", Names: []string{"place", "地点", "事发地点"}},
}
