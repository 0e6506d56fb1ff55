package storage

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"huying/internal/fault"
)

// IsUnique reports whether err came of a second row with a key that must be unique.
func IsUnique(err error) bool {
	if e := (*pgconn.PgError)(nil); errors.As(err, &e) {
		return e.Code == "23505"
	}
	if e := (*sqlite.Error)(nil); errors.As(err, &e) {
		return e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return false
}

// explain turns the failures that a person can do something about into refusals; the others stay as they are.
func explain(err error) error {
	if err == nil || fault.Code(err) != "" {
		return err
	}
	if isBusy(err) {
		return fault.New(fault.Conflict, "storage.busy", "系统正忙，有人正在处理同一事项，请稍后再试。").Because(err)
	}
	return err
}

// isBusy finds a wait for a lock that took too long, and races that were lost again and again.
func isBusy(err error) bool {
	if e := (*pgconn.PgError)(nil); errors.As(err, &e) {
		return e.Code == "55P03" || isRetryable(err)
	}
	if e := (*sqlite.Error)(nil); errors.As(err, &e) {
		return e.Code()&0xff == sqlite3.SQLITE_BUSY
	}
	return false
}
