package deadline

import (
	"fmt"
	"slices"
	"strings"

	"huying/internal/calendar"
)

// StepKind says what a step of a derivation is about.
type StepKind string

// The kinds of steps.
const (
	StepStart       StepKind = "start"
	StepFirst       StepKind = "first"
	StepWeekend     StepKind = "weekend"
	StepHoliday     StepKind = "holiday"
	StepMakeUp      StepKind = "makeup"
	StepPaused      StepKind = "paused"
	StepExtended    StepKind = "extended"
	StepRolled      StepKind = "rolled"
	StepDue         StepKind = "due"
	StepStopped     StepKind = "stopped"
	StepProvisional StepKind = "provisional"
)

// Step is one step of a derivation, in the order of days. Text is a clause of official Chinese without a full stop; Rule
// is the rule, article or notice behind it.
type Step struct {
	Kind StepKind      `json:"kind"`
	Date calendar.Date `json:"date"`
	To   calendar.Date `json:"to"` // last day of the run the step is about; else the same as Date
	Text string        `json:"text"`
	Rule string        `json:"rule,omitempty"`
}

// derivation is every step from the start to the due date.
func (r *Result) derivation() []Step {
	steps := []Step{r.startStep()}
	if r.meter.Term.Unit != SameDay {
		steps = append(steps, r.daySteps()...)
	}
	steps = append(steps, r.dueStep())
	if !r.Stop.IsZero() {
		steps = append(steps, r.stopStep())
	}
	return append(steps, r.provisionalSteps()...)
}

func (r *Result) startStep() Step {
	start := r.start()
	text := fmt.Sprintf("%s（%s）%s开始计时", start.ChineseFull(), start.ChineseWeekday(), r.meter.Start.In(calendar.Zone).Format("15:04"))
	if r.meter.Term.Unit == SameDay {
		return Step{StepStart, start, start, text + "，属当日办结事项", "GAP-02"}
	}
	return Step{StepStart, start, start, text + "，当日不计", "TIME-01"}
}

// daySteps walks the days after the start and tells each run of days that are not counted once.
func (r *Result) daySteps() []Step {
	var steps []Step
	stages, end := r.stages(), r.Last
	if r.Paused {
		end = max(r.PausedSince, r.start())
	}
	for d := r.start() + 1; d <= end; {
		kind, to := r.run(d, end)
		if step, tell := r.runStep(kind, d, to); tell {
			steps = append(steps, step)
		}
		for ; d <= to; d++ {
			steps = append(steps, r.turns(d, stages)...)
		}
	}
	return steps
}

// run is the longest run of days from d that are alike, and what it is; "" is ordinary counted days.
func (r *Result) run(d, end calendar.Date) (StepKind, calendar.Date) {
	kind, name := r.alike(d)
	to := d
	for to < end {
		if k, n := r.alike(to + 1); k != kind || n != name {
			break
		}
		to++
	}
	return kind, to
}

func (r *Result) alike(d calendar.Date) (StepKind, string) {
	if r.pausedOn(d) {
		return StepPaused, ""
	}
	switch day := r.Calendar.Day(d); day.Kind {
	case calendar.Weekend:
		return StepWeekend, ""
	case calendar.Holiday:
		return StepHoliday, day.Name
	case calendar.MakeUp:
		return StepMakeUp, day.Name
	}
	return "", ""
}

// runStep tells a run. A limit in calendar days passes over days off; they matter only where it ends (rolled).
func (r *Result) runStep(kind StepKind, from, to calendar.Date) (Step, bool) {
	if r.meter.Term.Unit == Day && kind != StepPaused {
		return r.onMakeUp(kind, to)
	}
	step := Step{Kind: kind, Date: from, To: to, Rule: r.Calendar.Notice(from.Year()).Cite()}
	days := r.span(from, to)
	switch kind {
	case StepWeekend:
		step.Text, step.Rule = days+"周末不计", ""
	case StepHoliday:
		step.Text = days + r.Calendar.Day(from).Name + "放假不计"
	case StepMakeUp:
		if from == to {
			days += "（" + from.ChineseWeekday() + "）"
		}
		step.Text = days + "调休上班照计"
	case StepPaused:
		step.Text, step.Rule = r.pauseText(from, to)
	}
	return step, kind != ""
}

// onMakeUp tells why a limit in calendar days ends on a Saturday or Sunday.
func (r *Result) onMakeUp(kind StepKind, d calendar.Date) (Step, bool) {
	text := fmt.Sprintf("%s（%s）调休上班，不顺延", r.say(d), d.ChineseWeekday())
	return Step{StepMakeUp, d, d, text, r.Calendar.Notice(d.Year()).Cite()}, kind == StepMakeUp && d == r.Last
}

func (r *Result) pauseText(from, to calendar.Date) (text, rule string) {
	var reasons, rules []string
	for i := range r.meter.Pauses {
		p := &r.meter.Pauses[i]
		if p.From <= to && from <= r.pausedTo(p) {
			reasons, rules = include(reasons, p.Reason), include(rules, p.Rule)
		}
	}
	because := ""
	if len(reasons) > 0 {
		because = "因" + strings.Join(reasons, "、")
	}
	rule = strings.Join(rules, "、")
	if r.Paused && from <= r.PausedSince && r.PausedSince <= to {
		return fmt.Sprintf("%s起%s暂停计时，尚未恢复", r.say(from), because), rule
	}
	return fmt.Sprintf("%s%s暂停计时不计", r.span(from, to), because), rule
}

func include(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// turns are the steps that happen on a day: day 1, a limit that runs into days off, an extension that takes over.
func (r *Result) turns(d calendar.Date, stages []stage) (steps []Step) {
	if d == r.First && r.First != r.Last {
		steps = append(steps, Step{StepFirst, d, d, fmt.Sprintf("%s（%s）为第1%s", r.say(d), d.ChineseWeekday(), r.meter.Term.Unit.Chinese()), "GAP-03"})
	}
	for i, s := range stages {
		if d != s.last {
			continue
		}
		if s.counted != s.last {
			steps = append(steps, r.rollStep(s))
		}
		if i < len(r.meter.Extensions) {
			steps = append(steps, r.extensionStep(i, s.last))
		}
	}
	return steps
}

func (r *Result) rollStep(s stage) Step {
	var causes []string
	for d := s.counted; d < s.last; d++ {
		switch kind, name := r.alike(d); kind {
		case StepWeekend:
			causes = include(causes, "周末")
		case StepHoliday:
			causes = include(causes, name+"放假")
		}
	}
	text := fmt.Sprintf("期满日%s（%s）适逢%s，顺延至%s（%s）", r.say(s.counted), s.counted.ChineseWeekday(), strings.Join(causes, "、"),
		r.say(s.last), s.last.ChineseWeekday())
	return Step{StepRolled, s.counted, s.last, text, "GAP-01"}
}

func (r *Result) extensionStep(i int, last calendar.Date) Step {
	e, so := r.meter.Extensions[i], "原期限"
	if i > 0 {
		so = "延长后期限"
	}
	text := fmt.Sprintf("%s至%s（%s），%s延长%d%s，次日续计", so, r.say(last), last.ChineseWeekday(), e.approved(), e.Amount, r.meter.Term.Unit.Chinese())
	return Step{StepExtended, last, last, text, e.Rule}
}

// approved says why or by whom an extension was granted: 因案情复杂经批准, or 经督查中心同意.
func (e Extension) approved() string {
	switch {
	case e.Reason == "":
		return "经批准"
	case strings.HasPrefix(e.Reason, "经"):
		return strings.TrimSuffix(e.Reason, "延期")
	}
	return "因" + e.Reason + "经批准"
}

func (r *Result) dueStep() Step {
	step := Step{Kind: StepDue, Date: r.Last, To: r.Last, Rule: r.meter.Term.Rule}
	day := fmt.Sprintf("%s（%s）", r.say(r.Last), r.Last.ChineseWeekday())
	stages := r.stages()
	switch {
	case r.Paused:
		step.Text = fmt.Sprintf("暂停结束前期限不届满，按已知暂停天数最早为%s，恢复计时后相应顺延", day)
	case len(stages) == 0:
		step.Text = "应于当日24:00前完成"
	case stages[len(stages)-1].counted != r.Last:
		step.Text = fmt.Sprintf("应于%s24:00前完成", day)
	default:
		step.Text = fmt.Sprintf("第%d%s为%s，应于当日24:00前完成", r.total(), r.meter.Term.Unit.Chinese(), day)
	}
	return step
}

// total is the amount of the term with its extensions.
func (r *Result) total() int {
	n := r.meter.Term.Amount
	for _, e := range r.meter.Extensions {
		n += e.Amount
	}
	return n
}

func (r *Result) stopStep() Step {
	stop := calendar.DateOf(r.Stop)
	text := fmt.Sprintf("%s（%s）%s停止计时，", r.say(stop), stop.ChineseWeekday(), r.Stop.In(calendar.Zone).Format("15:04"))
	s := r.Standing(r.Stop, 0)
	switch {
	case !s.Late:
		text += "未超过期限"
	case s.OverdueWorkdays == 0:
		text += "已超过期限"
	default:
		text += fmt.Sprintf("已超过期限%d个工作日", s.OverdueWorkdays)
	}
	return Step{StepStopped, stop, stop, text, ""}
}

func (r *Result) provisionalSteps() (steps []Step) {
	if !r.Provisional {
		return nil
	}
	years := r.Calendar.Years()
	for year := r.start().Add(1).Year(); year <= r.Last.Year(); year++ {
		if r.Calendar.Announced(year) {
			continue
		}
		text := fmt.Sprintf("%d年放假安排尚未公布，暂按周一至周五计算", year)
		if len(years) > 0 && year < years[len(years)-1].Year {
			text = fmt.Sprintf("%d年放假安排未收录，按周一至周五计算", year)
		}
		first := max(r.start()+1, calendar.Of(year, 1, 1))
		steps = append(steps, Step{StepProvisional, first, min(r.Last, calendar.Of(year, 12, 31)), text, ""})
	}
	return steps
}
