package audit

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strings"

	"github.com/banli-oa/banli/runtime/store"
)

// cursors signs the store's cursors together with the question that they
// continue.
type cursors struct{ key []byte }

func (c cursors) mac(question, cursor string) string {
	h := hmac.New(sha256.New, c.key)
	h.Write([]byte(question))
	h.Write([]byte{0})
	h.Write([]byte(cursor))
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil)[:16])
}

func (c cursors) sign(question string, cursor store.Cursor) string {
	if cursor == "" {
		return ""
	}
	return c.mac(question, string(cursor)) + "." + string(cursor)
}

// ErrCursor says that a cursor is not one of this question's.
var ErrCursor = errors.New("audit: not a cursor of this list")

func (c cursors) verify(question, signed string) (store.Cursor, error) {
	if signed == "" {
		return "", nil
	}
	mac, cursor, ok := strings.Cut(signed, ".")
	if !ok || !hmac.Equal([]byte(mac), []byte(c.mac(question, cursor))) {
		return "", ErrCursor
	}
	return store.Cursor(cursor), nil
}
