package catalog

import (
	"testing"

	"huying/internal/audit"
	"huying/internal/storage"
)

// verified walks the whole record as huying verify does.
func (w *world) verified() (found []audit.Difference) {
	w.t.Helper()
	tell := func(d audit.Difference) { found = append(found, d) }
	_, err := audit.Chains(w.ctx, w.db, tell, func(stream string, events []audit.Event) error {
		return w.db.View(w.ctx, func(tx *storage.Tx) error { return w.Recompute(tx, stream, events, tell) })
	})
	w.must(err)
	w.must(w.db.View(w.ctx, func(tx *storage.Tx) error { return Unrecorded(tx, tell) }))
	return found
}

// A version that was rewritten, removed or slipped in behind the record shows.
func TestVerifyFindsAlteredVersions(t *testing.T) {
	for name, harm := range map[string]string{
		"rewritten":  `UPDATE catalog_versions SET record = replace(record, '一楼', '二楼')`,
		"removed":    `DELETE FROM catalog_versions`,
		"slipped in": `INSERT INTO catalog_versions (item_id, n, record, digest, change_id, by_person, at) SELECT item_id, 2, record, digest, 'none', by_person, at FROM catalog_versions`,
	} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, func(w *world) {
				w.published(food())
				if found := w.verified(); len(found) != 0 {
					t.Fatalf("a sound catalogue: %+v", found)
				}
				w.must(w.db.Update(w.ctx, func(tx *storage.Tx) error {
					_, err := tx.Exec(harm)
					return err
				}))
				if found := w.verified(); len(found) != 1 {
					t.Errorf("%+v", found)
				}
			})
		})
	}
}
