package insight

import (
	"context"
	"io"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/rulebook"
	"huying/internal/sheet"
	"huying/internal/storage"
)

// Orders gives the list rows of orders that the person may see, in the order of the ids, with what the list is about; the
// hotline does.
type Orders interface {
	Rows(ctx context.Context, actor org.Actor, ids []string, about hotline.About) ([]hotline.Row, error)
}

// Export is a figure that leaves the house: to whom, in which format, and who hears how far the writing is.
type Export struct {
	Actor    org.Actor
	Query    Query
	Format   sheet.Format
	To       io.Writer
	Progress func(rows int)
}

// MayExport refuses somebody who may not export the figures of this part of the trees.
func (s *Service) MayExport(ctx context.Context, actor org.Actor, q Query) error {
	if !actor.MayAnywhere(org.StatsExport) {
		return fault.New(fault.Forbidden, "insight.export", "您没有导出统计的权限。")
	}
	p, err := s.plan(ctx, actor, org.StatsExport, q)
	if err == nil && !p.scope.Meets(p.dept, p.region) {
		err = fault.New(fault.Forbidden, "insight.export", "您没有导出这一部门或者区域统计的权限。")
	}
	return err
}

// ExportRates writes a ranking: the figures with their numerators and denominators, and in a second table the formulas. It
// holds what the permission to export covers, and the record tells what was taken out.
func (s *Service) ExportRates(ctx context.Context, e Export, by, sort string) (rows int, err error) {
	if err := s.MayExport(ctx, e.Actor, e.Query); err != nil {
		return 0, err
	}
	t, err := s.rates(ctx, e.Actor, org.StatsExport, e.Query, by, sort)
	if err != nil {
		return 0, err
	}
	err = sheet.Write(e.To, e.Format, func(b *sheet.Book) error {
		if err := rateSheet(b, e.Query, t, sort); err != nil {
			return err
		}
		return formulaSheet(b)
	})
	if err != nil {
		return 0, err
	}
	return len(t.Rows), s.recordExport(ctx, e, exported{Figure: "ranking", By: by, Sort: sort, Rows: len(t.Rows)})
}

func rateSheet(b *sheet.Book, q Query, t Table, sort string) error {
	if err := b.Sheet("排名", q.From.String()+"至"+q.To.String()+"，截至"+t.AsOf.In(calendar.Zone).Format("2006-01-02 15:04")); err != nil {
		return err
	}
	head := []any{"名次", "单位", "登记", "派单", "办结"}
	for _, x := range Formulas {
		head = append(head, x.Name+"（%）", x.Name+"分子", x.Name+"分母", x.Name+"名次")
	}
	if err := b.Row(head...); err != nil {
		return err
	}
	rows := t.Rows
	if t.Undispatched != nil {
		rows = append(rows, *t.Undispatched)
	}
	for _, r := range append(rows, t.Total) {
		line := []any{rankOrBlank(r.Figure(sort).Rank), r.Name, r.Counts["orders"], r.Counts["dispatched"], r.Counts["concluded"]}
		for _, x := range r.Figures {
			line = append(line, x.Rate, x.Numerator, x.Denominator, rankOrBlank(x.Rank))
		}
		if err := b.Row(line...); err != nil {
			return err
		}
	}
	return nil
}

func rankOrBlank(rank int) any {
	if rank == 0 {
		return nil
	}
	return rank
}

func formulaSheet(b *sheet.Book) error {
	if err := b.Sheet("公式", "指标", "含义", "分子", "分母", "依据", "版本"); err != nil {
		return err
	}
	for _, x := range Formulas {
		asks, _ := rulebook.Sentence(x.Rule)
		if err := b.Row(x.Name, x.Sentence, x.Numerator, x.Denominator, asks+"（"+x.Rule+"）", x.Version); err != nil {
			return err
		}
	}
	return nil
}

// ExportList writes the orders that a figure counts (see Drill), as far as the permission to export covers them. It refuses
// more rows than policy allows, and the record tells what was taken out.
func (s *Service) ExportList(ctx context.Context, e Export, orders Orders, of Opened) (rows int, err error) {
	if err := s.MayExport(ctx, e.Actor, e.Query); err != nil {
		return 0, err
	}
	about := AboutOf(of.Figure)
	list := sheet.List[hotline.Row]{Name: "工单清单", Most: s.policy.Now().Int(setExportRows, ""), Progress: e.Progress, Row: orderLine,
		Head: []any{"编号", "标题", "类型", "状态", "渠道", "区域", "承办单位", "登记时间", "办结归档时间", "期限", "完成时间", "超期工作日", "催办次数", "重办次数"},
		Page: func(req page.Request) (out page.Page[hotline.Row], err error) {
			ids, err := s.drill(ctx, e.Actor, org.StatsExport, e.Query, of, req)
			if err != nil {
				return out, err
			}
			out.Next = ids.Next
			out.Items, err = orders.Rows(ctx, e.Actor, ids.Items, about)
			return out, err
		}}
	if about.Satisfaction {
		list.Head, list.Row = append(list.Head, "满意度", "满意度取自", "是否解释办结", "不满意原因"), readingLine
	}
	err = sheet.Write(e.To, e.Format, func(b *sheet.Book) error {
		rows, err = list.Fill(b)
		return err
	})
	if err != nil {
		return rows, err
	}
	return rows, s.recordExport(ctx, e, exported{Figure: of.Figure, Part: of.Part, Topic: of.Topic, Word: of.Word, Rows: rows})
}

func orderLine(r hotline.Row) []any {
	return []any{r.Number, sheet.Text(r.Title), r.KindLabel, r.StateLabel, r.Channel, r.Region, r.Dept, r.Opened, r.Closed, sheet.Limit{End: r.Due, Provisional: r.Standing.Provisional}, r.Met,
		r.Standing.OverdueWorkdays, r.Urges, r.Redos}
}

// readingLine is orderLine with how satisfied the citizen was.
func readingLine(r hotline.Row) []any {
	if r.Reading == nil {
		return orderLine(r)
	}
	when := "答复时"
	if r.Reading.Revisited {
		when = "回访时"
	}
	return append(orderLine(r), r.Reading.Grade, when, r.Reading.Explained, sheet.Text(r.Reading.Why))
}

// exported is what the record tells of an export.
type exported struct {
	Figure string        `json:"figure,omitempty"`
	Part   string        `json:"part,omitempty"`
	Topic  string        `json:"topic,omitempty"`
	Word   string        `json:"word,omitempty"`
	By     string        `json:"by,omitempty"`
	Sort   string        `json:"sort,omitempty"`
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to"`
	Dept   string        `json:"dept,omitempty"`
	Region string        `json:"region,omitempty"`
	Kind   string        `json:"kind,omitempty"`
	Format sheet.Format  `json:"format"`
	Rows   int           `json:"rows"`
}

func (s *Service) recordExport(ctx context.Context, e Export, x exported) error {
	q := e.Query
	x.From, x.To, x.Dept, x.Region, x.Kind, x.Format = q.From, q.To, q.Dept, q.Region, q.Kind, e.Format
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		return audit.Record(tx, "insight", audit.Entry{Action: "stats.export", Actor: e.Actor.ID, Authority: "AUD-07", Data: x})
	})
}
