package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/store/mongostore/mongotest"
	"github.com/banli-oa/banli/runtime/store/storetest"
)

func (w *world) signIn(login string) (cookie, csrf string) {
	w.t.Helper()
	in := w.ask(http.MethodPost, "/api/session", `{"login":"`+login+`","password":"`+password+`"}`).want(w.t, http.StatusOK)
	cookie, _, _ = strings.Cut(in.header.Get("Set-Cookie"), ";")
	return cookie, in.text(w.t, "csrf")
}

func TestALeaversTasksAreTheSuccessors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.directory.SetPassword(t.Context(), w.ids["bo"], password))
	first, _ := w.submit(shortLeave)
	second, _ := w.submit(w.long())
	own := w.as("bo", http.MethodPost, "/api/apps/leave/instances", shortLeave).want(t, http.StatusCreated).text(t, "id")
	cookie, _ := w.signIn("bo")
	w.ask(http.MethodGet, "/api/inbox", "", "Cookie", cookie).want(t, http.StatusOK)

	path, rev := w.personOf("bo")
	a := w.as("hong", http.MethodGet, path+"/leaving", "").want(t, http.StatusOK)
	if a.text(t, "openTasks") != "2" || a.text(t, "requests") != "1" || a.text(t, "successor", "id") != w.ids["cai"] ||
		len(a.get(t, "manages").([]any)) != 2 || len(a.get(t, "leads").([]any)) != 0 {
		t.Error(a.body)
	}
	w.as("hong", http.MethodPost, path+"/leaving", `{"rev":99,"successor":""}`).problem(t, http.StatusConflict, "directory.stale")
	w.as("hong", http.MethodPost, path+"/leaving", `{"rev":`+rev+`,"successor":"`+w.ids["bo"]+`"}`).problem(t, http.StatusUnprocessableEntity, "directory.invalid")
	a = w.as("hong", http.MethodPost, path+"/leaving", `{"rev":`+rev+`,"successor":"`+w.ids["max"]+`"}`).want(t, http.StatusOK)
	if a.text(t, "handedOver") != "2" || a.text(t, "person", "status") != "left" {
		t.Error(a.body)
	}
	// The open session and the token end at once.
	w.ask(http.MethodGet, "/api/inbox", "", "Cookie", cookie).problem(t, http.StatusUnauthorized, "request.unauthenticated")
	w.as("bo", http.MethodGet, "/api/inbox", "").problem(t, http.StatusUnauthorized, "request.unauthenticated")
	w.ask(http.MethodPost, "/api/session", `{"login":"bo","password":"`+password+`"}`).problem(t, http.StatusUnauthorized, "session.wrong")

	inbox := w.as("max", http.MethodGet, "/api/inbox", "").want(t, http.StatusOK)
	if len(inbox.get(t, "items").([]any)) != 2 {
		t.Fatal(inbox.body)
	}
	for _, id := range []string{first, second} {
		view := w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
		if !strings.Contains(view.body, `"type":"task.handedOver"`) || !strings.Contains(view.body, `"from":{"id":"user:`+w.ids["bo"]+`"`) ||
			!strings.Contains(view.body, `"by":{"id":"user:`+w.ids["hong"]+`"`) {
			t.Error(view.body)
		}
	}
	w.as("max", http.MethodPost, "/api/tasks/"+first+".1/decisions", `{"action":"approve","comment":""}`).want(t, http.StatusOK)
	_, err := w.outbox.Round(t.Context())
	must(t, err)
	if notices := w.as("max", http.MethodGet, "/api/notices", "").body; strings.Count(notices, `"kind":"task.assigned"`) != 2 {
		t.Error(notices)
	}
	// What bo asked for runs on, and whom bo managed has another manager.
	if got := w.as("cai", http.MethodGet, "/api/instances/"+own, "").want(t, http.StatusOK).text(t, "status"); got != "running" {
		t.Error(got)
	}
	ann, _ := w.personOf("ann")
	if a := w.as("hong", http.MethodGet, ann, ""); a.text(t, "manager", "id") != w.ids["max"] {
		t.Error(a.body)
	}
	// Again: nothing is left to do.
	if a := w.as("hong", http.MethodPost, path+"/leaving", `{"rev":1,"successor":""}`).want(t, http.StatusOK); a.text(t, "handedOver") != "0" {
		t.Error(a.body)
	}
}

func TestNobodyInheritsTheDecisionOnTheirOwnRequest(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, _ := w.submit(shortLeave)
	path, rev := w.personOf("bo")
	w.as("hong", http.MethodPost, path+"/leaving", `{"rev":`+rev+`,"successor":"`+w.ids["ann"]+`"}`).want(t, http.StatusOK)
	view := w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if got := view.text(t, "tasks", 0, "assignees"); got != "[user:"+w.ids["cai"]+"]" {
		t.Errorf("the task is %s's", got)
	}
	// And nobody manages themselves.
	ann, _ := w.personOf("ann")
	if a := w.as("hong", http.MethodGet, ann, ""); a.text(t, "superior", "id") != w.ids["cai"] {
		t.Error(a.body)
	}
}

func TestWithoutASuccessorTheAdministratorsHaveIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.as("bo", http.MethodPost, "/api/apps/leave/instances", shortLeave).want(t, http.StatusCreated).text(t, "id")
	path, rev := w.personOf("cai")
	if a := w.as("hong", http.MethodGet, path+"/leaving", ""); strings.Contains(a.body, "successor") || a.text(t, "leads", 0, "name", "en") != "rd" {
		t.Error(a.body)
	}
	w.as("hong", http.MethodPost, path+"/leaving", `{"rev":`+rev+`,"successor":""}`).want(t, http.StatusOK)
	if got := w.as("bo", http.MethodGet, "/api/instances/"+id, "").text(t, "tasks", 0, "assignees"); got != "[role:admin]" {
		t.Errorf("the task is %s's", got)
	}
	if d := w.as("hong", http.MethodGet, departments, ""); strings.Contains(d.body, `"lead"`) {
		t.Error(d.body)
	}
}

func TestComingBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, rev := w.personOf("dan")
	back := func(rev, roles string) string {
		return fmt.Sprintf(`{"rev":%s,"department":"","manager":"","roles":[%s]}`, rev, roles)
	}
	w.as("hong", http.MethodPost, path+"/return", back(rev, `"employee"`)).problem(t, http.StatusUnprocessableEntity, "directory.invalid")
	w.as("hong", http.MethodPost, path+"/leaving", `{"rev":`+rev+`,"successor":""}`).want(t, http.StatusOK)
	if a := w.as("hong", http.MethodGet, people+"?status=left", ""); a.text(t, "items", 0, "login") != "dan" {
		t.Error(a.body)
	}
	_, rev = w.personOf("dan")
	w.as("hong", http.MethodPost, path+"/link", "").problem(t, http.StatusNotFound, "person.notFound")
	w.as("hong", http.MethodPost, path+"/return", back(rev, `"it"`)).problem(t, http.StatusForbidden, "permission.denied")
	w.as("hong", http.MethodPost, path+"/return", back("1", `"employee"`)).problem(t, http.StatusConflict, "directory.stale")
	a := w.as("hong", http.MethodPost, path+"/return", back(rev, `"employee"`)).want(t, http.StatusOK)
	if a.text(t, "status") != "active" || a.text(t, "hasPassword") != "false" {
		t.Error(a.body)
	}
	w.as("dan", http.MethodGet, "/api/inbox", "").problem(t, http.StatusUnauthorized, "request.unauthenticated")
}

// A request that is submitted while its approver leaves is handed over too, and
// so is what a crash left behind.
func TestWhatComesAfterTheHandOver(t *testing.T) {
	t.Parallel()
	backend := mongotest.Backend(t)
	faulty := storetest.NewFaulty(backend)
	w := worldOn(t, faulty, nil)
	path, rev := w.personOf("bo")
	// The approver was found, and leaves before the request is stored.
	faulty.Inject(storetest.Fault{Op: storetest.Insert, Collection: "instances", Mode: storetest.Pass, Before: func() {
		w.as("hong", http.MethodPost, path+"/leaving", `{"rev":`+rev+`,"successor":"`+w.ids["max"]+`"}`).want(t, http.StatusOK)
	}})
	late, task := w.submit(shortLeave)
	if got := w.as("ann", http.MethodGet, "/api/instances/"+late, "").text(t, "tasks", 0, "assignees"); got != "[user:"+w.ids["bo"]+"]" {
		t.Fatalf("the race was not met: the task is %s's", got)
	}
	n, err := w.leaving.Finish(t.Context())
	must(t, err)
	if n != 1 {
		t.Errorf("handed over %d", n)
	}
	w.as("max", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).want(t, http.StatusOK)
	w.clock.Advance(3 * time.Minute)
	_, err = w.leaving.Finish(t.Context())
	must(t, err)
	if p, _ := w.identity.Organisation().Person(w.ids["bo"]); p.Leaving.Open {
		t.Error("it is never settled")
	}
}

// Whatever write of a hand-over fails, repeating finishes it.
func TestAHandOverIsFinishedByRepeating(t *testing.T) {
	t.Parallel()
	for _, mode := range []storetest.Mode{storetest.Fail, storetest.LoseAnswer} {
		for skip := range 3 {
			t.Run(fmt.Sprint(mode, skip), func(t *testing.T) {
				t.Parallel()
				backend := mongotest.Backend(t)
				faulty := storetest.NewFaulty(backend)
				w := worldOn(t, faulty, nil)
				for range 3 {
					w.submit(shortLeave)
				}
				path, rev := w.personOf("bo")
				body := `{"rev":` + rev + `,"successor":"` + w.ids["max"] + `"}`
				faulty.Inject(storetest.Fault{Op: storetest.Replace, Collection: "instances", Skip: skip, Mode: mode})
				w.as("hong", http.MethodPost, path+"/leaving", body).problem(t, http.StatusServiceUnavailable, "server.store")
				w.as("bo", http.MethodGet, "/api/inbox", "").want(t, http.StatusUnauthorized)
				w.as("hong", http.MethodPost, path+"/leaving", body).want(t, http.StatusOK)
				a := w.as("max", http.MethodGet, "/api/inbox", "")
				if len(a.get(t, "items").([]any)) != 3 {
					t.Error(a.body)
				}
				if n, err := w.workflow.OpenTasks(t.Context(), w.ids["bo"], 10); err != nil || n != 0 {
					t.Errorf("%d tasks are the leaver's, %v", n, err)
				}
			})
		}
	}
}
