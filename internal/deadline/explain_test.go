package deadline_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"huying/internal/calendar"
	. "huying/internal/deadline"
)

func TestExplain(t *testing.T) {
	grounds := func(rule, notices string) string {
		return "（" + rule + "；放假安排：" + notices + "；历法版本：" + calendar.OfficialVersion + "）。"
	}
	review := func(m Meter, days string) Meter {
		m.Pauses = pauses(days)
		for i := range m.Pauses {
			m.Pauses[i].Reason, m.Pauses[i].Rule = "专家评审", "TIME-10"
		}
		return m
	}
	extended := func(m Meter, amounts ...int) Meter {
		for _, n := range amounts {
			m.Extensions = append(m.Extensions, Extension{Amount: n, Reason: "案情复杂", Rule: "HOT-62"})
		}
		return m
	}
	under := func(rule string, m Meter) Meter { m.Term.Rule = rule; return m }
	stopped := func(m Meter, s string) Meter { m.Stop = at(s); return m }
	y2024, y2026 := "国办发明电〔2023〕7号", "国办发明电〔2025〕7号"

	for _, v := range []struct {
		name string
		m    Meter
		want string
	}{
		{"holiday and make-up day", under("HOT-58", meter("2026-04-30T16:20", 5, Workday)),
			"2026年4月30日（周四）16:20开始计时，当日不计；5月1日至5日劳动节放假不计，5月6日（周三）为第1个工作日，5月9日（周六）调休上班照计，5月10日周末不计；" +
				"第5个工作日为5月11日（周一），应于当日24:00前完成" + grounds("HOT-58", y2026)},
		{"weekends share their words", under("HOT-60", meter("2026-07-06T09:00", 15, Workday)),
			"2026年7月6日（周一）09:00开始计时，当日不计；7月7日（周二）为第1个工作日，7月11日至12日、7月18日至19日、7月25日至26日周末不计；" +
				"第15个工作日为7月27日（周一），应于当日24:00前完成" + grounds("HOT-60", y2026)},
		{"one day", under("DUTY-01", meter("2026-05-29T08:00", 1, Workday)),
			"2026年5月29日（周五）08:00开始计时，当日不计；5月30日至31日周末不计；第1个工作日为6月1日（周一），应于当日24:00前完成" + grounds("DUTY-01", y2026)},
		{"GAP-02 same day", under("HOT-57", meter("2026-05-01T08:00", 0, SameDay)),
			"2026年5月1日（周五）08:00开始计时，属当日办结事项；应于当日24:00前完成（HOT-57）。"},
		{"calendar days end on a make-up day", under("HOT-38", meter("2024-04-26T11:00", 2, Day)),
			"2024年4月26日（周五）11:00开始计时，当日不计；4月27日（周六）为第1日，4月28日（周日）调休上班，不顺延；" +
				"第2日为4月28日（周日），应于当日24:00前完成" + grounds("HOT-38", y2024)},
		{"GAP-01 rolls over a holiday", under("HOT-67", meter("2024-06-06T11:00", 2, Day)),
			"2024年6月6日（周四）11:00开始计时，当日不计；6月7日（周五）为第1日，期满日6月8日（周六）适逢周末、端午节放假，顺延至6月11日（周二）（GAP-01）；" +
				"应于6月11日（周二）24:00前完成" + grounds("HOT-67", y2024)},
		{"TIME-10 pause", under("TIME-02", review(meter("2024-05-13T09:00", 10, Workday), "2024-05-16..2024-05-22")),
			"2024年5月13日（周一）09:00开始计时，当日不计；5月14日（周二）为第1个工作日，5月16日至22日因专家评审暂停计时不计（TIME-10），" +
				"5月25日至26日、6月1日至2日周末不计；第10个工作日为6月3日（周一），应于当日24:00前完成" + grounds("TIME-02", y2024)},
		{"GAP-04 adjacent pauses are one run", under("TIME-02", Meter{Term: Term{Amount: 3, Unit: Workday}, Start: at("2024-05-13T09:00"), Pauses: []Pause{
			{From: date("2024-05-14"), To: date("2024-05-15"), Reason: "检测", Rule: "TIME-10"}, {From: date("2024-05-16"), To: date("2024-05-16"), Reason: "听证"}}}),
			"2024年5月13日（周一）09:00开始计时，当日不计；5月14日至16日因检测、听证暂停计时不计（TIME-10），5月17日（周五）为第1个工作日，" +
				"5月18日至19日周末不计；第3个工作日为5月21日（周二），应于当日24:00前完成" + grounds("TIME-02", y2024)},
		{"open pause", under("TIME-02", review(meter("2024-05-13T09:00", 10, Workday), "2024-05-16..")),
			"2024年5月13日（周一）09:00开始计时，当日不计；5月14日（周二）为第1个工作日，5月16日起因专家评审暂停计时，尚未恢复（TIME-10）；" +
				"暂停结束前期限不届满，按已知暂停天数最早为5月28日（周二），恢复计时后相应顺延" + grounds("TIME-02", y2024)},
		{"pause without a reason", under("TIME-02", Meter{Term: Term{Amount: 1, Unit: Workday}, Start: at("2024-05-13T09:00"), Pauses: pauses("2024-05-14")}),
			"2024年5月13日（周一）09:00开始计时，当日不计；5月14日暂停计时不计；第1个工作日为5月15日（周三），应于当日24:00前完成" + grounds("TIME-02", y2024)},
		{"HOT-62 extensions", under("HOT-58", extended(meter("2024-05-13T09:00", 2, Workday), 2, 1)),
			"2024年5月13日（周一）09:00开始计时，当日不计；5月14日（周二）为第1个工作日；原期限至5月15日（周三），因案情复杂经批准延长2个工作日，次日续计（HOT-62）；" +
				"延长后期限至5月17日（周五），因案情复杂经批准延长1个工作日，次日续计（HOT-62）；5月18日至19日周末不计；" +
				"第5个工作日为5月20日（周一），应于当日24:00前完成" + grounds("HOT-58", y2024)},
		{"calendar days extended from the day the term rolled to", under("HOT-38", extended(meter("2024-05-17T09:00", 2, Day), 2)),
			"2024年5月17日（周五）09:00开始计时，当日不计；5月18日（周六）为第1日，期满日5月19日（周日）适逢周末，顺延至5月20日（周一）（GAP-01）；" +
				"原期限至5月20日（周一），因案情复杂经批准延长2日，次日续计（HOT-62）；第4日为5月22日（周三），应于当日24:00前完成" + grounds("HOT-38", y2024)},
		{"a year not announced", under("HOT-58", meter("2026-12-25T09:00", 6, Workday)),
			"2026年12月25日（周五）09:00开始计时，当日不计；12月26日至27日周末不计，12月28日（周一）为第1个工作日，2027年1月2日至3日周末不计；" +
				"第6个工作日为2027年1月4日（周一），应于当日24:00前完成" + strings.TrimSuffix(grounds("HOT-58", y2026), "。") + "。2027年放假安排尚未公布，暂按周一至周五计算。"},
		{"a year before the first", meter("2006-12-21T09:00", 2, Workday),
			"2006年12月21日（周四）09:00开始计时，当日不计；12月22日（周五）为第1个工作日，12月23日至24日周末不计；第2个工作日为12月25日（周一），应于当日24:00前完成" +
				"（历法版本：" + calendar.OfficialVersion + "）。2006年放假安排未收录，按周一至周五计算。"},
		{"a holiday across New Year, two notices", meter("2022-12-29T09:00", 2, Workday),
			"2022年12月29日（周四）09:00开始计时，当日不计；12月30日（周五）为第1个工作日，12月31日至2023年1月2日元旦放假不计；" +
				"第2个工作日为2023年1月3日（周二），应于当日24:00前完成（放假安排：国办发明电〔2021〕11号、国办发明电〔2022〕16号；历法版本：" + calendar.OfficialVersion + "）。"},
		{"a notice that came after the limit is not cited", meter("2020-01-02T09:00", 1, Workday),
			"2020年1月2日（周四）09:00开始计时，当日不计；第1个工作日为1月3日（周五），应于当日24:00前完成（放假安排：国办发明电〔2019〕16号；历法版本：" + calendar.OfficialVersion + "）。"},
		{"a holiday of one year only, by its own notice", meter("2015-09-01T09:00", 3, Workday),
			"2015年9月1日（周二）09:00开始计时，当日不计；9月2日（周三）为第1个工作日，9月3日至5日抗战胜利70周年纪念日放假不计，9月6日（周日）调休上班照计；" +
				"第3个工作日为9月7日（周一），应于当日24:00前完成（放假安排：国办发明电〔2014〕28号、国发明电〔2015〕1号；历法版本：" + calendar.OfficialVersion + "）。"},
		{"a holiday lengthened by a later notice", meter("2019-04-26T09:00", 3, Workday),
			"2019年4月26日（周五）09:00开始计时，当日不计；4月27日周末不计，4月28日（周日）调休上班照计，4月28日（周日）为第1个工作日；" +
				"第3个工作日为4月30日（周二），应于当日24:00前完成（放假安排：国办发明电〔2018〕15号、国办发明电〔2019〕3号；历法版本：" + calendar.OfficialVersion + "）。"},
		{"a run across months", meter("2026-01-30T09:00", 1, Workday),
			"2026年1月30日（周五）09:00开始计时，当日不计；1月31日至2月1日周末不计；第1个工作日为2月2日（周一），应于当日24:00前完成（放假安排：" + y2026 + "；历法版本：" + calendar.OfficialVersion + "）。"},
		{"stopped in time", under("HOT-57", stopped(meter("2026-05-01T08:00", 0, SameDay), "2026-05-01T20:05")),
			"2026年5月1日（周五）08:00开始计时，属当日办结事项；应于当日24:00前完成（HOT-57）。5月1日（周五）20:05停止计时，未超过期限。"},
		{"stopped late", under("HOT-57", stopped(meter("2026-05-08T08:00", 0, SameDay), "2026-05-11T08:00")),
			"2026年5月8日（周五）08:00开始计时，属当日办结事项；应于当日24:00前完成（HOT-57）。5月11日（周一）08:00停止计时，已超过期限2个工作日。"},
		{"stopped late on a day off", under("HOT-57", stopped(meter("2026-04-30T08:00", 0, SameDay), "2026-05-02T08:00")),
			"2026年4月30日（周四）08:00开始计时，属当日办结事项；应于当日24:00前完成（HOT-57）。5月2日（周六）08:00停止计时，已超过期限。"},
	} {
		if got := Compute(v.m, official).Explain(); got != v.want {
			t.Errorf("%s:\n got %s\nwant %s", v.name, got, v.want)
		}
	}
}

func TestExplainOnANamelessCalendar(t *testing.T) {
	plain, err := calendar.New("")
	if err != nil {
		t.Fatal(err)
	}
	want := "2026年7月6日（周一）09:00开始计时，当日不计；第1个工作日为7月7日（周二），应于当日24:00前完成。2026年放假安排尚未公布，暂按周一至周五计算。"
	if got := Compute(meter("2026-07-06T09:00", 1, Workday), plain).Explain(); got != want {
		t.Error(got)
	}
}

// Every day that is not counted between the start and the end is told in one step and no more; no counted day is.
func TestStepsTellEveryUncountedDayOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := Compute(drawMeter(t, Workday), official)
		told := map[calendar.Date]int{}
		for i, s := range r.Steps {
			if s.To < s.Date || s.Text == "" || i > 0 && s.Kind != StepProvisional && s.Date < r.Steps[i-1].Date {
				t.Fatalf("step %d out of order: %+v", i, r.Steps)
			}
			if s.Kind == StepWeekend || s.Kind == StepHoliday || s.Kind == StepPaused {
				for d := s.Date; d <= s.To; d++ {
					told[d]++
				}
			}
		}
		for _, d := range r.Strip(0)[1:] {
			want := 0
			if d.Mark == MarkFree || d.Mark == MarkPaused {
				want = 1
			}
			if told[d.Date] != want {
				t.Fatalf("%s (%s) is told %d times: %s", d.Date, d.Mark, told[d.Date], r.Explain())
			}
		}
	})
}

func TestResultJSON(t *testing.T) {
	text, err := json.Marshal(Compute(under57(), official))
	want := `{"first":"2026-05-01","last":"2026-05-01","unit":"sameday","due":"2026-05-02T00:00:00+08:00","steps":[` +
		`{"kind":"start","date":"2026-05-01","to":"2026-05-01","text":"2026年5月1日（周五）08:00开始计时，属当日办结事项","rule":"GAP-02"},` +
		`{"kind":"due","date":"2026-05-01","to":"2026-05-01","text":"应于当日24:00前完成","rule":"HOT-57"}]}`
	if err != nil || string(text) != want {
		t.Errorf("%v\n%s", err, text)
	}
}

func under57() Meter {
	m := meter("2026-05-01T08:00", 0, SameDay)
	m.Term.Rule = "HOT-57"
	return m
}

// What a Result says does not change when the meter it came from does.
func TestComputeKeepsItsOwnCopy(t *testing.T) {
	m := meter("2024-05-13T09:00", 10, Workday)
	m.Pauses = pauses("2024-05-16..2024-05-22")
	r := Compute(m, official)
	strip := len(r.Strip(0))
	m.Pauses[0].To = date("2024-08-01")
	if len(r.Strip(0)) != strip {
		t.Error("the strip follows a meter that changed")
	}
}

// HOT-62: an explanation says once that an extension was approved, also when its reason names who approved it.
func TestHOT62ApprovedOnce(t *testing.T) {
	m := meter("2024-05-13T09:00", 2, Workday)
	m.Extensions = []Extension{{Amount: 2, Reason: "经督查中心同意延期", Rule: "HOT-62", At: at("2024-05-14T09:00")}}
	if got := Compute(m, official).Explain(); !strings.Contains(got, "原期限至5月15日（周三），经督查中心同意延长2个工作日，次日续计") {
		t.Error(got)
	}
}
