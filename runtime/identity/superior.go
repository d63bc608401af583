package identity

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
