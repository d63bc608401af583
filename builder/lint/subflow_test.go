package lint_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/lint"
)

// purchase is the app that is started: it asks for an amount and a kind.
func purchase(t *testing.T) app.App {
	t.Helper()
	a := leave(t)
	a.ID, a.Name, a.Rules, a.Summary, a.Title = "purchase", both("Purchase", "采购"), nil, nil, both("Purchase", "采购")
	a.Form.Schema = json.RawMessage(`{"type":"object","additionalProperties":false,"required":["amount","kind"],"properties":{
		"amount":{"type":"number"},"count":{"type":"integer"},"kind":{"type":"string","enum":["office","other"]},
		"note":{"type":"string","maxLength":5},"buyer":{"type":"string","format":"person"},"by":{"type":"string","format":"date"}}}`)
	a.Form.Layout.Sections[0].Fields = []string{"amount", "count", "kind", "note", "buyer", "by"}
	a.Form.Layout.Sections = a.Form.Layout.Sections[:1]
	a.Form.Layout.Fields = nil
	if err := json.Unmarshal([]byte(`{"amount":{"title":{"en":"Amount","zh-CN":"金额"}},"kind":{"title":{"en":"Kind","zh-CN":"类别"}}}`), &a.Form.Layout.Fields); err != nil {
		t.Fatal(err)
	}
	a.Flow = flow.Flow{
		Nodes: []flow.Node{
			{ID: "start", Type: flow.Start},
			{ID: "boss", Type: flow.Approval, Name: both("Boss", "上级"), Assignee: &flow.Assignee{Kind: flow.Manager}},
			{ID: "end", Type: flow.End, Result: "bought"},
		},
		Edges: []flow.Edge{{ID: "e1", From: "start", To: "boss"}, {ID: "e2", From: "boss", To: "end"}},
	}
	return a
}

func from(field, source string) flow.Filling { return flow.Filling{Field: field, From: source} }
func fixed(field, value string) flow.Filling {
	return flow.Filling{Field: field, Value: json.RawMessage(value)}
}

func TestCheckSubFlows(t *testing.T) {
	t.Parallel()
	enough := []flow.Filling{from("amount", "days"), fixed("kind", `"office"`)}
	for name, c := range map[string]struct {
		sub    flow.SubFlow
		change func(*app.App, *app.App)
		want   []string
	}{
		"nothing": {sub: flow.SubFlow{Fill: enough, Take: []flow.Taking{{From: flow.TakeStatus, To: "reason"}}}},
		"an app that is not there": {sub: flow.SubFlow{App: "gone"}, want: []string{
			"error flow.nodes.buy: The step “Buy” starts a request of the app “gone”, of which nothing is published. Publish that app first, or choose another.",
		}},
		"a field that its form does not have": {sub: flow.SubFlow{Fill: append(enough, from("sum", "days")), Take: []flow.Taking{{From: "total", To: "reason"}}}, want: []string{
			"error flow.nodes.buy: The step “Buy” uses the field “sum”, which the form of “Purchase” does not have. Choose another field or remove it.",
			"error flow.nodes.buy: The step “Buy” uses the field “total”, which the form of “Purchase” does not have. Choose another field or remove it.",
		}},
		"things of another kind": {sub: flow.SubFlow{
			Fill: []flow.Filling{from("amount", "reason"), fixed("kind", `"office"`), from("buyer", "reason"), from("count", "days"), from("note", "type")},
			Take: []flow.Taking{{From: "amount", To: "handover"}, {From: flow.TakeNumber, To: "type"}, {From: flow.TakeResult, To: "reason"}},
		}, want: []string{
			"error flow.nodes.buy: The step “Buy”: the field “Amount” of “Purchase” and the field “Reason” here do not hold the same kind of thing. Choose fields of one kind.",
			"error flow.nodes.buy: The step “Buy”: the field “buyer” of “Purchase” and the field “Reason” here do not hold the same kind of thing. Choose fields of one kind.",
			"error flow.nodes.buy: The step “Buy”: the field “count” of “Purchase” and the field “Working days” here do not hold the same kind of thing. Choose fields of one kind.",
			"error flow.nodes.buy: The step “Buy”: the field “Amount” of “Purchase” and the field “Hand over to” here do not hold the same kind of thing. Choose fields of one kind.",
			"error flow.nodes.buy: The step “Buy”: the field “$no” of “Purchase” and the field “Leave type” here do not hold the same kind of thing. Choose fields of one kind.",
		}},
		"fixed values that do not fit": {sub: flow.SubFlow{Fill: []flow.Filling{
			fixed("amount", `"much"`), fixed("kind", `"moon"`), fixed("note", `"too long"`), fixed("count", `1.5`), fixed("by", `"soon"`),
		}}, want: []string{
			"error flow.nodes.buy: The step “Buy” fills in a fixed value that the field “Amount” of “Purchase” does not take. Choose another value.",
			"error flow.nodes.buy: The step “Buy” fills in a fixed value that the field “Kind” of “Purchase” does not take. Choose another value.",
			"error flow.nodes.buy: The step “Buy” fills in a fixed value that the field “note” of “Purchase” does not take. Choose another value.",
			"error flow.nodes.buy: The step “Buy” fills in a fixed value that the field “count” of “Purchase” does not take. Choose another value.",
			"error flow.nodes.buy: The step “Buy” fills in a fixed value that the field “by” of “Purchase” does not take. Choose another value.",
		}},
		"what is required may be missing": {sub: flow.SubFlow{Fill: []flow.Filling{from("amount", "items.amount")}, Each: "items"}, want: []string{
			"warning flow.nodes.buy: The form of “Purchase” requires the field “Amount”, which the step “Buy” fills in from “Items · amount”; that may be left empty, and the request cannot be started then. Make it required.",
			"warning flow.nodes.buy: The form of “Purchase” requires the field “Kind”, which the step “Buy” does not fill in. The request cannot be started then. Fill it in, unless a rule there does.",
		}},
		"apps that start each other": {sub: flow.SubFlow{Fill: enough}, change: func(_, other *app.App) {
			other.Flow.Nodes = append(other.Flow.Nodes, flow.Node{ID: "back", Type: flow.Subflow, Name: both("Back", "回"), Sub: &flow.SubFlow{App: "leave"}})
			other.Flow.Edges = []flow.Edge{{ID: "e1", From: "start", To: "boss"}, {ID: "e2", From: "boss", To: "back"}, {ID: "e3", From: "back", To: "end"}}
		}, want: []string{
			"warning flow.nodes.buy: The step “Buy” starts a request of “Purchase”, which leads back to this app. Check that it stops: at most five requests may start each other one below the other.",
		}},
		"rows that somebody may remove meanwhile": {sub: flow.SubFlow{Fill: enough, Each: "items", Take: []flow.Taking{{From: "amount", To: "items.amount"}}}, change: func(a, _ *app.App) {
			a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{ID: "fork", Type: flow.Parallel}, flow.Node{
				ID: "pay", Type: flow.Approval, Name: both("Pay", "付款"), Assignee: &flow.Assignee{Kind: flow.Manager}, Fields: map[string]flow.Access{"items": flow.Edit},
			}, flow.Node{ID: "meet", Type: flow.Join})
			a.Flow.Edges[0].To = "fork"
			a.Flow.Edges[len(a.Flow.Edges)-1].From = "meet"
			for i, e := range [][2]string{{"fork", "buy"}, {"fork", "pay"}, {"buy", "meet"}, {"pay", "meet"}} {
				a.Flow.Edges = append(a.Flow.Edges, flow.Edge{ID: "f" + string(rune('0'+i)), From: e[0], To: e[1]})
			}
		}, want: []string{
			"warning flow.nodes.buy: The step “Pay” may add or remove rows of “Items” while the step “Buy” waits for the requests of these rows; what they bring back is not taken over then. Let it edit columns only, or put one step behind the other.",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, other := leave(t), purchase(t)
			schema(t, &a, `"days": {`, `"items":{"type":"array","maxItems":200,"items":{"type":"object","additionalProperties":false,"properties":{"amount":{"type":"number"}}}},"days": {`)
			a.Form.Layout.Sections[0].Fields = append(a.Form.Layout.Sections[0].Fields, "items")
			look := a.Form.Layout.Fields["days"]
			look.Title, look.Widget = both("Items", "明细"), ""
			a.Form.Layout.Fields["items"] = look
			if c.sub.App == "" {
				c.sub.App = "purchase"
			}
			a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{ID: "buy", Type: flow.Subflow, Name: both("Buy", "采购"), Sub: &c.sub})
			to := a.Flow.Edges[0].To
			a.Flow.Edges[0].To = "buy"
			a.Flow.Edges = append(a.Flow.Edges, flow.Edge{ID: "e9", From: "buy", To: to})
			if c.change != nil {
				c.change(&a, &other)
			}
			if _, err := app.Compile(a); err != nil {
				t.Fatal(err)
			}
			compiled, err := app.Compile(other)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range lint.CheckSubFlows(a, func(id string) *app.Compiled {
				if id == "purchase" {
					return compiled
				}
				return nil
			}) {
				got = append(got, string(f.Level)+" "+f.Place+": "+lint.Message(f, "en"))
				checkMessage(t, f)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("found\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(c.want, "\n  "))
			}
		})
	}
}

func TestATableOfAnySizeCannotBeGoneThrough(t *testing.T) {
	t.Parallel()
	for most, want := range map[string]int{`"maxItems":200,`: 0, `"maxItems":201,`: 1, ``: 1} {
		a := leave(t)
		schema(t, &a, `"days": {`, `"items":{"type":"array",`+most+`"items":{"type":"object","properties":{"amount":{"type":"number"}}}},"days": {`)
		a.Flow.Nodes = append(a.Flow.Nodes, flow.Node{ID: "buy", Type: flow.Subflow, Name: both("Buy", "采购"), Sub: &flow.SubFlow{App: "purchase", Each: "items"}})
		to := a.Flow.Edges[0].To
		a.Flow.Edges[0].To = "buy"
		a.Flow.Edges = append(a.Flow.Edges, flow.Edge{ID: "e9", From: "buy", To: to})
		n := 0
		for _, f := range lint.Check(a) {
			if f.Code == app.CodeSubRows {
				n++
				checkMessage(t, f)
			}
		}
		if n != want {
			t.Errorf("%q: %d findings, want %d", most, n, want)
		}
	}
}
