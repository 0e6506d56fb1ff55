package sheet

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/deadline"
	"huying/internal/secret"
)

// Text is what somebody wrote freely: a title, a place, a finding. Telephone and identity numbers in it are masked.
type Text string

// Limit is the end of a limit. It is exclusive: a limit that ends with a day is the midnight after it, which people write
// as 24:00 of that day, so the day is shown; one that ends within a day is shown with its time (TIME-01). A provisional one
// says so.
type Limit struct {
	End         time.Time
	Provisional bool
}

// written is a cell as the formats take it: a string or a number.
func written(cell any) any {
	switch c := cell.(type) {
	case nil:
		return ""
	case string:
		return guarded(c)
	case Text:
		return guarded(masked(string(c)))
	case time.Time:
		return instant(c)
	case Limit:
		return c.String()
	case calendar.Date:
		return c.String()
	case bool:
		if c {
			return "是"
		}
		return ""
	case *float64:
		if c == nil {
			return ""
		}
		return *c
	case int, int64, float64:
		return c
	}
	panic(fmt.Sprintf("sheet: no way to write a %T", cell))
}

// guarded keeps a text from being read as a formula, also after somebody saves the sheet as plain text.
func guarded(text string) string {
	if strings.IndexAny(text, "=+-@\t\r\n＝＋－＠") == 0 {
		return "'" + text
	}
	return text
}

// personal finds whole numbers, so that a part of a longer one is never taken for a telephone number.
var (
	personal = regexp.MustCompile(`\d{17}[Xx]|1[3-9]\d[- ]\d{4}[- ]\d{4}|\d+`)
	mobile   = regexp.MustCompile(`^(?:(?:00)?86)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}$`)
	identity = regexp.MustCompile(`^\d{17}[\dXx]$`)
)

func masked(text string) string {
	return personal.ReplaceAllStringFunc(text, func(number string) string {
		switch {
		case identity.MatchString(number):
			return secret.MaskID(number)
		case mobile.MatchString(number):
			return secret.MaskPhone(number)
		}
		return number
	})
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Zone).Format("2006-01-02 15:04")
}

// String is the last day, or the instant when that is not the end of a day; empty for no limit.
func (l Limit) String() string {
	if l.End.IsZero() {
		return ""
	}
	text := instant(l.End)
	if day := calendar.DateOf(l.End); day.Start().Equal(l.End) {
		text = day.Add(-1).String()
	}
	if l.Provisional {
		text += "（" + deadline.ProvisionalNote + "）"
	}
	return text
}
