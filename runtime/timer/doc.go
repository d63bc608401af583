// Package timer makes what is due happen: it finds the instances of which a
// timer's time has come and lets them act.
//
// Due times live in the instances, with the earliest as an indexed value, so
// there is no second book to keep. Any number of nodes may look at the same
// time without agreeing on a leader: firing is a compare-and-swap of the
// instance in which the timer is gone afterwards, so of two that fire the same
// timer one wins and the other finds nothing to do. A process that ends before
// the swap has done nothing; one that ends after it has done everything.
//
// It imports runtime/clock, runtime/rounds and the standard library only;
// runtime/workflow is its Source.
package timer
