// Package authz decides who may do what. It evaluates a policy written in Rego
// inside the process and answers with a decision and its reasons, with the
// fields to hide or lock, and with the principals by which lists are read.
//
// A policy is the Rego package banli.authz with three rules:
//
//   - decision: an object {"allow": bool, "reasons": [code], "hide": [field id],
//     "lock": [field id], "open": [field path]}; all but allow may be left out, any
//     other key is an error, so that a misspelt mask never goes unnoticed. open are
//     the sensitive fields (of input.resource.sensitive) that a reader of a case
//     sees; left out, they are those that the flow opens (input.resource.opened);
//   - principals: the strings by which input.subject reads lists;
//   - readers: the strings that may find input.resource in a list.
//
// A principal is "user:ID", "role:NAME", "dept:ID" or "app:ID". The input is
// {"action": …, "subject": {…}, "resource": {…}} with the keys of [Subject] and
// [Resource] in lower camel case. A key whose value is empty is left out, as in
// JSON with omitempty: in Rego it is undefined, and "not input.subject.anonymous"
// reads as expected.
//
// Whatever is not a clear yes is a no: a policy that is undefined, fails, takes
// too long or answers in a wrong shape denies.
//
// It imports the standard library and Open Policy Agent, and none of Banli's
// other rooms.
package authz
