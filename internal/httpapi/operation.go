package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"huying/internal/org"
)

// operation is how this package declares what can be asked.
type operation struct {
	method, path, id, summary, tag string
	needs                          []org.Permission // one of them, anywhere; nil: everybody who is signed in
	withOldPassword                bool             // also for those who must change their password first
	status                         int              // of success; 0: 200, or 204 when there is nothing to say
}

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// none is the answer that has no body.
type none struct{}

type reply[O any] struct{ Body O }

// whole is an answer with headers of its own.
type whole interface{ whole() }

// stream is an answer that is written piece by piece.
type stream struct{ Body func(huma.Context) }

func (stream) whole() {}

// handle registers an operation for people with a session.
func handle[I, O any](a *api, o operation, do func(ctx context.Context, who org.Actor, in *I) (O, error)) {
	h := o.describe()
	h.Security = []map[string][]string{{"session": {}}}
	h.Middlewares = huma.Middlewares{a.signedIn(o.needs, o.withOldPassword)}
	if len(o.needs) > 0 {
		h.Extensions = map[string]any{"x-permissions": o.needs}
	}
	register(a, h, func(ctx context.Context, in *I) (O, error) { return do(ctx, actorOf(ctx), in) })
}

// public registers an operation for everybody.
func public[I, O any](a *api, o operation, do func(ctx context.Context, in *I) (O, error)) {
	register(a, o.describe(), do)
}

func register[I, O any](a *api, h huma.Operation, do func(ctx context.Context, in *I) (O, error)) {
	id := h.OperationID
	h.Middlewares = append(h.Middlewares, tidy)
	run := func(ctx context.Context, in *I) (O, error) {
		originOf(ctx).operation = id
		out, err := do(ctx, in)
		if err != nil {
			err = a.refuse(ctx, err)
		}
		return out, err
	}
	var answer O
	switch any(answer).(type) {
	case none:
		h.DefaultStatus = http.StatusNoContent
		huma.Register(a.huma, h, func(ctx context.Context, in *I) (*struct{}, error) {
			_, err := run(ctx, in)
			return nil, err
		})
	case whole:
		huma.Register(a.huma, h, func(ctx context.Context, in *I) (*O, error) {
			out, err := run(ctx, in)
			return &out, err
		})
	default:
		huma.Register(a.huma, h, func(ctx context.Context, in *I) (*reply[O], error) {
			out, err := run(ctx, in)
			return &reply[O]{out}, err
		})
	}
}

// tidy removes the parts of a form that were put on the disk. net/http does so only for the request it made itself.
func tidy(c huma.Context, next func(huma.Context)) {
	next(c)
	if r, _ := humago.Unwrap(c); r.MultipartForm != nil {
		r.MultipartForm.RemoveAll() // what cannot be removed now lies in the folder of the system for such files
	}
}

func (o operation) describe() huma.Operation {
	return huma.Operation{Method: o.method, Path: o.path, OperationID: o.id, Summary: o.summary, Tags: []string{o.tag}, DefaultStatus: o.status,
		MaxBodyBytes: -1, BodyReadTimeout: -1} // both are the edge's
}

// jsonFormat reads and writes bodies. What cannot be read is said without repeating any of it, and bytes that are not
// UTF-8 are refused: read on, they would silently become question marks in an order.
var jsonFormat = huma.Format{
	Marshal: func(w io.Writer, v any) error { return json.NewEncoder(w).Encode(v) },
	Unmarshal: func(data []byte, v any) error {
		if !utf8.Valid(data) || json.Unmarshal(data, v) != nil {
			return errUnreadable
		}
		return nil
	},
}

var errUnreadable = errors.New("unreadable")

func config() huma.Config {
	c := huma.DefaultConfig("呼应 Huying", "1.0.0")
	c.OpenAPI.Info.Description = "市民热线诉求办理。每一项操作须由有权限的人登录后进行；公众接口无需登录。拒绝一律以 application/problem+json 回答。"
	c.OpenAPI.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.OpenAPI.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"session": {Type: "apiKey", In: "cookie", Name: cookieName(true)}}
	c.OpenAPIPath, c.DocsPath, c.SchemasPath, c.CreateHooks = "", "", "", nil // no page that loads from elsewhere, no links in answers
	c.Formats = map[string]huma.Format{"application/json": jsonFormat, "json": jsonFormat}
	return c
}

// schemaName names the schemas by their Go types; packages whose names meet those of others put theirs in front.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if prefix := prefixes[t.PkgPath()]; t.Name() != "" && prefix != "" {
		return prefix + name
	}
	if whole, of, generic := strings.Cut(t.Name(), "["); generic { // a page of rows
		if dot := strings.LastIndex(of, "."); dot > 0 && prefixes[of[:dot]] != "" {
			return whole + prefixes[of[:dot]] + strings.TrimPrefix(name, whole)
		}
	}
	return name
}

var prefixes = map[string]string{
	"huying/internal/deadline": "Deadline", "huying/internal/calendar": "Calendar", "huying/internal/policy": "Policy",
	"huying/internal/approval": "Approval", "huying/internal/catalog": "Catalog", "huying/internal/outbox": "Outbox", "huying/internal/exchange": "", "huying/internal/insight": "Stats", "huying/internal/rulebook": "Rule",
}
