package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/rule"
	"github.com/banli-oa/banli/builder/words"
)

func bothWords(text string) words.Text { return words.Text{"en": text, "zh-CN": text} }

// appOf makes an app of a form's properties and a flow.
func appOf(id, required, properties string, f flow.Flow) app.App {
	a := app.App{
		ID: id, Name: bothWords("App " + id), DefaultLanguage: "en", Number: app.NumberFormat{Prefix: strings.ToUpper(id)}, Title: bothWords("A " + id),
		Form: form.Definition{
			Schema: json.RawMessage(`{"type":"object","additionalProperties":false,"required":[` + required + `],"properties":{` + properties + `}}`),
			Layout: form.Layout{Fields: map[string]form.FieldLayout{}, Sections: []form.Section{{ID: "all", Title: bothWords("All"), Columns: 1, Fields: []string{}}}},
		},
		Rules: []rule.Rule{}, Summary: []string{}, Flow: f,
	}
	return a
}

// line makes a flow of nodes one behind the other.
func line(nodes ...flow.Node) flow.Flow {
	all := append([]flow.Node{{ID: "start", Type: flow.Start, Name: bothWords("Start")}}, nodes...)
	all = append(all, flow.Node{ID: "end", Type: flow.End, Name: bothWords("End")})
	f := flow.Flow{Nodes: all}
	for i := range all[1:] {
		f.Edges = append(f.Edges, flow.Edge{ID: fmt.Sprintf("e%d", i+1), From: all[i].ID, To: all[i+1].ID})
	}
	return f
}

// publish publishes an app in Eva's name.
func (w *world) publish(a app.App) {
	w.t.Helper()
	text, err := app.Encode(a)
	must(w.t, err)
	must(w.t, w.studio.Install(w.t.Context(), text, w.ids["eva"]))
}

const supplyFields = `"amount":{"type":"number","minimum":1},"kind":{"type":"string","enum":["office","other"]},"paid":{"type":"number"}`

var bossStep = flow.Node{
	ID: "boss", Type: flow.Approval, Name: bothWords("Boss"), Assignee: &flow.Assignee{Kind: flow.Manager},
	Fields: map[string]flow.Access{"paid": flow.Edit},
}

// supplies installs the app "supply", whose requests the manager decides, and the
// app "kit", which starts them.
func (w *world) supplies(sub flow.SubFlow, more ...flow.Node) {
	w.t.Helper()
	w.publish(appOf("supply", `"amount","kind"`, supplyFields, line(bossStep)))
	sub.App = "supply"
	if sub.Fill == nil {
		sub.Fill = []flow.Filling{{Field: "amount", From: "cost"}, {Field: "kind", Value: json.RawMessage(`"office"`)}}
		if sub.Each != "" {
			sub.Fill[0].From = "items.cost"
		}
	}
	buy := flow.Node{ID: "buy", Type: flow.Subflow, Name: bothWords("Buy"), Sub: &sub}
	w.publish(appOf("kit", ``, `"cost":{"type":"number"},"note":{"type":"string","maxLength":20},
		"items":{"type":"array","maxItems":200,"items":{"type":"object","additionalProperties":false,"properties":{
			"cost":{"type":"number"},"state":{"type":"string"},"paid":{"type":"number"}}}}`, line(append(more, buy)...)))
}

// start starts a request of Ann's.
func (w *world) start(app, fields string) string {
	w.t.Helper()
	return w.as("ann", http.MethodPost, "/api/apps/"+app+"/instances", `{"form":{`+fields+`}}`).want(w.t, http.StatusCreated).text(w.t, "id")
}

// settleOutbox delivers until nothing is left.
func (w *world) settleOutbox() {
	w.t.Helper()
	for range 50 {
		w.deliver()
		if w.outbox.Pending(w.t.Context()) == 0 {
			return
		}
	}
	w.t.Fatalf("the outbox does not become empty: %s", w.log)
}

func (w *world) see(login, id string) answer {
	w.t.Helper()
	return w.as(login, http.MethodGet, "/api/instances/"+id, "").want(w.t, http.StatusOK)
}

// errands returns what a step of a request waited for.
func (a answer) errands(t *testing.T, node string) []map[string]any {
	t.Helper()
	var errands []map[string]any
	for _, step := range a.get(t, "path").([]any) {
		step := step.(map[string]any)
		if list, ok := step["errands"].([]any); ok && step["node"] == node {
			for _, e := range list {
				errands = append(errands, e.(map[string]any))
			}
		}
	}
	return errands
}

// children returns the requests that a step started, as somebody sees them.
func (w *world) children(login, id string) []string {
	w.t.Helper()
	var ids []string
	for _, e := range w.see(login, id).errands(w.t, "buy") {
		if c, ok := e["case"].(map[string]any); ok {
			ids = append(ids, c["id"].(string))
		}
	}
	return ids
}

// conclude decides a request's open task.
func (w *world) conclude(login, id, action, form string) {
	w.t.Helper()
	task := ""
	for _, each := range w.see(login, id).get(w.t, "tasks").([]any) {
		if each := each.(map[string]any); each["status"] == "open" {
			task = each["id"].(string)
		}
	}
	body := `{"action":"` + action + `","comment":""`
	if form != "" {
		body += `,"form":{` + form + `}`
	}
	w.decide(login, task, body+`}`).want(w.t, http.StatusOK)
}

func (w *world) status(id string) string {
	w.t.Helper()
	return w.see("ann", id).text(w.t, "status")
}

func TestAStepStartsARequestOfAnotherApp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.supplies(flow.SubFlow{Take: []flow.Taking{{From: flow.TakeStatus, To: "note"}, {From: "paid", To: "cost"}}})
	id := w.start("kit", `"cost":30`)
	if n := len(w.children("ann", id)); n != 0 {
		t.Fatalf("%d requests before anything was delivered", n)
	}
	w.settleOutbox()
	children := w.children("ann", id)
	if len(children) != 1 {
		t.Fatalf("%d requests were started: %s", len(children), w.see("ann", id).body)
	}
	child := w.see("bo", children[0])
	if child.text(t, "form", "amount") != "30" || child.text(t, "form", "kind") != "office" || child.text(t, "initiator", "id") != w.ids["ann"] {
		t.Errorf("the request is %s", child.body)
	}
	if own := w.see("ann", children[0]); own.text(t, "parent", "id") != id || own.text(t, "parent", "title", "en") != "A kit" {
		t.Errorf("its parent is %s", own.body)
	}
	if w.status(id) != "running" {
		t.Error("the request did not wait")
	}
	w.conclude("bo", children[0], "approve", `"paid":28`)
	w.settleOutbox()
	done := w.see("ann", id)
	if done.text(t, "status") != "approved" || done.text(t, "form", "note") != "approved" || done.text(t, "form", "cost") != "28" {
		t.Errorf("the request went on as %s", done.body)
	}
	for _, told := range []string{`"type":"errand.sent"`, `"type":"errand.done"`, `"type":"fields.set"`, `"fields":["cost","note"]`} {
		if !strings.Contains(done.body, told) {
			t.Errorf("the history does not tell of %s: %s", told, done.body)
		}
	}
}

func TestOneRequestForEachRow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.supplies(flow.SubFlow{Each: "items", Need: flow.NeedAny, Take: []flow.Taking{{From: flow.TakeStatus, To: "items.state"}, {From: "paid", To: "items.paid"}}})
	id := w.start("kit", `"items":[{"cost":10},{"cost":20},{"cost":30}]`)
	w.settleOutbox()
	children := w.children("ann", id)
	if len(children) != 3 {
		t.Fatalf("%d requests for three rows", len(children))
	}
	for i, child := range children {
		if got := w.see("ann", child).text(t, "form", "amount"); got != fmt.Sprint(10*(i+1)) {
			t.Errorf("row %d asks for %s", i+1, got)
		}
	}
	w.conclude("bo", children[2], "approve", `"paid":29`)
	w.conclude("bo", children[0], "reject", "")
	w.settleOutbox()
	if w.status(id) != "running" {
		t.Fatal("the request did not wait for the last one")
	}
	w.conclude("bo", children[1], "reject", "")
	w.settleOutbox()
	done := w.see("ann", id)
	text := plainRows(t, done.get(t, "form", "items"))
	if want := `[{"cost":10,"state":"rejected"},{"cost":20,"state":"rejected"},{"cost":30,"paid":29,"state":"approved"}]`; text != want || done.text(t, "status") != "approved" {
		t.Errorf("the request is %s with %s, want %s", done.text(t, "status"), text, want)
	}
}

func TestARequestThatIsNotApprovedRejectsTheOneThatNeedsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.supplies(flow.SubFlow{})
	id := w.start("kit", `"cost":30`)
	w.settleOutbox()
	w.as("ann", http.MethodPost, "/api/instances/"+w.children("ann", id)[0]+"/withdrawal", `{"redo":false,"comment":""}`).want(t, http.StatusOK)
	w.settleOutbox()
	if got := w.see("ann", id); got.text(t, "status") != "rejected" || !strings.Contains(got.body, `"state":"rejected"`) {
		t.Errorf("the request is %s", got.body)
	}
}

func TestARequestThatCannotBeStartedWaitsForAnAdministrator(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.supplies(flow.SubFlow{})
	id := w.start("kit", `"cost":0`)
	w.settleOutbox()
	errands := w.see("eva", id).errands(t, "buy")
	if len(errands) != 1 || errands[0]["status"] != "failed" {
		t.Fatalf("the step waits for %v", errands)
	}
	failure, _ := errands[0]["failure"].(map[string]any)
	if failure["code"] != "case.form" || !strings.Contains(fmt.Sprint(failure["detail"]), "amount") {
		t.Errorf("the administrator is told %v", failure)
	}
	if own := w.see("ann", id).errands(t, "buy"); own[0]["failure"] != nil || own[0]["case"] != nil {
		t.Errorf("the initiator is told %v", own)
	}
	notices := w.as("eva", http.MethodGet, "/api/notices", "").want(t, http.StatusOK)
	if !strings.Contains(notices.body, "step.failed") {
		t.Errorf("the administrator's notices are %s", notices.body)
	}
	// The other app is mended: any amount goes.
	supply := appOf("supply", `"amount","kind"`, strings.Replace(supplyFields, `"minimum":1`, `"minimum":0`, 1), line(bossStep))
	text, err := json.Marshal(supply)
	must(t, err)
	draft := w.as("eva", http.MethodGet, "/api/studio/apps/supply/draft", "").want(t, http.StatusOK).text(t, "rev")
	rev := w.as("eva", http.MethodPut, "/api/studio/apps/supply/draft", `{"rev":`+draft+`,"app":`+string(text)+`}`).want(t, http.StatusOK).text(t, "rev")
	w.as("eva", http.MethodPost, "/api/studio/apps/supply/publish", `{"rev":`+rev+`,"note":""}`).want(t, http.StatusOK)
	w.as("eva", http.MethodPost, "/api/instances/"+id+"/interventions", `{"action":"retry","errand":"`+errands[0]["id"].(string)+`","reason":"mended"}`).want(t, http.StatusOK)
	w.settleOutbox()
	children := w.children("ann", id)
	if len(children) != 1 {
		t.Fatalf("%d requests after the mending", len(children))
	}
	if got := w.see("ann", children[0]).text(t, "revision"); got != "2" {
		t.Errorf("it runs on revision %s, not on the current one", got)
	}
}

func TestWhatDoesNotFitIsNotTakenOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(appOf("wordy", ``, `"text":{"type":"string","maxLength":100}`, line(bossStepWithout())))
	w.publish(appOf("short", ``, `"note":{"type":"string","maxLength":5},"text":{"type":"string"}`, line(flow.Node{
		ID: "buy", Type: flow.Subflow, Name: bothWords("Ask"), Sub: &flow.SubFlow{
			App: "wordy", Fill: []flow.Filling{{Field: "text", From: "text"}}, Take: []flow.Taking{{From: "text", To: "note"}},
		},
	})))
	id := w.start("short", `"text":"much too long"`)
	w.settleOutbox()
	child := w.children("ann", id)[0]
	w.conclude("bo", child, "approve", "")
	w.settleOutbox()
	view := w.see("eva", id)
	errands := view.errands(t, "buy")
	failure, _ := errands[0]["failure"].(map[string]any)
	if view.text(t, "status") != "running" || failure["code"] != "case.take" || view.get(t, "form", "note") != nil {
		t.Errorf("the request is %s", view.body)
	}
	// Tried again, the request that has ended is told of once more, and no other is
	// started.
	w.as("eva", http.MethodPost, "/api/instances/"+id+"/interventions", `{"action":"retry","errand":"`+errands[0]["id"].(string)+`","reason":"once more"}`).want(t, http.StatusOK)
	w.settleOutbox()
	if n := w.happened(id, "errand.failed"); n != 2 || w.started("wordy") != 1 || w.status(id) != "running" {
		t.Errorf("tried again it failed %d times in all, with %d requests", n, w.started("wordy"))
	}
}

// bossStepWithout is the manager's approval in an app without a field "paid".
func bossStepWithout() flow.Node {
	n := bossStep
	n.Fields = nil
	return n
}

func TestRequestsThatNobodyWaitsForAreEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.supplies(flow.SubFlow{Each: "items"})
	id := w.start("kit", `"items":[{"cost":10},{"cost":20}]`)
	w.settleOutbox()
	children := w.children("ann", id)
	w.conclude("bo", children[0], "approve", "")
	w.settleOutbox()
	w.as("ann", http.MethodPost, "/api/instances/"+id+"/withdrawal", `{"redo":false,"comment":""}`).want(t, http.StatusOK)
	w.settleOutbox()
	if a, b := w.status(children[0]), w.status(children[1]); a != "approved" || b != "terminated" {
		t.Errorf("the requests are %s and %s", a, b)
	}
	if got := w.see("ann", children[1]); !strings.Contains(got.body, `"reason":"recalled"`) {
		t.Errorf("the history does not say why it ended: %s", got.body)
	}
	if inbox := w.as("bo", http.MethodGet, "/api/inbox", "").want(t, http.StatusOK); len(inbox.get(t, "items").([]any)) != 0 {
		t.Errorf("Bo is still asked: %s", inbox.body)
	}
	// Withdrawn before anything was delivered, nothing is started at all.
	early := w.start("kit", `"items":[{"cost":10}]`)
	w.as("ann", http.MethodPost, "/api/instances/"+early+"/withdrawal", `{"redo":false,"comment":""}`).want(t, http.StatusOK)
	w.settleOutbox()
	back := w.start("kit", `"items":[{"cost":10}]`)
	w.as("ann", http.MethodPost, "/api/instances/"+back+"/withdrawal", `{"redo":true,"comment":""}`).want(t, http.StatusOK)
	w.settleOutbox()
	if n := w.started("supply"); n != len(children) {
		t.Errorf("%d requests were started for some that were withdrawn", n-len(children))
	}
}

func TestAppsThatStartEachOtherStopAtSomeDepth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	loop := appOf("again", ``, `"x":{"type":"string"}`, line(flow.Node{ID: "buy", Type: flow.Subflow, Name: bothWords("Again"), Sub: &flow.SubFlow{App: "again"}}))
	w.publish(loop)
	id := w.start("again", ``)
	w.settleOutbox()
	depth := 0
	for {
		children := w.children("ann", id)
		if len(children) == 0 {
			break
		}
		id = children[0]
		depth++
	}
	errands := w.see("eva", id).errands(t, "buy")
	failure, _ := errands[0]["failure"].(map[string]any)
	if depth != 5 || failure["code"] != "case.depth" {
		t.Errorf("%d requests below each other, the last says %v", depth, errands)
	}
}

func TestARequestMayOnlyHaveToBeStarted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.supplies(flow.SubFlow{Until: flow.UntilStarted})
	id := w.start("kit", `"cost":30`)
	w.settleOutbox()
	children := w.children("ann", id)
	if w.status(id) != "approved" || len(children) != 1 || w.status(children[0]) != "running" {
		t.Fatalf("the request is %s", w.see("ann", id).body)
	}
	w.conclude("bo", children[0], "reject", "")
	w.settleOutbox()
	if w.status(id) != "approved" || w.status(children[0]) != "rejected" {
		t.Error("what became of it mattered")
	}
}

func TestWhatCannotBeStartedCannotBePublished(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	rev, leave := w.draft()
	nodes := dig(leave, "flow")["nodes"].([]any)
	edges := dig(leave, "flow")["edges"].([]any)
	first := edges[0].(map[string]any)
	dig(leave, "flow")["nodes"] = append(nodes, map[string]any{
		"id": "buy", "type": "subflow", "name": map[string]any{"en": "Buy", "zh-CN": "采购"}, "sub": map[string]any{"app": "gone"},
	})
	dig(leave, "flow")["edges"] = append(edges, map[string]any{"id": "e99", "from": "buy", "to": first["to"]})
	first["to"] = "buy"
	saved := w.saveDraft(rev, leave).want(t, http.StatusOK)
	refused := w.as("eva", http.MethodPost, "/api/studio/apps/leave/publish", `{"rev":`+saved.text(t, "rev")+`,"note":""}`)
	refused.problem(t, http.StatusUnprocessableEntity, "app.invalid")
	if !strings.Contains(refused.body, "lint.subApp") {
		t.Errorf("refused with %s", refused.body)
	}
}
