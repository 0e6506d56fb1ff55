package catalog

import (
	"encoding/json"
	"fmt"

	"huying/internal/audit"
	"huying/internal/casework"
	"huying/internal/storage"
)

// Recompute compares the version that a change published with what its events say was published. Streams that are no changes
// of the catalogue are passed over.
func (s *Service) Recompute(tx *storage.Tx, stream string, events []audit.Event, found func(audit.Difference)) error {
	for _, e := range events {
		did, err := publishedBy(e)
		if err != nil || did.Effect.Record == "" {
			continue // an event of another kind
		}
		var text string
		there, err := tx.One(`SELECT record FROM catalog_versions WHERE item_id = $1 AND n = $2 AND change_id = $3`, []any{did.Item, did.Effect.Version, stream}, &text)
		if err != nil {
			return err
		}
		where := fmt.Sprintf("事项 %s 第%d版", did.Item, did.Effect.Version)
		switch {
		case !there:
			found(audit.Difference{Where: where, What: "发布过的版本不在事项库中"})
		case audit.Digest(text) != did.Effect.Record:
			found(audit.Difference{Where: where, What: "版本内容与发布时的记录不符，曾被改动"})
		}
	}
	return nil
}

type publishing struct {
	Item   string   `json:"item"`
	Effect effected `json:"effect"`
}

func publishedBy(e audit.Event) (p publishing, err error) {
	var body casework.Body
	if err = json.Unmarshal(e.Data, &body); err == nil && len(body.Facts) > 0 {
		err = json.Unmarshal(body.Facts, &p)
	}
	return p, err
}

// Unrecorded reports versions that no change published.
func Unrecorded(tx *storage.Tx, found func(audit.Difference)) error {
	return tx.All(`SELECT v.item_id, v.n FROM catalog_versions v WHERE NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = v.change_id AND c.flow = $1) ORDER BY v.item_id, v.n`, []any{FlowName},
		func(scan func(...any) error) error {
			var item string
			var n int64
			err := scan(&item, &n)
			found(audit.Difference{Where: fmt.Sprintf("事项 %s 第%d版", item, n), What: "没有发布此版本的变更记录"})
			return err
		})
}
