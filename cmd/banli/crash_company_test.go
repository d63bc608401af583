package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
)

// member is one of the demo company's people.
type member struct{ login, id, token string }

// cast is who works in a crash test.
type cast struct {
	approvers []member
	// admin publishes the flow, meter reads how much still waits.
	admin, meter member
}

// leaveKinds are the kinds of leave; each takes a way of its own through the
// flow.
var leaveKinds = []string{"annual", "sick", "personal", "marriage", "parental", "bereavement"}

// hire makes tokens for so many of the demo company's people.
func hire(t *testing.T, p *process, approvers int, token func(login string) string) *cast {
	t.Helper()
	hr := token("ma.lin")
	status, v := p.ask(hr, http.MethodGet, "/api/directory/people?limit=200", "")
	items, _ := v["items"].([]any)
	if status != http.StatusOK || len(items) < approvers {
		t.Fatalf("%d people, want %d: %d %v", len(items), approvers, status, v)
	}
	c := &cast{admin: member{login: "he.yu", token: token("he.yu")}, meter: member{login: "gao.xiang", token: token("gao.xiang")}}
	for _, item := range items[:approvers] {
		login, id := item.(map[string]any)["login"].(string), item.(map[string]any)["id"].(string)
		c.approvers = append(c.approvers, member{login, id, token(login)})
	}
	return c
}

// crashFlow has every mode of approving, timers, copies and notices, and a call
// of a receiver; which of it a request meets depends on its kind.
func crashFlow(c *cast, random *rand.Rand, receiver string) flow.Flow {
	name := func(text string) words.Text { return words.Text{"en": text, "zh-CN": text} }
	order, next := random.Perm(len(c.approvers)), 0
	some := func(n int) *flow.Assignee { // the next of them, so that everybody has something to do
		a := &flow.Assignee{Kind: flow.People}
		for range n {
			a.People = append(a.People, c.approvers[order[next%len(order)]].id)
			next++
		}
		return a
	}
	minutes := func(n int) flow.Span { return flow.Span{Amount: n, Unit: flow.Minutes} }
	approval := func(id string, mode flow.Mode, people int) flow.Node {
		return flow.Node{ID: id, Type: flow.Approval, Name: name(id), Mode: mode, Assignee: some(people)}
	}
	either, share, late := approval("either", flow.Any, 4), approval("share", flow.Share, 5), approval("late", flow.Any, 3)
	either.Deadline = &flow.Deadline{
		After: minutes(3), Remind: []flow.Reminder{{Amount: 2, Unit: flow.Minutes}, {Amount: 1, Unit: flow.Minutes, When: flow.After}},
		Then: flow.Escalate, To: some(2),
	}
	share.Share, share.OnReject = &flow.Quota{Count: 2}, flow.ReturnCase
	late.Deadline = &flow.Deadline{After: minutes(1), Then: flow.Approve}
	f := flow.Flow{Nodes: []flow.Node{
		{ID: "start", Type: flow.Start, Name: name("start")},
		{ID: "kind", Type: flow.Exclusive, Name: name("kind")},
		approval("everybody", flow.All, 4), either, approval("turns", flow.InTurn, 3), share,
		{ID: "fork", Type: flow.Parallel, Name: name("fork")},
		approval("left", flow.Any, 3), approval("right", flow.All, 2),
		{ID: "join", Type: flow.Join, Name: name("join")},
		{ID: "pause", Type: flow.Wait, Name: name("pause"), Wait: &flow.WaitFor{For: &flow.Span{Amount: 1, Unit: flow.Minutes}}},
		late, approval("last", flow.Any, 3),
		{ID: "call", Type: flow.Webhook, Name: name("call"), Webhook: &flow.Call{URL: receiver}},
		{ID: "copy", Type: flow.CC, Name: name("copy"), Assignee: &flow.Assignee{Kind: flow.Role, Role: "hr"}},
		{ID: "tell", Type: flow.Notify, Name: name("tell"), Assignee: some(2), Message: words.Text{"en": "{initiator}: {reason}", "zh-CN": "{initiator}：{reason}"}},
		{ID: "end", Type: flow.End, Name: name("end")},
	}}
	edge := func(from, to string) {
		f.Edges = append(f.Edges, flow.Edge{ID: fmt.Sprintf("e%d", len(f.Edges)), From: from, To: to})
	}
	edge("start", "kind")
	for i, to := range []string{"everybody", "either", "turns", "share", "fork", "pause"} {
		edge("kind", to)
		e := &f.Edges[len(f.Edges)-1]
		e.Name = name(leaveKinds[i])
		if e.Default = i == len(leaveKinds)-1; !e.Default {
			e.When = json.RawMessage(fmt.Sprintf(`{"==":[{"var":"type"},%q]}`, leaveKinds[i]))
		}
	}
	for _, pair := range [][2]string{
		{"fork", "left"}, {"fork", "right"}, {"left", "join"}, {"right", "join"}, {"pause", "late"},
		{"everybody", "last"}, {"either", "last"}, {"turns", "last"}, {"share", "last"}, {"join", "last"}, {"late", "last"},
		{"last", "call"}, {"call", "copy"}, {"copy", "tell"}, {"tell", "end"},
	} {
		edge(pair[0], pair[1])
	}
	return f
}

// publish makes a flow the leave app's, for all requests from now on.
func publish(t *testing.T, p *process, c *cast, f flow.Flow) {
	t.Helper()
	const path = "/api/studio/apps/leave/"
	status, draft := p.ask(c.admin.token, http.MethodGet, path+"draft", "")
	if status != http.StatusOK {
		t.Fatalf("the draft: %d %v", status, draft)
	}
	app := draft["app"].(map[string]any)
	app["flow"] = f
	body, err := json.Marshal(map[string]any{"rev": draft["rev"], "app": app})
	if err != nil {
		t.Fatal(err)
	}
	status, saved := p.ask(c.admin.token, http.MethodPut, path+"draft", string(body))
	if status != http.StatusOK {
		t.Fatalf("saving the draft: %d %v", status, saved)
	}
	if status, v := p.ask(c.admin.token, http.MethodPost, path+"publish", fmt.Sprintf(`{"rev":%v,"note":"for the test"}`, saved["rev"])); status != http.StatusOK {
		t.Fatalf("publishing: %d %v", status, v)
	}
}
