package httpapi_test

import (
	"strings"
	"testing"
)

func TestTheContractIsServedToEverybodyWithAnETag(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for path, must := range map[string]string{"/api/openapi.json": `"openapi":"3.1.0"`, "/api/errors": `"code":"task.decided"`} {
		a := w.ask("GET", path, "").want(t, 200)
		if !strings.Contains(a.body, must) {
			t.Errorf("%s lacks %s", path, must)
		}
		etag := a.header.Get("ETag")
		if again := w.ask("GET", path, "", "If-None-Match", etag).want(t, 304); again.body != "" {
			t.Errorf("%s: unchanged, and yet %d bytes", path, len(again.body))
		}
		w.ask("GET", path, "", "If-None-Match", `"other"`).want(t, 200)
	}
}

func TestTheListOfErrorsExplainsTheCodesOfForms(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	list := w.ask("GET", "/api/errors", "").want(t, 200)
	codes := map[string]bool{}
	for _, e := range list.get(t, "details").([]any) {
		entry := e.(map[string]any)
		codes[entry["code"].(string)] = true
		text := entry["message"].(map[string]any)
		if text["en"] == "" || text["zh-CN"] == "" {
			t.Errorf("%v has no words", entry)
		}
	}
	for _, code := range []string{"form.required", "form.minLength", "form.check", "flow.startMissing", "rule.type", "directory.loginTaken"} {
		if !codes[code] {
			t.Errorf("%s is not explained", code)
		}
	}
	// What a real refusal says is among them, and so is its address.
	a := w.as("ann", "POST", "/api/apps/leave/instances", `{"form":{"type":"annual"}}`).problem(t, 422, "form.invalid")
	for _, e := range a.get(t, "errors").([]any) {
		if code := e.(map[string]any)["code"].(string); !codes[code] {
			t.Errorf("%s is not explained", code)
		}
	}
	if got := a.text(t, "type"); got != "/docs/errors#form.invalid" {
		t.Errorf("type %q", got)
	}
}
