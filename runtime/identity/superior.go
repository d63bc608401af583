package identity

import "slices"

// ManagerOf returns the person's manager, level times up: 1 is their own
// manager, 2 that one's manager, and so on. It is the manager named for the
// person, else the lead of their department; whoever leads the department
// themselves is managed by the lead of the nearest one above. Someone who has
// left manages nobody. There is none where the organisation ends.
func (o *Organisation) ManagerOf(person string, level int) (string, bool) {
	if level < 1 {
		return "", false
	}
	at := person
	for range level {
		up, ok := o.managerOf(at)
		// Two people named as each other's manager lead nowhere.
		if !ok || up == person {
			return "", false
		}
		at = up
	}
	return at, true
}

func (o *Organisation) managerOf(person string) (string, bool) {
	p, ok := o.people[person]
	if !ok {
		return "", false
	}
	if p.Manager != "" && p.Manager != person && o.Active(p.Manager) {
		return p.Manager, true
	}
	return o.leadFor(person, p.Dept)
}

// HeadOf returns the head of the person's department, or of the one levelsUp
// above it (0 is their own). Where that department has no lead, or the lead is
// the person themselves or has left, it is the lead of the nearest one above.
// There is none where the organisation ends.
func (o *Organisation) HeadOf(person string, levelsUp int) (string, bool) {
	p, ok := o.people[person]
	if !ok {
		return "", false
	}
	path := o.paths[p.Dept]
	if levelsUp < 0 || levelsUp >= len(path) {
		return "", false
	}
	return o.leadFor(person, path[levelsUp])
}

// LeadOf returns the lead of a department, or of the one levelsUp above it, as
// HeadOf does, who is somebody else than person.
func (o *Organisation) LeadOf(department string, levelsUp int, person string) (string, bool) {
	path := o.paths[department]
	if levelsUp < 0 || levelsUp >= len(path) {
		return "", false
	}
	return o.leadFor(person, path[levelsUp])
}

// Chain returns the person's managers from the first upwards: at most most of
// them, and with a role none above the first who holds it.
func (o *Organisation) Chain(person string, most int, role string) []string {
	var chain []string
	for level := 1; level <= most; level++ {
		up, ok := o.ManagerOf(person, level)
		if !ok || slices.Contains(chain, up) {
			break
		}
		chain = append(chain, up)
		if s, known := o.Subject(up); role != "" && known && slices.Contains(s.Roles, role) {
			break
		}
	}
	return chain
}

// WithRoleIn returns who of a department, or of those below it, holds a role.
func (o *Organisation) WithRoleIn(role, department string) []string {
	return slices.DeleteFunc(slices.Clone(o.WithRole(role)), func(id string) bool {
		p, ok := o.people[id]
		return !ok || !slices.Contains(o.paths[p.Dept], department)
	})
}

// WithRoleNear returns who holds a role in the nearest department above a
// person, their own first, where anybody does.
func (o *Organisation) WithRoleNear(role, person string) []string {
	p, ok := o.people[person]
	if !ok {
		return nil
	}
	for _, department := range o.paths[p.Dept] {
		if holders := o.WithRoleIn(role, department); len(holders) > 0 {
			return holders
		}
	}
	return nil
}

// leadFor climbs from dept to the first lead who is someone else and works
// here.
func (o *Organisation) leadFor(person, dept string) (string, bool) {
	for _, id := range o.paths[dept] {
		if lead := o.depts[id].Lead; lead != "" && lead != person && o.Active(lead) {
			return lead, true
		}
	}
	return "", false
}
