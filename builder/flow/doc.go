// Package flow is the path that a request takes: a directed graph of steps and
// the edges between them, as data, and its compiled form.
//
// Compile checks everything that can be known before a case runs, so that the
// engine meets only graphs in which every step leads to an end and no loop can
// spin without a person in it.
//
// It imports builder/rule, builder/words and the standard library only.
package flow
