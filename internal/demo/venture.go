package demo

import (
	"slices"

	"huying/internal/approval"
	"huying/internal/calendar"
	"huying/internal/catalog"
	"huying/internal/org"
)

// ventureDays is how many working days before the end the investment project begins, and permitsADay how many permits its
// agent applies for on one day at most.
const (
	ventureDays = 15
	permitsADay = 2
)

// placeProject lets an investment project go its way: an agent body follows it, its permits are applied for stage by stage
// as those before them are granted (PRJ-07, PRJ-09).
func (h *hall) placeProject() {
	if h.shelf.project == nil {
		return
	}
	begin := h.before(ventureDays)
	h.at(h.morning(begin), func() { h.openProject(begin) })
}

func (h *hall) openProject(day calendar.Date) {
	b, guide := h.shelf.project, h.staff.chiefs["fgj"]
	_, choices := h.compile(b)
	t := &together{hall: h, reader: guide, who: h.applicant(), choices: choices}
	t.party = t.who.firm
	t.party.Name = "云岭望禾粮油产业发展有限公司"
	in := approval.ProjectForm{Bundle: b.ID, Name: b.Name, Party: t.party, Choices: choices, Class: "major", Green: true, Body: "fgj", Guide: guide.id}
	if !h.as(guide, func(a org.Actor) error {
		receipt, err := h.Approval.OpenProject(h.ctx, a, in)
		t.id = receipt.ID
		return err
	}) {
		return
	}
	for n := 0; ; n++ {
		next := h.cal.Add(day, n)
		if next > calendar.DateOf(h.until) {
			break
		}
		at := h.morning(next)
		if n == 0 {
			at = h.now().Add(h.minutes(20, 60))
		}
		h.at(at, t.applyPermits)
	}
	h.at(h.days(h.now(), 2), func() { t.stage("environment", "running") })
	h.at(h.days(h.now(), 6), func() { t.stage("design", "running") })
	h.at(h.days(h.now(), 9), func() { t.stage("environment", "done") })
	h.at(h.days(h.now(), 3), t.issues)
}

// applyPermits applies for what waits for nothing any more, and has one reviewed ahead of its time (PRJ-08).
func (t *together) applyPermits() {
	v, ok := t.view()
	if !ok {
		return
	}
	n := 0
	for _, p := range v.Record.Parts {
		missing := 0
		for _, id := range p.After {
			if !slices.ContainsFunc(v.Record.Parts, func(x approval.Part) bool { return x.Item == id && x.State == "granted" }) {
				missing++
			}
		}
		if t.ahead != nil && t.ahead.id == p.Application && missing == 0 { // now its review becomes a decision
			t.ahead.decide()
			t.ahead = nil
		}
		ahead := missing == 1 && !t.simulated && len(t.known) > permitsADay
		if p.State != "waiting" || n == permitsADay || missing > 0 && !ahead {
			continue
		}
		n++
		t.simulated = t.simulated || ahead
		t.permit(p, ahead)
	}
}

func (t *together) permit(p approval.Part, ahead bool) {
	g := t.shelf.byItem(p.Item)
	draft := &filing{hall: t.hall, good: g}
	narrowed := catalog.Narrow(g.record, t.choices)
	in := approval.PermitForm{Item: p.Item, Form: t.fill(narrowed.Form, t.who, t.party), Materials: draft.hand(narrowed.Materials), Simulated: ahead}
	if t.as(t.reader, func(a org.Actor) error {
		ref, err := t.Approval.ApplyPermit(t.ctx, a, t.id, 0, in)
		p.Application, p.Number = ref.ID, ref.Number
		return err
	}) {
		if f := t.takeUp(p); ahead {
			f.fate.stop, t.ahead = string(catalog.Decide), f
		}
	}
}

func (t *together) stage(stage, state string) {
	t.as(t.reader, func(a org.Actor) error {
		_, err := t.Approval.SetStage(t.ctx, a, t.id, 0, stage, state)
		return err
	})
}

// issues are what has to be settled on the way: one is, one is not yet (PRJ-04, PRJ-13).
func (t *together) issues() {
	t.issue("land", "二期地块边界与村集体道路重叠，需协调调整用地红线。")
	t.at(t.days(t.now(), 4), func() {
		v, ok := t.view()
		if !ok || len(v.Record.Issues) == 0 {
			return
		}
		t.as(t.reader, func(a org.Actor) error {
			_, err := t.Approval.SettleIssue(t.ctx, a, t.id, 0, v.Record.Issues[0].ID, "已现场会商，红线内移两米，村道保留。")
			return err
		})
	})
	t.at(t.days(t.now(), 7), func() { t.issue("start", "施工临时用电接入点待供电公司确定。") })
}

func (t *together) issue(kind, text string) {
	t.as(t.reader, func(a org.Actor) error {
		_, err := t.Approval.LogIssue(t.ctx, a, t.id, 0, kind, text)
		return err
	})
}
