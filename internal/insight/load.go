package insight

import (
	"context"
	"fmt"

	"huying/internal/calendar"
	"huying/internal/org"
	"huying/internal/sheet"
	"huying/internal/storage"
)

// Load is how much one person of the hotline desk did in one hour of the day, or on one day (HOT-110).
type Load struct {
	Person   string        `json:"person"` // id
	Name     string        `json:"name"`
	Day      calendar.Date `json:"day,omitzero"`
	Hour     int64         `json:"hour"`
	Taken    int64         `json:"taken"`    // calls and messages registered or accepted
	Revisits int64         `json:"revisits"` // attempts to call back
}

// Loads shows the load of each operator over the period, day by day, or with hourly hour by hour of the day (summed over
// the days), for staffing.
func (s *Service) Loads(ctx context.Context, actor org.Actor, q Query, hourly bool) (out []Load, err error) {
	return s.loads(ctx, actor, org.StatsView, q, hourly)
}

func (s *Service) loads(ctx context.Context, actor org.Actor, by org.Permission, q Query, hourly bool) (out []Load, err error) {
	p, err := s.plan(ctx, actor, by, q)
	if err != nil {
		return nil, err
	}
	column := "day"
	if hourly {
		column = "hour"
	}
	err = s.see(ctx, &p, func(tx *storage.Tx) error {
		out, err = p.loads(tx, column)
		return err
	})
	return out, err
}

func (p *plan) loads(tx *storage.Tx, column string) ([]Load, error) {
	w := p.orders(tx, "day")
	out, ids := []Load{}, []string{}
	err := tx.All(`SELECT who, `+column+`, CAST(SUM(CASE WHEN what = '`+markRevisit+`' THEN 0 ELSE 1 END) AS BIGINT), CAST(SUM(CASE WHEN what = '`+markRevisit+`' THEN 1 ELSE 0 END) AS BIGINT)
		FROM insight_mark WHERE what IN (`+quoted([]string{markRegister, markAccept, markRevisit})+`) AND `+w.String()+` GROUP BY who, `+column+` ORDER BY `+column+`, who`, w.args,
		func(scan func(...any) error) error {
			var l Load
			var day string
			var err error
			if column == "day" {
				err = scan(&l.Person, &day, &l.Taken, &l.Revisits)
			} else {
				err = scan(&l.Person, &l.Hour, &l.Taken, &l.Revisits)
			}
			if err == nil && day != "" {
				l.Day, err = calendar.ParseDate(day)
			}
			out, ids = append(out, l), append(ids, l.Person)
			return err
		})
	if err != nil {
		return nil, err
	}
	names, err := org.NamesOf(tx, ids)
	for i := range out {
		out[i].Name = names[out[i].Person]
	}
	return out, err
}

// LoadTable is the load of the operators among the tables that leave the house, and LoadTableName what it is called.
const (
	LoadTable     = "loads"
	LoadTableName = "话务量"
)

// ExportLoads writes what each operator did day by day, and hour by hour of the day, as far as the permission to export
// covers it, and the record tells what was taken out.
func (s *Service) ExportLoads(ctx context.Context, e Export) (rows int, err error) {
	if err := s.MayExport(ctx, e.Actor, e.Query); err != nil {
		return 0, err
	}
	days, err := s.loads(ctx, e.Actor, org.StatsExport, e.Query, false)
	if err != nil {
		return 0, err
	}
	hours, err := s.loads(ctx, e.Actor, org.StatsExport, e.Query, true)
	if err != nil {
		return 0, err
	}
	err = sheet.Write(e.To, e.Format, func(b *sheet.Book) error {
		if err := b.Sheet(LoadTableName, "人员", "日期", "接听登记", "回访"); err != nil {
			return err
		}
		for _, l := range days {
			if err := b.Row(l.Name, l.Day, l.Taken, l.Revisits); err != nil {
				return err
			}
		}
		if err := b.Sheet("按时段", "人员", "时段", "接听登记", "回访"); err != nil {
			return err
		}
		for _, l := range hours {
			if err := b.Row(l.Name, fmt.Sprintf("%d时至%d时", l.Hour, l.Hour+1), l.Taken, l.Revisits); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return len(days) + len(hours), s.recordExport(ctx, e, exported{Figure: LoadTable, Rows: len(days) + len(hours)})
}
