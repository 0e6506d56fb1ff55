package storage

import (
	"strconv"
	"strings"
	"time"
)

// Placeholders writes n numbered placeholders from the given number on, for an IN list: Placeholders(2, 3) is "$2, $3, $4".
func Placeholders(from, n int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = "$" + strconv.Itoa(from+i)
	}
	return strings.Join(parts, ", ")
}

// rowsOf writes the places of n rows of so many columns, for VALUES: rowsOf(2, 3) is "($1, $2, $3), ($4, $5, $6)".
func rowsOf(n, columns int) string {
	parts := make([]string, n)
	for i := range parts {
		parts[i] = "(" + Placeholders(1+i*columns, columns) + ")"
	}
	return strings.Join(parts, ", ")
}

// Now is the present by the database's clock, as tx.Now would be: UTC, in milliseconds.
func (db *DB) Now() time.Time { return db.clock.Now().UTC().Truncate(time.Millisecond) }
