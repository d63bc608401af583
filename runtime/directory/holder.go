package directory

import (
	"slices"

	"github.com/banli-oa/banli/runtime/identity"
)

// keptRoles are the roles that somebody must always hold: without them nobody
// could give them out again.
var keptRoles = []string{identity.RoleIT, identity.RoleAdmin}

// lastHolders refuses a change by which nobody would hold a kept role any more.
func (c *checks) lastHolders(o *identity.Organisation, before, after *identity.Person) {
	if before.Status != identity.Active {
		return
	}
	for _, role := range keptRoles {
		keeps := after.Status == identity.Active && slices.Contains(after.Roles, role)
		if keeps || !slices.Contains(before.Roles, role) {
			continue
		}
		if holders := o.WithRole(role); len(holders) == 1 && holders[0] == before.ID {
			c.failWith("roles", CodeLastHolder, map[string]any{"role": role})
		}
	}
}
