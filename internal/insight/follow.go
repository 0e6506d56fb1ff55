package insight

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"huying/internal/audit"
	"huying/internal/fault"
	"huying/internal/storage"
)

// projectionVersion changes with the way events are read. A projection of another version is rebuilt before it goes on.
const projectionVersion = 3

// state is where the projection stands.
type state struct {
	version, pos, building, at int64
}

func (st state) fresh() bool { return st.version == projectionVersion && st.building == 0 }

func readState(tx *storage.Tx, lock string) (st state, err error) {
	_, err = tx.One(`SELECT version, pos, building, at FROM insight_offset WHERE name = 'hotline'`+lock, nil, &st.version, &st.pos, &st.building, &st.at)
	return st, err
}

// lockState makes this transaction the one follower; another waits for its end and then finds the offset moved.
func lockState(tx *storage.Tx) (state, error) { return readState(tx, tx.Fork("", " FOR UPDATE")) }

func writeState(tx *storage.Tx, st state) {
	tx.Queue(`UPDATE insight_offset SET version = $1, pos = $2, building = $3, at = $4 WHERE name = 'hotline'`, st.version, st.pos, st.building, st.at)
}

// Run follows the log until ctx ends. Failures are logged and waited out.
func (s *Service) Run(ctx context.Context) error {
	tick := time.NewTicker(s.options.Poll)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := s.CatchUp(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, errBuilding) {
			s.options.Log.Error("insight: the projection stands still", "error", err)
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
	}
	return ctx.Err()
}

// CatchUp counts everything that is recorded by now, and returns. A projection that was made by another version of the
// program, or whose rebuild was cut short, is rebuilt first.
func (s *Service) CatchUp(ctx context.Context) error {
	var st state
	err := s.db.View(ctx, func(tx *storage.Tx) (err error) {
		st, err = readState(tx, "")
		return err
	})
	if err != nil {
		return err
	}
	if !st.fresh() {
		if err := s.Rebuild(ctx, nil); err != nil {
			return err
		}
	}
	horizon, err := s.db.Horizon(ctx, "audit_event", "pos")
	for err == nil {
		var more bool
		if more, err = s.step(ctx, horizon); !more {
			break
		}
	}
	return err
}

// step counts one batch: it is read and worked out beside the writers, and written together with the offset.
func (s *Service) step(ctx context.Context, horizon int64) (more bool, err error) {
	var from state
	var c *change
	upTo := int64(0)
	err = s.db.View(ctx, func(tx *storage.Tx) (err error) {
		if from, err = readState(tx, ""); err != nil || !from.fresh() {
			return err
		}
		events, err := audit.Feed(tx, from.pos, horizon, s.options.Batch)
		if err != nil || len(events) == 0 {
			return err
		}
		upTo = events[len(events)-1].Pos
		c, err = s.prepareFeed(tx, events)
		return err
	})
	if err != nil || c == nil {
		return false, err
	}
	return true, s.db.Update(ctx, func(tx *storage.Tx) error {
		now, err := lockState(tx)
		if err != nil || now != from {
			return err // another follower was first
		}
		c.write(tx)
		writeState(tx, state{version: projectionVersion, pos: upTo, at: storage.Millis(tx.Now)})
		return nil
	})
}

func (s *Service) prepareFeed(tx *storage.Tx, events []audit.Event) (*change, error) {
	var names []string
	var people []audit.Event
	seen := map[string]bool{}
	for _, e := range events {
		switch {
		case ofPeople(e.Stream):
			people = append(people, e)
		case !seen[e.Stream] && ofCase(e):
			seen[e.Stream] = true
			names = append(names, e.Stream)
		}
	}
	all, err := audit.EventsOf(tx, names, events[len(events)-1].Pos)
	if err != nil {
		return nil, err
	}
	return s.prepare(tx, split(all), people)
}

// ofCase tells whether an event leads a case to a state; other streams may be long and are not read.
func ofCase(e audit.Event) bool {
	var b struct {
		To string `json:"to"`
	}
	return json.Unmarshal(e.Data, &b) == nil && b.To != ""
}

// split cuts events of several streams, one after another, into the streams.
func split(events []audit.Event) [][]audit.Event {
	var out [][]audit.Event
	for start, i := 0, 1; i <= len(events); i++ {
		if i == len(events) || events[i].Stream != events[start].Stream {
			out = append(out, events[start:i])
			start = i
		}
	}
	return out
}

// Standing tells how far the figures are: the time of the last batch, and whether they are being rebuilt.
type Standing struct {
	At       time.Time `json:"at,omitzero"`
	Building bool      `json:"building"`
}

func (st state) standing() Standing { return Standing{At: storage.Time(st.at), Building: !st.fresh()} }

// errBuilding says that another process rebuilds the projection.
var errBuilding = fault.New(fault.Conflict, "insight.building", "统计数据正在重建，请稍后再试。")

// lease is how long a rebuild may be silent before another process takes it for dead.
const lease = time.Minute

// Rebuild makes the projection from nothing: the same events give the same figures. progress, if given, hears how many of
// how many events are read. While it runs figures are incomplete and marked so. It refuses while another process
// rebuilds; one that was cut short begins anew.
func (s *Service) Rebuild(ctx context.Context, progress func(done, total int64)) error {
	horizon, err := s.db.Horizon(ctx, "audit_event", "pos")
	if err != nil {
		return err
	}
	b := builder{s: s, ctx: ctx, total: horizon, progress: progress}
	if err := s.db.Update(ctx, b.begin); err != nil {
		return err
	}
	_, err = audit.Chains(ctx, s.db, func(audit.Difference) {}, b.stream)
	if err == nil {
		err = b.flush()
	}
	if err == nil {
		err = b.mine(func(tx *storage.Tx) {
			writeState(tx, state{version: projectionVersion, pos: horizon, at: storage.Millis(tx.Now)})
		})
	}
	return err
}

// builder gathers whole streams and writes them a batch at a time.
type builder struct {
	s           *Service
	ctx         context.Context
	state       state
	total, done int64
	progress    func(done, total int64)
	streams     [][]audit.Event
	people      []audit.Event
	waiting     int
}

func (b *builder) begin(tx *storage.Tx) error {
	st, err := lockState(tx)
	if err != nil {
		return err
	}
	if st.building != 0 && tx.Now.Sub(storage.Time(st.at)) < lease {
		return errBuilding
	}
	for _, sql := range []string{`DELETE FROM insight_order`, `DELETE FROM insight_day`, `DELETE FROM insight_mark`, `DELETE FROM insight_unsigned`,
		`DELETE FROM insight_unit`, `DELETE FROM insight_person`, `DELETE FROM insight_presence`,
		`DELETE FROM insight_application`, `DELETE FROM insight_visit`, `DELETE FROM insight_application_sum`} {
		tx.Queue(sql)
	}
	// Positions begin at 1, so a rebuild of an empty log is marked as one too.
	b.state = state{version: projectionVersion, building: b.total + 1, at: storage.Millis(tx.Now)}
	writeState(tx, b.state)
	return nil
}

// stream takes one whole stream, as far as it lies below the horizon.
func (b *builder) stream(name string, events []audit.Event) error {
	var kept []audit.Event
	for _, e := range events {
		if e.Pos <= b.total {
			kept = append(kept, e)
		}
	}
	switch {
	case len(kept) == 0:
	case ofPeople(name):
		b.people = append(b.people, kept...)
	default:
		b.streams = append(b.streams, kept)
	}
	if b.waiting += len(kept); b.waiting < 4*b.s.options.Batch {
		return nil
	}
	return b.flush()
}

func (b *builder) flush() error {
	var c *change
	err := b.s.db.View(b.ctx, func(tx *storage.Tx) (err error) {
		c, err = b.s.prepare(tx, b.streams, b.people)
		return err
	})
	if err != nil {
		return err
	}
	if b.done += int64(b.waiting); b.progress != nil {
		b.progress(b.done, b.total)
	}
	b.streams, b.people, b.waiting = nil, nil, 0
	return b.mine(func(tx *storage.Tx) {
		c.write(tx)
		st := b.state
		st.at = storage.Millis(tx.Now)
		writeState(tx, st)
		tx.OnCommit(func() { b.state = st })
	})
}

// mine runs a write if the rebuild is still this one.
func (b *builder) mine(write func(tx *storage.Tx)) error {
	return b.s.db.Update(b.ctx, func(tx *storage.Tx) error {
		st, err := lockState(tx)
		if err != nil {
			return err
		}
		if st != b.state {
			return errBuilding
		}
		write(tx)
		return nil
	})
}
