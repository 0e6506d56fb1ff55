// Package httpapi is Huying's door for browsers and other programs: JSON over HTTP under /api, described by the OpenAPI
// document that comes out of the code, and the two built pages beside it. It knows who asks and turns refusals into
// problems (RFC 9457); what may be done is decided by the verbs of the areas.
package httpapi

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huying/internal/approval"
	"huying/internal/attachment"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/clock"
	"huying/internal/document"
	"huying/internal/exchange"
	"huying/internal/hotline"
	"huying/internal/insight"
	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/secret"
	"huying/internal/storage"
)

// Services are what the API speaks for. All are required.
type Services struct {
	DB       *storage.DB
	Clock    clock.Clock
	Org      *org.Service
	Policy   *policy.Book
	Kernel   *casework.Kernel
	Hotline  *hotline.Service
	Catalog  *catalog.Service
	Approval *approval.Service
	Insight  *insight.Service
	Notices  *exchange.Notices
	Files    attachment.Store
	Vault    *secret.Keeper
	Printer  *document.Printer
	Hub      *Hub
	Pages    fs.FS                                                                  // the built browser application
	Verify   func(ctx context.Context, progress func(done, total int)) (any, error) // recomputes the whole record; see app
	Log      *slog.Logger
}

// Options are matters of operation.
type Options struct {
	// BehindProxy believes X-Forwarded-For and X-Forwarded-Proto, which the proxy in front must set itself.
	BehindProxy bool
	// MetricsToken lets others than this machine read /metrics, as a bearer token. "" lets nobody else.
	MetricsToken string
}

// Server answers requests. It is an http.Handler.
type Server struct {
	handler http.Handler
	api     *api
}

// api is what the operations share.
type api struct {
	Services
	Options
	huma      huma.API
	sessions  *sessions
	jobs      *jobs
	metrics   *metrics
	heartbeat time.Duration
	ungated   bool // set by the matrix test, which proves that the verbs refuse by themselves
}

// New makes the server.
func New(s Services, o Options) *Server {
	a := newAPI(s, o)
	mux := http.NewServeMux()
	a.mount(mux)
	return &Server{handler: a.edge(mux), api: a}
}

func newAPI(s Services, o Options) *api {
	a := &api{Services: s, Options: o, jobs: newJobs(s.Clock), metrics: newMetrics(s.DB), heartbeat: heartbeat}
	a.sessions = newSessions(s.DB, s.Clock, s.Policy)
	return a
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close stops the long work that runs beside the requests and waits until it has ended. Call it when no more requests come.
func (s *Server) Close() { s.api.jobs.close() }

// Sweep removes sessions that are over and what throttles and repeated submissions no longer need. Call it now and then.
func (s *Server) Sweep(ctx context.Context) error { return s.api.sweep(ctx) }

func (a *api) sweep(ctx context.Context) error {
	a.jobs.sweep()
	return a.DB.Update(ctx, func(tx *storage.Tx) error {
		a.sessions.sweep(tx)
		sweepAttempts(tx)
		sweepOnce(tx)
		return nil
	})
}
