package form

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/banli-oa/banli/builder/words"
)

// maxID is the length of a field's id (DESIGN §8).
const maxID = 64

// reserved are the names that every JavaScript object knows. Ids are keys of
// such objects in a browser.
var reserved = setOf("constructor", "toString", "valueOf", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString")

// id makes a legal id of a name that no other field of the holder has.
func (h *holder) id(name string) string {
	base := name
	if !idPattern.MatchString(name) {
		base = legal(name)
	}
	if reserved[base] {
		base += "Field"
	}
	id := base
	for n := 2; h.taken[id]; n++ {
		tail := strconv.Itoa(n)
		id = base[:min(len(base), maxID-len(tail))] + tail
	}
	h.taken[id] = true
	return id
}

// legal writes the letters and digits of a name as an id in camel case.
func legal(name string) string {
	var b strings.Builder
	upper := false
	for _, r := range name {
		switch {
		case r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if b.Len() == 0 {
				r = unicode.ToLower(r)
			} else if upper {
				r = unicode.ToUpper(r)
			}
			if b.Len() == 0 && unicode.IsDigit(r) {
				b.WriteString("field")
			}
			b.WriteRune(r)
			upper = false
		default:
			upper = true
		}
	}
	if b.Len() == 0 {
		return "field"
	}
	out := b.String()
	return out[:min(len(out), maxID)]
}

// said makes words of a text: in Chinese where it has Chinese characters, else
// in English. An empty text has no words.
func said(text string) words.Text {
	if text == "" {
		return nil
	}
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return words.Text{words.Chinese: text}
	}
	return words.Text{words.English: text}
}

// The longest words that an import takes over, in characters.
const (
	maxTitle     = 120
	maxParagraph = 1000
)

// line is a text as a title: on one line, and no longer than a title may be.
func line(v any) string {
	s, _ := v.(string)
	return shortened(strings.Join(strings.Fields(s), " "), maxTitle)
}

// paragraph is a text as a help.
func paragraph(v any) string {
	s, _ := v.(string)
	return shortened(strings.TrimSpace(s), maxParagraph)
}

func shortened(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}

// titleOf is what a schema calls itself, else its name as words.
func titleOf(s *keyed, name string) string {
	if title := line(s.at("title")); title != "" {
		return title
	}
	return readable(name)
}

// readable writes a name as words: "startDate" and "start_date" are "Start
// date".
func readable(name string) string {
	var parts []string
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '_' || r == '-' || r == '.' || unicode.IsSpace(r) }) {
		parts = append(parts, camelWords(part)...)
	}
	for i, p := range parts {
		if i > 0 && !isUpper(p) {
			parts[i] = strings.ToLower(p)
		}
	}
	text := strings.Join(parts, " ")
	if text == "" {
		return "Field"
	}
	first, size := utf8.DecodeRuneInString(text)
	return line(string(unicode.ToUpper(first)) + text[size:])
}

// camelWords parts a name where a capital follows a small letter.
func camelWords(s string) []string {
	var out []string
	start := 0
	runes := []rune(s)
	for i := 1; i < len(runes); i++ {
		next := i+1 < len(runes) && unicode.IsLower(runes[i+1])
		if unicode.IsUpper(runes[i]) && (unicode.IsLower(runes[i-1]) || unicode.IsUpper(runes[i-1]) && next) {
			out = append(out, string(runes[start:i]))
			start = i
		}
	}
	return append(out, string(runes[start:]))
}

func isUpper(s string) bool {
	return s == strings.ToUpper(s) && utf8.RuneCountInString(s) > 1
}

// inSchemaOrder lists the members of an object as they are to be shown: by a
// number that they carry, by a list that the object carries, else as written.
func inSchemaOrder(s *keyed) []string {
	members, _ := s.at("properties").(*keyed)
	if members == nil {
		return nil
	}
	rank := map[string]float64{}
	wanted := names(s.at("ui:order"))
	rest := slices.Index(wanted, "*")
	for i, name := range members.keys {
		rank[name] = float64(i)
		if at := slices.Index(wanted[:min(len(wanted), maxFields)], name); at >= 0 {
			rank[name] = float64(at) - 1e6
			if rest >= 0 && at > rest {
				rank[name] = float64(at) + 1e6
			}
		}
		member, _ := members.at(name).(*keyed)
		for _, key := range []string{"x-order", "propertyOrder"} {
			if n, ok := numberOf(member.at(key)); ok {
				rank[name] = n - 1e9
			}
		}
	}
	out := slices.Clone(members.keys)
	slices.SortStableFunc(out, func(a, b string) int {
		switch {
		case rank[a] < rank[b]:
			return -1
		case rank[a] > rank[b]:
			return 1
		}
		return 0
	})
	return out
}
