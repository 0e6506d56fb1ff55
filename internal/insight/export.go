package insight

import (
	"context"
	"io"
	"time"

	"github.com/xuri/excelize/v2"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/rulebook"
	"huying/internal/storage"
)

// Orders gives the list rows of orders that the person may see, in the order of the ids, with the limit that is asked for;
// the hotline does.
type Orders interface {
	Rows(ctx context.Context, actor org.Actor, ids []string, meter string) ([]hotline.Row, error)
}

// ExportRates writes a ranking as an Excel workbook: the figures with their numerators and denominators, and on a second
// sheet the formulas. It wants the permission to export; that it was exported is recorded.
func (s *Service) ExportRates(ctx context.Context, actor org.Actor, q Query, by, sort string, to io.Writer) error {
	if err := s.mayExport(ctx, actor, q, "ranking", by); err != nil {
		return err
	}
	t, err := s.Rates(ctx, actor, q, by, sort)
	if err != nil {
		return err
	}
	return workbook(to, func(f *excelize.File) error {
		if err := rateSheet(f, q, t); err != nil {
			return err
		}
		return formulaSheet(f)
	})
}

func rateSheet(f *excelize.File, q Query, t Table) error {
	head := []any{"名次", "单位", "受理", "派单", "办结"}
	for _, x := range Formulas {
		head = append(head, x.Name+"（%）", x.Name+"分子", x.Name+"分母", x.Name+"名次")
	}
	rows := [][]any{{q.From.String() + "至" + q.To.String() + "，截至" + t.AsOf.In(calendar.Zone).Format("2006-01-02 15:04")}, head}
	for i, r := range append(t.Rows, t.Total) {
		line := []any{i + 1, r.Name, r.Counts["orders"], r.Counts["dispatched"], r.Counts["concluded"]}
		if i == len(t.Rows) {
			line[0] = ""
		}
		for _, x := range r.Figures {
			line = append(line, orBlank(x.Rate), x.Numerator, x.Denominator, rankOrBlank(x.Rank))
		}
		rows = append(rows, line)
	}
	i := 0
	return sheet(f, "排名", func() ([]any, error) {
		if i++; i > len(rows) {
			return nil, nil
		}
		return rows[i-1], nil
	})
}

func orBlank(rate *float64) any {
	if rate == nil {
		return ""
	}
	return *rate
}

func rankOrBlank(rank int) any {
	if rank == 0 {
		return ""
	}
	return rank
}

func formulaSheet(f *excelize.File) error {
	i := -1
	return sheet(f, "公式", func() ([]any, error) {
		if i++; i == 0 {
			return []any{"指标", "含义", "分子", "分母", "依据", "版本"}, nil
		}
		if i > len(Formulas) {
			return nil, nil
		}
		x := Formulas[i-1]
		asks, _ := rulebook.Sentence(x.Rule)
		return []any{x.Name, x.Sentence, x.Numerator, x.Denominator, asks + "（" + x.Rule + "）", x.Version}, nil
	})
}

// ExportList writes the orders that a figure counts as an Excel workbook (see Drill). It wants the permission to
// export, refuses more rows than policy allows, and is recorded.
func (s *Service) ExportList(ctx context.Context, actor org.Actor, orders Orders, q Query, of Opened, to io.Writer) error {
	if err := s.mayExport(ctx, actor, q, of.Figure+of.Topic, of.Part+of.Word); err != nil {
		return err
	}
	lines := lister{ctx: ctx, actor: actor, orders: orders, meter: MeterOf(of.Figure), most: s.policy.Now().Int(setExportRows, ""),
		next: func(after string) (page.Page[string], error) {
			return s.Drill(ctx, actor, q, of, page.Request{Size: page.MaxSize, After: after})
		}}
	return workbook(to, func(f *excelize.File) error { return sheet(f, "工单清单", lines.line) })
}

// lister reads a list page by page while it is being written.
type lister struct {
	ctx    context.Context
	actor  org.Actor
	orders Orders
	meter  string
	next   func(after string) (page.Page[string], error)
	most   int

	begun, done bool
	after       string
	rows        []hotline.Row
	given       int
}

var listHead = []any{"编号", "标题", "类型", "状态", "渠道", "区域", "承办单位", "受理时间", "办结归档时间", "期限", "完成时间", "超期工作日", "催办次数", "重办次数"}

func (l *lister) line() ([]any, error) {
	if !l.begun {
		l.begun = true
		return listHead, nil
	}
	for len(l.rows) == 0 && !l.done {
		ids, err := l.next(l.after)
		if err != nil {
			return nil, err
		}
		if l.rows, err = l.orders.Rows(l.ctx, l.actor, ids.Items, l.meter); err != nil {
			return nil, err
		}
		l.after, l.done = ids.Next, ids.Next == ""
	}
	if len(l.rows) == 0 {
		return nil, nil
	}
	if l.given++; l.given > l.most {
		return nil, fault.Newf(fault.TooLarge, "insight.export.rows", "清单超过%d行，请缩小统计范围后再导出。", l.most)
	}
	r := l.rows[0]
	l.rows = l.rows[1:]
	return []any{r.Number, r.Title, r.KindLabel, r.StateLabel, r.Channel, r.Region, r.Dept, chinaTime(r.Opened), chinaTime(r.Closed), chinaTime(r.Due), chinaTime(r.Met), r.Standing.OverdueWorkdays, r.Urges, r.Redos}, nil
}

func chinaTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Zone).Format("2006-01-02 15:04")
}

// mayExport checks the permission and records what is taken out.
func (s *Service) mayExport(ctx context.Context, actor org.Actor, q Query, figure, part string) error {
	if !actor.MayAnywhere(org.StatsExport) {
		return fault.New(fault.Forbidden, "insight.export", "您没有导出统计的权限。")
	}
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		return audit.Record(tx, "insight", audit.Entry{Action: "stats.export", Actor: actor.ID, Data: map[string]any{
			"figure": figure, "part": part, "from": q.From, "to": q.To, "dept": q.Dept, "region": q.Region, "kind": q.Kind}})
	})
}

// workbook writes a workbook whose sheets fill makes.
func workbook(to io.Writer, fill func(f *excelize.File) error) (err error) {
	f := excelize.NewFile()
	defer func() {
		if closing := f.Close(); err == nil {
			err = closing
		}
	}()
	if err := fill(f); err != nil {
		return err
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		return err
	}
	_, err = f.WriteTo(to)
	return err
}

// sheet streams lines into a new sheet until next gives none. Text is written as text, never as a formula.
func sheet(f *excelize.File, name string, next func() ([]any, error)) error {
	if _, err := f.NewSheet(name); err != nil {
		return err
	}
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for n := 1; ; n++ {
		line, err := next()
		if err != nil {
			return err
		}
		if line == nil {
			return w.Flush()
		}
		cell, err := excelize.CoordinatesToCellName(1, n)
		if err != nil {
			return err
		}
		if err := w.SetRow(cell, line); err != nil {
			return err
		}
	}
}
