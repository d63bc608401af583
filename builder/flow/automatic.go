package flow

// Same says what becomes of somebody's task at a step if they have approved the
// case before.
type Same string

// The ways. None of them applies after the case was returned or edited.
const (
	// SameAsked asks them again. It is the default.
	SameAsked Same = "ask"
	// SameConsecutive approves for them if they approved at the step before.
	SameConsecutive Same = "consecutive"
	// SameAny approves for them if they approved at any step on the way.
	SameAny Same = "any"
)

// Self says what a step does whose people include the initiator. A role that
// shares one task is not looked into.
type Self string

// The ways.
const (
	// SelfOwn lets them decide on their own case. It is the default.
	SelfOwn Self = "own"
	// SelfSkip leaves them out; a step at which nobody else is asked is skipped.
	SelfSkip Self = "skip"
	// SelfManager asks their manager instead.
	SelfManager Self = "manager"
)
