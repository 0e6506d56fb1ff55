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

type papersInput struct {
	Kind string `query:"kind" required:"true" enum:"urge,notice,circular" doc:"催办通知书、行政监察通知书、书面通报"`
	From Day    `query:"from" required:"true" format:"date"`
	To   Day    `query:"to" required:"true" format:"date"`
}

type accountsInput struct {
	Paging
	From Day `query:"from" required:"true" format:"date"`
	To   Day `query:"to" required:"true" format:"date"`
}

func (a *api) paperRoutes() {
	view := []org.Permission{org.OrderView}
	handle(a, operation{method: get, path: "/api/documents", id: "listDocuments", summary: "督办文书登记", tag: orderTag, needs: []org.Permission{org.OrderSupervise}},
		func(ctx context.Context, who org.Actor, in *papersInput) ([]hotline.Document, error) {
			return a.Hotline.Documents(ctx, who, in.Kind, in.From.Date, in.To.Date)
		})
	handle(a, operation{method: get, path: "/api/accounts", id: "listAccounts", summary: "问责登记", tag: orderTag, needs: []org.Permission{org.OrderSupervise}},
		func(ctx context.Context, who org.Actor, in *accountsInput) (page.Page[hotline.Account], error) {
			return a.Hotline.Accounts(ctx, who, in.From.Date, in.To.Date, in.request())
		})
	handle(a, operation{method: get, path: "/api/documents/{id}/pdf", id: "printDocument", summary: "文书（PDF）", tag: orderTag, needs: view},
		func(ctx context.Context, who org.Actor, in *ByID) (stream, error) {
			n, err := a.Hotline.Print(ctx, who, in.ID)
			return a.print(n, err)
		})
	handle(a, operation{method: get, path: "/api/orders/{id}/sheet", id: "printOrder", summary: "工单（PDF）", tag: orderTag, needs: view},
		func(ctx context.Context, who org.Actor, in *ByID) (stream, error) {
			n, err := a.Hotline.OrderSheet(ctx, who, in.ID)
			return a.print(n, err)
		})
}

func (a *api) print(n document.Notice, err error) (stream, error) {
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
		c.SetHeader("Content-Disposition", saveAs(name))
		c.SetStatus(200)
		c.BodyWriter().Write(text) // a reader that has gone away cannot be helped
	}}, nil
}
