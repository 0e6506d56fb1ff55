package httpapi

import (
	"context"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/storage"
)

type yearsInput struct {
	Region string `query:"region" maxLength:"12" doc:"区划代码；空为全国"`
}

type proposeInput struct {
	Keyed
	Body struct {
		Region string        `json:"region" doc:"区域路径；空为全国"`
		Year   calendar.Year `json:"year"`
		Reason string        `json:"reason" maxLength:"500"`
	}
}

// ProposedVersion is the number of a proposed calendar.
type ProposedVersion struct {
	Version int64 `json:"version"`
}

// CalendarVersions are all edits of the calendar, the latest first, with the names of those who made them.
type CalendarVersions struct {
	Versions []casework.CalendarVersion `json:"versions"`
	Names    map[string]string          `json:"names"`
}

type versionInput struct {
	Version int64 `path:"version" minimum:"1"`
}

func (a *api) calendarRoutes() {
	needs := []org.Permission{org.AdminCalendar}
	handle(a, operation{method: get, path: "/api/calendar/years", id: "calendarYears", summary: "现行放假安排", tag: policyTag},
		func(ctx context.Context, _ org.Actor, in *yearsInput) ([]calendar.Year, error) {
			cal, err := a.calendarOf(ctx, in.Region)
			if err != nil {
				return nil, err
			}
			return cal.Years(), nil
		})
	handle(a, operation{method: get, path: "/api/calendar/versions", id: "calendarVersions", summary: "日历的历次调整", tag: policyTag, needs: needs}, a.calendarVersions)
	handle(a, operation{method: post, path: "/api/calendar/versions", id: "proposeCalendar", summary: "提出日历调整", tag: policyTag, status: 201, needs: needs},
		func(ctx context.Context, who org.Actor, in *proposeInput) (ProposedVersion, error) {
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (ProposedVersion, error) {
				version, err := a.Kernel.ProposeCalendar(tx, who, in.Body.Region, in.Body.Year, in.Body.Reason)
				return ProposedVersion{version}, err
			})
		})
	handle(a, operation{method: get, path: "/api/calendar/versions/{version}/moves", id: "previewCalendar", summary: "调整将影响的期限", tag: policyTag, needs: needs},
		func(ctx context.Context, who org.Actor, in *versionInput) ([]casework.Move, error) {
			return a.Kernel.PreviewCalendar(ctx, who, in.Version)
		})
	handle(a, operation{method: post, path: "/api/calendar/versions/{version}/approve", id: "approveCalendar", summary: "批准日历调整", tag: policyTag, status: 202, needs: needs},
		func(ctx context.Context, who org.Actor, in *versionInput) (Job, error) {
			if !who.MayAnywhere(org.AdminCalendar) {
				return Job{}, org.Forbidden()
			}
			return a.jobs.start(ctx, a, "calendar.approve", who, func(ctx context.Context, progress func(done, total int)) (any, error) {
				moved, err := a.Kernel.ApproveCalendar(ctx, who, in.Version, progress)
				return Count{moved}, err
			})
		})
}

func (a *api) calendarVersions(ctx context.Context, who org.Actor, _ *struct{}) (CalendarVersions, error) {
	if !who.MayAnywhere(org.AdminCalendar) {
		return CalendarVersions{}, org.Forbidden()
	}
	return view(ctx, a, func(tx *storage.Tx) (out CalendarVersions, err error) {
		if out.Versions, err = a.Kernel.Calendars.Versions(tx); err != nil {
			return out, err
		}
		var ids []string
		for _, v := range out.Versions {
			ids = append(ids, v.ProposedBy, v.ApprovedBy)
		}
		out.Names, err = org.NamesOf(tx, ids)
		return out, err
	})
}
