package bundle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	opacompile "github.com/open-policy-agent/opa/v1/compile"

	"github.com/banli-oa/banli/policies/authz"
)

// patient are options that a busy test machine keeps.
var patient = Options{Trial: Trial{Each: 30 * time.Second, All: time.Minute}}

// allowAll is the smallest policy that meets the contract.
const allowAll = `package banli.authz

decision := {"allow": true, "reasons": ["allow.all"]}

principals := {"user:x"}

readers := {"user:x"}
`

const denyAll = `package banli.authz

decision := {"allow": false, "reasons": ["deny.all"]}

principals := set()

readers := set()
`

func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	fill(t, dir, files)
	return dir
}

func fill(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// entry is one entry of an archive; a type of 0 means a regular file.
type entry struct {
	name, text, link string
	kind             byte
}

func pack(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	w := tar.NewWriter(zip)
	for _, e := range entries {
		if e.kind == 0 {
			e.kind = tar.TypeReg
		}
		h := &tar.Header{Name: e.name, Typeflag: e.kind, Linkname: e.link, Mode: 0o644, Size: int64(len(e.text))}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(e.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func save(t testing.TB, data []byte) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "bundle.tar.gz")
	if err := os.WriteFile(p, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return p
}

// opaBuild makes a bundle as the command opa build does.
func opaBuild(t testing.TB, files map[string]string, with func(c *opacompile.Compiler)) string {
	t.Helper()
	var out bytes.Buffer
	c := opacompile.New().WithAsBundle(true).WithFS(os.DirFS(folder(t, files))).WithPaths(".").WithOutput(&out).WithRevision("r1")
	if with != nil {
		with(c)
	}
	if err := c.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	return save(t, out.Bytes())
}

func mustLoad(t testing.TB, origin string) *Candidate {
	t.Helper()
	c, err := Load(context.Background(), origin, patient)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// refused loads what must be refused with the code, and gives the refusal.
func refused(t testing.TB, origin string, o Options, code string) *Error {
	t.Helper()
	c, err := Load(context.Background(), origin, o)
	var e *Error
	if c != nil || !errors.As(err, &e) {
		t.Fatalf("Load = %v, %v, want a refusal", c, err)
	}
	if e.Code != code {
		t.Errorf("refused with %s, want %s: %v", e.Code, code, e)
	}
	if e.Origin != origin || e.Detail == "" || e.Mend == "" || strings.ContainsAny(e.Error(), "\n") ||
		!strings.Contains(e.Error(), e.Mend) || !strings.Contains(e.Error(), origin) {
		t.Errorf("the refusal does not tell enough: %+v", e)
	}
	return e
}

func decide(t testing.TB, c *Candidate, action string) authz.Decision {
	t.Helper()
	e := authz.New(c.Policy, authz.Options{Deadline: 30 * time.Second})
	return e.Decide(context.Background(), authz.Request{Action: action, Subject: authz.Subject{ID: "wu", Roles: []string{"employee"}}})
}
