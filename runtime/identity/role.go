package identity

import (
	"slices"

	"github.com/banli-oa/banli/builder/words"
)

// The roles that a person can hold. What a role may do is the policy's
// business, not this package's.
const (
	RoleEmployee = "employee"
	RoleManager  = "manager"
	RoleHR       = "hr"
	RoleAdmin    = "admin"
	RoleIT       = "it"
)

// Role is a role's name with the words it is shown by.
type Role struct {
	ID   string
	Name words.Text
}

var roles = []Role{
	{RoleEmployee, words.Text{words.English: "Employee", words.Chinese: "员工"}},
	{RoleManager, words.Text{words.English: "Manager", words.Chinese: "经理"}},
	{RoleHR, words.Text{words.English: "HR", words.Chinese: "人事"}},
	{RoleAdmin, words.Text{words.English: "Business admin", words.Chinese: "业务管理员"}},
	{RoleIT, words.Text{words.English: "IT", words.Chinese: "IT"}},
}

// Roles lists every role in the order they are shown.
func Roles() []Role { return slices.Clone(roles) }

// RoleName returns the words of a role; for one that does not exist, its id in
// every language, so that something is always shown.
func RoleName(id string) words.Text {
	for _, r := range roles {
		if r.ID == id {
			return r.Name
		}
	}
	t := words.Text{}
	for _, l := range words.Languages() {
		t[l] = id
	}
	return t
}

// KnownRole reports whether id is a role.
func KnownRole(id string) bool {
	return slices.ContainsFunc(roles, func(r Role) bool { return r.ID == id })
}
