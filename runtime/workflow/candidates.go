package workflow

import (
	"slices"

	"github.com/banli-oa/banli/builder/flow"
	"github.com/banli-oa/banli/runtime/engine"
	"github.com/banli-oa/banli/runtime/identity"
)

// candidates lists the people who can be chosen for a step, in the order in
// which people are listed: at most so many. more is set where there are others.
func candidates(org *identity.Organisation, a flow.Assignee, most int) (ids []string, more bool) {
	for _, p := range org.People() {
		if !candidate(org, a, p.ID) {
			continue
		}
		if len(ids) == most {
			return ids, true
		}
		ids = append(ids, p.ID)
	}
	return ids, false
}

// candidate reports whether somebody can be chosen for a step.
func candidate(org *identity.Organisation, a flow.Assignee, id string) bool {
	p, ok := org.Person(id)
	switch {
	case !ok || !org.Active(id):
		return false
	case len(a.People) > 0:
		return slices.Contains(a.People, id)
	case a.Role != "" && !slices.Contains(org.WithRole(a.Role), id):
		return false
	}
	return a.Department == "" || slices.Contains(org.DeptPath(p.Dept), a.Department)
}

// chosenPeople answers who of those chosen may be, or, of none, who could be.
func chosenPeople(org *identity.Organisation, q engine.Query) []string {
	if len(q.People) == 0 {
		q.People, _ = candidates(org, q.Assignee, q.Assignee.LeastOr())
	}
	var people []string
	for _, id := range q.People {
		if candidate(org, q.Assignee, id) {
			people = append(people, userPrincipal(id))
		}
	}
	return people
}
