// Package attachment keeps the photos, recordings and documents of cases. The content is a file named by its SM3 digest,
// behind the small interface Store; a row ties it to its case and says who added it and who may see it. What a
// case holds is never changed or removed: what was evidence once stays so. What was sent and never handed in goes.
package attachment

import (
	"time"

	"huying/internal/fault"
	"huying/internal/storage"
)

// Visibility says who may see an attachment besides those who handle the case.
type Visibility string

// The visibilities, from the narrowest to the widest.
const (
	Internal Visibility = "internal" // those who handle the case
	Party    Visibility = "party"    // and the citizen whose case it is
	Public   Visibility = "public"   // and everybody, when the case is published
)

// Attachment is a file of a case.
type Attachment struct {
	ID         string
	CaseID     string
	Hash       string // names the content in the Store
	Name       string // as people see it; made safe by Put
	Type       string // media type, found by looking at the content
	Size       int64  // bytes
	AddedBy    string // user id, or "citizen"
	AddedAt    time.Time
	Visibility Visibility
}

// Add ties content that a Store has taken to a case, in the caller's transaction. It gives the row back with its id and
// time. The insertion is queued.
func Add(tx *storage.Tx, caseID string, blob Blob, by string, v Visibility) Attachment {
	a := Attachment{ID: tx.NewID(), CaseID: caseID, Hash: blob.Hash, Name: blob.Name, Type: blob.Type, Size: blob.Size,
		AddedBy: by, AddedAt: tx.Now, Visibility: v}
	tx.Queue(`INSERT INTO attachment (id, case_id, hash, name, type, size, added_by, added_at, visibility)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		a.ID, a.CaseID, a.Hash, a.Name, a.Type, a.Size, a.AddedBy, a.AddedAt, a.Visibility)
	return a
}

const columns = `SELECT id, case_id, hash, name, type, size, added_by, added_at, visibility FROM attachment `

// List gives the attachments of a case in the order in which they were added. Who may see which is for the caller to sort.
func List(tx *storage.Tx, caseID string) ([]Attachment, error) {
	var list []Attachment
	err := tx.All(columns+`WHERE case_id = $1 ORDER BY id`, []any{caseID}, func(scan func(...any) error) error {
		var a Attachment
		err := scan(a.fields()...)
		list = append(list, a)
		return err
	})
	return list, err
}

// Get gives one attachment; fault.NotFound when there is none.
func Get(tx *storage.Tx, id string) (Attachment, error) {
	var a Attachment
	found, err := tx.One(columns+`WHERE id = $1`, []any{id}, a.fields()...)
	if err == nil && !found {
		err = None()
	}
	return a, err
}

// None is the refusal for an attachment that does not exist or that the reader may not know of.
func None() error { return fault.New(fault.NotFound, "attachment.none", "没有这个附件。") }

func (a *Attachment) fields() []any {
	return []any{&a.ID, &a.CaseID, &a.Hash, &a.Name, &a.Type, &a.Size, &a.AddedBy, &a.AddedAt, &a.Visibility}
}
