package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/banli-oa/banli/runtime/directory"
	"github.com/banli-oa/banli/runtime/directory/sheet"
	"github.com/banli-oa/banli/runtime/httpapi"
)

const departments, people = "/api/directory/departments", "/api/directory/people"

// directorySamples are the samples of the directory, links and the own account.
func directorySamples() map[httpapi.Endpoint]string {
	return map[httpapi.Endpoint]string{
		{Method: "GET", Path: "/api/directory/departments"}:           "",
		{Method: "POST", Path: "/api/directory/departments"}:          `{"code":"x"}`,
		{Method: "PUT", Path: "/api/directory/departments/:id"}:       `{"rev":1}`,
		{Method: "DELETE", Path: "/api/directory/departments/:id"}:    "",
		{Method: "POST", Path: "/api/directory/import"}:               "login\nx\n",
		{Method: "GET", Path: "/api/directory/export"}:                "",
		{Method: "GET", Path: "/api/directory/template"}:              "",
		{Method: "GET", Path: "/api/directory/roles"}:                 "",
		{Method: "GET", Path: "/api/directory/people"}:                "",
		{Method: "POST", Path: "/api/directory/people"}:               `{"login":"x"}`,
		{Method: "GET", Path: "/api/directory/people/:id"}:            "",
		{Method: "PUT", Path: "/api/directory/people/:id"}:            `{"rev":1}`,
		{Method: "POST", Path: "/api/directory/people/:id/link"}:      "",
		{Method: "POST", Path: "/api/directory/people/:id/link/mail"}: "",
		{Method: "GET", Path: "/api/directory/people/:id/leaving"}:    "",
		{Method: "POST", Path: "/api/directory/people/:id/leaving"}:   `{"rev":1,"successor":""}`,
		{Method: "POST", Path: "/api/directory/people/:id/return"}:    `{"rev":1}`,
		{Method: "POST", Path: "/api/links"}:                          `{"token":"x"}`,
		{Method: "POST", Path: "/api/links/password"}:                 `{"token":"x","password":"x"}`,
		{Method: "GET", Path: "/api/people/:id/absences"}:             "",
		{Method: "POST", Path: "/api/people/:id/absences"}:            `{"standIn":"x"}`,
		{Method: "PUT", Path: "/api/people/:id/absences/:absence"}:    `{"standIn":"x"}`,
		{Method: "DELETE", Path: "/api/people/:id/absences/:absence"}: "",
		{Method: "GET", Path: "/api/account"}:                         "",
		{Method: "PUT", Path: "/api/account/password"}:                `{"old":"x","new":"y"}`,
		{Method: "DELETE", Path: "/api/account/sessions"}:             "",
		{Method: "DELETE", Path: "/api/account/sessions/:id"}:         "",
		{Method: "DELETE", Path: "/api/account/tokens/:id"}:           "",
	}
}

// personOf reads somebody's record and returns its address and revision.
func (w *world) personOf(login string) (path, rev string) {
	w.t.Helper()
	path = people + "/" + directory.PersonID(login)
	return path, w.as("hong", http.MethodGet, path, "").want(w.t, http.StatusOK).text(w.t, "rev")
}

// personBody is the body of an edit that leaves an employee as they are but for
// their roles.
func personBody(rev, roles string) string {
	return fmt.Sprintf(`{"rev":%s,"name":{"en":"Name"},"email":"","title":{},"department":%q,"manager":"","roles":[%s],"language":"en"}`,
		rev, directory.DepartmentID("ops"), roles)
}

func TestDepartmentsAreKeptByHR(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rd := directory.DepartmentID("rd")
	a := w.as("hong", http.MethodPost, departments, `{"code":"qa","name":{"en":"Quality"},"parent":"`+rd+`","lead":"`+w.ids["dan"]+`"}`).want(t, http.StatusCreated)
	if a.text(t, "lead", "name", "en") != "Mx dan" || a.text(t, "people") != "0" || a.text(t, "rev") != "1" {
		t.Error(a.body)
	}
	id := a.text(t, "id")
	a = w.as("hong", http.MethodPost, departments, `{"code":"qa","name":{}}`).problem(t, http.StatusUnprocessableEntity, "directory.invalid")
	if a.text(t, "errors", 0, "path") != "/code" || !strings.Contains(a.text(t, "errors", 0, "message"), "Choose another") || a.text(t, "errors", 1, "path") != "/name" {
		t.Error(a.body)
	}
	a = w.as("hong", http.MethodGet, departments, "").want(t, http.StatusOK)
	if a.text(t, "items", 0, "code") != "top" || a.text(t, "items", 3, "parent") != rd || a.text(t, "items", 2, "people") != "4" {
		t.Error(a.body) // top, ops, rd, qa
	}
	a = w.as("ivan", http.MethodPut, departments+"/"+id, `{"rev":1,"name":{"en":"QA"},"parent":"","lead":""}`).want(t, http.StatusOK)
	if a.text(t, "rev") != "2" || strings.Contains(a.body, "parent") || strings.Contains(a.body, "lead") {
		t.Error(a.body)
	}
	a = w.as("hong", http.MethodPut, departments+"/"+id, `{"rev":1,"name":{"en":"QA"},"parent":"","lead":""}`).problem(t, http.StatusConflict, "directory.stale")
	if a.text(t, "rev") != "2" {
		t.Error(a.body)
	}
	top := directory.DepartmentID("top")
	a = w.as("hong", http.MethodPut, departments+"/"+top, `{"rev":1,"name":{"en":"Top"},"parent":"`+rd+`","lead":""}`, "Accept-Language", "zh-CN").problem(t, http.StatusUnprocessableEntity, "directory.invalid")
	if a.text(t, "errors", 0, "path") != "/parent" || !strings.Contains(a.body, "下级部门") {
		t.Error(a.body)
	}
	a = w.as("hong", http.MethodDelete, departments+"/"+rd+"?rev=2", "").problem(t, http.StatusConflict, "department.inUse")
	if a.text(t, "params", "people") != "4" {
		t.Error(a.body)
	}
	w.as("hong", http.MethodDelete, departments+"/"+id, "").problem(t, http.StatusBadRequest, "request.parameter")
	w.as("hong", http.MethodDelete, departments+"/"+id+"?rev=2", "").want(t, http.StatusNoContent)
	w.as("hong", http.MethodDelete, departments+"/"+id+"?rev=2", "").problem(t, http.StatusNotFound, "department.notFound")
	w.as("hong", http.MethodPut, departments+"/"+id, `{"rev":2}`).problem(t, http.StatusNotFound, "department.notFound")
}

func TestEmployeesDoNotReachTheDirectory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, login := range []string{"ann", "bo"} { // an employee and a manager
		for _, e := range w.server.Endpoints() {
			if strings.HasPrefix(e.Path, "/api/directory") {
				a := w.as(login, e.Method, e.Path, `{}`).problem(t, http.StatusForbidden, "permission.denied")
				if strings.Contains(a.body, "Mx ") {
					t.Errorf("%s %s leaks: %s", e.Method, e.Path, a.body)
				}
			}
		}
	}
}

func TestPeopleAreListedInPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var logins []string
	next := ""
	for range 9 {
		a := w.as("hong", http.MethodGet, people+"?limit=3&cursor="+next, "").want(t, http.StatusOK)
		for i := range a.get(t, "items").([]any) {
			logins = append(logins, a.text(t, "items", i, "login"))
		}
		if next = a.text(t, "next"); next == "" {
			break
		}
	}
	if got := strings.Join(logins, " "); got != "ann bo cai dan eva hong ivan max" {
		t.Error(got)
	}
	for query, want := range map[string]string{
		"q=mx+ann": "ann",
		"department=" + directory.DepartmentID("rd"):  "ann bo cai dan",
		"department=" + directory.DepartmentID("top"): "ann bo cai dan eva hong ivan max",
		"department=" + directory.DepartmentID("x"):   "",
		"status=left":          "",
		"status=active&q=人max": "max",
		"q=a&department=" + directory.DepartmentID("rd"): "ann cai dan",
	} {
		a := w.as("hong", http.MethodGet, people+"?"+query, "").want(t, http.StatusOK)
		var got []string
		for i := range a.get(t, "items").([]any) {
			got = append(got, a.text(t, "items", i, "login"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", query, got, want)
		}
	}
	w.as("hong", http.MethodGet, people+"?status=gone", "").problem(t, http.StatusBadRequest, "request.parameter")
	w.as("hong", http.MethodGet, people+"?cursor=***", "").problem(t, http.StatusBadRequest, "request.parameter")
	a := w.as("hong", http.MethodGet, people+"/"+w.ids["ann"], "").want(t, http.StatusOK)
	if a.text(t, "manager", "name", "en") != "Mx bo" || a.text(t, "department", "name", "en") != "rd" || a.text(t, "hasPassword") != "true" {
		t.Error(a.body)
	}
	if strings.Contains(a.body, "argon2") {
		t.Error("the hash of the password is shown")
	}
	w.as("hong", http.MethodGet, people+"/nobody", "").problem(t, http.StatusNotFound, "person.notFound")
}

func TestJoiningAndEditing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.as("hong", http.MethodPost, people, `{"login":"Zoe","name":{"en":"Zoe","zh-CN":"佐伊"},"email":"zoe@example.com","title":{"en":"Engineer"},`+
		`"department":"`+directory.DepartmentID("rd")+`","manager":"","roles":[],"language":"zh-CN"}`).want(t, http.StatusCreated)
	if a.text(t, "login") != "zoe" || a.text(t, "roles") != "[employee]" || a.text(t, "superior", "name", "en") != "Mx cai" || a.text(t, "hasPassword") != "false" {
		t.Error(a.body)
	}
	id := a.text(t, "id")
	a = w.as("hong", http.MethodPost, people, `{"login":"zoe","name":{},"email":"x","roles":["employee","king"],"language":"fr"}`, "Accept-Language", "zh-CN").
		problem(t, http.StatusUnprocessableEntity, "directory.invalid")
	var fields []string
	for i := range a.get(t, "errors").([]any) {
		fields = append(fields, a.text(t, "errors", i, "path"))
	}
	if strings.Join(fields, " ") != "/login /name /email /roles /language" || !strings.Contains(a.body, "king") {
		t.Error(a.body)
	}
	a = w.as("hong", http.MethodPut, people+"/"+id, personBody("1", `"employee","manager"`)).want(t, http.StatusOK)
	if a.text(t, "roles") != "[employee manager]" || a.text(t, "rev") != "2" || a.text(t, "email") != "" {
		t.Error(a.body)
	}
	a = w.as("eva", http.MethodPut, people+"/"+id, personBody("1", `"employee"`)).problem(t, http.StatusConflict, "directory.stale")
	if a.text(t, "rev") != "2" {
		t.Error(a.body)
	}
	w.as("hong", http.MethodPut, people+"/nobody", personBody("1", `"employee"`)).problem(t, http.StatusNotFound, "person.notFound")
}

func TestOnlyITGivesTheRolesThatRunTheHouse(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, rev := w.personOf("max")
	for _, login := range []string{"hong", "eva"} {
		for _, role := range []string{"it", "admin"} {
			w.as(login, http.MethodPut, path, personBody(rev, `"employee","`+role+`"`)).problem(t, http.StatusForbidden, "permission.denied")
			w.as(login, http.MethodPost, people, `{"login":"new","name":{"en":"New"},"roles":["`+role+`"],"language":"en"}`).problem(t, http.StatusForbidden, "permission.denied")
			// Nor may they take it, by an edit or by letting somebody leave, or take
			// over an account that has it by a link.
			other := map[string]string{"it": "ivan", "admin": "eva"}[role]
			theirs, at := w.personOf(other)
			w.as(login, http.MethodPut, theirs, personBody(at, `"employee"`)).problem(t, http.StatusForbidden, "permission.denied")
			w.as(login, http.MethodPost, theirs+"/leaving", `{"rev":`+at+`,"successor":""}`).problem(t, http.StatusForbidden, "permission.denied")
			w.as(login, http.MethodPost, theirs+"/link", "").problem(t, http.StatusForbidden, "permission.denied")
		}
	}
	if w.identity.Organisation().Active(directory.PersonID("new")) {
		t.Fatal("somebody joined with a role that was refused")
	}
	roles := w.as("hong", http.MethodGet, "/api/directory/roles", "").want(t, http.StatusOK).body
	if !strings.Contains(roles, `{"id":"it","name":{"en":"IT","zh-CN":"IT"},"grantable":false}`) || strings.Count(roles, `"grantable":true`) != 3 {
		t.Error(roles)
	}
	// IT may, but not take the last one away from the company.
	w.as("ivan", http.MethodPut, path, personBody(rev, `"employee","admin"`)).want(t, http.StatusOK)
	ivan, at := w.personOf("ivan")
	a := w.as("ivan", http.MethodPut, ivan, personBody(at, `"employee"`)).problem(t, http.StatusUnprocessableEntity, "directory.invalid")
	if a.text(t, "errors", 0, "path") != "/roles" || !strings.Contains(a.body, "Nobody else holds the role IT") {
		t.Error(a.body)
	}
	w.as("ivan", http.MethodPost, ivan+"/leaving", `{"rev":`+at+`,"successor":""}`).problem(t, http.StatusUnprocessableEntity, "directory.invalid")
	w.as("ivan", http.MethodGet, "/api/inbox", "").want(t, http.StatusOK)
}

func TestEveryDirectoryProblemSpeaksBothLanguages(t *testing.T) {
	t.Parallel()
	for _, code := range slices.Concat(directory.Codes(), directory.ImportCodes(), sheet.Codes()) {
		en, zh := httpapi.DirectoryWords(code)
		if en == "" || !strings.ContainsFunc(zh, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s: %q, %q", code, en, zh)
		}
	}
}
