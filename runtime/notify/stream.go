package notify

import "sync"

// The events of a stream.
const (
	// EventState is the first event: how many notices are unread.
	EventState = "state"
	// EventNotice says that a notice was delivered.
	EventNotice = "notice"
	// EventRead says that notices were read, maybe in another window.
	EventRead = "read"
	// EventInbox says that tasks came to the inbox or left it.
	EventInbox = "inbox"
	// EventDraft says that the draft of an app that the reader has open in the
	// studio was saved, maybe by themselves.
	EventDraft = "draft"
	// EventResync says that events were lost: read the lists again.
	EventResync = "resync"
	// EventEnd is the last event, with the reason.
	EventEnd = "end"
)

// Event is one thing that a stream says.
type Event struct {
	Name string
	// Notice is the id of the newest notice that the stream has spoken of,
	// empty where the event is not about one.
	Notice string
	// Data is what is said about it; nil is an empty object.
	Data any
}

// Said is the data of the events state, notice and read. Unread counts up to
// MostCounted.
type Said struct {
	*View
	Unread int `json:"unread"`
}

// SavedDraft is the data of the event draft.
type SavedDraft struct {
	App string `json:"app"`
}

// Reason is why a stream ended.
type Reason string

// The reasons.
const (
	// Replaced means that the same person opened too many after this one.
	Replaced Reason = "replaced"
	// Stopping means that the server stops.
	Stopping Reason = "stopping"
	// SignedOut means that the session or token is no longer good.
	SignedOut Reason = "signedOut"
)

// maxQueued is how many events wait for a slow reader before they are replaced
// by one that says to read the lists again.
const maxQueued = 16

// Stream is what one window of one person is told. Its reader waits for Wake
// and Done, and takes what there is.
type Stream struct {
	hub    *Hub
	person string
	wake   chan struct{}
	done   chan struct{}
	ended  func()

	mu     sync.Mutex
	queue  []Event
	reason Reason
}

// Wake receives when there is something to Take.
func (s *Stream) Wake() <-chan struct{} { return s.wake }

// Done is closed when the stream was ended by somebody else than its reader;
// Reason says why.
func (s *Stream) Done() <-chan struct{} { return s.done }

// Reason says why the stream ended; it is empty until Done is closed.
func (s *Stream) Reason() Reason {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reason
}

// Take returns what has been said since the last call.
func (s *Stream) Take() []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	events := s.queue
	s.queue = nil
	return events
}

// Close tells the hub that the reader has gone.
func (s *Stream) Close() { s.hub.remove(s) }

// put queues an event. It never waits: whoever reads too slowly gets one event
// that stands for all that were lost.
func (s *Stream) put(e Event) {
	s.mu.Lock()
	switch n := len(s.queue); {
	case n > 0 && s.queue[n-1].Name == EventResync:
		// What was lost covers this too.
	case n > 0 && e.Name == EventInbox && s.queue[n-1].Name == EventInbox:
		// Once is enough.
	case n >= maxQueued:
		s.queue = []Event{{Name: EventResync}}
	default:
		s.queue = append(s.queue, e)
	}
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default: // it is awake already
	}
}

// end closes Done, once.
func (s *Stream) end(why Reason) {
	s.mu.Lock()
	first := s.reason == ""
	if first {
		s.reason = why
	}
	s.mu.Unlock()
	if first {
		close(s.done)
		s.ended()
	}
}
