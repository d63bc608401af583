package httpapi_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/runtime/directory"
)

func TestAnInvitationLinkSetsThePassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path, _ := w.personOf("max")
	a := w.as("hong", http.MethodPost, path+"/link", "").want(t, http.StatusCreated)
	token, ok := strings.CutPrefix(a.text(t, "path"), "/welcome#")
	if !ok || a.text(t, "kind") != "invitation" {
		t.Fatal(a.body)
	}
	if a := w.as("hong", http.MethodGet, path, ""); a.text(t, "link", "kind") != "invitation" || strings.Contains(a.body, token) {
		t.Error(a.body)
	}
	w.ask(http.MethodPost, "/api/session", `{"login":"max","password":"whatever it is"}`).problem(t, http.StatusUnauthorized, "session.wrong")
	a = w.ask(http.MethodPost, "/api/links", `{"token":"`+token+`"}`).want(t, http.StatusOK)
	if a.text(t, "login") != "max" || a.text(t, "minPassword") != "8" {
		t.Error(a.body)
	}
	a = w.ask(http.MethodPost, "/api/links/password", `{"token":"`+token+`","password":"short"}`).problem(t, http.StatusUnprocessableEntity, "directory.invalid")
	if a.text(t, "errors", 0, "path") != "/password" || !strings.Contains(a.body, "8") {
		t.Error(a.body)
	}
	w.ask(http.MethodPost, "/api/links/password", `{"token":"`+token+`","password":"long enough"}`, "Origin", "https://evil.example").problem(t, http.StatusForbidden, "request.origin")
	a = w.ask(http.MethodPost, "/api/links/password", `{"token":"`+token+`","password":"long enough"}`).want(t, http.StatusOK)
	cookie, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
	if a.text(t, "user", "login") != "max" || w.ask(http.MethodGet, "/api/inbox", "", "Cookie", cookie).status != http.StatusOK {
		t.Error("not signed in")
	}
	for _, path := range []string{"/api/links", "/api/links/password"} {
		w.ask(http.MethodPost, path, `{"token":"`+token+`"}`).want(t, map[string]int{"/api/links": http.StatusGone, "/api/links/password": http.StatusGone}[path])
	}
	w.ask(http.MethodPost, "/api/session", `{"login":"max","password":"long enough"}`).want(t, http.StatusOK)
	if p, _ := w.identity.Organisation().Person(directory.PersonID("max")); p.Link != nil {
		t.Error("the link is still there")
	}
}

func TestGuessingLinksIsSlowedDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 50 {
		if a := w.ask(http.MethodPost, "/api/links", `{"token":"`+strings.Repeat("A", 43)+`"}`); a.status != http.StatusGone {
			a.problem(t, http.StatusTooManyRequests, "session.backoff")
			return
		}
	}
	t.Error("never slowed down")
}

func TestOwnPassword(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie, csrf := w.signIn("ann")
	other, _ := w.signIn("ann")
	change := func(present, next string) answer {
		return w.ask(http.MethodPut, "/api/account/password", `{"old":"`+present+`","new":"`+next+`"}`, "Cookie", cookie, "X-CSRF-Token", csrf)
	}
	change("not it at all", "quite another one").problem(t, http.StatusUnprocessableEntity, "account.wrongPassword")
	change(password, "short").problem(t, http.StatusUnprocessableEntity, "directory.invalid")
	w.ask(http.MethodGet, "/api/inbox", "", "Cookie", other).want(t, http.StatusOK)
	a := change(password, "quite another one").want(t, http.StatusOK)
	for _, ended := range []string{cookie, other} {
		w.ask(http.MethodGet, "/api/inbox", "", "Cookie", ended).problem(t, http.StatusUnauthorized, "request.unauthenticated")
	}
	renewed, _, _ := strings.Cut(a.header.Get("Set-Cookie"), ";")
	w.ask(http.MethodGet, "/api/inbox", "", "Cookie", renewed).want(t, http.StatusOK)
	w.ask(http.MethodPost, "/api/session", `{"login":"ann","password":"`+password+`"}`).problem(t, http.StatusUnauthorized, "session.wrong")
	w.ask(http.MethodPut, "/api/account/password", `{"old":"x","new":"y"}`).problem(t, http.StatusUnauthorized, "request.unauthenticated")
}

func TestOwnSessionsAndTokens(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie, csrf := w.signIn("ann")
	w.clock.Advance(time.Minute)
	second, _ := w.signIn("ann")
	third, _ := w.signIn("ann")
	mine := []string{"Cookie", cookie, "X-CSRF-Token", csrf}
	a := w.ask(http.MethodGet, "/api/account", "", mine...).want(t, http.StatusOK)
	sessions := a.get(t, "sessions").([]any)
	if len(sessions) != 3 || strings.Count(a.body, `"current":true`) != 1 || a.text(t, "hasPassword") != "true" {
		t.Fatal(a.body)
	}
	if strings.Contains(a.body, strings.TrimPrefix(cookie, "banli_session=")) || strings.Contains(a.body, w.tokens["ann"]) {
		t.Error("a secret is shown")
	}
	// Nobody ends somebody else's.
	for _, each := range sessions {
		id := each.(map[string]any)["id"].(string)
		w.as("dan", http.MethodDelete, "/api/account/sessions/"+id, "").want(t, http.StatusOK)
	}
	w.as("dan", http.MethodDelete, "/api/account/tokens/"+a.text(t, "tokens", 0, "id"), "").want(t, http.StatusOK)
	w.ask(http.MethodGet, "/api/inbox", "", "Cookie", second).want(t, http.StatusOK)
	w.as("ann", http.MethodGet, "/api/inbox", "").want(t, http.StatusOK)

	for _, each := range sessions {
		s := each.(map[string]any)
		if s["current"] == false {
			w.ask(http.MethodDelete, "/api/account/sessions/"+s["id"].(string), "", mine...).want(t, http.StatusOK)
			break
		}
	}
	a = w.ask(http.MethodDelete, "/api/account/sessions", "", mine...).want(t, http.StatusOK)
	if len(a.get(t, "sessions").([]any)) != 1 {
		t.Error(a.body)
	}
	for _, ended := range []string{second, third} {
		w.ask(http.MethodGet, "/api/inbox", "", "Cookie", ended).want(t, http.StatusUnauthorized)
	}
	w.ask(http.MethodGet, "/api/inbox", "", "Cookie", cookie).want(t, http.StatusOK)
	a = w.ask(http.MethodDelete, "/api/account/tokens/"+a.text(t, "tokens", 0, "id"), "", mine...).want(t, http.StatusOK)
	if len(a.get(t, "tokens").([]any)) != 0 {
		t.Error(a.body)
	}
	w.as("ann", http.MethodGet, "/api/inbox", "").problem(t, http.StatusUnauthorized, "request.unauthenticated")
	w.ask(http.MethodDelete, "/api/account/sessions", "", "Cookie", cookie).problem(t, http.StatusForbidden, "request.csrf")
}
