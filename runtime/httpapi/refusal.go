package httpapi

import (
	"errors"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/runtime/audit"
	"github.com/banli-oa/banli/runtime/fault"
)

// recordRefusal takes note of what somebody who is signed in was refused. A
// row that a list leaves out is no refusal; what is hidden as not found is
// one. Who is not signed in is counted by the metrics alone.
func (s *Server) recordRefusal(k *call, trail *authz.Trail, err error) {
	refused := trail.Refused()
	if k.actor.Subject.Anonymous || refused == nil {
		return
	}
	var (
		denied  *fault.Denied
		missing *fault.NotFound
	)
	if !errors.As(err, &denied) && !errors.As(err, &missing) {
		return
	}
	s.Identity.Recorder().Refuse(k.ctx, audit.Refusal{
		Person: k.actor.Subject.ID, Action: "access.refused",
		Asked: refused.Action, Target: targetOf(refused.Resource), Reasons: refused.Reasons,
	})
}

// targetOf names what was asked about: its kind, and its id where it has one.
func targetOf(r authz.Resource) string {
	if r.ID == "" {
		return r.Kind
	}
	return audit.Object(r.Kind, r.ID)
}
