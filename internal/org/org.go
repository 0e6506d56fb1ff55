// Package org is the organisation as the other packages see it: the tree of regions, the tree of departments, the people
// and their posts, what each may do and where, who stands in for whom, and who is on duty. Permissions are decided here
// (Actor.May for one thing, Actor.Scope for a list) and checked in the verbs of the areas.
package org

import (
	"runtime"

	"huying/internal/audit"
	"huying/internal/clock"
	"huying/internal/fault"
	"huying/internal/policy"
	"huying/internal/storage"
)

// Sealer keeps personal data unreadable in the database: Seal and Open encrypt and decrypt, Index gives the keyed digest
// by which an exact value is found again.
type Sealer interface {
	Seal(plain string) (string, error)
	Open(sealed string) (string, error)
	Index(plain string) string
}

// Service holds the verbs of the organisation. Verbs that take a tx run inside the caller's transaction; those that
// take a ctx hash passwords and open their own, so that nobody waits for the hash with the database in hand.
type Service struct {
	db       *storage.DB
	clock    clock.Clock
	settings *policy.Book
	sealer   Sealer
	cache    *cache
	hashing  chan struct{} // one slot per processor: a hash takes 19 MiB and should not be queued by the hundred
}

// New makes the service. A nil sealer leaves telephone numbers as they are; only tests do that.
func New(db *storage.DB, clk clock.Clock, settings *policy.Book, sealer Sealer) *Service {
	if sealer == nil {
		sealer = open{}
	}
	return &Service{
		db: db, clock: clk, settings: settings, sealer: sealer,
		cache:   newCache(db, clk),
		hashing: make(chan struct{}, runtime.GOMAXPROCS(0)),
	}
}

// open is the sealer of tests: it hides nothing.
type open struct{}

func (open) Seal(plain string) (string, error)  { return plain, nil }
func (open) Open(sealed string) (string, error) { return sealed, nil }
func (open) Index(plain string) string          { return plain }

// Forbidden is the refusal of something the actor may not do.
func Forbidden() *fault.Error {
	return fault.New(fault.Forbidden, "org.forbidden", "您没有权限进行此项操作。")
}

// Require refuses unless the actor may do p there, and tells on whose behalf they do it.
func Require(a Actor, p Permission, deptPath, regionPath string) (onBehalf string, err error) {
	onBehalf, ok := a.Authority(p, deptPath, regionPath)
	if !ok {
		return "", Forbidden()
	}
	return onBehalf, nil
}

// act is one recorded verb: who did it, in whose right, to what, under which rule.
type act struct {
	action, onBehalf, rule string
	data                   any
}

func record(tx *storage.Tx, stream string, by Actor, a act) error {
	return audit.Record(tx, stream, audit.Entry{
		Action: a.action, Actor: by.ID, OnBehalf: a.onBehalf, Authority: a.rule, Data: a.data,
	})
}

// amend records a change of the organisation and makes every copy of it old. All such verbs lock the counter before the
// stream, so two of them never wait for each other.
func (s *Service) amend(tx *storage.Tx, stream string, by Actor, a act) error {
	if err := s.changed(tx); err != nil {
		return err
	}
	return record(tx, stream, by, a)
}

// changed makes every cached copy of the organisation old: on the other nodes by the counter in the database, on this
// one as soon as the transaction has committed.
func (s *Service) changed(tx *storage.Tx) error {
	if _, err := tx.Exec(`UPDATE org_version SET version = version + 1 WHERE id = 1`); err != nil {
		return err
	}
	version, err := readVersion(tx)
	if err != nil {
		return err
	}
	tx.OnCommit(func() { s.cache.raise(version) })
	return nil
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}
