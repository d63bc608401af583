package authz

import "errors"

// Reasons that the Authorizer itself gives when the policy has no usable answer.
// All other reasons are the policy's own.
const (
	// ReasonUndefined: the policy's decision is undefined for this input.
	ReasonUndefined = "deny.undefined"
	// ReasonError: the policy failed while it was evaluated.
	ReasonError = "deny.error"
	// ReasonTimeout: the policy took longer than it may, or the caller gave up.
	ReasonTimeout = "deny.timeout"
	// ReasonShape: the policy's answer is not of the agreed shape.
	ReasonShape = "deny.shape"
	// ReasonNoPolicy: no policy is loaded.
	ReasonNoPolicy = "deny.noPolicy"
	// ReasonUnstated: the policy allowed or denied and gave no reason.
	ReasonUnstated = "unstated"
)

// What can go wrong when a policy is evaluated.
var (
	// ErrUndefined says that the rule has no value for this input.
	ErrUndefined = errors.New("authz: the policy gives no answer")
	// ErrEvaluation says that evaluating the rule failed.
	ErrEvaluation = errors.New("authz: the policy failed")
	// ErrTimeout says that evaluating the rule took longer than it may.
	ErrTimeout = errors.New("authz: the policy took too long")
	// ErrShape says that the rule's value is not of the agreed shape.
	ErrShape = errors.New("authz: the policy's answer has a wrong shape")
	// ErrNoPolicy says that no policy is loaded.
	ErrNoPolicy = errors.New("authz: no policy is loaded")
)

// reasonOf gives the reason of a denial for an error of the list above.
func reasonOf(err error) string {
	switch {
	case errors.Is(err, ErrUndefined):
		return ReasonUndefined
	case errors.Is(err, ErrTimeout):
		return ReasonTimeout
	case errors.Is(err, ErrShape):
		return ReasonShape
	case errors.Is(err, ErrNoPolicy):
		return ReasonNoPolicy
	default:
		return ReasonError
	}
}
