// Package outbox delivers effects. They wait in the document that caused them,
// so none is lost and none is made up; each is delivered at least once, under
// an id that stays the same, and one swap of the document acknowledges all
// that were delivered of it.
//
// It imports runtime/clock, runtime/rounds and the standard library only:
// where effects wait and what delivers them are interfaces that it owns.
package outbox
