package storetest

import (
	"context"
	"fmt"
	"sync"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/store"
)

// Op names an operation of a collection.
type Op string

// The operations of a collection.
const (
	Get     Op = "get"
	Insert  Op = "insert"
	Replace Op = "replace"
	Delete  Op = "delete"
	Find    Op = "find"
	Count   Op = "count"
)

// Mode is how an operation goes wrong.
type Mode int

const (
	// Fail does nothing and returns the error.
	Fail Mode = iota
	// LoseAnswer carries the operation out and returns the error all the
	// same, as when a connection breaks after the write has landed.
	LoseAnswer
	// Hang does nothing and returns when the caller's context ends.
	Hang
	// HangAfter carries the operation out and returns when the caller's
	// context ends.
	HangAfter
	// Pass carries the operation out as if nothing were wrong. It is there
	// for Fault.Before.
	Pass
)

// Fault says which operations go wrong and how.
type Fault struct {
	Op         Op     // empty: any
	Collection string // empty: any
	ID         string // empty: any, and operations that are not about one
	Skip       int    // so many matching operations go well first
	Times      int    // then so many go wrong; 0 means one, negative all
	Mode       Mode
	// Err is what Fail and LoseAnswer return: nil means an error that wraps
	// store.ErrUnavailable.
	Err error
	// Before is called ahead of the operation, on its goroutine: to let
	// somebody else write between a read and the swap that follows, say.
	Before func()
}

// Call is an operation that a Faulty saw.
type Call struct {
	Op         Op
	Collection string
	ID         string // empty for find and count
	Err        error  // as the caller got it
}

// Faulty is a Backend whose operations go wrong on demand.
type Faulty struct {
	store.Backend
	mu     sync.Mutex
	faults []*Fault
	calls  []Call
}

var _ store.Backend = (*Faulty)(nil)

// NewFaulty wraps a backend. Until Inject is called all goes well.
func NewFaulty(b store.Backend) *Faulty { return &Faulty{Backend: b} }

// Inject adds a fault. Where several match an operation, the first injected
// one that is not used up counts.
func (f *Faulty) Inject(fault Fault) {
	if fault.Times == 0 {
		fault.Times = 1
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = append(f.faults, &fault)
}

// Heal removes all faults.
func (f *Faulty) Heal() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.faults = nil
}

// Calls returns the operations seen so far, in the order in which they ended.
func (f *Faulty) Calls() []Call {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Call(nil), f.calls...)
}

// next returns the fault that meets an operation, if one does.
func (f *Faulty) next(op Op, collection, id string) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, x := range f.faults {
		switch {
		case x.Times == 0,
			x.Op != "" && x.Op != op,
			x.Collection != "" && x.Collection != collection,
			x.ID != "" && x.ID != id:
			continue
		case x.Skip > 0:
			x.Skip--
			continue
		}
		if x.Times > 0 {
			x.Times--
		}
		return *x, true
	}
	return Fault{}, false
}

// meet carries an operation out, or what is left of it.
func (f *Faulty) meet(ctx context.Context, op Op, collection, id string, do func() error) (err error) {
	defer func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.calls = append(f.calls, Call{Op: op, Collection: collection, ID: id, Err: err})
	}()
	fault, ok := f.next(op, collection, id)
	if !ok {
		return do()
	}
	if fault.Before != nil {
		fault.Before()
	}
	if fault.Err == nil {
		fault.Err = fmt.Errorf("%w: injected", store.ErrUnavailable)
	}
	switch fault.Mode {
	case Pass:
		return do()
	case LoseAnswer:
		if err := do(); err != nil {
			return err
		}
	case Hang:
		<-ctx.Done()
		return ctx.Err()
	case HangAfter:
		if err := do(); err != nil {
			return err
		}
		<-ctx.Done()
		return ctx.Err()
	case Fail:
	}
	return fault.Err
}

// Collection implements store.Backend.
func (f *Faulty) Collection(spec store.Spec) (store.RawCollection, error) {
	raw, err := f.Backend.Collection(spec)
	if err != nil {
		return nil, err
	}
	return &faultyCollection{faulty: f, name: spec.Name, raw: raw}, nil
}

type faultyCollection struct {
	faulty *Faulty
	name   string
	raw    store.RawCollection
}

var _ store.RawCollection = (*faultyCollection)(nil)

func (c *faultyCollection) Get(ctx context.Context, id string) (doc bson.Raw, err error) {
	err = c.faulty.meet(ctx, Get, c.name, id, func() (err error) {
		doc, err = c.raw.Get(ctx, id)
		return err
	})
	return doc, err
}

func (c *faultyCollection) Insert(ctx context.Context, doc store.Document) error {
	return c.faulty.meet(ctx, Insert, c.name, doc.ID, func() error { return c.raw.Insert(ctx, doc) })
}

func (c *faultyCollection) Replace(ctx context.Context, rev int64, doc store.Document) error {
	return c.faulty.meet(ctx, Replace, c.name, doc.ID, func() error { return c.raw.Replace(ctx, rev, doc) })
}

func (c *faultyCollection) Delete(ctx context.Context, id string, rev int64) error {
	return c.faulty.meet(ctx, Delete, c.name, id, func() error { return c.raw.Delete(ctx, id, rev) })
}

func (c *faultyCollection) Find(ctx context.Context, plan *store.Plan) (docs []bson.Raw, err error) {
	err = c.faulty.meet(ctx, Find, c.name, "", func() (err error) {
		docs, err = c.raw.Find(ctx, plan)
		return err
	})
	return docs, err
}

func (c *faultyCollection) Count(ctx context.Context, plan *store.Plan) (n int, err error) {
	err = c.faulty.meet(ctx, Count, c.name, "", func() (err error) {
		n, err = c.raw.Count(ctx, plan)
		return err
	})
	return n, err
}
