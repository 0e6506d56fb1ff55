package approval

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// AccountForm says by what measure whom the breach of a limit is brought home to. Empty persons are those whom the record
// names: who had the application last, and the head of its department.
type AccountForm struct {
	Measure string `json:"measure"` // one of Measures
	Handler string `json:"handler,omitempty"`
	Head    string `json:"head,omitempty"`
	Finding string `json:"finding"`
}

// Account is one entry of the register of accountability for applications (TIME-42). Dept, Handler, Head and By are ids as an
// application's page names them, names in the register.
type Account struct {
	ID           string    `json:"id"`
	Application  string    `json:"application"`
	Item         string    `json:"item"`
	CaseNumber   string    `json:"caseNumber"` // of the application
	Number       string    `json:"number"`
	Measure      string    `json:"measure"`
	MeasureLabel string    `json:"measureLabel"`
	Dept         string    `json:"dept"`
	Handler      string    `json:"handler"`
	Head         string    `json:"head"`
	Finding      string    `json:"finding"`
	By           string    `json:"by"`
	At           time.Time `json:"at"`
}

// HoldToAccount enters in the register who answers for an application that is overdue by the office's own fault: always both
// who handled it and who heads the department (TIME-42, TIME-41). The head hears of it.
func (s *Service) HoldToAccount(ctx context.Context, actor org.Actor, id string, version int64, in AccountForm) (Ref, error) {
	if err := oneOf(Measures, in.Measure, "measure", "请选择问责措施。"); err != nil {
		return Ref{}, err
	}
	finding, err := s.text(in.Finding, "finding", "请写明查明的事实。", "TIME-42")
	if err != nil {
		return Ref{}, err
	}
	return s.act(ctx, actor, id, version, "account", func(a *casework.Act, o *Application) (done, error) {
		if !o.Overdue() {
			return done{}, fault.New(fault.Refused, "approval.account.timely", "此件没有认定为超时，不能问责；超过时限的请先认定。").Under("TIME-12")
		}
		handler, head, err := o.answerable(a, in)
		if err != nil {
			return done{}, err
		}
		year := calendar.DateOf(now(a)).Year()
		n, err := casework.NextSerial(a.Tx(), fmt.Sprintf("application:account:%d", year))
		if err != nil {
			return done{}, err
		}
		number := fmt.Sprintf("呼应审问〔%d〕%d号", year, n)
		a.Tx().Queue(`INSERT INTO application_accounts (id, application_id, number, measure, dept, handler, head, finding, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			a.Tx().NewID(), o.ID, number, in.Measure, o.DeptPath, handler, head, finding, actor.ID, now(a))
		alertAt(a.Tx(), a.Case.ID, "account", org.ApplicationDecide, o.DeptPath, a.Case.Region)
		return done{facts: map[string]string{"account": number, "measure": in.Measure, "handler": handler, "head": head, "finding": digest(finding)}}, nil
	})
}

// answerable completes the two persons from the record and refuses whoever is not of the department or the windows that had
// the application, and as its head whoever does not head it.
func (o *Application) answerable(a *casework.Act, in AccountForm) (handler, head string, err error) {
	if head = in.Head; head == "" {
		if head, err = headOf(a.Tx(), o.DeptPath, a.Case.Region); err != nil {
			return "", "", err
		}
	}
	last := ""
	if n := len(o.Visits); n > 0 {
		last = o.Visits[n-1].By
	}
	handler = cmp.Or(in.Handler, a.Case.Assignee, last, o.Registrar)
	for _, p := range []struct{ field, id string }{{"handler", handler}, {"head", head}} {
		if p.id == "" {
			return "", "", fault.New(fault.Invalid, "approval.account", "问责须同时记明承办人和负责人。").On(p.field, "请指明").Under("TIME-41")
		}
		person, err := org.PersonByID(a.Tx(), p.id)
		if err != nil {
			return "", "", err
		}
		if !within(person.DeptPath, o.DeptPath) && !within(person.DeptPath, o.WindowPath) {
			return "", "", fault.New(fault.Invalid, "approval.person", "请选择承办部门或者受理窗口的人员。").On(p.field, "不是承办部门的人员")
		}
	}
	heads, err := org.Holders(a.Tx(), org.Head, o.DeptPath, a.Case.Region)
	if err == nil && !slices.ContainsFunc(heads, func(p org.Person) bool { return p.ID == head }) {
		err = fault.New(fault.Invalid, "approval.account.head", "负责人应为承办部门的主要负责人。").On("head", "不是主要负责人").Under("TIME-41")
	}
	return handler, head, err
}

// accountsFor are the entries on an application that a person may read on its page: who supervises it all of them, anybody else
// what concerns himself.
func (o *Application) accountsFor(actor org.Actor, c *casework.Case, all []Account) []Account {
	if actor.May(org.ApplicationSupervise, o.DeptPath, c.Region) {
		return all
	}
	return slices.DeleteFunc(all, func(e Account) bool { return !actor.Is(e.Handler) && !actor.Is(e.Head) })
}

const accountColumns = `SELECT e.id, e.application_id, c.title, c.number, e.number, e.measure, e.dept, e.handler, e.head, e.finding, e.by_person, e.at
	FROM application_accounts e JOIN cases c ON c.id = e.application_id `

// accountsTo takes rows of accountColumns.
func accountsTo(into *[]Account) func(scan func(...any) error) error {
	return func(scan func(...any) error) error {
		var e Account
		err := scan(&e.ID, &e.Application, &e.Item, &e.CaseNumber, &e.Number, &e.Measure, &e.Dept, &e.Handler, &e.Head, &e.Finding, &e.By, &e.At)
		e.MeasureLabel = label(Measures, e.Measure)
		*into = append(*into, e)
		return err
	}
}

type accountKey struct {
	At int64  `json:"at"`
	ID string `json:"id"`
}

// Accounts reads the register of accountability, the latest first: for those who supervise applications (TIME-42).
func (s *Service) Accounts(ctx context.Context, actor org.Actor, f RegisterFilter, req page.Request) (out page.Page[Account], err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return out, err
	}
	key := accountKey{At: 1 << 62}
	if _, err := page.Decode(req.After, &key); err != nil {
		return out, err
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		r := register{tx: tx}
		r.where(`(e.at, e.id) < (?, ?)`, key.At, key.ID)
		if err := r.narrow(dir, f, actor.Scope(org.ApplicationSupervise), "e.at", "e.dept", "c.region"); err != nil {
			return err
		}
		if number := strings.TrimSpace(f.Number); number != "" {
			r.where(`(c.number = ? OR e.number = ?)`, number, number)
		}
		rows := []Account{}
		if err := tx.All(accountColumns+`JOIN applications o ON o.id = e.application_id `+r.page(req, "e.at", "e.id"), r.args, accountsTo(&rows)); err != nil {
			return err
		}
		out = page.Of(rows, req.Limit(), func(e Account) accountKey { return accountKey{storage.Millis(e.At), e.ID} })
		ids := make([]string, 0, 3*len(out.Items))
		for _, e := range out.Items {
			ids = append(ids, e.Handler, e.Head, e.By)
		}
		names, err := org.NamesOf(tx, ids)
		for i := range out.Items {
			e := &out.Items[i]
			e.Dept, e.Handler, e.Head, e.By = deptName(dir, e.Dept), names[e.Handler], names[e.Head], names[e.By]
		}
		return err
	})
	return out, err
}
