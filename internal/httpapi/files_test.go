package httpapi

import (
	"os"
	"slices"
	"strings"
	"testing"

	"huying/internal/hotline"
	"huying/internal/org"
)

func (w *town) upload(role org.Role, url, name, content string) answer {
	w.t.Helper()
	body, kind := form(w.t, nil, name, content)
	return w.ask(role, post, url, body, "Content-Type", kind)
}

func TestFilesGoInAndOut(t *testing.T) {
	eachTown(t, func(w *town) {
		ref := w.dispatched()
		url := "/api/orders/" + ref.ID + "/attachments"
		const text = "现场情况：水管破裂。"
		w.upload(org.Handler, url, "说明.txt", text).want(t, 201, "")
		files := read[[]File](t, w.ask(org.Handler, get, url, nil))
		if len(files) != 1 || files[0].Name != "说明.txt" || files[0].AddedBy != "测试承办人" || files[0].Size != int64(len(text)) {
			t.Fatalf("%+v", files)
		}
		a := w.ask(org.Handler, get, "/api/attachments/"+files[0].ID, nil).want(t, 200, "")
		if a.Body.String() != text || !strings.HasPrefix(a.Header().Get("Content-Disposition"), "attachment; filename*=") || a.Header().Get("Content-Type") != "text/plain" {
			t.Errorf("%v %s", a.Header(), a.Body)
		}
		part := w.ask(org.Handler, get, "/api/attachments/"+files[0].ID, nil, "Range", "bytes=0-5").want(t, 206, "")
		if part.Body.String() != "现场" {
			t.Errorf("%q", part.Body)
		}
		w.ask(org.Handler, get, "/api/attachments/none", nil).want(t, 404, "")
	})
}

func TestFilesThatAreRefused(t *testing.T) {
	w := aTown(t)
	url := "/api/orders/" + w.dispatched().ID + "/attachments"
	w.ask(org.Handler, get, "/api/me", nil) // the day's presence is noted
	before := w.events()
	w.upload(org.Handler, url, "a.html", "<script>alert(1)</script>").want(t, 415, "attachment.type")
	w.upload(org.Handler, url, "a.jpg", "<script>alert(1)</script>").want(t, 415, "attachment.mismatch")
	w.upload(org.Handler, url, "a.txt", "").want(t, 422, "attachment.empty")
	w.upload(org.Handler, url, "a.txt", strings.Repeat("字", 8<<20)).want(t, 413, "request.large")
	w.upload(org.Handler, url, "a.txt", strings.Repeat("a", 20<<20+1)).want(t, 413, "attachment.large")
	w.upload(org.Handler, "/api/orders/none/attachments", "a.txt", "x").want(t, 404, "case.missing")
	_, kind := form(t, nil, "a.txt", "x")
	w.ask(org.Handler, post, url, "--broken", "Content-Type", kind).want(t, 422, "request.invalid")
	if w.events() != before {
		t.Error("something was recorded")
	}
	rules := read[FileRules](t, w.ask("", get, "/api/files/rules", nil).want(t, 200, ""))
	if rules.MaxBytes != 20<<20 || !slices.Contains(rules.Types, "txt") || slices.Contains(rules.Types, "html") {
		t.Errorf("told beforehand: %+v", rules)
	}
}

func TestPapersArePrinted(t *testing.T) {
	w := aTown(t)
	if w.s.Printer == nil {
		t.Skip("the pages are not built: there is no font to print with")
	}
	a := w.ask(org.Handler, get, "/api/orders/"+w.dispatched().ID+"/sheet", nil).want(t, 200, "")
	if a.Header().Get("Content-Type") != "application/pdf" || !strings.HasPrefix(a.Body.String(), "%PDF-") {
		t.Errorf("%v", a.Header())
	}
}

// GAP-33: an emergency is lowered by an operation of its own, with a reason.
func TestGAP33StandDownHasAnOperation(t *testing.T) {
	w := aTown(t)
	body := appeal()
	body.Kind = "emergency"
	ref := read[hotline.Ref](t, w.ask(org.Operator, post, "/api/orders", body))
	url := "/api/orders/" + ref.ID + "/stand-down"
	w.ask(org.Dispatcher, post, url, m{"version": ref.Version, "kind": "help", "why": " "}).want(t, 422, "hotline.emergency.why")
	w.ask(org.Dispatcher, post, url, m{"version": ref.Version, "kind": "help", "why": "经核实无人员危险"}).want(t, 200, "")
}

// Large forms pass through files of the system; none may stay behind, whether the upload was taken or refused.
func TestUploadsLeaveNothingBehind(t *testing.T) {
	dir := t.TempDir()
	w := aTown(t)
	t.Setenv("TMPDIR", dir)
	url := "/api/orders/" + w.dispatched().ID + "/attachments"
	text := strings.Repeat("现场情况。", 10_000)
	w.upload(org.Handler, url, "a.txt", text).want(t, 201, "")
	w.upload(org.Handler, url, "a.jpg", text).want(t, 415, "")
	body, kind := form(t, map[string]string{"number": "1"}, "a.txt", text)
	w.ask("", post, "/api/citizen/attachments", body, "Content-Type", kind).want(t, 422, "request.invalid")
	left, err := os.ReadDir(dir)
	w.must(err)
	if len(left) > 0 {
		t.Errorf("%d files are left", len(left))
	}
}
