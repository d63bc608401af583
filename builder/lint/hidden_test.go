package lint_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/banli-oa/banli/builder/app"
	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/builder/lint"
)

// A hidden column is told of only where rows can be removed, what is computed from
// it can be seen, and the rule that computes it is switched on.
func TestHiddenColumnsThatAreTold(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "app", "testdata", "full.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		fields map[string]flow.Access
		off    bool
		want   []string
	}{
		"rows may go": {map[string]flow.Access{"lines": flow.Edit, "lines.amount": flow.Hide}, false, []string{
			"The step “Manager” hides the column “Items · Amount”, but its people may remove rows of “Items” and see “Total”, which is computed from it: the difference tells them what is hidden. Hide “Total” too, or do not let them edit “Items”.",
		}},
		"the result is hidden too":    {map[string]flow.Access{"lines": flow.Edit, "lines.amount": flow.Hide, "sumUp": flow.Hide}, false, nil},
		"rows stay":                   {map[string]flow.Access{"lines": flow.Read, "lines.what": flow.Edit, "lines.amount": flow.Hide}, false, nil},
		"the whole table is hidden":   {map[string]flow.Access{"lines": flow.Hide}, false, nil},
		"another column is hidden":    {map[string]flow.Access{"lines": flow.Edit, "lines.who": flow.Hide}, false, nil},
		"the rule is switched off":    {map[string]flow.Access{"lines": flow.Edit, "lines.amount": flow.Hide}, true, nil},
		"the column can only be read": {map[string]flow.Access{"lines": flow.Edit, "lines.amount": flow.Read}, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var a app.App
			if err := json.Unmarshal(text, &a); err != nil {
				t.Fatal(err)
			}
			for i := range a.Flow.Nodes {
				if a.Flow.Nodes[i].ID == "manager" {
					a.Flow.Nodes[i].Fields = c.fields
				}
			}
			for i := range a.Rules {
				a.Rules[i].Enabled = a.Rules[i].Enabled && (!c.off || a.Rules[i].ID != "addUp")
			}
			var got []string
			for _, f := range lint.Check(a) {
				if f.Code == lint.CodeHiddenTold {
					checkMessage(t, f)
					got = append(got, lint.Message(f, "en"))
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q\nwant %q", got, c.want)
			}
		})
	}
}
