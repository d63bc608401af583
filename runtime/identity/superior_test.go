package identity_test

import (
	"fmt"
	"testing"

	"github.com/banli-oa/banli/runtime/identity"
)

func TestWhoStandsAbove(t *testing.T) {
	t.Parallel()
	o := organisation(nil)
	lead := func(department string, up int, person string) string {
		id, ok := o.LeadOf(department, up, person)
		if ok != (id != "") {
			t.Errorf("lead of %s: %q, %v", department, id, ok)
		}
		return id
	}
	for what, c := range map[string][2]any{
		"all managers":                   {o.Chain("p-dev", 10, ""), "[p-lead p-head p-boss]"},
		"two managers":                   {o.Chain("p-dev", 2, ""), "[p-lead p-head]"},
		"up to a role":                   {o.Chain("p-dev", 10, "manager"), "[p-lead]"},
		"up to a role that nobody holds": {o.Chain("p-dev", 10, "it"), "[p-lead p-head p-boss]"},
		"above the top":                  {o.Chain("p-boss", 10, ""), "[]"},
		"above nobody":                   {o.Chain("p-x", 10, ""), "[]"},
		"a department's lead":            {lead("d-rd", 0, "p-dev"), "p-head"},
		"for the lead, the one above":    {lead("d-rd", 0, "p-head"), "p-boss"},
		"one above":                      {lead("d-rd", 1, "p-dev"), "p-boss"},
		"above the top department":       {lead("d-rd", 9, "p-dev"), ""},
		"no such department":             {lead("d-x", 0, "p-dev"), ""},
		"a role in the company":          {o.WithRoleIn("manager", "d-co"), "[p-head p-lead]"},
		"a role in no such department":   {o.WithRoleIn("manager", "d-x"), "[]"},
		"a role near an operator":        {o.WithRoleNear("manager", "p-ops"), "[p-head p-lead]"},
		"a role near nobody":             {o.WithRoleNear("manager", "p-x"), "[]"},
	} {
		if got := fmt.Sprint(c[0]); got != c[1] {
			t.Errorf("%s: %s, want %s", what, got, c[1])
		}
	}
	gone := organisation(func(p map[string]*identity.Person, _ map[string]*identity.Department) {
		p["p-lead"].Status = identity.Left
	})
	if got := fmt.Sprint(gone.WithRoleIn("manager", "d-co"), gone.Chain("p-dev", 10, "")); got != "[p-head] [p-head p-boss]" {
		t.Errorf("who has left stands above: %s", got)
	}
}
