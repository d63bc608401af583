package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/lists"
)

// keep makes a list with items, "value" or "parent/value".
func (w *world) keep(id, above string, values ...string) {
	w.t.Helper()
	w.as("ivan", http.MethodPost, "/api/lists", `{"id":"`+id+`","name":{"en":"List `+id+`"},"above":"`+above+`"}`).want(w.t, http.StatusCreated)
	for _, value := range values {
		parent, own, below := strings.Cut(value, "/")
		if !below {
			parent, own = "", value
		}
		w.as("ivan", http.MethodPost, "/api/lists/"+id+"/items",
			`{"value":"`+own+`","label":{"en":"The `+own+`","zh-CN":"项`+own+`"},"parent":"`+parent+`"}`).want(w.t, http.StatusCreated)
	}
}

// shown lists the values of an answer's items.
func (a answer) shown(t *testing.T) string {
	t.Helper()
	var out []string
	for _, item := range a.get(t, "items").([]any) {
		out = append(out, item.(map[string]any)["value"].(string))
	}
	return strings.Join(out, " ")
}

func TestListsAreKeptByITAndUsedByAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keep("centres", "", "C1", "C2", "C3")
	w.as("ann", http.MethodPost, "/api/lists", `{"id":"mine","name":{"en":"Mine"}}`).problem(t, http.StatusForbidden, "permission.denied")
	w.as("ann", http.MethodPut, "/api/lists/centres/items", `{"value":"C1","off":true}`).problem(t, http.StatusForbidden, "permission.denied")
	w.as("ann", http.MethodGet, "/api/lists/centres/items", "").problem(t, http.StatusForbidden, "permission.denied")
	w.as("hong", http.MethodGet, "/api/lists", "").problem(t, http.StatusForbidden, "permission.denied")

	w.as("eva", http.MethodPut, "/api/lists/centres/items", `{"value":"C2","label":{"en":"Old centre"},"off":true}`).want(t, http.StatusOK)
	if got := w.as("ann", http.MethodGet, "/api/lists/centres/options", "").want(t, http.StatusOK).shown(t); got != "C1 C3" {
		t.Errorf("offered: %s", got)
	}
	// What is not offered any more keeps its words for those who ask for it.
	a := w.as("ann", http.MethodGet, "/api/lists/centres/options?values=C2,C3,gone", "").want(t, http.StatusOK)
	if a.shown(t) != "C2 C3" || !strings.Contains(a.body, "Old centre") {
		t.Error(a.body)
	}
	a = w.as("ivan", http.MethodGet, "/api/lists/centres/items?limit=2", "").want(t, http.StatusOK)
	if a.shown(t) != "C1 C2" || a.text(t, "next") != "2" {
		t.Error(a.body)
	}
	if got := w.as("ivan", http.MethodGet, "/api/lists/centres/items?limit=2&cursor=2", "").want(t, http.StatusOK).shown(t); got != "C3" {
		t.Errorf("the second page: %s", got)
	}
	for q, want := range map[string]string{"c3": "C3", "OLD": "", "The": "C1 C3", "项C1": "C1", "nothing": ""} {
		if got := w.as("ann", http.MethodGet, "/api/lists/centres/options?q="+q, "").want(t, http.StatusOK).shown(t); got != want {
			t.Errorf("%s: got %q, want %q", q, got, want)
		}
	}
	for _, cursor := range []string{"-1", "0", "x", "99999999"} {
		w.as("ann", http.MethodGet, "/api/lists/centres/options?cursor="+cursor, "").problem(t, http.StatusBadRequest, "request.parameter")
	}
	w.as("ann", http.MethodGet, "/api/lists/none/options", "").problem(t, http.StatusNotFound, "list.notFound")
	w.as("ivan", http.MethodPut, "/api/lists/centres/items", `{"value":"C9"}`).problem(t, http.StatusNotFound, "item.notFound")
	w.as("ivan", http.MethodPut, "/api/lists/centres", `{"rev":1,"name":{"en":"X"}}`).problem(t, http.StatusConflict, "list.stale")
	rev := w.as("ivan", http.MethodGet, "/api/lists", "").want(t, http.StatusOK).get(t, "items").([]any)[0].(map[string]any)["rev"]
	w.as("ivan", http.MethodPut, "/api/lists/centres", fmt.Sprintf(`{"rev":%v,"name":{"en":"Cost centres","zh-CN":"成本中心"}}`, rev)).want(t, http.StatusOK)
	record := w.as("ivan", http.MethodGet, "/api/audit?object=list:centres", "").want(t, http.StatusOK).body
	for _, action := range []string{"list.made", "list.itemAdded", "list.itemChanged", "list.changed"} {
		if !strings.Contains(record, action) {
			t.Errorf("no %s in %s", action, record)
		}
	}
}

func TestWhatAListRefuses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keep("centres", "", "C1")
	w.keep("projects", "centres", "C1/P1")
	tests := []struct{ method, path, body, want string }{
		{"POST", "/api/lists", `{"id":"Centres","name":{"en":"X"}}`, "/id list.idFormat"},
		{"POST", "/api/lists", `{"id":"centres","name":{"en":"X"}}`, "/id list.idTaken"},
		{"POST", "/api/lists", `{"id":"new","name":{}}`, "/name list.required"},
		{"POST", "/api/lists", `{"id":"new","name":{"en":"  "}}`, "/name list.required"},
		{"POST", "/api/lists", `{"id":"new","name":{"fr":"X"}}`, "/name/fr list.languageUnknown"},
		{"POST", "/api/lists", `{"id":"new","name":{"en":"a\nb"}}`, "/name/en list.characters"},
		{"POST", "/api/lists", `{"id":"new","name":{"en":"X"},"above":"gone"}`, "/above list.aboveUnknown"},
		{"PUT", "/api/lists/projects", `{"rev":2,"name":{"en":"X"}}`, "/above list.aboveFixed"},
		{"POST", "/api/lists/centres/items", `{"value":""}`, "/value list.required"},
		{"POST", "/api/lists/centres/items", `{"value":"C1"}`, "/value list.valueTaken"},
		{"POST", "/api/lists/centres/items", `{"value":"a,b"}`, "/value list.valueFormat"},
		{"POST", "/api/lists/centres/items", `{"value":" a"}`, "/value list.valueFormat"},
		{"POST", "/api/lists/centres/items", `{"value":"` + strings.Repeat("x", 65) + `"}`, "/value list.valueFormat"},
		{"POST", "/api/lists/centres/items", `{"value":"a","parent":"C1"}`, "/parent list.parentStray"},
		{"POST", "/api/lists/projects/items", `{"value":"a"}`, "/parent list.parentUnknown"},
		{"POST", "/api/lists/projects/items", `{"value":"a","parent":"C2"}`, "/parent list.parentUnknown"},
		{"POST", "/api/lists/centres/items", `{"value":"a","label":{"en":"` + strings.Repeat("x", 101) + `"}}`, "/label/en list.tooLong"},
	}
	for _, tt := range tests {
		a := w.as("ivan", tt.method, tt.path, tt.body)
		a.problem(t, http.StatusUnprocessableEntity, "list.invalid")
		path, code, _ := strings.Cut(tt.want, " ")
		if !strings.Contains(a.body, `"path":"`+path+`","code":"`+code+`"`) {
			t.Errorf("%s: %s", tt.body, a.body)
		}
	}
	// A list that stands below another cannot stand above it.
	w.keep("empty", "")
	w.as("ivan", "PUT", "/api/lists/empty", `{"rev":1,"name":{"en":"X"},"above":"projects"}`).want(t, http.StatusOK)
	w.as("ivan", "PUT", "/api/lists/empty", `{"rev":2,"name":{"en":"X"},"above":"empty"}`).problem(t, http.StatusUnprocessableEntity, "list.invalid")
}

const (
	choiceFields = `{"centre":{"type":"string","format":"option"},"project":{"type":"string","format":"option"},
		"tags":{"type":"array","items":{"type":"string","format":"option"},"uniqueItems":true,"maxItems":9},
		"costs":{"type":"array","maxItems":9,"items":{"type":"object","properties":{"p":{"type":"string","format":"option"}},"additionalProperties":false}}}`
	choiceLooks = `{"centre":{"title":{"en":"Cost centre","zh-CN":"成本中心"},"source":{"list":"centres"}},
		"project":{"title":{"en":"Project","zh-CN":"项目"},"source":{"list":"projects","under":"centre"}},
		"tags":{"title":{"en":"Tags","zh-CN":"标签"},"source":{"list":"centres"}},
		"costs":{"title":{"en":"Costs","zh-CN":"费用"}},
		"costs.p":{"title":{"en":"For","zh-CN":"用于"},"source":{"list":"projects","under":"centre"}}}`
)

func TestChoicesOfListsAreChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keep("centres", "", "C1", "C2")
	w.keep("projects", "centres", "C1/P1", "C1/P2", "C2/Q1")
	w.publishFields(choiceFields, choiceLooks, func(app map[string]any) {
		app["title"] = map[string]any{"en": "Leave {centre} {tags}", "zh-CN": "请假 {centre} {tags}"}
	})
	for more, want := range map[string]string{
		`,"centre":"C9"`:                                      "/centre form.optionUnknown",
		`,"centre":"c1"`:                                      "/centre form.optionUnknown",
		`,"centre":"C1","project":"Q1"`:                       "/project form.optionElsewhere",
		`,"project":"P1"`:                                     "/project form.optionElsewhere",
		`,"tags":["C1","C9"]`:                                 "/tags/1 form.optionUnknown",
		`,"centre":"C1","costs":[{"p":"P1"},{"p":"Q1"}]`:      "/costs/1/p form.optionElsewhere",
		`,"centre":"C1","costs":[{"p":"P1"},{"p":"no such"}]`: "/costs/1/p form.optionUnknown",
	} {
		a := w.as("ann", http.MethodPost, leaveInstances, leaveWith(more))
		a.problem(t, http.StatusUnprocessableEntity, "form.invalid")
		path, code, _ := strings.Cut(want, " ")
		if !strings.Contains(a.body, `"path":"`+path+`","code":"`+code+`"`) {
			t.Errorf("%s: %s", more, a.body)
		}
	}
	id, task := w.submit(leaveWith(`,"centre":"C1","project":"P1","tags":["C2","C1"],"costs":[{"p":"P2"}]`))
	if got := w.read("ann", id).text(t, "title", "zh-CN"); got != "请假 项C1 项C2、项C1" {
		t.Errorf("the title is %s", got)
	}
	// Both are switched off: what stands may stay, and nothing else may come.
	w.as("ivan", http.MethodPut, "/api/lists/centres/items", `{"value":"C1","label":{"en":"One"},"off":true}`).want(t, http.StatusOK)
	w.as("ivan", http.MethodPut, "/api/lists/projects/items", `{"value":"P2","label":{"en":"Two"},"parent":"C1","off":true}`).want(t, http.StatusOK)
	path := "/api/tasks/" + task + "/decisions"
	a := w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"","form":{"project":"P2"}}`)
	a.problem(t, http.StatusUnprocessableEntity, "form.invalid")
	if !strings.Contains(a.body, `"path":"/project","code":"form.optionUnknown"`) || strings.Contains(a.body, "/centre") || strings.Contains(a.body, "/costs") {
		t.Error(a.body)
	}
	w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"","form":{"project":null}}`).want(t, http.StatusOK)
	w.as("ann", http.MethodPost, leaveInstances, leaveWith(`,"centre":"C1"`)).problem(t, http.StatusUnprocessableEntity, "form.invalid")
}

func TestAListThatIsNotKeptCannotBePublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keep("centres", "")
	w.keep("projects", "centres")
	w.keep("others", "")
	publish := func(list string) answer {
		rev, app := w.draft()
		dig(app, "form", "schema", "properties")["centre"] = map[string]any{"type": "string", "format": "option"}
		dig(app, "form", "schema", "properties")["project"] = map[string]any{"type": "string", "format": "option"}
		dig(app, "form", "layout", "fields")["centre"] = map[string]any{"title": map[string]any{"en": "Centre"}, "source": map[string]any{"list": list}}
		dig(app, "form", "layout", "fields")["project"] = map[string]any{"title": map[string]any{"en": "Project"}, "source": map[string]any{"list": "projects", "under": "centre"}}
		rev = w.saveDraft(rev, app).want(t, http.StatusOK).text(t, "rev")
		return w.as("eva", http.MethodPost, "/api/studio/apps/leave/publish", `{"rev":`+rev+`,"note":""}`)
	}
	a := publish("gone")
	a.problem(t, http.StatusUnprocessableEntity, "app.invalid")
	if !strings.Contains(a.body, "lint.listUnknown") || !strings.Contains(a.body, "Centre") {
		t.Error(a.body)
	}
	if a = publish("others"); !strings.Contains(a.body, "lint.listAbove") {
		t.Error(a.body)
	}
	publish("centres").want(t, http.StatusOK)
}

// asFile sends a body as a file.
var asFile = []string{"Content-Type", "application/octet-stream"}

func TestListFiles(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keep("centres", "", "C1", "C2")
	const path = "/api/lists/centres/import"
	file := "Value,English,中文名称,Off,Colour\nC1,One,一,,red\nC2,The C2,项C2,,\nC3,Three,,yes,\n"
	a := w.as("ivan", http.MethodPost, path, file, asFile...).want(t, http.StatusOK)
	for key, want := range map[string]string{"applied": "false", "rows": "3", "added": "1", "changed": "1", "same": "1"} {
		if got := a.text(t, key); got != want {
			t.Errorf("%s: got %s, want %s", key, got, want)
		}
	}
	if !strings.Contains(a.body, `"ignored":["Colour"]`) {
		t.Error(a.body)
	}
	plan := a.text(t, "plan")
	w.as("ann", http.MethodPost, path, file, asFile...).problem(t, http.StatusForbidden, "permission.denied")
	w.as("ivan", http.MethodPost, path+"?plan="+plan, file+"C4,Four,,,\n", asFile...).problem(t, http.StatusConflict, "list.importChanged")
	if got := w.as("ivan", http.MethodPost, path+"?plan="+plan, file, asFile...).want(t, http.StatusOK).text(t, "applied"); got != "true" {
		t.Error("not applied")
	}
	if got := w.as("ivan", http.MethodGet, "/api/lists/centres/options", "").want(t, http.StatusOK).body; !strings.Contains(got, `"zh-CN":"一"`) || strings.Contains(got, "C3") {
		t.Error(got)
	}
	// The same once more does nothing, and what is exported is what is imported.
	out := w.as("ivan", http.MethodGet, "/api/lists/centres/export?format=csv", "").want(t, http.StatusOK)
	again := w.as("ivan", http.MethodPost, path, out.body, asFile...).want(t, http.StatusOK)
	if again.text(t, "same") != "3" || again.text(t, "changeCount") != "0" {
		t.Error(again.body)
	}
	w.as("ivan", http.MethodGet, "/api/lists/centres/export?format=xlsx", "").want(t, http.StatusOK)
	for body, want := range map[string]string{
		"Value,Off\nC1,perhaps\n":       "list.offUnknown",
		"Value\nC1\nC1\n":               "list.twice",
		"Value,Parent\nC1,X\n":          "list.parentStray",
		"Value,English\n\"a,b\",A\n":    "list.valueFormat",
		"Value,English\n,without one\n": "list.required",
	} {
		a := w.as("ivan", http.MethodPost, path, body, asFile...).want(t, http.StatusOK)
		if !strings.Contains(a.body, want) || a.text(t, "plan") != "" {
			t.Errorf("%q: %s", body, a.body)
		}
		// With a made-up plan nothing is done either.
		if got := w.as("ivan", http.MethodPost, path+"?plan=x", body, asFile...).want(t, http.StatusOK).text(t, "applied"); got != "false" {
			t.Errorf("%q was applied", body)
		}
	}
	for body, want := range map[string]string{"Name of it\nX\n": "Value", "Value,Value\nX,Y\n": "“Value”", "Value\n": "below the header"} {
		a := w.as("ivan", http.MethodPost, path, body, asFile...)
		a.problem(t, http.StatusUnprocessableEntity, "import.unreadable")
		if !strings.Contains(a.body, want) {
			t.Errorf("%q: %s", body, a.body)
		}
	}
}

// A list of ten thousand is searched at once, and a file of as many is one write.
func TestAListOfTenThousand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keep("big", "")
	var file strings.Builder
	file.WriteString("Value,English,Chinese\n")
	for i := range 10_000 {
		fmt.Fprintf(&file, "S%05d,Supplier number %d,供应商%d\n", i, i, i)
	}
	path := "/api/lists/big/import"
	plan := w.as("ivan", http.MethodPost, path, file.String(), asFile...).want(t, http.StatusOK).text(t, "plan")
	w.as("ivan", http.MethodPost, path+"?plan="+plan, file.String(), asFile...).want(t, http.StatusOK)
	// Another server on the same store sees it.
	l, err := w.lists.List("big")
	must(t, err)
	started := time.Now()
	const searches = 20
	for range searches {
		if found, more := l.Find(lists.Search{Text: "商9999", Limit: 50}); len(found) != 1 || more {
			t.Fatalf("found %d", len(found))
		}
	}
	if each := time.Since(started) / searches; each > 50*time.Millisecond {
		t.Errorf("a search took %s", each)
	}
	page := w.as("ann", http.MethodGet, "/api/lists/big/options?limit=200&cursor=9800", "").want(t, http.StatusOK)
	if items := page.get(t, "items").([]any); len(items) != 200 || strings.Contains(page.body, "next") {
		t.Errorf("%d items", len(items))
	}
	if data, err := json.Marshal(page.get(t, "items")); err != nil || len(data) == 0 {
		t.Error(err)
	}
}

// TestThePolicyTellsListsApart: who may use, read or change one list need not be let
// near another.
func TestThePolicyTellsListsApart(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keep("open", "", "a")
	w.keep("shut", "", "secretItem")
	w.policy(`package banli.authz

default decision := {"allow": false, "reasons": ["deny.list"]}

decision := {"allow": true, "reasons": ["allow.all"]} if not shut

shut if input.resource.id == "shut"

principals := []

readers := []
`)
	for _, r := range [][3]string{
		{http.MethodGet, "/options", ""}, {http.MethodGet, "/options?values=secretItem", ""}, {http.MethodGet, "/items", ""},
		{http.MethodGet, "/export", ""}, {http.MethodPost, "/items", `{"value":"b"}`}, {http.MethodPut, "/items", `{"value":"secretItem","off":true}`},
		{http.MethodPut, "", `{"rev":1,"name":{"en":"Mine"}}`},
	} {
		if got := w.as("ivan", r[0], "/api/lists/shut"+r[1], r[2]); got.status != http.StatusForbidden || strings.Contains(got.body, "secretItem") {
			t.Errorf("%s %s: %d %s", r[0], r[1], got.status, got.body)
		}
	}
	if got := w.as("ivan", http.MethodGet, "/api/lists/open/options", "").want(t, http.StatusOK).shown(t); got != "a" {
		t.Errorf("offered %s", got)
	}
	if all := w.as("ivan", http.MethodGet, "/api/lists", "").want(t, http.StatusOK); strings.Contains(all.body, "shut") || !strings.Contains(all.body, `"open"`) {
		t.Errorf("the lists are %s", all.body)
	}
}
