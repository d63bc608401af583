package rule_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/rule"
)

// Expressions that would take long, or much memory, are refused as they are
// read. The time is reported rather than held to: the machine may be busy.
func TestHostileExpressionsAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, expr, code string }{
		{"brackets without end", strings.Repeat("[", 60_000), rule.CodeTooDeep},
		{"operations without end", strings.Repeat(`{"-":`, 12_000), rule.CodeTooDeep},
		{"nested and closed", strings.Repeat(`{"-":[`, 5000) + "1" + strings.Repeat("]}", 5000), rule.CodeTooDeep},
		{"many operands", `{"+":[` + strings.Repeat("1,", 20_000) + "1]}", rule.CodeTooLarge},
		{"a long text", `"` + strings.Repeat("a", 70_000) + `"`, rule.CodeTooLarge},
		{"a huge number", "1e999999999", rule.CodeNumber},
		{"a tiny number", "1e-999999999", rule.CodeNumber},
		{"an exponent that overflows", "1e99999999999999999999", rule.CodeNumber},
		{"a number of many digits", strings.Repeat("9", 60_000), rule.CodeNumber},
		{"zeros behind the point", "0." + strings.Repeat("0", 60_000) + "1", rule.CodeNumber},
		{"a path without end", `{"var":"` + strings.TrimSuffix(strings.Repeat("a.", 10_000), ".") + `"}`, rule.CodeVar},
		{"an operator without end", `{"` + strings.Repeat("x", 60_000) + `":[]}`, rule.CodeOperator},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			started := time.Now()
			_, err := rule.Parse(json.RawMessage(tt.expr))
			t.Logf("took %s", time.Since(started))
			if got := codes(t, err); !slices.Equal(got, []string{tt.code}) {
				t.Errorf("got %v, want %s", got, tt.code)
			}
			if len(err.Error()) > 500 {
				t.Errorf("the error has %d characters", len(err.Error()))
			}
		})
	}
}

// What is small to read and would be large to evaluate ends, too.
func TestHostileEvaluationEnds(t *testing.T) {
	t.Parallel()
	nested := func(open, leaf, end string, n int) string {
		return strings.Repeat(open, n) + leaf + strings.Repeat(end, n)
	}
	square := `{"var":"n"}`
	for range 8 {
		square = `{"*":[` + square + `,` + square + `]}`
	}
	doubled := `{"var":"s"}`
	for range 8 {
		doubled = `{"cat":[` + doubled + `,` + doubled + `]}`
	}
	tests := []struct{ name, expr, code string }{
		{"squares of squares", square, rule.CodeRange},
		{"text twice, and twice again", doubled, rule.CodeRange},
		{"a thousand working days, again and again", nested(`{"addWorkdays":[`, `"2026-01-01"`, `,1000]}`, 30), ""},
		{"division after division", nested(`{"/":[`, `1`, `,3]}`, 30), ""},
		{"as many digits as are kept", nested(`{"*":[`, `1`, `,0.123456789012345]}`, 30), ""},
	}
	calendar := compileCalendar(t, rule.Calendar{Weekend: []int{0, 6}})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, err := rule.Parse(json.RawMessage(tt.expr))
			if err != nil {
				t.Fatal(err)
			}
			started := time.Now()
			got, err := e.Eval(rule.Env{Values: map[string]any{"n": json.Number("123456789.987654321"), "s": strings.Repeat("请", 300)}, Calendar: calendar})
			t.Logf("took %s", time.Since(started))
			var failure *rule.EvalError
			if errors.As(err, &failure); (failure != nil) != (tt.code != "") || failure != nil && failure.Code != tt.code {
				t.Fatalf("got %v and %v, want %q", got, err, tt.code)
			}
			if len(fmt.Sprint(got)) > 130 {
				t.Errorf("got %d characters", len(fmt.Sprint(got)))
			}
		})
	}
}
