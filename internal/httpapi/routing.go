package httpapi

import (
	"context"

	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/storage"
)

type routingInput struct {
	Keyed
	Body struct {
		ID       string `json:"id,omitempty" doc:"填写则只改变是否启用"`
		Keywords string `json:"keywords,omitempty" maxLength:"200"`
		Category string `json:"category,omitempty"`
		Region   string `json:"region,omitempty" doc:"区域路径"`
		Dept     string `json:"dept,omitempty"`
		Level    string `json:"level,omitempty"`
		Advice   string `json:"advice,omitempty" maxLength:"500"`
		Active   bool   `json:"active"`
	}
}

func (a *api) routingRoutes() {
	handle(a, operation{method: get, path: "/api/routing-rules", id: "listRoutingRules", summary: "派单规则", tag: orderTag, needs: []org.Permission{org.AdminRouting, org.OrderDispatch}},
		func(ctx context.Context, who org.Actor, _ *struct{}) ([]hotline.RoutingRule, error) {
			return a.Hotline.RoutingRules(ctx, who)
		})
	handleNone(a, operation{method: post, path: "/api/routing-rules", id: "saveRoutingRule", summary: "新增或停用派单规则", tag: orderTag, needs: []org.Permission{org.AdminRouting}},
		func(ctx context.Context, who org.Actor, in *routingInput) (none, error) {
			b := in.Body
			return once(ctx, a, who, in.Key, b, func(tx *storage.Tx) (none, error) {
				return none{}, a.Hotline.SaveRoutingRule(tx, who, hotline.RoutingRule{ID: b.ID, Keywords: b.Keywords, Category: b.Category, Region: b.Region, Dept: b.Dept,
					Level: b.Level, Advice: b.Advice, Active: b.Active})
			})
		})
}
