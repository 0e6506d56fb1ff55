package org

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/page"
	"huying/internal/storage"
)

// Drill is an unannounced call-out of several stations (拉练), with the stations in the order in which they were there (DUTY-15).
type Drill struct {
	ID         string    `json:"id"`
	Department string    `json:"department"`
	Title      string    `json:"title"`
	Place      string    `json:"place"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
	Stations   []Station `json:"stations"`
}

// Station is how one department answered a drill. Rank is 0 until it is there; equal times share a rank.
type Station struct {
	Department string    `json:"department"`
	Name       string    `json:"name"`
	Called     time.Time `json:"called"`
	Arrived    time.Time `json:"arrived,omitzero"`
	Seconds    int       `json:"seconds"`
	Rank       int       `json:"rank"`
}

// CallDrill calls stations out to a place, each at its time: one that is left out is called now. A drill is entered when it has
// begun, so nobody reads of it before (DUTY-15).
func (s *Service) CallDrill(tx *storage.Tx, by Actor, d Drill) (Drill, error) {
	dept, err := DepartmentByID(tx, d.Department)
	if err != nil {
		return Drill{}, err
	}
	onBehalf, err := Require(by, DutyDrill, dept.Path, dept.RegionPath)
	if err != nil {
		return Drill{}, err
	}
	d.ID, d.By, d.At, d.Title, d.Place = tx.NewID(), by.Name, tx.Now, strings.TrimSpace(d.Title), strings.TrimSpace(d.Place)
	switch {
	case d.Title == "":
		return Drill{}, invalid("duty.drill.title", "title", "请填写拉练名称。")
	case d.Place == "":
		return Drill{}, invalid("duty.drill.place", "place", "请填写集结地点。")
	case len(d.Stations) == 0:
		return Drill{}, invalid("duty.drill.stations", "stations", "请选择参加拉练的单位。").Under("DUTY-15")
	}
	tx.Queue(`INSERT INTO org_drill (id, department_id, title, place, called_by, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		d.ID, d.Department, d.Title, d.Place, by.ID, storage.Millis(d.At))
	seen := map[string]bool{}
	for i := range d.Stations {
		st := &d.Stations[i]
		if err := s.checkCall(tx, dept, st); err != nil {
			return Drill{}, err
		}
		if seen[st.Department] {
			return Drill{}, invalid("duty.drill.twice", "stations", st.Name+"重复。")
		}
		seen[st.Department] = true
		tx.Queue(`INSERT INTO org_drill_station (drill_id, station_id, called_at, arrived_at) VALUES ($1, $2, $3, 0)`, d.ID, st.Department, storage.Millis(st.Called))
	}
	rank(d.Stations)
	return d, record(tx, dutyStream(d.Department), by, act{"duty.drill", onBehalf, "DUTY-15", map[string]any{"drill": d.ID, "title": d.Title, "stations": len(d.Stations)}})
}

func (s *Service) checkCall(tx *storage.Tx, caller Department, st *Station) error {
	dept, err := DepartmentByID(tx, st.Department)
	if err != nil {
		return err
	}
	*st = Station{Department: dept.ID, Name: dept.Name, Called: st.Called}
	if st.Called.IsZero() {
		st.Called = tx.Now
	}
	days := s.settings.Now().Int(setRoundLate, caller.RegionPath)
	switch {
	case !dept.Active:
		return fault.New(fault.Refused, "duty.drill.closed", dept.Name+"已停用。").On("stations", "已停用")
	case st.Called.After(tx.Now):
		return fault.New(fault.Refused, "duty.drill.future", "拉练在通知之后登记，通知时间不能晚于现在。").On("stations", "时间不能晚于现在").Under("DUTY-15")
	case calendar.DateOf(st.Called).Add(days) < calendar.DateOf(tx.Now):
		return fault.Newf(fault.Refused, "duty.drill.late", "只能补记%d天以内的拉练。", days).On("stations", "时间过早").Under("DUTY-15")
	}
	return nil
}

// Arrive writes down when a station was there, once: not before it was called and not in the future (DUTY-15).
func (s *Service) Arrive(tx *storage.Tx, by Actor, drillID, station string, at time.Time) error {
	var dept string
	var called time.Time
	found, err := tx.One(`SELECT d.department_id, s.called_at FROM org_drill d JOIN org_drill_station s ON s.drill_id = d.id WHERE d.id = $1 AND s.station_id = $2`,
		[]any{drillID, station}, &dept, &called)
	if err != nil {
		return err
	}
	if !found {
		return fault.New(fault.NotFound, "duty.drill.unknown", "没有这次拉练，或者该单位没有参加。")
	}
	caller, err := DepartmentByID(tx, dept)
	if err != nil {
		return err
	}
	onBehalf, err := Require(by, DutyDrill, caller.Path, caller.RegionPath)
	if err != nil {
		return err
	}
	if at.Before(called) || at.After(tx.Now) {
		return fault.New(fault.Refused, "duty.drill.arrived", "到场时间不能早于通知时间，也不能晚于现在。").On("at", "时间不正确").Under("DUTY-15")
	}
	n, err := tx.Exec(`UPDATE org_drill_station SET arrived_at = $1 WHERE drill_id = $2 AND station_id = $3 AND arrived_at = 0`, storage.Millis(at), drillID, station)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "duty.drill.there", "该单位的到场时间已经登记。").Under("DUTY-15")
	}
	return record(tx, dutyStream(dept), by, act{"duty.drill.arrive", onBehalf, "DUTY-15", map[string]any{"drill": drillID, "station": station, "at": at}})
}

// Drills lists the drills that a department called, the latest first, each with its ranking, for those who may see its roster.
func (s *Service) Drills(tx *storage.Tx, by Actor, deptID string, req page.Request) (out page.Page[Drill], err error) {
	dept, err := DepartmentByID(tx, deptID)
	if err != nil {
		return out, err
	}
	if _, err := Require(by, DutyView, dept.Path, dept.RegionPath); err != nil {
		return out, err
	}
	args := []any{deptID}
	where := ` WHERE d.department_id = $1`
	var after string
	if more, err := page.Decode(req.After, &after); err != nil {
		return out, err
	} else if more {
		where += ` AND d.id < ` + bind(&args, after)
	}
	limit := req.Limit()
	rows := []Drill{}
	err = tx.All(`SELECT d.id, d.department_id, d.title, d.place, p.name, d.at FROM org_drill d JOIN org_person p ON p.id = d.called_by`+where+` ORDER BY d.id DESC LIMIT `+bind(&args, limit+1), args,
		func(scan func(...any) error) error {
			d := Drill{Stations: []Station{}}
			err := scan(&d.ID, &d.Department, &d.Title, &d.Place, &d.By, &d.At)
			rows = append(rows, d)
			return err
		})
	if err != nil {
		return out, err
	}
	return page.Of(rows, limit, func(d Drill) string { return d.ID }), readStations(tx, rows)
}

func readStations(tx *storage.Tx, drills []Drill) error {
	if len(drills) == 0 {
		return nil
	}
	at, ids := map[string]int{}, make([]any, len(drills))
	for i, d := range drills {
		at[d.ID], ids[i] = i, d.ID
	}
	err := tx.All(`SELECT s.drill_id, s.station_id, d.name, s.called_at, s.arrived_at FROM org_drill_station s JOIN org_department d ON d.id = s.station_id
		WHERE s.drill_id IN (`+storage.Placeholders(1, len(ids))+`) ORDER BY s.drill_id, s.station_id`, ids, func(scan func(...any) error) error {
		var drill string
		var st Station
		err := scan(&drill, &st.Department, &st.Name, &st.Called, &st.Arrived)
		d := &drills[at[drill]]
		d.Stations = append(d.Stations, st)
		return err
	})
	for i := range drills {
		rank(drills[i].Stations)
	}
	return err
}

// rank orders stations by how soon they were there; who is not there yet stands last and has no rank.
func rank(stations []Station) {
	for i := range stations {
		st := &stations[i]
		if !st.Arrived.IsZero() {
			st.Seconds = int(st.Arrived.Sub(st.Called).Seconds())
		}
	}
	slices.SortStableFunc(stations, func(a, b Station) int {
		if a.Arrived.IsZero() != b.Arrived.IsZero() {
			return cmp.Compare(flag(a.Arrived.IsZero()), flag(b.Arrived.IsZero()))
		}
		return cmp.Compare(a.Seconds, b.Seconds)
	})
	for i := range stations {
		st := &stations[i]
		switch {
		case st.Arrived.IsZero():
		case i > 0 && stations[i-1].Seconds == st.Seconds:
			st.Rank = stations[i-1].Rank
		default:
			st.Rank = i + 1
		}
	}
}
