package httpapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

const schemaImport = "/api/studio/apps/leave/import-schema"

// textBody is {"text": …} with a text in it.
func textBody(t *testing.T, text string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"text": text})
	must(t, err)
	return string(body)
}

func TestASchemaBecomesAFormAndIsKeptNowhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.as("eva", http.MethodGet, "/api/studio/apps/leave/draft", "").want(t, 200).body
	schema := `{"properties":{"Room no":{"type":"string"},"guests":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"}}}},"map":{"type":"object"},"no":false}}`
	got := w.as("eva", http.MethodPost, schemaImport, textBody(t, schema)).want(t, 200)
	for i, want := range []struct{ path, kind, note string }{
		{"roomNo", "string", "Room no"}, {"guests", "table", ""}, {"guests.name", "string", ""}, {"map", "json", "JSON"}, {"", "", "left out"},
	} {
		line := got.get(t, "fields").([]any)[i].(map[string]any)
		notes, err := json.Marshal(line["notes"])
		must(t, err)
		if line["path"] != want.path || line["kind"] != want.kind || !strings.Contains(string(notes), want.note) {
			t.Errorf("field %d is %v, want %v", i, line, want)
		}
	}
	zh := w.ask(http.MethodPost, schemaImport, textBody(t, schema), "Authorization", "Bearer "+w.tokens["eva"], "Accept-Language", "zh-CN").want(t, 200)
	if !strings.Contains(zh.body, "未导入") {
		t.Errorf("in Chinese: %s", zh.body)
	}
	if after := w.as("eva", http.MethodGet, "/api/studio/apps/leave/draft", "").want(t, 200).body; after != before {
		t.Error("the draft was changed")
	}
}

func TestWhatIsNoSchemaIsRefusedWithTheReason(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for text, reason := range map[string]string{
		"": "not JSON", "[]": "JSON Schema", "{}": "", `{"type":"object"`: "not JSON",
		strings.Repeat("[", 300_000):                             "256 KB",
		strings.Repeat("[", 9_000):                               "nested deeper",
		`{"type":"object","properties":{"a":false}}`:             "Nothing in this schema",
		`{"type":"object","type":"object","properties":{}}`:      "a key is given twice",
		`{"definitions":{"a":{"properties":{"b":false}}},"x":0}`: "Nothing in this schema",
	} {
		a := w.as("eva", http.MethodPost, schemaImport, textBody(t, text))
		if text == "{}" {
			a.want(t, 200) // anything is a field of JSON
			continue
		}
		a.problem(t, http.StatusUnprocessableEntity, "schema.unusable")
		if !strings.Contains(a.body, reason) {
			t.Errorf("%.40q: %s", text, a.body)
		}
	}
	w.as("eva", http.MethodPost, "/api/studio/apps/nothing/import-schema", textBody(t, "{}")).problem(t, http.StatusNotFound, "app.notFound")
	for _, login := range []string{"ann", "bo", "ivan"} {
		w.as(login, http.MethodPost, schemaImport, textBody(t, "{}")).problem(t, http.StatusForbidden, "permission.denied")
		w.as(login, http.MethodGet, "/api/studio/apps/leave/schema", "").problem(t, http.StatusForbidden, "permission.denied")
		w.as(login, http.MethodPut, "/api/studio/apps/leave/presence", "").problem(t, http.StatusForbidden, "permission.denied")
		w.as(login, http.MethodPost, "/api/studio/apps/import", `{"app":{"id":"x"}}`, "Idempotency-Key", "k").problem(t, http.StatusForbidden, "permission.denied")
	}
}

func TestTheFormOfADraftIsReadAsASchema(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.as("eva", http.MethodGet, "/api/studio/apps/leave/schema", "").want(t, 200)
	if a.text(t, "schema", "$schema") != "https://json-schema.org/draft/2020-12/schema" || a.text(t, "schema", "properties", "days", "title") == "" {
		t.Errorf("%s", a.body)
	}
	if strings.Contains(a.body, `"format":"person"`) {
		t.Error("a format of Banli's own is no format of others")
	}
}

func TestAnAppComesFromAFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var file map[string]any
	must(t, json.Unmarshal([]byte(w.as("eva", http.MethodGet, "/api/studio/apps/leave/draft", "").want(t, 200).body), &file))
	leave := file["app"].(map[string]any)
	put := func(a map[string]any, key string) answer {
		body, err := json.Marshal(map[string]any{"app": a})
		must(t, err)
		return w.as("eva", http.MethodPost, "/api/studio/apps/import", string(body), "Idempotency-Key", key)
	}
	leave["id"] = "travel"
	first := put(leave, "k1").want(t, http.StatusCreated)
	if first.text(t, "app") != "travel" || first.text(t, "renamed") != "false" {
		t.Errorf("%s", first.body)
	}
	if again := put(leave, "k1").want(t, http.StatusCreated); again.body != first.body {
		t.Errorf("the repeat says %s", again.body)
	}
	if got := w.as("eva", http.MethodGet, "/api/studio/apps/travel/draft", "").want(t, 200); got.text(t, "revision") != "0" {
		t.Error("it was published")
	}
	w.as("ann", http.MethodGet, "/api/apps/travel", "").problem(t, http.StatusNotFound, "app.notFound")

	// Another app under the same id stays as it is.
	leave["id"], leave["icon"] = "leave", "car"
	other := put(leave, "k2").want(t, http.StatusCreated)
	if id := other.text(t, "app"); id == "leave" || !strings.HasPrefix(id, "leave_") || other.text(t, "renamed") != "true" {
		t.Errorf("%s", other.body)
	}
	if w.as("eva", http.MethodGet, "/api/studio/apps/leave/draft", "").text(t, "app", "icon") == "car" {
		t.Error("the file was laid over another app")
	}

	// What is wrong with it is said and does not keep it out.
	delete(leave, "flow")
	leave["id"] = "half"
	if half := put(leave, "k3").want(t, http.StatusCreated); len(half.get(t, "findings").([]any)) == 0 {
		t.Errorf("%s", half.body)
	}
	w.as("eva", http.MethodPost, "/api/studio/apps/import", `{"app":{"id":"x","evil":1}}`, "Idempotency-Key", "k4").problem(t, 422, "app.undecodable")
	w.as("eva", http.MethodPost, "/api/studio/apps/import", `{"app":{"id":"x"}}`).problem(t, 400, "request.parameter")
	bad := w.as("eva", http.MethodPost, "/api/studio/apps/import", `{"app":{"id":"../x"}}`, "Idempotency-Key", "k5").want(t, http.StatusCreated)
	if id := bad.text(t, "app"); strings.ContainsAny(id, "./") {
		t.Errorf("an app got the id %q", id)
	}
}

func TestWhoElseHasAnAppOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/api/studio/apps/leave/presence"
	first := w.as("eva", http.MethodPut, path, "").want(t, 200)
	if len(first.get(t, "others").([]any)) != 0 || first.text(t, "rev") != "1" {
		t.Errorf("%s", first.body)
	}
	window, stranger := w.streamOf("eva"), w.streamOf("ann")
	window.want("state")
	stranger.want("state")
	w.as("eva", http.MethodPut, "/api/studio/apps/leave/draft", `{"rev":1,"app":{"id":"leave"}}`).want(t, 200)
	if got := window.want("draft"); got.data["app"] != "leave" {
		t.Errorf("the stream says %v", got.data)
	}
	if got := w.as("eva", http.MethodPut, path, "").want(t, 200); got.text(t, "rev") != "2" || got.text(t, "savedBy", "id") != w.ids["eva"] {
		t.Errorf("%s", got.body)
	}
	// Who was not heard of for long is told nothing.
	w.clock.Advance(time.Minute)
	w.as("eva", http.MethodPut, "/api/studio/apps/leave/draft", `{"rev":2,"app":{"id":"leave"}}`).want(t, 200)
	window.silent()
	stranger.silent()
}
