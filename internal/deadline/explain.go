package deadline

import (
	"strings"

	"huying/internal/calendar"
)

// Explain is the derivation as one paragraph of official Chinese: the start, day 1, every run of days not counted, every
// make-up day, pause and extension, the due day, and the rules, notices and calendar version it rests on.
func (r Result) Explain() string {
	steps := r.Steps
	if steps == nil {
		steps = r.derivation()
	}
	var b strings.Builder
	for i, step := range steps {
		if i > 0 {
			b.WriteString(separator(steps[i-1].Kind, step.Kind))
		}
		b.WriteString(r.clause(steps, i))
		if step.Kind == StepDue {
			b.WriteString(r.grounds())
		}
	}
	return b.String() + "。"
}

// clause is the text of a step in the paragraph, where weekends that follow each other share their last words.
func (r *Result) clause(steps []Step, i int) string {
	step := steps[i]
	switch step.Kind {
	case StepWeekend:
		if i+1 < len(steps) && steps[i+1].Kind == StepWeekend {
			return r.span(step.Date, step.To)
		}
	case StepPaused, StepExtended, StepRolled:
		if step.Rule != "" {
			return step.Text + "（" + step.Rule + "）"
		}
	}
	return step.Text
}

func separator(before, after StepKind) string {
	switch {
	case after == StepStopped || after == StepProvisional:
		return "。"
	case before == StepWeekend && after == StepWeekend:
		return "、"
	case before == StepStart || after == StepDue || after == StepExtended || before == StepExtended:
		return "；"
	}
	return "，"
}

// grounds is what the due date rests on, in brackets.
func (r *Result) grounds() string {
	var parts []string
	if r.meter.Term.Rule != "" {
		parts = append(parts, r.meter.Term.Rule)
	}
	if r.meter.Term.Unit != SameDay {
		if notices := r.notices(); len(notices) > 0 {
			parts = append(parts, "放假安排："+strings.Join(notices, "、"))
		}
		if version := r.Calendar.Version(); version != "" {
			parts = append(parts, "历法版本："+version)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "（" + strings.Join(parts, "；") + "）"
}

// notices are the documents of the years the limit runs through; a later one counts once it was published.
func (r *Result) notices() (cites []string) {
	for year := r.start().Add(1).Year(); year <= r.Last.Year(); year++ {
		y, announced := r.Calendar.Year(year)
		if !announced {
			continue
		}
		cites = include(cites, y.Notice.Cite())
		for _, later := range y.Also {
			if later.Published <= r.Last {
				cites = include(cites, later.Cite())
			}
		}
	}
	return cites
}

// say names a day, with its year if that is not the year the meter started in.
func (r *Result) say(d calendar.Date) string {
	if d.Year() == r.start().Year() {
		return d.Chinese()
	}
	return d.ChineseFull()
}

// span names a run of days: "5月1日至5日".
func (r *Result) span(from, to calendar.Date) string {
	switch {
	case from == to:
		return r.say(from)
	case from.Year() != to.Year():
		return r.say(from) + "至" + to.ChineseFull()
	case from.Month() != to.Month():
		return r.say(from) + "至" + to.Chinese()
	}
	_, day, _ := strings.Cut(to.Chinese(), "月")
	return r.say(from) + "至" + day
}
