package script

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/banli-oa/banli/builder/words"
)

// readProblems reads what validate returned: nothing, or a list of
// {path or field, message}, where message is a text or {"en": …, "zh-CN": …}.
// It runs the script's getters, so it must run where a throw is caught.
func readProblems(v goja.Value) ([]Problem, error) {
	if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
		return nil, nil
	}
	list, ok := v.(*goja.Object)
	if !ok || list.ClassName() != "Array" {
		return nil, wrong("validate must return a list of problems, or nothing")
	}
	n := list.Get("length").ToInteger()
	if n > MaxProblems {
		return nil, wrong("validate returned %d problems, at most %d are shown", n, MaxProblems)
	}
	problems := make([]Problem, 0, n)
	for i := range n {
		item, ok := list.Get(strconv.FormatInt(i, 10)).(*goja.Object)
		if !ok {
			return nil, wrong("problem %d must be an object {field, message}", i+1)
		}
		p, err := readProblem(item, i+1)
		if err != nil {
			return nil, err
		}
		problems = append(problems, p)
	}
	return problems, nil
}

func readProblem(item *goja.Object, n int64) (Problem, error) {
	path, err := readPath(item, n)
	if err != nil {
		return Problem{}, err
	}
	switch m := item.Get("message").(type) {
	case goja.String:
		if m.Length() > MaxMessage {
			return Problem{}, wrong("the message of problem %d is longer than %d characters", n, MaxMessage)
		}
		return Problem{Path: path, Message: words.Text{"": m.String()}}, nil
	case *goja.Object:
		text := words.Text{}
		for _, lang := range words.Languages() {
			s, ok := m.Get(lang).(goja.String)
			if !ok {
				continue
			}
			if s.Length() > MaxMessage {
				return Problem{}, wrong("the message of problem %d is longer than %d characters", n, MaxMessage)
			}
			text[lang] = s.String()
		}
		if !text.Empty() {
			return Problem{Path: path, Message: text}, nil
		}
	}
	return Problem{}, wrong("problem %d needs a message: a text, or {\"en\": …, \"zh-CN\": …}", n)
}

// readPath reads path (a JSON pointer) or field ("period", "items.0.amount").
func readPath(item *goja.Object, n int64) (string, error) {
	v := item.Get("path")
	if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
		v = item.Get("field")
	}
	if v == nil || goja.IsUndefined(v) || goja.IsNull(v) {
		return "", nil
	}
	s, ok := v.(goja.String)
	if !ok || s.Length() > maxPath {
		return "", wrong("the path of problem %d must be a short text", n)
	}
	path := s.String()
	if path == "" || strings.HasPrefix(path, "/") {
		return path, nil
	}
	return "/" + strings.ReplaceAll(path, ".", "/"), nil
}

// wrong says what is wrong with what a script returned.
func wrong(format string, args ...any) *ScriptError {
	return &ScriptError{Message: fmt.Sprintf(format, args...), Result: true}
}

// textOf returns a text of at most limit UTF-16 units, so that a huge one is
// never copied whole.
func textOf(s goja.String, limit int) string {
	if s.Length() > limit {
		return s.Substring(0, limit).String() + "…"
	}
	return s.String()
}

// cut shortens a text to limit characters.
func cut(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	return string([]rune(s)[:limit]) + "…"
}
