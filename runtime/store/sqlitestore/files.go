package sqlitestore

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/banli-oa/banli/runtime/store"
)

// filesName is the folder of the files in the data folder. A file lies in a
// folder named by the first two characters of its name, so that no folder
// becomes too long; what is being written lies in unfinishedName.
const (
	filesName      = "files"
	unfinishedName = "unfinished"
)

// A file begins with a head that says what follows: the mark and the version,
// the size, and the SHA-256 of the content.
const (
	fileMark = "BNLIF001"
	headSize = len(fileMark) + 8 + sha256.Size
)

// files keeps contents on disk beside the database.
type files struct {
	dir string
}

var _ store.Files = (*files)(nil)

// Files keeps files in the data folder. The folder belongs to this process, so
// what lies there unfinished was left by one that ended in the middle, and is
// removed.
func (s *Store) Files(context.Context) (store.Files, error) { return openFiles(s.dir) }

func openFiles(data string) (*files, error) {
	f := &files{dir: filepath.Join(data, filesName)}
	if err := os.RemoveAll(filepath.Join(f.dir, unfinishedName)); err != nil {
		return nil, diskError(err)
	}
	for _, dir := range []string{f.dir, filepath.Join(f.dir, unfinishedName)} {
		if err := makeFolder(dir); err != nil {
			return nil, diskError(err)
		}
	}
	return f, nil
}

// diskError says in the package's words what a disk refused.
func diskError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%w: %w", store.ErrFull, err)
	}
	return fmt.Errorf("%w: the folder of files: %w", store.ErrUnavailable, err)
}

func (f *files) path(name string) string { return filepath.Join(f.dir, name[:2], name) }

// Put implements store.Files: the content is written and flushed under a name
// of its own, and then linked to where it belongs, which fails if something is
// there.
func (f *files) Put(ctx context.Context, name string, r io.Reader, limit int64) (_ store.File, err error) {
	if err := store.CheckFileName(name); err != nil {
		return store.File{}, err
	}
	if err := ctx.Err(); err != nil {
		return store.File{}, err
	}
	tmp, err := os.CreateTemp(filepath.Join(f.dir, unfinishedName), name+"-*")
	if err != nil {
		return store.File{}, diskError(err)
	}
	defer func() {
		// The name goes in any case; the content stays where it was linked.
		if gone := os.Remove(tmp.Name()); err == nil && gone != nil {
			err = diskError(gone)
		}
	}()
	file, err := write(ctx, tmp, name, r, limit)
	if err := errors.Join(err, diskError(tmp.Close())); err != nil {
		return store.File{}, err
	}
	path := f.path(name)
	if err := makeFolder(filepath.Dir(path)); err != nil {
		return store.File{}, diskError(err)
	}
	if err := os.Link(tmp.Name(), path); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return store.File{}, store.ErrExists
		}
		return store.File{}, diskError(err)
	}
	return file, diskError(syncFolder(filepath.Dir(path)))
}

// write puts head and content into an empty file and flushes it.
func write(ctx context.Context, out *os.File, name string, r io.Reader, limit int64) (store.File, error) {
	if _, err := out.Write(make([]byte, headSize)); err != nil {
		return store.File{}, diskError(err)
	}
	m := store.NewMeasured(r, limit)
	buf := make([]byte, 64<<10)
	for {
		if err := ctx.Err(); err != nil {
			return store.File{}, err
		}
		n, err := m.Read(buf)
		if _, failed := out.Write(buf[:n]); failed != nil {
			return store.File{}, diskError(failed)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return store.File{}, err
		}
	}
	file := m.File(name)
	digest, err := hex.DecodeString(file.Digest)
	if err != nil {
		return store.File{}, err
	}
	head := append(binary.BigEndian.AppendUint64([]byte(fileMark), uint64(file.Size)), digest...)
	if _, err := out.WriteAt(head, 0); err != nil {
		return store.File{}, diskError(err)
	}
	return file, diskError(out.Sync())
}

// Open implements store.Files.
func (f *files) Open(ctx context.Context, name string) (io.ReadCloser, store.File, error) {
	in, file, err := f.open(ctx, name)
	if err != nil {
		return nil, store.File{}, err
	}
	return store.Checked(in, file), file, nil
}

// OpenPart implements store.Files.
func (f *files) OpenPart(ctx context.Context, name string, from, n int64) (io.ReadCloser, error) {
	in, file, err := f.open(ctx, name)
	if err != nil {
		return nil, err
	}
	from, n = store.PartOf(file, from, n)
	if _, err := in.Seek(int64(headSize)+from, io.SeekStart); err != nil {
		return nil, errors.Join(diskError(err), in.Close())
	}
	return store.Part(in, n), nil
}

// open opens a file and reads its head.
func (f *files) open(ctx context.Context, name string) (*os.File, store.File, error) {
	if err := store.CheckFileName(name); err != nil {
		return nil, store.File{}, err
	}
	if err := ctx.Err(); err != nil {
		return nil, store.File{}, err
	}
	in, err := os.Open(f.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, store.File{}, store.ErrNotFound
	}
	if err != nil {
		return nil, store.File{}, diskError(err)
	}
	file, err := readHead(in, name)
	if err != nil {
		return nil, store.File{}, errors.Join(err, in.Close())
	}
	return in, file, nil
}

func readHead(in io.Reader, name string) (store.File, error) {
	head := make([]byte, headSize)
	if _, err := io.ReadFull(in, head); err != nil || string(head[:len(fileMark)]) != fileMark {
		return store.File{}, fmt.Errorf("%w: the file has no head", store.ErrCorrupt)
	}
	size := binary.BigEndian.Uint64(head[len(fileMark):])
	return store.File{Name: name, Size: int64(size), Digest: hex.EncodeToString(head[len(fileMark)+8:])}, nil
}

// Delete implements store.Files.
func (f *files) Delete(ctx context.Context, name string) error {
	if err := store.CheckFileName(name); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	err := os.Remove(f.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return store.ErrNotFound
	}
	if err != nil {
		return diskError(err)
	}
	return diskError(syncFolder(filepath.Dir(f.path(name))))
}

// List implements store.Files.
func (f *files) List(ctx context.Context, after string, limit int) ([]store.File, error) {
	limit = store.FileLimit(limit)
	folders, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, diskError(err)
	}
	var all []store.File
	for _, folder := range folders {
		prefix := folder.Name()
		if len(prefix) != 2 || strings.Compare(prefix, after[:min(2, len(after))]) < 0 {
			continue
		}
		names, err := namesIn(filepath.Join(f.dir, prefix), after)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			file, err := f.describe(ctx, name)
			if errors.Is(err, store.ErrNotFound) { // deleted meanwhile
				continue
			}
			if err != nil {
				return nil, err
			}
			if all = append(all, file); len(all) == limit {
				return all, nil
			}
		}
	}
	return all, nil
}

func namesIn(folder, after string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, diskError(err)
	}
	var names []string
	for _, e := range entries {
		if name := e.Name(); name > after && store.CheckFileName(name) == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

func (f *files) describe(ctx context.Context, name string) (_ store.File, err error) {
	in, file, err := f.open(ctx, name)
	if err != nil {
		return store.File{}, err
	}
	return file, in.Close()
}
