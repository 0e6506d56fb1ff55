package catalog

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// FeeDocument is a document that sets fees; an item's fee must equal what it says (CAT-08). Amounts are in fen.
type FeeDocument struct {
	Number string   `json:"number"`
	Title  string   `json:"title"`
	Issued string   `json:"issued"` // day, "" when nobody has looked it up: the number alone names the document
	Fees   []SetFee `json:"fees"`
}

// SetFee is one fee that a document sets.
type SetFee struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Amount int64  `json:"amount"`
	Unit   string `json:"unit,omitempty"`
}

// SaveFeeDocument writes a governing document down, or corrects it. What an item in use charges by it is not corrected by one
// person: another amount comes with another document, and to the item by a change that three offices examine (ORG-24).
func (s *Service) SaveFeeDocument(ctx context.Context, actor org.Actor, d FeeDocument) error {
	if err := d.check(); err != nil {
		return err
	}
	return s.keep(ctx, actor, "fee_document", d.Number, "CAT-08", d, func(tx *storage.Tx) error { return s.saveDocument(tx, d, actor.ID) })
}

func (d *FeeDocument) check() error {
	d.Number, d.Title = strings.TrimSpace(d.Number), strings.TrimSpace(d.Title)
	bad := fault.New(fault.Invalid, "catalog.feedocument", "请把收费文件填写完整。").Under("CAT-08")
	if d.Number == "" {
		bad.On("number", "请填写文号")
	}
	if d.Title == "" {
		bad.On("title", "请填写标题")
	}
	if _, err := calendar.ParseDate(d.Issued); d.Issued != "" && err != nil {
		bad.On("issued", "发文日期应像2026-10-01")
	}
	d.Fees = listOf(d.Fees)
	seen := map[string]bool{}
	for n, f := range d.Fees {
		if f.Code == "" || f.Name == "" || f.Amount < 0 || seen[f.Code] {
			bad.On(at("fees", n), "收费项目应有名称、不重复的代码和不小于零的标准")
		}
		seen[f.Code] = true
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// saveDocument writes a document down unless it would take a fee away from an item that charges by it, or alter it.
func (s *Service) saveDocument(tx *storage.Tx, d FeeDocument, by string) error {
	was, err := feeDocuments(tx, `WHERE number = $1`, d.Number)
	if err != nil {
		return err
	}
	if len(was) > 0 {
		items, err := s.Handling(tx)
		if err == nil {
			err = s.withRecords(tx, items)
		}
		if err != nil {
			return err
		}
		for _, f := range was[0].Fees {
			if !slices.Contains(d.Fees, f) && slices.ContainsFunc(items, func(i Item) bool { return i.charges(d.Number, f.Code) }) {
				return fault.Newf(fault.Refused, "catalog.feedocument.used", "已有事项按此文件收取“%s”，不能直接修改。标准有变化的，请登记新的文件，并按收费变更由三方会审。", f.Name).Under("ORG-24")
			}
		}
	}
	return d.save(tx, by)
}

// charges reports whether an item that is not cancelled charges a fee by a document.
func (i Item) charges(document, code string) bool {
	return i.Status != Cancelled && slices.ContainsFunc(i.Record.Fees, func(f Fee) bool { return f.Document == document && f.Code == code })
}

func (d FeeDocument) save(tx *storage.Tx, by string) error {
	fees, err := json.Marshal(d.Fees)
	if err != nil {
		return err
	}
	tx.Queue(`INSERT INTO catalog_fee_documents (number, title, issued, fees, by_person, at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (number) DO UPDATE SET title = excluded.title, issued = excluded.issued, fees = excluded.fees, by_person = excluded.by_person, at = excluded.at`,
		d.Number, d.Title, d.Issued, string(fees), by, storage.Millis(tx.Now))
	return nil
}

// keep saves something that the catalogue's keeper looks after, with its event.
func (s *Service) keep(ctx context.Context, actor org.Actor, what, id, rule string, data any, save func(tx *storage.Tx) error) error {
	return s.db.Update(ctx, func(tx *storage.Tx) error { return keepWithin(tx, actor, what, id, rule, data, save) })
}

// keepWithin is keep inside a transaction that is already under way.
func keepWithin(tx *storage.Tx, actor org.Actor, what, id, rule string, data any, save func(tx *storage.Tx) error) error {
	onBehalf, err := org.Require(actor, org.CatalogKeep, "", "")
	if err != nil {
		return err
	}
	if err := save(tx); err != nil {
		return err
	}
	return audit.Record(tx, "catalog", audit.Entry{Action: "catalog." + what, Actor: actor.ID, OnBehalf: onBehalf, Authority: rule, Data: map[string]any{"id": id, "saved": data}})
}

// FeeDocuments lists the governing documents, the latest first.
func (s *Service) FeeDocuments(ctx context.Context, actor org.Actor) (out []FeeDocument, err error) {
	if !actor.MayAnywhere(org.CatalogView) {
		return nil, org.Forbidden()
	}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		out, err = feeDocuments(tx, `ORDER BY issued DESC, number`)
		return err
	})
	return out, err
}

func feeDocuments(tx *storage.Tx, where string, args ...any) ([]FeeDocument, error) {
	out := []FeeDocument{}
	err := tx.All(`SELECT number, title, issued, fees FROM catalog_fee_documents `+where, args, func(scan func(...any) error) error {
		var d FeeDocument
		var fees string
		if err := scan(&d.Number, &d.Title, &d.Issued, &fees); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(fees), &d.Fees)
		out = append(out, d)
		return err
	})
	return out, err
}

// governingFees reads what the documents that a record cites set.
func governingFees(tx *storage.Tx, r *Record) (map[feeKey]Fee, error) {
	if len(r.Fees) == 0 {
		return nil, nil
	}
	numbers := make([]any, len(r.Fees))
	for n, f := range r.Fees {
		numbers[n] = f.Document
	}
	found, err := feeDocuments(tx, `WHERE number IN (`+storage.Placeholders(1, len(numbers))+`)`, numbers...)
	fees := map[feeKey]Fee{}
	for _, d := range found {
		for _, f := range d.Fees {
			fees[feeKey{d.Number, f.Code}] = Fee{Code: f.Code, Name: f.Name, Amount: f.Amount}
		}
	}
	return fees, err
}
