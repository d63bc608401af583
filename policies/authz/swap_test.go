package authz_test

import (
	"context"
	"sync"
	"testing"

	"github.com/banli-oa/banli/policies/authz"
)

// TestSwapUnderLoad: each decision comes whole from one policy or from the other,
// while both are swapped in turn.
type someKey struct{}

func TestSwapUnderLoad(t *testing.T) {
	t.Parallel()
	policy := func(word string) *authz.Policy {
		return compileText(t, `package banli.authz
decision := {"allow": data.allow, "reasons": [data.word], "hide": [data.word]}
principals := {concat("", ["user:", data.word])}
readers := {concat("", ["user:", data.word])}
`, map[string]any{"word": word, "allow": word == "yes"})
	}
	yes, no := policy("yes"), policy("no")
	e := authz.New(yes, authz.Options{Deadline: slow})
	ctx, stop := context.WithCancel(t.Context())
	var swapping, asking sync.WaitGroup
	swapping.Go(func() {
		for ctx.Err() == nil {
			if e.Swap(no) != yes || e.Swap(yes) != no {
				t.Error("Swap does not return the policy before it")
			}
		}
	})
	for range 4 {
		asking.Go(func() {
			for range 500 {
				d, readers, err := e.DecideAndReaders(t.Context(), authz.Request{Action: "x", Subject: somebody("wu")})
				switch {
				case err != nil, len(d.Reasons) != 1, len(d.Hide) != 1, d.Reasons[0] != d.Hide[0], d.Allow != (d.Hide[0] == "yes"):
					t.Errorf("%+v, %v, %v", d, readers, err)
				case d.Allow && (len(readers) != 1 || readers[0] != "user:yes"):
					t.Errorf("readers %v of another policy", readers)
				}
				if _, err := e.Principals(t.Context(), somebody("wu")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	asking.Wait()
	stop()
	swapping.Wait()
}

func TestTrail(t *testing.T) {
	t.Parallel()
	e := defaultEvaluator(t)
	if authz.TrailOf(t.Context()).Asked() {
		t.Error("a context without a trail was asked")
	}
	e.Decide(t.Context(), authz.Request{Action: authz.SessionRead})

	ctx, trail := authz.WithTrail(t.Context())
	if trail.Asked() || trail.Allowed() || trail.Denied() || authz.TrailOf(ctx).Asked() {
		t.Error("a new trail is not empty")
	}
	if _, err := e.Principals(ctx, somebody("wu")); err != nil || trail.Asked() {
		t.Errorf("naming principals is no decision: %v", err)
	}
	e.Decide(ctx, authz.Request{Action: authz.AppsList, Subject: anonymous})
	if !trail.Asked() || trail.Allowed() || !trail.Denied() {
		t.Error("a denial is not on the trail")
	}
	e.Decide(ctx, authz.Request{Action: authz.MetricsRead, Subject: somebody("wu"), Resource: authz.Resource{Kind: "metrics"}})
	refused := trail.Refused()
	if refused == nil || refused.Action != authz.MetricsRead || refused.Resource.Kind != "metrics" || len(refused.Reasons) != 1 || refused.Reasons[0] != "deny.role" {
		t.Errorf("the last denial: %+v", refused)
	}
	inner := context.WithValue(ctx, someKey{}, 1)
	e.Decide(inner, authz.Request{Action: authz.SessionRead})
	if !trail.Allowed() || !authz.TrailOf(ctx).Asked() || authz.TrailOf(inner) != trail {
		t.Error("an allowance is not on the trail")
	}
	if trail.Refused() != refused || authz.TrailOf(t.Context()).Refused() != nil {
		t.Error("an allowance changed what was refused")
	}
}
