// Package mongotest gives tests a server that speaks MongoDB's protocol: the
// one that BANLI_TEST_MONGODB_URI names, or else FerretDB over PostgreSQL, which
// it builds and starts once for each test process.
//
// Tests reach the server through a Proxy, which forwards one writing message at
// a time for each database. By itself FerretDB reads, compares and writes in
// steps of their own, and lets 8 of 8 contending swaps win; one after the other
// they are true. What else FerretDB lacks and MongoDB has, the proxy adds (see mend.go):
// strings with a NUL, uniqueness of array elements, and the error that a
// violated unique index gives. The proxy also records commands, answers some
// itself, and cuts the line, so that tests see what goes over the wire and what
// a bad day looks like.
package mongotest
