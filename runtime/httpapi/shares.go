package httpapi

import (
	"context"
	"sync"
	"time"

	"github.com/banli-oa/banli/runtime/fault"
)

const (
	// ownRuns is how many requests that run scripts are handled of one person at one
	// time, ownWaits how many more may wait for that. The workers are few, and
	// everybody's: a script may hold one for as long as it is allowed to.
	ownRuns  = 3
	ownWaits = 60
)

// shares bound what one person has done at one time, and let a little more wait.
type shares struct {
	patience time.Duration

	mu   sync.Mutex
	each map[string]*share
}

type share struct {
	running chan struct{}
	in      int // those that run or wait
}

// enter waits for a turn of a person's and returns what ends it, or a
// *fault.Unavailable "server.busy".
func (s *shares) enter(ctx context.Context, person string) (leave func(), err error) {
	busy := &fault.Unavailable{Code: "server.busy", Err: errCrowded}
	own := s.join(person)
	if own == nil {
		return nil, busy
	}
	limit, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	select {
	case own.running <- struct{}{}:
		return func() {
			<-own.running
			s.part(person, own)
		}, nil
	case <-limit.Done():
		s.part(person, own)
		return nil, busy
	}
}

// join counts a person in; nil where they have too much waiting.
func (s *shares) join(person string) *share {
	s.mu.Lock()
	defer s.mu.Unlock()
	own := s.each[person]
	if own == nil {
		own = &share{running: make(chan struct{}, ownRuns)}
		if s.each == nil {
			s.each = map[string]*share{}
		}
		s.each[person] = own
	}
	if own.in == ownRuns+ownWaits {
		return nil
	}
	own.in++
	return own
}

func (s *shares) part(person string, own *share) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if own.in--; own.in == 0 {
		delete(s.each, person)
	}
}
