package authz

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// maxPrincipals is the most principals one subject or resource may have: each is a
// row of an index, so a policy that names more is taken for broken.
const maxPrincipals = 4096

// kinds of principals.
var kinds = [...]string{"user:", "role:", "dept:", "app:"}

// decisionOf reads the policy's decision. A key that is not agreed is an error,
// because a mask under a misspelt name would otherwise show what it should hide.
func decisionOf(v ast.Value) (Decision, error) {
	var d Decision
	object, ok := v.(ast.Object)
	if !ok {
		return d, fmt.Errorf("%w: decision is %s, not an object", ErrShape, ast.ValueName(v))
	}
	stated := false
	err := object.Iter(func(k, v *ast.Term) error {
		key, _ := k.Value.(ast.String)
		var err error
		switch key {
		case "allow":
			allow, ok := v.Value.(ast.Boolean)
			if !ok {
				return fmt.Errorf("%w: decision.allow is %s, not a boolean", ErrShape, ast.ValueName(v.Value))
			}
			d.Allow, stated = bool(allow), true
		case "reasons":
			d.Reasons, err = stringsOf("decision.reasons", v.Value)
		case "hide":
			d.Hide, err = stringsOf("decision.hide", v.Value)
		case "lock":
			d.Lock, err = stringsOf("decision.lock", v.Value)
		case "open":
			d.Open, err = stringsOf("decision.open", v.Value)
		default:
			return fmt.Errorf("%w: decision has the key %v, which is none of allow, reasons, hide, lock, open", ErrShape, k)
		}
		return err
	})
	if err != nil {
		return Decision{}, err
	}
	if !stated {
		return Decision{}, fmt.Errorf("%w: decision has no allow", ErrShape)
	}
	if len(d.Reasons) == 0 {
		d.Reasons = []string{ReasonUnstated}
	}
	return d, nil
}

// principalsOf reads a set of principals.
func principalsOf(rule string, v ast.Value) ([]string, error) {
	list, err := stringsOf(rule, v)
	if err != nil {
		return nil, err
	}
	if len(list) > maxPrincipals {
		return nil, fmt.Errorf("%w: %s has %d members, more than %d", ErrShape, rule, len(list), maxPrincipals)
	}
	for _, p := range list {
		if !isPrincipal(p) {
			return nil, fmt.Errorf("%w: %s has %q, which is none of user:ID, role:NAME, dept:ID, app:ID", ErrShape, rule, p)
		}
	}
	return list, nil
}

func isPrincipal(p string) bool {
	for _, kind := range kinds {
		if len(p) > len(kind) && strings.HasPrefix(p, kind) {
			return true
		}
	}
	return false
}

// stringsOf reads a set or an array of strings that are not empty, sorted and
// without repeats. It is never nil.
func stringsOf(what string, v ast.Value) ([]string, error) {
	var list []string
	add := func(t *ast.Term) error {
		s, ok := t.Value.(ast.String)
		if !ok || s == "" {
			return fmt.Errorf("%w: %s has the member %v, which is no text", ErrShape, what, t)
		}
		list = append(list, string(s))
		return nil
	}
	var err error
	switch v := v.(type) {
	case ast.Set:
		list = make([]string, 0, v.Len())
		err = v.Iter(add)
	case *ast.Array:
		list = make([]string, 0, v.Len())
		err = v.Iter(add)
	default:
		err = fmt.Errorf("%w: %s is %s, not a set or an array", ErrShape, what, ast.ValueName(v))
	}
	if err != nil {
		return nil, err
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}
