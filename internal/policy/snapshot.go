package policy

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huying/internal/deadline"
)

// Snapshot is every setting as it stood at one moment. It never changes, needs no database and may be shared; a verb
// takes one and reads all its settings from it. Asking for a setting that no area declared, or for the wrong kind, is a
// mistake of the programmer and panics.
type Snapshot struct {
	settings map[string]*setting
}

// setting is a definition with the values in force: those of regions, the deepest first, then the city's.
type setting struct {
	def   Def
	rungs []rung
}

type rung struct {
	path    string
	version int64
	value   value
}

// Defaults is the snapshot of a new installation. It refuses a table that contradicts itself.
func Defaults(tables ...[]Def) (*Snapshot, error) {
	s := &Snapshot{settings: map[string]*setting{}}
	for _, table := range tables {
		for _, d := range table {
			if s.settings[d.Key] != nil {
				return nil, fmt.Errorf("policy: %s is declared twice", d.Key)
			}
			if d.Key == "" || d.Label == "" {
				return nil, fmt.Errorf("policy: a setting without key or label: %+v", d)
			}
			v, err := d.parse(d.Default)
			if err != nil {
				return nil, fmt.Errorf("policy: default of %s: %w", d.Key, err)
			}
			s.settings[d.Key] = &setting{def: d, rungs: []rung{{value: v}}}
		}
	}
	return s, nil
}

// with is the snapshot after these values, of which the newest of each key and region counts. Values of unknown keys
// and values that no longer parse (an older program's) are left out.
func (s *Snapshot) with(rows []Version) *Snapshot {
	type place struct{ key, path string }
	newest := map[place]Version{}
	for _, row := range rows {
		at := place{row.Key, row.RegionPath}
		if row.Number > newest[at].Number {
			newest[at] = row
		}
	}
	next := &Snapshot{settings: make(map[string]*setting, len(s.settings))}
	for key, st := range s.settings {
		next.settings[key] = &setting{def: st.def, rungs: slices.Clone(st.rungs)}
	}
	for at, row := range newest {
		st := next.settings[at.key]
		if st == nil || row.Cleared {
			continue
		}
		if v, err := st.def.parse(row.Value); err == nil {
			st.rungs = append(st.rungs, rung{at.path, row.Number, v})
		}
	}
	for _, st := range next.settings {
		// The default has the path "" and version 0: the city's own value must come before it.
		slices.SortFunc(st.rungs, func(a, b rung) int {
			if len(a.path) != len(b.path) {
				return len(b.path) - len(a.path)
			}
			return int(b.version - a.version)
		})
	}
	return next
}

// in is the value in force for a region: the nearest on the way up.
func (s *Snapshot) in(key, regionPath string) rung {
	st := s.settings[key]
	if st == nil {
		panic(fmt.Sprintf("policy: no area declares %q", key))
	}
	for _, r := range st.rungs {
		if strings.HasPrefix(regionPath, r.path) {
			return r
		}
	}
	return st.rungs[len(st.rungs)-1]
}

func (s *Snapshot) of(key, regionPath string, kinds ...Kind) value {
	r := s.in(key, regionPath)
	if kind := s.settings[key].def.Kind; !slices.Contains(kinds, kind) {
		panic(fmt.Sprintf("policy: %q is of kind %s, not %v", key, kind, kinds))
	}
	return r.value
}

// Int reads an Int or a Percent for a region; "" is the whole city.
func (s *Snapshot) Int(key, regionPath string) int { return s.of(key, regionPath, Int, Percent).number }

// Bool reads a Bool.
func (s *Snapshot) Bool(key, regionPath string) bool { return s.of(key, regionPath, Bool).yes }

// Text reads a Text or an Enum.
func (s *Snapshot) Text(key, regionPath string) string {
	return s.of(key, regionPath, Text, Enum).text
}

// List reads a List: what was chosen, in the order of the options.
func (s *Snapshot) List(key, regionPath string) []string { return s.of(key, regionPath, List).list }

// Term reads a Term; its Rule is the setting's.
func (s *Snapshot) Term(key, regionPath string) deadline.Term {
	return s.of(key, regionPath, Term).term
}

// Minutes reads an Int that counts minutes.
func (s *Snapshot) Minutes(key, regionPath string) time.Duration {
	return time.Duration(s.Int(key, regionPath)) * time.Minute
}

// Seconds reads an Int that counts seconds.
func (s *Snapshot) Seconds(key, regionPath string) time.Duration {
	return time.Duration(s.Int(key, regionPath)) * time.Second
}

// Daytime reads a Daytime as the time since midnight, China time.
func (s *Snapshot) Daytime(key, regionPath string) time.Duration {
	return s.of(key, regionPath, Daytime).daytime
}

// Standing is a setting with the value in force for a region, for the administrator's page.
type Standing struct {
	Def     Def    `json:"def"`
	Value   string `json:"value"`
	From    string `json:"from"`    // the region path whose value it is; "" is the city or the default
	Version int64  `json:"version"` // 0 is the default
}

// Standings lists every setting for a region, ordered by key.
func (s *Snapshot) Standings(regionPath string) []Standing {
	out := make([]Standing, 0, len(s.settings))
	for key, st := range s.settings {
		r := s.in(key, regionPath)
		out = append(out, Standing{Def: st.def, Value: r.value.text, From: r.path, Version: r.version})
	}
	slices.SortFunc(out, func(a, b Standing) int { return strings.Compare(a.Def.Key, b.Def.Key) })
	return out
}

// Version tells which version of a setting is in force for a region, and the region path it comes from; 0 is the
// default. A decision that must be recomputed later records it.
func (s *Snapshot) Version(key, regionPath string) (number int64, from string) {
	r := s.in(key, regionPath)
	return r.version, r.path
}
