// Package audit keeps a record of who did what that cannot be changed
// unnoticed: each object has a chain in which every entry's salted digest is
// bound to all entries before it. The chain holds digests only, so content
// can be erased by law without breaking it.
//
// It imports the standard library only.
package audit
