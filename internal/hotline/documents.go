package hotline

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/deadline"
	"huying/internal/document"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/rulebook"
	"huying/internal/storage"
)

// Document is an official paper that was issued on an order. What it says was fixed when it was issued.
type Document struct {
	ID          string    `json:"id"`
	Order       string    `json:"order"`
	OrderNumber string    `json:"orderNumber"`
	Title       string    `json:"title"`
	Kind        string    `json:"kind"`
	Label       string    `json:"label"`
	Number      string    `json:"number"`
	Dept        string    `json:"dept"`
	IssuedBy    string    `json:"issuedBy"`
	IssuedAt    time.Time `json:"issuedAt"`
	deptPath    string
	facts       documentFacts
}

// documentFacts is what a paper states, kept as it stood.
type documentFacts struct {
	OrderNumber string `json:"orderNumber"`
	Title       string `json:"title"`
	Kind        string `json:"kind"`
	Dept        string `json:"dept"`
	Dispatched  int64  `json:"dispatched"`
	Due         int64  `json:"due"`
	Provisional bool   `json:"provisional,omitempty"` // Due touches a year whose arrangement is not announced
	Why         string `json:"why"`
	Overdue     int    `json:"overdue"`
	Urges       int64  `json:"urges"`
}

var documentKinds = []struct{ Key, Label, Prefix, Issuer string }{
	{"urge", "催办通知书", "催", "窗口服务大厅"},
	{"notice", "行政监察通知书", "监", "监察室"},
	{"circular", "书面通报", "通", "监察室"},
}

// issue writes a numbered paper. Numbers of a kind run without gaps within a year.
func (s *Service) issue(a *casework.Act, o *Order, kind string) (string, error) {
	tx := a.Tx()
	year := calendar.DateOf(tx.Now).Year()
	n, err := casework.NextSerial(tx, fmt.Sprintf("document:%s:%d", kind, year))
	if err != nil {
		return "", err
	}
	number := fmt.Sprintf("呼应%s〔%d〕%d号", documentKind(kind).Prefix, year, n)
	m := a.Meter(MeterHandling)
	result, err := s.kernel.Explain(tx, m)
	if err != nil {
		return "", err
	}
	dept, err := org.DepartmentByID(tx, o.Lead)
	if err != nil {
		return "", err
	}
	facts, err := json.Marshal(documentFacts{OrderNumber: a.Case.Number, Title: a.Case.Title, Kind: label(Kinds, o.Kind), Dept: dept.Name, Dispatched: millis(o.Dispatched),
		Due: storage.Millis(result.Due), Provisional: result.Provisional, Why: result.Explain(), Overdue: result.Standing(tx.Now, 0).OverdueWorkdays, Urges: o.Urges})
	if err != nil {
		return "", err
	}
	tx.Queue(`INSERT INTO order_documents (id, order_id, kind, number, dept, facts, issued_by, issued_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		tx.NewID(), o.ID, kind, number, o.Lead, string(facts), a.Actor().ID, storage.Millis(tx.Now))
	return number, nil
}

func documentKind(key string) (k struct{ Key, Label, Prefix, Issuer string }) {
	for _, k := range documentKinds {
		if k.Key == key {
			return k
		}
	}
	return k
}

// Print gives an issued paper as a document to render, to anyone who may see its order or may supervise the department
// that it is about.
func (s *Service) Print(ctx context.Context, actor org.Actor, documentID string) (n document.Notice, err error) {
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		docs, err := s.documents(tx, entryTables+` WHERE e.id = $1`, documentID)
		if err != nil {
			return err
		}
		if len(docs) == 0 {
			return casework.NoSuchCase()
		}
		d := docs[0]
		c, err := s.kernel.Get(tx, d.Order)
		if err != nil {
			return err
		}
		if !actor.May(org.OrderSupervise, d.deptPath, c.Region) {
			if _, _, err := s.visible(tx, actor, d.Order); err != nil {
				return err
			}
		}
		n = d.notice()
		return nil
	})
	return n, err
}

// documents reads papers e; from is the rest of the statement.
func (s *Service) documents(tx *storage.Tx, from string, args ...any) ([]Document, error) {
	out := []Document{}
	askDocuments(tx, &out, from, args...)
	return out, tx.Gather()
}

// askDocuments is documents, answered with whatever else was asked for.
func askDocuments(tx *storage.Tx, into *[]Document, from string, args ...any) {
	tx.Ask(`SELECT e.id, e.order_id, c.number, c.title, e.kind, e.number, e.facts, e.issued_by, e.issued_at, d.path FROM order_documents e`+from, args,
		func(scan func(...any) error) error {
			var d Document
			var facts string
			if err := scan(&d.ID, &d.Order, &d.OrderNumber, &d.Title, &d.Kind, &d.Number, &facts, &d.IssuedBy, &d.IssuedAt, &d.deptPath); err != nil {
				return err
			}
			d.Label = documentKind(d.Kind).Label
			err := json.Unmarshal([]byte(facts), &d.facts)
			d.Dept = d.facts.Dept
			*into = append(*into, d)
			return err
		})
}

// notice sets the paper's words. They state facts and what is asked, under the rule that asks it.
func (d Document) notice() document.Notice {
	f, k := d.facts, documentKind(d.Kind)
	day := func(ms int64) string { return calendar.DateOf(storage.Time(ms)).ChineseFull() }
	last := day(f.Due - 1)
	if f.Provisional {
		last += "（" + deadline.ProvisionalNote + "）"
	}
	n := document.Notice{Title: k.Label, Number: d.Number, Addressee: f.Dept, Issuer: k.Issuer, Date: calendar.DateOf(d.IssuedAt),
		Fields: []document.Field{{Label: "工单编号", Value: f.OrderNumber}, {Label: "诉求标题", Value: f.Title}, {Label: "诉求类型", Value: f.Kind},
			{Label: "派单日期", Value: day(f.Dispatched)}, {Label: "办理期限", Value: last}}}
	var body []string
	switch d.Kind {
	case "urge":
		body = []string{
			fmt.Sprintf("你单位承办的下列工单，办理期限为%s，现已到期，未见答复，也未报告说明原因。", last),
			"请立即办理并答复诉求人；确因客观原因不能按期办结的，请书面报告原因和预计办结时间。自本通知书发出之日起，监察室对此件跟踪督办。",
			"期限的计算：" + rulebook.Spell(f.Why),
		}
	case "notice":
		body = []string{
			fmt.Sprintf("你单位承办的下列工单，办理期限为%s，已超期%d个工作日。经%d次催办，仍未报告说明原因。", last, f.Overdue, f.Urges),
			"根据热线工单跟踪监督的规定，责令你单位立即整改，限期办结并答复诉求人，将整改情况书面报监察室。此件办理情况记入年度考核。",
			"期限的计算：" + rulebook.Spell(f.Why),
		}
	case "circular":
		body = []string{
			fmt.Sprintf("%s承办的下列工单，办理期限为%s，已超期%d个工作日，经%d次催办仍无报告说明，已下达行政监察通知书。", f.Dept, last, f.Overdue, f.Urges),
			"现予通报。各承办单位应引以为戒，严格按时限办理群众诉求。本通报作为年底考核、评优的依据。",
		}
		n.Addressee = "各承办单位"
	}
	n.Body = strings.Join(body, "\n")
	return n
}

// OrderSheet gives the order itself as a printable sheet, personal data masked.
func (s *Service) OrderSheet(ctx context.Context, actor org.Actor, id string) (document.Notice, error) {
	v, err := s.Get(ctx, actor, id)
	if err != nil {
		return document.Notice{}, err
	}
	n := document.Notice{Title: "12345热线工单", Number: "编号：" + v.Number, Issuer: "12345热线", Date: calendar.DateOf(s.db.Now()),
		Fields: []document.Field{{Label: "标题", Value: v.Title}, {Label: "类型", Value: v.KindLabel}, {Label: "来源", Value: v.Channel}, {Label: "诉求人", Value: v.Caller.Name + "　" + v.Caller.Phone},
			{Label: "地点", Value: v.Region + " " + v.Place}, {Label: "状态", Value: v.StateLabel}, {Label: "承办单位", Value: v.Dept}},
		Body: v.Body}
	var more []string
	for _, m := range v.Meters {
		more = append(more, m.Label+"时限："+rulebook.Spell(m.Why))
	}
	for _, r := range v.Replies {
		if !r.Draft {
			more = append(more, fmt.Sprintf("%s答复（%s）：%s", r.Dept, calendar.DateOf(r.At).ChineseFull(), r.Text))
		}
	}
	n.Closing = strings.Join(more, "\n")
	return n, nil
}

// Documents reads the register of the papers of a kind, latest first, for the urges and circulars of the year-end
// assessment (HOT-55): those about departments that the person may supervise.
func (s *Service) Documents(ctx context.Context, actor org.Actor, kind string, span Span, req page.Request) (out page.Page[Document], err error) {
	r, err := s.register(ctx, actor, span, req)
	if err != nil {
		return out, err
	}
	var rows []Document
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		args := []any{kind}
		if rows, err = s.documents(tx, r.sql(tx, "e.issued_at", &args, "e.kind = $1"), args...); err != nil {
			return err
		}
		return nameIssuers(tx, rows)
	})
	return page.Of(rows, r.limit, func(d Document) registerKey { return keyOf(d.IssuedAt, d.Number) }), err
}

// bySystem is how a paper that the program issued by itself is signed to its readers.
const bySystem = "系统自动"

func nameIssuers(tx *storage.Tx, docs []Document) error {
	ids := make([]string, len(docs))
	for i, d := range docs {
		ids[i] = d.IssuedBy
	}
	names, err := org.NamesOf(tx, ids)
	names[audit.System] = bySystem
	for i := range docs {
		docs[i].IssuedBy = names[docs[i].IssuedBy]
	}
	return err
}
