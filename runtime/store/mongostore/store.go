package mongostore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"sync"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"

	"github.com/banli-oa/banli/runtime/clock"
	"github.com/banli-oa/banli/runtime/store"
)

const (
	// selectLimit is how long an operation looks for a server that can do it:
	// longer than an election usually lasts would keep people waiting, and
	// what failed can be repeated.
	selectLimit = 4 * time.Second
	// answerLimit is how long one operation may take in all.
	answerLimit = 15 * time.Second
	// buildLimit is how long the building of one index may take.
	buildLimit = time.Hour
	// defaultPool is how many operations run at one time, each on a connection
	// of its own.
	defaultPool = 64
	// waitLimit is how long an operation waits for one of these places.
	waitLimit = 3 * time.Second
)

// Options tune a Store; the zero value is right for production.
type Options struct {
	// Logger hears of indexes that are built, and of those that nobody
	// declared. Nil hears nothing.
	Logger *slog.Logger
	// Clock dates what is unfinished; nil is the machine's.
	Clock clock.Clock
	// AcceptFerretDB lets tests run on FerretDB, which is no replica set and
	// loses updates when two nodes write at the same time.
	AcceptFerretDB bool
}

// Store is the backend on MongoDB. It is safe for concurrent use.
type Store struct {
	address address
	options Options
	client  *mongo.Client
	db      *mongo.Database
	gate    *gate
	ctx     context.Context //nolint:containedctx // opening a collection has no context of its own

	mu   sync.Mutex
	open map[string]*collection
}

var _ store.Backend = (*Store)(nil)

// Open connects to the replica set or sharded cluster that uri names, and to
// the database in its path ("banli" where there is none). It fails within
// seconds, with a message that says what to mend and never holds the password,
// where the URI is malformed, nobody answers, the password is wrong, or the
// server is not one that keeps its promises: a standalone one, or FerretDB. ctx
// only lends its values; its end does not close the store.
//
// The URI's own write concern, read concern and read preference do not count:
// the store always writes to a majority and reads from the primary what a
// majority has.
func Open(ctx context.Context, uri string, opts Options) (_ *Store, err error) {
	if opts.Logger == nil {
		opts.Logger = slog.New(slog.DiscardHandler)
	}
	if opts.Clock == nil {
		opts.Clock = clock.System()
	}
	a, err := parseURI(uri)
	if err != nil {
		return nil, err
	}
	pool := a.pool
	if pool == 0 {
		pool = defaultPool
	}
	journal := true
	client, err := mongo.Connect(options.Client().ApplyURI(uri).
		SetAppName("banli").
		SetServerSelectionTimeout(selectLimit).
		SetConnectTimeout(selectLimit).
		SetMaxPoolSize(uint64(pool)).
		SetRetryReads(true).
		SetRetryWrites(true).
		SetReadPreference(readpref.Primary()).
		SetReadConcern(readconcern.Majority()).
		SetWriteConcern(&writeconcern.WriteConcern{W: writeconcern.WCMajority, Journal: &journal}))
	if err != nil {
		return nil, a.hide(fmt.Errorf("the MongoDB URI cannot be used: %w", err))
	}
	s := &Store{
		address: a, options: opts, client: client, db: client.Database(a.database),
		gate: newGate(pool, waitLimit), ctx: context.WithoutCancel(ctx), open: make(map[string]*collection),
	}
	if err := s.checkServer(ctx); err != nil {
		return nil, errors.Join(s.hide(err), s.Close())
	}
	return s, nil
}

// checkServer refuses a server whose acknowledgements mean too little.
func (s *Store) checkServer(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answerLimit)
	defer cancel()
	ask := func(name string) (bson.Raw, error) {
		return s.client.Database("admin").RunCommand(ctx, bson.D{{Key: name, Value: 1}}).Raw()
	}
	hello, err := ask("hello")
	if err != nil {
		return fmt.Errorf("MongoDB at %s: %w", s.address.hosts, fault(err))
	}
	build, err := ask("buildInfo")
	if err != nil {
		return fmt.Errorf("MongoDB at %s: %w", s.address.hosts, fault(err))
	}
	if _, err := build.LookupErr("ferretdbVersion"); err == nil {
		if s.options.AcceptFerretDB {
			return nil
		}
		return fmt.Errorf("%w: the server at %s is FerretDB, which lets several writers of one revision win and so loses decisions; Banli needs MongoDB itself, as a replica set",
			store.ErrUnavailable, s.address.hosts)
	}
	_, member := hello.Lookup("setName").StringValueOK()
	router, _ := hello.Lookup("msg").StringValueOK()
	if !member && router != "isdbgrid" {
		return fmt.Errorf("%w: the MongoDB server at %s is not part of a replica set, so it cannot promise to keep what it acknowledges; start it with --replSet NAME and call rs.initiate() once (a replica set of one is enough to try)",
			store.ErrUnavailable, s.address.hosts)
	}
	return nil
}

// hide keeps the password out of an error and leaves the sentinels findable.
func (s *Store) hide(err error) error {
	hidden := s.address.hide(err)
	if hidden == nil || errors.Is(hidden, store.ErrUnavailable) || !errors.Is(err, store.ErrUnavailable) {
		return hidden
	}
	return fmt.Errorf("%w: %w", store.ErrUnavailable, hidden)
}

// Collection implements store.Backend.
func (s *Store) Collection(spec store.Spec) (store.RawCollection, error) {
	layout, err := store.NewLayout(spec)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, ok := s.open[spec.Name]; ok {
		if !reflect.DeepEqual(c.layout.Spec(), layout.Spec()) {
			return nil, fmt.Errorf("%w: collection %q is open with other indexes", store.ErrSpec, spec.Name)
		}
		return c, nil
	}
	leave, err := s.gate.enter(s.ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	c := &collection{store: s, layout: layout, docs: s.db.Collection(spec.Name), uniques: uniques(layout)}
	if err := c.declare(s.ctx); err != nil {
		return nil, s.hide(err)
	}
	s.open[spec.Name] = c
	return c, nil
}

// Close implements store.Backend: it waits for the operations that run.
func (s *Store) Close() error {
	if !s.gate.close() {
		return nil
	}
	limit, cancel := context.WithTimeout(s.ctx, selectLimit)
	defer cancel()
	if err := s.client.Disconnect(limit); err != nil {
		return s.hide(fmt.Errorf("closing the connections to MongoDB: %w", err))
	}
	return nil
}
