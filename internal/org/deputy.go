package org

import (
	"slices"
	"strings"
	"time"

	"huying/internal/fault"
	"huying/internal/storage"
)

// depth is how far rights may be passed on: the deputy of a deputy of a deputy is the last. It is a safety bound of the
// search, as a cycle is, and no place needs another.
const depth = 3

// Deputy is one absence: from From until before To, Deputy acts with the rights of Absent.
type Deputy struct {
	ID     string    `json:"id"`
	Absent string    `json:"absent"`
	Deputy string    `json:"deputy"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Reason string    `json:"reason"`
}

// Appoint names a deputy for an absence. A person names someone of the same department; an administrator names anyone
// for the people they administer. One person has one deputy at a time; rights are never passed in a circle, nor on
// through more than three people.
func (s *Service) Appoint(tx *storage.Tx, by Actor, d Deputy) (Deputy, error) {
	d.Reason = strings.TrimSpace(d.Reason)
	switch {
	case d.Absent == d.Deputy:
		return Deputy{}, invalid("org.deputy.self", "deputy", "不能由本人代理本人。")
	case !d.To.After(d.From) || !d.To.After(tx.Now):
		return Deputy{}, invalid("org.deputy.period", "to", "代理的结束时间应晚于开始时间和当前时间。")
	case d.Reason == "":
		return Deputy{}, invalid("org.reason", "reason", "请填写原因。")
	}
	onBehalf, err := mayAppoint(tx, by, d)
	if err != nil {
		return Deputy{}, err
	}
	if err := lockDeputies(tx); err != nil {
		return Deputy{}, err
	}
	others, err := deputies(tx, ` WHERE to_at > $1 AND from_at < $2`, storage.Millis(d.From), storage.Millis(d.To))
	if err != nil {
		return Deputy{}, err
	}
	if err := checkChain(others, d); err != nil {
		return Deputy{}, err
	}
	d.ID = tx.NewID()
	_, err = tx.Exec(`INSERT INTO org_deputy (id, absent_id, deputy_id, from_at, to_at, reason, created_by, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		d.ID, d.Absent, d.Deputy, storage.Millis(d.From), storage.Millis(d.To), d.Reason, by.ID, storage.Millis(tx.Now))
	if err != nil {
		return Deputy{}, err
	}
	return d, s.recordDeputy(tx, by, "deputy.appoint", onBehalf, d)
}

// EndDeputy ends an absence now, or strikes it out if it has not begun. If it was over before, nothing changes.
func (s *Service) EndDeputy(tx *storage.Tx, by Actor, id string) error {
	found, err := deputies(tx, ` WHERE id = $1`, id)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fault.New(fault.NotFound, "org.deputy.unknown", "没有这条代理记录。")
	}
	d := found[0]
	onBehalf := ""
	if by.ID != d.Absent {
		if _, onBehalf, err = administer(tx, by, d.Absent); err != nil {
			return err
		}
	}
	if !d.To.After(tx.Now) {
		return nil
	}
	if err := endDeputies(tx, `id = $2`, id); err != nil {
		return err
	}
	d.To = tx.Now
	return s.recordDeputy(tx, by, "deputy.end", onBehalf, d)
}

// endDeputies ends the periods that match; which has $2 for its argument. A period that has not begun is deleted: an
// empty one would still look like an overlap. Its record stays in the person's stream.
func endDeputies(tx *storage.Tx, which, argument string) error {
	now := storage.Millis(tx.Now)
	if _, err := tx.Exec(`DELETE FROM org_deputy WHERE from_at >= $1 AND `+which, now, argument); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE org_deputy SET to_at = $1 WHERE to_at > $1 AND `+which, now, argument)
	return err
}

// Deputies lists the absences of a person and those in which they are the deputy that are not over, by beginning. The
// person and those who administer the account may ask.
func (s *Service) Deputies(tx *storage.Tx, by Actor, personID string) ([]Deputy, error) {
	if by.ID != personID {
		if _, _, err := administer(tx, by, personID); err != nil {
			return nil, err
		}
	}
	return deputies(tx, ` WHERE (absent_id = $1 OR deputy_id = $1) AND to_at > $2 ORDER BY from_at, id`,
		personID, storage.Millis(tx.Now))
}

func (s *Service) recordDeputy(tx *storage.Tx, by Actor, action, onBehalf string, d Deputy) error {
	facts := map[string]any{"id": d.ID, "absent": d.Absent, "deputy": d.Deputy, "from": d.From, "to": d.To}
	return s.amend(tx, personStream(d.Absent), by, act{action, onBehalf, "", facts})
}

func mayAppoint(tx *storage.Tx, by Actor, d Deputy) (onBehalf string, err error) {
	absent, err := PersonByID(tx, d.Absent)
	if err != nil {
		return "", err
	}
	deputy, err := PersonByID(tx, d.Deputy)
	if err != nil {
		return "", err
	}
	if !absent.Active || !deputy.Active {
		return "", fault.New(fault.Refused, "org.deputy.inactive", "停用的账号不能参与代理。")
	}
	if err := keepApart(tx, d); err != nil {
		return "", err
	}
	if onBehalf, ok := by.Authority(AdminPeople, absent.DeptPath, absent.RegionPath); ok {
		if by.ID == deputy.ID {
			return "", fault.New(fault.Refused, "org.deputy.own", "不能指定本人代理他人，请由其他管理员办理。")
		}
		return onBehalf, withinReach(tx, by, absent.ID)
	}
	if by.ID != absent.ID {
		return "", Forbidden()
	}
	if absent.Department != deputy.Department {
		return "", fault.New(fault.Refused, "org.deputy.department", "本人只能指定同一部门的人员代理，跨部门代理请由管理员办理。")
	}
	return "", nil
}

// keepApart refuses a deputy who would hold, beside his own, a role that one person may not hold together with it.
func keepApart(tx *storage.Tx, d Deputy) error {
	own, err := grantsOf(tx, d.Deputy)
	if err != nil {
		return err
	}
	lent, err := grantsOf(tx, d.Absent)
	if err != nil {
		return err
	}
	for _, g := range lent {
		if other := apartFrom(own, g.Role); other != "" {
			return fault.Newf(fault.Refused, "org.grant.apart", "同一人不能同时担任%s和%s。", other.Info().Name, g.Role.Info().Name)
		}
	}
	return nil
}

// lockDeputies makes appointments wait for one another, so that two of them cannot close a circle together.
func lockDeputies(tx *storage.Tx) error {
	_, err := tx.Exec(`UPDATE org_version SET version = version + 1 WHERE id = 1`)
	return err
}

// checkChain refuses d if it would give its absent person a second deputy at one time, close a circle, or make a chain
// of more than depth links. Only absences that overlap in time form a chain.
func checkChain(others []Deputy, d Deputy) error {
	for _, o := range others {
		if o.Absent == d.Absent && overlap(o, d) {
			return fault.New(fault.Conflict, "org.deputy.twice", "该人员在这段时间已有代理人。")
		}
	}
	onward, circle := reach(others, d, d.Absent, func(o Deputy) (string, string) { return o.Absent, o.Deputy })
	back, _ := reach(others, d, d.Deputy, func(o Deputy) (string, string) { return o.Deputy, o.Absent })
	if circle {
		return fault.New(fault.Refused, "org.deputy.circle", "代理关系不能循环。")
	}
	if onward+1+back > depth {
		return fault.Newf(fault.Refused, "org.deputy.depth", "代理关系最多连续%d层。", depth)
	}
	return nil
}

// reach follows absences link by link away from d and gives the length of the longest way, and whether it comes to
// stop. The period narrows at each link: a chain needs an instant at which all its links hold.
func reach(others []Deputy, d Deputy, stop string, ends func(Deputy) (near, far string)) (longest int, circle bool) {
	_, at := ends(d)
	if at == stop {
		return 0, true
	}
	rest := slices.DeleteFunc(slices.Clone(others), func(o Deputy) bool { return o.ID == d.ID && o.ID != "" })
	for _, o := range others {
		near, _ := ends(o)
		if near != at || !overlap(o, d) {
			continue
		}
		next := o
		if d.From.After(next.From) {
			next.From = d.From
		}
		if d.To.Before(next.To) {
			next.To = d.To
		}
		n, c := reach(rest, next, stop, ends)
		longest, circle = max(longest, n+1), circle || c
	}
	return longest, circle
}

func overlap(a, b Deputy) bool { return a.From.Before(b.To) && b.From.Before(a.To) }

func deputies(tx *storage.Tx, where string, args ...any) ([]Deputy, error) {
	rows := []Deputy{}
	err := tx.All(`SELECT id, absent_id, deputy_id, from_at, to_at, reason FROM org_deputy`+where, args,
		func(scan func(...any) error) error {
			var d Deputy
			var from, to int64
			err := scan(&d.ID, &d.Absent, &d.Deputy, &from, &to, &d.Reason)
			d.From, d.To = storage.Time(from), storage.Time(to)
			rows = append(rows, d)
			return err
		})
	return rows, err
}
