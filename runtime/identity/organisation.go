package identity

import (
	"cmp"
	"maps"
	"slices"
)

// Organisation is the people and departments at one moment. It never changes;
// a change of the directory makes a new one. Everything it hands out is shared
// by all readers and must not be modified.
type Organisation struct {
	version  uint64
	people   map[string]*Person
	byLogin  map[string]*Person
	active   []*Person // by login
	depts    map[string]*Department
	tree     []*Department       // parents before children, siblings by code
	children map[string][]string // department → departments directly below
	paths    map[string][]string // department → own and all above
	headed   map[string][]string // person → departments headed, with all below
	removed  map[string]*Department
	members  map[string]int // department → people directly in it
	everyone []*Person      // by login, also who has left
	subjects map[string]Subject
	byRole   map[string][]string
	finder   []findable
}

// Subject is what a decision about a person needs to know: who they are, what
// they hold and where they stand.
type Subject struct {
	ID    string
	Roles []string
	Dept  string
	Depts []string // own department and all above it
	Heads []string // departments headed, with all below
}

// NewOrganisation makes a snapshot of people and departments. It takes the
// data as it is: a department whose parent is unknown, or that stands in a
// circle, counts as a top one, so that a damaged tree still answers.
func NewOrganisation(version uint64, people []*Person, departments []*Department) *Organisation {
	o := &Organisation{
		version:  version,
		people:   make(map[string]*Person, len(people)),
		byLogin:  make(map[string]*Person, len(people)),
		depts:    make(map[string]*Department, len(departments)),
		children: map[string][]string{},
		paths:    make(map[string][]string, len(departments)),
		headed:   map[string][]string{},
		removed:  map[string]*Department{},
		members:  map[string]int{},
		subjects: make(map[string]Subject, len(people)),
		byRole:   map[string][]string{},
	}
	departments = slices.DeleteFunc(slices.Clone(departments), func(d *Department) bool {
		if d.Removed {
			o.removed[d.ID] = d
		}
		return d.Removed
	})
	for _, d := range departments {
		o.depts[d.ID] = d
	}
	for _, p := range people {
		o.people[p.ID] = p
		o.byLogin[p.Login] = p
		o.everyone = append(o.everyone, p)
	}
	slices.SortFunc(o.everyone, func(a, b *Person) int { return cmp.Compare(a.Login, b.Login) })
	for _, p := range o.everyone {
		if p.Status == Active {
			o.active = append(o.active, p)
			o.members[p.Dept]++
		}
	}
	o.plantTree(departments)
	o.nameHeads()
	for _, p := range o.active {
		o.subjects[p.ID] = Subject{ID: p.ID, Roles: p.Roles, Dept: p.Dept, Depts: o.paths[p.Dept], Heads: o.headed[p.ID]}
		for _, r := range p.Roles {
			o.byRole[r] = append(o.byRole[r], p.ID)
		}
	}
	o.finder = newFinder(o.everyone)
	return o
}

func (o *Organisation) plantTree(departments []*Department) {
	sorted := slices.SortedFunc(slices.Values(departments), func(a, b *Department) int { return cmp.Compare(a.Code, b.Code) })
	var tops []*Department
	for _, d := range sorted {
		if _, ok := o.depts[d.Parent]; ok && !o.circular(d) {
			o.children[d.Parent] = append(o.children[d.Parent], d.ID)
		} else {
			tops = append(tops, d)
		}
	}
	var walk func(d *Department, above []string)
	walk = func(d *Department, above []string) {
		path := append([]string{d.ID}, above...)
		o.paths[d.ID] = path
		o.tree = append(o.tree, d)
		for _, c := range o.children[d.ID] {
			walk(o.depts[c], path)
		}
	}
	for _, d := range tops {
		walk(d, nil)
	}
}

// circular reports whether climbing from d comes back to d.
func (o *Organisation) circular(d *Department) bool {
	at := d.Parent
	for range len(o.depts) {
		if at == d.ID {
			return true
		}
		up, ok := o.depts[at]
		if !ok {
			return false
		}
		at = up.Parent
	}
	return false
}

func (o *Organisation) nameHeads() {
	for _, d := range o.tree {
		// A department counts for everyone who leads it or one above it.
		for _, above := range o.paths[d.ID] {
			lead := o.depts[above].Lead
			if lead != "" && !slices.Contains(o.headed[lead], d.ID) {
				o.headed[lead] = append(o.headed[lead], d.ID)
			}
		}
	}
}

// Version numbers the snapshot: a later one has a higher number. Whoever
// derives something from a snapshot can keep it for as long as this stays.
func (o *Organisation) Version() uint64 { return o.version }

// Person returns the person with this id, whether they work here or have left.
func (o *Organisation) Person(id string) (*Person, bool) {
	p, ok := o.people[id]
	return p, ok
}

// ByLogin returns the person with this login name, whether they work here or
// have left. Case does not matter.
func (o *Organisation) ByLogin(login string) (*Person, bool) {
	p, ok := o.byLogin[NormalLogin(login)]
	return p, ok
}

// Active reports whether a person with this id works here.
func (o *Organisation) Active(id string) bool {
	p, ok := o.people[id]
	return ok && p.Status == Active
}

// People lists everyone who works here, by login name.
func (o *Organisation) People() []*Person { return o.active }

// Everyone lists all who work here or ever did, by login name.
func (o *Organisation) Everyone() []*Person { return o.everyone }

// MembersOf counts the people who work directly in a department.
func (o *Organisation) MembersOf(department string) int { return o.members[department] }

// Below lists the departments directly below one, by code.
func (o *Organisation) Below(department string) []string { return o.children[department] }

// Department returns the department with this id.
func (o *Organisation) Department(id string) (*Department, bool) {
	d, ok := o.depts[id]
	return d, ok
}

// Removed returns the department that had this id and was removed.
func (o *Organisation) Removed(id string) (*Department, bool) {
	d, ok := o.removed[id]
	return d, ok
}

// Departments lists the departments, each after the one above it.
func (o *Organisation) Departments() []*Department { return o.tree }

// DeptPath lists a department and all above it, from the inside out.
func (o *Organisation) DeptPath(id string) []string { return o.paths[id] }

// Headed lists the departments that a person leads, with all below them.
func (o *Organisation) Headed(person string) []string {
	if !o.Active(person) {
		return nil
	}
	return o.headed[person]
}

// WithRole lists the ids of the people who work here and hold a role, by login
// name.
func (o *Organisation) WithRole(role string) []string { return o.byRole[role] }

// Subject returns the facts about someone who works here.
func (o *Organisation) Subject(person string) (Subject, bool) {
	s, ok := o.subjects[person]
	return s, ok
}

// Logins lists every login name that was ever given out.
func (o *Organisation) Logins() []string { return slices.Sorted(maps.Keys(o.byLogin)) }
