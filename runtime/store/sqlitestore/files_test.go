package sqlitestore

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

func TestFilesConformance(t *testing.T) {
	t.Parallel()
	storetest.RunFiles(t, func(t *testing.T) store.Files {
		f, err := openFiles(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		return f
	})
}

func TestFilesLieBesideTheDatabase(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := openStore(t, dir, Options{})
	f, err := s.Files(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Put(t.Context(), "abcdefgh", strings.NewReader("content"), 100); err != nil {
		t.Fatal(err)
	}
	// What a process that was killed left is cleared away; what was stored is not.
	left := filepath.Join(dir, filesName, unfinishedName, "ijklmnop-1")
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if f, err = s.Files(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what was left unfinished is still there")
	}
	info, err := os.Stat(filepath.Join(dir, filesName, "ab", "abcdefgh"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info, err)
	}
	all, err := f.List(t.Context(), "", 10)
	if err != nil || len(all) != 1 {
		t.Errorf("%+v, %v", all, err)
	}
}

// Content that has changed on the disk is not handed out as if nothing were
// wrong.
func TestDamagedFiles(t *testing.T) {
	t.Parallel()
	for name, damage := range map[string]func([]byte) []byte{
		"a bit":            func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"cut short":        func(b []byte) []byte { return b[:len(b)-1] },
		"made longer":      func(b []byte) []byte { return append(b, 'x') },
		"without its head": func(b []byte) []byte { return b[headSize:] },
		"another digest":   func(b []byte) []byte { b[headSize-1] ^= 1; return b },
		"empty":            func([]byte) []byte { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := openFiles(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := f.Put(t.Context(), "abcdefgh", strings.NewReader(strings.Repeat("content", 100)), 1000); err != nil {
				t.Fatal(err)
			}
			raw, err := os.ReadFile(f.path("abcdefgh"))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(f.path("abcdefgh"), damage(raw), 0o600); err != nil {
				t.Fatal(err)
			}
			r, _, err := f.Open(t.Context(), "abcdefgh")
			if err == nil {
				_, err = io.ReadAll(r)
				_ = r.Close()
			}
			if !errors.Is(err, store.ErrCorrupt) {
				t.Fatalf("%v, want ErrCorrupt", err)
			}
			// A part is not checked, but there must be one.
			r, err = f.OpenPart(t.Context(), "abcdefgh", 600, 100)
			if err == nil {
				_, err = io.ReadAll(r)
				_ = r.Close()
			}
			missing := name == "cut short" || name == "without its head" || name == "empty"
			if missing != errors.Is(err, store.ErrCorrupt) || !missing && err != nil {
				t.Fatalf("a part: %v", err)
			}
		})
	}
}
