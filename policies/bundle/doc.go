// Package bundle brings policies into force. It reads a folder of Rego and data
// files, or a bundle as "opa build" makes it, holds it to caps, compiles it, tries
// it on sample requests and only then puts it in force. A policy that fails any of
// this is refused with an error that names the place and the mend, and the last
// good one stays.
//
// It imports policies/authz, policies/rego, the standard library and Open Policy
// Agent.
package bundle
