package httpapi_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/keyring"
	"github.com/banli-oa/banli/runtime/store"
	"github.com/banli-oa/banli/runtime/webhook"
	"github.com/banli-oa/banli/runtime/workflow"
	"github.com/banli-oa/banli/templates"
)

// cases tells the cases of webhooks, as the product does.
type cases struct{ *workflow.Service }

func (c cases) Waits(ctx context.Context, instance, errand string) (bool, error) {
	return c.ErrandWaits(ctx, instance, errand)
}

func (c cases) Finish(ctx context.Context, instance, errand string) error {
	return c.FinishErrand(ctx, instance, errand, "")
}

func (c cases) Fail(ctx context.Context, instance, errand string, f webhook.Failure) error {
	return c.FailErrand(ctx, instance, errand, engine.Failure(f))
}

// newWebhooks calls what tests serve on this machine, and nothing else inside.
func (w *world) newWebhooks(backend store.Backend, keys *keyring.Keyring) *webhook.Service {
	w.t.Helper()
	s, err := webhook.New(w.t.Context(), webhook.Deps{
		Backend: backend, Keys: keys, Audit: w.record, Authz: w.gate, Cases: cases{w.workflow}, Clock: w.clock, Log: w.logger(),
		Gate: webhook.NewGate([]netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}),
	})
	must(w.t, err)
	return s
}

// erp is another system: it answers with the statuses that it is given, one
// after the other, then with 204, and keeps what it was sent.
type erp struct {
	*httptest.Server
	mu       sync.Mutex
	statuses []int
	headers  []http.Header
	bodies   []string
}

func newERP(t *testing.T, statuses ...int) *erp {
	t.Helper()
	e := &erp{statuses: statuses}
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		e.mu.Lock()
		defer e.mu.Unlock()
		e.headers, e.bodies = append(e.headers, r.Header.Clone()), append(e.bodies, string(body))
		status := http.StatusNoContent
		if len(e.statuses) > 0 {
			status, e.statuses = e.statuses[0], e.statuses[1:]
		}
		w.WriteHeader(status)
		if status >= 400 {
			_, _ = io.WriteString(w, "the cost centre is closed")
		}
	}))
	t.Cleanup(e.Close)
	return e
}

// calls returns what came so far.
func (e *erp) calls() (headers []http.Header, bodies []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.headers, e.bodies
}

// toldLeave installs a leave whose approval an ERP is told of before HR approves.
func (w *world) toldLeave(url string, change func(erp *flow.Node)) {
	w.t.Helper()
	template, err := templates.App("leave")
	must(w.t, err)
	a, err := app.Decode(template)
	must(w.t, err)
	a.ID, a.Number = "told", app.NumberFormat{Prefix: "E"}
	name := func(text string) words.Text { return words.Text{"en": text, "zh-CN": text} }
	tell := flow.Node{
		ID: "erp", Type: flow.Webhook, Name: name("Tell ERP"),
		Webhook: &flow.Call{URL: url + "/hook?key=hidden", Fields: []string{"days", "period", "handover"}, Tries: 2},
	}
	if change != nil {
		change(&tell)
	}
	a.Flow = flow.Flow{
		Nodes: []flow.Node{
			{ID: "start", Type: flow.Start, Name: name("Submit")},
			{ID: "boss", Type: flow.Approval, Name: name("Manager"), Assignee: &flow.Assignee{Kind: flow.Manager}},
			tell,
			{ID: "hr", Type: flow.Approval, Name: name("HR"), Assignee: &flow.Assignee{Kind: flow.Role, Role: "hr"}},
			{ID: "end", Type: flow.End, Name: name("Done")},
		},
		Edges: []flow.Edge{
			{ID: "e1", From: "start", To: "boss"}, {ID: "e2", From: "boss", To: "erp"}, {ID: "e3", From: "erp", To: "hr"}, {ID: "e4", From: "hr", To: "end"},
		},
	}
	definition, err := app.Encode(a)
	must(w.t, err)
	must(w.t, w.studio.Install(w.t.Context(), definition, w.ids["eva"]))
}

// submitTold submits and lets the manager approve; nothing is sent yet.
func (w *world) submitTold() (id, task string) {
	w.t.Helper()
	a := w.as("ann", http.MethodPost, "/api/apps/told/instances", shortLeave).want(w.t, http.StatusCreated)
	id, task = a.text(w.t, "id"), a.text(w.t, "tasks", 0, "id")
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/decisions", `{"action":"approve","comment":""}`).want(w.t, http.StatusOK)
	return id, task
}

// call lets time pass, delivers and makes the calls that are due.
func (w *world) call(d time.Duration) {
	w.t.Helper()
	w.clock.Advance(d)
	w.deliver()
	_, err := w.webhooks.Round(w.t.Context())
	must(w.t, err)
	w.webhooks.Wait()
	w.deliver()
}

func (w *world) read(login, id string) answer {
	w.t.Helper()
	return w.as(login, http.MethodGet, "/api/instances/"+id, "").want(w.t, http.StatusOK)
}

// step returns the step of a path at a node.
func (a answer) step(t *testing.T, node string) map[string]any {
	t.Helper()
	for _, s := range a.get(t, "path").([]any) {
		if step := s.(map[string]any); step["node"] == node {
			return step
		}
	}
	t.Fatalf("no step %s in %s", node, a.body)
	return nil
}

func TestAStepTellsAnotherSystem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := newERP(t)
	w.toldLeave(e.URL, nil)
	made := w.as("eva", http.MethodPost, "/api/studio/apps/told/webhook/secret", fmt.Sprintf(`{"url":%q}`, e.URL+"/hook")).want(t, http.StatusCreated)
	secret := made.text(t, "secret")
	id, _ := w.submitTold()
	before := w.read("ann", id).step(t, "erp")
	if before["state"] != "current" || !strings.Contains(fmt.Sprint(before["errands"]), "status:sent") || !strings.Contains(fmt.Sprint(before["errands"]), "127.0.0.1") {
		t.Errorf("the reader is not told what is waited for: %v", before)
	}
	w.call(0)
	headers, bodies := e.calls()
	if len(bodies) != 1 {
		t.Fatalf("%d calls", len(bodies))
	}
	verify(t, secret, headers[0], bodies[0])
	var sent struct {
		Type string
		Data struct {
			ID, No, App, Node, Initiator, Status string
			Fields                               map[string]any
		}
	}
	must(t, json.Unmarshal([]byte(bodies[0]), &sent))
	if d := sent.Data; sent.Type != "case.step" || d.ID != id || !strings.HasPrefix(d.No, "E-") || d.App != "told" || d.Node != "erp" || d.Initiator != w.ids["ann"] || d.Status != "running" {
		t.Errorf("it was told %s", bodies[0])
	}
	if len(sent.Data.Fields) != 3 || fmt.Sprint(sent.Data.Fields["days"]) != "1" || sent.Data.Fields["handover"] != nil {
		t.Errorf("of the form it was told %v", sent.Data.Fields)
	}
	after := w.read("ann", id)
	if after.step(t, "erp")["state"] != "done" || after.step(t, "hr")["state"] != "current" {
		t.Errorf("the case did not go on: %s", after.body)
	}
	for _, kind := range []string{"errand.sent", "errand.done"} {
		if n := w.happened(id, kind); n != 1 {
			t.Errorf("%d entries %s", n, kind)
		}
	}
	w.call(time.Hour)
	if _, bodies := e.calls(); len(bodies) != 1 {
		t.Errorf("it was called %d times", len(bodies))
	}
	// The secret is nowhere but in the answer to whoever had it made, and the
	// address, which may hold a key, is not shown to readers.
	for _, shown := range []string{
		after.body, w.log.String(), w.as("eva", http.MethodGet, "/api/studio/apps/told/draft", "").body,
		w.as("eva", http.MethodGet, "/api/studio/apps/told/webhook?url="+e.URL, "").want(t, 200).body,
		w.as("ivan", http.MethodGet, "/api/audit", "").want(t, 200).body,
	} {
		if strings.Contains(shown, secret) || strings.Contains(shown, strings.TrimPrefix(secret, "whsec_")) {
			t.Error("the secret is shown")
		}
	}
	if strings.Contains(after.body, "key=hidden") || strings.Contains(w.log.String(), "key=hidden") {
		t.Error("the address is shown")
	}
}

// verify checks a call as the specification tells receivers to, with nothing of
// ours: https://github.com/standard-webhooks/standard-webhooks.
func verify(t *testing.T, secret string, h http.Header, body string) {
	t.Helper()
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	must(t, err)
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(h.Get("webhook-id") + "." + h.Get("webhook-timestamp") + "." + body))
	want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	if !strings.Contains(" "+h.Get("webhook-signature")+" ", " "+want+" ") {
		t.Errorf("signed %q, want %q", h.Get("webhook-signature"), want)
	}
	if strings.Contains(h.Get("webhook-id"), ".") || h.Get("webhook-id") == "" || h.Get("content-type") != "application/json" {
		t.Errorf("headers %v", h)
	}
}

func TestACallThatFailsIsTriedAgainUnderTheSameID(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := newERP(t, http.StatusInternalServerError)
	w.toldLeave(e.URL, nil)
	id, _ := w.submitTold()
	w.call(0)
	w.call(5 * time.Second)
	if _, bodies := e.calls(); len(bodies) != 1 {
		t.Fatalf("it was called %d times before the wait was over", len(bodies))
	}
	w.call(10 * time.Second)
	headers, bodies := e.calls()
	if len(bodies) != 2 || bodies[0] != bodies[1] || headers[0].Get("webhook-id") != headers[1].Get("webhook-id") {
		t.Fatalf("%d calls, ids %v", len(bodies), headers)
	}
	if headers[0].Get("webhook-timestamp") == headers[1].Get("webhook-timestamp") {
		t.Error("the second attempt has the time of the first")
	}
	if w.read("ann", id).step(t, "hr")["state"] != "current" {
		t.Error("the case did not go on")
	}
	if n := w.happened(id, "errand.failed"); n != 0 || w.told("eva", "step.failed") != 0 {
		t.Error("it was said to have failed")
	}
}

func TestAFailedStepWaitsForAnAdministratorWhoTriesItAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := newERP(t, http.StatusUnprocessableEntity, http.StatusServiceUnavailable, http.StatusServiceUnavailable)
	w.toldLeave(e.URL, nil)
	id, task := w.submitTold()
	w.call(0)
	if n := w.told("eva", "step.failed"); n != 1 {
		t.Errorf("the administrator has %d notices", n)
	}
	if n := w.told("ann", "step.failed"); n != 0 {
		t.Error("the initiator got an administrator's notice")
	}
	// The initiator reads that it failed, but not why.
	seen := w.read("ann", id)
	if !strings.Contains(fmt.Sprint(seen.step(t, "erp")), "failed") || strings.Contains(seen.body, "cost centre") || strings.Contains(seen.body, "webhook.status") {
		t.Errorf("the initiator reads %v", seen.step(t, "erp"))
	}
	w.as("ann", http.MethodGet, "/api/failures", "").problem(t, http.StatusForbidden, "permission.denied")
	w.as("hong", http.MethodGet, "/api/failures", "").problem(t, http.StatusForbidden, "permission.denied")
	for _, login := range []string{"eva", "ivan"} {
		list := w.as(login, http.MethodGet, "/api/failures", "").want(t, http.StatusOK)
		if n := len(list.get(t, "items").([]any)); n != 1 || list.text(t, "items", 0, "instance") != id ||
			list.text(t, "items", 0, "errand", "failure", "code") != "webhook.status" || list.text(t, "items", 0, "errand", "failure", "detail") != "422 the cost centre is closed" {
			t.Errorf("%s reads %s", login, list.body)
		}
		if strings.Contains(list.body, "key=hidden") {
			t.Error("the address is shown")
		}
	}
	errand := w.as("eva", http.MethodGet, "/api/failures", "").text(t, "items", 0, "errand", "id")
	path := "/api/instances/" + id + "/interventions"
	retry := fmt.Sprintf(`{"action":"retry","reason":"the cost centre is open","errand":%q}`, errand)
	w.as("ann", http.MethodPost, path, retry).problem(t, http.StatusForbidden, "permission.denied")
	w.as("eva", http.MethodPost, path, fmt.Sprintf(`{"action":"retry","reason":"","errand":%q}`, errand)).problem(t, http.StatusUnprocessableEntity, "instance.reason")
	w.as("eva", http.MethodPost, path, `{"action":"retry","reason":"x","errand":"x.e9"}`).problem(t, http.StatusConflict, "errand.notFailed")
	// IT does not read the request, and is answered all the same when asking again.
	for range 2 {
		w.as("ivan", http.MethodPost, path, retry, "Idempotency-Key", "again").want(t, http.StatusOK)
	}
	w.as("ivan", http.MethodGet, "/api/instances/"+id, "").problem(t, http.StatusForbidden, "permission.denied")
	w.as("eva", http.MethodPost, path, retry).problem(t, http.StatusConflict, "errand.notFailed")
	if n := len(w.as("eva", http.MethodGet, "/api/failures", "").get(t, "items").([]any)); n != 0 {
		t.Errorf("%d failures while it is tried again", n)
	}
	w.call(0)
	w.call(15 * time.Second) // the second of two tries
	list := w.as("eva", http.MethodGet, "/api/failures", "").want(t, http.StatusOK)
	if list.text(t, "items", 0, "errand", "failure", "tries") != "2" {
		t.Errorf("after as many tries as there are: %s", list.body)
	}
	w.as("eva", http.MethodPost, path, retry).want(t, http.StatusOK)
	w.call(0)
	headers, _ := e.calls()
	for _, h := range headers {
		if h.Get("webhook-id") != headers[0].Get("webhook-id") {
			t.Errorf("another id: %v", h)
		}
	}
	if len(headers) != 4 || w.read("ann", id).step(t, "hr")["state"] != "current" {
		t.Errorf("%d calls, and the case is at %v", len(headers), w.read("ann", id).step(t, "hr"))
	}
	if n := w.happened(id, "errand.retried"); n != 2 {
		t.Errorf("%d retries in the history", n)
	}
	// What another system was told of cannot be taken back.
	w.as("ann", http.MethodPost, "/api/instances/"+id+"/withdrawal", `{}`).problem(t, http.StatusConflict, "errand.sent")
	if body := w.read("ann", id).body; !strings.Contains(body, "Tell ERP” told another system at") {
		t.Errorf("the offer does not say why: %s", body)
	}
	w.as("bo", http.MethodPost, "/api/tasks/"+task+"/actions", `{"action":"undo"}`).problem(t, http.StatusConflict, "errand.sent")
}

func TestACaseThatHasEndedCallsNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := newERP(t, http.StatusInternalServerError)
	w.toldLeave(e.URL, nil)
	ended, _ := w.submitTold()
	w.call(0)
	early, _ := w.submitTold()
	for _, id := range []string{ended, early} {
		w.as("eva", http.MethodPost, "/api/instances/"+id+"/interventions", `{"action":"end","reason":"a mistake","status":"terminated"}`).want(t, http.StatusOK)
	}
	w.call(time.Hour)
	if _, bodies := e.calls(); len(bodies) != 1 {
		t.Errorf("%d calls, want the one before the end", len(bodies))
	}
	if n, err := w.webhooks.Waiting(t.Context()); err != nil || n != 0 {
		t.Errorf("%d calls wait: %v", n, err)
	}
}

func TestACaseGoesOnWithoutASystemThatItDoesNotNeed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := newERP(t, http.StatusNotFound)
	w.toldLeave(e.URL, func(erp *flow.Node) { erp.OnFail = flow.GoOn })
	id, _ := w.submitTold()
	w.call(0)
	seen := w.read("ann", id)
	if seen.step(t, "hr")["state"] != "current" || !strings.Contains(fmt.Sprint(seen.step(t, "erp")), "passed") {
		t.Errorf("%v", seen.step(t, "erp"))
	}
	if n := w.told("eva", "step.failed"); n != 0 {
		t.Errorf("the administrator has %d notices", n)
	}
	if n := len(w.as("eva", http.MethodGet, "/api/failures", "").get(t, "items").([]any)); n != 0 {
		t.Errorf("%d failures", n)
	}
}
