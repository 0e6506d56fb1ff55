package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"huying/internal/calendar"
	"huying/internal/clock"
	"huying/internal/demo"
	"huying/internal/fault"
	"huying/internal/secret"
	"huying/internal/storage"
)

// simulateCmd lives a stretch of time in the city that does not exist, and tells the digest of everything that was recorded. The same
// start, length and seed lead to the same digest on either engine.
type simulateCmd struct {
	Days  int    `help:"模拟多少天" default:"30"`
	Seed  uint64 `help:"随机种子：种子相同，记录逐字节相同" default:"7"`
	Start string `help:"从哪一天开始" default:"2026-03-02"`

	Applications int    `help:"一个工作日多少件申请；0表示只模拟热线" default:"280"`
	Scale        string `help:"full：每个工作日都是这么多申请；demo：只有最后几个工作日是，此前较少，与演示城市一样" enum:"full,demo" default:"full"`
}

// Run simulates in a database that goes away afterwards, or in the empty PostgreSQL database that the command line names.
func (s simulateCmd) Run(ctx context.Context, c *console) error {
	first, err := calendar.ParseDate(s.Start)
	if err != nil {
		return fault.New(fault.Invalid, usage, "起始日期应写作 2026-03-02。").Because(err)
	}
	if s.Days < 1 || s.Days > 3660 {
		return fault.New(fault.Invalid, usage, "天数应为1至3660。")
	}
	if s.Applications < 0 || s.Applications > 10_000 {
		return fault.New(fault.Invalid, usage, "每天的申请应为0至10000件。")
	}
	dir, err := os.MkdirTemp("", "huying-simulate-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	outcome, err := s.simulate(ctx, storage.Options{URL: c.config.DatabaseURL, Dir: dir}, first, c)
	c.progressDone()
	if err != nil {
		return err
	}
	s.tell(c, outcome)
	return c.print(outcome)
}

func (s simulateCmd) simulate(ctx context.Context, o storage.Options, first calendar.Date, c *console) (out demo.Outcome, err error) {
	clk := clock.At(first.Start())
	o.Clock, o.Entropy, o.Hurried = clk, demo.Entropy(s.Seed), true
	db, err := storage.Open(ctx, o)
	if err != nil {
		return out, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.Migrate(ctx); err != nil {
		return out, err
	}
	vault, err := secret.Open(secret.Options{Dir: o.Dir})
	if err != nil {
		return out, err
	}
	city, err := demo.Wire(ctx, db, clk, vault)
	if err != nil {
		return out, err
	}
	progress := func(day calendar.Date, done, days int) { c.progress("%s（%d/%d天）", day.ChineseFull(), done, days) }
	return demo.Simulate(ctx, city, first, demo.Options{Days: s.Days, Seed: s.Seed, Applications: s.Applications, Full: s.Scale == "full", Progress: progress})
}

func (s simulateCmd) tell(c *console, o demo.Outcome) {
	c.say("自%s起%d天，种子%d", s.Start, s.Days, s.Seed)
	c.say("记录摘要（SM3）：%s", o.Digest)
	c.say("诉求%d件，办件%d件，操作%d次，记录%d条", o.Orders, o.Applications, o.Verbs, o.Events)
	c.say("部门已答复%d件，其中按时%d件（%s）；超期未答复%d件", o.Answered, o.OnTime, share(o.OnTime, o.Answered), o.Overdue)
	c.say("回访%d人，其中满意%d人（%s）", o.Called, o.Content, share(o.Content, o.Called))
	c.say("类型：%s", tally(o.Kinds))
	c.say("状态：%s", tally(o.States))
	if len(o.Filings) > 0 {
		c.say("办件：%s；超时%d件", tally(o.Filings), o.LateFilings)
	}
	for _, code := range slices.Sorted(maps.Keys(o.Refused)) {
		c.say("按规则拒绝：%s %d次", code, o.Refused[code])
	}
}

func tally(lines []demo.Count) string {
	words := make([]string, len(lines))
	for i, l := range lines {
		words[i] = fmt.Sprintf("%s %d", l.Label, l.N)
	}
	return strings.Join(words, "，")
}

// share is a part of a whole in percent, "—" of nothing.
func share(part, whole int) string {
	if whole == 0 {
		return "—"
	}
	return fmt.Sprintf("%.2f%%", 100*float64(part)/float64(whole))
}
