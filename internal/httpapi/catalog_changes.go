package httpapi

import (
	"context"

	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/page"
)

type proposalInput struct {
	Keyed
	Body catalog.Proposal
}

type editChangeInput struct {
	ByID
	Body struct {
		Versioned
		catalog.Proposal
	}
}

type changeInput struct {
	ByID
	Body Versioned
}

type whyChangeInput struct {
	ByID
	Body whyBody
}

type changeRulingInput struct {
	ByID
	Body struct {
		Versioned
		catalog.Ruling
	}
}

// changeRoutes are the verbs on changes. No item changes otherwise (CAT-09).
func (a *api) changeRoutes() {
	edit := []org.Permission{org.CatalogEdit}
	handle(a, operation{method: get, path: "/api/catalog/changes", id: "listChanges", summary: "事项变更列表", tag: catalogTag, needs: viewCatalog},
		func(ctx context.Context, who org.Actor, in *changesInput) (page.Page[catalog.ChangeRow], error) {
			return a.Catalog.Changes(ctx, who, catalog.ChangeFilter{States: in.States, Item: in.Item, Mine: in.Mine}, in.request())
		})
	handle(a, operation{method: get, path: "/api/catalog/changes/{id}", id: "getChange", summary: "查看事项变更", tag: catalogTag, needs: viewCatalog},
		func(ctx context.Context, who org.Actor, in *ByID) (catalog.ChangeView, error) {
			return a.Catalog.GetChange(ctx, who, in.ID)
		})
	handle(a, operation{method: post, path: "/api/catalog/changes", id: "proposeChange", summary: "提出事项变更", tag: catalogTag, status: 201, needs: edit},
		func(ctx context.Context, who org.Actor, in *proposalInput) (catalog.Ref, error) {
			in.Body.Key = in.Key
			return a.Catalog.Propose(ctx, who, in.Body)
		})
	handle(a, operation{method: post, path: "/api/catalog/changes/{id}/edit", id: "editChange", summary: "修改变更内容", tag: catalogTag, needs: edit},
		func(ctx context.Context, who org.Actor, in *editChangeInput) (catalog.Ref, error) {
			return a.Catalog.Edit(ctx, who, in.ID, in.Body.Version, in.Body.Proposal)
		})
	handle(a, operation{method: post, path: "/api/catalog/changes/{id}/submit", id: "submitChange", summary: "送审", tag: catalogTag, needs: edit},
		func(ctx context.Context, who org.Actor, in *changeInput) (catalog.Ref, error) {
			return a.Catalog.Submit(ctx, who, in.ID, in.Body.Version)
		})
	handle(a, operation{method: post, path: "/api/catalog/changes/{id}/withdraw", id: "withdrawChange", summary: "撤回变更", tag: catalogTag, needs: edit},
		func(ctx context.Context, who org.Actor, in *whyChangeInput) (catalog.Ref, error) {
			return a.Catalog.Withdraw(ctx, who, in.ID, in.Body.Version, in.Body.Why)
		})
	handle(a, operation{method: post, path: "/api/catalog/changes/{id}/review", id: "reviewChange", summary: "审核变更", tag: catalogTag, needs: []org.Permission{org.CatalogReview}},
		func(ctx context.Context, who org.Actor, in *changeRulingInput) (catalog.Ref, error) {
			return a.Catalog.Review(ctx, who, in.ID, in.Body.Version, in.Body.Ruling)
		})
	for _, o := range []struct {
		body, id, summary string
		needs             org.Permission
	}{
		{"centre", "approveChangeCentre", "政务服务中心会审收费变更", org.CatalogFeeCentre},
		{"finance", "approveChangeFinance", "财政部门会审收费变更", org.CatalogFeeFinance},
		{"price", "approveChangePrice", "价格主管部门会审收费变更", org.CatalogFeePrice},
	} {
		handle(a, operation{method: post, path: "/api/catalog/changes/{id}/approve-" + o.body, id: o.id, summary: o.summary, tag: catalogTag, needs: []org.Permission{o.needs}},
			func(ctx context.Context, who org.Actor, in *changeRulingInput) (catalog.Ref, error) {
				return a.Catalog.Countersign(ctx, who, in.ID, in.Body.Version, o.body, in.Body.Ruling)
			})
	}
}
