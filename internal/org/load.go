package org

import (
	"context"
	"time"

	"huying/internal/fault"
	"huying/internal/storage"
)

// Actor gives a signed-in person with everything they may do at this moment, usually from memory. It refuses someone
// whose account does not exist or is closed. A right withdrawn on another node is gone here within two seconds.
func (s *Service) Actor(ctx context.Context, personID string) (Actor, error) {
	if err := s.cache.fresh(ctx); err != nil {
		return Actor{}, err
	}
	if a, ok := s.cache.actor(personID); ok {
		return a, nil
	}
	var a Actor
	err := s.db.View(ctx, func(tx *storage.Tx) error {
		version, err := readVersion(tx)
		if err != nil {
			return err
		}
		var until time.Time
		if a, until, err = loadActor(tx, personID); err != nil {
			return err
		}
		s.cache.keepActor(version, a, until)
		return nil
	})
	return a, err
}

// ActorIn is Actor inside the caller's transaction, always from the database.
func ActorIn(tx *storage.Tx, personID string) (Actor, error) {
	a, _, err := loadActor(tx, personID)
	return a, err
}

// loadActor also tells until when the answer holds by itself: until the next beginning or end of a deputy's period.
func loadActor(tx *storage.Tx, personID string) (Actor, time.Time, error) {
	var a Actor
	var mustChange int
	found, err := tx.One(`SELECT p.id, p.name, p.login, p.post, p.credential_version, p.must_change,
		d.id, d.name, d.path, d.region_id, d.region_path
		FROM org_person p JOIN org_department d ON d.id = p.department_id WHERE p.id = $1 AND p.active = 1`,
		[]any{personID}, &a.ID, &a.Name, &a.Login, &a.Post, &a.CredentialVersion, &mustChange,
		&a.Dept, &a.DeptName, &a.DeptPath, &a.Region, &a.RegionPath)
	if err != nil {
		return Actor{}, time.Time{}, err
	}
	if !found {
		return Actor{}, time.Time{}, fault.New(fault.Unauthenticated, "org.account.closed", "账号不存在或者已停用。")
	}
	a.MustChangePassword = mustChange == 1
	if a.Grants, err = grantsOf(tx, personID); err != nil {
		return Actor{}, time.Time{}, err
	}
	for i := range a.Grants {
		a.Grants[i].Home = a.DeptPath
	}
	periods, err := deputies(tx, ` WHERE to_at > $1 ORDER BY id`, storage.Millis(tx.Now))
	if err != nil {
		return Actor{}, time.Time{}, err
	}
	for _, id := range actsFor(periods, personID, tx.Now) {
		if err := a.standIn(tx, id); err != nil {
			return Actor{}, time.Time{}, err
		}
	}
	return a, nextTurn(periods, tx.Now), nil
}

// standIn adds the rights of an absent person, marked as theirs, but none of a role that is kept apart from one the person
// has. Someone whose account is closed has none to pass on.
func (a *Actor) standIn(tx *storage.Tx, absentID string) error {
	absent := Absent{ID: absentID}
	var home string
	found, err := tx.One(`SELECT p.name, p.post, d.path FROM org_person p JOIN org_department d ON d.id = p.department_id WHERE p.id = $1 AND p.active = 1`,
		[]any{absentID}, &absent.Name, &absent.Post, &home)
	if err != nil || !found {
		return err
	}
	grants, err := grantsOf(tx, absentID)
	if err != nil {
		return err
	}
	for _, g := range grants {
		if apartFrom(a.Grants, g.Role) != "" {
			continue
		}
		g.For, g.Home = absentID, home
		a.Grants = append(a.Grants, g)
	}
	a.ActingFor = append(a.ActingFor, absent)
	return nil
}

// actsFor lists the people for whom the person acts at an instant, the nearest first, through at most depth links.
func actsFor(periods []Deputy, personID string, at time.Time) []string {
	var out []string
	seen := map[string]bool{personID: true}
	near := []string{personID}
	for range depth {
		var next []string
		for _, id := range near {
			for _, d := range periods {
				if d.Deputy == id && !seen[d.Absent] && !d.From.After(at) && d.To.After(at) {
					seen[d.Absent] = true
					next = append(next, d.Absent)
				}
			}
		}
		out = append(out, next...)
		near = next
	}
	return out
}

// nextTurn is the next instant at which any period begins or ends; zero when there is none.
func nextTurn(periods []Deputy, now time.Time) time.Time {
	var next time.Time
	for _, d := range periods {
		for _, t := range []time.Time{d.From, d.To} {
			if t.After(now) && (next.IsZero() || t.Before(next)) {
				next = t
			}
		}
	}
	return next
}
