package form

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// maxText is the most characters of any text.
const maxText = 20_000

// sane reports whether a value is one that a form can hold and the library
// should see: JSON, no number beyond all bounds, no list or text without end.
func sane(v any, depth int) bool {
	switch v := v.(type) {
	case []any:
		if len(v) > maxList || depth > maxValuesDepth {
			return false
		}
		for _, item := range v {
			if !sane(item, depth+1) {
				return false
			}
		}
		return true
	case map[string]any:
		if len(v) > maxMembers || depth > maxValuesDepth {
			return false
		}
		for _, item := range v {
			if !sane(item, depth+1) {
				return false
			}
		}
		return true
	default:
		return whatIsInsane(v) == ""
	}
}

// whatIsInsane is the code for a value that is no list and no object; "" where
// nothing is wrong.
func whatIsInsane(v any) string {
	switch v := v.(type) {
	case nil, bool:
		return ""
	case string:
		if len(v) > maxText && utf8.RuneCountInString(v) > maxText {
			return ViolationMaxLength
		}
		return ""
	case json.Number:
		if !inRange(string(v)) {
			return ViolationTooLarge
		}
		if !kept(string(v)) {
			return ViolationType
		}
		return ""
	default:
		return ViolationType
	}
}

// insane says where a value is not sane.
func (c *check) insane(v any, path string, depth int) {
	switch v := v.(type) {
	case []any:
		if depth > maxValuesDepth {
			c.add(path, ViolationTooLarge, nil)
			return
		}
		if len(v) > maxList {
			c.add(path, ViolationMaxItems, map[string]any{"limit": strconv.Itoa(maxList)})
			return
		}
		for i, item := range v {
			c.insane(item, path+"/"+strconv.Itoa(i), depth+1)
		}
	case map[string]any:
		if len(v) > maxMembers || depth > maxValuesDepth {
			c.add(path, ViolationTooLarge, nil)
			return
		}
		for key, item := range v {
			c.insane(item, path+"/"+escape(key), depth+1)
		}
	default:
		code := whatIsInsane(v)
		if code == "" {
			return
		}
		var params map[string]any
		switch _, isNumber := v.(json.Number); {
		case code == ViolationMaxLength:
			params = map[string]any{"limit": strconv.Itoa(maxText)}
		case code == ViolationType && isNumber:
			params = map[string]any{"want": wantDigits}
		}
		c.add(path, code, params)
	}
}
