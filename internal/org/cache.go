package org

import (
	"context"
	"sync"
	"time"

	"huying/internal/calendar"
	"huying/internal/clock"
	"huying/internal/storage"
)

// trust is how long a node believes its copy without asking whether another node has changed the organisation. It is
// the longest time for which a withdrawn right can still be used on another node.
const trust = 2 * time.Second

// cache keeps the two trees and the actors of signed-in people in memory: they are needed on every request. Every copy
// carries the version of the organisation it was read under; a copy of an older version is not used.
type cache struct {
	db    *storage.DB
	clock clock.Clock

	mu        sync.Mutex
	version   int64
	checked   time.Time
	directory *Directory
	actors    map[string]cachedActor

	today    calendar.Date // the day that attended is about
	attended map[string]bool
}

// cachedActor also ends by itself: when a deputy's period begins or ends, nobody changes a row.
type cachedActor struct {
	actor Actor
	until time.Time // zero: no end
}

func newCache(db *storage.DB, clk clock.Clock) *cache {
	return &cache{db: db, clock: clk, actors: map[string]cachedActor{}}
}

// raise moves to a newer version and drops the copies of the old one. Versions only grow.
func (c *cache) raise(version int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if version > c.version {
		c.version = version
		c.directory = nil
		clear(c.actors)
	}
}

// fresh makes sure that the version was compared with the database a short while ago. When that is due, one request
// does it and the others go on with what is known.
func (c *cache) fresh(ctx context.Context) error {
	now := c.clock.Now()
	c.mu.Lock()
	before := c.checked
	known := c.version > 0 && now.Sub(before) < trust
	if !known {
		c.checked = now
	}
	c.mu.Unlock()
	if known {
		return nil
	}
	var version int64
	err := c.db.View(ctx, func(tx *storage.Tx) (err error) {
		version, err = readVersion(tx)
		return err
	})
	if err != nil {
		c.mu.Lock()
		c.checked = before
		c.mu.Unlock()
		return err
	}
	c.raise(version)
	return nil
}

func (c *cache) actor(id string) (Actor, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, ok := c.actors[id]
	if !ok || (!found.until.IsZero() && !c.clock.Now().Before(found.until)) {
		return Actor{}, false
	}
	return found.actor, true
}

// keepActor stores a copy that was read under version, unless the organisation has moved on since.
func (c *cache) keepActor(version int64, actor Actor, until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if version == c.version {
		c.actors[actor.ID] = cachedActor{actor, until}
	}
}

func (c *cache) tree() *Directory {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.directory
}

func (c *cache) keepTree(version int64, d *Directory) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if version == c.version {
		c.directory = d
	}
}

// readVersion must be read before the rows it stands for: then a copy can be newer than its label, never older.
func readVersion(tx *storage.Tx) (int64, error) {
	var version int64
	_, err := tx.One(`SELECT version FROM org_version WHERE id = 1`, nil, &version)
	return version, err
}
