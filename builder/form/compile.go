package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// Finding is one thing that is wrong with a definition.
type Finding struct {
	// Code is one of the Code constants.
	Code string `json:"code"`
	// Path is "schema" followed by the JSON pointer of a schema, or
	// "layout.fields.days", or "layout.sections.when".
	Path   string         `json:"path"`
	Params map[string]any `json:"params,omitempty"`
}

// CompileError carries everything that is wrong with a definition. It always
// holds at least one finding.
type CompileError struct{ Findings []Finding }

// Error lists the codes and places; people are shown [Finding.Message].
func (e *CompileError) Error() string {
	parts := make([]string, 0, len(e.Findings))
	for _, f := range e.Findings {
		parts = append(parts, fmt.Sprintf("%s at %s", f.Code, f.Path))
	}
	return "form: " + strings.Join(parts, "; ")
}

// Compile checks a definition and makes it ready for use. The error is a
// *CompileError.
//
// Nothing is ever loaded: $ref resolves inside the document. The schema is
// measured with $ref followed before the schema library sees it, so that a
// schema made to take long is refused at once.
func Compile(def Definition) (*Form, error) {
	doc := inspect(def.Schema)
	if len(doc.findings) > 0 {
		return nil, &CompileError{Findings: doc.findings}
	}
	list := &fieldList{doc: doc, layout: def.Layout, followed: map[string]map[string]any{}, own: map[string]bool{}, files: map[string]bool{}}
	f := &Form{definition: def, fields: list.fields(), byPath: map[string]*Field{}, raw: map[string]map[string]any{}}
	for i := range f.fields {
		field := &f.fields[i]
		f.byPath[field.Path] = field
		for j := range field.Columns {
			f.byPath[field.Columns[j].Path] = &field.Columns[j]
		}
	}
	f.sensitive = sensitiveOf(f.fields)
	list.checkSensitive()
	list.checkFiles()
	findings := doc.findings
	if len(f.fields) > 0 || len(findings) == 0 {
		findings = append(findings, checkLayout(def.Layout, f.byPath)...)
	}
	if len(findings) > 0 {
		return nil, &CompileError{Findings: findings}
	}
	for location, s := range doc.schemas {
		if m, ok := s.(map[string]any); ok {
			f.raw[location] = m
		}
	}
	schema, finding := compileSchema(def.Schema, doc)
	if finding != nil {
		return nil, &CompileError{Findings: []Finding{*finding}}
	}
	f.schema = schema
	return f, nil
}

// baseURL stands for the document. It is never dialled: .invalid names no host
// (RFC 2606), and loading is refused besides.
const baseURL = "https://form.invalid/schema"

var errLoading = errors.New("form: schemas are never loaded")

// compileSchema hands an inspected schema to the library.
func compileSchema(raw json.RawMessage, doc *document) (s *jsonschema.Schema, finding *Finding) {
	defer func() {
		// The library panics on some schemas that the meta-schema lets pass.
		if r := recover(); r != nil {
			s, finding = nil, &Finding{Code: CodeSchema, Path: "schema", Params: map[string]any{"reason": clip(fmt.Sprint(r))}}
		}
	}()
	text, err := prepare(raw, doc)
	if err != nil {
		return nil, &Finding{Code: CodeJSON, Path: "schema", Params: map[string]any{"reason": clip(err.Error())}}
	}
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft2020
	c.AssertFormat = true
	c.Formats = formats
	c.LoadURL = func(string) (io.ReadCloser, error) { return nil, errLoading }
	if err := c.AddResource(baseURL, bytes.NewReader(text)); err != nil {
		return nil, &Finding{Code: CodeJSON, Path: "schema", Params: map[string]any{"reason": clip(err.Error())}}
	}
	if s, err = c.Compile(baseURL); err != nil {
		return nil, schemaFinding(err)
	}
	return s, nil
}

// prepare makes the schema that the library gets: without $id, $ref written as
// the library's own locations, and additionalProperties: false in a form that
// names each member it refuses.
func prepare(raw json.RawMessage, doc *document) ([]byte, error) {
	v, err := decodeJSON(raw, limits{depth: maxSchemaJSON})
	if err != nil {
		return nil, err
	}
	var rewrite func(v any, location string)
	rewrite = func(v any, location string) {
		s, ok := v.(map[string]any)
		if !ok {
			return
		}
		for _, c := range children(s, location) {
			rewrite(c.schema, c.location)
		}
		delete(s, "$id")
		if target, code := doc.resolve(s["$ref"]); code == "" {
			s["$ref"] = target
		}
		if s["additionalProperties"] == false {
			s["additionalProperties"] = map[string]any{"not": map[string]any{}}
		}
	}
	rewrite(v, "#")
	return json.Marshal(v)
}

// schemaFinding says where a schema breaks the meta-schema.
func schemaFinding(err error) *Finding {
	out := &Finding{Code: CodeSchema, Path: "schema", Params: map[string]any{"reason": clip(err.Error())}}
	var invalid *jsonschema.ValidationError
	if !errors.As(err, &invalid) {
		return out
	}
	for len(invalid.Causes) > 0 {
		invalid = invalid.Causes[0]
	}
	out.Path += plainPointer(invalid.InstanceLocation)
	out.Params["reason"] = clip(invalid.Message)
	return out
}
