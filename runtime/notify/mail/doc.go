// Package mail tells people by mail what runtime/notify tells them in the
// product, in their own language. A letter names the case and nothing that is
// in it.
//
// A letter is noted before it is sent: one document for each effect and
// person, so that a repeated effect makes no second one. A worker sends what
// is due and marks it. Between the server's yes and the mark a crash may come:
// then the letter is sent again, under the same Message-ID, by which a reader's
// mail program tells the repeat. Several nodes share the queue: who sends a
// letter first takes it by a swap that lets it rest for a while.
//
// Nothing is noted while no mail server is set up. This room alone speaks SMTP.
// It imports runtime's notify, identity, outbox, store, clock, ids, rounds and fault,
// policies/authz and builder/words; where settings and the names of apps come from is for cmd
// to wire.
package mail
