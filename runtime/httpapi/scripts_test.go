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
)

// scripted publishes the leave app with a script at a step before HR's.
func (w *world) scripted(t *testing.T, id, source string, change func(n *flow.Node)) {
	t.Helper()
	w.install(t, id, func(a *app.App) {
		a.Scripts.Flow = map[string]string{"cover": source}
		n := flow.Node{ID: "cover", Type: flow.Script, Script: "cover", Fields: map[string]flow.Access{"handover": flow.Edit, "days": flow.Edit}}
		if change != nil {
			change(&n)
		}
		a.Flow = inRow(
			flow.Node{ID: "start", Type: flow.Start}, n,
			flow.Node{ID: "hr", Type: flow.Approval, Assignee: &flow.Assignee{Kind: flow.Role, Role: "hr"}},
			flow.Node{ID: "end", Type: flow.End},
		)
	})
}

// send submits the short leave of Ann's to an app.
func (w *world) send(t *testing.T, id string) answer {
	t.Helper()
	return w.as("ann", http.MethodPost, "/api/apps/"+id+"/instances", shortLeave).want(t, http.StatusCreated)
}

// TestAScriptSetsFields runs a script in a worker at a step.
func TestAScriptSetsFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.scripted(t, "sets", fmt.Sprintf(`
		function run(form, ctx) {
			const sure = form.days === 1 && ctx.initiator.dept && ctx.no.startsWith("X-") && ctx.step === "cover"
				&& ctx.steps.length === 0 && /^\d{4}-\d\d-\d\d$/.test(ctx.today);
			return {set: {handover: sure ? %q : %q}};
		}`, w.ids["dan"], w.ids["max"]), nil)
	preview := w.as("ann", http.MethodPost, "/api/apps/sets/preview", shortLeave).want(t, http.StatusOK)
	if preview.text(t, "steps", 1, "type") != "script" || preview.text(t, "steps", 2, "state") != "upcoming" {
		t.Errorf("the path is %v", preview.get(t, "steps"))
	}
	id := w.send(t, "sets").text(t, "id")
	view := w.as("hong", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if got := view.text(t, "form", "handover"); got != w.ids["dan"] {
		t.Errorf("the script set %s", got)
	}
	if view.text(t, "path", 1, "state") != "done" || view.text(t, "path", 2, "state") != "current" {
		t.Errorf("the path is %v", view.get(t, "path"))
	}
}

// TestWhatAScriptSetsIsHeldToTheForm has scripts that go wrong in every way there
// is: none loses the submission, and what went wrong is for administrators alone.
func TestWhatAScriptSetsIsHeldToTheForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, c := range []struct{ source, code, detail string }{
		{"function run(form) {\n  throw new Error('no cover for ' + form.reason.length);\n}", "script.threw", "line 2: Error: no cover for 10"},
		{`function run() { for (;;) {} }`, "script.timeout", ""},
		{`function run() { return 5; }`, "script.result", "{set: {field: value}}"},
		{`function run() { return {sets: {}}; }`, "script.result", "{set: {field: value}}"},
		{`function run() { return {set: {handover: 5}}; }`, "script.value", "handover: form.type"},
		{`function run() { return {set: {handover: "nobody"}}; }`, "script.value", "handover: form.personUnknown"},
		{`function run() { return {set: {colour: "red"}}; }`, "script.value", "colour: form.unknownField"},
		{`function run() { return {set: {reason: "Because"}}; }`, "script.closed", "reason"},
		{`function validate() {}`, "script.threw", "the script must define a function run(form, ctx)"},
	} {
		app := fmt.Sprintf("wrong%d", i)
		w.scripted(t, app, c.source, nil)
		id := w.send(t, app).text(t, "id")
		view := w.as("eva", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
		failure := view.get(t, "path", 1, "errands", 0, "failure").(map[string]any)
		if view.text(t, "path", 1, "state") != "current" || failure["code"] != c.code || c.detail != "" && failure["detail"] != c.detail {
			t.Errorf("%s: %v, want %s %q", c.source, failure, c.code, c.detail)
		}
		mine := w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
		if strings.Contains(mine.body, "script.") || strings.Contains(mine.body, "no cover") {
			t.Errorf("the initiator reads what went wrong: %s", mine.body)
		}
		if !strings.Contains(mine.body, `"type":"errand.failed"`) {
			t.Errorf("the initiator does not read that something went wrong: %s", mine.body)
		}
	}
	w.deliver()
	if n := w.told("eva", "step.failed"); n != 9 {
		t.Errorf("an administrator was told %d times", n)
	}
	if n := w.told("ann", "step.failed"); n != 0 {
		t.Errorf("the initiator was told %d times", n)
	}
}

// TestAScriptIsRunAgain has somebody come back for whom a script waited.
func TestAScriptIsRunAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.scripted(t, "again", `function run(form, ctx) { if (ctx.today < "2026-03-05") throw new Error("too early"); return {set: {}}; }`, nil)
	id := w.send(t, "again").text(t, "id")
	view := w.as("eva", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	errand := view.text(t, "path", 1, "errands", 0, "id")
	retry := fmt.Sprintf(`{"action":"retry","reason":"try","errand":%q}`, errand)
	path := "/api/instances/" + id + "/interventions"
	w.as("hong", http.MethodPost, path, retry).want(t, http.StatusForbidden)
	if again := w.as("eva", http.MethodPost, path, retry).want(t, http.StatusOK); len(again.get(t, "tasks").([]any)) != 0 {
		t.Errorf("it went on: %s", again.body)
	}
	w.clock.Advance(5 * 24 * time.Hour)
	if again := w.as("eva", http.MethodPost, path, retry).want(t, http.StatusOK); len(again.get(t, "tasks").([]any)) != 1 {
		t.Errorf("it did not go on: %s", again.body)
	}
}

// TestAStepMayGoOnWithoutItsScript goes on though a script failed.
func TestAStepMayGoOnWithoutItsScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.scripted(t, "goeson", `function run() { throw 1; }`, func(n *flow.Node) { n.OnFail = flow.GoOn })
	if sent := w.send(t, "goeson"); len(sent.get(t, "tasks").([]any)) != 1 {
		t.Errorf("it stands still: %s", sent.body)
	}
	w.deliver()
	if n := w.told("eva", "step.failed"); n != 0 {
		t.Errorf("an administrator was told %d times", n)
	}
}

// TestAScriptSaysWhoActs has scripts name people, roles and nobody who works here.
func TestAScriptSaysWhoActs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, c := range []struct{ source, want string }{
		{fmt.Sprintf(`function run(form) { return form.type === "sick" ? [%q, "gone"] : []; }`, w.ids["dan"]), "user:" + w.ids["dan"]},
		{`function run() { return [{role: "hr"}]; }`, "role:hr"},
		{`function run() { return ["gone", {role: "none"}]; }`, "role:admin"},
		{`function run() { throw new Error("no"); }`, "role:admin"},
		{`function run() { return "dan"; }`, "role:admin"},
	} {
		id := fmt.Sprintf("who%d", i)
		w.install(t, id, func(a *app.App) {
			a.Scripts.Flow = map[string]string{"who": c.source}
			a.Flow = inRow(
				flow.Node{ID: "start", Type: flow.Start},
				flow.Node{ID: "boss", Type: flow.Approval, Assignee: &flow.Assignee{Kind: flow.Scripted, Script: "who"}},
				flow.Node{ID: "end", Type: flow.End},
			)
		})
		if got := w.send(t, id).text(t, "tasks", 0, "assignees", 0); got != c.want {
			t.Errorf("%s: for %s, want %s", c.source, got, c.want)
		}
	}
	w.deliver()
	if n := w.told("eva", "step.failed"); n != 2 {
		t.Errorf("an administrator was told of %d scripts", n)
	}
}

// TestScriptsAreCheckedBeforePublishing finds scripts that do not compile, and
// where.
func TestScriptsAreCheckedBeforePublishing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.scripted(t, "checked", `function run() {}`, nil)
	const drafts = "/api/studio/apps/checked/draft"
	draft := w.as("eva", http.MethodGet, drafts, "").want(t, http.StatusOK)
	definition, err := json.Marshal(draft.get(t, "app"))
	must(t, err)
	broken := strings.Replace(string(definition), `function run() {}`, `function run() {\n  const 5 = 1;\n}`, 1)
	saved := w.as("eva", http.MethodPut, drafts, fmt.Sprintf(`{"rev":%v,"app":%s}`, draft.get(t, "rev"), broken)).want(t, http.StatusOK)
	found := w.as("eva", http.MethodPost, "/api/studio/apps/checked/publish", fmt.Sprintf(`{"rev":%v,"note":""}`, saved.get(t, "rev"))).problem(t, http.StatusUnprocessableEntity, "app.invalid")
	if !strings.Contains(found.body, `"path":"scripts.flow.cover"`) || !strings.Contains(found.body, "line 2") {
		t.Errorf("found %s", found.body)
	}
}

// TestWhoDoesNotReadACaseIsNotToldWhatAScriptSaysOfIt keeps what people ask for
// from whoever runs the machine.
func TestWhoDoesNotReadACaseIsNotToldWhatAScriptSaysOfIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.scripted(t, "says", `function run(form) { throw new Error("no cover for " + form.reason) }`, nil)
	id := w.send(t, "says").text(t, "id")
	reason := w.read("eva", id).text(t, "form", "reason")
	for login, told := range map[string]bool{"eva": true, "ivan": false} {
		list := w.as(login, http.MethodGet, "/api/failures", "").want(t, http.StatusOK)
		if list.text(t, "items", 0, "errand", "failure", "code") != "script.threw" || strings.Contains(list.body, reason) != told {
			t.Errorf("%s reads %s", login, list.body)
		}
	}
}

// TestWhatIsSeenOfAScript comes with a draft, and does not keep it from being
// published.
func TestWhatIsSeenOfAScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rev, a := w.draft()
	a["scripts"] = map[string]any{"validate": "function validate(form) {\n  return form.raeson && [];\n}"}
	saved := w.saveDraft(rev, a).want(t, http.StatusOK)
	if f, _ := saved.get(t, "findings", 0).(map[string]any); f["code"] != "lint.scriptField" || f["level"] != "warning" || f["line"] != 2.0 || f["column"] != 15.0 {
		t.Errorf("the draft carries %v", saved.get(t, "findings"))
	}
	a["scripts"] = map[string]any{"validate": "export function validate(form) {}"}
	saved = w.saveDraft(saved.text(t, "rev"), a).want(t, http.StatusOK)
	publish := "/api/studio/apps/leave/publish"
	refused := w.as("eva", http.MethodPost, publish, `{"rev":`+saved.text(t, "rev")+`,"note":""}`).problem(t, http.StatusUnprocessableEntity, "app.invalid")
	if !strings.Contains(refused.body, `"code":"lint.scriptModule"`) {
		t.Errorf("refused with %s", refused.body)
	}
	a["scripts"] = map[string]any{"validate": "function validate(form) {\n  return form.raeson && [];\n}"}
	saved = w.saveDraft(saved.text(t, "rev"), a).want(t, http.StatusOK)
	w.as("eva", http.MethodPost, publish, `{"rev":`+saved.text(t, "rev")+`,"note":""}`).want(t, http.StatusOK)
}
