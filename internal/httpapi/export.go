package httpapi

import (
	"context"
	"io"
	"net/http"
	"os"
	"strconv"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/sheet"
	"huying/internal/storage"
)

// ExportFormat says how a list is to be written.
type ExportFormat struct {
	Format sheet.Format `json:"-" query:"format" enum:"xlsx,csv" default:"xlsx" doc:"Excel工作簿或者CSV"`
}

// Exported is a file that a job made. Its content has no name on the disk any more: it goes when the job is forgotten, and
// with the process.
type Exported struct {
	Name string `json:"name" doc:"文件名"`
	Rows int    `json:"rows"`

	kind    fileKind
	content *os.File
	size    int64
}

// fileKind is what a file is: its media type, and the extension of its name.
type fileKind interface {
	Type() string
	Extension() string
}

// jsonKind is that of the data sets of a standard.
type jsonKind struct{}

// Type implements fileKind.
func (jsonKind) Type() string { return "application/json; charset=utf-8" }

// Extension implements fileKind.
func (jsonKind) Extension() string { return ".json" }

// Close drops the content.
func (e *Exported) Close() error { return e.content.Close() }

func (e *Exported) send(w http.ResponseWriter) {
	w.Header().Set("Content-Type", e.kind.Type())
	w.Header().Set("Content-Disposition", disposition(e.Name, e.kind.Type(), true))
	w.Header().Set("Content-Length", strconv.FormatInt(e.size, 10)) // if it is forgotten on the way, the rest is missed
	io.Copy(w, io.NewSectionReader(e.content, 0, e.size))           // a reader that has gone away cannot be helped
}

// exporting starts the job that writes a file. One runs at a time for each person.
func (a *api) exporting(ctx context.Context, who org.Actor, name string, kind fileKind, write func(ctx context.Context, to io.Writer, progress func(rows int)) (rows int, err error)) (Job, error) {
	return a.exportingOf(ctx, who, name, kind, func(ctx context.Context, to io.Writer, progress func(done, total int)) (int, error) {
		return write(ctx, to, func(rows int) { progress(rows, 0) })
	})
}

// exportingOf is exporting for a file of which it is known how much there will be.
func (a *api) exportingOf(ctx context.Context, who org.Actor, name string, kind fileKind, write func(ctx context.Context, to io.Writer, progress func(done, total int)) (rows int, err error)) (Job, error) {
	return a.jobs.startOwn(ctx, a, "export", who, func(ctx context.Context, progress func(done, total int)) (any, error) {
		content, err := os.CreateTemp("", "huying-export-")
		if err != nil {
			return nil, err
		}
		e := &Exported{Name: name + kind.Extension(), kind: kind, content: content}
		if err = os.Remove(content.Name()); err == nil {
			e.Rows, err = write(ctx, content, progress)
		}
		if err == nil {
			e.size, err = content.Seek(0, io.SeekEnd)
		}
		if err != nil {
			content.Close()
			return nil, err
		}
		return e, nil
	})
}

// leaving is a list that leaves the house.
type leaving[T any] struct {
	what   string // in the record
	filter any    // in the record: what was asked for, without personal data
	needs  org.Permission
	list   sheet.List[T] // its name is also that of the file, before the date
	page   func(context.Context, page.Request) (page.Page[T], error)
}

type exportOrdersInput struct {
	OrderFilter
	ExportFormat
}

type exportAccountsInput struct {
	RegisterSpan
	ExportFormat
}

type exportDocumentsInput struct {
	Kind string `json:"kind" query:"kind" required:"true" enum:"urge,notice,circular" doc:"催办通知书、行政监察通知书、书面通报"`
	RegisterSpan
	ExportFormat
}

func (a *api) exportRoutes() {
	a.officeExports()
	handle(a, export("/api/orders/export", "exportOrders", "导出工单列表，返回任务", org.OrderView),
		func(ctx context.Context, who org.Actor, in *exportOrdersInput) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[hotline.Row]{what: "orders", filter: recorded(in.OrderFilter), needs: org.OrderView,
				list: sheet.List[hotline.Row]{Name: "工单", Row: orderLine,
					Head: []any{"编号", "标题", "类型", "状态", "来源", "区域", "地点", "承办单位", "承办人", "登记时间", "办理期限", "是否超时", "办结时间", "催办次数", "重办次数"}},
				page: func(ctx context.Context, req page.Request) (page.Page[hotline.Row], error) {
					return a.Hotline.List(ctx, who, in.filter(), req)
				}})
		})
	handle(a, export("/api/accounts/export", "exportAccounts", "导出问责登记，返回任务", org.OrderSupervise),
		func(ctx context.Context, who org.Actor, in *exportAccountsInput) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[hotline.Account]{what: "accounts", filter: in.RegisterSpan, needs: org.OrderSupervise,
				list: sheet.List[hotline.Account]{Name: "问责登记", Row: accountLine,
					Head: []any{"登记号", "登记时间", "工单编号", "标题", "单位", "问责情形", "处理方式", "当事人", "负责人", "查明的事实", "移送文号", "登记人"}},
				page: func(ctx context.Context, req page.Request) (page.Page[hotline.Account], error) {
					return a.Hotline.Accounts(ctx, who, in.span(), req)
				}})
		})
	handle(a, export("/api/documents/export", "exportDocuments", "导出督办文书登记，返回任务", org.OrderSupervise),
		func(ctx context.Context, who org.Actor, in *exportDocumentsInput) (Job, error) {
			return exportList(ctx, a, who, in.Format, leaving[hotline.Document]{what: "documents", filter: in, needs: org.OrderSupervise,
				list: sheet.List[hotline.Document]{Name: "督办文书", Row: documentLine,
					Head: []any{"文号", "文书种类", "工单编号", "标题", "送达单位", "经办人", "发出时间"}},
				page: func(ctx context.Context, req page.Request) (page.Page[hotline.Document], error) {
					return a.Hotline.Documents(ctx, who, in.Kind, in.span(), req)
				}})
		})
}

// export is the operation that starts to write a list.
func export(path, id, summary string, needs org.Permission) operation {
	return operation{method: post, path: path, id: id, summary: summary, tag: orderTag, status: http.StatusAccepted, needs: []org.Permission{needs}}
}

// recorded is a filter as the record may hold it: words that were searched for can be a name.
func recorded(f OrderFilter) OrderFilter {
	if f.Text != "" {
		f.Text = audit.Digest(f.Text)
	}
	return f
}

// exportList writes what the person would see page by page, and records that it left the house before anybody can fetch it.
func exportList[T any](ctx context.Context, a *api, who org.Actor, f sheet.Format, l leaving[T]) (Job, error) {
	if !who.MayAnywhere(l.needs) {
		return Job{}, org.Forbidden()
	}
	name := l.list.Name + calendar.DateOf(a.Clock.Now()).String()
	return a.exporting(ctx, who, name, f, func(ctx context.Context, to io.Writer, progress func(int)) (rows int, err error) {
		l.list.Most, l.list.Progress = a.Policy.Now().Int(setExportRows, ""), progress
		l.list.Page = func(req page.Request) (page.Page[T], error) { return l.page(ctx, req) }
		err = sheet.Write(to, f, func(b *sheet.Book) error {
			rows, err = l.list.Fill(b)
			return err
		})
		if err != nil {
			return rows, err
		}
		return rows, a.DB.Update(ctx, func(tx *storage.Tx) error {
			return audit.Record(tx, "export", audit.Entry{Action: "export", Actor: who.ID, Authority: "AUD-07",
				Data: map[string]any{"what": l.what, "format": f, "filter": l.filter, "rows": rows}})
		})
	})
}

func documentLine(d hotline.Document) []any {
	return []any{d.Number, d.Label, d.OrderNumber, sheet.Text(d.Title), d.Dept, d.IssuedBy, d.IssuedAt}
}

func accountLine(e hotline.Account) []any {
	return []any{e.Number, e.At, e.OrderNumber, sheet.Text(e.Title), e.Dept, e.Ground, e.Measure, e.Handler, e.Head, sheet.Text(e.Finding), e.Link, e.By}
}

func orderLine(r hotline.Row) []any {
	return []any{r.Number, sheet.Text(r.Title), r.KindLabel, r.StateLabel, r.Channel, r.Region, sheet.Text(r.Place), r.Dept, r.Assignee,
		r.Opened, sheet.Limit{End: r.Due, Provisional: r.Standing.Provisional}, r.Standing.Late, r.Closed, r.Urges, r.Redos}
}
