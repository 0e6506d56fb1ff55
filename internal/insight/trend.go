package insight

import (
	"context"
	"slices"
	"strings"

	"huying/internal/calendar"
	"huying/internal/fault"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/storage"
)

// The steps of a trend.
const (
	Daily   = "day"
	Weekly  = "week" // from Monday
	Monthly = "month"
)

// Point is one step of a trend. Counts and figures are of the orders received in it; Done is how many orders were concluded
// in it, whenever they were received.
type Point struct {
	From    calendar.Date    `json:"from"`
	To      calendar.Date    `json:"to"`
	Counts  map[string]int64 `json:"counts"`
	Done    int64            `json:"done"`
	Figures []Figure         `json:"figures"`
}

// Trend gives the numbers of a period step by step, for charts. Steps without an order are there too.
func (s *Service) Trend(ctx context.Context, actor org.Actor, q Query, step string) (points []Point, err error) {
	p, err := s.plan(ctx, actor, org.StatsView, q)
	if err != nil {
		return nil, err
	}
	if !slices.Contains([]string{Daily, Weekly, Monthly}, step) {
		return nil, fault.New(fault.Invalid, "insight.step", "请选择按日、按周或者按月。").On("step", "不正确")
	}
	err = s.see(ctx, &p, func(tx *storage.Tx) error {
		axis := axisDept
		if p.dept == "" && p.region != "" {
			axis = axisRegion
		}
		days, err := p.by(tx, axis, "day")
		if err != nil {
			return err
		}
		done, err := p.done(tx)
		if err != nil {
			return err
		}
		points = p.steps(step, days, done)
		return nil
	})
	return points, err
}

// done counts the conclusions by day.
func (p *plan) done(tx *storage.Tx) (map[string]int64, error) {
	from, _, w := p.source(tx, axisDone)
	day := "day"
	if from == "insight_order" {
		day = "concluded_day"
	}
	out := map[string]int64{}
	err := tx.All(`SELECT `+day+`, CAST(SUM(orders) AS BIGINT) FROM `+from+` WHERE `+w.String()+` GROUP BY `+day, w.args, func(scan func(...any) error) error {
		var key string
		var n int64
		err := scan(&key, &n)
		out[key] = n
		return err
	})
	return out, err
}

func (p *plan) steps(step string, days groups, done map[string]int64) []Point {
	points := []Point{}
	for from := p.from; from <= p.to; {
		point := Point{From: from, To: min(stepEnd(from, step), p.to)}
		sum := &group{waiting: map[string]int64{}}
		for d := point.From; d <= point.To; d++ {
			if g := days[d.String()]; g != nil {
				sum.plus(g)
			}
			point.Done += done[d.String()]
		}
		point.Counts, point.Figures = sum.counts.ByName(), sum.figures(p.small)
		points = append(points, point)
		from = point.To + 1
	}
	return points
}

// stepEnd is the last day of the step in which d lies.
func stepEnd(d calendar.Date, step string) calendar.Date {
	switch step {
	case Weekly:
		return d.Add((7 - int(d.Weekday())) % 7)
	case Monthly:
		if d.Month() == 12 {
			return calendar.Of(d.Year()+1, 1, 1) - 1
		}
		return calendar.Of(d.Year(), d.Month()+1, 1) - 1
	}
	return d
}

// Share is one slice of a whole. Percent is in per cent with two decimals.
type Share struct {
	Key     string  `json:"key"`
	Name    string  `json:"name"`
	Count   int64   `json:"count"`
	Percent float64 `json:"percent"`
}

// Spread tells how the orders received in the period divide by "kind", "channel", "region" or "category", the largest
// share first.
func (s *Service) Spread(ctx context.Context, actor org.Actor, q Query, by string) ([]Share, error) {
	return s.spread(ctx, actor, org.StatsView, q, by)
}

// spread is Spread in the part of the trees where the person has the permission.
func (s *Service) spread(ctx context.Context, actor org.Actor, permission org.Permission, q Query, by string) (shares []Share, err error) {
	p, err := s.plan(ctx, actor, permission, q)
	if err != nil {
		return nil, err
	}
	err = s.see(ctx, &p, func(tx *storage.Tx) error {
		shares, err = p.spread(tx, by)
		return err
	})
	return shares, err
}

func (p *plan) spread(tx *storage.Tx, by string) ([]Share, error) {
	var from, column string
	var w *where
	switch by {
	case "kind":
		from, _, w = p.source(tx, axisDept)
		column = "kind"
	case "channel":
		from, column, w = p.source(tx, axisChannel)
	case "region":
		from, column, w = p.source(tx, axisRegion)
	case "category":
		from, column, w = "insight_order", "category", p.orders(tx, "day")
	default:
		return nil, fault.New(fault.Invalid, "insight.by", "请选择分布的依据。").On("by", "不正确")
	}
	counts, total := map[string]int64{}, int64(0)
	err := tx.All(`SELECT `+column+`, CAST(SUM(orders) AS BIGINT) FROM `+from+` WHERE `+w.String()+` GROUP BY `+column, w.args, func(scan func(...any) error) error {
		var key string
		var n int64
		err := scan(&key, &n)
		if by == "region" {
			key = lastNode(p.regionOf(key))
		}
		counts[key] += n
		total += n
		return err
	})
	return p.shares(by, counts, total), err
}

func (p *plan) shares(by string, counts map[string]int64, total int64) []Share {
	out := []Share{}
	for key, n := range counts {
		h, _ := Percent(n, total)
		out = append(out, Share{Key: key, Name: p.nameOf(by, key), Count: n, Percent: float64(h) / 100})
	}
	slices.SortFunc(out, func(a, b Share) int {
		if a.Count != b.Count {
			return int(b.Count - a.Count)
		}
		return strings.Compare(a.Key, b.Key)
	})
	return out
}

func (p *plan) nameOf(by, key string) string {
	words := map[string][]hotline.Word{"kind": hotline.Kinds, "channel": hotline.Channels}[by]
	for _, w := range words {
		if w.Key == key {
			return w.Label
		}
	}
	if r, ok := p.dir.Region(key); ok && by == "region" {
		return r.Name
	}
	if key == "" {
		return "未分类"
	}
	return key
}
