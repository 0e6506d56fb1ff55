package approval

import (
	"context"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/document"
	"huying/internal/org"
	"huying/internal/storage"
)

// ReceiptPaper names the receipt of an application where an issued document has its id.
const ReceiptPaper = "receipt"

// Reprint prints a paper again for an applicant who has lost his: the receipt, or an issued document by
// its id. That it was printed again, by whom and when, stands in the record, and on the paper (APP-42).
func (s *Service) Reprint(ctx context.Context, actor org.Actor, id string, version int64, paper string) (n document.Notice, err error) {
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return n, err
	}
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		a, err := s.begin(tx, actor, id, version, "reprint")
		if err != nil {
			return err
		}
		_, err = s.finish(a, func(a *casework.Act, o *Application) (done, error) {
			if n, err = s.printed(tx, dir, a.Case, o, paper); err != nil {
				return done{}, err
			}
			facts := map[string]string{"reprinted": n.Title, "of": n.Number}
			n.Title += "（补打）"
			return done{facts: facts}, nil
		})
		return err
	})
	return n, err
}

func (s *Service) printed(tx *storage.Tx, dir *org.Directory, c *casework.Case, o *Application, paper string) (document.Notice, error) {
	if paper == ReceiptPaper {
		return s.receipt(tx, dir, c, o)
	}
	d, err := oneDocument(tx, paper)
	if err == nil && d.Application != o.ID {
		err = noDocument()
	}
	if err != nil {
		return document.Notice{}, err
	}
	return s.notice(tx, d)
}

// receipt is the receipt (收件回执) of an application: number and what was handed in. The query code is not printed again: with
// it whoever prints could act as the applicant.
func (s *Service) receipt(tx *storage.Tx, dir *org.Directory, c *casework.Case, o *Application) (document.Notice, error) {
	party, _, err := s.party(tx, o.ID)
	if err != nil {
		return document.Notice{}, err
	}
	n := document.Notice{Issuer: deptName(dir, o.WindowPath), Title: "政务服务收件回执", Number: "编号：" + c.Number, Date: calendar.DateOf(o.Received), QR: c.Number, QRCaption: "凭编号和收件时告知的查询码查询办理进度",
		Fields: []document.Field{{Label: "申请事项", Value: o.ItemName}, {Label: "申请人", Value: party.masked().Name}, {Label: "收到申请日期", Value: day(o.Received)}}}
	for _, m := range o.Materials {
		n.Fields = append(n.Fields, document.Field{Label: m.Name, Value: m.counted()})
	}
	return n, nil
}
