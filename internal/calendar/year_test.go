package calendar_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"huying/internal/calendar"
)

func year2027() calendar.Year {
	return calendar.Year{
		Year:   2027,
		Notice: calendar.Notice{Title: "关于2027年部分节假日安排的通知", Published: date("2026-11-03")},
		Off:    []calendar.Span{{date("2027-10-01"), date("2027-10-07"), "国庆节"}, {date("2027-01-01"), date("2027-01-03"), "元旦"}},
		Work:   []calendar.MakeUpDay{{date("2027-10-09"), "国庆节"}},
	}
}

func TestWithMakesANewCalendar(t *testing.T) {
	old := calendar.Official()
	c, err := old.With(year2027())
	if err != nil {
		t.Fatal(err)
	}
	if !c.Announced(2027) || c.Working(date("2027-10-01")) || !c.Working(date("2027-10-09")) || !c.Working(date("2026-05-09")) {
		t.Error("the new calendar does not know 2027")
	}
	if old.Announced(2027) || !old.Working(date("2027-10-01")) || old.Working(date("2027-10-09")) {
		t.Error("the old calendar changed")
	}
	if c.Version() == old.Version() || !strings.Contains(c.Version(), "2027") {
		t.Errorf("an edited calendar is called %q", c.Version())
	}
	if named := c.Named("第3版"); named.Version() != "第3版" || c.Version() == "第3版" || !named.Announced(2027) {
		t.Error("Named")
	}
}

func TestWithReplacesARegionsYear(t *testing.T) {
	y, _ := calendar.Official().Year(2026)
	y.Notice = calendar.Notice{Title: "关于民族节日放假的通知", Published: date("2026-03-01")}
	y.Off = append(y.Off, calendar.Span{From: date("2026-04-20"), To: date("2026-04-21"), Name: "三月三"})
	c, err := calendar.Official().With(y)
	if err != nil {
		t.Fatal(err)
	}
	if c.Day(date("2026-04-20")).Name != "三月三" || c.Notice(2026).Cite() != "《关于民族节日放假的通知》" || len(c.Years()) != len(calendar.Official().Years()) {
		t.Error("the region's year did not take the place of the official one")
	}
}

func TestYearsWithAGapBetween(t *testing.T) {
	y := year2027()
	y.Year, y.Off, y.Work = 2030, []calendar.Span{{date("2030-10-01"), date("2030-10-07"), "国庆节"}}, nil
	c, err := calendar.Official().With(y)
	if err != nil {
		t.Fatal(err)
	}
	if c.Announced(2028) || !c.Working(date("2028-10-02")) || c.Working(date("2028-10-01")) || c.Working(date("2030-10-01")) {
		t.Error("the years between are Monday to Friday")
	}
}

func TestCalendarIsImmutable(t *testing.T) {
	y := year2027()
	c, err := calendar.New("试验", y)
	if err != nil {
		t.Fatal(err)
	}
	y.Off[0].Name = "changed"
	c.Years()[0].Off[0].Name = "changed"
	got, _ := c.Year(2027)
	got.Work[0].Name = "changed"
	again, _ := c.Year(2027)
	if again.Off[0].Name != "元旦" || again.Off[1].Name != "国庆节" || again.Work[0].Name != "国庆节" {
		t.Errorf("%+v", again)
	}
}

func TestYearJSONRoundTrip(t *testing.T) {
	for _, y := range calendar.Official().Years() {
		text, err := json.Marshal(y)
		if err != nil {
			t.Fatal(err)
		}
		var back calendar.Year
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(y, back); diff != "" {
			t.Error(diff)
		}
	}
}

func TestYearRefusals(t *testing.T) {
	for _, c := range []struct {
		name    string
		spoil   func(y *calendar.Year)
		field   string
		message string
	}{
		{"year", func(y *calendar.Year) { *y = calendar.Year{Year: 12, Notice: y.Notice, Off: y.Off[:0]} }, "year", "年份应在1900年至2199年之间。"},
		{"notice", func(y *calendar.Year) { y.Notice.Title = " " }, "notice.title", "请填写放假安排所依据的文件名称。"},
		{"no holiday", func(y *calendar.Year) { y.Off, y.Work = nil, nil }, "off", "放假安排至少应有一段假期。"},
		{"holiday name", func(y *calendar.Year) { y.Off[1].Name = "" }, "off[1].name", "请填写节日名称。"},
		{"holiday of another year", func(y *calendar.Year) { y.Off[1].From = date("2026-12-31") }, "off[1].from", "2026年12月31日不在2027年，请到2026年的放假安排中填写。"},
		{"holiday backwards", func(y *calendar.Year) { y.Off[0].To = date("2027-09-30") }, "off[0].to", "国庆节假期的最后一天（9月30日）早于第一天（10月1日）。"},
		{"overlap", func(y *calendar.Year) { y.Off[1].To = date("2027-10-01") }, "off[1]", "元旦假期与国庆节假期的日期重叠。"},
		{"meeting on a day", func(y *calendar.Year) { y.Off[0].From, y.Off[0].To = date("2027-01-03"), date("2027-01-04") }, "off[1]", "元旦假期与国庆节假期的日期重叠。"},
		{"make-up name", func(y *calendar.Year) { y.Work[0].Name = "" }, "work[0].name", "请填写节日名称。"},
		{"make-up in another year", func(y *calendar.Year) { y.Work[0].Date = date("2028-01-01") }, "work[0].date", "2028年1月1日不在2027年，请到2028年的放假安排中填写。"},
		{"make-up on a weekday", func(y *calendar.Year) { y.Work[0].Date = date("2027-10-08") }, "work[0].date", "10月8日是周五，本来就是工作日，不能填为调休上班日。"},
		{"make-up on a holiday", func(y *calendar.Year) { y.Work[0].Date = date("2027-10-02") }, "work[0].date", "10月2日既填为放假，又填为调休上班。"},
		{"make-up twice", func(y *calendar.Year) { y.Work = append(y.Work, y.Work[0]) }, "work[1].date", "10月9日重复填为调休上班日。"},
	} {
		t.Run(c.name, func(t *testing.T) {
			y := year2027()
			c.spoil(&y)
			made, err := calendar.Official().With(y)
			var bad *calendar.YearError
			if !errors.As(err, &bad) || made != nil || bad.Year != y.Year {
				t.Fatalf("accepted: %v", err)
			}
			want := calendar.Problem{Field: c.field, Message: c.message}
			for _, p := range bad.Problems {
				if p == want {
					return
				}
			}
			t.Errorf("got %+v, want %+v among them", bad.Problems, want)
		})
	}
}

func TestYearErrorNamesEveryProblem(t *testing.T) {
	y := year2027()
	y.Notice.Title, y.Work[0].Name = "", ""
	err := y.Validate()
	if want := "2027年放假安排有误：请填写放假安排所依据的文件名称。请填写节日名称。"; err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
}
