package directory

import (
	"slices"
	"strings"

	"github.com/banli-oa/banli/builder/words"
	"github.com/banli-oa/banli/runtime/directory/sheet"
	"github.com/banli-oa/banli/runtime/identity"
)

// said is what a file says of one field: nothing, or a text that may be empty.
type said struct {
	text string
	ok   bool
}

// rowRef is where something stands in the file.
type rowRef struct {
	sheet  string
	row    int
	titles map[column]string
}

type wantedDepartment struct {
	at             rowRef
	code           string
	en, zh         said
	parent, leader said
}

type wantedPerson struct {
	at                  rowRef
	login               string
	nameEn, nameZh      said
	email               said
	titleEn, titleZh    said
	department, manager said
	// roles are nil where the file does not say, and so is language.
	roles    []string
	language string
}

// wanted is what a file asks for, before anything is looked up.
type wanted struct {
	departments []*wantedDepartment
	people      []*wantedPerson
	problems    []RowProblem
	ignored     []string
	rows        int
}

// readWanted reads every sheet that has a header it knows.
func readWanted(tables []sheet.Table) (*wanted, error) {
	w := &wanted{}
	byCode, byLogin := map[string]*wantedDepartment{}, map[string]*wantedPerson{}
	known := false
	for _, t := range tables {
		l, ok := layoutOf(t)
		if !ok {
			continue
		}
		known = true
		if l.twice != "" {
			return nil, &FileError{Code: CodeHeaderTwice, Params: map[string]any{"title": l.twice}}
		}
		w.ignored = append(w.ignored, l.ignored...)
		for _, r := range t.Rows[1:] {
			w.rows++
			at := rowRef{sheet: t.Name, row: r.Number, titles: l.titles}
			w.takeDepartment(at, l, r, byCode)
			if _, ok := l.at[colLogin]; ok {
				w.takePerson(at, l, r, byLogin)
			}
		}
	}
	if !known {
		return nil, &FileError{Code: CodeHeaderMissing}
	}
	return w, nil
}

func (w *wanted) problem(at rowRef, c column, value string, p Problem) {
	p.Field = string(c)
	w.problems = append(w.problems, RowProblem{Sheet: at.sheet, Row: at.row, Column: at.titles[c], Value: value, Problem: p})
}

func sayOf(l layout, r sheet.Row, c column) said {
	text, ok := l.get(r, c)
	return said{text, ok}
}

// takeDepartment takes in what a row says of a department: something, if it has
// no login or fills in a column about departments.
func (w *wanted) takeDepartment(at rowRef, l layout, r sheet.Row, byCode map[string]*wantedDepartment) {
	code, _ := l.get(r, colDepartment)
	login, hasLogin := l.get(r, colLogin)
	d := &wantedDepartment{
		at: at, code: strings.ToLower(code), en: sayOf(l, r, colDeptNameEn), zh: sayOf(l, r, colDeptNameZh),
		parent: sayOf(l, r, colDeptParent), leader: sayOf(l, r, colDeptLead),
	}
	describes := d.en.text+d.zh.text+d.parent.text+d.leader.text != ""
	if hasLogin && (login != "" || code == "") && !describes {
		return
	}
	switch {
	case code == "":
		w.problem(at, colDepartment, "", Problem{Code: CodeRequired})
		return
	case !codePattern.MatchString(d.code):
		w.problem(at, colDepartment, code, Problem{Code: CodeDepartmentFormat})
		return
	}
	if before, ok := byCode[d.code]; ok {
		if before.en != d.en || before.zh != d.zh || before.parent != d.parent || before.leader != d.leader {
			w.problem(at, colDepartment, code, Problem{Code: CodeDescribedTwice, Params: map[string]any{"row": before.at.row}})
		}
		return
	}
	byCode[d.code] = d
	w.departments = append(w.departments, d)
}

func (w *wanted) takePerson(at rowRef, l layout, r sheet.Row, byLogin map[string]*wantedPerson) {
	given, _ := l.get(r, colLogin)
	p := &wantedPerson{
		at: at, login: identity.NormalLogin(given), nameEn: sayOf(l, r, colNameEn), nameZh: sayOf(l, r, colNameZh),
		email: sayOf(l, r, colEmail), titleEn: sayOf(l, r, colTitleEn), titleZh: sayOf(l, r, colTitleZh),
		department: sayOf(l, r, colDepartment), manager: sayOf(l, r, colManager),
	}
	if p.login == "" {
		if p.nameEn.text+p.nameZh.text+p.email.text+p.manager.text != "" {
			w.problem(at, colLogin, "", Problem{Code: CodeRequired})
		}
		return // it describes a department
	}
	if before, ok := byLogin[p.login]; ok {
		w.problem(at, colLogin, given, Problem{Code: CodeLoginTwice, Params: map[string]any{"row": before.at.row}})
		return
	}
	byLogin[p.login] = p
	if text, _ := l.get(r, colRoles); text != "" {
		for _, name := range splitList(text) {
			role, ok := roleNamed(name)
			if !ok {
				w.problem(at, colRoles, text, Problem{Code: CodeRoleUnknown, Params: map[string]any{"role": name}})
				continue
			}
			p.roles = append(p.roles, role)
		}
		p.roles = tidyRoles(p.roles)
	}
	if text, _ := l.get(r, colLanguage); text != "" {
		language, ok := languageNamed(text)
		if !ok {
			w.problem(at, colLanguage, text, Problem{Code: CodeLanguageUnknown})
		}
		p.language = language
	}
	w.people = append(w.people, p)
}

func splitList(text string) []string {
	return slices.DeleteFunc(strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;，；、/|\n", r) }),
		func(s string) bool { return strings.TrimSpace(s) == "" })
}

// roleNamed finds a role by its id or its name in any language.
func roleNamed(name string) (string, bool) {
	name = strings.TrimSpace(name)
	for _, r := range identity.Roles() {
		if strings.EqualFold(r.ID, name) {
			return r.ID, true
		}
		for _, n := range r.Name {
			if strings.EqualFold(n, name) {
				return r.ID, true
			}
		}
	}
	return "", false
}

// languageNamed finds a language by its tag or what people call it.
func languageNamed(name string) (string, bool) {
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "en", "english", "英文", "英语":
		return words.English, true
	case "zh", "zh-cn", "chinese", "中文", "简体中文", "汉语":
		return words.Chinese, true
	}
	return "", false
}
