package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"huying/internal/app"
	"huying/internal/approval"
	"huying/internal/casework"
	"huying/internal/fault"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/sheet"
)

// importCmd takes data over from elsewhere.
type importCmd struct {
	Appeals      importAppealsCmd      `cmd:"" help:"导入已答复的历史诉求（CSV 或 XLSX）"`
	Applications importApplicationsCmd `cmd:"" help:"导入原有系统已办结的办件（CSV 或 XLSX）"`
	Catalog      importCatalogCmd      `cmd:"" help:"导入服务事项（目录，或 JSON、XLSX、GB/T 39046 文件）"`
}

// importAppealsCmd takes over answered appeals of earlier years. Importing a file again changes nothing.
type importAppealsCmd struct {
	File    string            `arg:"" name:"文件" help:"CSV（UTF-8 或 GB18030）或 XLSX 文件"`
	Map     map[string]string `help:"列的对应关系，如 title=标题,body=内容；字段有 id、user、title、submitted_at、body、reply、replied_at、kind、category、place" mapsep:"," placeholder:"字段=列名"`
	Sheet   string            `help:"XLSX 的工作表；不填为第一个" placeholder:"名称"`
	Kind    string            `help:"全部按此类型：consult、help、suggest、complain、emergency；不填则按标题和内容中的关键词判断" placeholder:"类型"`
	Source  string            `help:"来源名称；同一来源中编号相同的视为同一件" default:"appeals"`
	Region  string            `help:"归属区域的区划代码；不填为最上一级" placeholder:"代码"`
	Channel string            `help:"来源渠道" default:"web"`
}

// Run imports the file. Rows that are refused are told; they are no failure.
func (i importAppealsCmd) Run(ctx context.Context, c *console) error {
	table, err := readTable(i.File, i.Sheet)
	if err != nil {
		return err
	}
	return c.with(ctx, func(a *app.App) error {
		res, err := a.Hotline.Import(ctx, org.System(), table, hotline.ImportOptions{Mapping: i.Map, Source: i.Source, Kind: i.Kind, Channel: i.Channel, Region: i.Region, Progress: c.rows})
		c.progressDone()
		if err != nil {
			return err
		}
		tellHistory(c, "答复", res.History)
		for _, k := range res.Kinds {
			var rules []string
			for _, rule := range slices.Sorted(maps.Keys(k.Rules)) {
				rules = append(rules, fmt.Sprintf("%s %d", rule, k.Rules[rule]))
			}
			c.say("  %s%d件：%s", k.Label, k.Count, strings.Join(rules, "，"))
		}
		return c.print(res)
	})
}

// importApplicationsCmd takes over applications that an older system finished. Importing a file again changes nothing.
type importApplicationsCmd struct {
	File    string            `arg:"" name:"文件" help:"CSV（UTF-8 或 GB18030）或 XLSX 文件"`
	Map     map[string]string `help:"列的对应关系，如 id=业务号,delivered_at=办结时间；字段有 id、item、dept、name、party、id_number、phone、channel、received_at、completed_at、accepted_at、decided_at、delivered_at、result" mapsep:"," placeholder:"字段=列名"`
	Sheet   string            `help:"XLSX 的工作表；不填为第一个" placeholder:"名称"`
	Source  string            `help:"原系统名称；同一系统中编号相同的视为同一件" default:"applications"`
	Channel string            `help:"文件未写明时的申请方式" default:"window"`
}

// Run imports the file. Rows that are refused are told; they are no failure.
func (i importApplicationsCmd) Run(ctx context.Context, c *console) error {
	table, err := readTable(i.File, i.Sheet)
	if err != nil {
		return err
	}
	return c.with(ctx, func(a *app.App) error {
		res, err := a.Approval.Import(ctx, org.System(), table, approval.ImportOptions{Mapping: i.Map, Source: i.Source, Channel: i.Channel, Progress: c.rows})
		c.progressDone()
		if err != nil {
			return err
		}
		tellHistory(c, "办结", *res)
		return c.print(res)
	})
}

func readTable(file, name string) (sheet.Table, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return sheet.Table{}, fault.Newf(fault.Invalid, "import.file", "无法读取文件%s。", file).Because(err)
	}
	return sheet.Read(data, name)
}

func (c *console) rows(done, total int) { c.progress("已导入 %d / %d 行", done, total) }

func tellHistory(c *console, done string, h casework.History) {
	c.say("读取%d行（%s）：新增%d件，未变%d件，拒绝%d行", h.Read, h.Encoding, h.Created, h.Unchanged, h.RefusedRows)
	for _, f := range h.Refused {
		c.say("  拒绝%d行：%s（第%s行）", f.Count, f.Label, rowList(f.Rows))
	}
	c.say("按时%s%d件（%s），超时%d件", done, h.OnTime, share(h.OnTime, h.OnTime+h.Late), h.Late)
	if h.Late > 0 {
		c.say("超时的工作日数：中位数%d，九成以内%d，最长%d", h.Lateness.Median, h.Lateness.P90, h.Lateness.Worst)
	}
	c.say("期限为暂定的%d件（涉及放假安排尚未公布的年度，按周一至周五计）", h.Provisional)
}

// listed is how many row numbers are spelled out.
const listed = 20

func rowList(rows []int) string {
	words := make([]string, 0, listed)
	for _, r := range rows[:min(listed, len(rows))] {
		words = append(words, strconv.Itoa(r))
	}
	text := strings.Join(words, "、")
	if len(rows) > listed {
		text += "等"
	}
	return text
}
