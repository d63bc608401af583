package bench

import (
	"fmt"
	"strings"
)

// The company that is measured: departments of one head, three team leads and
// employees who each have a lead as manager, so that a long leave meets two
// different people.
const (
	departments = 8
	teams       = 3
	people      = 200
	perDept     = people / departments
)

// role is what a member of the cast does in the company.
type role int

const (
	roleEmployee role = iota
	roleLead
	roleHead
)

// member is one person of the cast before anything is stored.
type member struct {
	login      string
	name       string
	department int
	role       role
	manager    string // login; empty for the head, who is managed by nobody
	rights     []string
}

// everybody lists the cast, each after their manager.
func everybody() []member {
	var all []member
	for d := range departments {
		head := fmt.Sprintf("head%d", d)
		all = append(all, member{
			login: head, name: fmt.Sprintf("Head %d", d), department: d, role: roleHead,
			rights: []string{"employee", "manager"},
		})
		var leads []string
		for l := range teams {
			lead := fmt.Sprintf("lead%d-%d", d, l)
			leads = append(leads, lead)
			all = append(all, member{
				login: lead, name: fmt.Sprintf("Lead %d %d", d, l), department: d, role: roleLead, manager: head,
				rights: []string{"employee", "manager"},
			})
		}
		for e := range perDept - 1 - teams {
			rights := []string{"employee"}
			switch {
			case d == 0 && e == 0:
				rights = append(rights, "it") // reads the meters
			case d == 1 && e == 0:
				rights = append(rights, "hr") // is copied
			}
			all = append(all, member{
				login: fmt.Sprintf("emp%d-%d", d, e), name: fmt.Sprintf("Employee %d %d", d, e), department: d,
				role: roleEmployee, manager: leads[e%teams], rights: rights,
			})
		}
	}
	return all
}

// person is a member of the cast once stored, with a token of their own.
type person struct {
	member
	id, token string
}

// cast is everybody, ready to act.
type cast struct {
	employees []person
	byID      map[string]person
	meter     person // may read /metrics
}

func newCast(all []person) (cast, error) {
	c := cast{byID: make(map[string]person, len(all))}
	for _, p := range all {
		c.byID[p.id] = p
		if p.role == roleEmployee {
			c.employees = append(c.employees, p)
		}
		for _, right := range p.rights {
			if right == "it" {
				c.meter = p
			}
		}
	}
	if c.meter.token == "" || len(c.employees) < 2 {
		return cast{}, fmt.Errorf("a cast of %d people is not complete", len(all))
	}
	return c, nil
}

// actor returns who of the principals acts on a task.
func (c cast) actor(principals []string) (person, error) {
	for _, principal := range principals {
		if id, ok := strings.CutPrefix(principal, "user:"); ok {
			if p, known := c.byID[id]; known {
				return p, nil
			}
		}
	}
	return person{}, fmt.Errorf("nobody of the cast is among %v", principals)
}
