package engine_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
)

// rows makes a table.
func rows(n int) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = map[string]any{"x": json.Number("1")}
	}
	return list
}

// eachRow is a case that starts another one for each row.
func eachRow(t *testing.T, sub flow.SubFlow) engine.Scene {
	t.Helper()
	sub.App, sub.Each = "other", "rows"
	g, err := flow.Compile(flow.Flow{
		Nodes: []flow.Node{{ID: "start", Type: flow.Start}, {ID: "each", Type: flow.Subflow, Sub: &sub}, {ID: "end", Type: flow.End}},
		Edges: []flow.Edge{{ID: "e1", From: "start", To: "each"}, {ID: "e2", From: "each", To: "end"}},
	}, scenarioTypes)
	if err != nil {
		t.Fatal(err)
	}
	return engine.Scene{Graph: g}
}

func TestATableWithTooManyRowsIsRefused(t *testing.T) {
	t.Parallel()
	s := eachRow(t, flow.SubFlow{})
	in := engine.Instance{ID: "case", App: "app", Revision: 1}
	out, err := engine.Decide(s, in, engine.Submit{Actor: "ann", Values: map[string]any{"rows": rows(flow.MaxRows)}, At: 1}, nil)
	if err != nil || len(out.Instance.Errands) != flow.MaxRows {
		t.Fatalf("%d errands, %v", len(out.Instance.Errands), err)
	}
	out, err = engine.Decide(s, in, engine.Submit{Actor: "ann", Values: map[string]any{"rows": rows(flow.MaxRows + 1)}, At: 1}, nil)
	var many *engine.RowsError
	if !errors.As(err, &many) || many.Rows != flow.MaxRows+1 || len(out.Effects) > 0 {
		t.Fatalf("%v, %d effects", err, len(out.Effects))
	}
}

func TestFilled(t *testing.T) {
	t.Parallel()
	s := eachRow(t, flow.SubFlow{Fill: []flow.Filling{
		{Field: "cost", From: "rows.x"}, {Field: "sum", From: "a"}, {Field: "empty", From: "b"},
		{Field: "kind", Value: json.RawMessage(`"office"`)}, {Field: "count", Value: json.RawMessage(`19.90`)},
	}})
	in := engine.Instance{Values: map[string]any{
		"a": json.Number("7"), "rows": []any{map[string]any{"x": json.Number("1")}, map[string]any{"x": json.Number("2")}},
	}}
	got, err := engine.Filled(s.Graph.Node("each"), in, engine.Errand{Row: 2})
	want := map[string]any{"cost": json.Number("2"), "sum": json.Number("7"), "kind": "office", "count": json.Number("19.90")}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("filled %v (%v), want %v", got, err, want)
	}
	got, err = engine.Filled(s.Graph.Node("each"), in, engine.Errand{Row: 3})
	delete(want, "cost")
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("a row that is gone fills %v (%v), want %v", got, err, want)
	}
}
