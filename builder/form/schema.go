package form

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// The caps of a schema (DESIGN §4): what could take long to validate is refused
// when it is published, not when it is used.
const (
	maxSchemaBytes = 256 << 10
	maxSchemaDepth = 32
	maxSchemaNodes = 10_000
	// maxSchemas bounds the schemas as they are written: the schema library
	// compiles in the square of their number.
	maxSchemas = 2000
	// maxSchemaValues bounds the JSON values of the text, schemas or not, and
	// maxContainers the objects and lists among them. Both are counted before
	// anything is read.
	maxSchemaValues = 40_000
	maxContainers   = 10_000
	// maxKeywords bounds the members of one schema, and maxNames the names in
	// one list of them (required, type).
	maxKeywords = 100
	maxNames    = 1000
	// maxLocation bounds the place of a schema in the text, in bytes: each
	// schema within is known by it.
	maxLocation = 2000
	// maxSchemaJSON is how deep the JSON text may nest; each level of schema
	// takes two.
	maxSchemaJSON = 200
	// maxSchemaCost bounds how many nodes one validation may visit: tables and
	// maps count as often as they may have rows.
	maxSchemaCost = 100_000
	// maxCount bounds minLength and its like.
	maxCount = 1e9
)

// dialect is the only value that $schema may have.
const dialect = "https://json-schema.org/draft/2020-12/schema"

// The keywords whose values are schemas: one, a list, or a map of them.
var (
	schemaKeywords    = []string{"items", "contains", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "propertyNames", "not", "if", "then", "else"}
	schemaListKeyword = []string{"prefixItems", "allOf", "anyOf", "oneOf"}
	schemaMapKeywords = []string{"properties", "patternProperties", "dependentSchemas", "$defs", "definitions"}
)

// refusedKeywords are outside the form profile: they resolve dynamically or
// elsewhere, or belong to older drafts and would be read differently by the
// two languages.
var refusedKeywords = []string{
	"$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef", "$vocabulary",
	"additionalItems", "contentSchema", "dependencies", "regexProperties", "id",
}

// document is a schema while it is looked through.
type document struct {
	root map[string]any
	// schemas are all schemas by location: "#/properties/days".
	schemas  map[string]any
	measures map[string]*measure
	findings []Finding
	// patterns are the sizes of the programs of the patterns, programs is the
	// sum of them all.
	patterns map[string]int
	programs int
	// stopped is set where it is pointless to look further.
	stopped bool
}

// maxFindings is the most that are told at once: whoever mends that many looks
// again.
const maxFindings = 50

// measure is the size of a schema with $ref followed.
type measure struct {
	underWay           bool
	nodes, depth, cost int
}

// child is a schema within a schema.
type child struct {
	location string
	schema   any
	// times is how often it may be applied for one application of its parent.
	times int
}

// inspect reads a schema and finds what is wrong with it before any library
// sees it. It takes time in proportion to the text.
func inspect(raw json.RawMessage) *document {
	d := &document{schemas: map[string]any{}, measures: map[string]*measure{}, patterns: map[string]int{}}
	if len(raw) > maxSchemaBytes {
		d.add("#", CodeSize, map[string]any{"limit": maxSchemaBytes >> 10})
		return d
	}
	if seen := shape(raw); seen.containers > maxContainers || seen.containers+seen.commas > maxSchemaValues {
		d.add("#", CodeNodes, map[string]any{"limit": maxSchemaNodes})
		return d
	}
	v, err := decodeJSON(raw, limits{depth: maxSchemaJSON})
	if err != nil {
		d.add("#", CodeJSON, map[string]any{"reason": err.Error()})
		return d
	}
	root, ok := v.(map[string]any)
	if !ok {
		d.add("#", CodeRoot, nil)
		return d
	}
	d.root = root
	if wildNumber(root) {
		d.numbers(root, "#")
	}
	d.walk(root, "#")
	if len(d.findings) == 0 {
		d.caps()
	}
	return d
}

func (d *document) add(location, code string, params map[string]any) {
	if len(d.findings) < maxFindings {
		d.findings = append(d.findings, Finding{Code: code, Path: "schema" + plainPointer(location), Params: params})
	}
	d.stopped = d.stopped || len(d.findings) == maxFindings
}

// wildNumber reports whether a value has a number beyond all bounds. The
// library would compute for ever on 1e999999999.
func wildNumber(v any) bool {
	switch v := v.(type) {
	case json.Number:
		return !inRange(string(v))
	case []any:
		return slices.ContainsFunc(v, wildNumber)
	case map[string]any:
		for _, item := range v {
			if wildNumber(item) {
				return true
			}
		}
	}
	return false
}

// numbers says where the numbers beyond all bounds are.
func (d *document) numbers(v any, location string) {
	switch v := v.(type) {
	case json.Number:
		if !inRange(string(v)) {
			d.add(location, CodeNumber, map[string]any{"limit": maxDigits})
		}
	case []any:
		for i, item := range v {
			d.numbers(item, location+"/"+strconv.Itoa(i))
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			d.numbers(v[key], location+"/"+locationEscape(key))
		}
	}
}

// walk registers a schema and those within, and checks their keywords.
func (d *document) walk(v any, location string) {
	if d.stopped {
		return
	}
	if len(d.schemas) == maxSchemas {
		d.stopped = true
		d.add("#", CodeNodes, map[string]any{"limit": maxSchemas})
		return
	}
	d.schemas[location] = v
	s, ok := v.(map[string]any)
	if !ok {
		return
	}
	if len(s) > maxKeywords {
		d.add(location, CodeSchema, map[string]any{"reason": "a schema has more than " + strconv.Itoa(maxKeywords) + " keywords"})
		return
	}
	d.keywords(s, location)
	for _, c := range children(s, location) {
		if len(c.location) > maxLocation {
			d.add(location, CodeSchema, map[string]any{"reason": "the names that lead to a schema are longer than " + strconv.Itoa(maxLocation) + " bytes"})
			return
		}
		d.walk(c.schema, c.location)
	}
}

// keywords checks what the meta-schema does not.
func (d *document) keywords(s map[string]any, location string) {
	for _, k := range refusedKeywords {
		if _, ok := s[k]; ok {
			d.add(location, CodeKeyword, map[string]any{"keyword": k})
		}
	}
	if v, ok := s["$schema"]; ok && (location != "#" || strings.TrimSuffix(textOf(v), "#") != dialect) {
		d.add(location, CodeDialect, map[string]any{"dialect": dialect})
	}
	if _, ok := s["$id"]; ok && location != "#" {
		d.add(location, CodeKeyword, map[string]any{"keyword": "$id"})
	}
	if format, ok := s["format"].(string); ok && formats[format] == nil {
		d.add(location, CodeFormat, map[string]any{"format": clip(format), "known": slices.Sorted(maps.Keys(formats))})
	}
	if pattern, ok := s["pattern"].(string); ok {
		d.pattern(pattern, location)
	}
	if patterns, ok := s["patternProperties"].(map[string]any); ok {
		for _, p := range slices.Sorted(maps.Keys(patterns)) {
			d.pattern(p, location)
		}
	}
	for _, k := range []string{"minLength", "maxLength", "minItems", "maxItems", "minContains", "maxContains", "minProperties", "maxProperties"} {
		if n, ok := s[k].(json.Number); ok {
			if f, err := n.Float64(); err != nil || f < 0 || f > maxCount {
				d.add(location, CodeNumber, map[string]any{"limit": maxDigits})
			}
		}
	}
	d.names(s, location)
}

// names checks the lists of names, which the library compares one with
// another.
func (d *document) names(s map[string]any, location string) {
	dependents, _ := s["dependentRequired"].(map[string]any)
	total := 0
	for _, list := range dependents {
		names, _ := list.([]any)
		total += 1 + len(names)
	}
	required, _ := s["required"].([]any)
	types, _ := s["type"].([]any)
	if max(total, len(required), len(types)) > maxNames {
		d.add(location, CodeSchema, map[string]any{"reason": "a list of names is longer than " + strconv.Itoa(maxNames)})
	}
}

// children lists the schemas within a schema.
func children(s map[string]any, location string) []child {
	var out []child
	for _, k := range schemaKeywords {
		if v, ok := s[k]; ok {
			out = append(out, child{location + "/" + k, v, times(s, k)})
		}
	}
	for _, k := range schemaListKeyword {
		list, _ := s[k].([]any)
		for i, v := range list {
			out = append(out, child{location + "/" + k + "/" + strconv.Itoa(i), v, 1})
		}
	}
	for _, k := range schemaMapKeywords {
		m, _ := s[k].(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(m)) {
			out = append(out, child{location + "/" + k + "/" + locationEscape(name), m[name], times(s, k)})
		}
	}
	return out
}

// times is how often a keyword's schema may be applied to the parts of a value.
func times(s map[string]any, keyword string) int {
	if _, isBool := s[keyword].(bool); isBool {
		return 1
	}
	switch keyword {
	case "items", "contains", "unevaluatedItems":
		return count(s["maxItems"], maxList)
	case "additionalProperties", "unevaluatedProperties", "propertyNames", "patternProperties":
		return count(s["maxProperties"], maxMembers)
	case "$defs", "definitions":
		return 0
	default:
		return 1
	}
}

// count is a schema's own limit where it is stricter.
func count(v any, most int) int {
	if n, ok := v.(json.Number); ok {
		if f, err := n.Float64(); err == nil && f >= 0 && f < float64(most) {
			return int(f)
		}
	}
	return most
}

// caps measures the schema with $ref followed, each schema once, so that
// doubling by $ref is counted and not walked.
func (d *document) caps() {
	m := d.measure("#")
	switch {
	case len(d.findings) > 0:
	case m.depth > maxSchemaDepth:
		d.add("#", CodeDepth, map[string]any{"limit": maxSchemaDepth})
	case m.nodes > maxSchemaNodes:
		d.add("#", CodeNodes, map[string]any{"limit": maxSchemaNodes})
	case m.cost > maxSchemaCost:
		d.add("#", CodeCost, nil)
	}
}

// measure sizes a schema. Sums stop growing beyond the caps.
func (d *document) measure(location string) *measure {
	if m, ok := d.measures[location]; ok {
		if m.underWay {
			d.add(location, CodeRefCircle, nil)
		}
		return m
	}
	m := &measure{underWay: true, nodes: 1, depth: 1, cost: 1}
	d.measures[location] = m
	s, _ := d.schemas[location].(map[string]any)
	for _, c := range children(s, location) {
		m.take(d.measure(c.location), c.times)
	}
	if ref, ok := s["$ref"]; ok {
		if target, code := d.resolve(ref); code != "" {
			d.add(location, code, map[string]any{"ref": clip(textOf(ref))})
		} else {
			m.take(d.measure(target), 1)
		}
	}
	if enum, ok := s["enum"].([]any); ok {
		m.nodes = min(m.nodes+len(enum), maxSchemaNodes+1)
		m.cost = min(m.cost+len(enum)/10, maxSchemaCost+1)
	}
	m.underWay = false
	return m
}

func (m *measure) take(c *measure, times int) {
	m.nodes = min(m.nodes+c.nodes, maxSchemaNodes+1)
	m.cost = min(m.cost+times*c.cost, maxSchemaCost+1)
	m.depth = max(m.depth, c.depth+1)
}

// resolve finds the location that a $ref names.
func (d *document) resolve(ref any) (location, code string) {
	s, ok := ref.(string)
	if !ok || !strings.HasPrefix(s, "#") {
		return "", CodeRefOutside
	}
	if s == "#" || s == "#/" {
		return "#", ""
	}
	location = "#"
	for _, part := range strings.Split(s[1:], "/")[1:] {
		plain, err := url.PathUnescape(part)
		if err != nil {
			return "", CodeRefMissing
		}
		location += "/" + locationEscape(unescape(plain))
	}
	if _, ok := d.schemas[location]; !ok || !strings.HasPrefix(s, "#/") {
		return "", CodeRefMissing
	}
	return location, ""
}

func textOf(v any) string {
	s, _ := v.(string)
	return s
}
