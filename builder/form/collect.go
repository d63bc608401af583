package form

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// collect turns the library's tree of errors into violations. Of a combination
// (anyOf, oneOf, contains) only the combination is reported: which branch the
// person meant is anyone's guess.
func (c *check) collect(values map[string]any, e *jsonschema.ValidationError) {
	_, location, _ := strings.Cut(e.AbsoluteKeywordLocation, "#")
	location = "#" + location
	holder, keyword := c.form.split(location)
	switch keyword {
	case "anyOf", "oneOf", "minContains", "maxContains", "contains":
	default:
		if len(e.Causes) > 0 {
			for _, cause := range e.Causes {
				c.collect(values, cause)
			}
			return
		}
	}
	path := plainPointer(e.InstanceLocation)
	schema := c.form.raw[holder]
	switch keyword {
	case "required":
		c.missing(values, path, schema["required"])
	case "dependentRequired":
		c.dependents(values, path, schema["dependentRequired"])
	default:
		v := at(values, path)
		code, params := violationOf(keyword, schema, v)
		spare := strings.Contains(location, "/unevaluated")
		c.out = append(c.out, Violation{Path: path, Code: code, Params: params, spare: spare})
	}
}

// split finds the schema that an error's location lies in, and the keyword. A
// location that is itself a schema's is seen from the schema around it.
func (f *Form) split(location string) (holder, keyword string) {
	for holder = location; ; {
		i := strings.LastIndexByte(holder, '/')
		if i < 0 {
			return "", ""
		}
		holder, keyword = holder[:i], holder[i+1:]
		if _, ok := f.raw[holder]; ok {
			return holder, keyword
		}
	}
}

// missing reports each required member that is not there.
func (c *check) missing(values map[string]any, path string, required any) {
	in := at(values, path)
	members, _ := in.(map[string]any)
	for _, key := range texts(required) {
		if _, ok := members[key]; !ok {
			c.absent(path + "/" + escape(key))
		}
	}
}

// dependents reports each member that must be there because another is.
func (c *check) dependents(values map[string]any, path string, dependent any) {
	in := at(values, path)
	members, _ := in.(map[string]any)
	needs, _ := dependent.(map[string]any)
	for _, trigger := range slices.Sorted(maps.Keys(needs)) {
		if _, ok := members[trigger]; !ok {
			continue
		}
		for _, key := range texts(needs[trigger]) {
			if _, ok := members[key]; !ok {
				c.absent(path + "/" + escape(key))
			}
		}
	}
}

// absent reports a missing member, unless it is a hidden field's.
func (c *check) absent(path string) {
	cell := strings.ReplaceAll(strings.TrimPrefix(path, "/"), "/", ".")
	if !c.over.Hidden[c.form.fieldPath(path)] && !c.over.Hidden[cell] {
		c.add(path, ViolationRequired, nil)
	}
}

// fieldPath is the path of the field or column that a pointer names exactly;
// "" where it names something else.
func (f *Form) fieldPath(pointer string) string {
	parts := tokens(pointer)
	switch len(parts) {
	case 1:
		return parts[0]
	case 3:
		return parts[0] + "." + parts[2]
	default:
		return ""
	}
}

// violationOf makes the code and params of one keyword's error.
func violationOf(keyword string, schema map[string]any, v any) (string, map[string]any) {
	limit := func() map[string]any { return map[string]any{"limit": limitText(schema[keyword])} }
	switch keyword {
	case "type":
		want := typeName(schema["type"])
		if s, ok := v.(string); ok && (want == "number" || want == "integer") && tooLong(s) {
			want = wantDigits
		}
		return ViolationType, map[string]any{"want": want}
	case "minLength", "maxLength":
		params := limit()
		if s, ok := v.(string); ok {
			params["found"] = strconv.Itoa(utf8.RuneCountInString(s))
		}
		return "form." + keyword, params
	case "minItems", "maxItems", "minProperties", "maxProperties",
		"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf":
		return "form." + keyword, limit()
	case "format":
		return ViolationFormat, map[string]any{"format": textOf(schema["format"])}
	case "enum", "const", "pattern", "uniqueItems", "not", "anyOf", "oneOf", "propertyNames":
		return "form." + keyword, nil
	case "contains", "minContains", "maxContains":
		return ViolationContains, nil
	case "additionalProperties", "unevaluatedProperties":
		return ViolationUnknownField, nil
	default:
		return ViolationNotAllowed, nil
	}
}

// limitText is a schema's number as a message shows it.
func limitText(v any) string {
	n, ok := v.(json.Number)
	if !ok {
		return ""
	}
	d, _ := parseDecimal(string(n))
	return d.String()
}
