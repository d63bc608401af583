package httpapi_test

import (
	"strconv"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
)

// TestWhatComesBackGoesToItsRow: somebody moves, removes and adds rows of a table
// while there are requests under way for them.
func TestWhatComesBackGoesToItsRow(t *testing.T) {
	t.Parallel()
	for what, tt := range map[string]struct{ sent, want, mark string }{
		"moved": {sent: `{"#":2,"cost":30},{"#":0,"cost":10},{"#":1,"cost":20}`, want: `[{"cost":30,"paid":3,"state":"approved"},{"cost":10,"paid":1,"state":"approved"},{"cost":20,"paid":2,"state":"approved"}]`},
		"moved, and sealed": {
			sent: `{"#":1,"cost":20},{"#":0,"cost":10}, {"#":2,"cost":30}`, mark: `"sensitive":true,`,
			want: `[{"cost":20,"paid":2,"state":"approved"},{"cost":10,"paid":1,"state":"approved"},{"cost":30,"paid":3,"state":"approved"}]`,
		},
		"replaced": {sent: `{"cost":40},{"#":2,"cost":30},{"#":1,"cost":20}`, want: `[{"cost":40},{"cost":30,"paid":3,"state":"approved"},{"cost":20,"paid":2,"state":"approved"}]`},
		// Then nothing is taken over, whosever it may be.
		"removed": {sent: `{"#":2,"cost":30}`, want: `[{"cost":30}]`},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.supplies(flow.SubFlow{}) // for the app that is started
			sub := flow.SubFlow{
				App: "supply", Each: "items", Need: flow.NeedAny, Fill: []flow.Filling{{Field: "amount", From: "items.cost"}, {Field: "kind", Value: []byte(`"office"`)}},
				Take: []flow.Taking{{From: flow.TakeStatus, To: "items.state"}, {From: "paid", To: "items.paid"}},
			}
			f := flow.Flow{
				Nodes: []flow.Node{
					{ID: "start", Type: flow.Start, Name: bothWords("Start")},
					{ID: "both", Type: flow.Parallel, Name: bothWords("Both")},
					{ID: "buy", Type: flow.Subflow, Name: bothWords("Buy"), Sub: &sub},
					{ID: "desk", Type: flow.Approval, Name: bothWords("Desk"), Assignee: &flow.Assignee{Kind: flow.Manager}, Fields: map[string]flow.Access{"items": flow.Edit}},
					{ID: "met", Type: flow.Join, Name: bothWords("Met")},
					{ID: "end", Type: flow.End, Name: bothWords("End")},
				},
				Edges: []flow.Edge{
					{ID: "e1", From: "start", To: "both"}, {ID: "e2", From: "both", To: "buy"}, {ID: "e3", From: "both", To: "desk"},
					{ID: "e4", From: "buy", To: "met"}, {ID: "e5", From: "desk", To: "met"}, {ID: "e6", From: "met", To: "end"},
				},
			}
			w.publish(appOf("kits", ``, `"items":{`+tt.mark+`"type":"array","maxItems":200,"items":{"type":"object","additionalProperties":false,"properties":{
				"cost":{"type":"number"},"state":{"type":"string"},"paid":{"type":"number"}}}}`, f))
			id := w.start("kits", `"items":[{"cost":10},{"cost":20},{"cost":30}]`)
			w.settleOutbox()
			children := w.children("ann", id)
			task := ""
			for _, each := range w.see("ann", id).get(t, "tasks").([]any) {
				task = each.(map[string]any)["id"].(string)
			}
			w.decide("bo", task, w.withRows("ann", id, "items", `{"action":"approve","form":{"items":[`+tt.sent+`]}}`)).want(t, 200)
			for i, child := range children {
				w.conclude("bo", child, "approve", `"paid":`+strconv.Itoa(i+1))
			}
			w.settleOutbox()
			done := w.see("ann", id)
			if got := plainRows(t, done.get(t, "form", "items")); got != tt.want || done.text(t, "status") != "approved" {
				t.Errorf("the request is %s with %s, want %s", done.text(t, "status"), got, tt.want)
			}
		})
	}
}
