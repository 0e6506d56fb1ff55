package deadline

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"huying/internal/calendar"
)

var startLayouts = []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02 15:04:05", time.DateOnly}

// form is how a start is written, whether or not the calendar has such a day and the day such a time.
var form = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$`)

// ParseStart reads "2026-04-30T16:20" as China time; seconds may follow, a space may stand for the T, and the time of day
// may be missing (00:00). An instant with its own offset (RFC 3339) is taken as it is. It fails with an *InvalidError.
func ParseStart(s string) (time.Time, error) {
	s = strings.TrimSpace(s)
	t, err := time.Parse(time.RFC3339, s)
	for _, layout := range startLayouts {
		if err != nil {
			t, err = time.ParseInLocation(layout, s, calendar.Zone)
		}
	}
	switch _, outside := calendar.ParseDate(calendar.DateOf(t).String()); {
	case err != nil && form.MatchString(s):
		return time.Time{}, &InvalidError{"start", fmt.Sprintf("没有“%s”这个时间，请检查年、月、日和时、分。", s)}
	case err != nil:
		return time.Time{}, &InvalidError{"start", "起算时间应写成“2026-04-30T16:20”的形式（北京时间）。"}
	case outside != nil:
		return time.Time{}, &InvalidError{"start", "起算时间的年份超出可以计算的范围。"}
	}
	return t.In(calendar.Zone), nil
}

// ParsePauses reads pauses such as "2026-05-06..2026-05-08,2026-05-11,2026-05-20..": from..to with both ends included, a
// single day, or an open pause, which must be the last. An empty text is no pause. It fails with an *InvalidError.
func ParsePauses(s string) ([]Pause, error) {
	if strings.TrimSpace(s) == "" {
		return nil, nil
	}
	parts := strings.Split(s, ",")
	pauses := make([]Pause, len(parts))
	for i, part := range parts {
		p, err := parsePause(strings.TrimSpace(part))
		if err != nil {
			return nil, &InvalidError{fmt.Sprintf("pauses[%d]", i), fmt.Sprintf("第%d段暂停应写成“2026-05-06..2026-05-08”的形式，结束日期不早于开始日期。", i+1)}
		}
		if p.Open && i < len(parts)-1 {
			return nil, &InvalidError{fmt.Sprintf("pauses[%d]", i), fmt.Sprintf("第%d段暂停尚未结束，其后不能再有暂停。", i+1)}
		}
		pauses[i] = p
	}
	return pauses, nil
}

func parsePause(s string) (p Pause, err error) {
	from, to, ranged := strings.Cut(s, "..")
	if p.From, err = calendar.ParseDate(from); err != nil {
		return p, err
	}
	switch {
	case !ranged:
		p.To = p.From
	case to == "":
		p.Open = true
	default:
		p.To, err = calendar.ParseDate(to)
	}
	if err == nil && !p.Open && p.To < p.From {
		err = calendar.DateError{}
	}
	return p, err
}
