package httpapi

import (
	"context"

	"huying/internal/audit"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/page"
	"huying/internal/storage"
)

const systemTag = "系统"

// Record is a stream of the record with the names of those who acted.
type Record struct {
	Events []audit.Event     `json:"events"`
	Names  map[string]string `json:"names"`
}

type streamInput struct {
	Stream string `path:"stream" maxLength:"100" doc:"件的编号，或者 policy、org、calendar、person:编号、duty:部门、unmask:件"`
}

type outboxInput struct {
	Paging
	State outbox.State `query:"state" enum:"open,done,dead" required:"true"`
}

// auditRoutes and outboxRoutes check the permission here: the record and the outbox belong to no area, and what they hold
// has no place in the trees.
func (a *api) auditRoutes() {
	needs := []org.Permission{org.AuditView}
	handle(a, operation{method: get, path: "/api/audit/{stream}", id: "getRecord", summary: "操作记录", tag: systemTag, needs: needs},
		func(ctx context.Context, who org.Actor, in *streamInput) (Record, error) {
			if _, err := org.Require(who, org.AuditView, "", ""); err != nil {
				return Record{}, err
			}
			return view(ctx, a, func(tx *storage.Tx) (r Record, err error) {
				if r.Events, err = audit.Events(tx, in.Stream); err != nil {
					return r, err
				}
				var ids []string
				for _, e := range r.Events {
					ids = append(ids, e.Actor, e.OnBehalf)
				}
				r.Events = filled(r.Events)
				r.Names, err = org.NamesOf(tx, ids)
				return r, err
			})
		})
	handle(a, operation{method: post, path: "/api/audit/verify", id: "verifyRecord", summary: "核验全部记录", tag: systemTag, status: 202, needs: needs},
		func(ctx context.Context, who org.Actor, _ *struct{}) (Job, error) {
			if _, err := org.Require(who, org.AuditView, "", ""); err != nil {
				return Job{}, err
			}
			return a.jobs.start(ctx, a, "audit.verify", who, a.Verify)
		})
}

func (a *api) outboxRoutes() {
	needs := []org.Permission{org.AdminOutbox}
	handle(a, operation{method: get, path: "/api/outbox", id: "listOutbox", summary: "外发消息", tag: systemTag, needs: needs},
		func(ctx context.Context, who org.Actor, in *outboxInput) (page.Page[outbox.Item], error) {
			if _, err := org.Require(who, org.AdminOutbox, "", ""); err != nil {
				return page.Page[outbox.Item]{}, err
			}
			return view(ctx, a, func(tx *storage.Tx) (page.Page[outbox.Item], error) { return outbox.List(tx, in.State, in.request()) })
		})
	handle(a, operation{method: post, path: "/api/outbox/{id}/retry", id: "retryOutbox", summary: "重新投递", tag: systemTag, needs: needs},
		func(ctx context.Context, who org.Actor, in *ByID) (none, error) {
			behalf, err := org.Require(who, org.AdminOutbox, "", "")
			if err != nil {
				return none{}, err
			}
			return done(ctx, a, func(tx *storage.Tx) error {
				if err := outbox.Retry(tx, in.ID); err != nil {
					return err
				}
				return audit.Record(tx, "outbox", audit.Entry{Action: "outbox.retry", Actor: who.ID, OnBehalf: behalf, Data: map[string]string{"message": in.ID}})
			})
		})
}
