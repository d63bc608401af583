// Package notify keeps what people are told: a task waits for you, you were
// copied, your request has ended, you are urged. A notice names the instance
// and nothing that is in it, so that it can be kept apart from the permission
// to read it.
//
// What is delivered is also said at once to whoever has a Stream open; a Hub
// holds the streams of this process. A stream is a hint and no record: who
// missed something reads the list.
//
// It imports policies/authz and runtime's identity, outbox, store, clock, ids
// and fault.
package notify
