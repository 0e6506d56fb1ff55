package hotline

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"huying/internal/calendar"
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
	o.submitted, sound[0] = readTime(cell("submitted_at"))
	o.replied, sound[1] = readTime(cell("replied_at"))
	switch {
	case strings.Contains(strings.Join(row, ""), unknown):
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

var timeLayouts = []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-1-2 15:04:05", "2006-1-2 15:04", "2006-1-2",
	"2006/1/2 15:04:05", "2006/1/2 15:04", "2006/1/2", "2006年1月2日 15:04:05", "2006年1月2日 15:04", "2006年1月2日"}

// readTime reads an instant; one without a zone is China's. A bare number is a day of a spreadsheet's calendar.
func readTime(s string) (time.Time, bool) {
	if s == "" {
		return time.Time{}, false
	}
	if days, err := strconv.ParseFloat(s, 64); err == nil {
		t, err := excelize.ExcelDateToTime(days, false)
		if err != nil || days < 20000 { // before 1954: not a day, some other number
			return time.Time{}, false
		}
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, calendar.Zone), true
	}
	for _, layout := range timeLayouts {
		if t, err := time.ParseInLocation(layout, s, calendar.Zone); err == nil {
			return t.Truncate(time.Millisecond), true
		}
	}
	return time.Time{}, false
}
