package bundle

import (
	"context"
	"sync"

	"github.com/banli-oa/banli/policies/authz"
)

// Swapper is what a Manager puts a policy in force with.
type Swapper interface {
	Swap(p *authz.Policy) *authz.Policy
}

var _ Swapper = (*authz.Evaluator)(nil)

// Manager keeps one policy in force and replaces it only by one that is good. It is
// safe for concurrent use.
type Manager struct {
	target  Swapper
	options Options

	loading sync.Mutex // held while a policy is read, so that the last one asked for wins

	mu     sync.Mutex // guards what follows
	origin string
	status Status
}

// Status tells what is in force and what was refused last.
type Status struct {
	// Active is the policy in force, or nil before the first one.
	Active *Candidate
	// Refused is why the last attempt failed, or nil when it did not.
	Refused error
}

// NewManager returns a manager that swaps policies into target. It puts nothing in
// force by itself.
func NewManager(target Swapper, o Options) *Manager {
	return &Manager{target: target, options: o}
}

// Activate loads the policy at origin and puts it in force; an empty origin means
// the default policy. On an error, an *Error where the policy is at fault, the
// policy before it stays in force.
func (m *Manager) Activate(ctx context.Context, origin string) (*Candidate, error) {
	m.loading.Lock()
	defer m.loading.Unlock()
	return m.activate(ctx, origin)
}

// Reload loads once more what Activate was last asked for, whether it was refused
// or not: a policy that was mended on disk comes into force by it. Without an
// Activate before it, that is the default policy.
func (m *Manager) Reload(ctx context.Context) (*Candidate, error) {
	m.loading.Lock()
	defer m.loading.Unlock()
	m.mu.Lock()
	origin := m.origin
	m.mu.Unlock()
	return m.activate(ctx, origin)
}

func (m *Manager) activate(ctx context.Context, origin string) (*Candidate, error) {
	c, err := Load(ctx, origin, m.options)
	if err == nil && m.options.Admit != nil {
		err = m.options.Admit(ctx, c)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.origin = origin
	m.status.Refused = err
	if err != nil {
		return nil, err
	}
	m.status.Active = c
	m.target.Swap(c.Policy)
	return c, nil
}

// Status tells what is in force and what was refused last.
func (m *Manager) Status() Status {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.status
}
