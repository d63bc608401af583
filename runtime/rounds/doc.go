// Package rounds repeats work that comes in batches: delivering effects,
// sending letters, firing timers.
// What fails waits longer each time.
//
// It imports the standard library only.
package rounds
