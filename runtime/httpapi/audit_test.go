package httpapi_test

import (
	"encoding/csv"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/directory"
)

// entries are the actions of the entries that a search finds, newest first.
func (w *world) entries(query string) []string {
	w.t.Helper()
	list := w.as("ivan", http.MethodGet, "/api/audit?"+query, "").want(w.t, http.StatusOK)
	actions := []string{}
	for i := range list.get(w.t, "items").([]any) {
		actions = append(actions, list.text(w.t, "items", i, "action"))
	}
	return actions
}

func TestWhoReadsTheRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/api/audit", "/api/audit/export"} {
		for login, status := range map[string]int{
			"ivan": http.StatusOK, "eva": http.StatusOK,
			"hong": http.StatusForbidden, "bo": http.StatusForbidden, "ann": http.StatusForbidden,
		} {
			a := w.as(login, http.MethodGet, path, "").want(t, status)
			if status != http.StatusOK && strings.Contains(a.body, "person.added") {
				t.Errorf("%s is refused and told: %s", login, a.body)
			}
		}
		w.ask(http.MethodGet, path, "").problem(t, http.StatusUnauthorized, "request.unauthenticated")
	}
}

func TestAChangeOfAPersonIsOnRecordWithoutSecrets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.directory.SetPassword(t.Context(), w.ids["ann"], "another horse battery"))
	a := w.as("ann", http.MethodPut, "/api/session/language", `{"language":"zh-CN"}`).want(t, http.StatusOK)
	list := w.as("ivan", http.MethodGet, "/api/audit?object=person:"+w.ids["ann"], "").want(t, http.StatusOK)
	if got := w.entries("object=person:" + w.ids["ann"]); !slices.Equal(got, []string{"person.changed", "person.passwordSet", "person.passwordSet", "person.added"}) {
		t.Errorf("%v", got)
	}
	if list.text(t, "items", 0, "who", "person") != w.ids["ann"] || list.text(t, "items", 0, "who", "scheme") != "token" ||
		list.text(t, "items", 0, "who", "address") != "127.0.0.1" || list.text(t, "items", 0, "who", "request") != a.header.Get("X-Request-Id") {
		t.Errorf("who: %s", list.body)
	}
	if list.text(t, "items", 0, "changes", 0, "before") != "en" || list.text(t, "items", 0, "changes", 0, "after") != "zh-CN" {
		t.Errorf("what: %s", list.body)
	}
	if list.text(t, "items", 0, "names", w.ids["ann"], "en") != "Mx ann" {
		t.Errorf("names: %s", list.body)
	}
	for _, secret := range []string{"argon2", "another horse"} {
		if strings.Contains(list.body, secret) {
			t.Errorf("the record shows %q: %s", secret, list.body)
		}
	}
}

func TestSigningInIsOnRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const right, wrong = `{"login":"ann","password":"` + password + `"}`, `{"login":"ann","password":"wrong"}`
	w.ask(http.MethodPost, "/api/session", wrong).problem(t, http.StatusUnauthorized, "session.wrong")
	w.ask(http.MethodPost, "/api/session", wrong).problem(t, http.StatusUnauthorized, "session.wrong")
	w.ask(http.MethodPost, "/api/session", `{"login":"nobody","password":"wrong"}`).problem(t, http.StatusUnauthorized, "session.wrong")
	in := w.ask(http.MethodPost, "/api/session", right).want(t, http.StatusOK)
	cookie := in.header.Get("Set-Cookie")
	w.ask(http.MethodDelete, "/api/session", "", "Cookie", cookie, "X-CSRF-Token", in.text(t, "csrf")).want(t, http.StatusNoContent)
	if got := w.entries("action=login.failed"); len(got) != 1 {
		t.Errorf("failed sign-ins within ten minutes: %v", got)
	}
	if got := w.entries("action=session.opened&person=" + w.ids["ann"]); len(got) != 1 {
		t.Errorf("%v", got)
	}
	if got := w.entries("action=session.ended"); len(got) != 1 {
		t.Errorf("%v", got)
	}
	token, _, _ := strings.Cut(strings.TrimPrefix(cookie, "banli_session="), ";")
	if body := w.as("ivan", http.MethodGet, "/api/audit", "").body; strings.Contains(body, token) || strings.Contains(body, "wrong\"") {
		t.Errorf("the record shows a secret: %s", body)
	}
}

// A hammering client leaves one entry, and a count when its ten minutes are
// over; rows that a list leaves out leave none.
func TestARefusalIsOnRecordOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, _ := w.submit(shortLeave)
	for range 20 {
		w.as("max", http.MethodGet, "/api/studio/apps", "").want(t, http.StatusForbidden)
	}
	status := w.as("max", http.MethodGet, "/api/instances/"+id, "").status
	if status != http.StatusForbidden && status != http.StatusNotFound {
		t.Fatalf("status %d", status)
	}
	w.as("max", http.MethodGet, "/api/session", "").want(t, http.StatusOK)
	w.as("max", http.MethodGet, "/api/instances?scope=all", "")
	list := w.as("ivan", http.MethodGet, "/api/audit?person="+w.ids["max"]+"&action=access.refused", "").want(t, http.StatusOK)
	asked := []string{}
	for i := range list.get(t, "items").([]any) {
		asked = append(asked, list.text(t, "items", i, "facts", "asked")+" "+list.text(t, "items", i, "facts", "target")+" "+list.text(t, "items", i, "facts", "reasons"))
	}
	if !slices.Contains(asked, "studio.list studio [deny.role]") || !slices.Contains(asked, "instance.read instance:"+id+" [deny.notReader]") {
		t.Errorf("%q", asked)
	}
	if n := strings.Count(list.body, `"studio.list"`); n != 1 {
		t.Errorf("%d entries of one refusal: %s", n, list.body)
	}
	w.ask(http.MethodGet, "/api/studio/apps", "").want(t, http.StatusUnauthorized)
	if got := w.entries("action=access.refused"); len(got) != len(asked) {
		t.Errorf("an anonymous refusal is on record: %v", got)
	}
}

func TestWhatHappenedToACaseIsReadFromItself(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id, task := w.submit(shortLeave)
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":"my secret words"}`).want(t, http.StatusOK)
	list := w.as("ivan", http.MethodGet, "/api/audit?object=instance:"+id, "").want(t, http.StatusOK)
	got := w.entries("object=instance:" + id)
	if !slices.Contains(got, "task.approved") || got[len(got)-1] != "instance.submitted" || slices.Contains(got, "edge.taken") {
		t.Errorf("%v", got)
	}
	for _, hidden := range []string{"Flu", "my secret words", `"values"`} {
		if strings.Contains(list.body, hidden) {
			t.Errorf("the record shows %q to IT: %s", hidden, list.body)
		}
	}
	approved := list.text(t, "items", slices.Index(got, "task.approved"), "who")
	for _, part := range []string{w.ids["bo"], "127.0.0.1", "token"} {
		if !strings.Contains(approved, part) {
			t.Errorf("%s without %s", approved, part)
		}
	}
	if got := w.entries("object=instance:" + id + "&action=task.approved&person=" + w.ids["bo"]); len(got) != 1 {
		t.Errorf("%v", got)
	}
	if got := w.entries("object=instance:nothere"); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestTheRecordPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	all := w.entries("limit=200")
	var paged []string
	for cursor := ""; ; {
		page := w.as("ivan", http.MethodGet, "/api/audit?limit=7&cursor="+cursor, "").want(t, http.StatusOK)
		for i := range page.get(t, "items").([]any) {
			paged = append(paged, page.text(t, "items", i, "action"))
		}
		if cursor = page.text(t, "next"); cursor == "" {
			break
		}
	}
	if !slices.Equal(all, paged) || len(all) < 20 {
		t.Errorf("%d by pages, %d at once", len(paged), len(all))
	}
	for _, bad := range []string{"limit=0", "from=x", "to=-1", "cursor=x.y", "person=" + strings.Repeat("x", 201)} {
		w.as("ivan", http.MethodGet, "/api/audit?"+bad, "").problem(t, http.StatusBadRequest, "request.parameter")
	}
}

func TestTheRecordAsATable(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.directory.AddDepartment(t.Context(), directory.NewDepartment{Code: "evil", Name: words.Text{"en": "=1+1"}})
	must(t, err)
	a := w.as("ivan", http.MethodGet, "/api/audit/export?action=department.added", "").want(t, http.StatusOK)
	if kind := a.header.Get("Content-Type"); kind != "text/csv; charset=utf-8" {
		t.Errorf("%q", kind)
	}
	if !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment;") {
		t.Error("it is not an attachment")
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\ufeff"))).ReadAll()
	must(t, err)
	if len(rows) != 5 || rows[0][6] != "action" || rows[1][6] != "department.added" {
		t.Fatalf("%q", rows)
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@", rune(cell[0])) {
				t.Errorf("a formula: %q", cell)
			}
		}
	}
	zh := w.as("ivan", http.MethodGet, "/api/audit/export", "", "Accept-Language", "zh-CN").want(t, http.StatusOK)
	if !strings.Contains(zh.body, "时间") {
		t.Errorf("%.200s", zh.body)
	}
	list := w.as("ivan", http.MethodGet, "/api/audit?object=record", "").want(t, http.StatusOK)
	if n := len(list.get(t, "items").([]any)); n != 2 || fmt.Sprint(list.get(t, "items", 1, "facts", "rows")) != "4" {
		t.Errorf("what was taken away is not on record: %s", list.body)
	}
}
