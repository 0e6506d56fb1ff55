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

// handle registers an operation for people with a session that answers with a body; handleNone one that has nothing to
// say, handleWhole one whose answer is whole. They are three because huma's part is compiled for each operation and each
// kind of answer: choosing at run time would compile all of them for all.
func handle[I, O any](a *api, o operation, do func(ctx context.Context, who org.Actor, in *I) (O, error)) {
	withBody(a, a.withSession(o), byActor(do))
}

func handleNone[I any](a *api, o operation, do func(ctx context.Context, who org.Actor, in *I) (none, error)) {
	withoutBody(a, a.withSession(o), byActor(do))
}

func handleWhole[I any, O whole](a *api, o operation, do func(ctx context.Context, who org.Actor, in *I) (O, error)) {
	asItIs(a, a.withSession(o), byActor(do))
}

// public, publicNone and publicWhole register operations for everybody.
func public[I, O any](a *api, o operation, do func(ctx context.Context, in *I) (O, error)) {
	withBody(a, o.describe(), do)
}

func publicNone[I any](a *api, o operation, do func(ctx context.Context, in *I) (none, error)) {
	withoutBody(a, o.describe(), do)
}

func publicWhole[I any, O whole](a *api, o operation, do func(ctx context.Context, in *I) (O, error)) {
	asItIs(a, o.describe(), do)
}

// withSession describes an operation that asks for a session, and for one of the permissions if any are needed.
func (a *api) withSession(o operation) huma.Operation {
	h := o.describe()
	h.Security = []map[string][]string{{"session": {}}}
	h.Middlewares = append(huma.Middlewares{a.signedIn(o.needs, o.withOldPassword)}, h.Middlewares...)
	if len(o.needs) > 0 {
		h.Extensions = map[string]any{"x-permissions": o.needs}
	}
	return h
}

func byActor[I, O any](do func(ctx context.Context, who org.Actor, in *I) (O, error)) func(ctx context.Context, in *I) (O, error) {
	return func(ctx context.Context, in *I) (O, error) { return do(ctx, actorOf(ctx), in) }
}

func withBody[I, O any](a *api, h huma.Operation, do func(ctx context.Context, in *I) (O, error)) {
	switch any(*new(O)).(type) {
	case none, whole:
		panic("httpapi: " + h.OperationID + " has no body to answer with: register it with handleNone or handleWhole")
	}
	huma.Register(a.huma, h, func(ctx context.Context, in *I) (*reply[O], error) {
		out, err := do(ctx, in)
		return &reply[O]{out}, a.ended(ctx, err)
	})
}

func withoutBody[I any](a *api, h huma.Operation, do func(ctx context.Context, in *I) (none, error)) {
	h.DefaultStatus = http.StatusNoContent
	huma.Register(a.huma, h, func(ctx context.Context, in *I) (*struct{}, error) {
		_, err := do(ctx, in)
		return nil, a.ended(ctx, err)
	})
}

func asItIs[I any, O whole](a *api, h huma.Operation, do func(ctx context.Context, in *I) (O, error)) {
	huma.Register(a.huma, h, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		return &out, a.ended(ctx, err)
	})
}

// ended words a refusal.
func (a *api) ended(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	return a.refuse(ctx, err)
}

// named tells the log and the measurements which operation it is.
func named(operation string) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		originOf(c.Context()).operation = operation
		next(c)
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
		MaxBodyBytes: -1, BodyReadTimeout: -1, // both are the edge's
		Middlewares: huma.Middlewares{named(o.id), tidy}}
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
