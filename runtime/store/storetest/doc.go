// Package storetest says what every store must do, and tells a store that does
// not. Run is the one suite that all backends pass; Faulty wraps a backend and
// makes chosen operations fail, hang, or land without an answer, so that the
// rooms above can be tested on a bad day.
//
// It is imported by tests only. It imports runtime/store, the bson package of
// the MongoDB driver and rapid.
package storetest
