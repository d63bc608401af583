package store

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"regexp"
)

// MaxFileName is the length of the longest file name, in bytes.
const MaxFileName = 64

// MaxFiles is how many files one call of Files.List returns at most.
const MaxFiles = 1000

// File describes a stored file. It never changes: a file is written once.
type File struct {
	// Name is what it was stored under: an id of its caller, not what a person
	// called it.
	Name string
	// Size is in bytes.
	Size int64
	// Digest is the SHA-256 of the content, in lower-case hex.
	Digest string
}

// Files keeps contents that are too large for a document. It is safe for
// concurrent use. Names are 8 to MaxFileName lower-case letters, digits, - and
// _, chosen by the caller at random; any other is ErrKey, so that no name leads
// out of the store.
type Files interface {
	// Put stores what r holds, up to limit bytes: ErrTooLarge if there is more,
	// ErrExists if there is a file of that name, and the error of r if it
	// fails. Whatever fails, there is then no such file, or the one that was
	// there. When Put returns, the file outlives a power cut.
	Put(ctx context.Context, name string, r io.Reader, limit int64) (File, error)
	// Open returns the content, which the caller closes, or ErrNotFound.
	// Reading to the end checks it: content that has changed since it was
	// stored ends with ErrCorrupt instead of io.EOF.
	Open(ctx context.Context, name string) (io.ReadCloser, File, error)
	// OpenPart returns a part of a content, which the caller closes: n bytes from
	// an offset, or as many as there are. No more of it is read than that, and so
	// it is not checked: it only ends with ErrCorrupt where bytes are missing.
	OpenPart(ctx context.Context, name string, from, n int64) (io.ReadCloser, error)
	// Delete removes a file, or returns ErrNotFound.
	Delete(ctx context.Context, name string) error
	// List returns up to limit files (MaxFiles at most) whose names come after
	// the given one, by name; "" begins at the start.
	List(ctx context.Context, after string, limit int) ([]File, error)
}

var fileName = regexp.MustCompile(fmt.Sprintf(`^[a-z0-9_-]{8,%d}$`, MaxFileName))

// CheckFileName returns ErrKey for a name that no file can have.
func CheckFileName(name string) error {
	if !fileName.MatchString(name) {
		return fmt.Errorf("%w: a file's name must match %s", ErrKey, fileName)
	}
	return nil
}

// FileLimit brings the limit of Files.List into its range.
func FileLimit(n int) int { return max(1, min(n, MaxFiles)) }

// Measured reads a file's content on its way into a store: it counts and
// digests, and fails with ErrTooLarge behind limit bytes.
type Measured struct {
	r     io.Reader
	limit int64
	size  int64
	sum   hash.Hash
}

// NewMeasured measures what is read from r.
func NewMeasured(r io.Reader, limit int64) *Measured {
	return &Measured{r: r, limit: limit, sum: sha256.New()}
}

// Read implements io.Reader.
func (m *Measured) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.size += int64(n)
	if m.size > m.limit {
		return 0, fmt.Errorf("%w: the file has more than %d bytes", ErrTooLarge, m.limit)
	}
	m.sum.Write(p[:n])
	return n, err
}

// File describes what was read so far.
func (m *Measured) File(name string) File {
	return File{Name: name, Size: m.size, Digest: hex.EncodeToString(m.sum.Sum(nil))}
}

// Checked reads a stored content and ends with ErrCorrupt if it is not the one
// that f describes.
func Checked(r io.ReadCloser, f File) io.ReadCloser {
	return &checked{ReadCloser: r, measured: NewMeasured(r, f.Size), want: f}
}

type checked struct {
	io.ReadCloser
	measured *Measured
	want     File
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.measured.Read(p)
	switch {
	case err == nil:
		return n, nil
	case err == io.EOF: //nolint:errorlint // readers return it bare
		got := c.measured.File(c.want.Name)
		if got.Size == c.want.Size && subtle.ConstantTimeCompare([]byte(got.Digest), []byte(c.want.Digest)) == 1 {
			return n, io.EOF
		}
	case c.measured.size <= c.want.Size:
		return n, err
	}
	return 0, fmt.Errorf("%w: the file is not the one that was stored", ErrCorrupt)
}

// PartOf brings a part of a file into its bounds.
func PartOf(f File, from, n int64) (int64, int64) {
	from = max(0, min(from, f.Size))
	return from, max(0, min(n, f.Size-from))
}

// Part reads n bytes of a stored content, and ends with ErrCorrupt where r ends
// before.
func Part(r io.ReadCloser, n int64) io.ReadCloser { return &part{r, n} }

type part struct {
	io.ReadCloser
	left int64
}

func (p *part) Read(b []byte) (int, error) {
	if p.left <= 0 {
		return 0, io.EOF
	}
	n, err := p.ReadCloser.Read(b[:min(int64(len(b)), p.left)])
	p.left -= int64(n)
	if err == io.EOF { //nolint:errorlint // readers return it bare
		err = nil
		if p.left > 0 {
			err = fmt.Errorf("%w: the file is shorter than the one that was stored", ErrCorrupt)
		}
	}
	return n, err
}
