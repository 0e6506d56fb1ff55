package httpapi

import (
	"context"

	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

type feedbackInput struct {
	Open bool `query:"open" doc:"只看未答复的"`
	Paging
}

type giveFeedbackInput struct {
	Keyed
	Body struct {
		Text string `json:"text"`
	}
}

type answerFeedbackInput struct {
	ByID
	Body struct {
		Answer string `json:"answer"`
	}
}

// feedbackRoutes are for what citizens say of the service itself, apart from their appeals (HOT-96).
func (a *api) feedbackRoutes() {
	public(a, operation{method: post, path: "/api/citizen/feedback", id: "giveFeedback", summary: "对服务提意见", tag: citizenTag, status: 201},
		func(ctx context.Context, in *giveFeedbackInput) (hotline.FeedbackTicket, error) {
			most := a.Policy.Now().Int(setSubmissions, "")
			if err := a.attempt(ctx, most, "您提交得太频繁，请稍后再试，或拨打12345。", "feedback "+originOf(ctx).address); err != nil {
				return hotline.FeedbackTicket{}, err
			}
			return once(ctx, a, anybody, in.Key, in.Body, func(tx *storage.Tx) (hotline.FeedbackTicket, error) {
				return a.Hotline.GiveFeedback(tx, in.Body.Text)
			})
		})
	public(a, operation{method: post, path: "/api/citizen/feedback/query", id: "queryFeedback", summary: "凭编号和查询码看答复", tag: citizenTag},
		func(ctx context.Context, in *queryInput) (f hotline.Feedback, err error) {
			return f, a.guarded(ctx, in.Body, func() (err error) {
				f, err = a.Hotline.OwnFeedback(ctx, in.Body.Number, in.Body.Code)
				return err
			})
		})
	handle(a, operation{method: get, path: "/api/feedback", id: "listFeedback", summary: "群众对服务的意见", tag: orderTag, needs: []org.Permission{org.FeedbackRead}},
		func(ctx context.Context, who org.Actor, in *feedbackInput) (page.Page[hotline.Feedback], error) {
			return a.Hotline.Feedback(ctx, who, in.Open, in.request())
		})
	handle(a, operation{method: post, path: "/api/feedback", id: "takeFeedback", summary: "登记群众对服务的意见", tag: orderTag, status: 201, needs: []org.Permission{org.FeedbackTake}},
		func(ctx context.Context, who org.Actor, in *giveFeedbackInput) (hotline.FeedbackTicket, error) {
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (hotline.FeedbackTicket, error) {
				return a.Hotline.TakeFeedback(tx, who, in.Body.Text)
			})
		})
	handleNone(a, operation{method: post, path: "/api/feedback/{id}/answer", id: "answerFeedback", summary: "答复对服务的意见", tag: orderTag, needs: []org.Permission{org.FeedbackAnswer}},
		func(ctx context.Context, who org.Actor, in *answerFeedbackInput) (none, error) {
			return none{}, a.Hotline.AnswerFeedback(ctx, who, in.ID, in.Body.Answer)
		})
}
