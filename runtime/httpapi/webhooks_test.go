package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/flow"
)

func TestAWebhookIsTriedInTheStudio(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := newERP(t, http.StatusNoContent, http.StatusBadRequest)
	const path = "/api/studio/apps/leave/webhook"
	call := fmt.Sprintf(`{"url":%q,"fields":["days","period"]}`, e.URL)
	w.as("ann", http.MethodPost, path+"/test", call).problem(t, http.StatusForbidden, "permission.denied")
	w.as("ann", http.MethodPost, path+"/secret", `{"url":"https://erp.example.com"}`).problem(t, http.StatusForbidden, "permission.denied")
	w.as("ann", http.MethodGet, path+"?url="+e.URL, "").problem(t, http.StatusForbidden, "permission.denied")
	w.as("eva", http.MethodPost, path+"/test", `{"url":"file:///etc/passwd"}`).problem(t, http.StatusBadRequest, "request.parameter")
	if a := w.as("eva", http.MethodGet, path+"?url="+e.URL, "").want(t, http.StatusOK); strings.Contains(a.body, "madeAt") {
		t.Errorf("there is a secret already: %s", a.body)
	}
	if a := w.as("eva", http.MethodPost, path+"/test", call).want(t, http.StatusOK); a.text(t, "status") != "204" || strings.Contains(a.body, "code") {
		t.Errorf("it was taken: %s", a.body)
	}
	if a := w.as("eva", http.MethodPost, path+"/test", call).want(t, http.StatusOK); a.text(t, "code") != "webhook.status" || !strings.Contains(a.body, "cost centre") {
		t.Errorf("it was refused: %s", a.body)
	}
	inside := w.as("eva", http.MethodPost, path+"/test", `{"url":"http://169.254.169.254/latest/meta-data"}`).want(t, http.StatusOK)
	if inside.text(t, "code") != "webhook.address" {
		t.Errorf("an address inside: %s", inside.body)
	}
	_, bodies := e.calls()
	if len(bodies) != 2 || !strings.Contains(bodies[0], `"type":"case.step.test"`) || !strings.Contains(bodies[0], `"days":12.5`) || strings.Contains(bodies[0], "reason") {
		t.Errorf("it was sent %v", bodies)
	}
	// The first call made a secret that nobody was shown: that is none.
	if a := w.as("eva", http.MethodGet, path+"?url="+e.URL, "").want(t, http.StatusOK); strings.Contains(a.body, "madeAt") {
		t.Errorf("there is a secret that nobody has: %s", a.body)
	}
	// A second secret replaces the first, which signs too for a day.
	first := w.as("eva", http.MethodPost, path+"/secret", fmt.Sprintf(`{"url":%q}`, e.URL)).want(t, http.StatusCreated).text(t, "secret")
	if a := w.as("eva", http.MethodGet, path+"?url="+e.URL, "").want(t, http.StatusOK); !strings.Contains(a.body, "madeAt") || strings.Contains(a.body, "bothUntil") {
		t.Errorf("after the first was shown: %s", a.body)
	}
	second := w.as("eva", http.MethodPost, path+"/secret", fmt.Sprintf(`{"url":%q}`, e.URL)).want(t, http.StatusCreated).text(t, "secret")
	w.as("eva", http.MethodPost, path+"/test", call).want(t, http.StatusOK)
	headers, bodies := e.calls()
	verify(t, first, headers[2], bodies[2])
	verify(t, second, headers[2], bodies[2])
	w.clock.Advance(25 * time.Hour)
	w.as("eva", http.MethodPost, path+"/test", call).want(t, http.StatusOK)
	headers, bodies = e.calls()
	verify(t, second, headers[3], bodies[3])
	if n := len(strings.Fields(headers[3].Get("webhook-signature"))); n != 1 {
		t.Errorf("signed with %d keys a day later", n)
	}
}

func TestATriedWebhookSendsListsWhereARequestHasThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	e := newERP(t)
	w.publish(appOf("lists", "", `"team":{"type":"array","items":{"type":"string","format":"person"}},
		"units":{"type":"array","items":{"type":"string","format":"department"}},
		"tags":{"type":"array","items":{"type":"string","enum":["red","blue"]}},"unit":{"type":"string","format":"department"}`, line(flow.Node{
		ID: "boss", Type: flow.Approval, Name: bothWords("Boss"), Assignee: &flow.Assignee{Kind: flow.Manager},
	})))
	call := fmt.Sprintf(`{"url":%q,"fields":["team","units","tags","unit"]}`, e.URL)
	w.as("eva", http.MethodPost, "/api/studio/apps/lists/webhook/test", call).want(t, http.StatusOK)
	_, bodies := e.calls()
	if len(bodies) != 1 || !strings.Contains(bodies[0], `"fields":{"tags":["red"],"team":["`+w.ids["eva"]+`"],"unit":"Sample","units":["Sample"]}`) {
		t.Errorf("it was sent %v", bodies)
	}
}
