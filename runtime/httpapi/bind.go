package httpapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/banli-oa/banli/runtime/fault"
)

// bind reads the body as one JSON object into out. Unknown keys, wrong types
// and anything after the object are refused, each with the place.
func bind(k *call, out any) error {
	d := json.NewDecoder(bytes.NewReader(k.Body()))
	d.DisallowUnknownFields()
	if err := d.Decode(out); err != nil {
		return bindError(err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return &fault.Malformed{Code: "request.malformed", Detail: "there is something after the JSON object at byte " + strconv.FormatInt(d.InputOffset(), 10)}
	}
	return nil
}

func bindError(err error) error {
	var (
		syntax *json.SyntaxError
		typed  *json.UnmarshalTypeError
	)
	switch {
	case errors.As(err, &typed):
		return &fault.Malformed{Code: "request.type", At: "/" + strings.ReplaceAll(typed.Field, ".", "/"), Detail: "want " + typed.Type.String() + ", got " + typed.Value}
	case errors.As(err, &syntax):
		return &fault.Malformed{Code: "request.malformed", Detail: syntax.Error() + " (byte " + strconv.FormatInt(syntax.Offset, 10) + ")"}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &fault.Malformed{Code: "request.malformed", Detail: "the JSON text ends too early"}
	}
	// encoding/json has no type for an unknown key: its text is
	// `json: unknown field "name"`.
	if key, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return &fault.Malformed{Code: "request.unknownKey", At: strings.Trim(key, `"`)}
	}
	return &fault.Malformed{Code: "request.malformed", Detail: err.Error()}
}
