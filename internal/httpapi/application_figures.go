package httpapi

import (
	"context"
	"io"
	"net/http"

	"huying/internal/approval"
	"huying/internal/audit"
	"huying/internal/insight"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/sheet"
)

// FigureSpan is the period that figures are asked for, and of which department's items.
type FigureSpan struct {
	From Day    `json:"from,omitzero" query:"from" required:"true" format:"date"`
	To   Day    `json:"to,omitzero" query:"to" required:"true" format:"date"`
	Dept string `json:"dept,omitzero" query:"dept" maxLength:"64" doc:"实施部门编号，含下级"`
}

func (s FigureSpan) span() approval.Span { return approval.Span{From: s.From.Date, To: s.To.Date} }

func (s FigureSpan) query() insight.Query {
	return insight.Query{From: s.From.Date, To: s.To.Date, Dept: s.Dept}
}

// FigureKey names one figure; Hits narrows the list behind it to what is counted in the numerator.
type FigureKey struct {
	Key  string `json:"key" path:"key" maxLength:"40" doc:"指标"`
	Hits bool   `json:"hits,omitzero" query:"hits" doc:"只列分子中的办件"`
	Item string `json:"item,omitzero" query:"item" maxLength:"64" doc:"只列此事项的办件"`
	FigureSpan
}

type behindInput struct {
	FigureKey
	Paging
}

type exportFiguresInput struct {
	FigureSpan
	ExportFormat
}

type exportBehindInput struct {
	FigureKey
	ExportFormat
}

type exportStandardInput struct {
	Body struct {
		FigureSpan
		Purpose string `json:"purpose,omitempty" maxLength:"200" doc:"需要申请人完整信息的用途；不填则隐去"`
	}
}

type exportApplicationsInput struct {
	ApplicationFilter
	ExportFormat
}

// figureRoutes are the daily and period figures (APP-12, APP-15, APP-31, APP-36, APP-37, APP-39, TIME-37). Each opens the
// list of the applications behind it.
func (a *api) figureRoutes() {
	view := []org.Permission{org.ApplicationView}
	handle(a, operation{method: get, path: "/api/application-figures", id: "applicationFigures", summary: "一段时间的办件指标", tag: applicationTag, needs: view},
		func(ctx context.Context, who org.Actor, in *FigureSpan) (insight.ApplicationReport, error) {
			return a.Insight.ApplicationFigures(ctx, who, in.query())
		})
	handle(a, operation{method: get, path: "/api/application-figures/{key}", id: "behindFigure", summary: "指标所依据的办件", tag: applicationTag, needs: view},
		func(ctx context.Context, who org.Actor, in *behindInput) (page.Page[approval.Row], error) {
			return a.behind(ctx, who, in.FigureKey, in.request())
		})
}

// behind is one page of the applications that a figure counts.
func (a *api) behind(ctx context.Context, who org.Actor, of FigureKey, req page.Request) (out page.Page[approval.Row], err error) {
	ids, err := a.Insight.DrillApplications(ctx, who, of.query(), insight.OpenedApplications{Figure: of.Key, Hits: of.Hits, Item: of.Item}, req)
	if err != nil {
		return out, err
	}
	out.Next = ids.Next
	out.Items, err = a.Approval.Rows(ctx, who, ids.Items)
	return out, err
}

var applicationHead = []any{"编号", "事项", "状态", "环节", "申请方式", "区域", "实施部门", "当前部门", "承办人", "收件时间", "当前期限", "是否超期", "视为或认定超时", "超时待认定", "超时未说明", "办结时间", "决定"}

func applicationLine(r approval.Row) []any {
	return []any{r.Number, sheet.Text(r.ItemName), r.StateLabel, sheet.Text(r.StepName), r.Channel, r.Region, r.Implements, r.Dept, r.Assignee, r.Opened, sheet.Limit{End: r.Due, Provisional: r.Standing.Provisional},
		r.Standing.Late, r.Overdue, r.Candidate, r.Untold, r.Closed, r.Outcome}
}

// figureLine tells a figure with its formula in words, so that a reader can work it out again.
func figureLine(f insight.ApplicationFigure) []any {
	return []any{f.Label, f.Value, f.Unit, f.Numerator, f.Denominator, f.Says, f.Rule}
}

func (a *api) applicationExports() {
	view := []org.Permission{org.ApplicationView}
	export := func(path, id, summary string) operation {
		return operation{method: post, path: path, id: id, summary: summary, tag: applicationTag, status: http.StatusAccepted, needs: view}
	}
	list := sheet.List[approval.Row]{Name: "办件", Row: applicationLine, Head: applicationHead}
	handle(a, export("/api/applications/export", "exportApplications", "导出办件列表，返回任务"),
		func(ctx context.Context, who org.Actor, in *exportApplicationsInput) (Job, error) {
			filter := in.ApplicationFilter
			if filter.Text != "" {
				filter.Text = audit.Digest(filter.Text)
			}
			return exportList(ctx, a, who, in.Format, leaving[approval.Row]{what: "applications", filter: filter, needs: org.ApplicationView, list: list,
				page: func(ctx context.Context, req page.Request) (page.Page[approval.Row], error) {
					return a.Approval.List(ctx, who, in.filter(), req)
				}})
		})
	handle(a, export("/api/application-figures/{key}/export", "exportBehindFigure", "导出指标所依据的办件，返回任务"),
		func(ctx context.Context, who org.Actor, in *exportBehindInput) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[approval.Row]{what: "applications behind a figure", filter: in.FigureKey, needs: org.ApplicationView, list: list,
				page: func(ctx context.Context, req page.Request) (page.Page[approval.Row], error) {
					return a.behind(ctx, who, in.FigureKey, req)
				}})
		})
	handle(a, export("/api/applications/standard", "exportStandard", "按GB/T 39046导出办件申请、受理、办理和办结数据集（JSON），返回任务"),
		func(ctx context.Context, who org.Actor, in *exportStandardInput) (Job, error) {
			if !who.MayAnywhere(org.ApplicationView) {
				return Job{}, org.Forbidden()
			}
			form := approval.StandardForm{Span: in.Body.span(), Dept: in.Body.Dept, Purpose: in.Body.Purpose}
			name := "GBT39046办件" + in.Body.From.String() + "至" + in.Body.To.String()
			return a.exportingOf(ctx, who, name, jsonKind{}, func(ctx context.Context, to io.Writer, progress func(int, int)) (int, error) {
				out, err := a.Approval.Standard(ctx, who, form, to, progress)
				return out.Rows, err
			})
		})
	handle(a, export("/api/application-figures/export", "exportFigures", "导出办件指标，返回任务"),
		func(ctx context.Context, who org.Actor, in *exportFiguresInput) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[insight.ApplicationFigure]{what: "application figures", filter: in.FigureSpan, needs: org.ApplicationView,
				list: sheet.List[insight.ApplicationFigure]{Name: "办件指标", Row: figureLine, Head: []any{"指标", "数值", "单位", "分子", "分母", "计算方法", "依据"}},
				page: func(ctx context.Context, _ page.Request) (page.Page[insight.ApplicationFigure], error) {
					report, err := a.Insight.ApplicationFigures(ctx, who, in.query())
					return page.Page[insight.ApplicationFigure]{Items: report.Figures}, err
				}})
		})
}
