package httpapi_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
)

func TestWhoMayNotReadARequestIsNotToldOfIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.supplies(flow.SubFlow{Each: "items"}, flow.Node{
		ID: "tell", Type: flow.CC, Name: bothWords("Tell"), Assignee: &flow.Assignee{Kind: flow.People, People: []string{w.ids["max"]}},
	})
	id := w.start("kit", `"items":[{"cost":10},{"cost":20}]`)
	w.settleOutbox()
	children := w.children("ann", id)
	view := w.see("max", id)
	errands := view.errands(t, "buy")
	if len(errands) != 2 || errands[0]["case"] != nil || errands[0]["status"] != "sent" {
		t.Errorf("Max sees %v", errands)
	}
	for _, child := range children {
		no := w.see("ann", child).text(t, "no")
		if strings.Contains(view.body, child) || strings.Contains(view.body, no) {
			t.Errorf("Max is told of %s", no)
		}
		w.as("max", http.MethodGet, "/api/instances/"+child, "").want(t, http.StatusForbidden)
	}
	for _, scope := range []string{"part", "all"} {
		list := w.as("max", http.MethodGet, "/api/instances?scope="+scope, "").want(t, http.StatusOK)
		if slices.ContainsFunc(children, func(c string) bool { return strings.Contains(list.body, c) }) {
			t.Errorf("Max finds a request in the list %s: %s", scope, list.body)
		}
	}
}

func TestWhoMayReadOnlyTheRequestThatWasStartedIsNotToldOfItsParent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(appOf("ask", ``, `"x":{"type":"string"}`, line(flow.Node{
		ID: "tell", Type: flow.CC, Name: bothWords("Tell"), Assignee: &flow.Assignee{Kind: flow.People, People: []string{w.ids["max"]}},
	}, bossStepWithout())))
	w.publish(appOf("kit", ``, `"x":{"type":"string"}`, line(flow.Node{ID: "buy", Type: flow.Subflow, Name: bothWords("Ask"), Sub: &flow.SubFlow{App: "ask"}})))
	id := w.start("kit", ``)
	w.settleOutbox()
	child := w.children("ann", id)[0]
	if got := w.see("ann", child).text(t, "parent", "id"); got != id {
		t.Errorf("the initiator sees the parent %q", got)
	}
	if view := w.see("max", child); view.get(t, "parent") != nil || strings.Contains(view.body, id) {
		t.Errorf("Max is told of the parent: %s", view.body)
	}
}
