// Package directory changes the organisation: people join, move and leave,
// departments are added and get a lead. Each use case checks what it is asked
// and refuses the whole of it with an *InvalidError that names every field in
// question; nothing is half done.
//
// Ids are made from what identifies a person or department to people (the
// login name, the department's code), so that doing the same again is
// recognised, by the Ensure use cases as nothing to do.
//
// It may import runtime/audit, runtime/clock, runtime/fault, runtime/identity, runtime/ids,
// runtime/store and builder/words. Whether someone may ask for a change is for the caller to
// have decided.
package directory
