package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"
)

// digest is the SHA-256 of a session token or API token.
type digest [sha256.Size]byte

func digestOf(secret string) digest { return sha256.Sum256([]byte(secret)) }

// id is the document id that a digest is stored under.
func (d digest) id() string { return hex.EncodeToString(d[:]) }

// maxSeen bounds the memory of seen; when it is full it starts anew.
const maxSeen = 20000

// credential is what is known about a session or token.
type credential struct {
	person    string
	scheme    Scheme
	seenAt    int64 // sessions: the use last written down
	endsAt    int64 // sessions: the absolute end
	checkedAt int64 // when the store was last asked
}

// seen remembers sessions and tokens that the store has confirmed. Forgetting
// is immediate, and what was read from the store before something was
// forgotten is not taken in afterwards.
type seen struct {
	mu       sync.RWMutex
	epoch    uint64
	byDigest map[digest]credential
}

func newSeen() *seen { return &seen{byDigest: map[digest]credential{}} }

// get returns what is known, and the epoch to hand to put.
func (s *seen) get(d digest) (c credential, known bool, epoch uint64) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	c, known = s.byDigest[d]
	return c, known, s.epoch
}

// put remembers a credential, unless something was forgotten since epoch.
func (s *seen) put(d digest, c credential, epoch uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.epoch != epoch {
		return
	}
	if len(s.byDigest) >= maxSeen {
		clear(s.byDigest)
	}
	s.byDigest[d] = c
}

func (s *seen) forget(d digest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.epoch++
	delete(s.byDigest, d)
}

// forgetID forgets the credential stored under a document id.
func (s *seen) forgetID(id string) {
	var d digest
	if len(id) != hex.EncodedLen(len(d)) {
		return
	}
	if _, err := hex.Decode(d[:], []byte(id)); err == nil {
		s.forget(d)
	}
}

// forgetPerson forgets everything that speaks for a person.
func (s *seen) forgetPerson(person string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.epoch++
	for d, c := range s.byDigest {
		if c.person == person {
			delete(s.byDigest, d)
		}
	}
}
