package httpapi

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"huying/internal/catalog"
	"huying/internal/document"
	"huying/internal/fault"
	"huying/internal/page"
	"huying/internal/storage"
)

type mattersInput struct {
	Text     string           `query:"q" maxLength:"100" doc:"想办的事，可用口语"`
	Dept     string           `query:"dept" maxLength:"64" doc:"部门编号"`
	Audience catalog.Audience `query:"audience" doc:"individual为个人办事，enterprise为企业办事"`
	Theme    string           `query:"theme" maxLength:"50"`
	Online   bool             `query:"online" doc:"可网上办理"`
	Each     bool             `query:"each" doc:"多个单位办理同一事项时逐个列出；否则只列一次"`
	Paging
}

// Situation is what an applicant answered to the scenario questions.
type Situation struct {
	Answers catalog.Answers `json:"answers,omitempty" doc:"情形问题代码到选项"`
}

type situationInput struct {
	ByID
	Body Situation
}

type slipInput struct {
	ByID
	Download bool     `query:"download" doc:"保存为文件；否则在浏览器中打开"`
	Answers  []string `query:"answers" maxItems:"30" doc:"申请人的情形，逐个为“问题代码:选项”"`
}

func (in *slipInput) answers() catalog.Answers {
	out := catalog.Answers{}
	for _, said := range in.Answers {
		question, value, _ := strings.Cut(said, ":")
		out[question] = value
	}
	return out
}

type shownInput struct {
	ByID
	Template string `path:"template" maxLength:"20"`
}

// Poster is an item as one of the templates shows it.
type Poster struct {
	Title    string          `json:"title"`
	Elements []catalog.Shown `json:"elements"`
}

// BlankForm is what an applicant in a situation fills in: the form in groups for pages, and its JSON Schema for programs.
type BlankForm struct {
	Version int64          `json:"version" doc:"事项版本"`
	Form    catalog.Form   `json:"form"`
	Schema  map[string]any `json:"schema" doc:"JSON Schema 2020-12"`
}

type checkFormInput struct {
	ByID
	Body struct {
		Situation
		Form map[string]any `json:"form" doc:"表单项代码到填写内容"`
	}
}

type themesInput struct {
	Kind string `query:"kind" enum:"bundle,project" default:"bundle" doc:"一件事或者投资项目"`
	Text string `query:"q" maxLength:"100"`
}

// OneMatter is a theme made into one application.
type OneMatter struct {
	Theme    catalog.Bundle    `json:"theme"`
	Compiled *catalog.Compiled `json:"compiled"`
	Schema   map[string]any    `json:"schema" doc:"JSON Schema 2020-12"`
}

// matterRoutes are what everybody may read of the catalogue.
func (a *api) matterRoutes() {
	public(a, operation{method: get, path: "/api/citizen/matters", id: "searchMatters", summary: "查找事项", tag: citizenTag},
		func(ctx context.Context, in *mattersInput) (page.Page[catalog.ItemRow], error) {
			return a.Catalog.Search(ctx, catalog.Find{Text: in.Text, Dept: in.Dept, Audience: in.Audience, Theme: in.Theme, Online: in.Online, Each: in.Each}, in.request())
		})
	public(a, operation{method: get, path: "/api/citizen/matters/entries", id: "matterEntries", summary: "按部门、企业、个人的入口", tag: citizenTag},
		func(ctx context.Context, _ *struct{}) (catalog.Entries, error) { return a.Catalog.Entries(ctx) })
	public(a, operation{method: get, path: "/api/citizen/matters/{id}", id: "getMatter", summary: "办事指南", tag: citizenTag},
		func(ctx context.Context, in *ByID) (catalog.Guide, error) { return a.Catalog.GuideTo(ctx, in.ID, nil) })
	public(a, operation{method: post, path: "/api/citizen/matters/{id}/guide", id: "guideMatter", summary: "按申请人的情形给出办事指南", tag: citizenTag},
		func(ctx context.Context, in *situationInput) (catalog.Guide, error) {
			return a.Catalog.GuideTo(ctx, in.ID, in.Body.Answers)
		})
	public(a, operation{method: get, path: "/api/citizen/matters/{id}/shown/{template}", id: "showMatter", summary: "按公开样式展示事项", tag: citizenTag},
		func(ctx context.Context, in *shownInput) (p Poster, err error) {
			p.Title, p.Elements, err = a.Catalog.Shown(ctx, in.ID, in.Template)
			return p, err
		})
	publicWhole(a, operation{method: get, path: "/api/citizen/matters/{id}/slip", id: "printMatter", summary: "告知单（PDF）", tag: citizenTag},
		func(ctx context.Context, in *slipInput) (stream, error) {
			if err := a.printable(ctx); err != nil {
				return stream{}, err
			}
			n, err := a.Catalog.Slip(ctx, in.ID, a.pageAt("/matters/"+in.ID), in.answers())
			return a.print(n, err, in.Download)
		})
	a.publicPaper(operation{method: get, path: "/api/citizen/matters/{id}/paper", id: "printGuide", summary: "办事指南全文（PDF）", tag: citizenTag},
		func(ctx context.Context, in *openInput) (document.Notice, error) {
			return a.Catalog.GuidePaper(ctx, in.ID, a.pageAt("/matters/"+in.ID))
		})
	a.publicPaper(operation{method: get, path: "/api/citizen/matters/{id}/blank", id: "printForm", summary: "空白申请表（PDF）", tag: citizenTag},
		func(ctx context.Context, in *openInput) (document.Notice, error) {
			return a.Catalog.FormPaper(ctx, in.ID, false)
		})
	a.publicPaper(operation{method: get, path: "/api/citizen/matters/{id}/sample", id: "printSample", summary: "申请表填写示范（PDF）", tag: citizenTag},
		func(ctx context.Context, in *openInput) (document.Notice, error) {
			return a.Catalog.FormPaper(ctx, in.ID, true)
		})
	a.publicPaper(operation{method: get, path: "/api/citizen/directories/{id}", id: "printDirectory", summary: "部门办事目录（PDF）", tag: citizenTag},
		func(ctx context.Context, in *openInput) (document.Notice, error) {
			return a.Catalog.DirectoryPaper(ctx, in.ID, a.pageAt("/matters?entry=departments&dept="+url.QueryEscape(in.ID)))
		})
	public(a, operation{method: post, path: "/api/citizen/matters/{id}/form", id: "matterForm", summary: "按申请人的情形给出申请表", tag: citizenTag},
		func(ctx context.Context, in *situationInput) (BlankForm, error) {
			return a.blankForm(ctx, in.ID, in.Body.Answers)
		})
	publicNone(a, operation{method: post, path: "/api/citizen/matters/{id}/check-form", id: "checkMatterForm", summary: "检查填写的申请表", tag: citizenTag}, a.checkForm)
	public(a, operation{method: get, path: "/api/citizen/themes", id: "listThemes", summary: "一件事和投资项目", tag: citizenTag},
		func(ctx context.Context, in *themesInput) ([]catalog.Bundle, error) {
			return a.Catalog.Bundles(ctx, in.Kind, in.Text)
		})
	public(a, operation{method: post, path: "/api/citizen/themes/{id}/compile", id: "compileTheme", summary: "一件事的一张表单、一套材料、一个流程", tag: citizenTag},
		func(ctx context.Context, in *situationInput) (m OneMatter, err error) {
			err = a.DB.View(ctx, func(tx *storage.Tx) error {
				m.Theme, m.Compiled, err = a.Catalog.CompileBundle(tx, in.ID, in.Body.Answers)
				return err
			})
			if err == nil {
				m.Schema = a.Catalog.Schema(m.Compiled.Form(), "")
			}
			return m, err
		})
}

// publicPaper registers a paper that everybody may print. Setting one costs more than reading a page, so an address may have so
// many in an hour.
func (a *api) publicPaper(o operation, read func(ctx context.Context, in *openInput) (document.Notice, error)) {
	publicWhole(a, o, func(ctx context.Context, in *openInput) (stream, error) {
		if err := a.printable(ctx); err != nil {
			return stream{}, err
		}
		n, err := read(ctx, in)
		return a.print(n, err, in.Download)
	})
}

func (a *api) printable(ctx context.Context) error {
	return a.attempt(ctx, a.Policy.Now().Int(setPapers, ""), "您打印得太频繁，请稍后再试，或在网页上查看。", "paper "+originOf(ctx).address)
}

// pageAt is the public address of a page, "" when it has not been set.
func (a *api) pageAt(path string) string {
	base := strings.TrimSuffix(a.Policy.Now().Text(setAddress, ""), "/")
	if base == "" {
		return ""
	}
	return base + path
}

func (a *api) blankForm(ctx context.Context, id string, answers catalog.Answers) (b BlankForm, err error) {
	err = a.DB.View(ctx, func(tx *storage.Tx) error {
		i, err := a.Catalog.Published(tx, id)
		if err != nil {
			return err
		}
		b.Version, b.Form = i.Version, catalog.Narrow(i.Record, answers).Form
		b.Schema = a.Catalog.Schema(b.Form, i.Region)
		return nil
	})
	return b, err
}

func (a *api) checkForm(ctx context.Context, in *checkFormInput) (none, error) {
	answers, err := json.Marshal(in.Body.Form)
	if err != nil {
		return none{}, fault.New(fault.Invalid, "catalog.form", "填写的内容无法读取。").Because(err)
	}
	return none{}, a.DB.View(ctx, func(tx *storage.Tx) error {
		i, err := a.Catalog.Published(tx, in.ID)
		if err != nil {
			return err
		}
		return a.Catalog.CheckForm(catalog.Narrow(i.Record, in.Body.Answers).Form, answers, i.Region)
	})
}
