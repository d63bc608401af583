// Package fault holds the ways in which a use case can say no. Each is a type
// that carries what the person needs to mend it; the HTTP edge turns it into a
// problem document with a stable code.
//
// It imports the standard library only.
package fault
