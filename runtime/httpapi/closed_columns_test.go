package httpapi_test

import (
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
)

// closedColumns allows everything, and closes columns of a table in a way that is
// named: hide, lock, or open, which leaves the only sensitive one out.
func closedColumns(way, paths string) string {
	return `package banli.authz

decision := {"allow": true, "reasons": ["allow.all"], "` + way + `": ` + paths + `}

principals := [sprintf("user:%s", [input.subject.id])]

readers := [sprintf("user:%s", [input.resource.initiator])]
`
}

// TestAColumnThatThePolicyClosesIsNotWritten: what a policy says of a column holds
// for whoever sends a table, too.
func TestAColumnThatThePolicyClosesIsNotWritten(t *testing.T) {
	t.Parallel()
	const fields = `"note":{"type":"string"},"items":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{
		"day":{"type":"string"},"rate":{"type":"string"},"card":{"type":"string","sensitive":true}}}}`
	const (
		form   = `{"form":{"items":[{"day":"Monday","rate":"low","card":"one"},{"day":"Tuesday","rate":"high","card":"two"}]}}`
		unseen = `{"action":"approve","form":{"items":[{"#":0,"day":"Monday"},{"#":1,"day":"Friday"}]}}`
		empty  = `{"action":"approve","form":{"items":[{"#":0,"day":"Monday","rate":null,"card":null},{"#":1,"day":"Friday"}]}}`
		others = `{"action":"approve","form":{"items":[{"#":0,"day":"Monday","rate":"low","card":"one"},{"#":1,"day":"Friday","rate":"none","card":"mine"}]}}`
	)
	for _, tt := range []struct {
		way, paths string
		// sent is the status of a new form with everything in it, given that of an
		// edit which says something else of the closed columns, and that of one which
		// empties them.
		sent, given, emptied int
		code                 string
	}{
		{"hide", `["items.rate", "items.card"]`, 422, 422, 200, "form.invalid"},
		{"lock", `["items.rate", "items.card"]`, 422, 422, 422, "form.invalid"},
		{"open", `["note"]`, 201, 200, 200, ""},
	} {
		t.Run(tt.way, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			a := appOf("cards", ``, fields, line(flow.Node{
				ID: "boss", Type: flow.Approval, Name: bothWords("Boss"), Assignee: &flow.Assignee{Kind: flow.Manager},
				Fields: map[string]flow.Access{"items": flow.Edit},
			}))
			w.publish(a)
			first := w.as("ann", "POST", "/api/apps/cards/instances", form).want(t, 201)
			third := w.as("ann", "POST", "/api/apps/cards/instances", form).want(t, 201)
			second := w.as("ann", "POST", "/api/apps/cards/instances", form).want(t, 201)
			rows := func(of answer, text string) string { return w.withRows("ann", of.text(t, "id"), "items", text) }
			theirs, keeping, emptying := rows(first, others), rows(second, unseen), rows(third, empty)
			w.policy(closedColumns(tt.way, tt.paths))
			if again := w.as("ann", "POST", "/api/apps/cards/instances", form); again.status != tt.sent || !strings.Contains(again.body, tt.code) {
				t.Errorf("a new form with closed columns: %d %s", again.status, again.body)
			}
			if got := w.decide("bo", first.open(t), theirs); got.status != tt.given || !strings.Contains(got.body, tt.code) {
				t.Errorf("other values for closed columns: %d %s", got.status, got.body)
			}
			w.decide("bo", second.open(t), keeping).want(t, 200)
			if got := w.decide("bo", third.open(t), emptying); got.status != tt.emptied {
				t.Errorf("closed columns are emptied: %d %s", got.status, got.body)
			}
			w.policy(closedColumns("open", `["items.card"]`))
			kept := w.see("ann", second.text(t, "id"))
			if day, card := kept.text(t, "form", "items", 1, "day"), kept.text(t, "form", "items", 1, "card"); day != "Friday" || card != "two" {
				t.Errorf("the row that was edited is now %v", kept.get(t, "form", "items", 1))
			}
			// What is open without being seen may be emptied, what is closed may not.
			row := w.see("ann", third.text(t, "id")).get(t, "form", "items", 0).(map[string]any)
			if whole := row["rate"] == "low" && row["card"] == "one"; whole != (tt.way != "open") {
				t.Errorf("the row that was emptied is now %v", row)
			}
		})
	}
}
