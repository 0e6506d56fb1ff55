package org

import (
	"slices"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/page"
	"huying/internal/storage"
)

// Period is how often a round is asked for.
type Period string

// The periods.
const (
	EachDay   Period = "day"   // each working day
	EachWeek  Period = "week"  // each week, Monday to Sunday, that has a working day
	EachMonth Period = "month" // each month that has a working day
	EachTurn  Period = "turn"  // each turn of the roster
)

// RoundKind is one duty of leaders in a hall: who does it, and how often it is asked for. Setting holds how many times in a
// period; for a turn of the roster it is once.
type RoundKind struct {
	Key        string     `json:"key"`
	Label      string     `json:"label"`
	Who        string     `json:"who"`
	Per        Period     `json:"per" enum:"day,week,month,turn"`
	Permission Permission `json:"permission,omitempty"` // "" is counted from the sign-ins
	Rule       string     `json:"rule"`
	Setting    string     `json:"-"`
	Shift      ShiftKind  `json:"-"`
	EachUnit   bool       `json:"-"` // asked of every unit with a chief representative
}

// RoundKinds are the kinds in the order in which pages show them. "Permanently stationed" (DUTY-13) is not written down by
// anybody: a chief representative who signed in on the day was there.
var RoundKinds = []RoundKind{
	{Key: "patrol", Label: "大厅巡查", Who: "值班领导", Per: EachDay, Permission: DutyPatrol, Rule: "DUTY-09", Setting: setPatrols},
	{Key: "sitting", Label: "领导坐班", Who: "分管领导", Per: EachWeek, Permission: DutySit, Rule: "DUTY-10", Setting: setSittings},
	{Key: "inspection", Label: "作风督查", Who: "监察室人员", Per: EachMonth, Permission: DutyInspect, Rule: "DUTY-11", Setting: setInspections},
	{Key: "lead", Label: "部门领导带班", Who: "值班表上的部门领导", Per: EachTurn, Permission: DutyAttend, Rule: "DUTY-12", Shift: LeadShift},
	{Key: "onsite", Label: "窗口现场办公", Who: "部门负责人", Per: EachMonth, Permission: DutyOnsite, Rule: "DUTY-13", Setting: setOnsite, EachUnit: true},
	{Key: "stationed", Label: "首席代表驻窗", Who: "首席代表", Per: EachDay, Rule: "DUTY-13", Setting: setStationed, EachUnit: true},
	{Key: "cleaning", Label: "环境卫生值日", Who: "值班表上的值日人员", Per: EachTurn, Permission: DutyAttend, Rule: "DUTY-18", Shift: CleaningShift},
}

func roundKind(key string) (RoundKind, bool) {
	i := slices.IndexFunc(RoundKinds, func(k RoundKind) bool { return k.Key == key })
	if i < 0 {
		return RoundKind{}, false
	}
	return RoundKinds[i], true
}

// Round is one round in a hall: who, when, where, what was found and what became of it.
type Round struct {
	ID         string    `json:"id"`
	Department string    `json:"department"`
	Kind       string    `json:"kind"`
	Label      string    `json:"label"`
	Unit       string    `json:"unit"` // name of whom the person came for
	Person     string    `json:"person"`
	At         time.Time `json:"at"`
	Place      string    `json:"place"`
	Found      string    `json:"found"`
	Outcome    string    `json:"outcome"` // "" until something came of it
	SettledAt  time.Time `json:"settledAt,omitzero"`
	shift      string
}

// RoundForm is what a person writes down of a round of his own.
type RoundForm struct {
	Department string
	Kind       string
	At         time.Time
	Place      string
	Found      string
	Outcome    string
}

// RecordRound writes down a round that the actor made himself: nobody enters another's, nothing that is still to come, and
// nothing that lies further back than may be entered later. What is on the roster is entered by who is on it, once for each
// turn; of the others two in a short time are one (DUTY-09 to DUTY-13, DUTY-18).
func (s *Service) RecordRound(tx *storage.Tx, by Actor, form RoundForm) (Round, error) {
	kind, known := roundKind(form.Kind)
	if !known || kind.Permission == "" {
		return Round{}, invalid("duty.round.kind", "kind", "请选择要记录的事项。")
	}
	hall, err := DepartmentByID(tx, form.Department)
	if err != nil {
		return Round{}, err
	}
	onBehalf, err := mayRecord(by, kind, hall)
	if err != nil {
		return Round{}, err
	}
	r := Round{ID: tx.NewID(), Department: hall.ID, Kind: kind.Key, Label: kind.Label, Unit: by.DeptName, Person: by.Name, At: form.At,
		Place: strings.TrimSpace(form.Place), Found: strings.TrimSpace(form.Found), Outcome: strings.TrimSpace(form.Outcome)}
	if err := s.checkRound(tx, by, kind, hall, &r); err != nil {
		return Round{}, err
	}
	settledBy := ""
	if r.Outcome != "" {
		settledBy, r.SettledAt = by.ID, tx.Now
	}
	tx.Queue(`INSERT INTO org_round (id, department_id, kind, unit_id, person_id, shift_id, at, place, found, outcome, settled_by, settled_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, r.ID, r.Department, r.Kind, by.Dept, by.ID, nullable(r.shift),
		storage.Millis(r.At), r.Place, r.Found, r.Outcome, settledBy, storage.Millis(r.SettledAt))
	facts := map[string]any{"round": r.ID, "kind": r.Kind, "at": r.At, "unit": by.Dept}
	return r, record(tx, dutyStream(hall.ID), by, act{"duty.round", onBehalf, kind.Rule, facts})
}

// mayRecord refuses who may not do rounds of this kind there. What people do for their own unit they may do in any hall that
// serves their region. Who does other rounds is told whose this one is.
func mayRecord(by Actor, k RoundKind, hall Department) (onBehalf string, err error) {
	dept, region := hall.Path, hall.RegionPath
	if (k.EachUnit || k.Shift != "") && serves(hall, by) {
		dept, region = by.DeptPath, by.RegionPath
	}
	if onBehalf, err = Require(by, k.Permission, dept, region); err == nil {
		return onBehalf, nil
	}
	if slices.ContainsFunc(RoundPermissions(), by.MayAnywhere) && !by.MayAnywhere(k.Permission) {
		return "", fault.New(fault.Refused, "duty.round.role", k.Label+"由"+k.Who+"记录。").Under(k.Rule)
	}
	return "", err
}

// serves reports that a hall is there for the region in which the person works.
func serves(hall Department, by Actor) bool {
	return hall.Kind == ServiceHall && strings.HasPrefix(by.RegionPath, hall.RegionPath)
}

// RoundPermissions are those of which one is needed to write a round down.
func RoundPermissions() []Permission {
	return []Permission{DutyPatrol, DutySit, DutyInspect, DutyAttend, DutyOnsite}
}

func (s *Service) checkRound(tx *storage.Tx, by Actor, k RoundKind, hall Department, r *Round) error {
	settings := s.settings.Now()
	days := settings.Int(setRoundLate, hall.RegionPath)
	switch {
	case r.At.IsZero():
		return invalid("duty.round.at", "at", "请填写时间。")
	case r.At.After(tx.Now):
		return fault.New(fault.Refused, "duty.round.future", "还没有发生的事不能记录。").On("at", "不能晚于现在").Under(k.Rule)
	case calendar.DateOf(r.At).Add(days) < calendar.DateOf(tx.Now):
		return fault.Newf(fault.Refused, "duty.round.late", "只能补记%d天以内的事。", days).On("at", "时间过早").Under(k.Rule)
	case r.Place == "":
		return invalid("duty.round.place", "place", "请填写地点。")
	case r.Found == "":
		return invalid("duty.round.found", "found", "请写明发现的情况；没有发现问题的，也请写明。")
	}
	if k.Shift != "" {
		return onTurn(tx, by, k, hall, r)
	}
	apart := settings.Minutes(setRoundApart, hall.RegionPath)
	near, err := exists(tx, `SELECT 1 FROM org_round WHERE department_id = $1 AND kind = $2 AND person_id = $3 AND at > $4 AND at < $5 LIMIT 1`,
		hall.ID, k.Key, by.ID, storage.Millis(r.At.Add(-apart)), storage.Millis(r.At.Add(apart)))
	if err == nil && near {
		err = fault.Newf(fault.Conflict, "duty.round.apart", "您在前后%d分钟内已经记录过一次%s。", int(apart.Minutes()), k.Label).Under(k.Rule)
	}
	return err
}

// onTurn finds the turn of the roster that the person, or somebody whose deputy he is, has at the time.
func onTurn(tx *storage.Tx, by Actor, k RoundKind, hall Department, r *Round) error {
	turns, err := shifts(tx, ` AND department_id = $1 AND kind = $2 AND from_at <= $3 AND to_at > $3`, hall.ID, string(k.Shift), storage.Millis(r.At))
	if err != nil {
		return err
	}
	if len(turns) == 0 || !by.Is(turns[0].Person) && !slices.ContainsFunc(turns[0].Standby, by.Is) {
		return fault.New(fault.Refused, "duty.round.turn", "值班表上这个时间没有安排您"+k.Shift.Chinese()+"。").Under(k.Rule)
	}
	r.shift = turns[0].ID
	twice, err := exists(tx, `SELECT 1 FROM org_round WHERE shift_id = $1 AND person_id = $2`, r.shift, by.ID)
	if err == nil && twice {
		err = fault.New(fault.Conflict, "duty.round.twice", "您这一班已经有到岗记录。").Under(k.Rule)
	}
	return err
}

// SettleRound writes down what became of what a round found, once, by anyone who may do such rounds there.
func (s *Service) SettleRound(tx *storage.Tx, by Actor, id, outcome string) error {
	var dept, key, old string
	found, err := tx.One(`SELECT department_id, kind, outcome FROM org_round WHERE id = $1`, []any{id}, &dept, &key, &old)
	if err != nil {
		return err
	}
	if !found {
		return fault.New(fault.NotFound, "duty.round.unknown", "没有这条记录。")
	}
	hall, err := DepartmentByID(tx, dept)
	if err != nil {
		return err
	}
	kind, _ := roundKind(key)
	onBehalf, err := mayRecord(by, kind, hall)
	if err != nil {
		return err
	}
	if outcome = strings.TrimSpace(outcome); outcome == "" {
		return invalid("duty.round.outcome", "outcome", "请填写处理结果。")
	}
	n, err := tx.Exec(`UPDATE org_round SET outcome = $1, settled_by = $2, settled_at = $3 WHERE id = $4 AND outcome = ''`, outcome, by.ID, storage.Millis(tx.Now), id)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "duty.round.settled", "这条记录已有处理结果。").Under(kind.Rule)
	}
	return record(tx, dutyStream(dept), by, act{"duty.round.settle", onBehalf, kind.Rule, map[string]any{"round": id}})
}

// RoundQuery narrows the history of a hall's rounds. A zero field does not; both days are included.
type RoundQuery struct {
	Department, Kind string
	From, To         calendar.Date
}

// latest is the place of a row in a list whose latest row comes first.
type latest struct {
	At int64  `json:"at"`
	ID string `json:"id"`
}

// Rounds lists the rounds in a hall, the latest first, for those who may see its roster or do rounds there.
func (s *Service) Rounds(tx *storage.Tx, by Actor, q RoundQuery, req page.Request) (out page.Page[Round], err error) {
	if _, err := watchedHall(tx, by, q.Department); err != nil {
		return out, err
	}
	args := []any{q.Department}
	where := ` WHERE r.department_id = $1`
	if q.Kind != "" {
		where += ` AND r.kind = ` + bind(&args, q.Kind)
	}
	if q.From != 0 {
		where += ` AND r.at >= ` + bind(&args, storage.Millis(q.From.Start()))
	}
	if q.To != 0 {
		where += ` AND r.at < ` + bind(&args, storage.Millis(q.To.End()))
	}
	var after latest
	if more, err := page.Decode(req.After, &after); err != nil {
		return out, err
	} else if more {
		where += ` AND (r.at, r.id) < (` + bind(&args, after.At) + `, ` + bind(&args, after.ID) + `)`
	}
	limit := req.Limit()
	rows := []Round{}
	err = tx.All(`SELECT r.id, r.department_id, r.kind, u.name, p.name, r.at, r.place, r.found, r.outcome, r.settled_at FROM org_round r
		JOIN org_person p ON p.id = r.person_id JOIN org_department u ON u.id = r.unit_id`+where+` ORDER BY r.at DESC, r.id DESC LIMIT `+bind(&args, limit+1), args,
		func(scan func(...any) error) error {
			var r Round
			err := scan(&r.ID, &r.Department, &r.Kind, &r.Unit, &r.Person, &r.At, &r.Place, &r.Found, &r.Outcome, &r.SettledAt)
			kind, _ := roundKind(r.Kind)
			r.Label = kind.Label
			rows = append(rows, r)
			return err
		})
	return page.Of(rows, limit, func(r Round) latest { return latest{storage.Millis(r.At), r.ID} }), err
}

// watchedHall gives a hall to who may see its roster, or does rounds in it.
func watchedHall(tx *storage.Tx, by Actor, id string) (Department, error) {
	hall, err := DepartmentByID(tx, id)
	if err != nil {
		return hall, err
	}
	if serves(hall, by) && slices.ContainsFunc(RoundPermissions(), by.MayAnywhere) {
		return hall, nil
	}
	_, err = Require(by, DutyView, hall.Path, hall.RegionPath)
	return hall, err
}
