package httpapi

import (
	"context"
	"net/http"

	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/sheet"
	"huying/internal/storage"
)

// EquipmentFilter narrows the register of equipment.
type EquipmentFilter struct {
	Dept  string `json:"dept,omitzero" query:"dept" maxLength:"64" doc:"部门编号，含下级"`
	Kind  string `json:"kind,omitzero" query:"kind" enum:"phone,fax,computer,printer,emergency"`
	State string `json:"state,omitzero" query:"state" enum:"used,repair,retired"`
}

func (f EquipmentFilter) query() org.EquipmentQuery {
	return org.EquipmentQuery{Department: f.Dept, Kind: f.Kind, State: f.State}
}

type equipmentInput struct {
	EquipmentFilter
	Paging
}

type exportEquipmentInput struct {
	EquipmentFilter
	ExportFormat
}

// EquipmentBody is a piece of equipment as it is entered.
type EquipmentBody struct {
	Kind   string `json:"kind" enum:"phone,fax,computer,printer,emergency"`
	Number string `json:"number" maxLength:"60" doc:"设备编号或者号码"`
	Place  string `json:"place" maxLength:"200"`
	State  string `json:"state" enum:"used,repair,retired"`
	Note   string `json:"note,omitempty" maxLength:"500"`
}

func (b EquipmentBody) equipment(id, dept string) org.Equipment {
	return org.Equipment{ID: id, Department: dept, Kind: b.Kind, Number: b.Number, Place: b.Place, State: b.State, Note: b.Note}
}

type addEquipmentInput struct {
	Keyed
	Body struct {
		Department string `json:"department"`
		EquipmentBody
	}
}

type changeEquipmentInput struct {
	ByID
	Body EquipmentBody
}

// equipmentRoutes are the register of what a unit has for the hotline (HOT-25).
func (a *api) equipmentRoutes() {
	see, edit := []org.Permission{org.EquipmentView}, []org.Permission{org.EquipmentEdit}
	handle(a, operation{method: get, path: "/api/equipment", id: "listEquipment", summary: "热线专用设备", tag: peopleTag, needs: see},
		func(ctx context.Context, who org.Actor, in *equipmentInput) (page.Page[org.Equipment], error) {
			return a.equipment(ctx, who, in.query(), in.request())
		})
	handle(a, operation{method: post, path: "/api/equipment", id: "addEquipment", summary: "登记设备", tag: peopleTag, status: 201, needs: edit},
		func(ctx context.Context, who org.Actor, in *addEquipmentInput) (org.Equipment, error) {
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (org.Equipment, error) {
				return a.Org.SaveEquipment(tx, who, in.Body.equipment("", in.Body.Department))
			})
		})
	handle(a, operation{method: post, path: "/api/equipment/{id}/change", id: "changeEquipment", summary: "变更设备登记", tag: peopleTag, needs: edit},
		func(ctx context.Context, who org.Actor, in *changeEquipmentInput) (org.Equipment, error) {
			return update(ctx, a, func(tx *storage.Tx) (org.Equipment, error) {
				return a.Org.SaveEquipment(tx, who, in.Body.equipment(in.ID, ""))
			})
		})
	handle(a, operation{method: post, path: "/api/equipment/export", id: "exportEquipment", summary: "导出热线专用设备，返回任务", tag: peopleTag, status: http.StatusAccepted, needs: see},
		func(ctx context.Context, who org.Actor, in *exportEquipmentInput) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[org.Equipment]{what: "equipment", filter: in.EquipmentFilter, needs: org.EquipmentView,
				list: sheet.List[org.Equipment]{Name: "热线专用设备", Row: equipmentLine, Head: []any{"单位", "种类", "编号或号码", "放置地点", "状态", "备注", "登记人", "登记时间"}},
				page: func(ctx context.Context, req page.Request) (page.Page[org.Equipment], error) {
					return a.equipment(ctx, who, in.query(), req)
				}})
		})
}

func (a *api) equipment(ctx context.Context, who org.Actor, q org.EquipmentQuery, req page.Request) (page.Page[org.Equipment], error) {
	return view(ctx, a, func(tx *storage.Tx) (page.Page[org.Equipment], error) {
		return a.Org.EquipmentRegister(tx, who, q, req)
	})
}

func equipmentLine(e org.Equipment) []any {
	return []any{e.Unit, e.KindLabel, e.Number, sheet.Text(e.Place), e.StateLabel, sheet.Text(e.Note), e.By, e.At}
}
