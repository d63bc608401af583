package bundle

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/banli-oa/banli/policies/authz"
)

// A policy whose coming into force could not be recorded stays out, and comes
// in once it can.
func TestAPolicyThatIsNotAdmittedStaysOut(t *testing.T) {
	t.Parallel()
	full := errors.New("the disk is full")
	var refuse error
	var admitted []string
	options := patient
	options.Admit = func(_ context.Context, c *Candidate) error {
		if refuse == nil {
			admitted = append(admitted, c.Origin)
		}
		return refuse
	}
	e := authz.New(nil, authz.Options{Deadline: 30 * time.Second})
	m := NewManager(e, options)
	first, err := m.Activate(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	dir := folder(t, map[string]string{"a.rego": denyAll})
	refuse = full
	if _, err := m.Activate(t.Context(), dir); !errors.Is(err, full) || e.Policy() != first.Policy || !errors.Is(m.Status().Refused, full) {
		t.Fatalf("%v, %+v", err, m.Status())
	}
	refuse = nil
	c, err := m.Reload(t.Context())
	if err != nil || e.Policy() != c.Policy || len(admitted) != 2 || admitted[1] != dir {
		t.Fatalf("%v, admitted %q", err, admitted)
	}
	fill(t, dir, map[string]string{"a.rego": "package banli.authz"})
	if _, err := m.Reload(t.Context()); err == nil || len(admitted) != 2 {
		t.Errorf("a bad policy was admitted: %v, %q", err, admitted)
	}
}
