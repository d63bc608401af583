package script

import (
	"strings"

	"github.com/dop251/goja"
)

// The size of what one run can write to its console.
const (
	maxLines = 100
	maxLine  = 500 // UTF-16 units of one value, and characters of one line
)

// Line is what a script wrote to its console with one call.
type Line struct {
	Level string `json:"level"` // "log", "info", "warn", "error" or "debug"
	Text  string `json:"text"`
}

// console keeps what a script writes, up to a size. It goes nowhere else.
type console struct {
	lines []Line
}

// newConsole gives a machine its console object.
func newConsole(vm *goja.Runtime) *console {
	c := &console{}
	stringify, _ := goja.AssertFunction(vm.Get("JSON").ToObject(vm).Get("stringify"))
	write := func(level string) func(goja.FunctionCall) goja.Value {
		return func(call goja.FunctionCall) goja.Value {
			if len(c.lines) >= maxLines {
				return goja.Undefined()
			}
			var line strings.Builder
			for i, v := range call.Arguments {
				if i > 0 {
					line.WriteByte(' ')
				}
				line.WriteString(shown(v, stringify))
				if line.Len() > maxLine*4 {
					break
				}
			}
			c.lines = append(c.lines, Line{Level: level, Text: cut(line.String(), maxLine)})
			return goja.Undefined()
		}
	}
	object := vm.NewObject()
	for _, name := range []string{"log", "info", "warn", "error", "debug"} {
		_ = object.Set(name, write(name)) // never fails on an object of our own
	}
	_ = vm.Set("console", object)
	return c
}

// shown is a value as a line shows it: texts plain, objects as JSON.
func shown(v goja.Value, stringify goja.Callable) string {
	if s, ok := v.(goja.String); ok {
		return textOf(s, maxLine)
	}
	if _, ok := v.(*goja.Object); ok {
		text, err := stringify(goja.Undefined(), v)
		if err != nil {
			return "[object]"
		}
		if s, ok := text.(goja.String); ok {
			return textOf(s, maxLine)
		}
		return "[object]" // a function, say, has no JSON
	}
	return v.String()
}
