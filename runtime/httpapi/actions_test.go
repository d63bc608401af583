package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// decide sends a decision on a task.
func (w *world) decide(login, task, body string) answer {
	return w.as(login, http.MethodPost, "/api/tasks/"+task+"/decisions", body)
}

// act sends an action on a task.
func (w *world) act(login, task, body string, headers ...string) answer {
	return w.as(login, http.MethodPost, "/api/tasks/"+task+"/actions", body, headers...)
}

// open returns the open task of an answer that has one.
func (a answer) open(t *testing.T) string {
	t.Helper()
	if n := len(a.get(t, "tasks").([]any)); n != 1 {
		t.Fatalf("%d open tasks: %s", n, a.body)
	}
	return a.text(t, "tasks", 0, "id")
}

// offered returns what a person is offered on a task of an instance.
func (w *world) offered(login, instance, task string) []string {
	w.t.Helper()
	view := w.as(login, http.MethodGet, "/api/instances/"+instance, "").want(w.t, http.StatusOK)
	for _, each := range view.get(w.t, "tasks").([]any) {
		if view := each.(map[string]any); view["id"] == task {
			var actions []string
			for _, a := range view["actions"].([]any) {
				actions = append(actions, a.(string))
			}
			return actions
		}
	}
	w.t.Fatalf("no task %s", task)
	return nil
}

func TestACaseIsReturnedToItsInitiatorAndSentOnAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, task := w.submit(w.long())
	task = w.decide("bo", task, `{"action":"approve"}`).want(t, 200).open(t)
	view := w.as("cai", http.MethodGet, "/api/instances/"+id, "").want(t, 200)
	if to := view.text(t, "tasks", 1, "returnTo", 0, "node") + view.text(t, "tasks", 1, "returnTo", 1, "node"); to != "startmanager" || view.text(t, "tasks", 1, "resume") != "choose" {
		t.Errorf("returns to %s: %s", to, view.body)
	}
	w.decide("cai", task, `{"action":"return","to":"hr"}`).problem(t, 409, "task.notPassed")
	back := w.decide("cai", task, `{"action":"return","to":"start","comment":"so long?"}`).want(t, 200).open(t)
	if got := w.offered("ann", id, back); !slices.Equal(got, []string{"resubmit"}) {
		t.Errorf("Ann is offered %v", got)
	}
	inbox := w.as("ann", http.MethodGet, "/api/inbox", "").want(t, 200)
	if inbox.text(t, "items", 0, "task") != back {
		t.Error(inbox.body)
	}
	w.decide("ann", back, `{"action":"resubmit","form":{"reason":""}}`).problem(t, 422, "form.invalid")
	again := w.decide("ann", back, `{"action":"resubmit","form":{"reason":"A much better reason"},"comment":"please"}`).want(t, 200).open(t)
	view = w.as("cai", http.MethodGet, "/api/instances/"+id, "").want(t, 200)
	if !strings.Contains(view.body, "A much better reason") || !slices.Contains(w.offered("cai", id, again), "approve") {
		t.Error(view.body)
	}
	for _, want := range []string{`"type":"task.returned"`, `"target":"start"`, `"type":"task.resubmitted"`, `"state":"returned"`} {
		if !strings.Contains(view.body, want) {
			t.Errorf("no %s in %s", want, view.body)
		}
	}
	w.decide("cai", again, `{"action":"approve"}`).want(t, 200)
	w.decide("cai", again, `{"action":"approve"}`).problem(t, 409, "task.decided")
}

func TestATaskIsPassedOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, task := w.submit(shortLeave)
	to := func(action, login string) string { return fmt.Sprintf(`{"action":%q,"to":[%q]}`, action, w.ids[login]) }
	w.act("max", task, to("transfer", "dan")).problem(t, 403, "permission.denied")
	w.act("bo", task, `{"action":"transfer","to":["nobody"]}`).problem(t, 404, "person.notFound")
	w.act("bo", task, `{"action":"transfer"}`).problem(t, 422, "task.people")
	w.act("bo", task, to("eat", "dan")).problem(t, 400, "request.parameter")
	w.act("bo", task, to("transfer", "bo")).problem(t, 409, "task.signerTwice")
	first := w.act("bo", task, to("delegate", "dan"), "Idempotency-Key", "k").want(t, 200)
	if again := w.act("bo", task, to("delegate", "dan"), "Idempotency-Key", "k").want(t, 200); again.body != first.body {
		t.Errorf("a repeat says %s, at first it was %s", again.body, first.body)
	}
	w.act("bo", task, to("delegate", "dan")).problem(t, 403, "permission.denied") // it is not Bo's any more
	w.act("max", task, to("delegate", "dan"), "Idempotency-Key", "k").problem(t, 403, "permission.denied")
	w.act("bo", task, to("delegate", "ann"), "Idempotency-Key", "k").problem(t, 422, "instance.keyReused")
	w.decide("dan", task, `{"action":"approve"}`).problem(t, 409, "task.delegated")
	if got := w.offered("dan", id, task); !slices.Equal(got, []string{"answer"}) {
		t.Errorf("Dan is offered %v", got)
	}
	w.decide("dan", task, `{"action":"answer","comment":"why not"}`).want(t, 200)
	w.act("bo", task, to("transfer", "cai")).want(t, 200)
	// Whoever passed the task on still finds the request.
	if got := len(w.as("bo", http.MethodGet, "/api/instances?scope=part", "").get(t, "items").([]any)); got != 1 {
		t.Errorf("Bo finds %d requests", got)
	}
	w.decide("bo", task, `{"action":"approve"}`).problem(t, 403, "permission.denied")
	w.decide("cai", task, `{"action":"approve"}`).want(t, 200)
}

func TestSignersAreAddedAndRemoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, task := w.submit(shortLeave)
	add := fmt.Sprintf(`{"action":"addSigners","where":"before","to":[%q],"comment":"first you"}`, w.ids["dan"])
	added := w.act("bo", task, add).want(t, 200).open(t)
	if wait := w.decide("bo", task, `{"action":"approve"}`).problem(t, 409, "task.waiting"); !strings.Contains(wait.text(t, "detail"), "Mx dan") {
		t.Error(wait.body)
	}
	if got := w.offered("bo", id, added); !slices.Equal(got, []string{"removeSigner"}) {
		t.Errorf("Bo is offered %v", got)
	}
	w.act("dan", added, `{"action":"removeSigner"}`).problem(t, 409, "task.others")
	w.act("bo", added, `{"action":"removeSigner"}`).want(t, 200)
	w.decide("dan", added, `{"action":"approve"}`).problem(t, 409, "task.decided")
	w.decide("bo", task, `{"action":"approve"}`).want(t, 200)
}

func TestADecisionIsTakenBackInTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, task := w.submit(w.long())
	next := w.decide("bo", task, `{"action":"approve"}`).want(t, 200).open(t)
	w.act("max", task, `{"action":"undo"}`).problem(t, 403, "permission.denied")
	w.act("cai", task, `{"action":"undo"}`).problem(t, 409, "task.others")
	if got := w.offered("bo", id, task); !slices.Equal(got, []string{"undo"}) {
		t.Errorf("Bo is offered %v", got)
	}
	if back := w.act("bo", task, `{"action":"undo","comment":"oops"}`).want(t, 200).open(t); back != task {
		t.Errorf("%s is open", back)
	}
	w.decide("cai", next, `{"action":"approve"}`).problem(t, 409, "task.settled")
	next = w.decide("bo", task, `{"action":"approve"}`).want(t, 200).open(t)
	w.decide("cai", next, `{"action":"return","to":"start"}`).want(t, 200)
	late := w.act("bo", task, `{"action":"undo"}`).problem(t, 409, "task.tooLate")
	if detail := late.text(t, "detail"); !strings.HasPrefix(detail, "Mx cai ") || !strings.Contains(detail, "at 0") {
		t.Error(detail)
	}
	view := w.as("bo", http.MethodGet, "/api/instances/"+id, "").want(t, 200)
	if got := view.text(t, "tasks", 0, "refused", "undo"); got != late.text(t, "detail") {
		t.Errorf("the page says %q", got)
	}
}

func TestWhoWasFirstIsSaidWithTheTime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, task := w.submit(shortLeave)
	w.decide("bo", task, `{"action":"approve"}`).want(t, 200)
	detail := w.decide("bo", task, `{"action":"reject"}`).problem(t, 409, "task.decided").text(t, "detail")
	clock := w.clock.Now().In(w.site.Current().Zone()).Format("15:04")
	if !strings.HasPrefix(detail, "Mx bo ") || !strings.HasSuffix(detail, " approved this at "+clock+".") {
		t.Error(detail)
	}
}

func TestTheInitiatorWithdraws(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, task := w.submit(shortLeave)
	path := "/api/instances/" + id + "/withdrawal"
	for _, login := range []string{"bo", "eva", "ivan"} {
		w.as(login, http.MethodPost, path, `{}`).problem(t, 403, "permission.denied")
	}
	if view := w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, 200); view.text(t, "actions", 0, "action") != "withdraw" {
		t.Error(view.body)
	}
	back := w.as("ann", http.MethodPost, path, `{"redo":true,"comment":"a typo"}`).want(t, 200).open(t)
	w.decide("bo", task, `{"action":"approve"}`).problem(t, 409, "task.settled")
	w.as("ann", http.MethodPost, path, `{"redo":true}`).problem(t, 409, "instance.unchanged")
	w.decide("ann", back, `{"action":"resubmit"}`).want(t, 200)
	done := w.as("ann", http.MethodPost, path, `{"comment":"not needed"}`, "Idempotency-Key", "w").want(t, 200)
	if done.text(t, "status") != "withdrawn" {
		t.Error(done.body)
	}
	if again := w.as("ann", http.MethodPost, path, `{"comment":"not needed"}`, "Idempotency-Key", "w").want(t, 200); again.body != done.body {
		t.Error(again.body)
	}
	w.as("ann", http.MethodPost, path, `{}`).problem(t, 409, "instance.ended")
	if view := w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, 200); len(view.get(t, "actions").([]any)) != 0 {
		t.Error("an ended request offers something")
	}
}

func TestPeopleAreCopiedAndMentioned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, _ := w.submit(shortLeave)
	w.as("max", http.MethodGet, "/api/instances/"+id, "").problem(t, 403, "permission.denied")
	w.as("max", http.MethodPost, "/api/instances/"+id+"/comments", `{"text":"hi"}`).problem(t, 403, "permission.denied")
	w.as("bo", http.MethodPost, "/api/instances/"+id+"/copies", `{"to":[]}`).problem(t, 422, "task.people")
	w.as("bo", http.MethodPost, "/api/instances/"+id+"/copies", fmt.Sprintf(`{"to":[%q],"comment":"for you"}`, w.ids["max"])).want(t, 200)
	w.as("max", http.MethodPost, "/api/instances/"+id+"/comments", `{"text":""}`).problem(t, 409, "instance.unchanged")
	w.as("max", http.MethodPost, "/api/instances/"+id+"/comments", fmt.Sprintf(`{"text":"is that right?","mentions":[%q]}`, w.ids["ann"])).want(t, 200)
	w.deliver()
	notices := w.as("ann", http.MethodGet, "/api/notices", "").want(t, 200)
	if notices.text(t, "items", 0, "kind") != "comment.added" {
		t.Error(notices.body)
	}
	view := w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, 200)
	if !strings.Contains(view.body, "is that right?") || !strings.Contains(view.body, `"type":"people.copied"`) {
		t.Error(view.body)
	}
}

func TestAnAdminIntervenes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, task := w.submit(w.long())
	path := "/api/instances/" + id + "/interventions"
	for _, login := range []string{"ann", "bo", "hong", "ivan"} {
		w.as(login, http.MethodPost, path, `{"action":"suspend","reason":"x"}`).problem(t, 403, "permission.denied")
	}
	w.as("eva", http.MethodPost, path, `{"action":"suspend","reason":""}`).problem(t, 422, "instance.reason")
	w.as("eva", http.MethodPost, path, `{"action":"sing","reason":"x"}`).problem(t, 400, "request.parameter")
	w.as("eva", http.MethodPost, path, `{"action":"suspend","reason":"under audit"}`).want(t, 200)
	halted := w.decide("bo", task, `{"action":"approve"}`).problem(t, 409, "instance.suspended")
	if detail := halted.text(t, "detail"); !strings.HasPrefix(detail, "Mx eva ") || !strings.HasSuffix(detail, ": under audit") {
		t.Error(detail)
	}
	if got := w.offered("bo", id, task); len(got) != 0 {
		t.Errorf("Bo is offered %v", got)
	}
	view := w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, 200)
	if view.text(t, "suspension", "reason") != "under audit" || !strings.Contains(view.text(t, "actions", 0, "reason"), "under audit") {
		t.Error(view.body)
	}
	if strings.Contains(view.body, `"urge"`) {
		t.Error("a suspended request is offered to be urged")
	}
	w.as("ann", http.MethodPost, "/api/instances/"+id+"/urge", "").problem(t, 409, "instance.suspended")
	w.as("eva", http.MethodPost, path, `{"action":"resume","reason":"nothing found"}`).want(t, 200)
	reassign := fmt.Sprintf(`{"action":"reassign","reason":"Bo is ill","task":%q,"to":%q}`, task, w.ids["dan"])
	w.as("eva", http.MethodPost, path, reassign).want(t, 200)
	w.decide("bo", task, `{"action":"approve"}`).problem(t, 403, "permission.denied")
	w.as("eva", http.MethodPost, path, `{"action":"jump","node":"nowhere","reason":"x"}`).problem(t, 409, "task.notPassed")
	next := w.as("eva", http.MethodPost, path, `{"action":"jump","node":"head","reason":"agreed by phone"}`).want(t, 200).open(t)
	if !slices.Contains(w.offered("cai", id, next), "approve") {
		t.Error("the head has no task")
	}
	w.as("eva", http.MethodPost, path, `{"action":"end","status":"eaten","reason":"x"}`).problem(t, 422, "task.action")
	if done := w.as("eva", http.MethodPost, path, `{"action":"end","status":"terminated","reason":"a mistake"}`).want(t, 200); done.text(t, "status") != "terminated" {
		t.Error(done.body)
	}
	record := w.as("ivan", http.MethodGet, "/api/audit?object=instance:"+id, "").want(t, 200)
	for _, want := range []string{"instance.suspended", "under audit", "task.reassigned", "Bo is ill", "instance.jumped", "a mistake"} {
		if !strings.Contains(record.body, want) {
			t.Errorf("the record lacks %q", want)
		}
	}
}
