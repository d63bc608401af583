// Package ids makes identifiers: 128 bits as 26 lower-case base32 letters and
// digits. An id is either random, or a hash of what must be one and the same
// thing when a request is repeated.
//
// It imports the standard library only.
package ids
