package form_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/form"
)

// The caps of what is written, at their edges. ui/src/core/form/fields.test.ts
// holds the same.
func TestCapsAtTheirEdges(t *testing.T) {
	t.Parallel()
	defs := func(n int, format string) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = strings.ReplaceAll(format, "%d", fmt.Sprint(i))
		}
		return object(`"a":{}`, `,"$defs":{`+strings.Join(parts, ",")+`}`)
	}
	containers := func(n int) string {
		return object(`"a":{"default":[`+strings.TrimSuffix(strings.Repeat(`[],`, n), ",")+`]}`, ``)
	}
	for name, tt := range map[string]struct {
		schema string
		want   string
	}{
		"2,000 schemas":       {defs(1998, `"d%d":{}`), ""},
		"2,001 schemas":       {defs(1999, `"d%d":{}`), "form.schemaNodes"},
		"500 patterns":        {defs(500, `"d%d":{"pattern":"^p%d$"}`), ""},
		"501 patterns":        {defs(501, `"d%d":{"pattern":"^p%d$"}`), "form.patternInvalid"},
		"10,000 containers":   {containers(9996), ""},
		"10,001 containers":   {containers(9997), "form.schemaNodes"},
		"a pattern 600 times": {defs(600, `"d%d":{"pattern":"^p$"}`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if found := findings(t, form.Definition{Schema: json.RawMessage(tt.schema)}); len(found) > 0 {
				got, _, _ = strings.Cut(found[0], "@") // which one is one too many hangs on the order
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
