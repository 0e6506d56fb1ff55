package main

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"huying/internal/fault"
	"huying/internal/storage"
)

type benchCmd struct {
	Orders       int           `help:"铺底的历史工单数" default:"1000000"`
	Applications *int          `help:"铺底的历史办件数；不填与工单数相同" placeholder:"件数"`
	Span         time.Duration `help:"每项写入量测的时长" default:"8s"`
	Scratch      string        `help:"临时数据目录所在的位置" type:"path"`
}

// Run measures this machine with empty databases: SQLite in a folder of its own and, when the command line names one, a
// PostgreSQL database, which must be empty. History is laid into both at once, to spare time; everything that is measured
// is measured alone.
func (b benchCmd) Run(ctx context.Context, c *console) error {
	began := time.Now()
	dir, err := os.MkdirTemp(b.Scratch, "huying-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	engines := []*bencher{b.bencher(c, filepath.Join(dir, "sqlite"), "")}
	if c.config.DatabaseURL != "" {
		engines = append(engines, b.bencher(c, filepath.Join(dir, "postgres"), c.config.DatabaseURL))
	}
	for _, m := range engines {
		if err := mustBeEmpty(ctx, c, m); err != nil {
			return err
		}
	}
	if err := b.measure(ctx, engines); err != nil {
		return err
	}
	c.progressDone()
	reports := make([]BenchReport, len(engines))
	for i, m := range engines {
		reports[i] = m.report
	}
	if c.json {
		return c.print(reports)
	}
	printBench(c.out, reports)
	c.say("\n共用时%s。", time.Since(began).Round(time.Second))
	return nil
}

func (b benchCmd) bencher(c *console, dir, url string) *bencher {
	m := &bencher{config: c.config, span: b.Span, town: benchTown{orders: b.Orders, applications: b.applications()}, log: c.log, say: c.progress}
	m.config.Dir, m.config.DatabaseURL = dir, url
	return m
}

func (b benchCmd) applications() int {
	if b.Applications == nil {
		return b.Orders
	}
	return *b.Applications
}

func (b benchCmd) measure(ctx context.Context, engines []*bencher) error {
	for _, m := range engines {
		for _, step := range []func(context.Context) error{m.begin, m.commits, m.writes, m.submissions} {
			if err := step(ctx); err != nil {
				return err
			}
		}
	}
	laying, inside := errgroup.WithContext(ctx)
	for _, m := range engines {
		laying.Go(func() error { return m.lay(inside) })
	}
	if err := laying.Wait(); err != nil {
		return err
	}
	for _, m := range engines {
		if err := m.reads(ctx); err != nil {
			return err
		}
	}
	return nil
}

// mustBeEmpty keeps anybody from measuring, and filling, a database that is in use.
func mustBeEmpty(ctx context.Context, c *console, b *bencher) error {
	if b.config.DatabaseURL == "" {
		return nil
	}
	db, err := storage.Open(ctx, storage.Options{URL: b.config.DatabaseURL, Dir: b.config.Dir, Clock: c.clock})
	if err != nil {
		return err
	}
	defer db.Close()
	tables := 0
	err = db.View(ctx, func(tx *storage.Tx) error {
		_, err := tx.One(`SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'public'`, nil, &tables)
		return err
	})
	if err == nil && tables > 0 {
		err = fault.New(fault.Refused, "bench.used", "量测须用空的数据库，以免写入正在使用的数据。")
	}
	return err
}
