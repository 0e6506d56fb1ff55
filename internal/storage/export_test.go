package storage

import (
	"context"
	"io/fs"
)

// MigrateFiles lets tests migrate with files of their own.
func (db *DB) MigrateFiles(ctx context.Context, files fs.FS) error { return db.migrate(ctx, files) }
