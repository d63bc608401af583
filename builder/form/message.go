package form

import (
	_ "embed" // the catalogue of messages
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/banli-oa/banli/builder/words"
)

//go:embed messages.json
var messagesJSON []byte

// messages is everything that this package says, by code; ui/src/core/form has
// those of values too, and a test there compares them with this file.
var messages = readMessages()

func readMessages() map[string]words.Text {
	out := map[string]words.Text{}
	if err := json.Unmarshal(messagesJSON, &out); err != nil {
		panic("form: messages.json: " + err.Error()) //nolint:forbidigo // it is part of the binary and read by every test
	}
	return out
}

// Messages lists what this package says of definitions and values, by code. A
// code with a suffix is said in a special case: "form.required.choose".
func Messages() map[string]words.Text {
	all := map[string]words.Text{}
	for code, text := range messages {
		if strings.HasPrefix(code, "form.") {
			all[code] = text
		}
	}
	return all
}

// say fills a message's {params}. Languages other than English and Chinese get
// English.
func say(code, lang string, params map[string]any) string {
	return fill(messages[code].In(lang, words.English), lang, params)
}

// fill puts params into a text's {params}.
func fill(text, lang string, params map[string]any) string {
	if len(params) == 0 {
		return text
	}
	pairs := make([]string, 0, 2*len(params))
	for key, v := range params {
		pairs = append(pairs, "{"+key+"}", paramText(v, lang))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

func paramText(v any, lang string) string {
	if finding, ok := v.(Finding); ok {
		return finding.Message(lang)
	}
	if list, ok := v.([]string); ok {
		if lang == words.Chinese {
			return strings.Join(list, "、")
		}
		return strings.Join(list, ", ")
	}
	return fmt.Sprint(v)
}

// Message says the finding in a sentence, in lang ("en" or "zh-CN").
func (f Finding) Message(lang string) string { return say(f.Code, lang, f.Params) }

// Message says the violation in a sentence that names the field by its title
// and says the mend, in lang ("en" or "zh-CN"): "Reason: write at least 2
// characters."
func (f *Form) Message(v Violation, lang string) string {
	params := map[string]any{"field": f.place(v.Path, lang)}
	for k, p := range v.Params {
		params[k] = p
	}
	code := v.Code
	if special := f.special(v); special != "" {
		if _, ok := messages[code+"."+special]; ok {
			code += "." + special
		}
	}
	return say(code, lang, params)
}

// special is what distinguishes messages of one code: the format, the wanted
// type, the kind of what is missing.
func (f *Form) special(v Violation) string {
	switch v.Code {
	case ViolationFormat:
		return textOf(v.Params["format"])
	case ViolationType:
		return textOf(v.Params["want"])
	case ViolationMinItems, ViolationMaxItems:
		field, ok := f.byPath[f.fieldPath(v.Path)]
		switch {
		case !ok:
		case field.Kind.isList():
			return "choose"
		case field.Holds():
			return "files"
		}
	case ViolationRequired:
		field, ok := f.byPath[f.fieldPath(v.Path)]
		if !ok {
			return ""
		}
		switch field.Kind {
		case KindEnum, KindPerson, KindBoolean, KindDepartment, KindChoices, KindPersons, KindDepartments, KindOption, KindOptions:
			return "choose"
		case KindTable:
			return "rows"
		case KindAttachments, KindImages:
			return "files"
		case KindDateRange:
			return "dates"
		}
	}
	return ""
}

// place names what a pointer points to by titles: "Items, row 2, Amount".
func (f *Form) place(pointer, lang string) string {
	parts := tokens(pointer)
	if len(parts) == 0 {
		return say("place.form", lang, nil)
	}
	field, ok := f.byPath[parts[0]]
	if !ok {
		return clip(parts[0])
	}
	title := f.title(field).In(lang, words.English)
	if len(parts) == 1 {
		return title
	}
	if field.Kind != KindTable {
		return f.part(field, title, parts[1], lang)
	}
	row, err := strconv.Atoi(parts[1])
	if err != nil {
		return title
	}
	params := map[string]any{"field": title, "row": strconv.Itoa(row + 1)}
	if len(parts) == 2 {
		return say("place.row", lang, params)
	}
	column, ok := f.byPath[parts[0]+"."+parts[2]]
	if !ok {
		params["column"] = clip(parts[2])
		return say("place.cell", lang, params)
	}
	params["column"] = f.title(column).In(lang, words.English)
	cell := say("place.cell", lang, params)
	if len(parts) > 3 {
		return f.part(column, cell, parts[3], lang)
	}
	return cell
}

// part names a part of a field that is no table.
func (f *Form) part(field *Field, title, part, lang string) string {
	if _, ok := messages["place."+part]; ok && field.Kind == KindDateRange {
		return say("place."+part, lang, map[string]any{"field": title})
	}
	return title
}
