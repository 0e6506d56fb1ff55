package main

import (
	"context"

	"huying/internal/app"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

// adminCmd holds what only whoever sits at the machine may do. It acts as the system itself, and the record says so.
type adminCmd struct {
	CreateUser    createUserCmd    `cmd:"" help:"建立账号，给出一次性密码"`
	ResetPassword resetPasswordCmd `cmd:"" help:"重置密码，给出一次性密码"`
	Backup        backupCmd        `cmd:"" help:"备份数据库、附件和密钥，不停机"`
	Restore       restoreCmd       `cmd:"" help:"把一份备份恢复到空的数据目录"`
}

type createUserCmd struct {
	Login      string   `help:"登录名" required:"" placeholder:"登录名"`
	Name       string   `help:"姓名" required:"" placeholder:"姓名"`
	Post       string   `help:"职务" placeholder:"职务"`
	Department string   `help:"部门编号；还没有任何部门时自动建立" placeholder:"编号"`
	Role       org.Role `help:"角色，例如 admin" default:"admin" placeholder:"角色"`
}

// Run opens an account. In a new installation it also makes the first place and office, which the administrator then names.
func (u createUserCmd) Run(ctx context.Context, c *console) error {
	return c.with(ctx, func(a *app.App) error {
		var person org.Person
		err := a.DB.Update(ctx, func(tx *storage.Tx) (err error) {
			if u.Department == "" {
				if u.Department, err = firstOffice(ctx, tx, a); err != nil {
					return err
				}
			}
			person, err = a.Org.AddPerson(tx, org.System(), org.PersonForm{Login: u.Login, Name: u.Name, Post: u.Post, Department: u.Department})
			if err != nil {
				return err
			}
			return a.Org.Grant(tx, org.System(), person.ID, org.Grant{Role: u.Role})
		})
		if err != nil {
			return err
		}
		return tellPassword(ctx, c, a, person)
	})
}

// firstOffice gives the only office, or makes one where there is none.
func firstOffice(ctx context.Context, tx *storage.Tx, a *app.App) (string, error) {
	dir, err := a.Org.Directory(ctx)
	if err != nil {
		return "", err
	}
	switch offices := dir.Departments(org.Everything()); len(offices) {
	case 1:
		return offices[0].ID, nil
	case 0:
	default:
		return "", fault.New(fault.Invalid, "admin.department", "已有多个部门，请用 --department 指定一个。")
	}
	const place, office = "100000", "centre"
	if _, err := a.Org.AddRegion(tx, org.System(), org.Region{ID: place, Name: "本市", Level: org.City}); err != nil {
		return "", err
	}
	_, err = a.Org.AddDepartment(tx, org.System(), org.Department{ID: office, Name: "12345政务服务便民热线中心", Short: "热线中心", Kind: org.Centre, Region: place})
	return office, err
}

type resetPasswordCmd struct {
	Login string `help:"登录名" required:"" placeholder:"登录名"`
}

// Run gives a person a new temporary password.
func (r resetPasswordCmd) Run(ctx context.Context, c *console) error {
	return c.existing(ctx, func(a *app.App) error {
		var found []org.Person
		err := a.DB.View(ctx, func(tx *storage.Tx) error {
			people, err := a.Org.People(tx, org.System(), org.PeopleQuery{Text: r.Login}, page.Request{Size: page.MaxSize})
			for _, p := range people.Items {
				if p.Login == r.Login {
					found = append(found, p)
				}
			}
			return err
		})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fault.New(fault.NotFound, "admin.login", "没有这个登录名。")
		}
		return tellPassword(ctx, c, a, found[0])
	})
}

func tellPassword(ctx context.Context, c *console, a *app.App, p org.Person) error {
	password, err := a.Org.ResetPassword(ctx, org.System(), p.ID)
	if err != nil {
		return err
	}
	c.say("账号 %s 的一次性密码：%s（首次登录后须修改）", p.Login, password)
	return c.print(map[string]string{"id": p.ID, "login": p.Login, "password": password})
}
