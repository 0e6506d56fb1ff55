package httpapi

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"

	"huying/internal/attachment"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
)

func TestOtherSitesCannotAct(t *testing.T) {
	w := aTown(t)
	before := w.events()
	for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://elsewhere.example"}, {"Sec-Fetch-Site", "same-site"}} {
		w.ask(org.Operator, post, "/api/orders", appeal(), headers...).want(t, 403, "request.origin")
		w.ask("", post, "/api/login", m{"login": "a", "password": "b"}, headers...).want(t, 403, "request.origin")
	}
	if w.events() != before {
		t.Error("something happened")
	}
	w.ask(org.Operator, post, "/api/orders", appeal(), "Sec-Fetch-Site", "same-origin").want(t, 201, "")
	w.ask(org.Operator, post, "/api/orders", appeal()).want(t, 201, "") // a program, not a page
}

func TestSecurityHeaders(t *testing.T) {
	w := aTown(t)
	always := map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin"}
	for url, csp := range map[string]string{"/api/me": "default-src 'none'", "/api/nothing": "default-src 'none'", "/": "default-src 'self'", "/desk/orders": "default-src 'self'"} {
		h := w.ask("", get, url, nil).Header()
		for name, want := range always {
			if h.Get(name) != want {
				t.Errorf("%s: %s is %q", url, name, h.Get(name))
			}
		}
		policy := h.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, csp) || !strings.Contains(policy, "frame-ancestors 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: %s", url, policy)
		}
		if h.Get("Permissions-Policy") == "" || strings.HasPrefix(url, "/api/") && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", url, h)
		}
	}
}

// TestBrokenRequestsAreProblems: whatever is wrong with a request, the answer is a problem in Chinese that repeats nothing.
func TestBrokenRequestsAreProblems(t *testing.T) {
	w := aTown(t)
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(`{"login":"王","password":"x"}`)
	w.must(err)
	for name, c := range map[string]struct {
		method, url string
		body        any
		header      []string
		status      int
		code        string
	}{
		"malformed":      {post, "/api/login", `{"login": 13800001111`, nil, 400, "request.malformed"},
		"not an object":  {post, "/api/login", `"13800001111"`, nil, 422, "request.invalid"},
		"empty":          {post, "/api/login", ``, nil, 400, "request.malformed"},
		"wrong encoding": {post, "/api/login", gbk, nil, 400, "request.malformed"},
		"wrong type":     {post, "/api/login", `<login>13800001111</login>`, []string{"Content-Type", "text/xml"}, 415, "request.type"},
		"no form":        {post, "/api/citizen/attachments", `{}`, nil, 415, "request.type"},
		"unknown field":  {post, "/api/login", `{"login":"a","password":"b","13800001111":1}`, nil, 422, "request.invalid"},
		"missing field":  {post, "/api/login", `{"login":"13800001111"}`, nil, 422, "request.invalid"},
		"wrong kind":     {post, "/api/login", `{"login":13800001111,"password":"b"}`, nil, 422, "request.invalid"},
		"too long":       {post, "/api/login", `{"login":"` + strings.Repeat("13800001111", 20) + `","password":"b"}`, nil, 422, "request.invalid"},
		"null character": {post, "/api/login", `{"login":"a\u0000","password":"b"}`, nil, 422, "storage.text"},
		"oversized":      {post, "/api/login", `{"login":"` + strings.Repeat("a", 2<<20) + `","password":"b"}`, nil, 413, "request.large"},
		"bad query":      {get, "/api/deadline?start=2026-01-01&unit=13800001111", nil, nil, 422, "request.invalid"},
		"bad number":     {get, "/api/deadline?start=2026-01-01&unit=day&days=13800001111x", nil, nil, 422, "request.invalid"},
		"no such path":   {get, "/api/13800001111", nil, nil, 404, "request.path"},
		"wrong method":   {"DELETE", "/api/login", nil, nil, 405, "request.method"},
	} {
		a := w.ask("", c.method, c.url, c.body, c.header...)
		if a.Code != c.status || a.problem.Code != c.code || a.problem.Status != c.status || a.problem.Title == "" || a.problem.RequestID == "" {
			t.Errorf("%s: %d %s", name, a.Code, a.Body)
		}
		if !chinese(a.problem.Detail) || strings.Contains(a.Body.String(), "13800001111") {
			t.Errorf("%s: %s", name, a.Body)
		}
		for _, f := range a.problem.Errors {
			if !chinese(f.Message) {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
	if strings.Contains(w.log.String(), "13800001111") {
		t.Error("the log repeats the input")
	}
}

func chinese(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
}

func TestMissingFieldIsNamed(t *testing.T) {
	w := aTown(t)
	a := w.ask("", post, "/api/login", `{"login":"a"}`)
	if len(a.problem.Errors) != 1 || a.problem.Errors[0].Name != "password" {
		t.Errorf("%+v", a.problem.Errors)
	}
	body := appeal()
	body.Title, body.Caller.Phone = "", "12"
	a = w.ask(org.Operator, post, "/api/orders", body).want(t, 422, "hotline.appeal")
	if len(a.problem.Errors) != 2 || a.problem.Errors[1].Name != "caller.phone" {
		t.Errorf("%+v", a.problem.Errors)
	}
}

// What a citizen writes comes back as the text it was, in an answer that no browser takes for a page.
func TestScriptInTextStaysText(t *testing.T) {
	w := aTown(t)
	const evil = `<script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}`
	body := appeal()
	body.Title, body.Body = evil, evil
	ref := read[hotline.Ref](t, w.ask(org.Operator, post, "/api/orders", body))
	a := w.ask(org.Operator, get, "/api/orders/"+ref.ID, nil).want(t, 200, "")
	if a.Header().Get("Content-Type") != "application/json" || strings.Contains(a.Body.String(), "<script") {
		t.Errorf("%s %s", a.Header().Get("Content-Type"), a.Body)
	}
	if v := read[hotline.View](t, a); v.Title != evil || v.Body != evil {
		t.Errorf("%q", v.Title)
	}
}

type brokenStore struct{ attachment.Store }

func (brokenStore) Open(context.Context, string) (io.ReadSeekCloser, error) {
	return nil, errors.New("disk 7 has failed")
}

func TestInnerFailuresStayInside(t *testing.T) {
	w := aTown(t)
	ref := w.dispatched()
	body, kind := form(t, nil, "a.txt", "情况说明")
	w.ask(org.Operator, post, "/api/orders/"+ref.ID+"/attachments", body, "Content-Type", kind).want(t, 201, "")
	files := read[[]File](t, w.ask(org.Operator, get, "/api/orders/"+ref.ID+"/attachments", nil))
	w.s.Files = brokenStore{}
	w.s.Verify = func(context.Context, func(done, total int)) (any, error) { panic("unreachable") }
	w.server = New(w.s, Options{})
	a := w.ask(org.Operator, get, "/api/attachments/"+files[0].ID, nil).want(t, 500, "internal")
	if strings.Contains(a.Body.String(), "disk") || !strings.Contains(w.log.String(), "disk 7 has failed") || !strings.Contains(w.log.String(), a.problem.RequestID) {
		t.Errorf("%s\n%s", a.Body, w.log)
	}
	w.s.Files = nil // now it panics
	w.server = New(w.s, Options{})
	a = w.ask(org.Operator, get, "/api/attachments/"+files[0].ID, nil).want(t, 500, "internal")
	if !strings.Contains(w.log.String(), "panic") || !strings.Contains(w.log.String(), a.problem.RequestID) {
		t.Error("the panic is not in the log")
	}
}

func TestOlderVersionIsToldWhoWasFirst(t *testing.T) {
	eachTown(t, func(w *town) {
		ref := w.dispatched()
		url := "/api/orders/" + ref.ID
		w.ask(org.Handler, post, url+"/sign", m{"version": ref.Version}).want(t, 200, "")
		a := w.ask(org.Handler, post, url+"/sign", m{"version": ref.Version}).want(t, 409, "case.stale")
		if !strings.Contains(a.problem.Detail, "测试承办人") {
			t.Error(a.problem.Detail)
		}
		w.ask(org.Handler, post, url+"/sign", m{"version": 0}).want(t, 422, "request.invalid")
	})
}

func TestListsAreReadByPages(t *testing.T) {
	eachTown(t, func(w *town) {
		for range 5 {
			w.dispatched()
		}
		seen := map[string]bool{}
		next := ""
		for range 3 {
			got := read[page.Page[hotline.Row]](t, w.ask(org.Operator, get, "/api/orders?size=2&after="+next, nil))
			for _, r := range got.Items {
				seen[r.ID] = true
			}
			next = got.Next
		}
		if len(seen) != 5 || next != "" {
			t.Errorf("%d orders, next %q", len(seen), next)
		}
		w.ask(org.Operator, get, "/api/orders?after=forged", nil).want(t, 422, "page.cursor")
		today := w.today().String()
		got := read[page.Page[hotline.Row]](t, w.ask(org.Operator, get, "/api/orders?states=registered&from="+today+"&to="+today, nil))
		if len(got.Items) != 0 {
			t.Errorf("%d are registered", len(got.Items))
		}
	})
}

func TestMetricsAreForThisMachine(t *testing.T) {
	w := aTown(t)
	w.server = New(w.s, Options{MetricsToken: "token-1"})
	r := w.request("", get, "/metrics", nil)
	r.RemoteAddr = "203.0.113.7:999"
	w.send(r).want(t, 403, "org.forbidden")
	r.Header.Set("Authorization", "Bearer token-2")
	w.send(r).want(t, 403, "")
	r.Header.Set("Authorization", "Bearer token-1")
	w.send(r).want(t, 200, "")
	r = w.request("", get, "/metrics", nil, "X-Forwarded-For", "203.0.113.7")
	r.RemoteAddr = "127.0.0.1:999"
	w.send(r).want(t, 403, "")
	r.Header.Del("X-Forwarded-For")
	w.ask(org.Operator, get, "/api/me", nil)
	a := w.send(r).want(t, 200, "")
	for _, line := range []string{`huying_request_seconds_count{operation="me",status="200"}`, "\nhuying_database_transactions_total ", "\nhuying_database_statements_total ", "\nhuying_database_trips_total "} {
		if !strings.Contains(a.Body.String(), line) {
			t.Errorf("no %q", line)
		}
	}
	w.ask("", get, "/healthz", nil).want(t, 200, "")
	w.ask("", get, "/readyz", nil).want(t, 200, "")
}
