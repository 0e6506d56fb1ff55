package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"time"

	"huying/internal/calendar"
	"huying/internal/clock"
	"huying/internal/demo"
)

// DemoFile is where, in the data folder, the accounts of a demonstration city are written down, with their password.
const DemoFile = "demo-logins.json"

// Demonstration tells how to look at a demonstration city: its accounts and the password they share, which is drawn
// when the city is made, and what opens some applications and orders on the public page.
type Demonstration struct {
	Password string        `json:"password"`
	Logins   []demo.Login  `json:"logins"`
	Tickets  []demo.Ticket `json:"tickets"`
}

// DemoCity makes the demonstration city in c.Dir if it is not there, with a history up to until, and tells how to sign in.
// It is made beside its place and moved there when it is whole, so that a run that was broken off leaves nothing half
// done. A city always lives on SQLite.
func DemoCity(ctx context.Context, c Config, until time.Time, days int, log *slog.Logger, progress func(day calendar.Date, done, days int)) (d Demonstration, err error) {
	if d, err = readDemonstration(c.Dir); !errors.Is(err, fs.ErrNotExist) {
		return d, err
	}
	place := c.Dir
	c.Dir += ".part"
	if err := os.RemoveAll(c.Dir); err != nil {
		return d, err
	}
	if d.Password, err = demoPassword(); err != nil {
		return d, err
	}
	report, err := seed(ctx, c, demo.Options{Days: days, Seed: 12345, Until: until, Applications: demo.ADay, Password: d.Password, Progress: progress}, log)
	if err != nil {
		return d, err
	}
	d.Logins, d.Tickets = report.Logins, report.Tickets
	text, err := json.MarshalIndent(d, "", "  ")
	if err == nil {
		err = os.WriteFile(filepath.Join(c.Dir, DemoFile), append(text, '\n'), 0o600)
	}
	if err == nil {
		err = os.Rename(c.Dir, place)
	}
	return d, err
}

func readDemonstration(dir string) (d Demonstration, err error) {
	text, err := os.ReadFile(filepath.Join(dir, DemoFile))
	if err == nil {
		err = json.Unmarshal(text, &d)
	}
	return d, err
}

// demoPassword is easy to type; the city is served to one machine unless somebody asks otherwise.
func demoPassword() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("huying-%06d", n), nil
}

func seed(ctx context.Context, c Config, o demo.Options, log *slog.Logger) (report demo.Report, err error) {
	clk := clock.At(demo.Begin(o.Until, o.Days))
	c.Hurried = true
	a, err := Open(ctx, c, clk, log)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	services := demo.Services{DB: a.DB, Clock: clk, Org: a.Org, Policy: a.Policy, Kernel: a.Kernel, Hotline: a.Hotline, Catalog: a.Catalog, Approval: a.Approval, Files: a.Files,
		Outbox: a.Outbox, Notices: a.Notices}
	if report, err = demo.Seed(ctx, services, o); err != nil {
		return report, err
	}
	return report, a.Insight.CatchUp(ctx) // so that the figures are there when the city opens
}
