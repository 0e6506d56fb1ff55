package storage

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"modernc.org/sqlite"

	"huying/internal/fault"
)

// backupStep is how many pages are copied between two looks at the context.
const backupStep = 1024

// backup copies page by page into dest.part and renames it when it is complete and on disk. A reading transaction holds
// one moment of the database all the while; without it every commit would start the copy anew.
func (s *sqliteStore) backup(ctx context.Context, dest string, progress func(done, total int64)) (err error) {
	if _, err := os.Stat(dest); !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Conflict, "storage.backup.exists", "备份文件已存在，请换一个文件名。").Because(err)
	}
	part := dest + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return backupFailed(err)
	}
	defer func() {
		if err != nil {
			os.Remove(part)
		}
	}()
	err = s.reading(ctx, func(c *sqliteConn) error {
		defer c.run("ROLLBACK")
		if err := c.run("BEGIN"); err != nil {
			return err
		}
		if err := c.run("SELECT count(*) FROM sqlite_schema"); err != nil {
			return err
		}
		return c.conn.Raw(func(driver any) error { return copyPages(ctx, driver, part, progress) })
	})
	if err == nil {
		err = settle(part, dest)
	}
	return backupFailed(err)
}

func copyPages(ctx context.Context, driver any, part string, progress func(done, total int64)) error {
	backup, err := driver.(interface {
		NewBackup(uri string) (*sqlite.Backup, error)
	}).NewBackup(part)
	if err != nil {
		return err
	}
	more := true
	for more && err == nil {
		if err = ctx.Err(); err == nil {
			more, err = backup.Step(backupStep)
			total := int64(backup.PageCount())
			progress(total-int64(backup.Remaining()), total)
		}
	}
	return errors.Join(err, backup.Finish())
}

// settle makes sure that the copy is on disk before it gets its name.
func settle(part, dest string) error {
	f, err := os.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(part, dest)
}

func backupFailed(err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Internal, "storage.backup", "备份没有完成，请检查目标目录的空间与权限后重试。").Because(err)
}
