// Package templates holds the apps that Banli comes with. Each has a folder of
// its own with app.json and samples.yaml: inputs that must be accepted or
// refused and whole cases, which are also its tests.
//
// It imports the standard library only; its tests import builder and runtime.
package templates
