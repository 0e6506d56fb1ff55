package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"huying/internal/approval"
	"huying/internal/attachment"
	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/httpapi"
	"huying/internal/outbox"
	"huying/internal/storage"
)

// How often the program looks by itself. Alarms are exact to their day, so a second is far below what anybody notices.
const (
	ringEvery    = time.Second
	sealEvery    = 5 * time.Second
	refreshEvery = 2 * time.Second
	sweepEvery   = 10 * time.Minute
)

// Time that requests are given. A body may be a large file over a slow line; an answer may be a stream without end.
const (
	headerTime  = 10 * time.Second
	bodyTime    = 10 * time.Minute
	idleTime    = 2 * time.Minute
	leaveTime   = 15 * time.Second // for requests under way when the program is told to stop
	headerBytes = 32 << 10
)

// Serve listens and works until ctx ends, then lets the requests under way come to their end and stops long work. ready, when not nil, hears
// the address.
func (a *App) Serve(ctx context.Context, ready func(net.Addr)) error {
	handler, err := a.Server()
	if err != nil {
		return err
	}
	var listen net.ListenConfig
	listener, err := listen.Listen(ctx, "tcp", a.Config.Listen)
	if err != nil {
		return err
	}
	if ready != nil {
		ready(listener.Addr())
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, IdleTimeout: idleTime, MaxHeaderBytes: headerBytes,
		ErrorLog: slog.NewLogLogger(a.Log.Handler(), slog.LevelDebug)}
	server.RegisterOnShutdown(a.Hub.Close)
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	all.Go(func() error {
		<-ctx.Done()
		leaving, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaveTime)
		defer cancel()
		err := server.Shutdown(leaving)
		handler.Close()
		return err
	})
	a.background(ctx, all, handler)
	return all.Wait()
}

// background starts what runs beside the requests, until ctx ends.
func (a *App) background(ctx context.Context, all *errgroup.Group, server *httpapi.Server) {
	all.Go(func() error {
		return a.every(ctx, ringEvery, "ring", func() error { _, err := a.Kernel.RingDue(ctx); return err })
	})
	all.Go(func() error {
		return a.every(ctx, sealEvery, "seal", func() error { _, err := audit.Seal(ctx, a.DB, a.Vault); return err })
	})
	all.Go(func() error {
		return a.every(ctx, sweepEvery, "sweep", func() error { return errors.Join(server.Sweep(ctx), a.sweep(ctx), a.remind(ctx)) })
	})
	all.Go(func() error { return a.Policy.Run(ctx, refreshEvery) })
	for _, run := range []func(context.Context) error{a.Outbox.Run, a.Insight.Run} {
		all.Go(func() error {
			if err := run(ctx); !errors.Is(err, context.Canceled) {
				return err
			}
			return nil
		})
	}
}

// How long what has served its purpose is kept: delivered messages for whoever asks what went out, keys of submissions
// for as long as a form may be sent again.
const (
	keepDelivered = 30 * 24 * time.Hour
	keepKeys      = 7 * 24 * time.Hour
)

// sweep drops what only grows and nobody needs: also files that were sent and never handed in.
func (a *App) sweep(ctx context.Context) error {
	_, swept := attachment.Sweep(ctx, a.DB, a.Files) // a disk that fails keeps nothing else from going
	return errors.Join(swept, a.DB.Update(ctx, func(tx *storage.Tx) error {
		if _, err := outbox.Prune(tx, tx.Now.Add(-keepDelivered)); err != nil {
			return err
		}
		if _, err := a.Notices.Prune(tx, a.Policy.Now()); err != nil {
			return err
		}
		if _, err := approval.ForgetDrafts(tx); err != nil {
			return err
		}
		_, err := casework.ForgetKeys(tx, tx.Now.Add(-keepKeys))
		return err
	}))
}

// remind has the holders of certificates that will end soon reminded.
func (a *App) remind(ctx context.Context) error {
	_, err := a.Approval.RemindRenewals(ctx)
	return err
}

// every does a thing again and again. A failure is logged and tried again at the next turn: the cause may pass.
func (a *App) every(ctx context.Context, interval time.Duration, name string, do func() error) error {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		if err := do(); err != nil && ctx.Err() == nil {
			a.Log.ErrorContext(ctx, "background work failed", "work", name, "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
