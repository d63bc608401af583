package mongotest

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore"
	"github.com/banli-oa/banli/runtime/store/sqlitestore"
)

// The environment variables that choose what tests run on.
const (
	// uriVariable names a MongoDB server to test on: one member of a replica
	// set, the primary.
	uriVariable = "BANLI_TEST_MONGODB_URI"
	// storeVariable chooses the store of tests that run on any: "mongodb", or
	// the embedded one where it is empty.
	storeVariable = "BANLI_TEST_STORE"
)

// FerretVariable lets the product's binary accept FerretDB, in tests.
const FerretVariable = "BANLI_TEST_ACCEPT_FERRETDB"

// server is what all tests of a process share.
type server struct {
	upstream string // address of the server itself
	ferret   bool
	uri      url.URL // how to reach the server; its host is to be put in
	proxy    *Proxy
	client   *mongo.Client
	leash    io.Closer // FerretDB's standard input: it ends when that does
}

var (
	once    sync.Once
	shared  *server
	refused error
	serial  atomic.Int64
)

// start starts the server with the first test that needs it. It ends with the
// process.
func start(t testing.TB) *server {
	t.Helper()
	once.Do(func() { shared, refused = newServer() })
	if refused != nil {
		t.Fatalf("no server to test on: %v", refused)
	}
	return shared
}

func newServer() (*server, error) {
	s := &server{}
	given := os.Getenv(uriVariable)
	if given == "" {
		var err error
		if given, s.leash, err = startFerretDB(); err != nil {
			return nil, err
		}
		s.ferret = true
	}
	u, err := url.Parse(given)
	if err != nil || u.Host == "" || strings.Contains(u.Host, ",") || u.Scheme != "mongodb" {
		return nil, fmt.Errorf("%s must be mongodb://HOST:PORT with one host", uriVariable)
	}
	s.upstream, s.uri = u.Host, *u
	if !strings.Contains(s.upstream, ":") {
		s.upstream += ":27017"
	}
	q := s.uri.Query()
	q.Del("replicaSet") // the others would be reached past the proxy
	q.Set("directConnection", "true")
	s.uri.RawQuery = q.Encode()
	if s.proxy, err = newProxy(s.upstream, s.ferret); err != nil {
		return nil, err
	}
	s.client, err = mongo.Connect(options.Client().ApplyURI(s.uriOf(s.proxy, "admin")))
	return s, err
}

func (s *server) uriOf(p *Proxy, database string) string {
	u := s.uri
	u.Host, u.Path = p.Address(), "/"+database
	if user := u.User; user != nil && !u.Query().Has("authSource") {
		q := u.Query()
		q.Set("authSource", "admin")
		u.RawQuery = q.Encode()
	}
	return u.String()
}

// startFerretDB builds FerretDB, where that has not been done yet, and runs it
// for as long as the leash is held: by this process alone, so that it ends when
// we do, however.
func startFerretDB() (uri string, leash io.Closer, err error) {
	fail := func(err error) (string, io.Closer, error) {
		return "", nil, fmt.Errorf("starting FerretDB over PostgreSQL: %w; run .ci/mongodb.sh, which installs PostgreSQL, or name a MongoDB server in %s", err, uriVariable)
	}
	_, self, _, _ := runtime.Caller(0)
	program, err := build(filepath.Join(filepath.Dir(self), "ferretdb"))
	if err != nil {
		return fail(err)
	}
	c := exec.Command(program)
	c.Stderr = os.Stderr
	if leash, err = c.StdinPipe(); err != nil {
		return fail(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return fail(err)
	}
	if err := c.Start(); err != nil {
		return fail(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return fail(errors.Join(err, c.Wait()))
	}
	return strings.TrimSpace(line), leash, nil
}

// build makes the program of the module in a folder, once for each state of it.
func build(module string) (string, error) {
	h := sha256.New()
	for _, name := range []string{"go.mod", "go.sum", "main.go", "postgres.go"} {
		text, err := os.ReadFile(filepath.Join(module, name))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %d\n%s", name, len(text), text)
	}
	fmt.Fprint(h, runtime.Version())
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	program := filepath.Join(cache, "banli-test", "ferretdb-"+hex.EncodeToString(h.Sum(nil)[:12]))
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	if err := os.MkdirAll(filepath.Dir(program), 0o700); err != nil {
		return "", err
	}
	fresh := program + "." + strconv.Itoa(os.Getpid())
	c := exec.Command("go", "build", "-buildvcs=false", "-o", fresh, ".")
	c.Dir, c.Env = module, append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS=")
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building FerretDB: %w\n%s", err, out)
	}
	return program, os.Rename(fresh, program)
}

// Database names a fresh database, which goes when the test ends, and returns
// its URI through the proxy that all tests share. The test fails if anything
// wrote to it without waiting for a majority, or changed a document without
// naming its revision.
func Database(t testing.TB) (uri string, p *Proxy, name string) {
	t.Helper()
	s := start(t)
	uri, name = databaseOn(t, s.proxy)
	return uri, s.proxy, name
}

// DatabaseOn is Database through a proxy of the test's own.
func DatabaseOn(t testing.TB, p *Proxy) (uri, name string) {
	t.Helper()
	return databaseOn(t, p)
}

func databaseOn(t testing.TB, p *Proxy) (uri, name string) {
	t.Helper()
	s := start(t)
	name = fmt.Sprintf("banli_test_%d_%d", os.Getpid(), serial.Add(1))
	t.Cleanup(func() {
		p.report(t, name)
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := s.client.Database(name).Drop(ctx); err != nil {
			t.Errorf("dropping the test's database: %v", err)
		}
	})
	return s.uriOf(p, name), name
}

// Options are those with which the store opens the server that is tested on.
func Options(t testing.TB) mongostore.Options {
	t.Helper()
	return mongostore.Options{AcceptFerretDB: start(t).ferret}
}

// Open opens a store on a fresh database. The test closes it.
func Open(t testing.TB) *mongostore.Store {
	t.Helper()
	uri, _, _ := Database(t)
	return OpenURI(t, uri)
}

// OpenURI opens a store on a database of this package. The test closes it.
func OpenURI(t testing.TB, uri string) *mongostore.Store {
	t.Helper()
	s, err := mongostore.Open(t.Context(), uri, Options(t))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// OnMongoDB reports whether tests that run on any store were told to run on
// MongoDB.
func OnMongoDB() bool { return os.Getenv(storeVariable) == "mongodb" }

// Backend opens an empty store of the kind that BANLI_TEST_STORE names, for
// tests that run on any. It is closed when the test ends.
func Backend(t testing.TB) store.Backend {
	t.Helper()
	var backend store.Backend
	if OnMongoDB() {
		backend = Open(t)
	} else {
		s, err := sqlitestore.Open(t.Context(), t.TempDir(), sqlitestore.Options{})
		if err != nil {
			t.Fatal(err)
		}
		backend = s
	}
	t.Cleanup(func() {
		if err := backend.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	return backend
}
