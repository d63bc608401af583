package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
)

func say(text string) words.Text { return words.Text{"en": text, "zh-CN": text} }

// rooms publishes an app whose scripts offer rooms by floor, and compute a price
// that a rule doubles.
func (w *world) rooms(t *testing.T, id string, change func(s *app.Scripts)) {
	t.Helper()
	w.install(t, id, func(a *app.App) {
		text := func(title string) form.FieldLayout { return form.FieldLayout{Title: say(title)} }
		from := func(title string) form.FieldLayout {
			return form.FieldLayout{Title: say(title), Source: &form.Source{Script: "rooms"}}
		}
		a.Form = form.Definition{
			Schema: json.RawMessage(`{"type":"object","additionalProperties":false,"required":["floor"],"properties":{
				"floor":{"type":"integer","minimum":1},"room":{"type":"string","format":"option"},
				"more":{"type":"array","uniqueItems":true,"items":{"type":"string","format":"option"}},
				"rows":{"type":"array","maxItems":9,"items":{"type":"object","additionalProperties":false,"properties":{"place":{"type":"string","format":"option"}}}},
				"price":{"type":"number","minimum":0},"twice":{"type":"number"},"note":{"type":"string"}}}`),
			Layout: form.Layout{
				Sections: []form.Section{{ID: "all", Title: say("All"), Fields: []string{"floor", "room", "more", "rows", "price", "twice", "note"}}},
				Fields: map[string]form.FieldLayout{
					"floor": text("Floor"), "room": from("Room"), "more": from("More"), "rows": text("Rows"), "rows.place": from("Place"),
					"price": text("Price"), "twice": text("Twice"), "note": text("Note"),
				},
			},
		}
		a.Rules = []rule.Rule{
			{ID: "twice", Name: say("Twice"), Enabled: true, Then: []rule.Action{{Do: "set", Field: "twice", Value: json.RawMessage(`{"*":[{"var":"price"},2]}`)}}},
			{ID: "dear", Name: say("Dear"), Enabled: true, When: json.RawMessage(`{">":[{"var":"price"},300]}`), Then: []rule.Action{{Do: "require", Field: "note"}}},
		}
		a.Title, a.Summary = words.Text{"en": "{room} {price}", "zh-CN": "{room} {price}"}, []string{"room", "price"}
		a.Scripts = app.Scripts{
			Compute: `function compute(form) { return form.floor ? {price: form.floor * 100} : {}; }`, Sets: []string{"price"},
			Options: map[string]string{"rooms": `function options(form) {
				return [1, 2].map(n => ({value: "r" + form.floor + n, label: {en: "Room " + form.floor + n, "zh-CN": "房间 " + form.floor + n}})); }`},
		}
		if change != nil {
			change(&a.Scripts)
		}
		a.Flow = inRow(
			flow.Node{ID: "start", Type: flow.Start},
			flow.Node{ID: "hr", Type: flow.Approval, Assignee: &flow.Assignee{Kind: flow.Role, Role: "hr"}, Fields: map[string]flow.Access{"floor": flow.Edit, "room": flow.Edit, "price": flow.Edit}},
			flow.Node{ID: "end", Type: flow.End},
		)
	})
}

func (w *world) sendTo(login, path, body string) answer {
	return w.as(login, http.MethodPost, path, body)
}

// TestAScriptComputesFields takes what a script computes, and nothing that is sent
// in its place, when a form is sent and when it is changed later.
func TestAScriptComputesFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.rooms(t, "rooms", nil)
	detail := w.as("ann", http.MethodGet, "/api/apps/rooms", "").want(t, http.StatusOK)
	if !strings.Contains(detail.body, `"computed":["price"]`) || !strings.Contains(detail.body, `"lock":["price"]`) {
		t.Errorf("the form does not close what is computed: %s", detail.body)
	}
	preview := w.sendTo("ann", "/api/apps/rooms/preview", `{"form":{"floor":2,"price":1}}`).want(t, http.StatusOK)
	if got := fmt.Sprint(preview.get(t, "form")); got != "map[floor:2 price:200 twice:400]" {
		t.Errorf("the preview shows %s", got)
	}
	sent := w.sendTo("ann", "/api/apps/rooms/instances", `{"form":{"floor":2,"price":1,"twice":2}}`).want(t, http.StatusCreated)
	view := w.read("hong", sent.text(t, "id"))
	if got := fmt.Sprint(view.get(t, "form")); got != "map[floor:2 price:200 twice:400]" {
		t.Errorf("kept %s", got)
	}
	w.sendTo("ann", "/api/apps/rooms/instances", `{"form":{"floor":4}}`).problem(t, http.StatusUnprocessableEntity, "form.invalid") // a rule asks for a note
	task := "/api/tasks/" + sent.text(t, "tasks", 0, "id") + "/decisions"
	w.sendTo("hong", task, `{"action":"approve","form":{"floor":3,"price":7}}`).want(t, http.StatusOK)
	view = w.read("hong", sent.text(t, "id"))
	if got := fmt.Sprint(view.get(t, "form")); got != "map[floor:3 price:300 twice:600]" {
		t.Errorf("after the change: %s", got)
	}
}

// TestAComputingScriptThatFails tells the person what they can mend first, then
// that the form's check failed and who knows; what they typed stays a draft.
func TestAComputingScriptThatFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, c := range []struct{ source, detail, told string }{
		{"function compute(form) {\n  return form.note.trim();\n}", "(line 2)", "line 2: TypeError"},
		{`function compute() { for (;;); }`, "(it took too long)", "ran too long"},
		{`function compute() { return 5; }`, "(a mistake in its script)", "must return an object"},
		{`function compute() { return {note: "x"}; }`, "(a mistake in its script)", "not among those that it sets"},
		{`function compute() { return {price: "dear"}; }`, "(a mistake in its script)", "price: form.type"},
		{`function compute() { return {price: -5}; }`, "(a mistake in its script)", "price: form.minimum"},
		{`function compute() { return {get price() { throw new Error("no"); }}; }`, "(line 1)", "Error: no"},
		{`function compute() { return JSON.parse('{"__proto__": 1}'); }`, "(a mistake in its script)", "__proto__"},
	} {
		id := fmt.Sprintf("broken%d", i)
		w.rooms(t, id, func(s *app.Scripts) { s.Compute = c.source })
		w.clock.Advance(time.Minute) // the newest notice stands first
		const draft = "aaaaaaaaaaaaaaaaaaaaaaaaaa"
		w.as("ann", http.MethodPut, "/api/apps/"+id+"/drafts/"+draft, `{"rev":0,"form":{"floor":1}}`).want(t, http.StatusOK)
		path := "/api/apps/" + id + "/instances"
		if got := w.sendTo("ann", path, `{"form":{}}`).problem(t, http.StatusUnprocessableEntity, "form.invalid"); strings.Contains(got.body, "price") {
			t.Errorf("%s: the person is told of what they cannot mend: %s", c.source, got.body)
		}
		for range 3 {
			got := w.sendTo("ann", path, `{"form":{"floor":1},"draft":"`+draft+`"}`).problem(t, http.StatusUnprocessableEntity, "form.checkFailed")
			if detail := got.text(t, "detail"); !strings.Contains(detail, c.detail) || !strings.Contains(detail, "Mx eva") || !strings.Contains(detail, "has been told") || strings.Contains(detail, c.told) {
				t.Errorf("%s: the person reads %s", c.source, detail)
			}
		}
		w.as("ann", http.MethodGet, "/api/apps/"+id+"/drafts/"+draft, "").want(t, http.StatusOK)
		w.sendTo("ann", "/api/apps/"+id+"/preview", `{"form":{"floor":1}}`).want(t, http.StatusOK)
		notices := w.as("eva", http.MethodGet, "/api/notices", "").want(t, http.StatusOK)
		if n := w.told("eva", "script.failed"); n != i+1 {
			t.Errorf("%s: an administrator was told %d times of %d scripts", c.source, n, i+1)
		}
		if said := notices.text(t, "items", 0, "text", "en"); !strings.Contains(said, "“compute” (revision 1)") || !strings.Contains(said, c.told) || !strings.Contains(notices.text(t, "items", 0, "text", "zh-CN"), "脚本“compute”") {
			t.Errorf("%s: an administrator reads %s", c.source, said)
		}
	}
	for _, login := range []string{"ann", "bo", "hong"} {
		if n := w.told(login, "script.failed"); n != 0 {
			t.Errorf("%s was told %d times", login, n)
		}
	}
}

// TestACheckThatFailsNamesTheCase tells the number of the case where there is one.
func TestACheckThatFailsNamesTheCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.rooms(t, "late", func(s *app.Scripts) {
		s.Validate = `function validate(form) { if (form.floor === 3) throw new Error("three"); }`
	})
	sent := w.sendTo("ann", "/api/apps/late/instances", `{"form":{"floor":2}}`).want(t, http.StatusCreated)
	task := "/api/tasks/" + sent.text(t, "tasks", 0, "id") + "/decisions"
	w.sendTo("hong", task, `{"action":"approve","form":{"floor":3}}`).problem(t, http.StatusUnprocessableEntity, "form.checkFailed")
	notice := w.as("eva", http.MethodGet, "/api/notices", "").want(t, http.StatusOK)
	if notice.text(t, "items", 0, "no") != sent.text(t, "no") || !strings.Contains(notice.text(t, "items", 0, "text", "en"), "line 1: Error: three") {
		t.Errorf("an administrator reads %s", notice.body)
	}
}

// TestAScriptOffersOptions asks for options, and refuses what is not among them.
func TestAScriptOffersOptions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.rooms(t, "rooms", nil)
	const options, send = "/api/apps/rooms/options", "/api/apps/rooms/instances"
	for _, field := range []string{"room", "more", "rows.place"} {
		list := w.sendTo("ann", options, `{"field":"`+field+`","form":{"floor":2}}`).want(t, http.StatusOK)
		if !strings.Contains(list.body, `"items":[{"value":"r21","label":{"en":"Room 21","zh-CN":"房间 21"}},{"value":"r22"`) {
			t.Errorf("%s offers %s", field, list.body)
		}
	}
	for _, field := range []string{"floor", "gone", "", "rows"} {
		w.sendTo("ann", options, `{"field":"`+field+`","form":{}}`).problem(t, http.StatusBadRequest, "request.parameter")
	}
	for where, form := range map[string]string{
		"/room":         `{"floor":1,"room":"r21"}`,
		"/more/1":       `{"floor":1,"more":["r11","r31"]}`,
		"/rows/1/place": `{"floor":1,"rows":[{"place":"r12"},{"place":"r22"}]}`,
	} {
		got := w.sendTo("ann", send, `{"form":`+form+`}`).problem(t, http.StatusUnprocessableEntity, "form.invalid")
		if !strings.Contains(got.body, `"path":"`+where+`","code":"form.optionGone"`) {
			t.Errorf("%s: %s", form, got.body)
		}
	}
	sent := w.sendTo("ann", send, `{"form":{"floor":1,"room":"r12","more":["r11"],"rows":[{"place":"r12"}]}}`).want(t, http.StatusCreated)
	view := w.read("hong", sent.text(t, "id"))
	if view.text(t, "title", "en") != "Room 12 100" || view.text(t, "title", "zh-CN") != "房间 12 100" || view.text(t, "labels", "script/rooms/r11", "en") != "Room 11" {
		t.Errorf("the case reads %s", view.body)
	}
	// Who has the task is offered what goes by the case; others are not.
	task := sent.text(t, "tasks", 0, "id")
	list := w.sendTo("hong", options, `{"field":"room","form":{},"task":"`+task+`"}`).want(t, http.StatusOK)
	if list.text(t, "items", 0, "value") != "r11" {
		t.Errorf("the task offers %s", list.body)
	}
	w.sendTo("ann", options, `{"field":"room","form":{},"task":"`+task+`"}`).problem(t, http.StatusForbidden, "permission.denied")
	w.sendTo("hong", options, `{"field":"room","form":{},"task":"nothing.1"}`).problem(t, http.StatusNotFound, "task.notFound")
	w.sendTo("hong", "/api/apps/leave/options", `{"field":"room","form":{},"task":"`+task+`"}`).problem(t, http.StatusNotFound, "task.notFound")
	// What the case held stays; what is new must be offered.
	decide := "/api/tasks/" + task + "/decisions"
	got := w.sendTo("hong", decide, `{"action":"approve","form":{"floor":2,"room":"r11"}}`).problem(t, http.StatusUnprocessableEntity, "form.invalid")
	if strings.Count(got.body, "form.optionGone") != 1 {
		t.Errorf("refused %s", got.body)
	}
	w.sendTo("hong", decide, `{"action":"approve","form":{"floor":2}}`).want(t, http.StatusOK)
}

// TestOptionsThatCannotBeFound keep the form and tell who can mend the script.
func TestOptionsThatCannotBeFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.rooms(t, "rooms", func(s *app.Scripts) {
		s.Options["rooms"] = "function options(form) {\n  return form.none.rooms;\n}"
	})
	got := w.sendTo("ann", "/api/apps/rooms/options", `{"field":"room","form":{"floor":1}}`).problem(t, http.StatusUnprocessableEntity, "form.optionsFailed")
	if !strings.Contains(got.text(t, "detail"), "(line 2)") || !strings.Contains(got.text(t, "detail"), "Mx eva") {
		t.Errorf("says %s", got.body)
	}
	w.sendTo("ann", "/api/apps/rooms/instances", `{"form":{"floor":1,"room":"r11"}}`).problem(t, http.StatusUnprocessableEntity, "form.optionsFailed")
	w.sendTo("ann", "/api/apps/rooms/instances", `{"form":{"floor":1}}`).want(t, http.StatusCreated)
	if n := w.told("eva", "script.failed"); n != 1 {
		t.Errorf("told %d times", n)
	}
}
