// Command huying runs a city's hotline: it serves, keeps the database, answers questions about deadlines and proves the
// record.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
	"github.com/mattn/go-isatty"

	"huying/internal/app"
	"huying/internal/clock"
	"huying/internal/fault"
)

// version is set when a release is built.
var version = "开发版"

// cli is the command line. Each command lies in a file of its own.
type cli struct {
	Data        string `help:"数据目录" default:"./data" type:"path"`
	DatabaseURL string `help:"PostgreSQL 地址（postgres://…）；不填则用数据目录中的 SQLite" env:"HUYING_DATABASE_URL" placeholder:"地址"`
	JSON        bool   `help:"以 JSON 输出，供程序读取"`

	Serve    serveCmd    `cmd:"" help:"启动服务"`
	Demo     demoCmd     `cmd:"" help:"建立一座虚构的城市供演示，不启动服务"`
	Migrate  migrateCmd  `cmd:"" help:"建立或升级数据库"`
	Deadline deadlineCmd `cmd:"" help:"计算一个期限，并说明理由"`
	Verify   verifyCmd   `cmd:"" help:"核验全部记录，重算每一件的期限"`
	OpenAPI  openAPICmd  `cmd:"" name:"openapi" help:"输出接口说明（OpenAPI 3.1，YAML）"`
	Admin    adminCmd    `cmd:"" help:"管理员操作：建账号、重置密码、备份和恢复"`
	Import   importCmd   `cmd:"" help:"导入历史数据和服务事项"`
	Export   exportCmd   `cmd:"" help:"导出服务事项"`
	Simulate simulateCmd `cmd:"" help:"模拟一座虚构城市的一段时间，给出全部记录的摘要"`
	Bench    benchCmd    `cmd:"" help:"量测本机性能"`
	Version  versionCmd  `cmd:"" help:"显示版本"`
}

// console is what a command may use of the machine.
type console struct {
	out, err io.Writer
	json     bool
	live     bool // somebody is looking at err
	config   app.Config
	clock    clock.Clock
	log      *slog.Logger
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string) int {
	var c cli
	ended := false
	parser, err := kong.New(&c, kong.Name("huying"), kong.Description("呼应：市民热线诉求办理系统。"), kong.Help(help),
		kong.Writers(os.Stdout, os.Stderr), kong.Exit(func(int) { ended = true }))
	if err != nil {
		panic(err) // a mistake in the tags above
	}
	command, err := parser.Parse(args)
	if ended {
		return 0 // the help was shown
	}
	con := newConsole(c)
	if err != nil {
		return con.fail(badUsage(err))
	}
	command.BindTo(ctx, (*context.Context)(nil))
	if err := command.Run(con); err != nil {
		return con.fail(err)
	}
	return 0
}

func newConsole(c cli) *console {
	con := &console{out: os.Stdout, err: os.Stderr, json: c.JSON, live: isatty.IsTerminal(os.Stderr.Fd()), clock: clock.Func(time.Now),
		config: app.Config{Dir: c.Data, DatabaseURL: c.DatabaseURL}}
	var handler slog.Handler = slog.NewTextHandler(os.Stderr, nil)
	if c.JSON {
		handler = slog.NewJSONHandler(os.Stderr, nil)
	}
	con.log = slog.New(handler)
	return con
}

// open opens the installation that the command line names.
func (c *console) open(ctx context.Context) (*app.App, error) {
	return app.Open(ctx, c.config, c.clock, c.log)
}

// with opens the installation for one piece of work and closes it.
func (c *console) with(ctx context.Context, do func(a *app.App) error) (err error) {
	a, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return do(a)
}

// existing is with for work that makes no sense on an empty installation, which a mistyped folder would be.
func (c *console) existing(ctx context.Context, do func(a *app.App) error) error {
	if c.config.DatabaseURL == "" {
		if _, err := os.Stat(filepath.Join(c.config.Dir, sqliteFile)); errors.Is(err, fs.ErrNotExist) {
			return fault.New(fault.NotFound, "command.data", "数据目录中没有数据库，请检查 --data 或 HUYING_DATABASE_URL。")
		}
	}
	return c.with(ctx, do)
}

// say writes a line for people, print the answer for programs.
func (c *console) say(format string, args ...any) {
	if !c.json {
		fmt.Fprintf(c.out, format+"\n", args...)
	}
}

func (c *console) print(answer any) error {
	if !c.json {
		return nil
	}
	e := json.NewEncoder(c.out)
	e.SetIndent("", "  ")
	return e.Encode(answer)
}

// progress redraws one line while somebody is looking.
func (c *console) progress(format string, args ...any) {
	if c.live && !c.json {
		fmt.Fprintf(c.err, "\r\033[K"+format, args...)
	}
}

func (c *console) progressDone() {
	if c.live && !c.json {
		fmt.Fprint(c.err, "\r\033[K")
	}
}

// errFound ends a command that did its work and found something wrong: it has said so itself.
var errFound = errors.New("found")

// fail says what went wrong and gives the exit code: 1 for a refusal, 2 for a command line that is not understood. What
// is no refusal is the machine's fault; whoever sits at it needs the cause.
func (c *console) fail(err error) int {
	if errors.Is(err, errFound) {
		return 1
	}
	f := fault.From(err)
	sentence := f.Message
	if f.Kind == fault.Internal {
		sentence += "（" + err.Error() + "）"
	}
	if c.json {
		json.NewEncoder(c.err).Encode(map[string]any{"error": map[string]any{"code": f.Code, "message": sentence}}) // nothing is left to do if it cannot be said
	} else {
		fmt.Fprintln(c.err, "错误："+sentence)
	}
	if f.Code == usage {
		return 2
	}
	return 1
}
