package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// maxSteps bounds the decisions of one case, so that a flow which never ends
// fails the run instead of holding it.
const maxSteps = 8

// finished is a case that reached its end, to be read again later.
type finished struct {
	id    string
	token string // of its initiator
}

// tally is what one client has done.
type tally struct {
	submits, decides latencies
	cases            []finished
}

// load drives a server in a closed loop: each client submits a request, lets
// the people who are asked decide on it until it ends, and takes the next.
type load struct {
	address string
	cast    cast
	clients int
	run     string // makes the idempotency keys of this run its own
	bodies  [2][][]byte
	next    atomic.Int64
	// audience hears of what is decided; nil where no streams are open.
	audience *audience
}

// receipt is what the server answers to a submission and to a decision.
type receipt struct {
	ID     string `json:"id"`
	Status string `json:"status"`
	Rev    int64  `json:"rev"`
	Tasks  []struct {
		ID        string   `json:"id"`
		Assignees []string `json:"assignees"`
	} `json:"tasks"`
}

// newLoad prepares the bodies, so that the loop spends nothing on making them.
// Every second case is over three days and meets two approvals.
func newLoad(address string, c cast, clients int, run string, now time.Time) (*load, error) {
	l := &load{address: address, cast: c, clients: clients, run: run}
	for i := range c.employees {
		cover := c.employees[(i+1)%len(c.employees)]
		for kind, days := range []int{2, 5} {
			body, err := leaveBody(nextMonday(now), days, cover.id)
			if err != nil {
				return nil, err
			}
			l.bodies[kind] = append(l.bodies[kind], body)
		}
	}
	return l, nil
}

// nextMonday is at least a week ahead, so that no time zone makes it too soon.
func nextMonday(now time.Time) time.Time {
	day := now.UTC().AddDate(0, 0, 7)
	for day.Weekday() != time.Monday {
		day = day.AddDate(0, 0, 1)
	}
	return day
}

// leaveBody fills every field of the form but the one that a rule computes.
func leaveBody(start time.Time, days int, cover string) ([]byte, error) {
	body, err := json.Marshal(map[string]any{"form": map[string]any{
		"type": "annual",
		"period": map[string]any{
			"start": start.Format(time.DateOnly), "startHalf": "am",
			"end": start.AddDate(0, 0, days-1).Format(time.DateOnly), "endHalf": "pm",
		},
		"reason":        "Visiting family in Chengdu, planned since spring; 探亲，行程春天已定。",
		"handover":      cover,
		"handoverNotes": "The release is on Thursday; the check-list is in the project folder, and the customer knows.",
		"phone":         "+86 138 0000 0000",
		"mail":          "private@example.com",
		"abroad":        true,
		"destination":   "Lisbon",
		"project":       "Autumn release",
		"openWork": []any{
			map[string]any{"what": "Release notes", "due": start.Format(time.DateOnly)},
			map[string]any{"what": "Answer the audit's questions", "due": start.AddDate(0, 0, 1).Format(time.DateOnly)},
		},
	}})
	if err != nil {
		return nil, fmt.Errorf("write a request: %w", err)
	}
	return body, nil
}

// drive runs the loop for d and lets each client finish the case in hand. It
// returns what all clients did, added up, and stops at the first fault.
func (l *load) drive(ctx context.Context, d time.Duration) (tally, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	deadline := time.Now().Add(d)
	tallies := make([]tally, l.clients)
	var group sync.WaitGroup
	for i := range l.clients {
		group.Go(func() {
			c := &connection{address: l.address}
			defer c.close()
			for time.Now().Before(deadline) && ctx.Err() == nil {
				if err := l.oneCase(ctx, c, &tallies[i]); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	group.Wait()
	var sum tally
	for _, t := range tallies {
		sum.submits = append(sum.submits, t.submits...)
		sum.decides = append(sum.decides, t.decides...)
		sum.cases = append(sum.cases, t.cases...)
	}
	return sum, context.Cause(ctx)
}

func (l *load) oneCase(ctx context.Context, c *connection, t *tally) error {
	n := l.next.Add(1)
	who := int(n) % len(l.cast.employees)
	initiator := l.cast.employees[who]
	now, took, err := timed(ctx, c, http.StatusCreated, call{
		method: http.MethodPost, path: "/api/apps/leave/instances", token: initiator.token,
		key:  l.run + "-" + strconv.FormatInt(n, 10),
		body: l.bodies[int(n)/len(l.cast.employees)%2][who],
	})
	if err != nil {
		return fmt.Errorf("submit as %s: %w", initiator.login, err)
	}
	t.submits = append(t.submits, took)
	for range maxSteps {
		if now.Status != "running" {
			break
		}
		if len(now.Tasks) == 0 {
			return fmt.Errorf("case %s is running and has no open task", now.ID)
		}
		task := now.Tasks[0]
		actor, err := l.cast.actor(task.Assignees)
		if err != nil {
			return fmt.Errorf("task %s: %w", task.ID, err)
		}
		l.audience.deciding(now.ID)
		now, took, err = timed(ctx, c, http.StatusOK, call{
			method: http.MethodPost, path: "/api/tasks/" + task.ID + "/decisions", token: actor.token,
			body: []byte(`{"action":"approve","comment":"Enjoy. 祝旅途愉快。"}`),
		})
		if err != nil {
			return fmt.Errorf("decide %s as %s: %w", task.ID, actor.login, err)
		}
		t.decides = append(t.decides, took)
	}
	if now.Status != "approved" {
		return fmt.Errorf("case %s is %s after its last decision", now.ID, now.Status)
	}
	t.cases = append(t.cases, finished{id: now.ID, token: initiator.token})
	return nil
}

// timed makes one call that has to be answered with the status wanted.
func timed(ctx context.Context, c *connection, want int, r call) (receipt, time.Duration, error) {
	began := time.Now()
	a, err := c.do(ctx, r)
	took := time.Since(began)
	if err != nil {
		return receipt{}, 0, err
	}
	if a.status != want {
		return receipt{}, 0, fmt.Errorf("answer %d: %s", a.status, clip(a.body))
	}
	var out receipt
	if err := json.Unmarshal(a.body, &out); err != nil {
		return receipt{}, 0, fmt.Errorf("read the answer: %w", err)
	}
	return out, took, nil
}

// clip keeps an answer short enough to be part of an error.
func clip(body []byte) string {
	if len(body) > 500 {
		return string(body[:500]) + "…"
	}
	return string(body)
}

// found is what reading the cases again has shown.
type found struct {
	lost   int
	writes float64 // of a case's document on average, the first included
}

// readAgain fetches every case and counts those that are not there or not in
// their final state. A case's revision tells how often it was written.
func (l *load) readAgain(ctx context.Context, cases []finished) (found, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next, lost, writes atomic.Int64
	var group sync.WaitGroup
	for range l.clients {
		group.Go(func() {
			c := &connection{address: l.address}
			defer c.close()
			for ctx.Err() == nil {
				n := int(next.Add(1)) - 1
				if n >= len(cases) {
					return
				}
				a, err := c.do(ctx, call{method: http.MethodGet, path: "/api/instances/" + cases[n].id, token: cases[n].token})
				if err != nil {
					cancel(fmt.Errorf("read case %s again: %w", cases[n].id, err))
					return
				}
				var seen receipt
				if a.status != http.StatusOK || json.Unmarshal(a.body, &seen) != nil || seen.ID != cases[n].id || seen.Status != "approved" {
					lost.Add(1)
					continue
				}
				writes.Add(seen.Rev)
			}
		})
	}
	group.Wait()
	if err := context.Cause(ctx); err != nil {
		return found{}, err
	}
	f := found{lost: int(lost.Load())}
	if kept := len(cases) - f.lost; kept > 0 {
		f.writes = float64(writes.Load()) / float64(kept)
	}
	return f, nil
}
