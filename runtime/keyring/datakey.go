package keyring

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
)

// DataKey seals what belongs to one thing, a case or a draft for instance. It is
// stored beside what it seals, wrapped: sealed under the master key. What it seals
// names it by its id, as what the master key seals does, so that a master key is
// replaced by wrapping data keys again, and a data key can be replaced too.
type DataKey struct {
	ring   *Keyring
	mac    []byte
	stream []byte // the key of what is sealed in chunks
}

// NewDataKey makes a data key for the thing that place names, and returns it also
// as it is stored.
func (k *Keyring) NewDataKey(place string) (key *DataKey, wrapped []byte, err error) {
	secret := make([]byte, keySize)
	_, _ = rand.Read(secret) // never fails: it ends the process instead (crypto/rand)
	if key, err = dataKey(secret); err != nil {
		return nil, nil, err
	}
	return key, k.Seal(secret, place), nil
}

// DataKey opens a data key that was made for the thing that place names. It
// returns ErrUnknownKey where the master key that wrapped it is not in the ring,
// or ErrDamaged.
func (k *Keyring) DataKey(wrapped []byte, place string) (*DataKey, error) {
	secret, err := k.Open(wrapped, place)
	if err != nil {
		return nil, err
	}
	if len(secret) != keySize {
		return nil, ErrDamaged
	}
	return dataKey(secret)
}

func dataKey(secret []byte) (*DataKey, error) {
	ring, err := newKeyring([][]byte{secret})
	if err != nil {
		return nil, fmt.Errorf("keyring: a data key: %w", err)
	}
	mac := sha256.Sum256(append([]byte("banli data key mac\n"), secret...))
	stream := sha256.Sum256(append([]byte("banli data key stream\n"), secret...))
	return &DataKey{ring: ring, mac: mac[:], stream: stream[:]}, nil
}

// Seal encrypts plain for a place, as Keyring.Seal does.
func (d *DataKey) Seal(plain []byte, place string) []byte { return d.ring.Seal(plain, place) }

// Open decrypts what was sealed for a place, as Keyring.Open does.
func (d *DataKey) Open(sealed []byte, place string) ([]byte, error) {
	return d.ring.Open(sealed, place)
}

// MAC returns a digest of text that nobody without the key can compute: one of
// something sealed gives nothing away to whoever guesses what it may be.
func (d *DataKey) MAC(text []byte) []byte {
	h := hmac.New(sha256.New, d.mac)
	h.Write(text)
	return h.Sum(nil)
}
