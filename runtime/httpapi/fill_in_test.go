package httpapi_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/templates"
)

// install publishes the leave app under another id and with another flow.
func (w *world) install(t *testing.T, id string, change func(*app.App)) {
	t.Helper()
	template, err := templates.App("leave")
	must(t, err)
	a, err := app.Decode(template)
	must(t, err)
	a.ID, a.Number = id, app.NumberFormat{Prefix: "X"}
	change(&a)
	definition, err := app.Encode(a)
	must(t, err)
	must(t, w.studio.Install(t.Context(), definition, w.ids["eva"]))
}

// inRow joins nodes one after the other.
func inRow(nodes ...flow.Node) flow.Flow {
	f := flow.Flow{Nodes: nodes}
	for i := range nodes {
		f.Nodes[i].Name = words.Text{"en": "Step " + nodes[i].ID, "zh-CN": "步骤" + nodes[i].ID}
		if i > 0 {
			f.Edges = append(f.Edges, flow.Edge{ID: "e" + nodes[i].ID, From: nodes[i-1].ID, To: nodes[i].ID})
		}
	}
	return f
}

// TestAStepHasFieldsFilledIn has HR name who covers for somebody who is away.
func TestAStepHasFieldsFilledIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.install(t, "cover", func(a *app.App) {
		a.Flow = inRow(
			flow.Node{ID: "start", Type: flow.Start},
			flow.Node{
				ID: "fill", Type: flow.FillIn, Assignee: &flow.Assignee{Kind: flow.Role, Role: "hr"},
				Fields: map[string]flow.Access{"handover": flow.Edit, "reason": flow.Edit}, Require: []string{"handover"},
			},
			flow.Node{ID: "cover", Type: flow.Approval, Assignee: &flow.Assignee{Kind: flow.Field, Field: "handover"}},
			flow.Node{ID: "end", Type: flow.End},
		)
	})
	sent := w.as("ann", http.MethodPost, "/api/apps/cover/instances", shortLeave).want(t, http.StatusCreated)
	id, task := sent.text(t, "id"), sent.open(t)

	// The path shows the step, and that who covers is still to be filled in.
	view := w.as("hong", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if view.text(t, "path", 1, "type") != "fillIn" || view.text(t, "path", 1, "state") != "current" || view.text(t, "path", 2, "state") != "undecided" {
		t.Errorf("the path is %v", view.get(t, "path"))
	}
	mine := view.get(t, "tasks", 0).(map[string]any)
	if !slices.Equal(mine["require"].([]any), []any{"handover"}) || len(mine["fields"].(map[string]any)) != 2 {
		t.Errorf("the task opens %v and asks for %v", mine["fields"], mine["require"])
	}
	if got := w.offered("hong", id, task); !slices.Equal(got, []string{"complete", "return", "transfer", "delegate", "addSigners", "claim"}) {
		t.Errorf("offered %v", got)
	}
	if got := w.offered("ann", id, task); len(got) != 0 {
		t.Errorf("the initiator is offered %v", got)
	}

	// One of HR takes it, and can neither approve nor send it on as it is.
	w.act("hong", task, `{"action":"claim"}`).want(t, http.StatusOK)
	w.decide("hong", task, `{"action":"approve"}`).problem(t, 422, "task.action")
	w.decide("max", task, `{"action":"complete"}`).want(t, http.StatusForbidden)
	missing := w.decide("hong", task, `{"action":"complete"}`).problem(t, 422, "form.invalid")
	if missing.text(t, "errors", 0, "path") != "/handover" || missing.text(t, "errors", 0, "code") != "form.required" {
		t.Errorf("told %s", missing.body)
	}
	w.decide("hong", task, `{"action":"complete","form":{"type":"annual"}}`).problem(t, 422, "task.fieldClosed")
	w.decide("hong", task, `{"action":"complete","form":{"handover":"`+w.ids["ann"]+`"}}`).problem(t, 422, "form.invalid") // the app's own check
	on := w.decide("hong", task, `{"action":"complete","comment":"Dan agreed","form":{"handover":"`+w.ids["dan"]+`"}}`).want(t, http.StatusOK)
	if to := on.get(t, "tasks", 0, "assignees").([]any); !slices.Equal(to, []any{"user:" + w.ids["dan"]}) {
		t.Errorf("it went on to %v", to)
	}
	late := w.decide("hong", task, `{"action":"complete","form":{"handover":"`+w.ids["dan"]+`"}}`).problem(t, 409, "task.decided")
	if !strings.Contains(late.body, "completed") {
		t.Errorf("told %s", late.body)
	}

	// History says who filled in what, and a decision on it can be taken back.
	view = w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	for _, want := range []string{`"type":"task.completed"`, `"fields":["handover"]`, "Dan agreed"} {
		if !strings.Contains(view.body, want) {
			t.Errorf("the case does not say %s: %s", want, view.body)
		}
	}
	back := w.act("hong", task, `{"action":"undo"}`).want(t, http.StatusOK)
	if back.open(t) != task {
		t.Errorf("taken back, %s is open", back.open(t))
	}
}
