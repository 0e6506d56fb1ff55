package org_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huying/internal/audit"
	"huying/internal/fault"
	"huying/internal/org"
	"huying/internal/storage"
)

// account opens an account that can sign in with goodPassword.
func (w *world) account(login string, grants ...org.Grant) org.Actor {
	w.Helper()
	a := w.person(login, "water", grants...)
	if err := w.org.SetPassword(ctx, org.System(), goodPassword, a.ID); err != nil {
		w.Fatal(err)
	}
	return w.actor(a.ID)
}

func (w *world) login(login, password, from string) error {
	_, err := w.org.Login(ctx, login, password, from)
	return err
}

func TestSigningInGivesTheActorAndIsRecorded(t *testing.T) {
	each(t, func(w *world) {
		p := w.account("worker", org.Grant{Role: org.Handler, DeptPath: water})
		a, err := w.org.Login(ctx, " Worker ", goodPassword, "10.0.0.1")
		if err != nil || a.ID != p.ID || !a.May(org.OrderSign, water, city) || a.MustChangePassword {
			t.Fatalf("%v %+v", err, a)
		}
		w.refused(w.login("worker", otherPassword, "10.0.0.1"), "org.login.wrong")
		if got := w.actions("person:" + p.ID); !slices.Equal(got[len(got)-2:], []string{"login", "login.refuse"}) {
			t.Errorf("recorded: %v", got)
		}
		w.refused(w.login("nobody", goodPassword, "10.0.0.1"), "org.login.wrong")
		if got := w.actions("login"); !slices.Equal(got, []string{"login.refuse"}) {
			t.Errorf("recorded: %v", got)
		}
		w.refused(w.login("worker", strings.Repeat("x", 1<<20), "10.0.0.1"), "org.login.wrong")
	})
}

// Every refusal of a sign-in sounds the same: it does not tell whether there is such an account.
func TestARefusedSignInTellsNothing(t *testing.T) {
	each(t, func(w *world) {
		w.account("worker")
		w.person("unset", "water")
		closed := w.account("closed")
		w.must(func(tx *storage.Tx) error { return w.org.Deactivate(tx, w.admin, closed.ID, "退休") })
		said := map[string]bool{}
		for _, err := range []error{
			w.login("worker", otherPassword, "a"), w.login("unset", "", "b"), w.login("closed", goodPassword, "c"), w.login("nobody", goodPassword, "d"),
		} {
			if !fault.Is(err, fault.Unauthenticated) {
				t.Errorf("got %v", err)
			}
			said[fault.From(err).Message] = true
		}
		if len(said) != 1 {
			t.Errorf("answers differ: %v", said)
		}
	})
}

func TestALoginNameIsThrottled(t *testing.T) {
	each(t, func(w *world) {
		w.account("worker")
		for i := range 5 {
			w.refused(w.login("worker", otherPassword, "10.0.0."+string(rune('1'+i))), "org.login.wrong")
		}
		w.refused(w.login("worker", goodPassword, "10.0.1.1"), "org.login.blocked")
		w.clk.Advance(29 * time.Second)
		w.refused(w.login("worker", goodPassword, "10.0.1.1"), "org.login.blocked")
		w.clk.Advance(time.Second)
		if err := w.login("worker", goodPassword, "10.0.1.1"); err != nil {
			t.Errorf("after the block: %v", err)
		}
		for range 4 {
			w.refused(w.login("worker", otherPassword, "10.0.1.1"), "org.login.wrong")
		}
		if err := w.login("worker", goodPassword, "10.0.1.1"); err != nil {
			t.Errorf("a success did not forgive: %v", err)
		}
	})
}

func TestAnAddressIsThrottledWhateverNamesItTries(t *testing.T) {
	each(t, func(w *world) {
		w.account("worker")
		w.must(func(tx *storage.Tx) error {
			_, err := w.book.Set(tx, org.System(), "org.login.source.attempts", "", "10", "测试")
			return err
		})
		for i := range 9 {
			w.refused(w.login("guess"+string(rune('a'+i)), goodPassword, "10.9.9.9"), "org.login.wrong")
		}
		if err := w.login("worker", goodPassword, "10.9.9.9"); err != nil {
			t.Fatalf("a good password at the ninth failure: %v", err)
		}
		w.refused(w.login("guessx", goodPassword, "10.9.9.9"), "org.login.wrong")
		w.refused(w.login("worker", goodPassword, "10.9.9.9"), "org.login.blocked")
		if err := w.login("worker", goodPassword, "10.9.9.8"); err != nil {
			t.Errorf("another address: %v", err)
		}
	})
}

// A hundred guesses at once are a hundred failures: they are counted before the password is looked at.
func TestGuessesAtOnceDoNotSlipThrough(t *testing.T) {
	each(t, func(w *world) {
		w.account("worker")
		var wg sync.WaitGroup
		codes := make([]string, 12)
		for i := range codes {
			wg.Go(func() { codes[i] = fault.Code(w.login("worker", otherPassword, "10.0.0.1")) })
		}
		wg.Wait()
		looked := 0
		for _, c := range codes {
			switch c {
			case "org.login.wrong":
				looked++
			case "org.login.blocked":
			default:
				t.Errorf("got %q", c)
			}
		}
		if looked != 5 {
			t.Errorf("%d of the guesses were looked at, want 5", looked)
		}
	})
}

func TestPasswordsAreChangedAndReset(t *testing.T) {
	each(t, func(w *world) {
		p := w.account("worker")
		w.refused(w.org.ChangePassword(ctx, p, otherPassword, "Third-pass-1"), "org.password.old")
		w.refused(w.org.ChangePassword(ctx, p, goodPassword, goodPassword), "org.password.same")
		w.refused(w.org.ChangePassword(ctx, p, goodPassword, "short"), "org.password.short")
		if err := w.org.ChangePassword(ctx, p, goodPassword, otherPassword); err != nil {
			t.Fatal(err)
		}
		if a := w.actor(p.ID); a.CredentialVersion != p.CredentialVersion+1 {
			t.Errorf("the sessions of before live on: %+v", a)
		}
		w.refused(w.login("worker", goodPassword, "x"), "org.login.wrong")
		if err := w.login("worker", otherPassword, "x"); err != nil {
			t.Error(err)
		}

		_, err := w.org.ResetPassword(ctx, p, w.admin.ID)
		w.refused(err, "org.forbidden")
		w.refused(w.org.SetPassword(ctx, w.admin, otherPassword, p.ID), "org.forbidden")
		for range 6 {
			_ = w.login("worker", "forgotten", "y")
		}
		temporary, err := w.org.ResetPassword(ctx, w.admin, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		a, err := w.org.Login(ctx, "worker", temporary, "x")
		if err != nil || !a.MustChangePassword {
			t.Fatalf("after the reset: %v %+v", err, a)
		}
		if err := w.org.ChangePassword(ctx, a, temporary, goodPassword); err != nil {
			t.Fatal(err)
		}
		if a, err = w.org.Login(ctx, "worker", goodPassword, "x"); err != nil || a.MustChangePassword {
			t.Errorf("after the change: %v %+v", err, a)
		}
	})
}

func TestADayOfWorkIsNotedOnce_HOT48(t *testing.T) {
	each(t, func(w *world) {
		p := w.account("worker")
		first := w.clk.Now()
		for range 2 {
			if err := w.login("worker", goodPassword, "x"); err != nil {
				t.Fatal(err)
			}
			w.clk.Advance(time.Hour)
		}
		w.clk.Set(china("2026-03-04", 0, 30)) // 16:30 of the day before, UTC
		for range 2 {
			if err := w.org.Attend(ctx, p); err != nil {
				t.Fatal(err)
			}
		}
		w.see(func(tx *storage.Tx) error {
			var days []string
			err := tx.All(`SELECT day, first_at FROM org_presence WHERE person_id = $1 ORDER BY day`, []any{p.ID}, func(scan func(...any) error) error {
				var day string
				var at time.Time
				err := scan(&day, &at)
				if len(days) == 0 && !at.Equal(first) {
					t.Errorf("first seen at %s, want %s", at, first)
				}
				days = append(days, day)
				return err
			})
			if !slices.Equal(days, []string{"2026-03-02", "2026-03-04"}) {
				t.Errorf("%v", days)
			}
			return err
		})
		w.see(func(tx *storage.Tx) error {
			events, err := audit.Events(tx, "person:"+p.ID)
			var signs []string
			for _, e := range events {
				if e.Action == "login" || e.Action == "attend" {
					signs = append(signs, e.Action)
				}
			}
			if !slices.Equal(signs, []string{"login", "login", "attend"}) {
				t.Errorf("the record says %v", signs)
			}
			return err
		})
	})
}
