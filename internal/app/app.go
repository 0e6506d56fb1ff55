// Package app wires Huying together: it is the only package that knows all the others. It opens what a data folder (or a
// PostgreSQL database) holds, runs what has to run beside the requests, and serves them.
package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"

	"huying/internal/approval"
	"huying/internal/attachment"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/clock"
	"huying/internal/document"
	"huying/internal/exchange"
	"huying/internal/fault"
	"huying/internal/hotline"
	"huying/internal/httpapi"
	"huying/internal/insight"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/policy"
	"huying/internal/secret"
	"huying/internal/storage"
	"huying/web"
)

// Config says where the data is and how to serve it.
type Config struct {
	Dir          string // the data folder: the database (SQLite), the keys, the files
	DatabaseURL  string // postgres://…; "" keeps the data in Dir
	Listen       string // host:port
	BehindProxy  bool   // a proxy in front sets X-Forwarded-For and X-Forwarded-Proto
	MetricsToken string // lets others than this machine read /metrics
	Hurried      bool   // commits do not wait for the disk: while a demonstration is made, see storage.Options
}

// App is an opened installation.
type App struct {
	Config   Config
	DB       *storage.DB
	Clock    clock.Clock
	Vault    *secret.Keeper
	Policy   *policy.Book
	Org      *org.Service
	Kernel   *casework.Kernel
	Catalog  *catalog.Service
	Approval *approval.Service
	Hotline  *hotline.Service
	Insight  *insight.Service
	Outbox   *outbox.Worker
	Notices  *exchange.Notices
	Files    attachment.Store
	Hub      *httpapi.Hub
	Log      *slog.Logger
}

// Open opens an installation and brings its database up to date. Whoever opens it closes it.
func Open(ctx context.Context, c Config, clk clock.Clock, log *slog.Logger) (*App, error) {
	a := &App{Config: c, Clock: clk, Log: log, Hub: httpapi.NewHub()}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return nil, err
	}
	var err error
	if a.DB, err = storage.Open(ctx, storage.Options{URL: c.DatabaseURL, Dir: c.Dir, Clock: clk, Hurried: c.Hurried}); err != nil {
		return nil, err
	}
	if err := a.wire(ctx); err != nil {
		return nil, errors.Join(err, a.DB.Close())
	}
	return a, nil
}

func (a *App) wire(ctx context.Context) (err error) {
	if err := a.DB.Migrate(ctx); err != nil {
		return err
	}
	if err := a.keysAreThere(ctx); err != nil {
		return err
	}
	if a.Vault, err = secret.Open(secret.Options{Dir: a.Config.Dir}); err != nil {
		return err
	}
	a.Policy, err = policy.Open(ctx, a.DB, org.RegionExists, org.Settings, catalog.Policies, hotline.Policies, approval.Policies, exchange.Settings, insight.Policies, httpapi.Settings)
	if err != nil {
		return err
	}
	if a.Kernel, err = casework.New(a.DB, catalog.Flow, hotline.Flow, hotline.AssistFlow,
		approval.Flow, approval.OpinionFlow, approval.CheckFlow, approval.BundleFlow, approval.ProjectFlow); err != nil {
		return err
	}
	a.Org = org.New(a.DB, a.Clock, a.Policy, a.Vault.Field("org.person.phone", secret.Phone))
	a.Catalog = catalog.New(a.DB, a.Kernel, a.Org, a.Policy, a.Hub)
	a.Hotline = hotline.New(a.DB, a.Kernel, a.Org, a.Policy, a.Vault, a.Hub)
	a.Approval = approval.New(a.DB, a.Kernel, a.Org, a.Policy, a.Vault, a.Catalog, a.Hub)
	a.Insight = insight.New(a.DB, a.Kernel, a.Org, a.Policy, insight.Options{Log: a.Log})
	a.Notices = exchange.NewNotices(a.DB, a.Kernel, a.Hub)
	a.Files = attachment.NewDisk(a.Config.Dir)
	a.Outbox = outbox.NewWorker(a.DB, outbox.Options{Log: a.Log})
	filing := exchange.NewFiling(a.Policy, a.Hotline, nil)
	a.Outbox.Handle(hotline.FilingTopic, filing.Deliver)
	a.Outbox.Together(hotline.FilingTopic, filing.Lane, filing.Enter)
	a.Outbox.Handle(hotline.AlertTopic, a.Notices.Alert)
	a.Outbox.Handle(approval.AlertTopic, a.Notices.ApplicationAlert)
	a.Outbox.Handle(approval.HolderTopic, exchange.NewMessages(a.Policy, a.Approval, nil).Holder)
	return nil
}

// keysAreThere refuses to make new keys beside data that was sealed with others: that data would be lost without a word.
func (a *App) keysAreThere(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(a.Config.Dir, secret.KeyFile)); err == nil {
		return nil
	}
	var sealed bool
	err := a.DB.View(ctx, func(tx *storage.Tx) (err error) {
		if sealed, err = hotline.HoldsCallers(tx); err != nil || sealed {
			return err
		}
		sealed, err = approval.HoldsParties(tx)
		return err
	})
	if err == nil && sealed {
		err = fault.New(fault.Refused, "app.keys", "数据目录中没有密钥文件keys.json，而数据库里已有加密的个人信息。请先恢复密钥文件的备份，再启动。")
	}
	return err
}

// Close closes the database. What is running must have ended before: see Serve.
func (a *App) Close() error { return a.DB.Close() }

// Server makes the handler of requests. It fails when the built pages hold no font to print with.
func (a *App) Server() (*httpapi.Server, error) {
	printer, err := document.New(web.Files())
	if err != nil {
		return nil, err
	}
	return httpapi.New(httpapi.Services{DB: a.DB, Clock: a.Clock, Vault: a.Vault, Org: a.Org, Policy: a.Policy, Kernel: a.Kernel, Catalog: a.Catalog, Hotline: a.Hotline, Approval: a.Approval, Insight: a.Insight, Notices: a.Notices,
		Files: a.Files, Printer: printer, Hub: a.Hub, Pages: web.Files(), Log: a.Log, Verify: a.verifyForPage},
		httpapi.Options{BehindProxy: a.Config.BehindProxy, MetricsToken: a.Config.MetricsToken}), nil
}
