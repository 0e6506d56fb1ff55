package httpapi

import (
	"context"
	"time"

	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/satisfaction"
)

// Paging asks for one page of a list.
type Paging struct {
	After string `query:"after" doc:"上一页给出的next"`
	Size  int    `query:"size" minimum:"1" maximum:"200" doc:"每页行数，默认50"`
}

func (p Paging) request() page.Request { return page.Request{Size: p.Size, After: p.After} }

// Day is a day in an address. The embedded Date alone would be read as a number.
type Day struct{ calendar.Date }

// ByID names one thing by the id in the path.
type ByID struct {
	ID string `path:"id" maxLength:"64"`
}

type ordersInput struct {
	OrderFilter
	Paging
}

// OrderFilter narrows a list of orders. Telephone numbers do not belong in addresses: see ordersByPhone.
type OrderFilter struct {
	Box      string        `json:"box,omitzero" query:"box" doc:"工作台"`
	States   []string      `json:"states,omitzero" query:"states" maxItems:"30"`
	Kinds    []string      `json:"kinds,omitzero" query:"kinds" maxItems:"30"`
	Channels []string      `json:"channels,omitzero" query:"channels" maxItems:"30"`
	Dept     string        `json:"dept,omitzero" query:"dept" doc:"部门编号，含下级"`
	Region   string        `json:"region,omitzero" query:"region" doc:"区划代码，含下级"`
	Text     string        `json:"q,omitzero" query:"q" maxLength:"100" doc:"编号、标题、地点、内容中的文字"`
	Mine     bool          `json:"mine,omitzero" query:"mine" doc:"由我承办，含我代理的人"`
	From     Day           `json:"from,omitzero" query:"from" format:"date" doc:"登记日期起"`
	To       Day           `json:"to,omitzero" query:"to" format:"date" doc:"登记日期止"`
	Tracked  bool          `json:"tracked,omitzero" query:"tracked" doc:"跟踪督办"`
	Late     bool          `json:"late,omitzero" query:"late" doc:"超时"`
	Major    bool          `json:"major,omitzero" query:"major" doc:"重大"`
	Group    string        `json:"group,omitzero" query:"group" doc:"并案"`
	Sort     casework.Sort `json:"sort,omitzero" query:"sort" enum:"due,opened,changed" doc:"期限、登记、变动"`
}

func (f OrderFilter) filter() hotline.Filter {
	return hotline.Filter{Box: f.Box, States: f.States, Kinds: f.Kinds, Channels: f.Channels, Dept: f.Dept, Region: f.Region, Text: f.Text, Mine: f.Mine,
		From: f.From.Date, To: f.To.Date, Tracked: f.Tracked, Late: f.Late, Major: f.Major, Group: f.Group, Sort: f.Sort}
}

type byPhoneInput struct {
	Body struct {
		Phone string `json:"phone" minLength:"5" maxLength:"20"`
		After string `json:"after,omitempty"`
	}
}

type appealInput struct {
	Keyed
	Body hotline.Appeal
}

type similarInput struct {
	Body struct {
		Phone  string `json:"phone,omitempty" maxLength:"20"`
		Region string `json:"region,omitempty"`
		Title  string `json:"title,omitempty" maxLength:"200"`
		Body   string `json:"body,omitempty" maxLength:"5000"`
	}
}

type suggestedInput struct {
	Body struct {
		Orders []string `json:"orders" minItems:"1" maxItems:"200"`
	}
}

// Registered is an appeal with the code that is read to the caller when it has been written down, or when he has lost the
// code he had: with the number it shows him his order.
type Registered struct {
	hotline.Ref
	Code string `json:"code" doc:"诉求人凭编号和查询码查询办理情况"`
}

type unmaskInput struct {
	ByID
	Body struct {
		Purpose string `json:"purpose" maxLength:"200" doc:"查看完整信息的用途，计入记录"`
	}
}

const orderTag = "工单"

func (a *api) orderRoutes() {
	view := []org.Permission{org.OrderView}
	handle(a, operation{method: get, path: "/api/orders", id: "listOrders", summary: "工单列表", tag: orderTag, needs: view},
		func(ctx context.Context, who org.Actor, in *ordersInput) (page.Page[hotline.Row], error) {
			return a.Hotline.List(ctx, who, in.filter(), in.request())
		})
	handle(a, operation{method: post, path: "/api/orders/by-phone", id: "ordersByPhone", summary: "按来电号码查工单", tag: orderTag, needs: view},
		func(ctx context.Context, who org.Actor, in *byPhoneInput) (page.Page[hotline.Row], error) {
			return a.Hotline.List(ctx, who, hotline.Filter{Phone: in.Body.Phone}, page.Request{After: in.Body.After})
		})
	handle(a, operation{method: get, path: "/api/orders/counts", id: "countOrders", summary: "各工作台件数", tag: orderTag, needs: view},
		func(ctx context.Context, who org.Actor, _ *struct{}) ([]hotline.BoxCount, error) {
			return a.Hotline.Counts(ctx, who)
		})
	handle(a, operation{method: get, path: "/api/orders/words", id: "orderWords", summary: "工单用词", tag: orderTag},
		func(context.Context, org.Actor, *struct{}) (OrderWords, error) { return orderWords(), nil })
	handle(a, operation{method: get, path: "/api/orders/{id}", id: "getOrder", summary: "查看工单", tag: orderTag, needs: view},
		func(ctx context.Context, who org.Actor, in *ByID) (hotline.View, error) {
			return a.Hotline.Get(ctx, who, in.ID)
		})
	handle(a, operation{method: post, path: "/api/orders", id: "registerOrder", summary: "登记诉求", tag: orderTag, status: 201, needs: []org.Permission{org.OrderRegister}},
		func(ctx context.Context, who org.Actor, in *appealInput) (Registered, error) {
			in.Body.Key = in.Key
			ref, err := a.Hotline.Register(ctx, who, in.Body)
			if err != nil {
				return Registered{}, err
			}
			code, err := a.Hotline.QueryCode(ctx, ref)
			return Registered{ref, code}, err
		})
	handle(a, operation{method: post, path: "/api/orders/similar", id: "similarOrders", summary: "查找相似诉求和派单建议", tag: orderTag, needs: []org.Permission{org.OrderRegister}},
		func(ctx context.Context, who org.Actor, in *similarInput) (hotline.Similar, error) {
			return a.Hotline.FindSimilar(ctx, who, in.Body.Phone, in.Body.Region, in.Body.Title, in.Body.Body)
		})
	handle(a, operation{method: post, path: "/api/orders/suggested", id: "suggestedDepartments", summary: "待派工单的派单建议", tag: orderTag, needs: []org.Permission{org.OrderDispatch}},
		func(ctx context.Context, who org.Actor, in *suggestedInput) ([]hotline.Advice, error) {
			return a.Hotline.Suggest(ctx, who, in.Body.Orders)
		})
	handle(a, operation{method: post, path: "/api/orders/{id}/unmask", id: "unmaskCaller", summary: "查看诉求人完整信息", tag: orderTag, needs: []org.Permission{org.PersonUnmask}},
		func(ctx context.Context, who org.Actor, in *unmaskInput) (hotline.Caller, error) {
			return a.Hotline.Unmask(ctx, who, in.ID, in.Body.Purpose)
		})
	a.verbRoutes()
	a.copyRoutes()
}

// OrderWords are the closed lists that forms and filters offer.
type OrderWords struct {
	Kinds           []hotline.Word `json:"kinds"`
	Channels        []hotline.Word `json:"channels"`
	Dispositions    []hotline.Word `json:"dispositions"`
	Refusals        []hotline.Word `json:"refusals"`
	Grounds         []hotline.Word `json:"grounds"`
	Results         []hotline.Word `json:"results"`
	RevisitWays     []hotline.Word `json:"revisitWays"`
	Causes          []hotline.Word `json:"causes"`
	EmergencySteps  []hotline.Word `json:"emergencySteps"`
	UrgeWays        []hotline.Word `json:"urgeWays"`
	Modes           []hotline.Word `json:"modes"`
	AccountGrounds  []hotline.Word `json:"accountGrounds"`
	Measures        []hotline.Word `json:"accountMeasures"`
	Levels          []hotline.Word `json:"levels"`
	TransferWays    []hotline.Word `json:"transferWays"`
	TransferResults []hotline.Word `json:"transferResults"`
	Grades          []hotline.Word `json:"grades"`
	Boxes           []hotline.Word `json:"boxes"`
	States          []StateWord    `json:"states"`
	Actions         []hotline.Word `json:"actions"`
}

// StateWord is a state of an order; a final one wants no more work.
type StateWord struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Final bool   `json:"final,omitempty"`
}

func orderWords() OrderWords {
	w := OrderWords{Kinds: hotline.Kinds, Channels: hotline.Channels, Dispositions: hotline.Dispositions, Refusals: hotline.Refusals, Grounds: hotline.Grounds,
		Results: hotline.Results, RevisitWays: hotline.RevisitWays, Causes: hotline.Causes, EmergencySteps: hotline.EmergencySteps, UrgeWays: hotline.UrgeWays,
		Modes: hotline.Modes, AccountGrounds: hotline.AccountGrounds, Measures: hotline.AccountMeasures, Levels: hotline.Levels, TransferWays: hotline.TransferWays, TransferResults: hotline.TransferResults,
		Grades: grades()}
	for _, b := range hotline.Boxes {
		w.Boxes = append(w.Boxes, hotline.Word{Key: b.Key, Label: b.Label})
	}
	for _, s := range hotline.Flow.States {
		w.States = append(w.States, StateWord{s.Name, s.Label, s.Final})
	}
	for _, action := range hotline.Flow.Actions {
		w.Actions = append(w.Actions, hotline.Word{Key: action.Name, Label: action.Label, Rule: action.Rule})
	}
	return w
}

func grades() (words []hotline.Word) {
	for _, g := range satisfaction.All {
		words = append(words, hotline.Word{Key: string(g), Label: g.Label()})
	}
	return words
}

type readInput struct {
	Body struct {
		Order string `json:"order" maxLength:"64"`
	}
}

type readAllInput struct {
	Body struct {
		Until time.Time `json:"until" doc:"只含这一时刻及以前抄送的，取列表中最新一件的时间"`
	}
}

func (a *api) copyRoutes() {
	needs := []org.Permission{org.OrderSupervise}
	handle(a, operation{method: get, path: "/api/copies", id: "listCopies", summary: "未读的抄送件", tag: orderTag, needs: needs},
		func(ctx context.Context, who org.Actor, in *Paging) (page.Page[hotline.Copy], error) {
			return a.Hotline.Copies(ctx, who, in.request())
		})
	handle(a, operation{method: get, path: "/api/copies/count", id: "countCopies", summary: "未读抄送件数，数到999为止", tag: orderTag, needs: needs},
		func(ctx context.Context, who org.Actor, _ *struct{}) (Count, error) {
			n, err := a.Hotline.UnreadCopies(ctx, who)
			return Count{n}, err
		})
	handleNone(a, operation{method: post, path: "/api/copies/read-all", id: "readAllCopies", summary: "抄送件全部设为已读", tag: orderTag, needs: needs},
		func(ctx context.Context, who org.Actor, in *readAllInput) (none, error) {
			return none{}, a.Hotline.ReadAllCopies(ctx, who, in.Body.Until)
		})
	handleNone(a, operation{method: post, path: "/api/copies/read", id: "readCopies", summary: "抄送件设为已读", tag: orderTag, needs: needs},
		func(ctx context.Context, who org.Actor, in *readInput) (none, error) {
			return none{}, a.Hotline.ReadCopies(ctx, who, in.Body.Order)
		})
}

// tooMany bounds what one request may name.
func tooMany(n, most int) error {
	if n > most {
		return fault.Newf(fault.Invalid, "request.many", "一次不能超过%d件。", most)
	}
	return nil
}
