package httpapi

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/xuri/excelize/v2"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

const sheetName = "工单"

var exportHead = []any{"编号", "标题", "类型", "状态", "来源", "区域", "地点", "承办单位", "承办人", "登记时间", "办理期限", "是否超时", "办结时间", "催办次数", "重办次数"}

func (a *api) exportRoutes() {
	handle(a, operation{method: get, path: "/api/orders/export", id: "exportOrders", summary: "导出工单列表（Excel）", tag: orderTag, needs: []org.Permission{org.OrderView}},
		func(ctx context.Context, who org.Actor, in *OrderFilter) (stream, error) {
			book, err := a.export(ctx, who, in.filter())
			if err != nil {
				return stream{}, err
			}
			name := "工单" + calendar.DateOf(a.Clock.Now()).String() + ".xlsx"
			return stream{func(c huma.Context) {
				defer book.Close()
				c.SetHeader("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
				c.SetHeader("Content-Disposition", saveAs(name))
				c.SetStatus(200)
				if err := book.Write(c.BodyWriter()); err != nil {
					a.Log.DebugContext(ctx, "export not sent", "error", err)
				}
			}}, nil
		})
}

// export writes what the person would see page by page, without personal data, and records that it left the house.
func (a *api) export(ctx context.Context, who org.Actor, f hotline.Filter) (*excelize.File, error) {
	book := excelize.NewFile()
	if err := book.SetSheetName("Sheet1", sheetName); err != nil {
		return nil, err
	}
	w, err := book.NewStreamWriter(sheetName)
	if err != nil {
		return nil, err
	}
	rows, err := a.exportRows(ctx, who, f, w)
	if err != nil {
		return nil, err
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	return book, a.DB.Update(ctx, func(tx *storage.Tx) error {
		return audit.Record(tx, "export", audit.Entry{Action: "export", Actor: who.ID, Authority: "AUD-07", Data: map[string]any{"what": "orders", "rows": rows}})
	})
}

func (a *api) exportRows(ctx context.Context, who org.Actor, f hotline.Filter, w *excelize.StreamWriter) (rows int, err error) {
	if err := w.SetRow("A1", exportHead); err != nil {
		return 0, err
	}
	most := a.Policy.Now().Int(setExportRows, "")
	req := page.Request{Size: page.MaxSize}
	for rows < most {
		got, err := a.Hotline.List(ctx, who, f, req)
		if err != nil {
			return rows, err
		}
		for _, r := range got.Items[:min(len(got.Items), most-rows)] {
			rows++
			if err := w.SetRow(fmt.Sprintf("A%d", rows+1), exportRow(r)); err != nil {
				return rows, err
			}
		}
		if req.After = got.Next; got.Next == "" {
			break
		}
	}
	return rows, nil
}

func exportRow(r hotline.Row) []any {
	late := ""
	if r.Standing.Late {
		late = "是"
	}
	due := ""
	if !r.Due.IsZero() {
		due = calendar.DateOf(r.Due.Add(-time.Millisecond)).String()
	}
	return []any{cell(r.Number), cell(r.Title), cell(r.KindLabel), cell(r.StateLabel), cell(r.Channel), cell(r.Region), cell(r.Place), cell(r.Dept), cell(r.Assignee),
		instant(r.Opened), due, late, instant(r.Closed), r.Urges, r.Redos}
}

// cell keeps what a citizen wrote from being read as a formula, also after somebody saves the sheet as plain text.
func cell(text string) string {
	if strings.IndexAny(text, "=+-@\t\r\n") == 0 {
		return "'" + text
	}
	return text
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Zone).Format("2006-01-02 15:04")
}
