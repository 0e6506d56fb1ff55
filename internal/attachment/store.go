package attachment

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"huying/internal/fault"
)

// Upload is a file that somebody sends.
type Upload struct {
	Name    string
	Content io.Reader
	Limit   int64  // bytes that are accepted
	Kinds   []Kind // what the form asks for; empty means any kind
}

// Blob is content that the store has taken.
type Blob struct {
	Hash string // SM3, hex
	Name string // the upload's name, made safe
	Type string // media type
	Size int64  // bytes
}

// Store keeps contents by their hash.
type Store interface {
	// Put takes the content in whole or refuses it in whole: fault.Unsupported when its name or content is of no accepted
	// format or the two disagree, fault.TooLarge above the limit, fault.Invalid when it is empty. When it returns, the
	// content is safe on the disk. The same content is kept once.
	Put(ctx context.Context, u Upload) (Blob, error)
	// Open gives the content back; fault.NotFound when there is none of this hash. The caller closes it.
	Open(ctx context.Context, hash string) (io.ReadSeekCloser, error)
	// Remove drops a content that nothing holds, and reports whether it is gone: one that was put since before stays, since
	// somebody is about to use it. That nothing holds it is for the caller to know.
	Remove(ctx context.Context, hash string, before time.Time) (bool, error)
}

// Disk is a Store in a folder: the content with the hash abcdef… is the file ab/cdef….
type Disk struct{ dir string }

// NewDisk keeps the contents in the folder files of the data folder.
func NewDisk(dataDir string) Disk { return Disk{filepath.Join(dataDir, "files")} }

// Put implements Store. The content is written beside its place and moved there once it is on the disk in whole.
func (d Disk) Put(ctx context.Context, u Upload) (Blob, error) {
	name := safeName(u.Name)
	form, err := formatOf(name, u.Kinds)
	if err != nil {
		return Blob{}, err
	}
	incoming := filepath.Join(d.dir, "incoming")
	if err := os.MkdirAll(incoming, 0o700); err != nil {
		return Blob{}, fmt.Errorf("attachment: %w", err)
	}
	temp, err := os.CreateTemp(incoming, "")
	if err != nil {
		return Blob{}, fmt.Errorf("attachment: %w", err)
	}
	defer os.Remove(temp.Name()) // finds nothing when the file has been moved
	blob, err := receive(ctx, temp, u, form)
	if err = errors.Join(err, temp.Close()); err != nil {
		return Blob{}, err
	}
	blob.Name = name
	return blob, d.keep(temp.Name(), blob.Hash)
}

// receive copies the content into the file, and counts, hashes and looks at it on the way.
func receive(ctx context.Context, file *os.File, u Upload, form format) (Blob, error) {
	digest := sm3.New()
	size, err := io.Copy(io.MultiWriter(file, digest), io.LimitReader(watched{ctx, u.Content}, u.Limit+1))
	switch {
	case err != nil:
		return Blob{}, fmt.Errorf("attachment: receive: %w", err)
	case size == 0:
		return Blob{}, fault.New(fault.Invalid, "attachment.empty", "文件是空的，请重新选择。")
	case size > u.Limit:
		return Blob{}, fault.New(fault.TooLarge, "attachment.large", "文件太大，不能超过"+inWords(u.Limit)+"。")
	}
	head := make([]byte, min(size, lookAt))
	if _, err := file.ReadAt(head, 0); err != nil {
		return Blob{}, fmt.Errorf("attachment: %w", err)
	}
	if err := form.confirm(head); err != nil {
		return Blob{}, err
	}
	if err := file.Sync(); err != nil {
		return Blob{}, fmt.Errorf("attachment: %w", err)
	}
	return Blob{Hash: hex.EncodeToString(digest.Sum(nil)), Type: form.media, Size: size}, nil
}

// keep moves the finished file to its place. The same content that lies there gives way, so that its age tells when it was
// put last.
func (d Disk) keep(temp, hash string) error {
	place := d.path(hash)
	if err := os.MkdirAll(filepath.Dir(place), 0o700); err != nil {
		return fmt.Errorf("attachment: %w", err)
	}
	if err := os.Rename(temp, place); err != nil {
		return fmt.Errorf("attachment: %w", err)
	}
	return errors.Join(syncDir(filepath.Dir(place)), syncDir(d.dir))
}

// Remove implements Store. The file is moved aside and looked at again there: one that was put meanwhile comes back, or lies
// in its place already.
func (d Disk) Remove(_ context.Context, hash string, before time.Time) (bool, error) {
	place, aside := d.path(hash), filepath.Join(d.dir, "incoming", "gone-"+hash)
	if old, err := lastPut(place, before); err != nil || !old {
		return errors.Is(err, fs.ErrNotExist), ignoreMissing(err)
	}
	if err := os.MkdirAll(filepath.Dir(aside), 0o700); err != nil {
		return false, fmt.Errorf("attachment: %w", err)
	}
	if err := os.Rename(place, aside); err != nil {
		return errors.Is(err, fs.ErrNotExist), ignoreMissing(err)
	}
	old, err := lastPut(aside, before)
	if err != nil {
		return false, fmt.Errorf("attachment: %w", err)
	}
	if !old {
		return false, os.Rename(aside, place)
	}
	return true, os.Remove(aside)
}

func lastPut(place string, before time.Time) (old bool, err error) {
	file, err := os.Stat(place)
	return err == nil && file.ModTime().Before(before), err
}

func ignoreMissing(err error) error {
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return fmt.Errorf("attachment: %w", err)
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("attachment: %w", err)
	}
	return errors.Join(f.Sync(), f.Close())
}

// Open implements Store.
func (d Disk) Open(_ context.Context, hash string) (io.ReadSeekCloser, error) {
	missing := fault.New(fault.NotFound, "attachment.none", "没有这个附件。")
	if len(hash) != 2*sm3.Size || strings.Trim(hash, "0123456789abcdef") != "" {
		return nil, missing
	}
	f, err := os.Open(d.path(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing.Because(err)
	}
	if err != nil {
		return nil, fmt.Errorf("attachment: %w", err)
	}
	return f, nil
}

func (d Disk) path(hash string) string { return filepath.Join(d.dir, hash[:2], hash[2:]) }

// inWords says a size as people do: 10MB, 500KB.
func inWords(bytes int64) string {
	for _, unit := range []struct {
		size int64
		name string
	}{{1 << 30, "GB"}, {1 << 20, "MB"}, {1 << 10, "KB"}} {
		if bytes >= unit.size {
			return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(bytes)/float64(unit.size)), ".0") + unit.name
		}
	}
	return fmt.Sprint(bytes, "字节")
}

// watched ends the reading when the context does.
type watched struct {
	ctx  context.Context
	from io.Reader
}

// Read implements io.Reader.
func (w watched) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.from.Read(p)
}
