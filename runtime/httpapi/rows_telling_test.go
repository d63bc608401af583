package httpapi_test

import (
	"encoding/json"
	"testing"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/rule"
)

// TestWhatARowHoldsUnseenIsNotTold: whoever edits a table of which a column is hidden
// learns from no answer whether anything stands there.
func TestWhatARowHoldsUnseenIsNotTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := billApp("bill")
	// A gift has no cost.
	a.Rules = []rule.Rule{{ID: "gift", Enabled: true,
		When: json.RawMessage(`{"==":[{"var":"$row.name"},"gift"]}`), Then: []rule.Action{{Do: rule.DoHide, Field: "items.cost"}}}}
	w.publish(a)
	filled, empty := `"items":[{"name":"A","cost":1},{"name":"B","cost":2}]`, `"items":[{"name":"gift"},{"name":"gift"}]`
	for what, sent := range map[string]string{
		"without ids":         `{"name":"gift"},{"name":"gift"}`,
		"fewer, without ids":  `{"name":"gift"}`,
		"a rule hides both":   `{"#":0,"name":"gift"},{"#":1,"name":"gift"}`,
		"a rule hides one":    `{"#":1,"name":"gift"}`,
		"moved and hidden":    `{"#":1,"name":"gift"},{"name":"gift"},{"#":0,"name":"gift"}`,
		"hidden, and guessed": `{"#":0,"name":"gift","cost":1},{"#":1,"name":"gift"}`,
	} {
		var answers []string
		for _, form := range []string{filled, empty} {
			id := w.start("bill", form)
			got := w.decide("bo", w.see("ann", id).text(t, "tasks", 0, "id"), w.withRows("ann", id, "items", `{"action":"approve","form":{"items":[`+sent+`]}}`))
			if got.status == 200 {
				got.body = plainRows(t, w.see("ann", id).get(t, "form", "items"))
			}
			answers = append(answers, got.body)
		}
		if answers[0] != answers[1] {
			t.Errorf("%s: where there is a cost %s, where there is none %s", what, answers[0], answers[1])
		}
	}
}

// TestWhatIsUnseenIsNotJudged: a rule that goes by what somebody fills in refuses
// them nothing for what they do not see, and tells nothing of it. What is computed
// of it is judged all the same.
func TestWhatIsUnseenIsNotJudged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const kind = `"kind":{"type":"string","enum":["a","b"]}`
	a := appOf("told", ``, `"cat":{"type":"string"},"seen":{"type":"string","enum":["a","b"]},"more":{"type":"number"},"sum":{"type":"number","maximum":10},`+kind+`,
		"items":{"type":"array","maxItems":9,"items":{"type":"object","additionalProperties":false,"properties":{"name":{"type":"string"},`+kind+`}}}`,
		line(flow.Node{
			ID: "boss", Type: flow.Approval, Name: bothWords("Boss"), Assignee: &flow.Assignee{Kind: flow.Manager},
			Fields: map[string]flow.Access{"cat": flow.Edit, "more": flow.Edit, "kind": flow.Hide, "sum": flow.Hide, "items": flow.Edit, "items.kind": flow.Hide},
		}))
	when := func(path, is string, then rule.Action) rule.Rule {
		return rule.Rule{ID: is + path[len(path)-3:], Enabled: true, When: json.RawMessage(`{"==":[{"var":"` + path + `"},"` + is + `"]}`), Then: []rule.Action{then}}
	}
	limit := func(field string) rule.Action {
		return rule.Action{Do: rule.DoLimit, Field: field, Options: []string{"a"}}
	}
	a.Rules = []rule.Rule{
		when("cat", "x", limit("kind")), when("cat", "y", rule.Action{Do: rule.DoRequire, Field: "kind"}), when("cat", "z", limit("seen")),
		when("$row.name", "x", limit("items.kind")),
		{ID: "sum", Enabled: true, Then: []rule.Action{{Do: rule.DoSet, Field: "sum", Value: json.RawMessage(`{"var":"more"}`)}}},
	}
	w.publish(a)
	for form, status := range map[string]int{
		`{"cat":"x"}`:                       200,
		`{"cat":"y"}`:                       200,
		`{"items":[{"#":0,"name":"x"}]}`:    200,
		`{"items":[{"name":"x"},{"#":0}]}`:  200,
		`{"cat":"z"}`:                       422, // what they see is told
		`{"more":11}`:                       422,
		`{"items":[{"#":0,"kind":"a"}]}`:    422,
		`{"items":[{"#":0,"name":["no"]}]}`: 422,
	} {
		for _, held := range []string{"a", "b", ""} {
			values := `"seen":"b","items":[{"name":"n"}]`
			if held != "" {
				values = `"seen":"b","kind":"` + held + `","items":[{"name":"n","kind":"` + held + `"}]`
			}
			id := w.start("told", values)
			got := w.decide("bo", w.see("ann", id).text(t, "tasks", 0, "id"), w.withRows("ann", id, "items", `{"action":"approve","form":`+form+`}`))
			if got.status != status {
				t.Errorf("%s over %q: %d %s", form, held, got.status, got.body)
			}
			if now := w.see("ann", id); held != "" && (now.text(t, "form", "kind") != held || now.get(t, "form", "seen") != "b") {
				t.Errorf("%s over %q has become %v", form, held, now.get(t, "form"))
			}
		}
	}
}
