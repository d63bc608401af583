package workflow

import (
	"context"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/fault"
)

// Intervention is an administrator's. Its reason is recorded.
type Intervention struct {
	// Action is reassign, jump, suspend, resume, end or retry.
	Action string `json:"action"`
	Reason string `json:"reason"`
	// Task and To say which task is reassigned to whom.
	Task string `json:"task"`
	To   string `json:"to"`
	// Node is where to jump.
	Node string `json:"node"`
	// Status is how to end: approved, rejected or terminated.
	Status string `json:"status"`
	// Errand is the failed one that is tried again.
	Errand string `json:"errand"`
	Key    string `json:"-"`
}

// Intervene changes a running instance from above. It returns *fault.NotFound,
// *fault.Denied, *fault.Invalid, and *fault.Conflict where it does not fit how
// the instance stands, or gives no reason.
func (s *Service) Intervene(ctx context.Context, a Actor, id string, in Intervention) (Receipt, error) {
	if err := commentFits(a, "/reason", in.Reason); err != nil {
		return Receipt{}, err
	}
	command, err := interventionCommand(a.Subject.ID, in)
	if err != nil {
		return Receipt{}, err
	}
	var people []string
	if in.To != "" {
		people = []string{in.To}
	}
	action := authz.InstanceIntervene
	if in.Action == "retry" {
		action = authz.InstanceRetry
	}
	return s.accompany(ctx, a, id, action, in.Key, in, people, command)
}

func interventionCommand(actor string, in Intervention) (func(at int64) engine.Command, error) {
	switch in.Action {
	case "reassign":
		return func(at int64) engine.Command {
			return engine.Reassign{Task: in.Task, Actor: actor, To: in.To, Reason: in.Reason, At: at}
		}, nil
	case "jump":
		return func(at int64) engine.Command {
			return engine.Jump{Actor: actor, To: in.Node, Reason: in.Reason, At: at}
		}, nil
	case "suspend":
		return func(at int64) engine.Command { return engine.Suspend{Actor: actor, Reason: in.Reason, At: at} }, nil
	case "resume":
		return func(at int64) engine.Command { return engine.Unsuspend{Actor: actor, Reason: in.Reason, At: at} }, nil
	case "end":
		return func(at int64) engine.Command {
			return engine.Finish{Actor: actor, Status: engine.Status(in.Status), Reason: in.Reason, At: at}
		}, nil
	case "retry":
		return func(at int64) engine.Command {
			return engine.Retry{Errand: in.Errand, Actor: actor, Reason: in.Reason, At: at}
		}, nil
	}
	return nil, &fault.Malformed{Code: "request.parameter", At: "/action", Detail: "reassign, jump, suspend, resume, end, retry"}
}
