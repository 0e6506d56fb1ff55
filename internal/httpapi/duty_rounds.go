package httpapi

import (
	"context"
	"net/http"
	"time"

	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/sheet"
	"huying/internal/storage"
)

// RoundFilter narrows the history of a hall's rounds.
type RoundFilter struct {
	Dept string `json:"dept" query:"dept" required:"true" maxLength:"64" doc:"大厅的部门编号"`
	Kind string `json:"kind,omitzero" query:"kind" maxLength:"20" doc:"事项"`
	From Day    `json:"from,omitzero" query:"from" format:"date"`
	To   Day    `json:"to,omitzero" query:"to" format:"date"`
}

func (f RoundFilter) query() org.RoundQuery {
	return org.RoundQuery{Department: f.Dept, Kind: f.Kind, From: f.From.Date, To: f.To.Date}
}

type roundsInput struct {
	RoundFilter
	Paging
}

type exportRoundsInput struct {
	RoundFilter
	ExportFormat
}

type recordRoundInput struct {
	Keyed
	Body struct {
		Department string    `json:"department"`
		Kind       string    `json:"kind"`
		At         time.Time `json:"at" doc:"何时；不能晚于现在"`
		Place      string    `json:"place" maxLength:"200"`
		Found      string    `json:"found" maxLength:"2000" doc:"发现的情况"`
		Outcome    string    `json:"outcome,omitempty" maxLength:"2000" doc:"处理结果，可以以后再填"`
	}
}

type settleRoundInput struct {
	ByID
	Body struct {
		Outcome string `json:"outcome" maxLength:"2000"`
	}
}

type drillsInput struct {
	InDepartment
	Paging
}

type exportDrillsInput struct {
	InDepartment
	ExportFormat
}

// DrillCall is a station that a drill calls out.
type DrillCall struct {
	Department string    `json:"department"`
	Called     time.Time `json:"called,omitempty" doc:"通知时间，不填为现在"`
}

type callDrillInput struct {
	Keyed
	Body struct {
		Department string      `json:"department" doc:"组织拉练的部门"`
		Title      string      `json:"title" maxLength:"100"`
		Place      string      `json:"place" maxLength:"200" doc:"集结地点"`
		Stations   []DrillCall `json:"stations" maxItems:"100"`
	}
}

type arriveInput struct {
	ByID
	Body struct {
		Department string    `json:"department"`
		At         time.Time `json:"at" doc:"到场时间"`
	}
}

// roundRoutes are the rounds in the halls and the drills (DUTY-09 to DUTY-13, DUTY-15, DUTY-18).
func (a *api) roundRoutes() {
	record := org.RoundPermissions()
	see := append([]org.Permission{org.DutyView}, record...)
	handle(a, operation{method: get, path: "/api/duty/round-kinds", id: "roundKinds", summary: "巡查坐班的事项", tag: dutyTag},
		func(context.Context, org.Actor, *struct{}) ([]org.RoundKind, error) { return org.RoundKinds, nil })
	handle(a, operation{method: get, path: "/api/duty/rounds", id: "listRounds", summary: "巡查坐班记录", tag: dutyTag, needs: see},
		func(ctx context.Context, who org.Actor, in *roundsInput) (page.Page[org.Round], error) {
			return a.rounds(ctx, who, in.query(), in.request())
		})
	handle(a, operation{method: get, path: "/api/duty/rounds/due", id: "roundsDue", summary: "巡查坐班应做和已做", tag: dutyTag, needs: see},
		func(ctx context.Context, who org.Actor, in *rosterInput) (org.RoundsDue, error) {
			return view(ctx, a, func(tx *storage.Tx) (org.RoundsDue, error) {
				cal, err := a.officeCalendar(tx, in.Dept)
				if err != nil {
					return org.RoundsDue{}, err
				}
				return a.Org.RoundsDue(tx, who, in.Dept, in.From.Date, in.To.Date, cal)
			})
		})
	handle(a, operation{method: post, path: "/api/duty/rounds", id: "recordRound", summary: "记录一次巡查、坐班、督查、带班、现场办公或值日", tag: dutyTag, status: 201, needs: record},
		func(ctx context.Context, who org.Actor, in *recordRoundInput) (org.Round, error) {
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (org.Round, error) {
				return a.Org.RecordRound(tx, who, org.RoundForm(in.Body))
			})
		})
	handleNone(a, operation{method: post, path: "/api/duty/rounds/{id}/settle", id: "settleRound", summary: "填写巡查所发现情况的处理结果", tag: dutyTag, needs: record},
		func(ctx context.Context, who org.Actor, in *settleRoundInput) (none, error) {
			return done(ctx, a, func(tx *storage.Tx) error { return a.Org.SettleRound(tx, who, in.ID, in.Body.Outcome) })
		})
	handle(a, operation{method: post, path: "/api/duty/rounds/export", id: "exportRounds", summary: "导出巡查坐班记录，返回任务", tag: dutyTag, status: http.StatusAccepted, needs: see},
		func(ctx context.Context, who org.Actor, in *exportRoundsInput) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[org.Round]{what: "rounds", filter: in.RoundFilter, needs: oneHeld(who, see),
				list: sheet.List[org.Round]{Name: "巡查坐班记录", Row: roundLine, Head: []any{"时间", "事项", "人员", "单位", "地点", "发现的情况", "处理结果", "处理时间"}},
				page: func(ctx context.Context, req page.Request) (page.Page[org.Round], error) {
					return a.rounds(ctx, who, in.query(), req)
				}})
		})
	a.drillRoutes()
}

func (a *api) drillRoutes() {
	see, call := []org.Permission{org.DutyView}, []org.Permission{org.DutyDrill}
	handle(a, operation{method: get, path: "/api/duty/drills", id: "listDrills", summary: "拉练和到场排名", tag: dutyTag, needs: see},
		func(ctx context.Context, who org.Actor, in *drillsInput) (page.Page[org.Drill], error) {
			return a.drills(ctx, who, in.Dept, in.request())
		})
	handle(a, operation{method: post, path: "/api/duty/drills", id: "callDrill", summary: "登记一次拉练", tag: dutyTag, status: 201, needs: call},
		func(ctx context.Context, who org.Actor, in *callDrillInput) (org.Drill, error) {
			d := org.Drill{Department: in.Body.Department, Title: in.Body.Title, Place: in.Body.Place}
			for _, st := range in.Body.Stations {
				d.Stations = append(d.Stations, org.Station{Department: st.Department, Called: st.Called})
			}
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (org.Drill, error) { return a.Org.CallDrill(tx, who, d) })
		})
	handleNone(a, operation{method: post, path: "/api/duty/drills/{id}/arrive", id: "arriveDrill", summary: "登记单位到场时间", tag: dutyTag, needs: call},
		func(ctx context.Context, who org.Actor, in *arriveInput) (none, error) {
			return done(ctx, a, func(tx *storage.Tx) error { return a.Org.Arrive(tx, who, in.ID, in.Body.Department, in.Body.At) })
		})
	handle(a, operation{method: post, path: "/api/duty/drills/export", id: "exportDrills", summary: "导出拉练排名，返回任务", tag: dutyTag, status: http.StatusAccepted, needs: see},
		func(ctx context.Context, who org.Actor, in *exportDrillsInput) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[drillRow]{what: "drills", filter: in.InDepartment, needs: org.DutyView,
				list: sheet.List[drillRow]{Name: "拉练排名", Row: drillLine, Head: []any{"拉练", "集结地点", "组织人", "名次", "单位", "通知时间", "到场时间", "用时（分钟）"}},
				page: func(ctx context.Context, req page.Request) (page.Page[drillRow], error) {
					return a.drillRows(ctx, who, in.Dept, req)
				}})
		})
}

func (a *api) rounds(ctx context.Context, who org.Actor, q org.RoundQuery, req page.Request) (page.Page[org.Round], error) {
	return view(ctx, a, func(tx *storage.Tx) (page.Page[org.Round], error) { return a.Org.Rounds(tx, who, q, req) })
}

func roundLine(r org.Round) []any {
	return []any{r.At, r.Label, r.Person, r.Unit, sheet.Text(r.Place), sheet.Text(r.Found), sheet.Text(r.Outcome), r.SettledAt}
}

func (a *api) drills(ctx context.Context, who org.Actor, dept string, req page.Request) (page.Page[org.Drill], error) {
	return view(ctx, a, func(tx *storage.Tx) (page.Page[org.Drill], error) { return a.Org.Drills(tx, who, dept, req) })
}

// drillRow is one station of a drill as a line of the export.
type drillRow struct {
	org.Station
	drill org.Drill
}

func (a *api) drillRows(ctx context.Context, who org.Actor, dept string, req page.Request) (out page.Page[drillRow], err error) {
	found, err := a.drills(ctx, who, dept, req)
	out.Next = found.Next
	for _, d := range found.Items {
		for _, st := range d.Stations {
			out.Items = append(out.Items, drillRow{st, d})
		}
	}
	return out, err
}

func drillLine(r drillRow) []any {
	rank, minutes := any("未到场"), any("")
	if r.Rank > 0 {
		rank, minutes = r.Rank, float64(r.Seconds)/60
	}
	return []any{sheet.Text(r.drill.Title), sheet.Text(r.drill.Place), r.drill.By, rank, r.Name, r.Called, r.Arrived, minutes}
}
