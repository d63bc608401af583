// Package script runs the JavaScript of an app: what rules can't say.
//
// A script is not trusted. It runs in a child process of this same binary
// (WorkerMain), which has a limit on its memory and is killed when it runs too
// long: an interrupt inside a process does not stop a backtracking regular
// expression or one enormous allocation. Every run gets a fresh JavaScript
// machine, so that nothing a script changes is there for the next one; it gets
// copies of the form and the context as JSON and can read or reach nothing
// else: no files, no network, no timers, a clock that stands at the instant of
// the call and the same random numbers each time.
//
// Pool is the parent's side: a few workers kept warm, each serving one run at
// a time, in two lanes: one for scripts that have proved quick and one, behind
// everybody else, for those that have not. It may import goja (no other package
// does), runtime/clock and builder/words.
package script
