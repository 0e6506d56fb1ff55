package main

import (
	"errors"
	"time"

	"huying/internal/calendar"
	"huying/internal/deadline"
	"huying/internal/fault"
)

// deadlineCmd uses the official calendar that comes with the program and needs no data folder.
type deadlineCmd struct {
	Start  string        `help:"起算时间，例如 2026-04-30T16:20（北京时间）" required:"" placeholder:"时间"`
	Days   int           `help:"期限天数" placeholder:"天数"`
	Unit   deadline.Unit `help:"workday 工作日，day 日（末日遇休息日顺延），sameday 当日" default:"workday" enum:"workday,day,sameday" placeholder:"单位"`
	Pause  string        `help:"暂停计时的日期，例如 2026-05-06..2026-05-08，几段用逗号分开" placeholder:"日期"`
	Extend []int         `help:"经批准延长的天数，可多次" placeholder:"天数"`
}

type deadlineAnswer struct {
	Result    deadline.Result     `json:"result"`
	Paragraph string              `json:"paragraph"`
	Strip     []deadline.StripDay `json:"strip"`
}

func (d deadlineCmd) Run(c *console) error {
	m, err := d.meter()
	if err == nil {
		err = m.Validate()
	}
	if invalid := (*deadline.InvalidError)(nil); errors.As(err, &invalid) {
		return fault.New(fault.Invalid, "deadline.input", invalid.Message).On(invalid.Field, invalid.Message)
	}
	if err != nil {
		return err
	}
	r := deadline.Compute(m, calendar.Official())
	c.say("%s（%s）24:00前\n\n%s", r.Last.ChineseFull(), r.Last.ChineseWeekday(), r.Explain())
	return c.print(deadlineAnswer{r, r.Explain(), r.Strip(r.Last)})
}

func (d deadlineCmd) meter() (m deadline.Meter, err error) {
	m.Term = deadline.Term{Amount: d.Days, Unit: d.Unit}
	if m.Start, err = deadline.ParseStart(d.Start); err != nil {
		return m, err
	}
	for _, days := range d.Extend {
		m.Extensions = append(m.Extensions, deadline.Extension{Amount: days, At: time.Time{}})
	}
	m.Pauses, err = deadline.ParsePauses(d.Pause)
	return m, err
}
