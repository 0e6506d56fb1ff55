package httpapi

import (
	"net/url"
	"strings"
	"testing"

	"huying/internal/org"
)

// smallPDF is as much of a PDF as tells its type.
const smallPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// What a browser can show by itself is opened, in a sandbox and under its own name, and saved only when asked.
func TestPapersAndPicturesAreOpenedNotSaved(t *testing.T) {
	w := aTown(t)
	ref := w.dispatched()
	files := "/api/orders/" + ref.ID + "/attachments"
	w.upload(org.Handler, files, "现场情况.pdf", smallPDF).want(t, 201, "")
	w.upload(org.Handler, files, "说明.txt", "说明").want(t, 201, "")
	address := map[string]string{}
	for _, f := range read[[]File](t, w.ask(org.Handler, get, files, nil)) {
		address[f.Name] = "/api/attachments/" + f.ID
	}
	expect := func(path, how, name string) {
		t.Helper()
		a := w.ask(org.Handler, get, path, nil).want(t, 200, "")
		if got := strings.ToLower(a.Header().Get("Content-Disposition")); got != how+"; filename*=utf-8''"+strings.ToLower(url.PathEscape(name)) {
			t.Errorf("%s: %s", path, got)
		}
		if policy := a.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "sandbox") || a.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s may do as it likes: %v", path, a.Header())
		}
	}
	expect(address["现场情况.pdf"], "inline", "现场情况.pdf")
	expect(address["现场情况.pdf"]+"?download=true", "attachment", "现场情况.pdf")
	expect(address["说明.txt"], "attachment", "说明.txt")
	if w.s.Printer == nil {
		t.Skip("the pages are not built: there is no font to print with")
	}
	expect("/api/orders/"+ref.ID+"/sheet", "inline", "12345热线工单 "+ref.Number+".pdf")
	expect("/api/orders/"+ref.ID+"/sheet?download=true", "attachment", "12345热线工单 "+ref.Number+".pdf")
}
