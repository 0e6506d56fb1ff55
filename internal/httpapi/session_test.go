package httpapi

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"huying/internal/org"
	"huying/internal/storage"
)

const password = "Huying-test-1"

// account gives a person a password, so that he can sign in by himself.
func (w *town) account(role org.Role) string {
	w.t.Helper()
	w.must(w.s.Org.SetPassword(w.ctx, org.System(), password, w.ids[role]))
	return string(role)
}

func (w *town) login(login, secret string, headers ...string) answer {
	return w.ask("", post, "/api/login", m{"login": login, "password": secret}, headers...)
}

// token is what a session cookie of the answer holds; "" when there is none.
func (a answer) token() string {
	for _, c := range a.Result().Cookies() {
		if strings.HasSuffix(c.Name, "huying") {
			return c.Value
		}
	}
	return ""
}

func (w *town) me(token string) answer {
	return w.ask("", get, "/api/me", nil, "Cookie", "huying="+token)
}

func TestSignIn(t *testing.T) {
	eachTown(t, func(w *town) {
		login := w.account(org.Operator)
		w.login(login, "wrong").want(t, 401, "org.login.wrong")
		a := w.login(login, password).want(t, 200, "")
		me := read[Me](t, a)
		if me.Name == "" || len(me.Roles) != 1 || me.Roles[0].Key != org.Operator || len(me.Permissions) == 0 {
			t.Errorf("%+v", me)
		}
		w.me(a.token()).want(t, 200, "")
		session := func() Session {
			return read[Session](t, w.ask("", get, "/api/session", nil, "Cookie", "huying="+a.token()).want(t, 200, ""))
		}
		if s := session(); s.Me == nil || s.Me.Login != login {
			t.Errorf("signed in, and the session is of %+v", s.Me)
		}
		w.ask("", post, "/api/logout", nil, "Cookie", "huying="+a.token()).want(t, 204, "")
		w.me(a.token()).want(t, 401, "session.none")
		if s := session(); s.Me != nil {
			t.Errorf("signed out, and the session is of %+v", s.Me)
		}
	})
}

func TestCookieIsOutOfReach(t *testing.T) {
	w := aTown(t)
	w.server = New(w.s, Options{BehindProxy: true})
	login := w.account(org.Operator)
	for proto, want := range map[string]string{
		"http":  "huying=; Path=/; HttpOnly; SameSite=Lax",
		"https": "__Host-huying=; Path=/; HttpOnly; Secure; SameSite=Lax",
	} {
		a := w.login(login, password, "X-Forwarded-Proto", proto)
		got := strings.ReplaceAll(a.Header().Get("Set-Cookie"), a.token(), "")
		if got != want {
			t.Errorf("%s: %s", proto, got)
		}
		if sts := a.Header().Get("Strict-Transport-Security"); (sts != "") != (proto == "https") {
			t.Errorf("%s: %q", proto, sts)
		}
	}
}

// A token that somebody else put into the browser before the sign-in must be worth nothing after it.
func TestSessionCannotBeFixed(t *testing.T) {
	w := aTown(t)
	before := w.tokens[org.Handler]
	a := w.login(w.account(org.Operator), password, "Cookie", "huying="+before).want(t, 200, "")
	if a.token() == before || len(a.token()) < 40 {
		t.Fatalf("the new token is %q", a.token())
	}
	w.me(before).want(t, 401, "session.none")
	w.me("invented").want(t, 401, "session.none")
}

func TestDatabaseDoesNotHoldTokens(t *testing.T) {
	eachTown(t, func(w *town) {
		n := -1
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT COUNT(*) FROM web_session WHERE token = $1`, []any{w.tokens[org.Operator]}, &n)
			return err
		}))
		if n != 0 {
			t.Error("a token can be read in the database")
		}
	})
}

func TestIdleSessionEnds(t *testing.T) {
	eachTown(t, func(w *town) {
		token := w.tokens[org.Operator]
		w.clk.Advance(29 * time.Minute)
		w.me(token).want(t, 200, "")
		w.clk.Advance(29 * time.Minute)
		w.me(token).want(t, 200, "")
		w.clk.Advance(30 * time.Minute)
		w.me(token).want(t, 401, "session.none")
		w.clk.Advance(-time.Hour)
		w.me(token).want(t, 401, "session.none")
	})
}

func TestSessionEndsAfterTheLongestTime(t *testing.T) {
	eachTown(t, func(w *town) {
		token := w.tokens[org.Operator]
		for range 12 * 4 {
			w.me(token).want(t, 200, "")
			w.clk.Advance(15 * time.Minute)
		}
		w.me(token).want(t, 401, "session.none")
	})
}

// An active session writes to the database once a minute at most.
func TestActivityIsNotWrittenEveryTime(t *testing.T) {
	w := aTown(t)
	seen := func() (at int64) {
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT seen_at FROM web_session WHERE token = $1`, []any{keyOf(w.tokens[org.Operator])}, &at)
			return err
		}))
		return at
	}
	began := seen()
	w.clk.Advance(touch - time.Second)
	w.me(w.tokens[org.Operator]).want(t, 200, "")
	if seen() != began {
		t.Error("written too early")
	}
	w.clk.Advance(time.Second)
	w.me(w.tokens[org.Operator]).want(t, 200, "")
	if seen() != storage.Millis(w.clk.Now()) {
		t.Error("not written")
	}
}

func TestSessionEndsElsewhere(t *testing.T) {
	eachTown(t, func(w *town) {
		other := New(w.s, Options{}) // another node, which has seen the session
		here := w.server
		w.server = other
		w.me(w.tokens[org.Operator]).want(t, 200, "")
		w.server = here
		w.ask(org.Operator, post, "/api/logout", nil).want(t, 204, "")
		w.server = other
		w.clk.Advance(trust)
		w.me(w.tokens[org.Operator]).want(t, 401, "session.none")
	})
}

func TestChangeOfPasswordEndsOtherSessions(t *testing.T) {
	eachTown(t, func(w *town) {
		elsewhere := w.login(w.account(org.Operator), password).token()
		here := w.login(string(org.Operator), password).token()
		change := m{"old": password, "new": "Another-pass-2"}
		a := w.ask("", post, "/api/password", change, "Cookie", "huying="+here).want(t, 204, "")
		w.me(elsewhere).want(t, 401, "session.none")
		w.me(here).want(t, 401, "session.none")
		w.me(a.token()).want(t, 200, "")
		w.login(string(org.Operator), password).want(t, 401, "org.login.wrong")
	})
}

func TestClosedAccountIsOut(t *testing.T) {
	eachTown(t, func(w *town) {
		w.ask(org.Admin, post, "/api/people/"+w.ids[org.Operator]+"/deactivate", m{"reason": "调离"}).want(t, 204, "")
		w.ask(org.Operator, get, "/api/me", nil).want(t, 401, "")
	})
}

func TestTemporaryPasswordOpensNothingElse(t *testing.T) {
	w := aTown(t)
	temporary := read[TemporaryPassword](t, w.ask(org.Admin, post, "/api/people/"+w.ids[org.Operator]+"/reset-password", nil))
	token := w.login(string(org.Operator), temporary.Password).want(t, 200, "").token()
	cookie := "huying=" + token
	if me := read[Me](t, w.me(token)); !me.MustChangePassword {
		t.Error("not asked to change it")
	}
	w.ask("", get, "/api/orders", nil, "Cookie", cookie).want(t, 403, "session.password")
	w.ask("", post, "/api/orders", appeal(), "Cookie", cookie).want(t, 403, "session.password")
	fresh := w.ask("", post, "/api/password", m{"old": temporary.Password, "new": password}, "Cookie", cookie).want(t, 204, "").token()
	w.ask("", get, "/api/orders", nil, "Cookie", "huying="+fresh).want(t, 200, "")
}

func TestGuessingPasswordsIsSlowedDown(t *testing.T) {
	w := aTown(t)
	login := w.account(org.Operator)
	for range 5 {
		w.login(login, "wrong").want(t, 401, "org.login.wrong")
	}
	w.login(login, password).want(t, 429, "org.login.blocked")
	w.clk.Advance(time.Minute)
	w.login(login, password).want(t, http.StatusOK, "")
}

func TestSweepKeepsWhatRuns(t *testing.T) {
	eachTown(t, func(w *town) {
		w.clk.Advance(20 * time.Minute)
		w.me(w.tokens[org.Operator]).want(t, 200, "")
		w.clk.Advance(20 * time.Minute)
		w.must(w.server.Sweep(w.ctx))
		n := 0
		w.must(w.db.View(w.ctx, func(tx *storage.Tx) error {
			_, err := tx.One(`SELECT COUNT(*) FROM web_session`, nil, &n)
			return err
		}))
		if n != 1 {
			t.Errorf("%d sessions are left", n)
		}
		w.me(w.tokens[org.Operator]).want(t, 200, "")
	})
}

// A copy of a session that was read just before the sign-out must not bring it back to life.
func TestSignOutIsNotUndoneByWhoLookedBefore(t *testing.T) {
	w := aTown(t)
	s, token := w.server.api.sessions, w.tokens[org.Operator]
	for range 200 {
		looked := make(chan struct{})
		go func() {
			defer close(looked)
			if _, _, err := s.find(w.ctx, token, false); err != nil {
				t.Error(err)
			}
		}()
		w.must(s.close(w.ctx, token))
		<-looked
		if _, on, err := s.find(w.ctx, token, false); on || err != nil {
			t.Fatal("the session lives on", err)
		}
		token = w.signIn(w.ids[org.Operator])
	}
}
