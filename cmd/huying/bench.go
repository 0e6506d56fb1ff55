package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"huying/internal/app"
	"huying/internal/clock"
	"huying/internal/storage"
)

// BenchReport is what one engine reached on this machine. Rates are per second, latencies in milliseconds.
type BenchReport struct {
	Engine       string             `json:"engine"`
	Orders       int                `json:"orders"`
	Applications int                `json:"applications"`
	CommitOne    float64            `json:"commitOne"`   // one-row transactions of one writer
	CommitEight  float64            `json:"commitEight"` // of eight
	RegisterOne  float64            `json:"registerOne"` // orders over HTTP, one client
	RegisterMany float64            `json:"registerEight"`
	Lifecycles   float64            `json:"lifecycles"` // eight clients, register to archive
	SubmitMany   float64            `json:"submitEight"`
	ColdStart    float64            `json:"coldStart"`
	MemoryMiB    float64            `json:"memoryMiB"`
	BytesPer     float64            `json:"bytesPerOrder"`
	BytesPerCase float64            `json:"bytesPerApplication"`
	Laying       float64            `json:"laying"`             // older orders imported in a second
	LayingCases  float64            `json:"layingApplications"` // finished applications
	Counting     float64            `json:"counting"`           // events counted into the figures
	P50          map[string]float64 `json:"p50"`
	P99          map[string]float64 `json:"p99"`
	OfRegister   benchUse           `json:"ofRegister"`  // what one order registered by eight clients takes
	OfLifecycle  benchUse           `json:"ofLifecycle"` // what one whole lifecycle takes
	OfSubmit     benchUse           `json:"ofSubmit"`    // what one application handed in takes
}

// bencher measures one engine: it is a client of the program as it is shipped, started as a process of its own.
type bencher struct {
	config app.Config
	span   time.Duration
	town   benchTown
	log    *slog.Logger
	say    func(format string, args ...any)
	report BenchReport
}

func (b *bencher) begin(ctx context.Context) error {
	b.report.Orders, b.report.Applications, b.report.P50, b.report.P99 = b.town.orders, b.town.applications, map[string]float64{}, map[string]float64{}
	return b.town.build(ctx, b.config, b.log, b.say)
}

// commits measures the machine: how many transactions of one row it commits durably in a second.
func (b *bencher) commits(ctx context.Context) (err error) {
	a, err := app.Open(ctx, b.config, clock.Func(time.Now), b.log)
	if err != nil {
		return err
	}
	defer a.Close()
	b.report.Engine = string(a.DB.Engine())
	var n atomic.Int64
	row := func(ctx context.Context, _ int) error {
		return a.DB.Update(ctx, func(tx *storage.Tx) error {
			tx.Queue(`INSERT INTO serials (series, last) VALUES ($1, 0)`, "bench:"+strconv.FormatInt(n.Add(1), 10))
			return nil
		})
	}
	b.say("%s：单行提交……", b.report.Engine)
	if b.report.CommitOne, err = crowd(ctx, 1, b.span/2, row); err != nil {
		return err
	}
	b.report.CommitEight, err = crowd(ctx, 8, b.span/2, row)
	return err
}

// writes measures registering and whole lifecycles over HTTP.
func (b *bencher) writes(ctx context.Context) error {
	return b.serve(ctx, func(base string) (err error) {
		desks := make([]*desk, 8)
		for i := range desks {
			if desks[i], err = newDesk(ctx, base, b.town.password); err != nil {
				return err
			}
		}
		register := func(ctx context.Context, i int) error {
			return desks[i].operator.do(ctx, http.MethodPost, "/api/orders", benchAppeal(), nil)
		}
		b.say("%s：登记……", b.report.Engine)
		if b.report.RegisterOne, err = crowd(ctx, 1, b.span, register); err != nil {
			return err
		}
		if b.report.RegisterMany, b.report.OfRegister, err = b.used(ctx, base, register); err != nil {
			return err
		}
		b.say("%s：从登记到归档……", b.report.Engine)
		for _, d := range desks {
			if err := d.fill(ctx); err != nil {
				return err
			}
		}
		b.report.Lifecycles, b.report.OfLifecycle, err = b.used(ctx, base, func(ctx context.Context, i int) error { return desks[i].lifecycle(ctx) })
		return err
	})
}

// lay lays in the history, lets some applications begin, and the figures take all of it in. The machine may lose what was
// written: it can be made again.
func (b *bencher) lay(ctx context.Context) error {
	hurried := b.config
	hurried.Hurried = true
	a, err := app.Open(ctx, hurried, clock.Func(time.Now), b.log)
	if err != nil {
		return err
	}
	defer a.Close()
	for _, kind := range []struct {
		lay  func(context.Context, *app.App, func(string, ...any)) (float64, error)
		n    int
		rate *float64
		size *float64
	}{{b.town.fill, b.town.orders, &b.report.Laying, &b.report.BytesPer}, {b.town.file, b.town.applications, &b.report.LayingCases, &b.report.BytesPerCase}} {
		before, err := b.size(ctx, a)
		if err != nil {
			return err
		}
		if *kind.rate, err = kind.lay(ctx, a, b.say); err != nil {
			return err
		}
		after, err := b.size(ctx, a)
		if err != nil {
			return err
		}
		*kind.size = float64(after-before) / float64(kind.n)
	}
	if err := b.town.begin(ctx, a, b.say); err != nil {
		return err
	}
	b.report.Counting, err = b.town.count(ctx, a, b.say)
	return err
}

// question is something that a page asks and how it is asked, by whom.
type question struct {
	name string
	ask  func(i int) (who *benchClient, path string, body any)
}

// reads measures the cold start, the memory, and what people wait for when there are many orders.
func (b *bencher) reads(ctx context.Context) error {
	return b.serve(ctx, func(base string) error {
		d, err := newDesk(ctx, base, b.town.password)
		if err != nil {
			return err
		}
		leader, err := signIn(ctx, base, "bench-leader", b.town.password)
		if err != nil {
			return err
		}
		order, err := d.untilRevisit(ctx)
		if err != nil {
			return err
		}
		hall, err := b.hallQuestions(ctx, base)
		if err != nil {
			return err
		}
		b.say("%s：查询……", b.report.Engine)
		for _, q := range append(questions(d, leader, order.ID), hall...) {
			if err := b.wait(ctx, q); err != nil {
				return fmt.Errorf("%s: %w", q.name, err)
			}
		}
		return nil
	})
}

// questions are what is waited for. The filters are the hardest of their sort: next to nothing passes them.
func questions(d *desk, leader *benchClient, order string) []question {
	words := func(words ...string) (paths []string) {
		for _, w := range words {
			paths = append(paths, "/api/orders?size=50&q="+url.QueryEscape(w))
		}
		return paths
	}
	narrow := asked(d.dispatcher, "/api/orders?size=50&tracked=true", "/api/orders?size=50&major=true", "/api/orders?size=50&group=none",
		"/api/orders?size=50&region=990001", "/api/orders?size=50&dept=bw", "/api/orders?size=50&channels=letter", "/api/orders?size=50&kinds=emergency",
		"/api/orders?size=50&states=returning", "/api/orders?size=50&mine=true")
	return []question{
		{"worklist", asked(d.dispatcher, "/api/orders?size=50", "/api/orders?size=50&box=dispatch", "/api/orders?size=50&sort=changed")},
		{"department", asked(d.handler, "/api/orders?size=50", "/api/orders?size=50&box=sign", "/api/orders?size=50&sort=changed")},
		{"filtered", func(i int) (*benchClient, string, any) {
			if i%10 == 9 {
				return d.operator, "/api/orders/by-phone", map[string]any{"phone": benchPhone(int64(i))}
			}
			return narrow(i % 10)
		}},
		{"late", asked(d.dispatcher, "/api/orders?size=50&late=true")},
		{"order", asked(d.dispatcher, "/api/orders/"+order)},
		{"search", asked(d.dispatcher, words("停水", "路灯不亮", "井盖", "河滨小区", "生育津贴", "水", "建设路井盖")...)},
		{"rare", asked(d.dispatcher, words("欧阙桥", "洪灾", "阙", "无此词语", "洪灾 津贴")...)},
		{"departmentSearch", asked(d.handler, words("停水", "路灯不亮", "建设路井盖", "水", "洪灾", "欧阙桥")...)},
		{"applicationFigures", asked(leader, "/api/application-figures?from=2024-03-01&to=2024-03-31", "/api/application-figures?from=2025-01-01&to=2025-12-31", "/api/application-figures/steps?hits=true&from=2025-01-01&to=2025-12-31")},
		{"ranking", asked(leader, "/api/stats/rates?from=2026-01-01&to=2026-12-31", "/api/stats/rates?from=2024-01-01&to=2024-12-31")},
	}
}

// wait asks a question two hundred times and more and keeps how long the answers took.
func (b *bencher) wait(ctx context.Context, q question) error {
	const warm, asked = 22, 220
	var took []float64
	for i := range warm + asked {
		who, path, body := q.ask(i)
		method := http.MethodGet
		if body != nil {
			method = http.MethodPost
		}
		began := time.Now()
		if err := who.do(ctx, method, path, body, nil); err != nil {
			return err
		}
		if i >= warm { // the first few fill the caches of a program that has just started
			took = append(took, float64(time.Since(began).Microseconds())/1000)
		}
	}
	slices.Sort(took)
	b.report.P50[q.name], b.report.P99[q.name] = took[len(took)/2], took[len(took)*99/100]
	return nil
}

// serve starts the program as a process, hands its address over once it is ready, and stops it.
func (b *bencher) serve(ctx context.Context, use func(base string) error) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return err
	}
	server := exec.CommandContext(ctx, self, "serve", "--data", b.config.Dir, "--listen", address, "--behind-proxy")
	server.Env = append(os.Environ(), "HUYING_DATABASE_URL="+b.config.DatabaseURL)
	server.Cancel = func() error { return server.Process.Signal(os.Interrupt) }
	began := time.Now()
	if err := server.Start(); err != nil {
		return err
	}
	defer func() { _ = server.Process.Signal(os.Interrupt); _ = server.Wait() }()
	if err := ready(ctx, "http://"+address+"/readyz"); err != nil {
		return err
	}
	b.report.ColdStart = float64(time.Since(began).Milliseconds())
	err = use("http://" + address)
	b.report.MemoryMiB = resident(server.Process.Pid)
	return err
}

func freeAddress(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func ready(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			_ = res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return errors.New("the server did not become ready within a minute")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// resident is the memory that a process holds, in MiB.
func resident(pid int) float64 {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kib / 1024
		}
	}
	return 0
}

// size is how many bytes the database takes: its pages, and not what the log of changes has grown to beside them.
func (b *bencher) size(ctx context.Context, a *app.App) (n int64, err error) {
	return n, a.DB.View(ctx, func(tx *storage.Tx) error {
		_, err := tx.One(tx.Fork(`SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()`, `SELECT pg_database_size(current_database())`), nil, &n)
		return err
	})
}
