package httpapi_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/httpapi"
)

// publishFlow changes the nodes of the leave flow and publishes it.
func (w *world) publishFlow(change func(nodes map[string]map[string]any)) {
	w.t.Helper()
	rev, app := w.draft()
	nodes := map[string]map[string]any{}
	for _, n := range dig(app, "flow")["nodes"].([]any) {
		node := n.(map[string]any)
		nodes[node["id"].(string)] = node
	}
	change(nodes)
	rev = w.saveDraft(rev, app).want(w.t, http.StatusOK).text(w.t, "rev")
	w.as("eva", http.MethodPost, "/api/studio/apps/leave/publish", `{"rev":`+rev+`,"note":""}`).want(w.t, http.StatusOK)
}

func TestAnApproverEditsWhatTheStepOpens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishFlow(func(nodes map[string]map[string]any) {
		nodes["manager"]["fields"] = map[string]any{"period": "edit", "handover": "edit"}
	})
	id, task := w.submit(w.long())
	view := w.as("bo", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if got := view.get(t, "tasks", 0, "fields").(map[string]any); got["period"] != "edit" || got["reason"] != nil {
		t.Fatalf("open fields %v", got)
	}
	path := "/api/tasks/" + task + "/decisions"
	// The whole form is checked again: rules, schema and script.
	w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"","form":{"period":{"start":"2026-03-10","startHalf":"am","end":"2026-03-09","endHalf":"pm"}}}`).
		problem(t, http.StatusUnprocessableEntity, "form.invalid")
	w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"","form":{"handover":"`+w.ids["ann"]+`"}}`).
		problem(t, http.StatusUnprocessableEntity, "form.invalid")
	w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"","form":{"handover":"nobody"}}`).
		problem(t, http.StatusUnprocessableEntity, "form.invalid")
	w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"","form":{"days":1}}`).
		problem(t, http.StatusUnprocessableEntity, "task.fieldClosed")
	// A closed field is refused before any check could say something of it.
	w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"","form":{"reason":"x"}}`).
		problem(t, http.StatusUnprocessableEntity, "task.fieldClosed")
	// Two days instead of five: the rule counts again and the head is left out.
	done := w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"two is enough","form":{"period":{"start":"2026-03-09","startHalf":"am","end":"2026-03-10","endHalf":"pm"}}}`).want(t, http.StatusOK)
	if done.text(t, "status") != "approved" {
		t.Fatalf("a leave of two days goes on: %s", done.body)
	}
	view = w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if view.text(t, "form", "days") != "2" || !strings.Contains(view.body, `"type":"fields.edited"`) || !strings.Contains(view.body, `"fields":["period"]`) {
		t.Fatal(view.body)
	}
}

func TestAStepHidesAFieldAlsoFromThoseForWhomOthersHaveIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishFlow(func(nodes map[string]map[string]any) {
		nodes["manager"]["fields"] = map[string]any{"reason": "hide"}
	})
	const secret = "a very private reason"
	form := strings.Replace(w.long(), "Family visit", secret, 1)
	lent, task := w.submit(form)
	w.act("bo", task, `{"action":"delegate","to":["`+w.ids["dan"]+`"]}`).want(t, http.StatusOK)
	w.away("bo", "bo", "dan", "").want(t, http.StatusCreated)
	covered, _ := w.submit(form)
	given, task := w.submit(form)
	w.act("dan", task, `{"action":"transfer","to":["`+w.ids["max"]+`"]}`).want(t, http.StatusOK)
	taken, task := w.submit(form)
	w.act("bo", task, `{"action":"reclaim"}`).want(t, http.StatusOK)
	for what, id := range map[string]string{"delegated": lent, "covered": covered, "transferred": given, "reclaimed": taken} {
		logins := []string{"bo", "dan"}
		if id == given {
			logins = []string{"dan", "max"}
		}
		for _, login := range logins {
			if a := w.read(login, id); strings.Contains(a.body, secret) {
				t.Errorf("%s: %s reads what the step hides", what, login)
			}
		}
	}
}

func TestAStepHidesAFieldFromItsPeople(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishFlow(func(nodes map[string]map[string]any) {
		nodes["head"]["fields"] = map[string]any{"reason": "hide"}
	})
	const secret = "a very private reason"
	id, task := w.submit(strings.Replace(w.long(), "Family visit", secret, 1))
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).want(t, http.StatusOK)
	for _, path := range []string{"/api/instances/" + id, "/api/inbox", "/api/instances?scope=all", "/api/instances?scope=part"} {
		a := w.as("cai", http.MethodGet, path, "").want(t, http.StatusOK)
		if !strings.Contains(a.body, id) {
			t.Errorf("%s does not show the request at all", path)
		}
		if strings.Contains(a.body, secret) {
			t.Errorf("%s shows the hidden field: %s", path, a.body)
		}
	}
	for _, login := range []string{"ann", "bo"} {
		if !strings.Contains(w.as(login, http.MethodGet, "/api/instances/"+id, "").body, secret) {
			t.Errorf("%s may see the field and does not", login)
		}
	}
}

func TestAPersonWhoLeftIsNobodysApprover(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.leaving.Leave(t.Context(), w.ids["bo"], 0, "", w.ids["hong"])
	must(t, err)
	w.as("bo", http.MethodGet, "/api/inbox", "").problem(t, http.StatusUnauthorized, "request.unauthenticated")
	// Ann's manager is gone: the lead of her department takes over.
	a := w.as("ann", http.MethodPost, "/api/apps/leave/instances", shortLeave).want(t, http.StatusCreated)
	if got := a.text(t, "tasks", 0, "assignees", 0); got != "user:"+w.ids["cai"] {
		t.Fatalf("the task is %s's", got)
	}
}

// hurried is a policy that has no time to answer.
type hurried struct{ authz.Authorizer }

func (h hurried) Decide(ctx context.Context, r authz.Request) authz.Decision {
	_ = h.Authorizer.Decide(ctx, r) // which marks the trail
	return authz.Decision{Reasons: []string{authz.ReasonTimeout}}
}

// A policy that had no time refuses, and the answer is to try again, not that
// this person may not.
func TestAPolicyWithoutTimeIsBusy(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, nil, func(d *httpapi.Deps) { d.Authz = hurried{d.Authz} })
	a := w.as("hong", http.MethodGet, "/api/directory/roles", "").problem(t, http.StatusServiceUnavailable, "server.busy")
	if a.header.Get("Retry-After") != "1" || strings.Contains(a.body, "permission") {
		t.Errorf("%v %s", a.header, a.body)
	}
}
