package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestTwoRevisionsAreCompared(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.addSite()
	rev, app := w.draft()
	dig(app, "form", "schema", "properties", "reason")["maxLength"] = 800
	w.saveDraft(rev, app).want(t, http.StatusOK)
	changes := func(from, to string) []string {
		t.Helper()
		a := w.as("eva", http.MethodGet, "/api/studio/apps/leave/changes?from="+from+"&to="+to, "").want(t, http.StatusOK)
		var said []string
		for _, each := range a.get(t, "changes").([]any) {
			c := each.(map[string]any)
			said = append(said, c["op"].(string)+" "+c["part"].(string)+" "+c["id"].(string))
		}
		return said
	}
	for _, tt := range []struct{ from, to, want string }{
		{"1", "2", "added field site"},
		{"2", "1", "removed field site"},
		{"2", "draft", "changed field reason"},
		{"1", "draft", "changed field reason, added field site"},
		{"draft", "draft", ""},
	} {
		if got := strings.Join(changes(tt.from, tt.to), ", "); got != tt.want {
			t.Errorf("%s to %s: %s, want %s", tt.from, tt.to, got, tt.want)
		}
	}
	a := w.as("eva", http.MethodGet, "/api/studio/apps/leave/changes?from=2&to=draft", "").want(t, http.StatusOK)
	setting := a.get(t, "changes", 0, "settings", 0).(map[string]any)
	if setting["aspect"] != "schema.maxLength" || setting["before"] != 500.0 || setting["after"] != 800.0 {
		t.Errorf("the setting is told as %v", setting)
	}
	if dig(a.get(t, "to"), "form", "schema", "properties", "reason")["maxLength"] != 800.0 {
		t.Error("the draft is not with it")
	}

	for path, code := range map[string]string{
		"?from=1": "request.parameter", "?from=0&to=1": "request.parameter", "?from=-1&to=1": "request.parameter",
		"?from=1&to=last": "request.parameter",
	} {
		w.as("eva", http.MethodGet, "/api/studio/apps/leave/changes"+path, "").problem(t, http.StatusBadRequest, code)
	}
	w.as("eva", http.MethodGet, "/api/studio/apps/leave/changes?from=1&to=9", "").problem(t, http.StatusNotFound, "revision.notFound")
	w.as("eva", http.MethodGet, "/api/studio/apps/nothing/changes?from=1&to=draft", "").problem(t, http.StatusNotFound, "app.notFound")
	for _, login := range []string{"ann", "bo", "hong", "ivan"} {
		w.as(login, http.MethodGet, "/api/studio/apps/leave/changes?from=1&to=draft", "").problem(t, http.StatusForbidden, "permission.denied")
	}
}
