package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/form"
)

// places publishes an app with a table whose columns take their options from a
// script, and a step at which HR has access to it.
func (w *world) places(t *testing.T, id, source string, access map[string]flow.Access) {
	t.Helper()
	w.install(t, id, func(a *app.App) {
		a.Form = form.Definition{
			Schema: json.RawMessage(`{"type":"object","additionalProperties":false,"properties":{
				"where":{"type":"string"},
				"rows":{"type":"array","maxItems":100,"items":{"type":"object","additionalProperties":false,"properties":{
					"kind":{"type":"string"},"place":{"type":"string","format":"option"},"more":{"type":"array","maxItems":3,"uniqueItems":true,"items":{"type":"string","format":"option"}}}}}}}`),
			Layout: form.Layout{
				Sections: []form.Section{{ID: "all", Title: say("All"), Fields: []string{"where", "rows"}}},
				Fields: map[string]form.FieldLayout{
					"where": {Title: say("Where")}, "rows": {Title: say("Rows")}, "rows.kind": {Title: say("Kind")},
					"rows.place": {Title: say("Place"), Source: &form.Source{Script: "rooms"}},
					"rows.more":  {Title: say("More"), Source: &form.Source{Script: "rooms"}},
				},
			},
		}
		a.Rules, a.Summary, a.Title = nil, nil, say("Places")
		a.Scripts = app.Scripts{Options: map[string]string{"rooms": source}}
		a.Flow = inRow(
			flow.Node{ID: "start", Type: flow.Start},
			flow.Node{ID: "hr", Type: flow.Approval, Assignee: &flow.Assignee{Kind: flow.Role, Role: "hr"}, Fields: access},
			flow.Node{ID: "end", Type: flow.End},
		)
	})
}

const byKind = `function options(form, ctx) { return [{value: (ctx.row.kind || "none") + "-" + (form.where || "")}]; }`

// TestOptionsSeeTheirRow asks and checks the options of a column by its own row.
func TestOptionsSeeTheirRow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.places(t, "places", byKind, map[string]flow.Access{"rows": flow.Edit, "rows.kind": flow.Hide})
	const options, send = "/api/apps/places/options", "/api/apps/places/instances"
	const filled = `{"where":"x","rows":[{"kind":"a","place":"old"},{"kind":"b"},{}]}`
	for ask, want := range map[string]string{
		`"field":"rows.place","row":0`: "a-x",
		`"field":"rows.more","row":1`:  "b-x",
		`"field":"rows.place","row":2`: "none-x",
		`"field":"rows.place"`:         "none-x",
	} {
		got := w.sendTo("ann", options, `{`+ask+`,"form":`+filled+`}`).want(t, http.StatusOK)
		if want = `{"items":[{"value":"` + want + `"}]}`; strings.TrimSpace(got.body) != want {
			t.Errorf("%s: %s, want %s", ask, got.body, want)
		}
	}
	for _, row := range []string{"3", "-1", "900000"} {
		got := w.sendTo("ann", options, `{"field":"rows.place","row":`+row+`,"form":`+filled+`}`).problem(t, http.StatusBadRequest, "request.parameter")
		if !strings.Contains(got.body, "row") {
			t.Errorf("row %s: %s", row, got.body)
		}
	}
	w.sendTo("ann", options, `{"field":"rows.place","row":1.5,"form":{"rows":[{},{},{}]}}`).problem(t, http.StatusBadRequest, "request.type")
	got := w.sendTo("ann", send, `{"form":{"where":"x","rows":[{"kind":"a","place":"a-x","more":["a-x"]},{"kind":"b","place":"a-x"},{"kind":"b","more":["b-x","a-x"]}]}}`).
		problem(t, http.StatusUnprocessableEntity, "form.invalid")
	for _, path := range []string{"/rows/1/place", "/rows/2/more/1"} {
		if !strings.Contains(got.body, `"path":"`+path+`","code":"form.optionGone"`) {
			t.Errorf("%s is not refused: %s", path, got.body)
		}
	}
	if n := strings.Count(got.body, "form.optionGone"); n != 2 {
		t.Errorf("%d are refused: %s", n, got.body)
	}
	sent := w.sendTo("ann", send, `{"form":{"where":"x","rows":[{"kind":"a","place":"a-x"},{"kind":"b","place":"b-x"}]}}`).want(t, http.StatusCreated)
	// A column that a step hides is still what its row says.
	task := sent.text(t, "tasks", 0, "id")
	rows := func(text string) string { return w.withRows("ann", sent.text(t, "id"), "rows", text) }
	list := w.sendTo("hong", options, rows(`{"field":"rows.more","row":1,"form":{"rows":[{"#":0,"place":"a-x"},{"#":1,"place":"b-x"}]},"task":"`+task+`"}`)).want(t, http.StatusOK)
	if list.text(t, "items", 0, "value") != "b-x" {
		t.Errorf("the task offers %s", list.body)
	}
	list = w.sendTo("hong", options, `{"field":"rows.more","row":1,"form":{},"task":"`+task+`"}`).want(t, http.StatusOK)
	if list.text(t, "items", 0, "value") != "b-x" {
		t.Errorf("the task offers %s", list.body)
	}
	decide := "/api/tasks/" + task + "/decisions"
	got = w.sendTo("hong", decide, rows(`{"action":"approve","form":{"rows":[{"#":0,"place":"a-x","more":["a-x"]},{"#":1,"place":"b-x","more":["a-x"]}]}}`)).problem(t, http.StatusUnprocessableEntity, "form.invalid")
	if strings.Count(got.body, "form.optionGone") != 1 || !strings.Contains(got.body, `"path":"/rows/1/more/0"`) {
		t.Errorf("refused %s", got.body)
	}
	w.sendTo("hong", decide, rows(`{"action":"approve","form":{"rows":[{"#":0,"place":"a-x","more":["a-x"]},{"#":1,"place":"b-x","more":["b-x"]}]}}`)).want(t, http.StatusOK)
}

// TestOptionsKnowWhichRow offers each thing once in a table, by the index of the
// row.
func TestOptionsKnowWhichRow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.places(t, "once", `function options(form, ctx) {
		const taken = (form.rows || []).filter((row, i) => i !== ctx.index).map(row => row.place);
		return ["p", "q"].filter(value => !taken.includes(value)).map(value => ({value})); }`, nil)
	list := w.sendTo("ann", "/api/apps/once/options", `{"field":"rows.place","row":1,"form":{"rows":[{"place":"p"},{"place":"q"}]}}`).want(t, http.StatusOK)
	if strings.Contains(list.body, `"p"`) || !strings.Contains(list.body, `"q"`) {
		t.Errorf("the second row offers %s", list.body)
	}
	got := w.sendTo("ann", "/api/apps/once/instances", `{"form":{"rows":[{"place":"p"},{"place":"p"}]}}`).problem(t, http.StatusUnprocessableEntity, "form.invalid")
	if strings.Count(got.body, "form.optionGone") != 2 {
		t.Errorf("refused %s", got.body)
	}
	w.sendTo("ann", "/api/apps/once/instances", `{"form":{"rows":[{"place":"p"},{"place":"q"}]}}`).want(t, http.StatusCreated)
}

// TestOptionsOfARowAreTriedOut tries a script of a column with a row of the sample.
func TestOptionsOfARowAreTriedOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.places(t, "bench", byKind, nil)
	const values = `,"values":{"where":"x","rows":[{"kind":"a"},{"kind":"b"}]}`
	for more, want := range map[string]string{
		`,"field":"rows.place","row":1`: `"b-x"`,
		`,"field":"rows.place"`:         `"none-x"`,
	} {
		w.clock.Advance(1e9)
		got := w.try(t, "options.rooms", byKind, values+more).want(t, http.StatusOK)
		if got.text(t, "outcome") != "ok" || !strings.Contains(got.body, want) {
			t.Errorf("%s: %s", more, got.body)
		}
	}
	for i, more := range []string{`,"field":"rows.place","row":2`, `,"field":"rows","row":0`, `,"row":0`, `,"field":"where.x","row":0`} {
		w.clock.Advance(1e9)
		if got := w.try(t, "options.rooms", byKind, values+more).problem(t, http.StatusBadRequest, "request.parameter"); !strings.Contains(got.body, "row") {
			t.Errorf("%d: %s", i, got.body)
		}
	}
	w.clock.Advance(1e9)
	got := w.try(t, "options.rooms", `function options(form, ctx) { return [{value: typeof ctx.row + typeof ctx.index}]; }`, values+`,"field":"where"`).want(t, http.StatusOK)
	if !strings.Contains(got.body, "undefinedundefined") {
		t.Errorf("outside of tables: %s", got.body)
	}
}

// TestOptionsOfManyRows checks a full table.
func TestOptionsOfManyRows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.places(t, "many", byKind, nil)
	rows := make([]string, 100)
	for i := range rows {
		rows[i] = fmt.Sprintf(`{"kind":"k%d","place":"k%d-x"}`, i, i)
	}
	rows[99] = `{"kind":"k99","place":"k98-x"}`
	got := w.sendTo("ann", "/api/apps/many/instances", `{"form":{"where":"x","rows":[`+strings.Join(rows, ",")+`]}}`).problem(t, http.StatusUnprocessableEntity, "form.invalid")
	if strings.Count(got.body, "form.optionGone") != 1 || !strings.Contains(got.body, "/rows/99/place") {
		t.Errorf("refused %s", got.body)
	}
}
