package storage

import (
	"context"
	"io/fs"
	"slices"
)

// MigrateFiles lets tests migrate with files of their own.
func (db *DB) MigrateFiles(ctx context.Context, files fs.FS) error { return db.migrate(ctx, files) }

// Together tells how many statements so many insertions of two arguments make in bulk.
func Together(insert string, n int) int {
	return len(together(slices.Repeat([]statement{{query: insert, args: []any{1, 2}}}, n)))
}
