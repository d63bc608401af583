package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/templates"
)

// TestAStepTellsPeopleInItsOwnWords has a flow tell HR something about a case.
func TestAStepTellsPeopleInItsOwnWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	template, err := templates.App("leave")
	must(t, err)
	a, err := app.Decode(template)
	must(t, err)
	a.ID, a.Number = "told", app.NumberFormat{Prefix: "N"}
	name := words.Text{"en": "Step", "zh-CN": "步骤"}
	a.Flow = flow.Flow{
		Nodes: []flow.Node{
			{ID: "start", Type: flow.Start, Name: name},
			{ID: "tell", Type: flow.Notify, Name: name, Assignee: &flow.Assignee{Kind: flow.Role, Role: "hr"}, Message: words.Text{
				"en": "{initiator} is away: {reason}, cover {handover}", "zh-CN": "{initiator}请假：{reason}，交接 {handover}",
			}},
			{ID: "end", Type: flow.End, Name: name},
		},
		Edges: []flow.Edge{{ID: "e1", From: "start", To: "tell"}, {ID: "e2", From: "tell", To: "end"}},
	}
	definition, err := app.Encode(a)
	must(t, err)
	must(t, w.studio.Install(t.Context(), definition, w.ids["eva"]))
	id := w.as("ann", http.MethodPost, "/api/apps/told/instances", shortLeave).want(t, http.StatusCreated).text(t, "id")
	w.deliver()
	w.deliver()
	notices := w.as("hong", http.MethodGet, "/api/notices", "").want(t, http.StatusOK)
	if n := len(notices.get(t, "items").([]any)); n != 1 {
		t.Fatalf("%d notices: %s", n, notices.body)
	}
	if notices.text(t, "items", 0, "kind") != "notice.given" ||
		notices.text(t, "items", 0, "text", "en") != "Mx ann is away: Flu, badly, cover –" ||
		notices.text(t, "items", 0, "text", "zh-CN") != "人ann请假：Flu, badly，交接 –" {
		t.Errorf("told %s", notices.body)
	}
	// Whoever is told may read the case, and its history says who was told.
	view := w.as("hong", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if !strings.Contains(view.body, `"type":"notice.given"`) || view.text(t, "path", 1, "type") != "notify" {
		t.Errorf("the case says %s", view.body)
	}
	if got := w.as("max", http.MethodGet, "/api/notices", "").get(t, "items").([]any); len(got) != 0 {
		t.Errorf("somebody else was told: %v", got)
	}
}
