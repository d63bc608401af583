package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/store/storetest"
)

func TestAppsAreMadeFromTemplates(t *testing.T) {
	t.Parallel()
	w := newWorld(t) // which has the leave app already
	w.as("ann", "GET", "/api/studio/templates", "").problem(t, http.StatusForbidden, "permission.denied")
	w.as("ann", "POST", "/api/studio/templates/leave", "").problem(t, http.StatusForbidden, "permission.denied")
	w.as("ann", "POST", "/api/studio/templates/nothing", "").problem(t, http.StatusForbidden, "permission.denied")
	w.as("eva", "POST", "/api/studio/templates/nothing", "").problem(t, http.StatusNotFound, "template.notFound")
	list := w.as("eva", "GET", "/api/studio/templates", "").want(t, 200)
	if list.text(t, "items", 0, "id") != "leave" || list.text(t, "items", 0, "used") != "true" {
		t.Fatal(list.body)
	}
	for _, want := range []string{"leave2", "leave3"} {
		a := w.as("eva", "POST", "/api/studio/templates/leave", "").want(t, http.StatusCreated)
		if a.text(t, "app") != want || !strings.HasSuffix(a.text(t, "name", "zh-CN"), " "+want[5:]) || a.text(t, "revision") != "1" {
			t.Fatal(a.body)
		}
	}
	// It is an app of its own: employees find it, and its cases have their own numbers.
	if a := w.as("ann", "GET", "/api/apps", "").want(t, 200); len(a.get(t, "items").([]any)) != 3 {
		t.Fatal(a.body)
	}
	first := w.as("ann", "POST", "/api/apps/leave/instances", shortLeave).want(t, http.StatusCreated).text(t, "no")
	second := w.as("ann", "POST", "/api/apps/leave2/instances", shortLeave).want(t, http.StatusCreated).text(t, "no")
	if first == second || !strings.HasPrefix(second, "LV2-") {
		t.Fatalf("%s and %s", first, second)
	}
	if draft := w.as("eva", "GET", "/api/studio/apps/leave2/draft", "").want(t, 200); draft.text(t, "app", "id") != "leave2" || draft.text(t, "changed") != "false" {
		t.Fatal(draft.body)
	}
}

// An installation that was cut off is gone on with, not begun beside it.
func TestACutOffInstallationIsFinished(t *testing.T) {
	t.Parallel()
	w, f := faultyWorld(t)
	for _, fault := range []storetest.Fault{
		{Op: storetest.Insert, Collection: "appDrafts", Mode: storetest.LoseAnswer},
		{Op: storetest.Insert, Collection: "apps", Mode: storetest.Fail},
		{Op: storetest.Insert, Collection: "apps", Mode: storetest.LoseAnswer},
		{Op: storetest.Replace, Collection: "apps", Mode: storetest.Fail},
	} {
		f.Inject(fault)
		w.as("eva", "POST", "/api/studio/templates/leave", "").problem(t, http.StatusServiceUnavailable, "server.store")
	}
	if a := w.as("eva", "POST", "/api/studio/templates/leave", "").want(t, http.StatusCreated); a.text(t, "app") != "leave2" {
		t.Fatal(a.body)
	}
	if a := w.as("eva", "GET", "/api/studio/apps", "").want(t, 200); len(a.get(t, "items").([]any)) != 2 {
		t.Fatal(a.body)
	}
}
