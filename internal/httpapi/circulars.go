package httpapi

import (
	"context"
	"net/http"

	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/sheet"
	"huying/internal/storage"
)

// IssueFilter narrows the lists of problems.
type IssueFilter struct {
	Open bool   `json:"open,omitzero" query:"open" doc:"只看有任务未完成的"`
	Dept string `json:"dept,omitzero" query:"dept" maxLength:"64" doc:"部门编号，含下级"`
}

func (f IssueFilter) filter() hotline.IssueFilter { return hotline.IssueFilter(f) }

type issuesInput struct {
	IssueFilter
	Paging
}

type exportIssuesInput struct {
	IssueFilter
	ExportFormat
}

type enterIssueInput struct {
	Keyed
	Body hotline.IssueForm
}

type finishTaskInput struct {
	ByID
	Body struct {
		Note string `json:"note" doc:"完成情况"`
	}
}

// circularRoutes are the lists of problems, tasks and responsibilities of circulars (HOT-08).
func (a *api) circularRoutes() {
	see, enter := []org.Permission{org.OrderSupervise, org.CircularTask}, []org.Permission{org.OrderSupervise}
	handle(a, operation{method: get, path: "/api/circulars", id: "listIssues", summary: "通报的问题、任务、责任清单", tag: orderTag, needs: see},
		func(ctx context.Context, who org.Actor, in *issuesInput) (page.Page[hotline.Issue], error) {
			return a.Hotline.Issues(ctx, who, in.filter(), in.request())
		})
	handle(a, operation{method: post, path: "/api/circulars", id: "enterIssue", summary: "登记通报的问题及其任务", tag: orderTag, status: 201, needs: enter},
		func(ctx context.Context, who org.Actor, in *enterIssueInput) (Entered, error) {
			if err := tooMany(len(in.Body.Tasks), page.MaxSize); err != nil {
				return Entered{}, err
			}
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (Entered, error) {
				id, err := a.Hotline.EnterIssue(tx, who, in.Body)
				return Entered{id}, err
			})
		})
	handleNone(a, operation{method: post, path: "/api/circulars/tasks/{id}/finish", id: "finishTask", summary: "登记任务完成", tag: orderTag, needs: []org.Permission{org.CircularTask}},
		func(ctx context.Context, who org.Actor, in *finishTaskInput) (none, error) {
			return none{}, a.Hotline.FinishTask(ctx, who, in.ID, in.Body.Note)
		})
	handle(a, operation{method: post, path: "/api/circulars/export", id: "exportIssues", summary: "导出问题、任务、责任清单，返回任务", tag: orderTag, status: http.StatusAccepted, needs: see},
		func(ctx context.Context, who org.Actor, in *exportIssuesInput) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[issueLine]{what: "circulars", filter: in.IssueFilter, needs: oneHeld(who, see),
				list: sheet.List[issueLine]{Name: "问题任务责任清单", Row: issueLine.cells, Head: []any{"通报", "单位", "问题", "任务", "责任人", "期限", "完成时间", "完成情况", "是否逾期"}},
				page: func(ctx context.Context, req page.Request) (out page.Page[issueLine], err error) {
					found, err := a.Hotline.Issues(ctx, who, in.filter(), req)
					out.Next = found.Next
					for _, p := range found.Items {
						for _, t := range p.Tasks {
							out.Items = append(out.Items, issueLine{p, t})
						}
					}
					return out, err
				}})
		})
}

// Entered names what was entered.
type Entered struct {
	ID string `json:"id"`
}

// issueLine is one task of a problem as a line of the export.
type issueLine struct {
	problem hotline.Issue
	task    hotline.IssueTask
}

func (l issueLine) cells() []any {
	p, t := l.problem, l.task
	return []any{sheet.Text(p.Circular), p.Dept, sheet.Text(p.Text), sheet.Text(t.Text), t.Person, t.Due, t.DoneAt, sheet.Text(t.Note), t.Standing.Late}
}
