package httpapi_test

import (
	"net/http"
	"testing"
)

// What the journeys have no need of is still answered, and as described.
func TestWhatIsThereToChooseFrom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const draft = "eeeeeeeeeeeeeeeeeeeeeeeeee"
	for _, r := range []struct {
		login, method, path, body string
		status                    int
		at                        []any
		want                      string
	}{
		{"ann", "GET", "/api/apps", "", 200, []any{"items", 0, "id"}, "leave"},
		{"eva", "GET", "/api/studio/apps", "", 200, []any{"items", 0, "savedBy", "name", "en"}, "Mx eva"},
		{"ann", "GET", "/api/people?q=bo&limit=5", "", 200, []any{"items", 0, "dept", "name", "en"}, "rd"},
		{"ann", "GET", "/api/people?ids=" + w.ids["cai"], "", 200, []any{"items", 0, "name", "en"}, "Mx cai"},
		{"", "GET", "/api/demo", "", 200, []any{"people", 0, "person", "name", "en"}, "Mx ann"},
		{"", "POST", "/api/demo/session", `{"as":"employee"}`, 200, []any{"user", "login"}, "ann"},
		{"", "POST", "/api/demo/session", `{"as":"hr"}`, 404, []any{"code"}, "person.notFound"},
		{"ann", "PUT", "/api/apps/leave/drafts/" + draft, `{"rev":0,"form":{}}`, 200, []any{"id"}, draft},
		{"ann", "DELETE", "/api/apps/leave/drafts/" + draft, "", 204, nil, ""},
		{"ann", "GET", "/api/apps/leave/drafts/" + draft, "", 404, []any{"code"}, "draft.notFound"},
	} {
		ask := func(headers ...string) answer { return w.ask(r.method, r.path, r.body, headers...) }
		if r.login != "" {
			ask = func(headers ...string) answer { return w.as(r.login, r.method, r.path, r.body, headers...) }
		}
		a := ask().want(t, r.status)
		if r.at != nil && a.text(t, r.at...) != r.want {
			t.Errorf("%s %s: %v is %q, want %q", r.method, r.path, r.at, a.text(t, r.at...), r.want)
		}
	}
}

// A form's choice of a department needs the tree and its names, and no more.
func TestDepartmentsToChooseFrom(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.as("ann", http.MethodGet, "/api/departments", "").want(t, http.StatusOK)
	ids, parents := map[string]string{}, map[string]string{}
	for _, item := range a.get(t, "items").([]any) {
		d := item.(map[string]any)
		name := d["name"].(map[string]any)["en"].(string)
		ids[name] = d["id"].(string)
		parents[name], _ = d["parent"].(string)
		for key := range d {
			if key != "id" && key != "name" && key != "parent" {
				t.Errorf("%s tells %s", name, key)
			}
		}
	}
	if len(ids) != 3 || ids["top"] == "" || parents["rd"] != ids["top"] || parents["ops"] != ids["top"] || parents["top"] != "" {
		t.Error(a.body)
	}
	w.ask(http.MethodGet, "/api/departments", "").problem(t, http.StatusUnauthorized, "request.unauthenticated")
}
