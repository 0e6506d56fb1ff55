package approval

import (
	"context"

	"huying/internal/calendar"
	"huying/internal/fault"
)

// Span is a period: both days included.
type Span struct {
	From calendar.Date `json:"from"`
	To   calendar.Date `json:"to"`
}

// spanned checks a period and a department.
func (s *Service) spanned(ctx context.Context, span Span, dept string) error {
	most := s.policy.Now().Int("approval.figure.days", "")
	if span.From == 0 || span.To < span.From || int(span.To-span.From) >= most {
		return fault.Newf(fault.Invalid, "approval.period", "请选择起止日期，起始日不能晚于截止日，且不超过%d天。", most).On("from", "日期不正确")
	}
	if dept == "" {
		return nil
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return err
	}
	if _, ok := dir.Department(dept); !ok {
		return fault.New(fault.Invalid, "approval.department", "没有这个部门。").On("dept", "没有这个部门")
	}
	return nil
}
