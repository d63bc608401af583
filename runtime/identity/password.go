package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// The cost of one password: OWASP's Password Storage Cheat Sheet, argon2id
// with 19 MiB of memory, two passes and one lane.
const (
	hashMemory = 19 * 1024 // KiB
	hashTime   = 2
	hashLanes  = 1
	hashSalt   = 16
	hashSize   = 32
)

// The length of a password: at least 8 characters (NIST SP 800-63B), and no
// more bytes than anyone types, so that hashing has a bound.
const (
	MinPassword = 8
	MaxPassword = 256
)

// Errors of passwords.
var (
	// ErrPasswordShort means fewer than MinPassword characters.
	ErrPasswordShort = errors.New("identity: the password is too short")
	// ErrPasswordLong means more than MaxPassword bytes.
	ErrPasswordLong = errors.New("identity: the password is too long")
	// ErrBusy means that too many people are signing in at this moment; trying
	// again shortly helps.
	ErrBusy = errors.New("identity: too many sign-ins at once")
)

var errHashFormat = errors.New("identity: not an argon2id hash of ours")

// hasher hashes passwords, at most two at a time: each costs 19 MiB, and a
// flood of sign-ins must not cost the whole machine. A bounded number wait.
type hasher struct {
	running chan struct{}
	waiting chan struct{}
}

func newHasher(atOnce, queue int) *hasher {
	return &hasher{running: make(chan struct{}, atOnce), waiting: make(chan struct{}, queue)}
}

// enter takes a place; leave gives it back.
func (h *hasher) enter(ctx context.Context) (leave func(), err error) {
	select {
	case h.waiting <- struct{}{}:
	default:
		return nil, ErrBusy
	}
	defer func() { <-h.waiting }()
	select {
	case h.running <- struct{}{}:
		return func() { <-h.running }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// hash makes the PHC text of a password.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if utf8.RuneCountInString(password) < MinPassword {
		return "", ErrPasswordShort
	}
	if len(password) > MaxPassword {
		return "", ErrPasswordLong
	}
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	salt := make([]byte, hashSalt)
	_, _ = rand.Read(salt) // never fails: it ends the process instead (crypto/rand)
	key := argon2.IDKey([]byte(password), salt, hashTime, hashMemory, hashLanes, hashSize)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashMemory, hashTime, hashLanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key)), nil
}

// verify reports whether password makes the stored hash. With an empty or
// unreadable hash it works as long and says no, so that the time taken does
// not tell who exists.
func (h *hasher) verify(ctx context.Context, stored, password string) (bool, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	salt, want, err := parseHash(stored)
	known := err == nil
	if !known {
		salt, want = make([]byte, hashSalt), make([]byte, hashSize)
	}
	if len(password) > MaxPassword {
		password, known = "", false
	}
	got := argon2.IDKey([]byte(password), salt, hashTime, hashMemory, hashLanes, hashSize)
	return subtle.ConstantTimeCompare(got, want) == 1 && known, nil
}

// parseHash reads a PHC text made with exactly the cost above: another cost in
// the store could make one sign-in take the machine.
func parseHash(s string) (salt, key []byte, err error) {
	want := fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$", argon2.Version, hashMemory, hashTime, hashLanes)
	rest, ok := strings.CutPrefix(s, want)
	if !ok {
		return nil, nil, errHashFormat
	}
	a, b, ok := strings.Cut(rest, "$")
	if !ok {
		return nil, nil, errHashFormat
	}
	if salt, err = base64.RawStdEncoding.DecodeString(a); err != nil || len(salt) != hashSalt {
		return nil, nil, errHashFormat
	}
	if key, err = base64.RawStdEncoding.DecodeString(b); err != nil || len(key) != hashSize {
		return nil, nil, errHashFormat
	}
	return salt, key, nil
}
