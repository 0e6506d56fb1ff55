package httpapi

import (
	"context"
	"errors"

	"huying/internal/calendar"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/storage"
)

type deadlineInput struct {
	Start  string        `query:"start" required:"true" maxLength:"40" doc:"起算时间，例如2026-04-30T16:20（北京时间）"`
	Days   int           `query:"days" minimum:"0" maximum:"3660"`
	Unit   deadline.Unit `query:"unit" required:"true" enum:"workday,day,sameday" doc:"工作日、日、当日"`
	Pause  string        `query:"pause" maxLength:"500" doc:"暂停日期，例如2026-05-06..2026-05-08，几段用逗号分开"`
	Extend []int         `query:"extend" maxItems:"10" doc:"经批准延长的天数"`
	Region string        `query:"region" maxLength:"12" doc:"区划代码；地方另有放假安排时不同"`
}

// Deadline is a computed limit with its derivation.
type Deadline struct {
	Last        calendar.Date       `json:"last"`
	First       calendar.Date       `json:"first"`
	Due         string              `json:"due" format:"date-time" doc:"超过这一时刻即为超期"`
	Provisional bool                `json:"provisional" doc:"涉及尚未公布放假安排的年份"`
	Paused      bool                `json:"paused"`
	Steps       []deadline.Step     `json:"steps"`
	Strip       []deadline.StripDay `json:"strip"`
	Paragraph   string              `json:"paragraph"`
}

func (a *api) deadlineRoutes() {
	public(a, operation{method: get, path: "/api/deadline", id: "computeDeadline", summary: "期限计算", tag: citizenTag}, a.deadline)
}

func (a *api) deadline(ctx context.Context, in *deadlineInput) (Deadline, error) {
	m, err := in.meter()
	if err == nil {
		err = m.Validate()
	}
	if bad := (*deadline.InvalidError)(nil); errors.As(err, &bad) {
		return Deadline{}, fault.New(fault.Invalid, "deadline.input", bad.Message).On(bad.Field, bad.Message)
	}
	if err != nil {
		return Deadline{}, err
	}
	cal, err := a.calendarOf(ctx, in.Region)
	if err != nil {
		return Deadline{}, err
	}
	r := deadline.Compute(m, cal)
	return Deadline{Last: r.Last, First: r.First, Due: r.Due.Format("2006-01-02T15:04:05Z07:00"), Provisional: r.Provisional, Paused: r.Paused, Steps: r.Steps,
		Strip: r.Strip(r.Last), Paragraph: r.Explain()}, nil
}

func (in *deadlineInput) meter() (m deadline.Meter, err error) {
	m.Term = deadline.Term{Amount: in.Days, Unit: in.Unit}
	if m.Start, err = deadline.ParseStart(in.Start); err != nil {
		return m, err
	}
	for _, days := range in.Extend {
		m.Extensions = append(m.Extensions, deadline.Extension{Amount: days})
	}
	m.Pauses, err = deadline.ParsePauses(in.Pause)
	return m, err
}

// calendarOf gives the calendar in force in a place; "" is the whole country's.
func (a *api) calendarOf(ctx context.Context, region string) (cal *calendar.Calendar, err error) {
	path := ""
	if region != "" {
		dir, err := a.Org.Directory(ctx)
		if err != nil {
			return nil, err
		}
		found, ok := dir.Region(region)
		if !ok {
			return nil, fault.New(fault.Invalid, "deadline.region", "没有这个区域。").On("region", "没有这个区域")
		}
		path = found.Path
	}
	err = a.DB.View(ctx, func(tx *storage.Tx) error {
		version, err := a.Kernel.Calendars.Current(tx)
		if err != nil {
			return err
		}
		cal, err = a.Kernel.Calendars.At(tx, version, path)
		return err
	})
	return cal, err
}
