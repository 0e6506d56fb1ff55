package org

import (
	"huying/internal/audit"
	"huying/internal/storage"
)

// NamesOf gives the names of several people at once, for lists. The empty id has the empty name.
func NamesOf(tx *storage.Tx, ids []string) (map[string]string, error) {
	names := AskNames(tx, ids)
	return names, tx.Gather()
}

// AskNames is NamesOf, answered with whatever else was asked for.
func AskNames(tx *storage.Tx, ids []string) map[string]string {
	names := map[string]string{"": "", audit.System: "系统"}
	var args []any
	for _, id := range ids {
		if _, known := names[id]; !known {
			names[id] = "未知人员"
			args = append(args, id)
		}
	}
	if len(args) == 0 {
		return names
	}
	tx.Ask(`SELECT id, name FROM org_person WHERE id IN (`+storage.Placeholders(1, len(args))+`)`, args, func(scan func(...any) error) error {
		var id, name string
		err := scan(&id, &name)
		names[id] = name
		return err
	})
	return names
}

// ByLogin gives the id of the person with this login name, also of one whose account is closed; "" when there is none.
func ByLogin(tx *storage.Tx, login string) (id string, err error) {
	_, err = tx.One(`SELECT id FROM org_person WHERE login = $1`, []any{login}, &id)
	return id, err
}
