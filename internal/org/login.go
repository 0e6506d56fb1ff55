package org

import (
	"context"

	"huying/internal/fault"
	"huying/internal/storage"
)

// Anonymous is the actor of a record made before anybody has proved who they are.
const Anonymous = "anonymous"

// account is what signing in needs of a person. It is empty when there is none, or no password.
type account struct {
	id, login, password string
}

func (a account) stream() string {
	if a.id == "" {
		return "login"
	}
	return personStream(a.id)
}

func wrongPassword() *fault.Error {
	return fault.New(fault.Unauthenticated, "org.login.wrong", "登录名或者密码不正确。")
}

// Login proves who somebody is and gives what they may do. from is the address they come from. The refusal is the same,
// and takes as long, whether the login name, the password or the state of the account is the reason. Failures are
// counted by login name and by address and slow further attempts down. Both outcomes are recorded, without the address.
func (s *Service) Login(ctx context.Context, login, password, from string) (Actor, error) {
	who, err := s.prove(ctx, login, password, from)
	if err != nil {
		return Actor{}, err
	}
	var a Actor
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		if err := settle(tx, who, from); err != nil {
			return err
		}
		if a, err = ActorIn(tx, who.id); err != nil {
			return wrongPassword().Because(err)
		}
		if _, err := present(tx, a.ID); err != nil {
			return err
		}
		return record(tx, who.stream(), a, act{action: "login"})
	})
	if err != nil {
		return Actor{}, err
	}
	return a, nil
}

// ChangePassword gives the person another password, after proving the present one. Every session of theirs ends.
func (s *Service) ChangePassword(ctx context.Context, by Actor, old, password string) error {
	if err := checkPassword(s.settings.Now(), by.Login, password); err != nil {
		return err
	}
	if old == password {
		return invalid("org.password.same", "password", "新密码不能与原密码相同。")
	}
	who, err := s.prove(ctx, by.Login, old, "")
	if fault.Code(err) == "org.login.wrong" {
		return invalid("org.password.old", "old", "原密码不正确。")
	}
	if err != nil {
		return err
	}
	phc, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		if err := settle(tx, who, ""); err != nil {
			return err
		}
		return s.storePassword(tx, by, who.id, phc, act{action: "password.change"})
	})
}

// ResetPassword gives a person a temporary password and tells it, once. At the next sign-in they must choose their own.
func (s *Service) ResetPassword(ctx context.Context, by Actor, id string) (temporary string, err error) {
	if !by.MayAnywhere(AdminPeople) {
		return "", Forbidden()
	}
	if temporary, err = temporaryPassword(); err != nil {
		return "", err
	}
	phc, err := s.hash(ctx, temporary)
	if err != nil {
		return "", err
	}
	return temporary, s.replacePassword(ctx, by, id, temporary, phc, "password.reset")
}

// SetPassword gives people the password that the operator of the machine chose: for the first administrator and for the
// synthetic city. Only the system itself may.
func (s *Service) SetPassword(ctx context.Context, by Actor, password string, ids ...string) error {
	if !by.unlimited {
		return Forbidden()
	}
	phc, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := s.replacePassword(ctx, by, id, password, phc, "password.set"); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) replacePassword(ctx context.Context, by Actor, id, password, phc, action string) error {
	return s.db.Update(ctx, func(tx *storage.Tx) error {
		p, onBehalf, err := administer(tx, by, id)
		if err != nil {
			return err
		}
		if !p.Active {
			return fault.New(fault.Refused, "org.person.inactive", "该账号已停用，请先恢复账号。")
		}
		if err := withinReach(tx, by, id); err != nil {
			return err
		}
		if action == "password.set" {
			if err := checkPassword(s.settings.Now(), p.Login, password); err != nil {
				return err
			}
		}
		if err := forgive(tx, attemptKey("login", p.Login)); err != nil {
			return err
		}
		return s.storePassword(tx, by, id, phc, act{action: action, onBehalf: onBehalf})
	})
}

// storePassword keeps the hash and ends the person's sessions. A password somebody else has seen must be changed.
func (s *Service) storePassword(tx *storage.Tx, by Actor, id, phc string, what act) error {
	_, err := tx.Exec(`UPDATE org_person SET password = $1, must_change = $2, credential_version = credential_version + 1
		WHERE id = $3`, phc, flag(what.action == "password.reset"), id)
	if err != nil {
		return err
	}
	return s.amend(tx, personStream(id), by, what)
}

// prove counts the attempt, verifies the password outside any transaction, and records a failure. After it succeeds the
// caller settles the attempt in the transaction that uses the proof.
func (s *Service) prove(ctx context.Context, login, password, from string) (account, error) {
	login = foldLogin(login)
	if len(password) > longest {
		password = "" // no account has it
	}
	settings := s.settings.Now()
	var who account
	err := s.db.Update(ctx, func(tx *storage.Tx) error {
		who = account{login: login}
		if from != "" {
			if _, err := countAttempt(tx, attemptKey("from", from), sourceLimits(settings)); err != nil {
				return err
			}
		}
		if _, err := countAttempt(tx, attemptKey("login", login), loginLimits(settings)); err != nil {
			return err
		}
		_, err := tx.One(`SELECT id, password FROM org_person WHERE login = $1 AND active = 1`, []any{login}, &who.id, &who.password)
		return err
	})
	if err != nil {
		return account{}, err
	}
	ok, err := s.verify(ctx, who.password, password)
	if err != nil {
		return account{}, err
	}
	if ok {
		return who, nil
	}
	err = s.db.Update(ctx, func(tx *storage.Tx) error {
		if err := sweepAttempts(tx, settings.Minutes(setLoginWindow, "")); err != nil {
			return err
		}
		return record(tx, who.stream(), Actor{ID: Anonymous}, act{action: "login.refuse"})
	})
	if err != nil {
		return account{}, err
	}
	return account{}, wrongPassword()
}

// settle takes the counted attempt back and makes sure that the password that was proved is still the password.
func settle(tx *storage.Tx, who account, from string) error {
	same, err := exists(tx, `SELECT 1 FROM org_person WHERE id = $1 AND password = $2 AND active = 1`, who.id, who.password)
	if err != nil {
		return err
	}
	if !same {
		return wrongPassword()
	}
	if err := forgive(tx, attemptKey("login", who.login)); err != nil {
		return err
	}
	if from == "" {
		return nil
	}
	return uncount(tx, attemptKey("from", from))
}
