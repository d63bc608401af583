package rule_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/banli-oa/banli/builder/rule"
)

// randomFile holds random expressions with what they come to. Go's test and
// TypeScript's each hold their evaluator and their type checker to it, so that
// neither passes because the other did not run.
const randomFile = "testdata/random.jsonl.gz"

var update = flag.Bool("update", false, "write "+randomFile+" anew")

// randomWorld is the file's first line: what the expressions are evaluated in.
type randomWorld struct {
	Today     string           `json:"today"`
	Initiator map[string]any   `json:"initiator"`
	Calendar  rule.Calendar    `json:"calendar"`
	Types     rule.Types       `json:"types"`
	Values    []map[string]any `json:"values"`
}

// randomCase is any other line.
type randomCase struct {
	Expr json.RawMessage `json:"e"`
	// Values is the index of the world's values.
	Values int `json:"v"`
	// Want is the kind that the type check is for.
	Want rule.Kind `json:"w"`
	// Result has numbers as {"n": text}; Error is "code@pointer" instead.
	Result any    `json:"r,omitempty"`
	Error  string `json:"x,omitempty"`
	// Findings of the type check, "code@pointer".
	Findings []string `json:"f,omitempty"`
}

func TestRandomExpressions(t *testing.T) {
	t.Parallel()
	if *update {
		writeRandom(t)
	}
	world, cases := readRandom(t)
	if len(cases) < 10_000 {
		t.Fatalf("only %d expressions", len(cases))
	}
	calendar := compileCalendar(t, world.Calendar)
	used := map[string]int{}
	known, failed := 0, 0
	for i, c := range cases {
		got := c
		world.judge(t, calendar, &got)
		if !reflect.DeepEqual(got, c) {
			t.Errorf("line %d: %s\n got %v %s %v\nwant %v %s %v", i+2, c.Expr, got.Result, got.Error, got.Findings, c.Result, c.Error, c.Findings)
		}
		switch {
		case c.Error != "":
			failed++
		case c.Result != nil:
			known++
		}
		for _, op := range rule.Operators() {
			if strings.Contains(string(c.Expr), `"`+op+`":`) {
				used[op]++
			}
		}
	}
	// The file is worth nothing if everything in it fails, or is null.
	if known < len(cases)/3 || failed > len(cases)/3 {
		t.Errorf("%d of %d have a value, %d fail", known, len(cases), failed)
	}
	for _, op := range rule.Operators() {
		if used[op] < 100 {
			t.Errorf("%q is used %d times", op, used[op])
		}
	}
}

// judge fills in what an expression comes to.
func (w randomWorld) judge(t *testing.T, calendar *rule.CompiledCalendar, c *randomCase) {
	t.Helper()
	e, err := rule.Parse(c.Expr)
	if err != nil {
		t.Fatalf("%s: %v", c.Expr, err)
	}
	c.Result, c.Error, c.Findings = nil, "", nil
	v, err := e.Eval(rule.Env{Values: w.Values[c.Values], Today: w.Today, Calendar: calendar, Initiator: w.Initiator})
	var failure *rule.EvalError
	switch {
	case errors.As(err, &failure):
		c.Error = failure.Code + "@" + failure.At
	case err != nil:
		t.Fatal(err)
	default:
		c.Result = written(v)
	}
	for _, f := range e.Check(w.Types, c.Want) {
		c.Findings = append(c.Findings, fmt.Sprint(f.Code, "@", f.Params["at"]))
	}
}

// written is a result as the file holds it.
func written(v any) any {
	switch v := v.(type) {
	case decimal.Decimal:
		return map[string]any{"n": v.String()}
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = written(item)
		}
		return out
	default:
		return v
	}
}

func readRandom(t *testing.T) (world randomWorld, cases []randomCase) {
	t.Helper()
	f, err := os.Open(randomFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unpacked, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(nil, 1<<20)
	for first := true; lines.Scan(); first = false {
		if first {
			decode(t, lines.Bytes(), &world)
			continue
		}
		var c randomCase
		decode(t, lines.Bytes(), &c)
		cases = append(cases, c)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return world, cases
}

// writeRandom makes the file anew, for when an operator has been added.
func writeRandom(t *testing.T) {
	t.Helper()
	world, exprs := randomExpressions(t)
	calendar := compileCalendar(t, world.Calendar)
	var out bytes.Buffer
	packed, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	enc := json.NewEncoder(packed)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(world); err != nil {
		t.Fatal(err)
	}
	for _, c := range exprs {
		world.judge(t, calendar, &c)
		if err := enc.Encode(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := packed.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(randomFile, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}
