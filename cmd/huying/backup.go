package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"huying/internal/app"
	"huying/internal/fault"
	"huying/internal/secret"
)

// What a backup holds: the database, as a file of SQLite or as a dump of PostgreSQL, the attachments and the keys. That of
// SQLite is a data folder in itself.
const (
	sqliteFile   = "huying.db"
	postgresFile = "huying.dump"
	filesFolder  = "files"
)

type backupCmd struct {
	To          string `arg:"" name:"文件夹" help:"备份到的文件夹，不能已经存在" type:"path"`
	WithoutKeys bool   `help:"不带密钥；密钥另由他人保管"`
}

// Run makes a backup of everything while the system goes on working. The folder gets its name when it is complete. Whoever
// has it can read everything in it, unless the keys are left out.
func (b backupCmd) Run(ctx context.Context, c *console) error {
	return c.existing(ctx, func(a *app.App) (err error) {
		if _, err := os.Stat(b.To); !errors.Is(err, fs.ErrNotExist) {
			return fault.New(fault.Conflict, "storage.backup.exists", "备份文件夹已存在，请换一个名称。").Because(err)
		}
		part := b.To + ".part"
		if err := errors.Join(os.RemoveAll(part), os.MkdirAll(part, 0o700)); err != nil {
			return notKept(err)
		}
		defer func() {
			if err != nil {
				os.RemoveAll(part)
			}
		}()
		// The database first: every file that it names was there before it.
		if err := b.database(ctx, c, a, part); err != nil {
			return err
		}
		files, err := copyFolder(ctx, filepath.Join(c.config.Dir, filesFolder), filepath.Join(part, filesFolder))
		if err != nil {
			return notKept(err)
		}
		if !b.WithoutKeys {
			if err := copyFile(filepath.Join(c.config.Dir, secret.KeyFile), filepath.Join(part, secret.KeyFile)); err != nil {
				return notKept(err)
			}
		}
		if err := os.Rename(part, b.To); err != nil {
			return notKept(err)
		}
		c.say("已备份到 %s：数据库和%d个附件。用 huying admin restore 恢复。", b.To, files)
		if b.WithoutKeys {
			c.say("密钥不在其中：没有数据目录中的 keys.json，谁也读不出个人信息，请另外保管。")
		} else {
			c.say("密钥也在其中：有了这份备份就能读出全部个人信息，请妥善保管。")
		}
		return c.print(map[string]any{"backup": b.To, "files": files})
	})
}

func (b backupCmd) database(ctx context.Context, c *console, a *app.App, part string) error {
	if c.config.DatabaseURL != "" {
		return postgresTool(ctx, "pg_dump", c.config.DatabaseURL, "--format=custom", "--file="+filepath.Join(part, postgresFile))
	}
	defer c.progressDone()
	return a.DB.Backup(ctx, filepath.Join(part, sqliteFile), func(done, total int64) { c.progress("已复制 %d / %d 页", done, total) })
}

type restoreCmd struct {
	From string `arg:"" name:"文件夹" help:"备份所在的文件夹" type:"path"`
}

// Run puts a backup into an empty data folder, and with PostgreSQL into an empty database.
func (r restoreCmd) Run(ctx context.Context, c *console) error {
	file := sqliteFile
	if c.config.DatabaseURL != "" {
		file = postgresFile
	}
	if _, err := os.Stat(filepath.Join(r.From, file)); err != nil {
		return fault.New(fault.Invalid, "restore.engine", "备份中没有"+file+"：SQLite 的备份恢复到数据目录，PostgreSQL 的备份须用 HUYING_DATABASE_URL 指明一个空的数据库。").Because(err)
	}
	if found, err := os.ReadDir(c.config.Dir); len(found) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fault.New(fault.Conflict, "restore.data", "数据目录不是空的，请用 --data 指明一个空的文件夹。").Because(err)
	}
	if err := os.MkdirAll(c.config.Dir, 0o700); err != nil {
		return notRestored(err)
	}
	if c.config.DatabaseURL != "" {
		err := postgresTool(ctx, "pg_restore", c.config.DatabaseURL, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", filepath.Join(r.From, postgresFile))
		if err != nil {
			return err
		}
	} else if err := copyFile(filepath.Join(r.From, sqliteFile), filepath.Join(c.config.Dir, sqliteFile)); err != nil {
		return notRestored(err)
	}
	files, err := copyFolder(ctx, filepath.Join(r.From, filesFolder), filepath.Join(c.config.Dir, filesFolder))
	keys := filepath.Join(c.config.Dir, secret.KeyFile)
	if err == nil {
		err = copyFile(filepath.Join(r.From, secret.KeyFile), keys)
	}
	if errors.Is(err, fs.ErrNotExist) {
		c.say("备份中没有密钥：请先把另外保管的密钥放到 %s，再做下一步。", keys)
		err = nil
	}
	if err != nil {
		return notRestored(err)
	}
	c.say("已恢复到 %s：数据库和%d个附件。请先用 huying verify 核验，再启动服务。", c.config.Dir, files)
	return c.print(map[string]any{"restored": c.config.Dir, "files": files})
}

// postgresTool runs a tool of PostgreSQL on a database. The password goes to it beside the command line, which others of the
// machine can read.
func postgresTool(ctx context.Context, tool, database string, args ...string) error {
	path, err := exec.LookPath(tool)
	if err != nil {
		return fault.New(fault.Refused, "backup.tool", "没有找到 "+tool+"：请安装 PostgreSQL 的客户端工具，或在装有它的机器上另行备份数据库。").Because(err)
	}
	u, err := url.Parse(database)
	if err != nil {
		return fault.New(fault.Invalid, "backup.address", "PostgreSQL 地址有误。") // without err, which has the password in it
	}
	password, _ := u.User.Password()
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	cmd := exec.CommandContext(ctx, path, append([]string{"--dbname=" + u.String()}, args...)...)
	if cmd.Env = os.Environ(); password != "" {
		cmd.Env = append(cmd.Env, "PGPASSWORD="+password)
	}
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		return fault.New(fault.Refused, "backup.database", tool+" 没有完成："+strings.TrimSpace(said.String())).Because(err)
	}
	return nil
}

// copyFolder copies the files of a folder and tells how many; none where there is no such folder. What is still being taken
// in belongs to nothing yet, and what goes meanwhile was never handed in.
func copyFolder(ctx context.Context, from, to string) (n int, err error) {
	err = filepath.WalkDir(from, func(path string, e fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil || ctx.Err() != nil:
			return errors.Join(err, ctx.Err())
		case e.IsDir() && e.Name() == "incoming":
			return fs.SkipDir
		}
		inside, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if e.IsDir() {
			return os.MkdirAll(filepath.Join(to, inside), 0o700)
		}
		if err = copyFile(path, filepath.Join(to, inside)); err == nil {
			n++
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	return n, err
}

// copyFile copies a file, for its owner only, and returns when it is on the disk.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

func notKept(err error) error {
	return fault.New(fault.Internal, "backup.disk", "备份没有完成，请检查目标目录的空间与权限后重试。").Because(err)
}

func notRestored(err error) error {
	return fault.New(fault.Internal, "restore.disk", "恢复没有完成，请检查数据目录的空间与权限，清空后重试。").Because(err)
}
