package httpapi

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"huying/internal/fault"
)

// jsonLimit is how many bytes a request may have that carries no file. The longest text that policy allows fits in it.
const jsonLimit = 1 << 20

// edge is what every request passes: its origin, a net for panics, security headers, protection from other sites' pages,
// and the limit of its body.
func (a *api) edge(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		problemOf(r.Context(), crossOrigin).write(w)
	}))
	inner := a.measured(cross.Handler(a.limited(next)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o := a.originate(r)
		ctx := context.WithValue(r.Context(), originKey{}, o)
		secureHeaders(w.Header(), r, o.secure)
		defer a.catch(w, ctx)
		inner.ServeHTTP(w, r.WithContext(ctx))
	})
}

// catch answers for a handler that panicked. http.ErrAbortHandler means that the answer is to be broken off.
func (a *api) catch(w http.ResponseWriter, ctx context.Context) {
	p := recover()
	if p == nil {
		return
	}
	if p == http.ErrAbortHandler {
		panic(p)
	}
	a.Log.ErrorContext(ctx, "panic", "request", originOf(ctx).id, "operation", originOf(ctx).operation, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	problemOf(ctx, unexpected).write(w)
}

// limited bounds bodies. Forms with files may be as large as policy allows a file to be, or as a file of older matters, and
// a little more.
func (a *api) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		limit := int64(jsonLimit)
		switch {
		case strings.HasSuffix(r.URL.Path, "/attachments"):
			limit += a.fileLimit()
		case strings.HasPrefix(r.URL.Path, "/api/import"):
			limit += importLimit
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		next.ServeHTTP(w, r)
	})
}

// fileLimit is how many bytes a file may have.
func (a *api) fileLimit() int64 { return int64(a.Policy.Now().Int(setFileSize, "")) << 20 }

const pagePolicy = "default-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"

func secureHeaders(h http.Header, r *http.Request, secure bool) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if strings.HasPrefix(r.URL.Path, "/api/") {
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
		return
	}
	h.Set("Content-Security-Policy", pagePolicy)
}

// missing answers for paths under /api that lead nowhere, and for methods that a path does not have.
func (a *api) missing(mux *http.ServeMux) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range []string{get, post} {
			other := r.Clone(r.Context())
			other.Method = method
			if _, pattern := mux.Handler(other); pattern != "/api/" && pattern != "" {
				allowed = append(allowed, method)
			}
		}
		p := problemOf(r.Context(), noRoute)
		if len(allowed) > 0 {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			p = problemOf(r.Context(), wrongMethod)
			p.Status = http.StatusMethodNotAllowed
		}
		p.write(w)
	}
}

// notFound is the refusal of a thing that does not exist.
func notFound(code, sentence string) error { return fault.New(fault.NotFound, code, sentence) }
