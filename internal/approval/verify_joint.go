package approval

import (
	"encoding/json"
	"slices"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/storage"
)

// jointFacts are the facts of the events of a bundle or project; an event has those of its own verb.
type jointFacts struct {
	Bundle  string `json:"bundle"`
	N       int64  `json:"n"`
	Lead    string `json:"lead"`
	Measure string `json:"measure"`
	Text    string `json:"text"`
	Rule    string `json:"rule"`

	From        calendar.Date `json:"from"`
	To          calendar.Date `json:"to"`
	Parts       int           `json:"parts"`
	Permits     int           `json:"permits"`
	Opened      []string      `json:"opened"`
	Item        string        `json:"item"`
	Application string        `json:"application"`
	State       string        `json:"state"`
	Cancelled   []string      `json:"cancelled"`
	Simulated   bool          `json:"simulated"`
	Guide       string        `json:"guide"`
	Kind        string        `json:"kind"`
	Stage       string        `json:"stage"`
	Issue       string        `json:"issue"`
	Class       string        `json:"class"`
	Green       bool          `json:"green"`
	Body        string        `json:"body"`
	Why         string        `json:"why"`
}

// recomputeBundle replays the record of a bundle or project over its parts and compares what comes out with its row.
func (s *Service) recomputeBundle(tx *storage.Tx, id string, events []audit.Event, differ func(string, ...any)) error {
	b, err := loadBundle(tx, id)
	if err != nil {
		return err
	}
	if b == nil {
		differ("有办理记录而无此联合办理")
		return nil
	}
	bodies, err := casework.Bodies(events)
	if err != nil {
		return err
	}
	told, parts := b.replay(tx, events, bodies)
	if err := s.recomputeTime(tx, b, bodies, differ); err != nil {
		return err
	}
	switch {
	case b.Bundle != told.Bundle || b.N != told.N || len(b.Parts) != parts:
		differ("联合办理的清单与记录不符")
	case b.Lead != told.Lead:
		differ("联合办理的牵头部门与记录不符")
	case b.Guide != told.Guide:
		differ("联合办理的引导人员与记录不符")
	case b.Overdue != told.Overdue:
		differ("联合办理的超时标记与记录不符")
	}
	for i, p := range b.Parts {
		was := told.Parts[i]
		if p.State != was.State || p.Application != was.Application || p.Simulated != was.Simulated {
			differ("“%s”为%q，按记录应为%q", p.Name, label(PartStates, p.State), label(PartStates, was.State))
		}
		if !slices.EqualFunc(p.Urges, was.Urges, sameText) || !slices.EqualFunc(p.Held, was.Held, func(x, y Holding) bool { return x.Measure == y.Measure && sameText(x.Text, y.Text) }) {
			differ("“%s”的催办或者问责与记录不符", p.Name)
		}
		if !slices.Equal(p.Stays, was.Stays) {
			differ("“%s”的停算日期与记录不符", p.Name)
		}
	}
	if b.Project != nil && told.Project != nil && !b.Project.same(told.Project) {
		differ("项目的阶段与记录不符")
	}
	if !slices.EqualFunc(b.Issues, told.Issues, func(x, y Issue) bool {
		return x.ID == y.ID && x.Kind == y.Kind && x.Settled.IsZero() == y.Settled.IsZero()
	}) {
		differ("协调事项与记录不符")
	}
	return nil
}

// recomputeTime compares the days on which the time of the whole stood still with those of the parts that its longest chain
// leads through, as their own applications have them.
func (s *Service) recomputeTime(tx *storage.Tx, b *Bundle, bodies []casework.Body, differ func(string, ...any)) error {
	meters, err := s.kernel.HistoryOf(tx, bodies)
	if err != nil || len(meters) == 0 {
		return err
	}
	m := meters[0]
	for _, stay := range b.stays() {
		if stay.To != 0 && stay.From.Start().Before(m.Due) && !b.Overdue && m.Running() && !stay.within(m.Pauses) {
			differ("联合办理没有扣除%s停算的日期", stay.Why)
		}
	}
	for _, p := range m.Pauses {
		for d := p.From; !p.Open && d <= p.To; d++ {
			if !slices.ContainsFunc(b.stays(), func(s Stay) bool { return s.From <= d && (s.To == 0 || d <= s.To) }) {
				differ("联合办理%s停算没有依据", d)
			}
		}
	}
	for i := range b.Parts {
		p := &b.Parts[i]
		if p.State != "open" || !m.Running() {
			continue
		}
		o, err := load(tx, p.Application)
		if fault.Is(err, fault.NotFound) {
			continue // its own record tells that it is gone
		}
		if err != nil {
			return err
		}
		c, err := s.kernel.Get(tx, p.Application)
		if err != nil {
			return err
		}
		if _, stands := o.still(c.State); (stands && b.critical(p)) != (p.held() != nil) {
			differ("“%s”是否停算与其办件不符", p.Name)
		}
	}
	return nil
}

// replay takes the bundle's list and lets everything happen to it again. parts is how many it began with.
func (b *Bundle) replay(tx *storage.Tx, events []audit.Event, bodies []casework.Body) (told *Bundle, parts int) {
	told = &Bundle{Kind: b.Kind}
	for _, p := range b.Parts {
		told.Parts = append(told.Parts, Part{Item: p.Item, Name: p.Name, After: p.After, State: "waiting"})
	}
	for i, e := range events {
		var f jointFacts
		if len(bodies[i].Facts) > 0 {
			_ = json.Unmarshal(bodies[i].Facts, &f) // facts of another shape tell nothing here
		}
		if i == 0 {
			parts = f.Parts + f.Permits
		}
		told.happen(e, f)
		for _, id := range f.Opened {
			o, err := load(tx, id)
			if err != nil {
				continue // its own record tells that it is gone
			}
			if p := told.part(o.Item); p != nil {
				p.State, p.Application = "open", id
			}
		}
	}
	return told, parts
}

// happen lets what one event tells happen to a bundle.
func (b *Bundle) happen(e audit.Event, f jointFacts) {
	switch e.Action {
	case "submit_bundle":
		b.Bundle, b.N, b.Lead = f.Bundle, f.N, f.Lead
	case "take_bundle":
		b.Bundle, b.N, b.Lead, b.Guide = f.Bundle, f.N, f.Lead, e.Actor
	case "open_project":
		b.Bundle, b.N, b.Lead, b.Guide = f.Bundle, f.N, f.Lead, f.Guide
		b.Project = &Project{Class: f.Class, Green: f.Green, Body: f.Body, Stages: map[string]string{}}
		for _, stage := range Stages {
			b.Project.Stages[stage.Key] = "pending"
		}
	case "apply_permit":
		if p := b.part(f.Item); p != nil {
			p.State, p.Application, p.Simulated = "open", f.Application, f.Simulated
		}
	case "advance", "finish":
		if p := b.part(f.Item); p != nil {
			p.State = f.State
		}
		for _, item := range f.Cancelled {
			if p := b.part(item); p != nil {
				p.State = "cancelled"
			}
		}
		b.stop()
	case "pause_joint":
		if p := b.part(f.Item); p != nil {
			p.Stays = append(p.Stays, Stay{f.Why, f.Rule, f.From, 0})
		}
	case "resume_joint":
		if p := b.part(f.Item); p != nil && p.held() != nil {
			p.held().To = f.To
		}
	case "urge_member":
		if p := b.part(f.Item); p != nil {
			p.Urges = append(p.Urges, Text{Text: f.Text, By: e.Actor, At: e.At})
		}
	case "hold_member":
		if p := b.part(f.Item); p != nil {
			p.Held = append(p.Held, Holding{f.Measure, Text{Text: f.Text, By: e.Actor, At: e.At}})
		}
	case "guide_joint", "change_agent":
		b.Guide = f.Guide
	case "overdue_joint":
		b.Overdue = b.Overdue || f.Kind == "overdue"
	case "set_stage":
		b.Project.Stages[f.Stage] = f.State
	case "log_issue":
		b.Issues = append(b.Issues, Issue{ID: f.Issue, Kind: f.Kind})
	case "settle_issue":
		if i := slices.IndexFunc(b.Issues, func(x Issue) bool { return x.ID == f.Issue }); i >= 0 {
			b.Issues[i].Settled = e.At
		}
	case "stop_project":
		b.Project.Why = f.Why
	}
}

// sameText compares a text with what the record has of it: its digest.
func sameText(x, told Text) bool {
	return digest(x.Text) == told.Text && x.By == told.By && x.At.Equal(told.At)
}

// same compares a project with what its record has: texts by their digests.
func (p *Project) same(told *Project) bool {
	if p.Class != told.Class || p.Green != told.Green || p.Body != told.Body || digest(p.Why) != told.Why {
		return false
	}
	for stage, state := range p.Stages {
		if told.Stages[stage] != state {
			return false
		}
	}
	return true
}

// recomputeOpinion compares what a department said, or is deemed to have said, with the record.
func recomputeOpinion(tx *storage.Tx, id string, events []audit.Event, differ func(string, ...any)) error {
	found, err := opinions(tx, `WHERE id = $1`, id)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		differ("有办理记录而无此部门意见")
		return nil
	}
	bodies, err := casework.Bodies(events)
	if err != nil {
		return err
	}
	var told Opinion
	reports := 0
	for i, e := range events {
		var f struct {
			Dept, Rule, Stance, Text string
			Absent                   bool
		}
		if len(bodies[i].Facts) > 0 {
			_ = json.Unmarshal(bodies[i].Facts, &f) // facts of another shape tell nothing here
		}
		switch e.Action {
		case "ask":
			told.Dept, told.Absent, told.Missed = f.Dept, f.Absent, f.Rule
		case "sign_for":
			told.Missed, told.SignedBy = "", e.Actor
		case "report_delay":
			told.Missed = ""
			reports++
		case "miss":
			told.Missed = f.Rule
		case "give":
			told.Stance, told.Text, told.By, told.Missed = f.Stance, f.Text, e.Actor, ""
		case "deem":
			told.Stance, told.Deemed, told.Missed, told.ConfirmBy = "agree", true, f.Rule, e.Actor
		}
	}
	op := found[0]
	switch {
	case op.Dept != told.Dept || op.Absent != told.Absent || op.SignedBy != told.SignedBy:
		differ("部门意见的征求与记录不符")
	case op.Stance != told.Stance || digest(op.Text) != told.Text || op.By != told.By:
		differ("部门的意见与记录不符")
	case op.Deemed != told.Deemed || op.Missed != told.Missed || op.ConfirmBy != told.ConfirmBy:
		differ("部门意见的默认标记与记录不符")
	case len(op.Reports) < reports:
		differ("部门报告的延误与记录不符")
	}
	return nil
}
