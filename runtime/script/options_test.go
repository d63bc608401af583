package script_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/banli-oa/banli/runtime/script"
)

// TestReadOptions reads what options return, and refuses every other shape.
func TestReadOptions(t *testing.T) {
	t.Parallel()
	many := func(n int) string {
		items := make([]string, n)
		for i := range items {
			items[i] = fmt.Sprintf(`{"value":"v%d"}`, i)
		}
		return "[" + strings.Join(items, ",") + "]"
	}
	for name, c := range map[string]struct{ raw, want, fail string }{
		"nothing":            {raw: `null`, want: `[]`},
		"none":               {raw: `[]`, want: `[]`},
		"a value":            {raw: `[{"value":"a"}]`, want: `[{a map[]}]`},
		"plain words":        {raw: `[{"value":"a","label":"A"}]`, want: `[{a map[en:A zh-CN:A]}]`},
		"words":              {raw: `[{"value":"a","label":{"en":"A","zh-CN":"甲"}}]`, want: `[{a map[en:A zh-CN:甲]}]`},
		"no words":           {raw: `[{"value":"a","label":null}]`, want: `[{a map[]}]`},
		"as many as may be":  {raw: many(script.MaxOptions)},
		"too many":           {raw: many(script.MaxOptions + 1), fail: "501 options"},
		"an object":          {raw: `{"value":"a"}`, fail: "must return a list"},
		"a text":             {raw: `"a"`, fail: "must return a list"},
		"a number":           {raw: `1`, fail: "must return a list"},
		"texts":              {raw: `["a"]`, fail: "option 1 must be an object"},
		"null among them":    {raw: `[{"value":"a"},null]`, fail: "option 2 needs a value"},
		"a list among them":  {raw: `[[]]`, fail: "option 1 must be an object"},
		"no value":           {raw: `[{"label":"A"}]`, fail: "option 1 needs a value"},
		"an empty value":     {raw: `[{"value":""}]`, fail: "option 1 needs a value"},
		"a number as value":  {raw: `[{"value":1}]`, fail: "its value a text"},
		"a long value":       {raw: `[{"value":"` + strings.Repeat("ä", script.MaxValue+1) + `"}]`, fail: "longer than 200"},
		"a value as long":    {raw: `[{"value":"` + strings.Repeat("ä", script.MaxValue) + `"}]`},
		"twice":              {raw: `[{"value":"a"},{"value":"a"}]`, fail: "there twice"},
		"another key":        {raw: `[{"value":"a","parent":"b"}]`, fail: "must be an object {value, label}"},
		"a number as words":  {raw: `[{"value":"a","label":1}]`, fail: "label of option 1"},
		"a list as words":    {raw: `[{"value":"a","label":["A"]}]`, fail: "label of option 1"},
		"another language":   {raw: `[{"value":"a","label":{"fr":"A"}}]`, fail: `language "fr"`},
		"a number in words":  {raw: `[{"value":"a","label":{"en":1}}]`, fail: "label of option 1"},
		"long words":         {raw: `[{"value":"a","label":"` + strings.Repeat("x", script.MaxLabel+1) + `"}]`, fail: "longer than 200"},
		"what is no JSON":    {raw: `[{`, fail: "must return a list"},
		"more than one JSON": {raw: `[] []`, fail: "must return a list"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := script.ReadOptions(json.RawMessage(c.raw))
			var wrong *script.ScriptError
			switch {
			case c.fail == "" && err != nil:
				t.Error(err)
			case c.fail != "" && (!errors.As(err, &wrong) || !wrong.Result || !strings.Contains(wrong.Message, c.fail)):
				t.Errorf("got %v, want a ScriptError with %q", err, c.fail)
			case c.want != "" && fmt.Sprint(got) != c.want:
				t.Errorf("got %v, want %s", got, c.want)
			}
		})
	}
}

// TestReadFields reads what compute returns, and refuses every other shape.
func TestReadFields(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]int{`null`: 0, ``: 0, `{}`: 0, `{"a":1,"b":null}`: 2, `[]`: -1, `1`: -1, `"a"`: -1, `{"a":`: -1, `true`: -1} {
		got, err := script.ReadFields(json.RawMessage(raw))
		var wrong *script.ScriptError
		if want < 0 && (!errors.As(err, &wrong) || !wrong.Result) || want >= 0 && (err != nil || len(got) != want) {
			t.Errorf("%s: %v, %v", raw, got, err)
		}
	}
}

// FuzzReadOptions holds every option that is let through to its bounds.
func FuzzReadOptions(f *testing.F) {
	for _, seed := range []string{`[{"value":"a","label":{"en":"A"}}]`, `[{"value":"a"},{"value":"b","label":"B"}]`, `null`, `[[[]]]`, `{"value":1}`, `[{"VALUE":"a"}]`, `[{"value":"\ud800"}]`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		options, err := script.ReadOptions(raw)
		var wrong *script.ScriptError
		if err != nil && (!errors.As(err, &wrong) || !wrong.Result || wrong.Message == "") {
			t.Fatalf("%q: %v", raw, err)
		}
		seen := map[string]bool{}
		for _, o := range options {
			if o.Value == "" || seen[o.Value] || utf8.RuneCountInString(o.Value) > script.MaxValue {
				t.Fatalf("%q: let %+v through", raw, o)
			}
			seen[o.Value] = true
			for lang, text := range o.Label {
				if lang != "en" && lang != "zh-CN" || utf8.RuneCountInString(text) > script.MaxLabel {
					t.Fatalf("%q: let %+v through", raw, o)
				}
			}
		}
		if len(options) > script.MaxOptions {
			t.Fatalf("%d options", len(options))
		}
		_, _ = script.ReadFields(raw) // must not panic
	})
}
