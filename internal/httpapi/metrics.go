package httpapi

import (
	"context"
	"crypto/subtle"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"huying/internal/org"
	"huying/internal/storage"
)

// metrics count requests by operation, never by address or person.
type metrics struct {
	registry *prometheus.Registry
	took     *prometheus.HistogramVec
}

func newMetrics(db *storage.DB) *metrics {
	m := &metrics{registry: prometheus.NewRegistry(), took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "huying_request_seconds", Help: "Time that requests took, by operation and status.", Buckets: []float64{.002, .005, .01, .025, .05, .1, .25, .5, 1, 5}},
		[]string{"operation", "status"})}
	m.registry.MustRegister(m.took, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for name, count := range map[string]func(storage.Work) int64{"transactions": func(w storage.Work) int64 { return w.Transactions },
		"statements": func(w storage.Work) int64 { return w.Statements }, "trips": func(w storage.Work) int64 { return w.Trips }} {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "huying_database_" + name + "_total",
			Help: "Database " + name + " of this process, background work included."}, func() float64 { return float64(count(db.Work())) }))
	}
	return m
}

// watched notes the status that an answer had.
type watched struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (w *watched) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// measured takes the time of requests to operations. Streams are left out: they take as long as somebody listens.
func (a *api) measured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &watched{ResponseWriter: w, status: http.StatusOK}
		began := a.Clock.Now()
		next.ServeHTTP(seen, r)
		if name := originOf(r.Context()).operation; name != "" && name != "live" {
			a.metrics.took.WithLabelValues(name, strconv.Itoa(seen.status)).Observe(a.Clock.Now().Sub(began).Seconds())
		}
	})
}

// mountHealth registers what other programs watch: /healthz says that the process lives, /readyz that its database
// answers, /metrics is for this machine and for whoever has the token.
func (a *api) mountHealth(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
		defer cancel()
		one := 0
		err := a.DB.View(ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT 1`, nil, &one)
			return err
		})
		if err != nil {
			http.Error(w, "database", http.StatusServiceUnavailable)
			return
		}
		w.Write([]byte("ok\n"))
	})
	show := promhttp.HandlerFor(a.metrics.registry, promhttp.HandlerOpts{})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		if !a.mayMeasure(r) {
			problemOf(r.Context(), org.Forbidden()).write(w)
			return
		}
		show.ServeHTTP(w, r)
	})
}

// mayMeasure lets this machine read, unless a proxy stands between: then everybody seems to be this machine.
func (a *api) mayMeasure(r *http.Request) bool {
	if given, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok && a.MetricsToken != "" {
		return subtle.ConstantTimeCompare([]byte(given), []byte(a.MetricsToken)) == 1
	}
	address, err := netip.ParseAddr(host(r.RemoteAddr))
	forwarded := r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != ""
	return err == nil && address.IsLoopback() && !forwarded
}
