package form

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/banli-oa/banli/builder/words"
)

// Show renders a field's value for people, in lang: an enum by its option's
// words, a person or department by name (names: id → name), an option that is fetched by
// its words (names: [OptionName] → words), a date range as
// "2026-11-23 – 2026-11-24", money with its currency, a table by its number of
// rows, text on one line. What is missing, or is not what the field holds, is
// "".
func (f *Form) Show(value any, field, lang string, names map[string]words.Text) string {
	known, ok := f.byPath[field]
	if !ok || blank(value) {
		return ""
	}
	switch v := value.(type) {
	case string:
		return showText(known, v, lang, names)
	case json.Number:
		if d, ok := parseDecimal(string(v)); ok {
			return showNumber(known, d.String(), lang)
		}
	case bool:
		if v {
			return say("shown.yes", lang, nil)
		}
		return say("shown.no", lang, nil)
	case map[string]any:
		if known.Kind == KindDateRange {
			return showRange(v, lang)
		}
		return showJSON(v)
	case []any:
		if known.Kind == KindTable {
			if len(v) == 1 {
				return say("shown.row", lang, nil)
			}
			return say("shown.rows", lang, map[string]any{"count": strconv.Itoa(len(v))})
		}
		if known.Holds() {
			if len(v) == 1 {
				return say("shown.file", lang, nil)
			}
			return say("shown.files", lang, map[string]any{"count": strconv.Itoa(len(v))})
		}
		if known.Kind.isList() {
			return showEach(known, v, lang, names)
		}
		return showJSON(v)
	}
	return ""
}

// ShowText renders a field's value in every language that Banli speaks.
func (f *Form) ShowText(value any, field string, names map[string]words.Text) words.Text {
	out := words.Text{}
	for _, lang := range words.Languages() {
		out[lang] = f.Show(value, field, lang, names)
	}
	return out
}

// OptionName is the key under which [Form.Show] looks for the words of an option
// that is fetched: the same value may mean something else in another list.
func OptionName(of *Source, value string) string {
	switch {
	case of == nil:
		return value
	case of.Script != "":
		return "script/" + of.Script + "/" + value
	default:
		return "list/" + of.List + "/" + value
	}
}

// showNumber renders a number as its widget does.
func showNumber(f *Field, number, lang string) string {
	switch f.Layout.Widget {
	case WidgetMoney:
		if whole, cents, ok := strings.Cut(number, "."); ok && len(cents) == 1 {
			number = whole + "." + cents + "0"
		}
		return strings.TrimSpace(f.Layout.Currency + " " + grouped(number))
	case WidgetPercent:
		return number + "%"
	case WidgetDuration:
		if minutes, err := strconv.Atoi(number); err == nil && minutes >= 0 {
			return showDuration(minutes, lang)
		}
	}
	return number
}

// grouped sets commas between the thousands of a decimal number, as both
// languages write amounts.
func grouped(number string) string {
	sign, digits := "", number
	if strings.HasPrefix(number, "-") {
		sign, digits = "-", number[1:]
	}
	whole, rest, found := strings.Cut(digits, ".")
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	if found {
		whole += "." + rest
	}
	return sign + whole
}

func showDuration(minutes int, lang string) string {
	params := map[string]any{"hours": strconv.Itoa(minutes / 60), "minutes": strconv.Itoa(minutes % 60)}
	switch {
	case minutes < 60:
		return say("shown.minutes", lang, params)
	case minutes%60 == 0:
		return say("shown.hours", lang, params)
	default:
		return say("shown.hoursMinutes", lang, params)
	}
}

// showEach renders a list of options, people or departments.
func showEach(f *Field, list []any, lang string, names map[string]words.Text) string {
	shown := make([]string, 0, len(list))
	for _, item := range list {
		if s, ok := item.(string); ok {
			shown = append(shown, showText(f, s, lang, names))
		}
	}
	return paramText(shown, lang)
}

func showText(f *Field, s, lang string, names map[string]words.Text) string {
	switch f.Kind {
	case KindEnum, KindChoices:
		if shown := f.Layout.Options[s].In(lang, words.English); shown != "" {
			return shown
		}
	case KindPerson, KindPersons, KindDepartment, KindDepartments:
		if name := names[s].In(lang, words.English); name != "" {
			return name
		}
	case KindOption, KindOptions:
		if name := names[OptionName(f.Layout.Source, s)].In(lang, words.English); name != "" {
			return name
		}
	case KindDateTime:
		if isDateTime(s) {
			// Its own zone is where it was meant.
			return s[:10] + " " + s[11:16]
		}
	}
	return strings.Join(strings.Fields(s), " ")
}

// showRange renders a date range; only halves that shorten it are said.
func showRange(r map[string]any, lang string) string {
	start, _ := r["start"].(string)
	end, _ := r["end"].(string)
	if start == "" || end == "" {
		return ""
	}
	afternoon, morning := r["startHalf"] == "pm", r["endHalf"] == "am"
	switch {
	case start == end && afternoon:
		return say("shown.afternoon", lang, map[string]any{"date": start})
	case start == end && morning:
		return say("shown.morning", lang, map[string]any{"date": start})
	case start == end:
		return start
	}
	if afternoon {
		start = say("shown.afternoon", lang, map[string]any{"date": start})
	}
	if morning {
		end = say("shown.morning", lang, map[string]any{"date": end})
	}
	return start + " – " + end
}

// showJSON renders what the catalogue does not know as its JSON text.
func showJSON(v any) string {
	text, err := Canonical(v)
	if err != nil {
		return ""
	}
	return clip(string(text))
}
