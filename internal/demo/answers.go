package demo

import (
	"strconv"

	"huying/internal/approval"
	"huying/internal/calendar"
	"huying/internal/catalog"
)

// choices answers the scenario questions of an item or a theme.
func (h *hall) choices(questions []catalog.Question) catalog.Answers {
	out := catalog.Answers{}
	for _, q := range questions {
		answer := pick(h.play, q.Options)
		if q.Code == "agent" && h.chance(70) {
			answer = q.Options[0]
		}
		out[q.Code] = answer.Value
	}
	return out
}

// fill fills a form in: what must be, and most of what may be.
func (h *hall) fill(form catalog.Form, who applicant, p approval.Party) map[string]any {
	own := map[string]any{"person_name": who.person.Name, "id_number": who.person.IDNumber, "mobile": p.Phone, "address": who.person.Address, "firm_name": who.firm.Name, "credit_code": who.firm.IDNumber,
		"legal_person": who.person.Name, "legal_id_number": who.person.IDNumber, "firm_address": who.firm.Address, "contact_name": who.firm.Contact, "premises_address": who.firm.Address,
		"work_unit": who.firm.Name, "household_address": who.person.Address, "birth_date": birthday(who.person.IDNumber)}
	if p.Kind == "person" {
		own["firm_name"] = who.shop + "店"
	}
	out := map[string]any{}
	for _, g := range form.Groups {
		for _, f := range g.Fields {
			if !f.Required && h.chance(45) {
				continue
			}
			v, known := own[f.Code]
			if !known {
				v = h.answer(f)
			}
			if v != nil {
				out[f.Code] = v
			}
		}
	}
	return out
}

func birthday(id string) string { return id[6:10] + "-" + id[10:12] + "-" + id[12:14] }

// answer fills in one field, nil for nothing.
func (h *hall) answer(f catalog.Field) any {
	switch f.Kind {
	case catalog.Choice:
		return pick(h.play, f.Options).Value
	case catalog.Choices:
		return []string{pick(h.play, f.Options).Value}
	case catalog.Yes:
		return h.chance(50)
	case catalog.Number, catalog.Money:
		if v, err := strconv.ParseFloat(f.Example, 64); err == nil {
			return v
		}
		return 1
	case catalog.Day:
		return h.day(f.Example)
	}
	if f.Example == "" {
		return nil
	}
	return f.Example
}

// written is when the examples in the model catalogue were made up: a day near it means one near today.
var written = calendar.Of(2026, 10, 1)

func (h *hall) day(example string) string {
	d, err := calendar.ParseDate(example)
	if err != nil {
		d = written
	}
	if d >= written.Add(-60) {
		d = calendar.DateOf(h.now()).Add(int(d - written))
	}
	return d.String()
}
