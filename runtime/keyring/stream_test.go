package keyring_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"testing/iotest"

	"github.com/banli-oa/banli/runtime/keyring"
)

const (
	chunk  = keyring.StreamChunk
	sealed = chunk + 16
)

func content(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i * 7 / 3)
	}
	return b
}

func stream(t *testing.T, master *keyring.Keyring, wrapped []byte, place string) *keyring.Stream {
	t.Helper()
	data, err := master.DataKey(wrapped, "file/a")
	if err != nil {
		t.Fatal(err)
	}
	s, err := data.Stream(place)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// newStream returns a stream with what opens its data key again.
func newStream(t *testing.T) (s *keyring.Stream, master *keyring.Keyring, wrapped []byte) {
	t.Helper()
	master = load(t, key(1))
	_, wrapped, err := master.NewDataKey("file/a")
	if err != nil {
		t.Fatal(err)
	}
	return stream(t, master, wrapped, "file/a/photos"), master, wrapped
}

func sealAll(t *testing.T, s *keyring.Stream, plain []byte) []byte {
	t.Helper()
	out, err := io.ReadAll(s.Seal(bytes.NewReader(plain)))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestStreams(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 17, chunk - 1, chunk, chunk + 1, 2*chunk - 1, 2 * chunk, 2*chunk + 1, 5*chunk + 123} {
		s, master, wrapped := newStream(t)
		plain := content(n)
		got := sealAll(t, s, plain)
		if int64(len(got)) != keyring.SealedSize(int64(n)) {
			t.Errorf("%d bytes are sealed to %d, not %d", n, len(got), keyring.SealedSize(int64(n)))
		}
		if n > 16 && bytes.Contains(got, plain[:16]) {
			t.Errorf("%d bytes can be read", n)
		}
		again := stream(t, master, wrapped, "file/a/photos")
		for name, r := range map[string]io.Reader{
			"at once": bytes.NewReader(got), "with the end": iotest.DataErrReader(bytes.NewReader(got)), "in halves": iotest.HalfReader(bytes.NewReader(got)),
		} {
			if back, err := io.ReadAll(again.Open(r)); err != nil || !bytes.Equal(back, plain) {
				t.Errorf("%d bytes, %s: %d came back, %v", n, name, len(back), err)
			}
		}
	}
	s, _, _ := newStream(t)
	slow, err := io.ReadAll(s.Seal(iotest.OneByteReader(bytes.NewReader(content(chunk + 5)))))
	if err != nil || !bytes.Equal(slow, sealAll(t, s, content(chunk+5))) {
		t.Errorf("byte by byte: %v", err)
	}
}

func TestAStreamDoesNotOpenChanged(t *testing.T) {
	t.Parallel()
	s, master, wrapped := newStream(t)
	whole := sealAll(t, s, content(3*chunk)) // a multiple: the last chunk is full
	other, _, _ := newStream(t)
	foreign := sealAll(t, other, content(3*chunk))
	at := func(i int) []byte { return whole[i*sealed : (i+1)*sealed] }
	flip := func(i int) []byte { b := bytes.Clone(whole); b[i] ^= 1; return b }
	for name, bad := range map[string][]byte{
		"nothing":                  nil,
		"a part of a chunk":        whole[:10],
		"less than a tag":          whole[:2*sealed+5],
		"the last chunk gone":      whole[:2*sealed],
		"all but the first gone":   whole[:sealed],
		"the last byte gone":       whole[:len(whole)-1],
		"the first chunk gone":     whole[sealed:],
		"one in the middle gone":   slices.Concat(at(0), at(2)),
		"two in another order":     slices.Concat(at(1), at(0), at(2)),
		"the last one first":       slices.Concat(at(2), at(1), at(0)),
		"one twice":                slices.Concat(at(0), at(0), at(1), at(2)),
		"the last one twice":       slices.Concat(whole, at(2)),
		"something more":           append(bytes.Clone(whole), 0),
		"one of another file":      slices.Concat(at(0), foreign[sealed:2*sealed], at(2)),
		"another file":             foreign,
		"a bit of a chunk":         flip(sealed + 100),
		"a bit of a tag":           flip(sealed - 1),
		"a bit of the last chunk":  flip(len(whole) - 20),
		"an empty chunk behind it": slices.Concat(whole, sealAll(t, other, nil)),
	} {
		if got, err := io.ReadAll(s.Open(bytes.NewReader(bad))); !errors.Is(err, keyring.ErrDamaged) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		} else if !bytes.HasPrefix(content(3*chunk), got) {
			t.Errorf("%s: what was read before is not what was sealed", name)
		}
	}
	for _, place := range []string{"file/a/secret", "file/b/photos", ""} {
		if _, err := io.ReadAll(stream(t, master, wrapped, place).Open(bytes.NewReader(whole))); !errors.Is(err, keyring.ErrDamaged) {
			t.Errorf("opened at %q: %v", place, err)
		}
	}
	if _, err := master.DataKey(wrapped, "file/b"); !errors.Is(err, keyring.ErrDamaged) {
		t.Errorf("the key of another file: %v", err)
	}
}

// TestAStreamPassesErrorsOn: a content that was cut off must not be sealed as if
// it were whole.
func TestAStreamPassesErrorsOn(t *testing.T) {
	t.Parallel()
	s, _, _ := newStream(t)
	for _, broken := range []error{errors.New("gone"), io.ErrUnexpectedEOF, fmt.Errorf("cut off: %w", io.EOF), fmt.Errorf("cut off: %w", io.ErrUnexpectedEOF)} {
		for _, n := range []int{0, 10, chunk, chunk + 1} {
			cut := io.MultiReader(bytes.NewReader(content(n)), iotest.ErrReader(broken))
			if _, err := io.ReadAll(s.Seal(cut)); !errors.Is(err, broken) {
				t.Errorf("sealing %d bytes, then %v: %v", n, broken, err)
			}
			if _, err := io.ReadAll(s.Open(iotest.ErrReader(broken))); !errors.Is(err, broken) {
				t.Errorf("opening, then %v: %v", broken, err)
			}
		}
	}
}

func TestPartsOfAStream(t *testing.T) {
	t.Parallel()
	for _, size := range []int64{0, 5, chunk, 2*chunk + 77, 3 * chunk} {
		s, _, _ := newStream(t)
		plain := content(int(size))
		whole := sealAll(t, s, plain)
		asked := int64(0)
		read := func(p keyring.Span) (io.ReadCloser, error) {
			asked = p.Bytes
			return io.NopCloser(bytes.NewReader(whole[p.From : p.From+p.Bytes])), nil
		}
		for _, from := range []int64{-1, 0, 1, chunk - 1, chunk, chunk + 1, 2*chunk - 1, 2 * chunk, size - 1, size, size + 9} {
			for _, n := range []int64{-1, 0, 1, 2, chunk - 1, chunk, chunk + 1, size, 1 << 60} {
				r, err := s.OpenPart(from, n, size, read)
				if err != nil {
					t.Fatalf("%d: %d bytes from %d: %v", size, n, from, err)
				}
				got, err := io.ReadAll(r)
				start := max(0, min(from, size))
				want := plain[start : start+max(0, min(n, size-start))]
				if err != nil || !bytes.Equal(got, want) {
					t.Fatalf("%d: %d bytes from %d: %d bytes, %v", size, n, from, len(got), err)
				}
				if most := (int64(len(want))/chunk + 2) * sealed; asked > most {
					t.Errorf("%d: %d bytes from %d: %d were read", size, n, from, asked)
				}
			}
		}
		// One that was shortened, with its size changed to match, and one that is of
		// another place, do not open in parts either.
		if size > chunk {
			cut := func(p keyring.Span) (io.ReadCloser, error) {
				return io.NopCloser(bytes.NewReader(whole[:sealed][min(p.From, sealed):min(p.From+p.Bytes, sealed)])), nil
			}
			for _, claimed := range []int64{chunk, size} {
				r, err := s.OpenPart(0, claimed, claimed, cut)
				if err == nil {
					_, err = io.ReadAll(r)
				}
				if !errors.Is(err, keyring.ErrDamaged) {
					t.Errorf("a first chunk as a file of %d: %v", claimed, err)
				}
			}
			moved := func(p keyring.Span) (io.ReadCloser, error) {
				return io.NopCloser(bytes.NewReader(whole[sealed : sealed+min(p.Bytes, sealed)])), nil
			}
			if r, err := s.OpenPart(0, 10, size, moved); err == nil {
				if _, err = io.ReadAll(r); !errors.Is(err, keyring.ErrDamaged) {
					t.Errorf("a chunk at another's place: %v", err)
				}
			}
		}
	}
}
