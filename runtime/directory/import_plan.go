package directory

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/identity"
	"github.com/banli-oa/banli/runtime/store"
)

// plan is the directory as a file would make it.
type plan struct {
	*wanted
	now       *identity.Organisation
	then      *identity.Organisation
	mayGrant  func(role string) bool
	language  string // of new people for whom none is said
	joinedAt  int64
	depts     map[string]*identity.Department // as they will be
	people    map[string]*identity.Person     // as they will be
	writeDept []*identity.Department          // what changes, in the file's order
	writeFolk []*identity.Person
	report    Report
	places    places
}

// planImport works out what a file would do. It changes nothing.
func (d *Directory) planImport(w *wanted, mayGrant func(role string) bool) *plan {
	p := &plan{
		wanted: w, now: d.identity.Organisation(), mayGrant: mayGrant, language: d.language(), joinedAt: d.clock.Now().UnixMilli(),
		depts: map[string]*identity.Department{}, people: map[string]*identity.Person{},
	}
	for _, dept := range p.now.Departments() {
		p.depts[dept.ID] = dept.Clone()
	}
	for _, person := range p.now.Everyone() {
		p.people[person.ID] = person.Clone()
	}
	p.takeDepartments()
	p.takePeople()
	p.setLeads()
	p.then = identity.NewOrganisation(0, slices.Collect(maps.Values(p.people)), slices.Collect(maps.Values(p.depts)))
	p.count()
	p.checkHolders()
	if !p.checkDepartmentRings() {
		p.checkManagerRings()
	}
	p.report.Rows, p.report.Ignored, p.report.Problems = w.rows, w.ignored, w.problems
	slices.SortStableFunc(p.report.Problems, func(a, b RowProblem) int { return a.Row - b.Row })
	if len(p.report.Problems) == 0 {
		p.report.Plan = p.digest()
	}
	return p
}

// text takes what a file says of one language.
func text(t words.Text, lang string, s said) words.Text {
	if !s.ok {
		return t
	}
	t = maps.Clone(t)
	if t == nil {
		t = words.Text{}
	}
	t[lang] = s.text
	return tidyText(t)
}

func (p *plan) takeDepartments() {
	for _, w := range p.departments {
		id := DepartmentID(w.code)
		dept, ok := p.depts[id]
		if !ok {
			dept = &identity.Department{Head: store.Head{ID: id}, Code: w.code}
			if removed, ok := p.now.Removed(id); ok {
				dept.Head, dept.Carrier = removed.Head, removed.Carrier
			}
			p.depts[id] = dept
		}
		dept.Name = text(text(dept.Name, words.English, w.en), words.Chinese, w.zh)
		p.check(w.at, colDeptNameEn, "", func(c *checks) { c.text("", dept.Name, true) })
	}
	p.places = placesOf(p.depts)
	for _, w := range p.departments {
		if !w.parent.ok {
			continue
		}
		dept := p.depts[DepartmentID(w.code)]
		dept.Parent = p.place(w.at, colDeptParent, w.parent.text)
	}
	// Paths can be followed once everything stands in its place.
	p.places = placesOf(p.depts)
}

// check puts a field's checks into the report.
func (p *plan) check(at rowRef, c column, value string, run func(*checks)) {
	var found checks
	run(&found)
	for _, problem := range found {
		p.problem(at, c, value, problem)
	}
}

// place finds the department that a cell names, and reports what is wrong.
func (p *plan) place(at rowRef, c column, named string) string {
	if named == "" {
		return ""
	}
	id, several := p.places.find(named)
	switch {
	case several:
		p.problem(at, c, named, Problem{Code: CodeAmbiguous})
	case id == "":
		p.problem(at, c, named, Problem{Code: CodeDepartmentMissing})
	}
	return id
}

func (p *plan) takePeople() {
	taken := map[string]bool{}
	for _, w := range p.wanted.people {
		taken[PersonID(w.login)] = true
	}
	for _, w := range p.wanted.people {
		p.takePerson(w, taken)
	}
}

func (p *plan) takePerson(w *wantedPerson, taken map[string]bool) {
	id := PersonID(w.login)
	person, known := p.people[id]
	if !known {
		person = &identity.Person{
			Head: store.Head{ID: id}, Login: w.login, Status: identity.Active, Roles: []string{identity.RoleEmployee},
			Language: p.language, JoinedAt: p.joinedAt,
		}
		if !identity.ValidLogin(w.login) {
			p.problem(w.at, colLogin, w.login, Problem{Code: CodeLoginFormat})
			return
		}
		p.people[id] = person
	}
	if person.Status != identity.Active {
		p.problem(w.at, colLogin, w.login, Problem{Code: CodeGone})
		return
	}
	person.Name = text(text(person.Name, words.English, w.nameEn), words.Chinese, w.nameZh)
	p.check(w.at, colNameEn, w.nameEn.text+w.nameZh.text, func(c *checks) { c.text("", person.Name, true) })
	person.Title = text(text(person.Title, words.English, w.titleEn), words.Chinese, w.titleZh)
	p.check(w.at, colTitleEn, "", func(c *checks) { c.text("", person.Title, false) })
	if w.email.ok {
		person.Email = w.email.text
		p.check(w.at, colEmail, w.email.text, func(c *checks) { c.email(w.email.text) })
	}
	if w.department.ok {
		person.Dept = p.place(w.at, colDepartment, w.department.text)
	}
	if w.manager.ok {
		person.Manager = p.somebody(w.at, colManager, w.manager.text, taken)
	}
	if w.language != "" {
		person.Language = w.language
	}
	if len(w.roles) > 0 {
		p.grant(w, person)
	}
	if !known {
		p.mayAll(w.at, person.Roles, strings.Join(w.roles, ", "))
	}
}

// grant gives somebody the roles that a row lists, if the one who imports may.
func (p *plan) grant(w *wantedPerson, person *identity.Person) {
	if before, ok := p.now.Person(person.ID); ok {
		var changed []string
		for _, r := range identity.Roles() {
			if slices.Contains(before.Roles, r.ID) != slices.Contains(w.roles, r.ID) {
				changed = append(changed, r.ID)
			}
		}
		p.mayAll(w.at, changed, strings.Join(w.roles, ", "))
	}
	person.Roles = w.roles
}

func (p *plan) mayAll(at rowRef, roles []string, value string) {
	for _, r := range roles {
		if !p.mayGrant(r) {
			p.problem(at, colRoles, value, Problem{Code: CodeRoleNotYours, Params: map[string]any{"role": r}})
		}
	}
}

// somebody finds the person whose login a cell names: they work here, or the
// file adds them, in a row before or after.
func (p *plan) somebody(at rowRef, c column, login string, taken map[string]bool) string {
	if login == "" {
		return ""
	}
	id := PersonID(login)
	person, ok := p.people[id]
	switch {
	case ok && person.Status == identity.Active, !ok && taken[id]:
		return id
	case ok:
		p.problem(at, c, login, Problem{Code: CodeGone})
	default:
		p.problem(at, c, login, Problem{Code: CodeNobody})
	}
	return ""
}

func (p *plan) setLeads() {
	for _, w := range p.departments {
		if w.leader.ok {
			p.depts[DepartmentID(w.code)].Lead = p.somebody(w.at, colDeptLead, w.leader.text, nil)
		}
	}
}

// checkHolders refuses a file after which nobody would hold a kept role.
func (p *plan) checkHolders() {
	for _, role := range keptRoles {
		if len(p.now.WithRole(role)) == 0 || len(p.then.WithRole(role)) > 0 {
			continue
		}
		for _, w := range p.wanted.people {
			if before, ok := p.now.Person(PersonID(w.login)); ok && slices.Contains(before.Roles, role) {
				p.problem(w.at, colRoles, strings.Join(w.roles, ", "), Problem{Code: CodeLastHolder, Params: map[string]any{"role": role}})
			}
		}
	}
}

// digest stands for the changes and for what they change: the same file later,
// on a directory that somebody changed meanwhile where it matters, has another.
func (p *plan) digest() string {
	revs := map[string]int64{}
	for _, dept := range p.writeDept {
		revs[dept.ID] = dept.Rev
	}
	for _, person := range p.writeFolk {
		revs[person.ID] = person.Rev
	}
	content, err := json.Marshal([]any{p.report.Changes, revs})
	if err != nil { // strings and numbers can always be written
		return fmt.Sprint(err)
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:16])
}
