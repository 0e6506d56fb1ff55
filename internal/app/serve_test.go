package app

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"huying/internal/calendar"
	"huying/internal/clock"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/page"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

const patience = 20 * time.Second

// opened is an installation in a new folder, on either engine.
func opened(t *testing.T, url string) (*App, *clock.Virtual) {
	t.Helper()
	clk := clock.At(storagetest.Start)
	a, err := Open(context.Background(), Config{Dir: t.TempDir(), DatabaseURL: url, Listen: "127.0.0.1:0"}, clk, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a, clk
}

func eachEngine(t *testing.T, test func(t *testing.T, url string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, "") })
	t.Run("postgres", func(t *testing.T) { test(t, storagetest.EmptyPostgresURL(t)) })
}

// serving runs the installation until the test ends or stop is called, and tells where it listens.
func serving(t *testing.T, a *App) (url string, stop func() error) {
	t.Helper()
	if _, err := a.Server(); err != nil && os.Getenv("CI") != "true" {
		t.Skip("the pages are not built: ", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ready, ended := make(chan net.Addr, 1), make(chan error, 1)
	go func() { ended <- a.Serve(ctx, func(at net.Addr) { ready <- at }) }()
	stop = func() error {
		cancel()
		select {
		case err := <-ended:
			ended <- err
			return err
		case <-time.After(patience):
			t.Fatal("Serve does not end")
			return nil
		}
	}
	t.Cleanup(func() { stop() })
	select {
	case at := <-ready:
		return "http://" + at.String(), stop
	case err := <-ended:
		t.Fatal(err)
	case <-time.After(patience):
		t.Fatal("Serve does not begin")
	}
	return "", nil
}

// soon waits until a thing that the program does by itself has happened.
func soon(t *testing.T, what string, happened func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !happened() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatal(what + " did not happen")
		}
	}
}

func people(t *testing.T, a *App) {
	t.Helper()
	err := a.DB.Update(context.Background(), func(tx *storage.Tx) error {
		sys := org.System()
		if _, err := a.Org.AddRegion(tx, sys, org.Region{ID: "99", Name: "呼应市", Level: org.City}); err != nil {
			return err
		}
		for id, kind := range map[string]org.Kind{"centre": org.Centre, "hall": org.ServiceHall, "inspection": org.Inspection, "water": org.Bureau} {
			if _, err := a.Org.AddDepartment(tx, sys, org.Department{ID: id, Name: "测试" + id, Kind: kind, Region: "99"}); err != nil {
				return err
			}
		}
		p, err := a.Org.AddPerson(tx, sys, org.PersonForm{Login: "water", Name: "测试承办", Department: "water"})
		if err != nil {
			return err
		}
		return a.Org.Grant(tx, sys, p.ID, org.Grant{Role: org.Handler, DeptPath: "/water/"})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func concluded(t *testing.T, a *App) hotline.Ref {
	t.Helper()
	ctx, sys, h := context.Background(), org.System(), a.Hotline
	ref, err := h.Register(ctx, sys, hotline.Appeal{Channel: "phone", Kind: "help", Title: "停水", Body: "小区停水。", Region: "99", Intake: hotline.Intake{Disposition: "order"}})
	for _, do := range []func() (hotline.Ref, error){
		func() (hotline.Ref, error) { return h.Dispatch(ctx, sys, ref.ID, 0, hotline.Assignment{Lead: "water"}) },
		func() (hotline.Ref, error) { return h.Sign(ctx, sys, ref.ID, 0) },
		func() (hotline.Ref, error) {
			return h.Reply(ctx, sys, ref.ID, 0, hotline.ReplyForm{Text: "已恢复。", Result: "solved", Contact: "phone", Grade: "satisfied"})
		},
		func() (hotline.Ref, error) { return h.GiveBack(ctx, sys, ref.ID, 0) },
		func() (hotline.Ref, error) { return h.Conclude(ctx, sys, ref.ID, 0) },
	} {
		if err != nil {
			t.Fatal(err)
		}
		ref, err = do()
	}
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// Beside the requests, the running program files what was concluded, seals the record, and rings what falls due.
func TestServeWorksByItself(t *testing.T) {
	eachEngine(t, func(t *testing.T, url string) {
		ctx := context.Background()
		a, clk := opened(t, url)
		people(t, a)
		ref := concluded(t, a)
		late, err := a.Hotline.Register(ctx, org.System(), hotline.Appeal{Channel: "phone", Kind: "help", Title: "路灯不亮", Body: "路灯不亮。", Region: "99", Intake: hotline.Intake{Disposition: "order"}})
		if err == nil {
			_, err = a.Hotline.Dispatch(ctx, org.System(), late.ID, 0, hotline.Assignment{Lead: "water"})
		}
		if err != nil {
			t.Fatal(err)
		}
		clk.Set(calendar.DateOf(clk.Now()).Add(20).Start())
		at, stop := serving(t, a)
		if answer, err := http.Get(at + "/readyz"); err != nil || answer.StatusCode != 200 {
			t.Fatal(answer, err)
		}
		view := func(id string) hotline.View {
			v, err := a.Hotline.Get(ctx, org.System(), id)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		soon(t, "filing", func() bool {
			f := view(ref.ID).Filings
			return len(f) == 2 && f[0].Receipt != "" && f[1].Receipt != ""
		})
		soon(t, "the urging of what is overdue", func() bool { return len(view(late.ID).Documents) == 1 })
		soon(t, "the telling of it", func() bool {
			who, err := a.Org.Actor(ctx, handler(t, a))
			if err != nil {
				t.Fatal(err)
			}
			found, err := a.Notices.List(ctx, who, true, page.Request{})
			return err == nil && len(found.Items) > 0
		})
		soon(t, "sealing", func() bool {
			p, err := a.Verify(ctx, nil)
			if err != nil || len(p.Differences) > 0 {
				t.Fatal(p, err)
			}
			return p.Checkpoints > 0 && p.Cases == 2
		})
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
}

func handler(t *testing.T, a *App) (id string) {
	t.Helper()
	err := a.DB.View(context.Background(), func(tx *storage.Tx) error {
		found, err := org.Colleagues(tx, "water")
		id = found[0].ID
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// A request that is under way when the program is told to stop comes to its end; a page that listens is let go.
func TestServeStopsGently(t *testing.T) {
	a, _ := opened(t, "")
	people(t, a)
	id := handler(t, a)
	if err := a.Org.SetPassword(context.Background(), org.System(), "Huying-test-1", id); err != nil {
		t.Fatal(err)
	}
	at, stop := serving(t, a)
	answer, err := http.Post(at+"/api/login", "application/json", strings.NewReader(`{"login":"water","password":"Huying-test-1"}`))
	if err != nil || answer.StatusCode != 200 {
		t.Fatal(answer, err)
	}
	r, _ := http.NewRequest(http.MethodGet, at+"/api/live", nil)
	r.AddCookie(answer.Cookies()[0])
	live, err := http.DefaultClient.Do(r)
	if err != nil || live.StatusCode != 200 {
		t.Fatal(live, err)
	}
	defer live.Body.Close()
	text := bufio.NewReader(live.Body)
	if line, err := text.ReadString('\n'); line != ": open\n" {
		t.Fatal(line, err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, err := io.ReadAll(text); err != nil {
		t.Errorf("the connection was broken off: %v", err)
	}
	if _, err := http.Get(at + "/healthz"); err == nil {
		t.Error("it still listens")
	}
}

func TestServeSaysWhenTheAddressIsTaken(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	a, _ := opened(t, "")
	a.Config.Listen = taken.Addr().String()
	if err := a.Serve(context.Background(), nil); err == nil {
		t.Error("served on a taken address")
	}
}
