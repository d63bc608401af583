// Package studio holds the design-time use cases: edit the draft of an app,
// see what is wrong with it, publish it as an immutable revision, and hand the
// published editions to those who run them.
//
// It imports builder, policies/authz and the rooms of runtime below it:
// identity, script, store, clock and fault.
package studio
