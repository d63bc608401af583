package notify

import (
	"errors"
	"slices"
	"sync"
)

const (
	// maxPerPerson is how many streams one person has; one more ends the
	// oldest.
	maxPerPerson = 8
	// maxStreams is how many streams this process has in all.
	maxStreams = 4000
)

// ErrFull means that no more streams can be opened now: there are too many, or
// the server stops.
var ErrFull = errors.New("notify: no more streams now")

// Hub holds the streams that are open in this process.
type Hub struct {
	perPerson, most int

	mu     sync.RWMutex
	people map[string][]*Stream // oldest first
	open   int
	shut   bool
	// newest is the last notice that was said to each person who listens.
	newest map[string]string
}

func newHub(perPerson, most int) *Hub {
	return &Hub{perPerson: perPerson, most: most, people: map[string][]*Stream{}, newest: map[string]string{}}
}

// Open returns how many streams are open.
func (h *Hub) Open() int {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.open
}

// Shut ends every stream and opens none any more.
func (h *Hub) Shut() {
	h.mu.Lock()
	h.shut = true
	var all []*Stream
	for _, streams := range h.people {
		all = append(all, streams...)
	}
	h.mu.Unlock()
	for _, s := range all {
		s.end(Stopping)
	}
}

// add opens a stream, or returns ErrFull. ended is called once when the hub
// ends it.
func (h *Hub) add(person string, ended func()) (*Stream, error) {
	s := &Stream{hub: h, person: person, ended: ended, wake: make(chan struct{}, 1), done: make(chan struct{})}
	h.mu.Lock()
	if h.shut || h.open >= h.most {
		h.mu.Unlock()
		return nil, ErrFull
	}
	var oldest *Stream
	if own := h.people[person]; len(own) >= h.perPerson {
		oldest = own[0]
		h.drop(oldest)
	}
	h.people[person] = append(h.people[person], s)
	h.open++
	h.mu.Unlock()
	if oldest != nil {
		oldest.end(Replaced)
	}
	return s, nil
}

func (h *Hub) remove(s *Stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.drop(s)
}

// drop takes a stream out, if it is still there. The lock is held.
func (h *Hub) drop(s *Stream) {
	own := h.people[s.person]
	i := slices.Index(own, s)
	if i < 0 {
		return
	}
	h.open--
	if own = slices.Delete(own, i, i+1); len(own) > 0 {
		h.people[s.person] = own
		return
	}
	delete(h.people, s.person)
	delete(h.newest, s.person)
}

// listens reports whether a person has a stream open.
func (h *Hub) listens(person string) bool {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return len(h.people[person]) > 0
}

// listeners lists who has a stream open, with the last notice they heard of.
func (h *Hub) listeners() map[string]string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	all := make(map[string]string, len(h.people))
	for person := range h.people {
		all[person] = h.newest[person]
	}
	return all
}

// say puts an event into each stream of a person.
func (h *Hub) say(person string, e Event) {
	h.mu.Lock()
	own := h.people[person]
	if e.Notice != "" && len(own) > 0 {
		h.newest[person] = e.Notice
	}
	streams := slices.Clone(own)
	h.mu.Unlock()
	for _, s := range streams {
		s.put(e)
	}
}
