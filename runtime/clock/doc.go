// Package clock is the only place that reads the machine's time. Everything
// else is handed a Clock, so that tests, try-outs and simulations can move it.
//
// It imports the standard library only.
package clock
