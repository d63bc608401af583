// Package mongostore keeps documents in MongoDB, so that several servers can
// share one store. It is the store for a company that has outgrown one machine;
// what it stores is the same BSON as in the embedded store.
//
// Every write waits until a majority of the replica set has it (write concern
// majority), and every read sees only what a majority has (read concern
// majority, from the primary). So a read sees each write that was acknowledged
// to any node before, and nothing that a failover could take back. During a
// partition a primary that was just replaced may answer reads from a few
// seconds ago: nothing is decided by such a read, because each change swaps on
// {_id, rev}, which only the majority can accept.
//
// Three things differ from what MongoDB does by itself, and are made the same
// as in the embedded store:
//
//   - A document that lacks a path of an index is not in it. MongoDB would file
//     it under null; the filter of each query asks for the index's paths to be
//     there (see filter.go).
//   - Uniqueness counts integers of all widths as one, leaves out null, and
//     knows several paths at once and elements of arrays. The values of each
//     unique index are written into the document as one text (or one for each
//     element) under _u, and a unique index lies on that (see unique.go).
//   - From <= value < To keeps to one type, while order goes through all types:
//     integers, strings, bools. A place in the order is therefore spelled out
//     type by type (see filter.go).
//
// It imports runtime/store and is the only room that imports the MongoDB
// driver.
package mongostore
