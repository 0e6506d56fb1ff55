package insight

import (
	"context"
	"slices"
	"strings"

	"huying/internal/calendar"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/sheet"
)

// The tables of units that leave the house beside the ranking.
const (
	ConductTable = "conducts"
	WarningTable = "warnings"
	DayTable     = "days"
)

// ExportUnits writes one of the tables of units as its page shows it, as far as the permission to export covers it, and the
// record tells what was taken out. The early warning is of this moment, whatever the period.
func (s *Service) ExportUnits(ctx context.Context, e Export, orders Orders, table string) (rows int, err error) {
	if table == WarningTable {
		today := calendar.DateOf(s.db.Now())
		e.Query = Query{From: today, To: today}
	}
	if err := s.MayExport(ctx, e.Actor, e.Query); err != nil {
		return 0, err
	}
	lines, err := s.unitLines(ctx, e, orders, table)
	if err != nil {
		return 0, err
	}
	err = sheet.Write(e.To, e.Format, func(b *sheet.Book) error {
		if err := b.Sheet(unitTables[table].name, unitTables[table].head...); err != nil {
			return err
		}
		for _, line := range lines {
			if err := b.Row(line...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return len(lines), s.recordExport(ctx, e, exported{Figure: table, Rows: len(lines)})
}

var unitTables = map[string]struct {
	name string
	head []any
}{
	ConductTable: {"催办与督办", []any{"单位", "催办", "催办通知书", "诉求人催办", "监察通知书", "书面通报", "问责登记", "重办", "退单"}},
	WarningTable: {"预警", []any{"单位", "未签收", "逾期未签收", "逾期未办", "最近上线", "连续未上线工作日"}},
	DayTable:     {"上线情况", []any{"单位", "日期", "登录人数", "逾期未签收", "逾期未签收的工单", "是否上线"}},
}

// UnitTableName is what a table of units is called; "" if there is none of that name.
func UnitTableName(table string) string { return unitTables[table].name }

func (s *Service) unitLines(ctx context.Context, e Export, orders Orders, table string) (lines [][]any, err error) {
	switch table {
	case ConductTable:
		conducts, err := s.conducts(ctx, e.Actor, org.StatsExport, e.Query)
		for _, c := range conducts {
			if c.none() {
				continue
			}
			lines = append(lines, []any{c.Name, c.Urges, c.UrgeNotices, c.CitizenUrges, c.Notices, c.Circulars, c.Accounts, c.Redos, c.Returns})
		}
		return lines, err
	case WarningTable:
		warnings, err := s.warned(ctx, e.Actor, org.StatsExport)
		for _, w := range warnings {
			var seen any
			if w.LastSeen != 0 {
				seen = w.LastSeen
			}
			lines = append(lines, []any{w.Name, w.Unsigned, w.UnsignedLate, w.Late, seen, w.IdleDays})
		}
		return lines, err
	}
	days, err := s.unitDays(ctx, e.Actor, org.StatsExport, e.Query)
	if err != nil {
		return nil, err
	}
	dir, err := s.org.Directory(ctx)
	if err != nil {
		return nil, err
	}
	unit, _ := dir.Department(e.Query.Dept)
	numbers, err := numbersOf(ctx, e.Actor, orders, days)
	for _, d := range days {
		var named []string
		for _, id := range d.Unsigned {
			if n := numbers[id]; n != "" {
				named = append(named, n)
			}
		}
		online := "未上线"
		if d.Online {
			online = "上线"
		}
		lines = append(lines, []any{unit.Name, d.Day, d.People, len(d.Unsigned), strings.Join(named, "、"), online})
	}
	return lines, err
}

// numbersOf gives the numbers of the orders that stood unsigned on these days, of those that the person may see.
func numbersOf(ctx context.Context, actor org.Actor, orders Orders, days []UnitDay) (map[string]string, error) {
	var ids []string
	for _, d := range days {
		ids = append(ids, d.Unsigned...)
	}
	slices.Sort(ids)
	numbers := map[string]string{}
	for some := range slices.Chunk(slices.Compact(ids), page.MaxSize) {
		rows, err := orders.Rows(ctx, actor, some, hotline.About{})
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			numbers[r.ID] = r.Number
		}
	}
	return numbers, nil
}
