package insight

import (
	"context"

	"huying/internal/org"
	"huying/internal/sheet"
)

// SpreadTable is how the orders divide and what is hot among the tables that leave the house, and SpreadTableName what it is
// called.
const (
	SpreadTable     = "spread"
	SpreadTableName = "分布与热点"
)

var spreads = []struct{ by, name string }{{"kind", "类型分布"}, {"channel", "来源渠道"}, {"region", "区域分布"}, {"category", "类别分布"}}

// ExportSpread writes every spread of the period and its topics, as far as the permission to export covers them, and the
// record tells what was taken out.
func (s *Service) ExportSpread(ctx context.Context, e Export) (rows int, err error) {
	if err := s.MayExport(ctx, e.Actor, e.Query); err != nil {
		return 0, err
	}
	var shares, hot [][]any
	for _, x := range spreads {
		list, err := s.spread(ctx, e.Actor, org.StatsExport, e.Query, x.by)
		if err != nil {
			return 0, err
		}
		for _, share := range list {
			shares = append(shares, []any{x.name, share.Name, share.Count, share.Percent})
		}
	}
	topics, err := s.topics(ctx, e.Actor, org.StatsExport, e.Query)
	if err != nil {
		return 0, err
	}
	for _, x := range []struct {
		name string
		list []Topic
	}{{"上升热点", topics.Rising}, {"集中的类别", topics.Categories}, {"集中的地点", topics.Places}} {
		for _, topic := range x.list {
			hot = append(hot, []any{x.name, sheet.Text(topic.Word), topic.Count, topic.CountBefore, topic.Share, topic.Before})
		}
	}
	err = sheet.Write(e.To, e.Format, func(b *sheet.Book) error {
		if err := table(b, "分布", []any{"分布", "名称", "件数", "占比（%）"}, shares); err != nil {
			return err
		}
		return table(b, "热点", []any{"热点", "名称", "件数", "上期件数", "占比（%）", "上期占比（%）"}, hot)
	})
	if err != nil {
		return 0, err
	}
	rows = len(shares) + len(hot)
	return rows, s.recordExport(ctx, e, exported{Figure: SpreadTable, Rows: rows})
}

func table(b *sheet.Book, name string, head []any, lines [][]any) error {
	if err := b.Sheet(name, head...); err != nil {
		return err
	}
	for _, line := range lines {
		if err := b.Row(line...); err != nil {
			return err
		}
	}
	return nil
}
