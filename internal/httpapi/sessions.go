package httpapi

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/http"
	"sync"
	"time"

	"huying/internal/clock"
	"huying/internal/org"
	"huying/internal/policy"
	"huying/internal/storage"
)

const (
	// trust is how long a node believes its copy of a session; a sign-out on another node is seen that much later.
	trust = 3 * time.Second
	// touch is how often an active session writes down that it is.
	touch = time.Minute
)

// session is one sign-in of one person. key is the digest of the token that the browser holds.
type session struct {
	key        string
	person     string
	credential int64
	seen, ends time.Time
	checked    time.Time // when this copy was read
}

// sessions are kept in the database, so that they outlive a restart and count on every node; a copy in memory spares
// almost every read. They live by the injected clock.
type sessions struct {
	db       *storage.DB
	clock    clock.Clock
	settings *policy.Book

	mu    sync.Mutex
	known map[string]session
	ended int // how many were forgotten; a copy read before one of them was may be of it, and is not kept
}

func newSessions(db *storage.DB, clk clock.Clock, settings *policy.Book) *sessions {
	return &sessions{db: db, clock: clk, settings: settings, known: map[string]session{}}
}

func cookieName(secure bool) string {
	if secure {
		return "__Host-huying"
	}
	return "huying"
}

// cookie carries a token to the browser; the empty token takes it back. It lives as long as the browser runs.
func cookie(token string, secure bool) string {
	c := http.Cookie{Name: cookieName(secure), Value: token, Path: "/", HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode}
	if token == "" {
		c.MaxAge = -1
	}
	return c.String()
}

func keyOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// open begins a session of a person who has proved who they are, and ends the one the browser held before.
func (s *sessions) open(ctx context.Context, a org.Actor, before string) (token string, err error) {
	var secret [32]byte
	rand.Read(secret[:]) // never fails
	token = base64.RawURLEncoding.EncodeToString(secret[:])
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		ends := tx.Now.Add(time.Duration(s.settings.Now().Int(setSessionLongest, "")) * time.Hour)
		if before != "" {
			tx.Queue(`DELETE FROM web_session WHERE token = $1`, keyOf(before))
		}
		tx.Queue(`INSERT INTO web_session (token, person_id, credential, opened_at, seen_at, ends_at) VALUES ($1, $2, $3, $4, $4, $5)`,
			keyOf(token), a.ID, a.CredentialVersion, tx.Now, ends)
		return nil
	})
	s.forget(keyOf(before))
	return token, err
}

// find gives the session of a token if it still runs. active extends its idle time.
func (s *sessions) find(ctx context.Context, token string, active bool) (found session, ok bool, err error) {
	if token == "" {
		return session{}, false, nil
	}
	key, now := keyOf(token), s.clock.Now()
	s.mu.Lock()
	found, ok = s.known[key]
	ended := s.ended
	s.mu.Unlock()
	if !ok || now.Sub(found.checked) >= trust || now.Before(found.checked) {
		if found, ok, err = s.read(ctx, key, now); err != nil || !ok {
			return session{}, false, err
		}
	}
	idle := s.settings.Now().Minutes(setSessionIdle, "")
	if !now.Before(found.ends) || now.Sub(found.seen) >= idle {
		return session{}, false, s.close(ctx, token)
	}
	if active && now.Sub(found.seen) >= touch {
		found.seen = now
		err = s.db.Update(ctx, func(tx *storage.Tx) error {
			tx.Queue(`UPDATE web_session SET seen_at = $1 WHERE token = $2 AND seen_at < $1`, now, key)
			return nil
		})
	}
	s.keep(found, ended)
	return found, err == nil, err
}

func (s *sessions) read(ctx context.Context, key string, now time.Time) (found session, ok bool, err error) {
	found = session{key: key, checked: now}
	err = s.db.View(ctx, func(tx *storage.Tx) error {
		ok, err = tx.One(`SELECT person_id, credential, seen_at, ends_at FROM web_session WHERE token = $1`, []any{key},
			&found.person, &found.credential, &found.seen, &found.ends)
		return err
	})
	if err == nil && !ok {
		s.forget(key)
	}
	return found, ok, err
}

func (s *sessions) keep(found session, ended int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ended == s.ended {
		s.known[found.key] = found
	}
}

func (s *sessions) forget(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.known, key)
	s.ended++
}

// close ends a session. Ending one that has ended changes nothing.
func (s *sessions) close(ctx context.Context, token string) error {
	if token == "" {
		return nil
	}
	err := s.db.Update(ctx, func(tx *storage.Tx) error {
		tx.Queue(`DELETE FROM web_session WHERE token = $1`, keyOf(token))
		return nil
	})
	s.forget(keyOf(token))
	return err
}

// sweep removes sessions that are over, also from memory.
func (s *sessions) sweep(tx *storage.Tx) {
	idle := s.settings.Now().Minutes(setSessionIdle, "")
	tx.Queue(`DELETE FROM web_session WHERE ends_at <= $1 OR seen_at <= $2`, tx.Now, tx.Now.Add(-idle))
	s.mu.Lock()
	defer s.mu.Unlock()
	for key, known := range s.known {
		if tx.Now.Sub(known.checked) >= trust {
			delete(s.known, key)
		}
	}
}
