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
var shop = rule.Types{
	"n":            {Kind: rule.KindNumber},
	"m":            {Kind: rule.KindNumber},
	"text":         {Kind: rule.KindText},
	"kind":         {Kind: rule.KindText, Options: []string{"taxi", "hotel"}},
	"flag":         {Kind: rule.KindBool},
	"date":         {Kind: rule.KindDate},
	"time":         {Kind: rule.KindTime},
	"period":       {Kind: rule.KindDateRange},
	"blob":         {Kind: rule.KindOpaque},
	"items":        {Kind: rule.KindTable},
	"items.kind":   {Kind: rule.KindText, Options: []string{"taxi", "hotel"}},
	"items.price":  {Kind: rule.KindNumber},
	"items.total":  {Kind: rule.KindNumber},
	"items.period": {Kind: rule.KindDateRange},
}

func TestCheck(t *testing.T) {
	t.Parallel()
	tests := []struct {
		expr string
		want rule.Kind
		// codes as "code@pointer", in the order of the findings.
		codes []string
	}{
		{`{">":[{"var":"n"},3]}`, rule.KindBool, nil},
		{`{"var":"n"}`, rule.KindBool, []string{"rule.type@"}},
		{`{"var":"flag"}`, rule.KindBool, nil},
		{`null`, rule.KindNumber, nil},
		{`{"var":"gone"}`, rule.KindNumber, []string{"rule.unknownVar@"}},
		{`{"+":[{"var":"gone"},{"var":"lost"}]}`, rule.KindNumber, []string{"rule.unknownVar@/+/0", "rule.unknownVar@/+/1"}},
		{`{"+":[{"var":"text"},1]}`, rule.KindNumber, []string{"rule.type@/+/0"}},
		{`{"+":[{"var":"items.price"},1]}`, rule.KindNumber, []string{"rule.type@/+/0"}},
		{`{"==":[{"var":"n"},"3"]}`, rule.KindBool, []string{"rule.type@/==/1"}},
		{`{"==":["3",{"var":"n"}]}`, rule.KindBool, []string{"rule.type@/==/0"}},
		{`{"==":[{"var":"n"},null]}`, rule.KindBool, []string{"rule.nullCompare@/==/1"}},
		{`{"==":[{"var":"kind"},"taxi"]}`, rule.KindBool, nil},
		{`{"==":[{"var":"kind"},"taxy"]}`, rule.KindBool, []string{"rule.unknownOption@/==/1"}},
		{`{"==":["taxy",{"var":"kind"}]}`, rule.KindBool, []string{"rule.unknownOption@/==/0"}},
		{`{"==":[{"var":"kind"},{"var":"text"}]}`, rule.KindBool, nil},
		{`{"==":[{"var":"items"},1]}`, rule.KindBool, []string{"rule.type@/==/0"}},
		{`{"==":[{"var":"period"},{"var":"period"}]}`, rule.KindBool, []string{"rule.type@/==/0"}},
		{`{"in":[{"var":"kind"},["taxi","boat","hotel","ship"]]}`, rule.KindBool, []string{"rule.unknownOption@/in/1/1", "rule.unknownOption@/in/1/3"}},
		{`{"in":[{"var":"kind"},["taxi",1]]}`, rule.KindBool, []string{"rule.type@/in/1/1"}},
		{`{"in":[{"var":"n"},["taxi"]]}`, rule.KindBool, []string{"rule.type@/in/1/0"}},
		{`{"in":["taxi",{"var":"items.kind"}]}`, rule.KindBool, nil},
		{`{"in":["bus",{"var":"items.kind"}]}`, rule.KindBool, []string{"rule.unknownOption@/in/0"}},
		{`{"in":["taxi",{"var":"text"}]}`, rule.KindBool, []string{"rule.type@/in/1"}},
		{`{"in":["hr",{"var":"$initiator.roles"}]}`, rule.KindBool, nil},
		{`{"==":[{"var":"$initiator.shoe"},"42"]}`, rule.KindBool, []string{"rule.unknownVar@/==/0"}},
		{`{"contains":[{"var":"text"},"a"]}`, rule.KindBool, nil},
		{`{"contains":[{"var":"n"},"a"]}`, rule.KindBool, []string{"rule.type@/contains/0"}},
		{`{"contains":[{"var":"items.price"},"a"]}`, rule.KindBool, []string{"rule.type@/contains/1"}},
		{`{"<":[{"var":"date"},"2026-01-31"]}`, rule.KindBool, nil},
		{`{"<":["2026-01-31",{"var":"date"}]}`, rule.KindBool, nil},
		{`{"<":[{"var":"date"},"2026-02-30"]}`, rule.KindBool, []string{"rule.type@/</1"}},
		{`{"<":[{"var":"date"},{"var":"time"}]}`, rule.KindBool, []string{"rule.type@/</1"}},
		{`{"<":[{"var":"time"},"09:30"]}`, rule.KindBool, nil},
		{`{"<":[{"var":"text"},"a"]}`, rule.KindBool, []string{"rule.type@/</0"}},
		{`{"<":[{"var":"period.start"},{"var":"$today"}]}`, rule.KindBool, nil},
		{`{"<":[{"var":"period.middle"},{"var":"$today"}]}`, rule.KindBool, []string{"rule.unknownVar@/</0"}},
		{`{"==":[{"var":"period.endHalf"},"noon"]}`, rule.KindBool, []string{"rule.unknownOption@/==/1"}},
		{`{"and":[{"var":"flag"},{"var":"n"}]}`, rule.KindBool, []string{"rule.type@/and/1"}},
		{`{"!":[{"var":"text"}]}`, rule.KindBool, []string{"rule.type@/!/0"}},
		{`{"if":[{"var":"flag"},1,2]}`, rule.KindNumber, nil},
		{`{"if":[{"var":"flag"},1,"a"]}`, rule.KindNumber, []string{"rule.type@/if/2"}},
		{`{"if":[{"var":"flag"},1,"a"]}`, rule.KindText, []string{"rule.type@/if/2"}},
		{`{"if":[{"var":"n"},1,2]}`, rule.KindNumber, []string{"rule.type@/if/0"}},
		{`{"if":[{"var":"flag"},"2026-01-01","2026-01-02"]}`, rule.KindDate, nil},
		{`{"if":[{"var":"flag"},"2026-01-01",{"var":"date"}]}`, rule.KindDate, []string{"rule.type@/if/2"}},
		{`{"if":[{"var":"flag"},{"var":"date"},"2026-01-01"]}`, rule.KindDate, nil},
		{`{"if":[{"var":"flag"},null,1]}`, rule.KindNumber, nil},
		{`{"sum":[{"var":"items.price"},1]}`, rule.KindNumber, nil},
		{`{"sum":[{"var":"items.kind"}]}`, rule.KindNumber, []string{"rule.type@/sum/0"}},
		{`{"sum":[{"var":"items"}]}`, rule.KindNumber, []string{"rule.type@/sum/0"}},
		{`{"count":[{"var":"items"}]}`, rule.KindNumber, nil},
		{`{"count":[{"var":"n"}]}`, rule.KindNumber, []string{"rule.type@/count/0"}},
		{`{"empty":[{"var":"blob"}]}`, rule.KindBool, nil},
		{`{"==":[{"var":"blob"},"x"]}`, rule.KindBool, []string{"rule.type@/==/0"}},
		{`{"cat":[{"var":"text"},{"var":"n"},{"var":"date"}]}`, rule.KindText, nil},
		{`{"cat":[{"var":"flag"}]}`, rule.KindText, []string{"rule.type@/cat/0"}},
		{`{"length":[{"var":"text"}]}`, rule.KindNumber, nil},
		{`{"length":[{"var":"items"}]}`, rule.KindNumber, []string{"rule.type@/length/0"}},
		{`{"workdays":[{"var":"period"}]}`, rule.KindNumber, nil},
		{`{"workdays":[{"var":"date"}]}`, rule.KindNumber, []string{"rule.type@/workdays/0"}},
		{`{"days":[{"var":"items.period"}]}`, rule.KindNumber, []string{"rule.type@/days/0"}},
		{`{"count":[{"var":"items.period.start"}]}`, rule.KindNumber, nil},
		{`{"var":"$row.price"}`, rule.KindNumber, []string{"rule.rowOutside@"}},
		{`["a",["b"]]`, rule.KindText, []string{"rule.type@/1"}},
	}
	for _, tt := range tests {
		t.Run(tt.expr+" "+string(tt.want), func(t *testing.T) {
			t.Parallel()
			e, err := rule.Parse(json.RawMessage(tt.expr))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range e.Check(shop, tt.want) {
				got = append(got, fmt.Sprint(f.Code, "@", f.Params["at"]))
				sayable(t, f)
			}
			if !slices.Equal(got, tt.codes) {
				t.Errorf("got %v, want %v", got, tt.codes)
			}
			if _, err := rule.ParseTyped(json.RawMessage(tt.expr), shop, tt.want); (err != nil) != (tt.codes != nil) {
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
	if got := e.Check(shop, rule.KindNumber); got != nil {
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
		{"$row in a condition", `[{"id":"r","enabled":true,"when":{"empty":{"var":"$row.price"}},"then":[{"do":"set","field":"items.total","value":1}]}]`, []string{"rule.rowOutside@r.when"}},
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
			_, err := rule.Compile(rules, shop)
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
	if _, err := rule.Compile(many, shop); !slices.Equal(codes(t, err), []string{rule.CodeTooLarge}) {
		t.Errorf("got %v", err)
	}
	long := rule.Rule{ID: "r", Enabled: true}
	for range 51 {
		long.Then = append(long.Then, rule.Action{Do: rule.DoHide, Field: "n"})
	}
	if _, err := rule.Compile([]rule.Rule{long}, shop); !slices.Equal(codes(t, err), []string{rule.CodeTooLarge}) {
		t.Errorf("got %v", err)
	}
	sum := json.RawMessage(`{">":[{"+":[` + strings.Repeat("1,", 900) + `1]},0]}`)
	heavy := []rule.Rule{}
	for _, id := range strings.Split("abcdef", "") {
		heavy = append(heavy, rule.Rule{ID: id, Enabled: true, When: sum})
	}
	if _, err := rule.Compile(heavy, shop); !slices.Equal(codes(t, err), []string{rule.CodeTooLarge}) {
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
