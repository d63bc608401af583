package authz_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/policies/authz"
)

// TestGrowthEnds: a value that doubles with every rule is the quickest way to a step
// that takes long. With the allowed builtins no single step outgrows the deadline by
// much, so that looking at it between steps is enough.
func TestGrowthEnds(t *testing.T) {
	t.Parallel()
	const deadline, enough = 20 * time.Millisecond, 10 * time.Second
	tests := []struct{ name, first, step string }{
		{"numbers", `12345678901234567890`, `x%d := x%d * x%d`},
		{"concat", `"aaaa"`, `x%d := concat("", [x%d, x%d])`},
		{"sprintf", `"aaaa"`, `x%d := sprintf("%%s%%s", [x%d, x%d])`},
		{"template", `"aaaa"`, "x%d := $`{x%d}{x%d}`"},
		{"replace", `"aaaa"`, `x%d := replace(x%d, "a", concat("", ["a", x%d]))`},
		{"regex", `"aaaa"`, `x%d := regex.replace(x%d, "a", concat("", ["a", x%d]))`},
		{"json", `"aaaa"`, `x%d := json.marshal([x%d, x%d])`},
		{"base64", `"aaaa"`, "x%d := base64.encode(sprintf(`%%v%%v`, [x%d, x%d]))"},
		{"arrays", `[1, 2, 3]`, `x%d := array.concat(x%d, x%d)`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var b strings.Builder
			fmt.Fprintf(&b, "package banli.authz\n\nx0 := %s\n", tt.first)
			for i := range 40 {
				fmt.Fprintf(&b, tt.step+"\n", i+1, i, i)
			}
			b.WriteString("decision := {\"allow\": x40 != 1}\n" + lists)
			e := authz.New(compileText(t, b.String(), nil), authz.Options{Deadline: deadline})
			began := time.Now()
			if d := e.Decide(t.Context(), authz.Request{}); d.Allow || d.Reasons[0] != authz.ReasonTimeout {
				t.Errorf("%+v", d)
			}
			if took := time.Since(began); took > enough {
				t.Errorf("took %v with a deadline of %v", took, deadline)
			}
		})
	}
}
