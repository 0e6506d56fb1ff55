package catalog

import "huying/internal/storage"

// NamesOf gives the names of several items at once, by their ids, whatever has become of them.
func NamesOf(tx *storage.Tx, ids []string) (map[string]string, error) {
	names := make(map[string]string, len(ids))
	if len(ids) == 0 {
		return names, nil
	}
	args := make([]any, len(ids))
	for i, id := range ids {
		args[i] = id
	}
	err := tx.All(`SELECT id, name FROM catalog_items WHERE id IN (`+storage.Placeholders(1, len(args))+`)`, args, func(scan func(...any) error) error {
		var id, name string
		err := scan(&id, &name)
		names[id] = name
		return err
	})
	return names, err
}
