package org

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huying/internal/fault"
	"huying/internal/policy"
)

func TestAPasswordVerifiesOnlyAgainstItsOwnHash(t *testing.T) {
	phc, err := hashPassword("青山-Water-1")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("cost: %s", phc)
	}
	again, _ := hashPassword("青山-Water-1")
	if again == phc {
		t.Error("two hashes share a salt")
	}
	if !verifyPassword(phc, "青山-Water-1") || verifyPassword(phc, "青山-Water-2") || verifyPassword(phc, "") {
		t.Error("verification")
	}
	for _, damaged := range []string{"", "x", nobody, phc[:len(phc)-4], strings.Replace(phc, "argon2id", "argon2i", 1),
		strings.Replace(phc, "t=2", "t=3", 1), strings.Replace(phc, "p=1", "p=0", 1), strings.Replace(phc, "v=19", "v=16", 1)} {
		if verifyPassword(damaged, "青山-Water-1") {
			t.Errorf("%q verifies", damaged)
		}
	}
}

func TestANewPasswordIsRefusedWithASentence(t *testing.T) {
	settings, err := policy.Defaults(Settings)
	if err != nil {
		t.Fatal(err)
	}
	for password, code := range map[string]string{
		"Qingfeng-2026":            "",
		"清风徐来水波不兴2026":             "",
		"short-1":                  "org.password.short",
		"一二三四五六七八九":                "org.password.short", // nine characters, whatever their bytes
		"aaaaaaaaaaaa":             "org.password.kinds",
		"xxWANG.LIxx1":             "org.password.login",
		strings.Repeat("Aa1-", 65): "org.password.long",
		"Qingfeng-\xff2026":        "org.password.long",
	} {
		err := checkPassword(settings, "wang.li", password)
		if fault.Code(err) != code {
			t.Errorf("%q: got %v, want %q", password, err, code)
		}
	}
}

func TestATemporaryPasswordPassesTheRules(t *testing.T) {
	settings, _ := policy.Defaults(Settings)
	a, err := temporaryPassword()
	if err != nil {
		t.Fatal(err)
	}
	b, _ := temporaryPassword()
	if a == b || len(a) != 19 || checkPassword(settings, "admin", a) != nil {
		t.Errorf("%q %q", a, b)
	}
}

var borne = limits{failures: 5, window: 15 * time.Minute, block: 30 * time.Second, atMost: 15 * time.Minute}

func TestEveryFailureBeyondTheLimitBlocksTwiceAsLong(t *testing.T) {
	now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
	var a attempts
	for i, want := range []time.Duration{0, 0, 0, 0, 30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 15 * time.Minute, 15 * time.Minute} {
		a = a.fail(now, borne)
		if got := max(0, a.blockedUntil.Sub(now)); got != want {
			t.Errorf("failure %d blocks for %v, want %v", i+1, got, want)
		}
		now = now.Add(want)
	}
	if b := a.fail(now.Add(borne.window-time.Second), borne); b.failures != 12 {
		t.Errorf("forgotten too early: %+v", b)
	}
	if a = a.fail(now.Add(borne.window), borne); a.failures != 1 || a.blocked(now.Add(borne.window)) {
		t.Errorf("after a quiet window: %+v", a)
	}
}

// TestGuessingIsSlow: whatever the rhythm of the guesses, no day holds more of them than the limits allow.
func TestGuessingIsSlow(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		now := time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)
		end := now.Add(24 * time.Hour)
		var a attempts
		guesses := 0
		for now.Before(end) {
			now = now.Add(time.Duration(rapid.IntRange(1, 1200).Draw(r, "wait")) * time.Second)
			if !a.blocked(now) {
				a = a.fail(now, borne)
				guesses++
			}
		}
		// A guesser who keeps still for a window gets five free ones; nobody gets more than that per window.
		if most := 24 * 60 / 15 * borne.failures; guesses > most {
			r.Fatalf("%d guesses in a day, at most %d", guesses, most)
		}
	})
}
