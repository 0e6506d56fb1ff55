package org

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/storage"
)

// ShiftKind is what a shift is for.
type ShiftKind string

// The kinds of shift.
const (
	DayShift     ShiftKind = "day"
	NightShift   ShiftKind = "night"   // the evening and night of a working day (DUTY-03)
	HolidayShift ShiftKind = "holiday" // any part of a day off (DUTY-01)

	LeadShift     ShiftKind = "lead"     // a department's leader at the centre (DUTY-12)
	CleaningShift ShiftKind = "cleaning" // keeping the hall clean (DUTY-18)
)

var shiftNames = map[ShiftKind]string{DayShift: "日班", NightShift: "夜班", HolidayShift: "节假日班", LeadShift: "带班", CleaningShift: "卫生值日"}

// signing is the condition that somebody signs for orders in a turn.
const signing = ` AND kind IN ('day', 'night', 'holiday')`

// signs reports that somebody signs for orders in a turn of this kind. In the others nobody consents either: they stand in the
// roster beside, and have no leader of their own.
func (k ShiftKind) signs() bool { return k != LeadShift && k != CleaningShift }

// Chinese gives the kind's name.
func (k ShiftKind) Chinese() string { return shiftNames[k] }

// Shift is one turn of duty in a department: from From until before To, Person signs for orders, Leader consents to
// emergency handling, and the people on Standby can be called out (DUTY-01, DUTY-05, DUTY-06).
type Shift struct {
	ID         string    `json:"id"`
	Department string    `json:"department"`
	Kind       ShiftKind `json:"kind"`
	From       time.Time `json:"from"`
	To         time.Time `json:"to"`
	Person     string    `json:"person"`
	Leader     string    `json:"leader"`
	Standby    []string  `json:"standby"`
}

// people lists everyone the shift names, once each.
func (sh Shift) people() []string {
	all := append([]string{sh.Person, sh.Leader}, sh.Standby...)
	slices.Sort(all)
	return slices.Compact(all)
}

// AddShift puts a turn on the roster. Everyone it names must be reachable by a telephone number that is kept here
// (DUTY-05). Turns of one department do not overlap: at any moment one person signs. cal is the calendar where it is.
func (s *Service) AddShift(tx *storage.Tx, by Actor, sh Shift, cal *calendar.Calendar) (Shift, error) {
	onBehalf, err := checkShift(tx, by, &sh)
	if err == nil && len(sh.Standby) > 0 {
		err = s.mayAssign(tx, by, sh, cal)
	}
	if err != nil {
		return Shift{}, err
	}
	sh.ID = tx.NewID()
	_, err = tx.Exec(`INSERT INTO org_shift (id, department_id, kind, from_at, to_at, person_id, leader_id) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		sh.ID, sh.Department, string(sh.Kind), storage.Millis(sh.From), storage.Millis(sh.To), sh.Person, sh.Leader)
	if err != nil {
		return Shift{}, err
	}
	storeStandby(tx, sh)
	return sh, record(tx, dutyStream(sh.Department), by, act{"duty.shift.add", onBehalf, "DUTY-05", sh})
}

// ChangeShift changes who is on a turn, its kind and its time. A turn that is over stays as it was.
func (s *Service) ChangeShift(tx *storage.Tx, by Actor, sh Shift, cal *calendar.Calendar) error {
	old, err := openShift(tx, sh.ID)
	if err != nil {
		return err
	}
	sh.Department = old.Department
	onBehalf, err := checkShift(tx, by, &sh)
	if err == nil && !sameStandby(old, sh) {
		err = s.mayAssign(tx, by, sh, cal)
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE org_shift SET kind = $1, from_at = $2, to_at = $3, person_id = $4, leader_id = $5 WHERE id = $6`,
		string(sh.Kind), storage.Millis(sh.From), storage.Millis(sh.To), sh.Person, sh.Leader, sh.ID)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`DELETE FROM org_shift_standby WHERE shift_id = $1`, sh.ID); err != nil {
		return err
	}
	storeStandby(tx, sh)
	return record(tx, dutyStream(sh.Department), by, act{"duty.shift.change", onBehalf, "DUTY-05", map[string]any{"before": old, "after": sh}})
}

// CancelShift takes a turn off the roster. A turn that is over stays.
func (s *Service) CancelShift(tx *storage.Tx, by Actor, id, reason string) error {
	sh, err := openShift(tx, id)
	if err != nil {
		return err
	}
	dept, err := DepartmentByID(tx, sh.Department)
	if err != nil {
		return err
	}
	onBehalf, err := Require(by, DutyRosterEdit, dept.Path, dept.RegionPath)
	if err != nil {
		return err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return invalid("org.reason", "reason", "请填写原因。")
	}
	if _, err := tx.Exec(`UPDATE org_shift SET cancelled = 1 WHERE id = $1`, id); err != nil {
		return err
	}
	return record(tx, dutyStream(sh.Department), by, act{"duty.shift.cancel", onBehalf, "", map[string]any{"shift": id, "reason": reason}})
}

// OnDuty tells who is on duty in a department at an instant. After the night's watch ends, the leader and the people
// on standby of this turn are called about an emergency (GAP-35).
func OnDuty(tx *storage.Tx, deptID string, at time.Time) (Shift, bool, error) {
	found, err := shifts(tx, signing+` AND department_id = $1 AND from_at <= $2 AND to_at > $2`, deptID, storage.Millis(at))
	if err != nil || len(found) == 0 {
		return Shift{}, false, err
	}
	return found[0], true, nil
}

// Roster lists the turns of a department that touch the time from..to, by beginning, for those who may see it.
func (s *Service) Roster(tx *storage.Tx, by Actor, deptID string, from, to time.Time) ([]Shift, error) {
	dept, err := DepartmentByID(tx, deptID)
	if err != nil {
		return nil, err
	}
	if _, err := Require(by, DutyView, dept.Path, dept.RegionPath); err != nil {
		return nil, err
	}
	return shifts(tx, ` AND department_id = $1 AND from_at < $2 AND to_at > $3`, deptID, storage.Millis(to), storage.Millis(from))
}

func checkShift(tx *storage.Tx, by Actor, sh *Shift) (onBehalf string, err error) {
	if !sh.Kind.signs() {
		sh.Leader = sh.Person
	}
	dept, err := DepartmentByID(tx, sh.Department)
	if err != nil {
		return "", err
	}
	if onBehalf, err = Require(by, DutyRosterEdit, dept.Path, dept.RegionPath); err != nil {
		return "", err
	}
	switch {
	case sh.Kind.Chinese() == "":
		return "", invalid("duty.kind", "kind", "请选择班次类别。")
	case !sh.To.After(sh.From):
		return "", invalid("duty.period", "to", "班次的结束时间应晚于开始时间。")
	case !sh.To.After(tx.Now):
		return "", fault.New(fault.Refused, "duty.past", "已经结束的班次不能再编排。")
	case sh.To.After(sh.From.AddDate(0, 0, maxGapDays)):
		return "", invalid("duty.period", "to", fmt.Sprintf("一个班次不能超过%d日。", maxGapDays))
	case sh.Person == "":
		return "", invalid("duty.person", "person", "请指定值班人员。").Under("DUTY-01")
	case sh.Leader == "":
		return "", invalid("duty.leader", "leader", "请指定值班领导。").Under("DUTY-01")
	}
	beside, args := signing, []any{sh.Department, sh.ID, storage.Millis(sh.To), storage.Millis(sh.From)}
	if !sh.Kind.signs() {
		beside = ` AND kind = ` + bind(&args, string(sh.Kind))
	}
	clash, err := exists(tx, `SELECT 1 FROM org_shift WHERE department_id = $1 AND id <> $2 AND cancelled = 0
		AND from_at < $3 AND to_at > $4`+beside, args...)
	if err != nil {
		return "", err
	}
	if clash {
		return "", fault.New(fault.Conflict, "duty.overlap", "该部门在这段时间已有班次。")
	}
	return onBehalf, reachable(tx, *sh)
}

// mayAssign refuses to put inspectors on standby in a long holiday unless it is the turn's leader who does (DUTY-07).
func (s *Service) mayAssign(tx *storage.Tx, by Actor, sh Shift, cal *calendar.Calendar) error {
	if by.unlimited || by.Is(sh.Leader) {
		return nil
	}
	dept, err := DepartmentByID(tx, sh.Department)
	if err != nil {
		return err
	}
	long := s.settings.Now().Int(setLongHoliday, dept.RegionPath)
	for d := calendar.DateOf(sh.From); d.Start().Before(sh.To); d++ {
		if daysOff(cal, d) >= long {
			return fault.New(fault.Refused, "duty.standby.leader", "长假期间的待命检查人员由本班带班领导安排。").On("standby", "请由带班领导安排").Under("DUTY-07")
		}
	}
	return nil
}

// daysOff is how many days the holiday has that the day belongs to; a mere weekend is none.
func daysOff(cal *calendar.Calendar, d calendar.Date) int {
	first, last, holiday := d, d, false
	for ; !cal.Working(first); first-- {
		holiday = holiday || cal.Day(first).Kind == calendar.Holiday
	}
	for ; !cal.Working(last); last++ {
		holiday = holiday || cal.Day(last).Kind == calendar.Holiday
	}
	if !holiday {
		return 0
	}
	return int(last-first) - 1
}

func sameStandby(a, b Shift) bool {
	return slices.Equal(slices.Sorted(slices.Values(a.Standby)), slices.Sorted(slices.Values(b.Standby)))
}

// reachable refuses a turn that names someone whose account is closed or whose telephone is not kept (DUTY-05).
func reachable(tx *storage.Tx, sh Shift) error {
	for _, id := range sh.people() {
		p, err := PersonByID(tx, id)
		if err != nil {
			return err
		}
		if !p.Active {
			return fault.New(fault.Refused, "duty.inactive", fmt.Sprintf("%s的账号已停用，不能排班。", p.Name))
		}
		if !p.HasPhone {
			return fault.New(fault.Refused, "duty.phone", fmt.Sprintf("%s没有登记电话，不能排班：值班和待命人员必须保持电话24小时畅通。", p.Name)).Under("DUTY-05")
		}
	}
	return nil
}

func openShift(tx *storage.Tx, id string) (Shift, error) {
	found, err := shifts(tx, ` AND id = $1`, id)
	if err != nil {
		return Shift{}, err
	}
	if len(found) == 0 {
		return Shift{}, fault.New(fault.NotFound, "duty.unknown", "没有这个班次。")
	}
	if !found[0].To.After(tx.Now) {
		return Shift{}, fault.New(fault.Refused, "duty.past", "已经结束的班次不能再变更。")
	}
	return found[0], nil
}

func storeStandby(tx *storage.Tx, sh Shift) {
	for _, id := range sh.Standby {
		tx.Queue(`INSERT INTO org_shift_standby (shift_id, person_id) VALUES ($1, $2) ON CONFLICT (shift_id, person_id) DO NOTHING`, sh.ID, id)
	}
}

// shifts reads turns that were not cancelled, by beginning; and continues the WHERE clause.
func shifts(tx *storage.Tx, and string, args ...any) ([]Shift, error) {
	rows := []Shift{}
	err := tx.All(`SELECT id, department_id, kind, from_at, to_at, person_id, leader_id FROM org_shift
		WHERE cancelled = 0`+and+` ORDER BY from_at, id`, args, func(scan func(...any) error) error {
		sh := Shift{Standby: []string{}}
		var from, to int64
		err := scan(&sh.ID, &sh.Department, &sh.Kind, &from, &to, &sh.Person, &sh.Leader)
		sh.From, sh.To = storage.Time(from), storage.Time(to)
		rows = append(rows, sh)
		return err
	})
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*[]string, len(rows))
	for i := range rows {
		byID[rows[i].ID] = &rows[i].Standby
	}
	return rows, fill(tx, byID, func(marks string) string {
		return `SELECT shift_id, person_id FROM org_shift_standby WHERE shift_id IN (` + marks + `) ORDER BY shift_id, person_id`
	})
}

func dutyStream(deptID string) string { return "duty:" + deptID }
