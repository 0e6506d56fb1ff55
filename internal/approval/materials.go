package approval

import (
	"context"
	"slices"
	"time"

	"huying/internal/attachment"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/secret"
	"huying/internal/storage"
)

// handIn takes materials into an application under an item and gives the hashes of their files, which the event names as
// evidence. holder is the keyed index of the applicant's number: a material is reused only from his own applications.
func (s *Service) handIn(a *casework.Act, o *Application, r catalog.Record, materials []Handing, holder string) ([]string, error) {
	return s.receive(a, o.Materials, r.Materials, materials, holder)
}

// receive takes what is handed in into the materials of an application or of a theme. wanted are the item's own, which say
// how long each may be used.
func (s *Service) receive(a *casework.Act, held []Material, wanted []catalog.Material, materials []Handing, holder string) (hashes []string, err error) {
	if materials, err = s.redeem(materials); err != nil {
		return nil, err
	}
	for _, in := range materials {
		m := materialIn(held, in.Code)
		if m == nil {
			return nil, noMaterial(in.Code)
		}
		m.At = now(a)
		if in.Reuse != "" {
			if a.Actor().ID == casework.Citizen {
				if _, err := s.own(a.Tx(), in.Reuse, in.Proof); err != nil {
					return nil, err
				}
			}
			if err := s.reuse(a.Tx(), m, in.Reuse, holder); err != nil {
				return nil, err
			}
			continue
		}
		if len(in.Files) == 0 && in.Originals+in.Copies == 0 {
			return nil, fault.New(fault.Invalid, "approval.material.empty", "请上传文件，或填写收到的份数。").On("materials."+in.Code, "没有文件，也没有份数")
		}
		m.State, m.Fault, m.Originals, m.Copies, m.Issued = "present", "", in.Originals, in.Copies, in.Issued
		m.Grade = in.grade(m, a.Actor().ID != casework.Citizen)
		m.Until = validUntil(wanted, in)
		if day := calendar.DateOf(now(a)); m.Until != 0 && m.Until < day {
			return nil, fault.Newf(fault.Invalid, "approval.material.expired", "材料“%s”已过有效期，请提交有效的材料。", m.Name).On("materials."+in.Code, "已过有效期")
		}
		for _, blob := range in.Files {
			file := attachment.Add(a.Tx(), a.Case.ID, blob, a.Actor().ID, attachment.Party)
			m.Files, m.Hashes = append(m.Files, file.ID), append(m.Hashes, blob.Hash)
			hashes = append(hashes, blob.Hash)
		}
	}
	return hashes, nil
}

// grade is how far what is handed in can be trusted (国办函〔2016〕108号): a commitment is the applicant's word, an original was
// seen by who took it at a window, and anything else has still to be compared with its original.
func (in Handing) grade(m *Material, seen bool) string {
	switch {
	case m.pledge():
		return "D"
	case seen && in.Originals > 0:
		return "B"
	}
	return "C"
}

// handInLater takes what follows into an application that its applicant made.
func (s *Service) handInLater(a *casework.Act, o *Application, materials []Handing) ([]string, error) {
	r, err := s.record(a.Tx(), o)
	if err != nil {
		return nil, err
	}
	holder := ""
	if _, err := a.Tx().One(`SELECT id_index FROM application_parties WHERE application_id = $1`, []any{o.ID}, &holder); err != nil {
		return nil, err
	}
	return s.handIn(a, o, r, materials, holder)
}

// validUntil is the last day on which a material may be used, by the item's rule; 0 when it has none or the day of issue
// is not known.
func validUntil(wanted []catalog.Material, in Handing) calendar.Date {
	for _, m := range wanted {
		if m.Code == in.Code && m.Valid > 0 && in.Issued != 0 {
			return calendar.Of(in.Issued.Year(), in.Issued.Month()+time.Month(m.Valid), in.Issued.Day()) - 1
		}
	}
	return 0
}

// reuse takes a material from an earlier application of the same applicant, while it is still valid.
func (s *Service) reuse(tx *storage.Tx, m *Material, number, holder string) error {
	refusal := fault.New(fault.Refused, "approval.material.reuse", "这份材料不能沿用，请重新提交。").On("materials."+m.Code, "不能沿用")
	var text string
	found, err := tx.One(`SELECT o.record FROM cases c JOIN applications o ON o.id = c.id JOIN application_parties p ON p.application_id = c.id
		WHERE c.number = $1 AND p.id_index = $2 AND p.id_index <> ''`, []any{number, holder}, &text)
	if err != nil {
		return err
	}
	if !found {
		return refusal
	}
	earlier, err := parse(text)
	if err != nil {
		return err
	}
	old := earlier.material(m.Code)
	if old == nil || !old.usable(calendar.DateOf(tx.Now)) {
		return refusal
	}
	m.State, m.Fault, m.Files, m.Hashes, m.Grade, m.Issued, m.Until = "present", "", old.Files, old.Hashes, old.Grade, old.Issued, old.Until
	m.Reused = number
	return nil
}

// usable reports whether a material may be used again on a day.
func (m *Material) usable(day calendar.Date) bool {
	return m.State == "present" && len(m.Files) > 0 && (m.Until == 0 || day <= m.Until) && !m.pledge()
}

// pledge reports whether it is a letter of commitment, which binds for the application it was signed for.
func (m *Material) pledge() bool { return (catalog.Material{Name: m.Name}).Pledge() }

// Reusable is a material that an applicant handed in before and need not hand in again.
type Reusable struct {
	Code   string        `json:"code"`
	Name   string        `json:"name"`
	Number string        `json:"number"` // of the application it was handed in with
	Until  calendar.Date `json:"until,omitzero"`
}

// Reusable lists what a person or firm with this number has handed in and may use again for the item; the latest first.
// A clerk asks on the applicant's behalf.
func (s *Service) Reusable(ctx context.Context, actor org.Actor, item, idNumber string) (out []Reusable, err error) {
	if !actor.MayAnywhere(org.ApplicationTake) {
		return nil, org.Forbidden()
	}
	out = []Reusable{}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		it, err := s.items.Published(tx, item)
		if err != nil {
			return err
		}
		known, day := map[string]bool{}, calendar.DateOf(tx.Now)
		return tx.All(`SELECT c.number, o.record FROM application_parties p JOIN applications o ON o.id = p.application_id JOIN cases c ON c.id = o.id
			WHERE p.id_index = $1 AND p.id_index <> '' ORDER BY p.application_id DESC LIMIT 50`, []any{s.vault.Index(secret.Identity, idNumber)}, func(scan func(...any) error) error {
			var number, text string
			if err := scan(&number, &text); err != nil {
				return err
			}
			o, err := parse(text)
			if err != nil {
				return err
			}
			for _, m := range o.reusable(it.Record, number, day) {
				if !known[m.Code] {
					known[m.Code] = true
					out = append(out, m)
				}
			}
			return nil
		})
	})
	return out, err
}

// reusable lists what of an application, which has this number, an item wants and may be used again on a day.
func (o *Application) reusable(r catalog.Record, number string, day calendar.Date) []Reusable {
	out := []Reusable{}
	for _, want := range r.Materials {
		if m := o.material(want.Code); m != nil && !want.Shared && m.usable(day) {
			out = append(out, Reusable{Code: m.Code, Name: m.Name, Number: number, Until: m.Until})
		}
	}
	return out
}

// missingNames lists the names of materials for a sentence.
func missingNames(ms []Material) (names []string) {
	for _, m := range ms {
		names = append(names, m.Name)
	}
	return names
}

// complete reports whether every material that acceptance wants is here. Tolerable ones may follow.
func (o *Application) complete() bool {
	return len(o.lacking(catalog.Required)) == 0 && !slices.ContainsFunc(o.Materials, func(m Material) bool { return m.State == "wrong" && m.Necessity != catalog.Optional })
}
