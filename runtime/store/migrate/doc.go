// Package migrate moves all documents and files from one store to another,
// unchanged:
// that is how a company outgrows one machine, and how it moves back.
//
// The target is marked as unfinished before the first document arrives, and the
// mark is taken off once every document of both sides has been compared. In
// between nobody serves from it. The mark also holds how far the move has come,
// so that one that was cut off goes on where it was.
//
// Documents are copied in the order of their ids. A page is written as a whole
// before the mark moves behind it; what a cut-off page has written already is
// recognised when it comes again.
package migrate
