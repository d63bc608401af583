package httpapi_test

import (
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
)

func TestBadInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, task := w.submit(shortLeave)
	submit, decide, draft := "/api/apps/leave/instances", "/api/tasks/"+task+"/decisions", "/api/apps/leave/drafts/bbbbbbbbbbbbbbbbbbbbbbbbbb"
	tests := []struct {
		name, login, method, path, body string
		headers                         []string
		status                          int
		code                            string
	}{
		{"no JSON", "ann", "POST", submit, `{"form":`, nil, 400, "request.malformed"},
		{"nothing", "ann", "POST", submit, ``, nil, 400, "request.malformed"},
		{"something behind", "ann", "POST", submit, `{"form":{}} {}`, nil, 400, "request.malformed"},
		{"an unknown key", "ann", "POST", submit, `{"form":{},"as":"bo"}`, nil, 400, "request.unknownKey"},
		{"a wrong type", "ann", "POST", decide, `{"action":1,"comment":""}`, nil, 400, "request.type"},
		{"a form that is a list", "ann", "POST", submit, `{"form":[]}`, nil, 400, "request.type"},
		{"a key twice", "ann", "POST", submit, `{"form":{"type":"sick","type":"annual"}}`, nil, 400, "request.type"},
		{"too large", "ann", "POST", submit, `{"form":{"reason":"` + strings.Repeat("x", 1<<20) + `"}}`, nil, 413, "request.tooLarge"},
		{"too long an address", "ann", "GET", "/api/inbox?cursor=" + strings.Repeat("x", 16<<10), "", nil, 431, "request.headTooLarge"},
		{"no token", "", "POST", submit, shortLeave, nil, 401, "request.unauthenticated"},
		{"a wrong token", "", "POST", submit, shortLeave, []string{"Authorization", "Bearer banli_nothing"}, 401, "request.unauthenticated"},
		{"another scheme", "", "POST", submit, shortLeave, []string{"Authorization", "Basic YTpi"}, 401, "request.unauthenticated"},
		{"a foreign origin", "ann", "POST", submit, shortLeave, []string{"Origin", "https://evil.example"}, 403, "request.origin"},
		{"the origin null", "ann", "POST", submit, shortLeave, []string{"Origin", "null"}, 403, "request.origin"},
		{"an unknown app", "ann", "POST", "/api/apps/nothing/instances", shortLeave, nil, 404, "app.notFound"},
		{"an unknown revision", "ann", "GET", "/api/apps/leave/revisions/9", "", nil, 404, "revision.notFound"},
		{"an unknown instance", "ann", "GET", "/api/instances/nothing", "", nil, 404, "instance.notFound"},
		{"an unknown task", "ann", "POST", "/api/tasks/nothing.1/decisions", `{"action":"approve","comment":""}`, nil, 404, "task.notFound"},
		{"a task without a number", "ann", "POST", "/api/tasks/nothing/decisions", `{"action":"approve","comment":""}`, nil, 404, "task.notFound"},
		{"an unknown action", "bo", "POST", decide, `{"action":"explode","comment":""}`, nil, 422, "task.action"},
		{"a field that is closed", "bo", "POST", decide, `{"action":"approve","comment":"","form":{"reason":"mine now"}}`, nil, 422, "task.fieldClosed"},
		{"an unknown address", "ann", "GET", "/api/nothing", "", nil, 404, "request.notFound"},
		{"a made-up cursor", "ann", "GET", "/api/inbox?cursor=abc.def", "", nil, 400, "request.parameter"},
		{"a limit beyond the cap", "ann", "GET", "/api/inbox?limit=201", "", nil, 400, "request.parameter"},
		{"an unknown scope", "ann", "GET", "/api/instances?scope=everyone", "", nil, 400, "request.parameter"},
		{"a draft id that is none", "ann", "PUT", "/api/apps/leave/drafts/x", `{"rev":0,"form":{}}`, nil, 400, "request.parameter"},
		{"a draft that is not there", "ann", "PUT", draft, `{"rev":7,"form":{}}`, nil, 404, "draft.notFound"},
		{"a stale app draft", "eva", "PUT", "/api/studio/apps/leave/draft", `{"rev":99,"app":{"id":"leave"}}`, nil, 409, "draft.stale"},
		{"an app with an unknown key", "eva", "PUT", "/api/studio/apps/leave/draft", `{"rev":1,"app":{"id":"leave","evil":1}}`, nil, 422, "app.undecodable"},
		{"a stale publication", "eva", "POST", "/api/studio/apps/leave/publish", `{"rev":99,"note":""}`, nil, 409, "draft.stale"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			headers := tt.headers
			if tt.login != "" {
				headers = append([]string{"Authorization", "Bearer " + w.tokens[tt.login]}, headers...)
			}
			w.ask(tt.method, tt.path, tt.body, headers...).problem(t, tt.status, tt.code)
		})
	}
	// Nothing of all this was stored.
	if got := len(w.as("ann", http.MethodGet, "/api/instances", "").get(t, "items").([]any)); got != 1 {
		t.Errorf("Ann has %d instances, want the one from before", got)
	}
	if got := len(w.as("ann", http.MethodGet, "/api/drafts", "").get(t, "items").([]any)); got != 0 {
		t.Errorf("Ann has %d drafts", got)
	}
	if got := w.as("eva", http.MethodGet, "/api/studio/apps/leave/draft", "").text(t, "rev"); got != "1" {
		t.Errorf("the app's draft is at %s", got)
	}
	if strings.Contains(w.log.String(), "Flu, badly") {
		t.Error("form values reached the log")
	}
}

// browser keeps cookies as the interface does.
type browser struct {
	w   *world
	jar *cookiejar.Jar
}

func (b *browser) ask(method, path, body string, headers ...string) answer {
	b.w.t.Helper()
	u, err := url.Parse(b.w.base)
	must(b.w.t, err)
	var cookies []string
	for _, c := range b.jar.Cookies(u) {
		cookies = append(cookies, c.Name+"="+c.Value)
	}
	if len(cookies) > 0 {
		headers = append(headers, "Cookie", strings.Join(cookies, "; "))
	}
	a := b.w.ask(method, path, body, headers...)
	b.jar.SetCookies(u, (&http.Response{Header: a.header}).Cookies())
	return a
}

func TestSessions(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	jar, err := cookiejar.New(nil)
	must(t, err)
	b := &browser{w: w, jar: jar}

	if got := b.ask("GET", "/api/session", "").want(t, 200).get(t, "user"); got != nil {
		t.Fatalf("somebody is signed in: %v", got)
	}
	b.ask("POST", "/api/session", `{"login":"ann","password":"wrong password"}`).problem(t, 401, "session.wrong")
	b.ask("POST", "/api/session", `{"login":"nobody","password":"wrong password"}`).problem(t, 401, "session.wrong")
	in := b.ask("POST", "/api/session", `{"login":"ann","password":"`+password+`"}`).want(t, 200)
	if got := in.text(t, "user", "login"); got != "ann" {
		t.Fatalf("signed in as %q", got)
	}
	cookie := in.header.Get("Set-Cookie")
	for _, part := range []string{"HttpOnly", "SameSite=Lax", "path=/"} {
		if !strings.Contains(strings.ToLower(cookie), strings.ToLower(part)) {
			t.Errorf("the cookie %q lacks %s", cookie, part)
		}
	}
	csrf := in.text(t, "csrf")
	b.ask("POST", "/api/apps/leave/instances", shortLeave).problem(t, 403, "request.csrf")
	b.ask("POST", "/api/apps/leave/instances", shortLeave, "X-CSRF-Token", csrf[:len(csrf)-1]+"!").problem(t, 403, "request.csrf")
	b.ask("POST", "/api/apps/leave/instances", shortLeave, "X-CSRF-Token", csrf, "Origin", "http://evil.example").problem(t, 403, "request.origin")
	b.ask("POST", "/api/apps/leave/instances", shortLeave, "X-CSRF-Token", csrf, "Origin", w.base).want(t, 201)
	b.ask("PUT", "/api/session/language", `{"language":"zh-CN"}`, "X-CSRF-Token", csrf).want(t, 200)
	b.ask("DELETE", "/api/session", "", "X-CSRF-Token", csrf).want(t, 204)
	b.ask("GET", "/api/inbox", "").problem(t, 401, "request.unauthenticated")
	// A cookie that was kept from before opens nothing any more.
	old, _, _ := strings.Cut(cookie, ";")
	w.ask("GET", "/api/inbox", "", "Cookie", old).problem(t, 401, "request.unauthenticated")
}

func TestTooManyWrongPasswordsWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	waited := false
	for range 12 {
		a := w.ask("POST", "/api/session", `{"login":"ann","password":"wrong password"}`)
		if a.status == http.StatusTooManyRequests {
			a.problem(t, 429, "session.backoff")
			if a.header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
			waited = true
			break
		}
		a.problem(t, 401, "session.wrong")
	}
	if !waited {
		t.Fatal("twelve wrong passwords and no wait")
	}
}
