// Package form holds forms: a JSON Schema 2020-12 with a layout beside it,
// compiled once at publish and then used to validate, mask and show values.
//
// The schema never loads anything: $ref resolves inside the document only, and
// a schema that could take long to validate is refused when it is compiled.
//
// ui/src/core/form is the same in TypeScript; testdata/fixtures.json runs
// through both.
//
// It imports builder/rule, builder/words, santhosh-tekuri/jsonschema (nothing
// else may) and the standard library.
package form
