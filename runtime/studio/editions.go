package studio

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/fault"
	"github.com/banli-oa/banli/runtime/script"
	"github.com/banli-oa/banli/runtime/store"
)

// freshFor is how long this process relies on what it knows to be published
// before it asks the store what other processes published.
const freshFor = time.Second

// Edition is a published revision of an app, ready to run. It is immutable.
type Edition struct {
	*compiled
	N      int
	Digest string
	// By is the person who published it.
	By string
}

// compiled is what revisions with the same definition share.
type compiled struct {
	*app.Compiled
	// Check is the app's validation script; it may be empty.
	Check script.Source
	// Compute is the script that computes fields; it may be empty.
	Compute script.Source
	// Options are the scripts that offer options, Steps those that steps run, by
	// name.
	Options, Steps map[string]script.Source
}

// Sets lists the fields that the app's script computes.
func (c *compiled) Sets() []string {
	if c.Compute.Empty() {
		return []string{}
	}
	return append([]string{}, c.App.Scripts.Sets...)
}

// ready keeps the scripts of a compiled app as they are run.
func ready(c *app.Compiled) *compiled {
	sources := func(code map[string]string) map[string]script.Source {
		all := map[string]script.Source{}
		for name, source := range code {
			all[name] = script.NewSource(source)
		}
		return all
	}
	s := c.App.Scripts
	return &compiled{
		Compiled: c, Check: script.NewSource(s.Validate), Compute: script.NewSource(s.Compute),
		Options: sources(s.Options), Steps: sources(s.Flow),
	}
}

// Editions hands out published revisions. Compiled ones are kept: a revision
// never changes.
type Editions struct {
	apps        *store.Collection[appDocument]
	definitions *store.Collection[definitionDocument]
	clock       clock.Clock

	mu        sync.RWMutex
	published map[string][]revision // app → its revisions
	order     []string              // apps by id
	askedAt   time.Time
	// changes counts what this process published, so that an answer of the
	// store from before the last publication is not taken for news.
	changes  int
	compiled map[string]*compiled // definition id → edition
}

func newEditions(apps *store.Collection[appDocument], definitions *store.Collection[definitionDocument], c clock.Clock) *Editions {
	return &Editions{apps: apps, definitions: definitions, clock: c, compiled: map[string]*compiled{}}
}

// forget makes the next question go to the store: this process published.
func (e *Editions) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.askedAt = time.Time{}
	e.changes++
}

// refresh asks the store what is published, unless that was done just now.
func (e *Editions) refresh(ctx context.Context) error {
	now := e.clock.Now()
	e.mu.RLock()
	fresh := !e.askedAt.IsZero() && now.Sub(e.askedAt) < freshFor && !now.Before(e.askedAt)
	before := e.changes
	e.mu.RUnlock()
	if fresh {
		return nil
	}
	page, err := e.apps.Find(ctx, store.Query{Order: "app", Limit: maxApps})
	if err != nil {
		return fmt.Errorf("studio: listing apps: %w", err)
	}
	published, order := map[string][]revision{}, []string{}
	for _, doc := range page.Items {
		if len(doc.Revisions) > 0 {
			published[doc.App] = doc.Revisions
			order = append(order, doc.App)
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.published, e.order = published, order
	if e.changes == before {
		e.askedAt = now
	}
	return nil
}

// All lists the newest edition of each published app, by id.
func (e *Editions) All(ctx context.Context) ([]*Edition, error) {
	if err := e.refresh(ctx); err != nil {
		return nil, err
	}
	e.mu.RLock()
	order := e.order
	e.mu.RUnlock()
	all := make([]*Edition, 0, len(order))
	for _, id := range order {
		ed, err := e.Current(ctx, id)
		if err != nil {
			return nil, err
		}
		all = append(all, ed)
	}
	return all, nil
}

// Current returns the newest edition of an app, or *fault.NotFound.
func (e *Editions) Current(ctx context.Context, id string) (*Edition, error) {
	if err := e.refresh(ctx); err != nil {
		return nil, err
	}
	e.mu.RLock()
	n := len(e.published[id])
	e.mu.RUnlock()
	if n == 0 {
		return nil, &fault.NotFound{Thing: "app", ID: id}
	}
	return e.Numbered(ctx, id, n)
}

// Numbered returns one edition of an app, or *fault.NotFound.
func (e *Editions) Numbered(ctx context.Context, id string, n int) (*Edition, error) {
	r, ok := e.known(id, n)
	if !ok { // another process may have published it this moment
		e.forget()
		if err := e.refresh(ctx); err != nil {
			return nil, err
		}
		if r, ok = e.known(id, n); !ok {
			return nil, &fault.NotFound{Thing: "revision", ID: id + " " + strconv.Itoa(n)}
		}
	}
	c, err := e.compile(ctx, id, r.Digest)
	if err != nil {
		return nil, err
	}
	return &Edition{compiled: c, N: n, Digest: r.Digest, By: r.By}, nil
}

func (e *Editions) known(id string, n int) (revision, bool) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	all := e.published[id]
	if n < 1 || n > len(all) {
		return revision{}, false
	}
	return all[n-1], true
}

// compile makes a definition ready to run, once.
func (e *Editions) compile(ctx context.Context, id, digest string) (*compiled, error) {
	key := definitionID(id, digest)
	e.mu.RLock()
	kept, ok := e.compiled[key]
	e.mu.RUnlock()
	if ok {
		return kept, nil
	}
	doc, err := e.definitions.Get(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("studio: reading a definition: %w", err)
	}
	a, err := app.Decode([]byte(doc.Definition))
	if err != nil {
		return nil, fmt.Errorf("studio: definition %s: %w", key, err)
	}
	c, err := app.Compile(a)
	if err != nil {
		return nil, fmt.Errorf("studio: definition %s: %w", key, err)
	}
	kept = ready(c)
	e.mu.Lock()
	defer e.mu.Unlock()
	e.compiled[key] = kept
	return kept, nil
}
