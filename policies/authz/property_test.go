package authz_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/banli-oa/banli/policies/authz"
)

// Few ids, so that subjects and resources meet often.
var (
	people = rapid.SampledFrom([]string{"li", "wu", "zhao", "qian", ""})
	roles  = rapid.SampledFrom([]string{"employee", "manager", "hr", "admin", "it", "finance"})
	depts  = rapid.SampledFrom([]string{"all", "sales", "research", "shop"})
	apps   = rapid.SampledFrom([]string{"leave", "expenses", ""})
	anyOf  = rapid.SampledFrom([]string{"user:li", "user:wu", "user:qian", "role:hr", "role:finance", "role:it", "dept:shop", "app:leave"})
)

func few[T any](g *rapid.Generator[T]) *rapid.Generator[[]T] { return rapid.SliceOfN(g, 0, 3) }

func genSubject(t *rapid.T) authz.Subject {
	return authz.Subject{
		ID: people.Draw(t, "id"), Roles: few(roles).Draw(t, "roles"), Dept: depts.Draw(t, "dept"),
		Depts: few(depts).Draw(t, "depts"), Heads: few(depts).Draw(t, "heads"),
		Anonymous: rapid.IntRange(0, 9).Draw(t, "anonymous") == 0, Scheme: "session",
	}
}

func genResource(t *rapid.T) authz.Resource {
	return authz.Resource{
		Kind: "instance", App: apps.Draw(t, "app"), ID: "case1", Initiator: people.Draw(t, "initiator"),
		InitiatorDept: depts.Draw(t, "initiatorDept"), InitiatorDepts: few(depts).Draw(t, "initiatorDepts"),
		InitiatorManager: people.Draw(t, "manager"), Assignees: few(anyOf).Draw(t, "assignees"),
		Participants: few(anyOf).Draw(t, "participants"), Status: "running", Owner: people.Draw(t, "owner"),
	}
}

// TestListsAgreeWithDecisions: a case is in somebody's list if and only if they may
// read it, and the two ways to ask give one answer.
func TestListsAgreeWithDecisions(t *testing.T) {
	t.Parallel()
	e := defaultEvaluator(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := authz.Request{Action: authz.InstanceRead, Subject: genSubject(rt), Resource: genResource(rt)}
		d := e.Decide(t.Context(), r)
		principals, err := e.Principals(t.Context(), r.Subject)
		if err != nil {
			rt.Fatal(err)
		}
		readers, err := e.Readers(t.Context(), r.Resource)
		if err != nil {
			rt.Fatal(err)
		}
		listed := slices.ContainsFunc(principals, func(p string) bool { return slices.Contains(readers, p) })
		if listed != d.Allow {
			rt.Fatalf("listed %v, allowed %v (%v)\nprincipals %v\nreaders %v", listed, d.Allow, d.Reasons, principals, readers)
		}
	})
}

// TestDecisionsAreWellFormed: any request gets exactly one reason that says the
// same as the decision.
func TestDecisionsAreWellFormed(t *testing.T) {
	t.Parallel()
	e := defaultEvaluator(t)
	rapid.Check(t, func(rt *rapid.T) {
		r := authz.Request{
			Action:  rapid.SampledFrom(append(authz.Actions(), "no.such", "")).Draw(rt, "action"),
			Subject: genSubject(rt), Resource: genResource(rt),
		}
		d := e.Decide(t.Context(), r)
		prefix := "deny."
		if d.Allow {
			prefix = "allow."
		}
		if len(d.Reasons) != 1 || len(d.Reasons[0]) <= len(prefix) || d.Reasons[0][:len(prefix)] != prefix {
			rt.Fatalf("%+v", d)
		}
		if nobody := r.Subject.Anonymous || r.Subject.ID == ""; nobody && d.Allow && d.Reasons[0] != "allow.everyone" {
			rt.Fatalf("nobody was allowed: %+v", d)
		}
	})
}
