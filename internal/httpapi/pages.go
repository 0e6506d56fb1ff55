package httpapi

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

// built is a file of the application, ready to be sent. packed is nil when packing does not pay.
type built struct {
	kind, tag     string
	plain, packed []byte
}

// pages serves the built browser application. Files are read and packed once, when they are first asked for.
type pages struct {
	files fs.FS
	mu    sync.Mutex
	ready map[string]*built
}

// hall is the page of a path that names no file: officials' under /desk, citizens' elsewhere.
func hall(url string) string {
	if url == "/desk" || strings.HasPrefix(url, "/desk/") {
		return "index.html"
	}
	return "citizen.html"
}

// ServeHTTP implements http.Handler.
func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		problem := problemOf(r.Context(), wrongMethod)
		problem.Status = http.StatusMethodNotAllowed
		w.Header().Set("Allow", "GET, HEAD")
		problem.write(w)
		return
	}
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	found := p.find(name)
	asset := strings.HasPrefix(name, "assets/")
	if found == nil && !asset {
		found = p.find(hall(r.URL.Path))
	}
	if found == nil {
		problemOf(r.Context(), noFile).write(w)
		return
	}
	if asset {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		w.Header().Set("Cache-Control", "no-cache")
	}
	found.send(w, r)
}

func (f *built) send(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("ETag", f.tag)
	h.Add("Vary", "Accept-Encoding")
	if r.Header.Get("If-None-Match") == f.tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.plain
	if f.packed != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.packed
	}
	if r.Method != http.MethodHead {
		w.Write(body) // a reader that has gone away cannot be helped
	}
}

// find reads a file; nil when there is none, or when it is not for browsers: the fonts are for printing, and the two
// pages have addresses of their own.
func (p *pages) find(name string) *built {
	if name == "" || strings.HasPrefix(name, "fonts/") || strings.HasPrefix(path.Base(name), ".") {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if f := p.ready[name]; f != nil {
		return f
	}
	text, err := fs.ReadFile(p.files, name)
	if err != nil {
		return nil
	}
	sum := sha256.Sum256(text)
	f := &built{kind: mediaType(name), tag: `"` + hex.EncodeToString(sum[:12]) + `"`, plain: text}
	if packed := pack(text); len(packed) < len(text)*9/10 {
		f.packed = packed
	}
	p.ready[name] = f
	return f
}

func mediaType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".woff2":
		return "font/woff2"
	}
	if kind := mime.TypeByExtension(path.Ext(name)); kind != "" {
		return kind
	}
	return "application/octet-stream"
}

func pack(text []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(text)
	}
	if err != nil || z.Close() != nil {
		return text
	}
	return b.Bytes()
}
