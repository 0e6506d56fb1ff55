package exchange

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"huying/internal/casework"
	"huying/internal/clock"
	"huying/internal/hotline"
	"huying/internal/org"
	"huying/internal/outbox"
	"huying/internal/page"
	"huying/internal/policy"
	"huying/internal/secret"
	"huying/internal/storage"
	"huying/internal/storage/storagetest"
)

// house is a hotline with two offices, a handler in each, a head of one, and three people of the whole city.
type house struct {
	*testing.T
	ctx     context.Context
	db      *storage.DB
	clk     *clock.Virtual
	policy  *policy.Book
	org     *org.Service
	hotline *hotline.Service
	outbox  *outbox.Worker
	notices *Notices
	people  map[string]string
	told    []string
}

// Tell implements Teller.
func (h *house) Tell(person, topic, id string) { h.told = append(h.told, person) }

func each(t *testing.T, test func(h *house)) {
	storagetest.Each(t, func(t *testing.T, db *storage.DB, clk *clock.Virtual) {
		h := &house{T: t, ctx: context.Background(), db: db, clk: clk, people: map[string]string{}}
		h.build()
		test(h)
	})
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) build() {
	var err error
	h.policy, err = policy.Open(h.ctx, h.db, org.RegionExists, org.Settings, hotline.Policies, Settings)
	h.must(err)
	kernel, err := casework.New(h.db, hotline.Flow, hotline.AssistFlow)
	h.must(err)
	vault, err := secret.Open(secret.Options{Dir: h.TempDir()})
	h.must(err)
	h.org = org.New(h.db, h.clk, h.policy, nil)
	h.hotline = hotline.New(h.db, kernel, h.org, h.policy, vault, nil)
	h.notices = NewNotices(h.db, kernel, h)
	h.outbox = outbox.NewWorker(h.db, outbox.Options{})
	h.outbox.Handle(hotline.FilingTopic, NewFiling(h.policy, h.hotline, nil).Deliver)
	h.outbox.Handle(hotline.AlertTopic, h.notices.Alert)
	h.must(h.db.Update(h.ctx, h.settle))
}

func (h *house) settle(tx *storage.Tx) error {
	sys := org.System()
	if _, err := h.org.AddRegion(tx, sys, org.Region{ID: "99", Name: "呼应市", Level: org.City}); err != nil {
		return err
	}
	for id, kind := range map[string]org.Kind{"centre": org.Centre, "hall": org.ServiceHall, "inspection": org.Inspection, "water": org.Bureau, "roads": org.Bureau} {
		if _, err := h.org.AddDepartment(tx, sys, org.Department{ID: id, Name: "测试" + id, Kind: kind, Region: "99"}); err != nil {
			return err
		}
	}
	for login, post := range map[string]struct {
		dept  string
		role  org.Role
		scope string
	}{"water1": {"water", org.Handler, "/water/"}, "water2": {"water", org.Head, "/water/"}, "roads1": {"roads", org.Handler, "/roads/"},
		"hall": {"hall", org.Revisitor, ""}, "operator": {"centre", org.Operator, ""}, "dispatcher": {"centre", org.Dispatcher, ""}, "nobody": {"water", "", ""}} {
		p, err := h.org.AddPerson(tx, sys, org.PersonForm{Login: login, Name: "测试" + login, Department: post.dept})
		if err != nil {
			return err
		}
		h.people[login] = p.ID
		if post.role == "" {
			continue
		}
		if err := h.org.Grant(tx, sys, p.ID, org.Grant{Role: post.role, DeptPath: post.scope}); err != nil {
			return err
		}
	}
	return nil
}

func (h *house) actor(login string) org.Actor {
	h.Helper()
	a, err := h.org.Actor(h.ctx, h.people[login])
	h.must(err)
	return a
}

// dispatched is an order that the water office has.
func (h *house) dispatched() hotline.Ref {
	h.Helper()
	ref, err := h.hotline.Register(h.ctx, h.actor("operator"), hotline.Appeal{Channel: "phone", Kind: "help", Title: "停水", Body: "河滨小区停水。", Region: "99",
		Caller: hotline.Caller{Phone: "13800001111"}, Intake: hotline.Intake{Disposition: "order"}})
	h.must(err)
	ref, err = h.hotline.Dispatch(h.ctx, h.actor("dispatcher"), ref.ID, ref.Version, hotline.Assignment{Lead: "water", Phoned: true})
	h.must(err)
	return ref
}

func (h *house) concluded() hotline.Ref {
	h.Helper()
	ref := h.dispatched()
	water := h.actor("water1")
	ref, err := h.hotline.Sign(h.ctx, water, ref.ID, ref.Version)
	h.must(err)
	ref, err = h.hotline.Reply(h.ctx, water, ref.ID, ref.Version, hotline.ReplyForm{Text: "已恢复供水并告知。", Result: "solved", Contact: "phone", Grade: "satisfied"})
	h.must(err)
	ref, err = h.hotline.GiveBack(h.ctx, water, ref.ID, ref.Version)
	h.must(err)
	ref, err = h.hotline.Conclude(h.ctx, h.actor("hall"), ref.ID, ref.Version)
	h.must(err)
	return ref
}

func (h *house) filings(ref hotline.Ref) []hotline.Filing {
	h.Helper()
	v, err := h.hotline.Get(h.ctx, h.actor("hall"), ref.ID)
	h.must(err)
	return v.Filings
}

func (h *house) list(login string, unread bool) []Notice {
	h.Helper()
	got, err := h.notices.List(h.ctx, h.actor(login), unread, page.Request{})
	h.must(err)
	return got.Items
}

// HOT-65: both upper bodies confirm, each from a register of its own, and the numbers run on.
func TestOwnRegistersConfirm(t *testing.T) {
	each(t, func(h *house) {
		first, second := h.concluded(), h.concluded()
		h.must(h.outbox.Drain(h.ctx))
		want := [][]string{{"中心备〔2026〕1号", "督查备〔2026〕1号"}, {"中心备〔2026〕2号", "督查备〔2026〕2号"}}
		for i, ref := range []hotline.Ref{first, second} {
			var got []string
			for _, f := range h.filings(ref) {
				got = append(got, f.Receipt)
			}
			if !slices.Equal(got, want[i]) {
				t.Errorf("%q", got)
			}
		}
	})
}

func TestOtherSystemConfirms(t *testing.T) {
	each(t, func(h *house) {
		var asked atomic.Int64
		there := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var m hotline.FilingMessage
			body, _ := io.ReadAll(r.Body)
			if json.Unmarshal(body, &m) != nil || m.Body != "centre" || r.Header.Get("Idempotency-Key") == "" || r.Method != http.MethodPost {
				t.Errorf("%s %v", body, r.Header)
			}
			if asked.Add(1) == 1 {
				http.Error(w, "busy", http.StatusServiceUnavailable)
				return
			}
			io.WriteString(w, `{"receipt":"省备7"}`)
		}))
		defer there.Close()
		h.must(h.db.Update(h.ctx, func(tx *storage.Tx) error {
			_, err := h.policy.Set(tx, org.System(), "exchange.filing.centre.url", "", there.URL, "测试")
			return err
		}))
		ref := h.concluded()
		h.must(h.outbox.Drain(h.ctx))
		if f := h.filings(ref); f[0].Receipt != "" || f[1].Receipt == "" {
			t.Errorf("%+v", f)
		}
		h.clk.Advance(time.Minute)
		h.must(h.outbox.Drain(h.ctx))
		if f := h.filings(ref); f[0].Receipt != "省备7" || asked.Load() != 2 {
			t.Errorf("%+v after %d", f, asked.Load())
		}
	})
}

func TestAnswersThatConfirmNothing(t *testing.T) {
	for name, answer := range map[string]string{"empty": "", "no receipt": `{"receipt":""}`, "a page": "<html>", "endless": `{"receipt":"` + string(make([]byte, answerLimit)) + `"}`} {
		there := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, answer) }))
		f := NewFiling(nil, nil, there.Client())
		if receipt, err := f.post(context.Background(), there.URL, outbox.Delivery{Body: json.RawMessage("{}")}); err == nil {
			t.Errorf("%s: %q", name, receipt)
		}
		there.Close()
	}
}

func TestUrgedOfficeIsTold(t *testing.T) {
	each(t, func(h *house) {
		ref := h.dispatched()
		_, err := h.hotline.Urge(h.ctx, h.actor("hall"), ref.ID, ref.Version, "phone", "")
		h.must(err)
		h.must(h.outbox.Drain(h.ctx))
		for login, want := range map[string]int{"water1": 1, "water2": 1, "roads1": 0, "nobody": 0, "hall": 0} {
			got := h.list(login, false)
			if len(got) != want {
				t.Errorf("%s has %d notices", login, len(got))
			}
			if want == 1 && (got[0].Number != ref.Number || got[0].Text == "" || got[0].Kind != "urged") {
				t.Errorf("%+v", got[0])
			}
		}
		if !slices.Contains(h.told, h.people["water1"]) || len(h.told) != 2 {
			t.Errorf("told %v", h.told)
		}
	})
}

// Where no one in the office holds the permission, those of the whole city do; but who answers for his own department only
// is not told of another's (HOT-63), nor is anybody told of what he may not know of by now (AUD-07).
func TestAUD07NobodyIsToldOfAnotherDepartmentsOrders(t *testing.T) {
	each(t, func(h *house) {
		ref := h.dispatched()
		hears := func(p org.Permission, dept string, want ...string) {
			t.Helper()
			var got []string
			h.must(h.db.View(h.ctx, func(tx *storage.Tx) (err error) {
				got, err = h.notices.hearers(tx, word{about: ref.ID, permission: p, dept: dept, region: "/99/"})
				return err
			}))
			for i, login := range want {
				want[i] = h.people[login]
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s at %s: %v, want %v", p, dept, got, want)
			}
		}
		hears(org.OrderRevisit, "/water/", "hall", "operator")
		hears(org.OrderReply, "/water/", "water1", "water2")
		hears(org.OrderReply, "/roads/") // where it is not: that office is not told, nor anybody for it
		hears(org.OrderReply, "/inspection/")
		hears(org.OrderReassign, "/roads/")
	})
}

func TestDeliveredTwiceToldOnce(t *testing.T) {
	each(t, func(h *house) {
		ref := h.dispatched()
		body, err := json.Marshal(hotline.Alert{Order: ref.ID, Kind: "urged", Permission: org.OrderReply, Dept: "/water/", Region: "/99/"})
		h.must(err)
		for range 2 {
			h.must(h.notices.Alert(h.ctx, outbox.Delivery{ID: "d1", Body: body, CreatedAt: h.clk.Now()}))
		}
		if got := h.list("water1", false); len(got) != 1 {
			t.Errorf("%d", len(got))
		}
	})
}

func TestReadNoticesAreReadByTheirOwner(t *testing.T) {
	each(t, func(h *house) {
		ref := h.dispatched()
		for i := range 3 {
			body, err := json.Marshal(hotline.Alert{Order: ref.ID, Kind: "urged", Permission: org.OrderReply, Dept: "/water/", Region: "/99/"})
			h.must(err)
			h.must(h.notices.Alert(h.ctx, outbox.Delivery{ID: string(rune('a' + i)), Body: body, CreatedAt: h.clk.Now()}))
		}
		all := h.list("water1", true)
		h.must(h.notices.Read(h.ctx, h.actor("water2"), []string{all[0].ID}))
		if len(h.list("water1", true)) != 3 {
			t.Error("somebody else read them")
		}
		h.must(h.notices.Read(h.ctx, h.actor("water1"), []string{all[0].ID}))
		if n, err := h.notices.Unread(h.ctx, h.actor("water1")); n != 2 || err != nil {
			t.Errorf("%d unread, %v", n, err)
		}
		first, err := h.notices.List(h.ctx, h.actor("water1"), false, page.Request{Size: 2})
		h.must(err)
		rest, err := h.notices.List(h.ctx, h.actor("water1"), false, page.Request{Size: 2, After: first.Next})
		h.must(err)
		if len(first.Items) != 2 || len(rest.Items) != 1 || rest.Next != "" {
			t.Errorf("%d and %d", len(first.Items), len(rest.Items))
		}
		h.must(h.notices.Read(h.ctx, h.actor("water1"), nil))
		if len(h.list("water1", true)) != 0 || len(h.list("water2", true)) != 3 {
			t.Error("all of one person")
		}
	})
}

// AUD-07: what a department was told of an order goes out of its sight with the order; one that assists keeps it.
func TestAUD07NoticesGoOutOfSightWithTheOrder(t *testing.T) {
	each(t, func(h *house) {
		moved, kept, arbiter := h.dispatched(), h.dispatched(), h.actor("dispatcher")
		arbiter.Grants = []org.Grant{{Role: org.Arbiter}}
		for _, ref := range []hotline.Ref{moved, kept} {
			_, err := h.hotline.Urge(h.ctx, h.actor("hall"), ref.ID, 0, "phone", "")
			h.must(err)
		}
		h.must(h.outbox.Drain(h.ctx))
		if len(h.list("water1", true)) != 2 {
			t.Fatal("the office was not told")
		}
		for _, ref := range []hotline.Ref{moved, kept} {
			_, err := h.hotline.Return(h.ctx, h.actor("water1"), ref.ID, 0, hotline.ReturnForm{Ground: "other_lead", Reason: "应由道路局主办", Basis: "三定方案"})
			h.must(err)
			_, err = h.hotline.RuleReturn(h.ctx, arbiter, ref.ID, 0, hotline.Ruling{Uphold: true, Lead: "roads", Why: "属实"})
			h.must(err)
		}
		_, err := h.hotline.Involve(h.ctx, h.actor("dispatcher"), kept.ID, 0, []string{"water"})
		h.must(err)
		h.must(h.outbox.Drain(h.ctx))
		got := h.list("water1", true)
		n, err := h.notices.Unread(h.ctx, h.actor("water1"))
		h.must(err)
		told := map[string]bool{} // that it assists in the one it knows, and of that one as before
		for _, x := range got {
			told[x.Kind+" "+strings.TrimSuffix(x.Number, "-X1")] = true
		}
		if len(got) != 2 || !told["assist "+kept.Number] || !told["urged "+kept.Number] || n != 2 {
			t.Errorf("%d are counted, %+v", n, got)
		}
	})
}

// HOT-51: reminders that have served are not kept for ever; those that still wait to be read on open orders are.
func TestHOT51OldRemindersAreDropped(t *testing.T) {
	each(t, func(h *house) {
		open, done := h.dispatched(), h.concluded()
		for i, order := range []string{open.ID, open.ID, done.ID} {
			body, err := json.Marshal(hotline.Alert{Order: order, Kind: "urged", Permission: org.OrderReply, Dept: "/water/", Region: "/99/"})
			h.must(err)
			h.must(h.notices.Alert(h.ctx, outbox.Delivery{ID: string(rune('a' + i)), Body: body, CreatedAt: h.clk.Now()}))
		}
		h.must(h.outbox.Drain(h.ctx))
		_, err := h.hotline.Revisit(h.ctx, h.actor("hall"), done.ID, 0, hotline.RevisitForm{How: "phone", Reached: true, Grade: "satisfied"})
		h.must(err)
		_, err = h.hotline.Archive(h.ctx, h.actor("hall"), done.ID, 0)
		h.must(err)
		h.must(h.notices.Read(h.ctx, h.actor("water1"), []string{"a" + h.people["water1"]}))
		prune := func() (n int64) {
			h.must(h.db.Update(h.ctx, func(tx *storage.Tx) (err error) {
				n, err = h.notices.Prune(tx, h.policy.Now())
				return err
			}))
			return n
		}
		h.clk.Advance(90 * 24 * time.Hour)
		if n := prune(); n != 0 {
			t.Errorf("%d were dropped too early", n)
		}
		h.clk.Advance(time.Second)
		before := len(h.list("water1", false))
		if n, left := prune(), len(h.list("water1", false)); n < 3 || left != before-2 {
			t.Errorf("%d dropped, %d of %d left", n, left, before)
		}
	})
}

func TestDeputySeesTheNoticesOfTheAbsent(t *testing.T) {
	each(t, func(h *house) {
		ref := h.dispatched()
		_, err := h.hotline.Urge(h.ctx, h.actor("hall"), ref.ID, ref.Version, "phone", "")
		h.must(err)
		h.must(h.outbox.Drain(h.ctx))
		h.must(h.db.Update(h.ctx, func(tx *storage.Tx) error {
			_, err := h.org.Appoint(tx, org.System(), org.Deputy{Absent: h.people["water1"], Deputy: h.people["nobody"], From: h.clk.Now(), To: h.clk.Now().Add(time.Hour), Reason: "出差"})
			return err
		}))
		if got := h.list("nobody", false); len(got) != 1 {
			t.Errorf("%d", len(got))
		}
	})
}

var sentAlert = regexp.MustCompile(`\balert(?:On)?\((?:tx, )?\w+, "([a-z._]+)"`)

// Every kind of alert that the hotline sends has its sentence; the kinds are read in its code.
func TestEveryAlertHasASentence(t *testing.T) {
	kinds := []string{"accept.late", "sign.late", "give_back.late", "revisit.late", "assist.soon", "assist.late", "assisted.soon", "assisted.late"} // put together of two parts
	for _, kind := range append(kinds, kindsIn(t, "hotline", 4)...) {
		if sentences[kind] == "" {
			t.Errorf("%s has no sentence", kind)
		}
	}
}

// kindsIn reads the kinds of alerts in an area's code: at least so many, each written as one word.
func kindsIn(t *testing.T, area string, least int) (kinds []string) {
	t.Helper()
	files, err := filepath.Glob("../" + area + "/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range sentAlert.FindAllStringSubmatch(string(text), -1) {
			if !strings.HasSuffix(m[1], ".") { // the rest is put together
				kinds = append(kinds, m[1])
			}
		}
	}
	if len(kinds) < least {
		t.Errorf("only %d kinds were found in %s", len(kinds), area)
	}
	return kinds
}
