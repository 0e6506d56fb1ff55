package demo

import (
	"slices"

	"huying/internal/approval"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/storage"
)

// together is a theme or a project on its way: several applications of one applicant.
type together struct {
	*hall
	id        string
	reader    *person // who sees it
	who       applicant
	party     approval.Party
	choices   catalog.Answers
	known     []string // ids of the applications that are already on their way
	simulated bool     // one permit was applied for ahead of its time
	ahead     *filing  // that one, while what it waits for is not there
}

// compile makes the one application of a theme or project, with answers to what it asks.
func (h *hall) compile(b *catalog.Bundle) (compiled *catalog.Compiled, choices catalog.Answers) {
	err := h.DB.View(h.ctx, func(tx *storage.Tx) (err error) {
		if _, compiled, err = h.Catalog.CompileBundle(tx, b.ID, nil); err != nil {
			return err
		}
		choices = h.choices(compiled.Questions)
		_, compiled, err = h.Catalog.CompileBundle(tx, b.ID, choices)
		return err
	})
	if h.fail(err) {
		return nil, nil
	}
	return compiled, choices
}

// takeTheme is somebody who applies for a whole theme at a window: one form, one set of materials (CAT-30).
func (h *hall) takeTheme(theme catalog.Bundle) {
	compiled, choices := h.compile(&theme)
	if compiled == nil {
		return
	}
	t := &together{hall: h, reader: pick(h.play, h.staff.clerks), who: h.applicant(), choices: choices}
	t.party = t.who.party(h, []catalog.Audience{theme.Audience})
	in := approval.BundleSubmission{Bundle: theme.ID, Channel: "window", Party: t.party, Choices: choices, Form: h.fill(compiled.Form(), t.who, t.party), Collect: "handed"}
	for _, m := range compiled.Materials {
		if !m.Shared && m.Within == "" && m.Necessity != catalog.Optional {
			in.Materials = append(in.Materials, approval.Handing{Code: m.Code, Originals: 1, Copies: m.Copies})
		}
	}
	if h.as(t.reader, func(a org.Actor) error {
		receipt, err := h.Approval.TakeBundle(h.ctx, a, in)
		t.id = receipt.ID
		return err
	}) {
		t.follow()
	}
}

// follow takes up the applications that were opened since.
func (t *together) follow() {
	v, ok := t.view()
	if !ok {
		return
	}
	for _, p := range v.Record.Parts {
		if p.State == "open" && !slices.Contains(t.known, p.Application) {
			t.takeUp(p)
		}
	}
}

func (t *together) view() (v approval.BundleView, ok bool) {
	ok = t.as(t.reader, func(a org.Actor) (err error) {
		v, err = t.Approval.Joint(t.ctx, a, t.id)
		return err
	})
	return v, ok
}

// takeUp follows one of the applications like any other. What it lacks although it was handed in for all is corrected.
func (t *together) takeUp(p approval.Part) *filing {
	t.known = append(t.known, p.Application)
	t.report.Applications++
	f := &filing{hall: t.hall, good: t.shelf.byItem(p.Item), who: t.who, party: t.party, choices: t.choices, id: p.Application, number: p.Number, code: t.Approval.QueryCode(p.Application),
		state: approval.Submitted, collecting: "handed", theme: t}
	f.steps = catalog.Narrow(f.record, f.choices).Plan.Steps
	v, ok := f.view()
	if !ok {
		return f
	}
	for _, m := range v.Application.Materials {
		i := slices.IndexFunc(f.record.Materials, func(x catalog.Material) bool { return x.Code == m.Code })
		if !m.Present() && m.Necessity != catalog.Optional && i >= 0 {
			f.lacking = append(f.lacking, f.record.Materials[i])
		}
	}
	f.received()
	return f
}
