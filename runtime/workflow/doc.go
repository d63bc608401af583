// Package workflow holds the run-time use cases: look at apps, preview, submit,
// save drafts, decide, read and list. It is the one place that orders the
// checks: permission, idempotency, rules, validation, script, engine, and then
// a single write of the instance.
//
// It imports builder, policies/authz and the rooms of runtime below it: engine,
// script, identity, calendar, audit, store, clock, ids and fault.
package workflow
