package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"huying/internal/approval"
	"huying/internal/attachment"
	"huying/internal/calendar"
	"huying/internal/casework"
	"huying/internal/catalog"
	"huying/internal/clock"
	"huying/internal/document"
	"huying/internal/exchange"
	"huying/internal/hotline"
	"huying/internal/insight"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/policy"
	"huying/internal/secret"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
	"huying/web"
)

// town is a small place with one person of every role, behind a server.
type town struct {
	t      testing.TB
	ctx    context.Context
	db     *storage.DB
	clk    *clock.Virtual
	s      Services
	server *Server
	log    *bytes.Buffer
	ids    map[org.Role]string
	clerk  string // somebody who holds nothing
	tokens map[org.Role]string
	shelf  *shelf // once it is stocked

	operations *http.ServeMux // what is described, see holdsLists
}

// eachTown runs a test in a fresh town on either engine, on a Monday morning.
func eachTown(t *testing.T, test func(w *town)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		db, clk := storagetest.SQLite(t)
		test(newTown(t, db, clk))
	})
	t.Run("postgres", func(t *testing.T) {
		db, clk := storagetest.Postgres(t)
		test(newTown(t, db, clk))
	})
}

// aTown is one on SQLite, for what no engine has a part in.
func aTown(t testing.TB) *town {
	db, clk := storagetest.SQLite(t)
	return newTown(t, db, clk)
}

func newTown(t testing.TB, db *storage.DB, clk *clock.Virtual) *town {
	t.Helper()
	w := &town{t: t, ctx: context.Background(), db: db, clk: clk, log: &bytes.Buffer{}, ids: map[org.Role]string{}, tokens: map[org.Role]string{}}
	settings, err := policy.Open(w.ctx, db, org.RegionExists, org.Settings, catalog.Policies, hotline.Policies, approval.Policies, exchange.Settings, insight.Policies, Settings)
	w.must(err)
	kernel, err := casework.New(db, hotline.Flow, hotline.AssistFlow, catalog.Flow, approval.Flow, approval.OpinionFlow, approval.CheckFlow, approval.BundleFlow, approval.ProjectFlow)
	w.must(err)
	vault, err := secret.Open(secret.Options{Dir: t.TempDir()})
	w.must(err)
	hub := NewHub()
	people := org.New(db, clk, settings, vault.Field("org.person.phone", secret.Phone))
	shelf := catalog.New(db, kernel, people, settings, hub)
	w.s = Services{DB: db, Clock: clk, Vault: vault, Org: people, Policy: settings, Kernel: kernel, Hotline: hotline.New(db, kernel, people, settings, vault, hub),
		Catalog: shelf, Approval: approval.New(db, kernel, people, settings, vault, shelf, hub),
		Insight: insight.New(db, kernel, people, settings, insight.Options{}), Notices: exchange.NewNotices(db, kernel, hub), Files: attachment.NewDisk(t.TempDir()), Printer: printer(t), Hub: hub, Pages: web.Files(),
		Verify: func(context.Context, func(done, total int)) (any, error) { return "verified", nil },
		Log:    slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	w.server = New(w.s, Options{})
	t.Cleanup(func() { w.server.Close() })
	w.must(db.Update(w.ctx, w.settle))
	for role, id := range w.ids {
		w.tokens[role] = w.signIn(id)
	}
	return w
}

// printer needs the font that the build of the pages brings along.
func printer(t testing.TB) *document.Printer {
	p, err := document.New(web.Files())
	if err != nil && os.Getenv("CI") == "true" {
		t.Fatal(err)
	}
	return p
}

func (w *town) settle(tx *storage.Tx) error {
	sys := org.System()
	if _, err := w.s.Org.AddRegion(tx, sys, org.Region{ID: "99", Name: "呼应市", Level: org.City}); err != nil {
		return err
	}
	for id, kind := range map[string]org.Kind{"centre": org.Centre, "hall": org.ServiceHall, "inspection": org.Inspection, "water": org.Bureau, "roads": org.Bureau} {
		if _, err := w.s.Org.AddDepartment(tx, sys, org.Department{ID: id, Name: "测试" + id, Kind: kind, Region: "99"}); err != nil {
			return err
		}
	}
	clerk, err := w.s.Org.AddPerson(tx, sys, org.PersonForm{Login: "nobody", Name: "测试文员", Department: "centre"})
	if err != nil {
		return err
	}
	w.clerk = clerk.ID
	for i, info := range org.Roles() {
		phone := "1390000" + string([]byte{byte('0' + i/10), byte('0' + i%10)}) + "00"
		dept := map[org.Role]string{org.Handler: "water", org.Head: "water", org.Inspector: "inspection"}[info.Role]
		if dept == "" {
			dept = "centre"
		}
		p, err := w.s.Org.AddPerson(tx, sys, org.PersonForm{Login: string(info.Role), Name: "测试" + info.Name, Department: dept, Phone: &phone})
		if err != nil {
			return err
		}
		w.ids[info.Role] = p.ID
		if err := w.s.Org.Grant(tx, sys, p.ID, org.Grant{Role: info.Role}); err != nil {
			return err
		}
	}
	return nil
}

// signIn opens a session without the cost of a password.
func (w *town) signIn(person string) string {
	w.t.Helper()
	tx := func(tx *storage.Tx) error {
		_, err := tx.Exec(`UPDATE org_person SET must_change = 0 WHERE id = $1`, person)
		return err
	}
	w.must(w.db.Update(w.ctx, tx))
	a, err := w.s.Org.Actor(w.ctx, person)
	w.must(err)
	token, err := w.server.api.sessions.open(w.ctx, a, "")
	w.must(err)
	return token
}

func (w *town) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) actor(role org.Role) org.Actor {
	w.t.Helper()
	a, err := w.s.Org.Actor(w.ctx, w.ids[role])
	w.must(err)
	return a
}

// answer is what came back.
type answer struct {
	*httptest.ResponseRecorder
	problem Problem
}

// ask sends a request as the person of a role; "" is nobody. body may be a string, which is sent as it is.
func (w *town) ask(role org.Role, method, url string, body any, headers ...string) answer {
	w.t.Helper()
	return w.send(w.request(role, method, url, body, headers...))
}

func (w *town) request(role org.Role, method, url string, body any, headers ...string) *http.Request {
	w.t.Helper()
	var content io.Reader = http.NoBody
	switch b := body.(type) {
	case nil:
	case string:
		content = strings.NewReader(b)
	case io.Reader:
		content = b
	default:
		text, err := json.Marshal(b)
		w.must(err)
		content = bytes.NewReader(text)
	}
	r := httptest.NewRequest(method, url, content)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if role != "" {
		r.AddCookie(&http.Cookie{Name: "huying", Value: w.tokens[role]})
	}
	return r
}

func (w *town) send(r *http.Request) answer {
	w.t.Helper()
	a := answer{ResponseRecorder: httptest.NewRecorder()}
	w.server.ServeHTTP(a, r)
	w.holdsLists(r, a)
	if strings.HasPrefix(a.Header().Get("Content-Type"), "application/problem+json") {
		w.must(json.Unmarshal(a.Body.Bytes(), &a.problem))
	}
	return a
}

// want fails unless the answer has this status, and this code if one is given.
func (a answer) want(t testing.TB, status int, code string) answer {
	t.Helper()
	if a.Code != status || code != "" && a.problem.Code != code {
		t.Fatalf("want %d %s, got %d %s", status, code, a.Code, a.Body)
	}
	return a
}

// read decodes a good answer.
func read[T any](t testing.TB, a answer) (v T) {
	t.Helper()
	if a.Code/100 != 2 {
		t.Fatalf("got %d %s", a.Code, a.Body)
	}
	if err := json.Unmarshal(a.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v in %s", err, a.Body)
	}
	return v
}

func appeal() hotline.Appeal {
	return hotline.Appeal{Channel: "phone", Kind: "help", Title: "小区停水两天", Body: "河滨小区自前天起停水，物业说不清原因。", Place: "河滨小区3栋", Region: "99",
		Caller: hotline.Caller{Name: "张测试", Phone: "13800001111"}, Intake: hotline.Intake{Disposition: "order"}}
}

// dispatched is an order that the water office has to sign for.
func (w *town) dispatched() hotline.Ref {
	w.t.Helper()
	ref, err := w.s.Hotline.Register(w.ctx, w.actor(org.Operator), appeal())
	w.must(err)
	ref, err = w.s.Hotline.Dispatch(w.ctx, w.actor(org.Dispatcher), ref.ID, ref.Version, hotline.Assignment{Lead: "water", Phoned: true})
	w.must(err)
	return ref
}

// events tells how much was recorded so far.
func (w *town) events() (n int) {
	w.t.Helper()
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
		_, err := tx.One(`SELECT COUNT(*) FROM audit_event`, nil, &n)
		return err
	}))
	return n
}

func (w *town) today() calendar.Date { return calendar.DateOf(w.clk.Now()) }

func (w *town) later(d time.Duration) time.Time { return w.clk.Now().Add(d) }

// grantAdmin makes the legal reviewer a second administrator.
func (w *town) grantAdmin(tx *storage.Tx) error {
	return w.s.Org.Grant(tx, org.System(), w.ids[org.Legal], org.Grant{Role: org.Admin})
}

func (w *town) putMessage(tx *storage.Tx) error {
	outbox.Put(tx, outbox.Message{Topic: "test", Key: "1", Body: "x"})
	return nil
}
