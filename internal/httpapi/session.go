package httpapi

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// Me is who is signed in, and what he may do somewhere.
type Me struct {
	ID                 string           `json:"id"`
	Name               string           `json:"name"`
	Login              string           `json:"login"`
	Post               string           `json:"post"`
	Department         MyDepartment     `json:"department"`
	Roles              []RoleName       `json:"roles"`
	Permissions        []org.Permission `json:"permissions"`
	MustChangePassword bool             `json:"mustChangePassword"`
	ActingFor          *ActingFor       `json:"actingFor,omitempty" doc:"正在代理的人"`
	Duty               *DutyName        `json:"duty,omitempty" doc:"正在值的班"`
}

// MyDepartment is where a person sits.
type MyDepartment struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Path string `json:"path"`
}

// RoleName is a role as pages show it.
type RoleName struct {
	Key  org.Role `json:"key"`
	Name string   `json:"name"`
}

// ActingFor names everyone whose deputy a person is; ID is the nearest of them.
type ActingFor struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// DutyName is a turn of duty as pages show it.
type DutyName struct {
	Name string `json:"name"`
}

// Session says who is signed in, if anybody is: a page asks so before it knows, and that nobody is is no fault.
type Session struct {
	Me *Me `json:"me,omitempty"`
}

type loginInput struct {
	Body struct {
		Login    string `json:"login" maxLength:"64"`
		Password string `json:"password" maxLength:"200"`
	}
}

type passwordInput struct {
	Body struct {
		Old string `json:"old" maxLength:"200"`
		New string `json:"new" maxLength:"200"`
	}
}

// sessionReply hands the browser a session.
type sessionReply struct {
	SetCookie string `header:"Set-Cookie"`
	Body      Me
}

func (sessionReply) whole() {}

// cookieReply only changes what the browser holds.
type cookieReply struct {
	SetCookie string `header:"Set-Cookie"`
}

func (cookieReply) whole() {}

func (a *api) sessionRoutes() {
	const tag = "登录"
	publicWhole(a, operation{method: post, path: "/api/login", id: "login", summary: "登录", tag: tag}, a.login)
	publicWhole(a, operation{method: post, path: "/api/logout", id: "logout", summary: "退出登录", tag: tag, status: http.StatusNoContent}, a.logout)
	public(a, operation{method: get, path: "/api/session", id: "session", summary: "是否已登录，是谁", tag: tag},
		func(ctx context.Context, _ *struct{}) (Session, error) { return a.session(ctx) })
	handle(a, operation{method: get, path: "/api/me", id: "me", summary: "当前登录的人", tag: tag, withOldPassword: true},
		func(ctx context.Context, who org.Actor, _ *struct{}) (Me, error) { return a.me(ctx, who) })
	handleWhole(a, operation{method: post, path: "/api/password", id: "changePassword", summary: "修改本人密码", tag: tag, withOldPassword: true, status: http.StatusNoContent}, a.changePassword)
	handleWhole(a, operation{method: get, path: "/api/live", id: "live", summary: "实时消息（text/event-stream）", tag: tag},
		func(_ context.Context, who org.Actor, _ *struct{}) (stream, error) {
			return stream{func(c huma.Context) { a.live(c, who) }}, nil
		})
}

func (a *api) login(ctx context.Context, in *loginInput) (out sessionReply, err error) {
	from := originOf(ctx)
	who, err := a.Org.Login(ctx, in.Body.Login, in.Body.Password, from.address)
	if err != nil {
		return out, err
	}
	return a.opened(ctx, who)
}

// opened begins a session under a new token: one that somebody else put into the browser before is worth nothing.
func (a *api) opened(ctx context.Context, who org.Actor) (out sessionReply, err error) {
	from := originOf(ctx)
	token, err := a.sessions.open(ctx, who, from.token)
	if err != nil {
		return out, err
	}
	out.SetCookie = cookie(token, from.secure)
	out.Body, err = a.me(ctx, who)
	return out, err
}

func (a *api) logout(ctx context.Context, _ *struct{}) (cookieReply, error) {
	from := originOf(ctx)
	return cookieReply{cookie("", from.secure)}, a.sessions.close(ctx, from.token)
}

// changePassword ends every session of the person and begins a new one in this browser.
func (a *api) changePassword(ctx context.Context, who org.Actor, in *passwordInput) (cookieReply, error) {
	if err := a.Org.ChangePassword(ctx, who, in.Body.Old, in.Body.New); err != nil {
		return cookieReply{}, err
	}
	fresh, err := a.Org.Actor(ctx, who.ID)
	if err != nil {
		return cookieReply{}, err
	}
	out, err := a.opened(ctx, fresh)
	return cookieReply{out.SetCookie}, err
}

func (a *api) session(ctx context.Context) (Session, error) {
	who, err := a.identify(ctx, originOf(ctx).token, true)
	if fault.Is(err, fault.Unauthenticated) {
		return Session{}, nil
	}
	if err == nil {
		err = a.admit(ctx, who, nil, true)
	}
	if err != nil {
		return Session{}, err
	}
	me, err := a.me(ctx, who)
	return Session{&me}, err
}

func (a *api) me(ctx context.Context, who org.Actor) (Me, error) {
	me := Me{ID: who.ID, Name: who.Name, Login: who.Login, Post: who.Post, MustChangePassword: who.MustChangePassword,
		Department: MyDepartment{who.Dept, who.DeptName, who.DeptPath}, Roles: []RoleName{}, Permissions: []org.Permission{}}
	for _, g := range who.Grants {
		if !slices.ContainsFunc(me.Roles, func(r RoleName) bool { return r.Key == g.Role }) {
			me.Roles = append(me.Roles, RoleName{g.Role, g.Role.Info().Name})
			me.Permissions = append(me.Permissions, g.Role.Permissions()...)
		}
	}
	slices.Sort(me.Permissions)
	me.Permissions = slices.Compact(me.Permissions)
	var names []string
	for _, absent := range who.ActingFor {
		names = append(names, absent.Name)
	}
	if len(names) > 0 {
		me.ActingFor = &ActingFor{who.ActingFor[0].ID, strings.Join(names, "、")}
	}
	return me, a.DB.View(ctx, func(tx *storage.Tx) error {
		shift, on, err := org.OnDuty(tx, who.Dept, tx.Now)
		if on && (who.Is(shift.Person) || who.Is(shift.Leader)) {
			me.Duty = &DutyName{shift.Kind.Chinese()}
		}
		return err
	})
}
