// Package app is a whole definition: form, rules, scripts, flow and settings,
// as one document that is exported, imported, compared and published.
//
// Decode is strict about the document's shape, Compile about its meaning: a
// draft that decodes can be saved, one that compiles can be published.
//
// It imports builder/flow, builder/form, builder/rule, builder/words and the
// standard library only.
package app
