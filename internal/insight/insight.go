// Package insight turns the event log into figures: rates and rankings of departments, trends, hot topics, load and early
// warnings. It follows the log by its offset, counts each event exactly once and off the writers' path, and keeps only
// projections of its own, which can be rebuilt from nothing to the same numbers. Every figure has a published formula and
// opens the list of orders it counts; what a person may not see is not counted for them.
package insight

import (
	"cmp"
	"log/slog"
	"time"

	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/storage"
)

// Options are matters of operation; the zero value is good for most.
type Options struct {
	Poll  time.Duration // how often to look for new events; default 2 s
	Batch int           // how many events are taken in one transaction; default 500
	Log   *slog.Logger  // default slog.Default()
}

// Service follows the log and answers with figures. It is safe for concurrent use.
type Service struct {
	db      *storage.DB
	kernel  *casework.Kernel
	org     *org.Service
	policy  *policy.Book
	options Options
}

// New makes the service. It reads nothing before CatchUp or Run.
func New(db *storage.DB, kernel *casework.Kernel, people *org.Service, settings *policy.Book, o Options) *Service {
	o.Poll = cmp.Or(o.Poll, 2*time.Second)
	o.Batch = cmp.Or(o.Batch, 500)
	o.Log = cmp.Or(o.Log, slog.Default())
	return &Service{db: db, kernel: kernel, org: people, policy: settings, options: o}
}

// The settings of this package.
const (
	setSmall       = "insight.small"
	setTopicSample = "insight.topic.sample"
	setTopicMin    = "insight.topic.min"
	setTopicRise   = "insight.topic.rise"
	setTopicSure   = "insight.topic.sure"
	setTopicWords  = "insight.topic.words"
	setTopicPlain  = "insight.topic.plain"
	setIdleDays    = "insight.idle.days"
	setExportRows  = "insight.export.rows"
)

// Policies are the numbers of the statistics, for package policy.
var Policies = []policy.Def{
	{Key: setSmall, Label: "小样本提示", Help: "分母小于此数的比率标注“样本少”，仅供参考。", Rule: "HOT-05", Kind: policy.Int, Default: "10", Min: 1, Max: 1000, Unit: "件"},
	{Key: setTopicSample, Label: "热点分析最多读取工单数", Help: "本期和上期各取最近登记的若干件比较。", Rule: "HOT-93", Kind: policy.Int, Default: "20000", Min: 100, Max: 200000, Unit: "件"},
	{Key: setTopicMin, Label: "热点最少件数", Help: "少于此数的词语、类别和地点不列为热点。", Rule: "HOT-93", Kind: policy.Int, Default: "3", Min: 2, Max: 1000, Unit: "件"},
	{Key: setTopicRise, Label: "热点上升幅度", Help: "占比比上期高出此比例以上的词语列为上升热点。", Rule: "HOT-93", Kind: policy.Int, Default: "50", Min: 1, Max: 1000, Unit: "%"},
	{Key: setTopicSure, Label: "热点把握程度", Help: "占比上升须有此把握不是偶然波动，才列为上升热点；50%为不作此要求。", Rule: "HOT-93", Kind: policy.Int, Default: "95", Min: 50, Max: 99, Unit: "%"},
	{Key: setTopicWords, Label: "热点词语补充", Help: "本地常用、系统尚不认识的词语，以空格分开，可列为热点。", Rule: "HOT-93", Kind: policy.Text, Default: "", Max: 2000},
	{Key: setTopicPlain, Label: "热点不计的词语", Help: "标题中的这些词不列为热点，以空格分开。", Rule: "HOT-93", Kind: policy.Text, Default: "咨询 反映 建议 投诉 举报 求助 希望 要求 请求 关于", Max: 2000},
	{Key: setIdleDays, Label: "未上线预警天数", Help: "连续若干个工作日无人登录的单位列入预警。", Rule: "HOT-88", Kind: policy.Int, Default: "2", Min: 1, Max: 30, Unit: "个工作日"},
	{Key: setExportRows, Label: "导出清单最多行数", Help: "超过此数时请缩小统计范围后再导出。", Rule: "STA-12", Kind: policy.Int, Default: "100000", Min: 100, Max: 1000000, Unit: "行"},
}
