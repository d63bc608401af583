package authz_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/banli-oa/banli/policies/authz"
)

const lists = "\nprincipals := {\"user:wu\"}\nreaders := {\"user:wu\"}\n"

const endless = `
some_number := n if {
	some i in numbers.range(1, 30000)
	some j in numbers.range(1, 30000)
	i * j < 0
	n := i
}
`

func TestWhatIsNoClearYesDenies(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		policy   string
		deadline time.Duration
		reason   string
		failure  error
	}{
		{"undefined", `decision := {"allow": true, "reasons": ["allow.x"]} if input.action == "other"`, slow, authz.ReasonUndefined, authz.ErrUndefined},
		{"builtin fails", `decision := {"allow": true, "reasons": ["allow.x"]} if not to_number(input.action) == 1`, slow, authz.ReasonError, authz.ErrEvaluation},
		{"two answers", `
decision := {"allow": true, "reasons": ["allow.x"]} if input.subject.id
decision := {"allow": false, "reasons": ["deny.x"]} if input.action`, slow, authz.ReasonError, authz.ErrEvaluation},
		{"too slow", endless + `decision := {"allow": true} if some_number == 1`, 20 * time.Millisecond, authz.ReasonTimeout, authz.ErrTimeout},
		{"too slow in one call", `decision := {"allow": true} if count(numbers.range(1, 1000000000)) > 0`, 20 * time.Millisecond, authz.ReasonTimeout, authz.ErrTimeout},
		{"a boolean", `decision := true`, slow, authz.ReasonShape, authz.ErrShape},
		{"a set", `decision := {"allow"}`, slow, authz.ReasonShape, authz.ErrShape},
		{"no allow", `decision := {"reasons": ["allow.x"]}`, slow, authz.ReasonShape, authz.ErrShape},
		{"allow is text", `decision := {"allow": "true"}`, slow, authz.ReasonShape, authz.ErrShape},
		{"reasons are text", `decision := {"allow": true, "reasons": "allow.x"}`, slow, authz.ReasonShape, authz.ErrShape},
		{"a reason is a number", `decision := {"allow": true, "reasons": [1]}`, slow, authz.ReasonShape, authz.ErrShape},
		{"a reason is empty", `decision := {"allow": true, "reasons": [""]}`, slow, authz.ReasonShape, authz.ErrShape},
		{"a mask is an object", `decision := {"allow": true, "hide": {"salary": true}}`, slow, authz.ReasonShape, authz.ErrShape},
		{"a mask is misspelt", `decision := {"allow": true, "hidden": ["salary"]}`, slow, authz.ReasonShape, authz.ErrShape},
		{"a key is no text", `decision := {"allow": true, 1: ["salary"]}`, slow, authz.ReasonShape, authz.ErrShape},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var told error
			e := authz.New(compileText(t, "package banli.authz\n"+tt.policy+lists, nil), authz.Options{
				Deadline: tt.deadline,
				Report: func(_ context.Context, what string, failure error) {
					if what != authz.AppsList {
						t.Errorf("told of %q", what)
					}
					told = failure
				},
			})
			ctx, trail := authz.WithTrail(t.Context())
			r := authz.Request{Action: authz.AppsList, Subject: somebody("wu")}
			d := e.Decide(ctx, r)
			if d.Allow || !slices.Equal(d.Reasons, []string{tt.reason}) || d.Revision != "test" || d.Hide != nil {
				t.Errorf("Decide = %+v, want %s", d, tt.reason)
			}
			if !errors.Is(told, tt.failure) {
				t.Errorf("told %v, want %v", told, tt.failure)
			}
			if !trail.Asked() || !trail.Denied() || trail.Allowed() {
				t.Error("the trail does not show a denial")
			}
			d, readers, err := e.DecideAndReaders(ctx, r)
			if d.Allow || !slices.Equal(d.Reasons, []string{tt.reason}) || readers != nil || err != nil {
				t.Errorf("DecideAndReaders = %+v, %v, %v", d, readers, err)
			}
		})
	}
}

func TestListsFail(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, value string
		deadline    time.Duration
		want        error
	}{
		{"undefined", `{"user:wu"} if input.action == "other"`, slow, authz.ErrUndefined},
		{"builtin fails", `{"user:wu"} if not to_number("x") == 1`, slow, authz.ErrEvaluation},
		{"too slow", `{"user:wu"} if some_number == 1`, 20 * time.Millisecond, authz.ErrTimeout},
		{"text", `"user:wu"`, slow, authz.ErrShape},
		{"a number inside", `[1]`, slow, authz.ErrShape},
		{"no kind", `{"wu"}`, slow, authz.ErrShape},
		{"an unknown kind", `{"team:wu"}`, slow, authz.ErrShape},
		{"a kind alone", `{"user:"}`, slow, authz.ErrShape},
		{"far too many", `{p | some i in numbers.range(1, 5000); p := sprintf("user:%d", [i])}`, slow, authz.ErrShape},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := compileText(t, "package banli.authz\n"+endless+`decision := {"allow": true}`+
				"\nprincipals := "+tt.value+"\nreaders := "+tt.value+"\n", nil)
			e := authz.New(p, authz.Options{Deadline: tt.deadline})
			if got, err := e.Principals(t.Context(), somebody("wu")); got != nil || !errors.Is(err, tt.want) {
				t.Errorf("Principals = %v, %v", got, err)
			}
			if got, err := e.Readers(t.Context(), expense()); got != nil || !errors.Is(err, tt.want) {
				t.Errorf("Readers = %v, %v", got, err)
			}
			d, got, err := e.DecideAndReaders(t.Context(), authz.Request{Action: authz.AppsList, Subject: somebody("wu")})
			// What fails as a whole denies; what fails for the readers alone is their error.
			if d.Allow && (got != nil || !errors.Is(err, tt.want)) {
				t.Errorf("DecideAndReaders = %+v, %v, %v", d, got, err)
			}
			if !d.Allow && err != nil {
				t.Errorf("denied with an error: %v", err)
			}
		})
	}
}

func TestNoPolicyDenies(t *testing.T) {
	t.Parallel()
	e := authz.New(nil, authz.Options{})
	ctx, trail := authz.WithTrail(t.Context())
	d := e.Decide(ctx, authz.Request{Action: authz.SessionRead})
	if d.Allow || !slices.Equal(d.Reasons, []string{authz.ReasonNoPolicy}) || !trail.Denied() {
		t.Errorf("%+v", d)
	}
	if _, err := e.Principals(ctx, somebody("wu")); !errors.Is(err, authz.ErrNoPolicy) {
		t.Error(err)
	}
	if _, err := e.Readers(ctx, expense()); !errors.Is(err, authz.ErrNoPolicy) {
		t.Error(err)
	}
}

func TestACallerThatGaveUpIsDenied(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d := defaultEvaluator(t).Decide(ctx, authz.Request{Action: authz.SessionRead})
	if d.Allow || !slices.Equal(d.Reasons, []string{authz.ReasonTimeout}) {
		t.Errorf("%+v", d)
	}
}

func TestMasks(t *testing.T) {
	t.Parallel()
	e := authz.New(compileText(t, `package banli.authz
decision := {"allow": true, "reasons": {"allow.b", "allow.a"}, "hide": ["salary", "bonus", "salary"], "lock": {"days"}, "open": {"iban"}}
`+lists, nil), authz.Options{Deadline: slow})
	d := e.Decide(t.Context(), authz.Request{Action: authz.InstanceRead})
	if !d.Allow || !slices.Equal(d.Hide, []string{"bonus", "salary"}) || !slices.Equal(d.Lock, []string{"days"}) || !slices.Equal(d.Open, []string{"iban"}) ||
		!slices.Equal(d.Reasons, []string{"allow.a", "allow.b"}) {
		t.Errorf("%+v", d)
	}
}

func TestNoReasonIsSaidSo(t *testing.T) {
	t.Parallel()
	e := authz.New(compileText(t, "package banli.authz\ndecision := {\"allow\": true}\n"+lists, nil), authz.Options{Deadline: slow})
	if d := e.Decide(t.Context(), authz.Request{}); !d.Allow || !slices.Equal(d.Reasons, []string{authz.ReasonUnstated}) {
		t.Errorf("%+v", d)
	}
}

func TestPolicyReadsItsData(t *testing.T) {
	t.Parallel()
	e := authz.New(compileText(t, `package banli.authz
default decision := {"allow": false, "reasons": ["deny.default"]}
decision := {"allow": true, "reasons": ["allow.listed"]} if input.subject.id in data.people
`+lists, map[string]any{"people": []any{"wu"}}), authz.Options{Deadline: slow})
	if d := e.Decide(t.Context(), authz.Request{Subject: somebody("wu")}); !d.Allow {
		t.Errorf("%+v", d)
	}
	if d := e.Decide(t.Context(), authz.Request{Subject: somebody("li")}); d.Allow {
		t.Errorf("%+v", d)
	}
}

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	const rules = `package banli.authz
decision := {"allow": true}
principals := set()
readers := set()
`
	tests := []struct {
		name, text string
		data       map[string]any
		want       string
	}{
		{"the network", rules + `x := http.send({"method": "get", "url": "http://example.org"})`, nil, "undefined function http.send"},
		{"a look-up", rules + `x := net.lookup_ip_addr("example.org")`, nil, "undefined function net.lookup_ip_addr"},
		{"the clock", rules + `x := time.now_ns()`, nil, "undefined function time.now_ns"},
		{"randomness", rules + `x := rand.intn("a", 3)`, nil, "undefined function rand.intn"},
		{"a random id", rules + `x := uuid.rfc4122("a")`, nil, "undefined function uuid.rfc4122"},
		{"the environment", rules + `x := opa.runtime()`, nil, "undefined function opa.runtime"},
		{"a giant shift", rules + `x := bits.lsh(1, 4000000000)`, nil, "undefined function bits.lsh"},
		{"all paths", rules + `x := graph.reachable_paths({}, [])`, nil, "undefined function graph.reachable_paths"},
		{"a parser", rules + `x := rego.parse_module("a", "b")`, nil, "undefined function rego.parse_module"},
		{"trace", rules + `x := trace("a")`, nil, "undefined function trace"},
		{"an unused variable", rules + "f(a) := true", nil, "unused argument a"},
		{"an unused import", "package banli.authz\nimport data.people\n" + strings.TrimPrefix(rules, "package banli.authz\n"), nil, "unused"},
		{"recursion", rules + "a if b\nb if a", nil, "recursive"},
		{"data over a rule", rules, map[string]any{"banli": map[string]any{"authz": map[string]any{"decision": true}}}, "conflict"},
		{"no decision", "package banli.authz\nprincipals := set()\nreaders := set()", nil, "the rule decision is missing"},
		{"no principals", "package banli.authz\ndecision := true\nreaders := set()", nil, "the rule principals is missing"},
		{"no readers", "package banli.authz\ndecision := true\nprincipals := set()", nil, "the rule readers is missing"},
		{"another package", "package banli.permissions\ndecision := true", nil, "the rule decision is missing"},
		{"a function", "package banli.authz\ndecision(x) := x\nprincipals := set()\nreaders := set()", nil, "decision in package banli.authz is a function"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			module, err := ast.ParseModuleWithOpts("policy.rego", tt.text, ast.ParserOptions{RegoVersion: ast.RegoV1})
			if err != nil {
				t.Fatal(err)
			}
			p, err := authz.Compile(t.Context(), authz.Source{Modules: map[string]*ast.Module{"policy.rego": module}, Data: tt.data})
			if p != nil || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Compile = %v, %v, want %q", p, err, tt.want)
			}
		})
	}
}

// TestNothingReadsTheWorld holds the list of builtins against what Open Policy
// Agent itself marks, so that an update cannot let something in.
func TestNothingReadsTheWorld(t *testing.T) {
	t.Parallel()
	c := authz.Capabilities()
	for _, b := range c.Builtins {
		if b.Nondeterministic {
			t.Errorf("%s depends on more than its arguments", b.Name)
		}
		for _, prefix := range []string{"http.", "net.", "opa.", "rand.", "uuid.", "io.jwt.", "providers.", "rego.", "crypto.x509.", "time.now"} {
			if strings.HasPrefix(b.Name, prefix) {
				t.Errorf("%s is allowed", b.Name)
			}
		}
	}
	if len(c.Builtins) < 100 || c.AllowNet == nil || len(c.AllowNet) != 0 {
		t.Errorf("%d builtins, net %v", len(c.Builtins), c.AllowNet)
	}
}
