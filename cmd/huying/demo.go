package main

import (
	"context"
	"path/filepath"

	"huying/internal/app"
	"huying/internal/calendar"
	"huying/internal/fault"
)

// demoCmd lays in the demonstration city and ends; serve --demo then begins at once.
type demoCmd struct {
	Days int `help:"演示城市有多少天的历史" default:"92"`
}

func (d demoCmd) Run(ctx context.Context, c *console) error {
	return demoCity(ctx, c, d.Days)
}

// demoCity makes the demonstration city ready in a folder of its own, where the console then works, and tells who may sign
// in. A city that is there stays as it is.
func demoCity(ctx context.Context, c *console, days int) error {
	if c.config.DatabaseURL != "" {
		return fault.New(fault.Refused, "demo.database", "演示城市只用 SQLite，请去掉数据库地址。")
	}
	c.config.Dir = filepath.Join(c.config.Dir, "demo")
	c.say("正在准备演示城市……")
	city, err := app.DemoCity(ctx, c.config, c.clock.Now(), days, c.log, func(day calendar.Date, done, days int) {
		c.progress("  %s（%d/%d天）", day.ChineseFull(), done, days)
	})
	c.progressDone()
	if err != nil {
		return err
	}
	c.say("演示城市在 %s。可用下列账号登录工作台 /desk/，密码均为 %s：", c.config.Dir, city.Password)
	for _, l := range city.Logins {
		c.say("  %-12s %s　%s　%s", l.Login, l.Name, l.Post, l.Dept)
	}
	if len(city.Tickets) > 0 {
		c.say("在首页“查进度”可用下列编号和查询码看办件和热线工单：")
	}
	for _, t := range city.Tickets {
		c.say("  %s　%s　%s", t.Number, t.Code, t.What)
	}
	return c.print(city)
}
