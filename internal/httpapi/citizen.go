package httpapi

import (
	"context"
	"slices"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/storage"
)

// PublicRegion is a place that a citizen may choose.
type PublicRegion struct {
	ID     string    `json:"id"`
	Name   string    `json:"name"`
	Level  org.Level `json:"level"`
	Parent string    `json:"parent"`
}

// PublicWords are the closed lists of the public forms.
type PublicWords struct {
	Kinds  []hotline.Word `json:"kinds"`
	Grades []hotline.Word `json:"grades"`
}

// Receipt is what a citizen keeps to ask after his appeal.
type Receipt struct {
	Number      string        `json:"number"`
	Code        string        `json:"code" doc:"查询码，请妥善保管"`
	AcceptBy    calendar.Date `json:"acceptBy" doc:"最迟在这一天受理或答复"`
	Provisional bool          `json:"provisional,omitempty" doc:"这一天涉及放假安排尚未公布的年份，暂按周一至周五计算"`
}

type submitInput struct {
	Keyed
	Body struct {
		Kind         string `json:"kind,omitempty"`
		Title        string `json:"title"`
		Body         string `json:"body"`
		Place        string `json:"place,omitempty" maxLength:"200"`
		Region       string `json:"region" doc:"事发区域的区划代码"`
		Name         string `json:"name,omitempty"`
		Phone        string `json:"phone"`
		IDNumber     string `json:"idNumber,omitempty"`
		Address      string `json:"address,omitempty" maxLength:"200"`
		Confidential bool   `json:"confidential,omitempty" doc:"要求对承办单位保密"`
	}
}

// Own is how a citizen proves that an order is his.
type Own struct {
	Number string `json:"number" maxLength:"40"`
	Code   string `json:"code" maxLength:"20"`
}

type queryInput struct{ Body Own }

type supplementInput struct {
	Keyed
	Body struct {
		Own
		Text string `json:"text"`
	}
}

type rateInput struct {
	Body struct {
		Own
		Grade  string `json:"grade"`
		Reason string `json:"reason,omitempty" maxLength:"1000"`
	}
}

const citizenTag = "公众"

func (a *api) citizenRoutes() {
	public(a, operation{method: get, path: "/api/citizen/regions", id: "publicRegions", summary: "可选的区域", tag: citizenTag}, a.publicRegions)
	public(a, operation{method: get, path: "/api/citizen/words", id: "publicWords", summary: "公众表单用词", tag: citizenTag},
		func(context.Context, *struct{}) (PublicWords, error) {
			return PublicWords{hotline.Kinds, grades()}, nil
		})
	public(a, operation{method: post, path: "/api/citizen/appeals", id: "submitAppeal", summary: "提交诉求", tag: citizenTag, status: 201}, a.submit)
	public(a, operation{method: post, path: "/api/citizen/query", id: "queryAppeal", summary: "凭编号和查询码查询", tag: citizenTag},
		func(ctx context.Context, in *queryInput) (v hotline.CitizenView, err error) {
			return v, a.guarded(ctx, in.Body, func() (err error) {
				v, err = a.Hotline.Query(ctx, in.Body.Number, in.Body.Code)
				return err
			})
		})
	publicNone(a, operation{method: post, path: "/api/citizen/supplement", id: "supplementAppeal", summary: "补充内容", tag: citizenTag},
		func(ctx context.Context, in *supplementInput) (none, error) {
			return none{}, a.guarded(ctx, in.Body.Own, func() error {
				_, err := once(ctx, a, anybody, in.Key, in.Body, func(tx *storage.Tx) (none, error) {
					return none{}, a.Hotline.Supplement(tx, in.Body.Number, in.Body.Code, in.Body.Text)
				})
				return err
			})
		})
	publicNone(a, operation{method: post, path: "/api/citizen/urge", id: "urgeAppeal", summary: "催办", tag: citizenTag},
		func(ctx context.Context, in *queryInput) (none, error) {
			return none{}, a.guarded(ctx, in.Body, func() error { return a.Hotline.CitizenUrge(ctx, in.Body.Number, in.Body.Code) })
		})
	publicNone(a, operation{method: post, path: "/api/citizen/rate", id: "rateAppeal", summary: "评价", tag: citizenTag},
		func(ctx context.Context, in *rateInput) (none, error) {
			return none{}, a.guarded(ctx, in.Body.Own, func() error {
				return a.Hotline.Rate(ctx, in.Body.Number, in.Body.Code, in.Body.Grade, in.Body.Reason)
			})
		})
}

func (a *api) publicRegions(ctx context.Context, _ *struct{}) ([]PublicRegion, error) {
	dir, err := a.Org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	out := []PublicRegion{}
	for _, r := range dir.Regions("") {
		if r.Active {
			out = append(out, PublicRegion{r.ID, r.Name, r.Level, r.Parent})
		}
	}
	return out, nil
}

func (a *api) submit(ctx context.Context, in *submitInput) (Receipt, error) {
	most := a.Policy.Now().Int(setSubmissions, "")
	if err := a.attempt(ctx, most, "您提交得太频繁，请稍后再试，或拨打12345。", "submit "+originOf(ctx).address); err != nil {
		return Receipt{}, err
	}
	b := in.Body
	r, err := a.Hotline.Submit(ctx, hotline.Appeal{Key: in.Key, Channel: "web", Kind: b.Kind, Title: b.Title, Body: b.Body, Place: b.Place, Region: b.Region,
		Caller: hotline.Caller{Name: b.Name, Phone: b.Phone, IDNumber: b.IDNumber, Address: b.Address, Confidential: b.Confidential}})
	return Receipt{r.Number, r.Code, r.AcceptBy, r.Provisional}, err
}

// guarded bounds the guessing of query codes, by number and by address (AUD-07). A right code is no guess.
func (a *api) guarded(ctx context.Context, o Own, do func() error) error {
	return a.guardedAll(ctx, []string{o.Number}, do)
}

// misses are the refusals of a code that was guessed wrong.
var misses = []string{"hotline.query", "approval.query", "approval.draft.missing", "approval.certificate.false"}

// guardedAll is guarded for codes to several numbers at once.
func (a *api) guardedAll(ctx context.Context, numbers []string, do func() error) error {
	keys := []string{"query from " + originOf(ctx).address}
	for _, number := range numbers {
		keys = append(keys, "query number "+number)
	}
	if err := a.attempt(ctx, a.Policy.Now().Int(setQueryAttempts, ""), "输错次数过多，请一小时后再试，或拨打12345。", keys...); err != nil {
		return err
	}
	err := do()
	if slices.Contains(misses, fault.Code(err)) {
		return err
	}
	if back := a.unattempt(ctx, keys...); err == nil {
		err = back
	}
	return err
}
