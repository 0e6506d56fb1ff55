package main

import (
	"context"
	"os"
	"time"

	"huying/internal/fault"
	"huying/internal/storage"
)

type benchCmd struct {
	Orders  int           `help:"铺底的历史件数" default:"1000000"`
	Span    time.Duration `help:"每项写入量测的时长" default:"8s"`
	Scratch string        `help:"临时数据目录所在的位置" type:"path"`
}

// Run measures this machine with an empty database: a folder of its own for SQLite, or the PostgreSQL database that the
// command line names, which must be empty.
func (b benchCmd) Run(ctx context.Context, c *console) error {
	dir, err := os.MkdirTemp(b.Scratch, "huying-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	m := &bencher{config: c.config, span: b.Span, town: benchTown{orders: b.Orders}, log: c.log, say: c.progress}
	m.config.Dir = dir
	if err := mustBeEmpty(ctx, c, m); err != nil {
		return err
	}
	if err := m.run(ctx); err != nil {
		return err
	}
	c.progressDone()
	if c.json {
		return c.print(m.report)
	}
	m.report.print(c.out)
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
