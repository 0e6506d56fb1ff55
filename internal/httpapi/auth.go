package httpapi

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/fault"
	"huying/internal/org"
)

type actorKey struct{}

// actorOf is who asks, in an operation that wants a session.
func actorOf(ctx context.Context) org.Actor {
	actor, _ := ctx.Value(actorKey{}).(org.Actor)
	return actor
}

// identify finds who is behind a session. A password that changed, a closed account and the end of the session all mean:
// nobody.
func (a *api) identify(ctx context.Context, token string, active bool) (org.Actor, error) {
	found, ok, err := a.sessions.find(ctx, token, active)
	if err != nil {
		return org.Actor{}, err
	}
	if !ok {
		return org.Actor{}, signInFirst
	}
	actor, err := a.Org.Actor(ctx, found.person)
	if err == nil && actor.CredentialVersion != found.credential {
		err = signInFirst
	}
	if fault.Is(err, fault.Unauthenticated) {
		if closing := a.sessions.close(ctx, token); closing != nil {
			return org.Actor{}, closing
		}
	}
	return actor, err
}

// signedIn lets an operation be used by people with a session only. needs are permissions of which the person must have
// one somewhere: that spares those who have none a look at the forms, and says in the description whom an operation is
// for. What a person may do to one thing is decided by the verb alone.
func (a *api) signedIn(needs []org.Permission, withOldPassword bool) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		ctx := c.Context()
		actor, err := a.identify(ctx, originOf(ctx).token, true)
		if err == nil {
			err = a.admit(ctx, actor, needs, withOldPassword)
		}
		if err != nil {
			a.answer(c, a.refuse(ctx, err))
			return
		}
		next(huma.WithValue(c, actorKey{}, actor))
	}
}

func (a *api) admit(ctx context.Context, actor org.Actor, needs []org.Permission, withOldPassword bool) error {
	if actor.MustChangePassword && !withOldPassword {
		return fault.New(fault.Forbidden, "session.password", "请先修改初始密码。")
	}
	allowed := len(needs) == 0 || a.ungated
	for _, p := range needs {
		allowed = allowed || actor.MayAnywhere(p)
	}
	if !allowed {
		return org.Forbidden()
	}
	return a.Org.Attend(ctx, actor)
}

// answer writes a problem in place of an operation's answer.
func (a *api) answer(c huma.Context, p *Problem) {
	c.SetHeader("Content-Type", p.ContentType(""))
	c.SetStatus(p.Status)
	if err := a.huma.Marshal(c.BodyWriter(), "application/json", p); err != nil {
		a.Log.DebugContext(c.Context(), "answer not sent", "error", err)
	}
}
