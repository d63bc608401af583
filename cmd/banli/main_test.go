package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/banli-oa/banli/runtime/script"
)

// asBanli makes the test binary be the product.
const asBanli = "BANLI_TEST_AS_BANLI"

func TestMain(m *testing.M) {
	worker := len(os.Args) == 2 && os.Args[1] == script.WorkerCommand
	if worker || os.Getenv(asBanli) != "" {
		beHasty()
		main()
	}
	os.Exit(m.Run())
}

func banli(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), self, args...)
	c.Env = append(os.Environ(), asBanli+"=1")
	return c
}

// process is a running server.
type process struct {
	t    *testing.T
	cmd  *exec.Cmd
	base string
	log  *lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// serve starts a server on a data folder and waits for the address it prints.
func serve(t *testing.T, data string, args ...string) *process {
	t.Helper()
	return start(t, banli(t, append([]string{"serve", "--demo", "--listen", "127.0.0.1:0", "--data", data}, args...)...))
}

// start starts a server and waits for the address it prints.
func start(t *testing.T, cmd *exec.Cmd) *process {
	t.Helper()
	p := &process{t: t, log: &lockedBuffer{}, cmd: cmd}
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v\n%s", err, p.log)
	}
	_, address, ok := strings.Cut(strings.TrimSpace(line), "http://")
	if !ok {
		t.Fatalf("no address in %q", line)
	}
	p.base = "http://" + address
	return p
}

// kill ends the server as a power cut would.
func (p *process) kill() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		p.t.Fatal(err)
	}
	_ = p.cmd.Wait()
}

// stop ends the server as a supervisor would.
func (p *process) stop() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.t.Fatalf("the server stopped badly: %v\n%s", err, p.log)
	}
}

func (p *process) ask(token, method, path, body string) (int, map[string]any) {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.base+path, strings.NewReader(body))
	if err != nil {
		p.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	res, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(req)
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	var v map[string]any
	if err := json.Unmarshal(text, &v); err != nil {
		p.t.Fatalf("not JSON: %s", text)
	}
	return res.StatusCode, v
}

func token(t *testing.T, data, user string) string {
	t.Helper()
	out, err := banli(t, "token", "create", "--user", user, "--data", data).Output()
	if err != nil {
		t.Fatalf("token create: %v", err)
	}
	return strings.TrimSpace(string(out))
}

const sickLeave = `{"form":{"type":"sick","period":{"start":"2027-03-03","startHalf":"am","end":"2027-03-03","endHalf":"am"},"reason":"A cold"}}`

func TestKillRightAfterTheAnswerLosesNothing(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := serve(t, data)
	key := token(t, data, "lin.xiao")
	var acknowledged []string
	for range 5 {
		for range 4 {
			status, v := p.ask(key, http.MethodPost, "/api/apps/leave/instances", sickLeave)
			if status != http.StatusCreated {
				t.Fatalf("%d: %v", status, v)
			}
			acknowledged = append(acknowledged, v["id"].(string))
		}
		p.kill()
		p = serve(t, data)
	}
	numbers := map[string]bool{}
	for _, id := range acknowledged {
		status, v := p.ask(key, http.MethodGet, "/api/instances/"+id, "")
		if status != http.StatusOK || v["status"] != "running" {
			t.Errorf("%s was acknowledged and is gone: %d %v", id, status, v)
			continue
		}
		if no := v["no"].(string); numbers[no] {
			t.Errorf("the number %s was given twice", no)
		} else {
			numbers[no] = true
		}
	}
	p.stop()
}

func TestTheDemoIsLoadedOnce(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	count := func() int {
		p := serve(t, data)
		_, v := p.ask(token(t, data, "ma.lin"), http.MethodGet, "/api/instances?scope=all&limit=200", "")
		p.stop()
		return len(v["items"].([]any))
	}
	first := count()
	if first == 0 {
		t.Fatal("the demo has no cases")
	}
	if again := count(); again != first {
		t.Fatalf("%d cases after the second start, %d after the first", again, first)
	}
}

func TestTokenCreateWithAndWithoutAServer(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := serve(t, data)
	with := token(t, data, "lin.xiao")
	p.stop()
	without := token(t, data, "lin.xiao")
	p = serve(t, data)
	for _, key := range []string{with, without} {
		status, v := p.ask(key, http.MethodGet, "/api/session", "")
		if status != http.StatusOK || v["user"].(map[string]any)["login"] != "lin.xiao" {
			t.Errorf("%d %v", status, v)
		}
	}
	for _, args := range [][]string{{"token", "create", "--user", "nobody", "--data", data}, {"token", "create", "--data", data}, {"token"}} {
		out, err := banli(t, args...).CombinedOutput()
		if err == nil {
			t.Errorf("banli %v succeeded: %s", args, out)
		}
	}
	if strings.Contains(p.log.String(), with) {
		t.Error("a token reached the log")
	}
	p.stop()
}

func TestASecondProcessOnTheSameFolderIsRefused(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := serve(t, data)
	out, err := banli(t, "serve", "--demo", "--listen", "127.0.0.1:0", "--data", data).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "in use by another process") {
		t.Fatalf("%v: %s", err, out)
	}
	p.stop()
}

func TestABadPolicyIsRefusedAtStart(t *testing.T) {
	t.Parallel()
	policy := filepath.Join(t.TempDir(), "bad.rego")
	if err := os.MkdirAll(policy, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(policy, "x.rego"), []byte("package banli.authz\n\ndecision := {"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := banli(t, "serve", "--data", t.TempDir(), "--policies", policy).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "x.rego") {
		t.Fatalf("%v: %s", err, out)
	}
	out, err = banli(t, "policy", "check", policy).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "x.rego") {
		t.Fatalf("%v: %s", err, out)
	}
}

func TestCommandLines(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{nil, 0, "Usage"},
		{[]string{"help"}, 0, "serve"},
		{[]string{"nothing"}, 2, `no command "nothing"`},
		{[]string{"serve", "--nothing"}, 2, "nothing"},
		{[]string{"serve", "here"}, 2, `"here"`},
		{[]string{"policy"}, 2, "policy check"},
		{[]string{"version"}, 0, "banli"},
	} {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			if code := run(t.Context(), tt.args, &out, &out); code != tt.code || !strings.Contains(out.String(), tt.says) {
				t.Fatalf("code %d, want %d: %s", code, tt.code, out.String())
			}
		})
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "banli.yaml")
	if err := os.WriteFile(file, []byte("listen: 127.0.0.1:1\ndata: from-file\nscript-workers: 5\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	unknown := filepath.Join(t.TempDir(), "unknown.yaml")
	if err := os.WriteFile(unknown, []byte("listne: 127.0.0.1:1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	defaults := config{Listen: "127.0.0.1:8080", Data: "data", Workers: 2, PersonRate: 100, AddressRate: 50}
	with := func(change func(*config)) config {
		c := defaults
		change(&c)
		return c
	}
	for _, tt := range []struct {
		name    string
		args    []string
		environ []string
		want    config
		refused string
	}{
		{"defaults", nil, nil, defaults, ""},
		{
			"flags over environment over file", []string{"--config", file, "--listen", "127.0.0.1:3"},
			[]string{"BANLI_LISTEN=127.0.0.1:2", "BANLI_DATA=from-environment", "HOME=/root"},
			with(func(c *config) { c.Listen, c.Data, c.Workers = "127.0.0.1:3", "from-environment", 5 }), "",
		},
		{
			"a store elsewhere", nil, []string{"BANLI_MONGODB_URI=mongodb://db/banli", "BANLI_TEST_SOMETHING=1"},
			with(func(c *config) { c.MongoDB = "mongodb://db/banli" }), "",
		},
		{"an unknown variable", nil, []string{"BANLI_LISTNE=x"}, config{}, "BANLI_LISTNE"},
		{"an unknown key", []string{"--config", unknown}, nil, config{}, "listne"},
		{"a wrong value", nil, []string{"BANLI_SCRIPT_WORKERS=many"}, config{}, "BANLI_SCRIPT_WORKERS"},
		{"no address", []string{"--listen", "here"}, nil, config{}, "--listen"},
		{"a demo for everybody", []string{"--demo", "--listen", "0.0.0.0:8080"}, nil, config{}, "loopback"},
		{"a demo on every address", []string{"--demo", "--listen", ":8080"}, nil, config{}, "loopback"},
		{"a public address with a path", []string{"--public-url", "https://x/oa"}, nil, config{}, "--public-url"},
		{"proxies", []string{"--trusted-proxies", "10.0.0.0/8, ::1"}, nil, with(func(c *config) { c.Proxies = "10.0.0.0/8, ::1" }), ""},
		{"a proxy that is no address", []string{"--trusted-proxies", "10.0.0.0/8,proxy"}, nil, config{}, `"proxy"`},
		{"what webhooks may call", nil, []string{"BANLI_WEBHOOK_ALLOW=10.1.0.0/16,::1"}, with(func(c *config) { c.WebhookAllow = "10.1.0.0/16,::1" }), ""},
		{"what webhooks may call, by name", []string{"--webhook-allow", "erp.example.com"}, nil, config{}, `--webhook-allow: "erp.example.com"`},
		{"no requests at all", []string{"--person-rate", "0"}, nil, config{}, "--person-rate"},
		{"no workers", []string{"--script-workers", "0"}, nil, config{}, "--script-workers"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := readConfig(tt.args, tt.environ, io.Discard)
			if tt.refused != "" {
				if err == nil || !strings.Contains(err.Error(), tt.refused) {
					t.Fatalf("error %v, want one that names %s", err, tt.refused)
				}
				return
			}
			if err != nil || got != tt.want {
				t.Fatalf("%+v (%v), want %+v", got, err, tt.want)
			}
		})
	}
}

// A socket's name has room for about a hundred bytes, a folder's for more.
func TestAFolderWithALongPathServesToo(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	p := serve(t, data)
	out, err := banli(t, "token", "create", "--user", "lin.xiao", "--data", data).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "takes no orders") {
		t.Errorf("%v: %s", err, out)
	}
	p.stop()
	key := token(t, data, "lin.xiao")
	p = serve(t, data)
	if status, v := p.ask(key, http.MethodGet, "/api/inbox", ""); status != http.StatusOK {
		t.Errorf("%d %v", status, v)
	}
	p.stop()
}
