package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/banli-oa/banli/runtime/store"
)

// RunFiles puts a store of files through the suite. open returns a fresh, empty
// one each time it is called. The parts run in parallel.
func RunFiles(t *testing.T, open func(t *testing.T) store.Files) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, store.Files){
		"one file through its life":          testFileLife,
		"sizes":                              testFileSizes,
		"a limit":                            testFileLimit,
		"a second file of the same name":     testFileExists,
		"a source that fails":                testFileSource,
		"parts":                              testFileParts,
		"names":                              testFileNames,
		"lists":                              testFileLists,
		"a context that has ended":           testFileCancelled,
		"one winner of each name":            testFileRace,
		"a file that is read while it goes":  testFileGoes,
		"a name that is free again":          testFileAgain,
		"a caller that goes while it writes": testFileGiven,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open(t))
		})
	}
}

const anyFile = "a2b3c4d5e6f7"

func content(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i * 7 / 3)
	}
	return b
}

func put(t *testing.T, f store.Files, name string, body []byte) store.File {
	t.Helper()
	file, err := f.Put(t.Context(), name, bytes.NewReader(body), 64<<20)
	if err != nil {
		t.Fatalf("put %q: %v", name, err)
	}
	sum := sha256.Sum256(body)
	if want := (store.File{Name: name, Size: int64(len(body)), Digest: hex.EncodeToString(sum[:])}); file != want {
		t.Fatalf("put %q returned %+v, want %+v", name, file, want)
	}
	return file
}

// wantFile reads a file to its end.
func wantFile(t *testing.T, f store.Files, name string, want []byte) {
	t.Helper()
	r, file, err := f.Open(t.Context(), name)
	if err != nil {
		t.Fatalf("open %q: %v", name, err)
	}
	got, err := io.ReadAll(r)
	if err = errors.Join(err, r.Close()); err != nil || !bytes.Equal(got, want) || file.Size != int64(len(want)) || file.Name != name {
		t.Fatalf("read %q: %d bytes, %+v, %v; want %d", name, len(got), file, err, len(want))
	}
}

func wantNoFile(t *testing.T, f store.Files, name string) {
	t.Helper()
	r, _, err := f.Open(t.Context(), name)
	if !errors.Is(err, store.ErrNotFound) {
		if err == nil {
			_ = r.Close()
		}
		t.Fatalf("open %q: %v, want ErrNotFound", name, err)
	}
	all, err := f.List(t.Context(), "", store.MaxFiles)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		if file.Name == name {
			t.Fatalf("%q is listed", name)
		}
	}
}

func testFileLife(t *testing.T, f store.Files) {
	wantNoFile(t, f, anyFile)
	file := put(t, f, anyFile, []byte("休息\x00"))
	wantFile(t, f, anyFile, []byte("休息\x00"))
	all, err := f.List(t.Context(), "", 10)
	if err != nil || len(all) != 1 || all[0] != file {
		t.Fatalf("list: %+v, %v", all, err)
	}
	if err := f.Delete(t.Context(), anyFile); err != nil {
		t.Fatal(err)
	}
	wantNoFile(t, f, anyFile)
	if err := f.Delete(t.Context(), anyFile); !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("delete again: %v", err)
	}
}

func testFileSizes(t *testing.T, f store.Files) {
	// 255 KiB is a chunk of GridFS.
	for i, n := range []int{0, 1, 1000, 255<<10 - 1, 255 << 10, 255<<10 + 1, 1<<20 + 17} {
		name := fmt.Sprint("size-000", i)
		put(t, f, name, content(n))
		wantFile(t, f, name, content(n))
	}
}

func testFileLimit(t *testing.T, f store.Files) {
	for _, n := range []int{100, 300 << 10} {
		_, err := f.Put(t.Context(), anyFile, bytes.NewReader(content(n+1)), int64(n))
		if !errors.Is(err, store.ErrTooLarge) {
			t.Fatalf("%d bytes where %d are allowed: %v", n+1, n, err)
		}
		wantNoFile(t, f, anyFile)
	}
	if _, err := f.Put(t.Context(), anyFile, bytes.NewReader(content(100)), 100); err != nil {
		t.Fatal(err)
	}
	wantFile(t, f, anyFile, content(100))
}

func testFileExists(t *testing.T, f store.Files) {
	put(t, f, anyFile, content(300<<10))
	if _, err := f.Put(t.Context(), anyFile, strings.NewReader("other"), 100); !errors.Is(err, store.ErrExists) {
		t.Fatalf("a second file: %v", err)
	}
	wantFile(t, f, anyFile, content(300<<10))
}

func testFileSource(t *testing.T, f store.Files) {
	broken := errors.New("the line is dead")
	for _, n := range []int{0, 10, 600 << 10} {
		_, err := f.Put(t.Context(), anyFile, io.MultiReader(bytes.NewReader(content(n)), iotest.ErrReader(broken)), 1<<20)
		if !errors.Is(err, broken) {
			t.Fatalf("a source that fails after %d bytes: %v", n, err)
		}
		wantNoFile(t, f, anyFile)
	}
	// The bytes may come in any portions.
	if _, err := f.Put(t.Context(), anyFile, iotest.OneByteReader(bytes.NewReader(content(3000))), 3000); err != nil {
		t.Fatal(err)
	}
	wantFile(t, f, anyFile, content(3000))
}

// testFileParts reads parts at the borders of what stores cut contents into.
func testFileParts(t *testing.T, f store.Files) {
	const chunk = 255 << 10
	whole := content(2*chunk + 1000)
	put(t, f, anyFile, whole)
	size := int64(len(whole))
	for _, from := range []int64{-1, 0, 1, chunk - 1, chunk, chunk + 1, 2*chunk - 1, 2 * chunk, size - 1, size, size + 5} {
		for _, n := range []int64{-1, 0, 1, 2, 1000, chunk, chunk + 1, size, 1 << 60} {
			start := max(0, min(from, size))
			want := whole[start : start+max(0, min(n, size-start))]
			r, err := f.OpenPart(t.Context(), anyFile, from, n)
			if err != nil {
				t.Fatalf("%d bytes from %d: %v", n, from, err)
			}
			got, err := io.ReadAll(r)
			if err = errors.Join(err, r.Close()); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%d bytes from %d: %d bytes, %v; want %d", n, from, len(got), err, len(want))
			}
		}
	}
	put(t, f, "an-empty-one", nil)
	r, err := f.OpenPart(t.Context(), "an-empty-one", 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); err != nil || len(got) != 0 {
		t.Fatalf("of an empty file: %q, %v", got, err)
	}
	_ = r.Close()
	if _, err := f.OpenPart(t.Context(), "nobody-knows", 0, 1); !errors.Is(err, store.ErrNotFound) {
		t.Fatalf("of no file: %v", err)
	}
}

func testFileNames(t *testing.T, f store.Files) {
	ctx := t.Context()
	for _, name := range []string{
		"", "short", "../../../etc/passwd", "aaaa/../../x", "aaaaaaaa/b", "UPPERCASE", "with space", "nul\x00nul-nul", "日本語日本語日本語", "..........",
		strings.Repeat("x", store.MaxFileName+1),
	} {
		if _, err := f.Put(ctx, name, strings.NewReader("x"), 10); !errors.Is(err, store.ErrKey) {
			t.Errorf("put %q: %v", name, err)
		}
		if r, _, err := f.Open(ctx, name); !errors.Is(err, store.ErrKey) {
			if err == nil {
				_ = r.Close()
			}
			t.Errorf("open %q: %v", name, err)
		}
		if r, err := f.OpenPart(ctx, name, 0, 1); !errors.Is(err, store.ErrKey) {
			if err == nil {
				_ = r.Close()
			}
			t.Errorf("a part of %q: %v", name, err)
		}
		if err := f.Delete(ctx, name); !errors.Is(err, store.ErrKey) {
			t.Errorf("delete %q: %v", name, err)
		}
	}
	for _, name := range []string{"aaaaaaaa", "--------", "________", "00000000", strings.Repeat("x", store.MaxFileName)} {
		put(t, f, name, []byte(name))
		wantFile(t, f, name, []byte(name))
	}
}

func testFileLists(t *testing.T, f store.Files) {
	var want []store.File
	for _, name := range []string{"--a-----", "0000000a", "0000000b", "a_aaaaaa", "aaaaaaaa", "aaaaaaab", "ab000000", "zzzzzzzz"} {
		want = append(want, put(t, f, name, []byte(name+"!")))
	}
	for _, limit := range []int{1, 3, 8, 100, 0} {
		var got []store.File
		after := ""
		for {
			page, err := f.List(t.Context(), after, limit)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) > max(1, limit) {
				t.Fatalf("%d files, asked for %d", len(page), limit)
			}
			if len(page) == 0 {
				break
			}
			got = append(got, page...)
			after = page[len(page)-1].Name
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%d at a time: %+v\nwant %+v", limit, got, want)
		}
	}
	// A place need not be that of a file.
	if page, err := f.List(t.Context(), "a", 2); err != nil || len(page) != 2 || page[0].Name != "a_aaaaaa" {
		t.Fatalf("after a: %+v, %v", page, err)
	}
}

func testFileCancelled(t *testing.T, f store.Files) {
	put(t, f, anyFile, content(10))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, putErr := f.Put(ended, "another-one", strings.NewReader("x"), 10)
	_, _, openErr := f.Open(ended, anyFile)
	_, partErr := f.OpenPart(ended, anyFile, 0, 1)
	_, listErr := f.List(ended, "", 10)
	for name, err := range map[string]error{"part": partErr, "put": putErr, "open": openErr, "list": listErr, "delete": f.Delete(ended, anyFile)} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantNoFile(t, f, "another-one")
	wantFile(t, f, anyFile, content(10))
}

func testFileRace(t *testing.T, f store.Files) {
	for round := range 3 {
		name := fmt.Sprint("contested", round)
		wantOneWinner(t, crowd(6, func(i int) error {
			_, err := f.Put(t.Context(), name, bytes.NewReader(bytes.Repeat([]byte{byte(i)}, 300<<10)), 1<<20)
			return err
		}), store.ErrExists)
		r, file, err := f.Open(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil || file.Size != 300<<10 || len(bytes.Trim(got, string(got[:1]))) != 0 {
			t.Fatalf("the winner's file: %+v, %v", file, err)
		}
	}
}

func testFileGoes(t *testing.T, f store.Files) {
	put(t, f, anyFile, content(2<<20))
	r, _, err := f.Open(t.Context(), anyFile)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	if _, err := io.ReadFull(r, make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
	if err := f.Delete(t.Context(), anyFile); err != nil {
		t.Fatal(err)
	}
	// The reader gets all of it, or is told; never a part as if it were all.
	n, err := io.Copy(io.Discard, r)
	if err == nil && n != 2<<20-10 {
		t.Fatalf("%d bytes and no error", n+10)
	}
	wantNoFile(t, f, anyFile)
}

func testFileAgain(t *testing.T, f store.Files) {
	for i := range 3 {
		put(t, f, anyFile, content(1000*i+1))
		wantFile(t, f, anyFile, content(1000*i+1))
		if err := f.Delete(t.Context(), anyFile); err != nil {
			t.Fatal(err)
		}
	}
}

func testFileGiven(t *testing.T, f store.Files) {
	ctx, cancel := context.WithCancel(t.Context())
	r := io.MultiReader(bytes.NewReader(content(600<<10)), readFunc(func() (int, error) { cancel(); return 0, nil }), bytes.NewReader(content(600<<10)))
	if _, err := f.Put(ctx, anyFile, r, 4<<20); !errors.Is(err, context.Canceled) {
		t.Fatalf("a caller that went: %v", err)
	}
	wantNoFile(t, f, anyFile)
	put(t, f, anyFile, content(10))
}

// readFunc does something once and is then at its end.
type readFunc func() (int, error)

func (f readFunc) Read([]byte) (int, error) {
	if _, err := f(); err != nil {
		return 0, err
	}
	return 0, io.EOF
}
