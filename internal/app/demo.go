package app

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"huying/internal/calendar"
	"huying/internal/clock"
	"huying/internal/demo"
)

// DemoFile is where, in the data folder, the accounts of a demonstration city are written down.
const DemoFile = "demo.json"

// DemoCity makes the demonstration city in c.Dir if it is not there, with a history up to until, and tells its accounts.
// It is made beside its place and moved there when it is whole, so that a run that was broken off leaves nothing half
// done. A city always lives on SQLite.
func DemoCity(ctx context.Context, c Config, until time.Time, days int, password string, log *slog.Logger, progress func(day calendar.Date, done, days int)) ([]demo.Login, error) {
	logins, err := readLogins(c.Dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return logins, err
	}
	place := c.Dir
	c.Dir += ".part"
	if err := os.RemoveAll(c.Dir); err != nil {
		return nil, err
	}
	report, err := seed(ctx, c, demo.Options{Days: days, Seed: 12345, Until: until, Password: password, Progress: progress}, log)
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(report.Logins, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(c.Dir, DemoFile), append(text, '\n'), 0o600)
	}
	if err == nil {
		err = os.Rename(c.Dir, place)
	}
	return report.Logins, err
}

func readLogins(dir string) (logins []demo.Login, err error) {
	text, err := os.ReadFile(filepath.Join(dir, DemoFile))
	if err == nil {
		err = json.Unmarshal(text, &logins)
	}
	return logins, err
}

func seed(ctx context.Context, c Config, o demo.Options, log *slog.Logger) (report demo.Report, err error) {
	clk := clock.At(demo.Begin(o.Until, o.Days))
	a, err := Open(ctx, c, clk, log)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return demo.Seed(ctx, demo.Services{DB: a.DB, Clock: clk, Org: a.Org, Policy: a.Policy, Kernel: a.Kernel, Hotline: a.Hotline, Outbox: a.Outbox}, o)
}
