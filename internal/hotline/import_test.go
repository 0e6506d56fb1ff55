package hotline

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/sheet"
	"huying/internal/storage"
)

// oldMatters: 1 in time, 2 late by two working days over the National Day holiday of 2024, 3 provisional (2005), and one row
// for each reason to refuse it.
const oldMatters = `id,user,title,submitted_at,body,reply,replied_at
1,A001,咨询落户手续,2024-09-23T09:00:00+08:00,请问如何办理。,可到窗口办理。,2024-09-27T10:00:00+08:00
2,A002,请修路灯,2024-09-29T09:00:00+08:00,"路灯坏了,
请修。",已修。,2024-10-14T10:00:00+08:00
3,A001,建议增设站点,2005-03-04 08:00:00,站太远。,已列入计划。,2005-03-21 09:00:00
4,A003,缺答复时间,2024-01-02T09:00:00+08:00,内容。,答复。,
5,A003,倒着的时间,2024-01-02T09:00:00+08:00,内容。,答复。,2024-01-01T09:00:00+08:00
1,A004,编号重复,2024-01-02T09:00:00+08:00,内容。,答复。,2024-01-03T09:00:00+08:00
6,A004,没有内容,2024-01-02T09:00:00+08:00,,答复。,2024-01-03T09:00:00+08:00
7,A004,坏字符,2024-01-02T09:00:00+08:00,内容` + sheet.Unreadable + `。,答复。,2024-01-03T09:00:00+08:00
8,A004,将来答复,2024-01-02T09:00:00+08:00,内容。,答复。,2099-01-03T09:00:00+08:00
,A004,没有编号,2024-01-02T09:00:00+08:00,内容。,答复。,2024-01-03T09:00:00+08:00
`

func (w *world) readTable(data []byte, name string) sheet.Table {
	w.t.Helper()
	t, err := sheet.Read(data, name)
	w.must(err)
	return t
}

func (w *world) importAll(t sheet.Table, in ImportOptions) *ImportResult {
	w.t.Helper()
	res, err := w.Import(w.ctx, w.people["admin"], t, in)
	w.must(err)
	return res
}

func TestImportKeepsTheTimesAndJudgesThem(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		steps := 0
		res := w.importAll(w.readTable([]byte(oldMatters), ""), ImportOptions{Progress: func(done, total int) {
			if steps++; done != 3 || total != 3 {
				t.Errorf("progress %d of %d", done, total)
			}
		}})
		if res.Read != 10 || res.Created != 3 || res.RefusedRows != 7 || steps != 1 {
			t.Errorf("read %d, created %d, refused %d", res.Read, res.Created, res.RefusedRows)
		}
		// 2: five working days from 30 September; 1 to 7 October off, 12 October worked: 30, 8, 9, 10, 11 -> due 11, answered on the 14th.
		if res.OnTime != 2 || res.Late != 1 || res.Lateness != (casework.Lateness{Median: 2, P90: 2, Worst: 2}) || res.Provisional != 1 {
			t.Errorf("on time %d, late %d by %+v, provisional %d", res.OnTime, res.Late, res.Lateness, res.Provisional)
		}
		reasons := map[string][]int{}
		for _, f := range res.Refused {
			reasons[f.Reason] = f.Rows
		}
		for reason, row := range map[string]int{"times": 5, "reply_first": 6, "duplicate": 7, "body": 8, "characters": 9, "future": 10, "id": 11} {
			if len(reasons[reason]) != 1 || reasons[reason][0] != row {
				t.Errorf("%s refused rows %v, not %d", reason, reasons[reason], row)
			}
		}
		w.checkHistory()
	})
}

// checkHistory looks at the late order as an official sees it, and derives everything from the record again.
func (w *world) checkHistory() {
	w.t.Helper()
	rows, err := w.List(w.ctx, org.System(), Filter{States: []string{History}, Late: true}, page.Request{})
	w.must(err)
	if len(rows.Items) != 1 {
		w.t.Fatalf("%d late orders", len(rows.Items))
	}
	v, err := w.Get(w.ctx, org.System(), rows.Items[0].ID)
	w.must(err)
	m := v.Meters[0]
	if v.Number != "20240929-00001" || v.Kind != "help" || len(v.Replies) != 1 || v.Replies[0].Text != "已修。" || !m.Stop.Equal(v.Closed) || !m.Standing.Late {
		w.t.Errorf("%s %s, replies %v, meter %+v", v.Number, v.Kind, v.Replies, m)
	}
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		events, err := audit.Events(tx, v.ID)
		if err != nil {
			return err
		}
		if text := string(events[0].Data); strings.Contains(text, "A002") || !strings.Contains(text, "无关键词") {
			w.t.Errorf("the event says %s", text)
		}
		_, err = w.kernel.Recompute(tx, v.ID, events, func(d audit.Difference) { w.t.Error(d.What) })
		return err
	}))
}

func TestImportTwiceChangesNothing(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		table := w.readTable([]byte(oldMatters), "")
		first := w.importAll(table, ImportOptions{})
		again := w.importAll(table, ImportOptions{})
		if again.Created != 0 || again.Unchanged != first.Created || again.OnTime != first.OnTime || again.Late != first.Late || again.RefusedRows != first.RefusedRows {
			t.Errorf("the second run: %+v", again)
		}
		changed := w.importAll(w.readTable([]byte(strings.Replace(oldMatters, "已修。", "没有修。", 1)), ""), ImportOptions{})
		if changed.Created != 0 || changed.Unchanged != 2 || changed.RefusedRows != first.RefusedRows+1 || !hasReason(changed, "changed") {
			t.Errorf("a changed row: %+v", changed)
		}
		if other := w.importAll(table, ImportOptions{Source: "other"}); other.Created != first.Created {
			t.Errorf("another source: %+v", other)
		}
	})
}

func hasReason(r *ImportResult, reason string) bool {
	for _, f := range r.Refused {
		if f.Reason == reason {
			return true
		}
	}
	return false
}

func TestImportReadsOtherFilesByMapping(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		const text = "留言编号\t留言主题\t何时\t留言详情\t答复意见\t答复时间\t分类\n9\t路灯不亮\t2024/9/23 9:05\t坏了\t修好了\t2024年9月24日 10:00\t投诉\n"
		gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
		w.must(err)
		mapping := map[string]string{"submitted_at": "何时", "kind": "分类"}
		table := w.readTable(gb, "")
		res := w.importAll(table, ImportOptions{Mapping: mapping})
		if table.Encoding != "GB18030" || res.Created != 1 || res.Kinds[0].Kind != "complain" {
			t.Errorf("%s: %+v", table.Encoding, res)
		}
		_, err = w.Import(w.ctx, w.people["admin"], table, ImportOptions{})
		w.refused(err, "import.columns", "")
		_, err = w.Import(w.ctx, w.people["operator"], table, ImportOptions{Mapping: mapping})
		w.refused(err, "hotline.import", "")
	})
}

func TestImportReadsSpreadsheetDates(t *testing.T) {
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		f := excelize.NewFile()
		defer f.Close()
		for i, row := range [][]any{{"id", "title", "submitted_at", "body", "reply", "replied_at"}, {77, "咨询", chinaTime(t, "2024-09-23 09:00").UTC().Add(8 * 3600e9), "问", "答", 45559.5}} {
			w.must(f.SetSheetRow("Sheet1", "A"+string(rune('1'+i)), &row))
		}
		var b bytes.Buffer
		w.must(f.Write(&b))
		preview, err := w.PreviewImport(w.people["admin"], w.readTable(b.Bytes(), ""), ImportOptions{})
		w.must(err)
		if preview.Total != 1 || preview.Rows[0].Reason != "" || preview.Rows[0].Kind != "咨询" || preview.Columns["body"] != "body" {
			t.Errorf("the preview: %+v", preview)
		}
		if res := w.importAll(w.readTable(b.Bytes(), "Sheet1"), ImportOptions{}); res.Created != 1 || res.OnTime != 1 {
			t.Errorf("%+v", res)
		}
		_, err = sheet.Read(b.Bytes(), "没有")
		w.refused(err, "import.sheet", "")
	})
}

func TestKindIsInferredByAPublishedRule(t *testing.T) {
	for _, c := range []struct{ title, body, kind, rule string }{
		{"咨询并投诉", "", "consult", "标题含“咨询”"}, {"关于停车", "我建议", "suggest", "内容含“建议”"}, {"举报", "咨询", "complain", "标题含“举报”"}, {"修路灯", "坏了", "help", "无关键词"},
	} {
		if kind, rule := inferKind(c.title, c.body); kind != c.kind || rule != c.rule {
			t.Errorf("%s: %s by %s", c.title, kind, rule)
		}
	}
}

// The real appeals lie beside the project, not in it.
func TestImportOfRealAppeals(t *testing.T) {
	data, err := os.ReadFile("../../../shared/data/appeals_replied.csv")
	if err != nil {
		t.Skip("the file of real appeals is not here")
	}
	eachWorld(t, "2026-03-02 09:00", func(w *world) {
		res := w.importAll(w.readTable(data, ""), ImportOptions{})
		got := [...]int{res.Read, res.Created, res.RefusedRows, res.OnTime, res.Late, res.Lateness.Median, res.Lateness.P90, res.Lateness.Worst, res.Provisional}
		if want := [...]int{1973, 1972, 1, 1115, 857, 8, 38, 229, 0}; got != want || !hasReason(res, "times") {
			t.Errorf("%v, not %v", got, want)
		}
	})
}
