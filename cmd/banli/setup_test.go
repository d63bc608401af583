package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// realServer is a server without demo people.
type realServer struct {
	*process
	out *lockedBuffer
}

// serveReal starts a server without demo people and waits until it says where
// it is.
func serveReal(t *testing.T, data string, args ...string) *realServer {
	t.Helper()
	p := &realServer{process: &process{t: t, log: &lockedBuffer{}}, out: &lockedBuffer{}}
	p.cmd = banli(t, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", data}, args...)...)
	p.cmd.Stderr, p.cmd.Stdout = p.log, p.out
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	p.wait(func() bool { return strings.Contains(p.out.String(), "\n") }, "the address")
	_, address, _ := strings.Cut(p.out.String(), "http://")
	p.base = "http://" + strings.Fields(address)[0]
	return p
}

// link is the set-up link that the server printed.
func (p *realServer) link() (address, token string) {
	p.t.Helper()
	p.wait(func() bool { return strings.Contains(p.out.String(), "/setup#") }, "the link")
	for word := range strings.FieldsSeq(p.out.String()) {
		if address, token, ok := strings.Cut(word, "/setup#"); ok {
			return address, token
		}
	}
	p.t.Fatal("no link")
	return "", ""
}

// send sends a request in nobody's name.
func (p *realServer) send(method, path, body string) (int, string) {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.base+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	res, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func founding(token string) string {
	return fmt.Sprintf(`{"token":%q,"name":{"en":"Bright Works"},"language":"en","zone":"UTC","days":"weekends","mail":null,`+
		`"admin":{"login":"root","name":{"en":"Ann"},"email":"","password":"correct horse"}}`, token)
}

func TestTheFirstStartPrintsALinkThatWorksOnce(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := serveReal(t, data)
	at, old := p.link()
	if at != p.base {
		t.Errorf("the link leads to %s, the server is at %s", at, p.base)
	}
	p.kill()
	p = serveReal(t, data, "--public-url", "https://oa.example.com/")
	at, link := p.link()
	if at != "https://oa.example.com" || link == old {
		t.Errorf("%s, a new token: %v", at, link != old)
	}
	if status, body := p.send(http.MethodPost, "/api/setup", founding(old)); status != http.StatusForbidden {
		t.Fatalf("the old link: %d %s", status, body)
	}
	if status, body := p.send(http.MethodPost, "/api/setup", founding(link)); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	p.kill() // right after the answer
	for _, secret := range []string{link, "correct horse"} {
		if strings.Contains(p.log.String(), secret) {
			t.Error("a secret reached the log")
		}
	}

	p = serveReal(t, data)
	if status, body := p.send(http.MethodPost, "/api/setup", founding(link)); status != http.StatusConflict {
		t.Fatalf("the link a second time: %d %s", status, body)
	}
	if status, v := p.ask(token(t, data, "root"), http.MethodGet, "/api/session", ""); status != http.StatusOK || v["setup"] != false {
		t.Fatalf("%d %v", status, v)
	}
	if strings.Contains(p.out.String(), "/setup") {
		t.Errorf("a company that is set up prints a link: %s", p.out)
	}
	p.stop()
	if info, err := os.Stat(filepath.Join(data, keyFileName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the key file: %v %v", info, err)
	}
}

// refuse fails the test unless serve refuses to start and says why.
func refuse(t *testing.T, says string, args ...string) {
	t.Helper()
	out, err := banli(t, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...).CombinedOutput()
	if err == nil || !strings.Contains(string(out), says) {
		t.Errorf("%v: %s", err, out)
	}
}

func TestADemoAndACompanyDoNotMix(t *testing.T) {
	t.Parallel()
	demo, works := t.TempDir(), t.TempDir()
	serve(t, demo).stop()
	refuse(t, "holds the demo company", "--data", demo)
	serve(t, demo).stop()

	p := serveReal(t, works)
	_, link := p.link()
	if status, body := p.send(http.MethodPost, "/api/setup", founding(link)); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	p.stop()
	refuse(t, "holds a real company", "--demo", "--data", works)
	p = serveReal(t, works)
	status, v := p.ask(token(t, works, "root"), http.MethodGet, "/api/people?q=", "")
	if items, _ := v["items"].([]any); status != http.StatusOK || len(items) != 1 {
		t.Errorf("%d %v", status, v)
	}
	p.stop()
}

func TestAnotherKeyFileIsRefused(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	serveReal(t, data).kill()
	other := filepath.Join(t.TempDir(), "other.key")
	refuse(t, "no such file", "--data", data, "--key-file", other)
	if err := os.WriteFile(other, []byte("not a key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	refuse(t, "line 1", "--data", data, "--key-file", other)
	key := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))
	if err := os.WriteFile(other, []byte(key+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	refuse(t, "another master key", "--data", data, "--key-file", other)
	refuse(t, "is not in "+other, "--data", data, "--key-file", other)
}

// TestALostKeyIsNotMadeAnew: a new key would open nothing, and stand where the lost
// one belongs.
func TestALostKeyIsNotMadeAnew(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	serveReal(t, data).kill()
	path := filepath.Join(data, keyFileName)
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		refuse(t, path+" is not there", "--data", data)
		if _, err := os.Stat(path); err == nil {
			t.Fatal("a new key was made")
		}
	}
	if err := os.Rename(path+".away", path); err != nil {
		t.Fatal(err)
	}
	serveReal(t, data).stop()
}

func TestTheLinkLeadsToWherePeopleReachTheServer(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		public string
		ip     net.IP
		want   string
	}{
		{"", net.IPv4(127, 0, 0, 1), "http://127.0.0.1:8080"},
		{"", net.IPv4(10, 1, 2, 3), "http://10.1.2.3:8080"},
		{"", net.IPv4zero, "http://localhost:8080"},
		{"", net.IPv6unspecified, "http://localhost:8080"},
		{"", net.IPv6loopback, "http://[::1]:8080"},
		{"https://oa.example.com/", net.IPv4zero, "https://oa.example.com"},
	} {
		if got := publicAddress(config{PublicURL: tt.public}, &net.TCPAddr{IP: tt.ip, Port: 8080}); got != tt.want {
			t.Errorf("%s at %s: %s, want %s", tt.public, tt.ip, got, tt.want)
		}
	}
}
