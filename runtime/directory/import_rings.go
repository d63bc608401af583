package directory

import (
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/identity"
)

// maxRing is how many names of a ring are said.
const maxRing = 10

// ring says a ring of names, closed.
func ring(names []string) string {
	if len(names) > maxRing {
		names = append(slices.Clone(names[:maxRing]), "…")
	}
	return strings.Join(append(slices.Clone(names), names[0]), " → ")
}

// follow goes the way from a beginning and returns it, and whether it comes back
// to the beginning. loose says that it comes to an end.
func follow(from string, next func(string) string) (way []string, closed, loose bool) {
	seen := map[string]bool{from: true}
	way = []string{from}
	for at := next(from); at != from; at = next(at) {
		if at == "" {
			return way, false, true
		}
		if seen[at] {
			return way, false, false // a ring that does not lead through the beginning
		}
		seen[at] = true
		way = append(way, at)
	}
	return way, true, false
}

// checkDepartmentRings refuses departments that would stand below themselves, and
// reports whether there are any.
func (p *plan) checkDepartmentRings() bool {
	found := false
	for _, w := range p.departments {
		way, closed, _ := follow(DepartmentID(w.code), func(id string) string {
			if d, ok := p.depts[id]; ok {
				return d.Parent
			}
			return ""
		})
		if !closed {
			continue
		}
		found = true
		names := make([]string, len(way))
		for i, id := range way {
			names[i] = p.depts[id].Code
		}
		p.problem(w.at, colDeptParent, w.parent.text, Problem{Code: CodeDepartmentRing, Params: map[string]any{"ring": ring(names)}})
	}
	return found
}

// checkManagerRings refuses rows by which people would manage themselves. A ring
// that is there already and that no row touches is not the file's fault.
func (p *plan) checkManagerRings() {
	touched := map[string]bool{}
	for _, c := range p.report.Changes {
		if c.Kind == KindPerson {
			touched[PersonID(c.Key)] = true
		}
	}
	// Who is known to lead to the top need not be followed again.
	fine := map[string]bool{}
	for _, w := range p.wanted.people {
		id := PersonID(w.login)
		if !touched[id] {
			continue
		}
		if p.people[id].Manager == id {
			p.problem(w.at, colManager, w.manager.text, Problem{Code: CodeManagerRing, Params: map[string]any{"ring": ring([]string{w.login})}})
			continue
		}
		way, closed, loose := follow(id, func(at string) string {
			if fine[at] {
				return ""
			}
			up, _ := p.then.ManagerOf(at, 1)
			return up
		})
		if loose {
			for _, each := range way {
				fine[each] = true
			}
		}
		if !closed {
			continue
		}
		names := make([]string, len(way))
		for i, each := range way {
			names[i] = p.people[each].Login
		}
		p.problem(w.at, colManager, w.manager.text, Problem{Code: CodeManagerRing, Params: map[string]any{"ring": ring(names)}})
	}
}

// count compares what is with what will be, in the order of the file.
func (p *plan) count() {
	for _, w := range p.departments {
		after := p.depts[DepartmentID(w.code)]
		before, _ := p.now.Department(after.ID)
		c := RowChange{Sheet: w.at.sheet, Row: w.at.row, Kind: KindDepartment, Key: w.code, Added: before == nil}
		if before == nil {
			before = &identity.Department{}
		}
		c.compare(colDeptNameEn, before.Name[words.English], after.Name[words.English])
		c.compare(colDeptNameZh, before.Name[words.Chinese], after.Name[words.Chinese])
		c.compare(colDeptParent, codeOf(p.now, before.Parent), p.codeThen(after.Parent))
		c.compare(colDeptLead, loginOf(p.now, before.Lead), p.loginThen(after.Lead))
		if p.report.Departments.note(c) {
			p.report.Changes = append(p.report.Changes, c)
			p.writeDept = append(p.writeDept, after)
		}
	}
	for _, w := range p.wanted.people {
		after, ok := p.people[PersonID(w.login)]
		if !ok || after.Status != identity.Active {
			continue
		}
		before, _ := p.now.Person(after.ID)
		c := RowChange{Sheet: w.at.sheet, Row: w.at.row, Kind: KindPerson, Key: w.login, Added: before == nil}
		if before == nil {
			before = &identity.Person{}
		}
		c.compare(colNameEn, before.Name[words.English], after.Name[words.English])
		c.compare(colNameZh, before.Name[words.Chinese], after.Name[words.Chinese])
		c.compare(colEmail, before.Email, after.Email)
		c.compare(colTitleEn, before.Title[words.English], after.Title[words.English])
		c.compare(colTitleZh, before.Title[words.Chinese], after.Title[words.Chinese])
		c.compare(colDepartment, codeOf(p.now, before.Dept), p.codeThen(after.Dept))
		c.compare(colManager, loginOf(p.now, before.Manager), p.loginThen(after.Manager))
		c.compare(colRoles, strings.Join(before.Roles, ", "), strings.Join(after.Roles, ", "))
		c.compare(colLanguage, before.Language, after.Language)
		if p.report.People.note(c) {
			p.report.Changes = append(p.report.Changes, c)
			p.writeFolk = append(p.writeFolk, after)
		}
	}
}

func (c *RowChange) compare(field column, before, after string) {
	if before != after {
		c.Fields = append(c.Fields, FieldChange{Field: string(field), Before: before, After: after})
	}
}

// note counts a row and reports whether it does something.
func (n *Counts) note(c RowChange) bool {
	switch {
	case c.Added:
		n.Added++
	case len(c.Fields) > 0:
		n.Changed++
	default:
		n.Same++
		return false
	}
	return true
}

func codeOf(o *identity.Organisation, id string) string {
	if d, ok := o.Department(id); ok {
		return d.Code
	}
	return ""
}

func loginOf(o *identity.Organisation, id string) string {
	if p, ok := o.Person(id); ok {
		return p.Login
	}
	return ""
}

func (p *plan) codeThen(id string) string {
	if d, ok := p.depts[id]; ok {
		return d.Code
	}
	return ""
}

func (p *plan) loginThen(id string) string {
	if person, ok := p.people[id]; ok {
		return person.Login
	}
	return ""
}
