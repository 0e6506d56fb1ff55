package approval

import (
	"context"
	"slices"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
)

// Special is one of the nine procedures whose time is not counted (TIME-10): from its first to its last day, both included
// (GAP-04). Expected is how many days the applicant was told it takes (TIME-11).
type Special struct {
	Kind     string        `json:"kind"` // one of catalog.Specials
	From     calendar.Date `json:"from"`
	To       calendar.Date `json:"to,omitzero"`
	Expected int           `json:"expected"`
	Basis    string        `json:"basis"`
	Told     string        `json:"told"`   // one of TellWays
	Number   string        `json:"number"` // of the written notice
	Result   string        `json:"result,omitempty"`
	Evidence []string      `json:"evidence,omitempty"` // ids of attachments
	By       string        `json:"by"`
	At       time.Time     `json:"at"`
	EndedBy  string        `json:"endedBy,omitempty"`
	EndedAt  time.Time     `json:"endedAt,omitzero"`
}

// SpecialForm starts a special procedure. From is its first day, today at the latest.
type SpecialForm struct {
	Kind     string        `json:"kind"`
	From     calendar.Date `json:"from"`
	Expected int           `json:"expected"`
	Basis    string        `json:"basis"`
	Told     string        `json:"told"`
}

// special is the procedure that runs, nil if none does.
func (o *Application) special() *Special {
	if n := len(o.Specials); n > 0 && o.Specials[n-1].To == 0 {
		return &o.Specials[n-1]
	}
	return nil
}

// StartSpecial begins a procedure that the item allows and tells the applicant in writing how long it takes: from its first
// day on the promise stands still (TIME-10, TIME-11). The day may lie in the past, as long as the application did not
// stand still already and the limit had not passed.
func (s *Service) StartSpecial(ctx context.Context, actor org.Actor, id string, version int64, in SpecialForm) (Ref, error) {
	bad := fault.New(fault.Invalid, "approval.special", "特别程序须写明种类、依据、所需时间和告知方式。").Under("TIME-11")
	if label(specialWords, in.Kind) == "" {
		bad.On("kind", "请选择特别程序的种类")
	}
	if in.Expected < 1 {
		bad.On("expected", "请填写所需天数")
	}
	if in.Basis == "" {
		bad.On("basis", "请写明法律依据")
	}
	if label(TellWays, in.Told) == "" {
		bad.On("told", "请选择告知申请人的方式")
	}
	if len(bad.Fields) > 0 {
		return Ref{}, bad
	}
	return s.act(ctx, actor, id, version, "start_special", func(a *casework.Act, o *Application) (done, error) {
		r, err := s.record(a.Tx(), o)
		if err != nil {
			return done{}, err
		}
		if !slices.Contains(r.Specials, in.Kind) {
			return done{}, fault.New(fault.Refused, "approval.special.item", "此事项没有规定这种特别程序，所需时间计入办理时限。").Under("TIME-10")
		}
		today := calendar.DateOf(now(a))
		if in.From == 0 || in.From > today || in.From <= calendar.DateOf(o.Complete) {
			return done{}, fault.New(fault.Invalid, "approval.special.from", "起始日期应在受理申请之后，且不晚于今天。").On("from", "日期不正确")
		}
		if n := len(o.Specials); n > 0 && in.From <= o.Specials[n-1].To {
			return done{}, fault.New(fault.Invalid, "approval.special.from", "起始日期不能早于上一次特别程序的结束日期。").On("from", "日期重叠")
		}
		o.Specials = append(o.Specials, Special{Kind: in.Kind, From: in.From, Expected: in.Expected, Basis: in.Basis, Told: in.Told, By: actor.ID, At: now(a)})
		number, err := s.issue(a, o, "special", nil)
		if err != nil {
			return done{}, err
		}
		o.special().Number = number
		for _, meter := range []string{MeterHandling, MeterStep} {
			if m := a.Meter(meter); m == nil || !m.Running() || meter == MeterStep && m.Late(now(a)) {
				continue
			}
			if err := a.Pause(meter, in.From, label(specialWords, in.Kind), "TIME-10"); err != nil {
				return done{}, err
			}
		}
		return done{facts: map[string]any{"kind": in.Kind, "from": in.From, "expected": in.Expected, "told": in.Told, "document": number}}, nil
	})
}

// EndSpecial ends the procedure: last is its last day, which is not counted either. The result and what proves it are kept
// (GAP-04).
func (s *Service) EndSpecial(ctx context.Context, actor org.Actor, id string, version int64, last calendar.Date, result string, evidence []string) (Ref, error) {
	result, err := s.text(result, "result", "请写明特别程序的结果。", "TIME-10")
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "end_special", func(a *casework.Act, o *Application) (done, error) {
		sp := o.special()
		if sp == nil {
			return done{}, fault.New(fault.Conflict, "approval.special.none", "没有正在进行的特别程序。").Under("TIME-10")
		}
		if len(evidence) == 0 {
			return done{}, fault.New(fault.Invalid, "approval.special.evidence", "请上传特别程序的结论文件，例如鉴定报告、评审意见。").On("evidence", "不能为空").Under("GAP-04")
		}
		if last < sp.From || last > calendar.DateOf(now(a)) {
			return done{}, fault.New(fault.Invalid, "approval.special.to", "结束日期不能早于起始日期，也不能晚于今天。").On("to", "日期不正确")
		}
		hashes, err := s.filesOf(a.Tx(), o.ID, evidence)
		if err != nil {
			return done{}, err
		}
		sp.To, sp.Result, sp.Evidence, sp.EndedBy, sp.EndedAt = last, result, evidence, actor.ID, now(a)
		for _, meter := range []string{MeterHandling, MeterStep} {
			if m := a.Meter(meter); m == nil || !m.Paused() {
				continue
			}
			if err := a.Resume(meter, last); err != nil {
				return done{}, err
			}
		}
		return done{facts: map[string]any{"kind": sp.Kind, "to": last, "result": digest(result), "files": evidence}, evidence: hashes}, nil
	})
}

// specialWords are the nine procedures; there is no free text (GAP-04).
var specialWords = words(catalog.Specials)

// words takes a closed list of the catalogue over.
func words(list []catalog.Word) []Word {
	out := make([]Word, len(list))
	for i, w := range list {
		out[i] = Word(w)
	}
	return out
}
