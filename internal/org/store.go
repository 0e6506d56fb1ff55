package org

import (
	"maps"
	"regexp"
	"slices"

	"huying/internal/fault"
	"huying/internal/storage"
)

// exists reports whether the query, which selects one column that is a number, finds a row.
func exists(tx *storage.Tx, sql string, args ...any) (bool, error) {
	var one int
	return tx.One(sql, args, &one)
}

func invalid(code, field, sentence string) *fault.Error {
	return fault.New(fault.Invalid, code, sentence).On(field, sentence)
}

// orTaken passes a technical error on, or refuses because the thing is already there.
func orTaken(err error, code, sentence string) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, code, sentence)
}

// atOnce is how many owners one statement names at most.
const atOnce = 500

// fill reads the lists of many owners in few statements: sql gives the pairs of owner and member for the marks of some.
func fill(tx *storage.Tx, lists map[string]*[]string, sql func(marks string) string) error {
	for owners := range slices.Chunk(slices.Sorted(maps.Keys(lists)), atOnce) {
		args := make([]any, len(owners))
		for i, owner := range owners {
			args[i] = owner
		}
		err := tx.All(sql(storage.Placeholders(1, len(args))), args, func(scan func(...any) error) error {
			var owner, member string
			if err := scan(&owner, &member); err != nil {
				return err
			}
			*lists[owner] = append(*lists[owner], member)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func nullable(s string) any {
	if s == "" {
		return nil
	}
	return s
}

var phoneNumber = regexp.MustCompile(`^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?)$`)

// validPhone accepts mobile numbers and landlines with their area code (DUTY-05).
func validPhone(s string) bool { return phoneNumber.MatchString(s) }
