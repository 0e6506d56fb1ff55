package approval

import (
	"context"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/deadline"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// tolerate notes what may follow, and starts the time by which it must (容缺受理); it gives the hashes of what the applicant
// promised it by. Without it everything that is wanted must be here.
func (s *Service) tolerate(a *casework.Act, o *Application, r catalog.Record, in Acceptance) (evidence []string, err error) {
	if len(in.Tolerate) == 0 {
		if lacking := o.lacking(catalog.Tolerable); len(lacking) > 0 {
			return nil, fault.Newf(fault.Refused, "approval.tolerate", "缺少%s，请一次性告知补正，或者办理容缺受理。", list(missingNames(lacking))).Under("APP-03")
		}
		return nil, nil
	}
	if !r.Flags.Tolerance {
		return nil, fault.New(fault.Refused, "approval.tolerate.item", "此事项不适用容缺受理。")
	}
	if in.Promise == "" {
		return nil, fault.New(fault.Invalid, "approval.tolerate.promise", "容缺受理须有申请人签署的承诺书。").On("promise", "请上传承诺书")
	}
	hash, err := s.fileOf(a.Tx(), o.ID, in.Promise)
	if err != nil {
		return nil, err
	}
	term := s.policy.Now().Term("approval.limit.tolerance", a.Case.Region)
	for _, code := range in.Tolerate {
		m := o.material(code)
		if m == nil || m.Necessity != catalog.Tolerable {
			return nil, fault.New(fault.Refused, "approval.tolerate.material", "这份材料不能容缺。").On("tolerate", code)
		}
		m.State = "tolerated"
	}
	for _, m := range o.lacking(catalog.Tolerable) {
		if m.State != "tolerated" {
			return nil, fault.Newf(fault.Refused, "approval.tolerate", "缺少%s，请一次性告知补正，或者一并容缺。", m.Name).Under("APP-03")
		}
	}
	if in.Due != 0 {
		cal, err := s.calendar(a)
		if err != nil {
			return nil, err
		}
		days := cal.Between(calendar.DateOf(now(a)), in.Due)
		if days < 1 || days > term.Amount {
			return nil, fault.Newf(fault.Invalid, "approval.tolerate.due", "容缺材料应在%d个工作日内补齐。", term.Amount).On("due", "超出期限")
		}
		term.Amount, term.Unit = days, deadline.Workday
	}
	return []string{hash}, a.Start(MeterTolerance, term, now(a), casework.Alarm{Kind: "soon", Workdays: -1}, casework.Alarm{Kind: "lapse", Workdays: 0})
}

// calendar is the one in force where the case belongs.
func (s *Service) calendar(a *casework.Act) (*calendar.Calendar, error) {
	version, err := s.kernel.Calendars.Current(a.Tx())
	if err != nil {
		return nil, err
	}
	return s.kernel.Calendars.At(a.Tx(), version, a.Case.Region)
}

// FillTolerated takes at a window what was tolerated; with the last of it the date no longer counts.
func (s *Service) FillTolerated(ctx context.Context, actor org.Actor, id string, version int64, materials []Handing) (Ref, error) {
	return s.act(ctx, actor, id, version, "fill_tolerated", func(a *casework.Act, o *Application) (done, error) {
		o.Trips = append(o.Trips, Trip{At: now(a), Why: "supplement"})
		return s.fill(a, o, materials)
	})
}

// SendTolerated takes the same from the applicant on the public page.
func (s *Service) SendTolerated(ctx context.Context, number, code string, materials []Handing) (Ref, error) {
	return s.asCitizen(ctx, number, code, "send_tolerated", func(a *casework.Act, o *Application) (done, error) { return s.fill(a, o, materials) })
}

func (s *Service) fill(a *casework.Act, o *Application, materials []Handing) (done, error) {
	if len(materials) == 0 {
		return done{}, fault.New(fault.Invalid, "approval.tolerated.none", "请提交容缺待补的材料。").On("materials", "不能为空")
	}
	for _, in := range materials {
		if m := o.material(in.Code); m == nil || m.State != "tolerated" {
			return done{}, fault.New(fault.Refused, "approval.tolerated", "这份材料不是容缺待补的材料。").On("materials", in.Code)
		}
	}
	hashes, err := s.handInLater(a, o, materials)
	if err != nil {
		return done{}, err
	}
	if len(o.tolerated()) == 0 {
		err = a.Stop(MeterTolerance, now(a))
	}
	return done{facts: map[string]any{"presents": o.present()}, evidence: hashes}, err
}

// breakPromise grades what was promised to follow and has not by its due date: no more than the applicant's word stood for it,
// and that did not hold (国办函〔2016〕108号, grade D). It gives the codes of the materials.
func (o *Application) breakPromise(meter string, at time.Time) (codes []string) {
	for i := range o.Materials {
		if m := &o.Materials[i]; meter == MeterTolerance && m.State == "tolerated" {
			m.State, m.Grade, m.Fault = "broken", "D", "申请人承诺补交，至"+day(at.Add(-time.Millisecond))+"未兑现。"
			codes = append(codes, m.Code)
		}
	}
	return codes
}

// BrokenPromise is a promise to hand in a material later that its applicant did not keep. Number and Material are empty where
// the reader may not see that application.
type BrokenPromise struct {
	Number   string `json:"number"` // of the application
	Material string `json:"material"`
}

// askBroken asks for the promises that the applicant of an application broke in others, the latest first, answered with
// whatever else was asked for. Whoever is asked to tolerate again sees them; which ones, of those applications that he may see.
func (s *Service) askBroken(tx *storage.Tx, actor org.Actor, id string, into *[]BrokenPromise) {
	args := []any{id}
	tx.Ask(`SELECT CASE WHEN `+s.kernel.SightSQL(tx, actor, &args)+` THEN c.number ELSE '' END, o.record FROM application_parties me JOIN application_parties p ON p.id_index = me.id_index AND p.id_index <> '' AND p.application_id <> me.application_id
		JOIN cases c ON c.id = p.application_id AND c.state = 'lapsed' JOIN applications o ON o.id = c.id
		WHERE me.application_id = $1 ORDER BY p.application_id DESC LIMIT 20`, args, func(scan func(...any) error) error {
		var number, text string
		if err := scan(&number, &text); err != nil {
			return err
		}
		o, err := parse(text)
		if err != nil {
			return err
		}
		for _, m := range o.Materials {
			switch {
			case m.State != "broken":
			case number == "":
				*into = append(*into, BrokenPromise{})
			default:
				*into = append(*into, BrokenPromise{number, m.Name})
			}
		}
		return nil
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
