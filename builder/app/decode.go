package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/banli-oa/banli/builder/form"
	"github.com/banli-oa/banli/builder/words"
)

// The caps of an app's document.
const (
	// MaxBytes is the size of the document.
	MaxBytes = 1 << 20
	// MaxDepth is how deep its objects and lists may nest.
	MaxDepth = 64
)

// ErrUndecodable is wrapped by every error of Decode.
var ErrUndecodable = errors.New("not an app")

// DecodeError says why a document is no app, and where.
type DecodeError struct {
	// Code is one of the Decode codes.
	Code string
	// Path is a JSON pointer (RFC 6901) to the place; "" is the document.
	Path string
	// Params carry what a message needs.
	Params map[string]any
}

// The codes of DecodeError.
const (
	DecodeTooLarge     = "app.tooLarge"     // max
	DecodeSyntax       = "app.syntax"       // offset
	DecodeTooDeep      = "app.tooDeep"      // max
	DecodeKeyUnknown   = "app.keyUnknown"   // key
	DecodeKeyDuplicate = "app.keyDuplicate" // key
	DecodeWrongType    = "app.wrongType"    // want, got
	DecodeTrailing     = "app.trailing"     //
)

// Error names the code and the place.
func (e *DecodeError) Error() string {
	return fmt.Sprintf("%v: %s at %q", ErrUndecodable, e.Code, e.Path)
}

// Unwrap returns ErrUndecodable.
func (e *DecodeError) Unwrap() error { return ErrUndecodable }

// Message says what is wrong and where, in lang ("en" or "zh-CN"; another
// language gets English).
func (e *DecodeError) Message(lang string) string {
	text := decodeMessages[e.Code].In(lang, words.English)
	for key, v := range e.Params {
		text = strings.ReplaceAll(text, "{"+key+"}", fmt.Sprint(v))
	}
	at := e.Path
	if at == "" {
		at = "/"
	}
	return strings.ReplaceAll(text, "{path}", at)
}

var decodeMessages = map[string]words.Text{
	DecodeTooLarge: {
		"en":    "The app is larger than {max} bytes. Make it smaller.",
		"zh-CN": "应用超过 {max} 字节，请缩小。",
	},
	DecodeSyntax: {
		"en":    "At {path} (byte {offset}) this is not JSON. Check the commas, quotes and brackets there.",
		"zh-CN": "{path}（第 {offset} 字节）处不是有效的 JSON，请检查该处的逗号、引号和括号。",
	},
	DecodeTooDeep: {
		"en":    "At {path} it is nested deeper than {max} levels. Make it flatter.",
		"zh-CN": "{path} 处嵌套超过 {max} 层，请减少层级。",
	},
	DecodeKeyUnknown: {
		"en":    "At {path} there is a key that an app does not have. Check its spelling, or remove it.",
		"zh-CN": "{path} 处有应用中不存在的键，请检查拼写或删除。",
	},
	DecodeKeyDuplicate: {
		"en":    "At {path} a key stands twice. Remove one of them.",
		"zh-CN": "{path} 处的键重复，请删除其中一个。",
	},
	DecodeWrongType: {
		"en":    "At {path} there is a value of type {got}, but {want} is needed.",
		"zh-CN": "{path} 处的值类型为 {got}，应为 {want}。",
	},
	DecodeTrailing: {
		"en":    "Something follows behind the app. Remove it.",
		"zh-CN": "应用内容之后还有多余内容，请删除。",
	},
}

// Decode reads an app from JSON. Unknown and repeated keys, values of another
// type, and documents beyond the caps are refused with a *DecodeError.
func Decode(data []byte) (App, error) {
	if len(data) > MaxBytes {
		return App{}, &DecodeError{Code: DecodeTooLarge, Params: map[string]any{"max": MaxBytes}}
	}
	if err := checkShape(data, reflect.TypeFor[App]()); err != nil {
		return App{}, err
	}
	var a App
	if err := json.Unmarshal(data, &a); err != nil {
		return App{}, fmt.Errorf("%w: %w", ErrUndecodable, err)
	}
	a.fill()
	return a, nil
}

// fill puts empty lists and objects where a definition has none, so that what
// is written of it later says [] and {} and never null.
func (a *App) fill() {
	empty(&a.Summary)
	empty(&a.Rules)
	for i := range a.Rules {
		empty(&a.Rules[i].Then)
	}
	empty(&a.Form.Layout.Sections)
	for i := range a.Form.Layout.Sections {
		empty(&a.Form.Layout.Sections[i].Fields)
	}
	if a.Form.Layout.Fields == nil {
		a.Form.Layout.Fields = map[string]form.FieldLayout{}
	}
	if len(a.Form.Schema) == 0 {
		a.Form.Schema = json.RawMessage("{}")
	}
	empty(&a.Flow.Nodes)
	empty(&a.Flow.Edges)
	for _, t := range []*words.Text{&a.Name, &a.Title} {
		if *t == nil {
			*t = words.Text{}
		}
	}
}

func empty[T any](list *[]T) {
	if *list == nil {
		*list = []T{}
	}
}

// decodeAny reads a JSON text whose numbers keep their text.
func decodeAny(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return nil, err
	}
	return v, nil
}
