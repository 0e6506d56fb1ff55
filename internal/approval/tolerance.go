package approval

import (
	"context"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
)

// tolerate notes what may follow, and starts the time by which it must (容缺受理). Without it everything that is wanted must be
// here.
func (s *Service) tolerate(a *casework.Act, o *Application, r catalog.Record, in Acceptance) error {
	if len(in.Tolerate) == 0 {
		if lacking := o.lacking(catalog.Tolerable); len(lacking) > 0 {
			return fault.Newf(fault.Refused, "approval.tolerate", "缺少%s，请一次性告知补正，或者办理容缺受理。", list(missingNames(lacking))).Under("APP-03")
		}
		return nil
	}
	if !r.Flags.Tolerance {
		return fault.New(fault.Refused, "approval.tolerate.item", "此事项不适用容缺受理。")
	}
	if in.Promise == "" {
		return fault.New(fault.Invalid, "approval.tolerate.promise", "容缺受理须有申请人签署的承诺书。").On("promise", "请上传承诺书")
	}
	term := s.policy.Now().Term("approval.limit.tolerance", a.Case.Region)
	for _, code := range in.Tolerate {
		m := o.material(code)
		if m == nil || m.Necessity != catalog.Tolerable {
			return fault.New(fault.Refused, "approval.tolerate.material", "这份材料不能容缺。").On("tolerate", code)
		}
		m.State = "tolerated"
	}
	for _, m := range o.lacking(catalog.Tolerable) {
		if m.State != "tolerated" {
			return fault.Newf(fault.Refused, "approval.tolerate", "缺少%s，请一次性告知补正，或者一并容缺。", m.Name).Under("APP-03")
		}
	}
	if in.Due != 0 {
		days, err := s.workdays(a, calendar.DateOf(now(a)), in.Due)
		if err != nil {
			return err
		}
		if days < 1 || days > term.Amount {
			return fault.Newf(fault.Invalid, "approval.tolerate.due", "容缺材料应在%d个工作日内补齐。", term.Amount).On("due", "超出期限")
		}
		term.Amount, term.Unit = days, deadline.Workday
	}
	return a.Start(MeterTolerance, term, now(a), casework.Alarm{Kind: "soon", Workdays: -1}, casework.Alarm{Kind: "lapse", Workdays: 0})
}

// workdays counts the working days after one day up to another.
func (s *Service) workdays(a *casework.Act, from, to calendar.Date) (int, error) {
	version, err := s.kernel.Calendars.Current(a.Tx())
	if err != nil {
		return 0, err
	}
	cal, err := s.kernel.Calendars.At(a.Tx(), version, a.Case.Region)
	if err != nil {
		return 0, err
	}
	return cal.Between(from, to), nil
}

// FillTolerated takes what was tolerated; with the last of it the date no longer counts.
func (s *Service) FillTolerated(ctx context.Context, actor org.Actor, id string, version int64, materials []Handing) (Ref, error) {
	return s.act(ctx, actor, id, version, "fill_tolerated", func(a *casework.Act, o *Application) (done, error) {
		for _, in := range materials {
			if m := o.material(in.Code); m == nil || m.State != "tolerated" {
				return done{}, fault.New(fault.Refused, "approval.tolerated", "这份材料不是容缺待补的材料。").On("materials", in.Code)
			}
		}
		holder, err := s.holder(a.Tx(), o.ID)
		if err != nil {
			return done{}, err
		}
		hashes, err := s.handIn(a, o, materials, holder)
		if err != nil {
			return done{}, err
		}
		o.Trips = append(o.Trips, Trip{At: now(a), Why: "supplement"})
		if len(o.tolerated()) == 0 {
			err = a.Stop(MeterTolerance, now(a))
		}
		return done{facts: map[string]any{"presents": o.present()}, evidence: hashes}, err
	})
}

// tolerated are the materials that may still follow.
func (o *Application) tolerated() (out []Material) {
	for _, m := range o.Materials {
		if m.State == "tolerated" {
			out = append(out, m)
		}
	}
	return out
}
