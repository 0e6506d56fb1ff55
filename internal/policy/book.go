package policy

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"huying/internal/audit"
	"huying/internal/fault"
	"huying/internal/storage"
)

// Version is one value a setting was given. RegionPath "" is the whole city. A cleared version gives the question back
// to the level above.
type Version struct {
	Key        string    `json:"key"`
	RegionPath string    `json:"regionPath"`
	Number     int64     `json:"version"`
	Value      string    `json:"value"`
	Cleared    bool      `json:"cleared"`
	Reason     string    `json:"reason"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
}

// Author is who changes a setting: org.Actor is one.
type Author interface {
	// PolicyAuthority tells whether the author may change the settings of a region ("" = the whole city), who they
	// are, and on whose behalf they act.
	PolicyAuthority(regionPath string) (by, onBehalf string, ok bool)
}

// RegionCheck reports whether there is a region with this path.
type RegionCheck func(tx *storage.Tx, path string) (bool, error)

// Book is the settings of one installation. Reading never touches the database.
type Book struct {
	db       *storage.DB
	regions  RegionCheck
	defaults *Snapshot
	current  atomic.Pointer[Snapshot]

	mu      sync.Mutex
	history []Version // every value ever set, in the order of Number within a key and region
	counter int64     // the value of policy_version that history stands for
}

// Open makes the book of these tables and reads the values set so far.
func Open(ctx context.Context, db *storage.DB, regions RegionCheck, tables ...[]Def) (*Book, error) {
	defaults, err := Defaults(tables...)
	if err != nil {
		return nil, err
	}
	b := &Book{db: db, regions: regions, defaults: defaults, counter: -1}
	b.current.Store(defaults)
	return b, b.Refresh(ctx)
}

// Now is every setting as it stands. It is one load from memory.
func (b *Book) Now() *Snapshot { return b.current.Load() }

// At is every setting as it stood at t, for recomputing what was decided then.
func (b *Book) At(t time.Time) *Snapshot {
	b.mu.Lock()
	defer b.mu.Unlock()
	var then []Version
	for _, row := range b.history {
		if !row.At.After(t) {
			then = append(then, row)
		}
	}
	return b.defaults.with(then)
}

// Set gives a setting a value for a region ("" = the whole city) from now on. The reason is kept with it.
func (b *Book) Set(tx *storage.Tx, by Author, key, regionPath, text, reason string) (Version, error) {
	return b.write(tx, by, Version{Key: key, RegionPath: regionPath, Value: strings.TrimSpace(text), Reason: reason})
}

// Clear withdraws a region's (or the city's) own value: from now on the level above decides, at last the default.
func (b *Book) Clear(tx *storage.Tx, by Author, key, regionPath, reason string) (Version, error) {
	return b.write(tx, by, Version{Key: key, RegionPath: regionPath, Cleared: true, Reason: reason})
}

func (b *Book) write(tx *storage.Tx, by Author, v Version) (Version, error) {
	st := b.defaults.settings[v.Key]
	if st == nil {
		return Version{}, fault.New(fault.NotFound, "policy.unknown", "没有这项参数。")
	}
	person, onBehalf, ok := by.PolicyAuthority(v.RegionPath)
	if !ok {
		return Version{}, fault.New(fault.Forbidden, "policy.forbidden", "您没有权限修改此参数。")
	}
	if v.Reason = strings.TrimSpace(v.Reason); v.Reason == "" {
		return Version{}, fault.New(fault.Invalid, "policy.reason", "请填写修改原因。").On("reason", "请填写修改原因。")
	}
	if !v.Cleared {
		parsed, err := st.def.parse(v.Value)
		if err != nil {
			return Version{}, err
		}
		v.Value = parsed.text
	}
	if v.RegionPath != "" {
		if known, err := b.regions(tx, v.RegionPath); err != nil {
			return Version{}, err
		} else if !known {
			return Version{}, fault.New(fault.NotFound, "policy.region", "没有这个区域。")
		}
	}
	// The counter's row also makes writers of settings wait for one another, so version numbers have no gaps.
	if _, err := tx.Exec(`UPDATE policy_version SET version = version + 1 WHERE id = 1`); err != nil {
		return Version{}, err
	}
	rows, err := readAll(tx, v.Key)
	if err != nil {
		return Version{}, err
	}
	if err := b.changes(v, rows); err != nil {
		return Version{}, err
	}
	v.Number = last(rows, v.RegionPath).Number + 1
	v.By, v.At = person, tx.Now
	cleared := 0
	if v.Cleared {
		cleared = 1
	}
	if _, err := tx.Exec(`INSERT INTO policy_value (key, region_path, version, value, cleared, reason, by_id, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		v.Key, v.RegionPath, v.Number, v.Value, cleared, v.Reason, v.By, storage.Millis(v.At)); err != nil {
		return Version{}, err
	}
	tx.OnCommit(func() { b.add(v) })
	return v, audit.Record(tx, "policy", audit.Entry{
		Action: "policy.set", Actor: person, OnBehalf: onBehalf, Authority: st.def.Rule,
		Data: map[string]any{"key": v.Key, "region": v.RegionPath, "version": v.Number, "value": v.Value, "cleared": v.Cleared, "reason": v.Reason},
	})
}

// changes refuses what would leave a place with the value that already holds there, given all that was ever set for the key.
func (b *Book) changes(v Version, rows []Version) error {
	if own := last(rows, v.RegionPath); v.Cleared && (own.Number == 0 || own.Cleared) {
		return fault.New(fault.Refused, "policy.same", "这里没有单独设定的值，无需恢复。")
	}
	if !v.Cleared && b.defaults.with(rows).in(v.Key, v.RegionPath).value.text == v.Value {
		return fault.New(fault.Refused, "policy.same", "与现行值相同，无需修改。").On("value", "与现行值相同")
	}
	return nil
}

// last is the newest of these values that was set for the region itself, zero if none was.
func last(rows []Version, regionPath string) (v Version) {
	for _, row := range rows {
		if row.RegionPath == regionPath && row.Number > v.Number {
			v = row
		}
	}
	return v
}

// History lists every value of a setting, the newest first.
func (b *Book) History(key string) []Version {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := []Version{}
	for _, row := range b.history {
		if row.Key == key {
			out = append(out, row)
		}
	}
	slices.SortStableFunc(out, func(x, y Version) int {
		if c := y.At.Compare(x.At); c != 0 {
			return c
		}
		return int(y.Number - x.Number)
	})
	return out
}

// add puts a value that has just been committed here into memory. It leaves the counter alone: another node may have
// written in between, and the next Refresh must see that.
func (b *Book) add(v Version) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, row := range b.history {
		if row.Key == v.Key && row.RegionPath == v.RegionPath && row.Number == v.Number {
			return
		}
	}
	b.history = append(b.history, v)
	b.current.Store(b.defaults.with(b.history))
}

// Refresh reads the values again if any node has changed one since the last time.
func (b *Book) Refresh(ctx context.Context) error {
	return b.db.View(ctx, func(tx *storage.Tx) error {
		var counter int64
		if _, err := tx.One(`SELECT version FROM policy_version WHERE id = 1`, nil, &counter); err != nil {
			return err
		}
		b.mu.Lock()
		same := counter == b.counter
		b.mu.Unlock()
		if same {
			return nil
		}
		rows, err := readAll(tx, "")
		if err != nil {
			return err
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		if counter > b.counter && len(rows) >= len(b.history) {
			b.counter, b.history = counter, rows
			b.current.Store(b.defaults.with(rows))
		}
		return nil
	})
}

// Run refreshes until ctx ends; with several nodes, interval is how late a node learns of another's change.
func (b *Book) Run(ctx context.Context, interval time.Duration) error {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if err := b.Refresh(ctx); err != nil && ctx.Err() == nil {
				slog.ErrorContext(ctx, "policy: refresh", "err", err)
			}
		}
	}
}

// readAll reads every value ever set for a key, or for all keys if it is "".
func readAll(tx *storage.Tx, key string) ([]Version, error) {
	var rows []Version
	err := tx.All(`SELECT key, region_path, version, value, cleared, reason, by_id, at FROM policy_value
		WHERE $1 = '' OR key = $1 ORDER BY at, key, region_path, version`, []any{key},
		func(scan func(...any) error) error {
			var v Version
			var cleared int
			var at int64
			err := scan(&v.Key, &v.RegionPath, &v.Number, &v.Value, &cleared, &v.Reason, &v.By, &at)
			v.Cleared, v.At = cleared == 1, storage.Time(at)
			rows = append(rows, v)
			return err
		})
	return rows, err
}
