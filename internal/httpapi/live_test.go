package httpapi

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"huying/internal/hotline"
	"huying/internal/org"
)

// readTimeout is that of the test's server: a connection must outlive it.
const readTimeout = 200 * time.Millisecond

// listen opens /api/live as a person, and gives the lines as they come. The channel closes when the connection ends.
func (w *town) listen(role org.Role) <-chan string {
	w.t.Helper()
	server := httptest.NewUnstartedServer(w.server)
	server.Config.ReadTimeout = readTimeout
	server.Start()
	w.t.Cleanup(server.Close)
	ctx, cancel := context.WithCancel(w.ctx)
	w.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/api/live", nil)
	w.must(err)
	r.AddCookie(&http.Cookie{Name: "huying", Value: w.tokens[role]})
	a, err := http.DefaultClient.Do(r)
	w.must(err)
	w.t.Cleanup(func() { a.Body.Close() })
	if a.StatusCode != 200 || a.Header.Get("Content-Type") != "text/event-stream" {
		w.t.Fatalf("%d %v", a.StatusCode, a.Header)
	}
	lines := make(chan string)
	go func() {
		defer close(lines)
		for text := bufio.NewScanner(a.Body); text.Scan(); {
			select {
			case lines <- text.Text():
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines
}

// next waits for a line that is not empty.
func next(t *testing.T, lines <-chan string) (string, bool) {
	t.Helper()
	for {
		select {
		case line, on := <-lines:
			if line != "" || !on {
				return line, on
			}
		case <-time.After(20 * time.Second):
			t.Fatal("nothing came")
		}
	}
}

func expect(t *testing.T, lines <-chan string, want ...string) {
	t.Helper()
	for _, w := range want {
		if line, _ := next(t, lines); line != w {
			t.Fatalf("want %q, got %q", w, line)
		}
	}
}

// ends waits for the connection to end.
func ends(t *testing.T, lines <-chan string) {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case _, on := <-lines:
			if !on {
				return
			}
		case <-late:
			t.Fatal("the connection does not end")
		}
	}
}

func TestPagesHearWhatChanged(t *testing.T) {
	w := aTown(t)
	lines := w.listen(org.Handler)
	expect(t, lines, ": open")
	ref := read[hotline.Ref](t, w.ask(org.Operator, post, "/api/orders", appeal()))
	expect(t, lines, "event: order", `data: {"id":"`+ref.ID+`"}`)
	w.s.Hub.Tell(w.ids[org.Operator], "notice", "not mine")
	w.s.Hub.Tell(w.ids[org.Handler], "notice", "mine")
	expect(t, lines, "event: notice", `data: {"id":"mine"}`)
}

func TestConnectionEndsWithTheSession(t *testing.T) {
	w := aTown(t)
	w.server.api.heartbeat = time.Millisecond
	lines := w.listen(org.Handler)
	expect(t, lines, ": open", ": still here")
	w.ask(org.Handler, post, "/api/logout", nil).want(t, 204, "")
	ends(t, lines)
}

// The time that a server gives to requests must not end a connection that only listens.
func TestConnectionOutlivesTheTimeForRequests(t *testing.T) {
	w := aTown(t)
	w.server.api.heartbeat = readTimeout / 10
	lines := w.listen(org.Handler)
	expect(t, lines, ": open")
	for range 20 {
		expect(t, lines, ": still here")
	}
}

func TestOnePersonHoldsSoManyConnections(t *testing.T) {
	h := NewHub()
	other := h.join("b")
	for range atOnce + 5 {
		h.join("a")
	}
	if n := len(h.pages); n != atOnce+1 {
		t.Errorf("%d connections", n)
	}
	h.Tell("b", "order", "1")
	<-other.news
}

func TestListeningIsNotActivity(t *testing.T) {
	w := aTown(t)
	w.server.api.heartbeat = time.Millisecond
	lines := w.listen(org.Handler)
	expect(t, lines, ": open")
	w.clk.Advance(30 * time.Minute)
	ends(t, lines)
}

func TestConnectionsEndWithTheServer(t *testing.T) {
	w := aTown(t)
	lines := w.listen(org.Handler)
	expect(t, lines, ": open")
	w.s.Hub.Close()
	if line, on := next(t, lines); on {
		t.Errorf("%q came", line)
	}
	lines = w.listen(org.Handler)
	expect(t, lines, ": open")
	if line, on := next(t, lines); on {
		t.Errorf("%q came", line)
	}
}

func TestSlowPageIsLetGo(t *testing.T) {
	h := NewHub()
	slow, quick := h.join("a"), h.join("b")
	for range backlog + 1 {
		h.Publish("order", "1")
		<-quick.news
	}
	n := 0
	for range slow.news {
		n++
	}
	if n != backlog {
		t.Errorf("%d of %d", n, backlog)
	}
	h.leave(slow) // again, as its handler will
	h.Publish("order", "2")
	if got := <-quick.news; got.id != "2" {
		t.Error(got)
	}
}
