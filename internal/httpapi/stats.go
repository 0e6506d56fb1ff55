package httpapi

import (
	"cmp"
	"context"
	"io"
	"net/http"

	"huying/internal/calendar"
	"huying/internal/hotline"
	"huying/internal/insight"
	"huying/internal/org"
)

// StatsPeriod says which orders a figure counts.
type StatsPeriod struct {
	From   Day    `query:"from" required:"true" format:"date" doc:"登记日期起"`
	To     Day    `query:"to" required:"true" format:"date" doc:"登记日期止"`
	Dept   string `query:"dept" maxLength:"64" doc:"部门编号，含下级"`
	Region string `query:"region" maxLength:"20" doc:"区划代码，含下级"`
	Kind   string `query:"kind" maxLength:"20" doc:"诉求类型"`
}

func (p StatsPeriod) query() insight.Query {
	return insight.Query{From: p.From.Date, To: p.To.Date, Dept: p.Dept, Region: p.Region, Kind: p.Kind}
}

// StatsOpened says what a list is behind.
type StatsOpened struct {
	Figure string `query:"figure" maxLength:"40" doc:"指标、件数、催办等记录或者预警的名称"`
	Part   string `query:"part" enum:"numerator,denominator,rest" doc:"分子、分母、未达到的部分"`
	Topic  string `query:"topic" enum:"word,category,place" doc:"热点的种类"`
	Word   string `query:"word" maxLength:"200" doc:"热点"`
}

func (o StatsOpened) opened() insight.Opened {
	return insight.Opened{Figure: o.Figure, Part: o.Part, Topic: o.Topic, Word: o.Word}
}

// StatsRanking says what is ranked and by which figure.
type StatsRanking struct {
	By   string `query:"by" enum:"dept,region" default:"dept" doc:"按部门或者按区域"`
	Sort string `query:"sort" maxLength:"40" doc:"排序的指标，默认结案率"`
}

type ratesInput struct {
	StatsPeriod
	StatsRanking
}

type trendInput struct {
	StatsPeriod
	Step string `query:"step" enum:"day,week,month" default:"day" doc:"按日、按周、按月"`
}

type spreadInput struct {
	StatsPeriod
	By string `query:"by" enum:"kind,channel,region,category" default:"kind" doc:"分布的依据"`
}

type loadsInput struct {
	StatsPeriod
	Hourly bool `query:"hourly" doc:"按一天中的小时合计，否则按日"`
}

type statsListInput struct {
	StatsPeriod
	StatsOpened
	Paging
}

type statsExportInput struct {
	StatsPeriod
	Table string `query:"table" enum:"ranking,conducts,warnings,days,loads,spread" doc:"没有指定指标时导出哪一张表，默认排名"`
	StatsOpened
	StatsRanking
	ExportFormat
}

// StatsList is one page of the orders that a figure counts, and what the figure is about.
type StatsList struct {
	Items []hotline.Row `json:"items"`
	Next  string        `json:"next"`
	About hotline.About `json:"about"`
}

const statsTag = "统计"

func (a *api) statsRoutes() {
	view := []org.Permission{org.StatsView}
	op := func(path, id, summary string) operation {
		return operation{method: get, path: "/api/stats/" + path, id: id, summary: summary, tag: statsTag, needs: view}
	}
	handle(a, op("rates", "statsRates", "各单位指标和排名"), func(ctx context.Context, who org.Actor, in *ratesInput) (insight.Table, error) {
		return a.Insight.Rates(ctx, who, in.query(), in.By, in.Sort)
	})
	handle(a, op("trend", "statsTrend", "趋势"), func(ctx context.Context, who org.Actor, in *trendInput) ([]insight.Point, error) {
		return a.Insight.Trend(ctx, who, in.query(), in.Step)
	})
	handle(a, op("spread", "statsSpread", "分布"), func(ctx context.Context, who org.Actor, in *spreadInput) ([]insight.Share, error) {
		return a.Insight.Spread(ctx, who, in.query(), in.By)
	})
	handle(a, op("topics", "statsTopics", "热点"), func(ctx context.Context, who org.Actor, in *StatsPeriod) (insight.Topics, error) {
		return a.Insight.Topics(ctx, who, in.query())
	})
	handle(a, op("loads", "statsLoads", "坐席工作量"), func(ctx context.Context, who org.Actor, in *loadsInput) ([]insight.Load, error) {
		return a.Insight.Loads(ctx, who, in.query(), in.Hourly)
	})
	handle(a, op("conducts", "statsConducts", "各单位催办和通报次数"), func(ctx context.Context, who org.Actor, in *StatsPeriod) ([]insight.Conduct, error) {
		return a.Insight.Conducts(ctx, who, in.query())
	})
	handle(a, op("warnings", "statsWarnings", "未签收、逾期和未上线预警"), func(ctx context.Context, who org.Actor, _ *struct{}) ([]insight.Warning, error) {
		return a.Insight.Warnings(ctx, who)
	})
	handle(a, op("days", "statsDays", "一个单位逐日的上线情况"), func(ctx context.Context, who org.Actor, in *StatsPeriod) ([]insight.UnitDay, error) {
		return a.Insight.Days(ctx, who, in.query())
	})
	handle(a, op("orders", "statsOrders", "指标所计的工单"), a.statsOrders)
	handle(a, operation{method: post, path: "/api/stats/export", id: "statsExport", summary: "导出排名、各单位的表，或者一项指标所计的工单，返回任务", tag: statsTag,
		status: http.StatusAccepted, needs: []org.Permission{org.StatsExport}}, a.statsExport)
}

func (a *api) statsOrders(ctx context.Context, who org.Actor, in *statsListInput) (out StatsList, err error) {
	ids, err := a.Insight.Drill(ctx, who, in.query(), in.opened(), in.request())
	if err != nil {
		return out, err
	}
	out.Next, out.About = ids.Next, insight.AboutOf(in.Figure)
	out.Items, err = a.Hotline.Rows(ctx, who, ids.Items, out.About)
	return out, err
}

func (a *api) statsExport(ctx context.Context, who org.Actor, in *statsExportInput) (Job, error) {
	if err := a.Insight.MayExport(ctx, who, in.query()); err != nil {
		return Job{}, err
	}
	list, table := in.Figure != "" || in.Topic != "", insight.UnitTableName(in.Table)
	name := cmp.Or(table, "排名")
	switch {
	case list:
		name = "工单清单"
	case in.Table == insight.LoadTable:
		name = insight.LoadTableName
	case in.Table == insight.SpreadTable:
		name = insight.SpreadTableName
	}
	if in.Table == insight.WarningTable {
		name += calendar.DateOf(a.Clock.Now()).String()
	} else {
		name += in.From.String() + "至" + in.To.String()
	}
	return a.exporting(ctx, who, name, in.Format, func(ctx context.Context, to io.Writer, progress func(int)) (int, error) {
		e := insight.Export{Actor: who, Query: in.query(), Format: in.Format, To: to, Progress: progress}
		if list {
			return a.Insight.ExportList(ctx, e, a.Hotline, in.opened())
		}
		if in.Table == insight.LoadTable {
			return a.Insight.ExportLoads(ctx, e)
		}
		if in.Table == insight.SpreadTable {
			return a.Insight.ExportSpread(ctx, e)
		}
		if table != "" {
			return a.Insight.ExportUnits(ctx, e, a.Hotline, in.Table)
		}
		return a.Insight.ExportRates(ctx, e, in.By, in.Sort)
	})
}
