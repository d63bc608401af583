// Package audit keeps a record of who did what, when and from where, which
// cannot be changed unnoticed.
//
// Every object (a person, a department, an app, the policy …) has a chain of
// entries, in which each entry's salted digest is bound to all entries before
// it. The chain's tail, which is its length, its head and its last entry,
// lives in the very document that the entry is about, so that a change and
// its record are one write: neither is ever there without the other. After
// that write the entry is copied to the collection that is searched; what a
// crash left uncopied is copied before the object's next change, and by the
// sweep at start. What has no document of its own (refusals, policies) has
// one here that holds nothing but the tail.
//
// The heads of all chains, those of instances too, are written down within
// about a second in one further chain, the journal: a chain that was cut or
// taken away whole no longer fits it. Verify holds all of it against each
// other. The chains hold digests, so content can be erased by law without
// breaking them. Nothing is deleted by age.
//
// It imports runtime/clock, runtime/store and the standard library.
package audit
