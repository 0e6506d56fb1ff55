package hotline

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// AccountForm says what a department is held to account for over an order, and who in it: always both the person
// concerned and the person in charge (HOT-13, HOT-14). Empty persons are those whom the record names.
type AccountForm struct {
	Ground  string `json:"ground"`            // one of AccountGrounds
	Measure string `json:"measure"`           // one of AccountMeasures
	Handler string `json:"handler,omitempty"` // id of the person concerned
	Head    string `json:"head,omitempty"`    // id of the person in charge
	Finding string `json:"finding"`           // what was found
	Link    string `json:"link,omitempty"`    // number under which the discipline procedure has it (HOT-56)
}

// Account is one entry of the accountability register (HOT-35).
type Account struct {
	ID          string    `json:"id"`
	Order       string    `json:"order"`
	OrderNumber string    `json:"orderNumber"`
	Title       string    `json:"title"`
	Number      string    `json:"number"`
	Ground      string    `json:"ground"`
	Measure     string    `json:"measure"`
	Dept        string    `json:"dept"`
	DeptID      string    `json:"deptId"`
	Handler     string    `json:"handler"`
	Head        string    `json:"head"`
	Finding     string    `json:"finding"`
	Link        string    `json:"link,omitempty"`
	By          string    `json:"by"`
	At          time.Time `json:"at"`
}

// HoldToAccount enters a department's conduct over an order in the accountability register (HOT-13, HOT-14, HOT-35). An
// unlawful act can only be transferred to the discipline procedure, and the entry names the case there (HOT-56).
func (s *Service) HoldToAccount(ctx context.Context, actor org.Actor, id string, version int64, in AccountForm) (Ref, error) {
	if err := in.check(); err != nil {
		return Ref{}, err
	}
	if err := s.fits("finding", in.Finding, "link", in.Link); err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "account", func(a *casework.Act, o *Order) (any, error) {
		if err := in.persons(a, o); err != nil {
			return nil, err
		}
		tx := a.Tx()
		year := calendar.DateOf(tx.Now).Year()
		n, err := casework.NextSerial(tx, fmt.Sprintf("document:account:%d", year))
		if err != nil {
			return nil, err
		}
		number := fmt.Sprintf("呼应问〔%d〕%d号", year, n)
		tx.Queue(`INSERT INTO order_accounts (id, order_id, number, ground, measure, dept, handler, head, finding, link, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
			tx.NewID(), o.ID, number, in.Ground, in.Measure, o.Lead, in.Handler, in.Head, in.Finding, in.Link, actor.ID, storage.Millis(tx.Now))
		s.alert(a, "account", org.OrderSignoff)
		return map[string]string{"document": number, "ground": in.Ground, "measure": in.Measure, "dept": o.Lead, "handler": in.Handler, "head": in.Head,
			"finding": digest(in.Finding), "link": digest(in.Link)}, nil
	})
}

func (in *AccountForm) check() error {
	if err := oneOf(AccountGrounds, in.Ground, "ground", "请选择问责情形。"); err != nil {
		return err
	}
	if err := oneOf(AccountMeasures, in.Measure, "measure", "请选择处理方式。"); err != nil {
		return err
	}
	in.Finding, in.Link = strings.TrimSpace(in.Finding), strings.TrimSpace(in.Link)
	bad := fault.New(fault.Invalid, "hotline.account", "问责登记须填写完整。").Under("HOT-35")
	if in.Finding == "" {
		bad.On("finding", "请写明查明的事实")
	}
	if in.Ground == "unlawful" && in.Measure != "discipline" {
		bad.Under("HOT-56").On("measure", "违法违规行为须移送纪检监察处理")
	}
	if in.Measure == "discipline" && in.Link == "" {
		bad.Under("HOT-56").On("link", "请填写移送文号")
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// persons completes the two persons from the record and refuses an entry that lacks one of them, or that names somebody
// of another department.
func (in *AccountForm) persons(a *casework.Act, o *Order) error {
	head, err := headOf(a)
	if err != nil {
		return err
	}
	concerned := o.RepliedBy
	if a.Case.Assignee != head {
		concerned = a.Case.Assignee
	}
	signed := o.SignedBy // at night a duty officer signs, who is of no handling department
	if signed != "" && inDepartment(a, signed, "handler") != nil {
		signed = ""
	}
	in.Head, in.Handler = cmp.Or(in.Head, head), cmp.Or(in.Handler, concerned, signed, a.Case.Assignee)
	for _, p := range []struct{ field, id, sentence string }{{"handler", in.Handler, "请指明当事人"}, {"head", in.Head, "请指明负责人"}} {
		if p.id == "" {
			return fault.New(fault.Invalid, "hotline.account", "问责须同时记明当事人和负责人。").On(p.field, p.sentence).Under("HOT-14")
		}
		if err := inDepartment(a, p.id, p.field); err != nil {
			return err
		}
	}
	return nil
}

// inDepartment refuses a person who is not of the department that has the case, or of one below it.
func inDepartment(a *casework.Act, person, field string) error {
	p, err := org.PersonByID(a.Tx(), person)
	if err != nil {
		return err
	}
	if !p.Active || !strings.HasPrefix(p.DeptPath, a.Case.Dept) {
		return fault.New(fault.Invalid, "hotline.assignee", "须是承办部门的在职人员。").On(field, "不属于承办部门").Under("HOT-86")
	}
	return nil
}

// Accounts reads the accountability register, latest first (HOT-35): the entries about departments that the person may
// supervise. It counts what insight's Conducts counts.
func (s *Service) Accounts(ctx context.Context, actor org.Actor, span Span, req page.Request) (out page.Page[Account], err error) {
	r, err := s.register(ctx, actor, span, req)
	if err != nil {
		return out, err
	}
	var rows []Account
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		var args []any
		where := r.sql(tx, "e.at", &args)
		err := tx.All(`SELECT e.id, e.order_id, c.number, c.title, e.number, e.ground, e.measure, e.dept, e.handler, e.head, e.finding, e.link, e.by_person, e.at FROM order_accounts e`+where,
			args, func(scan func(...any) error) error {
				var a Account
				err := scan(&a.ID, &a.Order, &a.OrderNumber, &a.Title, &a.Number, &a.Ground, &a.Measure, &a.DeptID, &a.Handler, &a.Head, &a.Finding, &a.Link, &a.By, &a.At)
				rows = append(rows, a)
				return err
			})
		if err != nil {
			return err
		}
		return nameAccounts(tx, r.dir, rows)
	})
	return page.Of(rows, r.limit, func(a Account) registerKey { return keyOf(a.At, a.Number) }), err
}

func nameAccounts(tx *storage.Tx, dir *org.Directory, rows []Account) error {
	ids := make([]string, 0, 3*len(rows))
	for _, r := range rows {
		ids = append(ids, r.Handler, r.Head, r.By)
	}
	names, err := org.NamesOf(tx, ids)
	for i := range rows {
		r := &rows[i]
		d, _ := dir.Department(r.DeptID)
		r.Dept, r.Ground, r.Measure = d.Name, label(AccountGrounds, r.Ground), label(AccountMeasures, r.Measure)
		r.Handler, r.Head, r.By = names[r.Handler], names[r.Head], names[r.By]
	}
	return err
}
