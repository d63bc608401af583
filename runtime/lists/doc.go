// Package lists keeps the lists that an organisation has of its own: cost
// centres, projects, suppliers. A form's choice takes its options from one.
//
// A list is one document with all its items, so that a change of it, be it of
// one item or a file of thousands, is one swap. Every server holds all lists in
// memory, as it does people, and follows what others change. An item is never
// taken away, because cases may hold its value: it is switched off, and is then
// not offered any more and still has its words.
//
// It imports builder/words, runtime/audit, runtime/clock, runtime/fault,
// runtime/store, runtime/directory/sheet and the standard library.
package lists
