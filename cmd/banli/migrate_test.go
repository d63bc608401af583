package main

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// migrated runs a move that must succeed and returns what it says.
func (c *cluster) migrated(from, to string) string {
	c.t.Helper()
	cmd := c.banli("migrate", "--from", from, "--to", to)
	var log lockedBuffer
	cmd.Stderr = &log
	out, err := cmd.Output()
	if err != nil {
		c.t.Fatalf("moving %s to %s: %v\n%s", from, to, err, log.String())
	}
	for _, part := range []string{"copy ", "verify "} {
		if !strings.Contains(log.String(), part) {
			c.t.Errorf("nobody hears of %q: %s", part, log.String())
		}
	}
	return string(out)
}

// killedAtFirstPage starts a move and kills it as soon as a page has arrived.
func killedAtFirstPage(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "copy ") {
			break
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the move ended before it was killed")
	}
}

// requests counts the requests that a person finds.
func (p *process) requests(token string) int {
	p.t.Helper()
	status, v := p.ask(token, http.MethodGet, "/api/instances?scope=mine&limit=200", "")
	items, _ := v["items"].([]any)
	if status != http.StatusOK {
		p.t.Fatalf("%d %v", status, v)
	}
	return len(items)
}

// A company grows out of its machine, the power fails on the way, and later it
// moves back: nothing is lost, and nobody serves from half of it.
func TestACompanyMovesToMongoDBAndBack(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	data := t.TempDir()
	p := serve(t, data)
	key := token(t, data, "lin.xiao")
	for range 5 {
		if status, v := p.ask(key, http.MethodPost, "/api/apps/leave/instances", sickLeave); status != http.StatusCreated {
			t.Fatalf("%d %v", status, v)
		}
	}
	p.sealReasons(data)
	leave := p.secretLeave(key)
	before := p.requests(key)
	refused(t, c.banli("migrate", "--from", data, "--to", c.uri), "a server is running", "stop it first")
	p.stop()
	nowhereIn(t, data, "A cold")

	killedAtFirstPage(t, c.banli("migrate", "--from", data, "--to", c.uri))
	local := t.TempDir()
	refused(t, c.banli("serve", "--demo", "--listen", "127.0.0.1:0", "--data", local), "unfinished migration", "banli migrate")
	refused(t, c.banli("token", "create", "--user", "lin.xiao", "--data", local), "unfinished migration")
	refused(t, c.banli("migrate", "--from", c.uri, "--to", t.TempDir()), "the source", "unfinished migration")
	there := c.migrated(data, c.uri)
	if !strings.Contains(there, "the same on both sides") || !strings.Contains(there, "master key") {
		t.Errorf("it says %s", there)
	}
	refused(t, c.banli("migrate", "--from", data, "--to", c.uri), "not empty", "ended there already")

	made, err := os.ReadFile(filepath.Join(data, keyFileName))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(c.key, made, 0o600); err != nil {
		t.Fatal(err)
	}
	p = c.serve()
	if got := p.requests(key); got != before {
		t.Errorf("%d requests on MongoDB, want %d", got, before)
	}
	p.reads(key, leave)
	refused(t, c.banli("migrate", "--from", c.uri, "--to", t.TempDir()), "the source", "a server is running", "stop it first")
	p.stop()

	back := t.TempDir()
	c.migrated(c.uri, back)
	nowhereIn(t, back, "A cold")
	if err := os.WriteFile(filepath.Join(back, keyFileName), made, 0o600); err != nil {
		t.Fatal(err)
	}
	p = serve(t, back)
	if got := p.requests(key); got != before {
		t.Errorf("%d requests after the way back, want %d", got, before)
	}
	p.reads(key, leave)
	p.stop()
	if out, code := verify(t, "--data", back); code != 0 {
		t.Errorf("the record of who did what is not whole any more: %s", out)
	}
}

func TestMovesThatMakeNoSense(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	serve(t, data).stop()
	full := t.TempDir()
	serve(t, full).stop()
	for name, tt := range map[string]struct {
		args []string
		says []string
	}{
		"nowhere to":    {[]string{"--from", data}, []string{"usage"}},
		"from nothing":  {[]string{"--from", t.TempDir(), "--to", t.TempDir()}, []string{"the source", "no embedded store"}},
		"onto itself":   {[]string{"--from", data, "--to", data}, []string{"the same store"}},
		"onto another":  {[]string{"--from", data, "--to", full}, []string{"not empty", "instances", "empty folder"}},
		"to a bad URI":  {[]string{"--from", data, "--to", "mongodb://u:s3cr3t@"}, []string{"the target", "URI cannot be used"}},
		"to a postgres": {[]string{"--from", data, "--to", "postgres://u:s3cr3t@localhost/x"}, []string{"the target", "mongodb://"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refused(t, banli(t, append([]string{"migrate"}, tt.args...)...), tt.says...)
		})
	}
}
