package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"

	"huying/internal/app"
	"huying/internal/approval"
	"huying/internal/calendar"
	"huying/internal/catalog"
	"huying/internal/fault"
	"huying/internal/org"
)

// exportCmd gives what is kept here to others.
type exportCmd struct {
	Catalog      exportCatalogCmd      `cmd:"" help:"导出服务事项"`
	Applications exportApplicationsCmd `cmd:"" help:"按GB/T 39046导出办件的申请、受理、办理和办结数据集"`
}

// exportCatalogCmd writes the items in use to a file.
type exportCatalogCmd struct {
	Format catalog.Format `help:"格式：json 全部内容，xlsx 工作簿，gbt39046 国家标准的事项管理数据集" enum:"json,xlsx,gbt39046" default:"json"`
	Out    string         `help:"写入的文件；不填则用默认的文件名" type:"path" placeholder:"文件"`
}

// Run writes the file. It fails, after it has been written, when the items do not hold to the standard that it names.
func (e exportCatalogCmd) Run(ctx context.Context, c *console) error {
	return c.existing(ctx, func(a *app.App) error {
		out, err := a.Catalog.Export(ctx, org.System(), e.Format)
		if err != nil {
			return err
		}
		if e.Out == "" {
			e.Out = out.Name
		}
		if err := os.WriteFile(e.Out, out.Data, 0o644); err != nil {
			return fault.Newf(fault.Invalid, "export.file", "无法写入文件%s。", e.Out).Because(err)
		}
		c.say("已导出%d项，写入%s", out.Items, e.Out)
		for n, p := range out.Problems {
			if n == listed {
				c.say("  ……")
				break
			}
			c.say("  第%d行“%s”：%s", p.Row, p.Element, p.Message)
		}
		if err := c.print(map[string]any{"file": e.Out, "items": out.Items, "problems": out.Problems}); err != nil {
			return err
		}
		if len(out.Problems) > 0 {
			return errFound
		}
		return nil
	})
}

// exportApplicationsCmd writes the applications of a period as the data sets of the standard.
type exportApplicationsCmd struct {
	From    calendar.Date `help:"收件日期起，如2026-01-01" required:"" placeholder:"日期"`
	To      calendar.Date `help:"收件日期止，含当日" required:"" placeholder:"日期"`
	Dept    string        `help:"只导出此部门编号及其下级的事项的办件" placeholder:"部门"`
	Purpose string        `help:"需要申请人完整信息的用途，将记入审计记录；不填则隐去姓名、证件号码和电话" placeholder:"用途"`
	Out     string        `help:"写入的文件；不填则用默认的文件名" type:"path" placeholder:"文件"`
}

// Run writes the file as it reads, page by page; one that could not be written to the end is removed. It fails, after the
// file has been written, when rows do not hold to the standard.
func (e exportApplicationsCmd) Run(ctx context.Context, c *console) error {
	return c.existing(ctx, func(a *app.App) error {
		if e.Out == "" {
			e.Out = fmt.Sprintf("GBT39046办件%s至%s.json", e.From, e.To)
		}
		out, err := e.write(ctx, c, a)
		c.progressDone()
		if err != nil {
			return err
		}
		c.say("已导出%d件、%d行，写入%s", out.Applications, out.Rows, e.Out)
		for n, p := range out.Problems {
			if n == listed {
				c.say("  ……")
				break
			}
			c.say("  办件%s，表%d“%s”：%s", p.Number, p.Set, p.Element, p.Message)
		}
		if err := c.print(map[string]any{"file": e.Out, "applications": out.Applications, "rows": out.Rows, "problems": out.Problems}); err != nil {
			return err
		}
		if len(out.Problems) > 0 {
			return errFound
		}
		return nil
	})
}

func (e exportApplicationsCmd) write(ctx context.Context, c *console, a *app.App) (out approval.StandardResult, err error) {
	file, err := os.OpenFile(e.Out, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) // it may tell who applied
	if err != nil {
		return out, fault.Newf(fault.Invalid, "export.file", "无法写入文件%s。", e.Out).Because(err)
	}
	to := bufio.NewWriter(file)
	out, err = a.Approval.Standard(ctx, org.System(), approval.StandardForm{Span: approval.Span{From: e.From, To: e.To}, Dept: e.Dept, Purpose: e.Purpose}, to,
		func(done, total int) { c.progress("已导出 %d / %d 件", done, total) })
	if err = errors.Join(err, to.Flush(), file.Close()); err != nil {
		err = errors.Join(err, os.Remove(e.Out))
	}
	return out, err
}
