package rule_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/banli-oa/banli/builder/rule"
)

// A chain of squares would have 2^40 digits without bounds.
func TestApplyBoundsNumbers(t *testing.T) {
	t.Parallel()
	types := rule.Types{"f0": {Kind: rule.KindNumber}}
	var rules []rule.Rule
	for i := 1; i <= 40; i++ {
		types[fmt.Sprintf("f%d", i)] = rule.Type{Kind: rule.KindNumber}
		v := fmt.Sprintf(`{"*":[{"var":"f%[1]d"},{"var":"f%[1]d"}]}`, i-1)
		rules = append(rules, rule.Rule{ID: fmt.Sprint(i), Enabled: true, Then: []rule.Action{{Do: rule.DoSet, Field: fmt.Sprintf("f%d", i), Value: json.RawMessage(v)}}})
	}
	set, err := rule.Compile(rules, types)
	if err != nil {
		t.Fatal(err)
	}
	for _, start := range []json.Number{"99999", "0.00001", "1.00001"} {
		got, err := set.Apply(rule.Env{Values: map[string]any{"f0": start}})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range got.Values {
			if n, ok := v.(json.Number); !ok || len(n) > 130 {
				t.Errorf("from %s: %v", start, v)
			}
		}
	}
}

// Every row of one column reads every row of another: the square of the rows.
func TestApplyEndsOnHostileTables(t *testing.T) {
	t.Parallel()
	types := rule.Types{"t": {Kind: rule.KindTable}, "t.a": {Kind: rule.KindNumber}, "t.b": {Kind: rule.KindNumber}}
	value := `{"sum":[` + strings.TrimSuffix(strings.Repeat(`{"var":"t.a"},`, 400), ",") + `]}`
	set, err := rule.Compile([]rule.Rule{{ID: "r", Enabled: true, Then: []rule.Action{{Do: rule.DoSet, Field: "t.b", Value: json.RawMessage(value)}}}}, types)
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]any, 1000)
	for i := range rows {
		rows[i] = map[string]any{"a": json.Number("1.5")}
	}
	started := time.Now()
	got, err := set.Apply(rule.Env{Values: map[string]any{"t": rows}})
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(started); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
	if len(got.Problems) != 1 || got.Problems[0].Code != rule.CodeTooLarge {
		t.Errorf("got %v", got.Problems)
	}
}

func TestApplyNeverNil(t *testing.T) {
	t.Parallel()
	set, err := rule.Compile(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := set.Apply(rule.Env{})
	if err != nil || got.Values == nil || got.Hidden == nil || got.Required == nil || got.Locked == nil {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestTruth(t *testing.T) {
	t.Parallel()
	tests := []struct {
		expr         string
		truth, known bool
	}{
		{`{">":[{"var":"n"},3]}`, true, true},
		{`{">":[{"var":"n"},30]}`, false, true},
		{`{">":[{"var":"x"},3]}`, false, false},
		{`{">":[{"var":"s"},3]}`, false, false},
		{`{"var":"n"}`, false, false},
	}
	for _, tt := range tests {
		e, err := rule.Parse(json.RawMessage(tt.expr))
		if err != nil {
			t.Fatal(err)
		}
		truth, known := e.Truth(rule.Env{Values: map[string]any{"n": json.Number("4"), "s": "four"}})
		if truth != tt.truth || known != tt.known {
			t.Errorf("%s: got %v, %v", tt.expr, truth, known)
		}
	}
}

func BenchmarkApply(b *testing.B) {
	for _, n := range []int{2, 10} {
		b.Run(fmt.Sprintf("rules=%d", n), func(b *testing.B) {
			set, env := benchSet(b, n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := set.Apply(env); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// benchSet is the leave form's two rules, then more of each kind.
func benchSet(b *testing.B, n int) (*rule.Set, rule.Env) {
	all := readVectors(b)
	var rules []rule.Rule
	decode(b, []byte(`[
		{"id":"countDays","enabled":true,"then":[{"do":"set","field":"days","value":{"workdays":[{"var":"period"}]}}]},
		{"id":"cover","enabled":true,"when":{">":[{"var":"days"},3]},"then":[{"do":"require","field":"handover"}]},
		{"id":"note","enabled":true,"when":{"==":[{"var":"type"},"sick"]},"then":[{"do":"show","field":"note"}]},
		{"id":"lock","enabled":true,"when":{"in":[{"var":"type"},["annual","sick"]]},"then":[{"do":"lock","field":"a"}]},
		{"id":"b","enabled":true,"then":[{"do":"set","field":"b","value":{"*":[{"var":"a"},1.13]}}]},
		{"id":"c","enabled":true,"then":[{"do":"set","field":"c","value":{"round":[{"/":[{"var":"b"},{"var":"days"}]},2]}}]},
		{"id":"hide","enabled":true,"when":{"and":[{"<":[{"var":"days"},1]},{"empty":[{"var":"note"}]}]},"then":[{"do":"hide","field":"date"}]},
		{"id":"row","enabled":true,"then":[{"do":"set","field":"items.total","value":{"*":[{"var":"$row.price"},{"var":"$row.qty"}]}}]},
		{"id":"total","enabled":true,"then":[{"do":"set","field":"total","value":{"sum":[{"var":"items.total"}]}}]},
		{"id":"big","enabled":true,"when":{">":[{"var":"total"},1000]},"then":[{"do":"require","field":"note"},{"do":"require","field":"date"}]}
	]`), &rules)
	set, err := rule.Compile(rules[:n], all.Types)
	if err != nil {
		b.Fatal(err)
	}
	var values map[string]any
	decode(b, []byte(`{"type":"annual","period":{"start":"2026-11-23","startHalf":"am","end":"2026-11-27","endHalf":"pm"},
		"handover":"p7","note":"see you","flag":true,"a":19.99,"date":"2026-11-30",
		"items":[{"kind":"taxi","price":12.5,"qty":2},{"kind":"meal","price":19.99,"qty":3},{"kind":"hotel","price":300,"qty":1}]}`), &values)
	return set, all.env(b, values, nil)
}
