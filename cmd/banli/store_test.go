package main

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
)

// refusalLimit is how long a server may try before it says that it cannot
// start.
const refusalLimit = 15 * time.Second

// refused runs a command that must fail, soon, and with certain words.
func refused(t *testing.T, cmd *exec.Cmd, says ...string) {
	t.Helper()
	began := time.Now()
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatalf("it succeeded: %s", out)
	}
	if took := time.Since(began); took > refusalLimit {
		t.Errorf("it took %s to say %s", took, out)
	}
	for _, s := range says {
		if !strings.Contains(string(out), s) {
			t.Errorf("it does not say %q: %s", s, out)
		}
	}
	if strings.Contains(string(out), "s3cr3t") {
		t.Errorf("it tells the password: %s", out)
	}
}

func TestAMongoDBThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := ln.Addr().String()
	if err := ln.Close(); err != nil {
		t.Fatal(err)
	}
	ferret, _, _ := mongotest.Database(t)
	for name, tt := range map[string]struct {
		uri  string
		says []string
	}{
		"malformed":    {"mongodb://u:s3cr3t@", []string{"MongoDB URI cannot be used"}},
		"not MongoDB":  {"postgres://u:s3cr3t@localhost/banli", []string{"mongodb://"}},
		"nobody there": {"mongodb://u:s3cr3t@" + nobody + "/banli", []string{nobody, "unavailable"}},
		"FerretDB":     {ferret, []string{"FerretDB", "replica set"}},
	} {
		if name == "FerretDB" && !mongotest.Options(t).AcceptFerretDB {
			continue // the server that these tests run on is a MongoDB
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			refused(t, banli(t, "serve", "--demo", "--listen", "127.0.0.1:0", "--data", data, "--mongodb-uri", tt.uri), tt.says...)
			refused(t, banli(t, "token", "create", "--user", "lin.xiao", "--mongodb-uri", tt.uri), tt.says...)
			// The folder is free again, and holds no half of a store.
			if _, err := os.Stat(filepath.Join(data, "banli.db")); err == nil {
				t.Error("an embedded store was made")
			}
			if name == "malformed" {
				serve(t, data).stop()
			}
		})
	}
}

func TestASecondServerOnTheFolderOfAMongoDBStore(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	data := t.TempDir()
	p := start(t, c.banli("serve", "--demo", "--listen", "127.0.0.1:0", "--data", data))
	refused(t, c.banli("serve", "--demo", "--listen", "127.0.0.1:0", "--data", data), "in use by another process")
	refused(t, banli(t, "serve", "--demo", "--listen", "127.0.0.1:0", "--data", data), "in use by another process")
	p.stop()
}

// eventually asks until the answer has a status, for as long as servers may
// take to follow each other.
func (p *process) eventually(token, path string, status int) {
	p.t.Helper()
	limit := time.Now().Add(5 * followEvery)
	for {
		got, v := p.ask(token, http.MethodGet, path, "")
		if got == status {
			return
		}
		if time.Now().After(limit) {
			p.t.Fatalf("GET %s: %d %v, want %d", path, got, v, status)
		}
	}
}

// What one server is told, the others follow: a token is known at once, and a
// person who leaves is out everywhere.
func TestServersFollowEachOther(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	a, b := c.serve(), c.serve()
	hr, leaver := c.token("ma.lin"), c.token("lin.xiao")
	for _, p := range []*process{a, b} {
		if status, v := p.ask(leaver, http.MethodGet, "/api/inbox", ""); status != http.StatusOK {
			t.Fatalf("before: %d %v", status, v)
		}
	}
	_, me := a.ask(leaver, http.MethodGet, "/api/session", "")
	id, _ := me["user"].(map[string]any)["id"].(string)
	status, person := a.ask(hr, http.MethodGet, "/api/directory/people/"+id, "")
	if status != http.StatusOK {
		t.Fatalf("%d %v", status, person)
	}
	status, v := a.ask(hr, http.MethodPost, "/api/directory/people/"+id+"/leaving", fmt.Sprintf(`{"rev":%v,"successor":""}`, person["rev"]))
	if status != http.StatusOK {
		t.Fatalf("leaving: %d %v", status, v)
	}
	if status, v := a.ask(leaver, http.MethodGet, "/api/inbox", ""); status != http.StatusUnauthorized {
		t.Errorf("where it was said: %d %v", status, v)
	}
	b.eventually(leaver, "/api/inbox", http.StatusUnauthorized)
	if status, v := b.ask(hr, http.MethodGet, "/api/directory/people/"+id, ""); status != http.StatusOK || v["status"] != "left" {
		t.Errorf("who has left, seen from the other server: %d %v", status, v)
	}
	a.stop()
	b.stop()
}

// Several servers that find an empty store at the same moment make one company
// of it.
func TestServersThatStartAtOnce(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	nodes := make([]*process, 3)
	var group sync.WaitGroup
	for i := range nodes {
		group.Go(func() { nodes[i] = c.serve() })
	}
	group.Wait()
	if t.Failed() {
		return
	}
	hr := c.token("ma.lin")
	want := 0
	for i, p := range nodes {
		status, v := p.ask(hr, http.MethodGet, "/api/instances?scope=all&limit=200", "")
		items, _ := v["items"].([]any)
		if i == 0 {
			want = len(items)
		}
		if status != http.StatusOK || len(items) != want || want == 0 {
			t.Errorf("server %d: %d, %d cases, the first has %d", i, status, len(items), want)
		}
		p.stop()
	}
}

// While the store is away the server says so, soon, and does its work again
// when it is back, without anybody's help.
func TestAServerOutlivesItsStore(t *testing.T) {
	t.Parallel()
	line := mongotest.NewProxy(t)
	uri, _ := mongotest.DatabaseOn(t, line)
	c := clusterOn(t, uri)
	p := c.serve()
	key := c.token("lin.xiao")
	client := keepAlive(t)
	ask := func(method, path, body string) (int, string) {
		t.Helper()
		status, text, err := send(t, client, key, method, p.base+path, body)
		if err != nil {
			t.Fatal(err)
		}
		return status, text
	}
	if status, text := ask(http.MethodPost, "/api/apps/leave/instances", sickLeave); status != http.StatusCreated {
		t.Fatalf("before: %d %s", status, text)
	}
	line.Cut()
	began := time.Now()
	if status, text := ask(http.MethodPost, "/api/apps/leave/instances", sickLeave); status != http.StatusServiceUnavailable || !strings.Contains(text, `"server.store"`) {
		t.Errorf("while it is away: %d %s", status, text)
	}
	if status, text := ask(http.MethodGet, "/readyz", ""); status != http.StatusServiceUnavailable {
		t.Errorf("ready without a store: %d %s", status, text)
	}
	if took := time.Since(began); took > refusalLimit {
		t.Errorf("it took %s to say so", took)
	}
	line.Mend()
	for limit := time.Now().Add(refusalLimit); ; {
		status, text := ask(http.MethodPost, "/api/apps/leave/instances", sickLeave)
		if status == http.StatusCreated {
			break
		}
		if time.Now().After(limit) {
			t.Fatalf("when it is back: %d %s", status, text)
		}
	}
	p.stop()
}
