package approval

import (
	"cmp"

	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/org"
)

// Box is a work list: what waits for a person of a certain duty. One without states holds ended cases, too.
type Box struct {
	Key        string
	Label      string
	Flow       string
	States     []string
	Permission org.Permission
	cond       string
	lead       bool // of bundles or projects: those that the person's department leads
}

// Boxes are the work lists, in the order of an application's life.
var Boxes = []Box{
	{"accept", "待受理", FlowName, []string{Submitted}, org.ApplicationAccept, "", false},
	{"correct", "待补正", FlowName, []string{Correcting}, org.ApplicationAccept, "", false},
	{"hand_over", "待交接", FlowName, reviewing, org.ApplicationReview, `EXISTS (SELECT 1 FROM applications o WHERE o.id = c.id AND o.step <> '' AND o.arrived = 0)`, false},
	{"review", "待审查", FlowName, reviewing, org.ApplicationReview, `EXISTS (SELECT 1 FROM applications o WHERE o.id = c.id AND o.arrived = 1 AND o.step_kind NOT IN ('verify', 'decide'))`, false},
	{"verify", "待核准", FlowName, reviewing, org.ApplicationVerify, `EXISTS (SELECT 1 FROM applications o WHERE o.id = c.id AND o.arrived = 1 AND o.step_kind = 'verify')`, false},
	{"decide", "待决定", FlowName, reviewing, org.ApplicationDecide, `EXISTS (SELECT 1 FROM applications o WHERE o.id = c.id AND o.step_kind IN ('decide', ''))`, false},
	{"sign", "待授权签批", FlowName, []string{Submitted, Reviewing}, org.ApplicationSign, signable, false},
	{"rule_extension", "待批延期", FlowName, reviewing, org.ApplicationExtend, `EXISTS (SELECT 1 FROM applications o WHERE o.id = c.id AND o.plea = 'asked')`, false},
	{"tell_extension", "待告知延期", FlowName, reviewing, org.ApplicationReview, `EXISTS (SELECT 1 FROM applications o WHERE o.id = c.id AND o.plea = 'granted')`, false},
	{"deliver", "待送达", FlowName, []string{Decided, Declining}, org.ApplicationDeliver, "", false},
	{"rule_overdue", "待认定超时", FlowName, nil, org.ApplicationSupervise, `c.id IN (` + candidates + `)`, false},
	{"opinion", "待出具意见", OpinionFlowName, []string{Asked, Giving}, org.ApplicationOpinion, "", false},
	{"deem", "待确认默认", OpinionFlowName, []string{Asked, Giving}, org.ApplicationSupervise, `EXISTS (SELECT 1 FROM application_opinions o WHERE o.id = c.id AND o.missed <> '')`, false},
	{"lead_bundle", "牵头的一件事", BundleFlowName, together, org.ApplicationReview, "", true},
	{"lead_project", "牵头的投资项目", ProjectFlowName, together, org.ApplicationReview, "", true},
	{"check", "待批后核查", CheckFlowName, []string{CheckDue, CheckCorrecting}, org.ApplicationReview, "", false},
}

// signable are those that can be decided now: at the decision of their plan, or at the window at once.
const signable = `EXISTS (SELECT 1 FROM applications o WHERE o.id = c.id AND (c.state = 'reviewing' AND o.step_kind IN ('decide', '') OR c.state = 'submitted' AND (o.formal = 1 OR o.model = 'spot')))`

// candidates are the applications that wait for a ruling, whether under way or ended.
const candidates = `SELECT o.id FROM applications o WHERE o.candidate = 1`

func boxOf(key string) (Box, bool) {
	for _, box := range Boxes {
		if box.Key == key {
			return box, true
		}
	}
	return Box{}, false
}

// inBox narrows to a work list, within letters where it is one of what is signed under them.
func inBox(letters []org.Authorisation, q *casework.Query, actor org.Actor, key string) error {
	box, known := boxOf(key)
	if !known {
		return fault.New(fault.Invalid, "approval.box", "没有这个工作台。")
	}
	q.Flow, q.States, q.Scope = box.Flow, box.States, actor.Scope(box.Permission)
	switch open := true; {
	case len(box.States) > 0:
		q.Open, q.Sort = &open, cmp.Or(q.Sort, casework.ByDue)
	case q.Sort == "" || q.Sort == casework.ByDue: // what is over is due no more
		q.Sort = casework.ByOpened
	}
	if box.lead {
		q.Join("JOIN application_members l ON l.id = c.id AND l.leads = 1")
		q.DeptColumn = "l.dept_path"
	}
	if len(box.States) == 0 {
		q.Through(candidates)
	}
	if box.cond != "" {
		q.Where(box.cond)
	}
	if box.Permission == org.ApplicationSign {
		withinLetters(letters, q)
	}
	return nil
}
