package httpapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"huying/internal/audit"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/storage"
)

// finished gives a job of a person after its end.
func (w *town) finished(role org.Role, id string) Job {
	w.t.Helper()
	w.server.api.jobs.running.Wait()
	return read[Job](w.t, w.ask(role, get, "/api/jobs/"+id, nil))
}

// exported asks for an export, waits for it and fetches it.
func (w *town) exported(role org.Role, url string) answer {
	w.t.Helper()
	job := w.finished(role, read[Job](w.t, w.ask(role, post, url, nil).want(w.t, http.StatusAccepted, "")).ID)
	if job.Error != "" || !job.Ended {
		w.t.Fatalf("%+v", job)
	}
	a := w.ask(role, get, "/api/jobs/"+job.ID+"/file", nil).want(w.t, 200, "")
	if a.Header().Get("Content-Length") != strconv.Itoa(a.Body.Len()) { // without it a part would be taken for the whole
		w.t.Errorf("%s of %d bytes", a.Header().Get("Content-Length"), a.Body.Len())
	}
	return a
}

func (w *town) sheetOf(a answer, name string) [][]string {
	w.t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(a.Body.Bytes()))
	w.must(err)
	defer book.Close()
	rows, err := book.GetRows(name)
	w.must(err)
	return rows
}

// lastExport is what the record says of the latest one.
func (w *town) lastExport() (data map[string]any) {
	w.t.Helper()
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		events, err := audit.Events(tx, "export")
		if err == nil {
			err = json.Unmarshal(events[len(events)-1].Data, &data)
		}
		return err
	}))
	return data
}

// A cell that begins as a formula does would run when somebody opens the sheet, or saves it as plain text.
func TestAUD07ExportHoldsWhatThePersonSeesWithoutFormulasAndNumbersOfPeople(t *testing.T) {
	eachTown(t, func(w *town) {
		body := appeal()
		body.Title = `=HYPERLINK("http://elsewhere.example","打13800001111")`
		read[hotline.Ref](t, w.ask(org.Operator, post, "/api/orders", body))
		w.dispatched()
		before := w.events()
		a := w.exported(org.Operator, "/api/orders/export?states=registered&q=HYPERLINK")
		rows := w.sheetOf(a, "工单")
		if len(rows) != 2 || rows[0][0] != "编号" || rows[1][1] != `'=HYPERLINK("http://elsewhere.example","打138****1111")` {
			t.Errorf("%q", rows)
		}
		if w.events() != before+1 {
			t.Error("the export is not on record")
		}
		filter, _ := w.lastExport()["filter"].(map[string]any)
		if n := w.lastExport()["rows"]; n != 1.0 || len(filter) != 2 || filter["states"] == nil || filter["q"] != audit.Digest("HYPERLINK") {
			t.Errorf("recorded: %v", w.lastExport())
		}
		text := w.exported(org.Operator, "/api/orders/export?format=csv&states=registered")
		if kind := text.Header().Get("Content-Type"); kind != "text/csv; charset=utf-8" || !strings.HasPrefix(text.Body.String(), "\ufeff编号,标题") {
			t.Errorf("%s %q", kind, text.Body)
		}
	})
}

// HOT-35: the register of accountability is exported with its order, both persons and the words of its lists, on record.
func TestHOT35TheRegisterIsExported(t *testing.T) {
	eachTown(t, func(w *town) {
		ref := w.dispatched()
		w.ask(org.Inspector, post, "/api/orders/"+ref.ID+"/account", m{"version": ref.Version, "ground": "delay", "measure": "liability", "handler": w.ids[org.Handler],
			"head": w.ids[org.Head], "finding": "=拖延"}).want(t, 200, "")
		before, days := w.events(), "from="+w.today().String()+"&to="+w.today().String()
		rows := w.sheetOf(w.exported(org.Inspector, "/api/accounts/export?"+days), "问责登记")
		if len(rows) != 2 || rows[1][2] != ref.Number || rows[1][5] != "办理拖延" || rows[1][7] != "测试承办人" || rows[1][9] != "'=拖延" {
			t.Errorf("%q", rows)
		}
		if w.events() != before+1 || w.lastExport()["what"] != "accounts" {
			t.Error("the export is not on record")
		}
		job := w.finished(org.Inspector, read[Job](t, w.ask(org.Inspector, post, "/api/accounts/export?"+days+"&dept=nowhere", nil)).ID)
		if job.Error != "没有这个部门。" {
			t.Errorf("%+v", job)
		}
	})
}

// HOT-55: the register of papers is exported with the orders that they were issued on, on record.
func TestHOT55TheRegisterOfPapersIsExported(t *testing.T) {
	w := aTown(t)
	from, ref := w.today(), w.dispatched()
	w.clk.Advance(40 * 24 * time.Hour)
	_, err := w.s.Kernel.RingDue(w.ctx)
	w.must(err)
	w.tokens[org.Inspector] = w.signIn(w.ids[org.Inspector])
	rows := w.sheetOf(w.exported(org.Inspector, "/api/documents/export?kind=urge&from="+from.String()+"&to="+w.today().String()), "督办文书")
	if len(rows) != 2 || rows[1][1] != "催办通知书" || rows[1][2] != ref.Number || rows[1][5] != "系统自动" {
		t.Errorf("%q", rows)
	}
	filter, _ := w.lastExport()["filter"].(map[string]any)
	if w.lastExport()["what"] != "documents" || len(filter) != 3 || filter["kind"] != "urge" || filter["from"] != from.String() {
		t.Errorf("recorded: %v", w.lastExport())
	}
}

// A part of a list would be taken for the whole, so a list that is too long is refused, and nothing is recorded.
func TestATooLongExportIsRefused(t *testing.T) {
	w := aTown(t)
	w.ask(org.Admin, post, "/api/policy/set", m{"key": setExportRows, "region": "", "value": "100", "reason": "测试"}).want(t, 200, "")
	for range 101 {
		_, err := w.s.Hotline.Register(w.ctx, w.actor(org.Operator), appeal())
		w.must(err)
	}
	w.ask(org.Operator, get, "/api/me", nil).want(t, 200, "") // the day's presence is noted
	before := w.events()
	job := w.finished(org.Operator, read[Job](t, w.ask(org.Operator, post, "/api/orders/export", nil)).ID)
	if !strings.Contains(job.Error, "超过100行") || job.Result != nil || w.events() != before {
		t.Errorf("%+v", job)
	}
	w.ask(org.Operator, get, "/api/jobs/"+job.ID+"/file", nil).want(t, 404, "job.file")
}

// A file that was made is for who asked for it, and leaves nothing on the disk.
func TestAUD07AnExportIsForWhoAskedForIt(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	w := aTown(t)
	w.dispatched()
	job := w.finished(org.Operator, read[Job](t, w.ask(org.Operator, post, "/api/orders/export", nil)).ID)
	w.ask(org.Inspector, get, "/api/jobs/"+job.ID, nil).want(t, 404, "job.none")
	w.ask(org.Inspector, get, "/api/jobs/"+job.ID+"/file", nil).want(t, 404, "job.none")
	w.ask("", get, "/api/jobs/"+job.ID+"/file", nil).want(t, 401, "session.none")
	w.ask(org.Operator, get, "/api/jobs/"+job.ID+"/file", nil).want(t, 200, "")
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("%d files are left (%v)", len(left), err)
	}
}

// AUD-07, STA-12: every other list leaves too, in words, without the numbers of people, and on record.
func TestAUD07TheListsOfTheOfficeLeaveInWordsAndOnRecord(t *testing.T) {
	eachTown(t, func(w *town) {
		body := appeal()
		body.Title = "请回电13800001111"
		ref, err := w.s.Hotline.Register(w.ctx, w.actor(org.Operator), body)
		w.must(err)
		_, err = w.s.Hotline.Dispatch(w.ctx, w.actor(org.Dispatcher), ref.ID, 0, hotline.Assignment{Lead: "water"})
		w.must(err)
		_, err = w.s.Hotline.Sign(w.ctx, w.actor(org.Handler), ref.ID, 0)
		w.must(err)
		_, err = w.s.Hotline.Urge(w.ctx, w.actor(org.Operator), ref.ID, 0, "phone", "")
		w.must(err)
		for _, c := range []struct {
			role            org.Role
			url, name, what string
			has             []string
		}{
			{org.Inspector, "/api/copies/export", "抄送件", "copies", []string{ref.Number, "请回电138****1111", "测试water", "签收抄送"}},
			{org.Admin, "/api/outbox/export?state=open", "外发消息", "outbox", []string{"工单提醒", ref.Number}},
			{org.Admin, "/api/people/export?q=handler", "人员", "people", []string{"测试承办人", "handler", "测试water", "在用", "是"}},
			{org.Admin, "/api/departments/export", "部门", "departments", []string{"测试water", "承办部门", "呼应市"}},
			{org.Admin, "/api/regions/export", "区域", "regions", []string{"呼应市", "99", "市"}},
		} {
			a := w.exported(c.role, c.url)
			rows := w.sheetOf(a, c.name)
			if !slices.ContainsFunc(rows, func(row []string) bool {
				return !slices.ContainsFunc(c.has, func(cell string) bool { return !slices.Contains(row, cell) })
			}) {
				t.Errorf("%s: %q has no row with %q", c.url, rows, c.has)
			}
			if text := fmt.Sprint(rows); strings.Contains(text, "13800001111") || strings.Contains(text, "1390000") || strings.Contains(text, ref.ID) {
				t.Errorf("%s tells more than it may: %s", c.url, text)
			}
			if filter := fmt.Sprint(w.lastExport()["filter"]); strings.Contains(filter, "handler") {
				t.Errorf("the record holds what was searched for: %s", filter)
			}
			if w.lastExport()["what"] != c.what || w.lastExport()["rows"] != float64(len(rows)-1) {
				t.Errorf("%s: recorded %v", c.url, w.lastExport())
			}
		}
		days := "from=" + w.today().String() + "&to=" + w.today().String()
		if rows := w.sheetOf(w.exported(org.Leader, "/api/stats/export?table=conducts&"+days), "催办与督办"); len(rows) == 0 || rows[0][0] != "单位" {
			t.Errorf("%q", rows)
		}
	})
}

// The applications of a period leave as the data sets of GB/T 39046, by a job that says how far it is; who applied only for
// a purpose and for who may see it.
func TestAUD07ApplicationsLeaveAsTheStandardHasThem(t *testing.T) {
	eachTown(t, func(w *town) {
		sh := w.stock()
		sh.accepted("food_production")
		leave := func(role org.Role, body m) string {
			job := w.finished(role, read[Job](t, w.ask(role, post, "/api/applications/standard", body).want(t, http.StatusAccepted, "")).ID)
			if job.Error != "" || job.Total != 1 || job.Done != 1 {
				t.Fatalf("%+v", job)
			}
			return w.ask(role, get, "/api/jobs/"+job.ID+"/file", nil).want(t, 200, "").Body.String()
		}
		days := m{"from": w.today().String(), "to": w.today().String()}
		number := `"申请者证件号码":"` + applicant["idNumber"].(string)
		if text := leave(org.Head, days); strings.Contains(text, number) || !strings.Contains(text, `"name":"事项受理"`) {
			t.Error("without a purpose: " + text)
		}
		if text := leave(org.Head, with(days, m{"purpose": "报送"})); !strings.Contains(text, number) {
			t.Error("with one: " + text)
		}
		if text := leave(org.Inspector, with(days, m{"purpose": "报送"})); strings.Contains(text, number) {
			t.Error("to who may not unmask: " + text)
		}
		wrong := w.finished(org.Head, read[Job](t, w.ask(org.Head, post, "/api/applications/standard", m{"from": w.today().String(), "to": "2024-01-01"}).want(t, http.StatusAccepted, "")).ID)
		if !strings.Contains(wrong.Error, "起始日不能晚于截止日") {
			t.Errorf("%+v", wrong)
		}
	})
}
