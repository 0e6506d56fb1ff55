package httpapi

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"huying/internal/catalog"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/storage"
)

// readTimeout is that of the test's server: a connection must outlive it.
const readTimeout = 200 * time.Millisecond

// listen opens /api/live as the person of a role.
func (w *town) listen(role org.Role) <-chan string {
	w.t.Helper()
	return w.listenWith(w.tokens[role])
}

// listenWith opens /api/live in a session, and gives the lines as they come. The channel closes when the connection ends.
func (w *town) listenWith(token string) <-chan string {
	w.t.Helper()
	server := httptest.NewUnstartedServer(w.server)
	server.Config.ReadTimeout = readTimeout
	server.Start()
	w.t.Cleanup(server.Close)
	ctx, cancel := context.WithCancel(w.ctx)
	w.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/api/live", nil)
	w.must(err)
	r.AddCookie(&http.Cookie{Name: "huying", Value: token})
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

// A notice is on the page of whom it is for as soon as its cause is on record, not when somebody next looks: nothing here
// waits for a tick. So is that it has been taken note of elsewhere.
func TestHOT51ANoticeShowsAtOnce(t *testing.T) {
	w := aTown(t)
	worker := outbox.NewWorker(w.db, outbox.Options{Poll: time.Hour})
	worker.Handle(hotline.AlertTopic, w.s.Notices.Alert)
	ctx, cancel := context.WithCancel(w.ctx)
	ended := make(chan error)
	go func() { ended <- worker.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-ended })

	ref := w.dispatched()
	lines := w.listen(org.Handler)
	expect(t, lines, ": open")
	told := func(unread int) {
		t.Helper()
		for line := ""; line != "event: notice"; {
			var on bool
			if line, on = next(t, lines); !on {
				t.Fatal("the connection ended")
			}
		}
		if n := read[Count](t, w.ask(org.Handler, get, "/api/notices/count", nil)).Count; n != unread {
			t.Errorf("%d unread", n)
		}
	}
	w.ask(org.Revisitor, post, "/api/orders/"+ref.ID+"/urge", m{"version": ref.Version, "how": "phone"}).want(t, 200, "")
	told(1)
	w.ask(org.Handler, post, "/api/notices/read", m{}).want(t, 204, "")
	told(0)
}

// Whoever keeps the catalogue hears at once that a change and its item are no longer as they were.
func TestKeepersHearOfChanges(t *testing.T) {
	w := aTown(t)
	lines := w.listen(org.Cataloguer)
	expect(t, lines, ": open")
	record := recordOf("water")
	ref, err := w.s.Catalog.Propose(w.ctx, w.actor(org.Editor), catalog.Proposal{Kind: catalog.KindPublish, Reason: "新增", Record: &record})
	w.must(err)
	expect(t, lines, "event: change", `data: {"id":"`+ref.ID+`"}`, "event: item", `data: {"id":"`+ref.Item+`"}`)
}

// handlerOf adds a handler of one office and nothing else, and gives his id and session.
func (w *town) handlerOf(dept string) (id, token string) { return w.officer(dept, org.Handler) }

// officer adds somebody who holds one role over one office and nothing else, and gives his id and session.
func (w *town) officer(dept string, role org.Role) (id, token string) {
	w.t.Helper()
	w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
		p, err := w.s.Org.AddPerson(tx, org.System(), org.PersonForm{Login: string(role) + "-" + dept, Name: "测试经办", Department: dept})
		if err != nil {
			return err
		}
		id = p.ID
		return w.s.Org.Grant(tx, org.System(), id, org.Grant{Role: role, DeptPath: "/" + dept + "/"})
	}))
	return id, w.signIn(id)
}

// What a person may not see does not come to his page either: not the order, and not that it changed (AUD-07).
func TestAUD07PagesHearOnlyOfOrdersTheirReaderSees(t *testing.T) {
	w := aTown(t)
	water, waterToken := w.handlerOf("water")
	roads, roadsToken := w.handlerOf("roads")
	ofWater, ofRoads := w.listenWith(waterToken), w.listenWith(roadsToken)
	expect(t, ofWater, ": open")
	expect(t, ofRoads, ": open")
	heard := func(lines <-chan string, id string) {
		t.Helper()
		expect(t, lines, "event: order", `data: {"id":"`+id+`"}`)
	}
	silent := func(lines <-chan string, person string) { // the next thing that he hears is the mark
		t.Helper()
		w.s.Hub.Tell(person, "notice", "mark")
		expect(t, lines, "event: notice", `data: {"id":"mark"}`)
	}

	ref := w.dispatched()
	heard(ofWater, ref.ID)
	silent(ofRoads, roads)

	who, err := w.s.Org.Actor(w.ctx, water)
	w.must(err)
	_, err = w.s.Hotline.Involve(w.ctx, org.System(), ref.ID, 0, []string{"roads"})
	w.must(err)
	heard(ofRoads, ref.ID)
	heard(ofWater, ref.ID)
	_, err = w.s.Hotline.Sign(w.ctx, who, ref.ID, 0)
	w.must(err)
	heard(ofRoads, ref.ID)
	heard(ofWater, ref.ID)

	v, err := w.s.Hotline.Get(w.ctx, org.System(), ref.ID)
	w.must(err)
	_, err = w.s.Hotline.Sign(w.ctx, org.System(), v.Tasks[0].ID, 0)
	w.must(err)
	heard(ofRoads, ref.ID)
	heard(ofWater, ref.ID)

	w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
		return w.s.Org.Revoke(tx, org.System(), roads, org.Grant{Role: org.Handler, DeptPath: "/roads/"})
	}))
	_, err = w.s.Hotline.Note(w.ctx, who, ref.ID, 0, "已到现场")
	w.must(err)
	heard(ofWater, ref.ID)
	silent(ofRoads, roads) // he still listens, but the right is gone

	w.must(w.server.api.sessions.close(w.ctx, waterToken))
	_, err = w.s.Hotline.Note(w.ctx, who, ref.ID, 0, "已修好")
	w.must(err)
	if line, on := next(t, ofWater); on {
		t.Errorf("a session that ended heard %q", line)
	}
}

// The office that an order leaves has a list to refresh, too.
func TestPagesHearThatAnOrderLeft(t *testing.T) {
	w := aTown(t)
	_, token := w.handlerOf("water")
	lines := w.listenWith(token)
	expect(t, lines, ": open")
	ref := w.dispatched()
	expect(t, lines, "event: order", `data: {"id":"`+ref.ID+`"}`)
	_, err := w.s.Hotline.Return(w.ctx, org.System(), ref.ID, 0, hotline.ReturnForm{Ground: "outside_competence", Reason: "不属于供水", Basis: "三定"})
	w.must(err)
	expect(t, lines, "event: order", `data: {"id":"`+ref.ID+`"}`)
	_, err = w.s.Hotline.RuleReturn(w.ctx, org.System(), ref.ID, 0, hotline.Ruling{Uphold: true, Lead: "roads", Why: "属实"})
	w.must(err)
	expect(t, lines, "event: order", `data: {"id":"`+ref.ID+`"}`)
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
		h.Changed("order", "1", org.OrderView, nil)
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
	h.Changed("order", "2", org.OrderView, nil)
	if got := <-quick.news; got.id != "2" {
		t.Error(got)
	}
}
