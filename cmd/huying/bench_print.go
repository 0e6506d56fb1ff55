package main

import (
	"fmt"
	"io"
	"strings"
)

// aim is a line of the table: a figure of each engine beside what it should reach.
type aim struct {
	label string
	want  string
	holds func(r BenchReport) bool // nil: nothing is demanded
	shows func(r BenchReport) string
}

// aims are the table's lines in their order.
var aims = []aim{
	{"单行提交，每秒，1个与8个写入者", "", nil, func(r BenchReport) string { return fmt.Sprintf("%.0f / %.0f", r.CommitOne, r.CommitEight) }},
	{"登记诉求，件/秒，1个与8个客户端", "8个≥1900（PostgreSQL）", func(r BenchReport) bool { return r.Engine != "postgres" || r.RegisterMany >= 1900 },
		func(r BenchReport) string { return fmt.Sprintf("%.0f / %.0f", r.RegisterOne, r.RegisterMany) }},
	{"从登记到归档，件/秒，8个客户端", "≥150", func(r BenchReport) bool { return r.Lifecycles >= 150 }, func(r BenchReport) string { return fmt.Sprintf("%.0f", r.Lifecycles) }},
	latency("worklist", "工作台与全市清单50行", 20), latency("department", "一个部门的清单50行", 20), latency("filtered", "筛选清单50行（极少件符合）", 20),
	latency("late", "超时工单清单50行（近期的都未超时）", 100),
	latency("order", "工单页", 0),
	latency("search", "全文检索，常见词", 100), latency("rare", "全文检索，罕见词、多年前的词、无此词", 100), latency("departmentSearch", "全文检索，只见本部门的人", 100),
	latency("ranking", "排名页", 0),
	{"提交申请，件/秒，8个客户端", "≥1500（PostgreSQL）", func(r BenchReport) bool { return r.Engine != "postgres" || r.SubmitMany >= 1500 }, func(r BenchReport) string { return fmt.Sprintf("%.0f", r.SubmitMany) }},
	latency("office", "一个部门的办件清单50行", 20), latency("window", "综合窗口的办件清单50行", 20), latency("progress", "申请人查进度", 20),
	latency("applicationFigures", "办件指标页（一月、一年）和指标所计的办件", 100),
	latency("guide", fmt.Sprintf("在%d个事项中查找", shelfItems), 30), latency("theme", fmt.Sprintf("%d个事项合成一件事", linked), 5), latency("notice", "文书制成PDF", 100),
	{"冷启动，毫秒", "<1000", func(r BenchReport) bool { return r.ColdStart < 1000 }, func(r BenchReport) string { return fmt.Sprintf("%.0f", r.ColdStart) }},
	{"内存，MiB", "<150", func(r BenchReport) bool { return r.MemoryMiB < 150 }, func(r BenchReport) string { return fmt.Sprintf("%.0f", r.MemoryMiB) }},
	{"每件占用，字节，工单与办件", "", nil, func(r BenchReport) string { return fmt.Sprintf("%.0f / %.0f", r.BytesPer, r.BytesPerCase) }},
	{"导入历史，件/秒，工单与办件；计入统计，件/秒", "", nil, func(r BenchReport) string {
		return fmt.Sprintf("%.0f / %.0f; %.0f", r.Laying, r.LayingCases, r.Counting)
	}},
}

func latency(name, label string, limit float64) aim {
	a := aim{label: label + "，毫秒，中位与99%", shows: func(r BenchReport) string { return fmt.Sprintf("%.1f / %.1f", r.P50[name], r.P99[name]) }}
	if limit > 0 {
		a.want, a.holds = fmt.Sprintf("99%%<%.0f", limit), func(r BenchReport) bool { return r.P99[name] < limit }
	}
	return a
}

// printBench shows what was reached beside what is aimed at, and where the time goes.
func printBench(w io.Writer, reports []BenchReport) {
	row := func(cells ...string) {
		const label, cell = 50, 20
		line := column(cells[0], label)
		for _, c := range cells[1:] {
			line += column(c, cell)
		}
		fmt.Fprintln(w, strings.TrimRight(line, " "))
	}
	head := []string{fmt.Sprintf("%d件工单，%d件办件", reports[0].Orders, reports[0].Applications)}
	for _, r := range reports {
		head = append(head, r.Engine)
	}
	row(append(head, "目标")...)
	for _, a := range aims {
		cells := []string{a.label}
		for _, r := range reports {
			mark := ""
			if a.holds != nil {
				mark = map[bool]string{true: " ✓", false: " ✗"}[a.holds(r)]
			}
			cells = append(cells, a.shows(r)+mark)
		}
		row(append(cells, a.want)...)
	}
	for _, r := range reports {
		r.OfRegister.print(w, r.Engine+"，登记一件")
		r.OfLifecycle.print(w, r.Engine+"，从登记到归档一件")
		r.OfSubmit.print(w, r.Engine+"，提交申请一件")
	}
}

func (u benchUse) print(w io.Writer, what string) {
	fmt.Fprintf(w, "\n%s：处理器毫秒 服务%.2f、数据库及其他%.2f、客户端%.2f；数据库事务%.1f、语句%.1f、往返%.1f\n", what, u.Server, u.Database, u.Client, u.Transactions, u.Statements, u.Trips)
	for _, c := range u.Requests {
		fmt.Fprintf(w, "  %s%.2f次，平均%.2f毫秒\n", column(c.Operation, 20), c.Times, c.Mean)
	}
}

// column fills a text up to a width on the screen, where a Chinese character takes two places.
func column(text string, width int) string {
	for _, r := range text {
		width--
		if r > 0x2E80 {
			width--
		}
	}
	return text + strings.Repeat(" ", max(width, 1))
}
