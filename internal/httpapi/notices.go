package httpapi

import (
	"context"

	"huying/internal/exchange"
	"huying/internal/org"
	"huying/internal/page"
)

type noticesInput struct {
	Paging
	Unread bool `query:"unread"`
}

type readNoticesInput struct {
	Body struct {
		IDs []string `json:"ids,omitempty" doc:"不填为全部"`
	}
}

// Count is a number of things.
type Count struct {
	Count int `json:"count"`
}

func (a *api) noticeRoutes() {
	const tag = "提醒"
	handle(a, operation{method: get, path: "/api/notices", id: "listNotices", summary: "我的提醒", tag: tag},
		func(ctx context.Context, who org.Actor, in *noticesInput) (page.Page[exchange.Notice], error) {
			return a.Notices.List(ctx, who, in.Unread, in.request())
		})
	handle(a, operation{method: get, path: "/api/notices/count", id: "countNotices", summary: "未读提醒数", tag: tag},
		func(ctx context.Context, who org.Actor, _ *struct{}) (Count, error) {
			n, err := a.Notices.Unread(ctx, who)
			return Count{n}, err
		})
	handleNone(a, operation{method: post, path: "/api/notices/read", id: "readNotices", summary: "提醒设为已读", tag: tag},
		func(ctx context.Context, who org.Actor, in *readNoticesInput) (none, error) {
			return none{}, a.Notices.Read(ctx, who, in.Body.IDs)
		})
}
