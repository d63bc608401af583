package keyring

import (
	"bytes"
	"cmp"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
)

// Errors of a keyring.
var (
	// ErrUnknownKey means that the bytes were sealed under a key that is not in
	// the ring; the error names the key's id.
	ErrUnknownKey = errors.New("keyring: sealed under another key")
	// ErrDamaged means that the bytes are not what was sealed, or were sealed
	// for another place.
	ErrDamaged = errors.New("keyring: the sealed bytes are damaged or belong elsewhere")
	// ErrKeyFile means that a key file can't be used; the error says why.
	ErrKeyFile = errors.New("keyring: the key file cannot be used")
)

const (
	keySize = 32 // AES-256
	idSize  = 8
	// version begins whatever is sealed, so that another way of sealing can
	// follow this one.
	version    = 1
	headerSize = 1 + idSize
)

// keyID names a key without giving anything of it away.
type keyID [idSize]byte

func (id keyID) String() string { return hex.EncodeToString(id[:]) }

func idOf(key []byte) keyID {
	sum := sha256.Sum256(append([]byte("banli key id\n"), key...))
	return keyID(sum[:idSize])
}

// Keyring seals and opens. The zero value has no key. It is safe for
// concurrent use.
type Keyring struct {
	file    string // that it was read from; empty for a data key
	active  keyID
	ciphers map[keyID]cipher.AEAD
}

// newKeyring makes a ring of keys; the first is the one that seals.
func newKeyring(keys [][]byte) (*Keyring, error) {
	k := &Keyring{active: idOf(keys[0]), ciphers: map[keyID]cipher.AEAD{}}
	for _, key := range keys {
		block, err := aes.NewCipher(key)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrKeyFile, err)
		}
		// The nonces are random: good for 2^32 seals under one key.
		gcm, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrKeyFile, err)
		}
		k.ciphers[idOf(key)] = gcm
	}
	return k, nil
}

// Seal encrypts plain under the active key. place says what it is for, such as
// "company/mail.password": what was sealed for one place opens at no other.
func (k *Keyring) Seal(plain []byte, place string) []byte {
	header := append([]byte{version}, k.active[:]...)
	return k.ciphers[k.active].Seal(header, nil, plain, associated(header, place))
}

// Open decrypts what was sealed for place, under the active key or an older
// one of the ring. It returns ErrUnknownKey or ErrDamaged.
func (k *Keyring) Open(sealed []byte, place string) ([]byte, error) {
	id, ok := sealedUnder(sealed)
	if !ok {
		return nil, ErrDamaged
	}
	gcm, ok := k.ciphers[id]
	if !ok {
		return nil, fmt.Errorf("%w: key %s is not in %s", ErrUnknownKey, id, cmp.Or(k.file, "the data key"))
	}
	header := sealed[:headerSize]
	plain, err := gcm.Open(nil, nil, sealed[headerSize:], associated(header, place))
	if err != nil {
		return nil, ErrDamaged
	}
	return plain, nil
}

// Stale reports whether the bytes were sealed under another key than the
// active one, and should be sealed again.
func (k *Keyring) Stale(sealed []byte) bool {
	id, ok := sealedUnder(sealed)
	return ok && id != k.active
}

func sealedUnder(sealed []byte) (keyID, bool) {
	if len(sealed) < headerSize || sealed[0] != version {
		return keyID{}, false
	}
	return keyID(sealed[1:headerSize]), true
}

func associated(header []byte, place string) []byte {
	return append(bytes.Clone(header), place...)
}
