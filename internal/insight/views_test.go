package insight

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"huying/internal/audit"
	"huying/internal/calendar"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/sheet"
	"huying/internal/storage"
)

// HOT-93, STA-14: what became frequent, what many ask for, and where; each opens its orders.
func TestHOT93HotTopics(t *testing.T) {
	eachWorld(t, "2026-02-10 09:30", func(w *world) {
		ask := func(title, category, place string, n int) {
			for range n {
				in := appeal("help", "9901")
				in.Title, in.Category, in.Place = title, category, place
				_, err := w.hotline.Register(w.ctx, w.people["operator"], in)
				w.must(err)
			}
		}
		ask("路灯不亮", "市政", "东街", 6)
		ask("小区停水", "供水", "河滨小区", 1)
		w.to("2026-03-10 09:30")
		ask("路灯不亮", "市政", "东街", 6)
		ask("咨询小区停水", "供水", "河滨小区", 5)
		ask("小区停水了", "供水", "河滨小区", 3)
		w.follow()
		got, err := w.Topics(w.ctx, w.people["leader"], march)
		w.must(err)
		words := []string{}
		for _, topic := range got.Rising {
			words = append(words, topic.Word)
		}
		w.same("rising", words, []string{"停水"})
		if got.Read != 14 || got.ReadBefore != 7 || len(got.Categories) != 2 || got.Categories[0].Word != "供水" || got.Places[0].Word != "河滨小区" || got.Places[0].Share != 57.14 || got.Places[0].Before != 14.29 {
			t.Errorf("%+v", got)
		}
		for what, word := range map[string]string{TopicWord: "停水", TopicCategory: "供水", TopicPlace: "河滨小区"} {
			ids, err := w.Drill(w.ctx, w.people["leader"], march, Opened{Topic: what, Word: word}, page.Request{})
			w.must(err)
			if len(ids.Items) != 8 {
				t.Errorf("%s %s opens %d", what, word, len(ids.Items))
			}
		}
	})
}

// HOT-93: the spreads and the topics leave as they are shown, for whoever may export them.
func TestHOT93SpreadAndTopicsLeave(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		w.register("help", "9901")
		w.register("consult", "9902")
		w.follow()
		var out bytes.Buffer
		n, err := w.ExportSpread(w.ctx, Export{Actor: w.people["leader"], Query: march, To: &out})
		w.must(err)
		lines := w.open(&out, "分布")
		if n < 6 || len(lines) < 7 || lines[1][0] != "类型分布" || lines[1][2] != "1" || lines[1][3] != "50" {
			t.Errorf("%d %q", n, lines)
		}
		_, err = w.ExportSpread(w.ctx, Export{Actor: w.people["waterhead"], Query: march, To: &out})
		w.refused(err, "insight.export")
	})
}

// HOT-110: load by operator, by day and by hour.
func TestHOT110LoadOfOperators(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		ref := w.dispatched("water")
		w.sign(ref, "water")
		w.conclude(ref, "water", "satisfied")
		w.to("2026-03-03 14:10")
		w.register("consult", "9901")
		w.register("consult", "9901")
		w.revisit(ref, "satisfied", "")
		w.follow()
		byDay, err := w.Loads(w.ctx, w.people["leader"], march, false)
		w.must(err)
		got := map[string][2]int64{}
		for _, l := range byDay {
			got[l.Name+" "+l.Day.String()] = [2]int64{l.Taken, l.Revisits}
		}
		want := map[string][2]int64{"测试operator 2026-03-02": {1, 0}, "测试operator 2026-03-03": {2, 0}, "测试caller 2026-03-03": {0, 1}}
		for key, n := range want {
			if got[key] != n {
				t.Errorf("%s has %v, want %v", key, got[key], n)
			}
		}
		byHour, err := w.Loads(w.ctx, w.people["leader"], march, true)
		w.must(err)
		if len(byHour) != 3 || byHour[0].Hour != 9 || byHour[0].Taken != 1 || byHour[2].Hour != 14 {
			t.Errorf("%+v", byHour)
		}
		var out bytes.Buffer // and it leaves as a file, for who may export
		n, err := w.ExportLoads(w.ctx, Export{Actor: w.people["leader"], Query: march, To: &out})
		w.must(err)
		file := bytes.NewBuffer(out.Bytes())
		if lines := w.open(&out, LoadTableName); n != 6 || len(lines) != 4 || !slices.Equal(lines[2], []string{"测试caller", "2026-03-03", "0", "1"}) && !slices.Equal(lines[3], []string{"测试caller", "2026-03-03", "0", "1"}) {
			t.Errorf("%d %q", n, lines)
		}
		if lines := w.open(file, "按时段"); len(lines) != 4 || lines[1][1] != "9时至10时" {
			t.Errorf("%q", lines)
		}
		_, err = w.ExportLoads(w.ctx, Export{Actor: w.people["waterhead"], Query: march, To: &out})
		w.refused(err, "insight.export")
	})
}

// HOT-88, HOT-12: who leaves orders unsigned, is late, or does not come, the worst first.
func TestHOT88NeglectIsVisible(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		late := w.dispatched("water")
		w.sign(late, "water")
		w.attend("water")
		w.dispatched("roads")
		w.to("2026-03-12 09:30")
		w.attend("roads", "parks")
		w.dispatched("parks")
		w.follow()
		got, err := w.Warnings(w.ctx, w.people["inspector"])
		w.must(err)
		by := map[string]Warning{}
		for _, x := range got {
			by[x.Dept] = x
		}
		if x := by["water"]; x.Late != 1 || x.Unsigned != 0 || !x.Idle || x.IdleDays != 7 || x.LastSeen != calendar.Of(2026, 3, 2) {
			t.Errorf("water %+v", x)
		}
		if x := by["roads"]; x.Late != 1 || x.Unsigned != 1 || x.UnsignedLate != 1 || x.Idle {
			t.Errorf("roads %+v", x)
		}
		if x := by["parks"]; x.Unsigned != 1 || x.UnsignedLate != 0 || x.Late != 0 {
			t.Errorf("parks %+v", x)
		}
		if got[0].Dept != "roads" {
			t.Errorf("the worst is %s", got[0].Dept)
		}
		q := Query{From: calendar.Of(2027, 1, 1), To: calendar.Of(2027, 1, 1), Dept: "water"}
		ids, err := w.Drill(w.ctx, w.people["inspector"], q, Opened{Figure: "late", Part: ""}, page.Request{})
		w.must(err)
		w.same("late", ids.Items, []string{late.ID})
	})
}

// HOT-55: urges, notices and circulars of a unit, as they were recorded; each opens its orders.
func TestHOT55UrgesAndCircularsCount(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		ref := w.dispatched("water")
		w.sign(ref, "water")
		w.to("2026-03-10 09:30") // the urging document has gone out
		for _, at := range []string{"2026-03-10 09:30", "2026-03-11 09:30"} {
			w.to(at)
			_, err := w.hotline.Urge(w.ctx, w.people["operator"], ref.ID, 0, "phone", "请尽快办理")
			w.must(err)
		}
		w.to("2026-03-25 09:30")
		_, err := w.hotline.IssueNotice(w.ctx, w.people["inspector"], ref.ID, 0)
		w.must(err)
		w.follow()
		got, err := w.Conducts(w.ctx, w.people["inspector"], march)
		w.must(err)
		i := slices.IndexFunc(got, func(c Conduct) bool { return c.Dept == "water" })
		if i < 0 || got[i] != (Conduct{Dept: "water", Name: "供水局", Urges: 2, UrgeNotices: 1, Notices: 1, Circulars: 1}) {
			t.Errorf("%+v", got)
		}
		ids, err := w.Drill(w.ctx, w.people["inspector"], march, Opened{Figure: "urge"}, page.Request{Size: 1})
		w.must(err)
		rest, err := w.Drill(w.ctx, w.people["inspector"], march, Opened{Figure: "urge"}, page.Request{After: ids.Next})
		w.must(err)
		w.same("urges", slices.Concat(ids.Items, rest.Items), []string{ref.ID, ref.ID})
		w.sound()
	})
}

// HOT-35: the figure of a department and the accountability register count the same entries, also after the order went to
// another department, and the figure opens their orders.
func TestHOT35ConductsAgreeWithTheRegister(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		ref := w.dispatched("water")
		account := func(who string) {
			_, err := w.hotline.HoldToAccount(w.ctx, w.people["inspector"], ref.ID, 0, hotline.AccountForm{Ground: "evasion", Measure: "circular",
				Finding: "推给其他部门", Handler: w.people[who].ID, Head: w.people[who].ID})
			w.must(err)
		}
		account("water")
		account("waterhead")
		_, err := w.hotline.Return(w.ctx, w.people["water"], ref.ID, 0, hotline.ReturnForm{Ground: "other_lead", Reason: "应由道路局主办", Basis: "三定方案"})
		w.must(err)
		_, err = w.hotline.RuleReturn(w.ctx, w.people["arbiter"], ref.ID, 0, hotline.Ruling{Uphold: true, Lead: "roads", Why: "属实"})
		w.must(err)
		account("roads")
		w.follow()
		got, err := w.Conducts(w.ctx, w.people["inspector"], march)
		w.must(err)
		for dept, want := range map[string]int64{"water": 2, "roads": 1} {
			entries, err := w.hotline.Accounts(w.ctx, w.people["inspector"], hotline.Span{From: march.From, To: march.To, Dept: dept}, page.Request{})
			w.must(err)
			i := slices.IndexFunc(got, func(c Conduct) bool { return c.Dept == dept })
			if i < 0 || got[i].Accounts != want || len(entries.Items) != int(want) {
				t.Errorf("%s: %d entries, figures %+v, want %d", dept, len(entries.Items), got, want)
			}
		}
		ids, err := w.Drill(w.ctx, w.people["inspector"], march, Opened{Figure: "account"}, page.Request{})
		w.must(err)
		w.same("accounts", ids.Items, []string{ref.ID, ref.ID, ref.ID})
		w.sound()
	})
}

// Trends and shares add up to the ranking's total.
func TestTrendsAndSharesAddUp(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		ref := w.dispatched("water")
		w.sign(ref, "water")
		w.to("2026-03-12 09:30")
		w.conclude(ref, "water", "satisfied")
		w.register("consult", "9902")
		w.follow()
		leader := w.people["leader"]
		for step, n := range map[string]int{Daily: 31, Weekly: 6, Monthly: 1} {
			points, err := w.Trend(w.ctx, leader, march, step)
			w.must(err)
			var orders, done int64
			for _, p := range points {
				orders, done = orders+p.Counts["orders"], done+p.Done
			}
			if len(points) != n || orders != 2 || done != 1 {
				t.Errorf("by %s: %d points, %d orders, %d done", step, len(points), orders, done)
			}
		}
		for by, want := range map[string]string{"kind": "咨询", "channel": "12345电话", "region": "东河县", "category": "供水"} {
			shares, err := w.Spread(w.ctx, leader, march, by)
			w.must(err)
			var n int64
			for _, s := range shares {
				n += s.Count
			}
			if n != 2 || shares[0].Name != want {
				t.Errorf("by %s: %+v", by, shares)
			}
		}
	})
}

// HOT-37: older matters count on the day they were received, and for no department.
func TestHOT37OlderMattersCountOnTheirOwnDay(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		old := "id,user,title,submitted_at,body,reply,replied_at\n1,A001,咨询落户手续,2024-09-23T09:00:00+08:00,请问如何办理。,可到窗口办理。,2024-09-27T10:00:00+08:00\n"
		table, err := sheet.Read([]byte(old), "")
		w.must(err)
		_, err = w.hotline.Import(w.ctx, org.System(), table, hotline.ImportOptions{})
		w.must(err)
		w.follow()
		q := Query{From: calendar.Of(2024, 9, 1), To: calendar.Of(2024, 9, 30)}
		then, err := w.Rates(w.ctx, w.people["leader"], q, ByDept, "")
		w.must(err)
		if n := then.Total.Counts; n["orders"] != 1 || n["dispatched"] != 0 {
			t.Errorf("%v", n)
		}
		shares, err := w.Spread(w.ctx, w.people["leader"], q, "channel")
		w.must(err)
		if len(shares) != 1 || shares[0].Name != "网上留言" {
			t.Errorf("%+v", shares)
		}
		w.sound()
	})
}

// Exports hold what the page shows, want a permission for what they hold, and are recorded with what was asked for and how
// much it was.
func TestExportsHoldWhatThePageShows(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		ref := w.dispatched("water")
		w.sign(ref, "water")
		w.conclude(ref, "water", "satisfied")
		w.follow()
		var ranking, list bytes.Buffer
		heard := 0
		export := func(who string, q Query, to *bytes.Buffer) Export {
			return Export{Actor: w.people[who], Query: q, To: to, Progress: func(rows int) { heard = rows }}
		}
		of := Opened{Figure: "closing", Part: Numerator}
		n, err := w.ExportRates(w.ctx, export("leader", march, &ranking), ByDept, "closing")
		w.must(err)
		lines := w.open(&ranking, "排名")
		if n != 3 || len(lines) != 6 || lines[2][1] != "供水局" || lines[2][9] != "100" || lines[5][1] != "合计" {
			t.Errorf("%d %q", n, lines)
		}
		n, err = w.ExportList(w.ctx, export("leader", march, &list), w.hotline, of)
		w.must(err)
		lines = w.open(&list, "工单清单")
		if n != 1 || heard != 1 || len(lines) != 2 || lines[1][0] != ref.Number {
			t.Errorf("%d %d %q", n, heard, lines)
		}
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			events, err := audit.Events(tx, "insight")
			if len(events) != 2 || events[0].Actor != w.people["leader"].ID {
				t.Fatalf("%d exports are recorded", len(events))
			}
			want := `{"figure":"closing","part":"numerator","from":"2026-03-01","to":"2026-03-31","format":"","rows":1}`
			if string(events[1].Data) != want {
				t.Errorf("recorded: %s", events[1].Data)
			}
			return err
		}))
		_, err = w.ExportRates(w.ctx, export("waterhead", march, &ranking), ByDept, "")
		w.refused(err, "insight.export")
	})
}

// HOT-101: the list behind the rate of satisfaction leaves with the grades and the reasons; the numbers of people in what was
// said do not.
func TestHOT101TheListBehindSatisfactionLeavesWithItsGrades(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		ref := w.dispatched("water")
		w.sign(ref, "water")
		w.conclude(ref, "water", "satisfied")
		w.revisit(ref, "dissatisfied", "objective")
		w.follow()
		var out bytes.Buffer
		n, err := w.ExportList(w.ctx, Export{Actor: w.people["leader"], Query: march, To: &out, Progress: func(int) {}}, w.hotline, Opened{Figure: "satisfaction", Part: Denominator})
		w.must(err)
		lines := w.open(&out, "工单清单")
		cell := func(head string) string { return lines[1][slices.Index(lines[0], head)] }
		if n != 1 || cell("满意度") != "不满意" || cell("满意度取自") != "回访时" || cell("不满意原因") != "客观条件或政策所限" || cell("登记时间") == "" {
			t.Errorf("%q", lines)
		}
	})
}

// A limit that ends with a day is the midnight after it; people write the day.
func TestAnExportShowsTheLastDayOfALimit(t *testing.T) {
	day := calendar.Of(2026, 5, 11)
	line := orderLine(hotline.Row{Due: day.End()})
	var out bytes.Buffer
	if err := sheet.Write(&out, sheet.CSV, func(b *sheet.Book) error { return b.Sheet("工单清单", line...) }); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), ",2026-05-11,") {
		t.Error(out.String())
	}
}

// The permission to export is held in a part of the trees; what lies outside it does not leave, whatever the person may view.
func TestAUD07AnExportHoldsOnlyWhatMayBeExported(t *testing.T) {
	eachWorld(t, "2026-03-02 09:30", func(w *world) {
		mine, other := w.dispatched("water"), w.dispatched("roads")
		w.follow()
		who := w.people["leader"]
		path := func(dept string) string {
			dir, err := w.org.Directory(w.ctx)
			w.must(err)
			d, _ := dir.Department(dept)
			return d.Path
		}
		who.Grants = []org.Grant{{Role: org.Leader, DeptPath: path("water")}, {Role: org.Dispatcher}}
		var out bytes.Buffer
		e := Export{Actor: who, Query: march, Format: sheet.CSV, To: &out, Progress: func(int) {}}
		_, err := w.ExportList(w.ctx, e, w.hotline, Opened{Figure: "dispatched"})
		w.must(err)
		if text := out.String(); !strings.Contains(text, mine.Number) || strings.Contains(text, other.Number) {
			t.Errorf("exported: %s", text)
		}
		e.Query.Dept = "roads"
		_, err = w.ExportList(w.ctx, e, w.hotline, Opened{Figure: "dispatched"})
		w.refused(err, "insight.export")
		_, err = w.ExportRates(w.ctx, e, ByDept, "")
		w.refused(err, "insight.export")
	})
}

func (w *world) open(from *bytes.Buffer, name string) [][]string {
	w.Helper()
	f, err := excelize.OpenReader(from)
	w.must(err)
	defer f.Close()
	rows, err := f.GetRows(name)
	w.must(err)
	return rows
}
