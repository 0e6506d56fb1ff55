package storagetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"huying/internal/storage"
)

// PostgresURL gives the address of a migrated, empty PostgreSQL database that is dropped after the test.
func PostgresURL(t testing.TB) string {
	t.Helper()
	return postgresURL(t, fastCluster, templateName)
}

// DurablePostgresURL is PostgresURL on a server that syncs every commit to a real disk. For measuring.
func DurablePostgresURL(t testing.TB) string {
	t.Helper()
	return postgresURL(t, durableCluster, templateName)
}

// EmptyPostgresURL gives the address of a database without any schema, for tests of migrating.
func EmptyPostgresURL(t testing.TB) string {
	t.Helper()
	return postgresURL(t, fastCluster, "template1")
}

func postgresURL(t testing.TB, start func() (*cluster, error), template string) string {
	t.Helper()
	c, err := start()
	if errors.Is(err, errNoPostgres) && os.Getenv("CI") != "true" {
		t.Skip("storagetest: PostgreSQL is not installed on this machine")
	}
	if err != nil {
		t.Fatalf("storagetest: %v", err)
	}
	name := fmt.Sprintf("test_%d", c.made.Add(1))
	if err := c.run("CREATE DATABASE " + name + " TEMPLATE " + template + " STRATEGY FILE_COPY"); err != nil {
		t.Fatalf("storagetest: %v", err)
	}
	t.Cleanup(func() {
		if err := c.run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)"); err != nil {
			t.Errorf("storagetest: %v", err)
		}
	})
	return c.url(name)
}

const templateName = "migrated"

var errNoPostgres = errors.New("no PostgreSQL")

// cluster is a running PostgreSQL. It lives as long as alive is open: at the latest the kernel closes it with the process,
// so neither a panic nor a kill leaves a server or its files behind.
type cluster struct {
	dir   string
	alive *os.File
	made  atomic.Int64
}

var (
	fastCluster    = sync.OnceValues(func() (*cluster, error) { return startCluster(fastRoot(), "off") })
	durableCluster = sync.OnceValues(func() (*cluster, error) { return startCluster(os.TempDir(), "on") })
)

// fastRoot is the folder in memory, where copying a database takes a tenth of the time, when there is one with room.
func fastRoot() string {
	const shm, room = "/dev/shm", 2 << 30
	var free syscall.Statfs_t
	if err := syscall.Statfs(shm, &free); err != nil || int64(free.Bavail)*free.Bsize < room {
		return os.TempDir()
	}
	return shm
}

func startCluster(root, fsync string) (*cluster, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	who, err := owner()
	if err != nil {
		return nil, err
	}
	seed, err := seedCluster(bin, who)
	if err != nil {
		return nil, err
	}
	c, err := launch(bin, seed, root, fsync, who)
	if err != nil {
		return nil, err
	}
	if err := c.await(); err != nil {
		return nil, err
	}
	if err := c.run("CREATE DATABASE " + templateName); err != nil {
		return nil, err
	}
	return c, migrate(storage.Options{URL: c.url(templateName)})
}

// binaries finds the newest version that Debian's packages have installed.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil || len(found) == 0 {
		return "", errNoPostgres
	}
	slices.SortFunc(found, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(found[len(found)-1]), nil
}

func version(binary string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(binary))))
	return n
}

// owner is the account that the server runs as: PostgreSQL refuses to be root. nil means the present one.
func owner() (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			uid, _ := strconv.ParseUint(u.Uid, 10, 32)
			gid, _ := strconv.ParseUint(u.Gid, 10, 32)
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("no unprivileged account to run PostgreSQL as")
}

// seedCluster runs initdb once per machine and version; every cluster starts as a copy of its result. Whoever finishes
// first gives it its name.
func seedCluster(bin string, who *syscall.Credential) (string, error) {
	uid := os.Getuid()
	if who != nil {
		uid = int(who.Uid)
	}
	seed := filepath.Join(os.TempDir(), fmt.Sprintf("huying-initdb-%d-%d", version(filepath.Join(bin, "postgres")), uid))
	if _, err := os.Stat(seed); err == nil {
		return seed, nil
	}
	dir, err := folder(os.TempDir(), "huying-initdb-", who)
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	data := filepath.Join(dir, "data")
	out, err := as(who, exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "huying", "-A", "trust",
		"-E", "UTF8", "--locale=C.UTF-8", "--wal-segsize=1", "--no-sync", "--no-instructions")).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("initdb: %w: %s", err, out)
	}
	if err := os.Rename(data, seed); err != nil && !errors.Is(err, os.ErrExist) {
		return "", err
	}
	return seed, nil
}

// guard starts the server, waits until its standard input ends, stops the server at once and removes its files.
const guard = `cp -a "$2" "$3/data"
"$1/postgres" -D "$3/data" -k "$3" -c listen_addresses= -c "fsync=$4" -c "full_page_writes=$4" \
  -c shared_buffers=64MB -c max_connections=200 -c autovacuum=off \
  -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=256MB </dev/null >"$3/log" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT $server 2>/dev/null
wait $server
rm -rf "$3"`

func launch(bin, seed, root, fsync string, who *syscall.Credential) (*cluster, error) {
	dir, err := folder(root, "huying-pg-", who)
	if err != nil {
		return nil, err
	}
	stdin, alive, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer stdin.Close()
	cmd := as(who, exec.Command("/bin/sh", "-c", guard, "guard", bin, seed, dir, fsync))
	cmd.Stdin = stdin
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	go cmd.Wait()
	return &cluster{dir: dir, alive: alive}, nil
}

func (c *cluster) await() error {
	var err error
	for range 600 {
		if err = c.run("SELECT 1"); err == nil {
			return nil
		}
		time.Sleep(25 * time.Millisecond)
	}
	log, _ := os.ReadFile(filepath.Join(c.dir, "log"))
	return fmt.Errorf("PostgreSQL does not start: %w\n%s", err, log)
}

func (c *cluster) url(database string) string {
	return "postgres://huying@/" + database + "?host=" + c.dir
}

// run executes one statement outside the databases of the tests.
func (c *cluster) run(statement string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, c.url("postgres"))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

// folder makes a folder for the server under a short name: the path of a unix socket has room for 107 bytes.
func folder(root, prefix string, who *syscall.Credential) (string, error) {
	dir, err := os.MkdirTemp(root, prefix)
	if err == nil && who != nil {
		err = os.Chown(dir, int(who.Uid), int(who.Gid))
	}
	return dir, err
}

// as lets cmd run under that account, in a process group of its own so that an interrupt from the keyboard reaches the
// tests only.
func as(who *syscall.Credential, cmd *exec.Cmd) *exec.Cmd {
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Credential: who}
	if cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8"); who != nil {
		cmd.Env = slices.DeleteFunc(cmd.Env, func(e string) bool { return strings.HasPrefix(e, "HOME=") })
	}
	return cmd
}
