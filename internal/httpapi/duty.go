package httpapi

import (
	"context"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

const dutyTag = "值班"

// Roster is turns of duty with the names of everyone in them.
type Roster struct {
	Shifts []org.Shift       `json:"shifts"`
	Names  map[string]string `json:"names" doc:"人员编号对应的姓名"`
}

// OnDuty is the turn that runs now, if there is one.
type OnDuty struct {
	Shift *org.Shift        `json:"shift,omitempty"`
	Names map[string]string `json:"names"`
}

// Watch is how the network was looked at during a turn (DUTY-03).
type Watch struct {
	Checks []org.Check `json:"checks"`
	Missed []org.Span  `json:"missed"`
}

// Handovers is a page of hand-overs with the names of everyone and the numbers of the orders in them.
type Handovers struct {
	Items   []org.Handover    `json:"items"`
	Next    string            `json:"next"`
	Names   map[string]string `json:"names"`
	Numbers map[string]string `json:"numbers" doc:"工单编号，按工单"`
}

// InDepartment names an office.
type InDepartment struct {
	Dept string `query:"dept" required:"true" maxLength:"64" doc:"部门编号"`
}

type rosterInput struct {
	InDepartment
	From Day `query:"from" required:"true" format:"date"`
	To   Day `query:"to" required:"true" format:"date"`
}

type handoversInput struct {
	InDepartment
	Paging
}

// ShiftBody is a turn of duty as it is planned.
type ShiftBody struct {
	Kind    org.ShiftKind `json:"kind" enum:"day,night,holiday,lead,cleaning"`
	From    time.Time     `json:"from"`
	To      time.Time     `json:"to"`
	Person  string        `json:"person"`
	Leader  string        `json:"leader"`
	Standby []string      `json:"standby,omitempty"`
}

func (b ShiftBody) shift() org.Shift {
	return org.Shift{Kind: b.Kind, From: b.From, To: b.To, Person: b.Person, Leader: b.Leader, Standby: filled(b.Standby)}
}

type addShiftInput struct {
	Keyed
	Body struct {
		Department string `json:"department"`
		ShiftBody
	}
}

type changeShiftInput struct {
	ByID
	Body ShiftBody
}

type handoverInput struct {
	Keyed
	Body struct {
		Department string   `json:"department"`
		To         string   `json:"to,omitempty" doc:"接班人；不填为窗口服务大厅"`
		Orders     []string `json:"orders,omitempty"`
		Note       string   `json:"note,omitempty" maxLength:"2000"`
	}
}

type checkInput struct {
	Keyed
	Body struct {
		Department string `json:"department"`
		Waiting    int    `json:"waiting" doc:"待签收件数"`
		Note       string `json:"note,omitempty" maxLength:"500"`
	}
}

func (a *api) dutyRoutes() {
	see, edit := []org.Permission{org.DutyView}, []org.Permission{org.DutyRosterEdit}
	handle(a, operation{method: get, path: "/api/duty/shifts", id: "listShifts", summary: "值班表", tag: dutyTag, needs: see}, a.roster)
	handle(a, operation{method: post, path: "/api/duty/shifts", id: "addShift", summary: "排班", tag: dutyTag, status: 201, needs: edit},
		func(ctx context.Context, who org.Actor, in *addShiftInput) (org.Shift, error) {
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (org.Shift, error) {
				sh := in.Body.shift()
				sh.Department = in.Body.Department
				cal, err := a.officeCalendar(tx, sh.Department)
				if err != nil {
					return sh, err
				}
				return a.Org.AddShift(tx, who, sh, cal)
			})
		})
	handleNone(a, operation{method: post, path: "/api/duty/shifts/{id}/change", id: "changeShift", summary: "调整班次", tag: dutyTag, needs: edit},
		func(ctx context.Context, who org.Actor, in *changeShiftInput) (none, error) {
			return done(ctx, a, func(tx *storage.Tx) error {
				sh := in.Body.shift()
				sh.ID = in.ID
				cal, err := a.calendarAt(tx, who.RegionPath)
				if err != nil {
					return err
				}
				return a.Org.ChangeShift(tx, who, sh, cal)
			})
		})
	handleNone(a, operation{method: post, path: "/api/duty/shifts/{id}/cancel", id: "cancelShift", summary: "取消班次", tag: dutyTag, needs: edit},
		func(ctx context.Context, who org.Actor, in *reasonInput) (none, error) {
			return done(ctx, a, func(tx *storage.Tx) error { return a.Org.CancelShift(tx, who, in.ID, in.Body.Reason) })
		})
	handle(a, operation{method: get, path: "/api/duty/shifts/{id}/checks", id: "listChecks", summary: "夜间查看记录", tag: dutyTag, needs: see}, a.watch)
	handle(a, operation{method: get, path: "/api/duty/now", id: "onDuty", summary: "正在值班的人", tag: dutyTag, needs: see}, a.onDuty)
	handle(a, operation{method: get, path: "/api/duty/gaps", id: "dutyGaps", summary: "值班表缺漏", tag: dutyTag, needs: see}, a.gaps)
	handle(a, operation{method: post, path: "/api/duty/checks", id: "checkIn", summary: "记录一次夜间查看", tag: dutyTag, status: 201, needs: []org.Permission{org.DutySign}},
		func(ctx context.Context, who org.Actor, in *checkInput) (org.Check, error) {
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (org.Check, error) {
				return a.Org.LookIn(tx, who, in.Body.Department, in.Body.Waiting, in.Body.Note)
			})
		})
	a.handoverRoutes()
	a.roundRoutes()
}

func (a *api) handoverRoutes() {
	needs := []org.Permission{org.DutyHandover}
	handle(a, operation{method: get, path: "/api/duty/handovers", id: "listHandovers", summary: "交接班记录", tag: dutyTag, needs: []org.Permission{org.DutyView}}, a.handovers)
	handle(a, operation{method: post, path: "/api/duty/handovers", id: "handOver", summary: "交班", tag: dutyTag, status: 201, needs: needs},
		func(ctx context.Context, who org.Actor, in *handoverInput) (org.Handover, error) {
			if err := tooMany(len(in.Body.Orders), page.MaxSize); err != nil {
				return org.Handover{}, err
			}
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (org.Handover, error) {
				b := in.Body
				return a.Org.HandOver(tx, who, org.Handover{Department: b.Department, To: b.To, Orders: b.Orders, Note: b.Note})
			})
		})
	handle(a, operation{method: post, path: "/api/duty/handovers/{id}/take", id: "takeOver", summary: "接班", tag: dutyTag, needs: needs},
		func(ctx context.Context, who org.Actor, in *ByID) (org.Handover, error) {
			return update(ctx, a, func(tx *storage.Tx) (org.Handover, error) { return a.Org.TakeOver(tx, who, in.ID) })
		})
}

func (a *api) roster(ctx context.Context, who org.Actor, in *rosterInput) (Roster, error) {
	return view(ctx, a, func(tx *storage.Tx) (r Roster, err error) {
		if r.Shifts, err = a.Org.Roster(tx, who, in.Dept, in.From.Start(), in.To.End()); err != nil {
			return r, err
		}
		r.Names, err = shiftNames(tx, r.Shifts...)
		return r, err
	})
}

func shiftNames(tx *storage.Tx, shifts ...org.Shift) (map[string]string, error) {
	var ids []string
	for _, sh := range shifts {
		ids = append(append(ids, sh.Person, sh.Leader), sh.Standby...)
	}
	return org.NamesOf(tx, ids)
}

func (a *api) onDuty(ctx context.Context, who org.Actor, in *InDepartment) (OnDuty, error) {
	return view(ctx, a, func(tx *storage.Tx) (d OnDuty, err error) {
		dept, err := org.DepartmentByID(tx, in.Dept)
		if err != nil {
			return d, err
		}
		if _, err := org.Require(who, org.DutyView, dept.Path, dept.RegionPath); err != nil {
			return d, err
		}
		sh, on, err := org.OnDuty(tx, in.Dept, tx.Now)
		if err != nil {
			return d, err
		}
		if on {
			d.Shift = &sh
		}
		d.Names, err = shiftNames(tx, sh)
		return d, err
	})
}

func (a *api) gaps(ctx context.Context, who org.Actor, in *rosterInput) ([]org.Gap, error) {
	return view(ctx, a, func(tx *storage.Tx) ([]org.Gap, error) {
		cal, err := a.officeCalendar(tx, in.Dept)
		if err != nil {
			return nil, err
		}
		return a.Org.Gaps(tx, who, in.Dept, in.From.Date, in.To.Date, cal)
	})
}

func (a *api) watch(ctx context.Context, who org.Actor, in *ByID) (Watch, error) {
	return view(ctx, a, func(tx *storage.Tx) (w Watch, err error) {
		cal, err := a.calendarAt(tx, who.RegionPath)
		if err != nil {
			return w, err
		}
		w.Checks, w.Missed, err = a.Org.Checks(tx, who, in.ID, cal)
		w.Missed = filled(w.Missed)
		return w, err
	})
}

// officeCalendar is the calendar in force where an office is.
func (a *api) officeCalendar(tx *storage.Tx, dept string) (*calendar.Calendar, error) {
	d, err := org.DepartmentByID(tx, dept)
	if err != nil {
		return nil, err
	}
	return a.calendarAt(tx, d.RegionPath)
}

// calendarAt is the calendar in force in a region.
func (a *api) calendarAt(tx *storage.Tx, regionPath string) (*calendar.Calendar, error) {
	version, err := a.Kernel.Calendars.Current(tx)
	if err != nil {
		return nil, err
	}
	return a.Kernel.Calendars.At(tx, version, regionPath)
}

func (a *api) handovers(ctx context.Context, who org.Actor, in *handoversInput) (Handovers, error) {
	return view(ctx, a, func(tx *storage.Tx) (out Handovers, err error) {
		got, err := a.Org.Handovers(tx, who, in.Dept, in.request())
		if err != nil {
			return out, err
		}
		var ids, orders []string
		for _, h := range got.Items {
			ids = append(ids, h.From, h.To, h.TakenBy)
			orders = append(orders, h.Orders...)
		}
		out.Items, out.Next = got.Items, got.Next
		if out.Names, err = org.NamesOf(tx, ids); err != nil {
			return out, err
		}
		out.Numbers, err = casework.Numbers(tx, orders)
		return out, err
	})
}
