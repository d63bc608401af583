package httpapi_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
)

// priced is an app of which a field takes its options from a list; empty for none.
func priced(list string) app.App {
	a := appOf("priced", ``, `"rate":{"type":"string"},"kind":{"type":"string","format":"option"}`,
		line(flow.Node{ID: "boss", Type: flow.Approval, Name: bothWords("Boss"), Assignee: &flow.Assignee{Kind: flow.Manager}}))
	source := &form.Source{List: list}
	if list == "" {
		source = &form.Source{Script: "kinds"}
		a.Scripts.Options = map[string]string{"kinds": "function options() { return []; }"}
	}
	a.Form.Layout.Fields["kind"] = form.FieldLayout{Title: bothWords("Kind"), Source: source}
	a.Form.Layout.Sections[0].Fields = []string{"rate", "kind"}
	return a
}

// draftOf saves and may publish an app's draft.
func (w *world) draftOf(a app.App, publish bool) {
	w.t.Helper()
	path := "/api/studio/apps/" + a.ID
	text, err := app.Encode(a)
	must(w.t, err)
	rev := w.as("eva", http.MethodGet, path+"/draft", "").want(w.t, http.StatusOK).text(w.t, "rev")
	saved := w.as("eva", http.MethodPut, path+"/draft", `{"rev":`+rev+`,"app":`+string(text)+`}`).want(w.t, http.StatusOK)
	if publish {
		w.as("eva", http.MethodPost, path+"/publish", `{"rev":`+saved.text(w.t, "rev")+`,"note":""}`).want(w.t, http.StatusOK)
	}
}

// TestAListThatNothingUsesIsDeleted, and one that something uses is not: its drafts,
// what is published, what runs, and what stands below it.
func TestAListThatNothingUsesIsDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keep("kinds", "", "A", "B")
	w.keep("parts", "kinds", "A/1")
	w.keep("other", "", "X")
	const kinds = "/api/lists/kinds"
	// One semicolon is the sentence's own, the others part what uses the list.
	rev := func(id string) string {
		l, err := w.lists.List(id)
		must(t, err)
		return "?rev=" + strconv.FormatInt(l.Rev(), 10)
	}
	refused := func(want ...string) {
		t.Helper()
		got := w.as("ivan", http.MethodDelete, kinds+rev("kinds"), "").problem(t, http.StatusConflict, "list.used")
		for _, part := range want {
			if !strings.Contains(got.text(t, "detail"), part) {
				t.Errorf("the refusal lacks %q: %s", part, got.text(t, "detail"))
			}
		}
		if n := strings.Count(got.text(t, "detail"), ";"); n != len(want) {
			t.Errorf("it names other things too: %s", got.text(t, "detail"))
		}
	}
	w.as("ann", http.MethodDelete, kinds+rev("kinds"), "").problem(t, http.StatusForbidden, "permission.denied")
	w.as("hong", http.MethodDelete, kinds+rev("kinds"), "").problem(t, http.StatusForbidden, "permission.denied")
	for _, wrong := range []string{"", "?rev=0", "?rev=x"} {
		w.as("ivan", http.MethodDelete, kinds+wrong, "").problem(t, http.StatusBadRequest, "request.parameter")
	}
	w.as("ivan", http.MethodDelete, kinds+"?rev=99", "").problem(t, http.StatusConflict, "list.stale")
	w.as("ivan", http.MethodDelete, "/api/lists/nothing?rev=1", "").problem(t, http.StatusNotFound, "list.notFound")

	w.publish(priced("kinds"))
	first := w.as("ann", http.MethodPost, "/api/apps/priced/instances", `{"form":{"kind":"A"}}`).want(t, http.StatusCreated)
	refused("“App priced” (draft, published)", "the list “List parts”")
	w.as("ivan", http.MethodDelete, "/api/lists/parts"+rev("parts"), "").want(t, http.StatusNoContent)
	refused("“App priced” (draft, published)")
	w.draftOf(priced("other"), false)
	refused("“App priced” (published)")
	w.draftOf(priced("other"), true)
	refused("“App priced” (running requests)")
	zh := w.as("ivan", http.MethodDelete, kinds+rev("kinds"), "", "Accept-Language", "zh-CN")
	if !strings.Contains(zh.text(t, "detail"), "“App priced”（办理中的申请）") {
		t.Errorf("in Chinese: %s", zh.body)
	}
	w.decide("bo", first.open(t), `{"action":"approve"}`).want(t, http.StatusOK)
	w.as("ivan", http.MethodDelete, kinds+rev("kinds"), "").want(t, http.StatusNoContent)

	// It is gone wherever lists are chosen and kept, and stays readable where it was.
	for _, path := range []string{"/items", "/options", "/export?format=csv"} {
		w.as("ivan", http.MethodGet, kinds+path, "").problem(t, http.StatusNotFound, "list.notFound")
	}
	w.as("ivan", http.MethodPost, kinds+"/items", `{"value":"C"}`).problem(t, http.StatusNotFound, "list.notFound")
	w.as("ivan", http.MethodDelete, kinds+"?rev=9", "").problem(t, http.StatusNotFound, "list.notFound")
	if all := w.as("ivan", http.MethodGet, "/api/lists", "").want(t, http.StatusOK); strings.Contains(all.body, `"kinds"`) || !strings.Contains(all.body, `"other"`) {
		t.Errorf("the lists are %s", all.body)
	}
	if words := w.as("ann", http.MethodGet, kinds+"/options?values=A", "").want(t, http.StatusOK); words.text(t, "items", 0, "value") != "A" {
		t.Errorf("what was chosen reads %s", words.body)
	}
	if words := w.as("ann", http.MethodGet, "/api/lists/parts/options?values=A%2F1", "").want(t, http.StatusOK); len(words.get(t, "items").([]any)) != 0 {
		t.Errorf("items of a list that nothing ever used were kept: %s", words.body)
	}
	w.as("ivan", http.MethodPost, "/api/lists", `{"id":"kinds","name":{"en":"Again"}}`).problem(t, http.StatusUnprocessableEntity, "list.invalid")
	// Another server hears of it, and it is on record.
	must(t, w.lists.Refresh(t.Context()))
	if w.lists.Has("kinds") {
		t.Error("it came back")
	}
	if got := w.entries("object=list:kinds"); !strings.Contains(strings.Join(got, " "), "list.deleted") {
		t.Errorf("on record: %v", got)
	}
	// A field that still names it is told so.
	w.draftOf(priced("kinds"), false)
	saved := w.as("eva", http.MethodGet, "/api/studio/apps/priced/draft", "").want(t, http.StatusOK)
	if !strings.Contains(saved.body, `"code":"lint.listUnknown"`) {
		t.Errorf("nothing is said of the list: %v", saved.get(t, "findings"))
	}
}
