package audit

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"github.com/banli-oa/banli/runtime/store"
)

// Vault seals what the store must not show. It is runtime/keyring's Keyring.
type Vault interface {
	Seal(plain []byte, place string) []byte
	Open(sealed []byte, place string) ([]byte, error)
	// Stale reports that the bytes should be sealed again, under a newer key.
	Stale(sealed []byte) bool
}

// ErrKey says that the key of the chains cannot be opened with the master key
// at hand.
var ErrKey = errors.New("audit: the record is linked with a key that this master key does not open")

// secretDocument is a key of this package, the same for all processes on one
// store.
type secretDocument struct {
	store.Head `bson:",inline"`
	Key        []byte `bson:"key"`
}

const (
	linkKeyID    = "auditLinks"
	linkKeyPlace = "audit/links"
	cursorKeyID  = "auditCursors"
)

// maxKeySwaps bounds how often a key is sealed again because another process
// did so at the same time.
const maxKeySwaps = 8

// secret reads a key, and makes it where there is none.
func secret(ctx context.Context, secrets *store.Collection[secretDocument], id string, wrap func([]byte) []byte) (*secretDocument, error) {
	for {
		doc, err := secrets.Get(ctx, id)
		if errors.Is(err, store.ErrNotFound) {
			key := make([]byte, 32)
			_, _ = rand.Read(key) // never fails: it ends the process instead (crypto/rand)
			doc = &secretDocument{Head: store.Head{ID: id}, Key: wrap(key)}
			err = secrets.Insert(ctx, doc)
			if errors.Is(err, store.ErrExists) {
				continue // another process was first: take its key
			}
		}
		if err != nil {
			return nil, fmt.Errorf("audit: the key %s: %w", id, err)
		}
		return doc, nil
	}
}

// linkKey opens the key that links the chains. It is made once and stays, so
// that a new master key only seals it again.
func linkKey(ctx context.Context, secrets *store.Collection[secretDocument], v Vault) ([]byte, error) {
	for range maxKeySwaps {
		doc, err := secret(ctx, secrets, linkKeyID, func(key []byte) []byte { return v.Seal(key, linkKeyPlace) })
		if err != nil {
			return nil, err
		}
		key, err := v.Open(doc.Key, linkKeyPlace)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrKey, err)
		}
		if !v.Stale(doc.Key) {
			return key, nil
		}
		doc.Key = v.Seal(key, linkKeyPlace)
		err = secrets.Replace(ctx, doc)
		if err == nil {
			return key, nil
		}
		if !errors.Is(err, store.ErrConflict) {
			return nil, fmt.Errorf("audit: sealing the key of the chains again: %w", err)
		}
	}
	return nil, fmt.Errorf("audit: sealing the key of the chains again: %w", store.ErrConflict)
}
