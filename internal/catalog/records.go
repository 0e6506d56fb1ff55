package catalog

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"huying/internal/storage"
)

// records keeps what was read, by the digest of its text: a text never changes its meaning, so what is here is true. A
// version never changes either: at tells its digest.
type records struct {
	mu   sync.RWMutex
	kept map[string]*Record
	at   map[versionKey]string
}

type versionKey struct {
	item string
	n    int64
}

// keptRecords bounds the memory that records take; what people apply for day by day fits. Who reads a pageful at once
// goes through the whole catalogue, and keeps none.
const keptRecords, pageful = 2_000, 200

func (r *records) get(digest string) *Record {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.kept[digest]
}

func (r *records) version(key versionKey) *Record {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.kept[r.at[key]]
}

func (r *records) keep(digest string, record *Record) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept == nil || len(r.kept) >= keptRecords {
		r.kept, r.at = map[string]*Record{}, map[versionKey]string{}
	}
	r.kept[digest] = record
}

// remember keeps a record with the version that it is.
func (r *records) remember(key versionKey, digest string, record *Record) {
	r.keep(digest, record)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at[key] = digest
}

func parseRecord(digest, text string) (*Record, error) {
	record := new(Record)
	if err := json.Unmarshal([]byte(text), record); err != nil {
		return nil, fmt.Errorf("catalog: version %s: %w", digest, err)
	}
	return record, nil
}

// RecordOf gives what a version of an item says, whatever has become of the item since.
func (s *Service) RecordOf(tx *storage.Tx, item string, n int64) (Record, error) {
	key := versionKey{item, n}
	if r := s.records.version(key); r != nil {
		return *r, nil
	}
	var digest, text string
	found, err := tx.One(`SELECT digest, record FROM catalog_versions WHERE item_id = $1 AND n = $2`, []any{item, n}, &digest, &text)
	if err != nil {
		return Record{}, err
	}
	if !found {
		return Record{}, noSuchVersion()
	}
	r, err := parseRecord(digest, text)
	if err != nil {
		return Record{}, err
	}
	s.records.remember(key, digest, r)
	return *r, nil
}

// withRecords fills in the records of the present versions. Items that never were published keep what their columns say.
func (s *Service) withRecords(tx *storage.Tx, items []Item) error {
	var missing []any
	for _, i := range items {
		if i.Version > 0 && s.records.get(i.digest) == nil {
			missing = append(missing, i.ID)
		}
	}
	read := map[string]*Record{} // what is kept may be dropped again before it is used
	for part := range slices.Chunk(missing, 500) {
		err := tx.All(`SELECT v.digest, v.record FROM catalog_versions v JOIN catalog_items i ON i.id = v.item_id AND i.version = v.n WHERE i.id IN (`+storage.Placeholders(1, len(part))+`)`, part,
			func(scan func(...any) error) error {
				var digest, text string
				if err := scan(&digest, &text); err != nil {
					return err
				}
				r, err := parseRecord(digest, text)
				read[digest] = r
				if err == nil && len(missing) < pageful {
					s.records.keep(digest, r)
				}
				return err
			})
		if err != nil {
			return err
		}
	}
	for n := range items {
		i := &items[n]
		if i.Version == 0 {
			continue
		}
		if r := cmp.Or(read[i.digest], s.records.get(i.digest)); r != nil {
			i.Record = *r
			continue
		}
		var err error // dropped meanwhile
		if i.Record, err = s.RecordOf(tx, i.ID, i.Version); err != nil {
			return err
		}
	}
	return nil
}
