package mongostore_test

import (
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/store/mongostore"
	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
)

// startLimit is how long a server that cannot be used may hold up a start.
const startLimit = 10 * time.Second

const secret = "s3cr3t%2Fp%40ss"

// nobody returns an address where nobody listens.
func nobody(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, ln.Close())
	return ln.Addr().String()
}

// wantRefusal checks that a store does not open, and says so quickly, in words
// that contain what is given and never the password.
func wantRefusal(t *testing.T, uri string, opts mongostore.Options, says ...string) {
	t.Helper()
	began := time.Now()
	s, err := mongostore.Open(t.Context(), uri, opts)
	if err == nil {
		_ = s.Close()
		t.Fatal("the store opened")
	}
	if took := time.Since(began); took > startLimit {
		t.Errorf("it took %s to say %v", took, err)
	}
	for _, s := range says {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("%q does not say %q", err, s)
		}
	}
	for _, s := range []string{secret, "s3cr3t", "p@ss"} {
		if strings.Contains(err.Error(), s) {
			t.Errorf("%q tells the password", err)
		}
	}
}

func TestMalformedURIs(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ uri, says string }{
		"nothing":          {"", "mongodb://"},
		"a host":           {"db.example.com:27017", "mongodb://"},
		"another scheme":   {"postgres://u:" + secret + "@localhost/db", "mongodb://"},
		"no host":          {"mongodb://u:" + secret + "@/db", "URI cannot be used"},
		"a port":           {"mongodb://u:" + secret + "@localhost:x/db", "URI cannot be used"},
		"a bare at":        {"mongodb://u:s3cr3t@p@ss@localhost/db", "URI cannot be used"},
		"an option":        {"mongodb://u:" + secret + "@localhost/db?maxPoolSize=many", "URI cannot be used"},
		"a database":       {"mongodb://u:" + secret + "@localhost/a%20b", "a b"},
		"a long database":  {"mongodb://localhost/" + strings.Repeat("x", 64), "63 characters"},
		"an unescaped one": {"mongodb://u:%zz" + secret + "@localhost/db", "URI cannot be used"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantRefusal(t, tt.uri, mongostore.Options{}, tt.says)
		})
	}
}

func TestNobodyAnswers(t *testing.T) {
	t.Parallel()
	address := nobody(t)
	wantRefusal(t, "mongodb://u:"+secret+"@"+address+"/db", mongostore.Options{}, address, "unavailable")
}

func TestFerretDBIsRefused(t *testing.T) {
	t.Parallel()
	uri, _, _ := mongotest.Database(t)
	if !mongotest.Options(t).AcceptFerretDB {
		s, err := mongostore.Open(t.Context(), uri, mongostore.Options{})
		must(t, err) // the server that these tests run on is a MongoDB
		must(t, s.Close())
		return
	}
	wantRefusal(t, uri, mongostore.Options{}, "FerretDB", "replica set")
}

func TestAStandaloneServerIsRefused(t *testing.T) {
	t.Parallel()
	p := mongotest.NewProxy(t)
	uri, _ := mongotest.DatabaseOn(t, p)
	p.Intercept(func(c mongotest.Command) (bson.D, error) {
		switch c.Name {
		case "buildInfo":
			return bson.D{{Key: "version", Value: "7.0.14"}, {Key: "ok", Value: 1.0}}, nil
		case "hello":
			return bson.D{{Key: "isWritablePrimary", Value: true}, {Key: "maxWireVersion", Value: 21}, {Key: "ok", Value: 1.0}}, nil
		}
		return nil, nil
	})
	// A test's flag for FerretDB opens no other door.
	for _, opts := range []mongostore.Options{{}, {AcceptFerretDB: true}} {
		wantRefusal(t, uri, opts, "replica set", "rs.initiate()")
	}
}

func TestARouterIsAccepted(t *testing.T) {
	t.Parallel()
	p := mongotest.NewProxy(t)
	uri, _ := mongotest.DatabaseOn(t, p)
	p.Intercept(func(c mongotest.Command) (bson.D, error) {
		switch c.Name {
		case "buildInfo":
			return bson.D{{Key: "version", Value: "7.0.14"}, {Key: "ok", Value: 1.0}}, nil
		case "hello":
			return bson.D{{Key: "msg", Value: "isdbgrid"}, {Key: "isWritablePrimary", Value: true}, {Key: "maxWireVersion", Value: 21}, {Key: "ok", Value: 1.0}}, nil
		}
		return nil, nil
	})
	s, err := mongostore.Open(t.Context(), uri, mongostore.Options{})
	must(t, err)
	must(t, s.Close())
}

func TestAWrongPassword(t *testing.T) {
	t.Parallel()
	p := mongotest.NewProxy(t)
	p.Intercept(func(c mongotest.Command) (bson.D, error) {
		if c.Name != "saslStart" {
			return nil, nil
		}
		return bson.D{
			{Key: "ok", Value: 0.0}, {Key: "code", Value: 18}, {Key: "codeName", Value: "AuthenticationFailed"},
			{Key: "errmsg", Value: "Authentication failed."},
		}, nil
	})
	wantRefusal(t, "mongodb://u:"+secret+"@"+p.Address()+"/db?authMechanism=SCRAM-SHA-256", mongostore.Options{}, "user or password")
}

// answering lets every command of a name fail with a code.
func answering(name string, code int, codeName string) mongotest.Interceptor {
	return func(c mongotest.Command) (bson.D, error) {
		if c.Name != name {
			return nil, nil
		}
		return bson.D{{Key: "ok", Value: 0.0}, {Key: "code", Value: code}, {Key: "codeName", Value: codeName}, {Key: "errmsg", Value: "it says so"}}, nil
	}
}

func TestServerErrors(t *testing.T) {
	t.Parallel()
	p := mongotest.NewProxy(t)
	uri, _ := mongotest.DatabaseOn(t, p)
	s := mongotest.OpenURI(t, uri)
	closeStore(t, s)
	c := openItems(t, s, itemSpec)
	for _, tt := range []struct {
		code int
		name string
		want error
		says string
	}{
		{14031, "OutOfDiskSpace", store.ErrFull, "disk space"},
		{10334, "BSONObjectTooLarge", store.ErrTooLarge, ""},
		{13, "Unauthorized", store.ErrUnavailable, "readWrite"},
		{10107, "NotWritablePrimary", store.ErrUnavailable, "NotWritablePrimary"},
		{121, "DocumentValidationFailure", store.ErrUnavailable, "code 121"},
	} {
		p.Intercept(answering("insert", tt.code, tt.name))
		err := c.Insert(t.Context(), &item{Head: store.Head{ID: "a"}})
		if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("code %d: %v, want %v with %q", tt.code, err, tt.want, tt.says)
		}
		if tt.code == 121 && strings.Contains(err.Error(), "it says so") {
			t.Errorf("%v may quote a document", err)
		}
	}
	p.Intercept(nil)
	if _, err := c.Get(t.Context(), "a"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a refused insert left %v", err)
	}
}
