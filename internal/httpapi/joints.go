package httpapi

import (
	"context"

	"huying/internal/approval"
	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/page"
)

const jointTag = "一件事和投资项目"

type jointsInput struct {
	Kind   string `query:"kind" required:"true" enum:"bundle,project" doc:"一件事、投资项目"`
	Of     string `query:"of" enum:",lead,member" doc:"空为本部门在办的，lead为本部门牵头的，member为本部门参与的"`
	Closed bool   `query:"closed" doc:"已办结的；否则在办的"`
	Paging
}

type takeBundleInput struct {
	Keyed
	Body approval.BundleSubmission
}

type projectInput struct {
	Keyed
	Body approval.ProjectForm
}

type extendJointBody struct {
	Versioned
	Amount   int    `json:"amount"`
	Document string `json:"document" maxLength:"100" doc:"本级人民政府的批准文号"`
	Why      string `json:"why" maxLength:"10000"`
}

type permitBody struct {
	Versioned
	approval.PermitForm
}

type stageBody struct {
	Versioned
	Stage string `json:"stage"`
	State string `json:"state"`
}

type issueBody struct {
	Versioned
	Kind string `json:"kind"`
	Text string `json:"text" maxLength:"10000"`
}

type settleBody struct {
	Versioned
	Issue  string `json:"issue" doc:"协调事项编号"`
	Result string `json:"result" maxLength:"10000"`
}

type urgeMemberBody struct {
	Versioned
	Item string `json:"item" doc:"事项编号"`
	Text string `json:"text" maxLength:"10000"`
}

type holdMemberBody struct {
	Versioned
	Item    string `json:"item" doc:"事项编号"`
	Measure string `json:"measure"`
	Text    string `json:"text" maxLength:"10000"`
}

func (a *api) jointRoutes() {
	views := []org.Permission{org.ApplicationView}
	handle(a, operation{method: get, path: "/api/joints", id: "listJoints", summary: "一件事和投资项目列表", tag: jointTag, needs: views},
		func(ctx context.Context, who org.Actor, in *jointsInput) (page.Page[approval.BundleRow], error) {
			return a.Approval.Joints(ctx, who, approval.JointFilter{Kind: in.Kind, Of: in.Of, Open: !in.Closed}, in.request())
		})
	handle(a, operation{method: get, path: "/api/joints/{id}", id: "getJoint", summary: "查看一件事或投资项目", tag: jointTag, needs: views},
		func(ctx context.Context, who org.Actor, in *ByID) (approval.BundleView, error) {
			return a.Approval.Joint(ctx, who, in.ID)
		})
	handle(a, operation{method: post, path: "/api/joints/bundles", id: "takeBundle", summary: "窗口收一件事", tag: jointTag, status: 201, needs: []org.Permission{org.ApplicationTake}},
		func(ctx context.Context, who org.Actor, in *takeBundleInput) (approval.Receipt, error) {
			in.Body.Key = in.Key
			return a.Approval.TakeBundle(ctx, who, in.Body)
		})
	handle(a, operation{method: post, path: "/api/joints/projects", id: "openProject", summary: "登记投资项目", tag: jointTag, status: 201, needs: []org.Permission{org.ProjectGuide}},
		func(ctx context.Context, who org.Actor, in *projectInput) (approval.Receipt, error) {
			in.Body.Key = in.Key
			return a.Approval.OpenProject(ctx, who, in.Body)
		})
	handle(a, operation{method: get, path: "/api/joints/words", id: "jointWords", summary: "一件事和投资项目用词", tag: jointTag},
		func(context.Context, org.Actor, *struct{}) (JointWords, error) {
			return JointWords{approval.PartStates, approval.ProjectClasses, approval.Stages, approval.StageStates, approval.IssueKinds, approval.Measures}, nil
		})
	a.jointVerbs()
}

// JointWords are the closed lists of bundles and projects.
type JointWords struct {
	Parts       []approval.Word `json:"parts"`
	Classes     []approval.Word `json:"classes"`
	Stages      []approval.Word `json:"stages"`
	StageStates []approval.Word `json:"stageStates"`
	Issues      []approval.Word `json:"issues"`
	Measures    []approval.Word `json:"measures"`
}

func (a *api) jointVerbs() {
	type ctx = context.Context
	v := caseVerbs{a, "/api/joints", "", jointTag, []*casework.Flow{approval.BundleFlow, approval.ProjectFlow}}
	does(v, "extend_joint", func(c ctx, who org.Actor, id string, in extendJointBody) (approval.Ref, error) {
		return a.Approval.ExtendJoint(c, who, id, in.Version, in.Amount, in.Document, in.Why)
	})
	does(v, "guide_joint", func(c ctx, who org.Actor, id string, in assignBody) (approval.Ref, error) {
		return a.Approval.GuideJoint(c, who, id, in.Version, in.Person)
	})
	does(v, "apply_permit", func(c ctx, who org.Actor, id string, in permitBody) (approval.Ref, error) {
		return a.Approval.ApplyPermit(c, who, id, in.Version, in.PermitForm)
	})
	does(v, "set_stage", func(c ctx, who org.Actor, id string, in stageBody) (approval.Ref, error) {
		return a.Approval.SetStage(c, who, id, in.Version, in.Stage, in.State)
	})
	does(v, "log_issue", func(c ctx, who org.Actor, id string, in issueBody) (approval.Ref, error) {
		return a.Approval.LogIssue(c, who, id, in.Version, in.Kind, in.Text)
	})
	does(v, "settle_issue", func(c ctx, who org.Actor, id string, in settleBody) (approval.Ref, error) {
		return a.Approval.SettleIssue(c, who, id, in.Version, in.Issue, in.Result)
	})
	does(v, "urge_member", func(c ctx, who org.Actor, id string, in urgeMemberBody) (approval.Ref, error) {
		return a.Approval.UrgeMember(c, who, id, in.Version, in.Item, in.Text)
	})
	does(v, "hold_member", func(c ctx, who org.Actor, id string, in holdMemberBody) (approval.Ref, error) {
		return a.Approval.HoldMember(c, who, id, in.Version, in.Item, in.Measure, in.Text)
	})
	does(v, "change_agent", func(c ctx, who org.Actor, id string, in assignBody) (approval.Ref, error) {
		return a.Approval.ChangeAgent(c, who, id, in.Version, in.Person)
	})
	does(v, "stop_project", func(c ctx, who org.Actor, id string, in whyBody) (approval.Ref, error) {
		return a.Approval.StopProject(c, who, id, in.Version, in.Why)
	})
}
