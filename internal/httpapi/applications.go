package httpapi

import (
	"context"

	"huying/internal/approval"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/page"
)

const applicationTag = "办件"

// ApplicationFilter narrows a list of applications. Numbers of people do not belong in addresses: see findApplications.
type ApplicationFilter struct {
	Box      string        `json:"box,omitzero" query:"box" doc:"工作台"`
	Of       string        `json:"of,omitzero" query:"of" enum:"items,window" doc:"items：本部门事项的全部办件；window：本窗口收的全部办件；不填：轮到本部门办理的"`
	States   []string      `json:"states,omitzero" query:"states" maxItems:"30"`
	Items    []string      `json:"items,omitzero" query:"items" maxItems:"50" doc:"事项"`
	Channels []string      `json:"channels,omitzero" query:"channels" maxItems:"30"`
	Dept     string        `json:"dept,omitzero" query:"dept" doc:"部门编号，含下级"`
	Region   string        `json:"region,omitzero" query:"region" doc:"区划代码，含下级"`
	Text     string        `json:"q,omitzero" query:"q" maxLength:"100" doc:"编号、事项中的文字"`
	Mine     bool          `json:"mine,omitzero" query:"mine" doc:"由我承办，含我代理的人"`
	From     Day           `json:"from,omitzero" query:"from" format:"date" doc:"收件日期起"`
	To       Day           `json:"to,omitzero" query:"to" format:"date" doc:"收件日期止"`
	Overdue  bool          `json:"overdue,omitzero" query:"overdue" doc:"视为或认定超时"`
	Untold   bool          `json:"untold,omitzero" query:"untold" doc:"超过承诺时限，没有向申请人说明原因"`
	Late     bool          `json:"late,omitzero" query:"late" doc:"当前时限已过"`
	Sort     casework.Sort `json:"sort,omitzero" query:"sort" enum:"due,opened,changed" doc:"期限、收件、变动"`
}

func (f ApplicationFilter) filter() approval.Filter {
	return approval.Filter{Box: f.Box, Of: f.Of, States: f.States, Items: f.Items, Channels: f.Channels, Dept: f.Dept, Region: f.Region, Text: f.Text, Mine: f.Mine,
		From: f.From.Date, To: f.To.Date, Overdue: f.Overdue, Untold: f.Untold, Late: f.Late, Sort: f.Sort}
}

type applicationsInput struct {
	ApplicationFilter
	Paging
}

type findApplicationsInput struct {
	Body struct {
		Phone    string `json:"phone,omitempty" maxLength:"20"`
		IDNumber string `json:"idNumber,omitempty" maxLength:"30" doc:"身份证号或统一社会信用代码"`
		After    string `json:"after,omitempty"`
	}
}

type takeInput struct {
	Keyed
	Body approval.Submission
}

type reusableInput struct {
	Body struct {
		Item     string `json:"item" maxLength:"64"`
		IDNumber string `json:"idNumber" maxLength:"30"`
	}
}

// ApplicationWords are the closed lists that forms and filters of applications offer.
type ApplicationWords struct {
	Channels       []approval.Word `json:"channels"`
	Parties        []approval.Word `json:"parties"`
	Agents         []approval.Word `json:"agents"`
	Grounds        []approval.Word `json:"grounds"`
	MaterialStates []approval.Word `json:"materialStates"`
	Grades         []approval.Word `json:"grades"`
	Outcomes       []approval.Word `json:"outcomes"`
	Findings       []approval.Word `json:"findings"`
	Ways           []approval.Word `json:"ways"`
	Takers         []approval.Word `json:"takers"`
	Askers         []approval.Word `json:"askers"`
	TellWays       []approval.Word `json:"tellWays"`
	Rulings        []approval.Word `json:"rulings"`
	Stances        []approval.Word `json:"stances"`
	Certificates   []approval.Word `json:"certificates"`
	Fees           []approval.Word `json:"fees"`
	Measures       []approval.Word `json:"measures"`
	Specials       []catalog.Word  `json:"specials"`
	StepKinds      []catalog.Word  `json:"stepKinds"`
	Models         []catalog.Word  `json:"models"`
	Classes        []catalog.Word  `json:"classes"`
	Boxes          []approval.Word `json:"boxes"`
	States         []StateWord     `json:"states"`
	Actions        []approval.Word `json:"actions"`
}

func applicationWords() ApplicationWords {
	w := ApplicationWords{Channels: approval.Channels, Parties: approval.Parties, Agents: approval.Agents, Grounds: approval.Grounds, MaterialStates: approval.MaterialStates,
		Grades: approval.Grades, Outcomes: approval.Outcomes, Findings: approval.Findings, Ways: approval.Ways, Takers: approval.Takers, Askers: approval.Askers, TellWays: approval.TellWays,
		Rulings: approval.Rulings, Stances: approval.Stances, Certificates: approval.CertificateStandings, Fees: approval.FeeStates, Measures: approval.Measures, Specials: catalog.Specials, StepKinds: catalog.StepKinds,
		Models: catalog.Models, Classes: catalog.Classes}
	for _, b := range approval.Boxes {
		w.Boxes = append(w.Boxes, approval.Word{Key: b.Key, Label: b.Label})
	}
	for _, s := range approval.Flow.States {
		w.States = append(w.States, StateWord{s.Name, s.Label, s.Final})
	}
	for _, action := range approval.Flow.Actions {
		w.Actions = append(w.Actions, approval.Word{Key: action.Name, Label: action.Label, Rule: action.Rule})
	}
	return w
}

func (a *api) applicationRoutes() {
	view := []org.Permission{org.ApplicationView}
	handle(a, operation{method: get, path: "/api/applications", id: "listApplications", summary: "办件列表", tag: applicationTag, needs: view},
		func(ctx context.Context, who org.Actor, in *applicationsInput) (page.Page[approval.Row], error) {
			return a.Approval.List(ctx, who, in.filter(), in.request())
		})
	handle(a, operation{method: post, path: "/api/applications/find", id: "findApplications", summary: "按申请人的电话或证件号码查办件", tag: applicationTag, needs: view},
		func(ctx context.Context, who org.Actor, in *findApplicationsInput) (page.Page[approval.Row], error) {
			b := in.Body
			if b.Phone == "" && b.IDNumber == "" {
				return page.Page[approval.Row]{Items: []approval.Row{}}, nil
			}
			return a.Approval.List(ctx, who, approval.Filter{Phone: b.Phone, IDNumber: b.IDNumber}, page.Request{After: b.After})
		})
	handle(a, operation{method: get, path: "/api/applications/counts", id: "countApplications", summary: "各工作台件数", tag: applicationTag, needs: view},
		func(ctx context.Context, who org.Actor, _ *struct{}) ([]approval.BoxCount, error) {
			return a.Approval.Counts(ctx, who)
		})
	handle(a, operation{method: get, path: "/api/applications/words", id: "applicationWords", summary: "办件用词", tag: applicationTag},
		func(context.Context, org.Actor, *struct{}) (ApplicationWords, error) { return applicationWords(), nil })
	handle(a, operation{method: get, path: "/api/applications/{id}", id: "getApplication", summary: "查看办件", tag: applicationTag, needs: view},
		func(ctx context.Context, who org.Actor, in *ByID) (approval.View, error) {
			return a.Approval.Get(ctx, who, in.ID)
		})
	handle(a, operation{method: post, path: "/api/applications", id: "takeApplication", summary: "窗口收件", tag: applicationTag, status: 201, needs: []org.Permission{org.ApplicationTake}},
		func(ctx context.Context, who org.Actor, in *takeInput) (approval.Receipt, error) {
			in.Body.Key = in.Key
			return a.Approval.Take(ctx, who, in.Body)
		})
	handle(a, operation{method: post, path: "/api/applications/reusable", id: "reusableMaterials", summary: "申请人以前提交、可以沿用的材料", tag: applicationTag, needs: []org.Permission{org.ApplicationTake}},
		func(ctx context.Context, who org.Actor, in *reusableInput) ([]approval.Reusable, error) {
			return a.Approval.Reusable(ctx, who, in.Body.Item, in.Body.IDNumber)
		})
	handle(a, operation{method: post, path: "/api/applications/{id}/unmask", id: "unmaskApplicant", summary: "查看申请人完整信息和申请表", tag: applicationTag, needs: []org.Permission{org.ApplicationUnmask}},
		func(ctx context.Context, who org.Actor, in *unmaskInput) (approval.Unmasked, error) {
			return a.Approval.Unmask(ctx, who, in.ID, in.Body.Purpose)
		})
	a.applicationFileRoutes()
	a.applicationVerbs()
	a.applicationPapers()
	a.registerRoutes()
	a.applicationExports()
	a.figureRoutes()
}
