package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"huying/internal/clock"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"huying": main})
}

// verbs are what scripts may do beside running the program.
var verbs = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"tamper": tamper, "freeport": freePort, "http": post, "upload": upload, "keep": keep, "everycommand": everyCommand,
}

// TestScripts runs the program as an administrator does.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Cmds: verbs})
}

// tamper runs a statement on the database of a data folder, as somebody with access to the file could.
func tamper(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	db, err := storage.Open(ctx, storage.Options{Dir: ts.MkAbs(args[0]), Clock: clock.At(storagetest.Start)})
	ts.Check(err)
	defer db.Close()
	ts.Check(db.Update(ctx, func(tx *storage.Tx) error {
		_, err := tx.Exec(args[1])
		return err
	}))
}

// freePort sets a variable to a port of this machine that nobody listens on.
func freePort(ts *testscript.TestScript, _ bool, args []string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	defer l.Close()
	ts.Setenv(args[0], fmt.Sprint(l.Addr().(*net.TCPAddr).Port))
}

// patience is how long a server may take to listen.
const patience = 30 * time.Second

// post sends JSON and keeps the answer in a file: http FILE URL BODY. It waits until somebody listens.
func post(ts *testscript.TestScript, neg bool, args []string) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for begun := time.Now(); ; <-tick.C {
		answer, err := http.Post(args[1], "application/json", strings.NewReader(args[2]))
		if err != nil && time.Since(begun) < patience {
			continue
		}
		ts.Check(err)
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		ts.Check(err)
		if good := answer.StatusCode/100 == 2; good == neg {
			ts.Fatalf("%s: %d %s", args[1], answer.StatusCode, body)
		}
		ts.Check(os.WriteFile(ts.MkAbs(args[0]), body, 0o600))
		return
	}
}

// upload adds a file to a citizen's matter: upload URL NUMBER CODE FILE.
func upload(ts *testscript.TestScript, _ bool, args []string) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	ts.Check(form.WriteField("number", args[1]))
	ts.Check(form.WriteField("code", args[2]))
	part, err := form.CreateFormFile("file", args[3])
	ts.Check(err)
	_, err = io.WriteString(part, ts.ReadFile(args[3]))
	ts.Check(errors.Join(err, form.Close()))
	answer, err := http.Post(args[0], form.FormDataContentType(), &body)
	ts.Check(err)
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		ts.Fatalf("%s: %d", args[0], answer.StatusCode)
	}
}

// keep sets a variable to a field of a JSON file, of the first thing in it if it is a list: keep FILE FIELD VARIABLE.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	text := strings.TrimSpace(ts.ReadFile(args[0]))
	if strings.HasPrefix(text, "[") {
		var list []json.RawMessage
		ts.Check(json.Unmarshal([]byte(text), &list))
		text = string(list[0])
	}
	var fields map[string]any
	ts.Check(json.Unmarshal([]byte(text), &fields))
	ts.Setenv(args[2], fields[args[1]].(string))
}

// commands are those that an installation is run with.
var commands = []string{"serve", "migrate", "demo", "import appeals", "import applications", "simulate", "verify", "bench", "admin create-user", "admin reset-password", "admin backup", "admin restore", "deadline"}

// everyCommand asks each command for its help.
func everyCommand(ts *testscript.TestScript, _ bool, _ []string) {
	for _, c := range commands {
		ts.Check(ts.Exec("huying", append(strings.Fields(c), "--help")...))
		text := ts.ReadFile("stdout")
		for _, want := range []string{"用法：huying " + c, "--data", "--database-url", "--json"} {
			if !strings.Contains(text, want) {
				ts.Fatalf("%s does not say %q:\n%s", c, want, text)
			}
		}
	}
}

// TestCommandsOnPostgres runs the same program on the other engine.
func TestCommandsOnPostgres(t *testing.T) {
	url := storagetest.EmptyPostgresURL(t)
	testscript.Run(t, testscript.Params{Dir: "testdata/postgres", Cmds: verbs, Setup: func(e *testscript.Env) error {
		e.Setenv("HUYING_DATABASE_URL", url)
		return nil
	}})
}

// TestPostgresIsRestored tries what the manual says about a backup of PostgreSQL.
func TestPostgresIsRestored(t *testing.T) {
	url, restored := storagetest.EmptyPostgresURL(t), storagetest.EmptyPostgresURL(t)
	needsPgDump(t, url)
	testscript.Run(t, testscript.Params{Dir: "testdata/pgdump", Cmds: verbs, Setup: func(e *testscript.Env) error {
		e.Setenv("HUYING_DATABASE_URL", url)
		e.Setenv("RESTORED_URL", restored)
		return nil
	}})
}

// needsPgDump skips a test where PostgreSQL's tools are missing, or older than its server: pg_dump refuses that.
func needsPgDump(t *testing.T, url string) {
	t.Helper()
	out, err := exec.Command("pg_dump", "--schema-only", url).CombinedOutput()
	if err == nil || os.Getenv("CI") == "true" && !bytes.Contains(out, []byte("version mismatch")) {
		return
	}
	t.Skipf("pg_dump does not work here: %v %s", err, out)
}
