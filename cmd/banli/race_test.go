package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/workflow"
)

// inFull reports whether tests that are short in continuous integration run in
// full length, as `make crash` and `make cluster` do.
func inFull() bool { return os.Getenv("BANLI_TEST_FULL") != "" }

// racesInFull reports whether the races on the embedded store are run in full:
// they take seconds, so continuous integration has them too.
func racesInFull() bool { return inFull() || os.Getenv("CI") != "" }

// meetings lets groups of clients meet at one thing after the other: all
// clients of a group do the same thing at the same moment.
func meetings(groups, clients, things int, do func(client, thing int)) {
	var all sync.WaitGroup
	for g := range groups {
		turns := make([]chan int, clients)
		var meeting sync.WaitGroup
		for k := range turns {
			turns[k] = make(chan int)
			all.Go(func() {
				for thing := range turns[k] {
					do(g*clients+k, thing)
					meeting.Done()
				}
			})
		}
		all.Go(func() {
			for thing := g; thing < things; thing += groups {
				meeting.Add(clients)
				for _, turn := range turns {
					turn <- thing
				}
				meeting.Wait()
			}
			for _, turn := range turns {
				close(turn)
			}
		})
	}
	all.Wait()
}

// oneStep is a flow in which any of the people approves.
func oneStep(people []member) flow.Flow {
	name := words.Text{"en": "Step", "zh-CN": "步骤"}
	anybody := &flow.Assignee{Kind: flow.People}
	for _, p := range people {
		anybody.People = append(anybody.People, p.id)
	}
	return flow.Flow{
		Nodes: []flow.Node{
			{ID: "start", Type: flow.Start, Name: name},
			{ID: "step", Type: flow.Approval, Name: name, Assignee: anybody},
			{ID: "end", Type: flow.End, Name: name},
		},
		Edges: []flow.Edge{{ID: "e1", From: "start", To: "step"}, {ID: "e2", From: "step", To: "end"}},
	}
}

// embedded starts a server on a store of its own, with so many people.
func embedded(t *testing.T, people int) (p *process, data string, c *cast) {
	t.Helper()
	data = t.TempDir()
	p = serve(t, data, "--person-rate", "1000000")
	return p, data, hire(t, p, people, func(login string) string { return tokenBeside(t, data, login) })
}

// tokenBeside makes a token with the help of the server that runs on a folder.
func tokenBeside(t *testing.T, data, login string) string {
	t.Helper()
	answer, err := askServer(t.Context(), data, controlRequest{User: login, Name: "test"}, controlLimit)
	if err != nil {
		t.Fatal(err)
	}
	return answer.Token
}

// late is what somebody is told who comes too late.
type late struct {
	Code   string
	Detail string
	Params struct{ By, At, Time string }
}

// Of 64 clients on one embedded store, eight decide the same task at the same
// moment, a thousand times over: one is the first, and everybody else is told
// who that was and when.
func TestOneOfManyDecidesATask(t *testing.T) {
	t.Parallel()
	tasks := 120
	if racesInFull() {
		tasks = 1000
	}
	const groups, clients = 8, 8
	p, _, c := embedded(t, 32)
	publish(t, p, c, oneStep(c.approvers))
	all := submitAll(t, []*process{p}, c.approvers[0].token, tasks)
	if t.Failed() {
		return
	}
	type answer struct {
		status int
		body   string
	}
	answers := make([][clients]answer, tasks)
	conns := make([]*http.Client, groups*clients)
	for i := range conns {
		conns[i] = keepAlive(t)
	}
	began := time.Now()
	meetings(groups, clients, tasks, func(client, task int) {
		action := []string{"approve", "reject"}[(client+task)%2]
		status, body, err := send(t, conns[client], c.approvers[client%len(c.approvers)].token, http.MethodPost, p.base+"/api/tasks/"+all[task].task+"/decisions",
			fmt.Sprintf(`{"action":%q,"comment":"client %d"}`, action, client))
		if err != nil {
			t.Error(err)
		}
		answers[task][client%clients] = answer{status, body}
	})
	t.Logf("%d tasks, each decided by %d, in %s", tasks, clients, time.Since(began).Round(time.Millisecond))
	for i, one := range all {
		_, view := p.ask(c.approvers[0].token, http.MethodGet, "/api/instances/"+one.instance, "")
		by, at, n := firstDecision(view)
		won := 0
		for k, a := range answers[i] {
			var l late
			if err := json.Unmarshal([]byte(a.body), &l); err != nil {
				t.Fatalf("not JSON: %s", a.body)
			}
			when, err := time.Parse(time.RFC3339, l.Params.At)
			switch {
			case a.status == http.StatusOK:
				won++
			case a.status != http.StatusConflict || l.Code != "task.decided":
				t.Errorf("client %d was told %d %s", k, a.status, a.body)
			case by[l.Params.By] == "" || err != nil || when.UnixMilli()/1000 != at/1000 || !strings.Contains(l.Detail, l.Params.By) || !strings.Contains(l.Detail, l.Params.Time):
				t.Errorf("it was %v at %d; client %d was told %s", by, at, k, a.body)
			}
		}
		if won != 1 || n != 1 || view["status"] == "running" {
			t.Errorf("task %s was won by %d and decided %d times; the case is %v", one.task, won, n, view["status"])
		}
	}
	p.stop()
}

// firstDecision returns the names of whoever decided a case, the instant, and
// how many decisions there are.
func firstDecision(view map[string]any) (names map[string]string, at int64, n int) {
	history, _ := view["history"].([]any)
	for _, e := range history {
		entry := e.(map[string]any)
		if kind := entry["type"]; kind != "task.approved" && kind != "task.rejected" {
			continue
		}
		n++
		if n > 1 {
			continue
		}
		names = map[string]string{}
		for lang, name := range entry["by"].(map[string]any)["name"].(map[string]any) {
			names[name.(string)] = lang
		}
		at = int64(entry["at"].(float64))
	}
	return names, at, n
}

// Ten thousand requests, each sent five times at the same moment under one key,
// are ten thousand cases with ten thousand numbers.
func TestARequestSentFiveTimesIsOneCase(t *testing.T) {
	t.Parallel()
	requests := 600
	if racesInFull() {
		requests = 10_000
	}
	const groups, copies = 12, 5
	p, data, c := embedded(t, groups)
	type receipt struct{ ID, No string }
	receipts := make([][copies]receipt, requests)
	conns := make([]*http.Client, groups*copies)
	for i := range conns {
		conns[i] = keepAlive(t)
	}
	began := time.Now()
	meetings(groups, copies, requests, func(client, request int) {
		w := worker{client: conns[client], person: c.approvers[request%groups], arena: &arena{t: t}}
		status, body, err := w.once(p.base, http.MethodPost, "/api/apps/leave/instances", fmt.Sprint("request ", request), sickLeave)
		if err == nil {
			err = json.Unmarshal(body, &receipts[request][client%copies])
		}
		if err != nil || status != http.StatusCreated {
			t.Errorf("request %d: %d %s %v", request, status, body, err)
		}
	})
	took := time.Since(began)
	t.Logf("%d requests, each sent %d times, in %s", requests, copies, took.Round(time.Millisecond))
	expected := map[string]string{} // id → number
	for i, same := range receipts {
		for _, r := range same {
			if r != same[0] || r.ID == "" || r.No == "" {
				t.Fatalf("request %d became %v", i, same)
			}
		}
		expected[same[0].ID] = same[0].No
	}
	p.stop()
	backend, err := openStore(t.Context(), place{Data: data}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = backend.Close() }()
	numbers := map[string]bool{}
	for _, doc := range everything[workflow.Document](t, backend, "instances") {
		if numbers[doc.No] {
			t.Errorf("the number %s was given twice", doc.No)
		}
		numbers[doc.No] = true
		if !strings.Contains(doc.Values, `"A cold"`) {
			continue // of the demo
		}
		if no, asked := expected[doc.ID]; !asked || no != doc.No {
			t.Errorf("case %s, number %s, was told to nobody", doc.ID, doc.No)
		}
		delete(expected, doc.ID)
	}
	if len(expected) > 0 {
		t.Errorf("%d cases are missing", len(expected))
	}
}
