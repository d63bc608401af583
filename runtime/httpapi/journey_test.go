package httpapi_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
)

func TestALongLeaveFromPreviewToTheEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)

	preview := w.as("ann", http.MethodPost, "/api/apps/leave/preview", w.long()).want(t, http.StatusOK)
	if got := preview.text(t, "form", "days"); got != "5" {
		t.Fatalf("%s days, want 5", got)
	}
	var path []string
	for _, s := range preview.get(t, "steps").([]any) {
		path = append(path, s.(map[string]any)["node"].(string))
	}
	if got := strings.Join(path, " "); got != "start manager head hr end" {
		t.Fatalf("path %q", got)
	}
	if got := preview.text(t, "steps", 1, "assignees", 0, "name", "en"); got != "Mx bo" {
		t.Fatalf("the manager is %q", got)
	}

	id, task := w.submit(w.long())
	if got := w.as("bo", http.MethodGet, "/api/inbox", "").want(t, http.StatusOK).text(t, "items", 0, "task"); got != task {
		t.Fatalf("Bo's inbox has %q, want %q", got, task)
	}
	if got := len(w.as("cai", http.MethodGet, "/api/inbox", "").get(t, "items").([]any)); got != 0 {
		t.Fatalf("Cai's inbox has %d items too early", got)
	}
	after := w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":"enjoy"}`).want(t, http.StatusOK)
	second := after.text(t, "tasks", 0, "id")
	if got := after.text(t, "tasks", 0, "node"); got != "head" {
		t.Fatalf("after the manager comes %q", got)
	}
	w.as("cai", http.MethodPost, "/api/tasks/"+second+"/decisions", `{"action":"approve","comment":""}`).want(t, http.StatusOK)

	view := w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if got := view.text(t, "status"); got != "approved" {
		t.Fatalf("status %q", got)
	}
	if got := view.text(t, "copies", 0, "id"); got != "role:hr" {
		t.Fatalf("copied to %q", got)
	}
	if got := view.text(t, "title", "en"); got != "Mx ann · Annual leave · 5 day(s)" {
		t.Fatalf("title %q", got)
	}
	if got := view.text(t, "no"); got != "LV-2026-000001" {
		t.Fatalf("number %q", got)
	}
	// HR was copied and finds it; Max has nothing to do with it.
	if got := w.as("hong", http.MethodGet, "/api/instances?scope=part", "").text(t, "items", 0, "id"); got != id {
		t.Fatalf("HR finds %q", got)
	}
	w.as("max", http.MethodGet, "/api/instances/"+id, "").problem(t, http.StatusForbidden, "permission.denied")
	for _, scope := range []string{"mine", "part", "all"} {
		if got := len(w.as("max", http.MethodGet, "/api/instances?scope="+scope, "").get(t, "items").([]any)); got != 0 {
			t.Fatalf("Max finds %d of %s", got, scope)
		}
	}
	if got := len(w.as("ann", http.MethodGet, "/api/instances?scope=mine", "").get(t, "items").([]any)); got != 1 {
		t.Fatalf("Ann finds %d of her own", got)
	}
}

func TestRejectionEndsTheCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, task := w.submit(w.long())
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"reject","comment":"not now"}`).want(t, http.StatusOK)
	view := w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if got := view.text(t, "status"); got != "rejected" {
		t.Fatalf("status %q", got)
	}
	if got := len(view.get(t, "copies").([]any)); got != 0 {
		t.Fatalf("%d were copied of a rejected case", got)
	}
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).problem(t, http.StatusConflict, "task.decided")
}

func TestWhoMayDecide(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, task := w.submit(shortLeave)
	for _, login := range []string{"ann", "cai", "hong", "eva", "ivan", "max"} {
		w.as(login, http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).problem(t, http.StatusForbidden, "permission.denied")
	}
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).want(t, http.StatusOK)
}

func TestTheSameKeyIsTheSameInstance(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first, _ := w.submit(shortLeave, "Idempotency-Key", "k1")
	again, _ := w.submit(shortLeave, "Idempotency-Key", "k1")
	if first != again {
		t.Fatal("a repeat made a second instance")
	}
	w.as("ann", http.MethodPost, "/api/apps/leave/instances", w.long(), "Idempotency-Key", "k1").problem(t, http.StatusUnprocessableEntity, "instance.keyReused")
	other, _ := w.submit(shortLeave, "Idempotency-Key", "k2")
	if other == first {
		t.Fatal("another key is the same instance")
	}
	// A key is a person's own.
	theirs := w.as("dan", http.MethodPost, "/api/apps/leave/instances", shortLeave, "Idempotency-Key", "k1").want(t, http.StatusCreated)
	if theirs.text(t, "id") == first {
		t.Fatal("Dan's key found Ann's instance")
	}
	if got := len(w.as("ann", http.MethodGet, "/api/instances", "").get(t, "items").([]any)); got != 2 {
		t.Fatalf("Ann has %d instances, want 2", got)
	}
}

func TestARepeatedDecisionAnswersTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, task := w.submit(w.long())
	path, body := "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":"ok"}`
	first := w.as("bo", http.MethodPost, path, body, "Idempotency-Key", "d1").want(t, http.StatusOK)
	again := w.as("bo", http.MethodPost, path, body, "Idempotency-Key", "d1").want(t, http.StatusOK)
	if first.body != again.body {
		t.Fatalf("%s\n%s", first.body, again.body)
	}
	w.as("bo", http.MethodPost, path, `{"action":"reject","comment":"ok"}`, "Idempotency-Key", "d1").problem(t, http.StatusUnprocessableEntity, "instance.keyReused")
	w.as("bo", http.MethodPost, path, body).problem(t, http.StatusConflict, "task.decided")
}

func TestOfManyAtOnceExactlyOneDecides(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, task := w.submit(w.long())
	const many = 16
	answers := make([]answer, many)
	var group sync.WaitGroup
	for i := range many {
		group.Go(func() {
			answers[i] = w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`)
		})
	}
	group.Wait()
	won := 0
	for _, a := range answers {
		switch a.status {
		case http.StatusOK:
			won++
		case http.StatusConflict:
		default:
			t.Errorf("%d: %s", a.status, a.body)
		}
	}
	if won != 1 {
		t.Fatalf("%d decided, want 1", won)
	}
}

func TestFieldsToMendAreNamedInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	body := `{"form":{"type":"annual","period":{"start":"2026-03-02","startHalf":"am","end":"2026-03-02","endHalf":"pm"},"reason":"x"}}`
	a := w.as("ann", http.MethodPost, "/api/apps/leave/instances", body).problem(t, http.StatusUnprocessableEntity, "form.invalid")
	if got := a.text(t, "errors", 0, "path"); got != "/reason" {
		t.Fatalf("path %q", got)
	}
	zh := w.as("ann", http.MethodPost, "/api/apps/leave/instances", body, "Accept-Language", "zh-CN")
	if got := zh.text(t, "errors", 0, "message"); !strings.Contains(got, "请假事由") {
		t.Fatalf("message %q", got)
	}
	script := strings.Replace(body, `"x"`, `"Family"`, 1)
	a = w.as("ann", http.MethodPost, "/api/apps/leave/instances", script).problem(t, http.StatusUnprocessableEntity, "form.invalid")
	if a.text(t, "errors", 0, "path") != "/period" || a.text(t, "errors", 0, "code") != "form.check" {
		t.Fatal(a.body)
	}
	if got := len(w.as("ann", http.MethodGet, "/api/instances", "").get(t, "items").([]any)); got != 0 {
		t.Fatalf("%d instances were stored of refused forms", got)
	}
}

func TestADraftFollowsItsOwnerAndIsGoneOnceSubmitted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const id = "aaaaaaaaaaaaaaaaaaaaaaaaaa"
	path := "/api/apps/leave/drafts/" + id
	saved := w.as("ann", http.MethodPut, path, `{"rev":0,"form":{"type":"sick"}}`).want(t, http.StatusOK)
	if saved.text(t, "rev") != "1" {
		t.Fatal(saved.body)
	}
	w.as("ann", http.MethodPut, path, `{"rev":0,"form":{}}`).problem(t, http.StatusConflict, "draft.stale")
	w.as("ann", http.MethodPut, path, `{"rev":1,"form":{"type":"sick","reason":"half written"}}`).want(t, http.StatusOK)
	w.as("ann", http.MethodPut, path, `{"rev":1,"form":{}}`).problem(t, http.StatusConflict, "draft.stale")
	if got := w.as("ann", http.MethodGet, path, "").text(t, "form", "reason"); got != "half written" {
		t.Fatalf("the draft says %q", got)
	}
	w.as("dan", http.MethodGet, path, "").problem(t, http.StatusNotFound, "draft.notFound")
	w.as("dan", http.MethodDelete, path, "").problem(t, http.StatusNotFound, "draft.notFound")
	w.submit(strings.TrimSuffix(shortLeave, "}") + `,"draft":"` + id + `"}`)
	w.as("ann", http.MethodGet, path, "").problem(t, http.StatusNotFound, "draft.notFound")
}

func TestEffectsReachPeopleOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, task := w.submit(shortLeave)
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).want(t, http.StatusOK)
	for range 3 {
		if _, err := w.outbox.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := w.outbox.Pending(t.Context()); n != 0 {
		t.Fatalf("%d instances still have effects", n)
	}
	for login, kinds := range map[string][]string{"bo": {"task.assigned"}, "hong": {"copy.sent"}, "ann": {"instance.ended"}, "max": {}} {
		list := w.as(login, http.MethodGet, "/api/notices", "").want(t, http.StatusOK)
		items := list.get(t, "items").([]any)
		if len(items) != len(kinds) {
			t.Fatalf("%s has %d notices, want %v: %s", login, len(items), kinds, list.body)
		}
		for i, k := range kinds {
			if got := list.text(t, "items", i, "kind"); got != k {
				t.Errorf("%s was told %q, want %q", login, got, k)
			}
		}
	}
	w.as("bo", http.MethodPost, "/api/notices/read", "").want(t, http.StatusNoContent)
	if got := w.as("bo", http.MethodGet, "/api/notices", "").text(t, "unread"); got != "0" {
		t.Fatalf("%s unread", got)
	}
}
