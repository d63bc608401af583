package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/banli-oa/banli/seed"
)

// secretReason stands in no demo data, nor in any other test.
const secretReason = "SecretReason7741"

// sealReasons publishes the leave app with its reason as a sensitive field.
func (p *process) sealReasons(data string) {
	p.t.Helper()
	var admin string
	for _, m := range seed.Cast() {
		if m.As == "admin" {
			admin = token(p.t, data, m.Login)
		}
	}
	status, draft := p.ask(admin, http.MethodGet, "/api/studio/apps/leave/draft", "")
	app, _ := draft["app"].(map[string]any)
	part := app
	for _, key := range []string{"form", "schema", "properties", "reason"} {
		part, _ = part[key].(map[string]any)
	}
	if part == nil {
		p.t.Fatalf("%d: the draft has no reason: %v", status, draft)
	}
	part["sensitive"] = true
	p.publishLeave(admin, draft["rev"], app)
}

func (p *process) publishLeave(admin string, rev any, app map[string]any) {
	p.t.Helper()
	text, err := json.Marshal(map[string]any{"rev": rev, "app": app})
	if err != nil {
		p.t.Fatal(err)
	}
	status, saved := p.ask(admin, http.MethodPut, "/api/studio/apps/leave/draft", string(text))
	if status != http.StatusOK {
		p.t.Fatalf("%d %v", status, saved)
	}
	status, v := p.ask(admin, http.MethodPost, "/api/studio/apps/leave/publish", fmt.Sprintf(`{"rev":%v,"note":"seal the reason"}`, saved["rev"]))
	if status != http.StatusOK {
		p.t.Fatalf("%d %v", status, v)
	}
}

// secretLeave submits a leave with the secret reason and returns its path.
func (p *process) secretLeave(token string) string {
	p.t.Helper()
	status, v := p.ask(token, http.MethodPost, "/api/apps/leave/instances", strings.Replace(sickLeave, "A cold", secretReason, 1))
	if status != http.StatusCreated {
		p.t.Fatalf("%d %v", status, v)
	}
	return fmt.Sprint("/api/instances/", v["id"])
}

// reads fails the test unless a person reads the secret reason of a leave.
func (p *process) reads(token, leave string) {
	p.t.Helper()
	status, v := p.ask(token, http.MethodGet, leave, "")
	if form, _ := v["form"].(map[string]any); status != http.StatusOK || form["reason"] != secretReason {
		p.t.Errorf("%d: the reason reads %v", status, form["reason"])
	}
}

// nowhereIn fails the test where the secret reason can be read in a folder. plain
// must stand there, or the search would find nothing at all.
func nowhereIn(t *testing.T, folder, plain string) {
	t.Helper()
	found := false
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), secretReason) {
			t.Errorf("the reason can be read in %s", path)
		}
		found = found || strings.Contains(string(text), plain)
		return err
	})
	if err != nil || !found {
		t.Errorf("the search did not find %q: %v", plain, err)
	}
}
