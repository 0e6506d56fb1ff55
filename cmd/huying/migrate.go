package main

import (
	"context"

	"huying/internal/app"
)

type migrateCmd struct{}

// Run opens the installation, which brings its database up to date.
func (migrateCmd) Run(ctx context.Context, c *console) error {
	return c.with(ctx, func(a *app.App) error {
		c.say("数据库已是最新（%s）。", a.DB.Engine())
		return c.print(map[string]any{"engine": a.DB.Engine(), "upToDate": true})
	})
}
