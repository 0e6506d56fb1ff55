package httpapi

import (
	"context"

	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/storage"
)

const policyTag = "参数和日历"

// PolicyHistory is every value a setting was given, the newest first, with the names of those who gave them.
type PolicyHistory struct {
	Versions []policy.Version  `json:"versions"`
	Names    map[string]string `json:"names"`
}

type policyInput struct {
	Region string `query:"region" maxLength:"200" doc:"区域路径；空为全市"`
}

type policyKeyInput struct {
	Key string `query:"key" required:"true" maxLength:"100"`
}

type setPolicyInput struct {
	Body struct {
		Key    string `json:"key"`
		Region string `json:"region" doc:"区域路径；空为全市"`
		Value  string `json:"value" maxLength:"2000"`
		Reason string `json:"reason" maxLength:"500"`
	}
}

type clearPolicyInput struct {
	Body struct {
		Key    string `json:"key"`
		Region string `json:"region" doc:"区域路径；空为全市"`
		Reason string `json:"reason" maxLength:"500"`
	}
}

func (a *api) policyRoutes() {
	needs := []org.Permission{org.AdminPolicy}
	handle(a, operation{method: get, path: "/api/policy", id: "listPolicy", summary: "参数", tag: policyTag, needs: needs},
		func(_ context.Context, who org.Actor, in *policyInput) ([]policy.Standing, error) {
			if _, _, ok := who.PolicyAuthority(in.Region); !ok {
				return nil, org.Forbidden()
			}
			return a.Policy.Now().Standings(in.Region), nil
		})
	handle(a, operation{method: get, path: "/api/policy/history", id: "policyHistory", summary: "参数的历次变更", tag: policyTag, needs: needs},
		func(ctx context.Context, who org.Actor, in *policyKeyInput) (PolicyHistory, error) {
			if !who.MayAnywhere(org.AdminPolicy) {
				return PolicyHistory{}, org.Forbidden()
			}
			h := PolicyHistory{Versions: a.Policy.History(in.Key)}
			ids := make([]string, len(h.Versions))
			for i, v := range h.Versions {
				ids[i] = v.By
			}
			var err error
			h.Names, err = a.names(ctx, ids)
			return h, err
		})
	handle(a, operation{method: post, path: "/api/policy/set", id: "setPolicy", summary: "修改参数", tag: policyTag, needs: needs},
		func(ctx context.Context, who org.Actor, in *setPolicyInput) (policy.Version, error) {
			return update(ctx, a, func(tx *storage.Tx) (policy.Version, error) {
				return a.Policy.Set(tx, who, in.Body.Key, in.Body.Region, in.Body.Value, in.Body.Reason)
			})
		})
	handle(a, operation{method: post, path: "/api/policy/clear", id: "clearPolicy", summary: "恢复为上一级的值", tag: policyTag, needs: needs},
		func(ctx context.Context, who org.Actor, in *clearPolicyInput) (policy.Version, error) {
			return update(ctx, a, func(tx *storage.Tx) (policy.Version, error) {
				return a.Policy.Clear(tx, who, in.Body.Key, in.Body.Region, in.Body.Reason)
			})
		})
}
