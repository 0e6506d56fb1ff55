package httpapi

import (
	"context"
	"strings"
	"time"

	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
)

// Versioned is the version of the order that the person saw. A verb on an older one is refused with who was first.
type Versioned struct {
	Version int64 `json:"version" minimum:"1" doc:"所见的版本"`
}

type noteBody struct {
	Versioned
	Note string `json:"note,omitempty" maxLength:"2000"`
}

type whyBody struct {
	Versioned
	Why string `json:"why" maxLength:"2000"`
}

type textBody struct {
	Versioned
	Text string `json:"text" maxLength:"10000"`
}

type judgeBody struct {
	Versioned
	Pass    bool   `json:"pass"`
	Opinion string `json:"opinion,omitempty" maxLength:"2000"`
}

type acceptBody struct {
	Versioned
	Kind     string `json:"kind"`
	Category string `json:"category,omitempty"`
	hotline.Intake
}

type classifyBody struct {
	Versioned
	Kind     string `json:"kind"`
	Category string `json:"category"`
	Place    string `json:"place"`
	Title    string `json:"title"`
}

type standDownBody struct {
	Versioned
	Kind string `json:"kind" doc:"降为哪一类"`
	Why  string `json:"why" maxLength:"2000"`
}

type renewCodeBody struct {
	Versioned
	Phone   string `json:"phone" maxLength:"20" doc:"诉求人来电或者回拨的号码，须与登记的联系电话一致"`
	Purpose string `json:"purpose" maxLength:"200" doc:"换发的用途，计入记录"`
}

type dispatchBody struct {
	Versioned
	hotline.Assignment
}

type assignBody struct {
	Versioned
	Person string `json:"person"`
}

type involveBody struct {
	Versioned
	Assist []string `json:"assist"`
}

type returnBody struct {
	Versioned
	hotline.ReturnForm
}

type rulingBody struct {
	Versioned
	hotline.Ruling
}

type extensionBody struct {
	Versioned
	hotline.ExtensionForm
}

type grantBody struct {
	Versioned
	Grant bool   `json:"grant"`
	Why   string `json:"why" maxLength:"2000"`
}

type howBody struct {
	Versioned
	How  string `json:"how"`
	Note string `json:"note,omitempty" maxLength:"2000"`
}

type replyBody struct {
	Versioned
	hotline.ReplyForm
}

type revisitBody struct {
	Versioned
	hotline.RevisitForm
}

type decideBody struct {
	Versioned
	Redo bool   `json:"redo" doc:"再次办理；否则同意解释办结"`
	Why  string `json:"why" maxLength:"2000"`
}

type accountBody struct {
	Versioned
	hotline.AccountForm
}

type superviseBody struct {
	Versioned
	On  bool   `json:"on"`
	Why string `json:"why" maxLength:"2000"`
}

type emergencyBody struct {
	Versioned
	Step     string    `json:"step"`
	Happened time.Time `json:"happened,omitzero"`
	Note     string    `json:"note,omitempty" maxLength:"2000"`
}

type flagBody struct {
	Versioned
	Important bool   `json:"important"`
	Major     bool   `json:"major"`
	Why       string `json:"why" maxLength:"2000"`
}

type groupBody struct {
	Versioned
	Other string `json:"other" doc:"与之并案的工单；空则取消并案"`
}

type onOrder[B any] struct {
	ByID
	Body B
}

// verb registers an action of an order's flow under POST /api/orders/{id}/<action>.
func verb[B any](a *api, action string, do func(ctx context.Context, who org.Actor, id string, in B) (hotline.Ref, error)) {
	found := hotline.Flow.Action(action)
	if found == nil {
		found = hotline.AssistFlow.Action(action)
	}
	words := strings.Split(action, "_")
	id := words[0]
	for _, w := range words[1:] {
		id += strings.ToUpper(w[:1]) + w[1:]
	}
	o := operation{method: post, path: "/api/orders/{id}/" + strings.ReplaceAll(action, "_", "-"), id: id + "Order", summary: found.Label, tag: orderTag, needs: []org.Permission{found.By}}
	handle(a, o, func(ctx context.Context, who org.Actor, in *onOrder[B]) (hotline.Ref, error) {
		return do(ctx, who, in.ID, in.Body)
	})
}

func (a *api) verbRoutes() {
	h := a.Hotline
	a.handlingVerbs(h)
	a.overseeingVerbs(h)
	handle(a, operation{method: post, path: "/api/orders/{id}/stand-down", id: "standDownOrder", summary: "应急件降为其他类型", tag: orderTag, needs: []org.Permission{org.OrderDispatch}},
		func(ctx context.Context, who org.Actor, in *onOrder[standDownBody]) (hotline.Ref, error) {
			return h.StandDown(ctx, who, in.ID, in.Body.Version, in.Body.Kind, in.Body.Why)
		})
	handle(a, operation{method: post, path: "/api/orders/{id}/renew-code", id: "renewCodeOrder", summary: "换发查询码", tag: orderTag, needs: []org.Permission{org.OrderCode}},
		func(ctx context.Context, who org.Actor, in *onOrder[renewCodeBody]) (Registered, error) {
			ref, code, err := h.RenewCode(ctx, who, in.ID, in.Body.Version, in.Body.Phone, in.Body.Purpose)
			return Registered{ref, code}, err
		})
	handle(a, operation{method: post, path: "/api/orders/dispatch", id: "dispatchOrders", summary: "批量派单", tag: orderTag, needs: []org.Permission{org.OrderDispatch}},
		func(ctx context.Context, who org.Actor, in *bulkInput) ([]hotline.Bulk, error) {
			if err := tooMany(len(in.Body.Orders), page.MaxSize); err != nil {
				return nil, err
			}
			return h.DispatchMany(ctx, who, in.Body.Orders, in.Body.Assignment), nil
		})
}

type bulkInput struct {
	Body struct {
		Orders []hotline.Seen `json:"orders" minItems:"1"`
		hotline.Assignment
	}
}

// handlingVerbs are those of the hotline's desks and of the departments.
func (a *api) handlingVerbs(h *hotline.Service) {
	type ctx = context.Context
	verb(a, "accept", func(c ctx, who org.Actor, id string, in acceptBody) (hotline.Ref, error) {
		return h.Accept(c, who, id, in.Version, in.Kind, in.Category, in.Intake)
	})
	verb(a, "classify", func(c ctx, who org.Actor, id string, in classifyBody) (hotline.Ref, error) {
		return h.Classify(c, who, id, in.Version, in.Kind, in.Category, in.Place, in.Title)
	})
	verb(a, "dispatch", func(c ctx, who org.Actor, id string, in dispatchBody) (hotline.Ref, error) {
		return h.Dispatch(c, who, id, in.Version, in.Assignment)
	})
	verb(a, "consent", func(c ctx, who org.Actor, id string, in noteBody) (hotline.Ref, error) {
		return h.Consent(c, who, id, in.Version, in.Note)
	})
	verb(a, "sign", func(c ctx, who org.Actor, id string, in Versioned) (hotline.Ref, error) {
		return h.Sign(c, who, id, in.Version)
	})
	verb(a, "assign", func(c ctx, who org.Actor, id string, in assignBody) (hotline.Ref, error) {
		return h.Assign(c, who, id, in.Version, in.Person)
	})
	verb(a, "involve", func(c ctx, who org.Actor, id string, in involveBody) (hotline.Ref, error) {
		return h.Involve(c, who, id, in.Version, in.Assist)
	})
	verb(a, "return", func(c ctx, who org.Actor, id string, in returnBody) (hotline.Ref, error) {
		return h.Return(c, who, id, in.Version, in.ReturnForm)
	})
	verb(a, "ask_extension", func(c ctx, who org.Actor, id string, in extensionBody) (hotline.Ref, error) {
		return h.AskExtension(c, who, id, in.Version, in.ExtensionForm)
	})
	verb(a, "tell_extension", func(c ctx, who org.Actor, id string, in howBody) (hotline.Ref, error) {
		return h.TellExtension(c, who, id, in.Version, in.How)
	})
	verb(a, "propose_reply", func(c ctx, who org.Actor, id string, in replyBody) (hotline.Ref, error) {
		return h.ProposeReply(c, who, id, in.Version, in.ReplyForm)
	})
	verb(a, "reply", func(c ctx, who org.Actor, id string, in replyBody) (hotline.Ref, error) {
		return h.Reply(c, who, id, in.Version, in.ReplyForm)
	})
	verb(a, "reply_assist", func(c ctx, who org.Actor, id string, in textBody) (hotline.Ref, error) {
		return h.ReplyTask(c, who, id, in.Version, in.Text)
	})
	verb(a, "give_back", func(c ctx, who org.Actor, id string, in Versioned) (hotline.Ref, error) {
		return h.GiveBack(c, who, id, in.Version)
	})
	verb(a, "explain", func(c ctx, who org.Actor, id string, in textBody) (hotline.Ref, error) {
		return h.Explain(c, who, id, in.Version, in.Text)
	})
	verb(a, "log_emergency", func(c ctx, who org.Actor, id string, in emergencyBody) (hotline.Ref, error) {
		return h.LogEmergency(c, who, id, in.Version, in.Step, in.Happened, in.Note)
	})
	verb(a, "note", func(c ctx, who org.Actor, id string, in textBody) (hotline.Ref, error) {
		return h.Note(c, who, id, in.Version, in.Text)
	})
	verb(a, "flag", func(c ctx, who org.Actor, id string, in flagBody) (hotline.Ref, error) {
		return h.Flag(c, who, id, in.Version, in.Important, in.Major, in.Why)
	})
	verb(a, "group", func(c ctx, who org.Actor, id string, in groupBody) (hotline.Ref, error) {
		return h.GroupWith(c, who, id, in.Version, in.Other)
	})
}

// overseeingVerbs are those of the supervision centre, the inspection, the revisit desk and the leaders.
func (a *api) overseeingVerbs(h *hotline.Service) {
	type ctx = context.Context
	verb(a, "rule_return", func(c ctx, who org.Actor, id string, in rulingBody) (hotline.Ref, error) {
		return h.RuleReturn(c, who, id, in.Version, in.Ruling)
	})
	verb(a, "rule_extension", func(c ctx, who org.Actor, id string, in grantBody) (hotline.Ref, error) {
		return h.RuleExtension(c, who, id, in.Version, in.Grant, in.Why)
	})
	verb(a, "review", func(c ctx, who org.Actor, id string, in judgeBody) (hotline.Ref, error) {
		return h.Review(c, who, id, in.Version, in.Pass, in.Opinion)
	})
	verb(a, "sign_off", func(c ctx, who org.Actor, id string, in judgeBody) (hotline.Ref, error) {
		return h.SignOff(c, who, id, in.Version, in.Pass, in.Opinion)
	})
	verb(a, "conclude", func(c ctx, who org.Actor, id string, in Versioned) (hotline.Ref, error) {
		return h.Conclude(c, who, id, in.Version)
	})
	verb(a, "revisit", func(c ctx, who org.Actor, id string, in revisitBody) (hotline.Ref, error) {
		return h.Revisit(c, who, id, in.Version, in.RevisitForm)
	})
	verb(a, "redo", func(c ctx, who org.Actor, id string, in whyBody) (hotline.Ref, error) {
		return h.Redo(c, who, id, in.Version, in.Why)
	})
	verb(a, "escalate", func(c ctx, who org.Actor, id string, in whyBody) (hotline.Ref, error) {
		return h.Escalate(c, who, id, in.Version, in.Why)
	})
	verb(a, "decide", func(c ctx, who org.Actor, id string, in decideBody) (hotline.Ref, error) {
		return h.Decide(c, who, id, in.Version, in.Redo, in.Why)
	})
	verb(a, "close_explained", func(c ctx, who org.Actor, id string, in whyBody) (hotline.Ref, error) {
		return h.CloseExplained(c, who, id, in.Version, in.Why)
	})
	verb(a, "archive", func(c ctx, who org.Actor, id string, in Versioned) (hotline.Ref, error) {
		return h.Archive(c, who, id, in.Version)
	})
	verb(a, "urge", func(c ctx, who org.Actor, id string, in howBody) (hotline.Ref, error) {
		return h.Urge(c, who, id, in.Version, in.How, in.Note)
	})
	verb(a, "supervise", func(c ctx, who org.Actor, id string, in superviseBody) (hotline.Ref, error) {
		return h.Supervise(c, who, id, in.Version, in.On, in.Why)
	})
	verb(a, "to_head", func(c ctx, who org.Actor, id string, in whyBody) (hotline.Ref, error) {
		return h.ToHead(c, who, id, in.Version, in.Why)
	})
	verb(a, "account", func(c ctx, who org.Actor, id string, in accountBody) (hotline.Ref, error) {
		return h.HoldToAccount(c, who, id, in.Version, in.AccountForm)
	})
	verb(a, "issue_notice", func(c ctx, who org.Actor, id string, in Versioned) (hotline.Ref, error) {
		return h.IssueNotice(c, who, id, in.Version)
	})
}
