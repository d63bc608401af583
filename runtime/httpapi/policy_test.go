package httpapi_test

import (
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/banli-oa/banli/runtime/httpapi"
)

// policy puts a policy of one file in force.
func (w *world) policy(rego string) {
	w.t.Helper()
	dir := w.t.TempDir()
	must(w.t, os.WriteFile(filepath.Join(dir, "policy.rego"), []byte(rego), 0o600))
	_, err := w.policies.Activate(w.t.Context(), dir)
	must(w.t, err)
}

const denyAll = `package banli.authz

decision := {"allow": false, "reasons": ["deny.all"]}

principals := []

readers := []
`

// hideReason allows everything and hides the reason of every leave.
const hideReason = `package banli.authz

decision := {"allow": true, "reasons": ["allow.all"], "hide": ["reason"]}

principals := [sprintf("user:%s", [input.subject.id])]

readers := [sprintf("user:%s", [input.resource.initiator])]
`

// samples are requests that reach the policy, one for each guarded address.
func (w *world) samples(instance, task, draft string) map[httpapi.Endpoint]string {
	return map[httpapi.Endpoint]string{
		{Method: "GET", Path: "/api/session"}:                          "",
		{Method: "POST", Path: "/api/session"}:                         `{"login":"ann","password":"x"}`,
		{Method: "DELETE", Path: "/api/session"}:                       "",
		{Method: "PUT", Path: "/api/session/language"}:                 `{"language":"en"}`,
		{Method: "GET", Path: "/api/demo"}:                             "",
		{Method: "POST", Path: "/api/demo/session"}:                    `{"as":"employee"}`,
		{Method: "GET", Path: "/api/apps"}:                             "",
		{Method: "GET", Path: "/api/apps/:app"}:                        "",
		{Method: "GET", Path: "/api/apps/:app/revisions/:n"}:           "",
		{Method: "POST", Path: "/api/apps/:app/preview"}:               `{"form":{}}`,
		{Method: "POST", Path: "/api/apps/:app/instances"}:             shortLeave,
		{Method: "GET", Path: "/api/instances"}:                        "",
		{Method: "GET", Path: "/api/instances/:id"}:                    instance,
		{Method: "POST", Path: "/api/instances/:id/urge"}:              instance,
		{Method: "GET", Path: "/api/inbox"}:                            "",
		{Method: "POST", Path: "/api/tasks/:id/decisions"}:             task,
		{Method: "POST", Path: "/api/tasks/:id/preview"}:               `task {"form":{}}`,
		{Method: "POST", Path: "/api/tasks/:id/actions"}:               `task {"action":"claim"}`,
		{Method: "POST", Path: "/api/instances/:id/withdrawal"}:        `instance {}`,
		{Method: "POST", Path: "/api/instances/:id/copies"}:            `instance {"to":[]}`,
		{Method: "POST", Path: "/api/instances/:id/comments"}:          `instance {"text":"x"}`,
		{Method: "POST", Path: "/api/instances/:id/interventions"}:     `instance {"action":"suspend","reason":"x"}`,
		{Method: "GET", Path: "/api/drafts"}:                           "",
		{Method: "GET", Path: "/api/apps/:app/drafts"}:                 "",
		{Method: "GET", Path: "/api/apps/:app/drafts/:id"}:             draft,
		{Method: "PUT", Path: "/api/apps/:app/drafts/:id"}:             draft,
		{Method: "DELETE", Path: "/api/apps/:app/drafts/:id"}:          draft,
		{Method: "POST", Path: "/api/apps/:app/files"}:                 `x`,
		{Method: "GET", Path: "/api/files/:id"}:                        draft,
		{Method: "DELETE", Path: "/api/files/:id"}:                     draft,
		{Method: "GET", Path: "/api/instances/:id/files/:file"}:        instance,
		{Method: "GET", Path: "/api/failures"}:                         "",
		{Method: "GET", Path: "/api/studio/apps/:app/webhook"}:         "",
		{Method: "POST", Path: "/api/studio/apps/:app/webhook/secret"}: `{"url":"https://erp.example.com"}`,
		{Method: "POST", Path: "/api/studio/apps/:app/webhook/test"}:   `{"url":"https://erp.example.com"}`,
		{Method: "GET", Path: "/api/people"}:                           "",
		{Method: "GET", Path: "/api/roles"}:                            "",
		{Method: "GET", Path: "/api/departments"}:                      "",
		{Method: "GET", Path: "/api/lists"}:                            "",
		{Method: "POST", Path: "/api/lists"}:                           `{"id":"x"}`,
		{Method: "PUT", Path: "/api/lists/:id"}:                        `{"rev":1}`,
		{Method: "DELETE", Path: "/api/lists/:id"}:                     "",
		{Method: "GET", Path: "/api/lists/:id/options"}:                "",
		{Method: "GET", Path: "/api/lists/:id/items"}:                  "",
		{Method: "POST", Path: "/api/lists/:id/items"}:                 `{"value":"x"}`,
		{Method: "PUT", Path: "/api/lists/:id/items"}:                  `{"value":"x"}`,
		{Method: "POST", Path: "/api/lists/:id/import"}:                "",
		{Method: "GET", Path: "/api/lists/:id/export"}:                 "",
		{Method: "GET", Path: "/api/notices"}:                          "",
		{Method: "POST", Path: "/api/notices/:id/read"}:                instance,
		{Method: "GET", Path: "/api/company/mail"}:                     "",
		{Method: "POST", Path: "/api/company/mail/test"}:               `{"to":"max@example.com"}`,
		{Method: "POST", Path: "/api/company/mail/retry"}:              "",
		{Method: "GET", Path: "/api/notices/choices"}:                  "",
		{Method: "PUT", Path: "/api/notices/choices"}:                  `{"mail":{"copy.sent":false}}`,
		{Method: "GET", Path: "/api/events"}:                           "",
		{Method: "POST", Path: "/api/notices/read"}:                    "",
		{Method: "GET", Path: "/api/studio/apps"}:                      "",
		{Method: "POST", Path: "/api/studio/apps"}:                     `{"name":{"en":"Expenses"}}`,
		{Method: "GET", Path: "/api/studio/apps/:app/draft"}:           "",
		{Method: "PUT", Path: "/api/studio/apps/:app/draft"}:           `{"rev":1,"app":{}}`,
		{Method: "POST", Path: "/api/studio/apps/:app/publish"}:        `{"rev":1,"note":""}`,
		{Method: "POST", Path: "/api/studio/apps/import"}:              `{"app":{"id":"x"}}`,
		{Method: "POST", Path: "/api/studio/apps/:app/import-schema"}:  `{"text":"{}"}`,
		{Method: "GET", Path: "/api/studio/apps/:app/schema"}:          "",
		{Method: "PUT", Path: "/api/studio/apps/:app/presence"}:        "",
		{Method: "GET", Path: "/api/studio/apps/:app/revisions"}:       "",
		{Method: "GET", Path: "/api/studio/apps/:app/changes"}:         "",
		{Method: "POST", Path: "/api/apps/:app/options"}:               `{"field":"type","form":{}}`,
		{Method: "POST", Path: "/api/studio/apps/:app/try-script"}:     `{"script":"validate","source":"","values":{}}`,
		{Method: "GET", Path: "/api/system"}:                           "",
		{Method: "GET", Path: "/api/audit"}:                            "",
		{Method: "GET", Path: "/api/audit/export"}:                     "",
		{Method: "GET", Path: "/api/studio/templates"}:                 "",
		{Method: "POST", Path: "/api/studio/templates/:template"}:      "",
		{Method: "GET", Path: "/api/company"}:                          "",
		{Method: "PUT", Path: "/api/company"}:                          `{"rev":1,"name":{"en":"X"},"language":"en","zone":"UTC","days":"china","mail":null}`,
		{Method: "GET", Path: "/api/setup"}:                            "",
		{Method: "POST", Path: "/api/setup"}:                           `{"token":"x"}`,
		{Method: "GET", Path: "/api/openapi.json"}:                     "",
		{Method: "GET", Path: "/api/errors"}:                           "",
		{Method: "GET", Path: "/metrics"}:                              "",
	}
}

func TestADenyAllPolicyDeniesEveryRoute(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	instance, task := w.submit(shortLeave)
	const draft = "cccccccccccccccccccccccccc"
	w.as("ann", "PUT", "/api/apps/leave/drafts/"+draft, `{"rev":0,"form":{}}`).want(t, 200)
	w.policy(denyAll)
	samples := w.samples(instance, task, draft)
	maps.Copy(samples, directorySamples())
	for _, e := range w.server.Endpoints() {
		t.Run(e.Method+e.Path, func(t *testing.T) {
			body, ok := samples[e]
			if !ok {
				t.Fatal("no request reaches the policy here: add one to samples")
			}
			path := strings.NewReplacer(":app", "leave", ":n", "1", ":template", "leave").Replace(e.Path)
			thing, rest, _ := strings.Cut(body, " ")
			switch thing {
			case "task":
				path, body = strings.Replace(path, ":id", task, 1), rest
			case "instance":
				path, body = strings.Replace(path, ":id", instance, 1), rest
			}
			switch body {
			case instance, draft:
				path, body = strings.Replace(path, ":id", body, 1), `{"rev":1,"form":{}}`
			case task:
				path, body = strings.Replace(path, ":id", task, 1), `{"action":"approve","comment":""}`
			}
			w.as("ann", e.Method, path, body).problem(t, http.StatusForbidden, "permission.denied")
		})
	}
}

func TestAnAnswerThatNobodyAuthorisedIsHeldBack(t *testing.T) {
	t.Parallel()
	w := unserved(t)
	w.server.AddUnasked("/unasked")
	w.listen()
	a := w.as("ann", "POST", "/unasked", "").problem(t, http.StatusInternalServerError, "server.unasked")
	if strings.Contains(a.body, "salary") {
		t.Fatal("the answer leaked")
	}
	if !strings.Contains(w.log.String(), "/unasked") {
		t.Fatal("nobody was told")
	}
}

func TestAMaskingPolicyHidesItsFieldEverywhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const secret = "a very private reason"
	form := strings.Replace(shortLeave, "Flu, badly", secret, 1)
	id, _ := w.submit(form)
	const draft = "dddddddddddddddddddddddddd"
	w.as("ann", "PUT", "/api/apps/leave/drafts/"+draft, `{"rev":0,"form":{"type":"sick","reason":"`+secret+`"}}`).want(t, 200)
	w.policy(hideReason)
	for _, r := range []struct{ login, method, path, body, must string }{
		{"ann", "GET", "/api/instances/" + id, "", `"hide":["reason"]`},
		{"bo", "GET", "/api/instances/" + id, "", `"hide":["reason"]`},
		{"ann", "GET", "/api/instances?scope=mine", "", id},
		{"ann", "GET", "/api/instances?scope=all", "", id},
		{"bo", "GET", "/api/inbox", "", id},
		{"ann", "POST", "/api/apps/leave/preview", form, `"steps"`},
		{"ann", "GET", "/api/apps/leave/drafts/" + draft, "", `"type":"sick"`},
		{"ann", "GET", "/api/apps/leave/drafts", "", draft},
		{"ann", "PUT", "/api/apps/leave/drafts/" + draft, `{"rev":1,"form":{"type":"sick","reason":"` + secret + `"}}`, `"type":"sick"`},
		{"ann", "GET", "/api/apps/leave", "", `"hide":["reason"]`},
	} {
		a := w.as(r.login, r.method, r.path, r.body).want(t, 200)
		if strings.Contains(a.body, secret) {
			t.Errorf("%s %s shows the hidden field: %s", r.method, r.path, a.body)
		}
		if !strings.Contains(a.body, r.must) {
			t.Errorf("%s %s lacks %s: %s", r.method, r.path, r.must, a.body)
		}
	}
	// Nor can it be written; without it, it is not asked for either.
	w.as("ann", "POST", "/api/apps/leave/instances", form).problem(t, 422, "form.invalid")
	without := strings.Replace(shortLeave, `,"reason":"Flu, badly"`, "", 1)
	w.as("ann", "POST", "/api/apps/leave/instances", without).want(t, 201)
}

func TestABadPolicyIsRefusedAndTheLastGoodOneStays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	dir := t.TempDir()
	for name, rego := range map[string]string{
		"syntax":  "package banli.authz\n\ndecision := {",
		"network": "package banli.authz\n\ndecision := {\"allow\": true, \"reasons\": [http.send({\"url\": \"http://example.com\", \"method\": \"get\"}).status]}\nprincipals := []\nreaders := []\n",
		"lacking": "package banli.authz\n\ndecision := {\"allow\": true, \"reasons\": []}\n",
	} {
		path := filepath.Join(dir, name)
		must(t, os.MkdirAll(path, 0o700))
		must(t, os.WriteFile(filepath.Join(path, "policy.rego"), []byte(rego), 0o600))
		if _, err := w.policies.Activate(t.Context(), path); err == nil {
			t.Errorf("the policy %s was taken", name)
		}
	}
	w.submit(shortLeave)
}
