// Package seed loads one demo company: about forty people in six departments,
// the apps from the templates, and a few cases on their way. Everything goes
// through the same use cases as real input, never through the store, so that
// it also proves them; loading it again changes nothing.
//
// The people of the cast can be entered by one click where a site runs with
// demo people; all of them have one password. Never load it anywhere else.
//
// It may import runtime/calendar, runtime/clock, runtime/directory,
// runtime/fault, runtime/identity, runtime/workflow, builder/words, templates
// and a YAML reader.
package seed
