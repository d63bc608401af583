package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
)

// chosenApp has a table of things to buy, each with who answers for it. Its flow
// asks the manager, somebody of HR whom the manager chooses, up to two people
// whom the initiator chooses, and who answers for each row.
const chosenApp = `{
  "id": "buy", "name": {"en": "Purchase"}, "defaultLanguage": "en", "number": {"prefix": "BY"},
  "title": {"en": "{initiator}"}, "icon": "shop", "color": "#1677ff",
  "form": {
    "schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": {
      "items": {"type": "array", "minItems": 1, "items": {"type": "object", "properties": {
        "what": {"type": "string"}, "owner": {"type": "string", "format": "person"}}}}}},
    "layout": {"sections": [{"id": "main", "fields": ["items"]}], "fields": {
      "items": {"title": {"en": "Items"}, "columns": ["owner", "what"]},
      "items.what": {"title": {"en": "What"}}, "items.owner": {"title": {"en": "Owner"}}}}
  },
  "flow": {
    "nodes": [
      {"id": "start", "type": "start", "name": {"en": "Submit"}},
      {"id": "boss", "type": "approval", "name": {"en": "Manager"}, "assignee": {"kind": "manager"}},
      {"id": "hr", "type": "approval", "name": {"en": "Somebody of HR"}, "assignee": {"kind": "chosen", "by": "approver", "role": "hr"}},
      {"id": "own", "type": "approval", "name": {"en": "Colleagues"}, "mode": "all",
       "assignee": {"kind": "chosen", "by": "initiator", "least": 1, "most": 2}},
      {"id": "each", "type": "approval", "name": {"en": "Whoever answers for it"}, "fallback": "skip",
       "assignee": {"kind": "field", "field": "items.owner"}, "otherwise": [{"kind": "departmentHead"}]},
      {"id": "end", "type": "end", "name": {"en": "Done"}}
    ],
    "edges": [
      {"id": "e1", "from": "start", "to": "boss"}, {"id": "e2", "from": "boss", "to": "hr"}, {"id": "e3", "from": "hr", "to": "own"},
      {"id": "e4", "from": "own", "to": "each"}, {"id": "e5", "from": "each", "to": "end"}
    ]
  }
}`

func (w *world) chosenApp() {
	w.t.Helper()
	a, err := app.Decode([]byte(chosenApp))
	must(w.t, err)
	definition, err := app.Encode(a)
	must(w.t, err)
	must(w.t, w.studio.Install(w.t.Context(), definition, w.ids["eva"]))
}

// purchase is a form with a row for each of these people.
func (w *world) purchase(choices string, owners ...string) string {
	rows := make([]string, len(owners))
	for i, login := range owners {
		rows[i] = fmt.Sprintf(`{"what":"thing %d"}`, i+1)
		if login != "" {
			rows[i] = fmt.Sprintf(`{"what":"thing %d","owner":%q}`, i+1, w.ids[login])
		}
	}
	if choices != "" {
		choices = `,"choices":` + choices
	}
	return `{"form":{"items":[` + strings.Join(rows, ",") + `]}` + choices + `}`
}

func TestPeopleAreChosenAndEachRowIsAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.chosenApp()
	const submit, preview = "/api/apps/buy/instances", "/api/apps/buy/preview"

	// Before submitting it is shown for whom people are to be chosen, and who can be.
	p := w.as("ann", http.MethodPost, preview, w.purchase("", "dan", "max")).want(t, http.StatusOK)
	if got := p.text(t, "choices", 0, "node") + p.text(t, "choices", 0, "needed") + p.text(t, "choices", 0, "most"); got != "owntrue2" || len(p.get(t, "choices").([]any)) != 1 {
		t.Errorf("choices %s", p.body)
	}
	if people := len(p.get(t, "choices", 0, "people").([]any)); people != 8 {
		t.Errorf("%d candidates", people)
	}
	if p.text(t, "steps", 2, "choice", "by") != "approver" || p.text(t, "steps", 2, "choice", "at", 0, "name", "en") != "Manager" || p.text(t, "steps", 2, "state") != "undecided" {
		t.Errorf("step that the approver chooses for: %s", p.body)
	}
	if p.text(t, "steps", 4, "signers", 1, "row", "n")+p.text(t, "steps", 4, "signers", 1, "row", "label", "en") != "2thing 2" || p.text(t, "steps", 4, "mode") != "all" {
		t.Errorf("rows: %s", p.body)
	}
	chosen := fmt.Sprintf(`{"own":[%q,%q]}`, w.ids["cai"], w.ids["max"])
	p = w.as("ann", http.MethodPost, preview, w.purchase(chosen, "dan")).want(t, http.StatusOK)
	if _, needed := p.get(t, "choices", 0).(map[string]any)["needed"]; needed || p.text(t, "choices", 0, "chosen", 1, "id") != w.ids["max"] {
		t.Errorf("chosen: %s", p.body)
	}

	// What is missing or wrong is said by step, and nothing begins.
	for _, c := range []struct{ choices, path, code, says string }{
		{"", "/choices/own", "choices.missing", "Choose who acts at the step “Colleagues”."},
		{fmt.Sprintf(`{"own":[%[1]q,%[1]q]}`, w.ids["cai"]), "/choices/own", "choices.count", "For the step “Colleagues”, choose 1 to 2 people, each once."},
		{`{"own":["nobody"]}`, "/choices/own", "choices.person", "cannot be chosen for the step “Colleagues”"},
		{fmt.Sprintf(`{"own":[%q],"hr":[%q]}`, w.ids["cai"], w.ids["hong"]), "/choices/hr", "choices.stray", "Nobody is to be chosen for the step “Somebody of HR” now."},
	} {
		a := w.as("ann", http.MethodPost, submit, w.purchase(c.choices, "dan")).problem(t, http.StatusUnprocessableEntity, "choices.invalid")
		if a.text(t, "errors", 0, "path") != c.path || a.text(t, "errors", 0, "code") != c.code || !strings.Contains(a.text(t, "errors", 0, "message"), c.says) {
			t.Errorf("choices %s: %s", c.choices, a.body)
		}
	}
	w.as("ann", http.MethodPost, submit, w.purchase(`{"own":["`+strings.Repeat(`x","`, 20)+`x"]}`, "dan")).problem(t, http.StatusBadRequest, "request.parameter")

	a := w.as("ann", http.MethodPost, submit, w.purchase(chosen, "dan", "", "dan"), "Idempotency-Key", "once").want(t, http.StatusCreated)
	id := a.text(t, "id")
	again := w.as("ann", http.MethodPost, submit, w.purchase(chosen, "dan", "", "dan"), "Idempotency-Key", "once").want(t, http.StatusCreated)
	if again.text(t, "id") != id {
		t.Error("a repeat began another instance")
	}
	other := fmt.Sprintf(`{"own":[%q]}`, w.ids["cai"])
	w.as("ann", http.MethodPost, submit, w.purchase(other, "dan", "", "dan"), "Idempotency-Key", "once").problem(t, http.StatusUnprocessableEntity, "instance.keyReused")

	// The manager must name somebody of HR.
	task := a.text(t, "tasks", 0, "id")
	view := w.as("bo", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if view.text(t, "tasks", 0, "choices", 0, "node") != "hr" || view.text(t, "tasks", 0, "choices", 0, "needed") != "true" ||
		view.text(t, "tasks", 0, "choices", 0, "people", 0, "id") != w.ids["hong"] {
		t.Errorf("the manager's task: %s", view.text(t, "tasks"))
	}
	if w.as("bo", http.MethodGet, "/api/inbox", "").want(t, http.StatusOK).text(t, "items", 0, "chooses") != "true" {
		t.Error("the inbox does not say that somebody must be chosen")
	}
	if strings.Contains(w.as("ann", http.MethodGet, "/api/instances/"+id, "").body, `"needed"`) {
		t.Error("the initiator is asked to choose for the manager")
	}
	w.decide("bo", task, `{"action":"approve"}`).problem(t, http.StatusUnprocessableEntity, "choices.invalid")
	w.decide("bo", task, fmt.Sprintf(`{"action":"approve","choices":{"hr":[%q]}}`, w.ids["max"])).problem(t, http.StatusUnprocessableEntity, "choices.invalid")
	w.decide("bo", task, fmt.Sprintf(`{"action":"reject","choices":{"hr":[%q]}}`, w.ids["hong"])).problem(t, http.StatusUnprocessableEntity, "task.action")
	a = w.decide("bo", task, fmt.Sprintf(`{"action":"approve","choices":{"hr":[%q]}}`, w.ids["hong"])).want(t, http.StatusOK)
	a = w.decide("hong", a.text(t, "tasks", 0, "id"), `{"action":"approve"}`).want(t, http.StatusOK)
	w.decide("cai", a.text(t, "tasks", 0, "id"), `{"action":"approve"}`).want(t, http.StatusOK)
	a = w.decide("max", a.text(t, "tasks", 1, "id"), `{"action":"approve"}`).want(t, http.StatusOK)

	// Dan has a task for each of his rows; the row without anybody is named.
	view = w.as("dan", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	var rows []string
	for i := range view.get(t, "tasks").([]any) {
		if view.text(t, "tasks", i, "node") == "each" {
			rows = append(rows, view.text(t, "tasks", i, "row", "n")+" "+view.text(t, "tasks", i, "row", "label", "en"))
		}
	}
	if strings.Join(rows, ", ") != "1 thing 1, 3 thing 3" {
		t.Errorf("rows %q", rows)
	}
	if got := view.text(t, "path", 4, "unnamed"); got != "[2]" {
		t.Errorf("rows without anybody: %s", got)
	}
	inbox := w.as("dan", http.MethodGet, "/api/inbox", "").want(t, http.StatusOK)
	if inbox.text(t, "items", 0, "row", "n") != "1" || inbox.text(t, "items", 1, "row", "n") != "3" {
		t.Errorf("inbox %s", inbox.body)
	}
	if w.happened(id, "people.chosen") != 1 || w.happened(id, "rows.unnamed") != 1 {
		t.Errorf("history %s", view.text(t, "history"))
	}
	a = w.decide("dan", a.text(t, "tasks", 1, "id"), `{"action":"approve"}`).want(t, http.StatusOK)
	if a.text(t, "status") != "running" {
		t.Error("one row was enough")
	}
	if a = w.decide("dan", a.text(t, "tasks", 0, "id"), `{"action":"approve"}`).want(t, http.StatusOK); a.text(t, "status") != "approved" {
		t.Errorf("all rows are approved, and it is %s", a.text(t, "status"))
	}
}

func TestAnotherWayIsTriedWhereNoRowNamesAnybody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.chosenApp()
	p := w.as("ann", http.MethodPost, "/api/apps/buy/preview", w.purchase("", "", "")).want(t, http.StatusOK)
	if got := p.text(t, "steps", 4, "state"); got != "undecided" {
		t.Errorf("while the form is being filled in the step is %s", got)
	}
	a := w.as("ann", http.MethodPost, "/api/apps/buy/instances", w.purchase(fmt.Sprintf(`{"own":[%q]}`, w.ids["max"]), "", "")).want(t, http.StatusCreated)
	view := w.as("ann", http.MethodGet, "/api/instances/"+a.text(t, "id"), "").want(t, http.StatusOK)
	if got := view.text(t, "path", 4, "assignees", 0, "id"); got != "user:"+w.ids["cai"] {
		t.Errorf("asked is %s: %s", got, view.text(t, "path"))
	}
}

func TestChoicesAreKeptWithTheDraftAndCanBeChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.chosenApp()
	const draft = "/api/apps/buy/drafts/abcdefghijklmnopqrstuvwxyz"
	chosen := fmt.Sprintf(`{"own":[%q]}`, w.ids["cai"])
	body := strings.Replace(w.purchase(chosen, "dan"), `{"form"`, `{"rev":0,"form"`, 1)
	w.as("ann", http.MethodPut, draft, body).want(t, http.StatusOK)
	if got := w.as("ann", http.MethodGet, draft, "").want(t, http.StatusOK).text(t, "choices", "own", 0); got != w.ids["cai"] {
		t.Errorf("the draft has %s", got)
	}

	a := w.as("ann", http.MethodPost, "/api/apps/buy/instances", w.purchase(chosen, "dan")).want(t, http.StatusCreated)
	a = w.decide("bo", a.text(t, "tasks", 0, "id"), `{"action":"return","to":"start"}`).want(t, http.StatusOK)
	task := a.text(t, "tasks", 0, "id")
	view := w.as("ann", http.MethodGet, "/api/instances/"+a.text(t, "id"), "").want(t, http.StatusOK)
	if view.text(t, "tasks", 1, "choices", 0, "node") != "own" || view.text(t, "tasks", 1, "choices", 0, "chosen", 0, "id") != w.ids["cai"] {
		t.Errorf("choices of who sends it on: %s", view.text(t, "tasks"))
	}
	w.decide("ann", task, `{"action":"resubmit","choices":{"own":[]}}`).problem(t, http.StatusUnprocessableEntity, "choices.invalid")
	w.decide("ann", task, fmt.Sprintf(`{"action":"resubmit","choices":{"own":[%q]}}`, w.ids["max"])).want(t, http.StatusOK)
	view = w.as("ann", http.MethodGet, "/api/instances/"+a.text(t, "id"), "").want(t, http.StatusOK)
	if !strings.Contains(view.text(t, "path"), w.ids["max"]) || w.happened(a.text(t, "id"), "people.chosen") != 1 {
		t.Errorf("path %s", view.text(t, "path"))
	}
}

func TestADraftKeepsNoChoiceForWhatCannotBeAStep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.chosenApp()
	for _, node := range []string{`a\u0000b`, "$set", "a.b", ""} {
		a := w.as("ann", http.MethodPut, "/api/apps/buy/drafts/aaaaaaaaaaaaaaaaaaaaaaaaaa", `{"rev":0,"form":{},"choices":{"`+node+`":[]}}`)
		a.problem(t, http.StatusBadRequest, "request.parameter")
	}
}
