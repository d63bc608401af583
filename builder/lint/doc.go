// Package lint says in plain words what is wrong with an app before it is
// published, where, and how to mend it.
//
// Errors are everything that app.Compile refuses. Warnings are what would run,
// but probably not as meant.
//
// It imports builder/app, builder/flow, builder/form, builder/rule,
// builder/words and the standard library only.
package lint
