package flow

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Decode reads a flow from JSON. Unknown keys and anything behind the flow are
// refused; the error wraps ErrInvalid. What the flow means is Compile's affair.
func Decode(data []byte) (Flow, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var f Flow
	if err := dec.Decode(&f); err != nil {
		return Flow{}, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Flow{}, fmt.Errorf("%w: something follows the flow", ErrInvalid)
	}
	return f, nil
}

// cutPath splits "items.amount" into the table and the column.
func cutPath(path string) (field, column string, ok bool) {
	return strings.Cut(path, ".")
}
