package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// open lets everybody do everything, and gardeners find every case.
const open = `package banli.authz

decision := {"allow": true, "reasons": ["allow.all"]}

principals := ["app:garden"]

readers := ["app:garden"]
`

// closed lets nobody find anything in a list of all.
const closed = `package banli.authz

decision := {"allow": true, "reasons": ["allow.all"]}

principals := [concat("", ["user:", input.subject.id])]

readers := ["user:nobody"]
`

func TestAPolicyIsLoadedAgainAtHangup(t *testing.T) {
	t.Parallel()
	data, dir := t.TempDir(), t.TempDir()
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "policy.rego"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(open)
	p := serve(t, data, "--policies", dir)
	key := token(t, data, "lin.xiao")
	count := func() int {
		t.Helper()
		status, v := p.ask(key, http.MethodGet, "/api/instances?scope=all&limit=200", "")
		if status != http.StatusOK {
			t.Fatalf("%d %v", status, v)
		}
		return len(v["items"].([]any))
	}
	hangup := func(says string) {
		t.Helper()
		before := strings.Count(p.log.String(), says)
		if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		p.wait(func() bool { return strings.Count(p.log.String(), says) > before }, says)
	}
	p.wait(func() bool { return strings.Contains(p.log.String(), "lists follow the policy") }, "the first index")
	all := count()
	if all == 0 {
		t.Fatal("the open policy shows nothing")
	}

	write("package banli.authz\n\ndecision := {")
	hangup("the policy was refused")
	if got := count(); got != all {
		t.Fatalf("a refused policy changed what is shown: %d, want %d", got, all)
	}

	// The new policy's readers hold for cases that were there before it.
	write(closed)
	hangup("lists follow the policy")
	if got := count(); got != 0 {
		t.Fatalf("the closed policy shows %d", got)
	}
	write(open)
	hangup("lists follow the policy")
	if got := count(); got != all {
		t.Fatalf("the open policy shows %d again, want %d", got, all)
	}
	if got, want := p.recorded(key, "policy"), "policy.activated policy.activated policy.refused policy.activated"; got != want {
		t.Errorf("on record, newest first: %s, want %s", got, want)
	}
	p.stop()
	p = serve(t, data, "--policies", dir) // the policy that was in force is no news
	if got := len(strings.Fields(p.recorded(key, "policy"))); got != 4 {
		t.Errorf("%d entries after a restart", got)
	}
	p.stop()
}

// recorded are the actions on record of an object, newest first.
func (p *process) recorded(token, object string) string {
	p.t.Helper()
	status, list := p.ask(token, http.MethodGet, "/api/audit?object="+object, "")
	items, ok := list["items"].([]any)
	if status != http.StatusOK || !ok {
		p.t.Fatalf("%d %v", status, list)
	}
	var all []string
	for _, item := range items {
		action, _ := item.(map[string]any)["action"].(string)
		all = append(all, action)
	}
	return strings.Join(all, " ")
}

// wait asks until something holds.
func (p *process) wait(holds func() bool, what string) {
	p.t.Helper()
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-deadline:
			p.t.Fatalf("waited too long for %s\n%s", what, p.log)
		case <-tick.C:
		}
	}
}
