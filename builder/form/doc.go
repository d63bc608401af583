// Package form holds forms: a JSON Schema 2020-12 with a layout beside it,
// compiled once at publish and then used to validate, mask and show values.
//
// The form profile is all of 2020-12 except what resolves dynamically or
// outside the document: $anchor, $dynamicAnchor, $dynamicRef, $vocabulary, and
// $id and $schema anywhere but at the top are refused, and so are keywords of
// older drafts (dependencies, additionalItems, $recursiveRef …) and
// contentSchema. $ref is a JSON pointer into the document and never leads back
// to itself. format is asserted, and only date, time (local, without a zone),
// date-time, email, uri (no scheme that runs as script), phone, cn-id (a Chinese
// citizen's number, GB 11643-1999), person and department (their ids),
// option (a value that is fetched) and serial (a number that the server gives) exist. A
// pattern is RE2's.
//
// Numbers are kept exactly or refused, never rounded on the way. A person may
// type 15 significant digits, which every browser, script and spreadsheet keeps;
// what is typed beyond them stays text, and both sides ask for fewer digits. A
// JSON number passes the server only where a double keeps it as it is written.
// What a rule computes is kept with 15 significant digits; a result whose cents
// would not survive that is out of range instead (builder/rule, settle).
//
// Nothing is ever loaded, and a schema that could take long to validate is
// refused when it is compiled: the caps stand in schema.go, those of values in
// decode.go and sane.go.
//
// ui/src/core/form is the same in TypeScript; testdata/fixtures.json runs
// through both, and messages.json is what both say.
//
// It imports builder/rule, builder/words, santhosh-tekuri/jsonschema (nothing
// else may) and the standard library.
package form
