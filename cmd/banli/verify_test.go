package main

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/store"
)

// verify runs verify-audit and returns what it printed and how it exited.
func verify(t *testing.T, args ...string) (string, int) {
	t.Helper()
	c := banli(t, append([]string{"verify-audit"}, args...)...)
	out, err := c.CombinedOutput()
	if c.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), c.ProcessState.ExitCode()
}

// rewrite changes one document of a collection behind the server's back.
func rewrite(t *testing.T, data, collection, id string, change func(raw []byte) []byte) {
	t.Helper()
	backend, err := openStore(t.Context(), place{Data: data}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = backend.Close() }()
	var spec store.Spec
	for _, s := range audit.Specs() {
		if s.Name == collection {
			spec = s
		}
	}
	c, err := backend.Collection(spec)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := c.Get(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	rev := raw.Lookup("rev").AsInt64()
	if err := c.Delete(t.Context(), id, rev); err != nil {
		t.Fatal(err)
	}
	changed := bson.Raw(change(bytes.Clone(raw)))
	layout, err := store.NewLayout(spec)
	if err != nil {
		t.Fatal(err)
	}
	keys := new(store.Keys)
	if err := layout.Extract(changed, keys); err != nil {
		t.Fatal(err)
	}
	if err := c.Insert(t.Context(), store.Document{ID: id, Rev: rev, Raw: changed, Keys: keys}); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyAuditWithAndWithoutAServer(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	p := serve(t, data)
	it := token(t, data, "gao.xiang")
	if status, _ := p.ask(it, http.MethodPut, "/api/session/language", `{"language":"en"}`); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	out, code := verify(t, "--data", data)
	if code != 0 || !strings.Contains(out, "The record is whole.") {
		t.Fatalf("beside the server: %d %s", code, out)
	}
	earlier := filepath.Join(t.TempDir(), "earlier.txt")
	if err := os.WriteFile(earlier, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _ := p.ask(it, http.MethodPut, "/api/session/language", `{"language":"zh-CN"}`); status != http.StatusOK {
		t.Fatalf("status %d", status)
	}
	if out, code := verify(t, "--data", data, "--expect", "nonsense"); code != 2 {
		t.Errorf("beside the server: %d %s", code, out)
	}
	p.kill() // what a crash leaves is no finding
	if out, code = verify(t, "--data", data, "--expect", earlier); code != 0 {
		t.Fatalf("without the server: %d %s", code, out)
	}
	if out, code := verify(t, "--data", data, "--expect", "9:"+strings.Repeat("0", 64)); code != 1 || !strings.Contains(out, "(cut)") {
		t.Errorf("another record's digest: %d %s", code, out)
	}
	if out, code := verify(t, "--data", filepath.Join(data, "nothing")); code != 1 || !strings.Contains(out, "no data folder") {
		t.Errorf("no folder: %d %s", code, out)
	}
	if _, err := os.Stat(filepath.Join(data, "nothing")); err == nil {
		t.Error("looking made a store")
	}

	rewrite(t, data, "audit", "policy#000000000001", func(raw []byte) []byte {
		return bytes.Replace(raw, []byte("policy.activated"), []byte("policy.activatee"), 1)
	})
	out, code = verify(t, "--data", data)
	if code != 1 || !strings.Contains(out, "policy, entry 1: ") || strings.Contains(out, "whole") {
		t.Errorf("a changed record: %d %s", code, out)
	}
	p = serve(t, data)
	if out, code := verify(t, "--data", data); code != 1 || !strings.Contains(out, "policy, entry 1: ") {
		t.Errorf("a changed record, beside the server: %d %s", code, out)
	}
	p.stop()
}

// Every change that the commands make is the command line's.
func TestATokenMadeOnTheCommandLineIsOnRecord(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	serve(t, data).stop()
	it := token(t, data, "gao.xiang") // without a server
	p := serve(t, data)
	_ = token(t, data, "gao.xiang") // beside one
	status, list := p.ask(it, http.MethodGet, "/api/audit?action=token.created", "")
	items, _ := list["items"].([]any)
	if status != http.StatusOK || len(items) != 2 {
		t.Fatalf("%d %v", status, list)
	}
	for _, item := range items {
		if who, _ := item.(map[string]any)["who"].(map[string]any); who["scheme"] != audit.SchemeCommandLine {
			t.Errorf("%v", item)
		}
	}
	p.stop()
	if out, code := verify(t, "--data", data); code != 0 {
		t.Errorf("%d %s", code, out)
	}
}
