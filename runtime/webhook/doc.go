// Package webhook calls other programs for the steps of a flow, as the Standard
// Webhooks specification, version 1.0.0, says: a POST with JSON, an id that is
// the same at every attempt, and a signature by which the receiver knows the
// caller (https://github.com/standard-webhooks/standard-webhooks).
//
// A call is noted before it is made, in a document of its own, so that a slow
// receiver holds up no case and no other receiver. A worker makes what is due:
// it takes a call by a swap, which lets it rest with this process for a while,
// asks whether the case still waits for it, calls, notes the outcome, and then
// tells the case:
//
//	outbox in the case ── note ── take ── call ── outcome noted ── case told
//
// A crash between the call and the note repeats the call, under the same id. A
// crash between the note and the telling repeats the telling, not the call.
//
// Where a call may go is decided when it is dialled, on the address that the
// name had resolved to: see Gate. Redirects are not followed, and proxies of the
// environment are not used.
//
// It imports runtime's outbox, store, clock, ids, rounds, keyring, audit and
// fault, and policies/authz; whom a call was for is an interface that it owns.
package webhook
