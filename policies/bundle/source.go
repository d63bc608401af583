package bundle

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// file is one file of a policy, held in memory.
type file struct {
	path string
	data []byte
}

// source is what was read of a policy: the files that count, by path, and what was
// seen of those that don't.
type source struct {
	files    []file
	compiled string // path of a WebAssembly module or a plan
	delta    string // path of a patch
}

// What the files of a bundle are called.
const (
	regoSuffix = ".rego"
	testSuffix = "_test.rego"
)

// counts says whether a file is part of the policy. Hidden files and those in
// hidden folders are not, but for the manifest. Neither are tests: they may use what
// a policy may not, and nobody runs them here.
func counts(p string) bool {
	if p == ".manifest" || p == ".manifest.pb" {
		return true
	}
	if strings.HasPrefix(p, ".") || strings.Contains(p, "/.") || strings.HasSuffix(p, testSuffix) {
		return false
	}
	switch path.Base(p) {
	case "data.json", "data.yaml", "data.yml":
		return true
	}
	return strings.HasSuffix(p, regoSuffix)
}

// note remembers what explains why a policy has no Rego.
func (s *source) note(p string) {
	switch path.Base(p) {
	case "policy.wasm", "plan.json", "plan.pb":
		s.compiled = p
	case "patch.json":
		s.delta = p
	}
}

// add keeps a file, in the order of paths.
func (s *source) add(p string, data []byte) error {
	i, found := slices.BinarySearchFunc(s.files, p, func(f file, p string) int { return strings.Compare(f.path, p) })
	if found {
		return &Error{Code: CodeDuplicate, File: p, Detail: "the file is there twice", Mend: "Build the bundle again with opa build"}
	}
	s.files = slices.Insert(s.files, i, file{p, data})
	return nil
}

func (s *source) total() (n int64) {
	for _, f := range s.files {
		n += int64(len(f.data))
	}
	return n
}

func (s *source) hasRego() bool {
	return slices.ContainsFunc(s.files, func(f file) bool { return strings.HasSuffix(f.path, regoSuffix) })
}

func (s *source) paths() []string {
	out := make([]string, len(s.files))
	for i, f := range s.files {
		out[i] = f.path
	}
	return out
}

// digest is the SHA-256 over all paths and contents, each with its length before
// it, so that no two policies run together.
func (s *source) digest() string {
	h := sha256.New()
	write := func(b []byte) {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(b)))
		h.Write(n[:])
		h.Write(b)
	}
	for _, f := range s.files {
		write([]byte(f.path))
		write(f.data)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// check refuses what is no set of Rego files.
func (s *source) check() error {
	switch {
	case s.delta != "":
		return &Error{Code: CodeDelta, File: s.delta, Detail: "this is a delta bundle, which changes another one", Mend: "Build the whole bundle with opa build"}
	case s.hasRego():
		return nil
	case s.compiled != "":
		return errCompiled(s.compiled)
	default:
		return &Error{Code: CodeEmpty, Detail: "there is no Rego file in it", Mend: "Put the policy there as .rego files; files that end in _test.rego do not count"}
	}
}

func errCompiled(p string) *Error {
	return &Error{Code: CodeCompiled, File: p, Detail: "the bundle was built for WebAssembly or as a plan, and Banli evaluates Rego itself", Mend: "Build it with opa build --target rego"}
}

func errTooMany(n int) *Error {
	return &Error{Code: CodeTooMany, Detail: fmt.Sprintf("there are more than %d files and folders", n), Mend: "Leave out what the policy does not need"}
}

func errLink(p string) *Error {
	return &Error{Code: CodeLink, File: p, Detail: "this is a link or a special file, which is not followed", Mend: "Put a copy of the file in its place"}
}

func errFileTooLarge(p string, n int64) *Error {
	return &Error{Code: CodeTooLarge, File: p, Detail: "the file has more than " + bytesText(n), Mend: "Leave out data that the policy does not need"}
}

func errTotalTooLarge(n int64) *Error {
	return &Error{Code: CodeTooLarge, Detail: "the files together have more than " + bytesText(n), Mend: "Leave out data that the policy does not need"}
}

// readFS reads the policy in a file system. It does not look at hidden files and
// folders at all, but for the manifest.
func readFS(fsys fs.FS, l Limits) (*source, error) {
	s, seen := &source{}, 0
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return &Error{Code: CodeNotFound, File: p, Detail: err.Error(), Mend: "Make the folder and its files readable", cause: err}
		}
		if seen++; seen > l.Files {
			return errTooMany(l.Files)
		}
		hidden := p != "." && strings.HasPrefix(d.Name(), ".")
		switch {
		case d.IsDir() && hidden:
			return fs.SkipDir
		case d.IsDir(), hidden && !counts(p):
			return nil
		case !d.Type().IsRegular():
			return errLink(p)
		}
		s.note(p)
		if !counts(p) {
			return nil
		}
		data, err := readFile(fsys, p, l.File)
		if err != nil {
			return err
		}
		if s.total()+int64(len(data)) > l.Total {
			return errTotalTooLarge(l.Total)
		}
		return s.add(p, data)
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func readFile(fsys fs.FS, p string, limit int64) ([]byte, error) {
	unreadable := func(err error) error {
		return &Error{Code: CodeNotFound, File: p, Detail: err.Error(), Mend: "Make the file readable", cause: err}
	}
	f, err := fsys.Open(p)
	if err != nil {
		return nil, unreadable(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, unreadable(err)
	}
	if int64(len(data)) > limit {
		return nil, errFileTooLarge(p, limit)
	}
	return data, nil
}
