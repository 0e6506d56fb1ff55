package org

import (
	"regexp"
	"strings"

	"huying/internal/audit"
	"huying/internal/fault"
	"huying/internal/page"
	"huying/internal/storage"
)

// Person is an account and its holder. The telephone number is not part of it: see Phone.
type Person struct {
	ID         string `json:"id"`
	Login      string `json:"login"`
	Name       string `json:"name"`
	Post       string `json:"post"`
	Department string `json:"department"`
	DeptName   string `json:"deptName"`
	DeptPath   string `json:"deptPath"`
	RegionPath string `json:"regionPath"`
	HasPhone   bool   `json:"hasPhone"`
	Active     bool   `json:"active"`
	CanSignIn  bool   `json:"canSignIn"` // a password has been set
}

// PersonForm is what an administrator fills in. A change leaves the telephone as it is when Phone is nil.
type PersonForm struct {
	Login      string
	Name       string
	Post       string
	Department string
	Phone      *string
}

var loginName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{2,31}$`)

// AddPerson opens an account without a password: nobody can sign in until ResetPassword.
func (s *Service) AddPerson(tx *storage.Tx, by Actor, form PersonForm) (Person, error) {
	form.Login = foldLogin(form.Login)
	if !loginName.MatchString(form.Login) {
		return Person{}, invalid("org.login.form", "login", "登录名应为3至32位小写字母、数字、点、下划线或者短横线，并以字母或数字开头。")
	}
	dept, onBehalf, err := placePerson(tx, by, &form)
	if err != nil {
		return Person{}, err
	}
	if taken, err := exists(tx, `SELECT 1 FROM org_person WHERE login = $1`, form.Login); taken || err != nil {
		return Person{}, orTaken(err, "org.login.taken", "该登录名已经有人使用。")
	}
	sealed, index, err := s.seal(form.Phone)
	if err != nil {
		return Person{}, err
	}
	p := Person{
		ID: tx.NewID(), Login: form.Login, Name: form.Name, Post: form.Post, Department: dept.ID, DeptName: dept.Name,
		DeptPath: dept.Path, RegionPath: dept.RegionPath, HasPhone: sealed != "", Active: true,
	}
	_, err = tx.Exec(`INSERT INTO org_person
		(id, login, name, post, department_id, phone, phone_index, active, password, must_change, credential_version, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, 1, '', 1, 1, $8)`,
		p.ID, p.Login, p.Name, p.Post, p.Department, sealed, index, storage.Millis(tx.Now))
	if err != nil {
		return Person{}, err
	}
	facts := map[string]any{"department": p.Department, "post": p.Post}
	return p, s.amend(tx, personStream(p.ID), by, act{"person.add", onBehalf, "", facts})
}

// ChangePerson changes the name, the post, the department and, when given, the telephone. The login name stays.
func (s *Service) ChangePerson(tx *storage.Tx, by Actor, id string, form PersonForm) error {
	old, onBehalf, err := administer(tx, by, id)
	if err != nil {
		return err
	}
	dept, _, err := placePerson(tx, by, &form)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE org_person SET name = $1, post = $2, department_id = $3 WHERE id = $4`,
		form.Name, form.Post, dept.ID, id); err != nil {
		return err
	}
	if form.Phone != nil {
		sealed, index, err := s.seal(form.Phone)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE org_person SET phone = $1, phone_index = $2 WHERE id = $3`, sealed, index, id); err != nil {
			return err
		}
	}
	facts := map[string]any{
		"department": dept.ID, "department_before": old.Department, "post": form.Post, "phone_changed": form.Phone != nil,
	}
	return s.amend(tx, personStream(id), by, act{"person.change", onBehalf, "", facts})
}

// Deactivate closes an account: its sessions end, its grants count no more and every period of deputyship ends. Nobody closes their own.
func (s *Service) Deactivate(tx *storage.Tx, by Actor, id, reason string) error {
	if by.ID == id {
		return fault.New(fault.Refused, "org.person.self", "不能停用自己的账号。")
	}
	return s.setActive(tx, by, id, false, reason)
}

// Reactivate opens a closed account again, without a password.
func (s *Service) Reactivate(tx *storage.Tx, by Actor, id, reason string) error {
	return s.setActive(tx, by, id, true, reason)
}

func (s *Service) setActive(tx *storage.Tx, by Actor, id string, active bool, reason string) error {
	_, onBehalf, err := administer(tx, by, id)
	if err != nil {
		return err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return invalid("org.reason", "reason", "请填写原因。")
	}
	if _, err := tx.Exec(`UPDATE org_person SET active = $1, password = '', must_change = 1,
		credential_version = credential_version + 1 WHERE id = $2`, flag(active), id); err != nil {
		return err
	}
	if err := endDeputies(tx, `(absent_id = $2 OR deputy_id = $2)`, id); err != nil {
		return err
	}
	action := "person.deactivate"
	if active {
		action = "person.reactivate"
	}
	return s.amend(tx, personStream(id), by, act{action, onBehalf, "", map[string]any{"reason": reason}})
}

// PersonByID reads one account; it may be closed.
func PersonByID(tx *storage.Tx, id string) (Person, error) {
	var found Person
	err := eachPerson(tx, ` WHERE p.id = $1`, []any{id}, func(p Person) { found = p })
	if err == nil && found.ID == "" {
		err = fault.New(fault.NotFound, "org.person.unknown", "没有这个人员。")
	}
	return found, err
}

// NameOf gives the name to show for whoever a record names; someone who is unknown is shown as "未知人员".
func NameOf(tx *storage.Tx, id string) (string, error) {
	if id == audit.System {
		return "系统", nil
	}
	name := "未知人员"
	_, err := tx.One(`SELECT name FROM org_person WHERE id = $1`, []any{id}, &name)
	return name, err
}

// PeopleQuery narrows a list of people. Zero fields do not narrow.
type PeopleQuery struct {
	DeptPath string // the department and everything under it
	Text     string // part of the name or of the login name
	Phone    string // the whole number; it is looked up by its blind index
	Active   *bool
}

// People lists the accounts that the actor administers, by login name.
func (s *Service) People(tx *storage.Tx, by Actor, q PeopleQuery, req page.Request) (page.Page[Person], error) {
	var args []any
	where := ` WHERE ` + by.Scope(AdminPeople).SQL(tx.Engine, "d.path", "d.region_path", &args) +
		` AND ` + Under(tx.Engine, "d.path", q.DeptPath, &args)
	if q.Text != "" {
		pattern := `lower(` + bind(&args, "%"+escapeLike(q.Text)+"%") + `) ESCAPE '\'`
		where += ` AND (lower(p.name) LIKE ` + pattern + ` OR p.login LIKE ` + pattern + `)`
	}
	if q.Phone != "" {
		where += ` AND p.phone_index = ` + bind(&args, s.sealer.Index(q.Phone))
	}
	if q.Active != nil {
		where += ` AND p.active = ` + bind(&args, flag(*q.Active))
	}
	var after string
	if more, err := page.Decode(req.After, &after); err != nil {
		return page.Page[Person]{}, err
	} else if more {
		where += ` AND p.login > ` + bind(&args, after)
	}
	limit := req.Limit()
	var rows []Person
	err := eachPerson(tx, where+` ORDER BY p.login LIMIT `+bind(&args, limit+1), args, func(p Person) { rows = append(rows, p) })
	return page.Of(rows, limit, func(p Person) string { return p.Login }), err
}

// Colleagues lists the active people of a department by name: whom a head may assign, whom the roster may name.
func Colleagues(tx *storage.Tx, deptID string) ([]Person, error) {
	rows := []Person{}
	err := eachPerson(tx, ` WHERE p.department_id = $1 AND p.active = 1 ORDER BY p.name, p.id`, []any{deptID},
		func(p Person) { rows = append(rows, p) })
	return rows, err
}

// Phone opens a person's telephone number for a purpose, which is recorded. The person themselves, those who
// administer the account and those who may see the roster of the department may ask (DUTY-05). "" means none is kept.
func (s *Service) Phone(tx *storage.Tx, by Actor, id, purpose string) (string, error) {
	p, err := PersonByID(tx, id)
	if err != nil {
		return "", err
	}
	onBehalf, ok := by.Authority(AdminPeople, p.DeptPath, p.RegionPath)
	if !ok {
		onBehalf, ok = by.Authority(DutyView, p.DeptPath, p.RegionPath)
	}
	if !ok && by.ID != id {
		return "", Forbidden()
	}
	if purpose = strings.TrimSpace(purpose); purpose == "" {
		return "", invalid("org.purpose", "purpose", "请填写查看电话的用途。")
	}
	var sealed string
	if _, err := tx.One(`SELECT phone FROM org_person WHERE id = $1`, []any{id}, &sealed); err != nil || sealed == "" {
		return "", err
	}
	if err := record(tx, personStream(id), by, act{"person.phone", onBehalf, "DUTY-05", map[string]any{"purpose": purpose}}); err != nil {
		return "", err
	}
	return s.sealer.Open(sealed)
}

// administer reads an account for a change and checks that the actor administers its department. Someone the actor
// may not know of is not found.
func administer(tx *storage.Tx, by Actor, id string) (Person, string, error) {
	p, err := PersonByID(tx, id)
	if err != nil {
		return Person{}, "", err
	}
	onBehalf, ok := by.Authority(AdminPeople, p.DeptPath, p.RegionPath)
	if ok {
		return p, onBehalf, nil
	}
	if !by.MayAnywhere(AdminPeople) {
		return Person{}, "", Forbidden()
	}
	return Person{}, "", fault.New(fault.NotFound, "org.person.unknown", "没有这个人员。")
}

// placePerson checks a form and that the actor administers the department it names.
func placePerson(tx *storage.Tx, by Actor, form *PersonForm) (Department, string, error) {
	form.Name, form.Post = strings.TrimSpace(form.Name), strings.TrimSpace(form.Post)
	if form.Name == "" {
		return Department{}, "", invalid("org.person.name", "name", "请填写姓名。")
	}
	if form.Phone != nil && *form.Phone != "" && !validPhone(*form.Phone) {
		return Department{}, "", invalid("org.phone", "phone", "电话号码格式不正确，应为手机号码或者带区号的固定电话。").Under("DUTY-05")
	}
	dept, err := DepartmentByID(tx, form.Department)
	if err != nil {
		return Department{}, "", err
	}
	onBehalf, err := Require(by, AdminPeople, dept.Path, dept.RegionPath)
	if err != nil {
		return Department{}, "", err
	}
	if !dept.Active {
		return Department{}, "", invalid("org.department.inactive", "department", "该部门已停用。")
	}
	return dept, onBehalf, nil
}

func (s *Service) seal(phone *string) (sealed, index string, err error) {
	if phone == nil || *phone == "" {
		return "", "", nil
	}
	sealed, err = s.sealer.Seal(*phone)
	return sealed, s.sealer.Index(*phone), err
}

func personStream(id string) string { return "person:" + id }

// foldLogin makes the one form of a login name: full-width letters are not folded, they are refused.
func foldLogin(login string) string { return strings.ToLower(strings.TrimSpace(login)) }

func eachPerson(tx *storage.Tx, where string, args []any, keep func(Person)) error {
	return tx.All(`SELECT p.id, p.login, p.name, p.post, p.department_id, d.name, d.path, d.region_path,
		CASE WHEN p.phone <> '' THEN 1 ELSE 0 END, p.active, CASE WHEN p.password <> '' THEN 1 ELSE 0 END
		FROM org_person p JOIN org_department d ON d.id = p.department_id`+where, args,
		func(scan func(...any) error) error {
			var p Person
			var phone, active, password int
			err := scan(&p.ID, &p.Login, &p.Name, &p.Post, &p.Department, &p.DeptName, &p.DeptPath, &p.RegionPath,
				&phone, &active, &password)
			p.HasPhone, p.Active, p.CanSignIn = phone == 1, active == 1, password == 1
			keep(p)
			return err
		})
}
