package ids

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"regexp"
)

var encoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

var pattern = regexp.MustCompile(`^[a-z2-7]{26}$`)

// Source makes new ids. It is injected, so that tests can make them
// predictable.
type Source interface {
	New() string
}

type random struct{}

// Random returns a Source of unguessable ids from the operating system's
// randomness.
func Random() Source { return random{} }

func (random) New() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the process instead (crypto/rand)
	return encoding.EncodeToString(b[:])
}

// Hash returns the id that stands for parts, in their order: the first 128
// bits of SHA-256 over each part behind its length, so that ("ab","c") and
// ("a","bc") differ.
func Hash(parts ...string) string {
	h := sha256.New()
	var n [8]byte
	for _, p := range parts {
		binary.BigEndian.PutUint64(n[:], uint64(len(p)))
		h.Write(n[:])
		h.Write([]byte(p))
	}
	return encoding.EncodeToString(h.Sum(nil)[:16])
}

// Valid reports whether s has the shape of an id.
func Valid(s string) bool { return pattern.MatchString(s) }
