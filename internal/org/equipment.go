package org

import (
	"slices"
	"strings"
	"time"

	"huying/internal/fault"
	"huying/internal/page"
	"huying/internal/storage"
)

// Choice is one word of a closed list.
type Choice struct {
	Key   string `json:"key"`
	Label string `json:"label"`
}

// EquipmentKinds are what a handling unit has for the hotline, EquipmentStates how a piece stands (HOT-25).
var (
	EquipmentKinds = []Choice{{"phone", "专用电话"}, {"fax", "传真机"}, {"computer", "电脑"}, {"printer", "打印机"}, {"emergency", "应急处置设备"}}

	EquipmentStates = []Choice{{"used", "在用"}, {"repair", "维修中"}, {"retired", "已停用"}}
)

// Equipment is one piece of a unit's dedicated equipment (HOT-25).
type Equipment struct {
	ID         string    `json:"id"`
	Department string    `json:"department"`
	Unit       string    `json:"unit"`
	Kind       string    `json:"kind"`
	KindLabel  string    `json:"kindLabel"`
	Number     string    `json:"number"`
	Place      string    `json:"place"`
	State      string    `json:"state"`
	StateLabel string    `json:"stateLabel"`
	Note       string    `json:"note"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
}

// SaveEquipment enters a piece, or changes one that has an ID, by who administers the unit. Numbers are a unit's own and stand
// once; what is no longer used stays in the register as retired (HOT-25).
func (s *Service) SaveEquipment(tx *storage.Tx, by Actor, e Equipment) (Equipment, error) {
	before, err := equipmentByID(tx, e.ID)
	if err != nil {
		return Equipment{}, err
	}
	if e.ID != "" {
		e.Department = before.Department
	}
	dept, err := DepartmentByID(tx, e.Department)
	if err != nil {
		return Equipment{}, err
	}
	onBehalf, err := Require(by, EquipmentEdit, dept.Path, dept.RegionPath)
	if err != nil {
		return Equipment{}, err
	}
	e.Number, e.Place, e.Note, e.Unit, e.By, e.At = strings.TrimSpace(e.Number), strings.TrimSpace(e.Place), strings.TrimSpace(e.Note), dept.Name, by.Name, tx.Now
	e.KindLabel, e.StateLabel = choice(EquipmentKinds, e.Kind), choice(EquipmentStates, e.State)
	switch {
	case e.KindLabel == "":
		return Equipment{}, invalid("equipment.kind", "kind", "请选择设备种类。")
	case e.StateLabel == "":
		return Equipment{}, invalid("equipment.state", "state", "请选择设备状态。")
	case e.Number == "":
		return Equipment{}, invalid("equipment.number", "number", "请填写设备编号或者号码。")
	case e.Place == "":
		return Equipment{}, invalid("equipment.place", "place", "请填写放置地点。")
	}
	taken, err := exists(tx, `SELECT 1 FROM org_equipment WHERE department_id = $1 AND number = $2 AND id <> $3`, e.Department, e.Number, e.ID)
	if err != nil || taken {
		return Equipment{}, orTaken(err, "equipment.taken", "本单位已经登记了这个编号的设备。")
	}
	action := "equipment.change"
	if e.ID == "" {
		e.ID, action = tx.NewID(), "equipment.add"
	}
	tx.Queue(`INSERT INTO org_equipment (id, department_id, kind, number, place, state, note, changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, number = excluded.number, place = excluded.place, state = excluded.state, note = excluded.note,
		changed_by = excluded.changed_by, changed_at = excluded.changed_at`, e.ID, e.Department, e.Kind, e.Number, e.Place, e.State, e.Note, by.ID, storage.Millis(e.At))
	facts := map[string]any{"equipment": e.ID, "kind": e.Kind, "number": e.Number, "place": e.Place, "state": e.State}
	return e, record(tx, "equipment:"+e.Department, by, act{action, onBehalf, "HOT-25", facts})
}

func equipmentByID(tx *storage.Tx, id string) (e Equipment, err error) {
	if id == "" {
		return e, nil
	}
	found, err := tx.One(`SELECT department_id FROM org_equipment WHERE id = $1`, []any{id}, &e.Department)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "equipment.unknown", "没有这件设备。")
	}
	return e, err
}

// EquipmentQuery narrows the register. A zero field does not; a department stands for itself and what lies under it.
type EquipmentQuery struct{ Department, Kind, State string }

// EquipmentRegister lists the equipment of the units that the person may see, the latest change first (HOT-25).
func (s *Service) EquipmentRegister(tx *storage.Tx, by Actor, q EquipmentQuery, req page.Request) (out page.Page[Equipment], err error) {
	scope := by.Scope(EquipmentView)
	if scope.Empty() {
		return out, Forbidden()
	}
	var args []any
	where := ` WHERE ` + scope.SQL(tx.Engine, "d.path", "d.region_path", &args)
	if q.Department != "" {
		dept, err := DepartmentByID(tx, q.Department)
		if err != nil {
			return out, err
		}
		where += ` AND ` + Under(tx.Engine, "d.path", dept.Path, &args)
	}
	if q.Kind != "" {
		where += ` AND e.kind = ` + bind(&args, q.Kind)
	}
	if q.State != "" {
		where += ` AND e.state = ` + bind(&args, q.State)
	}
	var after latest
	if more, err := page.Decode(req.After, &after); err != nil {
		return out, err
	} else if more {
		where += ` AND (e.changed_at, e.id) < (` + bind(&args, after.At) + `, ` + bind(&args, after.ID) + `)`
	}
	limit := req.Limit()
	rows := []Equipment{}
	err = tx.All(`SELECT e.id, e.department_id, d.name, e.kind, e.number, e.place, e.state, e.note, p.name, e.changed_at FROM org_equipment e
		JOIN org_department d ON d.id = e.department_id JOIN org_person p ON p.id = e.changed_by`+where+` ORDER BY e.changed_at DESC, e.id DESC LIMIT `+bind(&args, limit+1), args,
		func(scan func(...any) error) error {
			var e Equipment
			err := scan(&e.ID, &e.Department, &e.Unit, &e.Kind, &e.Number, &e.Place, &e.State, &e.Note, &e.By, &e.At)
			e.KindLabel, e.StateLabel = choice(EquipmentKinds, e.Kind), choice(EquipmentStates, e.State)
			rows = append(rows, e)
			return err
		})
	return page.Of(rows, limit, func(e Equipment) latest { return latest{storage.Millis(e.At), e.ID} }), err
}

func choice(list []Choice, key string) string {
	i := slices.IndexFunc(list, func(c Choice) bool { return c.Key == key })
	if i < 0 {
		return ""
	}
	return list[i].Label
}
