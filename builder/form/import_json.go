package form

import "encoding/json"

// verbatimKeywords are those that a field of JSON keeps.
var verbatimKeywords = setOf("type", "properties", "required", "enum", "const", "pattern", "minimum", "maximum",
	"exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "uniqueItems",
	"items", "prefixItems", "additionalProperties", "patternProperties", "minProperties", "maxProperties", "anyOf", "oneOf", "not", "format")

// The most entries of a list or a map in a field of JSON whose schema does not
// say, and of one within another or in a table. Checking takes their product.
const (
	mostEntries = 100
	mostInner   = 10
)

// copier copies the schema of a field of JSON.
type copier struct {
	*importer
	// budget is how many schemas it may still copy.
	budget int
	// most is what a list gets that has no limit, limited is set once one did.
	most    int
	limited bool
}

// copy copies a schema with $ref followed; false where it cannot be written
// out, because it is too large or contains itself.
func (c *copier) copy(v any, depth int) (any, bool) {
	if c.budget--; c.budget < 0 || depth > 8 {
		return nil, false
	}
	s, ok := v.(*keyed)
	if !ok {
		return v, v == true || v == false
	}
	r := c.resolve(s)
	if r.broken {
		return nil, false
	}
	if r.never {
		return false, true
	}
	out := &keyed{}
	for _, key := range r.schema.keys {
		if !verbatimKeywords[key] {
			continue
		}
		value := r.schema.values[key]
		switch key {
		case "properties", "patternProperties":
			members, _ := value.(*keyed)
			copied := &keyed{}
			if members == nil {
				continue
			}
			for _, name := range members.keys {
				if key == "patternProperties" && !c.pattern(name) {
					return nil, false
				}
				if value, ok = c.copy(members.at(name), depth+1); !ok {
					return nil, false
				}
				copied.set(name, value)
			}
			out.set(key, copied)
		case "prefixItems", "anyOf", "oneOf":
			copied := []any{}
			for _, part := range list(value) {
				if value, ok = c.copy(part, depth+1); !ok {
					return nil, false
				}
				copied = append(copied, value)
			}
			if len(copied) > 0 {
				out.set(key, copied)
			}
		case "items", "additionalProperties", "not":
			if value, ok = c.copy(value, depth+1); !ok {
				return nil, false
			}
			out.set(key, value)
		case "format":
			if format, _ := value.(string); importFormats[format] == format {
				out.set(key, format)
			}
		case "pattern":
			if pattern, _ := value.(string); c.pattern(portablePattern(pattern)) {
				out.set(key, portablePattern(pattern))
			}
		case "enum":
			if c.budget -= sizeOf(value); c.budget < 0 {
				return nil, false
			}
			out.set(key, value)
		default:
			if n, isNumber := value.(json.Number); !isNumber || inRange(string(n)) {
				out.set(key, value)
			}
		}
	}
	c.limit(out, depth, "items", "maxItems")
	c.limit(out, depth, "additionalProperties", "maxProperties")
	c.limit(out, depth, "patternProperties", "maxProperties")
	return out, true
}

// limit bounds the entries that a keyword applies to.
func (c *copier) limit(s *keyed, depth int, keyword, key string) {
	if _, ok := s.at(keyword).(*keyed); !ok {
		return
	}
	most := c.most
	if depth > 0 {
		most = mostInner
	}
	if n, ok := numberOf(s.at(key)); ok && n <= float64(most) {
		return
	}
	s.set(key, most)
	c.limited = true
}
