package form

import (
	"encoding/json"
	"slices"
	"strings"
)

// longText is the length from which a text gets several lines.
const longText = 200

// importFormats are formats of other names or of other dialects, by the one
// that a form has.
var importFormats = map[string]string{
	"date": "date", "time": "time", "date-time": "date-time", "datetime": "date-time", "datetime-local": "date-time",
	"email": "email", "idn-email": "email", "uri": "uri", "url": "uri", "iri": "uri",
	"phone": "phone", "tel": "phone", "telephone": "phone", "mobile": "phone",
	"person": "person", "department": "department", "cn-id": "cn-id", "id-card": "cn-id", "idcard": "cn-id",
}

// importPatterns check the formats that a form does not have.
var importPatterns = map[string]string{
	"uuid":     `^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$`,
	"ipv4":     `^((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])$`,
	"hostname": `^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$`,
	"duration": `^P([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+S)?)?)$`,
	"color":    `^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`,
}

// text makes a field of text, or of a date and the like.
func (m *importer) text(d *draft, s *keyed) {
	d.schema.set("type", "string")
	d.look.Widget = WidgetText
	format, _ := s.at("format").(string)
	if own, ok := s.at(formatMark).(string); ok && importFormats[own] == own {
		format = own // of a form that was exported
	}
	if s.has("pattern") && s.at("pattern") == exportPatterns[format] {
		s = s.clone()
		s.drop("pattern")
		s.drop("not")
	}
	known := importFormats[strings.ToLower(format)]
	switch {
	case known != "":
		d.schema.set("format", known)
		if known == "time" && !s.has(formatMark) {
			d.note(ImportTime)
		}
	case importPatterns[format] != "":
		if !s.has("pattern") {
			d.schema.set("pattern", importPatterns[format])
			d.note(ImportFormatPattern, "format", format)
		}
	case format == "textarea" || format == "multiline" || format == "markdown" || format == "html":
		d.look.Widget = WidgetTextarea
	case format == "binary" || format == "byte" || format == "data-url" || format == "file":
		d.note(ImportFile)
	case format != "" && !s.has(formatMark):
		d.note(ImportFormat, "format", clip(format))
	}
	if s.has("contentEncoding") {
		d.note(ImportFile)
	}
	if widget, ok := formatWidgets[known]; ok {
		d.look.Widget = widget
	}
	if pattern, ok := s.at("pattern").(string); ok {
		if own := portablePattern(pattern); m.pattern(own) {
			d.schema.set("pattern", own)
		} else {
			d.note(ImportPattern, "pattern", clip(pattern))
		}
	}
	m.counts(d, s, "minLength", "maxLength")
	most, limited := numberOf(s.at("maxLength"))
	if d.look.Widget == WidgetText && known == "" && (limited && most > longText || s.at("ui:widget") == "textarea") {
		d.look.Widget = WidgetTextarea
	}
	if d.look.Widget == WidgetTextarea {
		d.look.Width = 2
	}
	if c, ok := s.at("example").(string); ok {
		d.look.Placeholder = said(line(c))
	} else if examples := names(s.at("examples")); len(examples) > 0 {
		d.look.Placeholder = said(line(examples[0]))
	}
	m.others(d, s)
}

// formatWidgets are the widgets of the formats that have one of their own.
var formatWidgets = map[string]string{
	"date": WidgetDate, "time": WidgetTime, "date-time": WidgetDateTime, "person": WidgetPerson, "department": WidgetDepartment,
}

// portablePattern rewrites what ECMAScript writes otherwise than RE2.
func portablePattern(pattern string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		if pattern[i] == '\\' && i+1 < len(pattern) {
			if pattern[i+1] == 'u' && i+6 <= len(pattern) && isHex(pattern[i+2:i+6]) {
				b.WriteString(`\x{` + pattern[i+2:i+6] + `}`)
				i += 5
				continue
			}
			b.WriteString(pattern[i : i+2])
			i++
			continue
		}
		b.WriteByte(pattern[i])
	}
	return b.String()
}

func isHex(s string) bool {
	return strings.Trim(s, "0123456789abcdefABCDEF") == ""
}

// number makes a field of numbers.
func (m *importer) number(d *draft, s *keyed, kind string) {
	d.schema.set("type", kind)
	d.look.Widget = WidgetNumber
	if format := s.at("format"); format == "percent" || format == "percentage" {
		d.look.Widget = WidgetPercent
	}
	for _, key := range []string{"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"} {
		if !s.has(key) {
			continue
		}
		n, ok := numberOf(s.at(key))
		if ok && (key != "multipleOf" || n > 0) {
			d.schema.set(key, s.at(key))
		} else {
			d.note(ImportNumber, "keyword", key)
		}
	}
	if c, ok := s.at("const").(json.Number); ok && inRange(string(c)) {
		d.schema.set("const", c)
	}
	m.others(d, s)
}

// counts takes over limits that are whole numbers.
func (m *importer) counts(d *draft, s *keyed, keys ...string) {
	for _, key := range keys {
		if !s.has(key) {
			continue
		}
		if n, ok := numberOf(s.at(key)); ok && n >= 0 && n <= maxCount && n == float64(int(n)) {
			d.schema.set(key, int(n))
		} else {
			d.note(ImportNumber, "keyword", key)
		}
	}
}

// others names the rules on one value that a field does not check.
func (m *importer) others(d *draft, s *keyed) {
	for _, key := range []string{"not", "anyOf", "oneOf", "if"} {
		if s.has(key) {
			d.note(ImportKeyword, "keyword", key)
		}
	}
}

// The schemas within one field of JSON, and within all of them.
const (
	maxVerbatim       = 200
	maxImportVerbatim = 1000
)

// pattern reports whether a form can check a pattern, and has room for it.
func (m *importer) pattern(pattern string) bool {
	size, known := m.patterns[pattern]
	if !known {
		if len(m.patterns) >= maxImportPatterns {
			return false
		}
		size = programSize(pattern)
		m.patterns[pattern] = size
	}
	if size == 0 || m.programs+size > maxPrograms {
		return false
	}
	m.programs += size
	return true
}

// json makes a field that is filled in as JSON. What the schema says of it is
// still checked, where it can be written without references.
func (m *importer) json(d *draft, s *keyed, code string) {
	if code != "" {
		d.note(code)
	}
	d.look = FieldLayout{Width: 2}
	d.schema = &keyed{}
	if s == nil {
		d.note(ImportUnchecked)
		return
	}
	c := &copier{importer: m, budget: min(maxVerbatim, maxImportVerbatim-m.copied), most: mostEntries}
	if d.column {
		c.most = mostInner
	}
	before := c.budget
	copied, ok := c.copy(s, 0)
	m.copied += before - max(c.budget, 0)
	if c.limited {
		d.note(ImportRows, "limit", c.most)
	}
	plainest, _ := copied.(*keyed)
	if !ok || plainest == nil || len(plainest.keys) == 0 {
		d.note(ImportUnchecked)
		return
	}
	d.schema = plainest
}

// standard takes over what a field begins with, where it fits.
func (m *importer) standard(d *draft, s *keyed, kind string) {
	v, ok := s.at("default"), s.has("default")
	if !ok || v == nil {
		return
	}
	fits := false
	switch kind {
	case "string":
		_, fits = v.(string)
	case "number", "integer":
		n, isNumber := v.(json.Number)
		fits = isNumber && inRange(string(n)) && (kind == "number" || !strings.ContainsAny(string(n), ".eE"))
	case "boolean":
		_, fits = v.(bool)
	}
	if fits && len(d.schema.keys) > 0 && slices.Contains([]any{"string", "number", "integer", "boolean"}, d.schema.at("type")) {
		d.schema.set("default", v)
		return
	}
	if items, empty := v.([]any); empty && len(items) == 0 {
		return
	}
	d.note(ImportDefault)
}
