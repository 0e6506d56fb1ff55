package httpapi

import (
	"context"
	"time"

	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

const peopleTag = "人员和机构"

// PersonAccount is a person with what he holds and who stands in for him, for those who administer him.
type PersonAccount struct {
	org.Person
	Grants   []org.Grant  `json:"grants"`
	Deputies []org.Deputy `json:"deputies"`
}

// TemporaryPassword is told once.
type TemporaryPassword struct {
	Password string `json:"password"`
}

// Telephone is a person's number.
type Telephone struct {
	Phone string `json:"phone"`
}

type peopleInput struct {
	PeopleFilter
	Paging
}

// PeopleFilter narrows a list of people.
type PeopleFilter struct {
	Dept   string `json:"dept,omitzero" query:"dept" doc:"部门编号，含下级"`
	Text   string `json:"q,omitzero" query:"q" maxLength:"50" doc:"姓名或登录名中的文字"`
	Active string `json:"active,omitzero" query:"active" enum:"true,false"`
}

// PersonBody is what an administrator fills in about a person.
type PersonBody struct {
	Name       string  `json:"name"`
	Post       string  `json:"post,omitempty"`
	Department string  `json:"department"`
	Phone      *string `json:"phone,omitempty" doc:"不填则不变"`
}

func (b PersonBody) form(login string) org.PersonForm {
	return org.PersonForm{Login: login, Name: b.Name, Post: b.Post, Department: b.Department, Phone: b.Phone}
}

type addPersonInput struct {
	Keyed
	Body struct {
		Login string `json:"login"`
		PersonBody
	}
}

type changePersonInput struct {
	ByID
	Body PersonBody
}

type reasonInput struct {
	ByID
	Body struct {
		Reason string `json:"reason" maxLength:"200"`
	}
}

type grantInput struct {
	ByID
	Body struct {
		Role       org.Role `json:"role"`
		DeptPath   string   `json:"deptPath" doc:"部门路径；空为全部"`
		RegionPath string   `json:"regionPath" doc:"区域路径；空为全部"`
	}
}

func (in *grantInput) grant() org.Grant {
	return org.Grant{Role: in.Body.Role, DeptPath: in.Body.DeptPath, RegionPath: in.Body.RegionPath}
}

type deputyInput struct {
	Keyed
	ByID
	Body struct {
		Deputy string    `json:"deputy"`
		From   time.Time `json:"from"`
		To     time.Time `json:"to"`
		Reason string    `json:"reason" maxLength:"200"`
	}
}

// update runs a verb that wants a transaction.
func update[O any](ctx context.Context, a *api, do func(tx *storage.Tx) (O, error)) (out O, err error) {
	err = a.DB.Update(ctx, func(tx *storage.Tx) error {
		out, err = do(tx)
		return err
	})
	return out, err
}

// view is update for reading.
func view[O any](ctx context.Context, a *api, do func(tx *storage.Tx) (O, error)) (out O, err error) {
	err = a.DB.View(ctx, func(tx *storage.Tx) error {
		out, err = do(tx)
		return err
	})
	return out, err
}

// done is update for a verb that has nothing to say.
func done(ctx context.Context, a *api, do func(tx *storage.Tx) error) (none, error) {
	return none{}, a.DB.Update(ctx, do)
}

func (a *api) peopleRoutes() {
	admin := []org.Permission{org.AdminPeople}
	handle(a, operation{method: get, path: "/api/people", id: "listPeople", summary: "人员列表", tag: peopleTag, needs: admin},
		func(ctx context.Context, who org.Actor, in *peopleInput) (page.Page[org.Person], error) {
			return a.people(ctx, who, in.PeopleFilter, in.request())
		})
	handle(a, operation{method: post, path: "/api/people", id: "addPerson", summary: "新增人员", tag: peopleTag, status: 201, needs: admin},
		func(ctx context.Context, who org.Actor, in *addPersonInput) (org.Person, error) {
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (org.Person, error) {
				return a.Org.AddPerson(tx, who, in.Body.form(in.Body.Login))
			})
		})
	handle(a, operation{method: get, path: "/api/people/{id}", id: "getPerson", summary: "查看人员", tag: peopleTag, needs: admin}, a.account)
	handleNone(a, operation{method: post, path: "/api/people/{id}/change", id: "changePerson", summary: "变更人员", tag: peopleTag, needs: admin},
		func(ctx context.Context, who org.Actor, in *changePersonInput) (none, error) {
			return done(ctx, a, func(tx *storage.Tx) error { return a.Org.ChangePerson(tx, who, in.ID, in.Body.form("")) })
		})
	handleNone(a, operation{method: post, path: "/api/people/{id}/deactivate", id: "deactivatePerson", summary: "停用账号", tag: peopleTag, needs: admin},
		func(ctx context.Context, who org.Actor, in *reasonInput) (none, error) {
			return done(ctx, a, func(tx *storage.Tx) error { return a.Org.Deactivate(tx, who, in.ID, in.Body.Reason) })
		})
	handleNone(a, operation{method: post, path: "/api/people/{id}/reactivate", id: "reactivatePerson", summary: "恢复账号", tag: peopleTag, needs: admin},
		func(ctx context.Context, who org.Actor, in *reasonInput) (none, error) {
			return done(ctx, a, func(tx *storage.Tx) error { return a.Org.Reactivate(tx, who, in.ID, in.Body.Reason) })
		})
	handle(a, operation{method: post, path: "/api/people/{id}/reset-password", id: "resetPassword", summary: "重置密码", tag: peopleTag, needs: admin},
		func(ctx context.Context, who org.Actor, in *ByID) (TemporaryPassword, error) {
			password, err := a.Org.ResetPassword(ctx, who, in.ID)
			return TemporaryPassword{password}, err
		})
	handleNone(a, operation{method: post, path: "/api/people/{id}/grant", id: "grantRole", summary: "授予角色", tag: peopleTag, needs: admin},
		func(ctx context.Context, who org.Actor, in *grantInput) (none, error) {
			return done(ctx, a, func(tx *storage.Tx) error { return a.Org.Grant(tx, who, in.ID, in.grant()) })
		})
	handleNone(a, operation{method: post, path: "/api/people/{id}/revoke", id: "revokeRole", summary: "收回角色", tag: peopleTag, needs: admin},
		func(ctx context.Context, who org.Actor, in *grantInput) (none, error) {
			return done(ctx, a, func(tx *storage.Tx) error { return a.Org.Revoke(tx, who, in.ID, in.grant()) })
		})
	handle(a, operation{method: post, path: "/api/people/{id}/phone", id: "showPhone", summary: "查看人员电话", tag: peopleTag, needs: []org.Permission{org.AdminPeople, org.DutyView}},
		func(ctx context.Context, who org.Actor, in *purposeInput) (Telephone, error) {
			return update(ctx, a, func(tx *storage.Tx) (Telephone, error) {
				phone, err := a.Org.Phone(tx, who, in.ID, in.Body.Purpose)
				return Telephone{phone}, err
			})
		})
	a.deputyRoutes()
}

type purposeInput struct {
	ByID
	Body struct {
		Purpose string `json:"purpose" maxLength:"200"`
	}
}

// deputyRoutes are open to everybody: a person names his own deputy.
func (a *api) deputyRoutes() {
	handle(a, operation{method: get, path: "/api/people/{id}/deputies", id: "listDeputies", summary: "代理安排", tag: peopleTag},
		func(ctx context.Context, who org.Actor, in *ByID) ([]org.Deputy, error) {
			return view(ctx, a, func(tx *storage.Tx) ([]org.Deputy, error) { return a.Org.Deputies(tx, who, in.ID) })
		})
	handle(a, operation{method: post, path: "/api/people/{id}/deputies", id: "appointDeputy", summary: "安排代理人", tag: peopleTag, status: 201},
		func(ctx context.Context, who org.Actor, in *deputyInput) (org.Deputy, error) {
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (org.Deputy, error) {
				b := in.Body
				return a.Org.Appoint(tx, who, org.Deputy{Absent: in.ID, Deputy: b.Deputy, From: b.From, To: b.To, Reason: b.Reason})
			})
		})
	handleNone(a, operation{method: post, path: "/api/deputies/{id}/end", id: "endDeputy", summary: "结束代理", tag: peopleTag},
		func(ctx context.Context, who org.Actor, in *ByID) (none, error) {
			return done(ctx, a, func(tx *storage.Tx) error { return a.Org.EndDeputy(tx, who, in.ID) })
		})
}

func (a *api) people(ctx context.Context, who org.Actor, f PeopleFilter, req page.Request) (page.Page[org.Person], error) {
	q := org.PeopleQuery{Text: f.Text}
	if f.Active != "" {
		active := f.Active == "true"
		q.Active = &active
	}
	return view(ctx, a, func(tx *storage.Tx) (page.Page[org.Person], error) {
		if f.Dept != "" {
			dept, err := org.DepartmentByID(tx, f.Dept)
			if err != nil {
				return page.Page[org.Person]{}, err
			}
			q.DeptPath = dept.Path
		}
		return a.Org.People(tx, who, q, req)
	})
}

func (a *api) account(ctx context.Context, who org.Actor, in *ByID) (PersonAccount, error) {
	return view(ctx, a, func(tx *storage.Tx) (acc PersonAccount, err error) {
		// Grants refuses whoever does not administer the account.
		if acc.Grants, err = a.Org.Grants(tx, who, in.ID); err != nil {
			return acc, err
		}
		if acc.Person, err = org.PersonByID(tx, in.ID); err != nil {
			return acc, err
		}
		acc.Deputies, err = a.Org.Deputies(tx, who, in.ID)
		return acc, err
	})
}
