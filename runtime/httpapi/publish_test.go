package httpapi_test

import (
	"encoding/json"
	"net/http"
	"sync"
	"testing"

	"github.com/banli-oa/banli/templates"
)

// draft reads the leave app's draft as an object that can be changed.
func (w *world) draft() (rev string, app map[string]any) {
	w.t.Helper()
	a := w.as("eva", http.MethodGet, "/api/studio/apps/leave/draft", "").want(w.t, http.StatusOK)
	return a.text(w.t, "rev"), a.get(w.t, "app").(map[string]any)
}

func (w *world) saveDraft(rev string, app map[string]any) answer {
	w.t.Helper()
	text, err := json.Marshal(app)
	must(w.t, err)
	return w.as("eva", http.MethodPut, "/api/studio/apps/leave/draft", `{"rev":`+rev+`,"app":`+string(text)+`}`)
}

// dig walks into nested objects.
func dig(v any, keys ...string) map[string]any {
	for _, k := range keys {
		v = v.(map[string]any)[k]
	}
	return v.(map[string]any)
}

// addSite adds a required text field to the draft and publishes it.
func (w *world) addSite() {
	w.t.Helper()
	rev, app := w.draft()
	dig(app, "form", "schema", "properties")["site"] = map[string]any{"type": "string", "minLength": 1}
	schema := dig(app, "form", "schema")
	schema["required"] = append(schema["required"].([]any), "site")
	dig(app, "form", "layout", "fields")["site"] = map[string]any{"widget": "text", "title": map[string]any{"en": "Site", "zh-CN": "地点"}}
	section := dig(app, "form", "layout")["sections"].([]any)[0].(map[string]any)
	section["fields"] = append(section["fields"].([]any), "site")
	saved := w.saveDraft(rev, app).want(w.t, http.StatusOK)
	w.as("eva", http.MethodPost, "/api/studio/apps/leave/publish", `{"rev":`+saved.text(w.t, "rev")+`,"note":"ask for the site"}`).want(w.t, http.StatusOK)
}

func TestANewRequestUsesTheNewRevisionAndARunningOneStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before, task := w.submit(shortLeave)
	w.addSite()

	app := w.as("ann", http.MethodGet, "/api/apps/leave", "").want(t, http.StatusOK)
	if app.text(t, "revision") != "2" || app.get(t, "form", "schema", "properties", "site") == nil {
		t.Fatal(app.body)
	}
	w.as("ann", http.MethodPost, "/api/apps/leave/instances", shortLeave).problem(t, http.StatusUnprocessableEntity, "form.invalid")
	form := shortLeave[:len(shortLeave)-2] + `,"site":"Berlin"}}`
	id, _ := w.submit(form)
	if got := w.as("ann", http.MethodGet, "/api/instances/"+id, "").text(t, "revision"); got != "2" {
		t.Fatalf("a new request runs on revision %s", got)
	}

	running := w.as("ann", http.MethodGet, "/api/instances/"+before, "").want(t, http.StatusOK)
	if running.text(t, "revision") != "1" || dig(running.get(t, "definition", "form", "schema"), "properties")["site"] != nil {
		t.Fatal("the running request changed its revision")
	}
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).want(t, http.StatusOK)
	if got := w.as("ann", http.MethodGet, "/api/instances/"+before, "").text(t, "status"); got != "approved" {
		t.Fatalf("the old request ended %q", got)
	}
	old := w.as("ann", http.MethodGet, "/api/apps/leave/revisions/1", "").want(t, http.StatusOK)
	if old.text(t, "revision") != "1" || dig(old.get(t, "form", "schema"), "properties")["site"] != nil {
		t.Fatal(old.body)
	}
	list := w.as("eva", http.MethodGet, "/api/studio/apps/leave/revisions", "").want(t, http.StatusOK)
	if list.text(t, "items", 0, "n") != "2" || list.text(t, "items", 0, "note") != "ask for the site" || len(list.get(t, "items").([]any)) != 2 {
		t.Fatal(list.body)
	}
}

func TestADraftWithMistakesIsKeptAndNotPublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tt := range []struct {
		name, place string
		change      func(app map[string]any)
	}{
		{"a step without people", "flow.nodes.manager", func(app map[string]any) {
			delete(dig(app, "flow")["nodes"].([]any)[1].(map[string]any), "assignee")
		}},
		{"a schema that fetches", "form", func(app map[string]any) {
			dig(app, "form", "schema", "properties")["type"] = map[string]any{"$ref": "file:///etc/passwd"}
		}},
		{"a script that does not compile", "scripts.validate", func(app map[string]any) {
			dig(app, "scripts")["validate"] = "function validate( {"
		}},
		{"a rule about a field that is gone", "rules.countDays", func(app map[string]any) {
			rule := app["rules"].([]any)[0].(map[string]any)
			rule["then"].([]any)[0].(map[string]any)["field"] = "weeks"
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rev, app := w.draft()
			tt.change(app)
			saved := w.saveDraft(rev, app).want(t, http.StatusOK)
			rev = saved.text(t, "rev")
			a := w.as("eva", http.MethodPost, "/api/studio/apps/leave/publish", `{"rev":`+rev+`,"note":""}`).problem(t, http.StatusUnprocessableEntity, "app.invalid")
			found := false
			for _, e := range a.get(t, "errors").([]any) {
				place := e.(map[string]any)["path"].(string)
				found = found || len(place) >= len(tt.place) && place[:len(tt.place)] == tt.place
			}
			if !found {
				t.Errorf("nothing is said at %s: %s", tt.place, a.body)
			}
			if got := w.as("ann", http.MethodGet, "/api/apps/leave", "").text(t, "revision"); got != "1" {
				t.Fatalf("revision %s was published", got)
			}
			// Put it right again for the next one.
			w.reset(rev)
		})
	}
}

// reset saves the published definition as the draft again.
func (w *world) reset(rev string) {
	w.t.Helper()
	text, err := templates.App("leave")
	must(w.t, err)
	var app map[string]any
	must(w.t, json.Unmarshal(text, &app))
	w.saveDraft(rev, app).want(w.t, http.StatusOK)
}

func TestOfTwoPublicationsAtOnceOneWins(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rev, app := w.draft()
	dig(app)["icon"] = "plane"
	rev = w.saveDraft(rev, app).want(t, http.StatusOK).text(t, "rev")
	answers := make([]answer, 8)
	var group sync.WaitGroup
	for i := range answers {
		group.Go(func() {
			answers[i] = w.as("eva", http.MethodPost, "/api/studio/apps/leave/publish", `{"rev":`+rev+`,"note":""}`)
		})
	}
	group.Wait()
	numbers := map[string]bool{}
	for _, a := range answers {
		switch a.status {
		case http.StatusOK:
			n := a.text(t, "revision")
			if numbers[n] {
				t.Errorf("revision %s was published twice", n)
			}
			numbers[n] = true
		case http.StatusConflict:
		default:
			t.Errorf("%d: %s", a.status, a.body)
		}
	}
	if len(numbers) == 0 {
		t.Fatal("none was published")
	}
	list := w.as("eva", http.MethodGet, "/api/studio/apps/leave/revisions", "").get(t, "items").([]any)
	if len(list) != len(numbers)+1 {
		t.Fatalf("%d revisions, want %d", len(list), len(numbers)+1)
	}
}

func TestTheStudioIsTheAdminsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, login := range []string{"ann", "bo", "hong", "ivan"} {
		for _, r := range [][3]string{
			{"GET", "/api/studio/apps", ""}, {"GET", "/api/studio/apps/leave/draft", ""}, {"GET", "/api/studio/apps/nothing/draft", ""},
			{"PUT", "/api/studio/apps/leave/draft", `{"rev":1,"app":{}}`}, {"POST", "/api/studio/apps/leave/publish", `{"rev":1,"note":""}`},
			{"GET", "/api/studio/apps/leave/revisions", ""},
		} {
			w.as(login, r[0], r[1], r[2]).problem(t, http.StatusForbidden, "permission.denied")
		}
	}
}
