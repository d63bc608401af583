package rule_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/banli-oa/banli/builder/rule"
)

// vectors is testdata/vectors.json, which the TypeScript evaluator runs too.
type vectors struct {
	Today     string         `json:"today"`
	Initiator map[string]any `json:"initiator"`
	Calendar  rule.Calendar  `json:"calendar"`
	Types     rule.Types     `json:"types"`
	Labels    rule.Labels    `json:"labels"`
	Eval      []evalVector   `json:"eval"`
	// Shop are the types that Check is about.
	Shop  rule.Types    `json:"shop"`
	Check []checkVector `json:"check"`
	Parse []parseVector `json:"parse"`
	Apply []applyVector `json:"apply"`
	Words []wordsVector `json:"words"`
}

type evalVector struct {
	Name     string          `json:"name"`
	Expr     json.RawMessage `json:"expr"`
	Values   map[string]any  `json:"values"`
	Calendar json.RawMessage `json:"calendar"`
	Result   any             `json:"result"`
	Error    string          `json:"error"`
}

type checkVector struct {
	Expr json.RawMessage `json:"expr"`
	Want rule.Kind       `json:"want"`
	// Findings are codes and places, "rule.type@/+/0".
	Findings []string `json:"findings"`
}

type parseVector struct {
	Name  string          `json:"name"`
	Expr  json.RawMessage `json:"expr"`
	Error string          `json:"error"`
}

type applyVector struct {
	Name   string         `json:"name"`
	Rules  []rule.Rule    `json:"rules"`
	Values map[string]any `json:"values"`
	Result struct {
		Values   map[string]any      `json:"values"`
		Hidden   []string            `json:"hidden"`
		Required []string            `json:"required"`
		Locked   []string            `json:"locked"`
		Options  map[string][]string `json:"options"`
		Defaults map[string]any      `json:"defaults"`
		Warnings []rule.Warning      `json:"warnings"`
		Problems []rule.Problem      `json:"problems"`
	} `json:"result"`
	Error string `json:"error"`
}

type wordsVector struct {
	Expr json.RawMessage `json:"expr"`
	En   string          `json:"en"`
	Zh   string          `json:"zh-CN"`
}

func readVectors(t testing.TB) vectors {
	t.Helper()
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var out vectors
	decode(t, data, &out)
	return out
}

func decode(t testing.TB, data []byte, to any) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if err := dec.Decode(to); err != nil {
		t.Fatal(err)
	}
}

func compileCalendar(t testing.TB, c rule.Calendar) *rule.CompiledCalendar {
	t.Helper()
	out, err := c.Compile()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// env is what a vector is evaluated in.
func (v vectors) env(t testing.TB, values map[string]any, own json.RawMessage) rule.Env {
	t.Helper()
	env := rule.Env{Values: values, Today: v.Today, Initiator: v.Initiator}
	switch {
	case own == nil:
		env.Calendar = compileCalendar(t, v.Calendar)
	case string(own) != "null":
		var c rule.Calendar
		decode(t, own, &c)
		env.Calendar = compileCalendar(t, c)
	}
	return env
}

// plain makes results comparable: every number as its shortest decimal text.
func plain(v any) any {
	switch v := v.(type) {
	case decimal.Decimal:
		return "number " + v.String()
	case json.Number:
		return "number " + decimal.RequireFromString(string(v)).String()
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = plain(item)
		}
		return out
	case map[string]any:
		if text, ok := v["decimal"].(string); ok && len(v) == 1 {
			return "number " + text
		}
		out := map[string]any{}
		for k, item := range v {
			out[k] = plain(item)
		}
		return out
	default:
		return v
	}
}

func TestVectorsEval(t *testing.T) {
	t.Parallel()
	all := readVectors(t)
	if len(all.Eval) < 300 {
		t.Fatalf("only %d vectors", len(all.Eval))
	}
	for _, v := range all.Eval {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			e, err := rule.Parse(v.Expr)
			if err != nil {
				t.Fatal(err)
			}
			got, err := e.Eval(all.env(t, v.Values, v.Calendar))
			if v.Error != "" {
				var failure *rule.EvalError
				if !errors.As(err, &failure) || failure.Code != v.Error {
					t.Fatalf("got %v and error %v, want error %s", got, err, v.Error)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if want := plain(v.Result); !reflect.DeepEqual(plain(got), want) {
				t.Errorf("got %v, want %v", plain(got), want)
			}
		})
	}
}

func TestVectorsParse(t *testing.T) {
	t.Parallel()
	for _, v := range readVectors(t).Parse {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			_, err := rule.Parse(v.Expr)
			if got := codes(t, err); !slices.Equal(got, []string{v.Error}) {
				t.Errorf("got %v, want %s", got, v.Error)
			}
		})
	}
}

// findings lists what a *CompileError carries.
func findings(t testing.TB, err error) []rule.Finding {
	t.Helper()
	if err == nil {
		return nil
	}
	var refused *rule.CompileError
	if !errors.As(err, &refused) || len(refused.Findings) == 0 {
		t.Fatalf("error %v is no *CompileError with findings", err)
	}
	return refused.Findings
}

func codes(t testing.TB, err error) []string {
	t.Helper()
	var out []string
	for _, f := range findings(t, err) {
		out = append(out, f.Code)
	}
	return out
}

func keys(m map[string]bool) []string {
	out := slices.Sorted(maps.Keys(m))
	if out == nil {
		out = []string{}
	}
	return out
}

func TestVectorsApply(t *testing.T) {
	t.Parallel()
	all := readVectors(t)
	for _, v := range all.Apply {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			set, err := rule.Compile(v.Rules, all.Types)
			if v.Error != "" {
				if got := codes(t, err); !slices.Contains(got, v.Error) {
					t.Errorf("got %v, want %s", got, v.Error)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			before, _ := json.Marshal(v.Values)
			got, err := set.Apply(all.env(t, v.Values, nil))
			if err != nil {
				t.Fatal(err)
			}
			if after, _ := json.Marshal(v.Values); !bytes.Equal(before, after) {
				t.Errorf("Apply changed its input from %s to %s", before, after)
			}
			if want := plain(v.Result.Values); !reflect.DeepEqual(plain(got.Values), want) {
				t.Errorf("values: got %v, want %v", plain(got.Values), want)
			}
			for _, set := range []struct {
				name string
				got  map[string]bool
				want []string
			}{{"hidden", got.Hidden, v.Result.Hidden}, {"required", got.Required, v.Result.Required}, {"locked", got.Locked, v.Result.Locked}} {
				if !slices.Equal(keys(set.got), set.want) {
					t.Errorf("%s: got %v, want %v", set.name, keys(set.got), set.want)
				}
			}
			if len(got.Options)+len(v.Result.Options) > 0 && !reflect.DeepEqual(got.Options, v.Result.Options) {
				t.Errorf("options: got %v, want %v", got.Options, v.Result.Options)
			}
			if want := v.Result.Defaults; len(got.Defaults)+len(want) > 0 && !reflect.DeepEqual(plain(got.Defaults), plain(want)) {
				t.Errorf("defaults: got %v, want %v", got.Defaults, want)
			}
			if !reflect.DeepEqual(got.Warnings, v.Result.Warnings) {
				t.Errorf("warnings: got %v, want %v", got.Warnings, v.Result.Warnings)
			}
			for path := range got.Computed {
				if !got.Locked[path] {
					t.Errorf("%s is computed and not locked", path)
				}
			}
			if !slices.Equal(got.Problems, v.Result.Problems) {
				t.Errorf("problems: got %v, want %v", got.Problems, v.Result.Problems)
			}
		})
	}
}

func TestVectorsWords(t *testing.T) {
	t.Parallel()
	all := readVectors(t)
	for _, v := range all.Words {
		t.Run(v.En, func(t *testing.T) {
			t.Parallel()
			e, err := rule.Parse(v.Expr)
			if err != nil {
				t.Fatal(err)
			}
			for lang, want := range map[string]string{"en": v.En, "zh-CN": v.Zh} {
				if got := e.Words(all.Labels, lang); got != want {
					t.Errorf("%s: got %q, want %q", lang, got, want)
				}
			}
		})
	}
}
