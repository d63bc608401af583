package httpapi_test

import (
	"encoding/json"
	"testing"

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
