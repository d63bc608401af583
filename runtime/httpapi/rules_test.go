package httpapi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
)

// publishRules puts rules, as JSON, behind those of the leave form, opens fields
// to the manager, and publishes.
func (w *world) publishRules(rules string, open ...string) {
	w.t.Helper()
	rev, app := w.draft()
	var more []any
	must(w.t, json.Unmarshal([]byte(rules), &more))
	app["rules"] = append(app["rules"].([]any), more...)
	fields := map[string]any{}
	for _, f := range open {
		fields[f] = "edit"
	}
	for _, n := range dig(app, "flow")["nodes"].([]any) {
		if node := n.(map[string]any); node["id"] == "manager" && len(open) > 0 {
			node["fields"] = fields
		}
	}
	rev = w.saveDraft(rev, app).want(w.t, http.StatusOK).text(w.t, "rev")
	w.as("eva", http.MethodPost, "/api/studio/apps/leave/publish", `{"rev":`+rev+`,"note":""}`).want(w.t, http.StatusOK)
}

// leaveWith is a short leave with other fields beside it.
func leaveWith(more string) string {
	return `{"form":{"type":"annual","period":{"start":"2026-03-09","startHalf":"am","end":"2026-03-09","endHalf":"pm"},"reason":"Dentist"` + more + `}}`
}

const leaveInstances = "/api/apps/leave/instances"

func TestAForgedHiddenFieldIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishRules(`[{"id":"quiet","name":{"en":"Short leave needs nobody","zh-CN":"短假无需交接"},"enabled":true,
		"when":{"<":[{"var":"days"},2]},"then":[{"do":"hide","field":"handover"}]}]`)
	a := w.as("ann", http.MethodPost, leaveInstances, leaveWith(`,"handover":"`+w.ids["bo"]+`"`))
	a.problem(t, http.StatusUnprocessableEntity, "form.invalid")
	if !strings.Contains(a.body, `"path":"/handover"`) || !strings.Contains(a.body, `"code":"form.closed"`) || strings.Contains(a.body, `"path":"/days"`) {
		t.Error(a.body)
	}
	// Nothing was stored, and what the form shows is taken.
	made := w.as("ann", http.MethodPost, leaveInstances, leaveWith(`,"handover":null`)).want(t, http.StatusCreated)
	view := w.as("ann", http.MethodGet, "/api/instances/"+made.text(t, "id"), "").want(t, http.StatusOK)
	if _, held := view.get(t, "form").(map[string]any)["handover"]; held {
		t.Error(view.body)
	}
}

func TestAForgedTotalIsReplaced(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	made := w.as("ann", http.MethodPost, leaveInstances, leaveWith(`,"days":300`)).want(t, http.StatusCreated)
	view := w.as("ann", http.MethodGet, "/api/instances/"+made.text(t, "id"), "").want(t, http.StatusOK)
	if got := view.text(t, "form", "days"); got != "1" {
		t.Errorf("the total is %s", got)
	}
}

func TestAFieldThatIsAlwaysReadOnlyKeepsItsDefault(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishRules(`[{"id":"why","name":{"en":"Always the same","zh-CN":"固定理由"},"enabled":true,
		"then":[{"do":"lock","field":"reason"},{"do":"default","field":"reason","value":"As agreed"}]}]`)
	a := w.as("ann", http.MethodPost, leaveInstances, leaveWith(""))
	a.problem(t, http.StatusUnprocessableEntity, "form.invalid")
	if !strings.Contains(a.body, `"path":"/reason"`) {
		t.Error(a.body)
	}
	w.as("ann", http.MethodPost, leaveInstances, strings.Replace(leaveWith(""), "Dentist", "As agreed", 1)).want(t, http.StatusCreated)
}

func TestAnApproverCannotChangeWhatIsReadOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishRules(`[{"id":"kept","name":{"en":"Annual leave keeps its reason","zh-CN":"年假理由不可改"},"enabled":true,
		"when":{"==":[{"var":"type"},"annual"]},"then":[{"do":"lock","field":"reason"}]}]`, "reason", "type")
	_, task := w.submit(leaveWith(""))
	path := "/api/tasks/" + task + "/decisions"
	a := w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"","form":{"reason":"Other"}}`)
	a.problem(t, http.StatusUnprocessableEntity, "form.invalid")
	if !strings.Contains(a.body, `"path":"/reason"`) || !strings.Contains(a.body, `"code":"form.closed"`) {
		t.Error(a.body)
	}
	// The same again is no change, and with other answers it may be changed.
	w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"","form":{"type":"sick","reason":"Other"}}`).want(t, http.StatusOK)
}

func TestAnApproverCannotEmptyWhatIsReadOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishRules(`[{"id":"kept","name":{"en":"Annual leave keeps who covers","zh-CN":"年假交接人不可改"},"enabled":true,
		"when":{"==":[{"var":"type"},"annual"]},"then":[{"do":"lock","field":"handover"}]}]`, "handover", "reason")
	id, task := w.submit(leaveWith(`,"handover":"` + w.ids["dan"] + `"`))
	path := "/api/tasks/" + task + "/decisions"
	a := w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"","form":{"handover":null}}`)
	a.problem(t, http.StatusUnprocessableEntity, "form.invalid")
	if !strings.Contains(a.body, `"path":"/handover"`) || !strings.Contains(a.body, `"code":"form.closed"`) {
		t.Error(a.body)
	}
	w.as("bo", http.MethodPost, path, `{"action":"approve","comment":"","form":{"reason":"Other"}}`).want(t, http.StatusOK)
	if got := w.read("ann", id).text(t, "form", "handover"); got != w.ids["dan"] {
		t.Errorf("who covers is %s", got)
	}
}

func TestAnApproverCannotChangeCellsThatAreReadOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	boss := flow.Node{
		ID: "boss", Type: flow.Approval, Name: bothWords("Boss"), Assignee: &flow.Assignee{Kind: flow.Manager},
		Fields: map[string]flow.Access{"items": flow.Edit},
	}
	a := appOf("bill", "", `"items":{"type":"array","maxItems":20,"items":{"type":"object","properties":{"cost":{"type":"number"},"kind":{"type":"string"}}}}`, line(boss))
	must(t, json.Unmarshal([]byte(`[{"id":"kept","name":{"en":"Costs of receipts stay","zh-CN":"票据金额不可改"},"enabled":true,
		"when":{"==":[{"var":"$row.kind"},"receipt"]},"then":[{"do":"lock","field":"items.cost"}]}]`), &a.Rules))
	w.publish(a)
	id := w.start("bill", `"items":[{"cost":5,"kind":"receipt"},{"cost":7,"kind":"other"},{"cost":9,"kind":"receipt"}]`)
	task := w.read("ann", id).text(t, "tasks", 0, "id")
	send := func(rows string) answer {
		return w.decide("bo", task, w.withRows("ann", id, "items", `{"action":"approve","form":{"items":[`+rows+`]}}`))
	}
	for name, rows := range map[string]string{
		"changed":                   `{"#":0,"cost":5,"kind":"receipt"},{"#":1,"cost":8,"kind":"other"},{"#":2,"cost":900,"kind":"receipt"}`,
		"another row's":             `{"#":0,"cost":5,"kind":"receipt"},{"#":1,"cost":8,"kind":"other"},{"#":2,"cost":5,"kind":"receipt"}`,
		"emptied":                   `{"#":0,"cost":5,"kind":"receipt"},{"#":1,"cost":8,"kind":"other"},{"#":2,"kind":"receipt"}`,
		"in a new row":              `{"#":0,"cost":5,"kind":"receipt"},{"#":1,"cost":8,"kind":"other"},{"cost":9,"kind":"receipt"}`,
		"changed, and the ids gone": `{"cost":5,"kind":"receipt"},{"cost":8,"kind":"other"},{"cost":900,"kind":"receipt"}`,
	} {
		forged := send(rows)
		forged.problem(t, http.StatusUnprocessableEntity, "form.invalid")
		if n := len(forged.get(t, "errors").([]any)); n != 1 || forged.text(t, "errors", 0, "path") != "/items/2/cost" || forged.text(t, "errors", 0, "code") != "form.closed" {
			t.Errorf("%s: %s", name, forged.body)
		}
	}
	// Other cells may change, and rows may go: what stays has only moved.
	send(`{"#":2,"cost":9,"kind":"receipt"},{"#":1,"cost":8,"kind":"other"},{"kind":"receipt"}`).want(t, http.StatusOK)
	if rows := plainRows(t, w.see("ann", id).get(t, "form", "items")); rows != `[{"cost":9,"kind":"receipt"},{"cost":8,"kind":"other"},{"kind":"receipt"}]` {
		t.Errorf("the rows are %s", rows)
	}
}

func TestALimitedOptionIsRefusedAndAWarningIsNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publishRules(`[{"id":"few","name":{"en":"A day is annual or sick leave","zh-CN":"一天只能请年假或病假"},"enabled":true,
		"when":{"<":[{"var":"days"},2]},"then":[{"do":"limit","field":"type","options":["annual","sick"]},
			{"do":"warn","field":"period","text":{"en":"Is it only one day?","zh-CN":"只有一天吗？"}}]}]`)
	a := w.as("ann", http.MethodPost, leaveInstances, strings.Replace(leaveWith(""), "annual", "marriage", 1))
	a.problem(t, http.StatusUnprocessableEntity, "form.invalid")
	if !strings.Contains(a.body, `"path":"/type"`) || !strings.Contains(a.body, `"code":"form.enum"`) {
		t.Error(a.body)
	}
	w.as("ann", http.MethodPost, leaveInstances, leaveWith("")).want(t, http.StatusCreated)
}
