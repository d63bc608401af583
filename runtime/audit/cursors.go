package audit

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"github.com/banli-oa/banli/runtime/store"
)

// secretDocument is the key that signs cursors, the same for all processes on
// one store.
type secretDocument struct {
	store.Head `bson:",inline"`
	Key        []byte `bson:"key"`
}

// cursors signs the store's cursors together with the question that they
// continue.
type cursors struct{ key []byte }

func newCursors(ctx context.Context, b store.Backend) (*cursors, error) {
	secrets, err := store.Open[secretDocument](b, store.Spec{Name: "secrets"})
	if err != nil {
		return nil, fmt.Errorf("audit: opening secrets: %w", err)
	}
	for {
		doc, err := secrets.Get(ctx, "audit")
		if errors.Is(err, store.ErrNotFound) {
			key := make([]byte, 32)
			_, _ = rand.Read(key) // never fails: it ends the process instead (crypto/rand)
			doc = &secretDocument{Head: store.Head{ID: "audit"}, Key: key}
			err = secrets.Insert(ctx, doc)
			if errors.Is(err, store.ErrExists) {
				continue // another process was first: take its key
			}
		}
		if err != nil {
			return nil, fmt.Errorf("audit: the cursors' key: %w", err)
		}
		return &cursors{key: doc.Key}, nil
	}
}

func (c *cursors) mac(question, cursor string) string {
	h := hmac.New(sha256.New, c.key)
	h.Write([]byte(question))
	h.Write([]byte{0})
	h.Write([]byte(cursor))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}

func (c *cursors) sign(question string, cursor store.Cursor) string {
	if cursor == "" {
		return ""
	}
	return c.mac(question, string(cursor)) + "." + string(cursor)
}

// ErrCursor says that a cursor is not one of this question's.
var ErrCursor = errors.New("audit: not a cursor of this list")

func (c *cursors) verify(question, signed string) (store.Cursor, error) {
	if signed == "" {
		return "", nil
	}
	mac, cursor, ok := strings.Cut(signed, ".")
	if !ok || !hmac.Equal([]byte(mac), []byte(c.mac(question, cursor))) {
		return "", ErrCursor
	}
	return store.Cursor(cursor), nil
}
