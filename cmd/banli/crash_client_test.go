package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync"
)

// outcome is what a client knows of a command that it sent.
type outcome int

const (
	// unsure: an answer was lost, and what the repeat was told does not say
	// whether the command was carried out before.
	unsure outcome = iota
	accepted
	declined
)

// order is one command as its client saw it. Its mark is part of what the
// command says, so that it can be found again.
type order struct {
	mark     string
	person   string // id
	action   string
	instance string
	outcome  outcome
	// said is what a refusal said.
	said string
}

// orders are all the commands of a test.
type orders struct {
	mu  sync.Mutex
	all []order
}

func (o *orders) add(one order) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.all = append(o.all, one)
}

// worker is somebody who works through their inbox, and asks for something
// where it is empty, until the arena is finished.
type worker struct {
	arena  *arena
	orders *orders
	cast   *cast
	person member
	n      int // which one
	sent   int
	random *rand.Rand
	client *http.Client
	// at is the server that the worker prefers; it follows when one dies.
	at int
}

func (w *worker) work() {
	defer w.client.CloseIdleConnections()
	for !w.arena.finished() {
		tasks, ok := w.inbox()
		if !ok {
			return
		}
		switch {
		case len(tasks) > 0:
			w.decide(tasks[w.random.IntN(len(tasks))])
		case w.random.IntN(4) == 0: // else look again
			w.submit()
		}
	}
}

// waiting is a task in an inbox.
type waiting struct {
	Task     string
	Actions  []string
	Instance struct{ ID string }
}

func (w *worker) inbox() ([]waiting, bool) {
	status, body, _ := w.send(http.MethodGet, "/api/inbox?limit=10", "", "")
	if status == 0 {
		return nil, false
	}
	var page struct{ Items []waiting }
	if err := json.Unmarshal(body, &page); err != nil || status != http.StatusOK {
		w.arena.errorf("the inbox of %s: %d %s", w.person.login, status, body)
		return nil, false
	}
	return page.Items, true
}

func (w *worker) mark() string {
	w.sent++
	return fmt.Sprintf("mark-%d-%d", w.n, w.sent)
}

func (w *worker) submit() {
	o := order{mark: w.mark(), person: w.person.id, action: "submit"}
	kind := leaveKinds[w.random.IntN(len(leaveKinds))]
	body := strings.Replace(strings.Replace(sickLeave, `"sick"`, `"`+kind+`"`, 1), "A cold", o.mark, 1)
	w.carryOut(o, "/api/apps/leave/instances", body)
}

// decide does something with a task that is offered there.
func (w *worker) decide(task waiting) {
	o := order{mark: w.mark(), person: w.person.id, instance: task.Instance.ID}
	o.action = w.choose(task.Actions)
	colleague := func() []string { return []string{w.cast.approvers[w.random.IntN(len(w.cast.approvers))].id} }
	body, path := map[string]any{"action": o.action, "comment": o.mark}, "decisions"
	switch o.action {
	case "return":
		body["to"] = "start"
		body["resume"] = []string{"", "returner", "walk"}[w.random.IntN(3)]
	case "transfer", "delegate":
		body["to"], path = colleague(), "actions"
	case "addSigners":
		body["to"], body["where"], path = colleague(), []string{"before", "after", "beside"}[w.random.IntN(3)], "actions"
	}
	text, err := json.Marshal(body)
	if err != nil {
		w.arena.errorf("%v", err)
		return
	}
	w.carryOut(o, "/api/tasks/"+task.Task+"/"+path, string(text))
}

// choose picks an action by its weight. Those without one leave no mark of
// their own.
func (w *worker) choose(offered []string) string {
	weights := map[string]int{
		"approve": 55, "reject": 7, "return": 8, "transfer": 9, "delegate": 6, "addSigners": 9, "answer": 20, "resubmit": 20,
	}
	sum := 0
	for _, action := range offered {
		sum += weights[action]
	}
	pick := w.random.IntN(max(1, sum))
	for _, action := range offered {
		if pick -= weights[action]; pick < 0 {
			return action
		}
	}
	w.arena.errorf("nothing to be done is among %q", offered)
	return "approve"
}

// carryOut sends a command until it is answered, and keeps what became of it.
func (w *worker) carryOut(o order, path, body string) {
	status, text, sure := w.send(http.MethodPost, path, o.mark, body)
	switch {
	case status == http.StatusOK || status == http.StatusCreated:
		o.outcome = accepted
		var receipt struct{ ID string }
		if err := json.Unmarshal(text, &receipt); err != nil || o.instance != "" && o.instance != receipt.ID {
			w.arena.errorf("%s of %s on %s was answered %s (%v)", o.action, w.person.login, o.instance, text, err)
		}
		o.instance = receipt.ID
	case status == 0:
		// The test is over.
	case status >= http.StatusInternalServerError || status == http.StatusTooManyRequests:
		w.arena.errorf("%s of %s: %d %s", o.action, w.person.login, status, text)
	case sure:
		o.outcome, o.said = declined, string(text)
	}
	w.orders.add(o)
}

// errBusy is an answer that says to try again: this machine has few processors,
// and many who want them.
var errBusy = errors.New("the server is busy")

// mostFailures is how often a request may find no server that answers.
const mostFailures = 1000

// send sends one request until there is an answer, to whichever server is up.
// It is sure where the first try was answered. A request that is sent again
// after a server died carries the same key.
func (w *worker) send(method, path, key, body string) (status int, text []byte, sure bool) {
	var err error
	for failures := range mostFailures {
		base, _ := w.arena.address(w.at)
		if base == "" {
			return 0, nil, false
		}
		status, text, err = w.once(base, method, path, key, body)
		if status == http.StatusServiceUnavailable {
			err = errBusy
		}
		if err == nil {
			if key != "" && status < http.StatusMultipleChoices {
				w.arena.reach(answered)
			}
			return status, text, failures == 0
		}
		w.at++ // another server takes over
	}
	if w.arena.t.Context().Err() == nil {
		w.arena.errorf("%s %s is not answered: %v", method, path, err)
	}
	return 0, nil, false
}

func (w *worker) once(base, method, path, key, body string) (int, []byte, error) {
	ctx := w.arena.t.Context()
	if key != "" {
		ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { w.arena.reach(asked) }})
	}
	req, err := http.NewRequestWithContext(ctx, method, base+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+w.person.token)
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	res, err := w.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	return res.StatusCode, text, err
}

// listen hears what a person is told, from whichever server is up.
func (w *worker) listen() {
	for !w.arena.finished() {
		base, changed := w.arena.address(w.at)
		if base == "" {
			return
		}
		w.hear(base)
		select {
		case <-changed: // the server died
		case <-w.arena.t.Context().Done():
		}
	}
}

func (w *worker) hear(base string) {
	req, err := http.NewRequestWithContext(w.arena.t.Context(), http.MethodGet, base+"/api/events", nil)
	if err != nil {
		w.arena.errorf("%v", err)
		return
	}
	req.Header.Set("Authorization", "Bearer "+w.person.token)
	res, err := w.client.Do(req)
	if err != nil {
		return // it died
	}
	defer func() { _ = res.Body.Close() }()
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if bytes.Equal(lines.Bytes(), []byte("event: notice")) {
			w.arena.reach(told)
		}
	}
}
