package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Notice is the official document that fixes the days off of a year.
type Notice struct {
	Number    string `json:"number,omitempty"` // 发文字号; empty if the document has none
	Title     string `json:"title"`
	Published Date   `json:"published"`
}

// Cite is how a text refers to the notice: by its number, or by its title if it has no number.
func (n Notice) Cite() string {
	switch {
	case n.Number != "":
		return n.Number
	case n.Title != "":
		return "《" + n.Title + "》"
	}
	return ""
}

// Span is a run of days off under one name, both ends included. It covers the weekend days that lie in it.
type Span struct {
	From Date   `json:"from"`
	To   Date   `json:"to"`
	Name string `json:"name"`
}

// MakeUpDay is a weekend day that is worked in exchange for a day off; Name is the holiday it makes up for.
type MakeUpDay struct {
	Date Date   `json:"date"`
	Name string `json:"name"`
}

// Year is the announced arrangement of one calendar year: what an administrator edits. All its days lie in the year; a
// holiday that crosses New Year is written in both.
type Year struct {
	Year   int         `json:"year"`
	Notice Notice      `json:"notice"`
	Also   []Notice    `json:"also,omitempty"` // later notices that changed or added days of this year
	Off    []Span      `json:"off"`
	Work   []MakeUpDay `json:"work"`
}

// Problem is one thing wrong with a year. Field is where: "notice.title", "off[2].from", "work[0].date".
type Problem struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// YearError says what is wrong with a year that was to become part of a calendar. Its sentences may be shown to people.
type YearError struct {
	Year     int
	Problems []Problem
}

// Error is all problems in one text, for the person who edits the year.
func (e *YearError) Error() string {
	sentences := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		sentences[i] = p.Message
	}
	return fmt.Sprintf("%d年放假安排有误：%s", e.Year, strings.Join(sentences, ""))
}

// Validate tells whether a calendar can be made of the year. It fails with a *YearError that names every problem.
func (y Year) Validate() error {
	v := validation{year: y.Year}
	v.head(y)
	for i, s := range y.Off {
		v.span(fmt.Sprintf("off[%d]", i), s)
	}
	for i, w := range y.Work {
		v.makeUp(fmt.Sprintf("work[%d]", i), w)
	}
	v.overlaps(y)
	if len(v.problems) > 0 {
		return &YearError{Year: y.Year, Problems: v.problems}
	}
	return nil
}

type validation struct {
	year     int
	problems []Problem
}

func (v *validation) add(field, format string, args ...any) {
	v.problems = append(v.problems, Problem{Field: field, Message: fmt.Sprintf(format, args...)})
}

func (v *validation) head(y Year) {
	if y.Year < firstYear || y.Year > lastYear {
		v.add("year", "年份应在%d年至%d年之间。", firstYear, lastYear)
	}
	if strings.TrimSpace(y.Notice.Title) == "" {
		v.add("notice.title", "请填写放假安排所依据的文件名称。")
	}
	if len(y.Off) == 0 {
		v.add("off", "放假安排至少应有一段假期。")
	}
}

// inYear reports whether the day belongs to the year, and complains if it does not.
func (v *validation) inYear(field string, d Date) bool {
	if d.Year() == v.year {
		return true
	}
	v.add(field, "%s不在%d年，请到%d年的放假安排中填写。", d.ChineseFull(), v.year, d.Year())
	return false
}

func (v *validation) name(field, name string) {
	if strings.TrimSpace(name) == "" {
		v.add(field, "请填写节日名称。")
	}
}

func (v *validation) span(field string, s Span) {
	v.name(field+".name", s.Name)
	if !v.inYear(field+".from", s.From) || !v.inYear(field+".to", s.To) {
		return
	}
	if s.To < s.From {
		v.add(field+".to", "%s假期的最后一天（%s）早于第一天（%s）。", s.Name, s.To.Chinese(), s.From.Chinese())
	}
}

func (v *validation) makeUp(field string, w MakeUpDay) {
	v.name(field+".name", w.Name)
	if v.inYear(field+".date", w.Date) && !weekend(w.Date) {
		v.add(field+".date", "%s是%s，本来就是工作日，不能填为调休上班日。", w.Date.Chinese(), w.Date.ChineseWeekday())
	}
}

func (v *validation) overlaps(y Year) {
	for i, s := range y.Off {
		for _, earlier := range y.Off[:i] {
			if s.From <= earlier.To && earlier.From <= s.To {
				v.add(fmt.Sprintf("off[%d]", i), "%s假期与%s假期的日期重叠。", s.Name, earlier.Name)
			}
		}
	}
	for i, w := range y.Work {
		for _, s := range y.Off {
			if s.From <= w.Date && w.Date <= s.To {
				v.add(fmt.Sprintf("work[%d].date", i), "%s既填为放假，又填为调休上班。", w.Date.Chinese())
			}
		}
		if slices.ContainsFunc(y.Work[:i], func(e MakeUpDay) bool { return e.Date == w.Date }) {
			v.add(fmt.Sprintf("work[%d].date", i), "%s重复填为调休上班日。", w.Date.Chinese())
		}
	}
}

// Notices are all documents the year rests on, the first one first.
func (y Year) Notices() []Notice { return append([]Notice{y.Notice}, y.Also...) }

// clone shares nothing with y, and lists days in their order.
func (y Year) clone() Year {
	y.Also = slices.Clone(y.Also)
	y.Off = slices.Clone(y.Off)
	y.Work = slices.Clone(y.Work)
	slices.SortFunc(y.Off, func(a, b Span) int { return int(a.From - b.From) })
	slices.SortFunc(y.Work, func(a, b MakeUpDay) int { return int(a.Date - b.Date) })
	return y
}

func weekend(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}
