package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/store/storetest"
)

func (w *world) create(person, key, name string) answer {
	return w.as(person, http.MethodPost, "/api/studio/apps", `{"name":`+name+`}`, "Idempotency-Key", key)
}

func TestAnAppIsMadeOutOfAName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.create("eva", "one", `{"en":" Expense claim ","zh-CN":"费用报销"}`).want(t, http.StatusCreated)
	id := a.text(t, "app")
	if !strings.HasPrefix(id, "expenseclaim_") || a.text(t, "name", "en") != "Expense claim" {
		t.Fatal(a.body)
	}
	// Asked again because the answer was lost, it is the same app.
	if again := w.create("eva", "one", `{"en":"Expense claim","zh-CN":"费用报销"}`).want(t, http.StatusCreated); again.text(t, "app") != id {
		t.Fatal(again.body)
	}
	if other := w.create("eva", "two", `{"zh-CN":"费用报销"}`).want(t, http.StatusCreated); !strings.HasPrefix(other.text(t, "app"), "app_") {
		t.Fatal(other.body)
	}
	if list := w.as("eva", "GET", "/api/studio/apps", "").want(t, 200); len(list.get(t, "items").([]any)) != 3 {
		t.Fatal(list.body)
	}
	// Nobody can use it before it is published, and nothing but fields is missing then.
	w.as("ann", "GET", "/api/apps/"+id, "").problem(t, http.StatusNotFound, "app.notFound")
	draft := w.as("eva", "GET", "/api/studio/apps/"+id+"/draft", "").want(t, 200)
	for _, f := range draft.get(t, "findings").([]any) {
		if f.(map[string]any)["level"] == "error" {
			t.Errorf("a new app has an error: %v", f)
		}
	}
	w.as("eva", "POST", "/api/studio/apps/"+id+"/publish", `{"rev":`+draft.text(t, "rev")+`,"note":""}`).want(t, 200)
	w.as("ann", "POST", "/api/apps/"+id+"/instances", `{"form":{}}`).want(t, http.StatusCreated)
}

func TestAnAppNeedsANameAndAnAdministrator(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.create("ann", "one", `{"en":"Mine"}`).problem(t, http.StatusForbidden, "permission.denied")
	w.as("eva", "POST", "/api/studio/apps", `{"name":{"en":"Without a key"}}`).problem(t, http.StatusBadRequest, "request.parameter")
	for _, name := range []string{`{}`, `{"en":"  "}`, `{"fr":"Frais"}`, `{"en":"` + strings.Repeat("a", 101) + `"}`} {
		w.create("eva", "one", name).problem(t, http.StatusBadRequest, "request.type")
	}
	if list := w.as("eva", "GET", "/api/studio/apps", "").want(t, 200); len(list.get(t, "items").([]any)) != 1 {
		t.Fatal(list.body)
	}
}

// A creation that was cut off between its two documents is finished by the repeat.
func TestACutOffCreationIsFinished(t *testing.T) {
	t.Parallel()
	w, f := faultyWorld(t)
	for _, fault := range []storetest.Fault{
		{Op: storetest.Insert, Collection: "appDrafts", Mode: storetest.LoseAnswer},
		{Op: storetest.Insert, Collection: "apps", Mode: storetest.Fail},
		{Op: storetest.Insert, Collection: "apps", Mode: storetest.LoseAnswer},
	} {
		f.Inject(fault)
		w.create("eva", "one", `{"en":"Expenses"}`).problem(t, http.StatusServiceUnavailable, "server.store")
	}
	id := w.create("eva", "one", `{"en":"Expenses"}`).want(t, http.StatusCreated).text(t, "app")
	w.as("eva", "GET", "/api/studio/apps/"+id+"/draft", "").want(t, 200)
	if list := w.as("eva", "GET", "/api/studio/apps", "").want(t, 200); len(list.get(t, "items").([]any)) != 2 {
		t.Fatal(list.body)
	}
}
