package audit

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// Entry is one link of an object's chain, stored beside the content that it
// vouches for.
type Entry struct {
	// Salt is 16 random bytes, so that a digest of short content (yes, no)
	// cannot be guessed back after the content was erased.
	Salt []byte `bson:"salt"`
	// Digest is SHA-256 of the salt and the content.
	Digest []byte `bson:"digest"`
}

// ErrBroken says that a chain does not lead to its head: an entry was
// altered, deleted or moved.
var ErrBroken = errors.New("audit: the chain is broken")

// Sealer makes the links of chains. With a key, whoever can write to the
// store but has not got the key cannot make a chain that fits. The zero value
// seals without one: then only the journal's head, kept elsewhere, shows that
// everything was made anew.
type Sealer struct{ key []byte }

// NewSealer returns a Sealer with a key, which may be empty.
func NewSealer(key []byte) Sealer { return Sealer{key: key} }

// Seal makes the entry for content that is entry number seq (from 1) of the
// chain of object, and returns it with the chain's new head. head is nil for
// the first entry.
func (s Sealer) Seal(object string, seq int64, head, content []byte) (Entry, []byte) {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails: it ends the process instead (crypto/rand)
	e := Entry{Salt: salt, Digest: digest(salt, content)}
	return e, s.link(object, seq, head, e)
}

func digest(salt, content []byte) []byte {
	h := sha256.New()
	h.Write(salt)
	h.Write(content)
	return h.Sum(nil)
}

// link binds an entry to its object, to its place and to all entries before
// it: the three ways of cheating that a digest alone would not show.
func (s Sealer) link(object string, seq int64, head []byte, e Entry) []byte {
	h := sha256.New()
	if len(s.key) > 0 {
		h = hmac.New(sha256.New, s.key)
	}
	h.Write(head)
	var n [8]byte
	binary.BigEndian.PutUint64(n[:], uint64(seq))
	h.Write(n[:])
	h.Write([]byte(object))
	h.Write(e.Digest)
	return h.Sum(nil)
}

// Record is an entry with its content; a nil Content stands for erased
// content, whose digest is then taken as it is.
type Record struct {
	Entry   Entry
	Content []byte
}

// Verify walks the chain of object from its first record and reports the
// first that does not fit, or that the walk does not end at head. Errors wrap
// ErrBroken.
func (s Sealer) Verify(object string, records []Record, head []byte) error {
	var at []byte
	for i, r := range records {
		seq := int64(i + 1)
		if r.Content != nil && !bytes.Equal(digest(r.Entry.Salt, r.Content), r.Entry.Digest) {
			return fmt.Errorf("%w: entry %d of %s was altered", ErrBroken, seq, object)
		}
		at = s.link(object, seq, at, r.Entry)
	}
	if !bytes.Equal(at, head) {
		return fmt.Errorf("%w: the entries of %s do not lead to its head (one is missing, added or moved)", ErrBroken, object)
	}
	return nil
}
