// Package sqlitestore is the embedded store: one SQLite database in WAL mode
// in the data folder, which it locks against other processes.
//
// Each collection is a table of documents, whose rows also carry the values of
// the scalar indexes, with one SQL index for each; each multi-valued index is
// a table of its own, written in the same transaction.
//
// One goroutine owns the only writing connection. It takes all writes that
// wait, commits them in one transaction with one flush to disk, and gives each
// caller its own result: a conflict changes nothing, so it does not touch the
// others. Readers have connections of their own and never wait for the writer.
// Another goroutine moves the log into the database while writes go on.
//
// SQLite is used through its driver without database/sql: every connection
// belongs to one goroutine at a time, so a pool between them would only cost.
//
// It imports runtime/store and is the only room that imports SQLite.
package sqlitestore
