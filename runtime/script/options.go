package script

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/banli-oa/banli/builder/words"
)

// The size of what options may return, in characters.
const (
	MaxOptions = 500
	MaxValue   = 200
	MaxLabel   = 200
)

// Option is one of the values that a field offers.
type Option struct {
	Value string `json:"value"`
	// Label is what people read, in every language the same where the script gave
	// plain text; empty where the value stands for itself.
	Label words.Text `json:"label,omitempty"`
}

// ReadOptions reads what options returned: a list of {value, label}, where label
// is a text or {"en": …, "zh-CN": …} and may be left out. Nothing is no option
// at all. The error is a *ScriptError.
func ReadOptions(raw json.RawMessage) ([]Option, error) {
	if isNull(raw) {
		return nil, nil
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, wrong("options must return a list of {value, label}")
	}
	if len(list) > MaxOptions {
		return nil, wrong("options returned %d options, %d at most", len(list), MaxOptions)
	}
	options := make([]Option, 0, len(list))
	seen := map[string]bool{}
	for i, item := range list {
		o, err := readOption(item, i+1)
		if err != nil {
			return nil, err
		}
		if seen[o.Value] {
			return nil, wrong("the value of option %d is there twice", i+1)
		}
		seen[o.Value] = true
		options = append(options, o)
	}
	return options, nil
}

func readOption(raw json.RawMessage, n int) (Option, error) {
	var item struct {
		Value *string         `json:"value"`
		Label json.RawMessage `json:"label"`
	}
	if err := strictly(raw, &item); err != nil {
		return Option{}, wrong("option %d must be an object {value, label}, its value a text", n)
	}
	if item.Value == nil || *item.Value == "" {
		return Option{}, wrong("option %d needs a value, which is a text", n)
	}
	if utf8.RuneCountInString(*item.Value) > MaxValue {
		return Option{}, wrong("the value of option %d is longer than %d characters", n, MaxValue)
	}
	o := Option{Value: *item.Value}
	if isNull(item.Label) {
		return o, nil
	}
	var plain string
	if json.Unmarshal(item.Label, &plain) == nil {
		o.Label = words.Text{words.English: plain, words.Chinese: plain}
	} else if err := json.Unmarshal(item.Label, &o.Label); err != nil {
		return Option{}, wrong("the label of option %d must be a text, or {\"en\": …, \"zh-CN\": …}", n)
	}
	for lang, text := range o.Label {
		if lang != words.English && lang != words.Chinese {
			return Option{}, wrong("the label of option %d has the language %q, which Banli does not speak", n, cut(lang, 20))
		}
		if utf8.RuneCountInString(text) > MaxLabel {
			return Option{}, wrong("the label of option %d is longer than %d characters", n, MaxLabel)
		}
	}
	return o, nil
}

// ReadFields reads what compute returned: an object of fields, or nothing. The
// error is a *ScriptError.
func ReadFields(raw json.RawMessage) (map[string]json.RawMessage, error) {
	if isNull(raw) {
		return nil, nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, wrong("compute must return an object {field: value}")
	}
	return fields, nil
}

func isNull(raw json.RawMessage) bool {
	return len(raw) == 0 || bytes.Equal(bytes.TrimSpace(raw), []byte("null"))
}

// strictly reads one JSON value, whose keys are all known.
func strictly(raw json.RawMessage, v any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errFrame
	}
	return nil
}
