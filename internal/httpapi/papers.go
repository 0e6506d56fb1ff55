package httpapi

import (
	"context"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/document"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
)

// RegisterSpan says which entries of a register are asked for.
type RegisterSpan struct {
	From Day    `json:"from,omitzero" query:"from" required:"true" format:"date"`
	To   Day    `json:"to,omitzero" query:"to" required:"true" format:"date"`
	Dept string `json:"dept,omitzero" query:"dept" maxLength:"64" doc:"部门编号，含下级"`
}

func (r RegisterSpan) span() hotline.Span {
	return hotline.Span{From: r.From.Date, To: r.To.Date, Dept: r.Dept}
}

type papersInput struct {
	Kind string `query:"kind" required:"true" enum:"urge,notice,circular" doc:"催办通知书、行政监察通知书、书面通报"`
	RegisterSpan
	Paging
}

type accountsInput struct {
	RegisterSpan
	Paging
}

func (a *api) paperRoutes() {
	view := []org.Permission{org.OrderView}
	supervise := []org.Permission{org.OrderSupervise}
	handle(a, operation{method: get, path: "/api/documents", id: "listDocuments", summary: "督办文书登记", tag: orderTag, needs: supervise},
		func(ctx context.Context, who org.Actor, in *papersInput) (page.Page[hotline.Document], error) {
			return a.Hotline.Documents(ctx, who, in.Kind, in.span(), in.request())
		})
	handle(a, operation{method: get, path: "/api/accounts", id: "listAccounts", summary: "问责登记", tag: orderTag, needs: supervise},
		func(ctx context.Context, who org.Actor, in *accountsInput) (page.Page[hotline.Account], error) {
			return a.Hotline.Accounts(ctx, who, in.span(), in.request())
		})
	handleWhole(a, operation{method: get, path: "/api/documents/{id}/pdf", id: "printDocument", summary: "文书（PDF）", tag: orderTag, needs: view},
		func(ctx context.Context, who org.Actor, in *openInput) (stream, error) {
			n, err := a.Hotline.Print(ctx, who, in.ID)
			return a.print(n, err, in.Download)
		})
	handleWhole(a, operation{method: get, path: "/api/orders/{id}/sheet", id: "printOrder", summary: "工单（PDF）", tag: orderTag, needs: view},
		func(ctx context.Context, who org.Actor, in *openInput) (stream, error) {
			n, err := a.Hotline.OrderSheet(ctx, who, in.ID)
			return a.print(n, err, in.Download)
		})
}

func (a *api) print(n document.Notice, err error, download bool) (stream, error) {
	if err != nil {
		return stream{}, err
	}
	text, err := a.Printer.Notice(n)
	if err != nil {
		return stream{}, err
	}
	name := strings.TrimSpace(n.Title+" "+strings.TrimPrefix(n.Number, "编号：")) + ".pdf"
	return stream{func(c huma.Context) {
		c.SetHeader("Content-Type", "application/pdf")
		c.SetHeader("Content-Disposition", disposition(name, "application/pdf", download))
		c.SetStatus(200)
		c.BodyWriter().Write(text) // a reader that has gone away cannot be helped
	}}, nil
}
