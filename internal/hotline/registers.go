package hotline

import (
	"context"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// Span says which entries of a register are read: those of the days From to To, both included, of the department of this
// id and what lies under it ("" is all).
type Span struct {
	From, To calendar.Date
	Dept     string
}

// registerKey is an entry's place in its register: the latest first, those of one instant by their numbers.
type registerKey struct {
	At     int64  `json:"at"`
	Number string `json:"number"`
}

func keyOf(at time.Time, number string) registerKey { return registerKey{storage.Millis(at), number} }

// register reads one page of a register's entries e, whose instants stand in the column at. What a person reads are the
// entries about departments that he may supervise: an entry belongs to the department that it was made about, whoever
// has the order now.
type register struct {
	dir   *org.Directory
	span  Span
	dept  string // path of the span's department
	key   registerKey
	scope org.Scope
	limit int
}

func (s *Service) register(ctx context.Context, actor org.Actor, span Span, req page.Request) (register, error) {
	r := register{span: span, key: registerKey{At: storage.Millis(span.To.End())}, scope: actor.Scope(org.OrderSupervise), limit: req.Limit()}
	if r.scope.Empty() {
		return r, fault.New(fault.Forbidden, "hotline.register", "您没有查阅督办文书登记和问责登记的权限。")
	}
	var err error
	if r.dir, err = s.org.Directory(ctx); err != nil {
		return r, err
	}
	most := s.policy.Now().Int("hotline.register.days", "")
	if span.From == 0 || span.To < span.From || int(span.To-span.From) >= most {
		return r, fault.Newf(fault.Invalid, "hotline.period", "请选择起止日期，起始日不能晚于截止日，且不超过%d天。", most).On("from", "日期不正确").Under("HOT-55")
	}
	if span.Dept != "" {
		dept, ok := r.dir.Department(span.Dept)
		if !ok {
			return r, fault.New(fault.Invalid, "hotline.department", "没有这个部门。").On("dept", "没有这个部门")
		}
		r.dept = dept.Path
	}
	_, err = page.Decode(req.After, &r.key)
	return r, err
}

// entryTables join an entry e of a register to its order and its department.
const entryTables = ` JOIN cases c ON c.id = e.order_id JOIN org_department d ON d.id = e.dept`

// sql completes a statement that selects from the register's entries e.
func (r register) sql(tx *storage.Tx, at string, args *[]any, conds ...string) string {
	bind := func(v any) string {
		*args = append(*args, v)
		return storage.Placeholders(len(*args), 1)
	}
	number := bind(r.key.Number)
	conds = append(conds, at+` >= `+bind(storage.Millis(r.span.From.Start())),
		`(`+at+`, LENGTH(e.number), e.number) < (`+bind(r.key.At)+`, LENGTH(`+number+`), `+number+`)`,
		r.scope.SQL(tx.Engine, "d.path", "c.region", args), org.Under(tx.Engine, "d.path", r.dept, args))
	return entryTables + ` WHERE ` + strings.Join(conds, ` AND `) + ` ORDER BY ` + at + ` DESC, LENGTH(e.number) DESC, e.number DESC LIMIT ` + bind(r.limit+1)
}
