// Package notify keeps what people are told: a task waits for you, you were
// copied, your request has ended. A notice names the instance and nothing that
// is in it, so that it can be kept apart from the permission to read it.
//
// It imports policies/authz and runtime's identity, outbox, store, clock, ids
// and fault.
package notify
