package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"huying/internal/calendar"
)

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, calendar.Zone)
	if err != nil {
		panic(err)
	}
	return t
}

// read gives a sheet of what was written back, in either format.
func read(t *testing.T, f Format, name string, fill func(*Book) error) [][]string {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, f, fill); err != nil {
		t.Fatal(err)
	}
	if f == CSV {
		text, marked := strings.CutPrefix(out.String(), "\ufeff")
		if !marked {
			t.Error("Excel would not read it as UTF-8")
		}
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	book, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if slices.Contains(book.GetSheetList(), "Sheet1") {
		t.Error("an empty sheet is left")
	}
	rows, err := book.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestCellsReadAlikeInEveryFormat_AUD07(t *testing.T) {
	rate := 45.79
	cells := []struct {
		cell any
		want string
	}{
		{"停水", "停水"}, {"=1+1", "'=1+1"}, {"+1", "'+1"}, {"-1", "'-1"}, {"@SUM(1)", "'@SUM(1)"}, {"\t=1", "'\t=1"}, {"＝1", "'＝1"},
		{Text("=打13800001111"), "'=打138****1111"},
		{Text("电话138-0000-1111，身份证11010119900101123X"), "电话138******1111，身份证110***********123X"},
		{Text("身份证110101199001011234。"), "身份证110***********1234。"},
		{Text("打+8613800001111"), "打+861******1111"},
		{Text("订单2113800001111号、工单20260430-00012"), "订单2113800001111号、工单20260430-00012"},
		{"13800001111", "13800001111"}, // ours: an office's number
		{at("2026-04-30 16:20"), "2026-04-30 16:20"}, {time.Time{}, ""},
		{Limit{End: at("2026-05-12 00:00")}, "2026-05-11"}, {Limit{End: at("2026-05-11 18:30")}, "2026-05-11 18:30"}, {Limit{}, ""},
		{Limit{End: at("2027-01-09 00:00"), Provisional: true}, "2027-01-08（暂按周一至周五计算，放假安排公布后重算）"},
		{calendar.DateOf(at("2026-05-11 12:00")), "2026-05-11"},
		{true, "是"}, {7, "7"}, {int64(8), "8"}, {45.5, "45.5"}, {&rate, "45.79"}, {(*float64)(nil), ""}, {nil, ""}, {false, ""},
		{"完", "完"}, // Excel leaves out what is empty at the end of a line
	}
	var line []any
	var want []string
	for _, c := range cells {
		line, want = append(line, c.cell), append(want, c.want)
	}
	for _, f := range []Format{XLSX, CSV} {
		rows := read(t, f, "工单", func(b *Book) error { return b.Sheet("工单", line...) })
		if len(rows) != 1 || !slices.Equal(rows[0], want) {
			t.Errorf("%s:\n got %q\nwant %q", f, rows, want)
		}
	}
}

func TestABookHoldsSeveralTables(t *testing.T) {
	fill := func(b *Book) error {
		return errors.Join(b.Sheet("排名", "名次", "单位"), b.Row(1, "水务局"), b.Row(2, "道路局"), b.Sheet("公式", "指标"), b.Row("结案率"))
	}
	if rows := read(t, XLSX, "排名", fill); len(rows) != 3 || rows[2][1] != "道路局" {
		t.Errorf("%q", rows)
	}
	if rows := read(t, XLSX, "公式", fill); len(rows) != 2 || rows[1][0] != "结案率" {
		t.Errorf("%q", rows)
	}
	var out bytes.Buffer
	if err := Write(&out, CSV, fill); err != nil {
		t.Fatal(err)
	}
	if want := "\ufeff名次,单位\r\n1,水务局\r\n2,道路局\r\n\r\n指标\r\n结案率\r\n"; out.String() != want {
		t.Errorf("%q", out.String())
	}
}

// A long sheet lies in a file of the system while it is written; none may stay behind when the writing is given up.
func TestNothingStaysBehindOfAFailure(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	broken := errors.New("broken")
	long := strings.Repeat("诉求内容", 5000)
	for _, f := range []Format{XLSX, CSV} {
		var out bytes.Buffer
		err := Write(&out, f, func(b *Book) error {
			if err := b.Sheet("工单", "编号"); err != nil {
				return err
			}
			for i := range 1000 {
				if err := b.Row(i, long); err != nil {
					return err
				}
			}
			if left, _ := os.ReadDir(dir); f == XLSX && len(left) == 0 {
				t.Error("the sheet was too short to lie in a file")
			}
			return broken
		})
		if !errors.Is(err, broken) {
			t.Error(f, err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%s: %d files are left (%v)", f, len(left), err)
		}
	}
}

func TestACellThatNobodyThoughtOfIsAMistake(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("written all the same")
		}
	}()
	Write(&bytes.Buffer{}, XLSX, func(b *Book) error { return b.Sheet("工单", struct{}{}) })
}
