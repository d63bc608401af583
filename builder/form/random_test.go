package form_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/banli-oa/banli/builder/form"
)

// update writes testdata/random.json anew: go test ./builder/form -run Random -update.
var update = flag.Bool("update", false, "write testdata/random.json")

const (
	randomFile = "testdata/random.json"
	// randomSeed and the counts fix what the file holds.
	randomSeed    = 20201212
	randomSchemas = 900
	randomValues  = 3
)

// TestRandomSchemas holds testdata/random.json to what this validator says of
// schemas and values that a generator with a fixed seed makes up. The
// TypeScript validator runs the file: on all of it the two agree.
func TestRandomSchemas(t *testing.T) {
	t.Parallel()
	made := randomCases(t)
	if *update {
		if err := os.WriteFile(randomFile, made, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(randomFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(kept, made) {
		t.Errorf("%s is not what the generator and the validator give now: write it with -update, and let the TypeScript tests judge it", randomFile)
	}
}

// randomCases writes one line for each schema: the schema, and the values with
// the violations of each.
func randomCases(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	out.WriteString("[\n")
	seen := map[string]int{}
	cases := 0
	m := &maker{rand.New(rand.NewPCG(randomSeed, 0))} //nolint:gosec // repeatable on purpose
	for n := 0; n < randomSchemas; n++ {
		schema := m.root()
		f, err := form.Compile(form.Definition{Schema: json.RawMessage(schema)})
		if codeOf(err) == form.CodeCost {
			// Lists in maps in maps: not what this is about.
			n--
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", schema, err)
		}
		if n > 0 {
			out.WriteString(",\n")
		}
		fmt.Fprintf(&out, `{"schema":%s,"cases":[`, schema)
		for i := range randomValues {
			text := m.values()
			v, err := form.DecodeValues([]byte(text))
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			found := []string{}
			for _, violation := range f.Validate(v, form.Overrides{}) {
				found = append(found, violation.Path+" "+violation.Code)
				seen[violation.Code]++
			}
			if len(found) == 0 {
				seen["valid"]++
			}
			said, err := json.Marshal(found)
			if err != nil {
				t.Fatal(err)
			}
			if i > 0 {
				out.WriteByte(',')
			}
			fmt.Fprintf(&out, `[%s,%s]`, text, said)
			cases++
		}
		out.WriteString("]}")
	}
	out.WriteString("\n]\n")
	// The generator must reach both what fits and what does not, of each kind.
	for _, code := range []string{
		"valid", "form.type", "form.enum", "form.const", "form.minimum", "form.exclusiveMinimum", "form.maximum", "form.exclusiveMaximum",
		"form.multipleOf", "form.minLength", "form.maxLength", "form.pattern", "form.format", "form.minItems", "form.maxItems", "form.uniqueItems",
		"form.contains", "form.minProperties", "form.maxProperties", "form.required", "form.not", "form.anyOf", "form.oneOf",
		"form.unknownField", "form.notAllowed",
	} {
		if seen[code] < 3 {
			t.Errorf("only %d times %s", seen[code], code)
		}
	}
	t.Logf("%d cases, %d of them valid", cases, seen["valid"])
	return out.Bytes()
}

// maker makes up schemas of the form profile and values for them, as JSON text.
type maker struct{ *rand.Rand }

func (m *maker) pick(from ...string) string { return from[m.IntN(len(from))] }

// one is true once in n times.
func (m *maker) one(n int) bool { return m.IntN(n) == 0 }

func (m *maker) members() []string { return []string{"a", "b", "c", "d"} }

func (m *maker) root() string {
	var fields []string
	for _, id := range m.members() {
		fields = append(fields, strconv.Quote(id)+":"+m.pick("{}", m.schema(2)))
	}
	parts := []string{`"type":"object"`, `"properties":{` + strings.Join(fields, ",") + `}`}
	for m.one(4) {
		parts = append(parts, m.objectKeyword(1))
	}
	return "{" + strings.Join(unique(parts), ",") + `,"$defs":{"x":` + m.simple() + `,"y":` + m.simple() + "}}"
}

// unique leaves out keywords that are already there.
func unique(parts []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(parts, func(p string) bool {
		key, _, _ := strings.Cut(p, ":")
		again := seen[key]
		seen[key] = true
		return again
	})
}

func (m *maker) properties(depth int) string {
	var parts []string
	for _, id := range m.members() {
		if m.one(2) {
			parts = append(parts, strconv.Quote(id)+":"+m.schema(depth))
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func (m *maker) names() string {
	var parts []string
	for _, id := range m.members() {
		if m.one(2) {
			parts = append(parts, strconv.Quote(id))
		}
	}
	return "[" + strings.Join(parts, ",") + "]"
}

// schema makes up a schema of up to so many levels.
func (m *maker) schema(depth int) string {
	if depth == 0 || m.one(4) {
		return m.simple()
	}
	switch m.IntN(12) {
	case 0:
		return m.pick("true", "false", "{}")
	case 1:
		return m.pick(`{"$ref":"#/$defs/x"}`, `{"$ref":"#/$defs/y","not":`+m.simple()+`}`)
	case 2, 3:
		return `{"` + m.pick("anyOf", "oneOf", "allOf") + `":[` + m.schema(depth-1) + "," + m.schema(depth-1) + `]}`
	case 4:
		return `{"if":` + m.schema(depth-1) + `,"then":` + m.schema(depth-1) + m.pick("", `,"else":`+m.schema(depth-1)) + `}`
	case 5:
		return `{"not":` + m.schema(depth-1) + `}`
	case 6, 7, 8:
		return m.list(depth)
	default:
		return m.object(depth)
	}
}

func (m *maker) list(depth int) string {
	parts := []string{m.pick("", `"type":"array"`)}
	for range 1 + m.IntN(3) {
		parts = append(parts, m.pick(
			`"items":`+m.schema(depth-1),
			`"prefixItems":[`+m.schema(depth-1)+`,`+m.schema(depth-1)+`]`,
			`"contains":`+m.simple(),
			`"contains":`+m.simple()+`,"minContains":`+m.pick("0", "1", "2")+`,"maxContains":`+m.pick("2", "3"),
			`"uniqueItems":true`,
			`"minItems":`+m.pick("1", "2", "3"),
			`"maxItems":`+m.pick("1", "2", "3"),
			`"unevaluatedItems":`+m.pick("false", m.simple()),
		))
	}
	return "{" + strings.Join(unique(slices.DeleteFunc(parts, func(p string) bool { return p == "" })), ",") + "}"
}

func (m *maker) object(depth int) string {
	parts := []string{m.pick("", `"type":"object"`), `"properties":` + m.properties(depth-1)}
	for range 1 + m.IntN(3) {
		parts = append(parts, m.objectKeyword(depth-1))
	}
	return "{" + strings.Join(unique(slices.DeleteFunc(parts, func(p string) bool { return p == "" })), ",") + "}"
}

func (m *maker) objectKeyword(depth int) string {
	return m.pick(
		`"required":`+m.names(),
		`"additionalProperties":`+m.pick("false", m.simple()),
		`"unevaluatedProperties":`+m.pick("false", m.simple()),
		`"patternProperties":{"`+m.pick("^a", "[cd]$", ".")+`":`+m.schema(depth)+`}`,
		`"propertyNames":`+m.pick(`{"maxLength":1}`, `{"pattern":"^[a-c]"}`, `{"enum":["a","b","c"]}`),
		`"minProperties":`+m.pick("2", "3"),
		`"maxProperties":`+m.pick("1", "2", "3"),
		`"dependentRequired":{"a":`+m.names()+`,"b":`+m.names()+`}`,
		`"dependentSchemas":{"a":`+m.schema(depth)+`}`,
		`"allOf":[{"properties":`+m.properties(0)+`}]`,
		`"if":{"required":["a"]},"then":{"properties":`+m.properties(0)+`},"else":{"required":["b"]}`,
	)
}

// simple makes up a schema without schemas in it.
func (m *maker) simple() string {
	switch m.IntN(8) {
	case 0:
		return `{"type":` + m.pick(`"string"`, `"number"`, `"integer"`, `"boolean"`, `"null"`, `"array"`, `"object"`, `["string","null"]`, `["number","array"]`) + `}`
	case 1:
		return `{"` + m.pick("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum") + `":` + m.number() + `}`
	case 2:
		return `{"type":"number","multipleOf":` + m.pick("0.01", "0.1", "0.5", "3", "1e-7", "0.07") + `}`
	case 3:
		return `{"` + m.pick("minLength", "maxLength") + `":` + m.pick("1", "2", "3") + `}`
	case 4:
		return `{"type":"string","pattern":"` + m.pick("^[a-z]+$", "^.{2}$", "[0-9]", `^\\p{L}*$`, "^(a|b)c?$") + `"}`
	case 5:
		return `{"format":"` + m.pick("date", "time", "date-time", "email", "uri", "person", "department", "option", "serial", "phone", "cn-id") + `"}`
	case 6:
		return `{"enum":[` + m.value(1) + "," + m.value(0) + "," + m.value(0) + `]}`
	default:
		return `{"const":` + m.value(1) + `}`
	}
}

// number is one that both languages can hold: JavaScript's end at 2^53 and 17
// digits, which is why a form's exact numbers stay below.
func (m *maker) number() string {
	return m.pick("0", "1", "-1", "1.0", "2", "3", "5", "0.07", "0.1", "0.3", "1.13", "19.99", "1e2", "-0", "1e20", "0.30000000000000004", "9007199254740991", "2.5", "1.005")
}

func (m *maker) text() string {
	return m.pick("", "a", "ab", "abc", "a1", "B", "张", "😀", "ac", "2026-02-28", "2026-02-30", "09:30", "25:00", "2026-11-27T09:30:00Z",
		"li@example.com", "https://example.com", "javascript:1", "13800138000", "11010519491231002X", "110105194912310021", "p1", " ", "\u00e9", "e\u0301")
}

// value makes up a value of up to so many levels.
func (m *maker) value(depth int) string {
	kind := m.IntN(11)
	if depth == 0 {
		kind = m.IntN(7)
	}
	switch kind {
	case 0, 1, 2:
		return m.number()
	case 3, 4, 5:
		return strconv.Quote(m.text())
	case 6:
		return m.pick("true", "false", "null")
	case 7, 8:
		var parts []string
		for range m.IntN(5) {
			if len(parts) > 0 && m.one(3) {
				parts = append(parts, parts[0])
				continue
			}
			parts = append(parts, m.value(depth-1))
		}
		return "[" + strings.Join(parts, ",") + "]"
	default:
		return m.objectValue(depth-1, "")
	}
}

func (m *maker) objectValue(depth int, more string) string {
	var parts []string
	for _, id := range append(m.members(), more) {
		if id != "" && !m.one(3) {
			parts = append(parts, strconv.Quote(id)+":"+m.value(depth))
		}
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func (m *maker) values() string { return m.objectValue(2, m.pick("", "", "", "", "", "e")) }
