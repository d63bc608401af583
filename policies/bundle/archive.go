package bundle

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// readArchive reads a bundle as "opa build" makes it: a tar packed by gzip.
func readArchive(name string, l Limits) (*source, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, &Error{Code: CodeNotFound, Detail: err.Error(), Mend: "Give a folder or a bundle that Banli may read", cause: err}
	}
	defer func() { _ = f.Close() }() // it was only read
	info, err := f.Stat()
	if err != nil {
		return nil, &Error{Code: CodeNotFound, Detail: err.Error(), Mend: "Give a folder or a bundle that Banli may read", cause: err}
	}
	if info.Size() > l.Archive {
		return nil, &Error{Code: CodeTooLarge, Detail: "the bundle has more than " + bytesText(l.Archive), Mend: "Leave out data that the policy does not need"}
	}
	// The file may grow while it is read; what was measured is what counts.
	packed := bufio.NewReader(io.LimitReader(f, info.Size()))
	if magic, err := packed.Peek(2); err != nil || magic[0] != 0x1f || magic[1] != 0x8b {
		return nil, &Error{Code: CodeNotBundle, Detail: "this is neither a folder nor packed by gzip", Mend: "Give a folder with .rego files, or a bundle made by opa build"}
	}
	return unpack(packed, info.Size(), l)
}

func unpack(packed io.Reader, size int64, l Limits) (*source, error) {
	unzip, err := gzip.NewReader(packed)
	if err != nil {
		return nil, damaged(err)
	}
	capped := &cappedReader{r: unzip, total: l.Total, ratio: max(ratioFloor, size*l.Ratio)}
	s, seen := &source{}, 0
	for r := tar.NewReader(capped); ; {
		header, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, damaged(err)
		}
		if seen++; seen > l.Files {
			return nil, errTooMany(l.Files)
		}
		if err := s.take(header, r, l); err != nil {
			return nil, err
		}
	}
	// What follows the last entry must be sound too: the checksum comes last.
	if _, err := io.Copy(io.Discard, capped); err != nil {
		return nil, damaged(err)
	}
	return s, nil
}

// take reads one entry of the archive.
func (s *source) take(header *tar.Header, r io.Reader, l Limits) error {
	if header.Typeflag == tar.TypeXGlobalHeader {
		return nil
	}
	p, err := inside(header.Name)
	if err != nil {
		return err
	}
	switch header.Typeflag {
	case tar.TypeDir:
		return nil
	case tar.TypeReg:
	default:
		return errLink(p)
	}
	s.note(p)
	if !counts(p) {
		return nil
	}
	if header.Size > l.File {
		return errFileTooLarge(p, l.File)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return damaged(err)
	}
	return s.add(p, data)
}

// inside gives an entry's path without the leading slash that opa build writes, and
// refuses one that leads elsewhere.
func inside(name string) (string, error) {
	p := strings.TrimPrefix(strings.TrimSuffix(name, "/"), "./")
	p = strings.TrimPrefix(p, "/")
	if p == "" {
		return ".", nil
	}
	if !fs.ValidPath(p) || strings.ContainsAny(p, "\\:\x00") {
		return "", &Error{Code: CodePath, Detail: fmt.Sprintf("the bundle has the path %q, which may lead outside of it", name), Mend: "Build the bundle again with opa build, and ask where this one came from"}
	}
	return p, nil
}

// damaged tells of an archive that does not read, unless the error is a refusal.
func damaged(err error) error {
	var refused *Error
	if errors.As(err, &refused) {
		return refused
	}
	return &Error{Code: CodeArchive, Detail: "the bundle is damaged or cut short: " + err.Error(), Mend: "Copy it again, or build it again with opa build", cause: err}
}

// cappedReader ends with a refusal when more comes out than may.
type cappedReader struct {
	r            io.Reader
	read         int64
	total, ratio int64
}

func (c *cappedReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.read += int64(n)
	if c.read > c.ratio {
		return n, &Error{Code: CodeRatio, Detail: "the bundle unpacks to far more than a policy does", Mend: "Build it again with opa build, and ask where this one came from"}
	}
	if c.read > c.total {
		return n, errTotalTooLarge(c.total)
	}
	return n, err
}
