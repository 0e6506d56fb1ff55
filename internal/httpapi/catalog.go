package httpapi

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/calendar"
	"huying/internal/catalog"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

type itemsInput struct {
	Text     string       `query:"q" maxLength:"100" doc:"名称、别名、编码中的文字"`
	Statuses []string     `query:"statuses" maxItems:"10"`
	Types    []string     `query:"types" maxItems:"10"`
	Classes  []string     `query:"classes" maxItems:"10"`
	Tier     catalog.Tier `query:"tier"`
	Parent   string       `query:"parent" maxLength:"64"`
	Dept     string       `query:"dept" maxLength:"64" doc:"部门编号，含下级"`
	Changing bool         `query:"changing" doc:"有变更在办"`
	Flags    []string     `query:"flags" maxItems:"15" doc:"具备的特征，须全部具备"`
	Paging
}

func (in *itemsInput) filter() catalog.Filter {
	return catalog.Filter{Text: in.Text, Statuses: in.Statuses, Types: in.Types, Classes: in.Classes, Tier: in.Tier, Parent: in.Parent, Dept: in.Dept, Changing: in.Changing, Flags: in.Flags}
}

type itemVersionInput struct {
	ByID
	N int64 `path:"n" minimum:"1" doc:"第几版"`
}

type differencesInput struct {
	ByID
	From int64 `query:"from" minimum:"0" doc:"0为空白"`
	To   int64 `query:"to" minimum:"0" doc:"0为在办变更所提的内容"`
}

type checkItemInput struct {
	Body struct {
		Tier   catalog.Tier   `json:"tier,omitempty"`
		Record catalog.Record `json:"record"`
	}
}

type changesInput struct {
	States []string `query:"states" maxItems:"10"`
	Item   string   `query:"item" maxLength:"64"`
	Mine   bool     `query:"mine" doc:"由我编制，含我代理的人"`
	Paging
}

type catalogExportInput struct {
	Format catalog.Format `query:"format" enum:"json,xlsx,gbt39046" default:"json"`
}

type spanInput struct {
	From Day `query:"from" required:"true" format:"date"`
	To   Day `query:"to" required:"true" format:"date"`
}

const catalogTag = "事项库"

var viewCatalog, keepCatalog = []org.Permission{org.CatalogView}, []org.Permission{org.CatalogKeep}

func (a *api) catalogRoutes() {
	handle(a, operation{method: get, path: "/api/catalog/items", id: "listItems", summary: "事项列表", tag: catalogTag, needs: viewCatalog},
		func(ctx context.Context, who org.Actor, in *itemsInput) (page.Page[catalog.ItemRow], error) {
			return a.Catalog.List(ctx, who, in.filter(), in.request())
		})
	handle(a, operation{method: get, path: "/api/catalog/words", id: "catalogWords", summary: "事项用词", tag: catalogTag},
		func(context.Context, org.Actor, *struct{}) (catalog.Lexicon, error) { return catalog.Words(), nil })
	handle(a, operation{method: get, path: "/api/catalog/items/{id}", id: "getItem", summary: "查看事项、历史版本和在办变更", tag: catalogTag, needs: viewCatalog},
		func(ctx context.Context, who org.Actor, in *ByID) (catalog.View, error) {
			return a.Catalog.Get(ctx, who, in.ID)
		})
	handle(a, operation{method: get, path: "/api/catalog/items/{id}/versions/{n}", id: "getItemVersion", summary: "查看事项的一个版本", tag: catalogTag, needs: viewCatalog},
		func(ctx context.Context, who org.Actor, in *itemVersionInput) (catalog.Item, error) {
			return a.Catalog.At(ctx, who, in.ID, in.N)
		})
	handle(a, operation{method: get, path: "/api/catalog/items/{id}/differences", id: "itemDifferences", summary: "两个版本的差异", tag: catalogTag, needs: viewCatalog},
		func(ctx context.Context, who org.Actor, in *differencesInput) ([]catalog.Difference, error) {
			return a.Catalog.Differences(ctx, who, in.ID, in.From, in.To)
		})
	handle(a, operation{method: post, path: "/api/catalog/check", id: "checkItem", summary: "检查正在编制的事项", tag: catalogTag, needs: []org.Permission{org.CatalogEdit}},
		func(ctx context.Context, who org.Actor, in *checkItemInput) ([]catalog.Finding, error) {
			tier := in.Body.Tier
			if tier == "" {
				tier = catalog.Handling
			}
			return a.Catalog.CheckDraft(ctx, who, tier, in.Body.Record)
		})
	a.changeRoutes()
	a.catalogReportRoutes()
	a.catalogKeepRoutes()
	a.matterRoutes()
	a.publicityRoutes()
}

func (a *api) catalogReportRoutes() {
	handle(a, operation{method: get, path: "/api/catalog/report", id: "catalogReport", summary: "事项库情况：未进驻、未授权、下放承接、时限压缩", tag: catalogTag, needs: viewCatalog},
		func(ctx context.Context, who org.Actor, _ *struct{}) (catalog.Report, error) {
			return a.Catalog.Report(ctx, who)
		})
	handle(a, operation{method: get, path: "/api/catalog/moves", id: "catalogMoves", summary: "一段时间的事项变更数", tag: catalogTag, needs: viewCatalog},
		func(ctx context.Context, who org.Actor, in *spanInput) ([]catalog.Count, error) {
			return a.Catalog.Moves(ctx, who, in.From.Date, in.To.Date)
		})
	handleWhole(a, operation{method: get, path: "/api/catalog/export", id: "exportCatalog", summary: "导出事项库", tag: catalogTag, needs: viewCatalog},
		func(ctx context.Context, who org.Actor, in *catalogExportInput) (stream, error) {
			out, err := a.Catalog.Export(ctx, who, in.Format)
			if err != nil {
				return stream{}, err
			}
			name := calendar.DateOf(a.Clock.Now()).String() + out.Name
			return stream{func(c huma.Context) {
				c.SetHeader("Content-Type", out.Type)
				c.SetHeader("Content-Disposition", disposition(name, out.Type, true))
				c.SetStatus(200)
				c.BodyWriter().Write(out.Data) // a reader that has gone away cannot be helped
			}}, nil
		})
	handle(a, operation{method: post, path: "/api/catalog/import", id: "importCatalog", summary: "导入事项库（JSON、XLSX、GB/T 39046），返回任务", tag: catalogTag, needs: []org.Permission{org.ImportRun}}, a.importCatalog)
}

func (a *api) importCatalog(ctx context.Context, who org.Actor, in *importInput) (Job, error) {
	if _, err := org.Require(who, org.ImportRun, "", ""); err != nil {
		return Job{}, err
	}
	text, err := in.content()
	if err != nil {
		return Job{}, err
	}
	folder, err := a.Catalog.ReadFile(ctx, text)
	if err != nil {
		return Job{}, err
	}
	return a.jobs.start(ctx, a, "catalog", who, func(ctx context.Context, progress func(done, total int)) (any, error) {
		return a.Catalog.Import(ctx, who, folder, progress)
	})
}

type feeDocumentInput struct{ Body catalog.FeeDocument }

type synonymsInput struct {
	Keyed
	Body catalog.Synonyms
}

type bodyInput struct{ Body catalog.Body }

type bundleInput struct{ Body catalog.Bundle }

// catalogKeepRoutes are what the keeper of the catalogue looks after beside the items.
func (a *api) catalogKeepRoutes() {
	handle(a, operation{method: get, path: "/api/catalog/fee-documents", id: "listFeeDocuments", summary: "收费文件", tag: catalogTag, needs: viewCatalog},
		func(ctx context.Context, who org.Actor, _ *struct{}) ([]catalog.FeeDocument, error) {
			return a.Catalog.FeeDocuments(ctx, who)
		})
	handleNone(a, operation{method: post, path: "/api/catalog/fee-documents", id: "saveFeeDocument", summary: "登记或更正收费文件", tag: catalogTag, needs: keepCatalog},
		func(ctx context.Context, who org.Actor, in *feeDocumentInput) (none, error) {
			return none{}, a.Catalog.SaveFeeDocument(ctx, who, in.Body)
		})
	handle(a, operation{method: get, path: "/api/catalog/synonyms", id: "listSynonyms", summary: "查找用的同义词", tag: catalogTag, needs: viewCatalog},
		func(ctx context.Context, who org.Actor, _ *struct{}) ([]catalog.Synonyms, error) {
			return a.Catalog.AllSynonyms(ctx, who)
		})
	handleNone(a, operation{method: post, path: "/api/catalog/synonyms", id: "saveSynonyms", summary: "新增、修改或删除一组同义词", tag: catalogTag, needs: keepCatalog},
		func(ctx context.Context, who org.Actor, in *synonymsInput) (none, error) {
			return once(ctx, a, who, in.Key, in.Body, func(tx *storage.Tx) (none, error) {
				return none{}, a.Catalog.SaveSynonyms(tx, who, in.Body)
			})
		})
	handle(a, operation{method: get, path: "/api/catalog/bodies", id: "listBodies", summary: "实施主体代码", tag: catalogTag, needs: viewCatalog},
		func(ctx context.Context, who org.Actor, _ *struct{}) ([]catalog.Body, error) {
			return a.Catalog.Bodies(ctx, who)
		})
	handleNone(a, operation{method: post, path: "/api/catalog/bodies", id: "saveBody", summary: "登记实施主体的统一社会信用代码", tag: catalogTag, needs: keepCatalog},
		func(ctx context.Context, who org.Actor, in *bodyInput) (none, error) {
			return none{}, a.Catalog.SaveBody(ctx, who, in.Body)
		})
	handle(a, operation{method: post, path: "/api/catalog/bundles", id: "saveBundle", summary: "登记或修改一件事、投资项目", tag: catalogTag, needs: keepCatalog},
		func(ctx context.Context, who org.Actor, in *bundleInput) (catalog.Bundle, error) {
			return a.Catalog.SaveBundle(ctx, who, in.Body)
		})
}
