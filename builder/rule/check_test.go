package rule_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/rule"
)

// shop is a form with a field of each type.
func shop(t testing.TB) rule.Types {
	t.Helper()
	return readVectors(t).Shop
}

func TestVectorsCheck(t *testing.T) {
	t.Parallel()
	all := readVectors(t)
	if len(all.Check) < 60 {
		t.Fatalf("only %d vectors", len(all.Check))
	}
	for _, v := range all.Check {
		t.Run(string(v.Expr)+" "+string(v.Want), func(t *testing.T) {
			t.Parallel()
			e, err := rule.Parse(v.Expr)
			if err != nil {
				t.Fatal(err)
			}
			got := []string{}
			for _, f := range e.Check(all.Shop, v.Want) {
				got = append(got, fmt.Sprint(f.Code, "@", f.Params["at"]))
				sayable(t, f)
			}
			if !slices.Equal(got, v.Findings) {
				t.Errorf("got %v, want %v", got, v.Findings)
			}
			if _, err := rule.ParseTyped(v.Expr, all.Shop, v.Want); (err != nil) != (len(v.Findings) > 0) {
				t.Errorf("ParseTyped: %v", err)
			}
		})
	}
}

// sayable checks that a finding has a message in both languages with every
// parameter filled in.
func sayable(t *testing.T, f rule.Finding) {
	t.Helper()
	for _, lang := range []string{"en", "zh-CN"} {
		if m := f.Message(lang); m == "" || strings.ContainsAny(m, "{}") {
			t.Errorf("%s in %s: %q", f.Code, lang, m)
		}
	}
}

// Inference once took time that doubled with each nested if.
func TestCheckNestedIfs(t *testing.T) {
	t.Parallel()
	expr := "1"
	for range 30 {
		expr = `{"if":[true,` + expr + `]}`
	}
	e, err := rule.Parse(json.RawMessage(expr))
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Check(shop(t), rule.KindNumber); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestCompileFindings(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		rules string
		// want as "code@path".
		want []string
	}{
		{"an unknown field", `[{"id":"r","enabled":true,"then":[{"do":"hide","field":"gone"}]}]`, []string{"rule.unknownField@r.then.0"}},
		{"an unknown action", `[{"id":"r","enabled":true,"then":[{"do":"paint","field":"n"}]}]`, []string{"rule.action@r.then.0"}},
		{"a set without a value", `[{"id":"r","enabled":true,"then":[{"do":"set","field":"n"}]}]`, []string{"rule.action@r.then.0"}},
		{"a hide with a value", `[{"id":"r","enabled":true,"then":[{"do":"hide","field":"n","value":1}]}]`, []string{"rule.action@r.then.0"}},
		{"a table cannot be set", `[{"id":"r","enabled":true,"then":[{"do":"set","field":"items","value":null}]}]`, []string{"rule.action@r.then.0"}},
		{"a value of the wrong type", `[{"id":"r","enabled":true,"then":[{"do":"lock","field":"n"},{"do":"set","field":"n","value":{"var":"text"}}]}]`, []string{"rule.type@r.then.1.value"}},
		{"an option that does not exist", `[{"id":"r","enabled":true,"then":[{"do":"set","field":"kind","value":"bus"}]}]`, []string{"rule.unknownOption@r.then.0.value"}},
		{"a list cannot be a field's value", `[{"id":"r","enabled":true,"then":[{"do":"set","field":"n","value":{"var":"items.price"}}]}]`, []string{"rule.type@r.then.0.value"}},
		{"a condition that is no condition", `[{"id":"r","enabled":true,"when":{"var":"n"},"then":[]}]`, []string{"rule.type@r.when"}},
		{"a condition that does not parse", `[{"id":"r","enabled":true,"when":{"is":1},"then":[]}]`, []string{"rule.unknownOperator@r.when"}},
		{"$row in a condition", `[{"id":"r","enabled":true,"when":{"empty":{"var":"$row.price"}},"then":[{"do":"set","field":"items.total","value":1},{"do":"hide","field":"items.kind"}]}]`, nil},
		{"$row in a condition for a field", `[{"id":"r","enabled":true,"when":{"empty":{"var":"$row.price"}},"then":[{"do":"hide","field":"n"}]}]`, []string{"rule.rowOutside@r.when"}},
		{"a row's condition for a field, too", `[{"id":"r","enabled":true,"when":{"empty":{"var":"$row.price"}},"then":[{"do":"hide","field":"items.kind"},{"do":"hide","field":"n"}]}]`, []string{"rule.rowField@r.then.1"}},
		{"a limit without options", `[{"id":"r","enabled":true,"then":[{"do":"limit","field":"kind"}]}]`, []string{"rule.action@r.then.0"}},
		{"a limit of what has no options", `[{"id":"r","enabled":true,"then":[{"do":"limit","field":"text","options":["a"]}]}]`, []string{"rule.action@r.then.0"}},
		{"a limit to options that do not exist", `[{"id":"r","enabled":true,"then":[{"do":"limit","field":"kind","options":["taxi","bus","ship"]}]}]`, []string{"rule.unknownOption@r.then.0", "rule.unknownOption@r.then.0"}},
		{"a warning without words", `[{"id":"r","enabled":true,"then":[{"do":"warn","field":"n","text":{"en":""}}]}]`, []string{"rule.action@r.then.0"}},
		{"words for what says nothing", `[{"id":"r","enabled":true,"then":[{"do":"hide","field":"n","text":{"en":"Why"}}]}]`, []string{"rule.action@r.then.0"}},
		{"a default of the wrong type", `[{"id":"r","enabled":true,"then":[{"do":"default","field":"n","value":"three"}]}]`, []string{"rule.type@r.then.0.value"}},
		{"a default that follows itself", `[{"id":"r","enabled":true,"then":[{"do":"default","field":"n","value":{"+":[{"var":"n"},1]}}]}]`, []string{"rule.cycle@r"}},
		{"$row in a column", `[{"id":"r","enabled":true,"then":[{"do":"set","field":"items.total","value":{"var":"$row.price"}}]}]`, nil},
		{"$row of a column that does not exist", `[{"id":"r","enabled":true,"then":[{"do":"set","field":"items.total","value":{"var":"$row.gone"}}]}]`, []string{"rule.unknownVar@r.then.0.value"}},
		{"a rule without an id", `[{"enabled":true,"then":[]}]`, []string{"rule.id@"}},
		{"all at once", `[{"id":"r","enabled":true,"when":{"is":1},"then":[{"do":"hide","field":"gone"}]},{"id":"r","enabled":false,"then":[]}]`, []string{"rule.unknownOperator@r.when", "rule.unknownField@r.then.0", "rule.id@r"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var rules []rule.Rule
			decode(t, []byte(tt.rules), &rules)
			_, err := rule.Compile(rules, shop(t))
			var got []string
			for _, f := range findings(t, err) {
				got = append(got, f.Code+"@"+f.Path)
				sayable(t, f)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestCompileCycleNamesTheCircle(t *testing.T) {
	t.Parallel()
	set := func(id, field, reads string) rule.Rule {
		return rule.Rule{ID: id, Enabled: true, Then: []rule.Action{{Do: rule.DoSet, Field: field, Value: json.RawMessage(`{"var":"` + reads + `"}`)}}}
	}
	types := rule.Types{"a": {Kind: rule.KindNumber}, "b": {Kind: rule.KindNumber}, "c": {Kind: rule.KindNumber}, "d": {Kind: rule.KindNumber}}
	_, err := rule.Compile([]rule.Rule{set("1", "d", "a"), set("2", "a", "b"), set("3", "b", "c"), set("4", "c", "a")}, types)
	found := findings(t, err)
	if len(found) != 1 {
		t.Fatalf("got %v", err)
	}
	if got, ok := found[0].Params["fields"].([]string); !ok || !slices.Equal(got, []string{"a", "b", "c"}) {
		t.Errorf("got %v", found[0].Params)
	}
	if got := found[0].Message("en"); !strings.Contains(got, "a, b, c") {
		t.Errorf("got %q", got)
	}
}

func TestCompileCaps(t *testing.T) {
	t.Parallel()
	many := make([]rule.Rule, 301)
	if _, err := rule.Compile(many, shop(t)); !slices.Equal(codes(t, err), []string{rule.CodeTooLarge}) {
		t.Errorf("got %v", err)
	}
	long := rule.Rule{ID: "r", Enabled: true}
	for range 51 {
		long.Then = append(long.Then, rule.Action{Do: rule.DoHide, Field: "n"})
	}
	if _, err := rule.Compile([]rule.Rule{long}, shop(t)); !slices.Equal(codes(t, err), []string{rule.CodeTooLarge}) {
		t.Errorf("got %v", err)
	}
	sum := json.RawMessage(`{">":[{"+":[` + strings.Repeat("1,", 900) + `1]},0]}`)
	heavy := []rule.Rule{}
	for _, id := range strings.Split("abcdef", "") {
		heavy = append(heavy, rule.Rule{ID: id, Enabled: true, When: sum})
	}
	if _, err := rule.Compile(heavy, shop(t)); !slices.Equal(codes(t, err), []string{rule.CodeTooLarge}) {
		t.Errorf("got %v", err)
	}
}

func TestVars(t *testing.T) {
	t.Parallel()
	e, err := rule.Parse(json.RawMessage(`{"and":[{">":[{"var":"n"},{"var":"items.price"}]},{"<":[{"var":"n"},{"var":"$today"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Vars(); !slices.Equal(got, []string{"$today", "items.price", "n"}) {
		t.Errorf("got %v", got)
	}
}
