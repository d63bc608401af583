package httpapi_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
)

// modelRow is a row as whoever sees it all sees it: without cost where it is 0.
type modelRow struct {
	id, name, rate string
	cost           int
}

func (r modelRow) sent() map[string]any {
	out := map[string]any{"name": r.name}
	if r.id != "" {
		out["$id"] = r.id
	}
	return out
}

func (r modelRow) whole() map[string]any {
	out := r.sent()
	if r.cost > 0 {
		out["cost"] = r.cost
	}
	if r.rate != "" {
		out["rate"] = r.rate
	}
	return out
}

// TestRandomEditsOfRows edits tables at random where columns are hidden and locked,
// and holds what comes of it to a list of rows that knows all.
func TestRandomEditsOfRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.publish(billApp("bill"))
	const seed = 20261128
	dice := rand.New(rand.NewPCG(seed, 1))
	ever := map[string]int{} // which case an id was given in
	for round := range 25 {
		var before []modelRow
		for i := range 1 + dice.IntN(5) {
			before = append(before, modelRow{name: fmt.Sprint("row ", i), cost: 1 + dice.IntN(3), rate: []string{"low", "high"}[dice.IntN(2)]})
		}
		a := w.as("ann", http.MethodPost, "/api/apps/bill/instances", rowsJSON(t, "", before, modelRow.whole)).want(t, http.StatusCreated)
		id := a.text(t, "id")
		before = w.modelRows(t, id)
		for _, r := range before {
			if ever[r.id] != 0 {
				t.Fatalf("seed %d, round %d: the id %s was given twice", seed, round, r.id)
			}
			ever[r.id] = round + 1
		}

		// The manager sees names and rates, and writes names.
		want := shuffled(dice, before)
		for i := range want {
			if want[i].id == "" {
				want[i].cost, want[i].rate = 0, "none"
			}
		}
		w.decide("bo", a.open(t), rowsJSON(t, "approve", want, knowing(want, modelRow.sent))).want(t, http.StatusOK)
		after := w.modelRows(t, id)
		compareRows(t, fmt.Sprintf("seed %d, round %d", seed, round), before, want, after)

		// The initiator sees and writes it all, and need not send ids.
		task := w.see("ann", id).text(t, "tasks", 1, "id")
		before, want = after, shuffled(dice, after)
		for i := range want {
			want[i].cost, want[i].rate = 1+dice.IntN(3), "mid"
		}
		named := dice.IntN(2) == 0
		send := modelRow.whole
		if !named {
			send = func(r modelRow) map[string]any { r.id = ""; return r.whole() }
		}
		w.decide("ann", task, rowsJSON(t, "complete", want, send)).want(t, http.StatusOK)
		after = w.modelRows(t, id)
		if !named {
			for i := range want {
				want[i].id = after[i].id
			}
		}
		compareRows(t, fmt.Sprintf("seed %d, round %d, second step, ids %t", seed, round, named), before, want, after)
	}
}

// knowing says of each row that it is new, where none has an id: whoever takes all
// rows away and adds others knows which is which.
func knowing(rows []modelRow, as func(modelRow) map[string]any) func(modelRow) map[string]any {
	if slices.ContainsFunc(rows, func(r modelRow) bool { return r.id != "" }) {
		return as
	}
	return func(r modelRow) map[string]any {
		out := as(r)
		out["$id"] = nil
		return out
	}
}

// shuffled removes, adds, copies, renames and moves rows at random.
func shuffled(dice *rand.Rand, rows []modelRow) []modelRow {
	out := slices.Clone(rows)
	for range dice.IntN(6) {
		at := dice.IntN(len(out) + 1)
		switch kind := dice.IntN(5); {
		case kind == 0 && len(out) < 8:
			out = slices.Insert(out, at, modelRow{name: fmt.Sprint("new ", dice.IntN(100))})
		case at == len(out):
		case kind == 1:
			out = slices.Delete(out, at, at+1)
		case kind == 2 && len(out) < 8:
			out = append(out, modelRow{name: out[at].name})
		case kind == 3:
			out[at].name += "!"
		case kind == 4:
			row := out[at]
			out = slices.Delete(out, at, at+1)
			out = slices.Insert(out, dice.IntN(len(out)+1), row)
		}
	}
	return out
}

// compareRows wants every row with what it held, and new ids for the new ones.
func compareRows(t *testing.T, when string, before, want, got []modelRow) {
	t.Helper()
	if len(want) != len(got) {
		t.Fatalf("%s: %v became %v, want %v", when, before, got, want)
	}
	stood, seen := map[string]bool{}, map[string]bool{}
	for _, r := range before {
		stood[r.id] = true
	}
	for i, r := range got {
		if len(r.id) != 26 || seen[r.id] || want[i].id == "" && stood[r.id] {
			t.Errorf("%s: row %d of %v has an id that is not its own", when, i, got)
		}
		seen[r.id] = true
		if want[i].id == "" {
			want[i].id = r.id
		}
	}
	if !slices.Equal(want, got) {
		t.Errorf("%s: %v became\n%v, want\n%v", when, before, got, want)
	}
}

// rowsJSON is what is sent: a new form, or a decision with an action.
func rowsJSON(t *testing.T, action string, rows []modelRow, as func(modelRow) map[string]any) string {
	t.Helper()
	list := []any{}
	for _, r := range rows {
		list = append(list, as(r))
	}
	body := map[string]any{"form": map[string]any{"items": list}}
	if action != "" {
		maps.Copy(body, map[string]any{"action": action, "comment": ""})
	}
	text, err := json.Marshal(body)
	must(t, err)
	return string(text)
}

// modelRows are the rows of a case as its initiator sees them.
func (w *world) modelRows(t *testing.T, id string) []modelRow {
	t.Helper()
	var rows []modelRow
	list, _ := w.see("ann", id).get(t, "form", "items").([]any)
	for _, row := range list {
		cells := row.(map[string]any)
		r := modelRow{}
		r.id, _ = cells["$id"].(string)
		r.name, _ = cells["name"].(string)
		r.rate, _ = cells["rate"].(string)
		if cost, ok := cells["cost"].(json.Number); ok {
			n, err := cost.Int64()
			must(t, err)
			r.cost = int(n)
		} else if cost, ok := cells["cost"].(float64); ok {
			r.cost = int(cost)
		}
		rows = append(rows, r)
	}
	return rows
}

// TestNothingElseKnowsTheIDsOfRows: neither scripts nor other systems are told of
// them, and what they hand back is never taken for one.
func TestNothingElseKnowsTheIDsOfRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	erp := newERP(t)
	child := appOf("child", ``, `"list":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"},"cost":{"type":"number"}}}}`,
		line(flow.Node{ID: "boss", Type: flow.Approval, Name: bothWords("Boss"), Assignee: &flow.Assignee{Kind: flow.Manager}, Fields: map[string]flow.Access{"list": flow.Edit}}))
	w.publish(child)
	a := appOf("parts", ``, `"told":{"type":"string"},"made":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"}}}},
		"items":{"type":"array","uniqueItems":true,"items":{"type":"object","additionalProperties":false,"properties":{
			"name":{"type":"string"},"cost":{"type":"number"}}}},
		"picks":{"type":"array","items":{"type":"object","additionalProperties":false,"properties":{"kind":{"type":"string","format":"option"}}}}`, line(
		flow.Node{ID: "calc", Type: flow.Script, Name: bothWords("Calculate"), Script: "calc", Fields: map[string]flow.Access{"items": flow.Edit, "told": flow.Edit}},
		flow.Node{ID: "boss", Type: flow.Approval, Name: bothWords("Boss"), Assignee: &flow.Assignee{Kind: flow.Manager}, Fields: map[string]flow.Access{"items": flow.Edit, "picks": flow.Edit}},
		flow.Node{ID: "erp", Type: flow.Webhook, Name: bothWords("Tell"), Webhook: &flow.Call{URL: erp.URL, Fields: []string{"items", "made.name"}}},
		flow.Node{ID: "buy", Type: flow.Subflow, Name: bothWords("Part"), Sub: &flow.SubFlow{
			App: "child", Fill: []flow.Filling{{Field: "list", From: "items"}}, Take: []flow.Taking{{From: "list", To: "items"}}}},
		flow.Node{ID: "last", Type: flow.Approval, Name: bothWords("Last"), Assignee: &flow.Assignee{Kind: flow.Manager}},
	))
	a.Form.Layout.Fields["picks.kind"] = form.FieldLayout{Title: bothWords("Kind"), Source: &form.Source{Script: "kinds"}}
	const sees = `if (JSON.stringify([form, ctx]).includes("$id")) throw new Error("it knows");`
	a.Scripts = app.Scripts{
		Validate: `function validate(form, ctx) { ` + sees + ` return []; }`,
		Compute:  `function compute(form, ctx) { ` + sees + ` return {made: (form.items || []).map((r, i) => ({name: r.name, $id: ["x", "aaaaaaaaaaaaaaaaaaaaaaaaaa"][i % 2]}))}; }`, Sets: []string{"made"},
		Options: map[string]string{"kinds": `function options(form, ctx) { ` + sees + ` return [{value: "k"}]; }`},
		Flow: map[string]string{"calc": `function run(form, ctx) { ` + sees + `
			return {set: {told: "done", items: form.items.map(r => ({...r, cost: r.cost + 1, $id: "aaaaaaaaaaaaaaaaaaaaaaaaaa"}))}}; }`},
	}
	w.publish(a)
	id := w.start("parts", `"items":[{"name":"A","cost":1},{"name":"B","cost":2}],"picks":[{"kind":"k"}]`)
	first := w.see("ann", id)
	if first.text(t, "form", "told") != "done" {
		t.Fatalf("the step's script did not run: %s", first.body)
	}
	named, made := w.rowIDs("ann", id, "items"), w.rowIDs("ann", id, "made")
	all := slices.Concat(named, made)
	if slices.Sort(all); len(slices.Compact(all)) != 4 || slices.Contains(all, "aaaaaaaaaaaaaaaaaaaaaaaaaa") {
		t.Errorf("the rows have the ids %v and %v", named, made)
	}
	task := first.text(t, "tasks", 0, "id")
	offered := w.sendTo("bo", "/api/apps/parts/options", w.withRows("ann", id, "picks", `{"field":"picks.kind","row":1,"task":"`+task+`","form":{"picks":[{},{"#":0}]}}`)).want(t, http.StatusOK)
	if offered.text(t, "items", 0, "value") != "k" {
		t.Error(offered.body)
	}
	w.preview("bo", task, w.withRows("ann", id, "items", `{"items":[{"#":1,"name":"B"},{"name":"N"}]}`)).want(t, http.StatusOK)
	w.decide("bo", task, w.withRows("ann", id, "items", `{"action":"approve","form":{"items":[{"#":1,"name":"B","cost":3},{"#":0,"name":"A","cost":2},{"name":"N","cost":9}]}}`)).want(t, http.StatusOK)
	if now := w.rowIDs("ann", id, "items"); now[0] != named[1] || now[1] != named[0] {
		t.Errorf("the rows %v are now %v", named, now)
	}
	w.settleOutbox()
	w.call(0)
	w.settleOutbox()
	_, bodies := erp.calls()
	if told := strings.Join(bodies, "\n"); strings.Contains(told, "$id") || !strings.Contains(told, `"items":[{"cost":3,"name":"B"},{"cost":2,"name":"A"},{"cost":9,"name":"N"}],"made":[{"name":"B"}`) {
		t.Errorf("the other system was told %s", told)
	}

	// Another case has rows of its own.
	children := w.children("ann", id)
	if len(children) != 1 {
		t.Fatalf("it started %v: %s", children, w.see("ann", id).body)
	}
	here, there := w.rowIDs("ann", id, "items"), w.rowIDs("ann", children[0], "list")
	for _, row := range there {
		if slices.Contains(here, row) || len(row) != 26 {
			t.Errorf("row %s is in two cases", row)
		}
	}
	w.conclude("bo", children[0], "approve", `"list":[{"name":"B","cost":3},{"name":"N","cost":9}]`)
	w.settleOutbox()
	back := w.see("ann", id)
	if got := w.rowIDs("ann", id, "items"); !slices.Equal(got, []string{here[0], here[2]}) || plainRows(t, back.get(t, "form", "items")) != `[{"cost":3,"name":"B"},{"cost":9,"name":"N"}]` {
		t.Errorf("what came back is %v, the rows were %v", got, here)
	}
}
