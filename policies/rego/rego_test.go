package rego_test

import (
	"io/fs"
	"os"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/banli-oa/banli/policies/rego"
)

const (
	policyFile = "authz.rego"
	testFile   = "authz_test.rego"
)

func sources(t *testing.T) map[string][]byte {
	t.Helper()
	policy, err := fs.ReadFile(rego.Files, policyFile)
	if err != nil {
		t.Fatal(err)
	}
	tests, err := os.ReadFile(testFile)
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{policyFile: policy, testFile: tests}
}

// TestRego runs the policy's own tests and asks that they reach each of its lines.
func TestRego(t *testing.T) {
	t.Parallel()
	modules := map[string]*ast.Module{}
	for name, text := range sources(t) {
		module, err := ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Fatal(err)
		}
		modules[name] = module
	}
	coverage := cover.New()
	results, err := tester.NewRunner().
		SetCompiler(ast.NewCompiler().WithStrict(true)).
		SetModules(modules).
		SetCoverageQueryTracer(coverage).
		RunTests(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for r := range results {
		ran++
		if r.Error != nil {
			t.Errorf("%s: %v", r.Name, r.Error)
		}
		if !r.Pass() {
			t.Errorf("%s failed at %v", r.Name, r.Location)
		}
	}
	if ran < 17 {
		t.Errorf("only %d tests ran", ran)
	}
	for _, gap := range coverage.Report(modules).Files[policyFile].NotCovered {
		t.Errorf("no test reaches %s:%d to %d", policyFile, gap.Start.Row, gap.End.Row)
	}
}

// TestFormat keeps the Rego files as "opa fmt" writes them.
func TestFormat(t *testing.T) {
	t.Parallel()
	for name, text := range sources(t) {
		formatted, err := format.SourceWithOpts(name, text, format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Fatal(err)
		}
		if string(formatted) != string(text) {
			t.Errorf("%s is not formatted as opa fmt does", name)
		}
	}
}
