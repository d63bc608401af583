package authz

import (
	"reflect"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

func fullRequest() Request {
	return Request{
		Action: "instance.read",
		Subject: Subject{ID: "wu", Roles: []string{"hr", "it"}, Dept: "sales", Depts: []string{"sales", "all"},
			Heads: []string{"shop"}, Scheme: "token"},
		Resource: Resource{Kind: "instance", App: "leave", ID: "c", Initiator: "li", InitiatorDept: "rd",
			InitiatorDepts: []string{"rd", "all"}, InitiatorManager: "zhao", Assignees: []string{"user:a", "role:b"},
			Participants: []string{"user:c"}, Status: "running", Node: "n", Owner: "o",
			Sensitive: []string{"pay", "items.iban"}, Opened: []string{"pay"}},
	}
}

// wantInput tells by reflection what the input must be: every field under its name
// in lower camel case, without the empty ones.
func wantInput(v any) map[string]any {
	out := map[string]any{}
	rv := reflect.ValueOf(v)
	for i := range rv.NumField() {
		name := rv.Type().Field(i).Name
		key := strings.ToLower(name[:1]) + name[1:]
		if name == "ID" {
			key = "id"
		}
		switch f := rv.Field(i).Interface().(type) {
		case string:
			if f != "" {
				out[key] = f
			}
		case []string:
			if len(f) > 0 {
				list := []any{}
				for _, s := range f {
					list = append(list, s)
				}
				out[key] = list
			}
		case bool:
			out[key] = f
		}
	}
	return out
}

func TestInputHasEveryField(t *testing.T) {
	t.Parallel()
	full := fullRequest()
	for name, r := range map[string]Request{
		"full": full,
		"half": {Action: "x", Subject: Subject{ID: "wu", Roles: []string{}}, Resource: Resource{Kind: "app"}},
	} {
		got, err := ast.JSON(inputOf(&r))
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]any{"action": r.Action, "subject": wantInput(r.Subject), "resource": wantInput(r.Resource)}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %v\nwant %v", name, got, want)
		}
	}
	subject, resource := wantInput(full.Subject), wantInput(full.Resource)
	if s, r := reflect.TypeFor[Subject]().NumField(), reflect.TypeFor[Resource]().NumField(); len(subject) != s || len(resource) != r {
		t.Errorf("fullRequest leaves fields empty: %d of %d, %d of %d", len(subject), s, len(resource), r)
	}
}

func TestInputOfNobody(t *testing.T) {
	t.Parallel()
	for _, s := range []Subject{{}, {Anonymous: true}, {Anonymous: true, ID: "wu"}, {Roles: []string{"admin"}}} {
		input := inputOf(&Request{Subject: s}).(ast.Object)
		anonymous, err := input.Find(ast.MustParseRef("x.subject.anonymous")[1:])
		if err != nil || anonymous.Compare(ast.Boolean(true)) != 0 {
			t.Errorf("%+v is not anonymous: %v, %v", s, anonymous, err)
		}
	}
}

// TestInputBlocksNeverMove: a term must stay where its pointer says while the rest
// is written.
func TestInputBlocksNeverMove(t *testing.T) {
	t.Parallel()
	r := fullRequest()
	for range 40 {
		r.Resource.Participants = append(r.Resource.Participants, "user:p")
		r.Subject.Heads = append(r.Subject.Heads, "d")
	}
	members := r.Subject.words() + r.Resource.words()
	if got, err := ast.JSON(inputOf(&r)); err != nil || len(got.(map[string]any)["subject"].(map[string]any)["heads"].([]any)) != 41 {
		t.Errorf("%v, %v", got, err)
	}
	if members != 93 {
		t.Errorf("counted %d members", members)
	}
}

func BenchmarkInput(b *testing.B) {
	r := fullRequest()
	b.ReportAllocs()
	for b.Loop() {
		inputOf(&r)
	}
}
