package bundle

import (
	"fmt"
	"strings"
)

// Codes of refusals. They are stable.
const (
	CodeNotFound  = "policy.notFound"  // the origin cannot be read
	CodeNotBundle = "policy.notBundle" // the origin is neither a folder nor a .tar.gz
	CodeArchive   = "policy.archive"   // the archive is damaged
	CodeTooLarge  = "policy.tooLarge"  // more bytes than allowed
	CodeTooMany   = "policy.tooMany"   // more files than allowed
	CodeRatio     = "policy.ratio"     // unpacks to suspiciously much
	CodeLink      = "policy.link"      // a link or a special file
	CodePath      = "policy.path"      // a path that leads outside
	CodeDuplicate = "policy.duplicate" // one path twice
	CodeEmpty     = "policy.empty"     // no Rego inside
	CodeCompiled  = "policy.compiled"  // WebAssembly or a plan instead of Rego
	CodeDelta     = "policy.delta"     // a change of a bundle instead of a bundle
	CodeVersion   = "policy.version"   // an older Rego
	CodeSyntax    = "policy.syntax"    // Rego that does not parse
	CodeData      = "policy.data"      // data that does not parse or fit
	CodeManifest  = "policy.manifest"  // the manifest contradicts the files
	CodeBuiltin   = "policy.builtin"   // a function that policies may not call
	CodeCompile   = "policy.compile"   // Rego that does not compile
	CodeRule      = "policy.rule"      // a rule of the contract is missing
	CodeFails     = "policy.fails"     // a sample request makes it fail
	CodeShape     = "policy.shape"     // it answers a sample request in a wrong shape
	CodeSlow      = "policy.slow"      // a sample request takes too long
)

// Error is why a policy was refused.
type Error struct {
	// Code is one of the codes above.
	Code string
	// Origin is the folder or archive; empty for the default policy.
	Origin string
	// File is the path inside the origin; Line and Column count from 1. They are
	// empty where the whole policy is meant.
	File         string
	Line, Column int
	// Detail says what is wrong, and Mend what to do about it, each in a sentence
	// without its full stop.
	Detail, Mend string

	cause error
}

// Error says in one line where the policy is wrong, what is wrong and the mend.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("policy refused: ")
	if place := e.Place(); place != "" {
		b.WriteString(place + ": ")
	}
	fmt.Fprintf(&b, "%s (%s). %s.", e.Detail, e.Code, e.Mend)
	return b.String()
}

// Place is origin, file, line and column as far as they are known, joined by colons.
func (e *Error) Place() string {
	var parts []string
	if e.Origin != "" {
		parts = append(parts, e.Origin)
	}
	if e.File != "" {
		parts = append(parts, e.File)
	}
	if e.Line > 0 {
		parts = append(parts, fmt.Sprint(e.Line))
	}
	if e.Line > 0 && e.Column > 0 {
		parts = append(parts, fmt.Sprint(e.Column))
	}
	return strings.Join(parts, ":")
}

// Unwrap returns the error underneath, if there is one.
func (e *Error) Unwrap() error { return e.cause }
