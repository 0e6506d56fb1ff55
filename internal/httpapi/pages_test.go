package httpapi

import (
	"compress/gzip"
	"io"
	"strings"
	"testing"
	"testing/fstest"
)

var builtPages = fstest.MapFS{
	"index.html": {Data: []byte("<!doctype html>officials")}, "citizen.html": {Data: []byte("<!doctype html>citizens")}, "icon.svg": {Data: []byte("<svg/>")},
	"assets/desk-1a2b.js": {Data: []byte(strings.Repeat("console.log(1);", 200))}, "fonts/a.ttf": {Data: []byte("font")}, ".keep": {Data: []byte("x")},
}

func TestPages(t *testing.T) {
	w := aTown(t)
	w.s.Pages = builtPages
	w.server = New(w.s, Options{})
	for url, c := range map[string]struct {
		status         int
		text, kind, cc string
	}{
		"/":                     {200, "citizens", "text/html", "no-cache"},
		"/query/20260302-00001": {200, "citizens", "text/html", "no-cache"},
		"/desk":                 {200, "officials", "text/html", "no-cache"},
		"/desk/":                {200, "officials", "text/html", "no-cache"},
		"/desk/orders/1":        {200, "officials", "text/html", "no-cache"},
		"/deskx":                {200, "citizens", "text/html", "no-cache"},
		"/icon.svg":             {200, "<svg/>", "image/svg+xml", "no-cache"},
		"/assets/desk-1a2b.js":  {200, "console", "text/javascript", "public, max-age=31536000, immutable"},
		"/assets/gone.js":       {404, "没有这个文件", "application/problem+json", ""},
		"/fonts/a.ttf":          {200, "citizens", "text/html", "no-cache"},
		"/.keep":                {200, "citizens", "text/html", "no-cache"},
		"/desk/../../etc":       {200, "citizens", "text/html", "no-cache"},
	} {
		a := w.ask("", get, url, nil)
		if a.Code == 307 || a.Code == 301 { // the mux tidies the path
			a = w.ask("", get, a.Header().Get("Location"), nil)
		}
		h := a.Header()
		if a.Code != c.status || !strings.Contains(a.Body.String(), c.text) || !strings.HasPrefix(h.Get("Content-Type"), c.kind) || h.Get("Cache-Control") != c.cc {
			t.Errorf("%s: %d %s %s %.40s", url, a.Code, h.Get("Content-Type"), h.Get("Cache-Control"), a.Body)
		}
	}
	w.ask("", post, "/", nil).want(t, 405, "request.method")
}

func TestPagesArePackedAndRemembered(t *testing.T) {
	w := aTown(t)
	w.s.Pages = builtPages
	w.server = New(w.s, Options{})
	a := w.ask("", get, "/assets/desk-1a2b.js", nil, "Accept-Encoding", "gzip, br")
	if a.Header().Get("Content-Encoding") != "gzip" {
		t.Fatal(a.Header())
	}
	z, err := gzip.NewReader(a.Body)
	w.must(err)
	text, err := io.ReadAll(z)
	w.must(err)
	if string(text) != string(builtPages["assets/desk-1a2b.js"].Data) {
		t.Errorf("%.40s", text)
	}
	tag := a.Header().Get("ETag")
	if again := w.ask("", get, "/assets/desk-1a2b.js", nil, "If-None-Match", tag); again.Code != 304 || again.Body.Len() != 0 {
		t.Errorf("%d %s", again.Code, again.Body)
	}
	if head := w.ask("", "HEAD", "/", nil); head.Code != 200 || head.Body.Len() != 0 {
		t.Errorf("%d %s", head.Code, head.Body)
	}
}
