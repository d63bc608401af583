package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/words"
)

// formatMark keeps the format that a form gave a text, beside what other tools
// read of it.
const formatMark = "x-banli-format"

// yearPattern leaves out the year 0, which RFC 3339 has and a form has not.
const yearPattern = `([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])`

// exportPatterns say in patterns what only Banli's formats say, or what other
// tools read otherwise: to them a time has a zone, and an address no letters
// beyond ASCII.
var exportPatterns = map[string]string{
	"time":       timePattern.String(),
	"date":       `^` + yearPattern,
	"date-time":  `^` + yearPattern + `-[0-9]{2}-[0-9]{2}` + strings.TrimPrefix(dateTimePattern.String(), "^"),
	"uri":        uriPattern.String(),
	"person":     personPattern.String(),
	"department": personPattern.String(),
	"attachment": filePattern.String(),
	"image":      filePattern.String(),
	"phone":      phonePattern.String(),
	"cn-id":      chineseIDPattern.String(),
}

// Export writes a form's JSON Schema for other tools: pure 2020-12 with the
// words of the layout in lang, options with their words, and patterns in place
// of Banli's own formats. It accepts the values that the form accepts, but for
// what no schema can say: the check character of an identity number, how many
// digits a phone number has, that a date range ends after it starts, and that
// blanks alone do not fill in a field. An option or a number that the server
// gives is any text to it.
func Export(def Definition, lang string) ([]byte, error) {
	v, err := readOrdered(orderedDecoder(def.Schema))
	root, ok := v.(*keyed)
	if err != nil || !ok {
		return nil, fmt.Errorf("form: exporting a schema that is none: %w", err)
	}
	e := &exporter{layout: def.Layout, lang: lang}
	out := newKeyed("$schema", dialect)
	whole, _ := e.schema(root, "").(*keyed)
	for _, key := range whole.keys {
		out.set(key, whole.values[key])
	}
	out.set("$schema", dialect)
	text, err := json.Marshal(out)
	if err != nil {
		return nil, fmt.Errorf("form: exporting: %w", err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, text, "", "  "); err != nil {
		return nil, fmt.Errorf("form: exporting: %w", err)
	}
	return append(b.Bytes(), '\n'), nil
}

func orderedDecoder(text []byte) *json.Decoder {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	return dec
}

type exporter struct {
	layout Layout
	lang   string
}

// schema rewrites one schema and those within. path is that of the field that it
// is of; "" is the form, and "-" a part that is no field.
func (e *exporter) schema(v any, path string) any {
	s, ok := v.(*keyed)
	if !ok {
		return v
	}
	s = s.clone()
	out := &keyed{}
	look, isField := e.layout.Fields[path]
	if isField {
		e.describe(out, look)
	}
	for _, key := range slices.Clone(s.keys) {
		value, ok := s.values[key]
		switch {
		case !ok || key == "maxLength" && out.has(key):
		case key == "title" && out.has("title") || key == "description" && out.has("description"):
		case key == "format":
			e.format(out, s, value)
		case key == "enum" && isField && len(look.Options) > 0:
			out.set("oneOf", e.options(list(value), look))
		case key == "properties":
			out.set(key, e.members(value, memberPrefix(path)))
		case key == "items" && isField && len(look.Options) > 0:
			out.set(key, e.optionItems(value, look))
		case key == "items":
			out.set(key, e.schema(value, path+"[]"))
		case isOneOf(key, schemaKeywords):
			out.set(key, e.schema(value, "-"))
		case isOneOf(key, schemaListKeyword):
			parts := []any{}
			for _, part := range list(value) {
				parts = append(parts, e.schema(part, "-"))
			}
			out.set(key, parts)
		case isOneOf(key, schemaMapKeywords):
			out.set(key, e.members(value, "-"))
		default:
			out.set(key, value)
		}
	}
	return out
}

// memberPrefix is what stands before the paths of an object's members: those of
// the form are fields, those of a row columns, and others neither.
func memberPrefix(path string) string {
	switch {
	case path == "":
		return ""
	case strings.HasSuffix(path, "[]") && !strings.Contains(path, "."):
		return strings.TrimSuffix(path, "[]") + "."
	default:
		return "-"
	}
}

func isOneOf(key string, list []string) bool {
	for _, k := range list {
		if k == key {
			return true
		}
	}
	return false
}

func (e *exporter) members(v any, prefix string) any {
	members, ok := v.(*keyed)
	if !ok {
		return v
	}
	out := &keyed{}
	for _, name := range members.keys {
		path := prefix + name
		if prefix == "-" {
			path = "-"
		}
		out.set(name, e.schema(members.values[name], path))
	}
	return out
}

func (e *exporter) describe(out *keyed, look FieldLayout) {
	if title := look.Title.In(e.lang, words.English); title != "" {
		out.set("title", title)
	}
	if look.Widget == WidgetTextarea {
		out.set("ui:widget", WidgetTextarea)
	}
	if help := look.Help.In(e.lang, words.English); help != "" {
		out.set("description", help)
	}
}

// options writes an enum so that each option carries its words.
func (e *exporter) options(values []any, look FieldLayout) []any {
	out := []any{}
	for _, v := range values {
		option := newKeyed("const", v)
		if s, ok := v.(string); ok {
			if label := look.Options[s].In(e.lang, words.English); label != "" {
				option.set("title", label)
			}
		}
		out = append(out, option)
	}
	return out
}

func (e *exporter) optionItems(v any, look FieldLayout) any {
	items, ok := e.schema(v, "-").(*keyed)
	if !ok || !items.has("enum") {
		return e.schema(v, "-")
	}
	out := &keyed{}
	for _, key := range items.keys {
		if key == "enum" {
			out.set("oneOf", e.options(list(items.values[key]), look))
		} else {
			out.set(key, items.values[key])
		}
	}
	return out
}

// format writes a format as others read it.
func (e *exporter) format(out, s *keyed, v any) {
	format, _ := v.(string)
	switch format {
	case "date", "date-time":
		out.set("format", format)
	case "email":
		out.set("format", format)
		e.pattern(out, s, emailPattern.String())
		shorter(out, s, maxEmail)
		return
	}
	if !out.has("format") {
		out.set(formatMark, format)
	}
	if pattern := exportPatterns[format]; pattern != "" {
		e.pattern(out, s, pattern)
	}
	if format == "uri" {
		shorter(out, s, maxURI)
		out.set("not", newKeyed("type", "string", "pattern", "^([Jj][Aa][Vv][Aa][Ss][Cc][Rr][Ii][Pp][Tt]|[Vv][Bb][Ss][Cc][Rr][Ii][Pp][Tt]|[Dd][Aa][Tt][Aa]|[Bb][Ll][Oo][Bb]|[Ff][Ii][Ll][Ee]):"))
	}
}

// shorter lets a text be no longer than its format allows.
func shorter(out, s *keyed, most int) {
	if n, ok := numberOf(s.at("maxLength")); !ok || n > float64(most) {
		s.drop("maxLength")
		out.set("maxLength", most)
	}
}

// pattern adds a pattern to those that the schema has.
func (e *exporter) pattern(out, s *keyed, pattern string) {
	if s.has("pattern") {
		out.set("allOf", append(list(out.at("allOf")), newKeyed("pattern", pattern)))
		return
	}
	out.set("pattern", pattern)
}
