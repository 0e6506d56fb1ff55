package catalog

// Plan is the flow of an item as data: its approval model and the steps between acceptance and the decision. Returning
// to an earlier step is always possible and needs no line of its own.
type Plan struct {
	Model Model  `json:"model"`
	Steps []Step `json:"steps"`
}

// Model is the way an item is approved (GAP-22).
type Model string

// The approval models.
const (
	OnTheSpot    Model = "spot"   // 当场办结: the accepting clerk decides within his authorisation (CAT-35)
	SoleReview   Model = "sole"   // 独任审核: window, then section chief (APP-11)
	ReviewVerify Model = "review" // 一审一核: one reviewer, one verifier, two people (APP-13)
	Extended     Model = "full"   // 审查、核准 with survey, publicity, opinions, meetings as the item needs
)

// Step is one station of a plan. Codes are unique in a plan.
type Step struct {
	Code   string   `json:"code"`
	Name   string   `json:"name"` // 科长审查
	Kind   StepKind `json:"kind"`
	Dept   string   `json:"dept,omitempty"` // id of another department that takes the step, such as the superior
	Asks   []string `json:"asks,omitempty"` // ids of the departments whose opinions are sought (StepKind Opinions)
	People int      `json:"people,omitempty"`
	Limit  Limit    `json:"limit"`          // the step's own share of the promise; Amount 0: none
	Then   []Branch `json:"then,omitempty"` // none: the next step in the list
	When   When     `json:"when,omitempty"` // passed over for applicants whom it does not concern
}

// Branch leads on to another step when a step ends with a certain finding.
type Branch struct {
	Finding string `json:"finding"` // pass, fail
	To      string `json:"to"`
}

// StepKind tells what is done at a step.
type StepKind string

// The kinds of steps.
const (
	Review   StepKind = "review"   // 审查
	Verify   StepKind = "verify"   // 核准: not by whom reviewed
	Check    StepKind = "check"    // 实质核查: two people (licensing law article 34)
	Survey   StepKind = "survey"   // 现场踏勘 (APP-33)
	Publish  StepKind = "publish"  // 公示 (APP-33)
	Opinions StepKind = "opinions" // 征求部门意见, in parallel (APP-16)
	Meeting  StepKind = "meeting"  // 会商, with minutes (APP-18)
	Superior StepKind = "superior" // 报上级审批: the time counts (TIME-17)
	Decide   StepKind = "decide"   // 决定: the last one
)
