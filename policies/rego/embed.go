package rego

import "embed"

// Files holds the Rego files of the default policy, without their tests.
//
//go:embed authz.rego
var Files embed.FS
