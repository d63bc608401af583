package notify

import "context"

// NewHub makes a hub with these bounds, for tests.
func NewHub(perPerson, most int) *Hub { return newHub(perPerson, most) }

// Add opens a stream without asking anybody.
func (h *Hub) Add(person string, ended func()) (*Stream, error) { return h.add(person, ended) }

// Say puts an event into a person's streams.
func (h *Hub) Say(person string, e Event) { h.say(person, e) }

// CatchUp looks once for what other processes delivered.
func (n *Notices) CatchUp(ctx context.Context) error { return n.catchUp(ctx) }
