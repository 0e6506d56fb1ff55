package org

import (
	"strings"
	"time"

	"huying/internal/fault"
	"huying/internal/page"
	"huying/internal/storage"
)

// Handover is what one duty person leaves to the next, or at the end of the night or the holiday to the service hall:
// the orders that are not finished, and a note (DUTY-02, DUTY-04).
type Handover struct {
	ID         string    `json:"id"`
	Department string    `json:"department"`
	From       string    `json:"from"`
	To         string    `json:"to"` // the next duty person; "" is the service hall
	Orders     []string  `json:"orders"`
	At         time.Time `json:"at"`
	Note       string    `json:"note"`
	TakenBy    string    `json:"takenBy"` // "" until somebody has taken it over
	TakenAt    time.Time `json:"takenAt"`
}

// HandOver records a hand-over by the actor; h needs Department, To, Orders and Note. The giver is on the turn that
// runs, or leads it, or had the turn before and has not handed it over yet (DUTY-02, DUTY-04). Handing over nothing is recorded as well: then the next person knows that nothing waits.
func (s *Service) HandOver(tx *storage.Tx, by Actor, h Handover) (Handover, error) {
	dept, err := DepartmentByID(tx, h.Department)
	if err != nil {
		return Handover{}, err
	}
	onBehalf, err := Require(by, DutyHandover, dept.Path, dept.RegionPath)
	if err != nil {
		return Handover{}, err
	}
	if by.Is(h.To) {
		return Handover{}, invalid("duty.handover.self", "to", "不能交接给本人。").Under("DUTY-02")
	}
	if err := mayHand(tx, by, h.Department); err != nil {
		return Handover{}, err
	}
	if h.To != "" {
		next, err := PersonByID(tx, h.To)
		if err != nil {
			return Handover{}, err
		}
		if !next.Active {
			return Handover{}, fault.New(fault.Refused, "duty.inactive", "接班人的账号已停用。").Under("DUTY-02")
		}
	}
	h.ID, h.From, h.At, h.Note = tx.NewID(), by.ID, tx.Now, strings.TrimSpace(h.Note)
	h.Orders, h.TakenBy, h.TakenAt = distinct(h.Orders), "", time.Time{}
	tx.Queue(`INSERT INTO org_handover (id, department_id, from_id, to_id, at, note, taken_by, taken_at) VALUES ($1, $2, $3, $4, $5, $6, '', 0)`,
		h.ID, h.Department, h.From, h.To, storage.Millis(h.At), h.Note)
	for i, order := range h.Orders {
		tx.Queue(`INSERT INTO org_handover_order (handover_id, position, order_id) VALUES ($1, $2, $3)`, h.ID, i, order)
	}
	facts := map[string]any{"handover": h.ID, "to": h.To, "orders": h.Orders}
	return h, record(tx, dutyStream(h.Department), by, act{"duty.handover", onBehalf, handoverRule(h), facts})
}

// TakeOver records that the next person, or someone of the service hall, has taken a hand-over.
func (s *Service) TakeOver(tx *storage.Tx, by Actor, id string) (Handover, error) {
	found, err := handovers(tx, ` WHERE id = $1`, id)
	if err != nil {
		return Handover{}, err
	}
	if len(found) == 0 {
		return Handover{}, fault.New(fault.NotFound, "duty.handover.unknown", "没有这条交接记录。")
	}
	h := found[0]
	dept, err := DepartmentByID(tx, h.Department)
	if err != nil {
		return Handover{}, err
	}
	onBehalf, err := Require(by, DutyHandover, dept.Path, dept.RegionPath)
	if err != nil {
		return Handover{}, err
	}
	switch {
	case h.TakenBy != "":
		return Handover{}, fault.New(fault.Conflict, "duty.handover.taken", "该交接已经有人接收。").Under(handoverRule(h))
	case h.From == by.ID:
		return Handover{}, fault.New(fault.Refused, "duty.handover.self", "不能接收本人交出的事项。").Under(handoverRule(h))
	case h.To != "" && !by.Is(h.To):
		return Handover{}, fault.New(fault.Refused, "duty.handover.other", "该交接应由指定的接班人接收。").Under(handoverRule(h))
	}
	h.TakenBy, h.TakenAt = by.ID, tx.Now
	n, err := tx.Exec(`UPDATE org_handover SET taken_by = $1, taken_at = $2 WHERE id = $3 AND taken_by = ''`, by.ID, storage.Millis(tx.Now), id)
	if err != nil {
		return Handover{}, err
	}
	if n == 0 {
		return Handover{}, fault.New(fault.Conflict, "duty.handover.taken", "该交接已经有人接收。").Under(handoverRule(h))
	}
	return h, record(tx, dutyStream(h.Department), by, act{"duty.takeover", onBehalf, handoverRule(h), map[string]any{"handover": id}})
}

// Handovers lists a department's hand-overs, the newest first, for those who may see the roster.
func (s *Service) Handovers(tx *storage.Tx, by Actor, deptID string, req page.Request) (page.Page[Handover], error) {
	dept, err := DepartmentByID(tx, deptID)
	if err != nil {
		return page.Page[Handover]{}, err
	}
	if _, err := Require(by, DutyView, dept.Path, dept.RegionPath); err != nil {
		return page.Page[Handover]{}, err
	}
	args := []any{deptID}
	where := ` WHERE department_id = $1`
	var after string
	if more, err := page.Decode(req.After, &after); err != nil {
		return page.Page[Handover]{}, err
	} else if more {
		where += ` AND id < ` + bind(&args, after)
	}
	limit := req.Limit()
	rows, err := handovers(tx, where+` ORDER BY id DESC LIMIT `+bind(&args, limit+1), args...)
	return page.Of(rows, limit, func(h Handover) string { return h.ID }), err
}

// mayHand refuses whose hand-over it is not: who is on the turn that runs gives what waits, or its leader; who was on the one
// before gives what that left (DUTY-04), once. An absent person's deputy has theirs.
func mayHand(tx *storage.Tx, by Actor, deptID string) error {
	if by.unlimited {
		return nil
	}
	turns, err := lastTurns(tx, deptID)
	if err != nil {
		return err
	}
	for i, sh := range turns {
		if !by.Is(sh.Person) && !by.Is(sh.Leader) {
			continue
		}
		if i == 0 {
			return nil
		}
		given, err := exists(tx, `SELECT 1 FROM org_handover WHERE department_id = $1 AND at >= $2 AND from_id IN ($3, $4) LIMIT 1`,
			deptID, storage.Millis(sh.From), sh.Person, by.ID)
		if !given || err != nil {
			return err
		}
	}
	return fault.New(fault.Refused, "duty.handover.turn", "您现在没有当班，不能交班。交班由当班的值班员或值班领导办理。").Under("DUTY-02")
}

// lastTurns gives the turn of a department that began last and the one before it.
func lastTurns(tx *storage.Tx, deptID string) ([]Shift, error) {
	var turns []Shift
	err := tx.All(`SELECT from_at, person_id, leader_id FROM org_shift WHERE department_id = $1 AND cancelled = 0 AND from_at <= $2`+signing+
		` ORDER BY from_at DESC, id DESC LIMIT 2`, []any{deptID, storage.Millis(tx.Now)}, func(scan func(...any) error) error {
		var sh Shift
		var from int64
		err := scan(&from, &sh.Person, &sh.Leader)
		sh.From = storage.Time(from)
		turns = append(turns, sh)
		return err
	})
	return turns, err
}

func handoverRule(h Handover) string {
	if h.To == "" {
		return "DUTY-04"
	}
	return "DUTY-02"
}

func distinct(ids []string) []string {
	out, seen := []string{}, map[string]bool{}
	for _, id := range ids {
		if id = strings.TrimSpace(id); id != "" && !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

func handovers(tx *storage.Tx, where string, args ...any) ([]Handover, error) {
	rows := []Handover{}
	err := tx.All(`SELECT id, department_id, from_id, to_id, at, note, taken_by, taken_at FROM org_handover`+where, args,
		func(scan func(...any) error) error {
			h := Handover{Orders: []string{}}
			var at, taken int64
			err := scan(&h.ID, &h.Department, &h.From, &h.To, &at, &h.Note, &h.TakenBy, &taken)
			h.At = storage.Time(at)
			if taken != 0 {
				h.TakenAt = storage.Time(taken)
			}
			rows = append(rows, h)
			return err
		})
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*[]string, len(rows))
	for i := range rows {
		byID[rows[i].ID] = &rows[i].Orders
	}
	return rows, fill(tx, byID, func(marks string) string {
		return `SELECT handover_id, order_id FROM org_handover_order WHERE handover_id IN (` + marks + `) ORDER BY handover_id, position`
	})
}
