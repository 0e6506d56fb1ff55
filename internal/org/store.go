package org

import (
	"regexp"

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

func nullable(s string) any {
	if s == "" {
		return nil
	}
	return s
}

var phoneNumber = regexp.MustCompile(`^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?)$`)

// validPhone accepts mobile numbers and landlines with their area code (DUTY-05).
func validPhone(s string) bool { return phoneNumber.MatchString(s) }
