package org

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"time"

	"huying/internal/fault"
	"huying/internal/policy"
	"huying/internal/storage"
)

// attempts is what is known of the failures to sign in with one login name or from one address.
type attempts struct {
	failures     int
	first, last  time.Time
	blockedUntil time.Time
}

// limits is how many failures are borne within which time, and how long the answer is withheld after that.
type limits struct {
	failures      int
	window        time.Duration
	block, atMost time.Duration
}

// fail is the state after one more failure at now. From the limits.failures-th on, each one blocks twice as long as
// the one before. Failures are forgotten a window after the last of them, or after the end of its block.
func (a attempts) fail(now time.Time, l limits) attempts {
	if a.failures == 0 || (now.Sub(a.last) >= l.window && now.Sub(a.blockedUntil) >= l.window) {
		a = attempts{first: now}
	}
	a.failures++
	a.last = now
	if over := a.failures - l.failures; over >= 0 {
		block := time.Duration(math.Min(float64(l.block)*math.Pow(2, float64(over)), float64(l.atMost)))
		a.blockedUntil = now.Add(block)
	}
	return a
}

// blocked reports whether the answer is withheld at now.
func (a attempts) blocked(now time.Time) bool { return now.Before(a.blockedUntil) }

// loginLimits are those of one login name; sourceLimits those of one address.
func loginLimits(s *policy.Snapshot) limits {
	return limits{s.Int(setLoginAttempts, ""), s.Minutes(setLoginWindow, ""), s.Seconds(setBlockFirst, ""), s.Seconds(setBlockLongest, "")}
}

func sourceLimits(s *policy.Snapshot) limits {
	l := loginLimits(s)
	l.failures = s.Int(setSourceAttempts, "")
	return l
}

// attemptKey is a digest: the table must not tell addresses, or passwords typed where the login name belongs.
func attemptKey(kind, value string) string {
	sum := sha256.Sum256([]byte(kind + " " + value))
	return hex.EncodeToString(sum[:])
}

// countAttempt counts a failure before the password is looked at, so that a hundred guesses at once are a hundred
// failures. A sign-in that succeeds gives it back (forgive, uncount). It refuses while the key is blocked.
func countAttempt(tx *storage.Tx, key string, l limits) (attempts, error) {
	if _, err := tx.Exec(`INSERT INTO org_attempt (id, failures, first_at, last_at, blocked_until) VALUES ($1, 0, $2, $2, 0)
		ON CONFLICT (id) DO UPDATE SET id = excluded.id`, key, storage.Millis(tx.Now)); err != nil {
		return attempts{}, err
	}
	var a attempts
	var first, last, until int64
	if _, err := tx.One(`SELECT failures, first_at, last_at, blocked_until FROM org_attempt WHERE id = $1`, []any{key},
		&a.failures, &first, &last, &until); err != nil {
		return attempts{}, err
	}
	a.first, a.last, a.blockedUntil = storage.Time(first), storage.Time(last), storage.Time(until)
	if a.blocked(tx.Now) {
		return a, tooMany(a.blockedUntil.Sub(tx.Now))
	}
	a = a.fail(tx.Now, l)
	_, err := tx.Exec(`UPDATE org_attempt SET failures = $1, first_at = $2, last_at = $3, blocked_until = $4 WHERE id = $5`,
		a.failures, storage.Millis(a.first), storage.Millis(a.last), storage.Millis(a.blockedUntil), key)
	return a, err
}

// forgive forgets a login name's failures after it has signed in.
func forgive(tx *storage.Tx, key string) error {
	_, err := tx.Exec(`DELETE FROM org_attempt WHERE id = $1`, key)
	return err
}

// uncount gives an address its one failure back. The earlier ones stay: one good password does not excuse guesses at
// others.
func uncount(tx *storage.Tx, key string) error {
	_, err := tx.Exec(`UPDATE org_attempt SET failures = failures - 1, blocked_until = 0 WHERE id = $1 AND failures > 0`, key)
	return err
}

// sweepAttempts deletes what no longer counts, so that guesses with invented names do not fill the table.
func sweepAttempts(tx *storage.Tx, window time.Duration) error {
	_, err := tx.Exec(`DELETE FROM org_attempt WHERE last_at < $1 AND blocked_until < $1`, storage.Millis(tx.Now.Add(-window)))
	return err
}

func tooMany(wait time.Duration) *fault.Error {
	if wait < time.Minute {
		return fault.Newf(fault.TooMany, "org.login.blocked", "登录失败次数过多，请%d秒后再试。", int(math.Ceil(wait.Seconds())))
	}
	return fault.Newf(fault.TooMany, "org.login.blocked", "登录失败次数过多，请%d分钟后再试。", int(math.Ceil(wait.Minutes())))
}
