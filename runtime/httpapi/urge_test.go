package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestTheInitiatorUrges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	box := newPostbox(t)
	w.useMail(box.port)
	w.giveAddress("bo", "bo@example.com")
	id, task := w.submit(shortLeave)
	path := "/api/instances/" + id + "/urge"
	view := w.as("ann", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK)
	if at, now := view.get(t, "urge", "at").(float64), float64(w.clock.Now().UnixMilli()); at > now {
		t.Errorf("a fresh task can be urged at %f only, now is %f", at, now)
	}
	for _, login := range []string{"bo", "dan", "max", "hong", "ivan"} {
		w.as(login, http.MethodPost, path, "").problem(t, http.StatusForbidden, "permission.denied")
	}
	if body := w.as("bo", http.MethodGet, "/api/instances/"+id, "").want(t, http.StatusOK).body; strings.Contains(body, `"urge"`) {
		t.Error("Bo is offered to urge himself")
	}
	stream := w.streamOf("bo")
	stream.want("state")
	again := w.as("ann", http.MethodPost, path, "").want(t, http.StatusOK)
	if got, want := again.get(t, "at").(float64), float64(w.clock.Now().Add(10*time.Minute).UnixMilli()); got != want {
		t.Errorf("possible again at %f, want %f", got, want)
	}
	w.clock.Advance(4 * time.Minute)
	late := w.as("eva", http.MethodPost, path, "").problem(t, http.StatusConflict, "task.urgedLately")
	if late.text(t, "params", "minutes") != "7" && late.text(t, "params", "minutes") != "6" || !strings.HasPrefix(late.text(t, "params", "at"), "2026-03-02T01:") {
		t.Error(late.body)
	}
	w.deliver()
	if e := stream.want("notice"); e.data["kind"] != "task.assigned" {
		t.Errorf("%v", e)
	}
	if e := stream.want("notice"); e.data["kind"] != "task.urged" || e.data["task"] != task || e.data["unread"] != 2.0 {
		t.Errorf("%v", e)
	}
	_, err := w.post.Round(t.Context())
	must(t, err)
	if len(box.mails) != 2 || !strings.Contains(box.mails[0]+box.mails[1], "you are asked to hurry") {
		t.Errorf("%d mails", len(box.mails))
	}
	w.clock.Advance(6 * time.Minute)
	w.as("eva", http.MethodPost, path, "").want(t, http.StatusOK) // an admin may, too
	history := w.as("ann", http.MethodGet, "/api/instances/"+id, "")
	if n := strings.Count(history.body, `"type":"task.urged"`); n != 2 {
		t.Errorf("%d times in the history: %s", n, history.body)
	}
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).want(t, http.StatusOK)
	w.as("ann", http.MethodPost, path, "").problem(t, http.StatusConflict, "instance.ended")
	if strings.Contains(w.as("ann", http.MethodGet, "/api/instances/"+id, "").body, `"urge"`) {
		t.Error("an ended request is offered to be urged")
	}
	w.as("ann", http.MethodPost, "/api/instances/unknown/urge", "").problem(t, http.StatusNotFound, "instance.notFound")
}
