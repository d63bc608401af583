package authz_test

import (
	"context"
	"io/fs"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/banli-oa/banli/policies/authz"
	"github.com/banli-oa/banli/policies/rego"
)

// slow is a deadline that a busy test machine keeps.
const slow = 10 * time.Second

// compileText compiles one Rego file.
func compileText(t testing.TB, text string, data map[string]any) *authz.Policy {
	t.Helper()
	module, err := ast.ParseModuleWithOpts("policy.rego", text, ast.ParserOptions{RegoVersion: ast.RegoV1})
	if err != nil {
		t.Fatal(err)
	}
	p, err := authz.Compile(context.Background(), authz.Source{
		Revision: "test",
		Modules:  map[string]*ast.Module{"policy.rego": module},
		Data:     data,
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func defaultPolicy(t testing.TB) *authz.Policy {
	t.Helper()
	text, err := fs.ReadFile(rego.Files, "authz.rego")
	if err != nil {
		t.Fatal(err)
	}
	return compileText(t, string(text), nil)
}

func defaultEvaluator(t testing.TB) *authz.Evaluator {
	t.Helper()
	return authz.New(defaultPolicy(t), authz.Options{Deadline: slow})
}

// anonymous is somebody who has not signed in.
var anonymous = authz.Subject{Anonymous: true, Scheme: "none"}

// somebody is a person of the department sales with roles.
func somebody(id string, roles ...string) authz.Subject {
	return authz.Subject{ID: id, Roles: roles, Dept: "sales", Depts: []string{"sales", "all"}, Scheme: "session"}
}

func heading(s authz.Subject, depts ...string) authz.Subject {
	s.Heads = depts
	return s
}

// expense is a case of li's in research, whose manager is zhao.
func expense() authz.Resource {
	return authz.Resource{
		Kind: "instance", App: "expenses", ID: "case1", Status: "running",
		Initiator: "li", InitiatorDept: "research", InitiatorDepts: []string{"research", "all"}, InitiatorManager: "zhao",
		Assignees:    []string{"user:qian", "role:finance"},
		Participants: []string{"user:sun", "role:legal"},
	}
}

func leave() authz.Resource {
	r := expense()
	r.App = "leave"
	return r
}
