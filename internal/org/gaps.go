package org

import (
	"fmt"
	"slices"
	"time"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/policy"
	"huying/internal/storage"
)

// Span is a stretch of time, To excluded.
type Span struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

func (s Span) empty() bool { return !s.To.After(s.From) }

func (s Span) within(other Span) Span {
	if other.From.After(s.From) {
		s.From = other.From
	}
	if other.To.Before(s.To) {
		s.To = other.To
	}
	return s
}

// GapKind is what a roster lacks.
type GapKind string

// The kinds of gap.
const (
	NobodyOnDuty GapKind = "nobody"  // DUTY-01, DUTY-03
	NoStandby    GapKind = "standby" // DUTY-06
	NoPhone      GapKind = "phone"   // DUTY-05
	LeftOffice   GapKind = "left"    // someone on the roster whose account has been closed since
)

// Gap is one thing a roster lacks, in a sentence for the person who makes it.
type Gap struct {
	Day      calendar.Date `json:"day"`
	Kind     GapKind       `json:"kind"`
	Shift    string        `json:"shift,omitempty"`
	Person   string        `json:"person,omitempty"`
	Span     Span          `json:"span"`
	Sentence string        `json:"sentence"`
	Rule     string        `json:"rule"`
}

// hours is when an office of a region works and until when its night duty watches, as the time since midnight.
type hours struct{ start, end, until time.Duration }

func (s *Service) hours(regionPath string) hours {
	settings := s.settings.Now()
	start, end := OfficeHours(settings, regionPath)
	return hours{start, end, settings.Daytime(setNightUntil, regionPath)}
}

// OfficeHours is from when until when the offices of a region work on a working day, as the time since midnight, China
// time. Outside of it the people on duty sign (DUTY-01, DUTY-03).
func OfficeHours(settings *policy.Snapshot, regionPath string) (start, end time.Duration) {
	return settings.Daytime(setOfficeStart, regionPath), settings.Daytime(setOfficeEnd, regionPath)
}

// evening is the night duty's watch of a working day.
func (h hours) evening(d calendar.Date) Span {
	return Span{d.Start().Add(h.end), d.Start().Add(h.until)}
}

// dayOff is when a day off must have someone on duty.
func (h hours) dayOff(d calendar.Date) Span {
	return Span{d.Start().Add(h.start), d.Start().Add(h.until)}
}

// maxGapDays bounds one report, so that a mistyped year does not walk centuries.
const maxGapDays = 400

// Gaps reports what the roster of a department lacks on the days from..to, both included: evenings of working days and
// days off without a duty person (DUTY-01, DUTY-03), days off without an inspector on standby (DUTY-06), people on the
// roster without a telephone (DUTY-05) or whose account has been closed since.
func (s *Service) Gaps(tx *storage.Tx, by Actor, deptID string, from, to calendar.Date, cal *calendar.Calendar) ([]Gap, error) {
	dept, err := DepartmentByID(tx, deptID)
	if err != nil {
		return nil, err
	}
	if _, err := Require(by, DutyView, dept.Path, dept.RegionPath); err != nil {
		return nil, err
	}
	if to < from || to > from.Add(maxGapDays) {
		return nil, fault.Newf(fault.Invalid, "duty.gaps.period", "请选择不超过%d日的时段。", maxGapDays)
	}
	turns, err := shifts(tx, signing+` AND department_id = $1 AND from_at < $2 AND to_at > $3`,
		deptID, storage.Millis(to.End()), storage.Millis(from.Start()))
	if err != nil {
		return nil, err
	}
	gaps := coverGaps(turns, from, to, s.hours(dept.RegionPath), cal)
	for _, sh := range turns {
		unreachable, err := unreachable(tx, sh)
		if err != nil {
			return nil, err
		}
		gaps = append(gaps, unreachable...)
	}
	slices.SortStableFunc(gaps, func(a, b Gap) int { return a.Span.From.Compare(b.Span.From) })
	return gaps, nil
}

// coverGaps finds the uncovered time and the days off without anybody on standby.
func coverGaps(turns []Shift, from, to calendar.Date, h hours, cal *calendar.Calendar) []Gap {
	gaps := []Gap{}
	for d := from; d <= to; d = d.Add(1) {
		need, rule, what := h.evening(d), "DUTY-03", "夜间"
		off := !cal.Working(d)
		if off {
			need, rule, what = h.dayOff(d), "DUTY-01", "非工作日"
		}
		for _, free := range uncovered(need, turns) {
			sentence := fmt.Sprintf("%s%s%s至%s没有值班人员。", d.Chinese(), what, clockTime(free.From), endTime(free.To))
			gaps = append(gaps, Gap{Day: d, Kind: NobodyOnDuty, Span: free, Sentence: sentence, Rule: rule})
		}
		if off && !anyStandby(need, turns) {
			sentence := fmt.Sprintf("%s非工作日没有待命检查人员。", d.Chinese())
			gaps = append(gaps, Gap{Day: d, Kind: NoStandby, Span: need, Sentence: sentence, Rule: "DUTY-06"})
		}
	}
	return gaps
}

// uncovered is what is left of need when the turns, which are sorted by beginning, are taken away.
func uncovered(need Span, turns []Shift) []Span {
	var free []Span
	at := need.From
	for _, sh := range turns {
		part := Span{sh.From, sh.To}.within(need)
		if part.empty() {
			continue
		}
		if part.From.After(at) {
			free = append(free, Span{at, part.From})
		}
		if part.To.After(at) {
			at = part.To
		}
	}
	if rest := (Span{at, need.To}); !rest.empty() {
		free = append(free, rest)
	}
	return free
}

func anyStandby(need Span, turns []Shift) bool {
	for _, sh := range turns {
		if len(sh.Standby) > 0 && !(Span{sh.From, sh.To}).within(need).empty() {
			return true
		}
	}
	return false
}

// unreachable finds people of a turn who cannot be called any more. The telephone was there when the turn was made.
func unreachable(tx *storage.Tx, sh Shift) ([]Gap, error) {
	var gaps []Gap
	day := calendar.DateOf(sh.From)
	for _, id := range sh.people() {
		p, err := PersonByID(tx, id)
		if err != nil {
			return nil, err
		}
		gap := Gap{Day: day, Shift: sh.ID, Person: id, Span: Span{sh.From, sh.To}}
		switch {
		case !p.Active:
			gap.Kind, gap.Rule = LeftOffice, "DUTY-01"
			gap.Sentence = fmt.Sprintf("%s%s的%s账号已停用，请调整班次。", day.Chinese(), sh.Kind.Chinese(), p.Name)
		case !p.HasPhone:
			gap.Kind, gap.Rule = NoPhone, "DUTY-05"
			gap.Sentence = fmt.Sprintf("%s%s的%s没有登记电话。", day.Chinese(), sh.Kind.Chinese(), p.Name)
		default:
			continue
		}
		gaps = append(gaps, gap)
	}
	return gaps, nil
}

func clockTime(t time.Time) string { return t.In(calendar.Zone).Format("15:04") }

// endTime is clockTime for an end, where midnight is the end of the day.
func endTime(t time.Time) string {
	if text := clockTime(t); text != "00:00" {
		return text
	}
	return "24:00"
}
