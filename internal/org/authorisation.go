package org

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/page"
	"huying/internal/storage"
)

// Power is one of the four powers that a letter of authorisation may give (ORG-05).
type Power string

// The four powers, each for one class of items.
const (
	PowerApprove    Power = "approve"     // 即办事项的审批权
	PowerReview     Power = "firstReview" // 上报事项的初审权
	PowerUrge       Power = "urge"        // 承诺事项的督办权
	PowerCoordinate Power = "coordinate"  // 并联事项的协调权
)

// powers tells for each power its Chinese name and the class of items it is for.
var powers = map[Power]struct{ name, class string }{
	PowerApprove:    {"即办事项的审批权", "instant"},
	PowerReview:     {"上报事项的初审权", "upward"},
	PowerUrge:       {"承诺事项的督办权", "promised"},
	PowerCoordinate: {"并联事项的协调权", "joint"},
}

// Chinese names the power as the letter does.
func (p Power) Chinese() string { return powers[p].name }

// Capacity is in what post somebody is authorised.
type Capacity string

// The capacities. A chief representative and a window clerk have the four powers, each for its own class; a sole reviewer
// approves the promised items of his section, too (独任审核 wants a signed authorisation, GAP-22).
const (
	AsChief  Capacity = "chief"  // 首席代表
	AsWindow Capacity = "window" // 窗口人员
	AsSole   Capacity = "sole"   // 独任审核人
)

var capacities = map[Capacity]string{AsChief: "首席代表", AsWindow: "窗口人员", AsSole: "独任审核人"}

// Capacities and Powers list them in the order of the letter.
var (
	Capacities = []Capacity{AsChief, AsWindow, AsSole}
	Powers     = []Power{PowerApprove, PowerReview, PowerUrge, PowerCoordinate}
)

// Chinese names the capacity.
func (c Capacity) Chinese() string { return capacities[c] }

// Authorisation is a letter of authorisation (授权委托书): whom the head of a department lets sign what, and how long
// (ORG-06). Items are ids of service items: a power holds for these only. Deputy may use the letter while an absence of
// Person is on record. Seal is what the letter was sealed with; Window is the window it is the standard of (ORG-08).
type Authorisation struct {
	ID         string        `json:"id"`
	Number     string        `json:"number"`
	Capacity   Capacity      `json:"capacity"`
	Person     string        `json:"person"`
	Deputy     string        `json:"deputy,omitempty"`
	Department string        `json:"department"`
	Window     string        `json:"window,omitempty"`
	Items      []string      `json:"items"`
	Powers     []Power       `json:"powers"`
	From       calendar.Date `json:"from"` // first day
	To         calendar.Date `json:"to"`   // last day
	Signatory  string        `json:"signatory"`
	Seal       string        `json:"seal"`
	SignedAt   time.Time     `json:"signedAt"`
	RevokedAt  time.Time     `json:"revokedAt,omitzero"`
	RevokedBy  string        `json:"revokedBy,omitempty"`
	RevokedWhy string        `json:"revokedWhy,omitempty"`
}

// InForce reports whether the letter counts at the instant.
func (a Authorisation) InForce(at time.Time) bool {
	day := calendar.DateOf(at)
	return a.From <= day && day <= a.To && (a.RevokedAt.IsZero() || at.Before(a.RevokedAt))
}

// Gives tells why the letter does not let its holder use a power on an item of a class, "" when it does (ORG-05).
func (a Authorisation) Gives(p Power, item, class string) string {
	fits := powers[p].class == class || p == PowerApprove && a.Capacity == AsSole && class == "promised"
	switch {
	case !fits && class == powers[PowerReview].class && p == PowerApprove:
		return "上报事项只授予初审权，应报上级审批"
	case !fits:
		return powers[p].name + "不适用于此类事项"
	case !slices.Contains(a.Powers, p):
		return "授权委托书没有授予" + powers[p].name
	case !slices.Contains(a.Items, item):
		return "此事项不在授权委托书范围内"
	}
	return ""
}

// Authorise issues a letter. Only who heads the department of the person may sign it, and nobody authorises himself; the
// letter names its items, its powers and its period (ORG-05, ORG-06).
func (s *Service) Authorise(tx *storage.Tx, by Actor, in Authorisation) (Authorisation, error) {
	if err := in.check(s.settings.Now().Int(setAuthorisationMonths, "")); err != nil {
		return Authorisation{}, err
	}
	person, err := PersonByID(tx, in.Person)
	if err != nil {
		return Authorisation{}, err
	}
	onBehalf, err := Require(by, AuthorisationSign, person.DeptPath, person.RegionPath)
	if err != nil {
		return Authorisation{}, err
	}
	if by.ID == in.Person || by.ID == in.Deputy {
		return Authorisation{}, fault.New(fault.Refused, "org.authorisation.self", "不能给自己签发授权委托书。").Under("ORG-06")
	}
	if err := able(tx, person, in.Deputy); err != nil {
		return Authorisation{}, err
	}
	if err := lockDeputies(tx); err != nil { // letters are numbered one after another
		return Authorisation{}, err
	}
	a, year, serial := in, calendar.DateOf(tx.Now).Year(), int64(0)
	if _, err := tx.One(`SELECT COALESCE(MAX(serial), 0) + 1 FROM org_authorisation WHERE year = $1`, []any{year}, &serial); err != nil {
		return a, err
	}
	a.ID, a.Number, a.Department = tx.NewID(), fmt.Sprintf("授权〔%d〕%d号", year, serial), person.Department
	a.Signatory, a.SignedAt, a.RevokedAt, a.RevokedBy, a.RevokedWhy = by.ID, tx.Now, time.Time{}, "", ""
	record, err := json.Marshal(a)
	if err != nil {
		return a, err
	}
	if _, err := tx.Exec(`INSERT INTO org_authorisation (id, number, year, serial, person_id, deputy_id, dept_path, region_path, from_day, to_day, record)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		a.ID, a.Number, year, serial, a.Person, a.Deputy, person.DeptPath, person.RegionPath, a.From, a.To, string(record)); err != nil {
		return a, err
	}
	return a, s.amend(tx, authorisationStream(a.ID), by, act{"authorisation.sign", onBehalf, "ORG-06", a})
}

// able checks who is named in a letter: people in office, the deputy of the same department.
func able(tx *storage.Tx, person Person, deputy string) error {
	if !person.Active {
		return invalid("org.authorisation.person", "person", "被授权人的账号已停用。")
	}
	if deputy == "" {
		return nil
	}
	other, err := PersonByID(tx, deputy)
	if err != nil {
		return err
	}
	if !other.Active || other.Department != person.Department || other.ID == person.ID {
		return invalid("org.authorisation.deputy", "deputy", "代行授权的人员应是同一部门的另一名在用人员。")
	}
	return nil
}

func (a *Authorisation) check(months int) error {
	bad := fault.New(fault.Invalid, "org.authorisation", "授权委托书须填写完整。").Under("ORG-06")
	a.Seal, a.Window = strings.TrimSpace(a.Seal), strings.TrimSpace(a.Window)
	slices.Sort(a.Items)
	a.Items = slices.Compact(a.Items)
	if capacities[a.Capacity] == "" {
		bad.On("capacity", "请选择授权身份")
	}
	if a.Person == "" {
		bad.On("person", "请选择被授权人")
	}
	if len(a.Items) == 0 || slices.Contains(a.Items, "") {
		bad.On("items", "请选择授权的事项")
	}
	if len(a.Powers) == 0 {
		bad.On("powers", "请选择授予的权限")
	}
	for _, p := range a.Powers {
		if powers[p].name == "" {
			bad.On("powers", "没有这项权限")
		}
	}
	if a.Seal == "" {
		bad.On("seal", "请写明用印")
	}
	if a.From == 0 || a.To < a.From {
		bad.On("to", "截止日期不能早于起始日期")
	} else if latest := calendar.Of(a.From.Year(), a.From.Month()+time.Month(months), a.From.Day()); a.To >= latest {
		bad.On("to", fmt.Sprintf("授权期限不超过%d个月", months))
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// RevokeAuthorisation takes a letter back from this moment on, with the reason. What was signed under it stays.
func (s *Service) RevokeAuthorisation(tx *storage.Tx, by Actor, id, why string) error {
	if why = strings.TrimSpace(why); why == "" {
		return invalid("org.reason", "reason", "请填写原因。")
	}
	if err := lockDeputies(tx); err != nil {
		return err
	}
	a, err := AuthorisationByID(tx, id)
	if err != nil {
		return err
	}
	person, err := PersonByID(tx, a.Person)
	if err != nil {
		return err
	}
	onBehalf, err := Require(by, AuthorisationSign, person.DeptPath, person.RegionPath)
	if err != nil {
		return err
	}
	if !a.RevokedAt.IsZero() {
		return fault.New(fault.Conflict, "org.authorisation.revoked", "此授权委托书已收回。")
	}
	a.RevokedAt, a.RevokedBy, a.RevokedWhy = tx.Now, by.ID, why
	record, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE org_authorisation SET revoked_at = $1, record = $2 WHERE id = $3`, tx.Now, string(record), id); err != nil {
		return err
	}
	return s.amend(tx, authorisationStream(id), by, act{"authorisation.revoke", onBehalf, "ORG-06", map[string]any{"id": id, "why": why}})
}

// Covering finds the letter under which a person may use a power on an item of a class at an instant, and whose letter it
// is if he uses it as the deputy of an absent person. Nothing is signed outside a letter: it refuses, and says what is
// missing (ORG-05, VEC-25). Verbs ask at the moment of signing, so a letter that ended meanwhile does not count.
func Covering(tx *storage.Tx, who Actor, item, class string, p Power, at time.Time) (a Authorisation, onBehalf string, err error) {
	letters, err := Letters(tx, who, at)
	if err != nil {
		return a, "", err
	}
	why := "没有有效的授权委托书"
	for _, letter := range letters {
		if why = letter.Gives(p, item, class); why != "" {
			continue
		}
		if letter.Person != who.ID {
			onBehalf = letter.Person
		}
		return letter, onBehalf, nil
	}
	return a, "", fault.Newf(fault.Refused, "org.authorisation.outside", "不能签批：%s。", why).Under("ORG-05")
}

// Letters lists the letters under which a person may sign something at an instant, in his own name or as the deputy of an
// absent one.
func Letters(tx *storage.Tx, who Actor, at time.Time) ([]Authorisation, error) {
	letters, err := authorisations(tx, ` WHERE (person_id = $1 OR deputy_id = $1) ORDER BY to_day DESC, id`, who.ID)
	return slices.DeleteFunc(letters, func(a Authorisation) bool { return !a.InForce(at) || a.Person != who.ID && !who.Is(a.Person) }), err
}

// AuthorisationByID reads one letter; it may have ended.
func AuthorisationByID(tx *storage.Tx, id string) (Authorisation, error) {
	found, err := authorisations(tx, ` WHERE id = $1`, id)
	if err == nil && len(found) == 0 {
		err = fault.New(fault.NotFound, "org.authorisation.unknown", "没有这份授权委托书。")
	}
	if err != nil {
		return Authorisation{}, err
	}
	return found[0], nil
}

// Authorisations lists the letters of the departments that the person may see, the latest first.
func (s *Service) Authorisations(tx *storage.Tx, by Actor, deptPath string, req page.Request) (page.Page[Authorisation], error) {
	args := []any{}
	where := ` WHERE ` + by.Scope(AuthorisationView).SQL(tx.Engine, "dept_path", "region_path", &args) + ` AND ` + Under(tx.Engine, "dept_path", deptPath, &args)
	var after string
	if more, err := page.Decode(req.After, &after); err != nil {
		return page.Page[Authorisation]{}, err
	} else if more {
		where += ` AND id < ` + bind(&args, after)
	}
	rows, err := authorisations(tx, where+` ORDER BY id DESC LIMIT `+bind(&args, req.Limit()+1), args...)
	return page.Of(rows, req.Limit(), func(a Authorisation) string { return a.ID }), err
}

// LettersInForce lists to everybody the letters under which somebody may sign on a day, the latest first: of one department and
// what is under it, or for one item; "" narrows nothing (ORG-06).
func LettersInForce(tx *storage.Tx, item, deptPath string, day calendar.Date, req page.Request) (page.Page[Authorisation], error) {
	args := []any{day}
	where := ` WHERE revoked_at IS NULL AND from_day <= $1 AND to_day >= $1 AND ` + Under(tx.Engine, "dept_path", deptPath, &args)
	if item != "" {
		where += ` AND record LIKE ` + bind(&args, `%"`+item+`"%`)
	}
	var after string
	if more, err := page.Decode(req.After, &after); err != nil {
		return page.Page[Authorisation]{}, err
	} else if more {
		where += ` AND id < ` + bind(&args, after)
	}
	rows, err := authorisations(tx, where+` ORDER BY id DESC LIMIT `+bind(&args, req.Limit()+1), args...)
	return page.Of(rows, req.Limit(), func(a Authorisation) string { return a.ID }), err
}

func authorisations(tx *storage.Tx, where string, args ...any) ([]Authorisation, error) {
	rows := []Authorisation{}
	err := tx.All(`SELECT record FROM org_authorisation`+where, args, func(scan func(...any) error) error {
		var text string
		if err := scan(&text); err != nil {
			return err
		}
		var a Authorisation
		err := json.Unmarshal([]byte(text), &a)
		rows = append(rows, a)
		return err
	})
	return rows, err
}

func authorisationStream(id string) string { return "authorisation:" + id }
