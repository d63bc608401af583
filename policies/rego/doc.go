// Package rego holds the policy that Banli comes with, in Rego, with its tests.
//
// It imports the standard library only; its tests run the Rego tests with Open
// Policy Agent.
package rego
