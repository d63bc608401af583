package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
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
	form, _ := app["form"].(map[string]any)
	schema, _ := form["schema"].(map[string]any)
	properties, _ := schema["properties"].(map[string]any)
	properties["scan"] = map[string]any{"type": "array", "maxItems": 3, "sensitive": true, "items": map[string]any{"type": "string", "format": "attachment"}}
	layout, _ := form["layout"].(map[string]any)
	fields, _ := layout["fields"].(map[string]any)
	fields["scan"] = map[string]any{"title": map[string]any{"en": "Scan", "zh-CN": "扫描件"}}
	sections, _ := layout["sections"].([]any)
	first, _ := sections[0].(map[string]any)
	inIt, _ := first["fields"].([]any)
	first["fields"] = append(inIt, "scan")
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

// secretScan is a file of some chunks that tells the secret reason.
var secretScan = "%PDF-1.7\n" + strings.Repeat(secretReason+strings.Repeat(".", 2000), 100)

// secretLeave submits a leave with the secret reason, and a file that tells it and
// is named after it, and returns its path.
func (p *process) secretLeave(token string) string {
	p.t.Helper()
	status, v := p.ask(token, http.MethodPost, "/api/apps/leave/files?field=scan&name="+url.QueryEscape(secretReason)+".pdf", secretScan)
	if status != http.StatusCreated {
		p.t.Fatalf("%d %v", status, v)
	}
	request := strings.Replace(sickLeave, "A cold", secretReason, 1)
	request = strings.Replace(request, `"reason"`, fmt.Sprintf(`"scan":[%q],"reason"`, v["id"]), 1)
	if status, v = p.ask(token, http.MethodPost, "/api/apps/leave/instances", request); status != http.StatusCreated {
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
	files, _ := v["files"].(map[string]any)
	for id, about := range files {
		if f, _ := about.(map[string]any); f["name"] != secretReason+".pdf" {
			p.t.Errorf("the file is called %v", f["name"])
		}
		if got := p.fetch(token, leave+"/files/"+id); got != secretScan {
			p.t.Errorf("%d bytes of the file came back", len(got))
		}
	}
	if len(files) != 1 {
		p.t.Errorf("the case shows the files %v", files)
	}
}

// fetch reads what is at a path.
func (p *process) fetch(token, path string) string {
	p.t.Helper()
	req, err := http.NewRequestWithContext(p.t.Context(), http.MethodGet, p.base+path, nil)
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
	return string(text)
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
