package lint_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/lint"
	"github.com/banli-oa/banli/builder/rule"
)

// secretReason marks the reason of a leave, and lets the manager read it.
func secretReason(t *testing.T, a *app.App) {
	t.Helper()
	schema(t, a, `"reason": {"type": "string",`, `"reason": {"type": "string", "sensitive": true,`)
	a.Flow.Nodes[1].Fields = map[string]flow.Access{"reason": flow.Read}
}

func TestSensitiveFieldsStayWhereTheyAre(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(t *testing.T, a *app.App)
		want   []string
	}{
		"as it should be": {func(*testing.T, *app.App) {}, nil},
		"nobody sees it": {func(_ *testing.T, a *app.App) { a.Flow.Nodes[1].Fields = nil }, []string{
			"warning form.fields.reason: No step lets its people see the sensitive field “Reason”: only whoever submits the request does. If somebody needs it, choose “Read” for it at their step.",
		}},
		"hidden, which opens nothing": {func(_ *testing.T, a *app.App) { a.Flow.Nodes[1].Fields["reason"] = flow.Hide }, []string{
			"warning form.fields.reason: No step lets its people see the sensitive field “Reason”: only whoever submits the request does. If somebody needs it, choose “Read” for it at their step.",
		}},
		"in the title": {func(_ *testing.T, a *app.App) { a.Title = both("{reason} of {initiator}", "{initiator}：{reason}") }, []string{
			"error app.title: The title of requests shows the field “Reason”, which is sensitive, to everybody who finds the request. Take it out of the title.",
		}},
		"in lists": {func(_ *testing.T, a *app.App) { a.Summary = []string{"days", "reason"} }, []string{
			"error app.summary: Lists show the field “Reason”, which is sensitive. Take it out of the fields that lists show.",
		}},
		"in a message": {func(_ *testing.T, a *app.App) {
			a.Flow.Nodes[4].Type, a.Flow.Nodes[4].Message = flow.Notify, both("Away: {reason}", "请假：{reason}")
		}, []string{
			"error flow.nodes.hr: The message of the step “Copy to HR” tells the field “Reason”, which is sensitive. Take it out of the message.",
		}},
		"to another system": {func(_ *testing.T, a *app.App) {
			a.Flow.Nodes[4] = flow.Node{ID: "hr", Type: flow.Webhook, Name: both("Tell ERP", "通知 ERP"), Webhook: &flow.Call{URL: "https://erp.example.com/hook", Fields: []string{"days", "reason"}}}
		}, []string{
			"error flow.nodes.hr: The step “Tell ERP” sends the field “Reason” to another system, but it is sensitive, or has a sensitive column. Take it out of the fields that are sent.",
		}},
		"as who acts": {func(t *testing.T, a *app.App) {
			schema(t, a, `"format": "person"`, `"format": "person", "sensitive": true`)
			a.Flow.Nodes[1].Fields["handover"] = flow.Read
			a.Flow.Nodes[3].Assignee = &flow.Assignee{Kind: flow.Field, Field: "handover"}
		}, []string{
			"error flow.nodes.head: The people of the step “Department head” come from the field “Hand over to”, which is sensitive: who has a task can be seen by others. Choose another field, or do not mark it as sensitive.",
		}},
		"as what is waited for": {func(t *testing.T, a *app.App) {
			schema(t, a, `"period": {`, `"period": {"sensitive": true,`)
			a.Summary, a.Flow.Nodes[1].Fields["period"] = []string{"days"}, flow.Read
			a.Rules = slices.DeleteFunc(a.Rules, func(r rule.Rule) bool { return r.ID == "countDays" })
			insertWait(a, &flow.WaitFor{Field: "period.start"})
		}, []string{
			"warning flow.nodes.pause: The step “Pause” waits for the date in “Dates”, which is sensitive: when it goes on tells the date. Wait for another field if nobody may know it.",
		}},
		"computed into another field": {func(t *testing.T, a *app.App) {
			schema(t, a, `"period": {`, `"period": {"sensitive": true,`)
			a.Summary, a.Flow.Nodes[1].Fields["period"] = []string{"days"}, flow.Read
		}, []string{
			"warning rules.countDays: The rule “Count working days” computes the field “Working days” from “Dates”, which is sensitive. Mark “Working days” as sensitive too if it tells what is kept there.",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := leave(t)
			secretReason(t, &a)
			c.change(t, &a)
			var got []string
			for _, f := range lint.Check(a) {
				got = append(got, string(f.Level)+" "+f.Place+": "+lint.Message(f, "en"))
				checkMessage(t, f)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
		})
	}
}

// TestSensitiveFieldsAreHandedOnToSensitiveOnes looks at both ways between two
// apps: what is sealed only where it arrives harms nobody.
func TestSensitiveFieldsAreHandedOnToSensitiveOnes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		here, there bool
		want        int
	}{"neither": {}, "both": {here: true, there: true}, "here": {here: true, want: 1}, "there": {there: true, want: 1}} {
		a, child := leave(t), purchase(t)
		if c.here {
			secretReason(t, &a)
		}
		if c.there {
			child.Form.Schema = json.RawMessage(strings.Replace(string(child.Form.Schema), `"note":{`, `"note":{"sensitive":true,`, 1))
		}
		a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{ID: "buy", Type: flow.Subflow, Name: both("Buy", "采购"), Sub: &flow.SubFlow{
			App:  "purchase",
			Fill: []flow.Filling{from("amount", "days"), fixed("kind", `"office"`), from("note", "reason")}, Take: []flow.Taking{{From: "note", To: "reason"}},
		}})
		a.Flow.Edges = append(a.Flow.Edges, flow.Edge{ID: "e9", From: "buy", To: a.Flow.Edges[0].To})
		a.Flow.Edges[0].To = "buy"
		compiled, err := app.Compile(child)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, f := range lint.CheckSubFlows(a, func(string) *app.Compiled { return compiled }) {
			if f.Code == lint.CodeSubSensitive {
				n++
				checkMessage(t, f)
			}
		}
		if n != c.want {
			t.Errorf("%s: %d findings, want %d", name, n, c.want)
		}
	}
}
