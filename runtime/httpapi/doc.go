// Package httpapi is the HTTP edge: it binds a request to a typed input, calls
// one use case of workflow, studio or identity, and renders the answer or a
// problem document (RFC 9457). It decides nothing itself, and it refuses to
// send any answer under /api for which no use case asked the policy.
//
// It may import every room of runtime and policies/authz; it is the only room
// that imports fiber.
package httpapi
