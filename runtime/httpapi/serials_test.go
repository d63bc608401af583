package httpapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// publishFields puts fields, as the JSON of properties and of their layout,
// beside those of the leave form, opens them to the manager, and publishes.
func (w *world) publishFields(properties, layout string, change ...func(app map[string]any)) {
	w.t.Helper()
	rev, app := w.draft()
	more, looks := map[string]any{}, map[string]any{}
	must(w.t, json.Unmarshal([]byte(properties), &more))
	must(w.t, json.Unmarshal([]byte(layout), &looks))
	open := map[string]any{}
	for id, schema := range more {
		dig(app, "form", "schema", "properties")[id] = schema
		open[id] = "edit"
	}
	for path, look := range looks {
		dig(app, "form", "layout", "fields")[path] = look
	}
	for _, n := range dig(app, "flow")["nodes"].([]any) {
		if node := n.(map[string]any); node["id"] == "manager" {
			node["fields"] = open
		}
	}
	for _, f := range change {
		f(app)
	}
	rev = w.saveDraft(rev, app).want(w.t, http.StatusOK).text(w.t, "rev")
	w.as("eva", http.MethodPost, "/api/studio/apps/leave/publish", `{"rev":`+rev+`,"note":""}`).want(w.t, http.StatusOK)
}

const serialField = `{"no":{"type":"string","format":"serial"}}`

func TestTheServerGivesSerialNumbers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishFields(serialField, `{"no":{"title":{"en":"File","zh-CN":"档案号"},"serial":"L{yyyy}-{seq:3}"}}`, func(app map[string]any) {
		app["title"] = map[string]any{"en": "Leave {no}", "zh-CN": "请假 {no}"}
	})
	first, task := w.submit(leaveWith(""))
	if got := w.read("ann", first).text(t, "form", "no"); got != "L2026-001" {
		t.Errorf("got %s", got)
	}
	if got := w.read("ann", first).text(t, "title", "zh-CN"); got != "请假 L2026-001" {
		t.Errorf("got %s", got)
	}
	// What a client sends is never taken, be it a copy of an earlier form.
	second, _ := w.submit(leaveWith(`,"no":"L2026-001"`))
	if got := w.read("ann", second).text(t, "form", "no"); got != "L2026-002" {
		t.Errorf("got %s", got)
	}
	path := "/api/tasks/" + task + "/decisions"
	for _, other := range []string{`"L2026-777"`, `null`} {
		a := w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"","form":{"no":`+other+`}}`)
		a.problem(t, http.StatusUnprocessableEntity, "form.invalid")
		if !strings.Contains(a.body, `"path":"/no","code":"form.closed"`) {
			t.Error(a.body)
		}
	}
	w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"","form":{"no":"L2026-001"}}`).want(t, http.StatusOK)
	if got := w.read("ann", first).text(t, "form", "no"); got != "L2026-001" {
		t.Errorf("after the decision: %s", got)
	}
}

func TestARepeatedSubmissionKeepsItsNumber(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishFields(serialField, `{"no":{"title":{"en":"File","zh-CN":"档案号"},"serial":"{seq}"}}`)
	submit := func() string {
		return w.as("ann", http.MethodPost, leaveInstances, leaveWith(""), "Idempotency-Key", "again").text(t, "id")
	}
	if a, b := submit(), submit(); a != b || w.read("ann", a).text(t, "form", "no") != "1" {
		t.Errorf("%s and %s", a, b)
	}
}

func TestASerialNumberThatIsHiddenIsNotGiven(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishFields(serialField, `{"no":{"title":{"en":"File","zh-CN":"档案号"},"serial":"{seq}"}}`)
	w.publishRules(`[{"id":"short","name":{"en":"Short leave has no file","zh-CN":"短假无档案"},"enabled":true,
		"when":{"<":[{"var":"days"},2]},"then":[{"do":"hide","field":"no"}]}]`)
	id, _ := w.submit(leaveWith(`,"no":"mine"`))
	if form := w.read("ann", id).get(t, "form").(map[string]any); form["no"] != nil {
		t.Errorf("got %v", form)
	}
}
