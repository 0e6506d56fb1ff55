package main

import (
	"context"
	"fmt"
	"net"

	"huying/internal/app"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
)

type serveCmd struct {
	Listen       string `help:"监听地址" default:":8080" env:"HUYING_LISTEN"`
	Demo         bool   `help:"用一座虚构的城市演示；数据在数据目录的 demo 子目录，只在本机可访问，除非另给 --listen"`
	DemoDays     int    `help:"演示城市有多少天的历史" default:"92"`
	BehindProxy  bool   `help:"前面有反向代理，由它设置 X-Forwarded-For 和 X-Forwarded-Proto"`
	MetricsToken string `help:"允许其他机器凭此令牌读取 /metrics" env:"HUYING_METRICS_TOKEN" placeholder:"令牌"`
}

// everywhere is where serve listens unless told otherwise.
const everywhere = ":8080"

func (s serveCmd) Run(ctx context.Context, c *console) error {
	c.config.Listen, c.config.BehindProxy, c.config.MetricsToken = s.Listen, s.BehindProxy, s.MetricsToken
	if s.Demo {
		if s.Listen == everywhere {
			c.config.Listen = "localhost:8080"
		}
		if err := demoCity(ctx, c, s.DemoDays); err != nil {
			return err
		}
	}
	return c.with(ctx, func(a *app.App) error {
		if err := firstAccount(ctx, c, a); err != nil {
			return err
		}
		return a.Serve(ctx, func(at net.Addr) {
			c.say("服务已启动：%s", address(at))
			_ = c.print(map[string]string{"address": address(at)})
		})
	})
}

// firstAccount tells how to begin when nobody can sign in yet.
func firstAccount(ctx context.Context, c *console, a *app.App) error {
	return a.DB.View(ctx, func(tx *storage.Tx) error {
		people, err := a.Org.People(tx, org.System(), org.PeopleQuery{}, page.Request{Size: 1})
		if err == nil && len(people.Items) == 0 {
			c.say("尚无账号。请先用 huying admin create-user 建立第一个管理员，或用 huying serve --demo 看演示。")
		}
		return err
	})
}

func address(at net.Addr) string {
	tcp, ok := at.(*net.TCPAddr)
	if ok && (tcp.IP.IsUnspecified() || tcp.IP.IsLoopback()) {
		return fmt.Sprintf("http://localhost:%d/", tcp.Port)
	}
	return "http://" + at.String() + "/"
}
