package httpapi

import (
	"context"
	"strings"

	"huying/internal/approval"
	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/exchange"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/page"
	"huying/internal/storage"
)

const systemTag = "系统"

// Record is one page of a stream of the record, latest first, with the names of those who acted.
type Record struct {
	Stream  string            `json:"stream"`
	Events  []audit.Event     `json:"events"`
	Names   map[string]string `json:"names"`
	Earlier string            `json:"earlier" doc:"更早的一页；没有则为空"`
	Later   string            `json:"later" doc:"更近的一页；没有则为空"`
}

type recordInput struct {
	Of      string `query:"of" required:"true" enum:"case,unmask,person,duty,org,policy,calendar,routing,export,insight,outbox,import,stream" doc:"查哪里的记录"`
	Name    string `query:"name" maxLength:"100" doc:"工单编号、登录名、部门编号，或者记录链的名称"`
	From    Day    `query:"from" format:"date"`
	To      Day    `query:"to" format:"date"`
	Earlier string `query:"earlier" doc:"上一次给出的earlier"`
	Later   string `query:"later" doc:"上一次给出的later"`
	Size    int    `query:"size" minimum:"1" maximum:"200" doc:"每页行数，默认50"`
}

func (in *recordInput) look(stream string) audit.Look {
	l := audit.Look{Stream: stream, Earlier: in.Earlier, Later: in.Later, Size: in.Size}
	if in.From.Date != 0 {
		l.From = in.From.Start()
	}
	if in.To.Date != 0 {
		l.Before = in.To.End()
	}
	return l
}

type outboxInput struct {
	Paging
	State outbox.State `query:"state" enum:"open,done,dead" required:"true"`
}

// OutboxItem is a message on its way out, with what may be told of it: to whom it goes, and about which case.
type OutboxItem struct {
	outbox.Item
	Label  string `json:"label" doc:"类别"`
	To     string `json:"to" doc:"收件方"`
	Case   string `json:"case,omitempty"`
	Number string `json:"number,omitempty" doc:"所涉件的编号"`
}

// auditRoutes and outboxRoutes check the permission here: the record and the outbox belong to no area, and what they hold
// has no place in the trees.
func (a *api) auditRoutes() {
	needs := []org.Permission{org.AuditView}
	handle(a, operation{method: get, path: "/api/audit", id: "getRecord", summary: "操作记录", tag: systemTag, needs: needs}, a.record)
	handle(a, operation{method: post, path: "/api/audit/verify", id: "verifyRecord", summary: "核验全部记录", tag: systemTag, status: 202, needs: needs},
		func(ctx context.Context, who org.Actor, _ *struct{}) (Job, error) {
			if _, err := org.Require(who, org.AuditView, "", ""); err != nil {
				return Job{}, err
			}
			return a.jobs.start(ctx, a, "audit.verify", who, a.Verify)
		})
}

func (a *api) record(ctx context.Context, who org.Actor, in *recordInput) (Record, error) {
	if _, err := org.Require(who, org.AuditView, "", ""); err != nil {
		return Record{}, err
	}
	return view(ctx, a, func(tx *storage.Tx) (Record, error) {
		stream, err := a.stream(tx, in.Of, strings.TrimSpace(in.Name))
		if err != nil {
			return Record{}, err
		}
		part, err := audit.Read(tx, in.look(stream))
		if err != nil {
			return Record{}, err
		}
		var ids []string
		for _, e := range part.Events {
			ids = append(ids, e.Actor, e.OnBehalf)
		}
		names, err := org.NamesOf(tx, ids)
		if err != nil {
			return Record{}, err
		}
		names[casework.Citizen], err = a.citizenOf(tx, stream)
		return Record{stream, part.Events, names, part.Earlier, part.Later}, err
	})
}

// citizenOf is what the citizen is called in a stream: in that of an application 申请人, elsewhere 诉求人.
func (a *api) citizenOf(tx *storage.Tx, stream string) (string, error) {
	c, err := a.Kernel.Get(tx, stream)
	switch {
	case fault.Is(err, fault.NotFound):
		return "诉求人", nil
	case err != nil:
		return "", err
	case c.Flow == approval.FlowName:
		return "申请人", nil
	}
	return "诉求人", nil
}

// stream finds the stream that is meant by what people know: the number of a case, the login name of a person.
func (a *api) stream(tx *storage.Tx, of, name string) (string, error) {
	switch of {
	case "case", "unmask":
		c, err := a.Kernel.ByNumber(tx, name)
		switch {
		case fault.Is(err, fault.NotFound):
			return "", notFound("audit.case", "没有这个工单编号。")
		case err != nil:
			return "", err
		case of == "case":
			return c.ID, nil
		}
		return "unmask:" + c.ID, nil
	case "person":
		id, err := org.ByLogin(tx, name)
		if err == nil && id == "" {
			err = notFound("audit.person", "没有这个登录名。")
		}
		return "person:" + id, err
	case "duty":
		return "duty:" + name, nil
	case "stream":
		return name, nil
	}
	return of, nil
}

func (a *api) outbox(ctx context.Context, who org.Actor, state outbox.State, req page.Request) (page.Page[OutboxItem], error) {
	if _, err := org.Require(who, org.AdminOutbox, "", ""); err != nil {
		return page.Page[OutboxItem]{}, err
	}
	return view(ctx, a, func(tx *storage.Tx) (page.Page[OutboxItem], error) {
		found, err := outbox.List(tx, state, req)
		if err != nil {
			return page.Page[OutboxItem]{}, err
		}
		items, err := addressed(tx, found.Items)
		return page.Page[OutboxItem]{Items: items, Next: found.Next}, err
	})
}

func addressed(tx *storage.Tx, items []outbox.Item) ([]OutboxItem, error) {
	out, cases := make([]OutboxItem, len(items)), []string{}
	for i, item := range items {
		to, id := exchange.Addressee(item)
		out[i] = OutboxItem{Item: item, Label: exchange.TopicLabel(item.Topic), To: to, Case: id}
		if id != "" {
			cases = append(cases, id)
		}
	}
	numbers, err := casework.Numbers(tx, cases)
	for i := range out {
		out[i].Number = numbers[out[i].Case]
	}
	return out, err
}

func (a *api) outboxRoutes() {
	needs := []org.Permission{org.AdminOutbox}
	handle(a, operation{method: get, path: "/api/outbox", id: "listOutbox", summary: "外发消息", tag: systemTag, needs: needs},
		func(ctx context.Context, who org.Actor, in *outboxInput) (page.Page[OutboxItem], error) {
			return a.outbox(ctx, who, in.State, in.request())
		})
	handleNone(a, operation{method: post, path: "/api/outbox/{id}/retry", id: "retryOutbox", summary: "重新投递", tag: systemTag, needs: needs},
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
