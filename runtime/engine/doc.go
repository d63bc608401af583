// Package engine executes flows. It is pure: no I/O, no clock, no randomness,
// so the same code runs production, preview, try-out, simulation, the replay
// of history, and property tests.
//
//	Decide(scene, instance, command, answers) → events and effects, or needs
//	Apply(instance, event)                    → instance
//
// Where the engine must know something that is not in the instance (who is the
// manager?) Decide returns Needs; the caller answers and calls again. The
// answers go into the events, so a replay never asks. State changes only in
// Apply: Decide itself works by applying each event as it makes it, so what is
// decided and what is replayed cannot differ.
//
// Each node type is one file, element_*.go. Path runs the same elements with
// every open task approved, which is how the steps ahead are known.
//
// It imports builder/flow, builder/rule, builder/words and the standard
// library only.
package engine
