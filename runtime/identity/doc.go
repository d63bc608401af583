// Package identity knows the people: who they are, where they stand in the
// organisation, how they sign in and which tokens speak for them.
//
// Everything about the organisation is answered from an immutable snapshot in
// memory (Organisation). Sessions and API tokens are stored under the SHA-256
// of what the person holds, never the thing itself; passwords as argon2id.
// Changing people and departments is runtime/directory's business, which goes
// through the few write methods here so that the snapshot follows.
//
// It may import runtime/clock, runtime/store and builder/words.
package identity
